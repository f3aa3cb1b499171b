"""The day that an edition's index states, in a machine's format or as the newspaper prints it (pure).

An index names its own day, so any date in the text counts; ``dates`` is stricter, because it reads a story's prose.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import re
import unicodedata
from zoneinfo import ZoneInfo

from scraper.dates import date_or_none
from scraper.texts.dates import months
from scraper.texts.dates.tokens import tokenize

_EPOCH = re.compile(r"\d{10}(\d{3})?")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d\S*")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4}) ?[-/.年년] ?(\d{1,2}) ?[-/.月월] ?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DAY = re.compile(r"(?<![\d:])\d{1,2}(?![\d:])")


def day_in(text: str, language: str, zone: ZoneInfo) -> dt.date | None:
    """The day that a text states, in the newspaper's time zone.

    :param language: a BCP 47 tag: its month names are read beside English ones, and it decides what 3/7/2026 means.
    :param zone: where the newspaper is; a time in UTC may be another day there.
    :returns: None where the text states no day, or only a month.
    """
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text).strip()
    moment = _moment(text)
    if moment is not None:
        try:
            return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
        except OverflowError:  # the year 1, where a site has no date, begins before the calendar does west of Greenwich
            return None
    return _numeric(text, month_first=months.day_first(language) is False) or _named(text, language)


def _moment(text: str) -> dt.datetime | None:
    if _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(text[:10]), tz=dt.UTC)
    if match := _TIMESTAMP.search(text):
        with contextlib.suppress(ValueError):
            return dt.datetime.fromisoformat(match[0])
    with contextlib.suppress(ValueError, OverflowError):
        return email.utils.parsedate_to_datetime(text)
    return None


def _numeric(text: str, *, month_first: bool) -> dt.date | None:
    if match := _COMPACT.search(text) or _YEAR_FIRST.search(text):
        return date_or_none(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.search(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if second > 12 or (month_first and first <= 12):
            first, second = second, first
        return date_or_none(year, second, first)
    return None


def _named(text: str, language: str) -> dt.date | None:
    year, day = _YEAR.search(text), _DAY.search(text)
    if not year or not day:
        return None
    words = [token.text for token in tokenize(text) if token.kind == "word"]
    for names in (months.names(language), months.names("en")):
        for begin, _ in enumerate(words):
            for end in (begin + 2, begin + 1):  # "تشرين الأول" is two words
                if month := names.months.get(months.plain_name("".join(words[begin:end]))):
                    return date_or_none(int(year[0]), month, int(day[0]))
    return None
