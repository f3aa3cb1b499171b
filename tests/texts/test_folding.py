"""Text made comparable, with the way back to the page's own words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.texts.folding import count_letters, fold, letters, visible


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Print EDITION", "print edition"),
        ("“Key” ‘key’ – «key»", '"key" \'key\' - "key"'),
        ("edi\u00adtion\u00a0of", "edition of"),
        ("２０２４ ٧ ७", "2024 7 7"),
        ("İstanbul ÉDITION ΟΔΟΣ", "istanbul édition οδοσ"),
        ("نُشر", "نشر"),
    ],
)
def test_what_is_folded(text: str, folded: str) -> None:
    assert fold(text).folded == folded


@given(st.text(max_size=60))
def test_every_folded_character_has_its_place(text: str) -> None:
    made = fold(text)
    assert len(made.folded) == len(made.offsets)
    assert made.quote(0, len(made.folded)) in text
    assert fold(made.folded).folded == made.folded


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Nº 7, “x_y”\n", 5), ("ตี๋", 3), ("తెలుగు", 6), ("·…—", 0)])
def test_letters_are_counted_with_the_signs_written_on_them(text: str, count: int) -> None:
    assert count_letters(text) == count


def test_what_is_invisible_is_left_out() -> None:
    assert visible("Ge\u00admeinde\u200brat \ufefftagt\u2060.") == "Gemeinderat tagt."
    assert visible("nothing\u200dto leave out") == "nothing\u200dto leave out"  # a joiner is spelling


@given(st.text(max_size=60))
def test_letters_are_what_is_no_sign_in_any_script(text: str) -> None:
    assert letters(text) == "".join(each for each in text.casefold() if re.match(r"[^\W_]", each))
