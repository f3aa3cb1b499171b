"""What an archive says, in values by which two archives can be compared: no fetch times, no arbitrary row ids."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path
from typing import Any

from scraper.archive import differences

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
    """Every table's rows in an order of their own; raises if what is kept of the stories does not fit them."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return rows_of(connection)


def rows_of(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows in an archive that is open; raises if what is kept of the stories does not fit them."""
    check_kept(connection)
    return {name: sorted(map(_anywhere, connection.execute(sql)), key=repr) for name, sql in QUERIES.items()}


# What triggers keep -> the same counted anew.
COUNTED_ANEW = {
    "edition_states_in_brief": "SELECT * FROM edition_states_worked_out",
    "stories_per_year": """
        SELECT publication_id, CAST(coalesce(substr(edition_date, 1, 4), 0) AS INTEGER), section, language, access,
            count(*) FROM stories GROUP BY 1, 2, 3, 4, 5""",
    "stories_per_day": """
        SELECT CAST(coalesce(julianday(edition_date) - julianday('1600-01-01'), 0) AS INTEGER), publication_id,
            coalesce(evidence_kind, ''), count(*) FROM stories GROUP BY 1, 2, 3""",
    "stories_per_paper": """
        SELECT publication_id, edition_date IS NULL, access, coalesce(evidence_kind, ''), count(*)
        FROM stories GROUP BY 1, 2, 3, 4""",
    "editions_per_month": """
        SELECT publication_id, strftime('%Y-%m', date), state, counted, supplement, count(*)
        FROM edition_states_worked_out GROUP BY 1, 2, 3, 4, 5""",
    "editions_per_year": """
        SELECT publication_id, strftime('%Y', date), state, counted, supplement, count(*)
        FROM edition_states_worked_out GROUP BY 1, 2, 3, 4, 5""",
    "days_per_states": """
        SELECT publication_id, held + 2 * partial + 4 * statement + 8 * missing + 16 * closed + 32 * unknown, count(*)
        FROM (
            SELECT publication_id, max(counted AND state = 'held') AS held,
                max(counted AND state = 'partial') AS partial, max(counted AND state = 'statement') AS statement,
                max(counted AND state = 'missing') AS missing, max(state = 'closed' AND NOT supplement) AS closed,
                max(counted AND state = 'unknown') AS unknown
            FROM edition_states_worked_out GROUP BY publication_id, date
        ) GROUP BY 1, 2""",
    "held_per_day": """
        SELECT date, count(DISTINCT publication_id), sum(counted) FROM edition_states_worked_out
        WHERE state IN ('held', 'partial', 'statement') GROUP BY date""",
    "story_places": """
        WITH pages AS (
            SELECT edition_id, page, row_number() OVER (PARTITION BY edition_id ORDER BY position, id) AS place
            FROM placements WHERE position > 0)
        SELECT label, story_id, max(parent_id IS NULL AND position > 0 AND iif(placements.page = '', position = 1,
            placements.page IN ('1', 'A1', pages.page)))
        FROM placements JOIN editions ON editions.id = placements.edition_id
        LEFT JOIN pages ON pages.edition_id = editions.id AND place = 1
        WHERE story_id IS NOT NULL GROUP BY 1, 2""",
}


def check_kept(connection: sqlite3.Connection) -> None:
    """See that the full-text index and the kept counts are those of the rows that are there."""
    connection.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")
    for table, anew in COUNTED_ANEW.items():
        kept, counted = (sorted(connection.execute(sql), key=repr) for sql in (f"SELECT * FROM {table}", anew))
        assert kept == counted, table


def _anywhere(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with the port of the fictional newspapers' site taken out: it is another one in each test."""
    return tuple(
        re.sub(r"http://127\.0\.0\.1:\d+", "SITE", value) if isinstance(value, str) else value for value in row
    )


def asked(path: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


# What two archives do not have alike where the captures were copied into another folder by an import.
COPIED = tuple(
    f"{table}.{name}"
    for table in ("captures", "thumbnails", "permission_documents", "publication_files")
    for name in ("file", "offset", "length")
)


def every_row(path: Path, *, copied: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, row ids apart, in an order of their own; all but what is otherwise by its nature.

    :param copied: of an archive that has copies of the captures.
    """
    found = {}
    with contextlib.closing(sqlite3.connect(path)) as connection:
        check_kept(connection)
        for table in differences.tables_of(connection):
            if copied and table == "index_captures":  # which are of the pages that this very archive has asked for
                continue
            columns = differences.values_of(connection, table).items()
            values = ", ".join(value for name, value in columns if not (copied and f"{table}.{name}" in COPIED))
            found[table] = sorted(connection.execute(f"SELECT {values} FROM {table}"), key=repr) if values else []
    return found
