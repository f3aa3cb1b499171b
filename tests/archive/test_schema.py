"""The shape of the tables: texts stand last, other tools find the index, an older archive becomes like a new one."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from sqlite_utils.cli import cli as sqlite_utils

from scraper import archive
from scraper.archive import connection as opening
from scraper.archive import schema
from scraper.archive.public_copy import publish
from scraper.archive.schema import migrate, migrations, move_last
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import search
from scraper.archive.write import stories
from scraper.items import Image, RelatedLink
from tests.archive.conftest import at

Stored = Callable[..., stories.Saved]
BEFORE = "texts_last"  # the first migration that an older archive lacks
NEEDED = (
    "rules_of_editions",
    "sites_of_stories",
    "order_of_captures",
    "order_of_collections",
    "takedowns_are_recorded",
    "order_of_arrival",
    "shapes_of_indexes",
    "incidents_of_papers",
    "permissions_of_newspapers",
    "mementos_of_captures",
)  # later ones that whatever writes a story today needs; they change nothing else
NEW = (
    "looks",
    "story_places",
    "index_captures",
    "publication_files",
    "journal",
    "sketches",
    "clusters",
    "clustering",
)  # tables that come after it
ADDED = {"rules", "unverified", "ordered", "arrived", "memento", "asked"}  # columns that come after it
LONG = "The night ferry stays. " * 400  # more than a page of the file


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An archive as the version before made it, in place of the new one of ``conftest``."""
    with contextlib.closing(Database(sqlite3.connect(tmp_path / "older.db"))) as database:
        database.enable_wal()
        database.execute("PRAGMA foreign_keys = on")
        migrations.apply(database, stop_before=BEFORE)
        for migration in NEEDED:
            getattr(schema, migration)(database)
            database.table("_sqlite_migrations").insert(
                {"migration_set": migrations.name, "name": migration, "applied_at": "2026-03-01 00:00:00+00:00"}
            )
        yield database


