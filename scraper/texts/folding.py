"""Case folding and normalising of text for matching, with offsets to quote the original words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # soft hyphens and zero-width spaces
_NO_LETTERS = re.compile(r"[\W_]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_QUOTES = '“”„‟«»‹›″＂「」『』〝〞"'
_APOSTROPHES = "’‘‚‛′´`ʼ'"
_DASHES = "–—‐‑‒―−-"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded form; ``offsets[i]`` is the index in ``text`` of the folded character ``i``."""

    text: str
    folded: str
    offsets: Sequence[int]

    def quote(self, start: int, end: int) -> str:
        """The original words of ``folded[start:end]``; "" where that is empty."""
        if start >= end:
            return ""
        return self.text[self.offsets[start] : self.offsets[end - 1] + 1]


def visible(text: str) -> str:
    """A text without soft hyphens and zero-width spaces."""
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    return text


def letters(text: str) -> str:
    """A text reduced to its letters and digits, case-folded, so that two renderings of it compare equal."""
    folded = text.casefold()
    found = folded.encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS).decode("utf-8", "surrogatepass")
    return found if folded.isascii() else _NO_LETTERS.sub("", found)


def count_letters(text: str) -> int:
    """The number of letters and digits in a text; a vowel sign counts as the letter it is.

    A text in Telugu or Thai has many of these, and is no shorter for them.
    """
    plain = text.encode("ascii", "ignore").translate(None, _ASCII_SIGNS)
    others = Counter("".join(_NON_ASCII.findall(text))).items()
    return len(plain) + sum(
        count for each, count in others if each.isalnum() or unicodedata.category(each).startswith("M")
    )


def fold(text: str) -> Folded:
    """Fold a text for matching.

    Case, quotes, dashes, digits and full-width forms (Unicode NFKC) are unified; soft hyphens, joiners, direction marks
    and Arabic vowel signs are left out.
    """
    if text.isascii():
        return Folded(text, text.lower(), range(len(text)))
    folded = _NON_ASCII.sub(_folded_run, text).lower()
    if len(folded) == len(text):  # a character never becomes two, so none was left out either
        return Folded(text, folded, range(len(text)))
    pieces = [_folded(char) for char in text]
    return Folded(text, "".join(pieces), [offset for offset, piece in enumerate(pieces) if piece])


def _folded_run(run: re.Match[str]) -> str:
    return "".join(map(_folded, run[0]))


@functools.lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    """The folded form of a character; "" for an invisible one (soft hyphen, direction marks, joiners)."""
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
