"""What is said of an archive that is damaged, newer than this program, or on a disk that is read only."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper import archive
from scraper.archive.connection import NotAnArchiveError, check, explained, read_uri
from scraper.cli import cli
from scraper.cli.options import counted

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(made, create=True)) as db:
        values = {"slug": "skerry-post", "title": "The Skerry Post"}
        db.table("publications").insert_all({**values, "slug": f"skerry-post-{number}"} for number in range(2000))
        db.execute("PRAGMA journal_mode = delete")
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=True)


def damage(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


COMMANDS = ("stats", "search harbour", "export --force --out {}/x.jsonl", "publish --force --public {}/p.db", "serve")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ["header", "schema", "cut", "empty", "folder"])
def test_every_command_names_the_archive_and_the_cure(path: Path, command: str, kind: str) -> None:
    if kind == "header":
        damage(path, 0, bytes(16))
    elif kind == "schema":
        damage(path, 100, bytes(60))
    elif kind == "cut":
        os.truncate(path, path.stat().st_size // 8)
    elif kind == "empty":
        os.truncate(path, 0)
    else:
        path.unlink()
        path.mkdir()
    result = run(*command.format(path.parent).split(), "--db", str(path))
    assert isinstance(result.exception, archive.ArchiveError), result.exception
    said = str(result.exception)
    assert str(path) in said and (kind == "folder" or f"backissues rebuild --db {path}" in said)
    assert not (path.parent / "p.db").exists()


def test_a_list_that_is_none_is_damage(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO runs (started, command, arguments) VALUES ('2026-03-02', 'import', '{\"a')")
    with pytest.raises(NotAnArchiveError, match="runs: Unterminated string"):
        check(path)


def test_a_message_of_sqlite_that_is_no_text_tells_of_damage(path: Path) -> None:
    content = path.read_bytes()
    row = content.index(b"tablepublicationspublications")
    damage(path, row + len("tablepub"), b"\xff")
    damage(path, content.index(b"CREATE TABLE", row), b"CREATED")
    with pytest.raises(NotAnArchiveError, match="is damaged"):
        check(path)


def test_an_import_into_a_damaged_archive_blames_no_file(tmp_path: Path) -> None:
    page, path = tmp_path / "a.html", tmp_path / "archive.db"
    text = "<p>The harbour bridge opened to traffic again on Saturday, after eleven months of repairs.</p>"
    own = '<link rel="canonical" href="https://www.example.com/2024/a-bridge">'
    page.write_text(f"<html><head>{own}</head><body><article><h1>A bridge</h1>{text * 3}</article></body></html>")
    assert run("import", str(page), "--db", str(path)).exit_code == 0
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE stories SET found_by = '{\"a'")
    result = run("import", str(page), "--db", str(path))
    assert isinstance(result.exception, NotAnArchiveError) and "stories: Unterminated" in str(result.exception)
    assert "bug" not in result.output


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "archive.db")
    for command in ("stats", "search harbour", "export", "publish", "serve", "redact"):
        result = run(*command.split(), "--db", str(tmp_path / "archive.db"))
        assert "is a pipe or a device" in str(result.exception), command


def test_a_text_that_is_none_is_damage(path: Path) -> None:
    content = path.read_bytes()
    damage(path, content.rindex(b"The Skerry Post") + 4, b"\xff\xfe")
    with pytest.raises(NotAnArchiveError, match="publications: Could not decode to UTF-8"):
        check(path)


def test_an_error_that_damage_does_not_explain_stays_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scraper.archive.read import calendar

    def bug(*_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(calendar, "holdings", bug)
    assert isinstance(run("stats", "--db", str(path)).exception, KeyError)


def test_an_archive_of_a_newer_version_is_left_alone(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('backissues', 'of_tomorrow', '')"
        )
        connection.commit()
    with pytest.raises(NotAnArchiveError, match=r"newer version .*of_tomorrow"):
        archive.opened(path)


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """As a user who owns nothing, since the system asks root for no permission."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


def test_a_read_only_folder_can_be_searched_and_published(path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "archive.db"
        copy.write_bytes(path.read_bytes())
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode = wal")
        copy.chmod(0o444)
        folder.chmod(0o555)
        try:
            with as_nobody():
                assert "immutable" in read_uri(copy)
                with contextlib.closing(archive.opened(copy)) as db:
                    assert counted(db.table("publications").count, "paper") == "2,000 papers"
        finally:
            folder.chmod(0o755)
    assert "immutable" not in read_uri(path)


def test_a_full_disk_is_no_damage() -> None:
    assert explained(OSError(28, "No space left on device", "archive.db"), Path("archive.db")) is not None
