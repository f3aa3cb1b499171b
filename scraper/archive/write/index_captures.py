"""Where each page of an index was captured last, so that it is asked for only if it was changed (``index_captures``).

It is known of pages that this archive has fetched itself, in whatever file they are: a rebuild does not write it.
"""

from __future__ import annotations

from sqlite_utils import Database

from scraper.archive.write.runs import stamp
from scraper.items import Capture


def enter(db: Database, url: str, capture: Capture) -> None:
    """Write down where the page at an address, as it was asked for, is captured."""
    with db.atomic():
        row = {
            "url": url,
            "fetched": stamp(capture.fetched),
            "sha256": capture.sha256,
            "file": capture.file,
            "offset": capture.offset,
            "length": capture.length,
        }
        db.table("index_captures").upsert(row, pk="url")


def last(db: Database, url: str) -> tuple[str, int, int, str] | None:
    """The file, offset and length of the last capture of the page at an address, and its SHA-256; None without one."""
    sql = "SELECT file, offset, length, sha256 FROM index_captures WHERE url = ?"
    row = db.execute(sql, [url]).fetchone()
    return tuple(row) if row else None
