"""One page of an index: its stories, the next page, the next step."""

from __future__ import annotations

import gzip

import pytest

from scraper import discover
from scraper.discover.errors import (
    AllFilteredError,
    MarkerMissingError,
    NothingFoundError,
    NotListedError,
    RefusedError,
    WrongTypeError,
)
from scraper.items import StoryLink
from scraper.reasons import Code, Reason
from tests.discover.papers import SITE, edition_of, gazette, headlines, page, read_all

LIST = f'[[index]]\nname = "p"\nurl = "{SITE}/paper/"\n'
STORIES = '[index.stories]\neach = "li"\nheadline = "a"\nurl = "a::attr(href)"\n'


def item(name: str, extra: str = "") -> str:
    """A listed story whose address is its name."""
    return f'<li><a href="/{name}">{name}</a>{extra}</li>'


def links(text: str, body: str) -> tuple[StoryLink, ...]:
    """The links on one page, before the listing."""
    paper = gazette(text)
    read, _ = read_all(paper, {f"{SITE}/paper/": page(body)})
    return read[0].links


# Stories


def test_every_field_is_read_and_relative_addresses_are_completed() -> None:
    rules = 'kicker = "b"\nstandfirst = "p"\nbyline = { get = "i", sub = [["^By ", ""]] }\nsection = ".s"\npage = "u"\n'
    rules += 'published = "time::attr(datetime)"\nimage = "img::attr(src)"\n'
    extra = "<b>K</b><p>S t</p><i>By Ada</i><span class=s>News</span><u>A7</u><time datetime=2026-03-07>7</time>"
    assert links(LIST + STORIES + rules, item("mill", extra + "<img src=/m.jpg>")) == (
        StoryLink(
            url=f"{SITE}/mill",
            headline="mill",
            kicker="K",
            standfirst="S t",
            byline="Ada",
            section="News",
            page="A7",
            published="2026-03-07",
            image=f"{SITE}/m.jpg",
        ),
    )


def test_a_link_that_leads_to_no_page_is_no_story() -> None:
    body = '<li><a href="mailto:desk@a.example">Write</a></li><li><a>Nowhere</a></li><li><a href="http://">Odd</a></li>'
    body += '<li><a href="#top">Up</a></li><li><a href="/paper/?utm_source=x">This page</a></li>' + item("mill")
    assert [link.headline for link in links(LIST + STORIES, body)] == ["mill"]


def test_a_story_with_an_impossible_port_is_listed_and_a_picture_with_one_costs_nothing() -> None:
    body = '<li><a href="//a.example:99999/tide">tide</a></li><li><a href="http://a.example:x/">weir</a></li>'
    picture = LIST + STORIES + 'image = "img::attr(src)"\n'
    found = links(picture, body + item("mill", '<img src="http://a.example:-1/m.jpg">'))
    assert [(link.url, link.image) for link in found] == [
        ("https://a.example:99999/tide", ""),
        ("http://a.example:x/", ""),
        (f"{SITE}/mill", ""),
    ]


def test_a_base_with_an_impossible_port_is_passed_over() -> None:
    body = '<html><head><base href="http://a.example:99999/"></head><body>' + item("mill")
    assert [link.url for link in links(LIST + STORIES, body)] == [f"{SITE}/mill"]


def test_several_blocks_follow_each_other() -> None:
    text = LIST + '[[index.stories]]\neach = "ol li"\nheadline = "a"\nurl = "a::attr(href)"\nlimit = 1\n'
    text += '[[index.stories]]\neach = "ul li"\nheadline = "a"\nurl = "a::attr(href)"\nexclude = ["/b$"]\n'
    body = f"<ul>{item('a')}{item('b')}</ul><ol>{item('c')}{item('d')}</ol>"
    assert [link.headline for link in links(text, body)] == ["c", "a"]


def test_conditions_and_addresses_choose_stories() -> None:
    rules = 'where = [{ get = "p", re = "keep" }, { get = "b", not = true }]\ninclude = ["/[a-c]$"]\n'
    body = (
        item("a", "<p>keep</p>")
        + item("b", "<p>keep</p><b>ad</b>")
        + item("c", "<p>drop</p>")
        + item("d", "<p>keep</p>")
    )
    assert [link.headline for link in links(LIST + STORIES + rules, body)] == ["a"]


def test_sections_are_containers_with_headings() -> None:
    text = LIST + '[index.sections]\neach = "section"\ntitle = "h2"\nlimit = 2\n'
    text += 'where = [{ get = "::attr(class)", re = "ad", not = true }]\n'
    body = "".join(
        f"<section class={kind}><h2>{kind}</h2>{item(kind)}</section>" for kind in ("news", "ads", "sport", "late")
    )
    found = links(text + STORIES, body + item("outside"))
    assert [(link.section, link.headline) for link in found] == [("news", "news"), ("sport", "sport")]


