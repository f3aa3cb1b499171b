"""``backissues verify`` finds what is not as it must be, and what mends it does."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper import catalogue
from scraper.captures import manifest
from scraper.cli import cli
from tests.worlds import Closes, Fetches, Lists, World

ABC = tuple("abc")
WORDS = "headline, print_headline, standfirst, byline, body"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two editions with three stories and one, in two files of captures."""
    world = World(tmp_path_factory.mktemp("world"))
    world.run(Lists("lantern", 7, ABC), *(Fetches("lantern", 7, name) for name in ABC), Closes("lantern", 7))
    world.run(Lists("lantern", 8, ("d",)), Fetches("lantern", 8, "d"), Closes("lantern", 8))
    return world


@pytest.fixture
def folder(whole: World, tmp_path: Path) -> Path:
    """A copy of the archive and its captures, to be damaged."""
    shutil.copytree(whole.archive.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path


def verify(folder: Path, *options: str) -> Result:
    given = ["verify", "--db", str(folder / "archive.db"), *options]
    return CliRunner().invoke(cli, given, env={catalogue.FOLDER_VARIABLE: str(folder / "publications")})


def changed(folder: Path, sql: str) -> None:
    """Change the archive by another program: without our triggers where they would mend it."""
    with contextlib.closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.executescript(sql)


def test_a_sound_archive_is_said_to_be_sound(folder: Path) -> None:
    for options in ((), ("--quick",)):
        result = verify(folder, *options)
        assert result.exit_code == 0, result.output
        assert "is sound" in result.output


@pytest.mark.parametrize(
    ("sql", "check", "cure"),
    [
        ("DELETE FROM stories_fts_data WHERE id > 10", "full text", "mend"),
        (
            f"INSERT INTO stories_fts(stories_fts, rowid, {WORDS}) SELECT 'delete', id, {WORDS} FROM searchable",
            "full text",
            "mend",
        ),
        ("DROP TRIGGER searchable_story_changed", "schema", "rebuild"),
        ("DROP INDEX captures_by_url", "schema", "rebuild"),
        ("INSERT INTO story_terms SELECT id, 'x', '', '', '', 'x' FROM stories LIMIT 1", "texts", "mend"),
        ("UPDATE stories SET body = body || ' It was said.'", "texts", "rebuild"),
        ("UPDATE stories SET id = id + (1 << 20) WHERE key = (SELECT min(key) FROM stories)", "row order", "rebuild"),
        ("UPDATE stories_per_year SET stories = stories + 1", "kept tables", "mend"),
        ("DELETE FROM edition_states_in_brief WHERE date = '2026-03-08'", "kept tables", "mend"),
        ("DELETE FROM versions WHERE story_id = (SELECT max(id) FROM stories)", "versions", "rebuild"),
        ("UPDATE versions SET number = 2", "versions", "rebuild"),
        ("DELETE FROM arrivals WHERE story_id = (SELECT max(id) FROM stories)", "arrivals", "mend"),
        ("UPDATE editions SET arrived = 1", "arrivals", "mend"),
        ("DELETE FROM addresses", "addresses", "rebuild"),
        (
            "INSERT OR IGNORE INTO clusters SELECT id, key FROM stories; UPDATE sketches SET sketch = x'00'",
            "clusters",
            "mend",
        ),
        ("PRAGMA foreign_keys = off; DELETE FROM publications", "foreign keys", "rebuild"),
        ("UPDATE captures SET story_id = NULL", "captures of stories", "restore"),
        (
            "INSERT INTO takedowns SELECT key, url, 'asked', '2026-03-09' FROM stories LIMIT 1",
            "removed stories",
            "rebuild",
        ),
        ("UPDATE stories SET found_by = '{'", "file", "rebuild"),
        ("UPDATE captures SET offset = offset + 1 WHERE id = 1", "captures", "restore"),
        ("UPDATE captures SET sha256 = 'f' WHERE id = 1", "captures", "restore"),
        ("UPDATE captures SET file = 'gone.warc.gz' WHERE id = 1", "captures", "restore"),
    ],
)
def test_what_another_program_has_changed_is_found(folder: Path, sql: str, check: str, cure: str) -> None:
    changed(folder, sql)
    result = verify(folder, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert not found["ok"]
    assert (check, cure) in {(each["check"], each["cure"]) for each in found["findings"]}
    if cure != "mend":
        return
    assert verify(folder, "--mend").exit_code == 0
    assert verify(folder).exit_code == 0


def test_looking_changes_nothing(folder: Path) -> None:
    changed(folder, "UPDATE stories_per_year SET stories = 7; UPDATE editions SET arrived = 1")
    dumps = []
    for _ in range(2):
        with contextlib.closing(sqlite3.connect(folder / "archive.db")) as connection:
            dumps.append("\n".join(connection.iterdump()))
        verify(folder)
    assert dumps[0] == dumps[1]


def test_a_capture_that_is_damaged_cut_or_missing_is_named_with_its_story(folder: Path) -> None:
    file, other = manifest.files(folder / "captures")
    whole = file.read_bytes()
    middle = len(whole) // 2

    file.write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    result = verify(folder)
    assert result.exit_code == 1
    assert f"captures: records of {file.name} that cannot be read" in result.output
    assert f"rows of captures whose record is not in {file.name}" in result.output
    assert "keep it, and do not rebuild" in result.output
    assert verify(folder, "--quick").exit_code == 0  # which reads none

    file.write_bytes(whole[:middle])
    for options in ((), ("--quick",)):
        result = verify(folder, *options)
        assert result.exit_code == 1
        assert file.name in result.output
    file.write_bytes(whole)
    assert verify(folder).exit_code == 0

    other.unlink()
    result = verify(folder, "--quick")
    assert result.exit_code == 1
    assert f"{other.name} is missing" in result.output
    assert "https://" in result.output


def test_there_must_be_an_archive(tmp_path: Path) -> None:
    result = verify(tmp_path)
    assert result.exit_code != 0
    assert not (tmp_path / "archive.db").exists()
