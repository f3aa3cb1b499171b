"""Snippets: the part of a story that a match shows, in pieces of text that are highlighted or not (pure).

What the index marks are its terms. Where these are spelt otherwise than the story (``archive.terms``), the marks are
brought back to the story's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from scraper.archive import bigrams
from scraper.archive.terms import Aligned, aligned_folded, aligned_terms, chunks, folded, terms

WORDS = 32  # about as many of the body are shown
LENGTH, LENGTH_OF_RUNS = 200, 120  # or so many characters; of scripts without spaces
OPEN, CLOSE = "\x02", "\x03"  # around highlighted words; no text that is stored has them

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is highlighted)
Span = tuple[int, int]
Fold = tuple[Callable[[str], str], Callable[[str], Aligned]]  # what the spans are of: without and with its origin
MOST_SPANS = 200  # are looked at for the best part of a text


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


def own_words(text: str, marked_terms: str, words: Iterable[str]) -> Pieces:
    """A text in pieces, those words of it highlighted whose terms are marked.

    :param marked_terms: its terms, with ``OPEN`` and ``CLOSE`` around the matches.
    :param words: that were asked for.
    """
    return _highlighted(text, _own_spans(aligned_terms(text), 0, _spans(marked_terms), _single_characters(words)))


def own_snippet(text: str, marked_terms: str, words: Iterable[str]) -> Pieces:
    """The part of a text around the most of its marked terms, with its own words highlighted (``own_words``)."""
    return _cut(text, _spans(marked_terms), (terms, aligned_terms), _single_characters(words))


def marked(text: str, words: Iterable[str]) -> Pieces:
    """The text in pieces, each of the words highlighted wherever it stands, however it is spelt."""
    aligned = aligned_folded(text)
    return _highlighted(text, _own_spans(aligned, 0, _places(aligned.text, words), set()))


def cut(text: str, words: Iterable[str]) -> Pieces:
    """The part of a text around the most of the words, with the words highlighted."""
    return _cut(text, _places(folded(text), words), (folded, aligned_folded), set())


def _places(text: str, words: Iterable[str]) -> list[Span]:
    """Where these words stand in a folded text."""
    patterns = sorted({re.escape(plain) for word in words if (plain := folded(word).strip())}, key=len, reverse=True)
    return [match.span() for match in re.finditer("|".join(patterns), text)] if patterns else []


def _spans(marked_text: str) -> list[Span]:
    """The places of what is marked, in the text without marks."""
    spans, at = [], 0
    for number, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", marked_text)):
        if number % 2 and part:
            spans.append((at, at + len(part)))
        at += len(part)
    return spans


def _single_characters(words: Iterable[str]) -> set[str]:
    """Those of the words that are one character of a run: the index marks the whole pair that begins with it."""
    return {plain for word in words if len(plain := folded(word)) == 1 and bigrams.has_runs(plain)}


def _own_spans(aligned: Aligned, offset: int, spans: Iterable[Span], singles: set[str]) -> Iterator[Span]:
    """The places in the original of those spans that lie within a part of it.

    :param offset: where the part begins among the terms that the spans are of.
    """
    for start, end in spans:
        start, end = max(0, start - offset), min(len(aligned.text), end - offset)
        if start < end:
            if end - start == 2 and aligned.text[start] in singles:
                end -= 1
            yield aligned.origin(start, end)


def _cut(text: str, spans: Sequence[Span], fold: Fold, singles: set[str]) -> Pieces:
    """The part of a text around the place where the most of the spans stand together."""
    folding, aligning = fold
    length = LENGTH_OF_RUNS if bigrams.has_runs(text[:1000]) else LENGTH
    near = [(start, sum(start <= other < start + length // 2 for other, _ in spans)) for start, _ in spans[:MOST_SPANS]]
    best = max(near, key=lambda place: place[1], default=(0, 0))[0]
    first, offset = -1, 0
    parts: list[tuple[int, int, str]] = []  # each with where it begins in the text, and in the folded text
    for at, chunk in chunks(text):
        if first >= 0 and at > first + length:
            break
        parts.append((at, offset, chunk))
        size = len(folding(chunk))
        if first < 0 and best < offset + size:
            first = at + aligning(chunk).starts[best - offset]
        offset += size
    start = max(0, first - length // 3)
    end = start + length
    own = [
        (at + low, at + high)
        for at, offset, chunk in parts
        if at < end and at + len(chunk) > start
        for low, high in _own_spans(aligning(chunk), offset, spans, singles)
    ]
    return _highlighted(text, own, start, end)


def _highlighted(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> Pieces:
    """The part of a text in pieces, cut between words, with an ellipsis where it is cut."""
    end = len(text) if end is None else min(end, len(text))
    merged: list[list[int]] = []
    for low, high in sorted(spans):
        low, high = max(low, start), min(high, end)
        if low >= high:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1][1] = max(high, merged[-1][1])
        else:
            merged.append([low, high])
    if start and (space := re.search(r"\s", text[start : merged[0][0] if merged else end])):
        start += space.end()
    if end < len(text) and (space := re.search(r"\s\S*$", text[merged[-1][1] if merged else start : end])):
        end -= len(space[0])
    found, at = [("…", False)] if start else [], start
    for low, high in merged:
        found += [(text[at:low], False), (text[low:high], True)]
        at = high
    found += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return _joined((re.sub(r"\s+", " ", part), highlighted) for part, highlighted in found)


def _joined(found: Iterable[tuple[str, bool]]) -> Pieces:
    """The pieces without empty ones, and those that are not highlighted in one where they follow each other."""
    joined: list[tuple[str, bool]] = []
    for part, highlighted in found:
        if part and joined and not highlighted and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + part, False)
        elif part:
            joined.append((part, highlighted))
    return tuple(joined)
