"""A publication's own rules for its story pages (``[story]``), applied to one page; they outrank the general ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector

from scraper.discover import index_document, selectors, story_pages, values
from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import HtmlNode, JsonNode, Node
from scraper.discover.templates import Variables
from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document
from scraper.publication import PageRules, Publication, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFields:
    """What a publication's rules found on a page: texts by field, the body, elements to strip, the paywall."""

    fields: Mapping[str, str] = field(default_factory=dict)
    body: tuple[Element, ...] = ()
    body_text: str = ""  # where the body is not an element of the page but a text in JSON
    strip: frozenset[Element] = frozenset()
    paywalled: bool | None = None  # False: the file says that its pages hold the whole text; None: it does not say
    edition_date: tuple[str, str] = ("", "")  # (kind of evidence, the words or the address it was read from)


def read(
    document: Document, publication: Publication | None, environment: Mapping[str, str], fetched: dt.datetime
) -> tuple[PageRules, PublicationFields]:
    """Apply to a page those of the publication's rules that are for its layout.

    :param publication: None, or one without rules for this layout, gives empty rules and empty fields.
    :param environment: what the rules may name as ``{env.NAME}``.
    :param fetched: when the page was fetched.
    """
    if publication is None:
        return PageRules(), PublicationFields()
    variables = story_pages.variables_of_stories(publication, environment)

    def start_of(rules: PageRules) -> Node | None:
        node = _start_node(document, rules, HtmlNode(Selector(root=document.lxml_tree[0], type="html")))
        wants_json = rules.embedded is not None or rules.format == "json"
        return None if wants_json and isinstance(node, HtmlNode) else node

    rules = story_pages.rules_for(publication, document.url, variables, start_of, fetched=fetched)
    return rules, _fields(rules, document, variables)


def _fields(rules: PageRules, document: Document, variables: Variables) -> PublicationFields:
    """What the rules find on a page."""
    if not (rules.fields or rules.strip or rules.paywall or rules.whole):
        return PublicationFields()
    root, element_of = document.lxml_tree
    tree = HtmlNode(Selector(root=root, type="html"))
    node = _start_node(document, rules, tree)
    found = {}
    for name, value in rules.fields.items():
        if name not in ("body", "edition_date") and (words := _value_text(value, node, variables)):
            found[name] = words
    body = rules.fields.get("body")
    is_html = isinstance(node, HtmlNode)
    return PublicationFields(
        fields=found,
        body=tuple(element_of[element] for element in _elements(root, body.get)) if body and is_html else (),
        body_text="" if body is None or is_html else _json_body(body, node),
        strip=frozenset(element_of[element] for selector in rules.strip for element in _select(root, selector)),
        paywalled=any(_select(root, selector) for selector in rules.paywall) or (False if rules.whole else None),
        edition_date=_edition_date(rules.fields.get("edition_date"), node, variables, document),
    )


def _start_node(document: Document, rules: PageRules, tree: HtmlNode) -> Node:
    """Where the rules' selectors start: the page's root, or the JSON embedded in it."""
    try:
        if rules.embedded:
            return JsonNode(index_document.embedded(rules.embedded, document.source, tree))
        if rules.format == "json":
            return JsonNode(index_document.json_value(document.source))
    except (DiscoverError, ValueError, RecursionError):
        # A page in another layout, without that script: the general rules may still find the story.
        return tree
    return tree


def _value_text(value: Value, node: Node, variables: Variables) -> str:
    try:
        return values.text(value, node, variables)
    except (DiscoverError, ValueError, etree.XPathError):
        return ""


def _elements(root: HtmlElement, written: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The elements that the first successful selector finds, without those inside another."""
    for selector in written:
        found = [element for element in _select(root, selector) if "".join(element.itertext()).strip()]
        if found:
            # An element inside another one that was found too would give its text twice.
            inside = set(found)
            yield from (element for element in found if not any(outer in inside for outer in element.iterancestors()))
            return


def _select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    try:
        found = root.xpath(selectors.xpath_of(selector), namespaces=selectors.NAMESPACES)
    except (ValueError, etree.XPathError):
        return []
    return [item for item in found if isinstance(item, HtmlElement)] if isinstance(found, list) else []


def _json_body(value: Value, node: Node) -> str:
    """The body as given in JSON, perhaps with markup such as ``<p>``."""
    if not isinstance(node, JsonNode):
        return ""
    pieces = []
    for selector in value.get:
        found = selectors.search(selector, node.value)
        pieces = [
            item for item in (found if isinstance(found, list) else [found]) if isinstance(item, str) and item.strip()
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
    words = _value_text(value, node, variables)
    if not words:
        return "", ""
    plain = Value(get=value.get, join=value.join)
    if _value_text(plain, node, variables).startswith(("http://", "https://")):
        return "url", words
    data = isinstance(node, JsonNode) or all("::attr" in each or "/@" in each for each in value.get)
    return ("structured" if data else "statement"), words
