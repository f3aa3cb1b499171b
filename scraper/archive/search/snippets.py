"""What of a story a match shows, in pieces of text that are marked or not (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.archive import bigrams

WORDS = 32  # about as many of the body are shown
OPEN, CLOSE = "\x02", "\x03"  # around marked words; no text that is stored has them

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is marked)


def plain(pieces: Pieces) -> str:
    """The text of the pieces."""
    return "".join(text for text, _ in pieces)


def opening(text: str, length: int = 240) -> str:
    """How a text begins, on one line, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"


def pieces(text: str) -> Pieces:
    """What FTS5 marked, as pieces of text with white space put together."""
    found = []
    for number, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", text)):
        part = re.sub(r"\s+", " ", part)
        if part:
            found.append((part, number % 2 == 1))
    return tuple(found)


def marked(text: str, words: Iterable[str]) -> Pieces:
    """The text in pieces, each of the words marked wherever it stands."""
    pattern = "|".join(sorted({re.escape(word) for word in words if word}, key=len, reverse=True))
    if not pattern:
        return ((text, False),)
    found, at = [], 0
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return tuple((part, mark) for part, mark in [*found, (text[at:], False)] if part)


def cut(text: str, words: Iterable[str], *, length: int = 120) -> Pieces:
    """A part of the text around the first of the words, marked; ``length`` in characters."""
    text, words = bigrams.normal(" ".join(text.split())), [bigrams.normal(word) for word in words]
    places = [place for word in words if word and (place := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - length // 3)
    part = text[start : start + length]
    return marked(("…" if start else "") + part + ("…" if start + length < len(text) else ""), words)
