"""Two newspapers that list each other's stories: each story is its own paper's, and of that one's day, in any order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from scraper.archive.write import comparisons
from scraper.items import EditionKey, Outcome
from tests.worlds import Closes, Event, Fetches, Lists, World

WHOSE = "SELECT slug, edition_date, evidence_kind FROM stories JOIN publications ON publications.id = publication_id"
PLACED = """
    SELECT slug, date, story_id IS NOT NULL FROM placements JOIN editions ON editions.id = edition_id
    JOIN publications ON publications.id = publication_id ORDER BY slug
    """
POST = (Lists("post", 1, ("a",)), Fetches("post", 1, "a"), Closes("post", 1))
LANTERN = (Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7))


@pytest.mark.parametrize("order", [(POST, LANTERN), (LANTERN, POST)])
def test_a_story_is_the_paper_s_on_whose_site_it_is_and_of_that_paper_s_day(
    tmp_path: Path, order: Sequence[Sequence[Event]]
) -> None:
    world = World(tmp_path)
    for events in order:
        world.run(*events)
    assert world.asked(WHOSE) == [("lantern", "2026-03-07", "index")]
    assert world.asked(PLACED) == [("lantern", "2026-03-07", 1), ("post", "2026-03-01", 1)]
    assert world.rebuilt().rows() == world.rows()


def test_until_its_own_paper_is_collected_its_page_says_its_day(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(*POST)
    assert world.asked(WHOSE) == [("lantern", "2026-03-05", "published")]
    assert world.asked("SELECT title, declared FROM publications WHERE slug = 'lantern'") == [("The Lantern", 1)]
    assert world.rebuilt().rows() == world.rows()


def test_a_redirect_to_another_paper_s_story_does_not_move_its_date(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(*LANTERN)
    world.run(Lists("post", 1, ("post>a",)), Fetches("post", 1, "post>a"), Closes("post", 1))
    assert world.asked(WHOSE) == [("lantern", "2026-03-07", "index")]
    assert world.rebuilt().rows() == world.rows()


@pytest.mark.parametrize("order", [(("post", 1), ("lantern", 7)), (("lantern", 7), ("post", 1))])
def test_a_story_on_nobody_s_site_is_the_paper_s_that_printed_it_first(
    tmp_path: Path, order: Sequence[tuple[str, int]]
) -> None:
    world = World(tmp_path)
    for paper, day in order:
        world.run(Lists(paper, day, ("agency:a",)), Fetches(paper, day, "agency:a"), Closes(paper, day))
    assert world.asked(WHOSE) == [("post", "2026-03-01", "index")]
    assert world.rebuilt().rows() == world.rows()


def test_one_text_for_all_stories_takes_none_of_another_paper_s_away(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(*LANTERN)
    world.run(*POST)
    with world.opened("collect") as run:
        assert comparisons.same_texts(run.db, EditionKey("post", dt.date(2026, 3, 1))) == []


def test_a_stale_list_takes_back_what_it_gave(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.run(Lists("post", 1, ("agency:a",)), Fetches("post", 1, "agency:a"), Closes("post", 1, Outcome.STALE))
    world.run(Lists("lantern", 7, ("agency:a",)), Closes("lantern", 7))
    assert world.asked(WHOSE) == [("lantern", "2026-03-07", "index")]
    assert world.rebuilt().rows() == world.rows()
