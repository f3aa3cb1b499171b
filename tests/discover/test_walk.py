"""The walk over an index's pages: what waits, what may be missing, and what all of it lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.discover import IndexWalk
from scraper.limits import INDEX_PAGES
from scraper.reasons import Code, Reason
from tests.discover.papers import SITE, edition_of, gazette, page

NOT_FOUND = Reason(code=Code.NOT_FOUND, status=404)


def test_pages_that_came_lead_to_others_until_none_is_waiting() -> None:
    paper = gazette(
        f'[[index]]\nname = "paper"\nurl = "{SITE}/paper/"\nnext = "a.next::attr(href)"\nmax_pages = 3\n'
        '[index.stories]\neach = "article"\nurl = "a::attr(href)"\nheadline = "a"\n'
    )
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page('<article><a href="/1">One</a></article><a class="next" href="?page=2">'))
    assert [request.url for request in walk.waiting] == [f"{SITE}/paper/?page=2"]
    walk.read(walk.waiting.pop(), page('<article><a href="/2">Two</a></article>', f"{SITE}/paper/?page=2"))
    assert not walk.waiting
    assert [link.headline for link in walk.listing().links] == ["One", "Two"]


PAGES = (
    '[[index]]\nname = "paper"\nurls = ["{0}/a/", "{0}/b/", "{0}/c/", "{0}/d/"]\n[index.stories]\neach = "a"\n'
    'url = "::attr(href)"\n'
).replace("{0}", SITE)


def walk_of(index: str) -> IndexWalk:
    paper = gazette(index)
    return IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})


def missing(address: str, why: Reason) -> Reason:
    return Reason(code=Code.LIST_PAGE_MISSING, url=f"{SITE}{address}", because=(why,))


def test_one_of_many_pages_may_be_missing_and_is_named() -> None:
    walk = walk_of(PAGES)
    walk.missing(walk.waiting.pop(0), replace(NOT_FOUND, index="paper"))
    walk.read(walk.waiting.pop(0), page('<a href="/1">One</a>'))
    assert len(walk.waiting) == 2
    assert len(walk.listing().links) == 1
    assert walk.listing().gaps == (missing("/a/", NOT_FOUND),)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_page_that_leads_to_any_number_of_others_is_followed_to_a_bound(is_there: bool) -> None:
    step = '[[index.fetch]]\nurl = "{0}/paper/"\neach = "a"\nlet = { part = "::attr(href)" }\n'.replace("{0}", SITE)
    walk = walk_of(
        f'[[index]]\nname = "paper"\n{step}[[index.fetch]]\nurl = "{{part}}"\n'
        '[index.stories]\neach = "a"\nurl = "::attr(href)"\n'
    )
    walk.read(walk.waiting.pop(0), page("".join(f"<a href=/{number}>" for number in range(INDEX_PAGES + 5))))
    asked = 1
    while walk.waiting:
        request, asked = walk.waiting.pop(0), asked + 1
        if is_there:
            walk.read(request, page(f'<a href="/story{asked}">', request.url))
        else:
            walk.missing(request, NOT_FOUND)
    assert asked == INDEX_PAGES
    assert walk.gaps[-1 if is_there else -2].code is Code.LIST_GOES_ON


def test_a_list_of_large_pages_is_read_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are in memory until the last of them is read, and a thousand may have 20 MB each."""
    monkeypatch.setattr("scraper.discover.walk.LIST_BYTES", 25_000)
    walk = walk_of(
        f'[[index]]\nname = "paper"\nurl = "{SITE}/paper/"\nnext = "a.next::attr(href)"\nmax_pages = 40\n'
        '[index.stories]\neach = "article"\nurl = "a::attr(href)"\n'
    )
    for number in (1, 2, 3):
        large = f'<article><a href="/{number}">Story</a></article><a class="next" href="?page={number + 1}">'
        walk.read(walk.waiting.pop(), page(large + " " * 10_000))
    assert not walk.waiting
    assert len(walk.listing().links) == 3
    assert walk.listing().gaps == (Reason(code=Code.LIST_GOES_ON, most=3, url=f"{SITE}/paper/?page=4"),)


def test_a_page_of_an_optional_step_is_not_missed() -> None:
    walk = walk_of(PAGES.replace("[index.stories]", "optional = true\n[index.stories]"))
    walk.missing(walk.waiting.pop(), NOT_FOUND)
    walk.read(walk.waiting.pop(), page('<a href="/1">One</a>'))
    assert (len(walk.listing().links), walk.listing().gaps) == (1, ())


@pytest.mark.parametrize(("code", "asked"), [(Code.REFUSED, 3), (Code.ERROR_STATUS, 3), (Code.NOT_FOUND, 4)])
def test_a_site_that_refuses_three_pages_in_a_row_is_not_asked_for_more(code: Code, asked: int) -> None:
    walk = walk_of(PAGES)
    requests = 0
    while walk.waiting:
        walk.missing(walk.waiting.pop(0), Reason(code=code, status=404))
        requests += 1
    assert requests == asked
    assert walk.gaps[-1] == missing("/d/", Reason(code=Code.NOT_ASKED_FOR) if asked == 3 else NOT_FOUND)


