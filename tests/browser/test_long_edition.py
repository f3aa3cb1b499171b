"""A newspaper's edition has a hundred stories and more: its page opens on the front page all the same."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from scraper import archive
from scraper.items import EditionKey
from tests.browser.conftest import served, visit
from tests.site import situations

pytestmark = pytest.mark.browser

STORIES = 120
SECTIONS = ("Front page", "City", "World", "Business", "Sport", "Letters")
EDITION = "/papers/evening-lantern/2026-03-07/city/"
GAP = """document.querySelector('.sheets > section').getBoundingClientRect().top
    - document.querySelector('nav.sections').getBoundingClientRect().bottom"""
BOXES = "[...document.querySelectorAll('.unapi-id')].filter(abbr => abbr.getClientRects().length).length"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of an archive with one edition of a usual length, in place of that of ``conftest``."""
    path = tmp_path_factory.mktemp("long") / "archive.db"
    listed = []
    for number in range(STORIES):
        url = situations.address(f"story-{number}")
        draft = replace(
            situations.BUDGET, url=url, headline=f"Story number {number} of the day", standfirst="It is told at length."
        )
        if number == 0:
            draft = replace(
                draft, body="\n\n".join(["The town was told of it at length, and then told again. " * 9] * 12)
            )
        section, page = SECTIONS[number * len(SECTIONS) // STORIES], str(1 + number // 10)
        listed.append((situations.link(f"story-{number}", draft.headline, section, page, number + 1), draft))
    with contextlib.closing(archive.opened(path, create=True)) as db:
        key = EditionKey(situations.LANTERN.slug, situations.SATURDAY, "city")
        situations.collect(db, situations.LANTERN, key, listed)
    with served(path) as where:
        yield where


@pytest.mark.parametrize("width", [1280, 390])
def test_the_front_page_follows_the_list_of_sections_at_once(chromium: Any, address: str, width: int) -> None:
    with visit(chromium, address, width=width) as page:
        page.goto(EDITION)
        assert page.locator(".unapi-id").count() == STORIES, "Zotero offers each story"
        assert page.locator("nav.sections li").count() == len(SECTIONS)
        assert 0 <= page.evaluate(GAP) < 50
        assert page.evaluate(BOXES) == 0, "nor do they take part in the layout elsewhere"


BARE = """[...document.querySelectorAll('.front-page > *')].map(column => {
    const last = [...column.querySelectorAll('p, img, h3')].map(each => each.getBoundingClientRect().bottom);
    return Math.round(column.parentElement.getBoundingClientRect().bottom - Math.max(...last));
})"""


def test_the_front_page_fills_its_measure(chromium: Any, address: str) -> None:
    """The lead's text is under its headline, the next stories are beside it, and both columns end together."""
    with visit(chromium, address, width=1280) as page:
        page.goto(EDITION)
        places = {part: page.locator(f".lead {part}").first.bounding_box() for part in ("h3", ".lead-text p")}
        beside = [each.bounding_box() for each in page.locator(".second-stories .teaser").all()]
        assert len(beside) == 4
        assert places["h3"]["y"] < places[".lead-text p"]["y"]
        assert all(box["x"] > places["h3"]["x"] + places["h3"]["width"] for box in beside)
        assert page.evaluate("document.documentElement.scrollWidth") == 1280
        assert max(page.evaluate(BARE)) < 60


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_text_that_has_no_room_ends_with_a_whole_line_and_is_read_on(chromium: Any, address: str, width: int) -> None:
    with visit(chromium, address, width=width) as page:
        page.goto(EDITION)
        text = page.locator(".lead-text").bounding_box()
        below = page.locator(".read-on").bounding_box()
        assert text["y"] + text["height"] <= below["y"]
        cut = page.evaluate(
            """() => {
                const box = document.querySelector('.lead-text').getBoundingClientRect();
                const range = document.createRange();
                range.selectNodeContents(document.querySelector('.lead-text'));
                return [...range.getClientRects()].filter(
                    line => line.left < box.right - 1 && line.top < box.bottom - 6 && line.bottom > box.bottom + 6
                ).length;
            }"""
        )
        assert cut == 0
