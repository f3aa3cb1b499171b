"""Which days, and which editions of them, a command or spider asks to collect (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from scraper import schedule
from scraper.dates import DateError, parse_date_range
from scraper.items import EditionKey
from scraper.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days to collect, oldest first, with notes for a person about days that are left out."""

    days: tuple[dt.date, ...]
    notes: tuple[str, ...] = ()


def requested_days(
    publication: Publication, *, date: str = "", first: str = "", last: str = "", now: dt.datetime
) -> Days:
    """Work out the days to collect: those named, those of a range, or the day of the newest edition that is due.

    :param date: one day, month or year, or several with commas.
    :param first, last: a range, both ends included; an open end is the day itself, or today.
    :param now: the present, with its time zone.
    :returns: the days that the newspaper's site can be asked for, and a note about the others.
    :raises DateError: a date cannot be read, or the range is the wrong way round.
    """
    today = now.astimezone(publication.zone).date()
    if date and (first or last):
        raise DateError("give either a date or a range, not both")
    if date:
        days = [parse_date_range(part.strip()) for part in date.split(",")]
        wanted = sorted({day for begin, end in days for day in _between(begin, end)})
    elif first or last:
        begin = parse_date_range(first or last)[0]
        end = parse_date_range(last)[1] if last else today
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


def editions(publication: Publication, wanted: Iterable[dt.date], label: str | None = None) -> list[EditionKey]:
    """List the editions of these days, oldest first, each day's supplements before its main editions.

    The outcome of a main edition says which of its supplements are missing, so these are collected before it. A day
    on which the newspaper does not appear has no editions; a day that its file declares closed has one, so that the
    ledger gets an outcome for it.

    :param label: only this one of a day's editions, and its supplements.
    """
    found = []
    for day in wanted:
        if schedule.is_publishing_day(publication, day) or schedule.is_closed(publication, day):
            keys = schedule.editions_on(publication, day) or (schedule.edition_key(publication, day),)
            of_day = [key for key in keys if label in (None, key.label, key.supplement_of)]
            found += sorted(of_day, key=lambda key: key.supplement_of is None)
    return found


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
