"""A fetched page on which selectors can be run: an HTML tree, or a JSON value.

    Page -> IndexDocument(root node, base address, further sitemaps, whether it is whole)

JSON is the answer itself, a value embedded in an HTML page, or the entries of a sitemap or feed. HTML is the page, or a
text in JSON.
"""

from __future__ import annotations

import contextlib
import functools
import html
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from lxml import etree
from parsel import Selector
from w3lib.html import get_base_url

from scraper.characters import REPLACEMENT, storable
from scraper.discover import feeds, javascript, selectors, sitemaps
from scraper.discover.errors import MarkerMissingError, NotJsonError, WrongTypeError
from scraper.discover.json_functions import Records, records_of
from scraper.discover.page_text import decoded, raise_if_too_many_values, unpacked
from scraper.items import Page
from scraper.limits import LIST_TAGS, REFERENCES
from scraper.publication import Embedded, Fetch
from scraper.texts.folding import visible
from scraper.texts.markup import bounded

_MOST_MARKERS = 50  # that are tried: what follows each may be the rest of the page
_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>")
_HTML_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_HTML_GOES_ON = re.compile(r"</html\s*>(?=[^<]*<[a-z])", re.IGNORECASE)
_HTML_BEGIN = re.compile(r"<(?:!doctype|html|body)\b", re.IGNORECASE)
_OPEN_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*\Z")
_MUST_CLOSE, _CLOSED = (
    re.compile(rf"{begin}(div|article|section|main|ul|ol|table|h[1-6]|script)\b", re.IGNORECASE)
    for begin in ("<", "</")
)
# fmt: off
_LINE_BREAKING = frozenset((
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section",
    "table", "td", "th", "tr", "ul",
))
# fmt: on
_SILENT = frozenset(("script", "style", "noscript", "template"))
_NOT_TEXT = re.compile(r"(image|audio|video|font)/|application/(pdf|zip|epub)", re.IGNORECASE)
_FLIGHT = "__next_f"
_UNREADABLE = "unreadable"
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));")
_BARE_AMPERSAND = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)(?:\w+;)?",
    re.DOTALL | re.IGNORECASE,
)


class Node(Protocol):
    """An HTML element or JSON value on which selectors are run."""

    def nodes(self, selector: str) -> list[Node]:
        """The nodes that the selector finds below this one, in the order of the page."""

    def texts(self, selector: str) -> list[str]:
        """The texts that the selector finds below this node, white space collapsed, without empty ones."""

    def plain(self, text: str) -> str:
        """A text of this page without markup: texts in JSON and feeds often contain HTML."""


@dataclass(frozen=True, slots=True)
class HtmlNode:
    """An element of an HTML tree; selectors are CSS, or XPath after ``xpath:``."""

    selector: Selector

    def nodes(self, selector: str) -> list[Node]:
        return [HtmlNode(found) for found in self._found(selector) if not isinstance(found.root, str | bool | float)]

    def texts(self, selector: str) -> list[str]:
        return [text for found in self._evaluated(selector) if (text := collapsed(_html_text(found)))]

    def plain(self, text: str) -> str:
        return text

    def _found(self, selector: str) -> list[Selector]:
        return list(self.selector.xpath(selectors.xpath_of(selector)))

    def _evaluated(self, selector: str) -> list[Any]:
        """What is found, without a ``Selector`` around each: of a long list these take more memory than its page."""
        written = selectors.xpath_of(selector)
        try:
            found = _xpath(written)(self.selector.root)
        except etree.XPathError as error:
            raise ValueError(f"XPath error: {error} in {written}") from error
        return found if isinstance(found, list) else [found]


@dataclass(frozen=True, slots=True)
class JsonNode:
    """A JSON value; selectors are JMESPath, and ``record(id)`` in them looks in ``records``."""

    value: Any
    records: Records = field(default_factory=dict, compare=False)

    def nodes(self, selector: str) -> list[Node]:
        found = selectors.search(selector, self.value, self.records)
        many = found if isinstance(found, list) else [found]
        return [JsonNode(one, self.records) for one in many if one is not None]

    def texts(self, selector: str) -> list[str]:
        found = selectors.search(selector, self.value, self.records)
        return [text for one in _flat(found) if (text := collapsed(_json_text(one)))]

    def plain(self, text: str) -> str:
        return collapsed(html.unescape(_TAG.sub(" ", text) if _TAG.search(text) else text))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """A parsed page of an index: its root, the base of relative addresses, and the sitemaps that it names, if any.

    It is not ``whole`` where it ends in the middle of something.
    """

    root: Node
    base_url: str
    sitemaps: tuple[sitemaps.Entry, ...] = ()
    whole: bool = True


