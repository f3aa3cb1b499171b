"""The days that a text states: single days, ranges ("7-13 March 2026") and weeks ("KW 10/2026") (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scraper.texts.dates import dates, index_dates

LONGEST_TEXT = 300  # characters that are read of one text
LONGEST_RANGE = dt.timedelta(days=62)  # of one edition: a double issue of a monthly
_DASH = r"\s*(?:[-–—‐~～〜]|to|till|until|bis|au|al|a|до|по|do|t/m)\s*"
_DASH_ALONE = re.compile(rf"{_DASH}", re.IGNORECASE)
_DAYS_OF_A_RANGE = re.compile(rf"(?<!\d)(\d{{1,2}})[^\W\d]{{0,2}}\.?{_DASH}(\d{{1,2}})(?!\d)", re.IGNORECASE)
_BEFORE_A_DASH = re.compile(
    rf"(?:[^\W\d]+\W{{1,2}})?(?<!\d)\d{{1,2}}[^\W\d]{{0,2}}\.?(?:\W{{0,2}}[^\W\d]+)?\.?{_DASH}$", re.IGNORECASE
)
_WEEK_WORDS = (
    "week|wk|kw|kalenderwoche|woche|semaine|semana|settimana|uke|uge|vecka|viikko|týden|tyden|týždeň|tydzień|hafta|"
    "hét|teden|tjedan|nedjelja|неделя|тиждень|εβδομάδα"
)
_WEEK = re.compile(
    rf"(?:(?<!\w)(?:{_WEEK_WORDS})\W{{0,3}}(\d{{1,2}})\D{{1,6}}((?:19|20)\d\d)(?!\d))"
    r"|(?:(?<!\d)((?:19|20)\d\d)-?W(\d\d)(?!\d))|(?:((?:19|20)\d\d)年第(\d{1,2})[週周])",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(r"[^\W\d_]{2}|月")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00(?::00)?(?:\.0+)?")
_CLOCK = re.compile(r"[T ]\d\d:\d\d|\dT\d{4}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from ``first`` to ``last``, both included; a single day has both the same."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def spans(text: str, language: str, zone: ZoneInfo, *, near: dt.date | None = None) -> tuple[Span, ...]:
    """The days and ranges that a text states, in its order; a range counts once, and the day of a change not at all.

    Of midnight in a machine's timestamp, the day as it is written counts as well: sites write midnight in whatever zone
    their server has, and mean the day.

    :param language: a BCP 47 tag, read besides English.
    :param zone: the newspaper's.
    :param near: a day by which the year is filled in where it is not printed; without it such a date is none.
    """
    text = text[:LONGEST_TEXT]
    found = list(dict.fromkeys(_spans(text, language, zone, None)))
    if not found and near:
        found = list(dict.fromkeys(_spans(text, language, zone, near)))
    return tuple(
        one for one in found if not any(one != more and one.first in more and one.last in more for more in found)
    )


def week(year: int, number: int) -> Span | None:
    """The week of this number (ISO 8601), from Monday; None where there is none."""
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Span(monday, monday + dt.timedelta(days=6))


def has_clock(stamp: str) -> bool:
    """Whether a timestamp names a time other than midnight, so that it tells of a moment and not of a day."""
    return bool(_CLOCK.search(stamp)) and not _MIDNIGHT.search(stamp)


def _spans(text: str, language: str, zone: ZoneInfo, near: dt.date | None) -> Iterator[Span]:
    for named in _WEEK.finditer(text):
        number, year = (named[1], named[2]) if named[1] else (named[4] or named[6], named[3] or named[5])
        if span := week(int(year), int(number)):
            yield span
    if (midnight := _MIDNIGHT.search(text)) and (written := dates.local_day(text.strip()[: midnight.end()])):
        yield Span(written, written)
    done, before = 0, None
    for stated in sorted(index_dates.days_in(text, language, zone, near=near), key=lambda each: each.start):
        if stated.changed:
            continue
        span = _range(text, stated.start, stated.end, stated.day, language)
        if before and _DASH_ALONE.fullmatch(text[done : stated.start]) and before.first < span.last:
            span = Span(before.first, span.last)  # two whole dates with a dash between them
        yield span
        done, before = stated.end, span


def _range(text: str, start: int, end: int, day: dt.date, language: str) -> Span:
    """The range of which a date is one end, or the day itself."""
    phrase = text[start:end]
    if _MONTH_NAME.search(phrase) and (numbers := _DAYS_OF_A_RANGE.search(phrase)):
        last = _with_day(day, int(numbers[2]))
        first = _with_day(day, int(numbers[1]))
        if first and last and first < last:
            return Span(first, last)
    if before := _BEFORE_A_DASH.search(text[max(0, start - 40) : start]):
        beginning = re.sub(rf"{_DASH}$", "", before[0], flags=re.IGNORECASE)
        month = "" if any(char.isalpha() for char in beginning) else f" {day:%B}"
        for year in (day.year, day.year - 1):
            found = dates.first(f"{beginning}{month} {year}", languages=(language,))
            if found and found.date and dt.timedelta(0) < day - found.date <= LONGEST_RANGE:
                return Span(found.date, day)
    return Span(day, day)


def _with_day(date: dt.date, day: int) -> dt.date | None:
    try:
        return date.replace(day=day)
    except ValueError:
        return None
