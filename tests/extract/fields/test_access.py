"""What a page shows to everyone, and who says so."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.items import Access
from tests.extract.pages import page, story

GATE = "<div><p>Already a subscriber? Sign in to continue reading this story.</p></div>"


@pytest.mark.parametrize(
    ("stated", "after", "expected"),
    [
        ('"isAccessibleForFree": true', GATE, Access.OPEN),
        ('"isAccessibleForFree": false', "", Access.EXCERPT),
        ('"isAccessibleForFree": "False"', "", Access.EXCERPT),
        ('"isAccessibleForFree": "http://schema.org/False"', "", Access.EXCERPT),
        ('"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "false"}', "", Access.EXCERPT),
        ('"name": "x"', GATE, Access.EXCERPT),
        ('"name": "x"', "", Access.OPEN),
        ('"name": "x"', "<div class='paywall-overlay'><p>More for you.</p></div>", Access.EXCERPT),
        ('"name": "x"', "<div><p>Sign up to our newsletter.</p></div>", Access.OPEN),
    ],
)
def test_data_outranks_what_the_text_says(stated: str, after: str, expected: Access) -> None:
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x",{stated}}}</script>'
    assert extract.draft(page(story(head=head, after=after))).access is expected


def test_an_offer_in_the_header_says_nothing() -> None:
    html = story().replace("<nav>", "<p>Already a subscriber? Sign in</p><nav>")
    assert extract.draft(page(html)).access is Access.OPEN


def test_nothing_but_a_headline_and_an_offer() -> None:
    assert extract.draft(page(story(paragraphs=(), after=GATE))).access is Access.HEADLINE


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<div class='entry-footer'>Subscribe now</div>", Access.OPEN),
        ("<div class='article-footer'><p>Jetzt abonnieren</p></div>", Access.OPEN),
        ("<div class='article-footer'><p>Subscribe now to read the rest of this story.</p></div>", Access.EXCERPT),
        ("<div><p>Subscribe now</p></div>", Access.EXCERPT),
    ],
)
def test_a_button_in_the_footer_of_a_story_cuts_nothing_off(after: str, expected: Access) -> None:
    assert extract.draft(page(story(after=after))).access is expected
