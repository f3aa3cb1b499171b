"""Rows -> stories as pages and JSON show them: one story with all that is known of it, its versions, short lists."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import cast

from scraper.archive import keys
from scraper.archive.journal import RESTRICTED
from scraper.archive.read.publications import FIRST_IMAGE, FIRST_THUMBNAIL, THUMBNAIL, THUMBNAILS
from scraper.archive.row_types import (
    CitedPlacement,
    CitedStoryFields,
    FirstThumbnailColumns,
    StoryOfPaperFields,
    StoryRow,
    Tombstone,
    VersionFields,
    VersionHeadline,
    WholeStoryRow,
)
from scraper.archive.rows import Row, first_row, rows

SUMMARY = """stories.key, stories.url AS source_url, stories.headline, stories.kicker, stories.standfirst,
    stories.byline, stories.section, stories.page, stories.language, stories.access, stories.edition_date,
    stories.evidence_kind, stories.published, stories.words"""

PAPER = """publications.slug AS publication, publications.title AS publication_title,
    publications.place AS publication_place, publications.publisher AS publication_publisher,
    publications.issn AS publication_issn"""

EDITION = """editions.date AS edition_date, editions.label AS edition_label, editions.name AS edition_name,
    publications.slug AS publication, publications.title AS publication_title"""


def story(connection: sqlite3.Connection, key: str) -> WholeStoryRow | None:
    """A story with its paper, placements, authors, images, related links, newest capture and number of versions."""
    found = first_row(
        connection,
        f"""
        SELECT stories.id, {SUMMARY}, stories.print_headline, stories.agency, stories.dateline, stories.body,
            stories.body_html, stories.topics, stories.modified, stories.first_seen, stories.fetched, stories.issue,
            stories.evidence_text, stories.evidence_also, stories.noarchive, stories.tdm_reserved,
            stories.text_hash, stories.found_by, {RESTRICTED.format(schema="")} AS restricted, {PAPER},
            (SELECT count(*) FROM versions WHERE story_id = stories.id) AS versions
        FROM stories JOIN publications ON publications.id = stories.publication_id WHERE stories.key = ?
        """,  # noqa: S608
        [key],
    )
    if found is None:
        return None
    story_id = found.pop("id")
    found |= {name: json.loads(found[name]) for name in ("topics", "found_by", "evidence_also")}
    found |= {name: bool(found[name]) for name in ("noarchive", "tdm_reserved", "restricted")}
    parts = {
        "authors": """SELECT authors.name FROM story_authors JOIN authors ON authors.id = story_authors.author_id
            WHERE story_id = ? ORDER BY position""",
        "images": f"""SELECT images.url AS source_url, caption, credit, {THUMBNAIL},
            thumbnails.thumbnail_type FROM images {THUMBNAILS}
            WHERE story_id = ? ORDER BY position""",  # noqa: S608
        "related_links": """SELECT link.url AS source_url, link.headline, link.standfirst, stories.key
            FROM related_links AS link LEFT JOIN addresses ON addresses.url = link.url
            LEFT JOIN stories ON stories.id = addresses.story_id WHERE link.story_id = ? ORDER BY link.position""",
        "captures": """SELECT url AS source_url, fetched, sha256, status, content_type, file, offset, length,
                memento AS memento_url, asked FROM captures WHERE story_id = ? ORDER BY fetched DESC, id DESC""",
    }
    found |= {name: rows(connection, sql, [story_id]) for name, sql in parts.items()}
    found["authors"] = [author["name"] for author in found["authors"]]
    return cast(WholeStoryRow, found | _placed(connection, story_id, found))


def _placed(connection: sqlite3.Connection, story_id: int, found: Row) -> Row:
    """Where the story ran, its own edition first, and its neighbours there."""
    placements = rows(
        connection,
        f"""
        SELECT editions.id AS edition_id, placements.id, placements.section, placements.page, placements.position,
            placements.headline AS listed_headline, placements.print_headline,
            editions.outcome AS edition_outcome, parents.label AS supplement_of, {EDITION}
        FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        LEFT JOIN editions AS parents ON parents.id = editions.parent_id
        WHERE placements.story_id = :story ORDER BY editions.date IS NOT :date, publications.slug IS NOT :paper,
            editions.parent_id IS NOT NULL, editions.date, editions.label, editions.id
        """,  # noqa: S608
        {"story": story_id, "date": found["edition_date"], "paper": found["publication"]},
    )
    around: Row = {"others": [], "previous": None, "next": None}
    if placements:
        around = _neighbours(connection, placements[0]["edition_id"], placements[0]["id"])
    shown = [{name: value for name, value in row.items() if name not in ("id", "edition_id")} for row in placements]
    return {"placements": shown} | around


def _neighbours(connection: sqlite3.Connection, edition_id: int, placement_id: int) -> Row:
    """The other held stories of an edition, and those before and after this one in printed order."""
    listed = rows(
        connection,
        """
        SELECT placements.id, stories.key, stories.headline, stories.language, placements.section, placements.page
        FROM placements JOIN stories ON stories.id = placements.story_id WHERE placements.edition_id = ?
        ORDER BY placements.position = 0, placements.position, placements.id
        """,
        [edition_id],
    )
    at = next(number for number, row in enumerate(listed) if row["id"] == placement_id)
    for row in listed:
        del row["id"]
    return {
        "others": listed[:at] + listed[at + 1 :],
        "previous": listed[at - 1] if at else None,
        "next": listed[at + 1] if at + 1 < len(listed) else None,
    }


def editions_of(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> dict[str, CitedPlacement]:
    """The edition in which each of these stories stands on its day in its own paper; by key, without the others."""
    found = rows(
        connection,
        f"""
        SELECT stories.key, editions.date AS edition_date, editions.label AS edition_label,
            editions.name AS edition_name, parents.label AS supplement_of, placements.section, placements.page
        FROM stories JOIN placements ON placements.story_id = stories.id
        JOIN editions ON editions.id = placements.edition_id AND editions.date = stories.edition_date
            AND editions.publication_id = stories.publication_id
        LEFT JOIN editions AS parents ON parents.id = editions.parent_id
        WHERE stories.key IN ({_marks(keys_of_stories)})
        ORDER BY editions.parent_id IS NULL, editions.label DESC, editions.id DESC
        """,  # noqa: S608
        list(keys_of_stories),
    )
    placed = {row.pop("key"): row for row in found}  # the last of them, which is the main edition, stays
    return cast(dict[str, CitedPlacement], placed)


def pictures_of(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> dict[str, FirstThumbnailColumns]:
    """The first image of each of these stories of which a thumbnail is kept; by key, without the others."""
    found = rows(
        connection,
        f"""
        SELECT stories.key, {FIRST_THUMBNAIL} FROM stories {FIRST_IMAGE} {THUMBNAILS}
        WHERE stories.key IN ({_marks(keys_of_stories)}) AND thumbnails.url IS NOT NULL
        """,  # noqa: S608
        list(keys_of_stories),
    )
    return {row.pop("key"): cast(FirstThumbnailColumns, row) for row in found}


def authors_of(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> dict[str, list[str]]:
    """The persons who wrote each of these stories, in their order; by key, without those that name nobody."""
    authors: dict[str, list[str]] = {}
    for key, name in connection.execute(
        f"""
        SELECT stories.key, authors.name FROM stories JOIN story_authors ON story_authors.story_id = stories.id
        JOIN authors ON authors.id = story_authors.author_id
        WHERE stories.key IN ({_marks(keys_of_stories)}) ORDER BY stories.id, story_authors.position
        """,  # noqa: S608
        list(keys_of_stories),
    ):
        authors.setdefault(key, []).append(name)
    return authors


def numbers_of(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> dict[str, int]:
    """When each of these stories came or changed, as its number (``scraper.archive.arrivals``); by key."""
    found = connection.execute(
        f"""
        SELECT stories.key, arrivals.number FROM stories JOIN arrivals ON arrivals.story_id = stories.id
        WHERE stories.key IN ({_marks(keys_of_stories)})
        """,  # noqa: S608
        list(keys_of_stories),
    )
    return dict(found.fetchall())


def cited(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> list[CitedStoryFields]:
    """What citations say of these stories, in the order of the keys; those that are not held are left out."""
    found = rows(
        connection,
        f"""
        SELECT {SUMMARY}, stories.agency, stories.issue, stories.fetched, stories.topics, {PAPER}
        FROM stories JOIN publications ON publications.id = stories.publication_id
        WHERE stories.key IN ({_marks(keys_of_stories)})
        """,  # noqa: S608
        list(keys_of_stories),
    )
    authors = authors_of(connection, keys_of_stories)
    placed = editions_of(connection, keys_of_stories)
    by_key = {}
    for row in found:
        row["authors"] = authors.get(row["key"], [])
        row["topics"] = json.loads(row["topics"])
        row["placements"] = [placed[row["key"]]] if row["key"] in placed else []
        by_key[row["key"]] = row
    in_order = [by_key[key] for key in dict.fromkeys(keys_of_stories) if key in by_key]
    return cast(list[CitedStoryFields], in_order)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def headline_of(connection: sqlite3.Connection, key: str) -> StoryOfPaperFields | None:
    """As much of a story as heads the page of its versions."""
    found = first_row(
        connection,
        f"""
        SELECT {SUMMARY}, publications.slug AS publication, publications.title AS publication_title
        FROM stories JOIN publications ON publications.id = stories.publication_id WHERE stories.key = ?
        """,  # noqa: S608
        [key],
    )
    return cast(StoryOfPaperFields | None, found)


def beginning(connection: sqlite3.Connection, key: str, letters: int) -> str:
    """So many letters of a story's text, from its beginning."""
    found = connection.execute("SELECT substr(body, 1, ?) FROM stories WHERE key = ?", [letters, key]).fetchone()
    return str(found[0]) if found else ""


