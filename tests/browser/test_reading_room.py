"""What the reading room is for, done with the keyboard alone on a phone's width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import visit

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const has = document.activeElement;
  if (has === document.body) return "";
  return has.ariaLabel || (has.labels?.[0] ?? has).textContent.trim().replace(/\\s+/g, " ") || has.name || "";
}"""
MOST_STEPS = 150


@pytest.fixture
def phone(chromium: Any, address: str) -> Iterator[Any]:
    """A narrow page, on which nothing is clicked."""
    with visit(chromium, address, width=390) as page:
        yield page


def go_to(page: Any, words: str) -> str:
    """Press Tab until the name of what has the focus begins so; its whole name."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        name = str(page.evaluate(FOCUSED))
        if name.startswith(words):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on “{name}” is seen"
            return name
    raise AssertionError(f"no “{words}” is reached with the keyboard on {page.url}")


def enter(page: Any) -> None:
    """Follow the link or send the form that has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_paper_of_a_date(phone: Any) -> None:
    """The librarian: what did they print on 7 March?"""
    phone.goto("/")
    go_to(phone, "Go to a day")
    phone.keyboard.type("03072026")
    enter(phone)
    assert phone.title().startswith("All papers of Saturday 7 March 2026")
    go_to(phone, "The Evening Lantern")
    enter(phone)
    go_to(phone, "City edition")
    enter(phone)
    assert phone.locator("h3").first.inner_text() == "Night ferry <b>stays</b> & sails"


def test_a_story_that_is_half_remembered(phone: Any) -> None:
    """The reader: something about a ferri, and I misspelled it."""
    phone.goto("/")
    go_to(phone, "What was printed about")
    phone.keyboard.type("ferrry")
    enter(phone)
    go_to(phone, "Did you mean ferry")
    enter(phone)
    go_to(phone, "Night ferry")
    enter(phone)
    assert "Printed in The Evening Lantern of 7 March 2026" in phone.locator(".evidence").inner_text()


def test_one_day_in_several_papers(phone: Any) -> None:
    """The editor: what did the others lead with?"""
    phone.goto("/on/2026-03-07/")
    papers = phone.locator(".paper h2").all_inner_texts()
    assert len(set(papers)) == len(papers) == 2, "each paper once"
    tops = [box["y"] for paper in phone.locator(".paper").all() if (box := paper.bounding_box())]
    assert tops == sorted(tops), "one below the other"
    go_to(phone, papers[-1])
    enter(phone)


def test_two_editions_of_a_day(phone: Any) -> None:
    """The librarian: what did the coast read that the city did not?"""
    phone.goto("/on/2026-03-07/")
    go_to(phone, "The Evening Lantern")
    enter(phone)
    coast = phone.locator(".difference", has_text="Only in Coast")
    assert coast.get_by_role("link").all_inner_texts() == ["Quay reopens"]
    go_to(phone, "Quay reopens")
    enter(phone)
    assert "Coast edition" in phone.locator(".folio-line.head").inner_text()


def test_a_word_through_time(phone: Any) -> None:
    """The researcher: since when, and how often?"""
    phone.goto("/")
    go_to(phone, "Menu")
    phone.keyboard.press("Enter")
    go_to(phone, "Over time")
    enter(phone)
    go_to(phone, "Word or phrase 1")
    phone.keyboard.type("ferry")
    enter(phone)
    assert phone.locator("svg[role=img]:visible").count() == 1
    go_to(phone, "The numbers as a table")
    phone.keyboard.press("Enter")
    go_to(phone, "1")
    enter(phone)
    assert "/search?q=ferry" in phone.url
    assert phone.get_by_role("status").inner_text().startswith("1 story")


def test_three_stories_into_zotero(phone: Any) -> None:
    """The researcher again: these three, with all their data."""
    phone.goto("/search?q=the")
    for _ in range(3):
        go_to(phone, "Cite “")
        phone.keyboard.press("Space")
    go_to(phone, "Cite the chosen stories")
    enter(phone)
    go_to(phone, "RIS")
    with phone.expect_download() as download:
        phone.keyboard.press("Enter")
    records = download.value.path().read_text(encoding="utf-8")
    assert records.count("TY  - NEWS") == records.count("ER  - ") == 3


def test_following_a_search(phone: Any) -> None:
    """The reader: tell me when there is more."""
    phone.goto("/search?q=ferry&publication=evening-lantern")
    go_to(phone, "Follow this search")
    feed = phone.request.get(phone.evaluate("document.activeElement.href"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text().count("<entry") == 1
