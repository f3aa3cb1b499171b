"""The path of every page: made, recognised, and its JSON beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.publish import addresses


def test_paths():
    assert addresses.paper("the-hindu") == "/papers/the-hindu/"
    assert addresses.span_of_paper("the-hindu", "2024-12") == "/papers/the-hindu/2024-12/"
    assert addresses.edition("the-hindu", "2024-12-07", "delhi") == "/papers/the-hindu/2024-12-07/delhi/"
    assert addresses.edition("the-hindu", "2024-12-07", "") == "/papers/the-hindu/2024-12-07/main/"
    assert addresses.edition("x", "2024-12-07", "Late/City 2") == "/papers/x/2024-12-07/Late%2FCity%202/"
    assert addresses.story("abc") == "/stories/abc"
    assert addresses.versions("abc") == "/stories/abc/versions/"
    assert addresses.on("2024") == "/on/2024/"


def test_a_search_keeps_what_was_asked_and_leaves_out_what_was_not():
    assert addresses.search({"q": ["AT&T rain"], "publication": ["a", "b"], "to": [""]}) == (
        "/search?q=AT%26T+rain&publication=a&publication=b"
    )
    assert addresses.search({}) == "/search"


@pytest.mark.parametrize(
    ("path", "json"),
    [
        ("/", "/.json"),
        ("/papers/x/", "/papers/x.json"),
        ("/search?q=a", "/search.json?q=a"),
        ("/stories/abc", "/stories/abc.json"),
    ],
)
def test_json_lies_beside_the_page(path, json):
    assert addresses.as_json(path) == json


@pytest.mark.parametrize(
    ("text", "first", "last", "spelled"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024"),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024-02"),
        ("2024-2-9", dt.date(2024, 2, 9), dt.date(2024, 2, 9), "2024-02-09"),
    ],
)
def test_a_year_a_month_or_a_day(text, first, last, spelled):
    assert addresses.span(text) == addresses.Span(first, last, spelled)


@pytest.mark.parametrize("text", ["", "2024-13", "2024-02-30", "20241207", "now", "2024-12-07T05", "२०२४"])
def test_what_is_no_date(text):
    assert addresses.span(text) is None


def test_only_a_day_is_a_day():
    assert addresses.span("2024-12-07").day == dt.date(2024, 12, 7)
    assert addresses.span("2024-12").day is None


def test_main_is_the_empty_label_or_one_of_that_name():
    assert addresses.labels("main") == ("", "main")
    assert addresses.labels("delhi") == ("delhi",)


@pytest.mark.parametrize(
    ("pattern", "path", "parts"),
    [
        (addresses.NEWSSTAND_PATTERN, "/", {"tail": "/"}),
        (addresses.NEWSSTAND_PATTERN, "/.json", {"tail": "/.json"}),
        (addresses.PAPERS_PATTERN, "/papers.json", {"tail": ".json"}),
        (addresses.PAPER_PATTERN, "/papers/news.example.org.json", {"slug": "news.example.org", "tail": ".json"}),
        (addresses.PAPER_PATTERN, "/papers/a/.json", {"slug": "a", "tail": "/.json"}),
        (addresses.SPAN_PATTERN, "/papers/a/2024", {"slug": "a", "when": "2024", "tail": None}),
        (
            addresses.EDITION_PATTERN,
            "/papers/a/2024-12-07/main.json",
            {"slug": "a", "when": "2024-12-07", "label": "main", "tail": ".json"},
        ),
        (addresses.STORY_PATTERN, "/stories/abc", {"key": "abc", "tail": None}),
    ],
)
def test_patterns(pattern, path, parts):
    assert pattern.match(path).groupdict() == parts


def test_patterns_reserve_no_more_than_their_own():
    patterns = [value for name, value in vars(addresses).items() if name.endswith("_PATTERN")]
    assert len(patterns) > 13
    for path in ("/archive", "/archive.json", "/archive/stories", "/-/versions", "/static/site.css", "/favicon.ico"):
        assert not [pattern for pattern in patterns if pattern.match(path)], path


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("/search", ""), ("/search.json", "json"), ("/stories/abc.csl.json", "csl.json"), ("/stories.bib", "bib"),
        ("/papers/akhbar.example/", ""), ("/papers/akhbar.example.atom", "atom"), ("/archive/stories.csv", "csv"),
    ],
)  # fmt: skip
def test_the_form_that_a_path_asks_for(path, ending):
    assert addresses.ending(path) == ending