def open_document(page: Page, fetch: Fetch) -> IndexDocument:
    """Parse a page in the format that the publication file declares.

    :param fetch: the step of the index, with its format.
    :raises DiscoverError: the page is in another format, or the JSON in it is missing or cannot be parsed.
    """
    if fetch.format in ("sitemap", "feed"):
        return _open_list(page, fetch.format)
    if _NOT_TEXT.match(page.content_type) or page.body.startswith(b"%PDF-"):
        raise WrongTypeError(f"It is {page.content_type or 'a PDF file'}.")
    text = decoded(page)
    if fetch.format == "json" or fetch.html or fetch.embedded:
        raise_if_too_many_values(text)
    if fetch.format == "json" and not fetch.embedded:
        return IndexDocument(root=JsonNode(json_value(text)), base_url=page.url)
    if fetch.html:
        return IndexDocument(root=_html_within(json_value(text), fetch.html), base_url=page.url)
    if fetch.format == "xml":
        text, has_all = _up_to(text, "&", REFERENCES)
        root, is_whole = _xml_root(text)
        return IndexDocument(
            root=HtmlNode(Selector(root=root, type="html")), base_url=page.url, whole=is_whole and has_all
        )
    # Pages put together of several end in the middle; libxml2 would leave out what comes then, and browsers do not.
    source, is_all = bounded(_HTML_GOES_ON.sub("", text))
    tree = HtmlNode(Selector(text=source, type="html"))
    try:
        base_url = get_base_url(text, page.url)
    except ValueError:  # <base> with a host or port that is none: browsers pass over it
        base_url = page.url
    if fetch.embedded:
        return IndexDocument(root=JsonNode(embedded(fetch.embedded, text, tree)), base_url=base_url)
    return IndexDocument(root=tree, base_url=base_url, whole=is_all and not html_is_cut(text))


def _up_to(text: str, sign: str, most: int) -> tuple[str, bool]:
    """A text up to so many of a sign, and whether that is all of it."""
    if text.count(sign) <= most:
        return text, True
    after = next(itertools.islice(re.finditer(sign, text), most, None))
    return text[: after.start()], False


def _html_within(value: Any, selector: str) -> HtmlNode:
    """The HTML that stands in JSON; several pieces are put one after the other.

    :raises MarkerMissingError: there is no text at that place.
    """
    found = selectors.search(selector, value)
    pieces = [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, str)]
    if not pieces:
        raise MarkerMissingError(f"No text is at {selector!r}.", selector=selector)
    return HtmlNode(Selector(text=bounded("".join(pieces)).source or "<html></html>", type="html"))


def _xml_root(text: str) -> tuple[etree._Element, bool]:
    """The root of an XML document, and whether the document is whole; names lose case and prefix, as in HTML.

    :raises WrongTypeError: it is none.
    """
    parser = etree.XMLParser(recover=True, encoding="utf-8", resolve_entities=False, no_network=True)
    root = None
    with contextlib.suppress(etree.XMLSyntaxError):
        text = _REFERENCE.sub(_character, bounded(text.strip()).source)
        root = etree.fromstring(_BARE_AMPERSAND.sub(_escaped, text).encode(), parser)
    if root is None or root.tag == "html":
        raise WrongTypeError(f"It is no XML: it begins {collapsed(text)[:60]!r}.")
    end = rf"(?:</(?:[\w.-]+:)?{re.escape(_local_name(root.tag))}\s*|/)>(?:\s|<!--.*?-->)*+\Z"
    for element in root.iter(etree.Element):
        try:
            attributes = {_local_name(name).lower(): storable(value) for name, value in element.attrib.items()}
            element.attrib.clear()
            element.attrib.update(attributes)
            element.tag = _local_name(element.tag).lower()
        except ValueError:  # a name that is none: this element says nothing, and costs no other
            element.tag = _UNREADABLE
    return root, re.search(end, text[-1000:], re.DOTALL) is not None


