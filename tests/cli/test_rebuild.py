"""``backissues rebuild``: its options, its exit status, and what it says is otherwise than before."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper import catalogue
from scraper.cli import cli
from tests.worlds import Closes, Fetches, Lists, World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("world"))
    world.run(
        Lists("lantern", 7, ("a", "b")), Fetches("lantern", 7, "a"), Fetches("lantern", 7, "b"), Closes("lantern", 7)
    )
    return world


def rebuild(world: World, new: Path, *options: str) -> Result:
    arguments = ["rebuild", "--from", str(world.captures), "--into", str(new), *options]
    return CliRunner().invoke(cli, arguments, env={catalogue.FOLDER_VARIABLE: str(world.publications)})


def changed(world: World, path: Path) -> Path:
    """A copy of the archive in which a headline is otherwise."""
    with contextlib.closing(sqlite3.connect(path)) as copy, contextlib.closing(sqlite3.connect(world.archive)) as own:
        own.backup(copy)
        copy.execute("UPDATE stories SET headline = 'Ebb' WHERE url LIKE '%/a'")
        copy.commit()
    return path


def test_a_rebuild_that_is_the_same_says_so(world: World, tmp_path: Path) -> None:
    result = rebuild(world, tmp_path / "new.db", "--diff", str(world.archive))
    assert result.exit_code == 0, result.output
    assert f"As in {world.archive}: " in result.output.replace("\n", " ")
    assert "Not compared, as they tell of the file itself: runs, looks, " in result.output


def test_what_is_otherwise_is_named_with_its_field(world: World, tmp_path: Path) -> None:
    old = changed(world, tmp_path / "old.db")
    result = rebuild(world, tmp_path / "new.db", "--diff", str(old))
    assert result.exit_code == 4
    assert "stories: 1 alike, 1 differ (headline 1), 0 only before, 0 only now" in result.output
    assert "    headline: 'Ebb' -> 'The tide of a'" in result.output
    assert "captures: " not in result.output


def test_all_of_it_is_json(world: World, tmp_path: Path) -> None:
    old = changed(world, tmp_path / "old.db")
    result = rebuild(world, tmp_path / "new.db", "--diff", str(old), "--json")
    found = json.loads(result.stdout)
    assert found["counts"]["stories added"] == 2
    assert (found["damage"], found["diff"]["equal"]) == ([], False)
    (row,) = found["diff"]["tables"]["stories"]["rows"]
    assert row["fields"] == {"headline": {"old": "Ebb", "new": "The tide of a"}}


def test_what_is_no_archive_is_said_before_the_work(world: World, tmp_path: Path) -> None:
    (tmp_path / "old.db").write_text("no archive")
    result = rebuild(world, tmp_path / "new.db", "--diff", str(tmp_path / "old.db"))
    assert result.exit_code == 1
    assert not (tmp_path / "new.db").exists()


def test_the_names_of_before_are_understood(world: World, tmp_path: Path) -> None:
    arguments = ["rebuild", "--captures", str(world.captures), "--db", str(tmp_path / "new.db")]
    result = CliRunner().invoke(cli, arguments, env={catalogue.FOLDER_VARIABLE: str(world.publications)})
    assert result.exit_code == 0, result.output
