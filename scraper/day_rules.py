"""Days as a newspaper's file names them: "12-25", "good friday", "last mon of may", "holidays:DE-BY" (pure).

    12-25                            of every year; 2025-12-27 of one
    12-24..12-26                     several in a row, of every year or of one
    mon, every day                   every Monday; every day
    2nd mon of may                   1st to 5th, and last; "of every month" as well
    15th of every month              a day of the month by its number; "last of may"
    every 2nd wed from 2024-01-03    a fortnightly: counted from then on
    easter, easter-2, easter+39      the Sunday, and days before and after it; "orthodox easter+1", "julian easter"
    good friday                      a name for one of these (``FEASTS``); "orthodox good friday"
    mon before 05-25                 the last Monday before a day; "wed after", "day after", "day before"
    holidays:DE-BY                   the public holidays of a country or a part of it; "holidays:GB-ENG observed" with
                                     the days kept in lieu of those on a Sunday; "holidays:IN Diwali" one of them

Behind each may stand for how long it holds, "from 2019", "until 2012-06-30", "from 2012 until 2018", and in brackets
why: "1978-12-01..1979-11-12 (lock-out of the printers)".

The Julian reckoning names a day as a newspaper prints it that is dated by the Julian calendar; the orthodox one is the
same Sunday in our calendar. Public holidays, and with them all days of the moon, are those of the library ``holidays``,
which is an extra and knows each country for some years only (``unknown``).
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from dateutil import easter, rrule

from scraper.dates import DateError, date_or_none, parse_date_range
from scraper.publication_words import WEEKDAYS

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
RECKONINGS: Mapping[str, Literal[1, 2, 3]] = {
    "western": easter.EASTER_WESTERN,
    "orthodox": easter.EASTER_ORTHODOX,
    "julian": easter.EASTER_JULIAN,
}
FEASTS = {  # days after Easter Sunday
    "easter": 0,
    "clean monday": -48,
    "rose monday": -48,
    "shrove tuesday": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "whit sunday": 49,
    "whit monday": 50,
    "corpus christi": 60,
}
FORMS = (
    '"12-25", "2025-12-27", "12-24..12-26", "good friday", "easter-2", "last mon of may", "mon before 05-25" or '
    '"holidays:DE-BY"'
)

_DAY = dt.timedelta(days=1)
_YEARS = range(1583, 4100)  # for which dateutil reckons Easter: no newspaper is older
_SAMPLED_YEARS = range(2010, 2031)  # in which a holiday named in a file is looked for
_SPAN = re.compile(
    r"(?P<days>.{0,200}?)(?: from (?P<first>[\d-]+))?(?: until (?P<last>[\d-]+))?(?: \((?P<reason>.+)\))?", re.DOTALL
)
_WEEKDAY = "|".join(WEEKDAYS)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """Some days, as one text of a file names them.

    :param text: the rule as it is written, without the reason.
    :param of_year: its days in a year, each with what it is called; empty for those that a date or a weekday names.
    :param yearly: it has a day in every year: where it has none, nobody has reckoned it.
    :param first, last: from when and until when it holds.
    :param reason: why, in the words of whoever wrote the file.
    """

    text: str
    of_year: Callable[[int], Mapping[dt.date, str]]
    yearly: bool = False
    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
    reason: str = ""

    def days(self, year: int) -> dict[dt.date, str]:
        """Its days of a year, each with its reason, or else with what it is called."""
        named = self.of_year(year) if self.holds_in(year) else {}
        return {day: self.reason or name for day, name in named.items() if self.first <= day <= self.last}

    def holds_in(self, year: int) -> bool:
        """Whether it holds on any day of a year."""
        return self.first.year <= year <= self.last.year


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that a rule names: the rule as the file has it, and why; ``why`` is empty where a date says it all."""

    rule: str
    why: str


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> DayRule:
    """The rule that a text of a newspaper's file is.

    :raises ValueError: it is none; the message is a sentence that says what to write instead.
    """
    match = _SPAN.fullmatch(text)
    assert match, "every part but the first is optional"
    try:
        first, last = (parse_date_range(match[name]) if match[name] else None for name in ("first", "last"))
    except DateError:
        raise ValueError(f'\'{text}\': write how long it holds as "from 2019" or "until 2012-06-30"') from None
    if first and last and first[0] > last[1]:
        raise ValueError(f"'{text}' ends before it begins")
    rule = _fortnightly(match["days"], first[0] if first else None) or _several(match["days"]) or _one(match["days"])
    if rule is None:
        meant = _meant(match["days"], text)
        raise ValueError(f"'{text}' is no day; " + (f"did you mean '{meant}'?" if meant else f"write {FORMS}"))
    return replace(
        rule,
        text=text.removesuffix(f" ({match['reason']})"),
        first=first[0] if first else dt.date.min,
        last=last[1] if last else dt.date.max,
        reason=(match["reason"] or "").strip(),
    )


