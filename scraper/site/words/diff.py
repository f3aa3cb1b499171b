"""Two versions of a story -> what changed between them, with ``<ins>`` and ``<del>``. Pure.

Headline, standfirst and byline come first, then the paragraphs that changed. A change is trivial where no letter and no
digit is another: punctuation, capitals, accents, paragraphs that are divided otherwise.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from scraper.archive.texts import counts

HEADING = ("headline", "standfirst", "byline")
BODY = "body"
MOST_WORDS = 2_000  # of two paragraphs, with what stands between them; longer ones are compared sentence by sentence
MOST_COMPARED = 60_000  # of all paragraphs; then they are shown whole, since the comparison takes quadratic time
MOST_ALIGNED = 40  # paragraphs in place of others, of which each is laid beside the one that is most like it
UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"  # Thai and Lao, kana, Han
PUNCTUATION = '.,;:!?()"“”‘’«»…'
ALIKE = 0.4  # share of words in common; with less, a paragraph was replaced, not changed
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+|(?<=[。！？])")
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{PUNCTUATION}{UNSPACED}]+|\s+|.")


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One of a story's texts that changed: its field, the change as HTML, the words that went and came."""

    field: str  # headline, standfirst, byline or body, of which it is a paragraph
    html: Markup
    words_out: int
    words_in: int
    is_trivial: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two versions. ``fields`` are those with changes that are not trivial, the headline first."""

    texts: tuple[ChangedText, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have other words."""
        found = {text.field for text in self.texts if not text.is_trivial}
        return tuple(name for name in (*HEADING, BODY) if name in found)

    @property
    def words_out(self) -> int:
        """The words that went."""
        return sum(text.words_out for text in self.texts)

    @property
    def words_in(self) -> int:
        """The words that came."""
        return sum(text.words_in for text in self.texts)

    @property
    def is_trivial(self) -> bool:
        """Whether nothing but punctuation, capitals and the like is otherwise."""
        return not self.fields


def change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    """What changed between two versions of a story.

    :param old: a version, with the texts ``headline``, ``standfirst``, ``byline`` and ``body``; so is ``new``.
    """
    comparison = _Comparison()
    found: list[ChangedText] = []
    for name in HEADING:
        found += comparison.changed(name, _texts(old.get(name)), _texts(new.get(name)))
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            found += comparison.changed(BODY, before[a:b], after[c:d])
    return Change(tuple(found))


def changes_between(versions: Sequence[Mapping[str, Any]]) -> list[Change]:
    """What each version changed of the one after it, which is older."""
    return [change(old, new) for new, old in pairwise(versions)]


def _texts(text: str | None) -> list[str]:
    return [" ".join(text.split())] if text and text.strip() else []


def _paragraphs(version: Mapping[str, Any]) -> list[str]:
    body = version.get(BODY) or ""
    return [" ".join(text.split()) for text in body.split("\n\n") if text.strip() and not counts(text)]


class _Comparison:
    """Compares texts word by word, as long as that takes no too long."""

    def __init__(self) -> None:
        self.left = MOST_COMPARED

    def changed(self, field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedText]:
        """Texts that replaced others: compared word by word in pairs; those without a pair are whole."""
        divided = _plain(" ".join(before)) == _plain(" ".join(after))
        for old, new in _aligned(before, after):
            if old == new:
                continue
            html, out, came = self._compared(old, new)
            trivial = divided or _plain(old) == _plain(new)
            yield ChangedText(field, html, 0 if trivial else out, 0 if trivial else came, trivial)

    def _compared(self, old: str, new: str) -> tuple[Markup, int, int]:
        if not (old and new):
            return _whole(old, new)
        before, after = _TOKEN.findall(old), _TOKEN.findall(new)
        if len(before) + len(after) > MOST_WORDS:
            before, after = _sentences(old), _sentences(new)
        self.left -= len(before) + len(after)
        if self.left < 0 or len(before) + len(after) > MOST_WORDS:
            return _whole(old, new)
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() < ALIKE:
            return _whole(old, new)
        pieces, out, came = [], 0, 0
        for what, a, b, c, d in matcher.get_opcodes():
            went, put = "".join(before[a:b]), "".join(after[c:d])
            if what == "equal":
                pieces.append(Markup("{}").format(went))
                continue
            html, more_out, more_came = _whole(went, put)
            pieces.append(html)
            out, came = out + more_out, came + more_came
        return Markup("").join(pieces), out, came


def _whole(old: str, new: str) -> tuple[Markup, int, int]:
    html = (Markup("<del>{}</del>").format(old) if old else Markup("")) + (
        Markup("<ins>{}</ins>").format(new) if new else Markup("")
    )
    return html, words(old), words(new)


def words(text: str) -> int:
    """The words of a text; in scripts without spaces, two characters count as one.

    >>> words("The ferry sails."), words("渡し船は出る")
    (3, 3)
    """
    unspaced = len(re.findall(f"[{UNSPACED}]", text))
    return len(re.findall(rf"[^\W{UNSPACED}]+(?:['’-][^\W{UNSPACED}]+)*", text)) + -(-unspaced // 2)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, and the blanks between them."""
    places = [place for match in _SENTENCE.finditer(text) for place in match.span()]
    return [text[begin:end] for begin, end in pairwise([0, *places, len(text)]) if begin < end]


def _plain(text: str) -> str:
    """The letters and digits of a text alone, without accents and capitals."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum())


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts and those that replaced them, in their order; "" where one has no other.

    Of unequal numbers those are laid beside each other that have the most words in common.
    """
    many = max(len(before), len(after))
    if len(before) == len(after) or many > MOST_ALIGNED or not (before and after):
        paired = min(len(before), len(after))
        yield from zip(before[:paired], after[:paired], strict=True)
        yield from ((text, "") for text in before[paired:])
        yield from (("", text) for text in after[paired:])
        return
    bags = [[frozenset(_TOKEN.findall(text)) for text in texts] for texts in (before, after)]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for a in range(len(before) - 1, -1, -1):
        for b in range(len(after) - 1, -1, -1):
            best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + _alike(bags[0][a], bags[1][b]))
    a = b = 0
    while a < len(before) and b < len(after):
        if best[a][b] == best[a + 1][b + 1] + (alike := _alike(bags[0][a], bags[1][b])) and alike:
            yield before[a], after[b]
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            yield before[a], ""
            a += 1
        else:
            yield "", after[b]
            b += 1
    yield from ((text, "") for text in before[a:])
    yield from (("", text) for text in after[b:])


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
