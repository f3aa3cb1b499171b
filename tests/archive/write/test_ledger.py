from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from sqlite_utils import Database

from scraper.archive.read import calendar
from scraper.archive.write import ledger, stories
from scraper.items import ClosedEdition, EditionKey, EvidenceKind, ListedEdition, Outcome, StoryLink
from scraper.reasons import Code, Reason
from tests.archive.conftest import PAPER, SATURDAY

CITY = EditionKey(PAPER.slug, SATURDAY, "city")
COAST = EditionKey(PAPER.slug, SATURDAY, "coast")
Stored = Callable[..., stories.Saved]


def link(name: str, position: int, section: str = "News") -> StoryLink:
    return StoryLink(
        url=f"https://lantern.example/{name}", headline=name, section=section, page=str(position), position=position
    )


def listed(key: EditionKey, *links: StoryLink) -> ListedEdition:
    return ListedEdition(key=key, links=links, index_name="front")


def closed(key: EditionKey, outcome: Outcome, *failures: tuple[str, Reason]) -> ClosedEdition:
    return ClosedEdition(key=key, outcome=outcome, failures=failures)


def test_entering_an_edition_tells_which_stories_are_missing(db: Database, stored: Stored) -> None:
    stored("held", kind=EvidenceKind.PUBLISHED)
    missing = ledger.enter(db, PAPER, listed(CITY, link("held", 1), link("new", 2)), run_id=None)
    assert [story.url for story in missing] == ["https://lantern.example/new"]
    assert ledger.enter(db, PAPER, listed(CITY, link("held", 1), link("new", 2)), run_id=None) == missing
    state = ledger.state(db, CITY)
    assert state is not None
    assert (state.listed, state.held, state.outcome, state.detail) == (2, 1, None, "[]")


def test_two_labels_of_one_day_are_two_editions_that_share_a_story(db: Database, stored: Stored) -> None:
    for key in (CITY, COAST):
        ledger.enter(db, PAPER, listed(key, link("shared", 1)), run_id=None)
    stored("shared", link=(CITY, link("shared", 1)))
    rows = db.execute(
        "SELECT label, story_id IS NOT NULL FROM placements JOIN editions ON editions.id = edition_id ORDER BY label"
    )
    assert rows.fetchall() == [("city", 1), ("coast", 1)]


def test_a_supplement_has_its_own_row_and_its_parents_id(db: Database) -> None:
    review = EditionKey(PAPER.slug, SATURDAY, "review", supplement_of="city")
    ledger.enter(db, PAPER, listed(review, link("essay", 1)), run_id=None)
    rows = db.execute(
        "SELECT editions.label, parents.label FROM editions JOIN editions AS parents ON parents.id = editions.parent_id"
    )
    assert rows.fetchall() == [("review", "city")]


def test_an_edition_guessed_from_a_statement_gives_way_to_the_listed_one(db: Database, stored: Stored) -> None:
    stored("night-ferry", kind=EvidenceKind.STATEMENT)
    assert [(row["label"], row["detail"]) for row in db.table("editions").rows] == [("", "[]")]
    ledger.enter(db, PAPER, listed(CITY, link("night-ferry", 1)), run_id=None)
    assert [row["label"] for row in db.table("editions").rows] == ["city"]
    assert db.execute("SELECT position FROM placements").fetchall() == [(1,)]


def test_the_reason_why_a_story_is_not_held_is_kept_until_it_is(db: Database, stored: Stored) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("gone", 1)), run_id=None)
    failure = ("https://lantern.example/gone", Reason(code=Code.NOT_FOUND, status=404))
    ledger.close(db, PAPER, closed(CITY, Outcome.PARTIAL, failure), run_id=None)
    assert db.execute("SELECT failure FROM placements").fetchall() == [('{"code": "not_found", "status": 404}',)]
    stored("gone", link=(CITY, link("gone", 1)))
    assert db.execute("SELECT failure FROM placements").fetchall() == [("",)]


def test_a_story_that_is_held_after_all_has_no_reason_why_not(db: Database, stored: Stored) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("ferry", 1)), run_id=None)
    stored("ferry", link=(CITY, link("ferry", 1)))
    failure = ("https://lantern.example/ferry", Reason(code=Code.NOT_FOUND, status=404))
    ledger.close(db, PAPER, closed(CITY, Outcome.COMPLETE, failure), run_id=None)
    assert db.execute("SELECT failure FROM placements").fetchall() == [("",)]


def test_why_an_edition_is_not_whole_is_kept_as_codes(db: Database) -> None:
    why = Reason(code=Code.TOO_FEW_STORIES, listed=3, least=5)
    ledger.close(db, PAPER, ClosedEdition(key=CITY, outcome=Outcome.PARTIAL, reasons=(why,)), run_id=None)
    state = ledger.state(db, CITY)
    assert state is not None
    assert state.detail == '[{"code": "too_few_stories", "listed": 3, "least": 5}]'