def find(rules: tuple[str, ...], day: dt.date) -> NamedDay | None:
    """The first of these rules that names a day; None where none does."""
    return _of_year(rules, day.year).get(day) if rules and day.year in _YEARS else None


def unknown(rules: Iterable[str], year: int) -> list[str]:
    """Those of these rules that hold in a year and whose days of it nobody has reckoned."""
    parsed = (parse(text) for text in rules)
    return [rule.text for rule in parsed if rule.yearly and rule.holds_in(year) and not rule.of_year(year)]


@functools.lru_cache(maxsize=512)
def _of_year(rules: tuple[str, ...], year: int) -> Mapping[dt.date, NamedDay]:
    found: dict[dt.date, NamedDay] = {}
    for text in rules:
        rule = parse(text)
        for day, why in rule.days(year).items():
            found.setdefault(day, NamedDay(rule.text, why))
    return found


def _several(text: str) -> DayRule | None:
    """Days in a row, or all that are the same day of the week."""
    if text == "every day":
        return _unnamed(text, lambda year: _between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    if text in WEEKDAYS:
        return _unnamed(text, lambda year: _weekly(dt.date(year, 1, 1), 1, WEEKDAYS.index(text), year))
    first, found, last = text.partition("..")
    if found and _one_date(first) and _one_date(last):
        begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        if begin > end:
            raise ValueError(f"'{text}' ends before it begins")
        return _unnamed(text, lambda year: _between(max(begin, dt.date(year, 1, 1)), min(end, dt.date(year, 12, 31))))
    if found and _every_year(first) and _every_year(last):
        return _unnamed(text, lambda year: _row_of_every_year(first, last, year))
    return None


def _row_of_every_year(first: str, last: str, year: int) -> Iterator[dt.date]:
    """The days of a year from one to another; where the row ends in January, those at both ends of the year."""
    begin, end = (_in_year(text, year) for text in (first, last))
    if first <= last:
        yield from _between(begin, end)
    else:
        yield from _between(dt.date(year, 1, 1), end)
        yield from _between(begin, dt.date(year, 12, 31))


def _in_year(text: str, year: int) -> dt.date:
    """A day of every year in one of them: 29 February is the 28th where there is none."""
    month, day = map(int, text.split("-"))
    return date_or_none(year, month, day) or dt.date(year, month, day - 1)


def _fortnightly(text: str, anchor: dt.date | None) -> DayRule | None:
    match = re.fullmatch(rf"every ({_NUMBER}) ({_WEEKDAY})", text)
    if match is None:
        return None
    if anchor is None:
        raise ValueError(f"'{text}': say from which day on it is counted: '{text} from 2024-01-03'")
    weeks, weekday = int(match[1][:-2]), WEEKDAYS.index(match[2])
    if not weeks:
        return None
    return _unnamed(text, lambda year: _weekly(anchor, weeks, weekday, year))


def _one(text: str) -> DayRule | None:
    """At most one day of a year, or one of each month, or public holidays: what others can stand before or after."""
    return _dated(text) or _of_month(text) or _of_easter(text) or _beside(text) or _public(text)


def _dated(text: str) -> DayRule | None:
    if _one_date(text):
        day = dt.date.fromisoformat(text)
        return _unnamed(text, lambda year: [day] if day.year == year else [])
    if _every_year(text):
        month, number = map(int, text.split("-"))
        return _unnamed(text, lambda year: filter(None, [date_or_none(year, month, number)]))
    return None


def _of_month(text: str) -> DayRule | None:
    match = re.fullmatch(rf"({_NUMBER}|last)(?: ({_WEEKDAY}))? of (every month|{'|'.join(MONTHS)})", text)
    if match is None:
        return None
    number = -1 if match[1] == "last" else int(match[1][:-2])
    if not (number == -1 or 1 <= number <= (5 if match[2] else 31)):
        return None
    month = MONTHS.index(match[3]) + 1 if match[3] in MONTHS else None
    which: dict[str, Any] = {"bymonthday": number}
    if match[2]:
        which = {"byweekday": rrule.weekdays[WEEKDAYS.index(match[2])](number)}

    def days(year: int) -> Mapping[dt.date, str]:
        begin, end = dt.datetime(year, 1, 1), dt.datetime(year, 12, 31)  # noqa: DTZ001 - whole days
        return {
            moment.date(): "" if month is None else text
            for moment in rrule.rrule(rrule.MONTHLY, dtstart=begin, until=end, bymonth=month, **which)
        }

    return DayRule(text=text, of_year=days)


def _of_easter(text: str) -> DayRule | None:
    match = re.fullmatch(rf"(?:({'|'.join(RECKONINGS)}) )?({'|'.join(FEASTS)})([+-]\d{{1,3}})?", text)
    if match is None:
        return None
    method, after = RECKONINGS[match[1] or "western"], (FEASTS[match[2]] + int(match[3] or 0)) * _DAY

    def days(year: int) -> Mapping[dt.date, str]:
        sundays = (easter.easter(near, method) for near in _near(year) if near in _YEARS)
        return {sunday + after: text for sunday in sundays if (sunday + after).year == year}

    return DayRule(text=text, of_year=days, yearly=True)


def _beside(text: str) -> DayRule | None:
    """The day, or the day of the week, that is next to another one."""
    match = re.fullmatch(rf"(day|{_WEEKDAY}) (before|after) (.+)", text)
    other = _one(match[3]) if match else None
    if match is None or other is None:
        return None
    step = -1 if match[2] == "before" else 1

    def beside(day: dt.date) -> dt.date:
        if match[1] == "day":
            return day + step * _DAY
        return day + step * ((step * (WEEKDAYS.index(match[1]) - day.weekday()) - 1) % 7 + 1) * _DAY

    def days(year: int) -> Mapping[dt.date, str]:
        others = (day for near in _near(year) for day in other.of_year(near))
        return {found: text for day in others if (found := beside(day)).year == year}

    return DayRule(text=text, of_year=days, yearly=other.yearly)


def _public(text: str) -> DayRule | None:
    match = re.fullmatch(r"holidays:([A-Z]{2})(?:-([\w-]+))?( observed)?(?: (.+))?", text)
    if match is None:
        return None
    country, part, observed, name = match[1], match[2], bool(match[3]), (match[4] or "").casefold()
    try:
        every = set(_holidays(country, part, observed, _SAMPLED_YEARS).values())
    except ImportError:
        others = FORMS.rpartition(" or ")[0]
        raise ValueError(
            f"'{text}' is looked up in a library that is not installed; pip install 'backissues[holidays]', or name "
            f"the days themselves: {others}"
        ) from None
    except NotImplementedError as error:  # the library's own way to say so
        raise ValueError(f"'{text}': {error}; write a country of ISO 3166-1, such as holidays:DE or DE-BY") from None
    if name and not any(name in called.casefold() for called in every):
        called = sorted({each for names in every for each in names.split("; ")})
        near = difflib.get_close_matches(match[4], called, n=1)
        cure = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(called)}"
        raise ValueError(f"'{text}': no holiday of {country} is called '{match[4]}'; {cure}")

    def days(year: int) -> Mapping[dt.date, str]:
        found = _holidays(country, part, observed, range(year, year + 1))
        return {day: called for day, called in found.items() if name in called.casefold()}

    return DayRule(text=text, of_year=days, yearly=True)


