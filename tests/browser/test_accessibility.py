"""WCAG 2.2 AA by axe-core on every kind of page; what a page weighs; and that nothing on it jumps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import visit
from tests.browser.test_journeys import PAGES
from tests.site.situations import key_of

pytestmark = pytest.mark.browser

EVERY = PAGES | {
    "timeline": "/timeline?q=ferry",
    "comparison": "/timeline?q=ferry&q=budget",
    "citations": f"/stories?key={key_of('ferry')}&key={key_of('budget')}",
    "nothing found": "/search?q=nosuchword",
    "for programs": "/api",
    "in German": "/?lang=de",
    "no such page": "/nothing/at/all",
    "data": "/archive",
    "table": "/archive/stories?publication_id=1&_facet=section",
    "table without rows": "/archive/takedowns",
    "row": "/archive/editions/1",
    "query": "/archive/stories_by_month",
    "query without a match": "/archive/first_mention?word=nosuchword",
    "SQL": "/archive?sql=select+key,headline+from+stories",
    "SQL that is wrong": "/archive?sql=select+frm",
}
# Each of these has parts that no other of them has; the rest is made of the same.
QUICK = ("newsstand", "story", "edition", "search", "coverage", "timeline", "table")
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]}  # what passes is not described
MOST = 150_000  # bytes of a page with its style sheet, uncompressed, without pictures
WEIGHT = """performance.getEntries().filter(each => each.decodedBodySize && each.initiatorType !== 'img')
    .reduce((sum, each) => sum + each.decodedBodySize, 0)"""


# What a colour scheme changes is no matter of width, so each scheme is examined at one, and each width in one.
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("names", [QUICK, pytest.param(tuple(EVERY), marks=pytest.mark.thorough, id="all")])
def test_axe_finds_no_violation(chromium: Any, address: str, width: int, scheme: str, names: tuple[str, ...]):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # Our pages forbid all script; the examiner's is let in here and nowhere else.
    context = chromium.new_context(
        base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for name in names:
        page.goto(EVERY[name])
        answer = axe.run(page, options=OPTIONS).response
        for violation in answer["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:3]]
            found[f"{name}: {violation['id']}"] = (violation["help"], places)
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_is_light_and_nothing_on_it_jumps(chromium: Any, address: str, width: int):
    with visit(chromium, address, width=width, anew=True) as page:
        page.add_init_script(
            "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(each => "
            "window.shifts.push(each.value))).observe({type: 'layout-shift', buffered: true})"
        )
        for name, path in PAGES.items():
            page.goto(path, wait_until="load")
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert 1_000 < page.evaluate(WEIGHT) < MOST, name
            assert page.evaluate("window.shifts") == [], name
