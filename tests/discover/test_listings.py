"""All pages of an index together: each story once, in order, of the right days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from scraper import discover
from scraper.discover import IndexPage, Listing
from scraper.items import StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from tests.discover.papers import SITE, edition_of, gazette

STORIES = '[index.stories]\neach = "li"\nurl = "a::attr(href)"\n'


def paper(extra: str = "", head: str = "") -> Publication:
    return gazette(f'{head}\n[[index]]\nname = "p"\nurl = "{SITE}/"\n{extra}\n{STORIES}')


def listed(publication: Publication, *links: StoryLink, issue: dict[str, str] | None = None) -> Listing:
    page = IndexPage(step=0, order=(0,), links=links, found=len(links), issue=issue or {})
    return discover.listing(publication, publication.indexes[0], edition_of(publication), [page])


def link(path: str, **fields: str) -> StoryLink:
    return StoryLink(url=f"{SITE}/{path}", **fields)  # type: ignore[arg-type]


def paths(listing: Listing) -> list[str]:
    return [link.url.removeprefix(f"{SITE}/") for link in listing.links]


def test_positions_count_from_one_through_the_edition() -> None:
    listing = listed(paper(), link("a", section="News"), link("b", section="Sport"), link("c", section="News"))
    assert [(link.position, link.section) for link in listing.links] == [(1, "News"), (2, "Sport"), (3, "News")]
    assert (listing.sections, listing.found, listing.index) == (("News", "Sport"), 3, "p")


def test_pages_are_put_in_order_whatever_order_they_came_in() -> None:
    pages = [
        IndexPage(step=0, order=order, links=(link(name),), found=1)
        for name, order in (("c", (1,)), ("b", (0, 2**63)), ("a", (0,)))
    ]
    publication = paper()
    assert paths(discover.listing(publication, publication.indexes[0], edition_of(publication), pages)) == [
        "a",
        "b",
        "c",
    ]


def test_a_story_listed_twice_keeps_its_first_place_and_gains_what_was_lacking() -> None:
    listing = listed(
        paper(), link("a?utm_source=x", image=f"{SITE}/a.jpg"), link("b"), link("a", headline="Mill", section="News")
    )
    assert paths(listing) == ["a?utm_source=x", "b"]
    assert (listing.links[0].headline, listing.links[0].section, listing.links[0].image) == (
        "Mill",
        "News",
        f"{SITE}/a.jpg",
    )


def test_the_same_headline_is_the_same_story_where_the_paper_says_so() -> None:
    links = (link("a", headline="Mill turns"), link("b", headline="MILL TURNS"), link("c"), link("d"))
    assert paths(listed(paper(), *links)) == ["a", "b", "c", "d"]
    assert paths(listed(paper('dedupe = "headline"'), *links)) == ["a", "c", "d"]


def test_named_sections_come_first_and_the_rest_stays() -> None:
    links = [link(name, section=name) for name in ("Sport", "News", "Letters", "leaders")]
    assert paths(listed(paper('order = ["Leaders", "News"]'), *links)) == ["leaders", "News", "Sport", "Letters"]


def test_pages_are_in_the_order_of_a_newspaper() -> None:
    links = [link(page or "none", page=page) for page in ("10", "B1", "", "2", "A10", "A2", "1")]
    assert paths(listed(paper('order = "page"'), *links)) == ["1", "2", "10", "A2", "A10", "B1", "none"]


def test_addresses_are_kept_or_left_out_by_the_edition_date() -> None:
    links = (link("2026/03/07/a"), link("2026/03/06/b"), link("2026/03/07/video/c"))
    assert paths(listed(paper('include = ["/{date:%Y/%m/%d}/"]\nexclude = ["/video/"]'), *links)) == ["2026/03/07/a"]


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("2026-03-07T09:00:00Z", True),
        ("2026-03-06", True),
        ("2026-03-05", False),
        ("2026-03-08", False),
        ("Thu, 05 Mar 2026 23:59:00 -0100", True),
        ("0001-01-01T00:00:00Z", True),
        ("yesterday", True),
        ("", True),
    ],
)
def test_a_window_lets_through_what_was_published_in_time(published: str, kept: bool) -> None:
    listing = listed(paper("window_days = 1"), link("a", published=published), link("b"))
    assert paths(listing) == (["a", "b"] if kept else ["b"])


def test_a_window_of_no_days_is_the_day_itself() -> None:
    links = (link("a", published="2026-03-07T23:00Z"), link("b", published="2026-03-06"), link("c", published=""))
    assert paths(listed(paper("window_days = 0"), *links)) == ["a", "c"]
    assert paths(listed(paper(), *links)) == ["a", "b", "c"]


def test_a_window_of_a_paper_dated_ahead_begins_earlier() -> None:
    ahead = paper("window_days = 1", "[schedule]\nlead_days = 2")
    assert paths(listed(ahead, link("a", published="2026-03-04"), link("b", published="2026-03-03"))) == ["a"]


def test_the_issue_is_what_the_first_page_says() -> None:
    publication = paper()
    pages = [
        IndexPage(step=0, order=(1,), links=(link("b"),), found=1, issue={"date": "8 March 2026", "number": "12"}),
        IndexPage(
            step=0, order=(0,), links=(link("a"),), found=1, issue={"date": "Saturday, 7 March 2026", "number": ""}
        ),
    ]
    listing = discover.listing(publication, publication.indexes[0], edition_of(publication), pages)
    assert (listing.date, listing.number, listing.title) == (dt.date(2026, 3, 7), "12", "")


def test_a_union_is_in_doubt_where_the_day_of_one_of_its_lists_is() -> None:
    doubt = Reason(code=Code.DAY_IN_DOUBT, wanted=dt.date(2026, 3, 7), text="title: Friday")
    sure = listed(paper(), link("a"))
    doubtful = replace(listed(paper(), link("b")), doubt=doubt)
    assert discover.union([sure, doubtful]).doubt == discover.union([doubtful, sure]).doubt == doubt
    assert discover.union([sure, sure]).doubt is None


def test_a_union_has_what_the_added_index_has_besides() -> None:
    one = listed(paper(), link("a", section="News"), link("b"), issue={"title": "Spring"})
    two = listed(paper(), link("b", headline="B"), link("c", section="Sport"))
    both = discover.union([one, two])
    assert [(link.position, link.url.removeprefix(f"{SITE}/"), link.headline) for link in both.links] == [
        (1, "a", ""),
        (2, "b", "B"),
        (3, "c", ""),
    ]
    assert (both.sections, both.title, both.found) == (("News", "Sport"), "Spring", 4)


@pytest.mark.parametrize(
    ("double", "headline", "one"),
    [
        ("/amp/news/a", "", True),
        ("/news/a/amp/", "", True),
        ("/news/a?amp=1", "A", True),
        ("/news/a?outputType=amp", "A", True),
        ("/news/a?print=true", "A", True),
        ("/print/news/a", "A", True),
        ("/news/a?source=rss", "A", True),
        ("/news/a?mod=rss_world_news", "A", True),
        ("/news/a?partner=rss&emc=rss", "A", True),
        ("/news/a?wprss=rss_world&traffic_source=rss", "A", True),
        ("/news/a?cid=public-rss_20260307", "A", True),
        ("/news/a/#comments", "A", True),
        ("/news/a?cid=1234", "A", False),
        ("/news/a?page=2", "A", False),
        ("/amp/news/a", "Another headline", False),
        ("/news/amplifier/a", "A", False),
    ],
)
def test_a_story_beside_its_double_is_listed_once(double: str, headline: str, one: bool) -> None:
    own = StoryLink(url="https://www.harbour-gazette.example/news/a", headline="A")
    other = StoryLink(url=f"https://www.harbour-gazette.example{double}", headline=headline, section="World")
    for order in ((own, other), (other, own)):
        links = listed(paper(), *order).links
        assert len(links) == (1 if one else 2)
        if one:
            assert (links[0].url.partition("#")[0].rstrip("/"), links[0].section) == (own.url, "World")


@pytest.mark.parametrize(
    "host", ["m.harbour-gazette.example", "mobile.harbour-gazette.example", "harbour-gazette.example"]
)
def test_a_story_on_the_host_for_telephones_is_the_same(host: str) -> None:
    own = StoryLink(url="https://www.harbour-gazette.example/news/a", headline="A")
    other = StoryLink(url=f"https://{host}/news/a", headline="A")
    assert len(listed(paper(), other, own).links) == 1
