"""What an edition is judged by: its stories, and the editions around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlite_utils import Database

from scraper.archive.write import comparisons, ledger, stories
from scraper.items import Access, EditionKey, ListedEdition, StoryLink
from tests.archive.conftest import PAPER, SATURDAY

CITY = EditionKey(PAPER.slug, SATURDAY, "city")
COAST = EditionKey(PAPER.slug, SATURDAY, "coast")
Stored = Callable[..., stories.Saved]


def link(name: str, position: int) -> StoryLink:
    return StoryLink(url=f"https://lantern.example/{name}", headline=name, position=position)


def listed(key: EditionKey, *links: StoryLink) -> ListedEdition:
    return ListedEdition(key=key, links=links, index_name="front")


def test_an_edition_served_again_shares_its_addresses_with_the_one_before(db: Database) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("a", 1), link("b", 2)), run_id=None)
    sunday = EditionKey(PAPER.slug, SATURDAY + dt.timedelta(days=1), "city")
    both = {"https://lantern.example/a", "https://lantern.example/b"}
    assert comparisons.neighbour_addresses(db, sunday, before=True) == both
    assert comparisons.neighbour_addresses(db, CITY, before=True) == set()
    friday = EditionKey(PAPER.slug, SATURDAY - dt.timedelta(days=1), "city")
    assert comparisons.neighbour_addresses(db, friday, before=False) == both


def test_what_is_usual_is_the_median_of_the_same_weekday(db: Database) -> None:
    for week, count in ((1, 9), (2, 3), (3, 5)):
        key = EditionKey(PAPER.slug, SATURDAY - dt.timedelta(weeks=week), "city")
        ledger.enter(db, PAPER, listed(key, *(link(f"{week}-{n}", n) for n in range(1, count + 1))), run_id=None)
    friday = EditionKey(PAPER.slug, SATURDAY - dt.timedelta(days=1), "city")
    ledger.enter(db, PAPER, listed(friday, link("friday", 1)), run_id=None)
    assert comparisons.usual_size(db, CITY) == 5
    assert comparisons.usual_size(db, COAST) == 0


def test_short_stories_are_those_open_to_all(db: Database, stored: Stored) -> None:
    ledger.enter(db, PAPER, listed(CITY, link("short", 1), link("teaser", 2), link("long", 3)), run_id=None)
    stored("short", body="Two lines.")
    stored("teaser", body="Two lines.", access=Access.EXCERPT)
    stored("long", body="A long story. " * 50)
    assert comparisons.short_stories(db, CITY, 150) == 1
