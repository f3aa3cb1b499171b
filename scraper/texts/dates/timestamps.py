"""Timestamps in a page's data: ISO 8601, epochs, HTTP dates and what templates write, with their offset kept."""

from __future__ import annotations

import datetime as dt
import functools
import re

from scraper.dates import date_or_none
from scraper.texts.dates import dates, months

_YEARS = range(1990, 2201)  # of a story on the web; an epoch of zero is no date
_ZONE_NAME = re.compile(r"\[[\w/+-]+\]$")
_EPOCH = re.compile(r"[1-4]\d{9}|1\d{12}")
_DAY = re.compile(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)")
_CLOCK = re.compile(r"\d[:h]\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_NUMBER = re.compile(r"\d+")
_DEFAULT_TIME = dt.datetime(1, 1, 1)  # noqa: DTZ001
_YEAR_FIRST = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_LONGEST = 60


def iso_timestamp(words: str | None, *, language: str = "en") -> str:
    """A timestamp as ISO 8601, with its offset as stated.

    :param words: what the page's data states, in any usual format.
    :param language: its BCP 47 tag with its country decides whether 7/12 is the seventh of December.
    :returns: "2024-12-07T22:01:00+01:00"; "2024-12-07" where no time of day is stated; "" for anything else.
    """
    words = (words or "").strip()
    if not 8 <= len(words) <= _LONGEST:
        return ""
    return _iso_timestamp(words, language)


@functools.lru_cache(maxsize=512)
def _iso_timestamp(words: str, language: str) -> str:
    if len(words) <= 10 and (day := _DAY.fullmatch(words)):
        return _iso_day(int(day[1]), int(day[3]), int(day[4]))
    if _EPOCH.fullmatch(words):
        return _iso_time(dt.datetime.fromtimestamp(int(words[:10]), dt.UTC))
    try:
        return _iso_time(dt.datetime.fromisoformat(words))
    except ValueError:
        pass
    if words[-1] == "]":
        try:
            return _iso_time(dt.datetime.fromisoformat(_ZONE_NAME.sub("", words)))
        except ValueError:
            pass
    return _parsed_loosely(words, language)


def _parsed_loosely(words: str, language: str) -> str:
    """A time written for people or by a server: "Fri, 06 Dec 2024 22:01:00 GMT", "12/6/2024 10:01 PM"."""
    from dateutil import parser

    if len(_NUMBER.findall(words)) < 2:
        return ""  # no day: a month, a year
    # English of no country is taken for American: servers write so.
    day_first = bool(months.day_first(language or "en")) or _DOTTED.search(words) is not None
    day_first = day_first and not _YEAR_FIRST.search(words)
    try:
        # A zone named by letters (EST, IST) names several offsets: the time is then kept without one.
        found = parser.parse(words, default=_DEFAULT_TIME, dayfirst=day_first, tzinfos=lambda name, offset: offset)
    except (parser.ParserError, ArithmeticError, ValueError, TypeError):  # decimal.InvalidOperation, too
        found = None
    if found is not None and found.year in _YEARS:
        return _iso_time(found) if _CLOCK.search(words) else found.date().isoformat()
    printed = dates.first(words, languages=(language or "en", "en"))
    day = printed.date if printed and not printed.inferred else None
    return day.isoformat() if day and day.year in _YEARS else ""


def _iso_day(year: int, month: int, day: int) -> str:
    found = date_or_none(year, month, day)
    return found.isoformat() if found and year in _YEARS else ""


def _iso_time(found: dt.datetime) -> str:
    if found.year not in _YEARS:
        return ""
    try:
        return (found.replace(microsecond=0) if found.microsecond else found).isoformat()
    except (ValueError, OverflowError):
        return ""
