"""Read one ``Value`` of a publication file from a node of a page.

    get -> re -> sub -> map -> (join) -> template -> default        const stands for all of it

``get`` is tried in order until one selector gives a text that ``re`` lets through.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from scraper.discover.index_document import Node
from scraper.discover.selectors import XPATH
from scraper.discover.templates import Variables, fill
from scraper.limits import PATTERN_CHARACTERS, PATTERN_TEXT
from scraper.publication import Value


def text(value: Value | None, node: Node, variables: Variables) -> str:
    """The value's text, read from a node; "" where there is none.

    :raises MissingVariableError: a template in the value names a variable without a value.
    """
    if value is None:
        return ""
    if value.const:
        return fill(value.const, variables)
    found = _found(value, node, variables)
    if found and value.template:
        found = fill(value.template, variables.bound({"value": found}))
    return found or fill(value.default, variables)


def holds(value: Value, node: Node, variables: Variables) -> bool:
    """Whether a condition holds at a node: its pattern matches there, or without one it gives a text; ``not`` turns it.

    Groups of the pattern choose a text and no more: one that takes no part in the match does not undo the match.
    """
    if not value.re or value.sub or value.map or value.const:
        return bool(text(value, node, variables)) is not value.negate
    wanted = pattern(value.re, variables)
    pieces = (piece for written in value.get for piece in node.texts(selector(written, variables)))
    return any(search(wanted, piece) for piece in pieces) is not value.negate


def selector(written: str, variables: Variables) -> str:
    """A selector with its variables filled in, escaped for quoted strings (XPath has no escapes)."""
    return fill(written, variables, escape=None if written.startswith(XPATH) else _escaped)


def pattern(written: str, variables: Variables) -> re.Pattern[str]:
    """A regular expression with its variables filled in as literal text."""
    return _pattern(fill(written, variables, escape=re.escape))


def search(wanted: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match of a publication's pattern in what a server sends, which it may take the square of.

    A long text is searched in pieces of PATTERN_CHARACTERS, each half over the one before; ``$`` may be a piece's end.
    """
    text = text[:PATTERN_TEXT]
    half = PATTERN_CHARACTERS // 2
    for begin in range(0, max(len(text) - half, 1), half):
        end = min(begin + PATTERN_CHARACTERS, len(text))
        found = wanted.search(text, begin, end)
        # What the end of a piece cuts off is whole in the next one, if it begins there.
        if found and (found.end() < end or end == len(text) or found.start() < begin + half):
            return found
    return None


def replaced(wanted: re.Pattern[str], replacement: str, text: str) -> str:
    """The text with what a publication's pattern matches in its first PATTERN_CHARACTERS replaced."""
    return wanted.sub(replacement, text[:PATTERN_CHARACTERS]) + text[PATTERN_CHARACTERS:]


def _found(value: Value, node: Node, variables: Variables) -> str:
    for written in value.get:
        texts = _pieces(value, node.texts(selector(written, variables)), variables)
        if value.join is not None:
            if joined := value.join.join(texts):
                return joined
        elif first := next(texts, ""):
            return first
    return ""


def _pieces(value: Value, texts: list[str], variables: Variables) -> Iterator[str]:
    for piece in texts:
        if value.re:
            piece = _matched(pattern(value.re, variables), piece)
        for written, replacement in value.sub:
            piece = replaced(pattern(written, variables), replacement, piece)
        piece = value.map.get(piece, piece).strip()
        if piece:
            yield piece


def _matched(wanted: re.Pattern[str], piece: str) -> str:
    """The first group that matched something; the whole match of a pattern without groups."""
    match = search(wanted, piece)
    if match is None:
        return ""
    return next((part for part in match.groups() if part), "") if wanted.groups else match[0]


def _escaped(filled: str) -> str:
    return filled.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')


@functools.lru_cache(maxsize=1024)
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written)
