"""JSON-LD as it stands in scripts: what is broken in the usual ways is mended, what cannot be read is left out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LONGEST = 2_000_000  # characters of one script
_MENDED = 300_000  # characters of a broken one that is worth mending
_MOST_OBJECTS = 5_000
# What stands under these keys is another story, or a part of this one that has a day and an author of its own.
_ASIDE = frozenset(
    "itemListElement liveBlogUpdate comment citation isPartOf relatedLink mentions about isBasedOn review"
    " blogPost hasPart backstory potentialAction video image".split()
)
_DECODER = json.JSONDecoder(strict=False)
_BEGINS = re.compile(r"[\[{]")
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://|/\*)?\s*\]\]>\s*(?:\*/)?\s*$")
_BLOCK_COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LINE_COMMENT = re.compile(r"([,{\[]|^)[ \t]*//[^\n]*$", re.MULTILINE)
_SINGLE_QUOTED = re.compile(r":\s*'([^\n]{0,20000}?)'(?=\s*[,}\]]?\s*$)", re.MULTILINE)
_MISSING_COMMA = re.compile(r'("|\d|true|false|null|\]|\})(\s*\n\s*)(?="[^"\n]{1,60}"\s*:)')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')


def loads(source: str) -> list[Any]:
    """The JSON values in a script; what is broken in the usual ways is repaired, the rest is left out."""
    source = source[:_LONGEST].strip().strip(";")
    try:
        return [_DECODER.decode(source)]
    except (ValueError, RecursionError):
        pass
    source = _CDATA.sub("", source.removeprefix("<!--").removesuffix("-->")).strip()
    for candidate in _repairs(source):
        if found := _decoded(candidate):
            return found
    return []


def objects(scripts: Sequence[str]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every typed object in some scripts, in the order of the source, and whether it stands beside the page's own."""
    waiting: list[tuple[Any, bool]] = [(value, False) for script in scripts for value in loads(script)]
    waiting.reverse()
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        value, beside = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend((each, beside) for each in reversed(value))
        elif isinstance(value, dict):
            if "@type" in value:
                yield value, beside
            inner = [
                (each, beside or key in _ASIDE)
                for key, each in value.items()
                if isinstance(each, (dict, list)) and key != "@context"
            ]
            inner.reverse()
            waiting.extend(inner)


def _repairs(source: str) -> Iterator[str]:
    yield source
    if len(source) > _MENDED:
        return
    if "&quot;" in source or "&#34;" in source:
        source = html.unescape(source)
        yield source
    mended = _TRAILING_COMMA.sub(r"\1", _BLOCK_COMMENT.sub("", source))
    yield mended
    mended = _MISSING_COMMA.sub(r"\1,\2", mended)
    yield mended
    mended = _LINE_COMMENT.sub(r"\1", mended)
    if mended.count("'") < 1000:
        mended = _SINGLE_QUOTED.sub(lambda match: ": " + json.dumps(match[1]), mended)
    yield mended
    # A backslash before anything but an escape, and a string broken over two lines, are common typing errors.
    mended = _BAD_ESCAPE.sub(r"\\\\", mended)
    yield mended
    yield _closed(mended)


def _decoded(source: str) -> list[Any]:
    """The values that follow one another in a source, up to the first that is broken."""
    found: list[Any] = []
    position = 0
    while start := _BEGINS.search(source, position):
        try:
            value, position = _DECODER.raw_decode(source, start.start())
        except (ValueError, RecursionError):
            return found
        found.append(value)
    return found


def _closed(source: str) -> str:
    """A source cut off in the middle, with the brackets closed that are open at its last complete member."""
    open_brackets: list[str] = []
    in_string = escaped = False
    last_whole, brackets_then = 0, ""
    for place, char in enumerate(source[:200_000]):
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
            continue
        if char == '"':
            in_string = True
        elif char in "{[":
            open_brackets.append("}" if char == "{" else "]")
        elif char in "}]" and open_brackets:
            open_brackets.pop()
        elif char == ",":
            last_whole, brackets_then = place, "".join(reversed(open_brackets))
    return source[:last_whole] + brackets_then if open_brackets and last_whole else source
