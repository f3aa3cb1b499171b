"""Read the rows of a query as dictionaries, and several queries at one moment while a collection writes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

Row = dict[str, Any]
T = TypeVar("T")


def rows(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
    """All rows of a query as dictionaries by column name, whatever row factory the connection has."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def first_row(
    connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()
) -> Row | None:
    """The first row of a query, or None."""
    return next(iter(rows(connection, sql, parameters)), None)


@contextlib.contextmanager
def moment(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Let all queries inside see the archive at one moment (a read transaction), while a collection writes."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.rollback()


def at_one_moment(read: Callable[[sqlite3.Connection], T]) -> Callable[[sqlite3.Connection], T]:
    """Decorate a function that reads, so that all its queries see the archive at one moment."""

    def reading(connection: sqlite3.Connection) -> T:
        with moment(connection):
            return read(connection)

    return reading
