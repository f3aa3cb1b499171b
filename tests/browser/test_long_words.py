"""A word of sixty letters, or an address, where a headline should be: no page is wider than its window."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from scraper import archive
from scraper.archive.keys import story_key
from scraper.items import EditionKey, StoryLink
from tests.browser.conftest import served, visit
from tests.site import situations

pytestmark = pytest.mark.browser

WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ADDRESS = f"https://amtsblatt.example/{'gesetzblatt' * 8}/index.html"
GAZETTE = replace(situations.UFERBOTE, slug="amtsblatt", title=f"Amtsblatt für {WORD}")
FIRST = "https://amtsblatt.example/0"
DAY = "/papers/amtsblatt/2026-03-07"
PAGES = (
    "/",
    "/coverage",
    "/on/2026-03-07/",
    "/papers/amtsblatt/",
    f"{DAY}/",
    f"{DAY}/{WORD.lower()}/",
    f"/search?q={WORD}",
    f"/timeline?q={WORD}",
    f"/stories/{story_key(FIRST)}",
    f"/stories?key={story_key(FIRST)}",
    f"/papers/{WORD}/",  # which there is not
)
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of an archive of long words, in place of that of ``conftest``."""
    path = tmp_path_factory.mktemp("words") / "archive.db"
    listed = []
    for number, headline in enumerate((WORD, ADDRESS, f"{WORD} {ADDRESS}")):
        url = f"https://amtsblatt.example/{number}"
        draft = replace(
            situations.BUDGET,
            url=url,
            headline=headline,
            kicker=WORD,
            standfirst=f"{WORD} {ADDRESS}",
            byline=WORD,
            authors=(WORD,),
            body=f"{WORD} {ADDRESS}",
            language="de",
        )
        listed.append((StoryLink(url=url, headline=headline, section=WORD, page="1", position=number + 1), draft))
    with contextlib.closing(archive.opened(path, create=True)) as db:
        for label, stories in ((WORD.lower(), listed), ("late", listed[1:])):
            key = EditionKey(GAZETTE.slug, situations.SATURDAY, label)
            situations.collect(db, GAZETTE, key, stories, name=WORD if stories is listed else "")
    with served(path) as where:
        yield where


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_long_word_widens_no_page(chromium: Any, address: str, width: int) -> None:
    with visit(chromium, address, width=width) as page:
        for path in PAGES:
            page.goto(path)
            assert page.evaluate(BEYOND) == 0, path
