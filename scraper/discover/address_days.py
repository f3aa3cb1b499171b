"""The days that an address names: 2026/03/06, 06-03-2026, 20260306, 202603/06, 2026/mar/6, 2026-W10 (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from scraper.dates import date_or_none
from scraper.texts.dates import months

_YEAR = r"(?:19|20)\d\d"
_SIGN = r"[-/_.]"
# The first digits of a long number are a day only where no more than a serial number follows: 20260306001234.
_COMPACT = re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{{0,6}}(?!\d))")
_TO_THE_MILLISECOND = re.compile(
    rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=(?:[01]\d|2[0-3])(?:[0-5]\d){{2}}\d{{3}}(?!\d))"
)
_COMPACT_MONTH = re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?![^/])")
_YEAR_FIRST = re.compile(rf"(?<!\d)({_YEAR}){_SIGN}(\d{{1,2}}){_SIGN}(\d{{1,2}})(?!\d)")
_YEAR_FIRST_COMPACT_REST = re.compile(rf"(?<!\d)({_YEAR}){_SIGN}(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d)(\d{{1,2}}){_SIGN}(\d{{1,2}}){_SIGN}({_YEAR})(?!\d)")
_NAMED_YEAR_FIRST = re.compile(rf"(?<!\d)({_YEAR}){_SIGN}?([^\W\d_]{{3,12}}){_SIGN}?(\d{{1,2}})(?!\d)")
_NAMED_YEAR_LAST = re.compile(rf"(?<!\d)(\d{{1,2}}){_SIGN}?([^\W\d_]{{3,12}}){_SIGN}?({_YEAR})(?!\d)")
_MONTH_FIRST = re.compile(rf"(?<!\w)([^\W\d_]{{3,12}}){_SIGN}(\d{{1,2}}){_SIGN}({_YEAR})(?!\d)")
_PATTERNS = (  # each with the groups of year, month and day
    (_YEAR_FIRST, (1, 2, 3)),
    (_YEAR_FIRST_COMPACT_REST, (1, 2, 3)),
    (_COMPACT, (1, 2, 3)),
    (_TO_THE_MILLISECOND, (1, 2, 3)),
    (_COMPACT_MONTH, (1, 2, 3)),
    (_YEAR_LAST, (3, 2, 1)),
    (_NAMED_YEAR_FIRST, (1, 2, 3)),
    (_NAMED_YEAR_LAST, (3, 2, 1)),
    (_MONTH_FIRST, (3, 1, 2)),
)
_WEEK = re.compile(rf"(?<!\d)({_YEAR}){_SIGN}?(?:w|kw|week|woche|semaine)[-_/]?(\d\d?)(?!\d)")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


def days_in(url: str, language: str) -> tuple[dt.date, ...]:
    """The days that an address names whole, without its host; month names are English or of this language.

    :param language: a BCP 47 tag; it decides what 3/7/2026 means.
    """
    return tuple(dict.fromkeys(_days(_local_part(url), language)))


def weeks_in(url: str) -> tuple[tuple[int, int], ...]:
    """The weeks that an address names by year and number (ISO 8601): 2026-W10."""
    return tuple((int(year), int(week)) for year, week in _WEEK.findall(_local_part(url)))


def holds(url: str, day: dt.date, language: str) -> bool:
    """Whether an address holds a day in any form, also in several parameters: ?y=2026&m=3&d=7."""
    calendar = day.isocalendar()
    if day in days_in(url, language) or (calendar.year, calendar.week) in weeks_in(url):
        return True
    parts = _PARTS.findall(_local_part(url))
    month = {str(day.month), f"{day.month:02}"}
    named = {part for part in parts if _month(part, language) == day.month}
    dated = {str(day.day), f"{day.day:02}"}
    year = {str(day.year), f"{day.year % 100:02}"}
    return bool(year & set(parts)) and bool((month & set(parts)) or named) and bool(dated & set(parts))


def _local_part(url: str) -> str:
    """Path and query of an address in lower case, percent-encoding undone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path}?{parts.query}").casefold()


def _days(text: str, language: str) -> Iterator[dt.date]:
    """All days in a text, in its order."""
    month_first = months.day_first(language) is False
    found: list[tuple[int, dt.date | None]] = []
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(text):
            year, month, day = (match[number] for number in order)
            number = int(month) if month.isdecimal() else _month(month, language) or 0
            day_number = int(day)
            if pattern is _YEAR_LAST and (number > 12 or (month_first and day_number <= 12)):
                number, day_number = day_number, number
            found.append((match.start(), date_or_none(int(year), number, day_number)))
    yield from (day for _, day in sorted(found, key=lambda each: each[0]) if day)


def _month(name: str, language: str) -> int | None:
    plain = months.plain_name(name)
    return next((found for tag in (language, "en") if (found := months.names(tag).months.get(plain))), None)