@pytest.fixture
def older(db: Database, stored: Stored, tmp_path: Path) -> Path:
    """An archive of the version before with two stories, one of them changed since, and all that belongs to stories."""
    parts = {
        "authors": ("Ada Quill",),
        "images": (Image(url="https://lantern.example/ferry.jpg"),),
        "related_links": (RelatedLink(url="https://lantern.example/tides", headline="Tides rise"),),
    }
    stored("ferry", body=LONG, body_html=f"<p>{LONG}</p>", **parts)
    stored("ferry", body=f"{LONG} Until May.", body_html=f"<p>{LONG} Until May.</p>", fetched=at(9), **parts)
    stored("chinese", headline="燈塔", body="燈塔守望者來到碼頭。", standfirst="A lighthouse.")
    db.close()
    return tmp_path / "older.db"


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table but the full-text index, by the names of the columns that it always had."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
            if name not in ("_sqlite_migrations", "stories_fts_data", "stories_fts_idx", *schema.COUNTED, *NEW)
        ]
        columns = {
            table: sorted({row[1] for row in connection.execute(f"PRAGMA table_info({table})")} - ADDED)
            for table in tables
        }
        return {
            table: sorted(connection.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
            for table, names in columns.items()
        }


def definitions(path: Path) -> dict[str, str]:
    """Tables, indexes, views and triggers, however the statements that made them are spaced and names are quoted."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    return {name: re.sub(r"[\s'\"]", "", sql or "") for name, sql in found if name != "_sqlite_migrations"}


def last_columns(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(stories)")][-2:]


def assert_sound(path: Path) -> None:
    """The file, its references and its index are whole: also between the index and the stories."""
    with contextlib.closing(archive.opened(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        db.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")


def test_an_older_archive_becomes_like_a_new_one(older: Path, tmp_path: Path) -> None:
    held = everything(older)
    assert {len(held[table]) for table in ("stories", "versions", "story_authors", "images", "related_links")} == {
        1,
        2,
        3,
    }
    assert last_columns(older) != ["body", "body_html"]
    assert_sound(older)
    assert everything(older) == held
    archive.opened(tmp_path / "new.db", create=True).close()
    assert definitions(older) == definitions(tmp_path / "new.db")
    assert everything(older)["stories_fts_config"] == everything(tmp_path / "new.db")["stories_fts_config"]
    assert last_columns(older) == last_columns(tmp_path / "new.db") == ["body", "body_html"]


def test_a_migrated_archive_is_written_and_searched_on(older: Path) -> None:
    with contextlib.closing(archive.opened(older)) as db:
        found = "SELECT headline FROM stories WHERE id IN (SELECT rowid FROM stories_fts(?)) ORDER BY id"
        assert db.execute(found, ["may"]).fetchall() == [("Council keeps the night ferry",)]
        db.execute("UPDATE stories SET body = 'A gale.', id = id + 7 WHERE body LIKE '%May.'")
        assert db.execute(found, ["may"]).fetchall() == []
        assert db.execute(found, ["gale"]).fetchall() == [("Council keeps the night ferry",)]
        orphans = "SELECT count(*) FROM related_links WHERE story_id NOT IN (SELECT id FROM stories)"
        assert db.execute(orphans).fetchone() == (0,), "references follow the row id"
        rank = db.execute("SELECT v FROM stories_fts_config WHERE k = 'rank'").fetchone()
        assert rank == ("bm25(8.0, 8.0, 4.0, 3.0, 1.0)",)
        db.conn.commit()
    assert_sound(older)


def test_the_stories_of_an_older_archive_are_indexed_under_one_spelling(
    db: Database, stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {
        "Straße": "strasse",
        "Λιμάνι": "ΛΙΜΑΝΙ",
        "أحمد": "احمد",
        "Hawaiʻi": "Hawaii",
        "１７４０": "1740",
        "燈塔": "塔",
    }
    for number, word in enumerate([*words, "Ferry"]):
        stored(f"story-{number}", headline=f"{word} lamp", body=f"Of {word}.")
    db.execute("DELETE FROM story_terms")  # the version before had none, but for scripts without spaces
    db.conn.commit()
    db.close()
    said: list[str] = []
    monkeypatch.setattr(schema, "CHUNK", 2)
    monkeypatch.setattr(opening, "PROGRESS_SECONDS", 0)
    with contextlib.closing(archive.opened(tmp_path / "older.db", say=said.append)) as migrated:
        found = {asked: search(migrated.conn, Filters.of({"q": [asked]})) for asked in words.values()}
        assert {asked: each.total for asked, each in found.items()} == dict.fromkeys(words.values(), 1)
        assert [pieces.items[0]["headline_marked"][0] for pieces in found.values()][:5] == [
            (word, True) for word in list(words)[:5]
        ]
        assert migrated.execute("SELECT count(*) FROM story_terms").fetchone() == (len(words),)
    assert [text.partition(": ")[2] for text in said] == [
        f"{done} of 7 stories are brought up to date" for done in (2, 4, 6, 7)
    ] * 2
    assert_sound(tmp_path / "older.db")


def test_beginnings_of_two_and_three_letters_have_an_index_of_their_own(tmp_path: Path) -> None:
    archive.opened(tmp_path / "new.db", create=True).close()
    assert "prefix=23" in definitions(tmp_path / "new.db")["stories_fts"]


KILLED = """
import os, signal, sqlite3, sys
from sqlite_utils import Database
from scraper.archive.schema import migrate
connection = sqlite3.connect(sys.argv[1])
connection.set_trace_callback(lambda sql: sql.startswith(sys.argv[2]) and os.kill(os.getpid(), signal.SIGKILL))
migrate(Database(connection))
"""


@pytest.mark.parametrize(
    "at_statement",
    [
        "INSERT INTO stories_new",
        "ALTER TABLE stories_new RENAME",
        "DROP TABLE stories_fts",
        "INSERT INTO stories_fts(rowid",
    ],
)
def test_a_kill_in_the_middle_leaves_an_archive_that_goes_on(older: Path, at_statement: str) -> None:
    held = everything(older)
    killed = subprocess.run([sys.executable, "-c", KILLED, older, at_statement], timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert everything(older) == held
    assert last_columns(older) != ["body", "body_html"], "nothing of it was done"
    assert_sound(older)
    assert everything(older) == held


def test_what_a_user_added_to_an_older_archive_stays(older: Path) -> None:
    with contextlib.closing(sqlite3.connect(older)) as connection:
        connection.executescript(
            """
            CREATE VIEW "my stories" AS SELECT headline, body FROM stories;
            CREATE VIEW "my long ones" AS SELECT headline FROM "my stories" WHERE length(body) > 1000;
            CREATE INDEX "by length" ON stories(length(body));
            CREATE TABLE notes (story_id INTEGER REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE, note TEXT);
            INSERT INTO notes SELECT id, 'read this' FROM stories;
            CREATE TRIGGER "of mine" AFTER DELETE ON stories BEGIN DELETE FROM authors; END;
            """
        )
    with contextlib.closing(archive.opened(older)) as db:
        assert db.execute('SELECT headline FROM "my long ones"').fetchall() == [("Council keeps the night ferry",)]
        assert db.execute("SELECT count(*) FROM notes").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM authors").fetchone() == (1,)
        names = "SELECT count(*) FROM sqlite_master WHERE name IN ('by length', 'of mine')"
        assert db.execute(names).fetchone() == (2,)
    assert_sound(older)


def test_a_column_that_came_later_is_kept_before_the_texts(older: Path) -> None:
    with contextlib.closing(archive.opened(older)) as db:
        db.execute("PRAGMA foreign_keys = off")
        db.execute("ALTER TABLE stories ADD COLUMN weather TEXT NOT NULL DEFAULT 'fair'")
        move_last(db, "stories", ("body", "body_html"))
        db.conn.commit()
        columns = [column.name for column in db.table("stories").columns]
        assert columns[-3:] == ["weather", "body", "body_html"]
        assert db.execute("SELECT DISTINCT weather FROM stories").fetchall() == [("fair",)]
    assert_sound(older)


def test_rows_are_not_dropped_with_their_table_while_references_are_enforced(older: Path) -> None:
    held = everything(older)
    with contextlib.closing(Database(sqlite3.connect(older))) as db:
        db.execute("PRAGMA foreign_keys = on")
        with pytest.raises(RuntimeError, match="foreign_keys = off"):
            migrations.apply(db)
    assert everything(older) == held


@pytest.fixture
def public(older: Path, tmp_path: Path) -> Path:
    return publish(older, tmp_path / "public.db").path


@pytest.mark.parametrize("which", ["older", "public"])
def test_other_tools_find_the_index(which: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(which)
    archive.opened(path).close()
    assert last_columns(path) == ["body", "body_html"]
    with contextlib.closing(Database(sqlite3.connect(path))) as db:
        assert db.table("stories").detect_fts() == "stories_fts"
        assert [row["headline"] for row in db.table("stories").search("ferry")] == ["Council keeps the night ferry"]
    found = CliRunner().invoke(sqlite_utils, ["search", str(path), "stories", "ferry", "-c", "headline"])
    assert (found.exit_code, found.output.strip()) == (0, '[{"headline": "Council keeps the night ferry"}]')
    # In a process of its own: in this one, our pages may be plugged in.
    for word, expected in (("ferry", ["Council keeps the night ferry"]), ("zzzzqq", [])):
        address = f"/{path.stem}/stories.json?_search={word}&_shape=array"
        stock = subprocess.run(
            [sys.executable, "-m", "datasette", path, "--get", address], capture_output=True, check=True, timeout=60
        )
        assert [row["headline"] for row in json.loads(stock.stdout)] == expected


def test_a_large_archive_says_that_it_takes_a_while(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(opening, "MANY_STORIES", 2)
    archive.opened(older, say=said.append).close()
    assert len(said) == 1
    assert "2 stories of an older version are brought up to date" in said[0]
    archive.opened(older, say=said.append).close()
    assert len(said) == 1, "once"


def test_two_that_open_an_older_archive_at_once_bring_it_up_to_date_once(older: Path) -> None:
    begun = threading.Event()

    def second() -> None:
        with contextlib.closing(Database(sqlite3.connect(older, timeout=30))) as db:
            db.conn.set_trace_callback(lambda sql: begun.set() if sql.startswith(("BEGIN", "ALTER")) else None)
            migrate(db)

    with contextlib.closing(Database(sqlite3.connect(older))) as first, ThreadPoolExecutor() as pool:
        first.execute("BEGIN IMMEDIATE")
        migrations.apply(first)
        waiting = pool.submit(second)
        assert begun.wait(30)
        first.execute("COMMIT")
        waiting.result(30)
        applied = [each.name for each in migrations.applied(first)]
    assert len(applied) == len(set(applied))
    assert_sound(older)
