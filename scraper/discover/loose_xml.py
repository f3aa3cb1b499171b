"""The elements of XML as it is really sent: what is wrong in one of them costs that one, and time grows with length.

    <title>Mill<br>turns</title><link>https://a.example/?id=7&page=2</link>     two elements with the texts meant

An end tag closes the nearest open element of its name with all that is open inside it; one that closes nothing is
passed over. A bare ``&`` or ``<`` is itself. Names have no upper case and no prefix that only says what the whole file
is; an undeclared prefix is a prefix. Entities are those of XML and HTML: what a file declares is never filled in, so
nothing is multiplied and nothing outside the file is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from urllib.parse import urljoin

# Namespaces by a part of their address, as many files have it slightly wrong; "" is the vocabulary of the file itself.
_VOCABULARIES: Mapping[str, str] = {
    "schemas/sitemap-news": "news",
    "schemas/sitemap-image": "image",
    "schemas/sitemap-video": "video",
    "schemas/sitemap": "",  # sitemaps.org and google.com, 0.84 to 0.9
    "w3.org/2005/atom": "",
    "purl.org/atom/": "",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/rss/1.0/modules/": "module",
    "purl.org/rss/": "",
    "backend.userland.com/rss": "",
    "purl.org/dc/": "dc",
    "search.yahoo.com/mrss": "media",
    "rssnamespace.org/feedburner": "feedburner",
    "itunes.com/dtds": "itunes",
}

_TOKEN = re.compile(
    r"""
    <!--.*?(?:-->|\Z)
    | <!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)
    | <![A-Za-z][^<>\[]*+(?:\[.*?\]\s*+)?>?
    | <\?.*?(?:\?>|\Z)
    | <(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*'|["'])*+)>
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]*);")
_BREAKS = frozenset(("br", "p", "div", "li"))
_VOID = frozenset(("br", "hr", "img", "wbr"))
_MOST_DEEP = 100  # elements in one another; what is nested deeper was never closed


@dataclass(slots=True)
class Element:
    """An element with its texts and child elements, in their order."""

    name: str  # in lower case: "title", or "media:title" of another vocabulary
    attributes: Mapping[str, str] = field(default_factory=dict)  # names as written, in lower case
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Element]:
        """The child elements."""
        return (part for part in self.content if isinstance(part, Element))

    @property
    def text(self) -> str:
        """The text of the element and of all inside it, with single spaces."""
        return " ".join("".join(_texts(self)).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The wanted elements of a file; ``root`` is the name of the outermost one, "" where there is no tag at all.

    ``whole`` is false where the text ends before the root does. ``base`` is the ``xml:base`` of what surrounds the
    wanted elements.
    """

    root: str
    elements: list[Element]
    whole: bool
    base: str = ""


def parse(text: str, wanted: Collection[str]) -> Document:
    """The elements of these names, wherever they are; none of them holds another.

    Of an element that is cut off by the end of the text, the children that were closed are kept.

    :param wanted: names in lower case.
    """
    root, base, depth = "", "", 0  # how many elements of the root's name are open
    vocabularies: dict[str, str] = {}  # by prefix
    names: dict[str, str] = {}  # by the name as written
    elements: list[Element] = []
    open_elements: list[Element] = []  # a wanted element, and what is open inside it
    end = 0
    for match in _TOKEN.finditer(text):
        if open_elements and match.start() > end:
            open_elements[-1].content.append(unescaped(text[end : match.start()]))
        end = match.end()
        written = match["name"]
        if written is None:
            if open_elements and (cdata := match["cdata"]):
                open_elements[-1].content.append(cdata)
            continue
        if match["end"]:
            name = names.get(written) or _name(written, vocabularies)
            if name == root:
                depth -= 1
                open_elements = []
            elif open_elements:
                _close(open_elements, name)
            continue
        closed = match["attributes"].endswith("/")
        attributes = _attributes(match["attributes"]) if "=" in match["attributes"] else {}
        if declared := [name for name in attributes if name.startswith("xmlns:")]:
            for name in declared:
                vocabularies.setdefault(name.removeprefix("xmlns:"), _vocabulary(name, attributes[name]))
            names.clear()
        if not root:
            vocabularies[written.rpartition(":")[0].lower()] = ""
        name = names.get(written) or names.setdefault(written, _name(written, vocabularies))
        root = root or name
        depth += name == root and not closed
        if name in wanted:
            element = Element(name, attributes)
            elements.append(element)
            open_elements = [] if closed else [element]
        elif open_elements:
            element = Element(name, attributes)
            open_elements[-1].content.append(element)
            if not closed and name not in _VOID and len(open_elements) < _MOST_DEEP:
                open_elements.append(element)
        elif not elements:
            base = urljoin(base, attributes.get("xml:base", ""))
    if len(open_elements) > 1:
        open_elements[0].content.pop()
    return Document(root=root, elements=elements, whole=bool(root) and depth <= 0, base=base)


def unescaped(text: str) -> str:
    """A text with its entities read; a bare ``&`` stays, so that ``?id=7&copy=2`` is an address."""
    return _ENTITY.sub(_one_entity, text) if "&" in text else text


def _close(open_elements: list[Element], name: str) -> None:
    for depth in range(len(open_elements) - 1, -1, -1):
        if open_elements[depth].name == name:
            del open_elements[depth:]
            return


def _name(written: str, vocabularies: Mapping[str, str]) -> str:
    prefix, _, local = written.lower().rpartition(":")
    prefix = vocabularies.get(prefix, prefix)
    return f"{prefix}:{local}" if prefix else local


def _vocabulary(name: str, namespace: str) -> str:
    address = namespace.lower()
    prefix = name.removeprefix("xmlns:")
    return next((vocabulary for part, vocabulary in _VOCABULARIES.items() if part in address), prefix)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), unescaped(match[2] or match[3] or match[4] or ""))
    return found


def _one_entity(match: re.Match[str]) -> str:
    name = match[1]
    return html.unescape(match[0]) if name.startswith("#") else html5.get(f"{name};", match[0])


def _texts(element: Element) -> Iterator[str]:
    waiting: list[str | Element] = [element]
    while waiting:  # a loop, as unclosed elements nest without end
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        else:
            if part.name in _BREAKS:
                yield " "
            waiting.extend(reversed(part.content))