@functools.lru_cache(maxsize=512)
def _holidays(country: str, part: str | None, observed: bool, years: range) -> Mapping[dt.date, str]:
    """The public holidays of some years with their names, in English where the library has them.

    :raises ImportError: the library is not installed.
    :raises NotImplementedError: it does not know that country or part.
    """
    import holidays  # an extra, and large

    known = type(holidays.country_holidays(country, subdiv=part))
    language = "en_US" if "en_US" in known.supported_languages else known.default_language
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a year for which it knows only some: see ``unknown``
        found = holidays.country_holidays(
            country, subdiv=part, years=years, observed=observed, language=language, expand=False
        )
    return dict(sorted(found.items()))


def _meant(days: str, text: str) -> str:
    """The text with the rule that somebody meant who wrote in full, or in capitals, what is written short.

    :returns: empty where that is none either.
    """
    plain = re.sub(r"\bthe ", "", days.casefold()).strip()
    spelled = plain
    for short, weekday in zip(WEEKDAYS, _WEEKDAYS_IN_FULL, strict=True):
        spelled = re.sub(rf"\b{weekday}\b", short, spelled)
    for short, word in zip(("1st", "2nd", "3rd", "4th", "5th"), _NUMBERS_IN_FULL, strict=True):
        spelled = re.sub(rf"\b{word}\b", short, spelled)
    for number, month in enumerate(MONTHS, start=1):
        spelled = re.sub(rf"\b{month[:3]}\b", month, spelled)
        if day := re.fullmatch(rf"(\d{{1,2}}) {month}|{month} (\d{{1,2}})", spelled):
            spelled = f"{number:02}-{int(day[1] or day[2]):02}"
    codes = re.sub(r"^holidays:([a-z]{2}(-[a-z]{2,3})?)\b", lambda code: f"holidays:{code[1].upper()}", plain)
    for meant in (plain, spelled, codes, *difflib.get_close_matches(plain, FEASTS, n=1, cutoff=0.8)):
        if meant != days and (_several(meant) or _one(meant)):
            return text.replace(days, meant, 1)
    return ""


