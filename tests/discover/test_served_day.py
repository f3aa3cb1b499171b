"""Whose day an index was served of: ways to serve another day's paper, and honest pages that only look like it.

Each row is a page as the site answers, asked for the edition of Saturday, 7 March 2026, on that morning in London.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from scraper import discover
from scraper.discover import AnotherDayError
from scraper.items import EditionKey
from scraper.publication import Publication
from scraper.schedule import edition_key
from tests.discover.papers import SATURDAY, SITE, gazette, page

ASKED = f"{SITE}/paper/2026-03-07/"
HTML = """
[[index]]
name = "paper"
url = "{SITE}/paper/{date:%Y-%m-%d}/"
[index.stories]
each = "article"
headline = "a"
url = "a::attr(href)"
published = ".when"
"""
JSON = """
[[index]]
name = "paper"
url = "{SITE}/paper/{date:%Y-%m-%d}/"
format = "json"
[index.stories]
each = "stories"
headline = "title"
url = "link"
published = "when"
"""
PAGES = """
[[index]]
name = "pages"
[[index.fetch]]
url = "{SITE}/paper/{date:%Y-%m-%d}/"
each = ".pages a"
let = { address = "::attr(href)" }
[[index.fetch]]
url = "{address}"
[index.stories]
each = "article"
headline = "a"
url = "a::attr(href)"
"""
MUCH_LATER = dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC)
LATEST = HTML.replace("{date:%Y-%m-%d}", "latest")


@dataclass(frozen=True, kw_only=True)
class Served:
    """What a site answers; ``at`` is the address that answered, ``pages`` are answers to further addresses."""

    why: str
    head: str = ""
    above: str = ""  # the list
    at: str = ASKED
    stories: tuple[str, ...] = ("/s/mill", "/s/quay", "/s/fair")
    when: str = ""
    body: str = ""  # in place of all these
    file: str = HTML
    more: str = ""  # tables of the file
    pages: dict[str, str] = field(default_factory=dict)
    date: dt.date = SATURDAY
    fetched: dt.datetime = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)
    facts: dict[str, Any] = field(default_factory=dict)  # of the newspaper
    label: str = ""

    def html(self) -> str:
        when = f'<p class="when">{self.when}</p>'
        listed = "".join(f'<article><a href="{url}">Story {url}</a>{when}</article>' for url in self.stories)
        return f"<html><head>{self.head}</head><body>{self.above}<main>{listed}</main></body></html>"


def paper_of(served: Served) -> Publication:
    return replace(gazette(served.file.replace("{SITE}", SITE) + served.more), **served.facts)


def outcome_of(served: Served) -> str:
    """What the walk makes of it: complete, degraded, partial, or the day it was served."""
    paper = paper_of(served)
    key: EditionKey = edition_key(paper, served.date, served.label)
    walk = discover.IndexWalk(paper, paper.indexes[0], key, env={})
    while walk.waiting:
        request = walk.waiting.pop(0)
        body = served.pages.get(request.url) or served.body or served.html()
        at = request.url if request.url in served.pages or served.at == ASKED else served.at
        answer = page(body, at, content_type="application/json" if served.file == JSON else "text/html")
        walk.read(request, replace(answer, fetched=served.fetched))
    try:
        listing = walk.listing()
    except AnotherDayError as error:
        return f"stale {error.day or 'no day'}"
    return "partial" if listing.gaps else "degraded" if listing.doubt else "complete"


def feed_of(**values: Any) -> str:
    """A JSON document that lists stories."""
    stories = [{"title": f"Story {name}", "link": f"{SITE}/s/{name}"} for name in ("mill", "quay", "fair")]
    return json.dumps({**values, "stories": stories})


def page_of_paper(heading: str, *names: str) -> str:
    listed = "".join(f'<article><a href="/s/{name}">Story {name}</a></article>' for name in names)
    return f"<h2>{heading}</h2>{listed}"


def listed_in(beginning: str) -> str:
    """A page whose stories stand in the element that is opened last."""
    return beginning + "".join(f'<article><a href="/s/{name}">Story</a></article>' for name in ("mill", "quay"))


FRIDAY = "stale 2026-03-06"
CARDS = "".join(f'<article><p>{day} March 2026</p><h3><a href="/s/{day}">Story</a></h3></article>' for day in (6, 5, 7))
OF_FRIDAY = "<p>Friday, 6 March 2026</p>"
OF_PAGES = '<div class="pages"><a href="/p/1">1</a><a href="/p/2">2</a><a href="/p/3">3</a></div>'
ADDRESSES = ("/2026/03/0{}/mill", "/2026/03/0{}/quay", "/2026/03/0{}/fair")


def addresses(day: int) -> tuple[str, ...]:
    return tuple(address.format(day) for address in ADDRESSES)


ANOTHER_DAY = [
    (
        Served(
            why="redirect to an undated address that shows the day before",
            at=f"{SITE}/paper",
            above="<h1>Friday 6 March 2026</h1>",
        ),
        FRIDAY,
    ),
    (Served(why="redirect to an undated address that says nothing", at=f"{SITE}/paper"), "stale no day"),
    (
        Served(why="redirect to the front page", at=f"{SITE}/", head="<title>The Harbour Gazette</title>"),
        "stale no day",
    ),
    (
        Served(
            why="redirect to the front page, with today in its masthead",
            at=f"{SITE}/",
            above="<header><time>7 March 2026</time></header>",
        ),
        "stale no day",
    ),
    (Served(why="redirect to another day", at=f"{SITE}/paper/2026-03-06/"), FRIDAY),
    (Served(why="redirect to another day with a month's name", at=f"{SITE}/2026/mar/06"), FRIDAY),
    (
        Served(
            why="redirect from several parameters to none",
            file=HTML.replace("{date:%Y-%m-%d}/", "?y={date:%Y}&m={date:%-m}&d={date:%-d}"),
            at=f"{SITE}/paper/",
        ),
        "stale no day",
    ),
    (Served(why="a number of its own in the address may be the edition's", at=f"{SITE}/issues/48213"), "degraded"),
    (Served(why="heading", above="<h1>The Harbour Gazette, Friday, 6 March 2026</h1>"), FRIDAY),
    (Served(why="heading with the issue's number", above="<h1>Vol. 12, No. 3 &mdash; March 6, 2026</h1>"), FRIDAY),
    (Served(why="heading without a year", above="<h1>Friday 6 March</h1>"), FRIDAY),
    (Served(why="masthead", above='<div class="masthead"><p>Friday, 6 March 2026</p></div>'), FRIDAY),
    (
        Served(
            why="masthead, and today's date above it",
            above="<header>Saturday 7 March 2026</header><h2>Paper of Friday, 6 March 2026</h2>",
        ),
        FRIDAY,
    ),
    (Served(why="time", above='<time datetime="2026-03-06">Friday</time>'), FRIDAY),
    (Served(why="title", head="<title>The Harbour Gazette of Friday 6 March 2026</title>"), FRIDAY),
    (Served(why="title for others", head='<meta property="og:title" content="Paper of 6 March 2026">'), FRIDAY),
    (Served(why="canonical address", head=f'<link rel="canonical" href="{SITE}/paper/2026-03-06/">'), FRIDAY),
    (Served(why="description", head='<meta name="description" content="The paper of 6 March 2026">'), FRIDAY),
    (Served(why="chosen day", above="<select><option>7 March 2026<option selected>6 March 2026</select>"), FRIDAY),
    (Served(why="day in a form", above='<input type="date" name="day" value="2026-03-06">'), FRIDAY),
    (Served(why="path to the page", above='<ol class="breadcrumb"><li>Home</li><li>6 March 2026</li></ol>'), FRIDAY),
    (Served(why="attribute", above='<div data-date="2026-03-06"></div>'), FRIDAY),
    (Served(why="script", head='<script>var editionDate = "2026-03-06";</script>'), FRIDAY),
    (Served(why="front page's picture", above='<img alt="Front page of 6 March 2026" src="x.jpg">'), FRIDAY),
    (Served(why="heading in pieces", above="<p><span>6</span> <span>March</span> <b>2026</b></p>"), FRIDAY),
    (Served(why="heading without a year that is no h1", above="<h2>Friday 6 March</h2>"), FRIDAY),
    (Served(why="masthead with the year of its founding", above="<p>Since 1871 · Friday, 6 March 2026</p>"), FRIDAY),
    (Served(why="button that opens a calendar", above="<button>Friday, 6 March 2026</button>"), FRIDAY),
    (Served(why="day in a hidden field", above='<input type="hidden" name="pubday" value="20260306">'), FRIDAY),
    (Served(why="address for mobile", head=f'<link rel="amphtml" href="{SITE}/amp/2026-03-06/">'), FRIDAY),
    (
        Served(
            why="microdata of the issue",
            above='<div itemscope itemtype="https://schema.org/PublicationIssue"><meta itemprop="datePublished" '
            'content="2026-03-06"></div>',
        ),
        FRIDAY,
    ),
    (
        Served(
            why="JSON-LD of the list",
            head='<script type="application/ld+json">{"@type": "CollectionPage", '
            '"name": "Paper of 6 March 2026"}</script>',
        ),
        FRIDAY,
    ),
    (Served(why="attribute of the document", body=listed_in('<html data-edition-date="2026-03-06"><body>')), FRIDAY),
    (Served(why="a body called archive", body=listed_in(f'<body class="archive date">{OF_FRIDAY}')), FRIDAY),
    (Served(why="a list in a past edition", body=listed_in(f'<div class="past-edition">{OF_FRIDAY}')), FRIDAY),
    (Served(why="a form around it all", body=listed_in(f"<form>{OF_FRIDAY}")), FRIDAY),
    (
        Served(
            why="an article around it all",
            file=HTML.replace('each = "article"', 'each = "article > article"'),
            body=listed_in("<article><h1>6 March 2026</h1>"),
        ),
        FRIDAY,
    ),
    (Served(why="JSON title", file=JSON, body=feed_of(title="The Gazette of 6 March 2026")), FRIDAY),
    (Served(why="JSON date of the edition", file=JSON, body=feed_of(edition={"id": 4, "date": "2026-03-06"})), FRIDAY),
    (
        Served(
            why="JSON date beside the list",
            file=JSON.replace('"stories"', '"data.stories"'),
            body=json.dumps({"data": {"publishDate": "2026-03-06", **json.loads(feed_of())}}),
        ),
        FRIDAY,
    ),
    (
        Served(
            why="heading below the list",
            body='<article><a href="/a">A</a></article><article><a href="/b">B</a></article><h1>6 March 2026</h1>',
        ),
        FRIDAY,
    ),
    (
        Served(
            why="redirect from the day of the year",
            file=HTML.replace("{date:%Y-%m-%d}", "{date:%Y}/{date:%j}"),
            at=f"{SITE}/paper",
        ),
        "stale no day",
    ),
    (
        Served(
            why="canonical address against the heading",
            head=f'<link rel="canonical" href="{SITE}/paper/2026-03-06/">',
            above="<h1>7 March 2026</h1>",
        ),
        "degraded",
    ),
    (
        Served(
            why="JSON-LD of the page",
            head='<script type="application/ld+json">{"@type": "PublicationIssue", '
            '"datePublished": "2026-03-06"}</script>',
        ),
        FRIDAY,
    ),
    (Served(why="JSON key", file=JSON, body=feed_of(editionDate="2026-03-06")), FRIDAY),
    (Served(why="JSON key inside", file=JSON, body=feed_of(paper={"issue_date": "06/03/2026"})), FRIDAY),
    (
        Served(
            why="JSON key, a day off by the zone",
            file=JSON,
            body=feed_of(editionDate="2026-03-05T15:00:00Z"),
            facts={"timezone": "Asia/Tokyo"},
        ),
        FRIDAY,
    ),
    (
        Served(why="[index.issue]", above='<p class="of">6/3/2026</p>', file=HTML + '[index.issue]\ndate = ".of"\n'),
        FRIDAY,
    ),
    (
        Served(
            why="the first day of a range, whose end is printed, too",
            above='<time class="of">6. 3. - 7. 3. 2026</time>',
            file=HTML + '[index.issue]\ndate = { get = ".of", re = "6. 3.", template = "{value} 2026" }\n',
        ),
        FRIDAY,
    ),
    (
        Served(why="the publisher's own address", head='<meta name="gz:uri" content="gz://paper/2026/03/06/all">'),
        FRIDAY,
    ),
    (
        Served(
            why="latest still shows yesterday", file=LATEST, at=f"{SITE}/paper/latest/", above="<h1>6 March 2026</h1>"
        ),
        FRIDAY,
    ),
    (Served(why="latest leads to yesterday", file=LATEST, at=f"{SITE}/paper/2026-03-06/"), FRIDAY),
    (
        Served(
            why="Sunday served Saturday's",
            date=dt.date(2026, 3, 8),
            fetched=dt.datetime(2026, 3, 8, 6, tzinfo=dt.UTC),
            above="<h1>7 March 2026</h1>",
        ),
        "stale 2026-03-07",
    ),
    (Served(why="the same day of another year", above="<h1>7 March 2025</h1>"), "stale 2025-03-07"),
    (
        Served(
            why="today's for a day long past",
            fetched=MUCH_LATER,
            head="<title>Gazette, 30 November 2026</title>",
            above="<h1>Monday 30 November 2026</h1>",
        ),
        "stale 2026-11-30",
    ),
    (
        Served(
            why="today's heading alone for a day long past",
            fetched=MUCH_LATER,
            above="<h1>Monday 30 November 2026</h1>",
        ),
        "degraded",
    ),
    (
        Served(
            why="a weekly's issue before", facts={"frequency": "weekly"}, above="<h1>28 February – 6 March 2026</h1>"
        ),
        "stale 2026-02-28",
    ),
    (
        Served(
            why="a weekly's issue before, by its day", facts={"frequency": "weekly"}, above="<h1>28 February 2026</h1>"
        ),
        "stale 2026-02-28",
    ),
    (
        Served(
            why="pages whose relative links keep the day asked for",
            file=PAGES + '[index.issue]\ndate = ".day"\n',
            body='<div class="pages"><a href="one">1</a></div>',
            pages={f"{ASKED}one": '<p class="day">6 March 2026</p><article><a href="/s/mill">Mill</a></article>'},
        ),
        FRIDAY,
    ),
    (
        Served(
            why="the issue before of a weekly sold ten days before its date",
            facts={"frequency": "weekly"},
            more="[schedule]\nlead_days = 10\n",
            above="<h1>28 February 2026</h1>",
        ),
        "stale 2026-02-28",
    ),
    (
        Served(
            why="a weekly's week before",
            facts={"frequency": "weekly", "language": "de"},
            above="<h1>Ausgabe KW 9/2026</h1>",
        ),
        "stale 2026-02-23",
    ),
    (
        Served(
            why="redirect to the week before",
            facts={"frequency": "weekly"},
            file=HTML.replace("{date:%Y-%m-%d}", "{date:%G}-w{date:%V}"),
            at=f"{SITE}/paper/2026-w09/",
        ),
        "stale 2026-02-23",
    ),
    (Served(why="stories' addresses, two days before", stories=addresses(5)), "stale 2026-03-05"),
    (Served(why="stories' addresses, all of the day before", stories=addresses(6)), "degraded"),
    (
        Served(
            why="stories' addresses, after the edition",
            stories=addresses(9),
            fetched=dt.datetime(2026, 3, 9, 6, tzinfo=dt.UTC),
        ),
        "stale 2026-03-09",
    ),
    (
        Served(why="stories' addresses against the heading", stories=addresses(4), above="<h1>7 March 2026</h1>"),
        "degraded",
    ),
    (Served(why="stories published on another day", when="4 March 2026, 10:00"), "stale 2026-03-04"),
    (
        Served(
            why="every page of the paper is of another day",
            file=PAGES,
            body=OF_PAGES,
            pages={f"{SITE}/p/{n}": page_of_paper("Friday 6 March 2026", f"s{n}") for n in (1, 2, 3)},
        ),
        FRIDAY,
    ),
    (
        Served(
            why="one page of the paper is of another day",
            file=PAGES,
            body=OF_PAGES,
            pages={
                f"{SITE}/p/1": page_of_paper("Saturday 7 March 2026", "a"),
                f"{SITE}/p/2": page_of_paper("Friday 6 March 2026", "b"),
                f"{SITE}/p/3": page_of_paper("Saturday 7 March 2026", "c"),
            },
        ),
        "partial",
    ),
    (
        Served(
            why="the chain begins with another day's paper",
            file=PAGES,
            body="<title>Paper of 6 March 2026</title>" + OF_PAGES,
            pages={f"{SITE}/p/{n}": page_of_paper("Front", f"s{n}") for n in (1, 2, 3)},
        ),
        FRIDAY,
    ),
    (Served(why="the list is empty, and the page is another day's", above="<h1>6 March 2026</h1>", stories=()), FRIDAY),
    (Served(why="another language", facts={"language": "ru"}, above="<h1>Пятница, 6 марта 2026 г.</h1>"), FRIDAY),
    (Served(why="another script", facts={"language": "ko"}, above="<h1>2026년 3월 6일 (금)</h1>"), FRIDAY),
    (
        Served(
            why="a day on which it has no paper is a misreading",
            more='[schedule]\ndays = ["sat"]\n',
            above="<h1>Friday 6 March 2026</h1>",
        ),
        "degraded",
    ),
]

NUMBERED = """
[[index]]
name = "pages"
url = "{SITE}/paper/{date:%Y-%m-%d}/{page_number}"
pages = "1.."
[index.stories]
each = "article"
headline = "a"
url = "a::attr(href)"
"""


def numbered(*headings: str) -> dict[str, str]:
    """Numbered pages, each with a heading and a story; behind them one that lists nothing new."""
    pages = {f"{ASKED}{n}": page_of_paper(heading, f"tale-{n}") for n, heading in enumerate(headings, start=1)}
    return pages | {f"{ASKED}{len(headings) + 1}": page_of_paper("", "tale-1")}


ANOTHER_DAY += [
    (Served(why="a price beside it", above="<p>Vol. 12 No 345 · Friday 6 March 2026 · £1.80</p>"), FRIDAY),
    (Served(why="a line with a weekday and no year", above="<h2>Friday, 6 March</h2>"), FRIDAY),
    (Served(why="the menu alone", above="<nav><b>Friday 6 March 2026</b></nav>"), "degraded"),
    (Served(why="a cover's address", above='<img src="/covers/2026-03-06/front.jpg">'), "degraded"),
    (Served(why="a PDF's address", above='<a href="/pdf/2026-03-06.pdf">Download</a>'), "degraded"),
    (
        Served(
            why="a PDF's address, and those of the stories",
            above='<a href="../202603/06/front.pdf">PDF</a>',
            stories=tuple(f"/content/202603/06/{number}" for number in (11, 12, 13)),
        ),
        FRIDAY,
    ),
    (Served(why="what was found", above="<h2>Results for 06/03/2026</h2>"), "degraded"),
    (
        Served(
            why="relative links lead to other pages of the day asked for, whatever they show",
            file=PAGES,
            pages={
                ASKED: '<h1>Friday 6 March 2026</h1><div class="pages"><a href="a">A</a><a href="b">B</a></div>',
                f"{ASKED}a": page_of_paper("", "mill"),
                f"{ASKED}b": page_of_paper("", "quay"),
            },
        ),
        FRIDAY,
    ),
    (
        Served(
            why="the first of numbered pages",
            file=NUMBERED,
            pages=numbered("6 March 2026", "6 March 2026", "7 March 2026"),
        ),
        FRIDAY,
    ),
    (Served(why="the first, and silent ones", file=NUMBERED, pages=numbered("6 March 2026", "", "")), FRIDAY),
    (
        Served(
            why="most of numbered pages",
            file=NUMBERED,
            pages=numbered("7 March 2026", "6 March 2026", "6 March 2026", "6 March 2026"),
        ),
        FRIDAY,
    ),
    (
        Served(
            why="one of numbered pages",
            file=NUMBERED,
            pages=numbered("7 March 2026", "7 March 2026", "6 March 2026"),
        ),
        "partial",
    ),
    (Served(why="the date of an edition", file=JSON, body=feed_of(edition={"date": "2026-03-06"})), FRIDAY),
    (Served(why="the edition's, in seconds", file=JSON, body=feed_of(edition={"date": "1772755200"})), FRIDAY),
    (Served(why="in parts", file=JSON, body=feed_of(issue={"day": 6, "month": 3, "year": 2026})), FRIDAY),
    (
        Served(
            why="an issue's publication", file=JSON, body=feed_of(issue={"publicationDate": "2026-03-06T00:00:00Z"})
        ),
        FRIDAY,
    ),
    (
        Served(
            why="the day asked for is repeated, the edition is another",
            file=JSON,
            body=feed_of(query={"date": "2026-03-07"}, edition={"date": "2026-03-06"}),
        ),
        FRIDAY,
    ),
]

HONEST = [
    Served(why="nothing says a day"),
    Served(why="an event", above="<p>Concert: 21 March 2026</p>"),
    Served(why="an anniversary", above="<p>50 years ago today: 7 March 1976</p>"),
    Served(
        why="what is read most",
        above='<div class="most-read"><p>5 March 2026</p></div><ul id="trending"><p>4 March 2026</p></ul>',
    ),
    Served(why="days of several things", above="<p>Opened 2 March 2026</p><p>Closed 4 March 2026</p>"),
    Served(why="a footer that says since when", above="<footer>Since 1 March 2026</footer>"),
    Served(why="a moment", file=JSON, body=feed_of(issue={"publicationDate": "2026-03-06T21:30:00Z"})),
    Served(why="numbered pages", file=NUMBERED, pages=numbered("7 March 2026", "", "")),
    Served(why="the day itself", above="<h1>Saturday, 7 March 2026</h1>", head="<title>The Harbour Gazette</title>"),
    Served(
        why="today in the masthead of an old day",
        above="<header><p>Monday 30 November 2026</p></header><h1>7 March 2026</h1>",
        fetched=MUCH_LATER,
    ),
    Served(
        why="today in the masthead, and nothing else",
        above="<header><time>30 November 2026</time></header>",
        fetched=MUCH_LATER,
    ),
    Served(why="a day that no paper can have yet", above="<header><p>Wednesday 11 March 2026</p></header>"),
    Served(
        why="today in the title of an old day",
        head="<title>Gazette 30 November 2026</title>",
        above="<h1>7 March 2026</h1>",
        fetched=MUCH_LATER,
    ),
    Served(
        why="today in the heading, the stories are of the day",
        above="<h1>Gazette, 30 November 2026</h1>",
        stories=addresses(7),
        fetched=MUCH_LATER,
    ),
    Served(
        why="dated tomorrow",
        more="[schedule]\nlead_days = 1\n",
        above="<h1>6 March 2026</h1>",
        fetched=dt.datetime(2026, 3, 6, 18, tzinfo=dt.UTC),
    ),
    Served(
        why="indexed under the day before",
        file=HTML.replace("{date:", "{date-1:"),
        at=f"{SITE}/paper/2026-03-06/",
        above="<h1>6 March 2026</h1>",
    ),
    Served(why="a weekly's range", facts={"frequency": "weekly"}, above="<h1>7–13 March 2026</h1>"),
    Served(
        why="a weekly's range that ends on its day",
        facts={"frequency": "weekly"},
        above="<h1>March 1 - March 7, 2026</h1>",
    ),
    Served(why="a weekly's week", facts={"frequency": "weekly", "language": "de"}, above="<h1>KW 10/2026</h1>"),
    Served(why="a weekly that is on the web before", facts={"frequency": "weekly"}, above="<h1>5 March 2026</h1>"),
    Served(why="a weekend's paper", above="<h1>Weekend 7/8 March 2026</h1>"),
    Served(why="written the day before", above="<h1>7 March 2026</h1>", stories=addresses(6)),
    Served(why="published the evening before", when="6 March 2026 21:40"),
    Served(
        why="stories of several days",
        stories=("/2026/03/07/a", "/2026/03/06/b", "/2026/02/20/c", "/2026/03/06/d", "/2025/01/01/e"),
    ),
    Served(why="stories moved to another system", when="2031-05-01", above="<h1>7 March 2026</h1>"),
    Served(
        why="the day before and the day after are linked",
        above=(
            '<nav>6 March 2026</nav><a href="/paper/2026-03-06/">6 March 2026</a><div '
            'class="previous">6 March 2026</div><h1>7 March 2026</h1>'
        ),
    ),
    Served(why="links to other days alone", above='<p><a href="/paper/2026-03-06/">Friday 6 March 2026</a></p>'),
    Served(
        why="brought up to date the evening before",
        above=(
            "<p>Last updated: 6 March 2026</p><p>6 March 2026, 22:40</p><time "
            "datetime='2026-03-06T22:40:00Z'>Friday</time>"
        ),
    ),
    Served(
        why="a date in a story above the list",
        above=(
            "<article>Fair on 5 April 2026</article><p>The exhibition, which opened on 6 March 2026 in "
            "the old customs house, has been seen by four thousand people, and more are on the way.</p>"
        ),
    ),
    Served(why="the day stands with each story", body=CARDS, file=HTML.replace('each = "article"', 'each = "h3"')),
    Served(why="buttons for the days before", above="<button>6 March 2026</button><button>5 March 2026</button>"),
    Served(why="an offer that ended", above="<button>Subscribe before the 6 March 2026 and save half</button>"),
    Served(
        why="JSON of the site's last build", file=JSON, body=feed_of(build={"date": "2026-03-06"}, title="The Gazette")
    ),
    Served(why="founded", above="<p>Founded on 6 March 1871</p>"),
    Served(why="redirect that keeps the day", at=f"{SITE}/epaper/07-03-2026/page/1"),
    Served(
        why="redirect that cuts off a page's number",
        file=HTML.replace("{date:%Y-%m-%d}/", "{date:%Y-%m-%d}/page/1"),
        at=ASKED.rstrip("/") + "/all",
    ),
    Served(
        why="a list of days in a script",
        head="<script>a = {editionDate: '2026-03-06'}; b = {editionDate: '2026-03-05'}</script>",
    ),
    Served(why="redirect to a slash", at=ASKED.rstrip("/")),
    Served(why="redirect to an undated address that states the day", at=f"{SITE}/paper", above="<h1>7 March 2026</h1>"),
    Served(
        why="redirect to an undated address that prints today",
        at=f"{SITE}/paper/today",
        above="<header><time>7 March 2026</time></header>",
    ),
    Served(why="redirect to an undated address, its stories are of the day", at=f"{SITE}/paper", stories=addresses(7)),
    Served(
        why="midnight by the server's clock",
        file=JSON,
        body=feed_of(editionDate="2026-03-07T00:00:00Z"),
        facts={"timezone": "America/New_York"},
    ),
    Served(
        why="an evening in UTC is the day after in Tokyo",
        file=JSON,
        body=feed_of(editionDate="2026-03-06T15:00:00Z"),
        facts={"timezone": "Asia/Tokyo"},
    ),
    Served(
        why="JSON with a list of editions",
        file=JSON,
        body=feed_of(editions=[{"editionDate": f"2026-03-0{day}"} for day in (5, 6, 7)]),
    ),
    Served(
        why="JSON that was changed the day before",
        file=JSON,
        body=feed_of(date="2026-03-06T21:00:00+00:00", lastModified="2026-03-06"),
    ),
    Served(
        why="a supplement of older stories",
        label="review",
        more='[[supplements]]\nid = "review"\n',
        stories=addresses(1),
    ),
    Served(
        why="the file chose the page by the day",
        file=PAGES.replace('each = ".pages a"', 'each = ".pages a"\nwhere = [{ get = "xpath:.", re = "{date:%B}" }]'),
        body='<div class="pages"><a href="/weeks/2026-03-02">March, 2 to 8</a></div>',
        pages={f"{SITE}/weeks/2026-03-02": page_of_paper("The week", "a", "b")},
    ),
    Served(
        why="linked data of types that are none",
        head="".join(
            f'<script type="application/ld+json">{{"@type": {odd}, "datePublished": "2026-03-06"}}</script>'
            for odd in ("5", '[{"of": "Newspaper"}]', "null")
        ),
    ),
    Served(why="an issue of no year", file=JSON, body=feed_of(issue={"year": "9" * 5000, "month": "3", "day": "6"})),
    Served(why="switched off", more="[health]\ndate_must_match = false\n", above="<h1>6 March 2026</h1>"),
    Served(why="month and day the other way round", facts={"language": "en-US"}, above="<h1>3/7/2026</h1>"),
]


XML = HTML.replace("[index.stories]", 'format = "xml"\n[index.stories]').replace('"article"', '"story"')
XML_LIST = "".join(f'<story><a href="/s/{name}">Story {name}</a></story>' for name in ("mill", "quay", "fair"))


@pytest.mark.parametrize(
    "root",
    [
        '<edition date="{0}">{1}</edition>',
        "<paper><editionDate>{0}</editionDate>{1}</paper>",
        "<paper><head><issue_date>{0}</issue_date></head><stories>{1}</stories></paper>",
        '<p:paper xmlns:p="urn:paper"><p:edition p:date="{0}"/>{1}</p:paper>',
        "<paper><title>Paper of {0}</title>{1}</paper>",
    ],
)
def test_an_xml_document_is_asked_for_its_day(root: str) -> None:
    for day, outcome in (("2026-03-06", FRIDAY), ("2026-03-07", "complete")):
        served = Served(why="xml", file=XML, body=f'<?xml version="1.0"?>{root.format(day, XML_LIST)}')
        assert outcome_of(served) == outcome


@pytest.mark.parametrize(("served", "outcome"), ANOTHER_DAY, ids=[served.why for served, _ in ANOTHER_DAY])
def test_another_days_paper_is_never_complete(served: Served, outcome: str) -> None:
    assert outcome_of(served) == outcome


@pytest.mark.parametrize("served", HONEST, ids=[served.why for served in HONEST])
def test_an_honest_page_is_complete(served: Served) -> None:
    assert outcome_of(served) == "complete"


def test_the_error_says_what_was_asked_for_and_what_came() -> None:
    served = Served(why="", head="<title>The Harbour Gazette of Friday 6 March 2026</title>")
    paper = paper_of(served)
    walk = discover.IndexWalk(paper, paper.indexes[0], edition_key(paper, SATURDAY), env={})
    walk.read(walk.waiting.pop(), page(served.html(), ASKED))
    with pytest.raises(AnotherDayError) as caught:
        walk.listing()
    reason = caught.value.reason("paper")
    assert (reason.wanted, reason.date, reason.index) == (SATURDAY, dt.date(2026, 3, 6), "paper")
    assert reason.text == "title: The Harbour Gazette of Friday 6 March 2026"
    assert len(caught.value.links) == 3
