"""The archive's stories, one after another, as exports take them: constant memory, one moment of the archive."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from scraper.archive.journal import RESTRICTED
from scraper.archive.read import clusters, permissions
from scraper.archive.read import stories as read_stories
from scraper.archive.read.publications import THUMBNAIL
from scraper.archive.rows import Row, rows
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import Matching, matching
from scraper.items import Access
from scraper.permissions.values import NOT_KNOWN, PERMITTED, Use

# Columns that a restricted story has not.
WITHHELD = ("kicker", "standfirst", "byline", "agency", "dateline", "print_headline", "body")
CHUNK = 500  # stories whose authors and placements are looked up at once


def stories(connection: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """The stories that match in edition order, the undated first, each with ``authors``, ``topics`` and ``editions``.

    ``editions`` are where it ran: publication, date, label, section, page, position and print headline of each.
    ``edition_label`` is that of the edition in which it stands on its day; None where it stands in none.
    ``cluster`` is the same for stories that share most of their text; None where there are no copies.
    """
    asked = matching(connection, filters)
    after = -1
    while ids := _following(connection, asked, after):
        after = ids[-1]
        chunk = rows(
            connection,
            f"""
            SELECT stories.id, stories.key, stories.url AS source_url, publications.slug AS publication,
                publications.title AS publication_title, stories.edition_date, stories.evidence_kind,
                stories.evidence_text, stories.issue, stories.headline, stories.print_headline, stories.kicker,
                stories.standfirst, stories.byline, stories.agency, stories.dateline, stories.section, stories.page,
                stories.language, stories.access, stories.words, stories.topics, stories.published, stories.modified,
                stories.first_seen, stories.fetched, stories.noarchive, stories.tdm_reserved, stories.text_hash,
                {RESTRICTED.format(schema="")} AS restricted, stories.body
            FROM stories JOIN publications ON publications.id = stories.publication_id
            WHERE stories.id IN ({", ".join("?" * len(ids))}) ORDER BY stories.id
            """,  # noqa: S608
            ids,
        )
        yield from _complete(connection, chunk)


def only_permitted(
    connection: sqlite3.Connection, found: Iterable[Row], uses: Collection[Use], left_out: Counter[str]
) -> Iterator[Row]:
    """Those of the stories of which every one of these uses may be taken for permitted when they were fetched.

    :param left_out: counts the others by why: "prohibited", "on-terms", "not-known" (nobody has looked).
    """
    history = permissions.History(connection)
    for row in found:
        recorded = permissions.of_story(connection, row["key"], history)
        codes = [recorded.permissions.answer_code(use) if recorded else NOT_KNOWN for use in uses]
        if refused := next((code for code in codes if code not in PERMITTED), ""):
            left_out[refused] += 1
        else:
            yield row


def _following(connection: sqlite3.Connection, asked: Matching, after: int) -> list[int]:
    """The row ids of the next chunk of matches."""
    asked = asked.narrowed(f"{asked.column} > :after", after=after)
    found = connection.execute(
        f"SELECT {asked.column} FROM {asked.source} WHERE {asked.where} ORDER BY {asked.column} LIMIT {CHUNK}",  # noqa: S608
        asked.parameters,
    )
    return [row_id for (row_id,) in found]


def _complete(connection: sqlite3.Connection, chunk: Sequence[Row]) -> Iterator[Row]:
    ids = [row["id"] for row in chunk]
    marks = ", ".join("?" * len(ids))
    authors: dict[int, list[str]] = {}
    for story_id, author in connection.execute(
        f"""
        SELECT story_id, authors.name FROM story_authors JOIN authors ON authors.id = author_id
        WHERE story_id IN ({marks}) ORDER BY story_id, position
        """,  # noqa: S608
        ids,
    ):
        authors.setdefault(story_id, []).append(author)
    placed: dict[int, list[Row]] = {}
    for row in rows(
        connection,
        f"""
        SELECT placements.story_id, publications.slug AS publication, editions.date, editions.label,
            placements.section, placements.page, placements.position, placements.print_headline
        FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE placements.story_id IN ({marks}) ORDER BY editions.date, publications.slug, editions.label, placements.id
        """,  # noqa: S608
        ids,
    ):
        placed.setdefault(row.pop("story_id"), []).append(row)
    stands = read_stories.editions_of(connection, [row["key"] for row in chunk])
    clustered = clusters.clusters_of(connection, [row["key"] for row in chunk])
    for row in chunk:
        story_id = row.pop("id")
        row["cluster"] = clustered.get(row["key"])
        edition = stands.get(row["key"])
        row["edition_label"] = edition and edition["edition_label"]
        if row.pop("restricted"):
            row |= dict.fromkeys(WITHHELD, "") | {"access": Access.HEADLINE.value, "topics": "[]", "cluster": None}
            authors.pop(story_id, None)
        body = row.pop("body")
        row |= {name: bool(row[name]) for name in ("noarchive", "tdm_reserved")}
        row["topics"] = json.loads(row["topics"])
        yield {**row, "authors": authors.get(story_id, []), "editions": placed.get(story_id, []), "body": body}


def edition_stories(connection: sqlite3.Connection, slug: str, date: dt.date, label: str) -> list[Row]:
    """The held stories of one edition in printed order, with their texts."""
    found = rows(
        connection,
        f"""
        SELECT {RESTRICTED.format(schema="")} AS restricted, stories.key, stories.url AS source_url, stories.headline,
            coalesce(nullif(placements.print_headline, ''), stories.print_headline) AS print_headline, stories.kicker,
            stories.standfirst, stories.byline, stories.agency, stories.dateline, stories.body, stories.body_html,
            stories.language, stories.access, stories.noarchive, stories.fetched, placements.section, placements.page
        FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        JOIN stories ON stories.id = placements.story_id
        WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?
        ORDER BY placements.position = 0, placements.position, placements.id
        """,  # noqa: S608
        [slug, date.isoformat(), label],
    )
    for row in found:
        if row.pop("restricted"):
            row |= dict.fromkeys((*WITHHELD, "body_html"), "") | {"access": Access.HEADLINE.value}
    return list({row["key"]: row for row in found}.values())  # a story that two links lead to is there once


def edition_pictures(connection: sqlite3.Connection, slug: str, date: dt.date, label: str) -> dict[str, list[Row]]:
    """The pictures that are kept of the stories of one edition; by the story's key, in the order of its page.

    :returns: rows with ``caption``, ``credit``, ``thumbnail`` (bytes), ``thumbnail_type``, ``thumbnail_name``.
    """
    found: dict[str, list[Row]] = {}
    for row in rows(
        connection,
        f"""
        SELECT DISTINCT stories.key, images.position, images.caption, images.credit, thumbnails.thumbnail,
            thumbnails.thumbnail_type, {THUMBNAIL}
        FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        JOIN stories ON stories.id = placements.story_id JOIN images ON images.story_id = stories.id
            AND NOT {RESTRICTED.format(schema="")}
        JOIN thumbnails ON thumbnails.url = images.url AND thumbnails.thumbnail IS NOT NULL
        WHERE publications.slug = ? AND editions.date = ? AND editions.label = ? ORDER BY images.position
        """,  # noqa: S608
        [slug, date.isoformat(), label],
    ):
        found.setdefault(row.pop("key"), []).append(row)
    return found


def state(connection: sqlite3.Connection) -> Row:
    """What an export says of the archive it was made of: its stories, and its last finished run."""
    found = rows(
        connection,
        """
        SELECT (SELECT count(*) FROM stories) AS stories, (SELECT max(fetched) FROM stories) AS last_fetched,
            (SELECT max(finished) FROM runs) AS last_run
        """,
    )
    return found[0]
