"""``backissues backup``: a whole archive of one moment, whatever goes on meanwhile and whenever it is killed."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper import catalogue
from scraper.archive import snapshot
from scraper.captures import manifest
from scraper.cli import cli
from scraper.collect import backup
from tests.worlds import Closes, Fetches, Lists, World

ABC = tuple("abc")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An edition with three stories."""
    world = World(tmp_path / "world")
    world.run(Lists("lantern", 7, ABC), *(Fetches("lantern", 7, name) for name in ABC), Closes("lantern", 7))
    return world


def run(*arguments: str | Path, **env: str) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), env=env)


def back_up(world: World, to: Path, **env: str) -> Result:
    return run("backup", to, "--db", world.archive, "--captures", world.captures, **env)


def dump(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_backup_is_the_archive_and_a_second_one_copies_what_is_new(world: World, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    assert re.search(r"[1-9] files? of captures copied", back_up(world, to).output)
    assert dump(to / "archive.db") == dump(world.archive)
    assert contents(to / "captures") == contents(world.captures)
    assert run("verify", "--db", to / "archive.db").exit_code == 0
    again = back_up(world, to)
    assert "0 files of captures copied" in again.output

    world.run(Lists("lantern", 8, ("d",)), Fetches("lantern", 8, "d"), Closes("lantern", 8))
    first = manifest.files(world.captures)[0]
    copied = (to / "captures" / first.name).stat().st_ino
    assert back_up(world, to).exit_code == 0
    assert dump(to / "archive.db") == dump(world.archive)
    assert (to / "captures" / first.name).stat().st_ino == copied, "it was there already"


def test_it_is_of_one_moment_though_others_write_meanwhile(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PAGES", 7)
    before, steps = dump(world.archive), []

    def meanwhile(done: int, total: int) -> None:
        steps.append(done)
        with contextlib.closing(sqlite3.connect(world.archive)) as connection, connection:
            connection.execute("INSERT INTO authors (name) VALUES (?)", [f"Ida Brun {done}"])

    copy = tmp_path / "copy.db"
    snapshot.write(world.archive, copy, meanwhile)
    assert dump(copy) == before
    assert len(steps) > 5
    assert steps == sorted(steps), "it never begins anew"
    assert not copy.with_name("copy.db-wal").exists()


def test_ended_at_any_moment_the_folder_holds_a_whole_archive(world: World, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    back_up(world, to)
    before = dump(to / "archive.db")
    world.run(Lists("lantern", 8, ("d",)), Fetches("lantern", 8, "d"), Closes("lantern", 8))
    for kind in ("archive", "captures"):

        def ended(what: str, done: int, total: int, kind: str = kind) -> None:
            if what == kind:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            backup.write(world.archive, world.captures, to, progress=ended)
        assert dump(to / "archive.db") == before
        assert run("verify", "--db", to / "archive.db").exit_code == 0
    assert back_up(world, to).exit_code == 0
    assert dump(to / "archive.db") == dump(world.archive)


def test_what_the_archive_has_lost_its_backup_keeps(world: World, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    back_up(world, to)
    (file,) = manifest.files(world.captures)
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    result = back_up(world, to)
    assert result.exit_code == 1
    assert "is shorter than its backup" in result.output
    file.unlink()
    result = back_up(world, to)
    assert result.exit_code == 1
    assert f"{file} is missing; the backup has it" in result.output
    assert (to / "captures" / file.name).read_bytes() == whole
    shutil.copy(to / "captures" / file.name, file)
    assert back_up(world, to).exit_code == 0


def test_captures_that_were_taken_out_on_purpose_leave_the_backup_as_well(world: World, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    back_up(world, to)
    (file,) = manifest.files(world.captures)
    new = file.with_name("20260307T080000-redacted-1-00000.warc.gz")
    file.rename(new)
    manifest.rename(world.captures, file.name, new)
    with contextlib.closing(sqlite3.connect(world.archive)) as connection, connection:
        for table in ("captures", "permission_documents", "index_captures"):
            connection.execute(f"UPDATE {table} SET file = ?", [new.name])
    result = back_up(world, to)
    assert result.exit_code == 0, result.output
    assert f"{file.name} was removed from the backup" in result.output
    assert {each.name for each in manifest.files(to / "captures")} == {new.name}


def test_restored_is_a_backup_of_the_backup(world: World, tmp_path: Path) -> None:
    own = tmp_path / "papers"
    (own / "sub").mkdir(parents=True)
    (own / "post.toml").write_text("title = 'x'")
    world.archive.with_name("alerts.toml").write_text("[[search]]")
    to, home = tmp_path / "backup", tmp_path / "home"
    assert back_up(world, to, **{catalogue.FOLDER_VARIABLE: str(own)}).exit_code == 0
    assert (to / "publications" / "post.toml").read_text() == "title = 'x'"
    assert run("backup", home, "--db", to / "archive.db").exit_code == 0
    assert dump(home / "archive.db") == dump(world.archive)
    assert contents(home / "captures") == contents(world.captures)
    assert (home / "alerts.toml").read_text() == "[[search]]"


def test_a_folder_that_holds_something_else_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "lamp.jpg").write_bytes(b"x")
    for to in (tmp_path / "photos", world.archive.parent, world.captures, world.captures / "b", world.archive):
        result = back_up(world, to)
        assert result.exit_code == 2, result.output
    assert [file.name for file in (tmp_path / "photos").iterdir()] == ["lamp.jpg"]
    assert run("backup", tmp_path / "new", "--db", tmp_path / "none.db").exit_code != 0
