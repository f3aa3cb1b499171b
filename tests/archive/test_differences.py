"""Two archives side by side: what is alike, what differs in which field, and what one of them alone has."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from scraper.archive.differences import RowDifference, differences
from tests.worlds import Closes, Fetches, Lists, World


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive, and one that is otherwise: a story less, another with a byline."""
    world = World(tmp_path_factory.mktemp("world"))
    names = ("a", "b", "post:c")
    world.run(Lists("lantern", 7, names), *(Fetches("lantern", 7, name) for name in names), Closes("lantern", 7))
    other = world.rebuilt()
    with contextlib.closing(sqlite3.connect(other.archive)) as connection:
        connection.execute("PRAGMA foreign_keys = on")
        connection.execute("DELETE FROM stories WHERE url LIKE '%/a'")
        connection.execute("UPDATE stories SET byline = 'Ida Brun' WHERE url LIKE '%lantern.example/b'")
        connection.commit()
    return world.archive, other.archive


def key(path: Path, name: str) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (found,) = connection.execute("SELECT key FROM stories WHERE url LIKE ?", [f"%/{name}"]).fetchone()
        return str(found)


def test_the_same_archive_is_alike(archives: tuple[Path, Path]) -> None:
    found = list(differences(archives[0], archives[0]))
    assert all(table.is_equal and not table.rows for table in found)
    assert {table.table: table.equal for table in found}["stories"] == 3
    assert "runs" not in {table.table for table in found}


def test_a_field_that_differs_is_named_with_both_values(archives: tuple[Path, Path]) -> None:
    (stories,) = [table for table in differences(*archives) if table.table == "stories"]
    assert (stories.equal, stories.differ, stories.only_old, stories.only_new) == (1, 1, 1, 0)
    assert stories.fields == {"byline": 1}
    rows = {row.name: row for row in stories.rows}
    assert rows == {
        key(archives[0], "a"): RowDifference(name=key(archives[0], "a"), only="old"),
        key(archives[0], "b"): RowDifference(name=key(archives[0], "b"), fields={"byline": ("", "Ida Brun")}),
    }


def test_the_other_way_round_a_row_is_only_new(archives: tuple[Path, Path]) -> None:
    (stories,) = [table for table in differences(archives[1], archives[0]) if table.table == "stories"]
    assert (stories.only_old, stories.only_new) == (0, 1)


def test_so_many_rows_are_named_and_all_are_counted(archives: tuple[Path, Path]) -> None:
    (stories,) = [table for table in differences(*archives, most=1) if table.table == "stories"]
    assert (len(stories.rows), stories.differ + stories.only_old) == (1, 2)
