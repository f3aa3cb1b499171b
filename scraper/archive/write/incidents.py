"""Incidents: what is wrong with a newspaper's site, one that is open for each newspaper, and those before it.

They are the log of this machine, as ``runs`` are, and are not rebuilt from the captures.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlite_utils import Database

from scraper.archive.schema import CLAIMED
from scraper.archive.write.runs import stamp
from scraper.drift.incidents import KNOWN, Incident, Line
from scraper.items import EditionKey, Outcome
from scraper.publication import Publication
from scraper.reasons import Reason, dumps, shown

OF_LABEL = f"""
    FROM editions JOIN publications ON publications.id = publication_id
    WHERE slug = ? AND label = ? AND outcome IS NOT NULL AND NOT {CLAIMED}"""


@dataclass(frozen=True, slots=True)
class Row:
    """An incident with its row, and whose it is."""

    id: int
    slug: str
    title: str
    incident: Incident


def open_one(db: Database, slug: str) -> Row | None:
    """The open incident of a newspaper."""
    return next(iter(_rows(db, "slug = ? AND closed IS NULL", [slug])), None)


def of_paper(db: Database, slug: str) -> list[Row]:
    """All incidents of a newspaper, the newest first."""
    return _rows(db, "slug = ?", [slug])


def untold(db: Database) -> list[Row]:
    """Incidents that were opened or closed since somebody was told of them."""
    return _rows(db, "told_opened IS NULL OR (closed IS NOT NULL AND told_closed IS NULL)", [])


def told(db: Database, row: Row, moment: dt.datetime) -> None:
    """Remember that an incident was told as it is."""
    names = ["told_opened", *(["told_closed"] if row.incident.closed else [])]
    assigned = ", ".join(f"{name} = coalesce({name}, ?)" for name in names)
    with db.atomic():
        db.execute(f"UPDATE incidents SET {assigned} WHERE id = ?", [*[stamp(moment)] * len(names), row.id])  # noqa: S608


def save(db: Database, slug: str, incident: Incident, row: Row | None) -> None:
    """Store an incident.

    :param row: the row that it has.
    """
    values: dict[str, Any] = {
        "opened": incident.opened,
        "closed": incident.closed or None,
        "since": incident.since.isoformat(),
        "detail": dumps(incident.reasons),
        "history": json.dumps([asdict(line) for line in incident.history], ensure_ascii=False),
        "right_since": json.dumps(incident.right, ensure_ascii=False),
    }
    with db.atomic():
        if row:
            db.table("incidents").update(row.id, values)
            return
        found = db.execute("SELECT id FROM publications WHERE slug = ?", [slug]).fetchone()
        db.table("incidents").insert({"publication_id": found[0], **values})


def accept(db: Database, publication: Publication, day: dt.date, moment: dt.datetime) -> bool:
    """Close the open incident, and let what is there from this day on be usual; False where none is open."""
    row = open_one(db, publication.slug)
    if row is None:
        return False
    with db.atomic():
        db.execute(
            "UPDATE incidents SET closed = ?, accepted = ? WHERE id = ?", [stamp(moment), day.isoformat(), row.id]
        )
    return True


def accepted(db: Database, slug: str) -> dt.date:
    """The day from which on a person has let what is there be usual; the first of all days where nobody has."""
    row = db.execute(
        "SELECT max(accepted) FROM incidents JOIN publications ON publications.id = publication_id WHERE slug = ?",
        [slug],
    ).fetchone()
    return dt.date.fromisoformat(row[0]) if row and row[0] else dt.date.min


def before(db: Database, key: EditionKey) -> list[tuple[Outcome, Sequence[Reason]]]:
    """How the editions of this label before it ended, the newest first."""
    found = db.execute(
        f"SELECT outcome, detail {OF_LABEL} AND editions.date < ? ORDER BY editions.date DESC LIMIT ?",
        [key.publication, key.label, key.date.isoformat(), KNOWN],
    ).fetchall()
    return [(Outcome(outcome), shown(detail)) for outcome, detail in found]


def is_newest(db: Database, key: EditionKey) -> bool:
    """Whether no later edition of this label is held."""
    found = db.execute(
        f"SELECT 1 {OF_LABEL} AND editions.date > ? AND outcome IN ('complete', 'degraded', 'partial') LIMIT 1",
        [key.publication, key.label, key.date.isoformat()],
    ).fetchone()
    return found is None


def collected_at(db: Database, key: EditionKey) -> list[tuple[dt.date, dt.datetime]]:
    """Dates of the last complete editions of this label before it, and when each was first collected."""
    found = db.execute(
        f"""
        SELECT editions.date, first_collected {OF_LABEL} AND editions.date < ? AND outcome = 'complete'
        AND first_collected IS NOT NULL ORDER BY editions.date DESC LIMIT 20
        """,
        [key.publication, key.label, key.date.isoformat()],
    ).fetchall()
    return [(dt.date.fromisoformat(date), dt.datetime.fromisoformat(moment)) for date, moment in found]


def _rows(db: Database, where: str, values: list[Any]) -> list[Row]:
    found = db.execute(
        f"""
        SELECT incidents.id, slug, title, opened, closed, since, detail, history, right_since FROM incidents
        JOIN publications ON publications.id = publication_id WHERE {where} ORDER BY opened DESC, incidents.id DESC
        """,  # noqa: S608
        values,
    ).fetchall()
    rows = []
    for row_id, slug, title, opened, closed, since, detail, history, right in found:
        incident = Incident(
            since=dt.date.fromisoformat(since),
            opened=opened,
            closed=closed or "",
            reasons=shown(detail),
            history=tuple(Line(**line) for line in json.loads(history)),
            right=json.loads(right),
        )
        rows.append(Row(row_id, slug, title, incident))
    return rows
