"""Which state of a newspaper's file the captures have, and since when (``publication_files``)."""

from __future__ import annotations

import datetime as dt

from sqlite_utils import Database

from scraper.archive.write.runs import stamp
from scraper.items import Capture


def newest(db: Database, slug: str) -> str:
    """The hash of the state that was captured last; empty where none was."""
    sql = "SELECT sha256 FROM publication_files WHERE slug = ? ORDER BY since DESC, id DESC LIMIT 1"
    row = db.execute(sql, [slug]).fetchone()
    return str(row[0]) if row else ""


def knows(db: Database, slug: str, moment: dt.datetime, sha256: str) -> bool:
    """Whether this very record was entered before."""
    sql = "SELECT 1 FROM publication_files WHERE slug = ? AND since = ? AND sha256 = ?"
    return db.execute(sql, [slug, stamp(moment), sha256]).fetchone() is not None


def enter(db: Database, slug: str, capture: Capture) -> None:
    """Store that a newspaper's file was as its record has it, from the record's moment on."""
    with db.atomic():
        row = {
            "slug": slug,
            "since": stamp(capture.fetched),
            "sha256": capture.sha256,
            "file": capture.file,
            "offset": capture.offset,
            "length": capture.length,
        }
        db.table("publication_files").insert(row)
