"""Sitemaps of every dialect as plain lists, and which of those that an index names are to be read."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.discover.errors import WrongTypeError
from scraper.discover.sitemaps import choose, sitemap
from scraper.limits import ENTRIES, ENTRY_PARTS

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<!-- a comment, with <url><loc>https://a.example/old</loc></url> -->
<url><image:image><image:loc>https://a.example/i.jpg</image:loc><image:title>Picture</image:title></image:image>
 <loc><![CDATA[ https://a.example/1 ]]></loc><lastmod>2026-03-07</lastmod>
 <n:news><n:publication><n:name>A</n:name></n:publication><n:publication_date>2026-03-07T05:00:00Z</n:publication_date>
 <n:title>Mill &amp; tide</n:title></n:news></url>
<url><loc></loc></url>
<url><loc>https://a.example/2</loc></url>
</urlset>"""
LAMP = {"loc": "https://a.example/lamp"}


def locs(text: str) -> list[str]:
    return [entry["loc"].removeprefix("https://a.example/") for entry in sitemap(text).pages]


def test_a_news_sitemap() -> None:
    found = sitemap("\n\n" + NEWS)
    assert found.pages == [
        {
            "loc": "https://a.example/1",
            "lastmod": "2026-03-07",
            "published": "2026-03-07T05:00:00Z",
            "title": "Mill & tide",
        },
        {"loc": "https://a.example/2"},
    ]
    assert (found.sitemaps, found.whole) == ([], True)


def test_an_index_of_sitemaps() -> None:
    found = sitemap(
        """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://a.example/2026-03.xml</loc><lastmod>2026-03-07</lastmod></sitemap></sitemapindex>"""
    )
    assert found.sitemaps == [{"loc": "https://a.example/2026-03.xml", "lastmod": "2026-03-07"}]
    assert (found.pages, found.whole) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        "<urlset><url><loc>https://a.example/lamp</loc></url></urlset>",
        "<URLSET><URL><LOC>https://a.example/lamp</LOC></URL></URLSET>",
        "<urlset><urlset><url><loc>https://a.example/lamp</loc></url></urlset></urlset>",
        "<sitemapindex><urlset><url><loc>https://a.example/lamp</loc></url></urlset></sitemapindex>",
        "<urlset><sitemapindex><url><loc>https://a.example/lamp</loc></url></sitemapindex></urlset>",
        '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://a.example/lamp</s:loc>'
        "</s:url></s:urlset>",
        '<x:urlset xmlns:x="urn:x"><x:url><x:loc>https://a.example/lamp</x:loc></x:url></x:urlset>',
        "<q:urlset><q:url><q:loc>https://a.example/lamp</q:loc></q:url></q:urlset>",
        '<urlset xmlns="https://www.google.com/schemas/sitemap/0.84"><url><loc>https://a.example/lamp</loc></url></urlset>',
        "\ufeffhttps://a.example/lamp\n",
        "https://a.example/lamp\r\n\r\nno address\r\n",
        '<rss version="2.0"><channel><item><link>https://a.example/lamp</link></item></channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.example/lamp"/></entry></feed>',
    ],
)
def test_every_dialect_is_read(text: str) -> None:
    found = sitemap(text)
    assert (found.pages, found.whole) == ([LAMP], True)


def test_pages_and_sitemaps_in_one_file() -> None:
    found = sitemap(
        "<urlset><url><loc>https://a.example/lamp</loc></url>"
        "<sitemap><loc>https://a.example/more.xml</loc></sitemap></urlset>"
    )
    assert (found.pages, found.sitemaps) == ([LAMP], [{"loc": "https://a.example/more.xml"}])


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("x?id=7&page=2", "x?id=7&page=2"),
        ("x?id=7&amp;page=2", "x?id=7&page=2"),
        ("x?id=7&copy=2&para=3", "x?id=7&copy=2&para=3"),
        ("x?a&#38;b", "x?a&b"),
        ("<![CDATA[https://a.example/x?id=7&page=2]]>", "x?id=7&page=2"),
        ("<![CDATA[https://a.example/x?id=7&amp;page=2]]>", "x?id=7&page=2"),
        ("caf&eacute;", "café"),
        ("&unknown;", "&unknown;"),
    ],
)
def test_an_ampersand_is_read_as_it_is_meant(written: str, address: str) -> None:
    written = written if written.startswith("<") else f"https://a.example/{written}"
    assert locs(f"<urlset><url><loc>{written}</loc></url></urlset>") == [address]


def test_one_bad_entry_costs_itself() -> None:
    text = """<urlset><url><loc>https://a.example/1</loc></url>
    <url><loc>https://a.example/2</loc><news:news><news:title>Mill <b>turns</news:title></news:news>
    <url><loc></url></loc>
    <url><news:news><news:title>No address</news:title></news:news></url>
    <url>< /><loc attr="x>https://a.example/3</loc></url></oops></url>
    <url><loc>https://a.example/4</loc></url></urlset>"""
    assert locs(text) == ["1", "2", "3", "4"]
    assert sitemap(text).pages[1]["title"] == "Mill turns"


def test_nothing_outside_the_file_is_read_and_nothing_is_multiplied() -> None:
    text = """<!DOCTYPE urlset [<!ENTITY lol "lol"><!ENTITY many "&lol;&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>https://a.example/&many;&file;</loc></url></urlset>"""
    assert locs(text) == ["&many;&file;"]


