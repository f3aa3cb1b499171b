"""Days -> the days, months or years of a range, and which of them an axis names. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_skeleton

from scraper.site import language
from scraper.site.words import wording

UNITS = ("day", "month", "year")
MOST = 740  # periods in one timeline: two years of days, sixty years of months
LENGTH = {"day": 10, "month": 7, "year": 4}  # of a date's text that names its period
STEPS = {  # from one name under an axis to the next, in periods
    "day": (1, 2, 7, 14),
    "month": (1, 2, 3, 6, 12, 24, 60, 120, 240),
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year of a timeline; a range that begins or ends within one cuts it short."""

    first: dt.date
    last: dt.date
    text: str  # 2024-12-07, 2024-12 or 2024

    @property
    def name(self) -> str:
        """It in words: 7 December 2024, December 2024, 2024."""
        if len(self.text) == LENGTH["day"]:
            return wording.day(self.first)
        return wording.month(self.first) if len(self.text) == LENGTH["month"] else self.text

    @property
    def brief_name(self) -> str:
        """It in words as short as under an axis."""
        unit = next(unit for unit, length in LENGTH.items() if length == len(self.text))
        return _tick(self.first, unit, 1)


def best_unit(first: dt.date, last: dt.date) -> str:
    """The unit in which a range reads best: up to a quarter by day, up to ten years by month."""
    days = (last - first).days + 1
    return "day" if days <= 92 else "month" if days <= 3_660 else "year"


def number_of(first: dt.date, last: dt.date, by: str) -> int:
    """How many periods a range has."""
    if by == "day":
        return (last - first).days + 1
    years = last.year - first.year
    return years + 1 if by == "year" else years * 12 + last.month - first.month + 1


def periods(first: dt.date, last: dt.date, by: str) -> Iterator[Period]:
    """Every period of the range, both ends included."""
    while True:
        text = first.isoformat()[: LENGTH[by]]
        end = min(_last_day(first, by), last)
        yield Period(first, end, text)
        if end >= last:
            return
        first = end + dt.timedelta(days=1)


def _last_day(date: dt.date, by: str) -> dt.date:
    if by == "year":
        return date.replace(month=12, day=31)
    return date.replace(day=calendar.monthrange(date.year, date.month)[1]) if by == "month" else date


def ticks(shown: Sequence[Period], by: str, most: int) -> list[tuple[int, str]]:
    """The places and names of at most ``most`` periods, evenly apart: at Januaries, at decades, on the same weekday."""
    for step in STEPS[by]:
        found = [place for place, period in enumerate(shown) if _ordinal(period.first, by) % step == 0]
        if len(found) <= most:
            return [(place, _tick(shown[place].first, by, step)) for place in found]
    if by == "day":  # of many days, the first of each month
        months = [period.first for period in shown if period.first.day == 1]
        step = next((step for step in STEPS["month"] if len(months) <= most * step), STEPS["month"][-1])
        firsts = [date for date in months if _ordinal(date, "month") % step == 0]
        return [((date - shown[0].first).days, _tick(date, "month", step)) for date in firsts]
    return []


def _ordinal(date: dt.date, by: str) -> int:
    if by == "day":
        return date.toordinal() - 1  # of a Monday, a multiple of seven
    return date.year if by == "year" else date.year * 12 + date.month - 1


def _tick(date: dt.date, by: str, step: int) -> str:
    if by == "year" or (by == "month" and step >= 12):
        return f"{date.year}"
    if by == "month":
        return str(format_skeleton("yMMM", date, locale=language.locale()))
    return str(format_skeleton("MMMd", date, locale=language.locale()))
