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
_INLINE_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em"}
_REMOVED = {
    "script",
    "style",
    "svg",
    "noscript",
    "iframe",
    "form",
    "button",
    "select",
    "textarea",
    "object",
    "template",
}


def render_blocks(document: Document, blocks: Sequence[Block]) -> str:
    """The blocks of a text as HTML, with lists, quotes and tables restored. It has this module's own tags only."""
    pieces: list[str] = []
    for container, group in groupby(blocks, key=_container):
        members = list(group)
        if container is None:
            pieces.extend(_block_html(document, block) for block in members)
        elif container.tag == "table":
            pieces.append("<table>" + "".join(_table_rows(document, members)) + "</table>")
        else:
            tag = container.tag if container.tag in ("blockquote", "ol") else "ul"
            pieces.append(f"<{tag}>{''.join(_block_html(document, block) for block in members)}</{tag}>")
    return "\n".join(pieces)


def clean(source: str) -> str:
    """Sanitised HTML, with the few tags a story needs and http(s) links only."""
    return nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_REMOVED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    )


def _container(block: Block) -> Element | None:
    """The list, quote or table a block is a part of."""
    if block.has(Role.TABLE):
        return block.element.closest("table")
    if block.has(Role.LIST):
        return block.element.closest("ul", "ol", "dl", "menu")
    if block.has(Role.QUOTE):
        return block.element if block.tag == "blockquote" else block.element.closest("blockquote")
    return None


def _block_html(document: Document, block: Block) -> str:
    inner = _inline_html(document, block)
    if block.tag in ("h1", "h2"):
        return f"<h2>{inner}</h2>"
    if block.tag in ("h3", "h4", "h5", "h6"):
        return f"<{'h3' if block.tag == 'h3' else 'h4'}>{inner}</{'h3' if block.tag == 'h3' else 'h4'}>"
    return f"<li>{inner}</li>" if block.has(Role.LIST) else f"<p>{inner}</p>"


def _table_rows(document: Document, blocks: Sequence[Block]) -> Iterator[str]:
    for _, row in groupby(blocks, key=_table_row):
        cells = []
        for cell, group in groupby(row, key=data_tables.cell_of):
            tag = "th" if cell is not None and cell.tag == "th" else "td"
            cells.append(f"<{tag}>{' '.join(_inline_html(document, each) for each in group)}</{tag}>")
        yield f"<tr>{''.join(cells)}</tr>"


def _table_row(block: Block) -> Element | None:
    cell = data_tables.cell_of(block)
    return cell.closest("tr") if cell is not None else None


def _inline_html(document: Document, block: Block) -> str:
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
    for index in range(block.start, block.end):
        words = document.pieces[index]
        pieces.append(closing.get(index, "") + opening.get(index, "") + html.escape(words, quote=False))
    pieces.append(closing.get(block.end, ""))
    return " ".join("".join(pieces).split())


def _tags(document: Document, element: Element) -> tuple[str, str]:
    """The start and end tag of an inline element in a story's text."""
    if element.tag == "a":
        address = document.absolute(element.get("href"))
        return (f'<a href="{html.escape(address)}">', "</a>") if address else ("", "")
    tag = _INLINE_TAGS[element.tag]
    return f"<{tag}>", f"</{tag}>"
