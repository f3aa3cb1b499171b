"""What an archive says, in values by which two archives can be compared: no fetch times, no arbitrary row ids."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path
from typing import Any

QUERIES = {
    "stories": """
        SELECT id, key, url, edition_date, evidence_kind, evidence_text, headline, standfirst, byline, body, section,
            page, access, published, text_hash FROM stories""",
    "versions": "SELECT key, number, versions.text_hash FROM versions JOIN stories ON stories.id = story_id",
    "editions": """
        SELECT slug, editions.date, editions.label, editions.outcome, editions.detail, editions.listed, editions.name,
            parents.label FROM editions JOIN publications ON publications.id = editions.publication_id
            LEFT JOIN editions AS parents ON parents.id = editions.parent_id""",
    "placements": """
        SELECT slug, editions.date, editions.label, position, placements.section, placements.page, placements.url,
            stories.key, failure FROM placements JOIN editions ON editions.id = edition_id
            JOIN publications ON publications.id = editions.publication_id
            LEFT JOIN stories ON stories.id = story_id""",
    "images": "SELECT key, position, images.url, caption, credit FROM images JOIN stories ON stories.id = story_id",
    "related_links": """
        SELECT key, position, link.url, link.headline FROM related_links AS link JOIN stories ON stories.id = story_id
        """,
    "authors": """
        SELECT key, story_authors.position, name FROM story_authors JOIN authors ON authors.id = author_id
            JOIN stories ON stories.id = story_id""",
    "expected": """
        SELECT slug, date, label, expectation FROM expected_editions
            JOIN publications ON publications.id = publication_id""",
}


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows in an order of their own; raises if the full-text index does not fit the stories."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return rows_of(connection)


def rows_of(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows in an archive that is open; raises if the full-text index does not fit the stories."""
    connection.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")
    return {name: sorted(map(_anywhere, connection.execute(sql)), key=repr) for name, sql in QUERIES.items()}


def _anywhere(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with the port of the fictional newspapers' site taken out: it is another one in each test."""
    return tuple(
        re.sub(r"http://127\.0\.0\.1:\d+", "SITE", value) if isinstance(value, str) else value for value in row
    )


def asked(path: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()
