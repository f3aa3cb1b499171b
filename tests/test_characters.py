"""What is text and what is not, and in which form each stays, is replaced, or is percent-encoded."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import characters

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(st.characters(categories=("Cc", "Cf", "Cs", "Cn", "Zl")))
OF_SCRIPTS = (
    "می\u200cخواهم",  # Persian, with ZWNJ
    "क्\u200dष",  # Hindi, with ZWJ
    "שלום\u200f!",  # Hebrew, with RLM
    "\u2067السوق\u2069 و\u202bالبنك\u202c",  # Arabic, with an isolate and an embedding
    "Donau\u00addampfschiff",
    "👩\u200d🚀 🏴\U000e0067\U000e0062\U000e007f",
    "« Lire\xa0»\u2009: œuvre",
    "\ufffd",
)


@pytest.mark.parametrize("text", OF_SCRIPTS)
def test_what_scripts_are_written_with_stays(text: str) -> None:
    assert characters.storable(text) == text
    assert characters.one_line(text) == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("What the council decided \ud83d", "What the council decided \ufffd"),
        ("two halves \ud83d\ude00", "two halves 😀"),
        ("a\x00b\x07c\x1b[31md\x7fe", "a\ufffdb\ufffdc\ufffd[31md\ufffde"),
        ("it\x92s \x93so\x94\x85 \x8f", "it’s “so”… \ufffd"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\ufffe \uffff \ufdd0 \U0001ffff \ufff9", "\ufffd \ufffd \ufffd \ufffd \ufffd"),
        ("one\r\ntwo\rthree\x0bfour\u2028five\tsix\n", "one\ntwo\nthree\nfour\nfive\tsix\n"),
    ],
)
def test_what_is_no_text_is_replaced(text: str, stored: str) -> None:
    assert characters.storable(text) == stored
    assert characters.one_line(text) == stored.replace("\n", " ").replace("\t", " ")


@given(ANY_TEXT)
def test_whatever_is_stored_can_be_stored(text: str) -> None:
    stored = characters.storable(text)
    assert characters.storable(stored) == stored
    with sqlite3.connect(":memory:") as connection:
        assert connection.execute("SELECT ?", [stored]).fetchone() == (stored,)
    assert json.loads(json.dumps(stored, ensure_ascii=False).encode()) == stored
    assert not {"\n", "\t", "\r", "\x1b"} & set(characters.one_line(text))


@given(ANY_TEXT)
def test_nothing_that_is_printed_acts_on_a_terminal(text: str) -> None:
    printed = characters.printable(text)
    assert all(char in "\t\n" or not (char < " " or "\x7f" <= char <= "\x9f") for char in printed)
    assert not set(printed) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        (" http://a.example/b \n", "http://a.example/b"),
        ("http://a.example/b\r\nWARC-Type: x", "http://a.example/bWARC-Type: x"),
        ("http://a.example/\x00\x1b[2J\udc80", "http://a.example/%00%1B[2J%ED%B2%80"),
        ("http://a.example/\u2028\u202e\ufff9", "http://a.example/%E2%80%A8%E2%80%AE%EF%BF%B9"),
        ("http://a.example/straße", "http://a.example/straße"),
    ],
)
def test_an_address_is_one_line_without_control_characters(url: str, stored: str) -> None:
    assert characters.address(url) == stored


def test_whole_numbers_have_64_bits() -> None:
    assert characters.stored_value(10**30) == characters.MOST_INTEGER
    assert characters.stored_value(-(10**30)) == -characters.MOST_INTEGER
    assert [characters.stored_value(value) for value in (7, 0.5, None, b"\x00")] == [7, 0.5, None, b"\x00"]
