"""Write a date as addresses do: in the words of a language, by another calendar, or as a serial number (pure).

    %Y/%b/%d             as strftime does, with English names whatever the machine's locale
    %-d-%B-%Y@fr         names of another language, from CLDR: "7-mars-2026"
    %Y/%m/%d@persian     another calendar: "1404/12/16"; both together: %-d %B@persian@fa
    days since 1899-12-30+1        days (weeks, months) since a day that had the number 1

Nothing here depends on the machine's locale, and "%-d" works on every system.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scraper.texts.dates.calendars import SOLAR_HIJRI, first_names, nowruz

_CODE = re.compile(r"%(-[A-Za-z]|OB|EC|[A-Za-z]|%)")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day as a calendar counts it; ``era`` is a number of ``ERAS`` in Japan, and 0 elsewhere."""

    year: int
    month: int
    day: int
    era: int = 0


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a code of a format is written from: the day, the same day by a calendar, the paper's zone, a language."""

    date: dt.date
    by_calendar: CalendarDay
    zone: dt.tzinfo
    calendar: str
    language: str

    @property
    def midnight(self) -> int:
        """The beginning of the day in the paper's zone, in seconds since 1970."""
        return int(dt.datetime.combine(self.date, dt.time(), self.zone).timestamp())


class _Era(NamedTuple):
    """A Japanese era, from its first day on."""

    first: dt.date
    name: str
    in_japanese: str