def test_a_heading_before_a_flat_run_is_found_per_story() -> None:
    rules = 'section = "xpath:preceding::h2[1]"\n'
    body = f"<h2>News</h2>{item('a')}<h2>Sport</h2>{item('b')}{item('c')}"
    assert [link.section for link in links(LIST + STORIES + rules, body)] == ["News", "Sport", "Sport"]


def test_the_base_of_story_addresses_may_be_another_site() -> None:
    text = '[vars]\nsite = "https://www.a.example"\n' + LIST.replace(
        "name =", 'format = "json"\nbase = "{site}/news/"\nname ='
    )
    text += '[index.stories]\nurl = "path"\nheadline = "title"\n'
    assert [link.url for link in links(text, '[{"path": "mill", "title": "Mill"}]')] == [
        "https://www.a.example/news/mill"
    ]


def test_sections_as_keys_of_an_object() -> None:
    text = LIST.replace("name =", 'embedded = "all = "\nname =')
    text += '[index.sections]\neach = "items(@)"\ntitle = "[0]"\n'
    text += '[index.stories]\neach = "[1][]"\nurl = "u"\nheadline = "h"\n'
    body = '<script>all = {"B": [{"u": "/1", "h": "<i>One</i> &amp; only"}], "A": [{"u": "/2", "h": "Two"}]}</script>'
    assert [(link.section, link.headline) for link in links(text, body)] == [("B", "One & only"), ("A", "Two")]


def test_a_feed_and_a_sitemap_need_no_rules() -> None:
    rss = "<rss><channel><item><title>Mill</title><link>https://a.example/mill</link></item></channel></rss>"
    assert headlines(gazette(LIST + 'format = "feed"\n'), page(rss)) == ["Mill"]
    urls = "<urlset><url><loc>https://a.example/mill</loc><lastmod>2026-03-07</lastmod></url></urlset>"
    (link,) = links(LIST + 'format = "sitemap"\n', urls)
    assert (link.url, link.headline, link.published) == ("https://a.example/mill", "", "2026-03-07")


# Pages


PAGED = LIST + 'next = "a.next::attr(href)"\nmax_pages = 3\n' + STORIES


def test_next_pages_are_followed_up_to_the_declared_number() -> None:
    pages = {f"{SITE}/paper/": page(item("a") + '<a class=next href="/paper/2">more</a>')}
    pages |= {
        f"{SITE}/paper/{n}": page(item(f"s{n}") + f'<a class=next href="/paper/{n + 1}">more</a>') for n in (2, 3, 4)
    }
    paper = gazette(PAGED)
    read, unanswered = read_all(paper, pages)
    listing = discover.listing(paper, paper.indexes[0], edition_of(paper), list(reversed(read)))
    assert [link.headline for link in listing.links] == ["a", "s2", "s3"]
    assert unanswered == []


def test_a_next_link_to_the_page_itself_ends_it() -> None:
    pages = {f"{SITE}/paper/": page(item("a") + '<a class=next href="/paper/#more">more</a>')}
    read, unanswered = read_all(gazette(PAGED), pages)
    assert (len(read), unanswered) == (1, [])


