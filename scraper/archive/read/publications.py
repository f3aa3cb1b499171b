"""Rows of publications, and what the newsstand says of each.

The other nouns have modules of their own: ``calendar`` (coverage), ``editions`` and ``stories``. All of them only read,
give plain dictionaries (``row_types`` says with which keys) and know nothing of addresses, which ``scraper.site`` adds.
Nothing here guesses: where the ledger has no row, a value is None.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import cast

from scraper.archive.keys import FIRST_DATED, date_of_id
from scraper.archive.row_types import Choices, HeadlineRow, PublicationRow, Totals
from scraper.archive.rows import Row, first_row, rows
from scraper.texts.filing import filing_key

PUBLICATION = """publications.slug, publications.title, publications.publisher, publications.kind,
    publications.frequency, publications.language, publications.country, publications.place, publications.homepage,
    publications.issn, publications.declared, publications.demo"""

# Of this edition or supplement there is something to show. Which editions count as held: see ``edition_states``.
HELD = "EXISTS (SELECT 1 FROM placements WHERE placements.edition_id = editions.id AND placements.story_id IS NOT NULL)"

# How many stories and editions of a publication are held, and the first and last day of these: from sums that are kept
# (``scraper.archive.counts``), and looked up in an index, where one query for all would go through every edition.
STORIES = (
    """(SELECT coalesce(sum(stories), 0) FROM stories_per_paper WHERE publication_id = publications.id) AS stories"""
)
_HELD = "edition_states_in_brief WHERE publication_id = publications.id AND any_held = 1"
EDITIONS = f"""(SELECT coalesce(sum(editions), 0) FROM editions_per_year WHERE publication_id = publications.id
        AND counted AND state IN ('held', 'partial', 'statement')) AS editions,
    (SELECT min(date) FROM {_HELD}) AS first_date, (SELECT max(date) FROM {_HELD}) AS last_date"""  # noqa: S608

# What the site shows of an image: the thumbnail's name in addresses, made of the content, and its size in pixels.
THUMBNAIL_NAME_LENGTH = 24  # of the hex digits of a SHA-256
THUMBNAIL = f"""substr(thumbnails.sha256, 1, {THUMBNAIL_NAME_LENGTH}) AS thumbnail_name,
    thumbnails.width AS thumbnail_width, thumbnails.height AS thumbnail_height"""
THUMBNAILS = "LEFT JOIN thumbnails ON thumbnails.url = images.url AND thumbnails.thumbnail IS NOT NULL"
FIRST_THUMBNAIL = f"images.caption AS thumbnail_caption, images.credit AS thumbnail_credit, {THUMBNAIL}"
HEADLINES = 4  # of an edition's front page, where it is shown in small
MOST_CHOICES = 500
FIRST_IMAGE = "LEFT JOIN images ON images.story_id = stories.id AND images.position = 1"


def publications(connection: sqlite3.Connection) -> list[PublicationRow]:
    """Every publication with its counts, its first and last day and its latest edition, in alphabetical order."""
    return [with_latest(connection, row) for row in in_brief(connection)]


def in_brief(connection: sqlite3.Connection) -> list[Row]:
    """Every publication with its ``id``, its counts and its first and last day, by title without its article.

    Those that have editions come first: an import makes a publication of every website it meets.
    """
    found = rows(
        connection,
        f"""
        SELECT publications.id, {PUBLICATION},
            {STORIES}, {EDITIONS}
        FROM publications
        """,  # noqa: S608
    )
    return sorted(filed(found), key=lambda row: not row["editions"])


def without_latest(row: Row) -> PublicationRow:
    """A row of ``in_brief`` as a publication of which the latest edition is not read."""
    fields = {name: value for name, value in row.items() if name != "id"}
    flags = {name: bool(row[name]) for name in ("declared", "demo")}
    return cast(PublicationRow, fields | flags | {"latest_edition": None})


def filed(found: Iterable[Row]) -> list[Row]:
    """Rows with ``title``, ``language`` and ``slug`` in the order of an alphabet, as libraries file titles."""
    return sorted(found, key=lambda row: (filing_key(row["title"], row["language"]), row["slug"]))


def publication(connection: sqlite3.Connection, slug: str) -> PublicationRow | None:
    """One publication as the newsstand shows it; None if there is none of that slug."""
    row = first_row(
        connection,
        f"""
        SELECT publications.id, {PUBLICATION}, {STORIES}, {EDITIONS} FROM publications WHERE publications.slug = ?
        """,  # noqa: S608
        [slug],
    )
    return None if row is None else with_latest(connection, row)


def with_latest(connection: sqlite3.Connection, row: Row) -> PublicationRow:
    """A publication with its latest edition and first headlines; without editions, with the days of its stories.

    :param row: with the publication's ``id``.
    """
    publication_id, row = row["id"], dict(without_latest(row))
    if not row["last_date"]:
        return cast(PublicationRow, row | _days_of_stories(connection, publication_id))
    latest = first_row(
        connection,
        f"""
        SELECT id, date, label, name, title, outcome FROM editions
        WHERE publication_id = ? AND date = ? AND {HELD} ORDER BY parent_id IS NOT NULL, label, id LIMIT 1
        """,  # noqa: S608
        [publication_id, row["last_date"]],
    )
    if latest:
        latest["headlines"] = front_page(connection, latest.pop("id"), size=HEADLINES)
    return cast(PublicationRow, row | {"latest_edition": latest})


def front_page(connection: sqlite3.Connection, edition_id: int, *, size: int) -> list[HeadlineRow]:
    """The first stories of an edition, each with its first image where one is kept."""
    found = rows(
        connection,
        f"""
        SELECT stories.key, stories.headline, stories.kicker, stories.standfirst, stories.language,
            {FIRST_THUMBNAIL}
        FROM placements JOIN stories ON stories.id = placements.story_id {FIRST_IMAGE} {THUMBNAILS}
        WHERE placements.edition_id = ?
        ORDER BY placements.position = 0, placements.position, placements.id LIMIT ?
        """,  # noqa: S608
        [edition_id, size],
    )
    return cast(list[HeadlineRow], found)


def _days_of_stories(connection: sqlite3.Connection, publication_id: int) -> Row:
    first, last = connection.execute(
        "SELECT min(id), max(id) FROM stories WHERE publication_id = ? AND id >= ?", [publication_id, FIRST_DATED]
    ).fetchone()
    days = {"first_date": date_of_id(first or 0), "last_date": date_of_id(last or 0)}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def totals(connection: sqlite3.Connection) -> Totals:
    """How much the archive holds."""
    (found,) = rows(
        connection,
        """
        SELECT (SELECT coalesce(sum(stories), 0) FROM stories_per_paper) AS stories,
            (SELECT count(*) FROM publications) AS publications,
            (SELECT max(finished) FROM runs) AS last_run
        """,
    )
    return cast(Totals, found)


def titles(connection: sqlite3.Connection, slugs: Sequence[str]) -> dict[str, str]:
    """The titles of those of these publications that there are, by slug."""
    found = connection.execute(
        f"SELECT slug, title FROM publications WHERE slug IN ({', '.join('?' * len(slugs))})",  # noqa: S608
        list(slugs),
    )
    return dict(found.fetchall())


def choices(connection: sqlite3.Connection) -> Choices:
    """What a search can be narrowed to: the publications by title, and the languages they are written in."""
    papers = filed(rows(connection, "SELECT slug, title, language FROM publications"))[:MOST_CHOICES]
    languages = sorted({paper["language"].split("-")[0] for paper in papers if paper["language"]})
    return cast(Choices, {"publications": papers, "languages": languages})
