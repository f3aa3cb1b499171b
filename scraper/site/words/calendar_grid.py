"""Days of coverage -> the calendar's grids: one month a grid, weeks from Monday to Sunday. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from scraper.site.words.wording import month

MOST_EMPTY_YEARS = 4  # one after the other that are named each


def months(days: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each month of which a day is given, in order. A day that is not given has no state; outside the month is None."""
    by_date = {dt.date.fromisoformat(day["date"]): day for day in days}
    found = sorted({(date.year, date.month) for date in by_date})
    return [
        {
            "name": month(dt.date(year, number, 1)),
            "when": f"{year:04}-{number:02}",
            "weeks": [
                [_square(by_date, dt.date(year, number, day)) if day else None for day in week]
                for week in calendar.Calendar(calendar.MONDAY).monthdayscalendar(year, number)
            ],
        }
        for year, number in found
    ]


def years_in_runs(years: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The years of a paper as links, several in a row without an edition as one text: "1705–2025".

    :param years: each with ``year``, ``editions`` and ``url``.
    :returns: ``text``, ``editions`` and ``url``, which is None where it is no link.
    """
    found: list[dict[str, Any]] = []
    for is_empty, run in groupby(years, key=lambda year: not year["editions"]):
        several = list(run)
        if is_empty and len(several) > MOST_EMPTY_YEARS:
            text = f"{several[0]['year']}–{several[-1]['year']}"
            found.append({"text": text, "editions": 0, "url": None})
        else:
            found += [{"text": str(year["year"]), "editions": year["editions"], "url": year["url"]} for year in several]
    return found


def _square(by_date: Mapping[dt.date, Mapping[str, Any]], date: dt.date) -> Mapping[str, Any]:
    return by_date.get(date) or {"date": date.isoformat(), "state": None}


def lapsed(days: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Days of the same state and reason that follow one another, put together: a gap of a fortnight is one line."""
    runs: list[dict[str, Any]] = []
    for day in days:
        last = runs[-1] if runs else None
        if last and (last["state"], last["reason"]) == (day["state"], day["reason"]) and _follows(last["last"], day):
            last["last"] = day["date"]
            last["last_url"] = day.get("url")
            last["days"] += 1
        else:
            runs.append(
                {"first": day["date"], "last": day["date"], "days": 1, "state": day["state"], "reason": day["reason"]}
                | {"url": day.get("url"), "last_url": day.get("url")}
            )
    return runs


def _follows(date: str, day: Mapping[str, Any]) -> bool:
    return dt.date.fromisoformat(date) + dt.timedelta(days=1) == dt.date.fromisoformat(day["date"])
