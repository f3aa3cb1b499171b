"""Two versions of a story -> what changed between them, with ``<ins>`` and ``<del>``. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

HEADING = ("headline", "standfirst", "byline")
MOST_WORDS = 2_000  # of two paragraphs; longer ones are shown whole, since the comparison takes quadratic time
UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"  # Thai and Lao, kana, Han
PUNCTUATION = '.,;:!?()"“”‘’«»…'
ALIKE = 0.4  # share of words in common; with less, a paragraph was replaced, not changed


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Markup]:
    """The changed paragraphs of a story as HTML, its headline, standfirst and byline first; others are left out.

    :param old: a version, with the texts ``headline``, ``standfirst``, ``byline`` and ``body``; so is ``new``.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    changed: list[Markup] = []
    for name in HEADING:
        changed += _changed(_texts(old.get(name)), _texts(new.get(name)))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            changed += _changed(before[a:b], after[c:d])
    return changed


def _texts(text: str | None) -> list[str]:
    return [" ".join(text.split())] if text and text.strip() else []


def _paragraphs(version: Mapping[str, Any]) -> list[str]:
    return [" ".join(text.split()) for text in (version.get("body") or "").split("\n\n") if text.strip()]


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Markup]:
    """Paragraphs that replaced others: compared word by word in pairs; those without a pair are whole."""
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
    """The words, spaces and punctuation marks of a text; of a script without spaces, the characters."""
    return re.findall(rf"[{UNSPACED}]|[^\s{PUNCTUATION}{UNSPACED}]+|\s+|.", text)
