"""Fictional papers of different kinds, each written after docs/publications.md alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scraper.catalogue import Catalogue
from scraper.discover import DiscoverError, IndexRequest, IndexWalk
from scraper.publication import Publication
from scraper.reasons import Code
from tests.discover.papers import SITE, edition_of, gazette, page


def walked(paper: Publication, answers: dict[str, str]) -> list[tuple[str, str]]:
    """Section and headline of what the first index lists, with these answers by address and what is sent there."""
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    while walk.waiting:
        request = walk.waiting.pop(0)
        walk.read(request, page(answers[_asked(request)], request.url))
    return [(link.section, link.headline) for link in walk.listing().links]


def _asked(request: IndexRequest) -> str:
    sent = f" {request.post.body.decode()}" if request.post else ""
    return request.url.removeprefix(SITE) + sent


def test_an_epaper_that_is_asked_by_post() -> None:
    paper = gazette(f"""
[[index]]
name = "e-paper"
[[index.fetch]]
url    = "{SITE}/api/pages"
body   = '{{"edition": "{{date:%d/%m/%Y}}"}}'
format = "json"
each   = "pages"
let    = {{ id = "id", page = "number", section = "title" }}
[[index.fetch]]
url    = "{SITE}/api/stories"
form   = {{ page_id = "{{id}}" }}
format = "json"
[index.stories]
each     = "stories"
headline = "head"
url      = "link"
""")
    pages = {"pages": [{"id": 31, "number": 1, "title": "Front"}, {"id": 32, "number": 2, "title": "City"}]}
    answers = {
        '/api/pages {"edition": "07/03/2026"}': json.dumps(pages),
        "/api/stories page_id=31": json.dumps({"stories": [{"head": "Bridge opens", "link": "/a"}]}),
        "/api/stories page_id=32": json.dumps({"stories": [{"head": "Market moves", "link": "/b"}]}),
    }
    assert walked(paper, answers) == [("Front", "Bridge opens"), ("City", "Market moves")]


def test_an_archive_of_a_day_in_numbered_pages() -> None:
    paper = gazette(f"""
[[index]]
name  = "archive"
url   = "{SITE}/archives/{{date:%-d-%B-%Y@fr}}/?offset={{page_number}}"
pages = "0.. by 2"
[index.stories]
each     = "li"
headline = "a"
url      = "a::attr(href)"
section  = "b"
""")
    answers = {
        "/archives/7-mars-2026/?offset=0": '<li><b>Ville</b><a href="/a">Un</a></li><li><a href="/b">Deux</a></li>',
        "/archives/7-mars-2026/?offset=2": '<li><b>Mer</b><a href="/c">Trois</a></li>',
        "/archives/7-mars-2026/?offset=4": "<p>Aucun article</p>",
    }
    assert walked(paper, answers) == [("Ville", "Un"), ("", "Deux"), ("Mer", "Trois")]


def test_a_magazine_by_week_and_number() -> None:
    paper = gazette(f"""
[schedule]
days = ["sat"]
[[index]]
name = "issue"
url  = "{SITE}/{{date:%G}}/week-{{date:%V}}/no-{{weeks since 2020-01-04+101}}"
[index.sections]
each  = "section"
title = "h2"
[index.stories]
each     = "article a"
headline = "::text"
url      = "::attr(href)"
""")
    body = '<section><h2>Essays</h2><article><a href="/e">On tides</a></article></section>'
    assert walked(paper, {"/2026/week-10/no-423": body}) == [("Essays", "On tides")]


def test_a_list_of_ids_beside_a_table_in_a_script() -> None:
    paper = gazette(f"""
[[index]]
name     = "today"
url      = "{SITE}/today"
embedded = "window.__STATE__ = "
records  = "articles"
[index.sections]
each  = "sections"
title = "name"
[index.stories]
each     = "items[].record(@)"
headline = "title"
url      = "path"
""")
    state = (
        "{sections: [{name: 'News', items: [{id: 7}, {id: 8}]}], articles: {7: {title: 'Rain', path: '/7'},}, "
        "ad: undefined}"
    )
    assert walked(paper, {"/today": f"<script>window.__STATE__ = {state};</script>"}) == [("News", "Rain")]


def test_a_page_that_nextjs_streams() -> None:
    paper = gazette(f"""
