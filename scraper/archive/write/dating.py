"""Settle whose a held story is, and of which day, by the lists that have it.

A list says where a story stands in its own newspaper. It makes no story of another newspaper its own, and says nothing
of that one's day: such a story stands in it, and is that one's.

The rules are those of ``scraper.dating.decide``; what a story's page said of its edition is in its row.
"""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from scraper.archive import keys
from scraper.archive.schema import CLAIMED
from scraper.dating import index_claim, web_date_claim
from scraper.items import EditionKey, EvidenceKind, StoryLink
from scraper.reasons import Code

STRENGTH = {kind.value: rank for rank, kind in enumerate(EvidenceKind)}
DOUBTFUL = f"instr(editions.detail, '\"{Code.DAY_IN_DOUBT}\"') > 0"  # the day of an edition's list is not certain
LISTED = f"placements.position > 0 AND editions.outcome IS NOT 'stale' AND NOT {DOUBTFUL}"
SOUND = f"{LISTED} AND NOT {CLAIMED}"  # placements that date: in lists that this archive has seen
SAID = f"{LISTED} AND {CLAIMED}"  # those that an import says there are
BY_ITS_PAGE = (EvidenceKind.STATEMENT.value, EvidenceKind.STRUCTURED.value, EvidenceKind.URL.value)

# Nothing is of a newspaper.
WITHOUT_STORIES = """NOT EXISTS (SELECT 1 FROM stories WHERE publication_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM editions WHERE publication_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM expected_editions WHERE publication_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM looks WHERE publication_id = ?1)"""


def free_id(db: Database, date: dt.date | None, key: str) -> int:
    """The preferred id, or the next free one after it."""
    candidate = keys.preferred_id(date, key)
    while db.execute("SELECT 1 FROM stories WHERE id = ?", [candidate]).fetchone():
        candidate += 1
    return candidate


def owner(of_site: Collection[str], listed_by: Sequence[str], held: str) -> str:
    """Whose story it is (pure): its site's; where that is nobody's or several newspapers', the first to list it.

    :param of_site: the newspapers whose site it is on, where any file names that.
    :param listed_by: the newspapers whose editions list it, the earliest first.
    :param held: whose it was taken for.
    """
    if not of_site:
        return next(iter(listed_by), held)
    if listers := [slug for slug in listed_by if slug in of_site]:
        return listers[0]
    return next(iter(of_site)) if len(of_site) == 1 else held


def settle(db: Database, story_ids: Iterable[int]) -> dict[int, int]:
    """Give stories to their newspapers, and date them by its lists; returns the row ids that have changed."""
    moved = {}
    for story_id in story_ids:
        _own_anew(db, story_id)
        listed = _earliest_index(db, story_id) or _earliest_index(db, story_id, SAID)
        if listed and (new := date_anew(db, story_id)) != story_id:
            moved[story_id] = new
        if listed:
            _leave_guessed_places(db, moved.get(story_id, story_id))
    return moved


def drop_unused(db: Database, publication_ids: Iterable[int]) -> None:
    """Forget newspapers that no file describes, where nothing is of them any more: their stories are another's."""
    for publication_id in publication_ids:
        db.execute(f"DELETE FROM publications WHERE id = ?1 AND NOT declared AND {WITHOUT_STORIES}", [publication_id])  # noqa: S608


def _own_anew(db: Database, story_id: int) -> None:
    of_site = [slug for (slug,) in db.execute("SELECT slug FROM sites_of_stories WHERE story_id = ?", [story_id])]
    listed_by = db.execute(
        f"""
        SELECT slug FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE placements.story_id = ? AND {LISTED} GROUP BY slug ORDER BY min({CLAIMED}), min(editions.date), slug
        """,  # noqa: S608
        [story_id],
    ).fetchall()
    (held,) = db.execute(
        "SELECT slug FROM stories JOIN publications ON publications.id = publication_id WHERE stories.id = ?",
        [story_id],
    ).fetchone()
    own = owner(of_site, [slug for (slug,) in listed_by], held)
    if own != held:
        db.execute(
            "UPDATE stories SET publication_id = (SELECT id FROM publications WHERE slug = ?) WHERE id = ?",
            [own, story_id],
        )


