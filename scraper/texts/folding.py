"""Text made comparable, with the way back: what matches in the folded text can be quoted from the page's own words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = '“”„‟«»‹›″＂「」『』〝〞"'
_APOSTROPHES = "’‘‚‛′´`ʼ'"
_DASHES = "–—‐‑‒―−-"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded form; ``offsets[i]`` is where the folded character ``i`` stands in the text."""

    text: str
    folded: str
    offsets: Sequence[int]

    def quote(self, start: int, end: int) -> str:
        """The page's own words for a stretch of the folded text."""
        if start >= end:
            return ""
        return self.text[self.offsets[start] : self.offsets[end - 1] + 1]


def fold(text: str) -> Folded:
    """Fold case, quotes, dashes, widths and digits; leave out soft hyphens and marks that print nothing."""
    if text.isascii():
        return Folded(text, text.lower(), range(len(text)))
    folded = _FOREIGN.sub(_folded_run, text).lower()
    if len(folded) == len(text):  # a character never becomes two, so none was left out either
        return Folded(text, folded, range(len(text)))
    pieces = [_folded(char) for char in text]
    return Folded(text, "".join(pieces), [offset for offset, piece in enumerate(pieces) if piece])


_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def _folded_run(run: re.Match[str]) -> str:
    return "".join(map(_folded, run[0]))


@functools.lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    """One character, or none for a mark that prints nothing (soft hyphen, direction marks, joiners)."""
    if char in _QUOTES:
        return '"'
    if char in _APOSTROPHES:
        return "'"
    if char in _DASHES:
        return "-"
    if unicodedata.category(char) == "Cf" or char in "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652":
        return ""
    if char == "İ":
        return "i"  # the only letter whose small form is two characters
    if char.isspace():
        return "\n" if char == "\n" else " "
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    wide = unicodedata.normalize("NFKC", char)
    return (wide if len(wide) == 1 else char).lower()