ERAS = (
    _Era(dt.date(1868, 1, 25), "Meiji", "明治"),
    _Era(dt.date(1912, 7, 30), "Taisho", "大正"),
    _Era(dt.date(1926, 12, 25), "Showa", "昭和"),
    _Era(dt.date(1989, 1, 8), "Heisei", "平成"),
    _Era(dt.date(2019, 5, 1), "Reiwa", "令和"),
)
_PERSIAN_MONTHS = {
    "fa": first_names("fa", SOLAR_HIJRI),
    "en": (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
}  # fmt: skip


def _persian(day: dt.date) -> CalendarDay:
    """Solar Hijri, in its official years from 1925 to 2087."""
    year = day.year - 621
    if day < (first := nowruz(year)):
        year, first = year - 1, nowruz(year - 1)
    passed = (day - first).days
    month, rest = divmod(passed, 31) if passed < 186 else divmod(passed - 186, 30)
    return CalendarDay(year, month + (1 if passed < 186 else 7), rest + 1)


def _japanese(day: dt.date) -> CalendarDay:
    number = max(sum(day >= era.first for era in ERAS) - 1, 0)
    return CalendarDay(day.year - ERAS[number].first.year + 1, day.month, day.day, number)


CALENDARS: Mapping[str, Callable[[dt.date], CalendarDay]] = {
    "persian": _persian,
    "buddhist": lambda day: CalendarDay(day.year + 543, day.month, day.day),
    "minguo": lambda day: CalendarDay(day.year - 1911, day.month, day.day),
    "japanese": _japanese,
}

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _month(at: _Moment, form: str, width: str) -> str:
    if at.calendar == "persian":
        return _PERSIAN_MONTHS["fa" if at.language.startswith("fa") else "en"][at.by_calendar.month - 1]
    return _names(at.language, "months", form, width)[at.by_calendar.month - 1]


@functools.lru_cache(maxsize=256)
def _names(language: str, what: str, form: str, width: str) -> tuple[str, ...]:
    """The names of months or weekdays in their order; abbreviations without their full stops.

    :param form: "format", as they stand in a date ("marca"), or "stand-alone" ("marzec").
    """
    if language == "en":
        names = _MONTHS if what == "months" else _WEEKDAYS
        return names if width == "wide" else tuple(name[:3] for name in names)
    from babel import Locale, localedata

    names_of = getattr(Locale.parse(language, sep="-"), what)
    found = names_of[form][width]
    # Babel 2.18 leaves the names of the language that was asked for first in its root, from which all others inherit.
    if form == "stand-alone" and found == localedata.load("root")[what][form][width]:
        found = names_of["format"][width]
    return tuple(str(found[number]).rstrip(".") for number in sorted(found))


_CODES: Mapping[str, Callable[[_Moment], str]] = {
    "Y": lambda at: str(at.by_calendar.year) if at.calendar else f"{at.date.year:04}",
    "y": lambda at: f"{at.by_calendar.year % 100:02}",
    "m": lambda at: f"{at.by_calendar.month:02}",
    "-m": lambda at: str(at.by_calendar.month),
    "d": lambda at: f"{at.by_calendar.day:02}",
    "-d": lambda at: str(at.by_calendar.day),
    "B": lambda at: _month(at, "format", "wide"),
    "OB": lambda at: _month(at, "stand-alone", "wide"),
    "b": lambda at: _month(at, "format", "abbreviated"),
    "A": lambda at: _names(at.language, "days", "format", "wide")[at.date.weekday()],
    "a": lambda at: _names(at.language, "days", "format", "abbreviated")[at.date.weekday()],
    "j": lambda at: f"{at.date.timetuple().tm_yday:03}",
    "G": lambda at: f"{at.date.isocalendar().year:04}",
    "V": lambda at: f"{at.date.isocalendar().week:02}",
    "-V": lambda at: str(at.date.isocalendar().week),
    "u": lambda at: str(at.date.isoweekday()),
    "EC": lambda at: ERAS[at.by_calendar.era].in_japanese if at.language == "ja" else ERAS[at.by_calendar.era].name,
    "s": lambda at: str(at.midnight),
    "Q": lambda at: str(at.midnight * 1000),
    "%": lambda at: "%",
}

_SERIAL = re.compile(r"(days|weeks|months) since (\d{4}-\d\d-\d\d)")


def format_date(day: dt.date, pattern: str, zone: dt.tzinfo = dt.UTC) -> str:
    """A date after a strftime-like pattern; what follows ``@`` names a language or a calendar.

    :param zone: where the day begins, for ``%s`` and ``%Q``.
    """
    written, calendar, language = _parts(pattern)
    by_calendar = CALENDARS[calendar](day) if calendar else CalendarDay(day.year, day.month, day.day)
    moment = _Moment(day, by_calendar, zone, calendar, language)
    return _CODE.sub(lambda match: _CODES[match[1]](moment), written)


def check_format(pattern: str) -> None:
    """Check the pattern of a date.

    :raises ValueError: it has a code, a language or a calendar that is not known.
    """
    written, calendar, language = _parts(pattern)
    if wrong := [code for code in _CODE.findall(written) if code not in _CODES]:
        raise ValueError(f"no date format '%{wrong[0]}'; there are %{' %'.join(_CODES)}")
    if "%EC" in written and calendar != "japanese":
        raise ValueError("'%EC', the name of an era, needs @japanese")
    from babel import Locale, UnknownLocaleError  # takes a moment to load

    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        calendars = ", ".join(CALENDARS)
        raise ValueError(f"'@{language}' is no language of CLDR, and none of the calendars {calendars}") from None


def has_day(pattern: str | None) -> bool:
    """Whether a format writes the day, and not only its month or year; no format is YYYY-MM-DD."""
    return pattern is None or not {"d", "-d", "j", "s", "Q"}.isdisjoint(_CODE.findall(pattern))


def language_of(pattern: str) -> str:
    """The language in whose words a pattern writes a date."""
    return _parts(pattern)[2]


def is_serial(written: str) -> bool:
    """Whether something is a serial number of a day, such as ``days since 1899-12-30``."""
    return _SERIAL.fullmatch(written) is not None


def serial(day: dt.date, written: str) -> int:
    """How many whole days, weeks or months have passed since the day that is named.

    :raises ValueError: what is named is no day.
    """
    match = _SERIAL.fullmatch(written)
    assert match is not None, "asked of serials only"
    since = dt.date.fromisoformat(match[2])
    if match[1] == "months":
        return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return (day - since).days // (7 if match[1] == "weeks" else 1)


def _parts(pattern: str) -> tuple[str, str, str]:
    """A pattern without what follows ``@``, the calendar ("" for the common one), the language."""
    written, *named = pattern.split("@")
    calendar = next((name for name in named if name in CALENDARS), "")
    return written, calendar, next((name for name in named if name not in CALENDARS), "en")