def test_a_page_that_came_lets_the_walk_go_on() -> None:
    walk = walk_of(PAGES)
    for number in range(4):
        if number == 2:
            walk.read(walk.waiting.pop(0), page('<a href="/1">One</a>'))
        else:
            walk.missing(walk.waiting.pop(0), Reason(code=Code.REFUSED, status=403))
    assert [gap.url.removeprefix(SITE) for gap in walk.listing().gaps] == ["/a/", "/b/", "/d/"]


def test_a_list_that_goes_on_behind_max_pages_has_a_gap() -> None:
    walk = walk_of(
        f'[[index]]\nname = "paper"\nurl = "{SITE}/paper/"\nnext = "a.next::attr(href)"\nmax_pages = 2\n'
        '[index.stories]\neach = "article"\nurl = "a::attr(href)"\n'
    )
    for number in (1, 2):
        following = f'<a class="next" href="?page={number + 1}">'
        walk.read(walk.waiting.pop(), page(f'<article><a href="/{number}">Story</a></article>{following}'))
    assert not walk.waiting
    assert walk.listing().gaps == (Reason(code=Code.LIST_GOES_ON, most=2, url=f"{SITE}/paper/?page=3"),)


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("feed", "<rss><channel><item><link>/1</link></item><item><link>/2"),
        ("sitemap", f"<urlset><url><loc>{SITE}/1</loc></url><url><lo"),
        ("html", '<article><a href="/1">One</a></article><article><a href="/'),
        ("html", '<!doctype html><body><div><article><a href="/1">One</a></article>'),
    ],
)
def test_a_list_that_is_cut_off_has_a_gap(form: str, body: str) -> None:
    stories = '[index.stories]\neach = "article"\nurl = "a::attr(href)"\n' if form == "html" else ""
    walk = walk_of(f'[[index]]\nname = "paper"\nurl = "{SITE}/paper/"\nformat = "{form}"\n{stories}')
    walk.read(walk.waiting.pop(), page(body))
    assert [link.url for link in walk.listing().links] == [f"{SITE}/1"]
    assert walk.listing().gaps == (Reason(code=Code.LIST_CUT_OFF, url=f"{SITE}/paper/"),)


@pytest.mark.parametrize(
    "body",
    [
        '<!doctype html><title>A</title><article><a href="/1">One</a></article>',
        '<html><body><div><div><article><a href="/1">One</a></article></div></body></html>',
        '<div><article><a href="/1">One</a></article>',
        '<p><article><a href="/1">One</a></article>a < b',
    ],
)
def test_a_page_that_leaves_out_what_html_lets_it_leave_out_is_whole(body: str) -> None:
    walk = walk_of(
        f'[[index]]\nname = "p"\nurl = "{SITE}/paper/"\n[index.stories]\neach = "article"\nurl = "a::attr(href)"\n'
    )
    walk.read(walk.waiting.pop(), page(body))
    assert (len(walk.listing().links), walk.listing().gaps) == (1, ())


def test_a_page_that_leads_to_itself_is_asked_for_once() -> None:
    paper = gazette(
        f'[[index]]\nname = "paper"\n[[index.fetch]]\nurl = "{SITE}/a1/"\neach = "nav a"\n'
        'let = { page_url = "::attr(href)", page = "xpath:string(.)" }\n[[index.fetch]]\nurl = "{page_url}"\n'
        '[index.stories]\neach = "h2 a"\nurl = "::attr(href)"\nheadline = "xpath:string(.)"\n'
    )
    nav = '<nav><a href="/a1/">A1</a><a href="/a2/">A2</a></nav>'
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page(f'{nav}<h2><a href="/1">One</a></h2>', f"{SITE}/a1/"))
    assert [request.url for request in walk.waiting] == [f"{SITE}/a2/"]
    walk.read(walk.waiting.pop(), page(f'{nav}<h2><a href="/2">Two</a></h2>', f"{SITE}/a2/"))
    assert [(link.page, link.headline) for link in walk.listing().links] == [("A1", "One"), ("A2", "Two")]


def test_what_is_sent_to_one_address_tells_its_pages_apart() -> None:
    paper = gazette(f"""
[[index]]
name = "sections"
[[index.fetch]]
url = "{SITE}/api"
body = '{{"list": "sections"}}'
format = "json"
each = "@"
let = {{ name = "@" }}
[[index.fetch]]
url = "{SITE}/api"
body = '{{"list": "{{name}}"}}'
format = "json"
[index.stories]
url = "@"
""")
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page('["sport", "sections"]', content_type="application/json"))
    (sport,) = walk.waiting  # "sections" was asked before, in the same words
    assert sport.post
    assert sport.post.body == b'{"list": "sport"}'
    walk.read(walk.waiting.pop(), page('["/race"]', content_type="application/json"))
    assert [link.url.rpartition("/")[2] for link in walk.listing().links] == ["race", "sport", "sections"]
