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
BOXES = "[...document.querySelectorAll('.Z3988')].filter(span => span.getClientRects().length).length"


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
        assert page.locator(".Z3988").count() == STORIES, "Zotero offers each story"
        assert page.locator("nav.sections li").count() == len(SECTIONS)
        assert 0 <= page.evaluate(GAP) < 50
        assert page.evaluate(BOXES) == 0, "nor do they take part in the layout elsewhere"
