"""What was read of an edition, beside what the same rules usually read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from sqlite_utils import Database

from scraper.archive.write import ledger, readings, stories
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from scraper.reasons import Code, Reason
from tests.archive.conftest import PAPER, SATURDAY

Stored = Callable[..., stories.Saved]
RULES = {"headline": "json-ld", "byline": "publication rule", "body": "publication rule"}


def key(days: int) -> EditionKey:
    return EditionKey(PAPER.slug, SATURDAY + dt.timedelta(days=days), "city")


def collected(
    db: Database, stored: Stored, days: int, found_by: Mapping[str, str], *, rules: str = "a", reasons: str = ""
) -> None:
    """An edition of four stories, so many days after Saturday; two of them stand on a page whose number is known."""
    links = tuple(
        StoryLink(url=f"https://lantern.example/{days}/{n}", headline="x", page="1" * (n % 2), position=n)
        for n in range(1, 5)
    )
    ledger.enter(db, PAPER, ListedEdition(key=key(days), links=links, index_name="front", rules=rules), run_id=None)
    for link in links:
        stored(f"{days}/{link.position}", body="ferry " * 10 * link.position, found_by=found_by, link=(key(days), link))
    why = [Reason(code=Code.RULE_LOST, field="body", share=0.0, limit=1.0)] if reasons else []
    ledger.close(db, PAPER, ClosedEdition(key=key(days), outcome=Outcome.COMPLETE, reasons=why), run_id=None)


def test_what_was_read_of_an_edition(db: Database, stored: Stored) -> None:
    collected(db, stored, 0, RULES)
    found = readings.of_edition(db, key(0))
    assert (found.stories, found.characters) == (4, 150.0)
    assert (found.listed["page"], found.listed["section"]) == (0.5, 0.0)
    assert (found.read["byline"], found.read["standfirst"]) == (1.0, 0.0)
    assert (found.by_rule["body"], found.by_rule["section"]) == (1.0, 0.0)
    assert found.without["standfirst"] == "https://lantern.example/0/1"


def test_usual_is_what_the_same_rules_read_in_other_editions(db: Database, stored: Stored) -> None:
    for days in (-2, -1):
        collected(db, stored, days, RULES)
    collected(db, stored, 0, {"headline": "json-ld"})
    assert readings.usual(db, key(0)) is None, "two editions are few"
    collected(db, stored, 1, RULES, rules="b")
    assert readings.usual(db, key(0)) is None, "by other rules"
    collected(db, stored, 2, RULES, reasons="lost")
    assert readings.usual(db, key(0)) is None, "in which a rule was lost"
    collected(db, stored, 3, RULES)
    usual = readings.usual(db, key(0))
    assert usual is not None
    assert (usual.stories, usual.by_rule["byline"]) == (12, 1.0)
    assert readings.usual(db, EditionKey(PAPER.slug, SATURDAY, "coast")) is None
