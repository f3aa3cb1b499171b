"""JSON-LD in all the shapes in which it stands on pages, microdata and meta elements."""

from __future__ import annotations

import pytest

from scraper.extract.page import structured
from scraper.extract.page.document import parse
from tests.extract.pages import page

STORY = '"@type": "NewsArticle", "headline": "A key is found", "datePublished": "2024-12-06"'


def read(*scripts: str, body: str = "", head: str = "") -> structured.Structured:
    scripts_html = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return structured.read(parse(page(f"<html><head>{head}{scripts_html}</head><body>{body}</body></html>")))


@pytest.mark.parametrize(
    "script",
    [
        f"{{{STORY}}}",
        f"[{{{STORY}}}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "x"}}, {{{STORY}}}]}}',
        f'{{"@type": "WebPage", "mainEntity": {{{STORY}}}}}',
        f"<!-- {{{STORY}}} -->",
        f"//<![CDATA[\n{{{STORY}}}\n//]]>",
        f"{{{STORY},}};",
        f"{{{STORY}, // written by hand\n \"name\": 'single quoted'\n}}",
        f'{{{STORY}, "description": "two\nlines\tand a tab"}}',
        f'{{{STORY}, "description": "a \\d lone backslash"}}',
        f"{{{STORY}}}\n{{{STORY}}}",
        f'{{{STORY}, "image": [{{"url": "https://x.example/a.jpg"',
        f"{{{STORY}}}".replace('"', "&quot;"),
        f'{{{STORY}\n "name": "a comma is missing before"}}',
    ],
)
def test_a_story_is_found_in_any_shape(script: str) -> None:
    assert read(script).story["headline"] == "A key is found"


def test_quotation_marks_that_are_not_escaped_cost_nothing_of_an_object() -> None:
    found = read(
        f"{{{STORY},\n"
        '"description": "The engineer said: "I have "lost" it,\nor so it seems", and left",\n'
        '"keywords": ["a "key"", "ferries"], "author": {"name": "Ida "the Quay" Brun"}}'
    ).story
    assert found["description"] == 'The engineer said: "I have "lost" it,\nor so it seems", and left'
    assert found["keywords"] == ['a "key"', "ferries"]
    assert found["author"] == {"name": 'Ida "the Quay" Brun'}


def test_escapes_of_javascript_are_read() -> None:
    found = read(
        '{"@type": "NewsArticle", "headline": "The ferry\\\'s key", "dateCreated": "2024-12-06T20:10\\x2b01:00",}'
    )
    assert found.story["headline"] == "The ferry's key"
    assert found.story["dateCreated"] == "2024-12-06T20:10+01:00"


def test_the_title_of_an_abbreviation_is_its_value() -> None:
    assert read(body='<abbr itemprop="datePublished" title="2024-12-06T20:10">20:10</abbr>').microdata == {
        "datepublished": ("2024-12-06T20:10",)
    }


@pytest.mark.parametrize("script", ["", "{", "null", "[]", "[[[[", "{" * 5000, "[" * 200_000, "{'a'", '"text"', "12"])
def test_what_cannot_be_read_is_left_out(script: str) -> None:
    assert read(script).story == {}


def test_the_story_of_this_address_is_taken_and_not_the_first() -> None:
    other = '{"@type": "NewsArticle", "headline": "Another", "url": "https://www.lantern.example/b", "author": "x"}'
    own = '{"@type": "Article", "headline": "This one", "url": "https://www.lantern.example/city/night-ferry"}'
    assert read(other, own).story["headline"] == "This one"


def test_microdata_is_read_inside_the_story() -> None:
    found = read(
        body='<p itemprop="author">Nobody</p><article itemscope itemtype="https://schema.org/NewsArticle">'
        '<span itemprop="author">Ida Brun</span><meta itemprop="datePublished" content="2024-12-06"></article>'
    )
    assert found.microdata == {"author": ("Ida Brun",), "datepublished": ("2024-12-06",)}


def test_meta_elements_are_read_by_any_kind_of_name() -> None:
    found = read(
        head='<meta property="og:title" content="A &amp;amp; B"><meta name="Author" content="Ida"><meta name="x">'
    )
    assert found.meta == {"og:title": ("A & B",), "author": ("Ida",)}


def test_a_story_in_a_list_of_others_is_not_the_pages_own() -> None:
    listed = (
        '{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "NewsArticle",'
        ' "headline": "Another", "url": "https://www.lantern.example/b", "author": "x", "datePublished": "2020-01-01"}}]}'
    )
    assert read(listed).story == {}
    assert read(listed, f"{{{STORY}}}").story["headline"] == "A key is found"


def test_microdata_of_comments_and_other_stories_is_left_out() -> None:
    found = read(
        body='<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">A key</h1>'
        '<div itemprop="author" itemscope itemtype="https://schema.org/Person">By <span itemprop="name">Ida Brun</span> (city)</div>'
        '<div itemscope itemtype="https://schema.org/Comment"><i itemprop="author">Troll</i></div>'
        '<div itemscope itemtype="https://schema.org/NewsArticle"><b itemprop="headline">Another</b></div></article>'
    )
    assert (found.microdata["author"], found.microdata["headline"]) == (("Ida Brun",), ("A key",))
