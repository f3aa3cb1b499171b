"""An archive made by an earlier version opens, is brought up to date, and holds what it held."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from scraper import archive
from scraper.archive.schema import migrations
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import search
from scraper.archive.write import stories
from scraper.items import Access, Capture, Draft, EditionDate, Evidence, EvidenceKind, Story
from tests.archive.older_archives import VERSIONS, restored
from tests.site.situations import captured

EDITIONS = {
    "blocked": 2,
    "broken": 3,
    "complete": 5,
    "degraded": 1,
    "late": 2,
    "not-published": 1,
    "partial": 5,
    "stale": 2,
    None: 1,
}


@pytest.fixture(params=VERSIONS)
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An archive of an earlier version, opened by this one."""
    with contextlib.closing(archive.opened(restored(request.param, tmp_path / "archive.db"))) as db:
        yield db


def column(db: Database, sql: str) -> list[Any]:
    return [row[0] for row in db.execute(sql)]


def shape(db: Database) -> dict[str, Any]:
    """Every table with its columns, and the SQL of everything else, by name."""
    made = db.execute("SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {
        name: db.execute("SELECT * FROM pragma_table_xinfo(?)", [name]).fetchall() if kind == "table" else sql
        for name, kind, sql in made
    }


def texts_of(db: Database, name: str, field: str) -> list[str]:
    """This field of a story's versions, oldest first; ``name`` is the end of its address."""
    sql = f"""
        SELECT version_texts.{field} FROM version_texts JOIN stories ON stories.id = story_id
        WHERE url LIKE '%/' || ? ORDER BY number
        """
    return [text for (text,) in db.execute(sql, [name])]


def fetched_now(url: str, hour: int = 6) -> Capture:
    """A capture in a file that the older archive does not have."""
    return replace(captured(url, hour), file="later.warc.gz")


def test_at_least_one_earlier_version_is_kept() -> None:
    assert "0.1.0" in VERSIONS


def test_it_is_sound_and_up_to_date(migrated: Database) -> None:
    assert column(migrated, "PRAGMA integrity_check") == ["ok"]
    assert column(migrated, "PRAGMA foreign_key_check") == []
    migrated.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")
    assert migrations.pending(migrated) == []


def test_it_has_the_shape_of_a_new_one(migrated: Database, tmp_path: Path) -> None:
    """It has not where a migration was edited after its release: then the archives of users lack the edit."""
    with contextlib.closing(archive.opened(tmp_path / "new.db", create=True)) as new:
        assert shape(migrated) == shape(new)


def test_it_holds_every_story_edition_and_version(migrated: Database) -> None:
    assert column(migrated, "SELECT count(*) FROM stories") == [25]
    assert dict(migrated.execute("SELECT outcome, count(*) FROM editions GROUP BY 1").fetchall()) == EDITIONS
    assert column(migrated, "SELECT name FROM authors ORDER BY 1") == ["Ada Quill", "佐伯真央"]
    assert column(migrated, "SELECT failure FROM thumbnails ORDER BY 1") == ["", '{"code": "not_found", "status": 404}']
    assert column(migrated, "SELECT result FROM runs ORDER BY id") == ["finished", "interrupted", None]
    assert texts_of(migrated, "tram", "body") == [
        "路面電車は港まで延びる。\n\n費用は六十億円。",
        "路面電車は港まで延びる。\n\n費用は七十億円。",
        "路面電車は港まで延びる。\n\n費用は六十億円。",
    ]
    assert texts_of(migrated, "school", "headline") == ["School opens", "School opens late"]


@pytest.mark.parametrize(
    ("typed", "headlines"),
    [
        ("harbour master", ["Night ferry <b>stays</b> & sails"]),
        ("路面電車", ["潮見市の路面電車が延伸"]),
        ("七十億円", []),  # in an older text only
        ("الميناء", ["مدينة الميناء"]),
        ("dredgers", ["Reserved from mining"]),
        ("brücke", ["Brücke „gesperrt“"]),
    ],
)
def test_its_stories_are_found(migrated: Database, typed: str, headlines: list[str]) -> None:
    found = search(migrated.conn, Filters.of({"q": [typed]}))
    assert [item["headline"] for item in found.items] == headlines


def test_it_takes_in_another_story(migrated: Database) -> None:
    draft = Draft(url="https://mercury.example/pilot", headline="Pilot boat returns", body="It came at noon.")
    dated = EditionDate(
        date=dt.date(2026, 4, 3),
        publication="The Harbour Mercury",
        evidence=Evidence(kind=EvidenceKind.STATEMENT, text="x"),
    )
    story = Story(draft=draft, edition=dated, publication="harbour-mercury")
    assert stories.save(migrated, story, fetched_now(draft.url)).what == "added"
    assert [item["headline"] for item in search(migrated.conn, Filters.of({"q": ["pilot"]})).items] == [
        "Pilot boat returns"
    ]
    migrated.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")


def test_a_text_that_changes_again_makes_another_version(migrated: Database) -> None:
    """Of an excerpt as of an open story; what the older captures of both showed was not written down."""
    for slug, address, access in (
        ("uferbote", "https://uferbote.example/pegel", Access.EXCERPT),
        ("harbour-mercury", "https://mercury.example/tram", Access.OPEN),
    ):
        versions = len(texts_of(migrated, address.rpartition("/")[2], "body"))
        for hour in (9, 10):
            draft = Draft(url=address, headline="Changed", body=f"Text of {hour}.", access=access)
            story = Story(draft=draft, edition=None, publication=slug)
            assert stories.save(migrated, story, fetched_now(address, hour)).what == "changed"
        assert len(texts_of(migrated, address.rpartition("/")[2], "body")) == versions + 2


@pytest.mark.parametrize("version", VERSIONS)
def test_opening_it_twice_changes_nothing(version: str, tmp_path: Path) -> None:
    path = restored(version, tmp_path / "archive.db")
    archive.opened(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        once = list(connection.iterdump())
    archive.opened(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == once
