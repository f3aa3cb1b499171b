"""Rows -> coverage as strips: how many editions of each state a paper has in each month or year.

A strip is for the eye, so it counts editions and knows no reasons; ``calendar`` has both for every day. Of the editions
only those count that ``edition_states`` calls counted, and those that did not appear (``closed``).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence

from scraper.archive.counts import SUMMED_UP
from scraper.archive.edition_states import publication_ids
from scraper.archive.read import calendar
from scraper.archive.row_types import DayRow

Strips = dict[str, dict[str, dict[str, int]]]  # slug -> period, as 2024 or 2024-12 -> states, and "gap"
SOURCES = {  # tables with the editions of each period, and how they are counted
    "day": ("edition_states_in_brief", "date", "count(*)"),
    "month": ("editions_per_month", "month", "sum(editions)"),
    "year": ("editions_per_year", "year", "sum(editions)"),
}
GAPS = ("partial", "missing", "unknown")  # states of editions of which, where they count, something is missing
DOTS = 14  # days of a paper that the newsstand shows


def strips(connection: sqlite3.Connection, by: str, slugs: tuple[str, ...] = ()) -> Strips:
    """How many editions of each state, and how many gaps, each paper has in each period of which something is known.

    :param by: day, month or year.
    :param slugs: of publications; empty for all.
    """
    ids = publication_ids(connection, slugs)
    chosen = f"AND publication_id IN ({', '.join('?' * len(ids))})" if slugs else ""
    table, period, editions = SOURCES[by]
    names = dict(connection.execute("SELECT id, slug FROM publications").fetchall())
    found: Strips = {slug: {} for slug in names.values()}
    for publication_id, of, state, number in connection.execute(
        f"""
        SELECT publication_id, {period}, state, {editions} FROM {table} WHERE {SUMMED_UP} {chosen} GROUP BY 1, 2, 3
        """,  # noqa: S608
        ids,
    ):
        counts = found[names[publication_id]].setdefault(of, {})
        counts[state] = number
        if state in GAPS:
            counts["gap"] = counts.get("gap", 0) + number
    return found


def in_sum(found: Strips) -> dict[str, Counter[str]]:
    """The sums of each paper's periods."""
    sums: dict[str, Counter[str]] = {}
    for slug, of_paper in found.items():
        counts = sums[slug] = Counter()
        for of_period in of_paper.values():
            for state, number in of_period.items():
                counts[state] += number
    return sums


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


def newest_gaps(connection: sqlite3.Connection, slugs: Sequence[str], size: int) -> list[tuple[str, DayRow]]:
    """The newest days of which something is missing, each with the slug of its paper, the newest first.

    :param slugs: of publications; empty for all.
    """
    ids = publication_ids(connection, slugs)
    chosen = f"AND publication_id IN ({', '.join('?' * len(ids))})" if slugs else ""
    names = dict(connection.execute("SELECT id, slug FROM publications").fetchall())
    dates: dict[str, list[str]] = defaultdict(list)
    for publication_id, date in connection.execute(
        f"""
        SELECT DISTINCT publication_id, date FROM edition_states_in_brief
        WHERE gap {chosen} ORDER BY date DESC, publication_id LIMIT ?
        """,  # noqa: S608
        [*ids, size],
    ):
        dates[names[publication_id]].append(date)
    gaps = [(slug, day) for slug in dates for day in calendar.days_of(connection, slug, dates[slug][::-1])]
    return sorted(gaps, key=lambda gap: gap[1]["date"], reverse=True)
