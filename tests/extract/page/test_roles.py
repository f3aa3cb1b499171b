"""What class and id, tags, roles and styles say of the text in an element."""

from __future__ import annotations

import pytest

from scraper.extract.page import roles
from scraper.extract.page.roles import Role

NAMES = {
    "": Role.NONE,
    "wrapper": Role.NONE,
    "article-body": Role.STORY,
    "articleBody": Role.STORY,
    "ArticleBody_text__x1": Role.STORY,
    "c-entry-content": Role.STORY,
    "body": Role.NONE,  # half of a pair
    "related-articles": Role.RELATED,
    "read-more": Role.RELATED,
    "read more": Role.NONE,  # words of two classes are not joined
    "hfeed site header-image-on": Role.NONE,
    "more-time": Role.NONE,
    "empfehlungen weitere-themen": Role.RELATED,
    "comments": Role.COMMENTS,
    "commentary": Role.NONE,  # a column, not a reader's comment
    "kommentarbereich": Role.COMMENTS,
    "newsletter-box": Role.OFFER,
    "PaywallOverlay": Role.OFFER,
    "share-bar": Role.SHARE,
    "shareholders": Role.NONE,
    "ad": Role.ADVERT,
    "adventure": Role.NONE,
    "advertisement": Role.ADVERT,
    "byline": Role.META,
    "post_meta": Role.META,
    "pub-date": Role.META,  # publication, in French advertising too
    "pub_date": Role.META,
    "fecha-pub": Role.META,
    "publicite": Role.ADVERT,
    "byline comment-count": Role.META,
    "comments-link": Role.META,
    "teaser-text": Role.SUMMARY,
    "entry-footer": Role.META,  # of the story; "footer" alone is the site's
    "wp-caption": Role.CAPTION,
    "MENU": Role.NAV,
    "breadcrumb-nav": Role.CRUMBS,
    "site-header": Role.HEADER,
    "header": Role.NONE,  # of the story as often as of the site
    "site-footer": Role.FOOTER,
    "side_bar": Role.ASIDE,
    "d-none": Role.HIDDEN,
    "sr-only": Role.HIDDEN,
    "screen-reader-text": Role.HIDDEN,
    "u-visually-hidden": Role.HIDDEN,
    "is-hidden": Role.HIDDEN,
    # Not hidden, or only on some screens.
    "field field--label-hidden": Role.NONE,
    "overflow-hidden": Role.NONE,
    "hidden-print": Role.NONE,
    "hidden-xs": Role.NONE,
    "hidden md:block": Role.NONE,
    "lg:hidden": Role.NONE,
    "d-none d-md-block": Role.NONE,
    "has-sidebar": Role.NONE,
    "c-page--has-right-rail": Role.NONE,
    "no-share": Role.NONE,
    "with-ads": Role.NONE,
    "with-ads newsletter": Role.OFFER,
    "has-caption": Role.CAPTION,
    "elementor-widget elementor-widget-post-info": Role.NONE,
    "kicker": Role.SUMMARY,
    "sub-headline": Role.SUMMARY,
    # Several kinds in one name: the first in the order of the table.
    "share-newsletter": Role.OFFER,
    "article-body related": Role.RELATED,
    "comments-share": Role.COMMENTS,
    "footer-menu": Role.NAV,
    "記事本文": Role.NONE,
}


@pytest.mark.parametrize(("names", "expected"), NAMES.items(), ids=[name or "none" for name in NAMES])
def test_names_are_read_in_whole_words(names: str, expected: int) -> None:
    assert roles.of_names(names) == expected


def test_every_mark_is_one_bit_of_its_own() -> None:
    assert len(set(roles.ALL)) == len(roles.ALL) == 23
    assert all(role.bit_count() == 1 for role in roles.ALL)


@pytest.mark.parametrize(
    ("tag", "attributes", "expected"),
    [
        ("div", {}, Role.NONE),
        ("nav", {}, Role.NAV),
        ("div", {"role": "navigation"}, Role.NAV),
        ("figcaption", {"class": "credit"}, Role.CAPTION | Role.META),
        ("div", {"class": "teaser", "id": "comments"}, Role.RELATED | Role.COMMENTS),
        ("nav", {"class": "breadcrumb"}, Role.CRUMBS),  # speaks of this story, as no other menu does
        ("p", {"hidden": None}, Role.HIDDEN),
        ("p", {"style": "color:red; DISPLAY : none"}, Role.HIDDEN),
        ("p", {"style": "visibility:hidden"}, Role.HIDDEN),
        ("p", {"style": "display:block"}, Role.NONE),
        ("div", {"class": None, "id": None}, Role.NONE),
    ],
)
def test_tag_role_style_and_names_add_up(tag: str, attributes: dict[str, str | None], expected: int) -> None:
    assert roles.of_element(tag, attributes, Role.NONE) == expected


@pytest.mark.parametrize("tag", ["html", "body", "main", "article"])
def test_the_names_of_a_whole_story_say_nothing(tag: str) -> None:
    # Themes put a story's tags and its author there: "article tag-comments author-rail".
    named = roles.of_element(tag, {"class": "tag-newsletter category-comments sidebar", "id": "menu"}, Role.NONE)
    assert named == roles.of_element(tag, {}, Role.NONE)


def test_an_article_within_an_article_is_nested() -> None:
    assert roles.of_element("article", {}, Role.MAIN) == Role.ARTICLE
    assert roles.of_element("article", {}, Role.ARTICLE) == Role.ARTICLE | Role.NESTED
