"""The days a collection was asked for (pure)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from scraper import schedule
from scraper.publication import Publication


class DateError(ValueError):
    """A date that was asked for cannot be read, or is not one; the message says what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days to collect, oldest first, and what a person should know about those that are left out."""

    days: tuple[dt.date, ...]
    notes: tuple[str, ...] = ()


def asked_for(publication: Publication, *, date: str = "", first: str = "", last: str = "", now: dt.datetime) -> Days:
    """The days named by ``date`` (one, or several with commas), by a range, or, where nothing is named, the newest
    edition that is due.

    :raises DateError: a date cannot be read, or the range is the wrong way round.
    """
    today = now.astimezone(publication.zone).date()
    if date and (first or last):
        raise DateError("give either a date or a range, not both")
    if date:
        days = [span(part.strip()) for part in date.split(",")]
        wanted = sorted({day for begin, end in days for day in _between(begin, end)})
    elif first or last:
        begin = span(first or last)[0]
        end = span(last)[1] if last else today
        if begin > end:
            raise DateError(f"the range ends before it begins: {begin} to {end}")
        wanted = list(_between(begin, end))
    else:
        newest = schedule.newest_expected(publication, now)
        if newest is None:
            return Days(days=(), notes=("no edition is due; name a day with --date",))
        wanted = [newest]
    reachable = tuple(day for day in wanted if schedule.reachable(publication, day, today))
    notes = []
    if len(reachable) < len(wanted):
        left_out = [day for day in wanted if day not in reachable]
        which = f"{left_out[0]}" if len(left_out) == 1 else f"{len(left_out)} days, {left_out[0]} to {left_out[-1]},"
        notes.append(f"{which} cannot be asked for (not out yet, or older than the site's archive)")
    return Days(days=reachable, notes=tuple(notes))


def span(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of a year, month or day written YYYY, YYYY-MM or YYYY-MM-DD.

    :raises DateError: it is none of these.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", text.strip())
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if not month:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if not day:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise DateError(f"'{text}' is no date; write 2024-12-07, or 2024-12 or 2024 in a range") from None


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