def sitemap_index(*entries: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{entry}</sitemap>' for entry in entries)}</sitemapindex>"


MILL = f"<urlset><url><loc>{SITE}/mill</loc></url></urlset>".encode()


def test_an_index_of_sitemaps_is_followed_to_those_that_may_hold_the_day() -> None:
    old, new, undated, further = (f"<loc>{SITE}/{name}.xml</loc>" for name in ("old", "new", "undated", "further"))
    body = sitemap_index(
        f"{old}<lastmod>2026-03-06</lastmod>", f"{new}<lastmod>2026-03-08T01:00Z</lastmod>", undated, further
    )
    pages = {
        f"{SITE}/paper/": page(body),
        f"{SITE}/new.xml": page(gzip.compress(MILL)),
        f"{SITE}/undated.xml": page(MILL),
    }
    read, unanswered = read_all(gazette(LIST + 'format = "sitemap"\nmax_pages = 2\n'), pages)
    assert unanswered == []
    assert sorted(result.url for result in read) == [f"{SITE}/new.xml", f"{SITE}/paper/", f"{SITE}/undated.xml"]
    assert [link.url for result in read for link in result.links] == [f"{SITE}/mill"] * 2
    (gap,) = (gap for result in read for gap in result.gaps)
    assert gap == Reason(code=Code.LIST_GOES_ON, most=2, url=f"{SITE}/further.xml")


def test_an_index_of_indexes_of_sitemaps_is_followed_but_not_without_end() -> None:
    pages = {
        f"{SITE}/paper/": page(sitemap_index(f"<loc>{SITE}/year.xml</loc>")),
        f"{SITE}/year.xml": page(sitemap_index(f"<loc>{SITE}/month.xml</loc>")),
        f"{SITE}/month.xml": page(MILL),
    }
    paper = gazette(LIST + 'format = "sitemap"\n')
    read, _ = read_all(paper, pages)
    assert [link.url for result in read for link in result.links] == [f"{SITE}/mill"]
    with pytest.raises(WrongTypeError, match="named by 3 such indexes"):
        read_all(
            paper,
            {
                **pages,
                f"{SITE}/month.xml": page(sitemap_index(f"<loc>{SITE}/week.xml</loc>")),
                f"{SITE}/week.xml": page(sitemap_index(f"<loc>{SITE}/day.xml</loc>")),
            },
        )
    in_a_circle = {**pages, f"{SITE}/year.xml": page(sitemap_index(f"<loc>{SITE}/paper/</loc>"))}
    assert read_all(paper, in_a_circle)[1] == []


def test_a_sitemap_was_changed_on_the_day_that_it_was_where_the_paper_is() -> None:
    body = sitemap_index(f"<loc>{SITE}/new.xml</loc><lastmod>2026-03-06T22:30Z</lastmod>")
    far_east = gazette(LIST + 'format = "sitemap"\n', zone="Asia/Tokyo")
    assert read_all(far_east, {f"{SITE}/paper/": page(body)})[1]
    with pytest.raises(
        NotListedError, match="none was changed on this day or later; the last change was 2026-03-06T22:30Z"
    ):
        read_all(gazette(LIST + 'format = "sitemap"\n'), {f"{SITE}/paper/": page(body)})


# Steps


CHAIN = f"""
[[index]]
name = "p"
[[index.fetch]]
url = "{SITE}/paper/"
each = "nav a"
where = [{{ get = "::attr(title)", re = "{{date:%-d %B %Y}}" }}]
let = {{ link = "::attr(href)", section = "xpath:string(.)", page = "::attr(data-page)" }}
[[index.fetch]]
url = "{{link}}"
"""


def test_one_sitemap_that_leads_nowhere_costs_only_itself() -> None:
    paper = gazette(f'[[index]]\nname = "p"\nurl = "{SITE}/map.xml"\nformat = "sitemap"\nmax_pages = 2\n')
    body = sitemap_index("<loc>http://a.example:99999/</loc>", f"<loc>{SITE}/one.xml</loc>")
    _, requests = read_all(paper, {f"{SITE}/map.xml": page(body)})
    assert [request.url for request in requests] == [f"{SITE}/one.xml"]


def nav(*entries: tuple[str, str, str]) -> str:
    return (
        "<nav>"
        + "".join(f'<a href="{link}" title="{title}" data-page=3>{name}</a>' for name, link, title in entries)
        + "</nav>"
    )


def test_a_step_binds_names_for_the_next_and_section_and_page_for_the_stories() -> None:
    start = nav(("News", "/n", "of 7 March 2026"), ("Old", "/o", "of 6 March 2026"), ("Sport", "s", "of 7 March 2026"))
    pages = {
        f"{SITE}/paper/": page(start),
        f"{SITE}/n": page(item("a"), f"{SITE}/n"),
        f"{SITE}/paper/s": page(item("b"), f"{SITE}/paper/s"),
    }
    paper = gazette(CHAIN + STORIES)
    read, unanswered = read_all(paper, pages)
    listing = discover.listing(paper, paper.indexes[0], edition_of(paper), read)
    assert unanswered == []
    assert [(link.section, link.page, link.headline) for link in listing.links] == [
        ("News", "3", "a"),
        ("Sport", "3", "b"),
    ]


def test_what_a_page_says_is_no_template() -> None:
    start = nav(("News {date}", "/{env.SECRET}", "7 March 2026"))
    _, (request,) = read_all(gazette(CHAIN + STORIES), {f"{SITE}/paper/": page(start)})
    assert (request.url, request.section) == (f"{SITE}/{{env.SECRET}}", "News {date}")


@pytest.mark.parametrize(("pick", "links"), [("first", ["/1"]), ("last", ["/3"]), ("all", ["/1", "/2", "/3"])])
def test_of_several_places_the_first_or_last_can_be_picked(pick: str, links: list[str]) -> None:
    text = CHAIN.replace("each =", f'pick = "{pick}"\neach =')
    start = nav(*((str(n), f"/{n}", "7 March 2026") for n in (1, 2, 3)))
    _, requests = read_all(gazette(text + STORIES), {f"{SITE}/paper/": page(start)})
    assert sorted(request.url.removeprefix(SITE) for request in requests) == links


def test_a_place_without_the_address_is_passed_over() -> None:
    start = nav(("News", "", "7 March 2026"), ("Sport", "/s", "7 March 2026"))
    _, requests = read_all(gazette(CHAIN + STORIES), {f"{SITE}/paper/": page(start)})
    assert [request.url for request in requests] == [f"{SITE}/s"]


def test_of_many_places_one_may_lead_nowhere_but_not_all() -> None:
    astray, sport = ("Write", "mailto:desk@a.example", "7 March 2026"), ("Sport", "/s", "7 March 2026")
    _, requests = read_all(gazette(CHAIN + STORIES), {f"{SITE}/paper/": page(nav(astray, sport))})
    assert [request.url for request in requests] == [f"{SITE}/s"]
    with pytest.raises(WrongTypeError, match="is no web address"):
        read_all(gazette(CHAIN + STORIES), {f"{SITE}/paper/": page(nav(astray))})


# Nothing


JSON_IN_PAGE = LIST.replace("name =", 'embedded = "all = "\nname =') + '[index.stories]\neach = "news[]"\nurl = "u"\n'


def test_one_empty_page_of_several_is_no_failure() -> None:
    assert headlines(gazette(LIST + STORIES), "<p>advertisement</p>", item("a")) == ["a"]


@pytest.mark.parametrize(
    ("text", "pages", "error", "message"),
    [
        (LIST + STORIES, {"/paper/": "<p>"}, NothingFoundError, "Step 1: 'li' on"),
        (
            LIST + STORIES,
            {"/paper/": "<li>no link"},
            AllFilteredError,
            "of 1 found, 'where', 'include' and 'exclude' kept none.",
        ),
        (
            LIST + '[index.sections]\neach = "section"\n' + STORIES,
            {"/paper/": item("a")},
            NothingFoundError,
            "Step 1: 'section' on",
        ),
        (CHAIN + STORIES, {"/paper/": "<p>"}, NothingFoundError, "Step 1: 'nav a' on"),
        (CHAIN + STORIES, {"/paper/": nav(("News", "/n", "6 March 2026"))}, NotListedError, "Step 1: of 1 found, none"),
        (CHAIN + STORIES, {"/paper/": nav(("News", "", "7 March 2026"))}, NotListedError, "Step 1: of 1 found, none"),
        (JSON_IN_PAGE, {"/paper/": "all = {}"}, NotListedError, "Step 1: the list is empty."),
        (JSON_IN_PAGE, {"/paper/": 'all = {"error": 7}'}, NothingFoundError, "Step 1: 'news[]' on"),
        (
            CHAIN + STORIES,
            {"/paper/": nav(("News", "/n", "7 March 2026")), "/n": "<p>"},
            NothingFoundError,
            "Step 2: 'li' on",
        ),
        (LIST + 'exclude = ["/a"]\n' + STORIES, {"/paper/": item("a")}, AllFilteredError, "It lists 1: include, "),
        (LIST + STORIES, {}, NothingFoundError, "No page of it could be read."),
    ],
)
def test_a_zero_says_why(text: str, pages: dict[str, str], error: type[Exception], message: str) -> None:
    paper = gazette(text)
    read, _ = read_all(paper, {f"{SITE}{path}": page(body, f"{SITE}{path}") for path, body in pages.items()})
    with pytest.raises(error) as caught:
        discover.listing(paper, paper.indexes[0], edition_of(paper), read)
    assert message in str(caught.value)
    assert str(caught.value).startswith("harbour-gazette, index 'p': ")


def test_a_missing_marker_names_step_and_page() -> None:
    with pytest.raises(MarkerMissingError) as caught:
        read_all(gazette(JSON_IN_PAGE), {f"{SITE}/paper/": page("<p>redesigned</p>")})
    assert str(caught.value) == (
        f"harbour-gazette, index 'p', step 1, {SITE}/paper/: The page does not contain the JSON it used to contain. "
        "The text 'all = ' is not there."
    )


def test_an_error_status_is_a_refusal_unless_the_step_is_optional() -> None:
    missing = {f"{SITE}/paper/": page("<p>Not here</p>", status=404)}
    with pytest.raises(RefusedError, match="Status 404"):
        read_all(gazette(LIST + STORIES), missing)
    (read,), _ = read_all(gazette(LIST + "optional = true\n" + STORIES), missing)
    assert (read.links, read.missed) == ((), "")
