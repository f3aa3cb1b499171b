"""Compare where the archive can keep a story's long texts: what each layout costs, in the same run.

``python -m bench columns --stories 20000 --words 600`` makes the same archive four times and asks each the same.

    in the middle   as archives were before: fourteen columns behind the texts
    last            as they are: the texts at the end of the row (docs/decisions/0009)
    no body_html    the same, with the paragraphs' markup not stored
    own table       body and body_html in a table story_texts beside stories

Then an archive of the first kind with ten times as many stories is brought up to date.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bench.search import Store, fill
from bench.timing import cpu_seconds
from scraper import archive
from scraper.archive.schema import ADD, STORIES_FTS, migrate, migrations

MIDDLE, LAST, BARE, APART = "in the middle", "last", "no body_html", "own table"
READ = 500  # stories, one after another
OWN_TABLE = (
    "CREATE TABLE story_texts (story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE, "
    "body TEXT NOT NULL DEFAULT '', body_html TEXT NOT NULL DEFAULT '') STRICT",
    "ALTER TABLE stories DROP COLUMN body",
    "ALTER TABLE stories DROP COLUMN body_html",
    "CREATE VIEW searchable AS SELECT id, headline, print_headline, standfirst, byline, story_texts.body AS body "
    "FROM stories JOIN story_texts ON story_id = id",
    STORIES_FTS.format(name="stories_fts"),
    f"CREATE TRIGGER added AFTER INSERT ON story_texts BEGIN {ADD.format(id='new.story_id')} END",
)


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    layouts: dict[str, Callable[[Path], Database]] = {MIDDLE: _middle, LAST: _last, BARE: _last, APART: _apart}
    measured: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for layout, made in layouts.items():
            path = folder / f"{layout}.db"
            with contextlib.closing(made(path)) as db:
                stored = cpu_seconds(functools.partial(_fill, db, layout, options.stories, options.words))
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                measured[layout] = {
                    "storing and indexing all": stored,
                    "megabytes": path.stat().st_size / 1e6,
                    **{what: cpu_seconds(ask, times=7) for what, ask in _questions(db.conn, layout)},
                    "making the index anew": cpu_seconds(functools.partial(_rebuild, db)),
                }
        print(f"{options.stories:,} stories of {options.words} words; seconds of processor time, and megabytes\n")
        _print(measured)
        _up_to_date(folder / "older.db", 10 * options.stories, options.words)


def _middle(path: Path) -> Database:
    db = Database(sqlite3.connect(path))
    db.enable_wal()
    migrations.apply(db, stop_before="texts_last")
    return db


def _last(path: Path) -> Database:
    return archive.opened(path, create=True)


def _apart(path: Path) -> Database:
    db = _last(path)
    for name in db.triggers_dict:
        db.execute(f"DROP TRIGGER {name}")
    for name in ("version_texts", "searchable"):
        db.execute(f"DROP VIEW {name}")
    for statement in ("DROP TABLE stories_fts", *OWN_TABLE):
        db.execute(statement)
    return db


def _stored(layout: str) -> Store:
    """How rows get into this layout; each story with as much beside its text as one that was collected has."""
    small = (
        "id", "key", "url", "publication_id", "edition_date", "headline", "byline", "language", "section", "page",
        "access", "first_seen", "fetched", "text_hash",
    )  # fmt: skip
    more = {"words": "250", "standfirst": "substr(:body, 9, 90)", "found_by": "printf('%340s', '{}')"}
    named, values = ", ".join([*small, *more]), ", ".join([*(f":{name}" for name in small), *more.values()])
    html = "''" if layout == BARE else "'<p>' || replace(:body, ' w1 ', '</p><p>w1 ') || '</p>'"
    together = f"INSERT OR IGNORE INTO stories ({named}, body, body_html) VALUES ({values}, :body, {html})"
    apart = (
        f"INSERT OR IGNORE INTO stories ({named}) VALUES ({values})",
        f"INSERT OR IGNORE INTO story_texts VALUES (:id, :body, {html})",
    )

    def store(connection: sqlite3.Connection, rows: list[dict[str, Any]]) -> None:
        for statement in apart if layout == APART else (together,):
            connection.executemany(statement, rows)

    return store


def _questions(connection: sqlite3.Connection, layout: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What is asked of each layout."""
    keys = [key for (key,) in connection.execute("SELECT key FROM stories ORDER BY id")]
    chosen = random.Random(1).sample(keys, min(READ, len(keys)))
    joined = "JOIN story_texts ON story_id = id" if layout == APART else ""

    def asked(sql: str) -> Callable[[], Any]:
        return lambda: connection.execute(sql).fetchall()

    def each(sql: str) -> Callable[[], Any]:
        return lambda: [connection.execute(sql, [key]).fetchone() for key in chosen]

    def newest() -> Any:  # as archive.search.page does it
        match = "FROM stories_fts WHERE stories_fts MATCH 'w1'"
        ids = connection.execute(f"SELECT rowid {match} ORDER BY rowid DESC LIMIT 20").fetchall()
        listed = ", ".join(str(row_id) for (row_id,) in ids)
        return connection.execute(
            "SELECT stories.headline, stories.fetched, hit.snippet FROM (SELECT rowid, snippet(stories_fts, 4, '', '', "
            f"'', 32) AS snippet {match} AND rowid BETWEEN ? AND ? AND +rowid IN ({listed})) AS hit "
            "CROSS JOIN stories ON stories.id = hit.rowid",
            [min(ids)[0], max(ids)[0]],
        ).fetchall()

    found = "(SELECT rowid AS hit FROM stories_fts WHERE stories_fts MATCH 'w1') CROSS JOIN stories {} ON id = hit"
    facets = f"SELECT section, language, access, count(*) FROM {found} GROUP BY 1, 2, 3"
    yield "max(fetched)", asked("SELECT max(fetched) FROM stories")
    yield "sum(words) of a paper", asked("SELECT sum(words) FROM stories WHERE publication_id = 1")
    yield f"reading {len(chosen)} stories whole", each(f"SELECT * FROM stories {joined} WHERE key = ?")
    yield "... their headline and day only", each("SELECT headline, edition_date, fetched FROM stories WHERE key = ?")
    yield "newest 20 of a search, with snippets", newest
    yield "facets, by the index stories_in_brief", asked(facets.format("INDEXED BY stories_in_brief"))
    yield "facets, by the rows themselves", asked(facets.format("NOT INDEXED"))


