"""Rows of runs: what each command that collected, imported or rebuilt did, look by look."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, cast

from scraper.archive.row_types import LookRow, RunRow
from scraper.archive.rows import Row, rows

NOT_TRIED = "not-tried"  # a look that nothing answered
ASKED = ("slugs", "from", "to", "labels", "cause", "most")  # arguments that are shown; others may name folders


def runs(connection: sqlite3.Connection, *, before: int | None = None, size: int) -> list[RunRow]:
    """The newest runs, the newest first.

    :param before: those with a lower id.
    :param size: so many of them.
    """
    where = "id < :before" if before else "true"
    found = rows(
        connection,
        f"""
        SELECT id, command, arguments, version, started, finished, result FROM runs WHERE {where}
        ORDER BY id DESC LIMIT :size
        """,  # noqa: S608
        {"before": before, "size": size},
    )
    return _with_looks(connection, found)


def run(connection: sqlite3.Connection, run_id: int) -> RunRow | None:
    """One run; None if there is none of that id."""
    found = rows(
        connection, "SELECT id, command, arguments, version, started, finished, result FROM runs WHERE id = ?", [run_id]
    )
    return next(iter(_with_looks(connection, found)), None)


def number(connection: sqlite3.Connection) -> int:
    """How many runs there were."""
    found: int = connection.execute("SELECT count(*) FROM runs").fetchone()[0]
    return found


def looks(connection: sqlite3.Connection, run_id: int, *, after: int = 0, size: int) -> list[LookRow]:
    """The looks of a run in the order in which they ended.

    :param after: those with a higher id.
    :param size: so many of them.
    """
    found = rows(
        connection,
        """
        SELECT looks.id, publications.slug AS publication, publications.title AS publication_title,
            publications.language, looks.date, looks.label, looks.began, looks.ended, looks.outcome, looks.detail,
            looks.listed, looks.added
        FROM looks JOIN publications ON publications.id = looks.publication_id
        WHERE looks.run_id = ? AND looks.id > ? ORDER BY looks.id LIMIT ?
        """,
        [run_id, after, size],
    )
    return cast("list[LookRow]", found)


def _with_looks(connection: sqlite3.Connection, found: Sequence[Row]) -> list[RunRow]:
    """Runs with the sums of their looks, and with what was asked for in place of all their arguments."""
    sums: dict[int, list[tuple[str, int, int, int]]] = {row["id"]: [] for row in found}
    marks = ", ".join("?" * len(sums))
    for run_id, *of_outcome in connection.execute(
        f"""
        SELECT run_id, coalesce(outcome, '{NOT_TRIED}'), count(*), sum(listed), sum(added) FROM looks
        WHERE run_id IN ({marks}) GROUP BY 1, 2 ORDER BY 3 DESC, 2
        """,  # noqa: S608
        list(sums),
    ):
        sums[run_id].append(cast("tuple[str, int, int, int]", tuple(of_outcome)))
    papers = dict(
        connection.execute(
            f"SELECT run_id, count(DISTINCT publication_id) FROM looks WHERE run_id IN ({marks}) GROUP BY 1",  # noqa: S608
            list(sums),
        ).fetchall()
    )
    return [
        cast(
            RunRow,
            {
                **{name: value for name, value in row.items() if name != "arguments"},
                "asked": _asked(json.loads(row["arguments"])),
                "papers": papers.get(row["id"], 0),
                "looks": sum(number for _, number, _, _ in sums[row["id"]]),
                "outcomes": {outcome: number for outcome, number, _, _ in sums[row["id"]]},
                "listed": sum(listed for _, _, listed, _ in sums[row["id"]]),
                "added": sum(added for _, _, _, added in sums[row["id"]]),
            },
        )
        for row in found
    ]


def _asked(arguments: Mapping[str, Any]) -> str:
    """What a command was asked for: "the-hindu, from 2024-01"; empty for all."""
    given = [(name, arguments.get(name)) for name in ASKED]
    return ", ".join(
        ", ".join(map(str, value)) if isinstance(value, list) else f"{name} {value}" for name, value in given if value
    )
