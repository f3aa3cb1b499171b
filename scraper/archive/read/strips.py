"""Rows -> coverage as strips: how many editions of each state a paper has in each month or year.

A strip is for the eye, so it counts editions and knows no reasons; ``calendar`` has both for every day. Of the editions
only those count that ``edition_states`` calls counted, and those that did not appear (``closed``).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator

from scraper.archive.edition_states import publication_ids
from scraper.archive.read import calendar
from scraper.archive.row_types import DayRow

Strips = dict[str, dict[str, Counter[str]]]  # slug -> period, as 2024 or 2024-12 -> states, and "gap"
LENGTHS = {"day": 10, "month": 7, "year": 4}  # of a date's text
DOTS = 14  # days of a paper that the newsstand shows


def strips(connection: sqlite3.Connection, by: str, slugs: tuple[str, ...] = ()) -> Strips:
    """How many editions of each state, and how many gaps, each paper has in each period of which something is known.

    :param by: day, month or year.
    :param slugs: of publications; empty for all.
    """
    ids = publication_ids(connection, slugs)
    chosen = f"AND publication_id IN ({', '.join('?' * len(ids))})" if slugs else ""
    found: Strips = defaultdict(lambda: defaultdict(Counter))
    names = dict(connection.execute("SELECT id, slug FROM publications").fetchall())
    for publication_id, period, state, editions, gaps in connection.execute(
        f"""
        SELECT publication_id, substr(date, 1, ?), state, count(*), sum(gap) FROM edition_states_in_brief
        WHERE (counted OR state = 'closed' AND NOT supplement) {chosen} GROUP BY 1, 2, 3
        """,  # noqa: S608
        [LENGTHS[by], *ids],
    ):
        counts = found[names[publication_id]][period]
        counts[state] += editions
        counts["gap"] += gaps
    return found


def by_year(found: Strips) -> Strips:
    """The sums of months or days in each year."""
    years: Strips = defaultdict(lambda: defaultdict(Counter))
    for slug, of_paper in found.items():
        for period, counts in of_paper.items():
            years[slug][period[:4]] += counts
    return years


def reach(connection: sqlite3.Connection) -> dict[str, tuple[dt.date, dt.date]]:
    """The first and last day on which an edition of each paper was expected or met, by slug."""
    # Each is looked up in an index; one query for all would go through every edition.
    ends = ", ".join(
        f"(SELECT {end}(date) FROM {table} WHERE publication_id = publications.id)"  # noqa: S608
        for table in ("editions", "expected_editions")
        for end in ("min", "max")
    )
    found: dict[str, tuple[dt.date, dt.date]] = {}
    for slug, *dates in connection.execute(f"SELECT slug, {ends} FROM publications"):  # noqa: S608
        days = [dt.date.fromisoformat(date) for date in dates if date]
        if days:
            found[slug] = (min(days), max(days))
    return found


def last_days(connection: sqlite3.Connection, slug: str, last: dt.date, newest: dt.date) -> list[DayRow]:
    """The last days of a paper: to the archive's newest day, or, where it ended before those, to its own last one.

    :param last: day of which an edition of the paper is held.
    :param newest: day of which an edition of any paper is held.
    """
    end = newest if (newest - last).days < DOTS else last
    return calendar.days(connection, slug, end - dt.timedelta(days=DOTS - 1), end)


def newest_gaps(connection: sqlite3.Connection, found: Strips, size: int) -> list[tuple[str, DayRow]]:
    """The newest days of which something is missing, each with the slug of its paper, the newest first.

    :param found: by month; only the months that have a gap are read.
    """
    gaps: list[tuple[str, DayRow]] = []
    months = sorted({month for periods in found.values() for month, counts in periods.items() if counts["gap"]})
    for month in reversed(months):
        of_month = [
            (slug, day)
            for slug, periods in found.items()
            if periods[month]["gap"]
            for day in _days_of(connection, slug, month)
            if calendar.is_gap(day)
        ]
        gaps += sorted(of_month, key=lambda gap: gap[1]["date"], reverse=True)
        if len(gaps) >= size:
            break
    return gaps[:size]


def _days_of(connection: sqlite3.Connection, slug: str, month: str) -> Iterator[DayRow]:
    first = dt.date.fromisoformat(f"{month}-01")
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    yield from calendar.days(connection, slug, first, last)
