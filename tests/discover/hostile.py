"""What a server can send in place of a newspaper's index: 20 MB of whatever makes lists, trees and texts large."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scraper.publication import Embedded, Fetch

SIZE = 20_000_000
HTML, JSON, XML = Fetch(), Fetch(format="json"), Fetch(format="xml")
FEED, SITEMAP = Fetch(format="feed"), Fetch(format="sitemap")
FLIGHT = Fetch(format="json", embedded=Embedded(marker="__next_f"))
MARKER = Fetch(format="json", embedded=Embedded(marker="stories = "))


def _of(unit: str, begin: str = "", end: str = "") -> Callable[[], bytes]:
    return lambda: (begin + unit * ((SIZE - len(begin) - len(end)) // len(unit)) + end).encode()


INDEXES: Mapping[str, tuple[Fetch, Callable[[], bytes]]] = {
    "JSON of empty lists": (JSON, _of("[],", "[", "0]")),
    "JSON of empty objects": (JSON, _of("{},", "[", "0]")),
    "JSON of numbers": (JSON, _of("1,", "[", "0]")),
    "JSON of texts": (JSON, _of('"",', "[", "0]")),
    "JSON of objects": (JSON, _of('{"a":1},', "[", "0]")),
    "JSON of nested lists": (JSON, _of("[")),
    "JSON of nested objects": (JSON, _of('{"a":')),
    "script of empty lists": (MARKER, _of("[],", "<script>stories = [", "0]</script>")),
    "script that never ends": (MARKER, _of("[],", "<script>stories = [")),
    "script of markers": (MARKER, _of("stories = ", "<script>")),
    "rows of scripts": (FLIGHT, _of('self.__next_f.push([1,"1:[]\\n"]);', "<script>", "</script>")),
    "rows of scripts, open": (FLIGHT, _of("__next_f.push([", "<script>")),
    "XML of empty elements": (XML, _of("<a/>", "<r>", "</r>")),
    "XML of attributes": (XML, _of(" a{}='1'", "<r><a", "/></r>")),
    "XML of comments": (XML, _of("<!---->", "<r>", "</r>")),
    "XML of CDATA": (XML, _of("<![CDATA[]]>", "<r>", "</r>")),
    "XML of open CDATA": (XML, _of("<![CDATA[", "<r>")),
    "XML of references": (XML, _of("&#65;", "<r>", "</r>")),
    "XML of ampersands": (XML, _of("&", "<r>", "</r>")),
    "XML of depth": (XML, _of("<a>", "<r>")),
    "XML of namespaces": (XML, _of('<a:b xmlns:a="urn:x"/>', "<r>", "</r>")),
    "feed of empty elements": (FEED, _of("<a/>", "<rss><channel>", "</channel></rss>")),
    "feed of items": (FEED, _of("<item/>", "<rss><channel>", "</channel></rss>")),
    "feed of depth": (FEED, _of("<a>", "<rss>")),
    "feed of attributes": (FEED, _of(" a=1", "<rss><channel><item", "/></channel></rss>")),
    "feed of comments": (FEED, _of("<!---->", "<rss>", "</rss>")),
    "feed of authors": (FEED, _of("a@", "<rss><channel><item><link>http://a.example/</link><author>", "</author>")),
    "feed of ampersands": (FEED, _of("&", "<rss><channel><item><title>", "</title></item>")),
    "JSON Feed": (FEED, _of('{"url":"/a"},', '{"version":"https://jsonfeed.org/version/1","items":[', "{}]}")),
    "sitemap": (SITEMAP, _of("<url><loc>http://a.example/a</loc></url>", "<urlset>", "</urlset>")),
    "sitemap of empty elements": (SITEMAP, _of("<url/>", "<urlset>", "</urlset>")),
    "sitemap of sitemaps": (SITEMAP, _of("<sitemap><loc>/a</loc></sitemap>", "<sitemapindex>", "</sitemapindex>")),
    "HTML of links": (HTML, _of("<a href=/a>a</a>")),
    "HTML of open links": (HTML, _of("<a href>")),
    "HTML of open divisions": (HTML, _of("<div>")),
    "HTML of divisions": (HTML, _of("<div></div>")),
    "HTML of cells": (HTML, _of("<td>", "<table>")),
    "HTML of options": (HTML, _of("<option>", "<select>")),
    "HTML of open paragraphs": (HTML, _of("<p ")),
    "HTML of breaks": (HTML, _of("<br>")),
    "HTML of quotes": (HTML, _of('<a href="')),
    "HTML of attributes": (HTML, _of(" a=1", "<p", ">")),
    "HTML of ampersands": (HTML, _of("&")),
    "HTML of NUL": (HTML, _of("\0")),
    "HTML of comments": (HTML, _of("<!-- -->")),
    "HTML of ends": (HTML, _of("</html>")),
    "HTML of titles": (HTML, _of("<title>")),
}