def test_a_prefix_that_is_not_declared_is_read_as_if_it_were() -> None:
    text = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/lamp</loc>
        <news:news><news:title>The lamp is lit</news:title></news:news></url></urlset>"""
    assert sitemap(text).pages == [{**LAMP, "title": "The lamp is lit"}]


@pytest.mark.parametrize("cut", ["<url><loc>https://a.example/tw", "<url><lo", "<url>", "<!-- ", ""])
def test_a_sitemap_that_ends_in_the_middle_keeps_what_came(cut: str) -> None:
    found = sitemap(f"<urlset><url><loc>https://a.example/lamp</loc></url>{cut}")
    assert (found.pages, found.whole) == ([LAMP], False)


def test_an_index_of_sitemaps_that_ends_in_the_middle_is_not_whole() -> None:
    found = sitemap("<sitemapindex><sitemap><loc>https://a.example/lamp</loc></sitemap><sitemap><loc>https:")
    assert (found.sitemaps, found.whole) == ([LAMP], False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!doctype html><html><title>Skerry", "'<!doctype html><html><title>Skerry'"),
        ("Not found", "'Not found'"),
        ("", "''"),
        ('{"a": 1}', "'{\"a\": 1}'"),
        ("<urlset><url><loc>https", "cut off before its first entry: it ends '<urlset><url><loc>https'"),
    ],
)
def test_what_came_instead_is_said(text: str, said: str) -> None:
    with pytest.raises(WrongTypeError) as raised:
        sitemap(text)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "broken",
    ["<url><loc", '<url a="', "<url><loc>", "<![CDATA[", "<!--", "<!A[", "&", "<a b='", "<b>", "<b></c>"],
)
def test_a_long_broken_file_is_read_within_the_time_limit_of_a_test(broken: str) -> None:
    """What took the square of its length would take minutes."""
    sitemap("<urlset><url><loc>https://a.example/1</loc>" + broken * 100_000)


DAY = dt.date(2026, 3, 7)


def chosen(*entries: str | tuple[str, str], most: int = 1, first: dt.date = DAY) -> tuple[list[str], str]:
    named = [
        {"loc": f"https://2025.example/{entry}"}
        if isinstance(entry, str)
        else {"loc": f"https://2025.example/{entry[0]}", "lastmod": entry[1]}
        for entry in entries
    ]
    choice = choose(named, first, DAY, most, lambda text: dt.date.fromisoformat(text[:10]) if text else None)
    return [entry["loc"].removeprefix("https://2025.example/") for entry in choice.chosen], choice.next[21:]


@pytest.mark.parametrize(
    ("entries", "read"),
    [
        (["2026-01.xml", "2026-02.xml", "2026-03.xml", "2026-04.xml", "pages.xml"], ["2026-03.xml"]),
        (["2024/1.xml", "2025/1.xml", "2026/1.xml"], ["2026/1.xml"]),
        (["2026.xml", "2026-03.xml", "2026-03-07.xml"], ["2026-03-07.xml"]),
        (["m?yyyy=2026&mm=03&dd=06", "m?yyyy=2026&mm=03&dd=07"], ["m?yyyy=2026&mm=03&dd=07"]),
        (["20260306.xml", "20260307.xml"], ["20260307.xml"]),
        (["2026/february", "2026/march", "2026/april"], ["2026/march"]),
        (["news-06-03-2026.xml", "news-07-03-2026.xml"], ["news-07-03-2026.xml"]),
        ([("a.xml", "2026-03-01"), ("b.xml", "2026-03-09"), ("c.xml", "2026-03-08")], ["c.xml"]),
        (["undated.xml", ("a.xml", "2026-03-08")], ["a.xml"]),
        (["1.xml", "2.xml"], ["1.xml"]),
        ([("1.xml", "2026-03-06")], []),
    ],
)
def test_the_sitemap_that_may_hold_the_day_is_read_first(entries: list[str | tuple[str, str]], read: list[str]) -> None:
    assert chosen(*entries)[0] == read


def test_what_max_pages_leaves_out_is_told() -> None:
    assert chosen("2026-03-a.xml", "2026-03-b.xml", "2026-02.xml") == (["2026-03-a.xml"], "2026-03-b.xml")
    assert chosen("2026-03-a.xml", "2026-03-b.xml", "2026-02.xml", most=2) == (["2026-03-a.xml", "2026-03-b.xml"], "")
    assert chosen("2026-02.xml", "2026-03.xml", most=2, first=dt.date(2026, 2, 27)) == (
        ["2026-03.xml", "2026-02.xml"],
        "",
    )


@pytest.mark.parametrize("entry", ["<url><loc>https://a.example/1</loc></url>", "https://a.example/1 "])
def test_a_sitemap_is_read_to_a_bound_and_is_not_whole_then(entry: str) -> None:
    before, behind = ("<urlset>", "</urlset>") if entry.startswith("<") else ("", "")
    assert sitemap(before + entry * ENTRIES + behind).whole
    longer = sitemap(before + entry * (ENTRIES + 1) + behind)
    assert (len(longer.pages), longer.whole) == (ENTRIES, False)


def test_of_an_entry_with_too_many_elements_the_first_are_read() -> None:
    parts = "<a/>" * ENTRY_PARTS
    text = f"<urlset><url><loc>https://a.example/1</loc>{parts}<lastmod>2026-03-07</lastmod></url></urlset>"
    assert sitemap(text).pages == [{"loc": "https://a.example/1"}]