def test_gaps_tell_never_tried_from_missing_and_closed(db: Database, stored: Stored) -> None:
    day = dt.timedelta(days=1)
    ledger.expect(
        db,
        PAPER,
        [
            (SATURDAY, "city", "expected"),
            (SATURDAY + day, "city", "expected"),
            (SATURDAY + 2 * day, "city", "closed"),
            (SATURDAY + 3 * day, "coast", "optional"),
            (SATURDAY + 4 * day, "city", "expected"),
        ],
    )
    ledger.enter(db, PAPER, listed(CITY, link("a", 1)), run_id=None)
    stored("a")
    ledger.close(db, PAPER, closed(CITY, Outcome.COMPLETE), run_id=None)
    late = EditionKey(PAPER.slug, SATURDAY + day, "city")
    ledger.close(db, PAPER, closed(late, Outcome.LATE), run_id=None)
    assert [(gap["date"], gap["state"], gap["outcome"], gap["detail"]) for gap in calendar.gaps(db.conn)] == [
        ("2026-03-08", "missing", "late", "[]"),
        ("2026-03-11", "unknown", None, '[{"code":"never_tried"}]'),
    ]


def test_a_page_is_recognised_as_a_story_that_an_index_lists(db: Database) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("a", 1, section="Sport")), run_id=None)
    placement = ledger.placement_of(db, "https://lantern.example/a#comments")
    assert placement is not None
    assert placement[0] == CITY
    assert (placement[1].section, placement[1].position) == ("Sport", 1)
    assert ledger.placement_of(db, "https://lantern.example/b") is None


def test_an_edition_whose_second_collection_was_killed_is_not_whole(db: Database, stored: Stored) -> None:
    """Its index lists more than it did; that it was complete before says nothing of what came since."""
    held = StoryLink(url="https://lantern.example/a", position=1)
    listed = ListedEdition(key=CITY, links=(held,), index_name="front")
    ledger.enter(db, PAPER, listed, run_id=None)
    stored("a", link=(CITY, held))
    ledger.close(db, PAPER, closed(CITY, Outcome.COMPLETE), run_id=None)
    ledger.enter(db, PAPER, listed, run_id=None)
    state = "SELECT state, gap, detail FROM edition_states"
    assert db.execute(state).fetchall() == [("held", 0, "[]")], "nothing was missing"
    more = StoryLink(url="https://lantern.example/b", position=2)
    ledger.enter(db, PAPER, ListedEdition(key=CITY, links=(held, more), index_name="front"), run_id=None)
    assert db.execute(state).fetchall() == [("partial", 1, '[{"code":"not_finished"}]')]


def test_a_story_listed_without_a_headline_has_that_of_its_page(db: Database, stored: Stored) -> None:
    bare = replace(link("ferry", 1), headline="")
    ledger.enter(db, PAPER, listed(CITY, bare, link("pier", 2)), run_id=None)
    stored("ferry", link=(CITY, bare))
    stored("pier", link=(CITY, link("pier", 2)))
    headlines = [row["headline"] for row in db.table("stories").rows]
    ledger.enter(db, PAPER, listed(CITY, bare, link("pier", 2)), run_id=None)  # as a second collection does
    placed = db.execute("SELECT headline FROM placements ORDER BY position").fetchall()
    assert placed == [(headlines[0],), ("pier",)]
    assert headlines[0]


def places(db: Database) -> list[tuple[str, int, str, bool]]:
    rows = db.execute("SELECT url, position, section, story_id FROM placements ORDER BY position").fetchall()
    return [
        (url.removeprefix("https://lantern.example/"), position, section, story_id is not None)
        for url, position, section, story_id in rows
    ]


def test_two_addresses_of_one_story_are_one_place(db: Database, stored: Stored) -> None:
    own, amp, short = link("ferry", 2, section=""), link("amp/ferry", 1), link("?p=9", 3)
    amp, short = replace(amp, headline="The ferry (AMP)"), replace(short, headline="Read more")
    for _ in range(2):  # when they are collected, and when the same index is read again
        ledger.enter(db, PAPER, listed(CITY, amp, own, short), run_id=None)
        for each in (own, amp, short):
            stored("ferry", link=(CITY, each))
        assert places(db) == [("ferry", 1, "News", True)]
        state = ledger.state(db, CITY)
        assert state is not None
        assert (state.listed, state.held) == (1, 1)


def test_one_page_for_many_addresses_has_not_given_the_others(db: Database, stored: Stored) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("mill", 1), link("tide", 2)), run_id=None)
    for each in (link("mill", 1), link("tide", 2)):
        stored("sign-in", link=(CITY, each))
    assert [(url, held) for url, _, _, held in places(db)] == [("mill", True), ("tide", False)]
