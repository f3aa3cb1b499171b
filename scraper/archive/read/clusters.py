"""Wire copy: the other stories of a story's cluster, and to which cluster stories belong."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import cast

from scraper.archive.row_types import CopiesFields, CopyFields
from scraper.archive.rows import rows
from scraper.archive.shingles import shared, shingles

MOST = 50  # copies that are listed


def copies(connection: sqlite3.Connection, key: str) -> CopiesFields | None:
    """The cluster of a story, the others in it by day; None where it has no copies.

    The agency is that which most of its stories name.
    """
    found = connection.execute(
        "SELECT cluster, id, body FROM clusters JOIN stories ON stories.id = story_id WHERE key = ?", [key]
    ).fetchone()
    if found is None:
        return None
    cluster, story_id, body = found
    total, papers = connection.execute(
        """
        SELECT count(*), count(DISTINCT publication_id) FROM clusters JOIN stories ON stories.id = story_id
        WHERE cluster = ? AND story_id <> ?
        """,
        [cluster, story_id],
    ).fetchone()
    if not total:
        return None
    agency = connection.execute(
        """
        SELECT agency FROM clusters JOIN stories ON stories.id = story_id WHERE cluster = ? AND agency <> ''
        GROUP BY agency ORDER BY count(*) DESC, agency LIMIT 1
        """,
        [cluster],
    ).fetchone()
    listed = rows(
        connection,
        """
        SELECT stories.key, stories.url AS source_url, stories.headline, stories.language, stories.access,
            stories.edition_date, stories.evidence_kind, stories.page, stories.agency, stories.body,
            publications.slug AS publication, publications.title AS publication_title
        FROM clusters JOIN stories ON stories.id = clusters.story_id
        JOIN publications ON publications.id = stories.publication_id
        WHERE cluster = ? AND story_id <> ? ORDER BY stories.id LIMIT ?
        """,
        [cluster, story_id, MOST],
    )
    own = shingles(body)
    for row in listed:
        row["shared"] = round(shared(own, shingles(row.pop("body"))), 2)
    return {
        "cluster": cluster,
        "agency": agency[0] if agency else "",
        "total": total,
        "papers": papers,
        "items": cast(list[CopyFields], listed),
    }


def clusters_of(connection: sqlite3.Connection, keys_of_stories: Sequence[str]) -> dict[str, str]:
    """The cluster of each of these stories, by key; without those that have no copies."""
    marks = ", ".join("?" * len(keys_of_stories))
    found = connection.execute(
        f"SELECT key, cluster FROM stories JOIN clusters ON story_id = stories.id WHERE key IN ({marks})",  # noqa: S608
        list(keys_of_stories),
    )
    return dict(found.fetchall())
