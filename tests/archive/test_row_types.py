"""Rows are made by SQL and typed by hand: each function's rows are held against its type, fields and values."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from scraper import archive
from scraper.archive import row_types
from scraper.archive.read import calendar, clusters, comparison, editions, publications, runs, stories
from scraper.archive.search import near_matches, search
from scraper.archive.search.filters import Filters
from tests.site import situations
from tests.site.situations import LANTERN, SATURDAY, key_of

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
Read = Callable[[sqlite3.Connection], Any]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive in which everything happened, with a thumbnail of the one image."""
    path: Path = tmp_path_factory.mktemp("rows") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
        db.execute(
            "INSERT INTO thumbnails (url, fetched, sha256, width, height, thumbnail, thumbnail_type) "
            "SELECT url, '2026-03-07T06:00:00Z', ?, 320, 213, x'00', 'image/webp' FROM images",
            ["ab" * 32],
        )
        db.conn.commit()
    with contextlib.closing(sqlite3.connect(path)) as opened:
        yield opened


def faults(rows: Any, type_: Any) -> list[str]:
    """Where rows are not as the type says: a field too many or too few, or a value of another kind."""
    (schema,), parts = msgspec.json.schema_components([type_], ref_template="#/$defs/{name}")
    closed = {
        name: part | {"additionalProperties": False} if part.get("type") == "object" else part
        for name, part in parts.items()
    }
    errors = Draft202012Validator({**schema, "$defs": closed}).iter_errors(json.loads(json.dumps(rows)))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[-200:]}" for error in errors]


def matches(query: str) -> Read:
    return lambda connection: search.page(connection, Filters.of({"q": [query]}), size=50)[0]


def near(connection: sqlite3.Connection) -> Any:
    found = stories.story(connection, key_of("ferry"))
    assert found is not None
    connection.execute("BEGIN")
    try:
        connection.execute(
            "INSERT INTO stories (id, key, url, publication_id, headline, body, first_seen, fetched, text_hash) SELECT "
            "id + 77, 'aaaaaaaaaaaa', 'https://b.example/', publication_id, headline, body, '', '', '' FROM stories "
            "WHERE key = ?",
            [found["key"]],
        )
        return near_matches.near_matches(connection, found)
    finally:
        connection.rollback()


def copied(connection: sqlite3.Connection) -> Any:
    connection.execute("BEGIN")
    try:
        connection.execute("INSERT OR REPLACE INTO clusters SELECT id, 'aaaaaaaaaaaa' FROM stories LIMIT 2")
        key = connection.execute("SELECT key FROM clusters JOIN stories ON stories.id = story_id LIMIT 1").fetchone()[0]
        return clusters.copies(connection, key)
    finally:
        connection.rollback()


SLUG = LANTERN.slug
READ: dict[str, tuple[Any, Read]] = {
    "publications": (list[row_types.PublicationRow], publications.publications),
    "publication": (row_types.PublicationRow, lambda c: publications.publication(c, SLUG)),
    "totals": (row_types.Totals, publications.totals),
    "choices": (row_types.Choices, publications.choices),
    "edition": (row_types.WholeEditionRow, lambda c: editions.edition(c, SLUG, SATURDAY, ["city"])),
    "editions": (list[row_types.EditionRow], lambda c: editions.editions(c, FIRST, LAST)),
    "front_pages": (list[row_types.FrontPageRow], lambda c: editions.front_pages(c, SATURDAY)),
    "newest": (list[row_types.BookRow], lambda c: editions.newest(c, SLUG, size=9)),
    "comparison": (list[row_types.ComparisonRow], lambda c: comparison.of_day(c, SATURDAY)),
    "same_day": (list[row_types.DayCount], lambda c: editions.same_day(c, SATURDAY.replace(year=2024))),
    "days_held": (list[row_types.DayCountWithWeb], lambda c: editions.days_held(c, FIRST, LAST)),
    "papers_on_the_web": (
        list[row_types.PaperOnTheWebRow],
        lambda c: [row for day in range(1, 15) for row in editions.papers_on_the_web(c, FIRST.replace(day=day))],
    ),
    "days_around": (row_types.DaysAround, lambda c: editions.days_around(c, SATURDAY)),
    "days": (list[row_types.DayRow], lambda c: calendar.days(c, SLUG, FIRST, LAST)),
    "absent": (
        list[row_types.AbsentRow],
        lambda c: [row for day in range(1, 15) for row in calendar.absent(c, FIRST.replace(day=day))],
    ),
    "years": (list[row_types.YearFields], lambda c: calendar.years(c, SLUG, calendar.span(c, SLUG))),
    "runs": (list[row_types.RunRow], lambda c: runs.runs(c, size=9)),
    "looks": (list[row_types.LookRow], lambda c: runs.looks(c, 2, size=9)),
    "coverage": (list[row_types.CoverageRow], lambda c: calendar.coverage(c)[0]),
    "story": (row_types.WholeStoryRow, lambda c: stories.story(c, key_of("ferry"))),
    "undated story": (row_types.WholeStoryRow, lambda c: stories.story(c, key_of("about"))),
    "editions_of": (
        dict[str, row_types.CitedPlacement],
        lambda c: stories.editions_of(c, [key_of("ferry"), key_of("school")]),
    ),
    "cited": (list[row_types.CitedStoryFields], lambda c: stories.cited(c, [key_of("ferry"), key_of("about")])),
    "headline_of": (row_types.StoryOfPaperFields, lambda c: stories.headline_of(c, key_of("ferry"))),
    "versions": (list[row_types.VersionFields], lambda c: stories.versions(c, key_of("school"))),
    "tombstone": (
        row_types.Tombstone,
        lambda c: stories.tombstone(c, c.execute("SELECT key FROM takedowns").fetchone()[0]),
    ),
    "unplaced": (list[row_types.StoryRow], lambda c: stories.unplaced(c, SLUG, None)[0]),
    "all stories": (list[row_types.MatchRow], matches("")),
    "matches": (list[row_types.MatchRow], matches("ferry")),
    "copies": (row_types.CopiesFields, copied),
    "near_matches": (list[row_types.NearMatchFields], near),
}


@pytest.mark.parametrize("name", READ)
def test_rows_are_as_their_type_says(connection: sqlite3.Connection, name: str) -> None:
    """A new column? Add it to the row's type in scraper/archive/row_types.py."""
    type_, read = READ[name]
    found = read(connection)
    assert found, "a situation is needed in which there is such a row"
    assert faults(found, type_) == []


def test_a_column_that_is_not_typed_is_a_fault(connection: sqlite3.Connection) -> None:
    (row, *_) = stories.versions(connection, key_of("school"))
    assert faults([{**row, "more": 1}], list[row_types.VersionFields])
    assert faults([{"number": row["number"]}], list[row_types.VersionFields])
