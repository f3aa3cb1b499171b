"""Nothing a server can send makes the reader fail or hang.

What it costs is measured by ``make bench BENCH_ARGS=hostile``; the inputs are in hostile.py.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import catalogue, reading
from scraper.items import Rejected
from scraper.reading import read_story
from scraper.reasons import Code
from tests.extract import hostile
from tests.extract.pages import PARAGRAPHS, page
from tests.extract.test_golden import CASES, GOLDEN

URL = "https://www.lantern.example/a"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
FIELDS = set(read_story("", URL))
MOST_BODY = 1_500_000  # characters of a page that are looked at
DAMAGED = 2  # variants of each golden page
PATIENCE = pytest.mark.timeout(30)  # seconds for what takes one on a machine with nothing else to do
# Of so much description, title and data the reader looks at the beginning only, and there is no headline in it.
TOO_MUCH = {"10 MB of description", "10 MB of title", "10 MB of headline"}


def bytes_of(page: str | bytes) -> bytes:
    return page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page


@PATIENCE
@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_it_ends_and_finds_the_headline_that_is_there(name: str) -> None:
    raw = hostile.HOSTILE[name]()
    found = read_story(raw, URL)
    assert set(found) == FIELDS
    assert found["url"] == URL
    assert len(found["body"]) <= MOST_BODY
    if hostile.HEADLINE.encode() in bytes_of(raw) and name not in {*hostile.NO_PAGES, *TOO_MUCH}:
        assert found["headline"] == "A headline of some words"


def test_most_hostile_pages_have_a_headline_to_be_found() -> None:
    """So that the test above asks for it often."""
    small = [name for name in hostile.HOSTILE if "10 MB" not in name]
    assert sum(hostile.HEADLINE.encode() in bytes_of(hostile.HOSTILE[name]()) for name in small) > 100


@PATIENCE
@pytest.mark.parametrize("name", hostile.NO_PAGES)
def test_what_is_no_page_is_called_so(name: str) -> None:
    raw = bytes_of(hostile.NO_PAGES[name]())
    rejected = reading.read(page(raw), newspapers=catalogue)
    assert isinstance(rejected, Rejected)
    assert rejected.reason.code is Code.NOT_HTML
    found = read_story(raw, URL)
    assert (found["headline"], found["body"], found["byline"], found["related_links"]) == ("", "", "", [])


def test_the_words_of_a_pdf_would_be_read_if_it_were_a_page() -> None:
    """So nothing is read of it because of what it is, and not for want of words."""
    raw = bytes_of(hostile.NO_PAGES["PDF with words"]()).removeprefix(b"%PDF-1.4\n")
    assert read_story(raw, URL)["headline"] == "A headline of words"


@pytest.mark.parametrize("name", [name for name in hostile.CHARSETS if name not in hostile.UNREADABLE])
def test_a_page_that_declares_its_charset_is_read_word_for_word(name: str) -> None:
    reads_word_for_word(name, declared=True)


@pytest.mark.parametrize("name", [name for name in hostile.CHARSETS if name not in hostile.UNTOLD])
def test_a_page_that_does_not_declare_its_charset_is_read_word_for_word(name: str) -> None:
    reads_word_for_word(name, declared=False)


def reads_word_for_word(name: str, *, declared: bool) -> None:
    found = read_story(hostile.in_charset(name, declared=declared), URL)
    assert found["headline"] == hostile.CHARSETS[name]
    assert found["body"].split("\n\n")[:5] == [hostile.paragraph_in_charset(name, number) for number in range(1, 6)]


@PATIENCE
@pytest.mark.parametrize("damage", hostile.DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_of_a_damaged_page_most_of_what_is_left_is_read(damage: Callable[[bytes, random.Random], bytes]) -> None:
    """What the damage left in the bytes: the headline, and the longest paragraph. Each in at least half of the pages."""
    headlines, paragraphs = [], []
    for case in CASES:
        expected = json.loads((GOLDEN / case / "expected.json").read_text("utf-8"))
        longest = max(expected["body"].split("\n\n"), key=len)
        chance = random.Random(case)
        for _ in range(2):
            raw = damage((GOLDEN / case / "page.html").read_bytes(), chance)
            found = read_story(raw, URL)
            assert set(found) == FIELDS
            if expected["headline"].encode() in raw:
                headlines.append(found["headline"] == expected["headline"])
            if longest and longest.encode() in raw:
                paragraphs.append(longest in found["body"])
    assert len(headlines) > 4 < len(paragraphs)
    assert sum(headlines) >= len(headlines) / 2
    assert sum(paragraphs) >= len(paragraphs) / 2


@PATIENCE
@pytest.mark.parametrize("case", CASES)
def test_a_page_damaged_again_and_again_is_read(case: str) -> None:
    whole = (GOLDEN / case / "page.html").read_bytes()
    chance = random.Random(case)
    for _ in range(DAMAGED):
        assert set(read_story(hostile.damaged(whole, chance), URL)) == FIELDS


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
    assert set(read_story("".join(pieces), URL)) == FIELDS


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=shift_jis", "text/html; charset=utf-16", "x"]))
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    reading.read(page(body, content_type=content_type), newspapers=catalogue)
    assert set(read_story(body, URL)) == FIELDS


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_taken(url: str) -> None:
    html = "<h1>A headline</h1><a href='b'>c</a><link rel=canonical href='/d'>"
    assert isinstance(read_story(html, url)["url"], str)