def _leave_guessed_places(db: Database, story_id: int) -> None:
    """Take a story that its newspaper lists out of the edition that its page names, which no index has listed."""
    guessed = db.execute(
        """
        SELECT placements.id, edition_id FROM placements JOIN editions ON editions.id = edition_id
        JOIN stories ON stories.id = placements.story_id AND stories.publication_id = editions.publication_id
        WHERE placements.story_id = ? AND position = 0
        """,
        [story_id],
    ).fetchall()
    for placement_id, edition_id in guessed:
        db.execute("DELETE FROM placements WHERE id = ?", [placement_id])
        db.execute(
            """
            DELETE FROM editions WHERE id = ?1 AND outcome IS NULL AND listed IS NULL
            AND NOT EXISTS (SELECT 1 FROM placements WHERE edition_id = ?1)
            AND NOT EXISTS (SELECT 1 FROM editions AS supplement WHERE supplement.parent_id = ?1)
            """,
            [edition_id],
        )


def date_by_index(db: Database, edition_id: int) -> None:
    """Settle the stories that an edition's index lists, some of which were dated by less or by another day's list."""
    rows = db.execute("SELECT story_id FROM placements WHERE edition_id = ? AND story_id IS NOT NULL", [edition_id])
    story_ids = [story_id for (story_id,) in rows.fetchall()]
    marks = ", ".join("?" * len(story_ids))
    papers = f"SELECT DISTINCT publication_id FROM stories WHERE id IN ({marks})"  # noqa: S608
    of_before = {publication_id for (publication_id,) in db.execute(papers, story_ids).fetchall()}
    moved = settle(db, story_ids)
    now = [moved.get(story_id, story_id) for story_id in story_ids]
    drop_unused(db, of_before - {publication_id for (publication_id,) in db.execute(papers, now).fetchall()})


def date_anew(db: Database, story_id: int) -> int:
    """Date a story by its newspaper's earliest index; where none lists it, by the strongest that its page says.

    Where the page says nothing of an edition, the list of an import does.

    :returns: its row id, which is another for another day.
    """
    row = db.execute(
        """
        SELECT edition_date, evidence_kind, evidence_text, evidence_also, section, page, published, timezone, key
        FROM stories JOIN publications ON publications.id = stories.publication_id WHERE stories.id = ?
        """,
        [story_id],
    ).fetchone()
    held_date, kind, text, also_json, section, page, published, zone, key = row
    also: list[dict[str, Any]] = json.loads(also_json)
    if kind in BY_ITS_PAGE:
        also.insert(0, {"kind": kind, "text": text, "date": held_date})
    found, listed = EvidenceKind.INDEX, _earliest_index(db, story_id)
    if listed is None and not any(each["date"] for each in also):
        found, listed = EvidenceKind.CLAIMED, _earliest_index(db, story_id, SAID)
    if listed and kind == found.value and listed[0].date.isoformat() == held_date:
        return story_id
    if listed:
        claim = index_claim(*listed)
        dated = {"date": str(claim.date), "kind": found.value, "text": claim.text}
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
    return int(values.get("id", story_id))


def _earliest_index(db: Database, story_id: int, where: str = SOUND) -> tuple[EditionKey, StoryLink] | None:
    row = db.execute(
        f"""
        SELECT slug, editions.date, editions.label, placements.url, placements.section, placements.page, position
        FROM placements
        JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        JOIN stories ON stories.id = placements.story_id AND stories.publication_id = editions.publication_id
        WHERE placements.story_id = ? AND {where} ORDER BY editions.date, editions.label LIMIT 1
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
