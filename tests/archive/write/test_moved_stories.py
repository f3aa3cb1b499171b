"""A story that has moved to another address is the same story; another one that took its place is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from scraper.archive.write import ledger, stories
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from tests.archive.conftest import PAPER, SATURDAY, at

CITY = EditionKey(PAPER.slug, SATURDAY, "city")
Stored = Callable[..., stories.Saved]
OLD, NEW = "story/7.html", "2026/03/07/night-ferry"


def link(name: str) -> StoryLink:
    return StoryLink(url=f"https://lantern.example/{name}", headline="Council keeps the night ferry", position=1)


def lists(db: Database, name: str) -> set[str]:
    """The index of the edition lists the story under this address; the addresses that it does not list any more."""
    ledger.enter(db, PAPER, ListedEdition(key=CITY, links=(link(name),), index_name="front"), run_id=None)
    return ledger.addresses(db, CITY) - {link(name).url}


def moved(db: Database, stored: Stored, **otherwise: Any) -> tuple[stories.Saved, stories.Saved]:
    """A story collected at its old address, and again when its edition lists the new one."""
    lists(db, OLD)
    before = stored(OLD, link=(CITY, link(OLD)))
    unlisted = lists(db, NEW)
    return before, stored(NEW, **{"link": (CITY, link(NEW)), "unlisted": unlisted, "fetched": at(9, 20)} | otherwise)


def held(db: Database) -> list[tuple[Any, ...]]:
    return db.execute("SELECT url, edition_date FROM stories ORDER BY url").fetchall()


def places(db: Database) -> list[tuple[Any, ...]]:
    return db.execute("SELECT url, story_id IS NOT NULL FROM placements ORDER BY url").fetchall()


def test_a_story_that_its_edition_lists_elsewhere_keeps_its_key_and_has_one_place(db: Database, stored: Stored) -> None:
    before, after = moved(db, stored)
    assert (after.key, after.what) == (before.key, "unchanged")
    assert held(db) == [(f"https://lantern.example/{NEW}", "2026-03-07")]
    assert places(db) == [(f"https://lantern.example/{NEW}", 1)]
    again = stored(NEW, link=(CITY, link(NEW)), headline="Ferry saved", body="Anew.", fetched=at(9, 21))
    assert (again.key, again.what) == (before.key, "changed"), "it is known by its new address, whatever it says"


def test_with_another_headline_or_another_text_it_is_the_same_story(db: Database, stored: Stored) -> None:
    before, after = moved(db, stored, headline="The ferry stays")
    assert (after.key, after.what) == (before.key, "changed")
    again = stored("2026/ferry", body="More.", headline="The ferry stays", unlisted={f"https://lantern.example/{NEW}"})
    assert again.key == before.key


def test_another_story_in_its_place_is_another_story(db: Database, stored: Stored) -> None:
    before, after = moved(db, stored, headline="The tide mill turns", body="It was built in 1781, and turns again.")
    assert after.key != before.key
    assert len(places(db)) == 2, "what an earlier index listed is kept"


def test_a_story_beside_it_that_reads_the_same_has_not_moved(db: Database, stored: Stored) -> None:
    before, after = moved(db, stored, unlisted=())
    assert after.key != before.key


def test_a_redirect_from_its_old_address_leads_to_the_same_story(db: Database, stored: Stored) -> None:
    lists(db, OLD)
    before = stored(OLD, link=(CITY, link(OLD)))
    after = stored(NEW, link=(CITY, link(OLD)), fetched=at(9, 20))
    assert (after.key, after.what) == (before.key, "unchanged")
    assert held(db) == [(f"https://lantern.example/{NEW}", "2026-03-07")]
    assert places(db) == [(f"https://lantern.example/{OLD}", 1)]


def test_a_redirect_to_another_day_s_piece_of_the_same_name_leads_to_another_story(
    db: Database, stored: Stored
) -> None:
    weather = StoryLink(url="https://lantern.example/weather", headline="Weather", position=1)
    days = []
    for date, text in ((SATURDAY, "Rain on both sides of the water."), (SATURDAY + dt.timedelta(days=1), "Sun.")):
        key = EditionKey(PAPER.slug, date, "city")
        days.append(stored(f"weather/{date}", headline="Weather", body=text, date=date, link=(key, weather)).key)
    assert len(set(days)) == 2


def test_a_story_that_moved_and_was_taken_down_is_not_stored_again(db: Database, stored: Stored) -> None:
    before, _ = moved(db, stored)
    db.execute("INSERT INTO takedowns SELECT key, url, 'asked', '2026-04-01' FROM stories")
    db.execute("DELETE FROM stories")
    assert [stored(name).what for name in (OLD, NEW)] == ["removed", "removed"]
    assert before.key


def test_it_leaves_its_old_place_in_every_edition_that_lists_it_anew(db: Database, stored: Stored) -> None:
    coast = EditionKey(PAPER.slug, SATURDAY, "coast")
    ledger.enter(db, PAPER, ListedEdition(key=coast, links=(link(OLD),), index_name="front"), run_id=None)
    moved(db, stored)
    ledger.enter(db, PAPER, ListedEdition(key=coast, links=(link(NEW),), index_name="front"), run_id=None)
    assert places(db) == [(f"https://lantern.example/{NEW}", 1)] * 2
    assert db.execute("SELECT listed FROM editions").fetchall() == [(1,), (1,)]


def test_a_list_from_before_it_moved_gives_it_no_second_place(db: Database, stored: Stored) -> None:
    moved(db, stored)
    ledger.close(db, PAPER, ClosedEdition(key=CITY, outcome=Outcome.COMPLETE), run_id=None, moment=at(9, 20))
    before = ListedEdition(key=CITY, links=(link(OLD),), index_name="front")
    ledger.enter(db, PAPER, before, run_id=None, moment=at(6))
    assert places(db) == [(f"https://lantern.example/{NEW}", 1)]


WATER = "The water came up the steps at four in the morning, and the keeper rang the bell."
BREAD = "A loaf costs eleven pence more since Monday, and the bakers say that it is the wheat."


def test_of_stories_that_all_state_one_address_each_has_its_own(db: Database, stored: Stored) -> None:
    first = stored("city", headline="Water in the vaults", body=WATER, url="https://lantern.example/1")
    other = stored("city", headline="Bread is dearer", body=BREAD, url="https://lantern.example/2")
    again = stored("city", headline="Bread is dearer still", body=BREAD, url="https://lantern.example/2")
    assert (first.what, other.what, again.what) == ("added", "added", "changed")
    assert db.execute("SELECT url, headline FROM stories ORDER BY url").fetchall() == [
        ("https://lantern.example/2", "Bread is dearer still"),
        ("https://lantern.example/city", "Water in the vaults"),
    ]


def test_a_new_headline_or_a_new_text_is_no_other_story(db: Database, stored: Stored) -> None:
    stored("city", headline="Water in the vaults", body=WATER, url="https://lantern.example/1")
    stored("city", headline="Water in the vaults", body=BREAD, url="https://lantern.example/2")
    stored("city", headline="The keeper rang", body=f"{BREAD}\n\n{WATER}", url="https://lantern.example/3")
    stored("city", headline="What the keeper saw", body="Nothing.", url="https://lantern.example/1")
    assert db.execute("SELECT url FROM stories").fetchall() == [("https://lantern.example/city",)]
