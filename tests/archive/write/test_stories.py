from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.archive import keys
from scraper.archive.write import images, stories
from scraper.items import Access, EvidenceKind, Image
from tests.archive.conftest import SATURDAY, at

Stored = Callable[..., stories.Saved]


def column(db: Database, sql: str) -> list[Any]:
    return [row[0] for row in db.execute(sql)]


def found(db: Database, match: str) -> list[str]:
    sql = "SELECT key FROM stories WHERE id IN (SELECT rowid FROM stories_fts(?))"
    return [row[0] for row in db.execute(sql, [match])]


def whole_index(db: Database) -> None:
    """Raises if the full-text index does not say what the stories say."""
    db.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")


def test_a_story_is_stored_once_and_its_row_is_the_newest_text(db: Database, stored: Stored) -> None:
    first = stored("night-ferry", byline="Mira Osei", authors=("Mira Osei",))
    again = stored("night-ferry", byline="Mira Osei", authors=("Mira Osei",), fetched=at(9))
    assert (first.what, again.what) == ("added", "unchanged")
    assert [(row["key"], row["first_seen"], row["fetched"]) for row in db.table("stories").rows] == [
        (first.key, "2026-03-07T06:00:00Z", "2026-03-07T09:00:00Z")
    ]
    assert column(db, "SELECT count(*) FROM versions") == [1]
    assert column(db, "SELECT count(*) FROM captures WHERE story_id IS NOT NULL") == [2]


def test_a_changed_text_makes_a_version_and_keeps_the_old_one(db: Database, stored: Stored) -> None:
    stored("night-ferry", body="It costs 9 million.")
    changed = stored("night-ferry", body="It costs 6 million.", fetched=at(9))
    assert changed.what == "changed"
    texts = db.execute("SELECT number, body, fetched FROM version_texts ORDER BY number").fetchall()
    assert texts == [
        (1, "It costs 9 million.", "2026-03-07T06:00:00Z"),
        (2, "It costs 6 million.", "2026-03-07T09:00:00Z"),
    ]
    assert found(db, "9") == []
    assert found(db, "6") == [changed.key]
    whole_index(db)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1)])
def test_versions_lie_in_the_order_of_their_fetch_times(db: Database, stored: Stored, order: tuple[int, ...]) -> None:
    captures = [(at(6), "one"), (at(9), "two"), (at(12), "one")]  # the third is the first text again
    for number in order:
        fetched, body = captures[number]
        stored("night-ferry", body=body, fetched=fetched)
    texts = db.execute("SELECT number, body, fetched FROM version_texts ORDER BY number").fetchall()
    assert texts == [
        (1, "one", "2026-03-07T06:00:00Z"),
        (2, "two", "2026-03-07T09:00:00Z"),
        (3, "one", "2026-03-07T12:00:00Z"),
    ]
    assert column(db, "SELECT body FROM stories") == ["one"]
    whole_index(db)


def test_a_paywall_that_came_down_does_not_take_the_text_we_hold(db: Database, stored: Stored) -> None:
    stored("night-ferry", body="The whole story.")
    assert stored("night-ferry", body="The", access=Access.EXCERPT, fetched=at(9)).what == "unchanged"
    assert column(db, "SELECT body FROM stories") == ["The whole story."]


def test_a_whole_text_from_before_the_paywall_takes_the_place_of_the_excerpt(db: Database, stored: Stored) -> None:
    """As when a capture from a web archive is taken in years later."""
    stored("night-ferry", body="The", access=Access.EXCERPT, fetched=at(9))
    stored("night-ferry", body="The who", access=Access.EXCERPT, fetched=at(10))
    assert stored("night-ferry", body="The whole story.", fetched=at(6)).what == "changed"
    assert db.execute("SELECT body, access FROM stories").fetchall() == [("The whole story.", "open")]
    assert column(db, "SELECT body FROM version_texts") == ["The whole story."]
    whole_index(db)


def test_the_same_words_shown_to_everyone_are_open_and_no_new_version(db: Database, stored: Stored) -> None:
    stored("night-ferry", access=Access.EXCERPT)
    assert stored("night-ferry", fetched=at(9)).what == "unchanged"
    assert column(db, "SELECT access FROM stories") == ["open"]


