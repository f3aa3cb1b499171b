from __future__ import annotations

import contextlib
import errno
import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from scraper import archive
from scraper.archive.connection import (
    ArchiveBusyError,
    ArchiveError,
    ArchiveFullError,
    NoArchiveError,
    NotAnArchiveError,
    explained,
    explaining,
)


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


def authors(path: Path) -> list[str]:
    """What others see."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM authors ORDER BY id")]


def test_a_row_is_committed_after_what_it_rests_on_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    seen: list[list[str]] = []
    with archive.writing(path, before_commit=lambda: seen.append(authors(path))) as db:
        with db.atomic():
            with db.atomic():
                db.table("authors").insert({"name": "Mira Osei"})
            assert seen == []
        assert seen == [[]]
        db.table("authors").insert({"name": "Ida Brun"})
        assert seen == [[], ["Mira Osei"]]
    assert authors(path) == ["Mira Osei", "Ida Brun"]


def test_what_cannot_be_put_on_the_disk_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    def failing() -> None:
        raise OSError(errno.EIO, "Input/output error")

    with archive.writing(path, before_commit=failing) as db:
        with pytest.raises(OSError), db.atomic():
            db.table("authors").insert({"name": "Mira Osei"})
        with pytest.raises(OSError), db.batches(60):
            db.table("authors").insert({"name": "Ida Brun"})
        assert not db.conn.in_transaction
    assert authors(path) == []


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with archive.writing(tmp_path / "archive.db") as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # full: https://sqlite.org/pragma.html


def test_a_batch_is_committed_whole_and_what_interrupts_it_costs_the_record_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    commits: list[None] = []
    with archive.writing(path, before_commit=lambda: commits.append(None)) as db:
        with contextlib.suppress(KeyboardInterrupt), db.batches(60) as may_end:
            for name in ("Mira Osei", "Ida Brun", "Tom Reed"):
                with db.atomic():
                    db.table("authors").insert({"name": name})
                    if name == "Tom Reed":
                        raise KeyboardInterrupt
                may_end()
            pytest.fail("it was interrupted")
        assert authors(path) == ["Mira Osei", "Ida Brun"]
        assert len(commits) == 1
        with db.batches(0) as may_end:
            for name in ("Tom Reed", "Ann Lowe"):
                db.table("authors").insert({"name": name})
                may_end()
                assert authors(path)[-1] == name


def test_a_batch_that_sqlite_has_undone_is_noticed(tmp_path: Path) -> None:
    with (
        archive.writing(tmp_path / "archive.db") as db,
        pytest.raises(ArchiveError, match="were undone"),
        db.batches(60) as may_end,
    ):
        db.execute("ROLLBACK")
        may_end()


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


# A bug is a traceback, trouble is a sentence


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE authors SET full = 1",
        "SELECT locked_at FROM authors",
        "SELECT disk FROM readonly_busy_corrupt",
        "INSERT INTO authors (name) VALUES ('locked'), ('locked')",
        "SELEC 1",
    ],
)
def test_a_bug_in_our_sql_passes_through_as_itself(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        db.execute("CREATE UNIQUE INDEX busy ON authors (name)")
        with pytest.raises(sqlite3.Error) as caught, explaining(path):
            db.execute(sql)
        assert not isinstance(caught.value, ArchiveError)


def test_a_result_code_is_known_by_its_primary_part(tmp_path: Path) -> None:
    """SQLite tells more of an error in the higher bits (sqlite.org/rescode.html): here SQLITE_BUSY_SNAPSHOT."""
    path = tmp_path / "archive.db"
    with (
        contextlib.closing(archive.opened(path, create=True)) as one,
        contextlib.closing(archive.opened(path)) as other,
    ):
        one.execute("BEGIN")
        one.execute("SELECT count(*) FROM authors").fetchone()
        other.execute("INSERT INTO authors (name) VALUES ('Mira Osei')")
        other.conn.commit()
        with pytest.raises(ArchiveBusyError, match="Another program holds it") as caught, explaining(path):
            one.execute("INSERT INTO authors (name) VALUES ('Ada Quill')")
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        assert caught.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_BUSY_SNAPSHOT


def test_a_closed_archive_is_a_bug_too(tmp_path: Path) -> None:
    db = archive.opened(tmp_path / "archive.db", create=True)
    db.close()
    with pytest.raises(sqlite3.ProgrammingError), explaining(tmp_path):
        db.execute("SELECT 1")


def test_a_file_that_cannot_grow_is_full(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ArchiveFullError, match="make room"), explaining(path), db.atomic():
            db.execute("CREATE TABLE more AS SELECT zeroblob(100000)")


def test_a_file_that_another_program_holds_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        db.execute("PRAGMA busy_timeout = 0")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveBusyError, match="Another program"), explaining(path):
                db.execute("INSERT INTO authors (name) VALUES ('Mira Osei')")


def test_a_file_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with contextlib.closing(connection), pytest.raises(ArchiveError, match="writable for you"), explaining(path):
        connection.execute("INSERT INTO authors (name) VALUES ('Mira Osei')")
    with pytest.raises(ArchiveError, match="writable for you"), explaining(path):
        sqlite3.connect(tmp_path / "no" / "such" / "folder.db")


def test_a_damaged_page_is_said_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size, (page,) = (
            db.execute("PRAGMA page_size").fetchone()[0],
            db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'authors'").fetchone(),
        )
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(NotAnArchiveError, match="backissues rebuild"), explaining(path):
        sqlite3.connect(path).execute("SELECT * FROM authors").fetchall()


def test_an_error_of_the_operating_system_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.warc: No such file"), explaining(tmp_path / "archive.db"):
        (tmp_path / "none.warc").read_bytes()
    with pytest.raises(OSError, match="made up") as caught, explaining(tmp_path):
        raise OSError("made up by a program, without a number")
    assert not isinstance(caught.value, ArchiveError)


def test_a_crash_inside_a_transaction_leaves_nothing_half_written(tmp_path: Path) -> None:
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        with pytest.raises(ZeroDivisionError), db.atomic():
            db.table("authors").insert({"name": "Mira Osei"})
            with db.atomic():
                db.table("authors").insert({"name": "Ana Reis"})
            raise ZeroDivisionError
        assert not db.conn.in_transaction
        assert db.table("authors").count == 0


def test_a_file_that_is_none_of_ours_and_a_lock_of_our_own_are_bugs(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    missing = FileNotFoundError(errno.ENOENT, "No such file or directory", "/usr/share/words")
    assert explained(missing, path) is None
    ours = FileNotFoundError(errno.ENOENT, "No such file or directory", str(tmp_path / "captures" / "a.warc.gz"))
    assert isinstance(explained(ours, path), ArchiveError)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (1), (2)")
        reading = connection.execute("SELECT * FROM a")
        reading.fetchone()
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute("DROP TABLE a")
    assert explained(raised.value, path) is None, "another program has nothing to do with it"


def test_no_value_is_unfit_for_the_archive(tmp_path: Path) -> None:
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        values = ["cut \ud83d", 10**30, 7, None, "ferry"]
        fit = ("cut \ufffd", (1 << 63) - 1, 7, None, "ferry")
        assert db.execute("SELECT ?, ?, ?, ?, ?", values).fetchone() == fit
        named = {"a": values[0], "b": values[1]}
        assert db.execute("SELECT :a, :b", named).fetchone() == fit[:2]
        db.table("publications").insert({"slug": "cut \ud83d", "title": "\x1b[2J"})
        db.conn.executemany("UPDATE publications SET place = ?", [["\udfff"]])
        assert db.execute("SELECT slug, title, place FROM publications").fetchall() == [
            ("cut \ufffd", "\ufffd[2J", "\ufffd")
        ]


@pytest.mark.parametrize("short_of", [errno.EMFILE, errno.ENOMEM])
def test_where_the_machine_is_short_of_something_that_is_said_whatever_file_it_was(short_of: int) -> None:
    told = explained(OSError(short_of, "Short of it", "/elsewhere/page.html"), Path("archive.db"))
    assert told is not None
    assert "Nothing that was stored is lost" in str(told)


def test_a_disk_that_failed_is_not_called_full() -> None:
    told = explained(OSError(errno.EIO, "Input/output error", "a.warc.gz"), Path("archive.db"))
    assert "the disk has failed" in str(told)
    assert "make room" not in str(told)
