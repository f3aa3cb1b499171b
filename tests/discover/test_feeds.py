"""Feeds of every dialect as plain lists."""

from __future__ import annotations

import json

import pytest

from scraper.discover.errors import NotJsonError, WrongTypeError
from scraper.discover.feeds import feed

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title><link>https://a.example/</link>
<item><title>Mill</title><link>https://a.example/1</link><description>&lt;p&gt;Turns&lt;/p&gt;</description>
<dc:creator>Ada Fenn</dc:creator><pubDate>Sat, 07 Mar 2026 05:00:00 GMT</pubDate></item>
<item><title>Tide</title><guid isPermaLink="true">https://a.example/2</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link href="https://a.example/"/>
<entry><title type="html">Mill</title><link rel="self" href="https://a.example/1.xml"/><link href="https://a.example/1"/>
<author><name>Ada Fenn</name><email>ada@a.example</email></author><summary>Turns</summary>
<published>2026-03-07T05:00:00Z</published><updated>2026-03-08T05:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title></channel>
<item rdf:about="https://a.example/1"><title>Mill</title><link>https://a.example/1</link><dc:date>2026-03-07</dc:date>
</item></rdf:RDF>"""
MILL = {"url": "https://a.example/1", "headline": "Mill"}


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (
            RSS,
            [
                {
                    **MILL,
                    "standfirst": "<p>Turns</p>",
                    "byline": "Ada Fenn",
                    "published": "Sat, 07 Mar 2026 05:00:00 GMT",
                },
                {"url": "https://a.example/2", "headline": "Tide"},
            ],
        ),
        (ATOM, [{**MILL, "standfirst": "Turns", "byline": "Ada Fenn", "published": "2026-03-07T05:00:00Z"}]),
        (RDF, [{**MILL, "published": "2026-03-07"}]),
    ],
    ids=["rss", "atom", "rdf"],
)
def test_a_feed_of_each_dialect(text: str, entries: list[dict[str, str]]) -> None:
    found = feed(text)
    assert (found.entries, found.whole) == (entries, True)


def item(inside: str, namespaces: str = "") -> dict[str, str]:
    found = feed(f'<rss version="2.0" {namespaces}><channel><item>{inside}</item></channel></rss>')
    assert found.whole
    (entry,) = found.entries
    return entry


def entry(inside: str, attributes: str = "", feed_attributes: str = "") -> dict[str, str]:
    namespace = 'xmlns="http://www.w3.org/2005/Atom"'
    (only,) = feed(f"<feed {namespace} {feed_attributes}><entry {attributes}>{inside}</entry></feed>").entries
    return only


@pytest.mark.parametrize(
    ("inside", "attributes", "feed_attributes", "address"),
    [
        ('<link href="1"/>', "", 'xml:base="https://a.example/s/"', "https://a.example/s/1"),
        ('<link href="1"/>', 'xml:base="2026/"', 'xml:base="https://a.example/s/"', "https://a.example/s/2026/1"),
        ('<link href="1" xml:base="https://a.example/s/"/>', "", "", "https://a.example/s/1"),
        ('<link href="/1"/>', "", "", "/1"),
        ('<link rel="enclosure" href="https://a.example/1.mp3"/><link rel="alternate" href="/1"/>', "", "", "/1"),
        ('<link rel="replies" href="/c"/><id>https://a.example/1</id>', "", "", "https://a.example/1"),
        ('<link type="application/json" href="/1.json"/><link type="text/html" href="/1"/>', "", "", "/1"),
        ('<link href="/1?a=2&b=3"/>', "", "", "/1?a=2&b=3"),
        ("<link href='/1'></link>", "", "", "/1"),
    ],
)
def test_the_address_of_an_atom_entry(inside: str, attributes: str, feed_attributes: str, address: str) -> None:
    assert entry(f"<title>Mill</title>{inside}", attributes, feed_attributes)["url"] == address


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<guid>https://a.example/1</guid>", "https://a.example/1"),
        ('<guid isPermaLink="false">https://a.example/1</guid>', ""),
        ('<link>https://a.example/1</link><guid isPermaLink="true">https://a.example/2</guid>', "https://a.example/1"),
        (
            '<atom:link rel="self" href="https://a.example/f"/><link>https://a.example/1</link>',
            "https://a.example/1",
        ),
        (
            "<link>https://feeds.a.example/~r/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>",
            "https://a.example/1",
        ),
        ("<link><![CDATA[https://a.example/1?b=2&c=3]]></link>", "https://a.example/1?b=2&c=3"),
        ("<LINK>https://a.example/1</LINK>", "https://a.example/1"),
        ("<link>http://[::1/</link>", "http://[::1/"),
    ],
)
def test_the_address_of_an_rss_item(inside: str, address: str) -> None:
    assert item(f"<title>Mill</title>{inside}").get("url", "") == address


@pytest.mark.parametrize(
    "namespaces",
    ['xmlns:media="http://search.yahoo.com/mrss/"', 'xmlns:m="http://search.yahoo.com/mrss/"', ""],
)
def test_the_title_of_a_picture_is_never_the_headline(namespaces: str) -> None:
    prefix = "m" if ":m=" in namespaces else "media"
    inside = (
        f"<{prefix}:title>Two gulls</{prefix}:title><{prefix}:content><{prefix}:title>A mast</{prefix}:title>"
        f"</{prefix}:content><{prefix}:description>A photo</{prefix}:description>"
        f"<itunes:title>Listen</itunes:title><source url='x'><title>Wire</title></source>"
    )
    assert item(inside + "<link>https://a.example/1</link><title>Mill</title>", namespaces) == MILL
    assert "headline" not in item(inside + "<link>https://a.example/1</link>", namespaces)


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("The mill<br>turns", "The mill turns"),
        ("The mill<br/>turns", "The mill turns"),
        ("The <b>mill turns", "The mill turns"),
        ("The mill < the tide", "The mill < the tide"),
        ("The mill & the tide", "The mill & the tide"),
        ("The mill &nbsp;&amp; the tide", "The mill & the tide"),
        ("The </i>mill", "The mill"),
        ("<![CDATA[The <i>mill</i> & more]]>", "The <i>mill</i> & more"),
        ('The <a href="x>mill</a>', "The mill"),
    ],
)
def test_broken_markup_in_a_title_costs_nothing_else(title: str, headline: str) -> None:
    assert item(f"<title>{title}</title><link>https://a.example/1</link>") == {**MILL, "headline": headline}


def test_one_bad_item_costs_itself() -> None:
    text = """<rss><channel><item><title>Mill</title><link>https://a.example/1</link>
        <item><title>No address</title></item>
        <item><link>https://a.example/2<title>Never closed</item>
        <item><foo:bar baz=>&#xFFFFFFFF;&#0;</foo:bar><title>Tide</title><link>https://a.example/3</link></item>
        </channel></rss>"""
    found = feed(text)
    assert found.whole
    assert [each.get("headline") for each in found.entries if "url" in each and "Never" not in each["url"]] == [
        "Mill",
        "Tide",
    ]


def test_tags_in_lower_case() -> None:
    inside = "<title>Mill</title><link>https://a.example/1</link><pubdate>Thu,28 Jul 2022 4:35:5 GMT+9</pubdate>"
    assert item(inside) == {**MILL, "published": "Thu, 28 Jul 2022 4:35:5 +0900"}


@pytest.mark.parametrize(
    ("inside", "byline"),
    [
        ("<author>ada@a.example (Ada Fenn)</author>", "Ada Fenn"),
        ("<author>Ada Fenn &lt;ada@a.example&gt;</author>", "Ada Fenn"),
        ("<author>ada@a.example</author>", ""),
        ("<author>Ada Fenn</author>", "Ada Fenn"),
        ("<dc:creator>Ada Fenn</dc:creator><dc:creator>Bo Lind</dc:creator>", "Ada Fenn, Bo Lind"),
        ("<dc:creator>Ada Fenn</dc:creator><author>news@a.example (Desk)</author>", "Ada Fenn"),
        ("<author><name>Ada Fenn</name></author><author><name>Bo Lind</name></author>", "Ada Fenn, Bo Lind"),
        ("<dc:creator/><itunes:author>Ada Fenn</itunes:author>", "Ada Fenn"),
    ],
)
def test_who_wrote_it(inside: str, byline: str) -> None:
    assert item(inside).get("byline", "") == byline


def test_the_story_itself_is_no_standfirst() -> None:
    story = "&lt;p&gt;" + "The mill turns. " * 200 + "&lt;/p&gt;"
    assert "standfirst" not in item(f"<title>Mill</title><content:encoded>{story}</content:encoded>")
    inside = f"<content:encoded>{story}</content:encoded><description>Turns</description>"
    assert item(inside)["standfirst"] == "Turns"


@pytest.mark.parametrize("cut", ["<item><title>The tide", "<item><title>Tide</title><link>https://a.ex", "<item>", ""])
def test_a_feed_that_ends_in_the_middle_keeps_what_came(cut: str) -> None:
    found = feed(f"<rss><channel><item><title>Mill</title><link>https://a.example/1</link></item>{cut}")
    assert [each for each in found.entries if "url" in each] == [MILL]
    assert not found.whole


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A",
    "items": [
        {
            "id": "1",
            "url": "https://a.example/1",
            "title": "Mill",
            "summary": "Turns",
            "authors": [{"name": "Ada Fenn"}, {"name": "Bo Lind"}],
            "date_published": "2026-03-07T05:00:00Z",
        },
        {"id": "https://a.example/2", "content_text": "Tide", "author": {"name": "Ada Fenn"}},
        {"id": 3, "title": None},
        "no item",
    ],
}
JSON_ENTRIES = [
    {**MILL, "standfirst": "Turns", "byline": "Ada Fenn, Bo Lind", "published": "2026-03-07T05:00:00Z"},
    {"url": "https://a.example/2", "standfirst": "Tide", "byline": "Ada Fenn"},
    {},
]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_feed(indent: int | None) -> None:
    found = feed("\ufeff" + json.dumps(JSON_FEED, indent=indent))
    assert (found.entries, found.whole) == (JSON_ENTRIES, True)


def test_a_json_feed_that_ends_in_the_middle_keeps_what_came() -> None:
    text = json.dumps(JSON_FEED)
    found = feed(text[: text.index("content_text")])
    assert (found.entries, found.whole) == (JSON_ENTRIES[:1], False)
    assert not feed(text[:-2]).whole


def test_an_empty_feed_is_whole() -> None:
    assert feed("<rss><channel/></rss>").entries == []
    assert feed('{"version": "https://jsonfeed.org/version/1", "items": []}').entries == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!doctype html><p>Sorry", "it begins '<!doctype html><p>Sorry'"),
        ("<urlset><url>", "it begins '<urlset><url>'"),
        ('{"posts": []}', "no JSON Feed; it begins"),
        ("<rss><channel><item><ti", "cut off before its first entry"),
    ],
)
def test_what_came_instead_is_said(text: str, said: str) -> None:
    with pytest.raises(WrongTypeError, match=said):
        feed(text)


def test_a_json_feed_of_which_nothing_can_be_read() -> None:
    with pytest.raises(NotJsonError):
        feed('{"version": "https://jsonfeed.org/version/1", "items": [{"id"')
