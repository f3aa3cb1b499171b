"""Words that the archive does not have, spelt as it has them; and how little is asked for that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.archive.search import suggestions
from scraper.archive.write import stories
from tests.archive.conftest import at

Stored = Callable[..., stories.Saved]
MISSPELT = "fery habour stormm concil bugdet libary markte brigde"


def meant(db: Database, q: str) -> list[str]:
    return [each.what for each in suggestions.suggestions(db.conn, {"q": [q]}) if each.kind == "spelling"]


@pytest.mark.parametrize(
    ("body", "typed", "expected"),
    [
        ("The ferry sails.", "ferrry", ["ferry"]),  # a letter too many
        ("The ferry sails.", "frry", ["ferry"]),  # too few
        ("The ferry sails.", "ferty", ["ferry"]),  # another
        ("The ferry sails.", "frery", ["ferry"]),  # two exchanged
        ("The ferry sails.", "gerry", ["ferry"]),  # the first
        ("They were running late.", "runnign", ["running"]),  # in the ending that the index cuts off
        ("Die Brücke ist zu.", "Brükce", ["brücke"]),
        ("The lighthousekeeper left.", "lighthuosekeepr", ["lighthousekeeper"]),  # more than one, near the end
        ("Буря пришла.", "бупя", ["буря"]),
        ("港務局長來了。", "港局務長", ["港務局長"]),
        ("The ferry sails.", "zzqqxx", []),
    ],
)
def test_a_slip_finds_the_word_that_was_meant(
    db: Database, stored: Stored, body: str, typed: str, expected: list[str]
) -> None:
    stored("meant", headline="A page", body=body)
    assert meant(db, typed) == expected


def test_the_word_of_more_stories_comes_first_among_equals(db: Database, stored: Stored) -> None:
    for number, body in enumerate(["A boat.", "A boat.", "A coat.", "A goat.", "A moat.", "A bloat."]):
        stored(f"story-{number}", headline="A page", body=body)
    assert meant(db, "xoat")[0] == "boat"


def test_eight_misspelt_words_cost_no_query_for_each_of_their_thousand_slips(db: Database, stored: Stored) -> None:
    words = ("ferry", "harbour", "storm", "council", "budget", "library", "market", "bridge")
    for number, word in enumerate(words):
        stored(f"story-{number}", headline="A page", body=f"A {word}.", fetched=at(6))
    stored("whole", headline="All of it", body=" ".join(words))
    statements: list[str] = []
    db.conn.set_trace_callback(lambda sql: None if sql.startswith("--") else statements.append(sql))
    found = meant(db, MISSPELT)
    db.conn.set_trace_callback(None)
    assert found == [" ".join(words)]
    assert len(suggestions._one_letter_away("harbour")) > 300, "or the test could not fail"
    assert len(statements) < 100


def test_no_more_is_tried_when_the_time_for_it_is_over(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part left out is a search of its own, which takes long where nearly every story has the words."""
    stored("ferry", headline="A ferry", body="The ferry is late, in the harbour, at night.")
    values = {"q": ["ferry -late"], "access": ["open"]}
    tried = []
    counted = suggestions.count

    def count(*args: Any, **kwargs: Any) -> Any:
        tried.append(args)
        return counted(*args, **kwargs)

    monkeypatch.setattr(suggestions, "count", count)
    assert suggestions.suggestions(db.conn, values)
    assert len(tried) > 1
    tried.clear()
    monkeypatch.setattr(suggestions, "SECONDS", 1e-12)
    suggestions.suggestions(db.conn, values)
    assert len(tried) == 1
