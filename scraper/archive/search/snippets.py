"""Snippets: the part of a story that a match shows, in pieces of text that are highlighted or not (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.archive import bigrams

WORDS = 32  # about as many of the body are shown
OPEN, CLOSE = "\x02", "\x03"  # around highlighted words; no text that is stored has them

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is highlighted)


def plain(pieces: Pieces) -> str:
    """The text of the pieces."""
    return "".join(text for text, _ in pieces)


def opening(text: str, length: int = 240) -> str:
    """The beginning of a text on one line, cut between words.

    :param length: at most so many characters.
    """
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def pieces(text: str) -> Pieces:
    """The pieces of a text in which FTS5 put ``OPEN`` and ``CLOSE`` around the matches; white space is collapsed."""
    found = []
    for number, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", text)):
        part = re.sub(r"\s+", " ", part)
        if part:
            found.append((part, number % 2 == 1))
    return tuple(found)


def marked(text: str, words: Iterable[str]) -> Pieces:
    """The text in pieces, each of the words highlighted wherever it stands."""
    pattern = "|".join(sorted({re.escape(word) for word in words if word}, key=len, reverse=True))
    if not pattern:
        return ((text, False),)
    found, at = [], 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return tuple((part, highlighted) for part, highlighted in [*found, (text[at:], False)] if part)


def cut(text: str, words: Iterable[str], *, length: int = 120) -> Pieces:
    """The part of a text around the first of the words, with the words highlighted.

    :param length: of the part, in characters.
    """
    text, words = bigrams.normal(" ".join(text.split())), [bigrams.normal(word) for word in words]
    places = [place for word in words if word and (place := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - length // 3)
    part = text[start : start + length]
    return marked(("…" if start else "") + part + ("…" if start + length < len(text) else ""), words)
