"""A story that was removed on request stays away: after a rebuild, an import, and a later collection."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from scraper.collect import removal
from scraper.items import Outcome
from tests.worlds import Closes, Fetches, Lists, World

KEY = "SELECT key FROM stories WHERE url LIKE '%/a'"
HELD = "SELECT url FROM stories ORDER BY url"
TOMBSTONES = "SELECT url, reason FROM takedowns"
COLLECTED = (
    Lists("lantern", 7, ("lantern>a", "b")), Fetches("lantern", 7, "lantern>a"), Fetches("lantern", 7, "b"),
    Closes("lantern", 7, Outcome.PARTIAL),
)  # fmt: skip


def without_a(folder: Path) -> World:
    """A world in which somebody asked to have "a" removed."""
    world = World(folder)
    world.run(*COLLECTED)
    ((key,),) = world.asked(KEY)
    with world.opened("remove") as run:
        removal.remove(run, [removal.found(run.db.conn, key, reason="asked by a person", moment=run.now)])
    return world


def is_away(world: World) -> None:
    assert world.asked(HELD) == [("https://lantern.example/b",)]
    assert world.asked(TOMBSTONES) == [("https://lantern.example/a", "asked by a person")]


def test_it_stays_away_after_a_rebuild(tmp_path: Path) -> None:
    world = without_a(tmp_path)
    is_away(world)
    assert world.asked("SELECT failure FROM placements WHERE story_id IS NULL") == [('{"code": "taken_down"}',)]
    is_away(world.rebuilt())
    assert world.rebuilt().rows() == world.rows()


def test_it_stays_away_when_it_is_collected_again_by_any_address(tmp_path: Path) -> None:
    world = without_a(tmp_path)
    world.run(Lists("lantern", 8, ("a",)), Fetches("lantern", 8, "a", text=2), Closes("lantern", 8))
    world.run(Lists("lantern", 9, ("lantern>a",)), Fetches("lantern", 9, "lantern>a", text=3), Closes("lantern", 9))
    is_away(world)
    assert world.rebuilt().rows() == world.rows()


def test_it_stays_away_after_an_import_of_what_was_captured_elsewhere(tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    other.run(*COLLECTED)
    world = without_a(tmp_path / "this")
    world.import_(other.captures)
    is_away(world)
    is_away(world.rebuilt())


@pytest.mark.parametrize(("own", "stories"), [(False, 2), (True, 1)])
def test_only_its_owner_s_captures_remove_a_story(tmp_path: Path, own: bool, stories: int) -> None:
    given = without_a(tmp_path / "given")
    world = World(tmp_path / "this")
    world.run(*COLLECTED)
    world.import_(given.captures, own=own)
    assert world.asked("SELECT count(*) FROM stories") == [(stories,)]
    assert world.rebuilt().asked(TOMBSTONES) == world.asked(TOMBSTONES)


def test_one_that_was_entered_in_sql_gets_its_record_with_the_next_run(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(*COLLECTED)
    with world.opened("collect") as run:
        run.db.execute(
            "INSERT INTO takedowns (key, url, reason, removed) "
            "SELECT key, url, 'asked by a person', '2026-03-30' FROM stories WHERE url LIKE '%/a'"
        )
        run.db.execute("DELETE FROM stories WHERE url LIKE '%/a'")
        run.db.commit()
    world.run(Lists("lantern", 8, ("b",)), Closes("lantern", 8))
    is_away(world.rebuilt())


def test_a_rebuild_knows_one_that_was_entered_in_sql_in_an_archive_beside(tmp_path: Path) -> None:
    """No run of that archive came after it that would have written it into the captures."""
    world = World(tmp_path)
    world.run(*COLLECTED)
    with contextlib.closing(sqlite3.connect(world.archive)) as connection:
        connection.execute("PRAGMA foreign_keys = on")
        connection.execute(
            "INSERT INTO takedowns (key, url, reason, removed) "
            "SELECT key, url, 'asked by a person', '2026-03-30' FROM stories WHERE url LIKE '%/a'"
        )
        connection.execute("DELETE FROM stories WHERE url LIKE '%/a'")
        connection.commit()
    (tmp_path / "none.db").write_text("no archive")
    is_away(world.rebuilt())
    world.archive.unlink()
    is_away(world.rebuilt())  # as the captures know it from then on
