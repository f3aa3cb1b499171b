"""One value read from HTML or JSON: selectors, and what is done with what they give."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from parsel import Selector

from scraper.discover import selectors, story_pages, values
from scraper.discover.index_document import HtmlNode, JsonNode
from scraper.discover.templates import Variables
from scraper.limits import PATTERN_CHARACTERS, PATTERN_TEXT
from scraper.publication import PageRules, Value
from tests.discover.papers import gazette

FETCHED = dt.datetime(2026, 3, 7, 9, tzinfo=dt.UTC)
VARIABLES = Variables(date=dt.date(2026, 3, 7), texts={"city": "Saint-Jean d'Or", "n": "1", "dots": "T..e"})
HTML = HtmlNode(
    Selector(
        text="""<article id="x" data-page=" A7 "><h2> Tide <b>mill</b><br>turns&nbsp;again<script>var x;</script></h2>
        <p class="by">By <a>Ada Fenn</a></p><p class="by">By <a>Jo Holt</a></p><p></p>
        <span title="Saint-Jean d'Or">7</span>
        <i>So&shy;ft<noscript><b>er</b></noscript></i></article>""",
        type="html",
    )
)
JSON = JsonNode(
    {
        "title": "  Tide  mill ",
        "page": 7,
        "whole": 7.0,
        "flag": True,
        "no": False,
        "none": None,
        "authors": ["Ada Fenn", {"name": "x"}, ["Jo Holt"]],
        "sections": {"b": [{"h": 1}], "a": [{"h": 2}]},
        "name's": "quoted",
    }
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(get=("h2",)), "Tide mill turns again"),
        (Value(get=("h2::text",)), "Tide"),
        (Value(get=("i",)), "Soft"),
        (Value(get=("article::attr(data-page)",)), "A7"),
        (Value(get=("xpath://h2/@id", "xpath:string(//b)")), "mill"),
        (Value(get=("xpath:count(//p)",)), "3"),
        (Value(get=("xpath:boolean(//h2)",)), "true"),
        (Value(get=("xpath:boolean(//h3)",)), ""),
        (Value(get=("h3", "p:empty")), ""),
        (Value(get=("h3",), default="none on {date:%a}"), "none on Sat"),
        (Value(get=(".by a",)), "Ada Fenn"),
        (Value(get=(".by",), sub=(("^By ", ""),), join=" and "), "Ada Fenn and Jo Holt"),
        (Value(get=("h2",), re=r"mill (\w+) (\w+)"), "turns"),
        (Value(get=("h2",), re="mill"), "mill"),
        (Value(get=("h2",), re="nothing"), ""),
        (Value(get=("h2",), re="(nothing)?mill"), ""),
        (Value(get=("h2", ".by"), re="By (.*)"), "Ada Fenn"),
        (Value(get=("h2",), map={"Tide mill turns again": "Mill"}), "Mill"),
        (Value(get=("h2",), map={"other": "Mill"}), "Tide mill turns again"),
        (Value(get=("h2",), sub=(("Tide", "Wind"), (r"(mill) (\w+)", r"\2 \1"))), "Wind turns mill again"),
        (Value(get=("article::attr(id)",), template="https://a.example/{value}?d={date}"), "https://a.example/x?d=2026-03-07"),
        (Value(get=("h3",), template="https://a.example/{value}"), ""),
        (Value(const="Page {n}"), "Page 1"),
        (Value(get=("span[title='{city}']",)), "7"),
        (Value(get=("span",), re="^{date:%-d}$"), "7"),
        (Value(get=("h2",), re="{dots}"), ""),
    ],
)  # fmt: skip
def test_a_value_is_read_from_html(value: Value, text: str) -> None:
    assert values.text(value, HTML, VARIABLES) == text


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("title", "Tide mill"),
        ("page", "7"),
        ("whole", "7"),
        ("flag", "true"),
        ("no", ""),
        ("none", ""),
        ("sections", ""),
        ("title.deeper", ""),
        ("items(title)", ""),
        ("authors", "Ada Fenn"),
        ("items(sections)[0][0]", "b"),
        ("values(sections)[][].h", "1"),
        ('"name\'s"', "quoted"),
    ],
)
def test_a_value_is_read_from_json(selector: str, text: str) -> None:
    assert values.text(Value(get=(selector,)), JSON, VARIABLES) == text


def test_all_texts_of_a_json_value_can_be_joined() -> None:
    assert values.text(Value(get=("authors",), join=", "), JSON, VARIABLES) == "Ada Fenn, Jo Holt"


def test_a_quote_in_a_variable_does_not_end_a_quoted_text() -> None:
    node = JsonNode([{"name": "Saint-Jean d'Or", "id": 4}, {"name": "Bay", "id": 5}])
    assert values.text(Value(get=("[?name=='{city}'].id",)), node, VARIABLES) == "4"


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Value(get=("h2",)), True),
        (Value(get=("h3",)), False),
        (Value(get=("h3",), negate=True), True),
        (Value(get=("h2",), re="Tide"), True),
        (Value(get=("h2",), re="Tide", negate=True), False),
        (Value(get=("h2",), re="(Wind)?mill"), True),
        (Value(get=("h2",), re="(Wind)?mill", negate=True), False),
        (Value(get=("h2",), re="^(?!Wind)"), True),
        (Value(get=("h3", "h2"), re="mill"), True),
        (Value(get=("h2",), re="Tide(.*)", sub=((" mill turns again", ""),)), False),
    ],
)
def test_a_condition_holds_or_not(condition: Value, met: bool) -> None:
    assert values.holds(condition, HTML, VARIABLES) is met


def test_html_inside_a_json_text_is_taken_off() -> None:
    assert JsonNode(None).plain("<p>Mill &amp; <b>tide</b></p>") == "Mill & tide"
    assert JsonNode(None).plain("AT&T, 1 < 2") == "AT&T, 1 < 2"
    assert HTML.plain("<b>as it stands</b>") == "<b>as it stands</b>"


def nested(words: str, levels: int) -> object:
    return {"children": [nested(words, levels - 1)]} if levels else words


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ([{"value": "A "}, {"type": "bold", "children": [{"value": "tide"}]}], "A tide"),
        ({"name": "p", "children": [{"data": "One"}, {"name": "br"}, {"data": "Two"}]}, "One\nTwo"),
        (["plain", None, 3, {"type": "image", "url": "x.jpg"}], "plain"),
        (None, ""),
        (nested("deep", 450), "deep"),
    ],
)
def test_rich_text_is_the_text_of_nested_nodes(tree: object, words: str) -> None:
    assert selectors.search("rich_text(@)", tree) == words


def test_a_pattern_sees_few_characters_at_a_time_of_whatever_a_page_sends() -> None:
    far = f"a{'-' * PATTERN_CHARACTERS}b"
    node = JsonNode({"text": far})
    rules = PageRules(include=("a-*b",), url_sub=(("a-*b", "c"),))
    paper = replace(gazette(""), story=(rules,))
    assert values.text(Value(get=("text",), re="a-*b"), node, VARIABLES) == ""
    assert values.text(Value(get=("text",), sub=(("a-*b", "c"),)), node, VARIABLES) == far
    assert not values.holds(Value(get=("text",), re="a-*b"), node, VARIABLES)
    assert story_pages.rules_for(paper, far, VARIABLES, lambda rules: None, fetched=FETCHED) == PageRules()
    assert story_pages.address_to_fetch(paper, far) == far
    assert story_pages.address_to_fetch(paper, "a--b") == "c"


@pytest.mark.parametrize("before", [0, 490, 990, 995, 999, 1_000, 20_000, PATTERN_TEXT - 20])
def test_what_a_pattern_looks_for_is_found_whole_wherever_it_stands(before: int) -> None:
    text = " " * before + "page=12345678 " + " " * 5_000
    found = values.search(re.compile(r"page=(\d+)"), text)
    assert found and found[1] == "12345678"


def test_a_pattern_is_searched_for_in_the_beginning_of_a_text_and_replaced_where_that_begins() -> None:
    assert values.search(re.compile("page"), " " * PATTERN_TEXT + "page") is None
    assert values.search(re.compile("^page"), " " * PATTERN_CHARACTERS + "page") is None
    text = "a" * (PATTERN_CHARACTERS + 2)
    assert values.replaced(re.compile("a"), "b", text) == "b" * PATTERN_CHARACTERS + "aa"


@pytest.mark.parametrize("length", [0, 1, 499, 500, 501, 999, 1_000, 1_001, 1_500, 1_501])
def test_a_pattern_finds_the_end_of_a_text_of_any_length(length: int) -> None:
    found = values.search(re.compile("x$"), "-" * length + "x")
    assert found and found.start() == length
