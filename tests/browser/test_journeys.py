"""What people come for, in a real browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import visit
from tests.site.situations import key_of

pytestmark = pytest.mark.browser

PAGES = {
    "newsstand": "/",
    "publication": "/papers/evening-lantern/",
    "year": "/papers/evening-lantern/2026/",
    "day": "/papers/evening-lantern/2026-03-07/",
    "edition": "/papers/evening-lantern/2026-03-09/city/",
    "all papers": "/on/2026-03-07/",
    "roll-call": "/on/2026-03-10/",
    "not held": "/papers/evening-lantern/2026-03-10/",
    "story": f"/stories/{key_of('ferry')}",
    "versions": f"/stories/{key_of('school')}/versions/",
    "search": "/search?q=ferry&from=2026",
    "statement": "/statement?q=ferry",
    "coverage": "/coverage",
    "coverage of one": "/coverage?publication=evening-lantern",
    "runs": "/runs/",
    "run": "/runs/2",
}


def follow(page, link):
    """Click what leads to another page, and be there."""
    with page.expect_navigation():
        link.click()


def test_from_a_word_to_the_edition_it_was_printed_in(reader):
    """The librarian: what did they print about the ferry, and where in the paper?"""
    reader.goto("/")
    reader.get_by_label("What was printed about").fill("ferry")
    with reader.expect_navigation():
        reader.keyboard.press("Enter")
    assert reader.get_by_role("status").inner_text().startswith("1 story")
    follow(reader, reader.get_by_role("link", name="Night ferry <b>stays</b> & sails"))
    assert "Printed in The Evening Lantern of 7 March 2026" in reader.locator(".evidence").inner_text()
    follow(reader, reader.locator(".stamp a"))
    assert reader.title() == "The Evening Lantern, Saturday 7 March 2026, City edition · Back Issues"
    assert reader.locator("article h3").all_inner_texts() == [
        "Night ferry <b>stays</b> & sails",
        "Budget passes",
        "Rain stops play",
    ]


def test_reading_an_edition_from_cover_to_cover(reader):
    """The reader: open today's paper and turn the pages."""
    reader.goto("/papers/evening-lantern/2026-03-07/city/")
    follow(reader, reader.get_by_role("link", name="Night ferry"))
    headlines = [reader.locator("h1").inner_text()]
    while (following := reader.get_by_role("link", name="Next story")).count():
        follow(reader, following)
        headlines.append(reader.locator("h1").inner_text())
    assert headlines == ["Night ferry <b>stays</b> & sails", "Budget passes", "Rain stops play"]
    follow(reader, reader.get_by_role("link", name="City edition"))
    follow(reader, reader.get_by_role("link", name="Coast edition"))
    assert reader.get_by_role("link", name="Quay reopens").is_visible()


def test_what_is_missing_is_found_from_the_calendar(reader):
    """The researcher: is my sample complete?"""
    reader.goto("/")
    follow(reader, reader.locator("h2").get_by_role("link", name="The Evening Lantern"))
    follow(reader, reader.get_by_role("link", name="Monday 9 March 2026: in part, 1 story"))
    reader.wait_for_url("**/2026-03-09/city/")
    assert "Listed, not held: HTTP 404" in reader.locator(".absent").inner_text()


