"""The values of a query string or a form -> ``Filters``: what a search looks for, and where (pure; never fails)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import Query, parse
from scraper.archive.search.query_nodes import Phrase, bare
from scraper.dates import DateError, parse_date_range
from scraper.items import Access

MAIN = "main"  # how an address calls the empty label
MOST_VALUES = 50
YES, NO = ("1", "on", "true", "yes"), ("", "0", "false", "no")
ACCESS = tuple(access.value for access in Access)
NAMES = (
    "from", "to", "month_day", "publication", "label", "section", "byline", "language", "access", "front_page",
    "changed",
)  # fmt: skip

Values = Mapping[str, Sequence[str]]  # of a query string or a form: name -> what was given under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search looks for, and where. Empty fields do not filter; of several values of a field any may match."""

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
    changed: bool = False  # more than one text of it was fetched
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(cls, values: Values) -> Filters:
        """The filters of these values; what cannot be used is left out, with a note in ``notes``.

        :param values: ``q`` and the ``NAMES``, each with any number of values; other names are ignored.
        """
        notes: list[Note] = []

        def text(name: str) -> str:
            return next(iter(values.get(name, ())), "").strip()

        def day(name: str, *, end: bool) -> dt.date | None:
            found = day_of(text(name), end=end)
            if text(name) and found is None:
                notes.append(Note(code=NoteCode.NO_DATE, text=text(name)[:40]))
            return found

        def several(name: str) -> tuple[str, ...]:
            given = (value.strip() for value in values.get(name, ()))
            return tuple(dict.fromkeys(value for value in given if value))[:MOST_VALUES]

        first, last = day("from", end=False), day("to", end=True)
        if first and last and first > last:
            first, last = last, first
            notes.append(Note(code=NoteCode.DATES_SWAPPED, first=first, last=last))
        month_day = month_day_of(text("month_day"))
        if text("month_day") and not month_day:
            notes.append(Note(code=NoteCode.NO_DAY_OF_YEAR, text=text("month_day")[:40]))
        languages = {value: value.lower().partition("-")[0] for value in several("language")}
        notes += [
            Note(code=NoteCode.NO_LANGUAGE, text=value[:40]) for value, tag in languages.items() if not is_language(tag)
        ]
        bylines = {value: Phrase(bare(value)[:100]) for value in several("byline")}
        notes += [
            Note(code=NoteCode.NO_WORD_IN_BYLINE, text=value[:40])
            for value, phrase in bylines.items()
            if not phrase.string()
        ]
        notes += [Note(code=NoteCode.NO_ACCESS, text=value[:40]) for value in several("access") if value not in ACCESS]
        for name, code in (("front_page", NoteCode.NO_FRONT_PAGE), ("changed", NoteCode.NO_CHANGED)):
            if text(name).lower() not in (*YES, *NO):
                notes.append(Note(code=code, text=text(name)[:40]))
        return cls(
            query=parse(next(iter(values.get("q", ())), "")),
            first=first,
            last=last,
            month_day=month_day,
            publications=several("publication"),
            labels=tuple("" if label == MAIN else label for label in several("label")),
            sections=several("section"),
            bylines=tuple(phrase.text for phrase in bylines.values() if phrase.string()),
            languages=tuple(dict.fromkeys(tag for tag in languages.values() if is_language(tag))),
            access=tuple(value for value in several("access") if value in ACCESS),
            front_page=text("front_page").lower() in YES,
            changed=text("changed").lower() in YES,
            notes=tuple(notes),
        )


def day_of(text: str, *, end: bool) -> dt.date | None:
    """The first day of a date written YYYY, YYYY-MM or YYYY-MM-DD; None if it is no date.

    :param end: its last day instead.
    """
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
    """Whether the text can be the first part of a language tag (BCP 47)."""
    return re.fullmatch("[a-z]{2,8}", tag) is not None


def without(values: Values, name: str, value: str = "") -> dict[str, list[str]]:
    """The values of a form without one of them; without all of that name where no value is given."""
    return {
        key: [text for text in several if key != name or (value and text != value)] for key, several in values.items()
    }
