"""The path of every page: made, recognised, and its JSON beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.site import routes


def test_paths():
    assert routes.paper("the-hindu") == "/papers/the-hindu/"
    assert routes.span_of_paper("the-hindu", "2024-12") == "/papers/the-hindu/2024-12/"
    assert routes.edition("the-hindu", "2024-12-07", "delhi") == "/papers/the-hindu/2024-12-07/delhi/"
    assert routes.edition("the-hindu", "2024-12-07", "") == "/papers/the-hindu/2024-12-07/main/"
    assert routes.edition("x", "2024-12-07", "Late/City 2") == "/papers/x/2024-12-07/Late%2FCity%202/"
    assert routes.story("abc") == "/stories/abc"
    assert routes.versions("abc") == "/stories/abc/versions/"
    assert routes.on("2024") == "/on/2024/"


def test_a_search_keeps_what_was_asked_and_leaves_out_what_was_not():
    assert routes.search({"q": ["AT&T rain"], "publication": ["a", "b"], "to": [""]}) == (
        "/search?q=AT%26T+rain&publication=a&publication=b"
    )
    assert routes.search({}) == "/search"


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
    assert routes.as_json(path) == json


@pytest.mark.parametrize(
    ("text", "first", "last", "spelled"),
    [
        ("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31), "2024"),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29), "2024-02"),
        ("2024-2-9", dt.date(2024, 2, 9), dt.date(2024, 2, 9), "2024-02-09"),
    ],
)
def test_a_year_a_month_or_a_day(text, first, last, spelled):
    assert routes.span(text) == routes.Span(first, last, spelled)


@pytest.mark.parametrize("text", ["", "2024-13", "2024-02-30", "20241207", "now", "2024-12-07T05", "२०२४"])
def test_what_is_no_date(text):
    assert routes.span(text) is None


def test_only_a_day_is_a_day():
    assert routes.span("2024-12-07").day == dt.date(2024, 12, 7)
    assert routes.span("2024-12").day is None


def test_main_is_the_empty_label_or_one_of_that_name():
    assert routes.labels("main") == ("", "main")
    assert routes.labels("delhi") == ("delhi",)


@pytest.mark.parametrize(
    ("pattern", "path", "parts"),
    [
        (routes.NEWSSTAND_PATTERN, "/", {"tail": "/"}),
        (routes.NEWSSTAND_PATTERN, "/.json", {"tail": "/.json"}),
        (routes.PAPERS_PATTERN, "/papers.json", {"tail": ".json"}),
        (routes.PAPER_PATTERN, "/papers/news.example.org.json", {"slug": "news.example.org", "tail": ".json"}),
        (routes.PAPER_PATTERN, "/papers/a/.json", {"slug": "a", "tail": "/.json"}),
        (routes.SPAN_PATTERN, "/papers/a/2024", {"slug": "a", "when": "2024", "tail": None}),
        (
            routes.EDITION_PATTERN,
            "/papers/a/2024-12-07/main.json",
            {"slug": "a", "when": "2024-12-07", "label": "main", "tail": ".json"},
        ),
        (routes.STORY_PATTERN, "/stories/abc", {"key": "abc", "tail": None}),
    ],
)
def test_patterns(pattern, path, parts):
    assert pattern.match(path).groupdict() == parts


def test_patterns_reserve_no_more_than_their_own():
    patterns = [value for name, value in vars(routes).items() if name.endswith("_PATTERN")]
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
    assert routes.ending(path) == ending


@pytest.mark.parametrize(
    ("typed", "languages"),
    [
        ("2026-03-07", "en"),
        ("2026-3-7", "en"),
        ("20260307", "en"),
        ("7 March 2026", "en"),
        ("March 7, 2026", "en"),
        ("Saturday,  7th  Mar 2026", "en"),
        ("7. März 2026", "de"),
        ("Samstag, 7. März 2026", "de en"),
        ("07.03.2026", "de en"),
        ("7/3/2026", "fr en"),
        ("7 mars 2026", "fr en"),
        ("7 mars 2026", "en de fr"),  # read by an Englishman, who copied it
        ("March 7, 2026", "de"),
        ("7 de marzo de 2026", "en es"),
        ("7 марта 2026 г.", "en ru"),
        ("2026年3月7日", "en ja"),
        ("7 मार्च 2026", "en hi"),
    ],
)
def test_a_day_that_a_person_types(typed: str, languages: str) -> None:
    assert routes.typed_day(typed, languages.split()) == dt.date(2026, 3, 7)


@pytest.mark.parametrize(
    "typed",
    [
        "", "ferry", "2026", "2026-03", "March 2026", "7 March", "2026-02-30", "31 April 2026", "7 March 2026 ferry",
        "3/7/2026",  # July to some who read English, March to others
        "3 or 4 July 2026", "9" * 500, "7 mars 2026",
    ],
)  # fmt: skip
def test_what_is_no_day_or_could_be_two_is_none(typed: str) -> None:
    assert routes.typed_day(typed, ["en", "de"]) is None


def test_a_day_in_the_sites_own_spelling_may_be_of_any_year() -> None:
    assert routes.typed_day("0999-01-02") == dt.date(999, 1, 2)
