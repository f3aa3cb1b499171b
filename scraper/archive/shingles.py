"""A text as the set of its shingles: every three words in a row (pure)."""

from __future__ import annotations

import re

from scraper.archive.terms import terms

WORDS = 3  # of a shingle
# Letters and digits with their marks: of Indic scripts these are vowels.
_WORD = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f"
    r"\u1780-\u17d3]+"
)


def shingles(text: str) -> set[str]:
    """The runs of three words of a text, spelt as the index spells them."""
    words = _WORD.findall(terms(text))
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def shared(one: set[str], other: set[str]) -> float:
    """The part of the longer text's shingles that the other has as well, 0 to 1."""
    longer = max(len(one), len(other))
    return len(one & other) / longer if longer else 0.0
