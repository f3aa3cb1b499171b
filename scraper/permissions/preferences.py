"""The words of Content-Signal and Content-Usage lines: "search=yes, ai-train=no" and "train-ai=n".

- Content Signals (contentsignals.org): ``yes`` permits a use, ``no`` restricts it; what is not named is neither.
- Content-Usage (draft-ietf-aipref-vocab-05, section 6): a dictionary of structured fields (RFC 9651) with ``y`` and
  ``n``; any other value is unknown, and so is everything where the dictionary cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scraper.permissions.values import LONGEST_WORDS, Answer, Standard, Statement, Use

SIGNALS: Mapping[str, Use] = {"search": Use.SEARCH, "ai-input": Use.AI_INPUT, "ai-train": Use.AI_TRAIN}
USAGES: Mapping[str, Use] = {"search": Use.SEARCH, "train-ai": Use.AI_TRAIN}
_YES_NO = {"yes": Answer.PERMITTED, "no": Answer.PROHIBITED}
_Y_N = {"y": Answer.PERMITTED, "n": Answer.PROHIBITED}
_MEMBER = re.compile(r'([^,="]*)(?:=((?:"(?:[^"\\]|\\.)*"|[^,"])*))?(?:,|$)')
_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*")


def signals(words: str, source: str) -> Iterator[Statement]:
    """What the words of a Content-Signal line say."""
    said = {}
    for part in words.split(","):
        name, _, value = part.partition("=")
        said[name.strip().lower()] = value.strip().lower()
    for name, use in SIGNALS.items():
        if answer := _YES_NO.get(said.get(name, "")):
            yield _statement(use, answer, Standard.CONTENT_SIGNAL, f"{name}={said[name]}", source)


def usages(words: str, source: str) -> Iterator[Statement]:
    """What the words of a Content-Usage line or header say.

    >>> [(each.use.value, each.answer.value) for each in usages('train-ai=n;why="all", other=1, search=y', "header")]
    [('search', 'permitted'), ('ai-train', 'prohibited')]
    """
    said = _dictionary(words)
    for name, use in USAGES.items():
        if answer := _Y_N.get(said.get(name, "")):
            yield _statement(use, answer, Standard.CONTENT_USAGE, f"{name}={said[name]}", source)


def _statement(use: Use, answer: Answer, standard: Standard, words: str, source: str) -> Statement:
    return Statement(use=use, answer=answer, standard=standard, words=words[:LONGEST_WORDS], source=source)


def _dictionary(words: str) -> dict[str, str]:
    """The members of a dictionary, the last of a name, without parameters; none where it is no dictionary."""
    found: dict[str, str] = {}
    at, words = 0, words.strip(" \t")
    while at < len(words):
        member = _MEMBER.match(words, at)
        if member is None:
            return {}
        key = member[1].strip(" \t").partition(";")[0]
        if not _KEY.fullmatch(key):
            return {}
        found[key] = (member[2] or "").partition(";")[0].strip(" \t")
        at = member.end()
    return found
