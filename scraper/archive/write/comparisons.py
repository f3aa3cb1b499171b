"""What an edition is judged by when it is collected: the stories that it has, and the editions around it.

A site that answers every address with one page, or serves yesterday's paper again, shows in them.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics

from sqlite_utils import Database

from scraper.archive.schema import CLAIMED
from scraper.items import EditionKey, EvidenceKind

PRINTED = (EvidenceKind.STATEMENT.value, EvidenceKind.STRUCTURED.value)
# Words that no wall has, if it has the hour of a story besides; a paragraph that is repeated counts once.
LONG_TEXT = 50
SAME_TEXTS = 3  # stories of an edition with one text: two may be one story under two addresses


def same_texts(db: Database, key: EditionKey) -> list[tuple[str, int]]:
    """The addresses of stories that share their whole text with others of an edition, each with the number of these.

    Beginnings behind a paywall count only where their headlines are the same, too. A story of which an earlier text is
    held does not count, nor does a page that is a story by all it says: published at an hour, and of some length.
    """
    rows = db.execute(
        """
        SELECT placements.url, stories.id, stories.headline, stories.body, stories.access FROM placements
        JOIN stories ON stories.id = placements.story_id
        JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id AND publications.id = stories.publication_id
        WHERE slug = ? AND editions.date = ? AND editions.label = ? AND stories.body <> ''
        AND NOT (stories.words >= ? AND instr(stories.published, 'T') > 0)
        AND NOT EXISTS (SELECT 1 FROM versions WHERE story_id = stories.id AND number > 1) ORDER BY placements.position
        """,
        [key.publication, key.date.isoformat(), key.label, LONG_TEXT],
    ).fetchall()
    groups: dict[tuple[str, str], dict[int, str]] = {}
    for url, story_id, headline, body, access in rows:
        shared = ("" if access == "open" else headline, body)
        groups.setdefault(shared, {}).setdefault(story_id, url)
    large = [group for group in groups.values() if len(group) >= SAME_TEXTS]
    return [(url, len(group)) for group in large for url in group.values()]


def story_times(db: Database, key: EditionKey) -> list[tuple[str, dt.date | None]]:
    """When each held story of an edition was published, and of which day's paper its page says that it is."""
    rows = db.execute(
        """
        SELECT published, evidence_kind, edition_date, evidence_also FROM placements
        JOIN stories ON stories.id = placements.story_id
        JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE slug = ? AND editions.date = ? AND editions.label = ? AND position > 0
        """,
        [key.publication, key.date.isoformat(), key.label],
    ).fetchall()
    found = []
    for published, kind, date, also in rows:
        claims = [{"kind": kind, "date": date}, *json.loads(also)]
        printed = [claim["date"] for claim in claims if claim["kind"] in PRINTED and claim["date"]]
        found.append((published or "", dt.date.fromisoformat(printed[0]) if printed else None))
    return found


def times_of_others(db: Database, key: EditionKey) -> dict[dt.date, list[str]]:
    """When the stories of the last complete editions of this label were published, by edition date."""
    rows = db.execute(
        f"""
        SELECT last.date, published FROM (
            SELECT editions.id, editions.date FROM editions JOIN publications ON publications.id = publication_id
            WHERE slug = ? AND label = ? AND date <> ? AND outcome = 'complete' AND NOT {CLAIMED}
            ORDER BY date DESC LIMIT 8) AS last
        JOIN placements ON placements.edition_id = last.id JOIN stories ON stories.id = placements.story_id
        WHERE position > 0
        """,  # noqa: S608
        [key.publication, key.label, key.date.isoformat()],
    ).fetchall()
    found: dict[dt.date, list[str]] = {}
    for date, published in rows:
        found.setdefault(dt.date.fromisoformat(date), []).append(published or "")
    return found


def neighbour_addresses(db: Database, key: EditionKey, *, before: bool) -> set[str]:
    """The addresses that the edition before or after, of the same label, lists: to notice that it is served again."""
    sign, order = ("<", "DESC") if before else (">", "ASC")
    rows = db.execute(
        f"""
        SELECT placements.url FROM placements WHERE position > 0 AND edition_id = (
            SELECT editions.id FROM editions JOIN publications ON publications.id = editions.publication_id
            WHERE publications.slug = ? AND editions.label = ? AND editions.date {sign} ? AND editions.listed > 0
            AND NOT {CLAIMED}
            ORDER BY editions.date {order} LIMIT 1)
        """,  # noqa: S608
        [key.publication, key.label, key.date.isoformat()],
    ).fetchall()
    return {url for (url,) in rows}


def usual_size(db: Database, key: EditionKey) -> float:
    """How many stories the last editions of this label and weekday listed: the median of eight, 0 under three."""
    rows = db.execute(
        f"""
        SELECT editions.listed FROM editions JOIN publications ON publications.id = editions.publication_id
        WHERE publications.slug = ? AND editions.label = ? AND editions.date < ? AND editions.listed > 0
        AND NOT {CLAIMED} AND strftime('%w', editions.date) = strftime('%w', ?) ORDER BY editions.date DESC LIMIT 8
        """,  # noqa: S608
        [key.publication, key.label, key.date.isoformat(), key.date.isoformat()],
    ).fetchall()
    return statistics.median(listed for (listed,) in rows) if len(rows) >= 3 else 0.0


def short_stories(db: Database, key: EditionKey, characters: int) -> int:
    """How many stories of an edition are open to everyone and shorter than this."""
    row = db.execute(
        """
        SELECT count(*) FROM placements JOIN stories ON stories.id = placements.story_id
        JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?
        AND stories.access = 'open' AND length(stories.body) < ?
        """,
        [key.publication, key.date.isoformat(), key.label, characters],
    ).fetchone()
    return int(row[0])
