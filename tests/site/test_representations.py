"""The representations of pages: what the table names is there, under its ending and with its media type."""

from __future__ import annotations

import pytest

from scraper.site import routes
from scraper.site.representations import FORMATS, PAGES
from tests.site.situations import key_of

LANTERN = "/papers/evening-lantern/"
PATHS = {
    "publication": LANTERN,
    "edition": f"{LANTERN}2026-03-07/city/",
    "stories": routes.stories([key_of("ferry")]),
    "story": routes.story(key_of("ferry")),
    "search": "/search?q=ferry",
    "timeline": "/timeline?q=ferry",
    "statement": "/statement?q=ferry",
}


@pytest.mark.parametrize(("page", "ending"), [(page, ending) for page in PAGES for ending in (*PAGES[page], "json")])
async def test_each_page_has_its_representations(get, page, ending):
    answer = await get(routes.with_ending(PATHS[page], ending))
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[ending].media_type


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_has_no_representation_that_is_not_named(get, page):
    for ending in FORMATS.keys() - {*PAGES[page], "json"}:
        answer = await get(routes.with_ending(PATHS[page], ending), follow_redirects=True)
        assert answer.status_code == 404, ending


@pytest.mark.parametrize("ending", FORMATS)
def test_the_ending_of_a_path_is_recognised(ending):
    assert routes.ending(f"/stories/abc.{ending}") == ending
