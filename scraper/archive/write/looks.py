"""Every look of a run at an edition: when, and what came of it (the table ``looks``).

It is the log of this machine, as ``runs`` is: the ledger says what the newspaper had, and is not changed by a look that
nothing answered.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from sqlite_utils import Database

from scraper.archive.edition_states import publication_ids
from scraper.archive.schema import CLAIMED
from scraper.archive.write.runs import stamp
from scraper.archive.write.stories import save_publication
from scraper.items import EditionKey, Look, Outcome
from scraper.publication import Publication
from scraper.reasons import dumps, shown


def enter(db: Database, publication: Publication, look: Look, run_id: int) -> None:
    """Store a look."""
    with db.atomic():
        row = {
            "run_id": run_id,
            "publication_id": save_publication(db, publication),
            "date": look.key.date.isoformat(),
            "label": look.key.label,
            "began": stamp(look.began),
            "ended": stamp(look.ended),
            "outcome": look.outcome.value if look.outcome else None,
            "detail": dumps(look.reasons),
            "listed": look.listed,
            "added": look.added,
            "changed": look.changed,
            "again": int(look.again),
        }
        db.table("looks").insert(row)


def papers(db: Database) -> set[str]:
    """The slugs of the newspapers at whose editions runs have looked, whatever came of it."""
    sql = "SELECT slug FROM publications WHERE EXISTS (SELECT 1 FROM looks WHERE publication_id = publications.id)"
    return {slug for (slug,) in db.execute(sql).fetchall()}


def since(db: Database, slug: str, first: dt.date) -> Mapping[EditionKey, list[Look]]:
    """The looks at a newspaper's editions of this day and later, the oldest first.

    Of an edition that was collected before looks were kept, or whose archive was rebuilt, its last collection is one.
    """
    found: defaultdict[EditionKey, list[Look]] = defaultdict(list)
    for publication_id in publication_ids(db.conn, [slug]):
        rows = db.execute(
            f"""
            SELECT date, label, began, ended, outcome, detail, listed, added, changed, again FROM looks
            WHERE publication_id = :paper AND date >= :first
            UNION ALL
            SELECT date, label, last_collected, last_collected, outcome, detail, coalesce(listed, 0), 0, 0, 0
            FROM editions
            WHERE publication_id = :paper AND date >= :first AND outcome IS NOT NULL AND last_collected IS NOT NULL
            AND NOT {CLAIMED} AND NOT EXISTS (SELECT 1 FROM looks WHERE looks.publication_id = editions.publication_id
                AND looks.date = editions.date AND looks.label = editions.label AND looks.outcome IS NOT NULL)
            ORDER BY ended
            """,  # noqa: S608
            {"paper": publication_id, "first": first.isoformat()},
        )
        for date, label, began, ended, outcome, detail, listed, added, changed, again in rows.fetchall():
            key = EditionKey(slug, dt.date.fromisoformat(date), label)
            look = Look(
                key=key,
                began=dt.datetime.fromisoformat(began),
                ended=dt.datetime.fromisoformat(ended),
                outcome=Outcome(outcome) if outcome else None,
                reasons=shown(detail),
                listed=listed,
                added=added,
                changed=changed,
                again=bool(again),
            )
            found[key].append(look)
    return found
