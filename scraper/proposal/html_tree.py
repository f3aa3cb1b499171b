"""A page as a tree of elements, on which links are looked up and selectors tried (pure)."""

from __future__ import annotations

from typing import Any

from lxml import etree, html
from w3lib.html import get_base_url

from scraper.discover.page_text import decoded
from scraper.items import Page
from scraper.texts.markup import bounded


def tree_of(page: Page) -> Any:
    """The page's ``<html>``, an empty one where it has no element; ``base_url`` is what its addresses start from."""
    text = decoded(page)
    base = _base_url(text, page.url)
    # As bytes, since lxml refuses a text that begins with an XML declaration, as XHTML does.
    body, parser = bounded(text).source.encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(body, parser=parser, base_url=base)
    except etree.ParserError:  # nothing, or nothing but comments
        return html.document_fromstring("<html></html>", base_url=base)


def _base_url(text: str, url: str) -> str:
    try:
        return str(get_base_url(text, url))
    except ValueError:  # <base> with a host or port that is none: browsers pass over it
        return url
