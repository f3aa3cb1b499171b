"""Nothing a server can send makes the reader fail or hang.

What it costs is measured by ``make bench BENCH_ARGS=hostile``; the inputs are in hostile.py.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import catalogue, reading
from scraper.reading import read_story
from tests.extract import hostile
from tests.extract.pages import PARAGRAPHS, page
from tests.extract.test_golden import CASES, GOLDEN

URL = "https://www.lantern.example/a"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
DAMAGED = 8  # variants of each golden page


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_it_ends_and_says_something(name: str) -> None:
    assert read_story(hostile.HOSTILE[name](), URL)["url"] == URL


@pytest.mark.parametrize("name", hostile.NO_PAGES)
def test_no_page_says_nothing(name: str) -> None:
    found = read_story(hostile.NO_PAGES[name](), URL)
    assert (found["headline"], found["body"], found["byline"], found["leads"]) == ("", "", "", [])


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "undeclared"])
@pytest.mark.parametrize("name", hostile.CHARSETS)
def test_any_charset_is_read(name: str, declared: bool) -> None:
    assert len(read_story(hostile.in_charset(name, declared=declared), URL)["headline"]) > 10


@pytest.mark.parametrize("case", CASES)
def test_a_damaged_page_is_read(case: str) -> None:
    whole = (GOLDEN / case / "page.html").read_bytes()
    chance = random.Random(case)
    for _ in range(DAMAGED):
        assert isinstance(read_story(hostile.damaged(whole, chance), URL)["body"], str)


def test_what_a_drawing_holds_ends_with_it() -> None:
    """In a drawing an element can hold text that is empty anywhere else; the story goes on behind it."""
    found = read_story(f"<h1>Night ferry waits</h1><div><svg><link>x</link></svg>{TEXT}</div>", URL)
    assert found["body"].startswith(PARAGRAPHS[0])


def test_long_data_keeps_what_says_that_it_is_data() -> None:
    """A tag with hundreds of attributes loses them; a script of hundreds of words has one."""
    data = '{"@type":"NewsArticle","headline":"Night ferry waits","keywords":"quay","alternativeHeadline":"%s"}' % (
        "a = b / c " * 3_000
    )
    found = read_story(f'<script type="application/ld+json">{data}</script><h1>Night ferry waits</h1>{TEXT}', URL)
    assert found["topics"] == ["quay"]


def test_text_behind_embedded_things_is_kept() -> None:
    found = read_story(f"<h1>Night ferry waits</h1><div><embed src=a>{PARAGRAPHS[0]} {TEXT}</div>", URL)
    assert found["body"].startswith(PARAGRAPHS[0])


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<h1>", "<div class=related>", "</div>", "<a href='/s/1'>", "</a>", "<br>", "<table><tr><td>",
        "<b>", "This story is from the ", "December 07, 2024", " edition of ", "The Lantern.", "7. Dezember 2024",
        "第 7 版", "<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle","headline":', "[", "{",
        "}", '"', ",", "<meta property='og:title' content='", "'>", "<time datetime=", "2024-99-99", "\u00ad", "\u202e",
        "<img srcset='a 1w, b 9999999999999w'>", "\x00", "&nbsp;", "&#x110000;", "<!--", "-->", "<![CDATA[",
        "Already a subscriber?", "<base href='//[x'>",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_mixture_of_markup_is_read(pieces: list[str]) -> None:
    assert set(read_story("".join(pieces), URL)) >= {"headline", "body", "edition", "leads"}


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=shift_jis", "text/html; charset=utf-16", "x"]))
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    reading.read(page(body, content_type=content_type), newspapers=catalogue)
    assert isinstance(read_story(body, URL)["body"], str)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_taken(url: str) -> None:
    html = "<h1>A headline</h1><a href='b'>c</a><link rel=canonical href='/d'>"
    assert isinstance(read_story(html, url)["url"], str)
