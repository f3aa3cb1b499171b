"""Nothing a server can send makes the reader fail or hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import reading
from scraper.reading import read_story
from tests.extract.pages import page

URL = "https://www.lantern.example/a"
WRAP = "<html><body><h1>A headline of some words</h1>{}</body></html>"
HOSTILE = {
    "empty": "",
    "blank": " \n ",
    "binary": bytes(range(256)) * 800,
    "zeros": b"\x00" * 10_000,
    "10 MB of paragraphs": WRAP.format("<p>word word word. " * 560_000),
    "10 MB of text": WRAP.format("word word, word. " * 620_000),
    "10 MB of script": WRAP.format("<script>" + "var a=1;" * 1_250_000 + "</script>"),
    "100,000 nested div": "<div>" * 100_000 + "x",
    "100,000 nested b": "<b>" * 100_000 + "x" + "</b>" * 100_000,
    "nested links": "<a href=/x>" * 100_000 + "x",
    "nested tables": "<table><tr><td>text " * 30_000,
    "nested lists": "<ul><li>text " * 50_000,
    "nested articles": "<article><header><footer>" * 30_000,
    "nested JSON-LD": WRAP.format('<script type="application/ld+json">' + "[" * 200_000 + "</script>"),
    "broken JSON-LD": WRAP.format('<script type="application/ld+json">{"a":' + "'x' : '" * 100_000 + "</script>"),
    "embedded JSON": WRAP.format("<script>printInformation " + "a={" * 200_000 + "</script>"),
    "open strings": WRAP.format('<script>printPublicationDate "' + '\\"' * 300_000 + "</script>"),
    "statements": WRAP.format("<p>This story is from the December 07, 2024 edition of The Lantern.</p>" * 10_000),
    "words of statements": WRAP.format("<p>" + "this story is from the edition of the issue page " * 30_000 + "</p>"),
    "dates": WRAP.format("<p>" + "7 December 2024, " * 40_000 + "</p>"),
    "offers": WRAP.format("<p>Already a subscriber? Sign in</p>" * 10_000),
    "leads": WRAP.format("".join(f"<li><a href='/s/{n}'>A headline with words {n}</a></li>" for n in range(15_000))),
    "comments never closed": "<!--" * 500_000,
    "brackets": "<" * 2_000_000,
    "soft hyphens": WRAP.format("<p>" + "\u00ad" * 1_000_000 + "</p>"),
    "long words": WRAP.format("<p>" + "word" * 500_000 + "</p>"),
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "lone surrogate": "<p>a\ud800b</p>",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_it_ends_and_says_something(html: str | bytes) -> None:
    start = time.perf_counter()
    found = read_story(html, URL)
    # Two seconds is the promise; a busy machine gets several times as long before this fails.
    assert time.perf_counter() - start < 8
    assert found["url"] == URL


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
    reading.read(page(body, content_type=content_type))
    assert isinstance(read_story(body, URL)["body"], str)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_taken(url: str) -> None:
    html = "<h1>A headline</h1><a href='b'>c</a><link rel=canonical href='/d'>"
    assert isinstance(read_story(html, url)["url"], str)
