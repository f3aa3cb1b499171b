"""Filters -> the matching stories in the order in which they came or changed here: what is new of a search.

The index is in the order of days. So of few matches all are put in the other order; of many, the newest arrivals are
looked through for matches, which are soon enough found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import Matching, matching

FEW = 20_000  # matches that are put in order at once
TESTED = 300  # arrivals that are looked at one by one, more than are wanted
TOGETHER = 100  # ... for each that is wanted, where they are looked at together
BETWEEN = "arrivals.number < :before AND arrivals.number > :after"


class Arrival(NamedTuple):
    """A story that came or changed with this number; ``came`` is that of its coming (``scraper.archive.arrivals``)."""

    number: int
    story_id: int
    came: int


def newest(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    size: int,
    before: int | None = None,
    after: int = 0,
    sql: Matching | None = None,
) -> list[Arrival]:
    """The matching stories that came or changed last, the newest first.

    :param size: stories at most.
    :param before: only what came before this number, as of the last story of the page before.
    :param after: only what came after this number.
    :param sql: the SQL of these filters (``sql.matching``), where it was made already.
    """
    if filters.query.nothing:
        return []
    sql = sql or matching(connection, filters)
    bounds = {"before": 2**62 if before is None else before, "after": after, "size": size}
    some = f"SELECT count(*) FROM (SELECT 1 FROM {sql.source} WHERE {sql.where} LIMIT {FEW + 1})"  # noqa: S608
    if connection.execute(some, sql.parameters).fetchone()[0] > FEW:
        # To ask the index for one story takes as long as to read hundreds of matches from it.
        windows = ((size + TESTED, False), (size * TOGETHER, True)) if sql.indexed else ((size * TOGETHER, False),)
        for window, together in windows:
            within = bounds | {"after": _bound_of(connection, window, bounds)}
            found = _one_by_one(connection, sql, within) if not together else _together(connection, sql, within)
            if len(found) == size:
                return found
    return _in_order(connection, sql, bounds, "DESC")


def oldest(
    connection: sqlite3.Connection, filters: Filters, *, after: int, upto: int, size: int, sql: Matching | None = None
) -> list[Arrival]:
    """The matching stories that came or changed after one number and not after another, the first of them first."""
    if filters.query.nothing:
        return []
    sql = sql or matching(connection, filters)
    bounds = {"after": after, "before": upto + 1, "size": size}
    return _in_order(connection, sql, bounds, "ASC")


def with_keys(connection: sqlite3.Connection, found: Sequence[Arrival]) -> list[tuple[Arrival, str]]:
    """Arrivals, each with the key of its story."""
    sql = "SELECT key FROM stories WHERE id = ?"
    return [(arrival, connection.execute(sql, [arrival.story_id]).fetchone()[0]) for arrival in found]


def of_keys(connection: sqlite3.Connection, keys: Collection[str]) -> list[Arrival]:
    """The arrivals of the stories with these keys, the first of them first; without those that are not held."""
    found = connection.execute(
        f"""
        SELECT number, story_id, came FROM stories JOIN arrivals ON arrivals.story_id = stories.id
        WHERE stories.key IN ({", ".join("?" * len(keys))}) ORDER BY number
        """,  # noqa: S608
        list(keys),
    )
    return [Arrival(*row) for row in found]


def last(connection: sqlite3.Connection) -> int:
    """The largest number of the archive; 0 of an empty one."""
    found = connection.execute("SELECT number FROM arrivals ORDER BY number DESC LIMIT 1").fetchone()
    return int(found[0]) if found else 0


def _bound_of(connection: sqlite3.Connection, window: int, bounds: Mapping[str, int]) -> int:
    """The number after which the newest ``window`` arrivals within bounds have theirs."""
    found = connection.execute(
        "SELECT number FROM arrivals WHERE number < :before AND number > :after "
        "ORDER BY number DESC LIMIT 1 OFFSET :window",
        {**bounds, "window": window},
    ).fetchone()
    return int(found[0]) if found else bounds["after"]


def _one_by_one(connection: sqlite3.Connection, sql: Matching, bounds: Mapping[str, int]) -> list[Arrival]:
    """The newest matches, as the arrivals within bounds are looked at one after the other."""
    return _found(connection, f"arrivals CROSS JOIN {sql.source}", sql, bounds, "DESC")


def _together(connection: sqlite3.Connection, sql: Matching, bounds: Mapping[str, int]) -> list[Arrival]:
    """The newest matches, as the matches are looked for among the arrivals within bounds."""
    # The plus keeps SQLite from asking the index anew for each id.
    among = f"+{sql.column} IN (SELECT story_id FROM arrivals WHERE {BETWEEN})"  # noqa: S608
    return _in_order(connection, sql.narrowed(among), bounds, "DESC")


def _in_order(connection: sqlite3.Connection, sql: Matching, bounds: Mapping[str, int], order: str) -> list[Arrival]:
    """The first or last of all matches, put in order."""
    return _found(connection, f"{sql.source} CROSS JOIN arrivals", sql, bounds, order)


def _found(
    connection: sqlite3.Connection, tables: str, sql: Matching, bounds: Mapping[str, int], order: str
) -> list[Arrival]:
    found = connection.execute(
        f"""
        SELECT arrivals.number, arrivals.story_id, arrivals.came FROM {tables}
        WHERE {sql.where} AND arrivals.story_id = {sql.column} AND {BETWEEN}
        ORDER BY arrivals.number {order} LIMIT :size
        """,  # noqa: S608
        {**sql.parameters, **bounds},
    )
    return [Arrival(*row) for row in found]
