"""The shapes that indexes had when they were read rightly: kept of editions that closed complete, the newest ones.

Rebuilt from the captures, whose records of listed editions have them.
"""

from __future__ import annotations

import datetime as dt
import json

from sqlite_utils import Database

from scraper.drift import shapes
from scraper.drift.comparison import Before
from scraper.items import EditionKey, ListedEdition

KEPT = 12  # of each weekday and label
NEAR = 200  # days; what was usual longer ago says nothing of today
OF_EDITION = """
    SELECT editions.id, publication_id FROM editions JOIN publications ON publications.id = publication_id
    WHERE slug = ? AND editions.date = ? AND label = ?"""


def keep(db: Database, listed: ListedEdition) -> None:
    """Keep the shape of an edition that closed complete, and forget those before the last of its weekday."""
    key = listed.key
    row = db.execute(OF_EDITION, [key.publication, key.date.isoformat(), key.label]).fetchone()
    if row is None or not listed.shape:
        return
    edition_id, publication_id = row
    with db.atomic():
        db.execute(
            "INSERT INTO shapes (edition_id, rules, shape) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (edition_id) DO UPDATE SET rules = ?2, shape = ?3",
            [edition_id, listed.rules, json.dumps(listed.shape, ensure_ascii=False)],
        )
        db.execute(
            """
            DELETE FROM shapes WHERE edition_id IN (
                SELECT edition_id FROM shapes JOIN editions ON editions.id = edition_id
                WHERE publication_id = ? AND label = ? AND strftime('%w', date) = strftime('%w', ?)
                ORDER BY date DESC LIMIT -1 OFFSET ?)
            """,
            [publication_id, key.label, key.date.isoformat(), KEPT],
        )


def usual(db: Database, key: EditionKey, rules: str, *, since: dt.date = dt.date.min) -> list[Before]:
    """The shapes of other editions of this label that the same rules have read rightly, the newest first.

    :param rules: their fingerprint (``scraper.collect.rules_followed``).
    :param since: the first edition that counts: a person has said that what was before is over.
    """
    found = db.execute(
        """
        SELECT editions.date, shape FROM shapes JOIN editions ON editions.id = edition_id
        JOIN publications ON publications.id = publication_id
        WHERE slug = ?1 AND label = ?2 AND editions.date <> ?3 AND editions.date >= ?5 AND shapes.rules = ?4
        AND abs(julianday(editions.date) - julianday(?3)) <= ?6 ORDER BY editions.date DESC
        """,
        [key.publication, key.label, key.date.isoformat(), rules, since.isoformat(), NEAR],
    ).fetchall()
    read = ((dt.date.fromisoformat(date).isoweekday(), shapes.of_text(text)) for date, text in found)
    return [Before(weekday, shape) for weekday, shape in read if shape is not None]


def listed_addresses(db: Database, key: EditionKey) -> set[str]:
    """The addresses that the last complete editions of this label before it listed."""
    found = db.execute(
        """
        SELECT placements.url FROM placements WHERE position > 0 AND edition_id IN (
            SELECT editions.id FROM editions JOIN publications ON publications.id = publication_id
            WHERE slug = ? AND label = ? AND date < ? AND outcome = 'complete' ORDER BY date DESC LIMIT 5)
        """,
        [key.publication, key.label, key.date.isoformat()],
    ).fetchall()
    return {url for (url,) in found}
