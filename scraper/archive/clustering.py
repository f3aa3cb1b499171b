"""Sketches -> which of their texts are copies of each other (pure).

Two texts are copies if the shorter has at least ``SHARED`` of the longer one's shingles; of short texts, of which a
standing phrase is a large part, ``SHARED_IF_SHORT``. Who is a copy of a copy belongs to the same cluster. A part of a
text that is less than that - a teaser, a brief made of a report - is no copy.

No pair is looked at that is not likely to be one (locality-sensitive hashing, Indyk and Motwani 1998): a sketch is cut
into ``BANDS`` of three numbers, and texts are compared that have all three of a band in common. Where very many have
them, as boilerplate does, each is compared with the next ``NEAREST`` in the order of their sketches, so that the cost
grows with the number of texts and not with its square. All of it is a function of the set of texts: neither the order
in which they came nor the number of runs matters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from scraper.archive.sketches import NUMBERS

SHARED = 0.5
SHORT = 60  # shingles
SHARED_IF_SHORT = 0.75
ROWS = 3  # numbers of a band
BANDS = NUMBERS // ROWS
NEAREST = 24  # texts that one is compared with, of those that have a band in common
COMPARED = 200_000  # pairs at a time
RULES = f"{SHARED} {SHORT} {SHARED_IF_SHORT} {ROWS} {NEAREST}"  # clusters that were made by other rules are made anew

Sketches = npt.NDArray[np.uint16]  # one a row
Numbers = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]  # bands done, of how many


def clusters(sketches: Sketches, sizes: Numbers, progress: Progress = lambda done, total: None) -> Numbers:
    """To which cluster each text belongs, as the number of one of its texts; a text without copies is its own.

    :param sketches: of the texts, one a row.
    :param sizes: how many shingles each has.
    """
    if not len(sketches):
        return np.zeros(0, dtype=np.int64)
    prints = _fingerprints(sketches)
    # The same sketch is compared once, and all are compared in an order that is theirs.
    _, first, which = np.unique(prints, return_index=True, return_inverse=True)
    linked = _Linked(len(first))
    unique, unique_sizes = sketches[first], sizes[first]
    for band in range(BANDS):
        _link_band(unique, unique_sizes, band, linked)
        progress(band + 1, BANDS)
    return first[linked.roots()][which]


def copies(one: Sketches, other: Sketches, sizes: Numbers, other_sizes: Numbers) -> npt.NDArray[np.bool_]:
    """Whether the texts of each pair of rows are copies of each other."""
    alike = (one == other).mean(axis=1)
    longer, shorter = np.maximum(sizes, other_sizes), np.minimum(sizes, other_sizes)
    shared = alike / (1 + alike) * (sizes + other_sizes) / longer  # shingles in both, of those of the longer
    return np.asarray(shared >= np.where(shorter < SHORT, SHARED_IF_SHORT, SHARED))


def _fingerprints(sketches: Sketches) -> npt.NDArray[np.uint64]:
    """One number for each sketch, the same for the same sketch and for no other that is ever met."""
    parts = np.ascontiguousarray(sketches).view(np.uint64)
    prints = np.zeros(len(parts), dtype=np.uint64)
    for column in range(parts.shape[1]):
        prints = (prints ^ parts[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        prints ^= prints >> np.uint64(29)
    return prints


def _link_band(sketches: Sketches, sizes: Numbers, band: int, linked: _Linked) -> None:
    """Link the texts that have this band in common and are copies."""
    numbers = sketches[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
    keys = numbers[:, 0] | numbers[:, 1] << np.uint64(16) | numbers[:, 2] << np.uint64(32)
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    for step in range(1, NEAREST + 1):
        at = np.flatnonzero(in_order[step:] == in_order[:-step])
        if not len(at):
            return
        one, other = order[at], order[at + step]
        roots = linked.roots()
        unlike = roots[one] != roots[other]
        one, other = one[unlike], other[unlike]
        for start in range(0, len(one), COMPARED):
            left, right = one[start : start + COMPARED], other[start : start + COMPARED]
            same = copies(sketches[left], sketches[right], sizes[left], sizes[right])
            linked.link(left[same], right[same])


class _Linked:
    """Which texts are linked, however far around (union-find); a tree's root is its lowest number."""

    def __init__(self, texts: int) -> None:
        self._parents: Numbers = np.arange(texts)

    def link(self, one: Numbers, other: Numbers) -> None:
        """Link the texts of these pairs."""
        parents = self._parents
        for left, right in zip(one.tolist(), other.tolist(), strict=True):
            a, b = self._root(left), self._root(right)
            if a != b:
                parents[max(a, b)] = min(a, b)

    def _root(self, text: int) -> int:
        parents = self._parents
        while (parent := int(parents[text])) != text:
            parents[text] = parents[parent]
            text = parent
        return text

    def roots(self) -> Numbers:
        """The root of each text."""
        while True:
            higher = self._parents[self._parents]
            if np.array_equal(higher, self._parents):
                return self._parents
            self._parents = higher
