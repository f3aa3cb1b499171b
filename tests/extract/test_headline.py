"""The headline is what the sources agree on; kicker and standfirst stand round it."""

from __future__ import annotations

import pytest

from scraper import extract
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
    head = f"<title>{title}</title><meta property='og:site_name' content='The Lantern'>"
    head += f"<meta property='og:title' content='{og}'>" if og else ""
    head += f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ld}"}}</script>' if ld else ""
    heading = f"<h1>{h1}</h1>" if h1 else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert draft(f"<html><head>{head}</head><body>{heading}{text}</body></html>").headline == expected


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
