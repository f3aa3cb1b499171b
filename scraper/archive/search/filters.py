"""What a search is narrowed to: a query string -> Filters, and the whole question in words (pure; never fails)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scraper.archive.search.query import Query, parse
from scraper.archive.search.query_nodes import Phrase, Say, bare, english
from scraper.dates import DateError, parse_date_range
from scraper.items import Access

MAIN = "main"  # how an address calls the empty label
MOST_VALUES = 50
ACCESS = tuple(access.value for access in Access)
NAMES = (
    "from", "to", "month_day", "publication", "label", "section", "byline", "language", "access", "front_page",
)  # fmt: skip

Values = Mapping[str, Sequence[str]]  # of a query string or a form: name -> what was given under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which stories a search looks at; an empty field does not filter. Several values of one field: any of them."""

    query: Query
    first: dt.date | None = None
    last: dt.date | None = None
    month_day: tuple[int, int] | None = None  # the same day of every year
    publications: tuple[str, ...] = ()  # slugs
    labels: tuple[str, ...] = ()  # of editions; "" is the only edition of a day
    sections: tuple[str, ...] = ()  # whole names, whatever their case
    bylines: tuple[str, ...] = ()  # words of it
    languages: tuple[str, ...] = ()  # ISO 639; "en" is any English
    access: tuple[str, ...] = ()
    front_page: bool = False
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Values, _: Say = english) -> Filters:
        """The filters a query string asks for; what cannot be used is left out and said so in ``notes``.

        :param _: says the notes, and how the query was understood, in the reader's language.
        """
        notes: list[str] = []

        def text(name: str) -> str:
            return next(iter(values.get(name, ())), "").strip()

        def day(name: str, *, end: bool) -> dt.date | None:
            found = day_of(text(name), end=end)
            if text(name) and found is None:
                notes.append(
                    _(
                        "“%(text)s” is no date (2024, 2024-12 or 2024-12-07) and was left out.",
                        text=text(name)[:40],
                    )
                )
            return found

        def several(name: str) -> tuple[str, ...]:
            given = (value.strip() for value in values.get(name, ()))
            return tuple(dict.fromkeys(value for value in given if value))[:MOST_VALUES]

        first, last = day("from", end=False), day("to", end=True)
        if first and last and first > last:
            notes.append(
                _("The dates were the wrong way round: read as %(first)s to %(last)s.", first=last, last=first)
            )
            first, last = last, first
        month_day = month_day_of(text("month_day"))
        if text("month_day") and not month_day:
            notes.append(_("“%(text)s” is no day of a year (04-13) and was left out.", text=text("month_day")[:40]))
        languages = {value: value.lower().partition("-")[0] for value in several("language")}
        notes += [
            _("“%(text)s” is no language (en, de) and was left out.", text=value[:40])
            for value, tag in languages.items()
            if not is_language(tag)
        ]
        bylines = {value: Phrase(bare(value)[:100]) for value in several("byline")}
        notes += [
            _("There is no word in the byline “%(text)s”; it was left out.", text=value[:40])
            for value, phrase in bylines.items()
            if not phrase.string()
        ]
        notes += [
            _("“%(text)s” is no kind of access (open, excerpt or headline) and was left out.", text=value[:40])
            for value in several("access")
            if value not in ACCESS
        ]
        if text("front_page") not in ("", "0", "1", "on", "true", "yes", "false", "no"):
            notes.append(
                _("“%(text)s” for the front page is neither 1 nor 0 and was left out.", text=text("front_page")[:40])
            )
        return cls(
            query=parse(next(iter(values.get("q", ())), ""), _),
            first=first,
            last=last,
            month_day=month_day,
            publications=several("publication"),
            labels=tuple("" if label == MAIN else label for label in several("label")),
            sections=several("section"),
            bylines=tuple(phrase.text for phrase in bylines.values() if phrase.string()),
            languages=tuple(dict.fromkeys(tag for tag in languages.values() if is_language(tag))),
            access=tuple(value for value in several("access") if value in ACCESS),
            front_page=text("front_page") in ("1", "on", "true", "yes"),
            notes=tuple(notes),
        )

    def in_words(self, _: Say = english, titles: Mapping[str, str] | None = None) -> str:
        """The whole question in words.

        :param titles: the newspapers' titles by slug; one that is not there is said as it was typed.
        """

        def any_of(names: Sequence[str]) -> str:
            return f" {_('or')} ".join(names)

        parts = [self.query.understood]
        if self.publications:
            known = {slug: slug for slug in self.publications} if titles is None else titles
            parts.append(_("in %(papers)s", papers=any_of([known.get(s, f"“{s[:40]}”") for s in self.publications])))
        if self.labels:
            parts.append(_("in the edition %(labels)s", labels=any_of([label or MAIN for label in self.labels])))
        if self.sections:
            parts.append(_("in the section %(sections)s", sections=any_of(self.sections)))
        if self.bylines:
            parts.append(_("by %(names)s", names=any_of([f"“{byline}”" for byline in self.bylines])))
        if self.languages:
            parts.append(_("in the language %(languages)s", languages=any_of(self.languages)))
        if self.access:
            parts.append(_("held as %(access)s", access=any_of(self.access)))
        if self.front_page:
            parts.append(_("on the front page"))
        if self.month_day:
            parts.append(_("of %(day)s of any year", day=f"{self.month_day[0]:02}-{self.month_day[1]:02}"))
        if self.first and self.first == self.last:
            parts.append(_("of %(day)s", day=self.first))
        elif self.first and self.last:
            parts.append(_("from %(first)s to %(last)s", first=self.first, last=self.last))
        elif self.first:
            parts.append(_("since %(day)s", day=self.first))
        elif self.last:
            parts.append(_("until %(day)s", day=self.last))
        return ", ".join(parts)


def day_of(text: str, *, end: bool) -> dt.date | None:
    """The first (or last) day of a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD; None if it is none."""
    try:
        return parse_date_range(text)[end]
    except DateError:
        return None


def month_day_of(text: str) -> tuple[int, int] | None:
    """The month and day of MM-DD; None if no year has that day."""
    match = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
    try:
        return (day.month, day.day) if match and (day := dt.date(2000, int(match[1]), int(match[2]))) else None
    except ValueError:
        return None


def is_language(tag: str) -> bool:
    """Whether it can be the first part of a language tag (BCP 47)."""
    return re.fullmatch("[a-z]{2,8}", tag) is not None


def without(values: Values, name: str, value: str = "") -> dict[str, list[str]]:
    """The values of a form with one of them taken out; with all of that name where none is given."""
    return {
        each: [text for text in several if each != name or (value and text != value)]
        for each, several in values.items()
    }
