"""The days that an edition's index states, in a machine's format or as the newspaper prints them (pure).

Words are read by ``dates``, as those of a story are; here are the formats of feeds, sitemaps and JSON beside them, and
which of several days is the paper's own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.core import get_global

from scraper.dates import EARLIEST
from scraper.texts.dates import calendars, dates, labels, months

_LONGEST = 2_000  # characters of a text that are read
_EPOCH = re.compile(r"\s*(?:/Date\()?([1-4]\d{9})(?:\d{3})?(?:[+-]\d{4})?(?:\)/)?\s*")  # seconds, milliseconds
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d[\d:.,+Z-]*|(?<!\d)\d{8}T\d{4,6}Z?")
_MAIL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?(?: (?:[A-Z]{1,4}|[+-]\d{4}))?"
)
_PART_ENDS = re.compile(r"[|;•·\n\d]")
_SAID_AGAIN = 3  # days
_BEFORE = 40  # characters before a day that say whether it is the day of a change


@dataclass(frozen=True, slots=True)
class StatedDay:
    """A day that ``text[start:end]`` states, and these words.

    ``inferred`` says that the year is not printed but the one nearest to the reference day, ``changed`` that the words
    before it speak of a change ("updated 8 March 2026"), ``weekday`` that a weekday beside it agrees.
    """

    day: dt.date
    words: str
    start: int
    end: int
    inferred: bool = False
    changed: bool = False
    weekday: bool = False
    calendar: str = calendars.COMMON


def day_in(text: str, language: str, zone: ZoneInfo, *, near: dt.date | None = None) -> dt.date | None:
    """The day that a text states: of several the strongest. Parameters as for ``days_in``.

    :returns: None where the text states no day, or only a month.
    """
    stated = days_in(text, language, zone, near=near)
    return stated[0].day if stated else None


def days_in(text: str, language: str, zone: ZoneInfo, *, near: dt.date | None = None) -> tuple[StatedDay, ...]:
    """All days up to next year that a text states certainly, each once, strongest first; 2,000 characters are read.

    A day of publication is stronger than one of a change, a printed year than an inferred one, the common calendar than
    another, a day with its weekday than one without, and what stands first than what follows.

    :param language: a BCP 47 tag: its month names are read beside English ones, and its country decides what 3/7/2026
        means; where it names none, that of the time zone.
    :param zone: where the newspaper is; a time in UTC may be another day there.
    :param near: a reference day; without one, days without a year are not read.
    """
    text = text[:_LONGEST]
    if not dates.has_number(text):
        return ()
    next_year = dt.datetime.now(zone).year + 1
    possible = [each for each in _stated(text, language, zone, near) if EARLIEST.year < each.day.year <= next_year]
    common = [each.day for each in possible if each.calendar == calendars.COMMON]
    # A date of another calendar beside a common one is the same day said again, or nearly: its months may differ.
    possible = [
        each
        for each in possible
        if each.calendar == calendars.COMMON or all(abs((each.day - day).days) > _SAID_AGAIN for day in common)
    ]
    stated = sorted(possible, key=_weakness)
    once = {each.day: each for each in reversed(stated)}
    return tuple(each for each in stated if once[each.day] is each)


def _weakness(stated: StatedDay) -> tuple[bool, bool, bool, bool, int]:
    other_calendar = stated.calendar != calendars.COMMON
    return stated.changed, stated.inferred, other_calendar, not stated.weekday, stated.start


def _stated(text: str, language: str, zone: ZoneInfo, near: dt.date | None) -> Iterator[StatedDay]:
    words = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    if epoch := _EPOCH.fullmatch(words):
        moment = dt.datetime.fromtimestamp(int(epoch[1]), tz=dt.UTC)
        yield StatedDay(moment.astimezone(zone).date(), text.strip(), epoch.start(1), epoch.end(1))
        return
    for pattern, parsed in ((_TIMESTAMP, dt.datetime.fromisoformat), (_MAIL_DATE, email.utils.parsedate_to_datetime)):
        for matched in pattern.finditer(words):
            with contextlib.suppress(ValueError, OverflowError):
                moment = parsed(matched[0])
                day = moment.astimezone(zone).date() if moment.tzinfo else moment.date()
                words = words[: matched.start()] + " " * len(matched[0]) + words[matched.end() :]
                yield _stated_day(text, day, matched.start(), matched.end())
    territory = months.region_of(language) or get_global("zone_territories").get(zone.key, "")
    for found in dates.every(words, languages=(language,), near=near, territory=territory):
        if found.date:
            yield _stated_day(text, found.date, found.start, found.end, found)


def _stated_day(text: str, day: dt.date, start: int, end: int, found: dates.ParsedDate | None = None) -> StatedDay:
    before = _PART_ENDS.split(text[max(start - _BEFORE, 0) : start])[-1]
    changed = labels.tells_a_change(before)
    words = text[start:end]
    if found is None:
        return StatedDay(day, words, start, end, changed=changed)
    return StatedDay(day, words, start, end, found.inferred, changed, found.weekday, found.calendar)