_NUMBERS_IN_FULL = ("first", "second", "third", "fourth", "fifth")
_WEEKDAYS_IN_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _one_date(text: str) -> bool:
    """Whether this is a day of one year, as it is written: 2025-12-27."""
    return _is_date(text) and len(text) == 10


def _every_year(text: str) -> bool:
    """Whether this is a day of every year: 12-25."""
    return len(text) == 5 and _is_date(f"2024-{text}")  # a leap year: 02-29 is a day


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unnamed(text: str, days: Callable[[int], Iterable[dt.date]]) -> DayRule:
    return DayRule(text=text, of_year=lambda year: dict.fromkeys(days(year), ""))


def _weekly(anchor: dt.date, weeks: int, weekday: int, year: int) -> Iterator[dt.date]:
    """The days of a year that are a number of weeks apart, from the first such day of the week at an anchor."""
    day = anchor + (weekday - anchor.weekday()) % 7 * _DAY
    begin = dt.date(year, 1, 1)
    if day < begin:
        day += -(-(begin - day).days // (7 * weeks)) * 7 * weeks * _DAY
    while day.year == year:
        yield day
        if (dt.date.max - day).days < 7 * weeks:
            return
        day += 7 * weeks * _DAY


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _near(year: int) -> range:
    """A year and those beside it: a day next to one of theirs may be in this one."""
    return range(max(year - 1, dt.MINYEAR), min(year + 1, dt.MAXYEAR) + 1)
