"""Editions of a day are compared by their stories: whatever the address, the headline or the version."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper import archive
from scraper.archive.read.comparison import Placed, Text, compare, of_day
from scraper.items import EditionKey, Outcome
from tests.site.situations import BUDGET, LANTERN, SATURDAY, address, collect, key_of, link

LONG = "The harbour master said on Friday that the night ferry will sail until the new quay is finished, " * 4


def listing(*stories: str) -> list[Placed]:
    """An edition of these stories in this order: ``name`` or ``name@page``."""
    found = []
    for position, story in enumerate(stories, start=1):
        name, _, page = story.partition("@")
        found.append(Placed(name, "City", page, position, name.capitalize()))
    return found


def names(stories: Sequence[Any]) -> list[Any]:
    return [next(iter(story.places.values())).identity for story in stories]


def test_what_all_have_and_what_only_some_have() -> None:
    found = compare([listing("a", "b", "c"), listing("a", "c", "d"), listing("e", "a")], {})
    assert names(found.shared) == ["a"]
    assert {numbers: names(stories) for numbers, stories in found.some.items()} == {
        (0,): ["b"],
        (1,): ["d"],
        (2,): ["e"],
        (0, 1): ["c"],
    }
    assert (found.moved, found.changed) == ([], []), "what stands further down for a new story above it has not moved"


def test_five_editions_and_one() -> None:
    five = compare([listing("a", f"only-{number}") for number in range(5)], {})
    assert (names(five.shared), len(five.some)) == (["a"], 5)
    alone = compare([listing("a", "b")], {})
    assert (names(alone.shared), alone.some) == (["a", "b"], {})
    assert compare([], {}).shared == []


def test_moved_is_another_page_or_another_order() -> None:
    assert names(compare([listing("a@1", "b@1", "c@5"), listing("a@1", "b@4", "c@5")], {}).moved) == ["b"]
    assert names(compare([listing("a", "b", "c", "d"), listing("d", "a", "b", "c")], {}).moved) == ["d"]
    sections = [[Placed("a", "City"), Placed("b", "World")], [Placed("a", "City"), Placed("b", "Front page")]]
    assert names(compare(sections, {}).moved) == ["b"]
    unknown = [[Placed("a", "City", "", 1), Placed("b", "City", "", 2)], [Placed("b", "City"), Placed("a", "City")]]
    assert compare(unknown, {}).moved == [], "an edition that is known from its stories has no order"


def test_two_addresses_of_one_story() -> None:
    editions = [[Placed("city/1", headline="Ferry stays")], [Placed("coast/9", headline="Ferry stays")]]
    same = {"city/1": Text("Ferry stays", text_hash="f00", hashes=frozenset({"f00"}))}
    by_version = same | {"coast/9": Text("Ferry stays", text_hash="bad", hashes=frozenset({"f00", "bad"}))}
    found = compare(editions, by_version)
    assert (len(found.shared), found.some, len(found.changed)) == (1, {}, 1)
    by_headline = {
        "city/1": Text("Night ferry stays, council says"),
        "coast/9": Text("Night Ferry stays,  council says"),
    }
    assert len(compare(editions, by_headline).shared) == 1
    by_beginning = {"city/1": Text("Ferry stays", LONG), "coast/9": Text("She sails on", LONG)}
    assert len(compare(editions, by_beginning).shared) == 1
    columns = {"city/1": Text("Letters", "Dear editor"), "coast/9": Text("Letters", "Sir")}
    assert compare(editions, columns).shared == [], "two columns of one title are two stories"
    runs = {"city/1": Text("港の渡船は存続、町議会が決定"), "coast/9": Text("港の渡船は存続、町議会が決定")}
    assert len(compare(editions, runs).shared) == 1, "also where nothing stands between words"


def test_two_stories_of_one_edition_are_two() -> None:
    texts = {name: Text("One headline over both of them") for name in ("a", "b", "c")}
    found = compare([[Placed("a"), Placed("b")], [Placed("c")]], texts)
    assert (names(found.shared), {k: names(v) for k, v in found.some.items()}) == (["a"], {(0,): ["b"]})


def test_changed_is_another_headline_or_another_text() -> None:
    over = [[Placed(1, headline="Budget passes")], [Placed(1, headline="Budget passes by one vote")]]
    assert len(compare(over, {}).changed) == 1
    printed = [[Placed(1, print_headline="Seven crowns")], [Placed(1, headline="Budget passes")]]
    assert compare(printed, {}).changed == [], "an index that has no print headline says nothing of it"
    again = [[Placed(1)], [Placed(1)]]
    assert len(compare(again, {1: Text("Budget", versions=2)}).changed) == 1
    assert compare(again, {1: Text("Budget", versions=1)}).changed == []


@pytest.fixture
def day(tmp_path: Path) -> Any:
    """A day of the Lantern in three editions and with a supplement, read as comparisons."""
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        ferry = replace(BUDGET, url=address("ferry"), headline="Ferry stays", body=LONG)
        again = replace(ferry, url=address("coast/ferry"), headline="She sails on")
        quay = replace(BUDGET, url=address("quay"), headline="Quay reopens", body="The quay is open.")
        review = replace(BUDGET, url=address("review"), headline="A history of fog", body="Fog, at length.")
        front = link("ferry", "Ferry stays", "Front page", "1", 1)
        budget = link("budget", "Budget passes", "Front page", "1", 2)
        editions = {
            "city": [(front, ferry), (budget, BUDGET)],
            "coast": [
                (link("coast/ferry", "She sails on", "Front page", "1", 1), again),
                (link("budget", "Budget passes", "City", "4", 2), BUDGET),
                (link("quay", "Quay reopens", "Coast", "3", 3), quay),
            ],
            "late": [
                (link("gone", "Mayor resigns", "Front page", "1", 1), "HTTP 404"),
                (front, ferry),
                (budget, BUDGET),
            ],
        }
        for label, listed in editions.items():
            collect(db, LANTERN, EditionKey(LANTERN.slug, SATURDAY, label), listed, Outcome.PARTIAL, name=label.title())
        key = EditionKey(LANTERN.slug, SATURDAY, "review", supplement_of="city")
        collect(db, LANTERN, key, [(link("review", "A history of fog", "Review", "R1", 1), review)])
        sunday = EditionKey(LANTERN.slug, SATURDAY + dt.timedelta(days=1), "city")
        collect(db, LANTERN, sunday, [(front, ferry)])
        yield lambda *when: of_day(db.conn, *when)


def test_a_day_of_three_editions_and_a_supplement(day: Any) -> None:
    (found,) = day(SATURDAY, LANTERN.slug)
    assert found["labels"] == ["city", "coast", "late"], "a supplement is no edition of the day"
    assert (found["shared"], found["shared_total"]) == ([key_of("ferry"), key_of("budget")], 2)
    assert [(each["labels"], [story["headline"] for story in each["stories"]]) for each in found["differences"]] == [
        (["coast"], ["Quay reopens"]),
        (["late"], ["Mayor resigns"]),
    ]
    assert found["differences"][1]["stories"][0]["key"] is None, "it is listed and not held"
    assert [story["key"] for story in found["moved"]] == [key_of("budget")]
    assert [(place["label"], place["page"]) for place in found["moved"][0]["places"]] == [
        ("city", "1"),
        ("coast", "4"),
        ("late", "1"),
    ]
    (changed,) = found["changed"]
    assert [place["headline"] for place in changed["places"]] == ["Ferry stays", "She sails on", "Ferry stays"]
    assert changed["places"][1]["key"] == key_of("coast/ferry")


def test_of_many_editions_the_first_are_compared(day: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert day(SATURDAY)[0]["editions_total"] == 3, "a supplement is no edition of the day"
    monkeypatch.setattr("scraper.archive.read.comparison.MOST_EDITIONS", 2)
    (found,) = day(SATURDAY)
    assert (found["labels"], found["editions_total"]) == (["city", "coast"], 3)
    assert [each["labels"] for each in found["differences"]] == [["coast"]]


def test_a_day_of_one_edition_is_not_compared(day: Any) -> None:
    assert day(SATURDAY + dt.timedelta(days=1)) == []
    assert day(SATURDAY - dt.timedelta(days=9)) == []
    assert len(day(SATURDAY)) == 1, "of all papers"
