"""Images of stories: which are still to be fetched, what became of each, and the thumbnails the site shows."""

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
    """List the addresses of images to fetch: each story's first, where it was not requested before.

    :param slug: the newspaper.
    :param first, last: only of stories of these edition dates, both included.
    :param again: also those that could not be fetched before.
    :returns: addresses, the newest story's first.
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


def holds(db: Database, url: str, fetched: dt.datetime, sha256: str) -> bool:
    """Whether this very fetch of an image was stored before, or a later one."""
    sql = (
        "SELECT 1 FROM thumbnails WHERE url = ? AND sha256 IS NOT NULL AND (fetched > ? OR fetched = ? AND sha256 = ?)"
    )
    return db.execute(sql, [url, stamp(fetched), stamp(fetched), sha256]).fetchone() is not None


def has_thumbnail(db: Database, url: str) -> bool:
    """Whether there is a picture of the image at an address."""
    sql = "SELECT 1 FROM thumbnails WHERE url = ? AND thumbnail IS NOT NULL"
    return db.execute(sql, [url]).fetchone() is not None


def save(db: Database, url: str, capture: Capture, made: Thumbnail | Reason) -> None:
    """Store what became of an image that was fetched.

    :param url: its address as the story's page has it.
    :param made: its thumbnail, or why none could be made.
    """
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
    """Store why an image could not be fetched."""
    _write(db, {"url": url, "fetched": stamp(when), "failure": dump(why)})


def _write(db: Database, row: dict[str, Any]) -> None:
    with db.atomic():
        db.table("thumbnails").insert(row, pk="url", replace=True)


def thumbnail(connection: sqlite3.Connection, name: str) -> Row | None:
    """The thumbnail whose image has this hash; None where there is none.

    :param name: the beginning of the SHA-256 of the image, in hexadecimal, as its address on the site has it.
    :returns: a row with ``thumbnail`` (bytes) and ``thumbnail_type``.
    """
    return first_row(
        connection,
        """
        SELECT thumbnail, thumbnail_type FROM thumbnails
        WHERE sha256 BETWEEN ? AND ? AND thumbnail IS NOT NULL LIMIT 1
        """,
        [name, name + "g"],
    )
