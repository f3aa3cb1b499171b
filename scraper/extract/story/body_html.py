"""A story's text as cleaned HTML: paragraphs, sub-headings, lists, quotes, tables, and nothing that could run."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import nh3

from scraper.extract.page import data_tables
from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role

_TAGS = set("p h2 h3 h4 ul ol li blockquote table thead tbody tr td th em strong a".split())
_KEPT = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}
_GONE = {"script", "style", "svg", "noscript", "iframe", "form", "button", "select", "textarea", "object", "template"}


def body_html(document: Document, blocks: Sequence[Block]) -> str:
    """The blocks of a text in order, lists and quotes put together again. Only this module's own tags are in it."""
    pieces: list[str] = []
    for holder, group in groupby(blocks, key=_holder):
        members = list(group)
        if holder is None:
            pieces.extend(_wrapped(document, block) for block in members)
        elif holder.tag == "table":
            pieces.append("<table>" + "".join(_rows(document, members)) + "</table>")
        else:
            tag = holder.tag if holder.tag in ("blockquote", "ol") else "ul"
            pieces.append(f"<{tag}>{''.join(_wrapped(document, block) for block in members)}</{tag}>")
    return "\n".join(pieces)


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


def _holder(block: Block) -> Element | None:
    """The list, quote or table a block is a part of."""
    if block.has(Role.TABLE):
        return block.element.closest("table")
    if block.has(Role.LIST):
        return block.element.closest("ul", "ol", "dl", "menu")
    if block.has(Role.QUOTE):
        return block.element if block.tag == "blockquote" else block.element.closest("blockquote")
    return None


def _wrapped(document: Document, block: Block) -> str:
    inner = _inline(document, block)
    if block.tag in ("h1", "h2"):
        return f"<h2>{inner}</h2>"
    if block.tag in ("h3", "h4", "h5", "h6"):
        return f"<{'h3' if block.tag == 'h3' else 'h4'}>{inner}</{'h3' if block.tag == 'h3' else 'h4'}>"
    return f"<li>{inner}</li>" if block.has(Role.LIST) else f"<p>{inner}</p>"


def _rows(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    for _, row in groupby(blocks, key=_row):
        cells = []
        for cell, group in groupby(row, key=data_tables.cell_of):
            tag = "th" if cell is not None and cell.tag == "th" else "td"
            cells.append(f"<{tag}>{' '.join(_inline(document, each) for each in group)}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"


def _row(block: Block) -> Element | None:
    cell = data_tables.cell_of(block)
    return cell.closest("tr") if cell is not None else None


def _inline(document: Document, block: Block) -> str:
    """The block's text with its links and emphasis."""
    if not block.inline:
        return html.escape(block.text, quote=False)
    opening: defaultdict[int, str] = defaultdict(str)
    closing: defaultdict[int, str] = defaultdict(str)
    for element in block.inline:
        start, end = max(element.start, block.start), min(element.end, block.end)
        opened, closed = _tags(document, element) if start < end else ("", "")
        opening[start] += opened
        closing[end] = closed + closing[end]
    pieces = []
    for place in range(block.start, block.end):
        words = document.pieces[place]
        pieces.append(closing.get(place, "") + opening.get(place, "") + html.escape(words, quote=False))
    pieces.append(closing.get(block.end, ""))
    return " ".join("".join(pieces).split())


def _tags(document: Document, element: Element) -> tuple[str, str]:
    """What an inline element begins and ends with in a story's text."""
    if element.tag == "a":
        address = document.absolute(element.get("href"))
        return (f'<a href="{html.escape(address)}">', "</a>") if address else ("", "")
    tag = _KEPT[element.tag]
    return f"<{tag}>", f"</{tag}>"