def versions(
    connection: sqlite3.Connection, key: str, *, numbers: Collection[int] = (), upto: int = 2**62, size: int = -1
) -> list[VersionFields]:
    """The distinct texts of a story, newest first, each with the capture it was read from.

    :param numbers: of those that are wanted; all of them unless given.
    :param upto: the largest number that is wanted.
    :param size: versions at most; a negative number is no bound.
    """
    found = rows(
        connection,
        """
        SELECT texts.number, texts.fetched, texts.text_hash, texts.headline, texts.standfirst, texts.byline,
            texts.body, texts.body_html, captures.sha256, captures.file, captures.offset
        FROM version_texts AS texts JOIN stories ON stories.id = texts.story_id
        LEFT JOIN captures ON captures.id = texts.capture_id
        WHERE stories.key = ? AND texts.number <= ?
            AND (? OR texts.number IN (SELECT value FROM json_each(?)))
        ORDER BY texts.number DESC LIMIT ?
        """,
        [key, upto, not numbers, json.dumps(list(numbers)), size],
    )
    return cast(list[VersionFields], found)


def headlines(connection: sqlite3.Connection, key: str) -> list[VersionHeadline]:
    """The headline of each version of a story, newest first."""
    found = rows(
        connection,
        """
        SELECT texts.number, texts.fetched, texts.headline FROM version_texts AS texts
        JOIN stories ON stories.id = texts.story_id WHERE stories.key = ? ORDER BY texts.number DESC
        """,
        [key],
    )
    return cast(list[VersionHeadline], found)


