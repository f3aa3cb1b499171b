"""An address that holds a day as a template of a publication file, and the day (pure).

https://www.example.com/paper/2026-03-07/   ->   https://www.example.com/paper/{date:%Y-%m-%d}/, 7 March 2026
https://www.example.it/edizione/7-marzo-2026   ->   https://www.example.it/edizione/{date:%-d-%B-%Y@it}, the same day
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scraper.dates import date_or_none
from scraper.discover.date_formats import format_date
from scraper.discover.templates import Variables, fill
from scraper.texts.dates.calendars import SOLAR_HIJRI, common_day

# The forms that newspapers' addresses have, the most telling first: of two that fit, the longer one counts.
FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y%m/%d", "%Y-%m/%d", "%Y%m%d", "%Y_%m_%d", "%Y.%m.%d", "%Y/%m-%d", "%Y/%m%d",
    "%Y/%-m/%-d", "%Y-%-m-%-d", "%Y/%b/%d", "%Y/%B/%d", "%Y/%b/%-d", "%Y/%B/%-d", "%Y-%b-%d", "%Y-%B-%-d",
    "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d_%m_%Y", "%d%m%Y", "%-d-%-m-%Y", "%-d/%-m/%Y", "%-d.%-m.%Y",
    "%m-%d-%Y", "%m/%d/%Y", "%m%d%Y", "%-m/%-d/%Y", "%B-%-d-%Y", "%B-%d-%Y", "%-d-%B-%Y", "%d-%B-%Y", "%d-%b-%Y",
    "%-d_%B_%Y", "%-d/%B/%Y", "%d/%B/%Y", "%b-%d-%Y", "%Y/%d-%m", "%G/%V", "%y%m%d", "%d%m%y", "%y/%m/%d",
    "y=%Y&m=%m&d=%d", "y=%Y&m=%-m&d=%-d", "d=%d&m=%m&y=%Y", "d=%-d&m=%-m&y=%Y",
    "year=%Y&month=%m&day=%d", "year=%Y&month=%-m&day=%-d", "day=%d&month=%m&year=%Y", "day=%-d&month=%-m&year=%Y",
    "%d/%m/%Y|quote", "%m/%d/%Y|quote", "%Y/%m/%d|quote",
)  # fmt: skip
_OTHER_CALENDARS: Mapping[str, tuple[str, str]] = {  # by language: the calendar and the years of this century in it
    "fa": ("persian", r"(?P<Y>1[34]\d\d)"),
    "th": ("buddhist", r"(?P<Y>25\d\d)"),
}
_FORMATS_OF_OTHERS = ("%Y/%m/%d", "%Y-%m-%d", "%Y%m%d", "%Y/%-m/%-d", "%d-%m-%Y", "%d/%m/%Y")
_FILTERS = ("", "|lower", "|upper", "|title", "|ascii", "|ascii|lower", "|ascii|title")
_DAY, _MONTH, _YEAR = r"(?P<d>0[1-9]|[12]\d|3[01])", r"(?P<m>0[1-9]|1[0-2])", r"(?P<Y>(?:19|20)\d\d)"
_PATTERNS = {
    "Y": _YEAR, "G": _YEAR, "y": r"(?P<y>\d\d)", "m": _MONTH, "-m": r"(?P<m>[1-9]|1[0-2])", "d": _DAY,
    "-d": r"(?P<d>[1-9]|[12]\d|3[01])", "V": r"(?P<V>0[1-9]|[1-4]\d|5[0-3])",
}  # fmt: skip
_CODE = re.compile(r"%(-?[A-Za-z])")


@dataclass(frozen=True, slots=True)
class DatedAddress:
    """An address in which ``words`` name ``day``; ``template`` is the address with a variable in their place."""

    template: str
    day: dt.date
    words: str

    @property
    def variable(self) -> str:
        """The variable alone: ``{date:%Y/%m/%d}``."""
        return self.template[self.template.index("{") : self.template.index("}") + 1]

    @property
    def rest(self) -> str:
        """What follows the day; that of a story's address is long."""
        return self.template.rpartition("}")[2]

    @property
    def is_certain(self) -> bool:
        """Whether the year is written out; six digits alone are as often the number of a story."""
        return not re.search("%[yV]", self.variable)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a date in addresses: how it is found, how it is written, and in which calendar."""

    written: str
    filters: tuple[str, ...]
    pattern: re.Pattern[str]
    months: Mapping[str, int]  # by their names in small letters
    calendar: str = ""


def dated(address: str, *, near: dt.date, language: str = "en") -> DatedAddress | None:
    """The day in an address; None where there is none. An address with braces of its own is none for a template.

    :param near: the day on which the address was met: where day and month may be exchanged, or the century is not said,
        the day nearest to it counts.
    :param language: of the newspaper, whose names of months its addresses may have, and whose calendar.
    """
    if "{" in address or "}" in address or not re.search(r"\d", address):
        return None
    found = _found(address, language.partition("-")[0] or "en")
    return min(found, key=lambda each: (-len(each.words), abs((each.day - near).days)), default=None)


def _found(address: str, language: str) -> Iterator[DatedAddress]:
    for form in _forms(language):
        for match in form.pattern.finditer(address):
            day = _day(match.groupdict(), form)
            variable = _variable(form, day, match[0]) if day else ""
            if day and variable:
                template = f"{address[: match.start()]}{variable}{address[match.end() :]}"
                yield DatedAddress(template=template, day=day, words=match[0])


def _variable(form: _Form, day: dt.date, words: str) -> str:
    """The variable that gives these words for this day; empty where none does."""
    variables = (f"{{date:{form.written}{filters}}}" for filters in form.filters)
    return next((each for each in variables if fill(each, Variables(date=day)) == words), "")


def _day(parts: Mapping[str, str | None], form: _Form) -> dt.date | None:
    year = int(parts.get("Y") or f"20{parts['y']}")
    if week := parts.get("V"):
        try:
            return dt.date.fromisocalendar(year, int(week), 4)
        except ValueError:
            return None
    month = form.months.get((parts.get("B") or "").casefold(), 0) or int(parts.get("m") or 0)
    number = int(parts["d"] or 0)
    if form.calendar == "persian":
        return common_day(SOLAR_HIJRI, year, month, number)
    return date_or_none(year - 543 if form.calendar == "buddhist" else year, month, number)


@functools.cache
def _forms(language: str) -> tuple[_Form, ...]:
    found = [form for written in FORMATS for form in _in_language(written, "en")]
    if language != "en":
        found += [form for written in FORMATS if _names_month(written) for form in _in_language(written, language)]
    if language in _OTHER_CALENDARS:
        calendar, years = _OTHER_CALENDARS[language]
        for written in _FORMATS_OF_OTHERS:
            pattern = _pattern(written, _PATTERNS | {"Y": years})
            found.append(_Form(f"{written}@{calendar}", ("",), pattern, {}, calendar))
    return tuple(found)


def _in_language(written: str, language: str) -> Iterator[_Form]:
    """A form with the names of months in a language: as they stand in a date, and alone, where that differs."""
    if not _names_month(written):
        plain, _, quote = written.partition("|")
        pattern = _pattern(plain, _PATTERNS, slash="%2F" if quote else "/")
        yield _Form(plain, ("|quote",) if quote else ("",), pattern, {})
        return
    suffix = "" if language == "en" else f"@{language}"
    for code in ("%B", "%OB") if "%B" in written else ("%b",):
        try:
            months = _months(f"{code}{suffix}")
        except ValueError:  # no language of CLDR
            return
        names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
        pattern = _pattern(written, _PATTERNS | {code[-1]: f"(?P<B>(?i:{names}))"})
        yield _Form(written.replace("%B", code) + suffix, _FILTERS, pattern, months)


def _months(code: str) -> dict[str, int]:
    """The numbers of months by their names, in small letters, with and without accents."""
    found: dict[str, int] = {}
    for number in range(1, 13):
        name = format_date(dt.date(2026, number, 1), code)
        plain = fill(f"{{date:{code}|ascii}}", Variables(date=dt.date(2026, number, 1)))
        found |= {name.casefold(): number, plain.casefold(): number}
    return found


def _names_month(written: str) -> bool:
    return bool(re.search("%[Bb]", written))


def _pattern(written: str, patterns: Mapping[str, str], *, slash: str = "/") -> re.Pattern[str]:
    pieces = _CODE.split(written)
    parts = (patterns[piece] if at % 2 else re.escape(piece.replace("/", slash)) for at, piece in enumerate(pieces))
    return re.compile(rf"(?<![\dA-Za-z]){''.join(parts)}(?![\dA-Za-z])")
