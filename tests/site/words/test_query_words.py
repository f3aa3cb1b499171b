"""A search in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.archive.search.filters import NAMES, Filters
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import parse
from scraper.site import language
from scraper.site.words import query_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "all stories"),
        ("***", "nothing"),
        ("night ferry", "stories with “night” and “ferry”"),
        ("ferry OR boat rain", "stories with “ferry” or (“boat” and “rain”)"),
        ("(ferry OR boat) rain", "stories with (“ferry” or “boat”) and “rain”"),
        ("-rain", "stories without “rain”"),
        ("ferry -rain", "stories with “ferry” and not “rain”"),
        ("headline:harb*", "stories with words beginning with “harb” in the headline"),
        ("standfirst:storm", "stories with “storm” in the standfirst"),
        ('byline:"Mira Osei"', "stories with “Mira Osei” in the byline"),
        ("body:storm", "stories with “storm” in the body"),
        ("section:sport", "stories with “sport” in the name of the section"),
        ("storm NEAR/5 harbour", "stories with “storm” near “harbour” (at most 5 words between)"),
    ],
)
def test_how_a_query_was_understood(typed: str, words: str) -> None:
    assert query_words.query_in_words(parse(typed)) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"month_day": ["4-13"], "byline": ["quill"], "front_page": ["1"], "label": ["main"]},
            "in the edition main, by “quill”, on the front page, of 04-13 of any year",
        ),
        ({"section": ["Sport", "City"], "language": ["en"]}, "in the section Sport or City, in the language English"),
        ({"access": ["open"], "from": ["2026-03"]}, "held as “Whole story”, since 2026-03-01"),
        ({"from": ["2026-03"], "to": ["2026-03"]}, "from 2026-03-01 to 2026-03-31"),
        ({"from": ["2026-03-07"], "to": ["2026-03-07"]}, "of 2026-03-07"),
        ({"to": ["2026"]}, "until 2026-12-31"),
        ({"publication": ["lantern", "zzz"]}, "in The Lantern or “zzz”"),
    ],
)
def test_how_a_search_was_understood(values: dict[str, list[str]], words: str) -> None:
    filters = Filters.of({"q": ["night"], **values})
    assert query_words.filters_in_words(filters, {"lantern": "The Lantern"}) == f"stories with “night”, {words}"


def test_without_titles_newspapers_go_by_their_slugs() -> None:
    filters = Filters.of({"publication": ["lantern", "zzz"]})
    assert query_words.filters_in_words(filters) == "all stories, in lantern or zzz"


@given(
    q=st.text(max_size=30),
    values=st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=8), max_size=3)),
)
def test_whatever_is_typed_has_words(q: str, values: dict[str, list[str]]) -> None:
    filters = Filters.of({"q": [q], **values})
    assert query_words.filters_in_words(filters)
    assert all(map(query_words.note_in_words, (*filters.notes, *filters.query.notes)))


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note(code=NoteCode.CHARACTERS_LEFT_OUT, number=2_000), "Only the first 2,000 characters were read."),
        (Note(code=NoteCode.WORDS_LEFT_OUT, number=64), "Only the first 64 words were searched for."),
        (Note(code=NoteCode.NO_WORD, text="***"), "There is no word to search for in “***”."),
        (
            Note(code=NoteCode.NO_DATE, text="soon"),
            "“soon” is no date (2024, 2024-12 or 2024-12-07) and was left out.",
        ),
        (
            Note(code=NoteCode.DATES_SWAPPED, first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 7)),
            "The dates were the wrong way round: read as 2026-03-01 to 2026-03-07.",
        ),
        (
            Note(code=NoteCode.NO_DAY_OF_YEAR, text="13-40"),
            "“13-40” is no day of a year (04-13) and was left out.",
        ),
        (Note(code=NoteCode.NO_LANGUAGE, text="e!"), "“e!” is no language (en, de) and was left out."),
        (
            Note(code=NoteCode.NO_WORD_IN_BYLINE, text="***"),
            "There is no word in the byline “***”; it was left out.",
        ),
        (
            Note(code=NoteCode.NO_ACCESS, text="free"),
            "“free” is no kind of access (open, excerpt, part or headline) and was left out.",
        ),
        (
            Note(code=NoteCode.NO_FRONT_PAGE, text="A1"),
            "“A1” for the front page is neither 1 nor 0 and was left out.",
        ),
        (Note(code=NoteCode.NO_ORDER, text="best"), "“best” is no order; newest first instead."),
        (
            Note(code=NoteCode.NO_CURSOR, text="x"),
            "“x” is no cursor of these results; they begin at the beginning.",
        ),
        (
            Note(code=NoteCode.RANKED_IN_BLOCKS, number=50_000),
            "The best of the newest 50,000 matches come first, then those of the next.",
        ),
    ],
)
def test_a_note_in_words(note: Note, words: str) -> None:
    assert query_words.note_in_words(note) == words


def test_there_are_words_for_every_note() -> None:
    assert set(query_words.NOTES) == set(NoteCode)


def test_a_search_is_said_in_the_readers_language() -> None:
    with language.speaking("de"):
        assert query_words.query_in_words(parse("headline:storm -rain")) == (
            "Artikel mit „storm“ in der Überschrift und nicht „rain“"
        )
        note = query_words.note_in_words(Note(code=NoteCode.CHARACTERS_LEFT_OUT, number=2_000))
        assert "2.000" in note
