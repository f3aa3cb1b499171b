"""The parsers that read what comes from outside: each with seeds, and the errors that its callers expect.

A new parser is a line of ``TARGETS``. The seeds are fictional.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scraper import archive, catalogue, reading
from scraper.archive.search.filters import Filters
from scraper.archive.search.query import parse
from scraper.archive.search.search import search
from scraper.archive.write import stories
from scraper.captures import edition_records, reader, saved_pages, withheld_records
from scraper.captures.saved_pages import CapturesError
from scraper.captures.writer import CaptureWriter
from scraper.catalogue import Catalogue, PublicationError
from scraper.collect.robots import robots
from scraper.discover import DiscoverError, javascript
from scraper.discover.feeds import feed
from scraper.discover.sitemaps import sitemap
from scraper.items import (
    ClosedEdition,
    Draft,
    EditionKey,
    ListedEdition,
    Outcome,
    Page,
    Story,
    StoryLink,
    WithheldStory,
)
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from scraper.texts.dates import index_dates, timestamps
from tests.archive.conftest import captured
from tests.discover.papers import SITE, gazette, page, read_all
from tests.loopback import story

HERE = Path(__file__).parents[1]
KEY = EditionKey("skerry-post", dt.date(2026, 3, 7))
MOMENT = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)
LINK = StoryLink(url="https://skerry.example/a", headline="The ferry", section="News", page="A1", position=1)
HTML_LIST = """<title>The Harbour Gazette</title><time datetime=2026-03-07>7 March 2026</time><h2>News</h2><ol>
<li class=story><a href="/mill">The mill</a><b>Kicker</b><p>A standfirst</p><i>By Ada Moss</i><u>A7</u></li>
<li class=story><a href="https://www.harbour-gazette.example/tide?utm_source=x">The tide &amp; the weir</a></li></ol>"""
JSON_LIST = [{"url": "/mill", "headline": "The mill", "page": 1}, {"url": "/tide", "headline": "T\u00e9", "page": "A2"}]
SCRIPT = """window.__STATE__ = {list: [{url: "/mill", 'headline': 'The mill', n: 1e3, d: new Date(1), u: undefined,}]};
self.__next_f.push([1,"1:{\\"url\\":\\"/mill\\"}\\n2:[\\"$\\",\\"a\\",null,{\\"href\\":\\"$1\\"}]\\n"])"""
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Gazette</title><item>
<title>The mill</title><link>https://www.harbour-gazette.example/mill</link><description>&lt;p&gt;It is.&lt;/p&gt;
</description><pubDate>Sat, 07 Mar 2026 06:00:00 GMT</pubDate><guid>x</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">The &lt;b&gt;mill</title>
<link rel="alternate" href="/mill"/><updated>2026-03-07T06:00:00Z</updated><author><name>Ada</name></author></entry>
</feed>"""
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/mill", "title": "The mill"}]}'
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://www.harbour-gazette.example/mill</loc>
<lastmod>2026-03-07</lastmod><news:news><news:title>The mill</news:title></news:news></url></urlset>"""
SITEMAP_INDEX = (
    "<sitemapindex><sitemap><loc>https://a.example/s.gz</loc><lastmod>2026</lastmod></sitemap></sitemapindex>"
)
PAPER = """[publication]
title = "The Skerry Post"
timezone = "Europe/London"
language = "en-GB"
homepage = "https://skerry.example/"

[schedule]
days = ["mon", "sat"]
ready = "06:30"

[[index]]
name = "front page"
url = "https://skerry.example/{date:%Y/%m/%d}"
max_pages = 3

[index.stories]
each = "li"
headline = { get = "a", re = "(.*)", sub = [["^x ", ""]] }
url = "a::attr(href)"

[[story]]
headline = "h1"

