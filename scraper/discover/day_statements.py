"""A day that one place of a page states: a title, a heading, a key of its data, an address (pure).

    DayReader: text or address -> DayStatement     the kind of place that says so, its words, the days

A text that names an hour or speaks of a change ("updated 22:40") is of a moment, and states no day.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.discover import address_days, day_spans
from scraper.discover.day_spans import Span
from scraper.discover.index_document import collapsed
from scraper.discover.templates import Variables
from scraper.publication import Publication
from scraper.texts.dates import index_dates

SHORT = 90  # characters: a longer text above the list is prose, and the day in it anything's
MOST_OF_SHORT = 20 * SHORT  # characters, of which prices and the like are taken away first


class Place(enum.StrEnum):
    """Where a page states a day; ``text``, ``time`` and ``data`` may be about something else than the edition."""

    ISSUE = "[index.issue] date"
    TITLE = "title"
    HEADING = "heading"
    KEY = "key"
    CANONICAL = "canonical address"
    ADDRESS = "address"
    TIME = "time"
    TEXT = "text"
    DATA = "data"
    MENU = "menu or footer"
    FILE = "address of a cover or PDF"


STRONG = frozenset({Place.ISSUE, Place.TITLE, Place.HEADING, Place.KEY, Place.CANONICAL, Place.ADDRESS})


@dataclass(frozen=True, slots=True)
class DayStatement:
    """Days that one place of a page states, in its own words.

    What else stands beside a day in a text ("Concert: 21 March 2026") makes it the day of anything.
    """

    place: Place
    text: str
    spans: tuple[Span, ...]
    alone: bool = True  # nothing stands beside the days but what stands in mastheads

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


# Words that stand beside the day in a masthead, besides those of the newspaper's own name.
_MASTHEAD_WORDS = frozenset((
    "anno", "année", "ano", "aujourd", "ausgabe", "año", "cover", "daily", "date", "del", "den", "der", "des",
    "digital", "edicion", "edición", "edisi", "edition", "edizione", "epaper", "for", "from", "front", "hari",
    "issue", "jahrgang", "las", "les", "los", "news", "newspaper", "nro", "num", "number", "numer", "numero",
    "nummer", "numéro", "número", "our", "page", "pagina", "paper", "price", "print", "página", "seite", "strona",
    "the", "this", "today", "udgave", "und", "utgave", "vol", "volume", "vom", "vydání", "wydanie", "year", "édition",
    "číslo", "выпуск", "газета", "номер", "сайт", "страница",
))  # fmt: skip
_PRICE = re.compile(
    r"(?:[£$€¥₹₽₩฿]|\b(?:rs|eur|usd|gbp|chf|kr))\.?\s?\d+(?:[.,]\d\d)?|(?<!\d)\d+[.,]\d\d\s?(?:[£$€¥₹₽₩฿]|(?:eur|kr|zł|kč|ft|lei)\b)",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_UPDATED = re.compile(
    r"updat|modif|changed|edited|as of|last |aktualis|zuletzt|stand:|mis à jour|mise à jour|màj|actualiz|atualiz|"
    r"aggiorn|bijgewerkt|opdater|oppdater|uppdater|päivitet|aktualiz|güncel|обновл|оновл|ενημ|更新|갱신|수정|تحديث|"
    r"©|copyright|since|seit|depuis|desde|founded|gegründet|expires|valid|next issue|next edition",
    re.IGNORECASE,
)
_SINCE_A_YEAR = re.compile(
    r"(?<!\w)(?:since|founded(?: in)?|seit|gegründet|depuis|desde)\s+(?:1[5-9]|20)\d\d(?!\d)", re.IGNORECASE
)
_CLOCK = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?!\d|[./-]\d)")


@dataclass(frozen=True, slots=True)
class DayReader:
    """Reads days in the newspaper's language and zone."""

    publication: Publication
    variables: Variables

    def statement(self, place: Place, text: str, *, near: bool = False, alone: bool = True) -> Iterator[DayStatement]:
        """What a text states.

        :param near: a date without a year counts as well.
        """
        text = collapsed(text)
        language = self.publication.language
        found = day_spans.spans(text, language, self.publication.zone, near=self.variables.date if near else None)
        if found:
            yield DayStatement(place, text[:120], found, alone)

    def in_address(self, place: Place, url: str) -> Iterator[DayStatement]:
        """What an address states."""
        language = self.publication.language
        found = [Span(day, day) for day in address_days.days_in(url, language)]
        found += [span for year, week in address_days.weeks_in(url) if (span := day_spans.week(year, week))]
        if found:
            yield DayStatement(place, url[:120], tuple(dict.fromkeys(found)))

    def short(self, place: Place, text: str, *, near: bool = False) -> Iterator[DayStatement]:
        """What a text states that is little more than a date, and speaks of no change."""
        text = collapsed(text)
        if len(text) > MOST_OF_SHORT:  # the patterns take the square of a run of digits
            return
        text = _PRICE.sub(" ", _SINCE_A_YEAR.sub("", text))
        if len(text) <= SHORT and re.search(r"\d", text) and not is_of_a_moment(text):
            is_masthead = place is not Place.MENU and self._is_masthead(text)
            near = near or (is_masthead and place is Place.TEXT)
            yield from self.statement(place, text, near=near, alone=is_masthead)

    def data(self, stamp: object) -> Iterator[DayStatement]:
        """What a value of a page's data states; a time of day is of a story or a change."""
        if isinstance(stamp, str) and not day_spans.has_clock(stamp):
            yield from self.statement(Place.DATA, stamp)

    def _is_masthead(self, text: str) -> bool:
        """Whether nothing stands beside the days in a text but what stands beside them in mastheads."""
        publication = self.publication
        stated = index_dates.days_in(text, publication.language, publication.zone, near=self.variables.date)
        for one in stated:
            text = text.replace(text[one.start : one.end], " " * (one.end - one.start))
        name = " ".join((publication.title, publication.place, publication.publisher, *publication.also))
        known = _MASTHEAD_WORDS | set(_WORD.findall(name.casefold()))
        return bool(stated) and all(word in known for word in _WORD.findall(text.casefold()))


def is_of_a_moment(text: str) -> bool:
    """Whether a text names an hour, or speaks of a change."""
    return bool(_UPDATED.search(text) or _CLOCK.search(text))