[[index]]
name     = "edition"
url      = "{SITE}/edition/{{date}}"
embedded = '"sections":'
[index.sections]
each  = "@"
title = "title"
[index.stories]
each     = "articles"
headline = "headline"
url      = "href"
""")
    data = {"sections": [{"title": "World", "articles": [{"headline": "Ice breaks", "href": "/i"}]}]}
    stream = "4:" + json.dumps(["$", "$L9", None, data], separators=(",", ":")) + "\n"
    scripts = "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (stream[:50], stream[50:])
    )
    assert walked(paper, {"/edition/2026-03-07": f"<body>{scripts}</body>"}) == [("World", "Ice breaks")]


def test_a_calendar_that_needs_two_steps() -> None:
    paper = gazette(f"""
[[index]]
name = "calendar"
[[index.fetch]]
url   = "{SITE}/archive"
each  = "select option"
where = [{{ get = "::text", re = "{{date:%B %Y}}" }}]
let   = {{ month = "::attr(value)" }}
[[index.fetch]]
url   = "{SITE}/archive?month={{month}}"
each  = "td a"
where = [{{ get = "::text", re = "^{{date:%-d}}$" }}]
let   = {{ day = "::attr(href)" }}
[[index.fetch]]
url = "{{day}}"
[index.stories]
each     = "article"
headline = "h3"
url      = "a::attr(href)"
""")
    months = "<select><option value=77>March 2026</option><option value=76>February 2026</option></select>"
    answers = {
        "/archive": months,
        "/archive?month=77": "<table><td><a href=/i/6>6</a><td><a href=/i/7>7</a><td><a href=/i/17>17</a></table>",
        "/i/7": "<article><h3>Tide</h3><a href=/t>Read</a></article>",
    }
    assert walked(paper, answers) == [("", "Tide")]


XML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<x:Edition xmlns:x="urn:edition"><x:Section Name="News"><x:Item Page="A1"><x:Title><![CDATA[Rain & wind]]></x:Title>
<x:Link>/rain?a=1&b=2</x:Link></x:Item><x:Item Page="A2"><x:Title>Caf&eacute; &amp; <b>mill</b></x:Title>
<x:Link>/mill</x:Link></x:Item>
</x:Section></x:Edition>"""
XML_WORDS = f"""
[[index]]
name   = "interface"
url    = "{SITE}/edition.xml?d={{date:%Y%m%d}}"
format = "xml"
[index.sections]
each  = "section"
title = "::attr(name)"
[index.stories]
each     = "item"
headline = "title"
url      = "link"
page     = "::attr(page)"
"""


def test_an_interface_in_xml() -> None:
    paper = gazette(XML_WORDS)
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page(XML, f"{SITE}/edition.xml?d=20260307", content_type="text/xml"))
    listing = walk.listing()
    assert [(link.section, link.page, link.headline, link.url) for link in listing.links] == [
        ("News", "A1", "Rain & wind", f"{SITE}/rain?a=1&b=2"),
        ("News", "A2", "Café & mill", f"{SITE}/mill"),
    ]
    assert listing.gaps == ()


@pytest.mark.parametrize("length", [XML.index("</x:Section>"), XML.index("mill</x:Link>"), len(XML) - 14])
def test_xml_that_is_cut_off_says_so(length: int) -> None:
    paper = gazette(XML_WORDS)
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    walk.read(walk.waiting.pop(), page(XML[:length], f"{SITE}/edition.xml?d=20260307", content_type="text/xml"))
    assert [gap.code for gap in walk.listing().gaps] == [Code.LIST_CUT_OFF]


@pytest.mark.parametrize("body", ["", "<html><body>Sorry</body></html>", "no markup"])
def test_what_is_no_xml_says_so(body: str) -> None:
    paper = gazette(XML_WORDS)
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    with pytest.raises(DiscoverError):
        walk.read(walk.waiting.pop(), page(body, f"{SITE}/edition.xml?d=20260307", content_type="text/xml"))
    assert not walk.pages


def test_a_table_of_values_by_the_function_of_the_documentation(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "publications.md").read_text(encoding="utf-8")
    blocks = dict(
        re.findall(r"```(toml|python)\n(.*?)```", text.split("## Functions in Python")[1].split("\n## ")[0], re.DOTALL)
    )
    (tmp_path / "tally.toml").write_text(blocks["toml"], encoding="utf-8")
    (tmp_path / "tally.py").write_text(blocks["python"], encoding="utf-8")
    paper = Catalogue(tmp_path)["tally"]
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    request = walk.waiting.pop()
    assert request.url == "https://www.tally.example/2026-03-07.csv"
    body = '\ufeffTitle;Link;Desk\nTide;/tide;News\n"Gig; race";/gig;Sport\n'
    walk.read(request, page(body, request.url, content_type="text/csv"))
    assert [(link.section, link.headline) for link in walk.listing().links] == [
        ("News", "Tide"),
        ("Sport", "Gig; race"),
    ]