[access]
delay = 1.0
"""
STATEMENTS = (
    "This story appeared in print on page A7 of the City edition of 7 March 2026.",
    "A version of this article appears in print on Mar. 7, 2026, Section A, Page 1 of the New York edition.",
    "Dieser Artikel erschien am 7. M\u00e4rz 2026 auf Seite 3 der gedruckten Ausgabe.",
    "Publi\u00e9 dans l\u2019\u00e9dition du samedi 7 mars 2026, page 4.",
)
DATES = ("Saturday, 7 March 2026", "2026-03-07T06:00:00+01:00", "1404/12/16", "令和8年3月7日", "No. 1,345 | Sat 7 Mar")
ROBOTS = "User-agent: *\nDisallow: /private/*.html$\nAllow: /\nCrawl-delay: 2.5\n\nUser-agent: b\nDisallow: /x\n"
QUERIES = (
    'night "ferry at night" -storm OR begin* NEAR/5 headline:word',
    '(a OR b) section:news byline:"Ada Moss" -(c d)',
    "\u6f6e\u898b \u65b0\u805e date:2026-03",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A parser: what it makes of an input, and the errors by which it may refuse one."""

    name: str
    parse: Callable[[bytes], Sequence[Any]]
    seeds: Sequence[bytes]
    errors: tuple[type[Exception], ...] = ()


@functools.cache
def _paper(form: str) -> Publication:
    shape = {
        "html": '[index.sections]\neach = "ol"\n[index.stories]\neach = "li"\nheadline = "a"\nurl = "a::attr(href)"\n'
        'kicker = "b"\nstandfirst = "p"\nbyline = "i"\npage = "u"\n',
        "json": 'format = "json"\n[index.stories]\nurl = "url"\nheadline = "headline"\npage = "page"\n',
        "xml": 'format = "xml"\n[index.stories]\neach = "item"\nheadline = "title"\nurl = "link"\n',
        "feed": 'format = "feed"\n',
        "sitemap": 'format = "sitemap"\nmax_pages = 3\n',
    }
    return gazette(f'[[index]]\nname = "p"\nurl = "{SITE}/paper/"\n{shape[form]}')


def _index(form: str) -> Callable[[bytes], Sequence[Any]]:
    def listed(data: bytes) -> Sequence[Any]:
        read, _ = read_all(_paper(form), {f"{SITE}/paper/": page(data, content_type="")})
        return [link for each in read for link in each.links]

    return listed


def _script(data: bytes) -> Sequence[Any]:
    text = data.decode("utf-8", "replace")
    with contextlib.suppress(ValueError, RecursionError):
        javascript.value_at(text, text.find("{"))
    javascript.flight_rows(javascript.flight(text))
    return ()


def _feed(data: bytes) -> Sequence[Any]:
    feed(data.decode("utf-8", "replace"))
    return _index("feed")(data)


def _sitemap(data: bytes) -> Sequence[Any]:
    sitemap(data.decode("utf-8", "replace"))
    return _index("sitemap")(data)


def _story(data: bytes) -> Sequence[Any]:
    read = reading.read(
        Page(url="https://skerry.example/2026/03/07/ferry", body=data, fetched=MOMENT), newspapers=catalogue
    )
    return [read]


def _statement(data: bytes) -> Sequence[Any]:
    body = str(story("ferry").body).encode().replace(b"</article>", b"<p><em>" + data + b"</em></p></article>")
    return _story(body)


def _date(data: bytes) -> Sequence[Any]:
    text = data.decode("utf-8", "replace")
    for language in ("en-GB", "en-US", "fa", "ja", "ne", "th"):
        index_dates.days_in(text, language, ZoneInfo("Europe/London"), near=dt.date(2026, 3, 7))
    return [timestamps.iso_timestamp(text) or ""]


def _captures(ending: str) -> Callable[[bytes], Sequence[Any]]:
    def read(data: bytes) -> Sequence[Any]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{ending}"
            path.write_bytes(data)
            return [each.content for each in reader.read(path)]

    return read


def _saved_page(data: bytes) -> Sequence[Any]:
    return [saved_pages.page_in(data, "a.html", url="https://skerry.example/a")]


@functools.cache
def _archive() -> sqlite3.Connection:
    folder = tempfile.mkdtemp()
    db = archive.opened(Path(folder) / "archive.db", create=True)
    draft = Draft(url="https://skerry.example/a", headline="The night ferry", body="A ferry at night.")
    stories.save(db, Story(draft=draft, edition=None, publication="skerry-post"), captured(draft.url, MOMENT))
    return db.conn


def _query(data: bytes) -> Sequence[Any]:
    text = data.decode("utf-8", "surrogateescape")  # as the command line gives it
    parse(text)
    search(_archive(), Filters.of({"q": [text]}))
    return ()


def _publication(data: bytes) -> Sequence[Any]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "skerry-post.toml").write_bytes(data)
        papers = Catalogue(Path(folder))
        papers.faulty()
        papers["skerry-post"]
    return ()


