"""What the archive says of publications, days, editions and stories, as plain dictionaries."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest
from sqlite_utils import Database

from scraper.archive.keys import story_key
from scraper.archive.read import calendar, editions, publications
from scraper.archive.read import stories as read_stories
from scraper.archive.rows import moment, rows
from scraper.archive.write import ledger
from scraper.items import ClosedEdition, EditionKey, EvidenceKind, ListedEdition, Outcome, StoryLink
from tests.archive.conftest import PAPER, SATURDAY

SUNDAY = SATURDAY + dt.timedelta(days=1)
MONDAY = SATURDAY + dt.timedelta(days=2)
SLUG = PAPER.slug


def listed(db: Database, date: dt.date, label: str, *names: str, supplement_of: str | None = None) -> None:
    """Enter an edition that lists these stories, in this order."""
    key = EditionKey(SLUG, date, label, supplement_of=supplement_of)
    links = [
        StoryLink(
            url=f"https://lantern.example/{name}", headline=name, section=name[0], page=str(number), position=number
        )
        for number, name in enumerate(names, start=1)
    ]
    ledger.enter(db, PAPER, ListedEdition(key=key, links=links, index_name="index"), run_id=None)


def closed(db: Database, date: dt.date, label: str, outcome: Outcome) -> None:
    """Close an edition with this outcome."""
    ended = ClosedEdition(key=EditionKey(SLUG, date, label), outcome=outcome)
    ledger.close(db, PAPER, ended, run_id=None)


def state(db: Database, date: dt.date = SATURDAY) -> str:
    """The state of that day."""
    return calendar.days(db.conn, SLUG, date, date)[0]["state"]


def test_rows_are_dictionaries_whatever_the_connection_makes_of_them(db):
    for factory in (None, sqlite3.Row):
        db.conn.row_factory = factory
        assert rows(db.conn, "SELECT 1 AS one, 'x' AS two") == [{"one": 1, "two": "x"}]


def test_what_is_read_at_one_moment_sees_no_later_writing(db, stored, tmp_path):
    stored("first")
    reader = sqlite3.connect(tmp_path / "archive.db")
    with moment(reader):
        assert publications.totals(reader)["stories"] == 1
        stored("second")
        assert publications.totals(reader)["stories"] == 1
    assert publications.totals(reader)["stories"] == 2
    reader.close()


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.COMPLETE, Outcome.COMPLETE], "held"),
        ([Outcome.COMPLETE, Outcome.NOT_PUBLISHED], "held"),
        ([Outcome.COMPLETE, Outcome.LATE], "partial"),
        ([Outcome.PARTIAL], "partial"),
        ([Outcome.DEGRADED], "partial"),
        ([Outcome.LATE, Outcome.BLOCKED], "missing"),
        ([Outcome.STALE], "missing"),
        ([Outcome.BROKEN], "missing"),
        ([Outcome.NOT_PUBLISHED], "closed"),
        ([], "unknown"),
    ],
)
def test_what_a_days_editions_come_to(db, stored, outcomes, expected):
    for label, outcome in zip(("city", "coast"), outcomes, strict=False):
        if outcome in (Outcome.COMPLETE, Outcome.PARTIAL, Outcome.DEGRADED):
            listed(db, SATURDAY, label, f"{label}-ferry")
            stored(f"{label}-ferry")
        closed(db, SATURDAY, label, outcome)
    assert state(db) == expected


def test_a_refused_day_of_which_stories_are_held_is_held_in_part(db, stored):
    listed(db, SATURDAY, "city", "ferry")
    stored("ferry")
    closed(db, SATURDAY, "city", Outcome.BLOCKED)
    assert state(db) == "partial"


def test_a_collection_that_did_not_end(db, stored):
    listed(db, SATURDAY, "city", "ferry", "rain")
    assert state(db) == "missing"
    stored("ferry")
    assert state(db) == "partial"


def test_expectations(db, stored):
    friday = SATURDAY - dt.timedelta(days=1)
    days = [(friday, "city", "expected"), (friday, "late", "optional"), (SATURDAY, "city", "closed")]
    ledger.expect(db, PAPER, [*days, (SUNDAY, "late", "optional")])
    assert [state(db, day) for day in (friday, SATURDAY, SUNDAY)] == ["unknown", "closed", "unknown"]
    listed(db, friday, "city", "ferry")
    stored("ferry")
    closed(db, friday, "city", Outcome.COMPLETE)
    closed(db, friday, "late", Outcome.LATE)
    assert state(db, friday) == "held"


def test_days_that_no_schedule_names_are_off_only_between_those_it_does(db, stored):
    ledger.expect(db, PAPER, [(SATURDAY, "city", "expected"), (MONDAY, "city", "expected")])
    tuesday = SATURDAY + dt.timedelta(days=3)
    assert [state(db, day) for day in (SATURDAY, SUNDAY, MONDAY, tuesday)] == ["unknown", "off", "unknown", "unknown"]
    db.execute("UPDATE publications SET declared = 0")  # nobody wrote its schedule down
    assert state(db, SUNDAY) == "unknown"
    stored("ferry", date=SUNDAY, kind=EvidenceKind.PUBLISHED)
    assert state(db, SUNDAY) == "web"
    days = calendar.calendar(db.conn, SLUG, SATURDAY - dt.timedelta(days=9), tuesday)
    assert [day["date"] for day in days] == ["2026-03-07", "2026-03-08", "2026-03-09"]


def test_who_is_absent_on_a_day(db):
    ledger.expect(db, PAPER, [(SATURDAY, "city", "expected"), (SATURDAY, "late", "optional")])
    ledger.expect(db, PAPER, [(SATURDAY, "coast", "expected"), (SUNDAY, "city", "closed")])
    closed(db, SATURDAY, "coast", Outcome.LATE)
    expectations = [
        [(row["label"], row["expectation"]) for row in calendar.absent(db.conn, day)] for day in (SATURDAY, SUNDAY)
    ]
    assert expectations == [[("city", "expected")], [("city", "closed")]]
    assert editions.days_around(db.conn, MONDAY, SLUG) == {"previous": "2026-03-08", "next": None}
    assert editions.newest_day(db.conn) is None


def test_a_day_known_from_its_stories(db, stored):
    stored("ferry", kind=EvidenceKind.STATEMENT)
    ledger.expect(db, PAPER, [(SATURDAY, "city", "expected")])
    assert state(db) == "statement"


def test_a_story_in_two_editions_counts_once_for_its_day(db, stored):
    listed(db, SATURDAY, "city", "ferry", "rain")
    listed(db, SATURDAY, "coast", "ferry")
    stored("ferry")
    (day,) = calendar.days(db.conn, SLUG, SATURDAY, SATURDAY)
    assert (day["stories"], [row["held"] for row in day["editions"]]) == (1, [1, 1])


def test_years_leave_none_out(db, stored):
    listed(db, SATURDAY, "city", "ferry")
    stored("ferry")
    stored("old", date=dt.date(2024, 5, 1), kind=EvidenceKind.PUBLISHED)
    assert calendar.years(db.conn, SLUG, calendar.span(db.conn, SLUG)) == [
        {"year": 2024, "editions": 0},
        {"year": 2025, "editions": 0},
        {"year": 2026, "editions": 1},
    ]
    assert calendar.span(db.conn, SLUG) == (dt.date(2024, 5, 1), SATURDAY)
    assert calendar.ledger_span(db.conn, SLUG) == (SATURDAY, SATURDAY)
    assert calendar.years(db.conn, "nobody", None) == []


def test_sections_come_in_the_order_of_their_first_story(db, stored):
    listed(db, SATURDAY, "city", "alpha", "beta", "again")
    stored("beta")
    edition = editions.edition(db.conn, SLUG, SATURDAY, ["city"])
    assert [
        (section["name"], section["pages"], [(s["position"], s["headline"], s["key"]) for s in section["stories"]])
        for section in edition["sections"]
    ] == [
        ("a", ["1", "3"], [(1, "alpha", None), (3, "again", None)]),
        ("b", ["2"], [(2, "Council keeps the night ferry", story_key("https://lantern.example/beta"))]),
    ]
    assert (edition["listed"], edition["held"], edition["placed"]) == (3, 1, 3)


def test_stories_that_no_index_put_in_order_come_last(db, stored):
    listed(db, SATURDAY, "", "alpha")
    stored("stated", kind=EvidenceKind.STATEMENT, section="z")
    edition = editions.edition(db.conn, SLUG, SATURDAY, [""])
    assert [section["name"] for section in edition["sections"]] == ["a", "z"]


def test_the_first_label_there_is(db):
    listed(db, SATURDAY, "main", "ferry")
    assert editions.edition(db.conn, SLUG, SATURDAY, ["", "main"])["label"] == "main"
    assert editions.edition(db.conn, SLUG, SATURDAY, ["coast"]) is None


def test_neighbours_keep_to_their_label_and_skip_what_is_not_held(db, stored):
    for date in (SATURDAY, SUNDAY, MONDAY):
        for label in ("city", "coast"):
            listed(db, date, label, f"story-of-{date}")
    listed(db, SATURDAY, "review", "essay", supplement_of="city")
    listed(db, MONDAY, "review", "poem", supplement_of="city")
    for name in (f"story-of-{SATURDAY}", f"story-of-{MONDAY}", "essay", "poem"):
        stored(name)

    def neighbours(date: dt.date, label: str) -> list[tuple[str, str] | None]:
        edition = editions.edition(db.conn, SLUG, date, [label])
        return [edition[name] and (edition[name]["date"], edition[name]["label"]) for name in ("previous", "next")]

    assert neighbours(SATURDAY, "coast") == [None, ("2026-03-09", "coast")]
    assert neighbours(MONDAY, "review") == [("2026-03-07", "review"), None]
    assert editions.days_around(db.conn, SUNDAY) == {"previous": "2026-03-07", "next": "2026-03-09"}
    assert editions.days_around(db.conn, SATURDAY, "nobody") == {"previous": None, "next": None}


def test_stories_that_stand_in_no_edition_page_by_page(db, stored):
    listed(db, SATURDAY, "city", "printed")
    stored("printed")
    for number in range(5):
        stored(f"web-{number}", date=SATURDAY, kind=EvidenceKind.PUBLISHED, headline=f"Web {number}")
    found, after, pages = [], 0, 0
    while after is not None:
        stories, total, after = read_stories.unplaced(db.conn, SLUG, SATURDAY, after=after or 0, size=2)
        found += [story["headline"] for story in stories]
        pages += 1
    assert (sorted(found), total, pages) == ([f"Web {number}" for number in range(5)], 5, 3)


def test_undated_stories_are_those_without_a_day(db, stored):
    stored("nowhere", date=None, kind=EvidenceKind.PUBLISHED, headline="Nowhere")
    stored("dated", date=SATURDAY, kind=EvidenceKind.PUBLISHED)
    stories, total, following = read_stories.unplaced(db.conn, SLUG, None)
    assert ([story["headline"] for story in stories], total, following) == (["Nowhere"], 1, None)


def test_a_story_stands_first_in_the_edition_that_dates_it(db, stored):
    key = EditionKey(SLUG, SATURDAY, "city")
    listed(db, SATURDAY, "city", "ferry")
    listed(db, MONDAY, "city", "ferry")
    stored("ferry", link=(key, StoryLink(url="https://lantern.example/ferry")))
    story = read_stories.story(db.conn, story_key("https://lantern.example/ferry"))
    assert [(place["edition_date"], place["position"]) for place in story["placements"]] == [
        ("2026-03-07", 1),
        ("2026-03-09", 1),
    ]


def test_what_there_is_not(db):
    assert publications.publications(db.conn) == []
    assert publications.publication(db.conn, SLUG) is None
    assert read_stories.story(db.conn, "nothing") is None
    assert read_stories.headline_of(db.conn, "nothing") is None
    assert read_stories.versions(db.conn, "nothing") == []
    assert read_stories.tombstone(db.conn, "nothing") is None
    assert calendar.coverage(db.conn) == ([], 0, None)
    assert editions.front_pages(db.conn, SATURDAY) == []


def test_a_paper_without_editions_has_the_days_of_its_stories(db, stored):
    stored("web", date=SATURDAY, kind=EvidenceKind.PUBLISHED)
    stored("later", date=MONDAY, kind=EvidenceKind.PUBLISHED)
    paper = publications.publication(db.conn, SLUG)
    assert (paper["first_date"], paper["last_date"], paper["latest_edition"]) == ("2026-03-07", "2026-03-09", None)
    assert editions.papers_on_the_web(db.conn, SATURDAY) == [
        {"publication": SLUG, "publication_title": PAPER.title, "language": "en", "stories": 1}
    ]


def test_coverage_counts_what_is_held_and_lists_what_is_not(db, stored):
    listed(db, SATURDAY, "city", "ferry", "rain")
    stored("ferry")
    stored("web", date=MONDAY, kind=EvidenceKind.PUBLISHED)
    stored("nowhere", date=None, kind=EvidenceKind.PUBLISHED)
    closed(db, SATURDAY, "city", Outcome.PARTIAL)
    closed(db, SUNDAY, "city", Outcome.LATE)
    (paper,), total, following = calendar.coverage(db.conn)
    assert (total, following) == (1, None)
    counts = ("stories", "excerpts", "web_dated", "undated", "listed_not_held", "first_date", "last_date")
    assert {name: paper[name] for name in counts} == {
        "stories": 3,
        "excerpts": 0,
        "web_dated": 1,
        "undated": 1,
        "listed_not_held": 1,
        "first_date": "2026-03-07",
        "last_date": "2026-03-08",
    }
    assert [(day["date"], day["state"]) for day in paper["missing"]] == [
        ("2026-03-07", "partial"),
        ("2026-03-08", "missing"),
    ]
