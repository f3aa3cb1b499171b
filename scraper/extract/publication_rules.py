"""A publication's own rules for its story pages (``[story]``), applied to one page. They outrank the general reader."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector

from scraper.discover import index_document, selectors, values
from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import HtmlNode, JsonNode, Node
from scraper.discover.templates import Variables
from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document
from scraper.publication import PageRules, Publication, Value

_NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFields:
    """What a publication's rules found: text by field, the elements of the body, what to strip, the paywall."""

    fields: Mapping[str, str] = field(default_factory=dict)
    body: tuple[Element, ...] = ()
    body_text: str = ""  # where the body is not an element of the page but a text in JSON
    strip: frozenset[Element] = frozenset()
    paywalled: bool = False
    edition_date: tuple[str, str] = ("", "")  # (kind of evidence, the words or the address it was read from)


def read(document: Document, publication: Publication | None, environment: Mapping[str, str]) -> PublicationFields:
    """Everything the publication's rules say of this page; nothing where it has none.

    ``environment`` holds what the rules may name as ``{env.NAME}``.
    """
    if publication is None:
        return PublicationFields()
    rules = publication.story
    if not (rules.fields or rules.strip or rules.paywall):
        return PublicationFields()
    root, element_of = document.mirror
    tree = HtmlNode(Selector(root=root, type="html"))
    node = _node(document, rules, tree)
    variables = Variables(
        date=dt.date.min,
        texts={f"env.{name}": value for name, value in environment.items()},
        templates=publication.variables,
    )
    found = {}
    for name, value in rules.fields.items():
        if name not in ("body", "edition_date") and (words := _text(value, node, variables)):
            found[name] = words
    body = rules.fields.get("body")
    is_html = isinstance(node, HtmlNode)
    return PublicationFields(
        fields=found,
        body=tuple(element_of[each] for each in _elements(root, body.get)) if body and is_html else (),
        body_text="" if body is None or is_html else _json_body(body, node),
        strip=frozenset(element_of[each] for selector in rules.strip for each in _all(root, selector)),
        paywalled=any(_all(root, selector) for selector in rules.paywall),
        edition_date=_edition_date(rules.fields.get("edition_date"), node, variables, document),
    )


def _node(document: Document, rules: PageRules, tree: HtmlNode) -> Node:
    """Where the rules' selectors start: the page, or the JSON in it."""
    try:
        if rules.embedded:
            return JsonNode(index_document.embedded(rules.embedded, document.source, tree))
        if rules.format == "json":
            return JsonNode(json.loads(document.source, strict=False))
    except (DiscoverError, ValueError, RecursionError):
        # Another layout of the same paper, without that script: the general reader may still find the story.
        return tree
    return tree


def _text(value: Value, node: Node, variables: Variables) -> str:
    try:
        return values.text(value, node, variables)
    except (DiscoverError, ValueError, etree.XPathError):
        return ""


def _elements(root: HtmlElement, written: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The elements of the first selector that finds text."""
    for selector in written:
        found = [element for element in _all(root, selector) if "".join(element.itertext()).strip()]
        if found:
            # An element inside another one that was found too would give its text twice.
            inside = set(found)
            yield from (each for each in found if not any(above in inside for above in each.iterancestors()))
            return


def _all(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        found = root.xpath(selectors.xpath_of(selector), namespaces=_NAMESPACES)
    except (ValueError, etree.XPathError):
        return []
    return [each for each in found if isinstance(each, HtmlElement)] if isinstance(found, list) else []


def _json_body(value: Value, node: Node) -> str:
    """The body in a JSON value, with its markup: what is read here may hold ``<p>``."""
    if not isinstance(node, JsonNode):
        return ""
    pieces = []
    for selector in value.get:
        found = selectors.search(selector, node.value)
        pieces = [
            each for each in (found if isinstance(found, list) else [found]) if isinstance(each, str) and each.strip()
        ]
        if pieces:
            break
    return "\n\n".join(pieces)


def _edition_date(value: Value | None, node: Node, variables: Variables, document: Document) -> tuple[str, str]:
    """What the ``edition_date`` rule found, and what kind of evidence it is.

    A rule without ``get`` reads the page's own address; one that reads a link's address is evidence of the address too.
    """
    if value is None:
        return "", ""
    if not value.get and value.re:
        match = re.search(value.re, document.url)
        return ("url", "-".join(filter(None, match.groups())) or match[0]) if match else ("", "")
    words = _text(value, node, variables)
    if not words:
        return "", ""
    plain = Value(get=value.get, join=value.join)
    if _text(plain, node, variables).startswith(("http://", "https://")):
        return "url", words
    data = isinstance(node, JsonNode) or all("::attr" in each or "/@" in each for each in value.get)
    return ("structured" if data else "statement"), words
