from __future__ import annotations

import contextlib
import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from scraper import archive
from scraper.archive.connection import ArchiveBusyError, NoArchiveError, NotAnArchiveError


def test_a_missing_archive_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="backissues demo"):
        archive.opened(tmp_path / "none.db")


def test_another_sqlite_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(NotAnArchiveError, match="no archive of Back Issues"):
        archive.opened(path, create=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


@pytest.mark.parametrize("content", [b"<html>not a database, but long enough to look like one</html>" * 20, b"abc"])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.db"
    path.write_bytes(content)
    with pytest.raises(NotAnArchiveError):
        archive.opened(path, create=True)
    assert path.read_bytes() == content


def test_an_archive_opens_again_and_readers_do_not_block(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with archive.writing(path) as db, contextlib.closing(archive.opened(path)) as reader:
        with db.atomic():
            db.table("authors").insert({"name": "Mira Osei"})
            assert reader.table("authors").count == 0
        assert reader.table("authors").count == 1
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def hold(path: Path, ready: object, release: object) -> None:
    """Another process that writes."""
    with archive.writing(path, doing="backissues import"):
        ready.set()  # type: ignore[attr-defined]
        release.wait(30)  # type: ignore[attr-defined]


def test_a_second_writer_says_who_is_first_and_waits(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    first = context.Process(target=hold, args=(path, ready, release))
    first.start()
    assert ready.wait(30)
    with (
        pytest.raises(ArchiveBusyError, match=rf"process {first.pid} \(backissues import\) is writing"),
        archive.writing(path, wait=False),
    ):
        pass

    said: list[str] = []

    def say(message: str) -> None:
        said.append(message)
        release.set()

    with archive.writing(path, say=say) as db:
        assert db.table("stories").count == 0
    first.join(30)
    assert "waiting" in said[0]
