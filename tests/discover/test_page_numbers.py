"""Lists whose pages are numbered, and none of which leads to the next: ``pages``."""

from __future__ import annotations

import pytest

from scraper.discover import IndexWalk, NothingFoundError, NotListedError
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


def over_an_archive_of_issues(wanted: str) -> IndexWalk:
    """The walk over a list of issues on numbered pages, to the stories of the first whose day is the ``wanted`` one."""
    paper = gazette(f"""
[[index]]
name = "archive"
[[index.fetch]]
url = "{SITE}/editions?page={{page_number}}"
pages = "1.."
each = "a"
where = [{{ get = "::text", re = "{wanted}" }}]
pick = "first"
let = {{ issue = "::attr(href)" }}
[[index.fetch]]
url = "{{issue}}"
{BLOCK}""")
    return IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})


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


@pytest.mark.parametrize("behind", [None, "", items(), items("n2", "n1")])
def test_a_list_that_is_as_long_as_may_be_read_is_whole(behind: str | None) -> None:
    pages = {"1": items("n1"), "2": items("n2")} | ({} if behind is None else {"3": behind})
    walk = walked('pages = "1.."\nmax_pages = 2', pages)
    assert (names(walk), walk.gaps) == (["n1", "n2"], [])


def dated(*days: str) -> str:
    """A list with a story of each of these days."""
    return "<ol>" + "".join(f'<li><a href="/{day}">A</a><time datetime="{day}"></time></li>' for day in days) + "</ol>"


DATED = BLOCK + 'published = "time::attr(datetime)"\n'
MARCH = [f"2026-03-{number:02}" for number in range(1, 32)]


@pytest.mark.parametrize("filtered", ["window_days = 0", 'include = ["/{date}"]'])
def test_a_list_that_begins_with_the_newest_is_read_to_the_day_and_is_whole(filtered: str) -> None:
    pages = dict(zip("123456789", [dated(*MARCH[first : first + 2][::-1]) for first in range(8, -1, -2)], strict=False))
    walk = walked(f'pages = "1.."\nmax_pages = 3\n{filtered}', pages, blocks=DATED)
    assert (names(walk), walk.gaps) == (["2026-03-07"], [])
    assert len(walk.pages) == 3  # of 9 to 5 March; that of 5 and 6 March is older
    walk = walked(f'pages = "1.."\n{filtered}', pages, blocks=DATED)
    assert len(walk.pages) == 3


def test_a_list_that_begins_with_the_oldest_is_read_to_its_end() -> None:
    pages = {"1": dated(*MARCH[:3]), "2": dated(*MARCH[3:6]), "3": dated(*MARCH[6:8]), "4": dated()}
    walk = walked('pages = "1.."\nwindow_days = 0', pages, blocks=DATED)
    assert names(walk) == ["2026-03-07"]


def test_pages_of_one_older_day_do_not_tell_how_a_list_is_sorted() -> None:
    older = [f'<li><a href="/s{number}">A</a><time datetime="2026-03-05"></time></li>' for number in (1, 2)]
    walk = walked(
        'pages = "1.."\nwindow_days = 0', {"1": older[0], "2": older[1], "3": dated("2026-03-07")}, blocks=DATED
    )
    assert names(walk) == ["2026-03-07"]


def test_stories_without_a_day_are_kept_and_do_not_end_a_list() -> None:
    undated = '<li><a href="/u">U</a></li>'
    pages = {"1": dated("2026-03-07"), "2": dated("2026-03-05") + undated, "3": undated + '<li><a href="/v">V</a></li>'}
    walk = walked('pages = "1.."\nwindow_days = 0', pages, blocks=DATED)
    assert names(walk) == ["2026-03-07", "u", "v"]


def test_an_archive_of_issues_that_has_come_past_the_day_ends() -> None:
    walk = over_an_archive_of_issues("^{date:%-d %B %Y}")
    walk.read(walk.waiting.pop(), page('<a href="/11">9 March 2026</a><a href="/10">8 March 2026</a>'))
    walk.read(walk.waiting.pop(), page('<a href="/9">6 March 2026</a><a href="/8">5 March 2026</a>'))
    assert not walk.waiting
    with pytest.raises(NotListedError):
        walk.listing()


def test_the_first_page_may_not_be_missing() -> None:
    walk = walked('pages = "1.."', {"2": items("a")})
    with pytest.raises(NothingFoundError, match="a page of its list is missing"):
        walk.listing()


def test_a_page_whose_stories_are_all_filtered_out_is_not_the_last() -> None:
    block = BLOCK + 'where = [{ get = "a", not = true, re = "old|new" }]\n'
    pages = {"1": items("new1"), "2": items("b"), "3": items("old1")}
    assert names(walked('pages = "1.."', pages, blocks=block)) == ["b"]


def test_a_step_that_picks_the_first_stops_where_it_has_been_picked() -> None:
    walk = over_an_archive_of_issues("{date:%-d %B}")
    walk.read(walk.waiting.pop(), page('<a href="/11">9 March</a><a href="/10">8 March</a>'))
    walk.read(walk.waiting.pop(), page('<a href="/9">7 March</a><a href="/8">6 March</a>'))
    assert [request.url for request in walk.waiting] == [f"{SITE}/9"]
    walk.read(walk.waiting.pop(), page(items("a")))
    assert not walk.waiting
    assert names(walk) == ["a"]
