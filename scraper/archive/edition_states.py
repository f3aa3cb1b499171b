"""What is held and what is missing: one row for every edition that was met or expected (the view ``edition_states``).

An edition is met when an index listed it, a collection of it ended, or a story stands in it. Its ``state``:

    held        its index was read, and all of it collected: the outcome is ``complete``
    partial     some of it is held: stories are missing, its collection did not end, or a fallback index was used, so
                that nobody can say that it is whole
    statement   known from what its stories say of themselves; no index of it was collected
    missing     tried, and none of its stories is held, whatever the outcome
    closed      it did not appear: declared, or the site says so. A story that is held disproves it
    unknown     never tried. Nothing is said of whether there was an edition

Of the states ``held``, ``partial`` and ``statement`` at least one story is held, of the others none.

``expectation`` is what the schedule says: expected, optional or closed; NULL where it says nothing of this edition. An
optional one that was not there when it was looked for, or never looked for, is not missing. A ``supplement`` is part of
its edition: it has a state of its own and counts nowhere as an edition; one that the site has and that cannot be read
makes its edition ``partial``. (Of one that was only expected, nothing says that it is a supplement: it is optional, and
never counted either.) Two columns draw these lines, so that nobody draws them again:

    counted     1 for the editions of which one counts how many are held: those held in whole or in part, the missing
                ones, and the unknown ones that were expected
    gap         1 where something is missing: counted, and partial, missing or unknown

``edition_states_in_brief`` is the same without ``name``, ``detail``, ``held`` (stories) and ``last_collected``, which
take time; it has ``any_held`` instead, 1 where a story is held. It is a table, which triggers keep to what the view
``edition_states_worked_out`` says (``schema.kept_counts``), so that all editions of an archive are counted at once.
``edition_states`` is fast for a range of days and for publications given by their ids: of a condition on a joined
table, or a subquery, SQLite makes no use inside a view.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.archive.rows import Row, rows

STATES = ("held", "partial", "statement", "missing", "closed", "unknown")
# Of an edition: how many editions its rules have read to the end, and since when (``scraper.collect.rules_followed``).
READ_RIGHTLY = """(
    SELECT count(*) FROM editions AS same WHERE same.publication_id = editions.publication_id
    AND same.rules = editions.rules AND same.rules <> '' AND same.outcome = 'complete'
    AND NOT instr(same.detail, '"claimed"')) AS read_rightly, (
    SELECT min(same.first_collected) FROM editions AS same WHERE same.publication_id = editions.publication_id
    AND same.rules = editions.rules AND same.rules <> '' AND same.outcome = 'complete'
    AND NOT instr(same.detail, '"claimed"')) AS read_rightly_since"""
COUNTS = "sum(counted AND any_held), sum(counted AND NOT any_held)"


@dataclass(frozen=True, slots=True)
class Editions:
    """How many editions are held, in whole or in part, and how many are missing."""

    held: int = 0
    missing: int = 0


def publication_ids(connection: sqlite3.Connection, slugs: Sequence[str]) -> list[int]:
    """The row ids of those of these publications that there are."""
    found = connection.execute(
        f"SELECT id FROM publications WHERE slug IN ({', '.join('?' * len(slugs))})",  # noqa: S608
        list(slugs),
    )
    return [row_id for (row_id,) in found]


def count(
    connection: sqlite3.Connection,
    *,
    publications: Sequence[str] = (),
    labels: Sequence[str] = (),
    first: dt.date | None = None,
    last: dt.date | None = None,
    month_day: tuple[int, int] | None = None,
) -> Editions:
    """How many editions are held and missing, of these days, publications (slugs) and labels; empty: of all."""
    where, parameters = condition(
        connection, publications=publications, labels=labels, first=first, last=last, month_day=month_day
    )
    held, missing = connection.execute(
        f"SELECT {COUNTS} FROM edition_states_in_brief WHERE {where}",  # noqa: S608
        parameters,
    ).fetchone()
    return Editions(held or 0, missing or 0)


def count_by_date(
    connection: sqlite3.Connection,
    first: dt.date,
    last: dt.date,
    *,
    publications: Sequence[str] = (),
    labels: Sequence[str] = (),
    month_day: tuple[int, int] | None = None,
) -> Iterator[tuple[str, Editions]]:
    """How many editions are held and missing on each day from ``first`` to ``last`` that has a row."""
    where, parameters = condition(
        connection, publications=publications, labels=labels, first=first, last=last, month_day=month_day
    )
    for date, held, missing in connection.execute(
        f"SELECT date, {COUNTS} FROM edition_states_in_brief WHERE {where} GROUP BY date",  # noqa: S608
        parameters,
    ):
        yield date, Editions(held, missing)


def condition(
    connection: sqlite3.Connection,
    *,
    publications: Sequence[str] = (),
    labels: Sequence[str] = (),
    first: dt.date | None = None,
    last: dt.date | None = None,
    month_day: tuple[int, int] | None = None,
) -> tuple[str, list[Any]]:
    """The condition and its parameters. Ids instead of slugs: SQLite hands no subquery down into a view."""
    conditions: list[str] = ["true"]
    parameters: list[Any] = []
    if publications:
        ids = publication_ids(connection, publications)
        conditions.append(f"publication_id IN ({', '.join('?' * len(ids))})")
        parameters += ids
    if labels:
        conditions.append(f"label IN ({', '.join('?' * len(labels))})")
        parameters += labels
    for day, operator in ((first, ">="), (last, "<=")):
        if day:
            conditions.append(f"date {operator} ?")
            parameters.append(day.isoformat())
    if month_day:
        conditions.append("substr(date, 6) = ?")
        parameters.append("{:02}-{:02}".format(*month_day))
    return " AND ".join(conditions), parameters


def of_days(connection: sqlite3.Connection, first: dt.date, last: dt.date, slug: str | None = None) -> list[Row]:
    """The rows of these days, of one paper or of all: in each day those that were met first, supplements last."""
    where, parameters = condition(connection, first=first, last=last, publications=() if slug is None else (slug,))
    found = rows(
        connection,
        f"""
        SELECT publication_id, date, label, edition_id, supplement, name, expectation, outcome, detail, listed, held,
            last_collected, state, counted, gap
        FROM edition_states WHERE {where}
        ORDER BY date, edition_id IS NULL, supplement, edition_id, publication_id, label
        """,  # noqa: S608
        parameters,
    )
    return [row | {name: bool(row[name]) for name in ("supplement", "counted", "gap")} for row in found]
