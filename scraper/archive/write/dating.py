"""Date stories anew that are held already: where an index lists them, and where a list was found to be another day's.

The rules are those of ``scraper.dating.decide``; what a story's page said of its edition is in its row.
"""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from typing import Any

from sqlite_utils import Database

from scraper.archive.write.stories import STRENGTH, free_id
from scraper.dating import index_claim, web_date_claim
from scraper.items import EditionKey, EvidenceKind, StoryLink
from scraper.reasons import Code

DOUBTFUL = f"instr(editions.detail, '\"{Code.DAY_IN_DOUBT}\"') > 0"  # the day of an edition's list is not certain
SOUND = f"placements.position > 0 AND editions.outcome IS NOT 'stale' AND NOT {DOUBTFUL}"  # placements that date


def date_by_index(db: Database, edition_id: int) -> None:
    """Date the stories that an edition's index lists, and that were dated by less, or by a list of another day."""
    rows = db.execute(
        f"""
        SELECT stories.id FROM placements JOIN stories ON stories.id = placements.story_id
        JOIN editions ON editions.id = placements.edition_id
        WHERE edition_id = ? AND {SOUND}
        AND (evidence_kind IS NOT 'index' OR edition_date IS NOT editions.date)
        """,  # noqa: S608
        [edition_id],
    )
    for (story_id,) in rows.fetchall():
        date_anew(db, story_id)


def date_anew(db: Database, story_id: int) -> None:
    """Date a story by the earliest index that lists it; where none does, by the strongest that its page says."""
    row = db.execute(
        """
        SELECT edition_date, evidence_kind, evidence_text, evidence_also, section, page, published, timezone, key
        FROM stories JOIN publications ON publications.id = stories.publication_id WHERE stories.id = ?
        """,
        [story_id],
    ).fetchone()
    held_date, kind, text, also_json, section, page, published, zone, key = row
    also: list[dict[str, Any]] = json.loads(also_json)
    if kind not in (None, EvidenceKind.INDEX.value, EvidenceKind.PUBLISHED.value):
        also.insert(0, {"kind": kind, "text": text, "date": held_date})
    listed = _earliest_index(db, story_id)
    if listed and kind == EvidenceKind.INDEX.value and listed[0].date.isoformat() == held_date:
        return
    if listed:
        claim = index_claim(*listed)
        dated = {"date": str(claim.date), "kind": claim.kind.value, "text": claim.text}
        section, page = claim.section or section, claim.page or page
    else:
        dated = _by_its_page(also, published, zone)
        also = [each for each in also if each is not dated]
    values: dict[str, Any] = {
        "edition_date": dated["date"],
        "evidence_kind": dated["kind"],
        "evidence_text": dated["text"],
        "evidence_also": json.dumps(also, ensure_ascii=False),
        "section": section,
        "page": page,
    }
    if dated["date"] != held_date:
        date = dt.date.fromisoformat(dated["date"]) if dated["date"] else None
        values["id"] = free_id(db, date, key)
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE stories SET {assignments} WHERE id = :held", values | {"held": story_id})  # noqa: S608


def _earliest_index(db: Database, story_id: int) -> tuple[EditionKey, StoryLink] | None:
    row = db.execute(
        f"""
        SELECT slug, editions.date, editions.label, placements.url, section, page, position FROM placements
        JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE placements.story_id = ? AND {SOUND} ORDER BY editions.date, editions.id LIMIT 1
        """,  # noqa: S608
        [story_id],
    ).fetchone()
    if row is None:
        return None
    slug, date, label, url, section, page, position = row
    link = StoryLink(url=url, section=section, page=page, position=position)
    return EditionKey(slug, dt.date.fromisoformat(date), label), link


def _by_its_page(also: list[dict[str, Any]], published: str, zone: str) -> dict[str, Any]:
    """The strongest evidence of a day that the page has, or the day of its publication, or nothing."""
    dated = [each for each in also if each["date"]]
    if dated:
        return min(dated, key=lambda each: STRENGTH[each["kind"]])
    claim = web_date_claim(published, zoneinfo.ZoneInfo(zone) if zone else None)
    if claim is None:
        return {"date": None, "kind": None, "text": None}
    return {"date": str(claim.date), "kind": claim.kind.value, "text": claim.text}
