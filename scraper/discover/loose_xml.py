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
from dataclasses import dataclass
from html.entities import html5
from types import MappingProxyType
from urllib.parse import urljoin

from scraper.limits import ENTRY_PARTS

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
    | <![A-Za-z][^<>\[]*+(?:\[[^\[\]]*+\]\s*+)?>?
    | <\?.*?(?:\?>|\Z)
    | <(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*'|["'])*+)>
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""(?<![\w.:-])([\w.:-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]*);")
_NONE: Mapping[str, str] = MappingProxyType({})
_BREAKS = frozenset(("br", "p", "div", "li"))
_VOID = frozenset(("br", "hr", "img", "wbr"))
_MOST_DEEP = 100  # elements in one another; what is nested deeper was never closed


@dataclass(slots=True)
class Element:
    """An element with its texts and child elements, in their order."""

    name: str  # in lower case: "title", or "media:title" of another vocabulary
    attributes: Mapping[str, str]  # names as written, in lower case
    content: list[str | Element]

    @property
    def children(self) -> Iterator[Element]:
        """The child elements."""
        return (part for part in self.content if isinstance(part, Element))

    @property
    def text(self) -> str:
        """The text of the element and of all inside it, with single spaces."""
        match self.content:
            case []:
                return ""
            case [str() as only]:
                return " ".join(only.split())
        return " ".join("".join(_texts(self)).split())


class Document:
    """The wanted elements of a file, wherever they are, one after the other; none of them holds another.

    ``root`` is the name of the outermost element, "" as long as there was no tag. ``base`` is the ``xml:base`` of what
    surrounds the wanted elements. When all were given out, ``whole`` is false if the text ended before the root did.
    Of an element that is cut off by the end of the text, the children that were closed are kept; of one with more than
    ENTRY_PARTS elements inside it, the first.

    :param wanted: names in lower case.
    """

    def __init__(self, text: str, wanted: Collection[str]) -> None:
        self.text = text
        self.wanted = frozenset(wanted)
        self.root = ""
        self.base = ""
        self.whole = False
        self._vocabularies: dict[str, str] = {}  # by prefix
        self._names: dict[str, str] = {}  # by the name as written

    def __iter__(self) -> Iterator[Element]:
        depth = 0  # how many elements of the root's name are open
        open_elements: list[Element] = []  # a wanted element, and what is open inside it
        parts = 0  # elements inside it
        text, wanted, names = self.text, self.wanted, self._names
        end = 0
        for match in _TOKEN.finditer(text):
            begin, after = match.span()
            if begin > end and open_elements:
                open_elements[-1].content.append(unescaped(text[end:begin]))
            end = after
            cdata, slash, written, rest = match.groups()
            if written is None:
                if cdata and open_elements:
                    open_elements[-1].content.append(cdata)
                continue
            if slash:
                name = names.get(written) or self._name(written)
                if name == self.root:
                    depth -= 1
                    yield from open_elements[:1]
                    open_elements = []
                elif open_elements:
                    first = open_elements[0]
                    _close(open_elements, name)
                    if not open_elements:
                        yield first
                continue
            attributes = self._attributes(rest) if "=" in rest else _NONE
            name = names.get(written) or self._begun(written)
            closed = rest.endswith("/")
            depth += name == self.root and not closed
            if name in wanted:
                yield from open_elements[:1]
                open_elements, parts = [Element(name, attributes, [])], 0
                if closed:
                    yield from open_elements
                    open_elements = []
            elif open_elements and parts < ENTRY_PARTS:
                parts += 1
                element = Element(name, attributes, [])
                open_elements[-1].content.append(element)
                if not closed and name not in _VOID and len(open_elements) < _MOST_DEEP:
                    open_elements.append(element)
            elif "xml:base" in attributes:
                self.base = urljoin(self.base, attributes["xml:base"])
        if len(open_elements) > 1:
            open_elements[0].content.pop()
        yield from open_elements[:1]
        self.whole = bool(self.root) and depth <= 0

    def _begun(self, written: str) -> str:
        """The name of an element that is written so for the first time."""
        if not self.root:
            self._vocabularies[written.rpartition(":")[0].lower()] = ""
        name = self._names[written] = self._name(written)
        self.root = self.root or name
        return name

    def _name(self, written: str) -> str:
        prefix, _, local = written.lower().rpartition(":")
        prefix = self._vocabularies.get(prefix, prefix)
        return f"{prefix}:{local}" if prefix else local

    def _attributes(self, text: str) -> dict[str, str]:
        """The attributes of an element; the prefixes that they declare hold from here on."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(text):
            found.setdefault(match[1].lower(), unescaped(match[2] or match[3] or match[4] or ""))
        for name, namespace in found.items():
            if name.startswith("xmlns:") and (prefix := name.removeprefix("xmlns:")) not in self._vocabularies:
                self._vocabularies[prefix] = _vocabulary(prefix, namespace)
                self._names.clear()
        return found


def unescaped(text: str) -> str:
    """A text with its entities read; a bare ``&`` stays, so that ``?id=7&copy=2`` is an address."""
    return _ENTITY.sub(_one_entity, text) if "&" in text else text


def _close(open_elements: list[Element], name: str) -> None:
    if open_elements[-1].name == name:
        open_elements.pop()
        return
    for depth in range(len(open_elements) - 1, -1, -1):
        if open_elements[depth].name == name:
            del open_elements[depth:]
            return


def _vocabulary(prefix: str, namespace: str) -> str:
    address = namespace.lower()
    return next((vocabulary for part, vocabulary in _VOCABULARIES.items() if part in address), prefix)


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