def test_with_the_keyboard_alone(reader):
    reader.goto("/papers/evening-lantern/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the page"
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.closest('main') !== null")
    outline = reader.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_narrowing_a_search(reader):
    reader.goto("/search?q=the")
    before = int(re.match(r"\d+", reader.get_by_role("status").inner_text())[0])
    reader.get_by_text("Filters").click()
    reader.get_by_label("From").fill("2026-03-09")
    reader.get_by_label("Paper").select_option("The Evening Lantern")
    follow(reader, reader.get_by_role("button", name="Search"))
    after = int(re.match(r"\d+", reader.get_by_role("status").inner_text())[0])
    assert after < before
    assert reader.get_by_label("From").input_value() == "2026-03-09"


def test_a_bar_narrows_a_search_and_the_first_hit_is_on_the_first_screen_of_a_phone(chromium, address):
    with visit(chromium, address, width=390) as phone:
        phone.goto("/search?publication=evening-lantern")
        controls = [phone.locator(part).first.bounding_box() for part in (".orders", ".fold summary")]
        assert abs(controls[0]["y"] - controls[1]["y"]) < 12  # one line
        assert phone.locator(".results h2").first.bounding_box()["y"] < 560
        bar = phone.locator(".histogram a").last.bounding_box()
        phone.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        phone.wait_for_url("**/search?**from=**")
        assert phone.locator(".chips a").count() == 2


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_no_page_is_wider_than_its_window(chromium, address, width, scheme):
    with visit(chromium, address, width=width, scheme=scheme) as page:
        for name, path in PAGES.items():
            page.goto(path)
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond == 0, name
            background = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert background == ("rgb(253, 253, 251)" if scheme == "light" else "rgb(20, 21, 24)"), name


def test_how_to_ask_is_folded_on_a_phone(chromium, address):
    with visit(chromium, address, width=390) as phone:
        phone.goto("/search?q=ferry")
        assert phone.get_by_text("both words, anywhere").locator("visible=true").count() == 0
        phone.get_by_text("Filters").click()
        phone.get_by_text("How to ask").locator("visible=true").click()
        assert phone.get_by_text("both words, anywhere").first.is_visible()
        phone.goto(PAGES["story"])
        parts = (".reading article", ".reading > nav", ".cite", "aside")
        places = [phone.locator(part).bounding_box()["y"] for part in parts]
        assert places == sorted(places)


@pytest.mark.parametrize("width", [320, 390, 760])
def test_the_masthead_of_a_phone_is_one_row_with_a_menu(chromium, address, width):
    with visit(chromium, address, width=width) as phone:
        phone.goto(PAGES["story"])
        boxes = [phone.locator(f".masthead > {part}").bounding_box() for part in (".wordmark", ".quick", ".menu")]
        tops, ends = [box["y"] for box in boxes], [box["y"] + box["height"] for box in boxes]
        assert max(tops) < min(ends), "side by side"
        assert phone.locator(".masthead").bounding_box()["height"] < 70
        field, button = (phone.locator(f".quick {part}").bounding_box() for part in ("input", "button"))
        assert field["y"] == pytest.approx(button["y"], abs=2), "the button is in its field"
        links = phone.locator(".masthead").get_by_role("link", name="Coverage")
        assert links.count() == 0, "hidden until the menu is opened"
        phone.get_by_text("Menu", exact=True).click()
        follow(phone, links)
        assert phone.url.endswith("/coverage")


def test_a_day_is_typed_on_the_newsstand(reader):
    reader.goto("/")
    reader.get_by_label("Go to a day").fill("2026-03-10")
    follow(reader, reader.get_by_role("button", name="Go", exact=True))
    assert reader.title().startswith("All papers of Tuesday 10 March 2026")
    follow(reader, reader.get_by_role("link", name="The Evening Lantern"))
    assert "Expected, but not there" in reader.locator("main").inner_text()


def test_a_citation_is_chosen_without_a_script(reader):
    reader.goto(PAGES["story"])
    assert reader.locator(".citation:visible").inner_text().startswith("Quill, A. (2026, March 7).")
    reader.locator("label", has_text="MLA 9").click()
    assert reader.locator(".citation:visible").inner_text().startswith("Quill, Ada.")
    reader.keyboard.press("ArrowRight")
    assert reader.locator(".citation:visible").count() == 1
    assert reader.get_by_label("Chicago 18, bibliography").is_checked()
    text, article = (reader.locator(part).bounding_box() for part in (".citations", ".reading article"))
    assert text["width"] == pytest.approx(article["width"], abs=2), "at the article's full width"


def test_a_story_on_paper_is_the_story(reader):
    reader.goto(PAGES["story"])
    reader.emulate_media(media="print")
    assert reader.locator(".body").is_visible()
    assert reader.locator(".evidence").is_visible()
    assert not reader.get_by_role("search").is_visible()
    assert reader.locator(".filed").inner_text().split("\n") == [
        "The Evening Lantern · Saturday 7 March 2026 · City edition · page 1",
        reader.url,
    ]
    for control in (".masthead", ".crumbs", ".turn", ".cite-as label", ".files", ".colophon"):
        assert reader.locator(f"{control}:visible").count() == 0, control


def test_an_edition_on_paper_is_filed_by_its_foot(reader):
    reader.goto("/papers/evening-lantern/2026-03-07/city/")
    assert not reader.locator(".filed").is_visible(), "on a screen its head says so"
    reader.emulate_media(media="print")
    foot = reader.locator(".filed")
    assert foot.inner_text().split("\n") == [
        "The Evening Lantern · Saturday 7 March 2026 · City edition · No. 4711",
        reader.url,
    ]
    assert foot.evaluate("each => getComputedStyle(each).display") == "table-footer-group", "on every page"
    for control in (".masthead", ".labels", ".forms", ".to-cite-all", ".colophon"):
        assert reader.locator(f"{control}:visible").count() == 0, control
