"""The walk over an index's pages: what waits, what may be missing, and what all of it lists."""

from __future__ import annotations

from scraper.discover import IndexWalk
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


def test_only_a_page_of_an_optional_step_may_be_missing() -> None:
    index = (
        '[[index]]\nname = "paper"\nurls = ["{0}/a/", "{0}/b/"]\n[index.stories]\neach = "a"\nurl = "::attr(href)"\n'
    ).replace("{0}", SITE)
    needed = gazette(index)
    walk = IndexWalk(needed, needed.indexes[0], edition_of(needed), env={})
    assert not walk.missing(walk.waiting.pop(), NOT_FOUND)

    spare = gazette(index.replace("[index.stories]", "optional = true\n[index.stories]"))
    walk = IndexWalk(spare, spare.indexes[0], edition_of(spare), env={})
    assert walk.missing(walk.waiting.pop(), NOT_FOUND)
    walk.read(walk.waiting.pop(), page('<a href="/1">One</a>'))
    assert len(walk.listing().links) == 1


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
