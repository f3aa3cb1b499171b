"""What a page says of itself in data: JSON-LD, microdata and meta elements, as it is written there.

JSON-LD comes as one object, as a list, under ``@graph``, nested in a page object, or slightly broken; all of it is
looked through for the object that is this page's story.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extract.document import Document

_MOST_OBJECTS = 5_000
_LONGEST = 2_000_000  # characters of one JSON-LD script
_MENDED = 300_000  # characters of a broken one that is worth mending
_STORY_TYPES = frozenset(
    {
        "reportage",
        "blogposting",
        "liveblogposting",
        "report",
        "review",
        "advertisercontentarticle",
        "socialmediaposting",
    }
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_LINE_COMMENT = re.compile(r"([,{\[]|^)[ \t]*//[^\n]*$", re.MULTILINE)
_SINGLE_QUOTED = re.compile(r":\s*'([^\n]{0,20000}?)'(?=\s*[,}\]]?\s*$)", re.MULTILINE)
_MISSING_COMMA = re.compile(r'("|\d|true|false|null|\]|\})(\s*\n\s*)(?="[^"\n]{1,60}"\s*:)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """A page's data: every JSON-LD object, the one of this story, itemprops, and meta elements by lower-case name."""

    objects: tuple[Mapping[str, Any], ...] = ()
    story: Mapping[str, Any] = field(default_factory=dict)
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, *names: str) -> tuple[str, str]:
        """The first meta element with content among some names: (content, name), empty where there is none."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content, name
        return "", ""

    def item(self, *names: str) -> str:
        """The first itemprop with a value among some names, in lower case."""
        return next((value for name in names for value in self.microdata.get(name, ()) if value), "")


def read(document: Document) -> Structured:
    """Everything a page says in data."""
    meta = _meta(document.root)
    objects = tuple(_objects(document.root))
    return Structured(
        objects=objects, story=_story(objects, document, meta), microdata=_microdata(document.root), meta=meta
    )


def kinds(thing: Mapping[str, Any]) -> list[str]:
    """The types of a JSON-LD object, in lower case, without their vocabulary's address."""
    stated = thing.get("@type", ())
    stated = stated if isinstance(stated, list) else [stated]
    return [kind.rsplit("/", 1)[-1].lower() for kind in stated if isinstance(kind, str)]


def is_story(thing: Mapping[str, Any]) -> bool:
    """Whether a JSON-LD object is a piece of writing with a headline."""
    return any(kind.endswith("article") or kind in _STORY_TYPES for kind in kinds(thing))


def text(value: Any) -> str:
    """A JSON-LD value as plain text: the first of a list, the name of an object, entities and tags taken out."""
    if isinstance(value, list):
        return next(filter(None, (text(each) for each in value[:20])), "")
    if isinstance(value, dict):
        return text(value.get("@value") or value.get("name") or value.get("headline") or "")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return plain(str(value))


def plain(value: str) -> str:
    """Text as a reader sees it: entities decoded (also those escaped twice), tags taken out, blanks single."""
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = re.sub(r"<(?:br|p|/p|div|/div)\b[^>]{0,300}>", " ", value)
        value = re.sub(r"</?[a-zA-Z][^>]{0,500}>", "", value)
    return " ".join(value.split())


def values(value: Any) -> list[Any]:
    """A JSON-LD value as a list, whether it is written as one or not."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def loads(source: str) -> list[Any]:
    """The JSON values in a script; what is broken in the usual ways is repaired, the rest is left out."""
    source = source[:_LONGEST].strip().strip(";").removeprefix("<!--").removesuffix("-->")
    source = re.sub(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*$", "", source).strip()
    for candidate in _repairs(source):
        found = _decoded(candidate)
        if found:
            return found
    return []


def _repairs(source: str) -> Iterator[str]:
    yield source
    if len(source) > _MENDED:
        return
    if "&quot;" in source or "&#34;" in source:
        source = html.unescape(source)
        yield source
    mended = _TRAILING_COMMA.sub(r"\1", re.sub(r"/\*.{0,2000}?\*/", "", source, flags=re.DOTALL))
    yield mended
    mended = _MISSING_COMMA.sub(r"\1,\2", mended)
    yield mended
    mended = _LINE_COMMENT.sub(r"\1", mended)
    if mended.count("'") < 1000:
        mended = _SINGLE_QUOTED.sub(lambda match: ": " + json.dumps(match[1]), mended)
    yield mended
    # A backslash before anything but an escape, and a string broken over two lines, are common typing errors.
    mended = re.sub(r'\\(?!["\\/bfnrtu])', r"\\\\", mended)
    yield mended
    yield _closed(mended)


def _decoded(source: str) -> list[Any]:
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    position = 0
    while position < len(source):
        start = re.compile(r"[\[{]").search(source, position)
        if start is None:
            break
        try:
            value, position = decoder.raw_decode(source, start.start())
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


def _objects(root: HtmlElement) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            waiting.extend(loads(script.text))
    waiting.reverse()
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            if "@type" in value:
                yield value
            inner = [each for key, each in value.items() if isinstance(each, (dict, list)) and key != "@context"]
            waiting.extend(reversed(inner))


def _story(
    objects: Sequence[Mapping[str, Any]], document: Document, meta: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Any]:
    """The object that is this page's story: the one that gives its address, else the first with the most to say."""
    stories = [thing for thing in objects if is_story(thing)]
    if not stories:
        stories = [thing for thing in objects if "headline" in thing and {"webpage"} & set(kinds(thing))]
    paths = {_path(address) for address in (document.url, *meta.get("og:url", ())) if address}

    def weight(thing: Mapping[str, Any]) -> tuple[bool, int]:
        known = ("headline", "datePublished", "author", "articleBody", "description", "image")
        return _own_path(thing) in paths, sum(bool(thing.get(key)) for key in known)

    return max(stories, key=weight, default={})


def _own_path(thing: Mapping[str, Any]) -> str:
    for key in ("mainEntityOfPage", "url", "@id"):
        stated = thing.get(key)
        stated = stated.get("@id") or stated.get("url") if isinstance(stated, dict) else stated
        if isinstance(stated, str) and "/" in stated:
            return _path(stated)
    return ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/") or "/"
    except ValueError:
        return ""


def _meta(root: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), []).append(plain(content))
    return {name: tuple(dict.fromkeys(contents)) for name, contents in found.items()}


def _microdata(root: HtmlElement) -> dict[str, tuple[str, ...]]:
    """The itemprops of the page's story, or of the page where no story is marked."""
    scope = next(
        (
            element
            for element in root.xpath(".//*[@itemscope]")
            if re.search(r"schema\.org/\w*(?:Article|Posting|Review)\b", element.get("itemtype") or "")
        ),
        root,
    )
    found: dict[str, list[str]] = {}
    for element in scope.xpath(".//*[@itemprop]")[:_MOST_OBJECTS]:
        value = _item(element)
        for name in element.get("itemprop").lower().split()[:5]:
            if value and len(found.setdefault(name, [])) < 20:
                found[name].append(value)
    return {name: tuple(each) for name, each in found.items()}


def _item(element: HtmlElement) -> str:
    for attribute in ("content", "datetime", "href" if element.tag in ("a", "link") else "content"):
        if element.get(attribute):
            return plain(element.get(attribute))
    if element.tag in ("img", "source"):
        return str(element.get("src") or "")
    return plain(" ".join("".join(element.itertext()).split())[:2000])
