"""Days of coverage -> the weekly pattern of a newspaper: on which weekdays it appears, and how large. Pure."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable

from scraper.site.json_objects import Day, DayEdition, Weekday
from scraper.site.words import wording


def weekly_pattern(days: Iterable[Day]) -> list[Weekday]:
    """Each weekday, from Monday, on which an edition was expected or met.

    ``expected`` and ``held`` count days; ``stories`` is the median of the days that are held, all their editions
    together; ``supplements`` are those that are held, with how many there are of each, the most frequent first.
    """
    by_weekday: dict[int, list[Day]] = {}
    for day in days:
        if _is_expected(day):
            by_weekday.setdefault(dt.date.fromisoformat(day["date"]).weekday(), []).append(day)
    return [_weekday(number, by_weekday[number]) for number in sorted(by_weekday)]


def _weekday(number: int, days: list[Day]) -> Weekday:
    held = [day for day in days if any(edition["held"] for edition in _mains(day))]
    supplements = Counter(
        edition["name"] or edition["label"]
        for day in days
        for edition in day["editions"]
        if edition["supplement"] and edition["held"]
    )
    return {
        "weekday": number + 1,  # as ISO 8601 counts: 1 is Monday
        "name": wording.weekdays()[number][0],
        "expected": len(days),
        "held": len(held),
        "stories": round(statistics.median(day["stories"] for day in held)) if held else None,
        "supplements": [{"name": name, "held": times} for name, times in supplements.most_common()],
    }


def _is_expected(day: Day) -> bool:
    """Whether an edition of that day was expected, or was there; a supplement alone makes no day."""
    return any(edition["counted"] for edition in _mains(day))


def _mains(day: Day) -> list[DayEdition]:
    return [edition for edition in day["editions"] if not edition["supplement"]]
