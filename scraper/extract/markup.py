"""A story's text as cleaned HTML: paragraphs, sub-headings, lists, quotes, tables, and nothing that could run."""

from __future__ import annotations

import copy
import html
from collections.abc import Iterator, Sequence
from itertools import groupby

import nh3
from lxml import etree
from lxml.html import HtmlElement

from scraper.extract.blocks import Block, Mark
from scraper.extract.document import Document

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "em", "strong", "a"}
_RENAMED = {"b": "strong", "i": "em", "cite": "em"}
_GONE = {"script", "style", "svg", "noscript", "iframe", "form", "button", "select", "textarea", "object", "template"}


def body_html(document: Document, blocks: Sequence[Block]) -> str:
    """The blocks of a text in order, lists and quotes put together again."""
    pieces: list[str] = []
    for holder, group in groupby(blocks, key=_holder):
        members = list(group)
        inner = "".join(_wrapped(document, block) for block in members)
        if holder is None:
            pieces.append(inner)
        elif holder.tag == "table":
            pieces.append("<table>" + "".join(_rows(document, members)) + "</table>")
        elif holder.tag == "blockquote":
            pieces.append(f"<blockquote>{inner}</blockquote>")
        else:
            tag = "ol" if holder.tag == "ol" else "ul"
            pieces.append(f"<{tag}>{inner}</{tag}>")
    return clean("\n".join(pieces))


def clean(source: str) -> str:
    """HTML with the few tags a story needs, links to http and https only."""
    return nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    )


def _holder(block: Block) -> HtmlElement | None:
    """The list, quote or table a block is a part of."""
    if block.has(Mark.TABLE):
        return next(block.element.iterancestors("table"), None)
    if block.has(Mark.LIST):
        return next(block.element.iterancestors("ul", "ol", "dl", "menu"), None)
    if block.has(Mark.QUOTE):
        return block.element if block.tag == "blockquote" else next(block.element.iterancestors("blockquote"), None)
    return None


def _wrapped(document: Document, block: Block) -> str:
    inner = _inline(document, block)
    if block.tag in ("h1", "h2"):
        return f"<h2>{inner}</h2>"
    if block.tag in ("h3", "h4", "h5", "h6"):
        return f"<{'h3' if block.tag == 'h3' else 'h4'}>{inner}</{'h3' if block.tag == 'h3' else 'h4'}>"
    return f"<li>{inner}</li>" if block.has(Mark.LIST) else f"<p>{inner}</p>"


def _rows(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    for _, cells in groupby(blocks, key=lambda block: next(block.element.iterancestors("tr"), None)):
        yield "<tr>" + "".join(f"<{_cell(each)}>{_inline(document, each)}</{_cell(each)}>" for each in cells) + "</tr>"


def _cell(block: Block) -> str:
    return "th" if block.tag == "th" else "td"


def _inline(document: Document, block: Block) -> str:
    """The block's text with its links and emphasis, where it fills its element; else the text alone."""
    if " ".join("".join(block.element.itertext()).split()) != block.text:
        return html.escape(block.text, quote=False)
    element = copy.deepcopy(block.element)
    element.tail = None
    for each in list(element.iter()):
        if not isinstance(each.tag, str):
            continue
        each.tag = _RENAMED.get(each.tag, each.tag)
        if each.tag == "a":
            address = document.absolute(each.get("href"))
            each.attrib.clear()
            if address:
                each.set("href", address)
            else:
                each.tag = "span"
    inner = html.escape(element.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in element
    )
    return " ".join(nh3.clean(inner, tags={"em", "strong", "a"}, attributes={"a": {"href"}}, clean_content_tags=_GONE, link_rel=None).split())
