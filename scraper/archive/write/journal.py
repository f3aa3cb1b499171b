"""Enter what was done to stories on request (``scraper.archive.journal``)."""

from __future__ import annotations

import json

from sqlite_utils import Database

from scraper.archive.journal import IN_FORCE
from scraper.archive.write.runs import stamp
from scraper.items import JournalEntry


def enter(db: Database, entry: JournalEntry) -> None:
    """Enter what was done; the same entry twice is one."""
    values = [
        stamp(entry.moment),
        entry.command,
        entry.key,
        entry.url,
        entry.reason,
        entry.until.isoformat() if entry.until else "",
        json.dumps(entry.done, sort_keys=True),
        entry.version,
        entry.who,
    ]
    with db.atomic():
        db.execute(
            """
            INSERT INTO journal (moment, command, key, url, reason, until, done, version, who)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
            WHERE NOT EXISTS (SELECT 1 FROM journal WHERE moment = ?1 AND command = ?2 AND key = ?3)
            """,
            values,
        )


def is_restricted(db: Database, key: str) -> bool:
    """Whether a story shows no more than its metadata today."""
    sql = f"SELECT 1 FROM restrictions WHERE key = ? AND {IN_FORCE}"  # noqa: S608
    return db.execute(sql, [key]).fetchone() is not None
