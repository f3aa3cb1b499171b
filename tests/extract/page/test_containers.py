"""Names in class and id are hints: what an element encloses tells whether it is what its name says."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.extract.page.document import Document, parse_text
from scraper.extract.page.roles import Role
from scraper.items import Draft
from tests.extract.pages import PARAGRAPHS, page

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINES = '<p class="author">By Ida Brun</p><p class="date">6 December 2024</p>'
COMMENT = "I was on that ferry, and the piano stood in the rain for an hour before anybody looked at it. Shame on you."


def site(main: str, title: str = "Night ferry waits for a key - The Lantern") -> str:
    return f"""<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<header><a href="/">The Lantern</a><nav><a href="/city">City</a></nav></header>{main}
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def draft(main: str, url: str = "https://www.lantern.example/city/night-ferry") -> Draft:
    return extract.draft(page(site(main), url))


def roles_of(text: str, main: str, url: str = "https://www.lantern.example/city/night-ferry") -> int:
    document: Document = parse_text(site(main), url=url)
    return next(block.roles for block in document.blocks if block.text == text)


@pytest.mark.parametrize(
    "container",
    [
        '<div class="layout-right-sidebar">',
        '<div class="site comments-enabled menu-open">',
        '<div class="article article--comment">',
        '<div class="post hentry category-harbour tag-newsletter">',
        '<div id="cookie-ruling">',
        '<div class="page-ad-margins">',
        '<div class="widget Blog" id="Blog1">',
        '<div class="teaser-full js-share">',
        '<form id="aspnetForm" action="/">',
        '<div style="visibility:hidden" class="until-loaded">',
        '<aside class="col">',
        '<figure class="teaser">',
    ],
)
def test_a_name_says_nothing_on_what_holds_headline_and_text(container: str) -> None:
    closing = f"</{container[1:].split()[0]}>"
    found = draft(f'{container}<h1>Night ferry waits for a key</h1>{LINES}<div class="t">{TEXT}</div>{closing}')
    assert found.headline == "Night ferry waits for a key"
    assert found.authors == ("Ida Brun",)
    assert found.published == "2024-12-06"
    assert found.body == "\n\n".join(PARAGRAPHS)


def test_the_names_inside_such_a_container_still_count() -> None:
    comments = f'<div class="comments"><p>{COMMENT}</p><b class="author">By Jon Lund</b></div>'
    container = f'<div class="story comments-open"><h1>Night ferry waits for a key</h1>{LINES}{TEXT}{comments}</div>'
    assert roles_of(COMMENT, container) & Role.COMMENTS
    assert not roles_of(PARAGRAPHS[0], container) & Role.COMMENTS
    assert draft(container).authors == ("Ida Brun",)


def test_what_is_called_an_aside_but_holds_nearly_all_text_is_none() -> None:
    below = f"<h1>Night ferry waits for a key</h1>{LINES}"
    assert not roles_of(PARAGRAPHS[0], f'{below}<div class="content-sidebar-wrap">{TEXT}</div>') & Role.ASIDE


def test_readers_may_write_more_than_the_paper() -> None:
    many = "".join(f"<p>{number}. {COMMENT}</p>" for number in range(20))
    story = f"<h1>Night ferry waits for a key</h1>{LINES}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
    assert roles_of(f"3. {COMMENT}", f'{story}<div id="comments">{many}</div>') & Role.COMMENTS
    # In the address, comment is a section.
    comment = "https://www.lantern.example/comment/night-ferry"
    text = f'<h1>Night ferry waits for a key</h1>{LINES}<div class="comment-text">{TEXT}</div>'
    assert not roles_of(PARAGRAPHS[0], text, comment) & Role.COMMENTS


def test_a_menu_that_holds_a_heading_stays_a_menu() -> None:
    menu = '<div class="main-menu"><h1>Night ferry waits for a key</h1><a href="/a">Another</a></div>'
    assert roles_of("Night ferry waits for a key", f"{menu}<div>{TEXT}</div>") & Role.NAV


def test_a_teaser_without_a_link_leads_to_no_other_story() -> None:
    first = f'<div class="teaser-content"><div class="a"><p>{PARAGRAPHS[0]}</p></div></div>'
    rest = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[1:])
    main = f'<h1>Night ferry waits for a key</h1>{LINES}{first}<div class="remainder"><div class="a">{rest}</div></div>'
    assert draft(main).body == "\n\n".join(PARAGRAPHS)
    linked = f'<div class="teaser"><a href="/piano">Read</a><p>{COMMENT}</p></div>'
    assert roles_of(COMMENT, f"<h1>Night ferry waits for a key</h1>{TEXT}{linked}") & Role.RELATED


def test_a_caption_beside_the_headline_needs_a_picture() -> None:
    line = '<p class="intro__caption">6 December 2024</p>'
    without = f'<h1>Night ferry waits for a key</h1><div class="intro">{line}</div><div>{TEXT}</div>'
    assert draft(without).published == "2024-12-06"
    assert roles_of("6 December 2024", without.replace(line, f'<img src="/f.jpg">{line}')) & Role.CAPTION


def test_the_headline_is_found_by_the_title_of_the_page() -> None:
    # The paper's name is an h1 too; the box that holds it is what its name says.
    motto = "Since 1871 the paper of the harbour and the islands"
    name = f'<div class="widget"><h1>The Lantern</h1><p>{motto}</p></div>'
    main = f'{name}<div class="sidebar-left"><h2>Night ferry waits for a key</h2>{LINES}<div>{TEXT}</div></div>'
    assert roles_of(motto, main) & Role.ASIDE
    assert not roles_of(PARAGRAPHS[0], main) & Role.ASIDE


def test_a_lower_heading_that_holds_the_headline_is_not_it() -> None:
    heading = "<h3>5 comments on “Night ferry waits for a key”</h3>"
    comments = f'<div id="comments">{heading}<p>{COMMENT}</p></div>'
    container = f'<div class="post tag-harbour"><h1>Night ferry waits for a key</h1>{LINES}{TEXT}</div>{comments}'
    assert roles_of(COMMENT, container) & Role.COMMENTS
    assert not roles_of(PARAGRAPHS[0], container) & Role.META