def _fill(db: Database, layout: str, stories: int, words: int) -> None:
    with db.atomic():
        fill(db.conn, stories, words, _stored(layout))


def _rebuild(db: Database) -> None:
    with db.atomic():
        db.execute("INSERT INTO stories_fts(stories_fts) VALUES ('rebuild')")


def _print(measured: Mapping[str, Mapping[str, float]]) -> None:
    """Each question a line: the figure of each layout, and how it compares with the first."""
    print(f"{'':<38}" + "".join(f"{layout:>20}" for layout in measured))
    for what in next(iter(measured.values())):
        first, *others = (figures[what] for figures in measured.values())
        compared = "".join(f"{figure:>12.4g} {figure / first:>6.2f}x" for figure in others)
        print(f"{what:<38}{first:>20.4g}{compared}")


def _up_to_date(path: Path, stories: int, words: int) -> None:
    """How long an archive of the first kind takes to be brought up to date; its index, left empty, is not touched."""
    with contextlib.closing(_middle(path)) as db:
        for name in db.triggers_dict:
            db.execute(f"DROP TRIGGER {name}")
        with db.atomic():
            fill(db.conn, stories, words, _stored(MIDDLE))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = path.stat().st_size / 1e6
        start = time.perf_counter()
        took = cpu_seconds(lambda: migrate(db))
        waited = time.perf_counter() - start
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        free = db.execute("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size").fetchone()
        print(f"\nbringing {stories:,} stories up to date: {took:.1f} s of processor time, {waited:.1f} by the clock")
        print(f"{size:,.0f} MB, afterwards {path.stat().st_size / 1e6:,.0f}, of them {free[0] / 1e6:,.0f} free")
