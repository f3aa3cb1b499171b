"""A text -> its sketch, by which texts that share most of their words are found among millions (pure).

A text counts as the set of its shingles: every three words in a row; of a script without spaces, every four
characters. The sketch is a MinHash of that set (Broder 1997) in 128 numbers, of each of which 16 bits are kept (Li and
König, "b-Bit Minwise Hashing", 2010): the part of numbers that two sketches have in common estimates the part of
shingles that two texts have in common, within some four hundredths. It does not depend on when or where it is made.
"""

from __future__ import annotations

import re

import numpy as np
import rensa

from scraper.archive.terms import terms

NUMBERS = 128  # of a sketch
SIZE = 2 * NUMBERS  # bytes of a sketch
LEAST_SHINGLES = 20  # of a text that is sketched: less says too little to tell copies from common phrases
SEED = 1_000_003
WORDS = 3  # of a shingle
# What a sketch is made by. Archives whose sketches were made by anything else have them made anew.
METHOD = f"1 rensa {rensa.RMinHash.ALGORITHM_VERSION} {NUMBERS} {LEAST_SHINGLES} {SEED} {WORDS}"

# Letters and digits with their marks: of Indic scripts these are vowels.
_WORD = re.compile(
    r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f"
    r"\u1780-\u17d3]+"
)
_MIXED = np.uint32(0x9E3779B1)  # Knuth's multiplicative hashing: the upper half of the product depends on all bits


def shingles(text: str) -> set[str]:
    """The runs of three words of a text, spelt as the index spells them."""
    words = _WORD.findall(terms(text))
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def sketch(found: set[str]) -> bytes:
    """The sketch of a set of shingles, ``SIZE`` bytes; none of a set of fewer than ``LEAST_SHINGLES``."""
    if len(found) < LEAST_SHINGLES:
        return b""
    minima = rensa.RMinHash(num_perm=NUMBERS, seed=SEED)
    minima.update(list(found))
    mixed = np.array(minima.digest(), dtype=np.uint32) * _MIXED
    return (mixed >> np.uint32(16)).astype("<u2").tobytes()


def shared(one: set[str], other: set[str]) -> float:
    """The part of the longer text's shingles that the other has as well, 0 to 1."""
    longer = max(len(one), len(other))
    return len(one & other) / longer if longer else 0.0
