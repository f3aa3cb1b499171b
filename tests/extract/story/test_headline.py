"""The headline is what the sources agree on; kicker and standfirst stand round it."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.extract.page import structured
from scraper.extract.page.document import parse_text
from scraper.extract.story import headline, titles
from tests.extract.pages import PARAGRAPHS, page, story


def draft(html: str):  # type: ignore[no-untyped-def]
    return extract.draft(page(html))


@pytest.mark.parametrize(
    ("title", "og", "ld", "h1", "expected"),
    [
        ("Night ferry waits - The Lantern", "", "", "Night ferry waits", "Night ferry waits"),
        ("Night ferry waits | City | The Lantern", "Night ferry waits", "", "", "Night ferry waits"),
        ("", "Night ferry waits – The Lantern", "Night ferry waits", "The Lantern", "Night ferry waits"),
        ("", "Key found: ferry sails", "Key found: ferry sails", "Harbour", "Key found: ferry sails"),
        (
            "",
            "A short one",
            "Night ferry waits for a key",
            "Night ferry waits for a key",
            "Night ferry waits for a key",
        ),
        ("Only a title of some length", "", "", "", "Only a title of some length"),
    ],
)
def test_the_headline_is_chosen_by_agreement(title: str, og: str, ld: str, h1: str, expected: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert found(title=title, og=og, ld=ld, body=(f"<h1>{h1}</h1>" if h1 else "") + text).text == expected


def test_a_kicker_inside_the_headline_is_taken_out() -> None:
    html = story().replace("<h1>", '<h1><span class="kicker">Harbour</span> ')
    assert (draft(html).kicker, draft(html).headline) == ("Harbour", "Night ferry waits for a key")


@pytest.mark.parametrize(
    "below",
    [
        '<p class="standfirst">Forty passengers, two calves and a piano waited until seven.</p>',
        "<h2>Forty passengers, two calves and a piano waited until seven.</h2>",
        '<div class="x1">Forty passengers, two calves and a piano waited until seven.</div>',
    ],
)
def test_a_standfirst_is_found_and_not_doubled_into_the_body(below: str) -> None:
    found = draft(story(below=below + '<p class="byline">By Ida Brun</p>'))
    assert found.standfirst == "Forty passengers, two calves and a piano waited until seven."
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_a_description_that_is_the_beginning_of_the_text_is_no_standfirst() -> None:
    head = f'<meta property="og:description" content="{PARAGRAPHS[0][:70]}...">'
    assert draft(story(head=head)).standfirst == ""


def test_a_description_for_search_engines_is_no_standfirst() -> None:
    head = '<meta name="description" content="Read Night ferry waits for a key from The Lantern.">'
    assert draft(story(head=head)).standfirst == ""


def found(
    *, title: str = "", og: str = "", ld: str = "", body: str = "", site: str = "The Lantern"
) -> headline.Headline:
    """The headline of a page whose sources say these things."""
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ld}"}}</script>' if ld else ""
    html = (
        f"<html><head><title>{title}</title><meta property='og:site_name' content='{site}'>"
        f"<meta property='og:title' content='{og}'>{data}</head><body>{body}</body></html>"
    )
    document = parse_text(html, url="https://www.lantern.example/city/night-ferry")
    return headline.find(document, structured.read(document))


SEARCHED = "Ferry key found: why the night boat could not sail"


@pytest.mark.parametrize(
    ("sources", "expected", "rule"),
    [
        # What the page shows outranks what it tells search engines, where both speak of one story.
        (
            {
                "title": SEARCHED,
                "og": SEARCHED,
                "ld": SEARCHED,
                "body": "<h1>The night boat could not sail for want of a key</h1>",
            },
            "The night boat could not sail for want of a key",
            "h1",
        ),
        ({"og": SEARCHED, "ld": SEARCHED, "body": "<h1>The Lantern</h1><h2>Harbour</h2>"}, SEARCHED, "json-ld"),
        ({"og": SEARCHED, "body": "<h1>Read also:</h1><h1>Read also:</h1><h1>Read also:</h1>"}, SEARCHED, "og:title"),
        ({"og": SEARCHED, "body": f"<h1>Harbour</h1><h2>{SEARCHED}</h2>"}, SEARCHED, "heading"),
        ({"ld": SEARCHED, "og": f"Opinion | {SEARCHED}", "body": f"<h1>Opinion | {SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"ld": SEARCHED, "og": SEARCHED, "body": f"<h1>Harbour {SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"ld": f"{SEARCHED[:30]}...", "og": SEARCHED}, SEARCHED, "og:title"),
        ({"og": SEARCHED, "body": f"<h1>{SEARCHED[:30]}…</h1>"}, SEARCHED, "h1"),
        ({"title": f"{SEARCHED} | City | The Lantern"}, f"{SEARCHED}", "title"),
        ({"title": f"{SEARCHED} | Unheard Of", "site": ""}, SEARCHED, "title"),
        ({"title": "桟橋の鍵が見つかり、夜の船が出た-灯新聞"}, "桟橋の鍵が見つかり、夜の船が出た", "title"),
        ({"og": "Tom &amp;amp; Ida find a key in a coat"}, "Tom & Ida find a key in a coat", "og:title"),
        ({"og": SEARCHED, "site": f"{SEARCHED} - The Lantern", "body": f"<h1>{SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"body": "<h1>A key is found in a coat at last</h1>"}, "A key is found in a coat at last", "h1"),
    ],
)
def test_the_headline_is_what_the_reader_sees(sources: dict[str, str], expected: str, rule: str) -> None:
    one = found(**sources)
    assert (one.text, one.rule) == (expected, rule)


def test_an_h1_of_several_blocks_is_one_headline_and_its_kicker_apart() -> None:
    one = found(
        og="Night ferry waits for a key",
        body='<p>before</p><h1><div class="dachzeile">Harbour</div><div>Night ferry waits for a key</div></h1>',
    )
    assert (one.text, one.kicker, one.index) == ("Night ferry waits for a key", "Harbour", 2)


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("The New York Times", "nytimes", True),
        ("Süddeutsche Zeitung", "sz", False),  # two letters are too few
        ("Frankfurter Allgemeine Zeitung", "faz", True),
        ("A fine day", "nytimes", False),
        ("The Lantern Online", "thelantern", True),
        ("lantern.example.com", "other", True),
        ("Lanterns light the quay", "thelantern", False),
    ],
)
def test_a_site_is_known_by_its_name_or_what_its_address_abbreviates(words: str, name: str, expected: bool) -> None:
    assert titles.is_site(words, frozenset({name})) is expected