def _edition_record(data: bytes) -> Sequence[Any]:
    return [edition_records.from_json(data)]


def _withheld_record(data: bytes) -> Sequence[Any]:
    return [withheld_records.from_json(data, page("", "https://skerry.example/a"))]


def _robots(data: bytes) -> Sequence[Any]:
    rules = robots(200, data)
    rules.failure_of("https://skerry.example/private/a.html?b#c")
    return [rules.crawl_delay]


def _warc() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with CaptureWriter(Path(folder), "fuzz") as writer:
            body = str(story("ferry").body).encode()
            writer.page(Page(url="https://skerry.example/a", body=body, fetched=MOMENT, headers={"server": "x"}))
            writer.edition(ListedEdition(key=KEY, links=(LINK,), index_name="front page"), MOMENT)
        (file,) = Path(folder).iterdir()
        return file.read_bytes()


def _wacz(warc: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
        zipped.writestr("archive/a.warc.gz", warc)
    return file.getvalue()


def _records() -> tuple[list[bytes], list[bytes]]:
    listed = ListedEdition(key=KEY, links=(LINK, LINK), index_name="front page", title="The Post", issue="7")
    reason = Reason(code=Code.NOT_FOUND, status=404)
    closed = ClosedEdition(key=KEY, outcome=Outcome.PARTIAL, reasons=(reason,), failures=((LINK.url, reason),))
    withheld = Story(draft=Draft(url=LINK.url, headline="The ferry", noarchive=True), edition=None, publication="x")
    content = withheld_records.to_json(WithheldStory(story=withheld, page=page("", LINK.url), sha256="0" * 64))
    return [edition_records.to_json(listed), edition_records.to_json(closed)], [content]


def _targets() -> Sequence[Target]:
    def texts(*seeds: str) -> list[bytes]:
        return [seed.encode() for seed in seeds]

    golden = sorted(HERE.glob("extract/golden/*/page.html"))
    pages = [path.read_bytes() for path in golden if path.stat().st_size < 60_000] + texts(str(story("ferry").body))
    warc = _warc()
    plain = gzip.decompress(warc)
    arc = b"filedesc://a.arc 0.0.0.0 20260307060000 text/plain 9\n1 0 x\nURL\n\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + pages[-1]
    arc += b"http://skerry.example/a 127.0.0.1 20260307060000 text/html %d\n%s\n" % (len(answer), answer)
    mhtml = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    mhtml += b"Content-Type: text/html\r\nContent-Location: https://skerry.example/a\r\n\r\n"
    mhtml += pages[-1] + b"\r\n--b--\r\n"
    editions, withheld = _records()
    index = texts(HTML_LIST)
    return (
        Target("index-html", _index("html"), index, (DiscoverError,)),
        Target("index-json", _index("json"), [json.dumps(JSON_LIST).encode()], (DiscoverError,)),
        Target("index-xml", _index("xml"), texts(RSS, ATOM), (DiscoverError,)),
        Target("script", _script, texts(SCRIPT), (DiscoverError,)),
        Target("feed", _feed, texts(RSS, ATOM, JSON_FEED), (DiscoverError,)),
        Target("sitemap", _sitemap, texts(SITEMAP, SITEMAP_INDEX), (DiscoverError,)),
        Target("story", _story, pages),
        Target("statement", _statement, texts(*STATEMENTS)),
        Target("date", _date, texts(*DATES)),
        Target("warc", _captures(".warc"), [plain], (CapturesError,)),
        Target("warc-gz", _captures(".warc.gz"), [warc], (CapturesError,)),
        Target("arc", _captures(".arc"), [arc], (CapturesError,)),
        Target("wacz", _captures(".wacz"), [_wacz(warc)], (CapturesError, OSError)),  # such a file is left out
        Target("saved-page", _saved_page, [*pages[-3:], mhtml], (CapturesError,)),
        Target("query", _query, texts(*QUERIES)),
        Target("publication", _publication, texts(PAPER), (PublicationError,)),
        Target("edition", _edition_record, editions, (ValueError,)),
        Target("withheld", _withheld_record, withheld, (ValueError,)),
        Target("robots", _robots, texts(ROBOTS)),
    )


TARGETS = {target.name: target for target in _targets()}
