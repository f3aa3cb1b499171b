"""Lists whose pages are numbered, and none of which leads to the next: ``pages``."""

from __future__ import annotations

import pytest

from scraper.discover import IndexWalk, NothingFoundError
from scraper.items import Page
from scraper.reasons import Code, Reason
from tests.discover.papers import SITE, edition_of, gazette, page

NOT_FOUND = Reason(code=Code.NOT_FOUND, status=404)
BLOCK = '[index.stories]\neach = "li"\nurl = "a::attr(href)"\nheadline = "a"\n'


def walked(words: str, pages: dict[str, str | bytes], *, blocks: str = BLOCK) -> IndexWalk:
    """The walk over the pages at these addresses below ``/list``; any other answers 404."""
    paper = gazette(f'[[index]]\nname = "list"\nurl = "{SITE}/list?p={{page_number}}"\n{words}\n{blocks}')
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    while walk.waiting:
        request = walk.waiting.pop()
        body = pages.get(request.url.removeprefix(f"{SITE}/list?p="))
        if body is not None:
            walk.read(request, Page(**{**_fields(page(body)), "url": request.url}))
        else:
            walk.missing(request, NOT_FOUND)
    return walk


def _fields(of: Page) -> dict[str, object]:
    return {name: getattr(of, name) for name in ("body", "content_type", "status", "fetched")}


def items(*names: str) -> str:
    return "<ol>" + "".join(f'<li><a href="/{name}">Story {name}</a></li>' for name in names) + "</ol>"


def names(walk: IndexWalk) -> list[str]:
    return [link.url.rpartition("/")[2] for link in walk.listing().links]


def test_pages_are_asked_for_until_one_is_not_there() -> None:
    walk = walked('pages = "1.."', {"1": items("a", "b"), "2": items("c")})
    assert (names(walk), walk.gaps) == (["a", "b", "c"], [])


def test_pages_are_asked_for_until_one_lists_nothing() -> None:
    assert names(walked('pages = "1.."', {"1": items("a"), "2": items("b"), "3": items()})) == ["a", "b"]
    assert names(walked('pages = "1.."', {"1": items("a"), "2": ""})) == ["a"]


def test_a_site_that_gives_its_last_page_for_ever_ends_the_list() -> None:
    again = dict.fromkeys(map(str, range(2, 50)), items("b", "a"))
    walk = walked('pages = "1.."', {"1": items("a"), **again})
    assert (names(walk), len(walk.pages)) == (["a", "b"], 3)


def test_offsets_count_in_steps() -> None:
    pages = {"0": items("a"), "24": items("b"), "48": items("c")}
    assert names(walked('pages = "0.. by 24"', pages)) == ["a", "b", "c"]


def test_a_last_number_is_the_end_and_nothing_is_cut() -> None:
    pages = {str(number): items(f"n{number}") for number in range(1, 9)}
    walk = walked('pages = "2..4"', pages)
    assert (names(walk), walk.gaps) == (["n2", "n3", "n4"], [])


def test_max_pages_ends_the_list_early() -> None:
    pages = {str(number): items(f"n{number}") for number in range(1, 9)}
    walk = walked('pages = "1.."\nmax_pages = 3', pages)
    assert names(walk) == ["n1", "n2", "n3"]
    assert walk.listing().gaps == (Reason(code=Code.LIST_GOES_ON, most=3, url=f"{SITE}/list?p=4"),)


def test_a_list_without_end_is_read_up_to_200_pages() -> None:
    pages = {str(number): items(f"n{number}") for number in range(1, 300)}
    walk = walked('pages = "1.."', pages)
    assert (len(walk.pages), len(walk.gaps)) == (200, 1)


def test_the_first_page_may_not_be_missing() -> None:
    walk = walked('pages = "1.."', {"2": items("a")})
    with pytest.raises(NothingFoundError, match="a page of its list is missing"):
        walk.listing()


def test_a_page_whose_stories_are_all_filtered_out_is_not_the_last() -> None:
    block = BLOCK + 'where = [{ get = "a", not = true, re = "old|new" }]\n'
    pages = {"1": items("new1"), "2": items("b"), "3": items("old1")}
    assert names(walked('pages = "1.."', pages, blocks=block)) == ["b"]


def test_a_step_that_picks_the_first_stops_where_it_has_been_picked() -> None:
    paper = gazette(f"""
[[index]]
name = "archive"
[[index.fetch]]
url = "{SITE}/editions?page={{page_number}}"
pages = "1.."
each = "a"
where = [{{ get = "::text", re = "{{date:%-d %B}}" }}]
pick = "first"
let = {{ issue = "::attr(href)" }}
[[index.fetch]]
url = "{{issue}}"
{BLOCK}""")
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page('<a href="/11">9 March</a><a href="/10">8 March</a>'))
    walk.read(walk.waiting.pop(), page('<a href="/9">7 March</a><a href="/8">6 March</a>'))
    assert [request.url for request in walk.waiting] == [f"{SITE}/9"]
    walk.read(walk.waiting.pop(), page(items("a")))
    assert not walk.waiting
    assert names(walk) == ["a"]
