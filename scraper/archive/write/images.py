"""Images of stories: which are wanted, what became of each, and the thumbnails the site shows."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from sqlite_utils import Database

from scraper.archive import keys
from scraper.archive.rows import Row, first_row
from scraper.archive.write.runs import stamp
from scraper.items import Capture
from scraper.reasons import Reason, dump
from scraper.thumbnails import Thumbnail


def wanted(
    db: Database, slug: str, first: dt.date | None = None, last: dt.date | None = None, *, again: bool = False
) -> list[str]:
    """The addresses of the first image of each story of a newspaper that were not asked for yet, newest story first.

    :param again: also those that could not be had before.
    """
    low, high = keys.id_range(first, last)
    found = db.execute(
        """
        SELECT images.url, max(stories.id) FROM stories
        JOIN images ON images.story_id = stories.id AND images.position = 1
        LEFT JOIN thumbnails ON thumbnails.url = images.url
        WHERE stories.publication_id = (SELECT id FROM publications WHERE slug = :slug)
            AND stories.id BETWEEN :low AND :high AND images.url LIKE 'http%'
            AND (thumbnails.url IS NULL OR (:again AND thumbnails.failure <> ''))
        GROUP BY images.url ORDER BY max(stories.id) DESC
        """,
        {"slug": slug, "low": low, "high": high, "again": again},
    )
    return [url for url, _ in found.fetchall()]


def save(db: Database, url: str, capture: Capture, made: Thumbnail | Reason) -> None:
    """Write down an image that was fetched: its thumbnail, or why none could be made."""
    row: dict[str, Any] = {
        "url": url,
        "fetched": stamp(capture.fetched),
        "sha256": capture.sha256,
        "content_type": capture.content_type,
        "file": capture.file,
        "offset": capture.offset,
        "length": capture.length,
    }
    if isinstance(made, Reason):
        row |= {"failure": dump(made), "width": None, "height": None, "thumbnail": None, "thumbnail_type": None}
    else:
        row |= {"failure": "", "width": made.width, "height": made.height, "thumbnail": made.body}
        row["thumbnail_type"] = made.content_type
    _write(db, row)


def failed(db: Database, url: str, why: Reason, when: dt.datetime) -> None:
    """Write down that an image could not be had."""
    _write(db, {"url": url, "fetched": stamp(when), "failure": dump(why)})


def _write(db: Database, row: dict[str, Any]) -> None:
    with db.atomic():
        db.table("thumbnails").insert(row, pk="url", replace=True)


def thumbnail(connection: sqlite3.Connection, name: str) -> Row | None:
    """The thumbnail of that name, and its content type; None where there is none."""
    return first_row(
        connection,
        """
        SELECT thumbnail, thumbnail_type FROM thumbnails
        WHERE sha256 BETWEEN ? AND ? AND thumbnail IS NOT NULL LIMIT 1
        """,
        [name, name + "g"],
    )
