"""The first pass over a page finds every statement it must, and nothing on a page without one."""

from __future__ import annotations

import random

import pytest

from scraper.dating import TextScan, scan_texts
from scraper.texts.folding import fold
from scraper.texts.statements import grammar
from scraper.texts.statements.find import standalone_among, standalone_texts
from scraper.texts.statements.grammar import Field, Parsed, Words
from scraper.texts.statements.table import Table, all_tables

STATEMENT = "This story is from the December 07, 2024 edition of The Lantern."
PROSE = "The ferry waited all night for a key that nobody in the harbour had seen since Sunday, said 3 of the 12 crew."
FIELDS = {"date": "7 December 2024", "page": "4", "number": "12", "volume": "46", "year": "2024", "morning": "朝刊"}


def a_text(parsed: tuple[Parsed, ...], choose: random.Random) -> str:
    """One of the ways to say a template."""
    words = ""
    for part in parsed:
        if isinstance(part, Field):
            words += FIELDS.get(part.name, "Xxx")
        elif isinstance(part, Words):
            words += part.words
        else:
            words += a_text(choose.choice(part.ways), choose)
    return words


def table_ids() -> list[str]:
    return [table.language for table in all_tables()]


@pytest.mark.parametrize("table", all_tables(), ids=table_ids())
def test_every_way_of_saying_it_holds_a_clue_and_every_needle(table: Table) -> None:
    choose = random.Random(table.language)
    for row in table.rows:
        parsed = grammar.parse_template(row.source)
        for _ in range(60):
            words = a_text(parsed, choose)
            text = fold(words + "\n").folded
            assert row.template.may_match(text), (row.example, words)
            found = [each for window in scan_texts([words]).windows for each in window.rows]
            assert row in found, (row.example, words)


def test_a_page_without_a_statement_has_no_window() -> None:
    assert scan_texts([PROSE] * 30).windows == ()
    assert scan_texts([]) == TextScan([])
    assert standalone_texts(scan_texts([PROSE])) == set()


def test_a_window_holds_the_short_texts_beside_a_clue_and_no_long_ones() -> None:
    texts = [PROSE * 3, "This story is from the", "December 07, 2024", "edition of", "The Lantern.", PROSE * 3, "Menu"]
    (window,) = scan_texts(texts).windows
    assert list(window.indexes) == [1, 2, 3, 4]
    assert scan_texts(texts).candidates == {0, 1, 2, 3, 4}
    assert standalone_texts(scan_texts(texts)) == {1, 2, 3, 4}


def test_both_ends_of_a_long_text_are_read() -> None:
    assert [len(scan_texts([text]).windows) for text in (STATEMENT + PROSE * 90, PROSE * 90 + STATEMENT)] == [1, 1]
    assert scan_texts([PROSE * 45 + STATEMENT + PROSE * 45]).windows == ()


@pytest.mark.parametrize(
    "text", ["", "\0", "\0print\0edition 7 December 2024", "\ud800 print edition 7", "\n\n\x0b", "edition"]
)
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(standalone_texts(scan_texts([text, "", text])), set)


def test_texts_with_line_breaks_and_nulls_keep_their_places() -> None:
    texts = ["a\nb\x0bc", "\0", PROSE, STATEMENT]
    assert standalone_texts(scan_texts(texts)) == {3} == standalone_among(texts)


def test_silent_texts_are_nobodys_statement() -> None:
    assert standalone_texts(scan_texts([STATEMENT, PROSE, STATEMENT]), excluded={0}) == {2}
    assert standalone_among([f"{STATEMENT} {PROSE}"]) == set()
