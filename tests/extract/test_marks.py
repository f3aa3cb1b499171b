"""What class and id, tags, roles and styles say of the text in an element."""

from __future__ import annotations

import pytest

from scraper.extract import marks
from scraper.extract.marks import Mark

NAMES = {
    "": Mark.NONE,
    "wrapper": Mark.NONE,
    "article-body": Mark.STORY,
    "articleBody": Mark.STORY,
    "ArticleBody_text__x1": Mark.STORY,
    "c-entry-content": Mark.STORY,
    "body": Mark.NONE,  # half of a pair
    "related-articles": Mark.RELATED,
    "read more": Mark.RELATED,
    "more-time": Mark.NONE,
    "empfehlungen weitere-themen": Mark.RELATED,
    "comments": Mark.COMMENTS,
    "commentary": Mark.NONE,  # a column, not a reader's comment
    "kommentarbereich": Mark.COMMENTS,
    "newsletter-box": Mark.OFFER,
    "PaywallOverlay": Mark.OFFER,
    "share-bar": Mark.SHARE,
    "shareholders": Mark.NONE,
    "ad": Mark.ADVERT,
    "adventure": Mark.NONE,
    "advertisement": Mark.ADVERT,
    "byline": Mark.META,
    "post_meta": Mark.META,
    "wp-caption": Mark.CAPTION,
    "MENU": Mark.NAV,
    "breadcrumb-nav": Mark.CRUMBS,
    "site-header": Mark.HEADER,
    "header": Mark.NONE,  # of the story as often as of the site
    "site-footer": Mark.FOOTER,
    "side_bar": Mark.ASIDE,
    "d-none": Mark.HIDDEN,
    "sr-only": Mark.HIDDEN,
    "kicker": Mark.SUMMARY,
    "sub-headline": Mark.SUMMARY,
    # Several kinds in one name: the first in the order of the table.
    "share-newsletter": Mark.OFFER,
    "article-body related": Mark.RELATED,
    "comments-share": Mark.COMMENTS,
    "footer-menu": Mark.NAV,
    "記事本文": Mark.NONE,
}


@pytest.mark.parametrize(("names", "expected"), NAMES.items(), ids=[name or "none" for name in NAMES])
def test_names_are_read_in_whole_words(names: str, expected: int) -> None:
    assert marks.named(names) == expected


def test_every_mark_is_one_bit_of_its_own() -> None:
    assert len(set(marks.ALL)) == len(marks.ALL) == 23
    assert all(mark.bit_count() == 1 for mark in marks.ALL)


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("div", {}, Mark.NONE),
        ("nav", {}, Mark.NAV),
        ("div", {"role": "navigation"}, Mark.NAV),
        ("figcaption", {"class": "credit"}, Mark.CAPTION | Mark.META),
        ("div", {"class": "teaser", "id": "comments"}, Mark.RELATED | Mark.COMMENTS),
        ("nav", {"class": "breadcrumb"}, Mark.CRUMBS),  # speaks of this story, as no other menu does
        ("p", {"hidden": None}, Mark.HIDDEN),
        ("p", {"style": "color:red; DISPLAY : none"}, Mark.HIDDEN),
        ("p", {"style": "visibility:hidden"}, Mark.HIDDEN),
        ("p", {"style": "display:block"}, Mark.NONE),
        ("div", {"class": None, "id": None}, Mark.NONE),
    ],
)
def test_tag_role_style_and_names_add_up(tag: str, attributes: dict[str, str | None], expected: int) -> None:
    assert marks.of_element(tag, attributes, Mark.NONE) == expected


@pytest.mark.parametrize("tag", ["html", "body", "main", "article"])
def test_the_names_of_a_whole_story_say_nothing(tag: str) -> None:
    # Themes put a story's tags and its author there: "article tag-comments author-rail".
    named = marks.of_element(tag, {"class": "tag-newsletter category-comments sidebar", "id": "menu"}, Mark.NONE)
    assert named == marks.of_element(tag, {}, Mark.NONE)


def test_an_article_within_an_article_is_nested() -> None:
    assert marks.of_element("article", {}, Mark.MAIN) == Mark.ARTICLE
    assert marks.of_element("article", {}, Mark.ARTICLE) == Mark.ARTICLE | Mark.NESTED
