"""JSON-LD in scripts: the usual errors are repaired, and what still cannot be parsed is left out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LONGEST = 2_000_000  # characters of one script
_LONGEST_REPAIRED = 300_000  # characters of a script with errors that is worth repairing
_MOST_OBJECTS = 5_000
# Objects under these keys are other stories, or parts of this one with a date and an author of their own.
_ASIDE_KEYS = frozenset(
    "itemListElement liveBlogUpdate comment citation isPartOf relatedLink mentions about isBasedOn review"
    " blogPost hasPart backstory potentialAction video image".split()
)
_DECODER = json.JSONDecoder(strict=False)
_OPENING_BRACKET = re.compile(r"[\[{]")
_BLANKS = re.compile(r"\s{100,}")  # the patterns of the repairs take the square of such a run
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://|/\*)?\s*\]\]>\s*(?:\*/)?\s*$")
_BLOCK_COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LINE_COMMENT = re.compile(r"([,{\[]|^)[ \t]*//[^\n]*$", re.MULTILINE)
_SINGLE_QUOTED = re.compile(r":\s*'([^\n]{0,20000}?)'(?=\s*[,}\]]?\s*$)", re.MULTILINE)
_MISSING_COMMA = re.compile(r'("|\d|true|false|null|\]|\})(\s*\n\s*)(?="[^"\n]{1,60}"\s*:)')
_CODE_ESCAPE = re.compile(r"(?<!\\)\\(?:x([0-9a-fA-F]{2})|')")  # of JavaScript: "\x2b" is a plus sign
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_TOKEN = re.compile(r'\\.|["{}\[\],:]', re.DOTALL)
_AFTER_NAME = re.compile(r"\s{0,99}+:")
_AFTER_ENTRY = re.compile(r"\s{0,99}+[,\]]")  # of a list
_AFTER_VALUE = re.compile(r'\s{0,99}+,?\s{0,99}+(?:[}\]]|\Z|"[^"\n]{1,60}"\s{0,99}+:)')


def loads(source: str) -> list[Any]:
    """The JSON values in a script, of at most 2,000,000 characters; the usual errors are repaired.

    :returns: an empty list where nothing can be parsed.
    """
    source = source[:_LONGEST].strip().strip(";")
    try:
        return [_DECODER.decode(source)]
    except (ValueError, RecursionError):
        pass
    source = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", source)
    source = _CDATA.sub("", source.removeprefix("<!--").removesuffix("-->")).strip()
    for candidate in _repairs(source):
        if found := _decoded(candidate):
            return found
    return []


def objects(scripts: Sequence[str]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every object with a ``@type`` in some scripts, in order, and whether it is aside from the page's own story."""
    queue: list[tuple[Any, bool]] = [(value, False) for script in scripts for value in loads(script)]
    queue.reverse()
    seen = 0
    while queue and seen < _MOST_OBJECTS:
        value, aside = queue.pop()
        seen += 1
        if isinstance(value, list):
            queue.extend((each, aside) for each in reversed(value))
        elif isinstance(value, dict):
            if "@type" in value:
                yield value, aside
            inner = [
                (each, aside or key in _ASIDE_KEYS)
                for key, each in value.items()
                if isinstance(each, (dict, list)) and key != "@context"
            ]
            inner.reverse()
            queue.extend(inner)


def _repairs(source: str) -> Iterator[str]:
    yield source
    if len(source) > _LONGEST_REPAIRED:
        return
    if "&quot;" in source or "&#34;" in source:
        source = html.unescape(source)
        yield source
    repaired = _TRAILING_COMMA.sub(r"\1", _BLOCK_COMMENT.sub("", source))
    yield repaired
    repaired = _MISSING_COMMA.sub(r"\1,\2", repaired)
    yield repaired
    repaired = _LINE_COMMENT.sub(r"\1", repaired)
    if repaired.count("'") < 1000:
        repaired = _SINGLE_QUOTED.sub(lambda match: ": " + json.dumps(match[1]), repaired)
    yield repaired
    # A backslash before anything but an escape, and a string broken over two lines, are common typing errors.
    repaired = _BAD_ESCAPE.sub(r"\\\\", _CODE_ESCAPE.sub(_character, repaired))
    yield repaired
    yield _with_escaped_quotes(repaired)
    yield _with_closed_brackets(repaired)


def _character(escape: re.Match[str]) -> str:
    return json.dumps(chr(int(escape[1], 16)))[1:-1] if escape[1] else "'"


def _with_escaped_quotes(source: str) -> str:
    """A source whose texts hold quotation marks that should be escaped: ``"She said: "No", and left",``.

    A mark ends a name where a colon follows it, and a value where the next member or a bracket does.
    """
    kept: list[str] = []
    open_brackets: list[str] = []
    position = 0
    in_string = is_name = False
    for token in _TOKEN.finditer(source):
        sign = token[0]
        if in_string:
            if sign != '"':
                continue
            container = open_brackets[-1] if open_brackets else ""
            end = _AFTER_NAME if is_name else _AFTER_ENTRY if container == "[" else _AFTER_VALUE
            if end.match(source, token.end()):
                in_string = False
            else:
                kept += (source[position : token.start()], "\\")
                position = token.start()
        elif sign == '"':
            in_string = True
        elif sign in "{[":
            open_brackets.append(sign)
            is_name = sign == "{"
        elif sign in "}]":
            if open_brackets:
                open_brackets.pop()
        elif sign == ",":
            is_name = bool(open_brackets) and open_brackets[-1] == "{"
        elif sign == ":":
            is_name = False
    return "".join(kept) + source[position:]


def _decoded(source: str) -> list[Any]:
    """The values in a source one after the other, up to the first that cannot be parsed."""
    found: list[Any] = []
    position = 0
    while start := _OPENING_BRACKET.search(source, position):
        try:
            value, position = _DECODER.raw_decode(source, start.start())
        except (ValueError, RecursionError):
            return found
        found.append(value)
    return found


def _with_closed_brackets(source: str) -> str:
    """A source that is cut off, up to its last complete member, with the open brackets closed."""
    open_brackets: list[str] = []
    in_string = escaped = False
    last_comma, brackets_there = 0, ""
    for position, char in enumerate(source[:200_000]):
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
            last_comma, brackets_there = position, "".join(reversed(open_brackets))
    return source[:last_comma] + brackets_there if open_brackets and last_comma else source
