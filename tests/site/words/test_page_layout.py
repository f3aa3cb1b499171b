"""The columns of an edition's page: what stands beside the lead, and how wide each section is."""

from __future__ import annotations

from typing import Any, cast

import pytest

from scraper.site.json_objects import ListedStory
from scraper.site.words.page_layout import BESIDE, front_page, widths

PICTURE = {"url": "/thumbnails/0", "width": 480, "height": 300}
LONG = "The ferry is late again. " * 160


def story(headline: str = "The ferry is late", *, pictured: bool = False, **more: Any) -> ListedStory:
    fields = {"headline": headline, "standfirst": "", "kicker": "", "byline": "", "opening": "It is late. " * 30}
    return cast(ListedStory, {**fields, "thumbnail": PICTURE if pictured else None, **more})


@pytest.mark.parametrize("number", [1, 2, 3, 5, 6, 120])
def test_every_story_stands_on_the_front_page_once_and_in_order(number: int) -> None:
    stories = [story(f"Story {at}") for at in range(number)]
    for text in ("", "Short.", LONG):
        front = front_page(stories, text)
        assert [front.lead, *(beside.story for beside in front.beside), *front.below] == stories
        assert min(1, number - 1) <= len(front.beside) <= BESIDE


def test_a_lead_of_much_text_fills_the_height_of_what_stands_beside_it() -> None:
    assert front_page([story(), *[story() for _ in range(4)]], LONG).filled
    assert front_page([story()], LONG).filled
    assert not front_page([story(), story()], "Short.").filled, "then nothing is cut off"


def test_two_stories_leave_no_bare_column() -> None:
    beside = front_page([story(pictured=True), story(pictured=True)], LONG).beside[0]
    assert (beside.pictured, beside.opened) == (True, True), "with little beside the lead, it is shown at length"
    beside = front_page([story(pictured=True), story(pictured=True)], "Short.").beside[0]
    assert not beside.opened, "beside a short lead it is not"
    many = front_page([story(pictured=True) for _ in range(5)], LONG).beside
    assert len(many) == BESIDE
    assert not all(each.pictured for each in many), "four pictures are taller than any lead"


def test_what_is_taller_than_a_short_lead_stands_below_it() -> None:
    tall = story("A headline of many words that takes line after line " * 3, standfirst="And more words. " * 20)
    front = front_page([story(), tall, tall, tall], "Short.")
    assert (len(front.beside), len(front.below)) == (1, 2)


def test_characters_of_twice_the_width_take_twice_the_lines() -> None:
    beside = [story("見出し" * 20, opening="")] * 4
    narrow = [story("abc" * 20, opening="")] * 4
    assert len(front_page([story(), *beside], "短い。").beside) < len(front_page([story(), *narrow], "Short.").beside)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ([], []),
        ([5], [3]),
        ([1, 1, 1], [1, 1, 1]),
        ([2, 1], [2, 1]),
        ([1, 4], [1, 2]),
        ([2, 2, 1], [1, 1, 1]),  # never 2 and 2, which would leave the third column of the first row bare
        ([9, 1, 1, 1], [3, 1, 1, 1]),
    ],
)
def test_rows_of_sections_are_full(sections: list[int], expected: list[int]) -> None:
    found = widths([[story()] * number for number in sections])
    assert sorted(found) == sorted(expected)
    row = 0
    for width in found:
        row += width
        assert row <= 3
        row %= 3
    assert row == 0


def test_a_hundred_sections_are_set_at_once() -> None:
    assert len(widths([[story()] * (1 + at % 7) for at in range(100)])) == 100
