"""How the stories of an edition were read, and how those of the editions around it usually are.

A site that gets another layout is seldom broken: its pages come, and half of what was read on them is not found any
more. So an edition is compared with those that the same rules have read to the end.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from scraper.items import PUBLICATION_RULE, EditionKey
from scraper.reasons import Code

FEW, MANY = 3, 8  # editions from which something is usual, and of how many the nearest count
NEAR = 200  # days; what was usual longer ago says nothing of today
LISTED = ("kicker", "standfirst", "byline", "section", "page")  # what a list may say of a story besides its headline
READ = ("kicker", "standfirst", "byline", "dateline", "published", "section", "page")  # and what its own page may
HELD_BY_THESE_RULES = f"""
    SELECT other.id FROM editions AS other JOIN editions AS this
        ON other.publication_id = this.publication_id AND other.label = this.label AND other.id <> this.id
    WHERE this.id = ?1 AND other.rules = this.rules AND this.rules <> '' AND other.outcome IN ('complete', 'degraded')
    AND NOT instr(other.detail, '"{Code.CLAIMED}"')
    AND NOT instr(other.detail, '"{Code.RULE_LOST}"') AND abs(julianday(other.date) - julianday(this.date)) <= {NEAR}
    ORDER BY abs(julianday(other.date) - julianday(this.date)) LIMIT {MANY}"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was read of some stories: of each field, the share of the stories that have it.

    :param stories: how many they are.
    :param listed: of the fields that their list gives.
    :param read: of the fields that their pages give.
    :param by_rule: of these, as far as the newspaper's own rule found them; ``body`` besides.
    :param characters: of a text that is open to everyone, in the median; 0 where there is none.
    :param without: for each field that a rule found on other pages, the first page where none did.
    """

    stories: int = 0
    listed: Mapping[str, float] = field(default_factory=dict)
    read: Mapping[str, float] = field(default_factory=dict)
    by_rule: Mapping[str, float] = field(default_factory=dict)
    characters: float = 0.0
    without: Mapping[str, str] = field(default_factory=dict)


def of_edition(db: Database, key: EditionKey) -> Readings:
    """What was read of an edition's stories."""
    edition_id = _edition_id(db, key)
    return _readings(db, [edition_id]) if edition_id else Readings()


def usual(db: Database, key: EditionKey) -> Readings | None:
    """What is usually read of the stories of this newspaper; None where too few editions were read by the same rules.

    Editions in which a rule was lost do not count, so that it stays noticed until the file is mended.
    """
    edition_id = _edition_id(db, key)
    editions = [row[0] for row in db.execute(HELD_BY_THESE_RULES, [edition_id]).fetchall()] if edition_id else []
    return _readings(db, editions) if len(editions) >= FEW else None


def _edition_id(db: Database, key: EditionKey) -> int | None:
    row = db.execute(
        "SELECT editions.id FROM editions JOIN publications ON publications.id = editions.publication_id "
        "WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?",
        [key.publication, key.date.isoformat(), key.label],
    ).fetchone()
    return int(row[0]) if row else None


def _readings(db: Database, editions: list[int]) -> Readings:
    given = ", ".join(f"avg(placements.{name} <> '')" for name in LISTED)
    marks = ", ".join("?" * len(editions))
    (listed,) = db.execute(
        f"SELECT {given} FROM placements WHERE edition_id IN ({marks}) AND position > 0",  # noqa: S608
        editions,
    ).fetchall()
    stories = db.execute(
        f"""
        SELECT stories.url, found_by, access, length(body) FROM stories
        JOIN placements ON placements.story_id = stories.id WHERE edition_id IN ({marks}) AND placements.position > 0
        ORDER BY placements.edition_id, placements.position
        """,  # noqa: S608
        editions,
    ).fetchall()
    read: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    without: dict[str, str] = {}
    for url, found_by, *_ in stories:
        rules = json.loads(found_by)
        for name in (*READ, "body"):
            if name in rules:
                read[name] += 1
            if rules.get(name) == PUBLICATION_RULE:
                by_rule[name] += 1
            else:
                without.setdefault(name, url)
    number = max(1, len(stories))
    texts = [characters for *_, access, characters in stories if access == "open"]
    return Readings(
        stories=len(stories),
        listed={name: share or 0.0 for name, share in zip(LISTED, listed, strict=True)},
        read={name: read[name] / number for name in READ},
        by_rule={name: by_rule[name] / number for name in (*READ, "body")},
        characters=statistics.median(texts) if texts else 0.0,
        without=without,
    )
