from __future__ import annotations

import functools
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.archive import schema
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.query import MAX_CHARACTERS, MAX_WORDS, composed, parse


@functools.cache
def index() -> sqlite3.Connection:
    """A full-text index with the archive's tokenizer and columns."""
    connection = sqlite3.connect(":memory:")
    tokenizer = schema.TOKENIZER
    connection.execute(f"CREATE VIRTUAL TABLE stories_fts USING fts5({schema.WORDS}, tokenize='{tokenizer}')")
    return connection


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("night ferry", '("night" AND "ferry")'),
        ('"night ferry"', '"night ferry"'),
        ("“night ferry” boat", '("night ferry" AND "boat")'),
        ("ferry OR boat", '("ferry" OR "boat")'),
        ("ferry | boat", '("ferry" OR "boat")'),
        ("rain or shine", '("rain" AND "or" AND "shine")'),
        ("boat -rain", '("boat" NOT "rain")'),
        ("boat NOT rain", '("boat" NOT "rain")'),
        ("harb*", '"harb" *'),
        ("storm NEAR/5 harbour", 'NEAR("storm" "harbour", 5)'),
        ("storm NEAR harbour", 'NEAR("storm" "harbour", 10)'),
        ("headline:storm", '{headline print_headline} : ("storm")'),
        ("Headline:(storm OR rain) boat", '({headline print_headline} : (("storm" OR "rain")) AND "boat")'),
        ('byline:"Mira Osei"', 'byline : ("mira osei")'),
        ("AT&T", '"at&t"'),
        ("co-op", '"co-op"'),
        ("O'Connor", '"o\'connor"'),
        ('"unclosed', '"unclosed"'),
        ("a:b", '"a:b"'),
        ("((((boat", '"boat"'),
        ("boat)) rain", '("boat" AND "rain")'),
        ("OR", '"or"'),
        ("AND NOT", '("and" AND "not")'),
        ("NEAR", '"near"'),
        ("boat OR", '"boat"'),
        ("rain 😀", '"rain"'),
        ("'; drop table stories; --", '("drop" AND "table" AND "stories")'),
        ("दिल्ली", '"दिल्ली"'),
        ("潮見市", '"潮見 見市"'),
        ("都", '"都" *'),
        ("潮見tram", '"潮見 見 tram"'),
        ("ＡＢＣ潮見", '"abc 潮見"'),
        ("boat\x00rain", '"boat rain"'),
    ],
)
def test_what_is_typed_becomes(typed: str, match: str) -> None:
    query = parse(typed)
    assert (query.match, query.negated, query.nothing) == (match, False, False)
    index().execute("SELECT count(*) FROM stories_fts WHERE stories_fts MATCH ?", [match])


@pytest.mark.parametrize(
    ("typed", "match"),
    [("-rain", '"rain"'), ('-"night ferry" -boat', '("night ferry" OR "boat")'), ("a OR -b", '("b" NOT "a")')],
)
def test_what_is_only_denied_means_all_other_stories(typed: str, match: str) -> None:
    query = parse(typed)
    assert (query.match, query.negated) == (match, True)


@pytest.mark.parametrize("typed", ["(", ")", "*", "-", "😀", '"', '""', "%", "&&", "|", "()", "(-)", ":"])
def test_where_there_is_no_word_it_says_so(typed: str) -> None:
    query = parse(typed)
    assert (query.match, query.nothing) == ("", True)
    assert query.notes == (Note(code=NoteCode.NO_WORD, text=typed),)


def test_nothing_typed_means_all_stories() -> None:
    assert (parse("").nothing, parse("  ").match, parse("").node) == (False, "", None)


def test_ten_thousand_characters_are_cut_and_said_so() -> None:
    query = parse("boat " * 2_000)
    assert query.match.count('"boat"') == MAX_WORDS
    assert query.notes == (
        Note(code=NoteCode.CHARACTERS_LEFT_OUT, number=MAX_CHARACTERS),
        Note(code=NoteCode.WORDS_LEFT_OUT, number=MAX_WORDS),
    )


def test_ten_thousand_parentheses_are_survived() -> None:
    assert parse("(" * 10_000).nothing
    assert parse("(" * 900 + "boat" + ")" * 900).notes == ()


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["(", ")", '"', "*", "-", "OR", "AND", "NOT", "NEAR", "NEAR/3", "headline:", "|", "潮見", "AT&T"]
            ),
            st.text(max_size=8),
        ),
        max_size=14,
    ).map(" ".join)
)
def test_whatever_is_typed_sqlite_can_answer(typed: str) -> None:
    query = parse(typed)
    if query.match:
        index().execute("SELECT count(*) FROM stories_fts WHERE stories_fts MATCH ?", [query.match]).fetchone()


def test_a_long_sentence_in_quotation_marks_is_cut_nowhere_but_between_words() -> None:
    sentence = " ".join(f"word{number}" for number in range(64))  # far more than 100 characters
    assert parse(f'"{sentence}"').match == f'"{sentence}"'
    assert parse(f'"{sentence}"').notes == ()
    assert parse(composed(phrase=sentence)).match == f'"{sentence}"'
    longer = parse(f'"{sentence} one more"')
    assert longer.match == f'"{sentence}"'
    assert [note.code.value for note in longer.notes] == ["words_left_out"]
