"""The data of a page in which print metadata may be: JSON and JavaScript in scripts, and attributes of elements.

Most pages have no name that says print and tells a day (``print_keys.is_telling``): one look at these places, and
nothing else is done. Of the others only what holds such a name is parsed.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from scraper.dating.print_keys import STEMS, is_print, is_telling
from scraper.discover import javascript
from scraper.extract.page import jsonld
from scraper.extract.page.document import Document

_MOST_LOOKED_AT = 2_000  # occurrences of a stem
_MOST_NAMES = 100  # that are looked for
_MOST_TRIES = 200  # positions in one script where a value may begin
_MOST_READ = 2_000_000  # characters of one script read as JavaScript, over all tries
_LARGEST_SCRIPT = 5_000_000
_DEEPEST = 3  # texts with data in data
_MOST_TEXTS = 5_000  # of data, in which more data may be
_NAME_GOES_ON = re.compile(r"[\w$.-]{1,40}")
_NAME_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$.-"
_AFTER_NAMES = frozenset("\"'\\:=&")
_ESCAPED_QUOTE = re.compile(r"^(?:u00[0-9a-f]{2}|x[0-9a-f]{2})", re.IGNORECASE)  # "\u0022printDate"
_DATA_FOLLOWS = re.compile(
    r"[\\\"']{0,6}(?:&quot;|&#34;|u0022|x22)?\s{0,9}[:=]\s{0,9}(?:[\[{]|[\\\"']{0,4}(?:&quot;)?\d)"
)
_VALUE_BEGINS = re.compile(r"[=(,:]\s{0,20}(?=[{\[])|=\s{0,20}(?=\((?:function\b|\()|[\"'][{\[])|JSON\.parse(?=\()")
_DATA_BEGINS = "{[ \t\r\n"
_DECODER = json.JSONDecoder(strict=False)


def values(document: Document, headline: str, headline_index: int) -> Iterator[Any]:
    """The values of a page that have a name which may hold print metadata.

    Attributes of elements around the story's headline are given as an object with that headline.

    :param headline: the story's headline.
    :param headline_index: the index of its block; -1 if it is in none.
    """
    names = _telling_names("\n".join(itertools.chain(document.raw.values(), _of_interest(document))))
    if not names:
        return
    streamed = [
        script for script in map(document.raw.get, (each.index for each in document.by_tag("script")))
        if script and "__next_f" in script
    ]  # fmt: skip
    if any(name in script for name in names for script in streamed):
        yield from javascript.flight_rows(javascript.flight("\n".join(streamed))).values()
    for script in document.by_tag("script"):
        source = document.raw.get(script.index, "")
        if "__next_f" not in source and len(source) <= _LARGEST_SCRIPT and any(name in source for name in names):
            yield from _with_texts(list(_of_script(source, names)), names)
    yield from _of_attributes(document, names, headline, headline_index)


def _of_interest(document: Document) -> list[str]:
    """The attributes that may state print metadata, by their name or as data, as a source writes them."""
    names = set().union(*[element.attributes for element in document.elements])
    named = {name for name in names if any(stem in name for stem in STEMS)}
    return [
        f'{name}="{value}"'
        for element in document.elements
        for name, value in element.attributes.items()
        if value and (value[0] in _DATA_BEGINS or name in named)
    ]


def _telling_names(source: str) -> frozenset[str]:
    """The names in the scripts and attributes of a page, as they are written, that may hold print metadata."""
    found: set[str] = set()
    for stem in STEMS:
        position = source.find(stem)
        looked_at = 0
        while position >= 0 and looked_at < _MOST_LOOKED_AT and len(found) < _MOST_NAMES:
            looked_at += 1
            tail = _NAME_GOES_ON.match(source, position)
            end = tail.end() if tail else position + 1
            if source[end : end + 1] in _AFTER_NAMES:  # in prose a blank follows
                before = source[max(position - 40, 0) : position]
                name = _ESCAPED_QUOTE.sub("", before[len(before.rstrip(_NAME_CHARS)) :]) + source[position:end]
                if name not in found and is_telling(name) and (not is_print(name) or _DATA_FOLLOWS.match(source, end)):
                    found.add(name)
            position = source.find(stem, end)
    return frozenset(found)


def _of_script(source: str, names: frozenset[str]) -> Iterator[Any]:
    """The values in a script: the script itself, or what is assigned to names and given to functions in it."""
    if source.lstrip()[:1] in "{[":
        found = jsonld.loads(source)
        yield from found
        if found:
            return
    read_to = tries = 0
    left = _MOST_READ
    last = max(map(source.rfind, names))
    for start in _VALUE_BEGINS.finditer(source):
        begin = start.start() if start[0] == "JSON.parse" else start.end()
        if begin < read_to:
            continue
        tries += 1
        if tries > _MOST_TRIES or begin > last:
            return
        try:
            value, read_to = _DECODER.raw_decode(source, begin)
        except (ValueError, RecursionError):
            if left <= 0:
                continue
            left -= len(source) - begin
            try:
                value, read_to = javascript.value_and_end(source, begin)
            except (ValueError, RecursionError):
                continue
        yield value


def _with_texts(found: list[Any], names: frozenset[str], depth: int = _DEEPEST) -> Iterator[Any]:
    """Some values, and the values that are written as texts in them."""
    yield from found
    if not depth:
        return
    inner: list[Any] = []
    waiting = list(found)
    for _ in range(_MOST_TEXTS):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, (dict, list)):
            waiting.extend(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, str) and any(name in value for name in names):
            inner += _of_text(value)
    if inner:
        yield from _with_texts(inner, names, depth - 1)


def _of_text(text: str) -> list[Any]:
    """The values of a text that is JSON, perhaps escaped for HTML."""
    return jsonld.loads(text) if text.lstrip()[:1] in "{[" else []


def _of_attributes(document: Document, names: frozenset[str], headline: str, headline_index: int) -> Iterator[Any]:
    """What attributes of elements state; that of elements around the headline is about the story."""
    lower = frozenset(name.lower() for name in names)
    for element in document.elements:
        attributes = element.attributes
        if not attributes:
            continue
        told = {name: value for name, value in attributes.items() if value and name in lower}
        data = [
            value for text in attributes.values() if text and len(text) > 20 and any(name in text for name in names)
            for value in _of_text(text)
        ]  # fmt: skip
        if not told and not data:
            continue
        if element.first <= headline_index < element.last:
            if told:
                yield {
                    **{name.removeprefix("data-"): value or "" for name, value in attributes.items()},
                    "headline": headline,
                }
            yield from ({"headline": headline, "data": value} for value in data)
        else:
            yield from _with_texts(data, names)
