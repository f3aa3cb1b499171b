"""Lists that give ids, and tables that have the stories: ``records`` and ``record(id)``."""

from __future__ import annotations

import json

import pytest

from scraper.discover import IndexWalk
from scraper.discover.json_functions import records_of
from scraper.discover.selectors import search
from scraper.publication import Publication
from tests.discover.papers import SITE, edition_of, gazette, page

SECTIONS = [{"name": "News", "ids": [7, 9]}, {"name": "Sport", "ids": ["s-1", "gone"]}]
ARTICLES = {
    "7": {"title": "Dunes move", "path": "/7", "author": {"__ref": "Author:1"}},
    "9": {"title": "Well found", "path": "/9"},
    "s-1": {"title": "Camel race", "path": "/s-1"},
    "Author:1": {"name": "Ada Quist"},
}
LISTED = [
    ("News", "Dunes move", f"{SITE}/7", "Ada Quist"),
    ("News", "Well found", f"{SITE}/9", ""),
    ("Sport", "Camel race", f"{SITE}/s-1", ""),
]
BLOCKS = """
[index.sections]
each = "sections"
title = "name"
[index.stories]
each = "ids[].record(@)"
headline = "title"
url = "path"
byline = "record(author).name"
"""


def listed(paper: Publication, *documents: object) -> list[tuple[str, str, str, str]]:
    """Section, headline, address and byline of what an index lists, whose pages are these documents."""
    walk = IndexWalk(paper, paper.indexes[0], edition_of(paper), env={})
    for document in documents:
        walk.read(walk.waiting.pop(), page(json.dumps(document), content_type="application/json"))
    assert not walk.waiting
    return [(link.section, link.headline, link.url, link.byline) for link in walk.listing().links]


def test_the_dune_courier_has_list_and_table_in_one_document() -> None:
    paper = gazette(
        f'[[index]]\nname = "edition"\nurl = "{SITE}/edition"\nformat = "json"\nrecords = "articles"\n{BLOCKS}'
    )
    assert listed(paper, {"sections": SECTIONS, "articles": ARTICLES}) == LISTED


def test_the_oasis_bulletin_has_them_in_two() -> None:
    paper = gazette(f"""
[[index]]
name = "edition"
[[index.fetch]]
url = "{SITE}/articles.json"
format = "json"
records = "data[].[key, @]"
[[index.fetch]]
url = "{SITE}/pages.json"
format = "json"
{BLOCKS}""")
    table = {"data": [{"key": key, **record} for key, record in ARTICLES.items()]}
    assert listed(paper, table, {"sections": SECTIONS}) == LISTED


@pytest.mark.parametrize(
    ("table", "records"),
    [
        ({"a": 1}, {"a": 1}),
        ([["a", 1], [2, "two"]], {"a": 1, "2": "two"}),
        ([{"id": 3.0, "t": "x"}, {"t": "y"}, {"_id": "z"}], {"3": {"id": 3.0, "t": "x"}, "z": {"_id": "z"}}),
        (None, {}),
        ("x", {}),
    ],
)
def test_a_table_may_have_several_shapes(table: object, records: object) -> None:
    assert records_of(table) == records


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("record('7').title", "Dunes move"),
        ("record(a).title", "Well found"),
        ("record(b)", None),
        ("record(nothing)", None),
        ("find(@, 'a')", [{"id": 9}, 1, [2]]),
        ("find(@, 'none')", []),
    ],
)
def test_functions(expression: str, found: object) -> None:
    assert search(expression, {"a": {"id": 9}, "b": [{"c": {"a": 1}}, {"a": [2]}]}, ARTICLES) == found
