"""Sitemaps and feeds of every dialect as plain lists."""

from __future__ import annotations

import gzip

import pytest

from scraper.discover import xml_lists
from scraper.discover.errors import WrongTypeError
from scraper.discover.xml_lists import feed_entries, sitemap_entries

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<!-- a comment -->
<url><image:image><image:loc>https://a.example/i.jpg</image:loc><image:title>Picture</image:title></image:image>
 <loc><![CDATA[ https://a.example/1 ]]></loc><lastmod>2026-03-07</lastmod>
 <n:news><n:publication><n:name>A</n:name></n:publication><n:publication_date>2026-03-07T05:00:00Z</n:publication_date>
 <n:title>Mill &amp; tide</n:title></n:news></url>
<url><loc></loc></url>
<url><loc>https://a.example/2</loc></url>
</urlset>"""
NEWS_ENTRIES = [
    {
        "loc": "https://a.example/1",
        "lastmod": "2026-03-07",
        "published": "2026-03-07T05:00:00Z",
        "title": "Mill & tide",
    },
    {"loc": "https://a.example/2"},
]


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS, mtime=0), b"\n\n" + NEWS])
def test_a_news_sitemap(body: bytes) -> None:
    assert sitemap_entries(body) == (NEWS_ENTRIES, False)


def test_an_index_of_sitemaps() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://a.example/2026-03.xml</loc><lastmod>2026-03-07</lastmod></sitemap></sitemapindex>"""
    assert sitemap_entries(body) == ([{"loc": "https://a.example/2026-03.xml", "lastmod": "2026-03-07"}], True)


RSS = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title><link>https://a.example/</link>
<item><title>Mill</title><link>https://a.example/1</link><description>&lt;p&gt;Turns&lt;/p&gt;</description>
<dc:creator>Ada Fenn</dc:creator><pubDate>Sat, 07 Mar 2026 05:00:00 GMT</pubDate></item>
<item><title>Tide</title><guid isPermaLink="true">https://a.example/2</guid></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link href="https://a.example/"/>
<entry><title type="html">Mill</title><link rel="self" href="https://a.example/1.xml"/><link href="https://a.example/1"/>
<author><name>Ada Fenn</name><email>ada@a.example</email></author><summary>Turns</summary>
<published>2026-03-07T05:00:00Z</published><updated>2026-03-08T05:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title></channel>
<item><title>Mill</title><link>https://a.example/1</link><dc:date>2026-03-07</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (
            RSS,
            [
                {
                    "url": "https://a.example/1",
                    "headline": "Mill",
                    "standfirst": "<p>Turns</p>",
                    "byline": "Ada Fenn",
                    "published": "Sat, 07 Mar 2026 05:00:00 GMT",
                },
                {"url": "https://a.example/2", "headline": "Tide"},
            ],
        ),
        (
            ATOM,
            [
                {
                    "url": "https://a.example/1",
                    "headline": "Mill",
                    "standfirst": "Turns",
                    "byline": "Ada Fenn",
                    "published": "2026-03-07T05:00:00Z",
                }
            ],
        ),
        (RDF, [{"url": "https://a.example/1", "headline": "Mill", "published": "2026-03-07"}]),
    ],
    ids=["rss", "atom", "rdf"],
)
def test_a_feed_of_each_dialect(body: bytes, entries: list[dict[str, str]]) -> None:
    assert feed_entries(body) == entries


def test_nothing_outside_the_file_is_read_and_nothing_is_multiplied() -> None:
    body = b"""<!DOCTYPE urlset [<!ENTITY lol "lol"><!ENTITY many "&lol;&lol;&lol;"><!ENTITY file SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>https://a.example/&many;&file;</loc></url></urlset>"""
    assert sitemap_entries(body)[0] == [{"loc": "https://a.example/&many;&file;"}]


def test_a_sitemap_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_lists, "MOST_BYTES", 1000)
    with pytest.raises(WrongTypeError, match="larger than 1,000 bytes"):
        sitemap_entries(gzip.compress(NEWS + b" " * 5000))


def test_a_damaged_gzip_file_is_named() -> None:
    with pytest.raises(WrongTypeError, match="The gzip file is damaged"):
        sitemap_entries(gzip.compress(NEWS)[:-20])


def test_a_prefix_that_is_not_declared_is_read_as_if_it_were() -> None:
    lighthouse = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/lamp</loc>
        <news:news><news:title>The lamp is lit</news:title></news:news></url></urlset>"""
    assert sitemap_entries(lighthouse) == ([{"loc": "https://a.example/lamp", "title": "The lamp is lit"}], False)
    feed = b"""<rss version="2.0"><channel><item><title>The lamp is lit</title><link>https://a.example/lamp</link>
        <dc:creator>Ana Reis</dc:creator><media:thumbnail url="https://a.example/lamp.jpg"/></item></channel></rss>"""
    assert feed_entries(feed) == [
        {"url": "https://a.example/lamp", "headline": "The lamp is lit", "byline": "Ana Reis"}
    ]
