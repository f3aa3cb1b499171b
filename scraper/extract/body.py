"""The story's text: the publication's own rules, else a general reader mended by what the page shows.

[story] body           elements of the page, or a text in its JSON
trafilatura            in precision mode, on a copy of the tree; its words are looked up in the blocks (paragraphs)
JSON-LD articleBody    where the reader found far less, and the page shows those words
the densest run        where no reader finds anything, and on pages too large to be read twice
"""

from __future__ import annotations

import copy
import html
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from scraper.extract import boxes as box
from scraper.extract import markup, paragraphs
from scraper.extract import structured as data
from scraper.extract.blocks import HEADINGS, Block
from scraper.extract.boxes import Boxes
from scraper.extract.document import Document
from scraper.extract.marks import Mark
from scraper.extract.paragraphs import letters
from scraper.extract.rules import Ruled
from scraper.extract.structured import Structured
from scraper.extract.wording import is_offer

_LARGEST = 12_000  # elements of a page a general reader is asked to read; beyond it takes seconds
_LONGEST = 400_000  # characters of text
_DEEPEST = 180  # levels of nesting, for the same reason
_SCANT = 500  # characters: a reader that found less may have missed the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The blocks of the text, the boxes beside it, and the rule that found it. ``text`` stands where no block does."""

    blocks: tuple[Block, ...] = ()
    boxes: Boxes = field(default_factory=Boxes)
    rule: str = ""
    text: str = ""


def find(
    document: Document,
    blocks: Sequence[Block],
    structured: Structured,
    ruled: Ruled,
    *,
    headline: int,
    others: frozenset[int],
    generic: bool = True,
) -> Body:
    """The text of the page's story. ``others`` are the orders of blocks that belong to other stories."""
    apart = others | ({headline} if headline >= 0 else set())
    if ruled.body:
        chosen = [block for block in blocks if _inside(block, ruled.body) and not _inside(block, ruled.strip)]
        chosen = [block for block in chosen if not block.has(Mark.CAPTION | Mark.FORM) and block.order not in apart]
        boxes = box.find(blocks, chosen, headline=headline, others=others)
        kept = [block for block in chosen if block.order not in boxes.orders]
        if kept:
            return Body(blocks=tuple(kept), boxes=boxes, rule="publication rule")
    if ruled.body_text:
        return Body(text=ruled.body_text, rule="publication rule")
    if not generic:
        return Body()
    stripped = frozenset(block.order for block in blocks if ruled.strip and _inside(block, ruled.strip))
    voted, rule = _voted(document, blocks, structured, apart | stripped)
    boxes = box.find(blocks, voted, headline=headline, others=others)
    title = blocks[headline] if headline >= 0 else None
    chosen = paragraphs.mended(blocks, voted, apart=apart | stripped | boxes.orders, headline=title)
    return Body(blocks=tuple(_cut(chosen, boxes)), boxes=boxes, rule=rule if chosen else "")


def text(body: Body) -> str:
    """The text with one empty line between paragraphs; the rows of a table stand together."""
    if body.text:
        return "\n\n".join(_plain_paragraphs(body.text))
    pieces: list[str] = []
    row: HtmlElement | None = None
    for block in body.blocks:
        this = next(block.element.iterancestors("tr"), None) if block.has(Mark.TABLE) else None
        if this is not None and this is row:
            pieces[-1] += f" | {block.text}"
        elif this is not None and row is not None and this.getparent() is row.getparent():
            pieces[-1] += f"\n{block.text}"
        else:
            pieces.append(block.text)
        row = this
    return "\n\n".join(pieces)


def body_html(document: Document, body: Body) -> str:
    """The text as cleaned HTML."""
    if body.text:
        return "\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in _plain_paragraphs(body.text))
    return markup.body_html(document, body.blocks)


def _voted(
    document: Document, blocks: Sequence[Block], structured: Structured, apart: frozenset[int]
) -> tuple[list[Block], str]:
    chosen, rule = paragraphs.voted(blocks, _general(document, blocks)), "trafilatura"
    chosen = [block for block in chosen if block.order not in apart]
    size = sum(
        block.size
        for block in chosen
        if block.tag not in HEADINGS and not is_offer(block.text) and not block.has(Mark.HEADER | Mark.NAV)
    )
    stated = data.text(structured.story.get("articleBody"))
    if len(stated) > max(2 * size, 400):
        found = paragraphs.voted(blocks, _paragraphs_stated(structured.story.get("articleBody")))
        if sum(block.size for block in found) > 1.5 * size:
            chosen, rule = found, "json-ld articleBody"
            size = sum(block.size for block in chosen)
    if size < _SCANT:
        dense = paragraphs.densest(blocks, apart)
        if sum(block.size for block in dense) > 1.5 * size or not chosen:
            chosen, rule = dense, "densest paragraphs"
    return chosen, rule


def _general(document: Document, blocks: Sequence[Block]) -> str:
    """What trafilatura reads on the page; "" for pages it would take too long for, or fails on."""
    if _is_hard(document, blocks):
        return ""
    import trafilatura

    # It reports every page without text as an error; that is for us to judge.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            copy.deepcopy(document.root),
            url=document.url,
            favor_precision=True,
            include_comments=False,
            with_metadata=False,
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        AssertionError,
        etree.LxmlError,
    ):
        return ""  # a page it cannot read; the densest paragraphs are taken instead
    return str(getattr(found, "text", None) or "")


def _is_hard(document: Document, blocks: Sequence[Block]) -> bool:
    if sum(len(block.text) for block in blocks) > _LONGEST:
        return True
    for count, element in enumerate(document.root.iter()):
        if count > _LARGEST:
            return True
        if count % 50 == 0 and sum(1 for _ in element.iterancestors()) > _DEEPEST:
            return True
    return False


def _cut(chosen: Sequence[Block], boxes: Boxes) -> list[Block]:
    """The text up to the offer it breaks off before; up to a statement where only lines of a box follow it."""
    size = sum(len(block.text) for block in chosen)
    for end in sorted(boxes.gates | boxes.statements):
        after = [block for block in chosen if block.order > end]
        before = [block for block in chosen if block.order < end]
        lines_only = end in boxes.gates or all(len(block.text) < 100 for block in after)
        if before and after and lines_only and sum(len(block.text) for block in after) < 0.3 * size:
            return before
    return list(chosen)


def _inside(block: Block, elements: Sequence[HtmlElement] | frozenset[HtmlElement]) -> bool:
    wanted = set(elements)
    return bool(wanted) and any(each in wanted for each in (block.element, *block.element.iterancestors()))


def _paragraphs_stated(stated: object) -> str:
    return "\n".join(_plain_paragraphs(stated)) if isinstance(stated, str) else data.text(stated)


def _plain_paragraphs(source: str) -> list[str]:
    """The paragraphs of a text that came in JSON, with or without markup."""
    pieces = re.split(r"(?i)<(?:/?p|br\s*/?|/?div|/?li|/?h[1-6])\b[^>]{0,300}>|\n\s*\n|\n", source)
    return [words for piece in pieces if (words := data.plain(piece)) and letters(words)]
