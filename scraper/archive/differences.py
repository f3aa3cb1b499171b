"""What two archives do not have alike, table by table and field by field: as one and its captures' rebuild.

Rows are compared by what names them (a story by its key), and never by the ids that a file gives them. Both archives
are read once, in the order of these names, so a large one takes no more memory than a small one.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

# What a rebuild has otherwise by its nature, and why: tables, and columns of tables.
OTHERWISE: Mapping[str, str] = {
    "runs": "what was done to this very file; a rebuild is another deed than a collection",
    "looks": "when this machine looked at editions, which no capture says",
    "editions.run_id": "the run that wrote the row into this file",
    "arrivals": "in which order the stories were stored in this very file, to the millisecond",
    "editions.arrived": "the same, of editions",
    "incidents": "what this machine met with, as of runs",
    "_sqlite_migrations": "when this file got its tables",
    **dict.fromkeys(
        (
            "edition_states_in_brief",
            "stories_per_year",
            "stories_per_day",
            "stories_per_paper",
            "editions_per_month",
            "editions_per_year",
            "days_per_states",
            "held_per_day",
            "story_places",
        ),
        "counted from the other tables, with their row ids",
    ),
}
# What a row id refers to, in place of it, as SQL.
NAMES: Mapping[str, str] = {
    "publications": "SELECT slug FROM publications WHERE id = {0}",
    "editions": "SELECT slug || ' ' || date || ' ' || label FROM editions JOIN publications "
    "ON publications.id = publication_id WHERE editions.id = {0}",
    "stories": "SELECT key FROM stories WHERE id = {0}",
    "captures": "SELECT url || ' ' || fetched || ' ' || sha256 FROM captures WHERE id = {0}",
    "authors": "SELECT name FROM authors WHERE id = {0}",
}
# What names a row, where that is not the first unique index of its table.
NAMED_BY: Mapping[str, Sequence[str]] = {
    "captures": ("story_id", "url", "fetched", "sha256"),
    "publication_files": ("slug", "since", "sha256"),
}
Value: TypeAlias = str | int | float | bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDifference:
    """A row that the archives have not alike: its name, and each field that differs as (old, new).

    ``fields`` is empty of a row that one of them alone has; ``only`` is then "old" or "new".
    """

    name: str
    only: str = ""
    fields: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)


@dataclass(slots=True)
class TableDifference:
    """How many rows of a table are equal, differ, or are in one archive alone, and in which fields they differ.

    ``rows`` are the first that are not equal.
    """

    table: str
    equal: int = 0
    differ: int = 0
    only_old: int = 0
    only_new: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    rows: list[RowDifference] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether both archives have the same rows."""
        return not (self.differ or self.only_old or self.only_new)


def differences(old: Path, new: Path, *, most: int | None = None) -> Iterator[TableDifference]:
    """Each table that both archives have, compared.

    :param most: rows of a table to give that are not equal; all of them unless given.
    :raises sqlite3.DatabaseError: one of them is no archive, or is damaged.
    """
    with contextlib.closing(_opened(old)) as here, contextlib.closing(_opened(new)) as there:
        tables = [table for table in tables_of(there) if table in tables_of(here)]
        for table in tables:
            yield _compared(here, there, table, most)


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """The tables that are compared, by name."""
    sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    return sorted(table for (table,) in connection.execute(sql) if table not in OTHERWISE)


def values_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table that are compared, each with the SQL that gives its value.

    Row ids are left out, but for those of stories, which are in the order of editions.
    """
    keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    refers = {column: other for _, _, other, column, *_ in keys}
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    return {
        name: f"({NAMES[refers[name]].format(f'{table}.{name}')})" if name in refers else name
        for name in names
        if f"{table}.{name}" not in OTHERWISE and (name != "id" or table == "stories")
    }


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _compared(old: sqlite3.Connection, new: sqlite3.Connection, table: str, most: int | None) -> TableDifference:
    found = TableDifference(table)
    values, others = values_of(new, table), values_of(old, table)
    names = [name for name in values if name in others]
    naming = [name for name in _naming(new, table) if name in names] or names
    further = [name for name in names if name not in naming]
    here, there = (_rows(each, table, values, naming, further) for each in (old, new))
    left, right = next(here, None), next(there, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None, "one of them is there"
            found.only_old += 1
            _keep(found, RowDifference(name=" ".join(left[0]), only="old"), most)
            left = next(here, None)
        elif left is None or right[0] < left[0]:
            found.only_new += 1
            _keep(found, RowDifference(name=" ".join(right[0]), only="new"), most)
            right = next(there, None)
        else:
            unlike = {name: pair for name, *pair in zip(further, left[1], right[1], strict=True) if pair[0] != pair[1]}
            if unlike:
                found.differ += 1
                found.fields.update(unlike.keys())
                fields = {name: (one, another) for name, (one, another) in unlike.items()}
                _keep(found, RowDifference(name=" ".join(left[0]), fields=fields), most)
            else:
                found.equal += 1
            left, right = next(here, None), next(there, None)
    return found


def _rows(
    connection: sqlite3.Connection, table: str, values: Mapping[str, str], naming: Sequence[str], further: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[Value, ...]]]:
    """The rows of a table, each its name and its further values, in the order of these."""
    named = ", ".join(f"CAST(coalesce({values[name]}, '') AS TEXT)" for name in naming)
    selected = ", ".join([named, *(values[name] for name in further)])
    sql = f"SELECT {selected} FROM {table} ORDER BY {', '.join(map(str, range(1, len(naming) + len(further) + 1)))}"  # noqa: S608
    for row in connection.execute(sql):
        yield tuple(row[: len(naming)]), tuple(row[len(naming) :])


def _naming(connection: sqlite3.Connection, table: str) -> Sequence[str]:
    """The columns that name a row: those of a unique index, or all where there is none."""
    if table in NAMED_BY:
        return NAMED_BY[table]
    for _, index, is_unique, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall():
        if is_unique:
            return [name for *_, name in connection.execute(f"PRAGMA index_info({index})")]
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [name for _, name, _, _, _, key in columns if key and name != "id"]


def _keep(found: TableDifference, row: RowDifference, most: int | None) -> None:
    if most is None or len(found.rows) < most:
        found.rows.append(row)
