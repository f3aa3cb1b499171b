"""A story's text as cleaned HTML: paragraphs, sub-headings, lists, quotes, tables, and nothing that could run."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import groupby

import nh3
from lxml.html import HtmlElement

from scraper.extract.blocks import Block, events
from scraper.extract.document import Document
from scraper.extract.marks import Mark

_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "em",
    "strong",
    "a",
}
_KEPT = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}
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
    pieces: list[str] = []
    plain: list[str] = []
    closing: list[tuple[HtmlElement, str]] = []
    for event, element in events(block.element):
        if event == "start":
            opened, closed = _tags(document, element) if element is not block.element else ("", "")
            pieces.append(opened)
            closing.append((element, closed))
            words = element.text or ""
        else:
            if closing and closing[-1][0] is element:
                pieces.append(closing.pop()[1])
            words = (element.tail or "") if element is not block.element else ""
        pieces.append(html.escape(words, quote=False))
        plain.append(" " if element.tag == "br" and event == "start" else words)
    if " ".join("".join(plain).split()) != block.text:
        return html.escape(block.text, quote=False)
    return " ".join("".join(pieces).split())


def _tags(document: Document, element: HtmlElement) -> tuple[str, str]:
    """What an inline element begins and ends with in a story's text; most leave nothing behind."""
    if element.tag == "br":
        return " ", ""
    if element.tag == "a":
        address = document.absolute(element.get("href"))
        return (f'<a href="{html.escape(address)}">', "</a>") if address else ("", "")
    tag = _KEPT.get(element.tag, "")
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