def last_versions(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, list[VersionFields]]:
    """The two newest texts of stories that have several, by key."""
    return {key: found for key in keys if len(found := versions(connection, key, size=2)) == 2}


def tombstone(connection: sqlite3.Connection, key: str) -> Tombstone | None:
    """What is left of a story that was taken down: when, and why."""
    found = first_row(connection, "SELECT key, reason, removed FROM takedowns WHERE key = ?", [key])
    return cast(Tombstone | None, found)


def unplaced(
    connection: sqlite3.Connection, slug: str, date: dt.date | None, *, after: int = 0, size: int = 100
) -> tuple[list[StoryRow], int, int | None]:
    """The stories of a day (None: the undated) that stand in no edition: a page of them, how many, the next cursor.

    Those are the stories whose date rests on nothing but their web publication.
    """
    low, high = keys.id_range(date, date) if date else (0, keys.FIRST_DATED - 1)
    condition = """
        stories.publication_id = (SELECT id FROM publications WHERE slug = :slug) AND stories.id BETWEEN :low AND :high
        AND NOT EXISTS (SELECT 1 FROM placements JOIN editions ON editions.id = placements.edition_id
            WHERE placements.story_id = stories.id AND editions.publication_id = stories.publication_id
            AND (editions.date = stories.edition_date OR :undated))
        """
    values = {"slug": slug, "low": low, "high": high, "undated": date is None}
    total = connection.execute(f"SELECT count(*) FROM stories WHERE {condition}", values).fetchone()[0]  # noqa: S608
    found = rows(
        connection,
        f"SELECT stories.id, {SUMMARY} FROM stories WHERE {condition} AND stories.id > :after"  # noqa: S608
        " ORDER BY stories.id LIMIT :size",
        values | {"after": after, "size": size + 1},
    )
    page = found[:size]
    following = page[-1]["id"] if len(found) > size else None
    for row in page:
        del row["id"]
    return cast(list[StoryRow], page), total, following


def web_dated(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> dict[str, int]:
    """How many stories of each day are dated by nothing but their web publication."""
    found = connection.execute(
        """
        SELECT day, stories FROM stories_per_day WHERE day BETWEEN ? AND ? AND evidence_kind = 'published'
        AND publication_id = (SELECT id FROM publications WHERE slug = ?)
        """,
        [(first - keys.EPOCH).days, (last - keys.EPOCH).days, slug],
    )
    return {(keys.EPOCH + dt.timedelta(days=day)).isoformat(): stories for day, stories in found}