WITHHELD = {
    "withheld": True,
    "noarchive": True,
    "access": Access.HEADLINE,
    "body": "",
    "found_by": {"access": "noarchive"},
}
KEPT = {"noarchive": True, "body": "The whole story.", "standfirst": "And more.", "section": "City", "page": "A7"}


@pytest.mark.parametrize("hours", [(6, 9), (9, 6), (6, 6)])
@pytest.mark.parametrize("order", ["withheld, kept", "kept, withheld", "withheld, kept, withheld, kept"])
def test_headline_and_address_alone_are_no_version_of_a_text_we_hold(
    db: Database, stored: Stored, order: str, hours: tuple[int, int]
) -> None:
    for what in order.split(", "):
        fields, hour = (WITHHELD, hours[0]) if what == "withheld" else (KEPT, hours[1])
        stored("night-ferry", **fields, fetched=at(hour))
    (row,) = db.query(
        "SELECT body, standfirst, section, page, access, noarchive, words, first_seen, fetched FROM stories"
    )
    assert row == {
        "body": "The whole story.", "standfirst": "And more.", "section": "City", "page": "A7", "access": "open",
        "noarchive": 1, "words": 3, "first_seen": f"2026-03-07T{min(hours):02}:00:00Z",
        "fetched": f"2026-03-07T{max(hours):02}:00:00Z",
    }  # fmt: skip
    assert column(db, "SELECT fetched FROM versions") == [f"2026-03-07T{hours[1]:02}:00:00Z"]
    whole_index(db)


def test_a_withheld_story_that_has_nothing_but_a_headline_is_kept_whole_once_it_may_be(
    db: Database, stored: Stored
) -> None:
    """Its words are the same; what it is, is not."""
    stored("night-ferry", **WITHHELD)
    kept = {"body": "", "access": Access.HEADLINE, "noarchive": True, "kicker": "Harbour", "fetched": at(9)}
    stored("night-ferry", **kept)
    assert db.execute("SELECT kicker, found_by FROM stories").fetchall() == [("Harbour", "{}")]


def test_what_we_hold_of_a_story_without_a_text_is_not_taken_by_a_withheld_one(db: Database, stored: Stored) -> None:
    stored("night-ferry", body="", standfirst="And more.", access=Access.HEADLINE)
    assert stored("night-ferry", **WITHHELD, fetched=at(9)).what == "unchanged"
    assert db.execute("SELECT standfirst, noarchive FROM stories").fetchall() == [("And more.", 1)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1)])
@pytest.mark.parametrize("name", ["noarchive", "tdm_reserved"])
def test_what_the_newest_fetch_asks_for_holds_though_the_text_is_the_same(
    db: Database, stored: Stored, order: tuple[int, ...], name: str
) -> None:
    captures = [(6, False), (9, True), (12, False)]
    for count, number in enumerate(order, start=1):
        hour, said = captures[number]
        stored("night-ferry", fetched=at(hour), **{name: said})
        newest = max(order[:count])
        assert column(db, f"SELECT {name} FROM stories") == [captures[newest][1]]


def test_a_newer_excerpt_that_asks_not_to_be_archived_is_heard(db: Database, stored: Stored) -> None:
    stored("night-ferry", body="The whole story.")
    stored("night-ferry", body="The", access=Access.EXCERPT, noarchive=True, fetched=at(9))
    assert db.execute("SELECT body, noarchive FROM stories").fetchall() == [("The whole story.", 1)]


def test_white_space_is_no_new_version(stored: Stored) -> None:
    stored("night-ferry", body="One.\n\nTwo.")
    assert stored("night-ferry", body=" One. \n\n Two.", fetched=at(9)).what == "unchanged"


@pytest.mark.parametrize("order", [(6, 9, 12), (12, 9, 6), (9, 6, 12)])
def test_what_counts_readers_is_no_new_version(db: Database, stored: Stored, order: tuple[int, ...]) -> None:
    """And the spelling of the earliest fetch counts, whichever capture is stored first."""
    for hour in order:
        stored("night-ferry", body=f"{hour} comments\n\nIt stays.", fetched=at(hour))
    assert column(db, "SELECT body FROM version_texts") == ["6 comments\n\nIt stays."]
    assert column(db, "SELECT fetched FROM versions") == ["2026-03-07T06:00:00Z"]
    whole_index(db)


