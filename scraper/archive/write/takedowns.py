"""Stories that were removed on request: their tombstones, which keep them away whatever is collected or rebuilt."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from sqlite_utils import Database

from scraper.archive.write.runs import stamp
from scraper.items import Takedown
from scraper.reasons import Code, Reason, dump


def of_story(db: Database, key: str, reason: str, moment: dt.datetime) -> Takedown | None:
    """The removal of a held story, with every address that leads to it; None where there is no such story."""
    row = db.execute("SELECT id, url FROM stories WHERE key = ?", [key]).fetchone()
    if row is None:
        return None
    addresses = db.execute("SELECT url FROM addresses WHERE story_id = ? ORDER BY url", [row[0]]).fetchall()
    return Takedown(key=key, url=row[1], removed=moment, reason=reason, addresses=tuple(url for (url,) in addresses))


def enter(db: Database, takedown: Takedown) -> None:
    """Remove a story and put its tombstone there; of one that is not held, put it there for later."""
    with db.atomic():
        held = db.execute(
            "SELECT id FROM stories WHERE key = ? OR url = ? UNION SELECT story_id FROM addresses WHERE url = ?",
            [takedown.key, takedown.url, takedown.url],
        ).fetchall()
        for (story_id,) in held:
            db.execute(
                "UPDATE placements SET story_id = NULL, failure = ? WHERE story_id = ? AND position > 0",
                [dump(Reason(code=Code.TAKEN_DOWN)), story_id],
            )
            db.execute("DELETE FROM placements WHERE story_id = ?", [story_id])
            db.execute("DELETE FROM stories WHERE id = ?", [story_id])
        db.execute(
            "INSERT OR REPLACE INTO takedowns (key, url, reason, removed) VALUES (?, ?, ?, ?)",
            [takedown.key, takedown.url, takedown.reason, stamp(takedown.removed)],
        )
        addresses = json.dumps(takedown.addresses, ensure_ascii=False)
        db.execute(
            "INSERT OR REPLACE INTO recorded_takedowns (key, addresses) VALUES (?, ?)", [takedown.key, addresses]
        )


def removed(db: Database, key: str, urls: Iterable[str]) -> bool:
    """Whether a story with this key, or at one of these addresses, was removed."""
    wanted = tuple(urls)
    marks = ", ".join("?" * len(wanted))
    found = db.execute(
        f"""
        SELECT 1 FROM takedowns WHERE key = ? OR url IN ({marks})
        UNION SELECT 1 FROM recorded_takedowns, json_each(addresses) WHERE value IN ({marks})
        """,  # noqa: S608
        [key, *wanted, *wanted],
    )
    return found.fetchone() is not None


def refuse(db: Database, urls: Iterable[str]) -> None:
    """Say of the places at these addresses that their story was removed."""
    for url in urls:
        db.execute(
            "UPDATE placements SET failure = ? WHERE url = ? AND story_id IS NULL",
            [dump(Reason(code=Code.TAKEN_DOWN)), url],
        )


def unrecorded(db: Database) -> list[Takedown]:
    """The removals that the captures do not know of, which somebody entered in SQL."""
    rows = db.execute(
        "SELECT key, url, reason, removed FROM takedowns WHERE key NOT IN (SELECT key FROM recorded_takedowns)"
    ).fetchall()
    return [Takedown(key=key, url=url, reason=reason, removed=_moment(moment)) for key, url, reason, moment in rows]


def _moment(text: str) -> dt.datetime:
    """The moment of a removal, as far as somebody has written one."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = dt.datetime.now(dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
