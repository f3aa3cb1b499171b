"""Filters -> the matching stories in the order in which they came or changed here: what is new of a search.

The index is in the order of days. So of few matches all are put in the other order; of many, matches are looked for
among the newest arrivals, first a few and then more. What a page of them takes depends on these, and not on how large
the archive is: where few of very many arrivals match, it has few stories, and the next one looks further.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import DAY, Matching, matching

FEW = 20_000  # matches that are put in order at once
LOOKED_AT = 300  # arrivals that are looked at first, more than are wanted
MOST_LOOKED_AT = 20_000  # ... and then
MOST_DAYS = 500  # of their editions, or a few more: each is one question to the index
A_DAY = 86_400_000  # milliseconds
BETWEEN = "arrivals.number < :before AND arrivals.number > :after"


class Arrival(NamedTuple):
    """A story that came or changed with this number; ``came`` is that of its coming (``scraper.archive.arrivals``)."""

    number: int
    story_id: int
    came: int


class Page(NamedTuple):
    """The newest of some arrivals; the next page is of those before the number ``before``, None at the end."""

    found: list[Arrival]
    before: int | None


def newest(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    size: int,
    most: int = 0,
    before: int | None = None,
    after: int = 0,
    sql: Matching | None = None,
) -> Page:
    """The matching stories that came or changed last, the newest first.

    :param size: stories at most.
    :param most: ... but so many if they came within a day of the newest.
    :param before: only what came before this number, as of ``Page.before``.
    :param after: only what came after this number.
    :param sql: the SQL of these filters (``sql.matching``), where it was made already.
    """
    if filters.query.nothing:
        return Page([], None)
    sql = sql or matching(connection, filters)
    most = max(size, most)
    bounds = {"before": 2**62 if before is None else before, "after": after, "size": most + 1}
    found: list[Arrival] = []
    end: int | None = None
    if _is_few(connection, sql):
        found = _in_order(connection, sql, bounds, "DESC")
    else:
        for number in (size + LOOKED_AT, MOST_LOOKED_AT):
            part = _part(connection, number, bounds, "DESC")
            found, end = _among(connection, sql, part, bounds, "DESC"), part.end
            if end is None or len(found) > min(most, _of_a_page(found, size)):
                break
    shown = min(most, _of_a_page(found, size))
    return Page(found[:shown], found[shown - 1].number if len(found) > shown else end)


def _of_a_page(found: Sequence[Arrival], size: int) -> int:
    return max(size, sum(arrival.number > found[0].number - A_DAY for arrival in found))


def oldest(
    connection: sqlite3.Connection, filters: Filters, *, after: int, upto: int, size: int, sql: Matching | None = None
) -> list[Arrival]:
    """The matching stories that came or changed after one number and not after another, the first of them first."""
    if filters.query.nothing:
        return []
    sql = sql or matching(connection, filters)
    bounds = {"after": after, "before": upto + 1, "size": size}
    if _is_few(connection, sql):
        return _in_order(connection, sql, bounds, "ASC")
    found: list[Arrival] = []
    end: int | None = after
    while end is not None and len(found) < size:
        bounds = bounds | {"after": end, "size": size - len(found)}
        part = _part(connection, MOST_LOOKED_AT, bounds, "ASC")
        found += _among(connection, sql, part, bounds, "ASC")
        end = part.end
    return found


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


class _Part(NamedTuple):
    """Arrivals that are looked at: their first and last number, and the row ids of their stories.

    ``end`` is the number at which the next part begins; None if there is none.
    """

    low: int
    high: int
    story_ids: Sequence[int]
    end: int | None


def _part(connection: sqlite3.Connection, number: int, bounds: Mapping[str, int], order: str) -> _Part:
    """The first so many of the arrivals within bounds, or fewer where they are of editions of very many days."""
    arrived = connection.execute(
        f"SELECT number, story_id FROM arrivals WHERE {BETWEEN} ORDER BY number {order} LIMIT :number",  # noqa: S608
        {**bounds, "number": number + 1},
    )
    numbers: list[int] = []
    story_ids: list[int] = []
    days: set[int] = set()
    for at, story_id in arrived:
        if len(numbers) == number or len(days) > MOST_DAYS:
            return _Part(min(numbers[0], numbers[-1]), max(numbers[0], numbers[-1]), story_ids, numbers[-1])
        numbers.append(at)
        story_ids.append(story_id)
        days.add(story_id | DAY)
    return _Part(min(numbers, default=0), max(numbers, default=0), story_ids, None)


def _is_few(connection: sqlite3.Connection, sql: Matching) -> bool:
    """Whether all that may match can be looked at."""
    return sql.after(connection, FEW, oldest=False) is None


def _among(
    connection: sqlite3.Connection, sql: Matching, part: _Part, bounds: Mapping[str, int], order: str
) -> list[Arrival]:
    """The matches among some arrivals."""
    if not part.story_ids:
        return []
    within = {**bounds, "after": part.low - 1, "before": part.high + 1}
    if not sql.indexed:
        return _found(connection, f"arrivals CROSS JOIN {sql.source}", sql, within, order)
    # The plus keeps SQLite from asking the index anew for each id.
    among = f"+{sql.column} IN (SELECT story_id FROM arrivals WHERE {BETWEEN})"  # noqa: S608
    days = {story_id & ~DAY for story_id in part.story_ids}
    return _in_order(connection, sql.on_days(days).narrowed(among), within, order)


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
