"""Two texts of a story -> what changed between them, with ``<ins>`` and ``<del>``. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

HEADING = ("headline", "standfirst", "byline")
MOST_WORDS = 2_000  # of two paragraphs; longer ones are shown whole, since finding what they share takes the square
UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"  # Thai and Lao, kana, Han
MARKS = '.,;:!?()"“”‘’«»…'
ALIKE = 0.4  # of their words; below it, two paragraphs are two paragraphs and not one that was changed


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Markup]:
    """The changed paragraphs of a story, its headline, standfirst and byline first; what stayed is left out."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Markup] = []
    for name in HEADING:
        found += _changed(_texts(old.get(name)), _texts(new.get(name)))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            found += _changed(before[a:b], after[c:d])
    return found


def _texts(text: str | None) -> list[str]:
    return [" ".join(text.split())] if text and text.strip() else []


def _paragraphs(version: Mapping[str, Any]) -> list[str]:
    return [" ".join(text.split()) for text in (version.get("body") or "").split("\n\n") if text.strip()]


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Markup]:
    """Paragraphs that took one another's place: word by word where they come in pairs, else whole."""
    paired = min(len(before), len(after))
    for old, new in zip(before[:paired], after[:paired], strict=True):
        if old != new:
            yield from _words_changed(old, new)
    yield from (Markup("<del>{}</del>").format(text) for text in before[paired:])
    yield from (Markup("<ins>{}</ins>").format(text) for text in after[paired:])


def _words_changed(old: str, new: str) -> Iterator[Markup]:
    before, after = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if len(before) + len(after) > MOST_WORDS or matcher.ratio() < ALIKE:
        yield Markup("<del>{}</del>").format(old)
        yield Markup("<ins>{}</ins>").format(new)
        return
    pieces = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Markup("{}").format("".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Markup("<del>{}</del>").format("".join(before[a:b])))
        if c < d:
            pieces.append(Markup("<ins>{}</ins>").format("".join(after[c:d])))
    yield Markup("").join(pieces)


def _words(text: str) -> list[str]:
    """Words, spaces and marks; of a script without spaces, its characters."""
    return re.findall(rf"[{UNSPACED}]|[^\s{MARKS}{UNSPACED}]+|\s+|.", text)