@pytest.mark.parametrize("published_first", [True, False])
def test_the_strongest_evidence_dates_a_story(db: Database, stored: Stored, published_first: bool) -> None:
    weak = {"date": dt.date(2026, 3, 6), "kind": EvidenceKind.PUBLISHED}
    strong = {"date": SATURDAY, "kind": EvidenceKind.STATEMENT}
    for dating in (weak, strong) if published_first else (strong, weak):
        saved = stored("night-ferry", **dating)
    assert db.execute("SELECT edition_date, evidence_kind FROM stories").fetchone() == ("2026-03-07", "statement")
    assert keys.date_of_id(saved.story_id) == SATURDAY
    assert column(db, "SELECT story_id FROM versions") == column(db, "SELECT id FROM stories")


def test_redating_moves_the_row_and_everything_that_points_to_it(db: Database, stored: Stored) -> None:
    stored("tram", headline="潮見市の路面電車", body="延伸する。", date=None, authors=("佐伯 真央",), topics=("tram",))
    (undated,) = column(db, "SELECT id FROM stories")
    assert keys.date_of_id(undated) is None
    saved = stored("tram", headline="潮見市の路面電車", body="延伸する。", authors=("佐伯 真央",), fetched=at(9))
    for table in ("story_terms", "story_authors", "versions", "captures", "addresses", "placements"):
        assert set(column(db, f"SELECT story_id FROM {table}")) == {saved.story_id}, table
    assert found(db, '"面電 電車"') == [saved.key]
    whole_index(db)


def test_equal_evidence_keeps_the_earliest_day(db: Database, stored: Stored) -> None:
    for day in (8, 7, 9):
        stored("night-ferry", date=dt.date(2026, 3, day))
    assert column(db, "SELECT edition_date FROM stories") == ["2026-03-07"]


def test_ids_do_not_depend_on_the_order_of_arrival(db: Database, stored: Stored) -> None:
    for name in ("a", "b", "c"):
        stored(name)
    ids = dict(db.execute("SELECT key, id FROM stories").fetchall())
    db.execute("DELETE FROM stories")
    for name in ("c", "a", "b"):
        stored(name)
    assert dict(db.execute("SELECT key, id FROM stories").fetchall()) == ids
    whole_index(db)


def test_a_story_that_names_its_edition_gets_a_place_in_it(db: Database, stored: Stored) -> None:
    stored("night-ferry", kind=EvidenceKind.STATEMENT)
    rows = db.execute(
        "SELECT slug, date, label, outcome, position FROM placements JOIN editions ON editions.id = edition_id "
        "JOIN publications ON publications.id = publication_id"
    ).fetchall()
    assert rows == [("evening-lantern", "2026-03-07", "", None, 0)]


def test_the_day_of_web_publication_alone_makes_no_edition(db: Database, stored: Stored) -> None:
    stored("night-ferry", kind=EvidenceKind.PUBLISHED)
    assert column(db, "SELECT count(*) FROM editions") == [0]


def test_a_story_that_was_taken_down_does_not_come_back(db: Database, stored: Stored) -> None:
    key = keys.story_key("https://lantern.example/night-ferry")
    db.table("takedowns").insert({"key": key, "url": "https://lantern.example/night-ferry", "removed": "2026-03-08"})
    assert stored("night-ferry").what == "removed"
    assert column(db, "SELECT count(*) FROM stories") == [0]


def test_an_address_with_tracking_is_the_same_story(db: Database, stored: Stored) -> None:
    stored("night-ferry", url="https://lantern.example/front/7?utm_source=feed")
    assert column(db, "SELECT url FROM addresses ORDER BY url") == [
        "https://lantern.example/front/7",
        "https://lantern.example/night-ferry",
    ]


def test_deleting_a_story_takes_its_words_out_of_the_index(db: Database, stored: Stored) -> None:
    stored("tram", headline="潮見市の路面電車")
    stored("night-ferry")
    db.execute("DELETE FROM stories WHERE headline LIKE '潮見%'")
    assert found(db, '"面電"') == []
    assert len(found(db, "ferry")) == 1
    whole_index(db)


def test_images_of_a_story_that_is_kept_for_its_owner_are_wanted_and_a_withheld_one_has_none(
    db: Database, stored: Stored
) -> None:
    picture = Image(url="https://lantern.example/key.jpg")
    stored("night-ferry", images=(picture,), noarchive=True)
    stored("morning-ferry", **WITHHELD)
    assert images.wanted(db, "evening-lantern") == [picture.url]
