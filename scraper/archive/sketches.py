"""A text -> its sketch, by which texts that share most of their words are found among millions (pure).

A text counts as the set of its shingles: every three words in a row; of a script without spaces, every four
characters. The sketch is a MinHash of that set (Broder 1997) in 128 numbers, of each of which 16 bits are kept (Li and
König, "b-Bit Minwise Hashing", 2010): the part of numbers that two sketches have in common estimates the part of
shingles that two texts have in common, within some four hundredths. It does not depend on when or where it is made.
"""

from __future__ import annotations

import numpy as np
import rensa

from scraper.archive.shingles import WORDS

NUMBERS = 128  # of a sketch
SIZE = 2 * NUMBERS  # bytes of a sketch
LEAST_SHINGLES = 20  # of a text that is sketched: less says too little to tell copies from common phrases
SEED = 1_000_003
# What a sketch is made by. Archives whose sketches were made by anything else have them made anew.
METHOD = f"1 rensa {rensa.RMinHash.ALGORITHM_VERSION} {NUMBERS} {LEAST_SHINGLES} {SEED} {WORDS}"

_MIXED = np.uint32(0x9E3779B1)  # Knuth's multiplicative hashing: the upper half of the product depends on all bits


def sketch(found: set[str]) -> bytes:
    """The sketch of a set of shingles, ``SIZE`` bytes; none of a set of fewer than ``LEAST_SHINGLES``."""
    if len(found) < LEAST_SHINGLES:
        return b""
    minima = rensa.RMinHash(num_perm=NUMBERS, seed=SEED)
    minima.update(list(found))
    mixed = np.array(minima.digest(), dtype=np.uint32) * _MIXED
    return (mixed >> np.uint32(16)).astype("<u2").tobytes()