def _character(match: re.Match[str]) -> str:
    """A numeric reference; U+FFFD for one to no character, which libxml2 would take and lxml not give back."""
    number = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if number <= sys.maxunicode and storable(chr(number)) == chr(number) else REPLACEMENT


def _local_name(name: str) -> str:
    """The name of an element or an attribute without its namespace or prefix."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _escaped(match: re.Match[str]) -> str:
    """An ampersand that XML does not know what to make of, as it was meant; what stands in CDATA stays."""
    return match["cdata"] or html.escape(html.unescape(match[0]), quote=False)


def with_records(document: IndexDocument, fetch: Fetch, before: Records) -> IndexDocument:
    """The document with its table of records, and with those of the pages before it."""
    root = document.root
    if not isinstance(root, JsonNode) or not (before or fetch.records):
        return document
    own = records_of(selectors.search(fetch.records, root.value)) if fetch.records else {}
    return replace(document, root=JsonNode(root.value, {**before, **own}))


def _open_list(page: Page, form: str) -> IndexDocument:
    """Parse a sitemap or feed, packed or not."""
    page, unpacked_whole = unpacked(page)
    text, is_all = _up_to(decoded(page), "<", LIST_TAGS)
    if form == "feed":
        feed = feeds.feed(text)
        return IndexDocument(
            root=JsonNode(feed.entries), base_url=page.url, whole=feed.whole and is_all and unpacked_whole
        )
    sitemap = sitemaps.sitemap(text)
    return IndexDocument(
        root=JsonNode(sitemap.pages),
        base_url=page.url,
        sitemaps=tuple(sitemap.sitemaps),
        whole=sitemap.whole and is_all and unpacked_whole,
    )


def html_is_cut(text: str) -> bool:
    """Whether an HTML page ends in the middle: within a tag, or with elements open that may not be left open.

    A page may leave out ``</body>`` and ``</html>``, and one with either has come to its end, however it is nested.
    """
    if _HTML_END.search(text):
        return False
    if _OPEN_TAG.match(text, text.rfind("<")):
        return True
    opened, closed = (Counter(map(str.lower, tags.findall(text))) for tags in (_MUST_CLOSE, _CLOSED))
    return bool(_HTML_BEGIN.search(text)) and any(number > closed[name] for name, number in opened.items())


def embedded(rules: Embedded, text: str, tree: HtmlNode) -> Any:
    """The JSON value inside a page: in the element that ``css`` selects, after the text ``marker``, or both.

    Of several elements all values are given, as a list. JavaScript that is not quite JSON is read as well
    (``javascript``); in a page of Next.js the marker may stand in what the page streams to its scripts, and the marker
    ``__next_f`` gives the rows of that.

    :raises MarkerMissingError: the element or the marker is not there.
    :raises NotJsonError: what is there cannot be parsed as JSON.
    """
    sources = [text]
    if rules.css:
        elements = tree.selector.css(rules.css)
        sources = [_source_of(found) for found in elements]
        if not sources:
            raise MarkerMissingError(f"No element is {rules.css!r}.", selector=rules.css)
        if not rules.marker:
            return _value_of(sources, linked_data=all(map(_is_linked_data, elements)))
    raise_if_too_many_values(text)
    stream = javascript.flight("\n".join(sources)) if _FLIGHT in text else ""
    if _FLIGHT in rules.marker and stream:
        rows = javascript.flight_rows(stream)
        return next(iter(rows.values())) if len(rows) == 1 else rows
    positions = [
        (source, position + len(rules.marker))
        for source in (*sources, stream)
        for position in itertools.islice(_occurrences(rules.marker, source), _MOST_MARKERS)
    ]
    if not positions:
        raise MarkerMissingError(f"The text {rules.marker!r} is not there.", selector=rules.marker)
    empty: list[Any] = []  # scripts like to declare an empty value before they fill it
    for value in (value for source, position in positions for value in _values_at(source, position)):
        if value:
            return value
        empty.append(value)
    if not empty:
        raise NotJsonError(f"What follows {rules.marker!r} cannot be read.", selector=rules.marker)
    return empty[0]


def collapsed(text: str) -> str:
    """The text with single spaces and without invisible characters."""
    return " ".join(visible(text).split())


_DECODER = json.JSONDecoder(strict=False)  # it accepts raw tabs inside strings


def json_value(text: str) -> Any:
    """The value of a text that is JSON, or holds one as scripts do: ``callback({...})``, ``window.a = {...};``.

    :raises NotJsonError: it is none.
    """
    try:
        return _decoded_again(_DECODER.decode(text.lstrip("\ufeff")))
    except ValueError as error:
        for position in javascript.unwrapped(text):
            with contextlib.suppress(ValueError, RecursionError):
                value = javascript.value_at(text, position)
                if isinstance(value, list | dict):
                    return value
        raise NotJsonError(f"{error}; it begins {collapsed(text)[:60]!r}.") from error
    except RecursionError as error:
        raise NotJsonError("It is nested too deep.") from error


def _value_of(sources: list[str], *, linked_data: bool) -> Any:
    """The value of an element; of several those that can be read, of linked data each thing for itself."""
    if len(sources) == 1:
        return json_value(sources[0])
    values: list[Any] = []
    for source in sources:
        with contextlib.suppress(NotJsonError):
            values.append(json_value(source))
    if not values:
        return json_value(sources[0])  # raises the error of the first
    return [thing for value in values for thing in _things_in(value)] if linked_data else values


def _things_in(value: Any) -> list[Any]:
    """What one element of linked data (JSON-LD 1.1) describes: a thing, a list of things, or a graph of them."""
    if isinstance(value, dict) and isinstance(value.get("@graph"), list):
        return list(value["@graph"])
    return value if isinstance(value, list) else [value]


def _values_at(source: str, position: int) -> Iterator[Any]:
    """The value that follows a marker; none where it cannot be read."""
    with contextlib.suppress(ValueError, RecursionError):
        yield _decoded_again(_DECODER.raw_decode(source, _after_space(source, position))[0])
        return
    with contextlib.suppress(ValueError, RecursionError):
        value = _decoded_again(javascript.value_at(source, position))
        if isinstance(value, list | dict):  # and not what a name or a call stands for, which nobody knows
            yield value


def _decoded_again(value: Any) -> Any:
    """A value decoded once more if it is a string of JSON, as in ``JSON.parse("{...}")``."""
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return value
    try:
        return _DECODER.decode(value)
    except ValueError:
        return javascript.value_at(value)


def _is_linked_data(found: Selector) -> bool:
    return not isinstance(found.root, str) and found.attrib.get("type", "").partition(";")[0] == "application/ld+json"


def _source_of(found: Selector) -> str:
    """The content of an element or attribute, as written."""
    if isinstance(found.root, str):
        return found.root
    return "".join(found.root.itertext())


def _occurrences(marker: str, text: str) -> Iterator[int]:
    position = text.find(marker)
    while position >= 0:
        yield position
        position = text.find(marker, position + 1)


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _flat(value: Any) -> Iterator[Any]:
    queue = [value]
    while queue:
        item = queue.pop()
        if isinstance(item, list):
            queue.extend(reversed(item))
        else:
            yield item


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


@functools.lru_cache(maxsize=1024)
def _xpath(written: str) -> etree.XPath:
    return etree.XPath(written, namespaces=selectors.NAMESPACES, smart_strings=False)


def _html_text(root: Any) -> str:
    """The text of what a selector found: an attribute or XPath result as it is, an element without its scripts.

    A comment that a selector asks for by ``comment()`` gives what stands in it: some sites keep addresses there.
    """
    if isinstance(root, bool):
        return "true" if root else ""
    if isinstance(root, float):
        return str(int(root)) if root.is_integer() else str(root)
    if isinstance(root, str):
        return root
    if not isinstance(root.tag, str):  # a comment or processing instruction
        return root.text or ""
    return "".join(_element_text(root))


def _element_text(element: Any) -> Iterator[str]:
    """Text and, where a browser would start a new line, a space; a loop, as unclosed markup nests without end."""
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walker:
        if node.tag in _LINE_BREAKING:
            yield " "
        if event == "start" and node.tag in _SILENT:
            walker.skip_subtree()
        elif event == "start":
            yield node.text or ""
        elif node is not element:
            yield node.tail or ""
