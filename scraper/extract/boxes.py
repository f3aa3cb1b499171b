"""Boxes beside a story's text: offers to subscribe, and the edition statement that often stands in one.

A box is found by what it says, not by how it is named: round a line that can only be an offer or a statement,
everything that shares a container with it and not with the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.dating.spoken import statements_among
from scraper.extract.blocks import HEADINGS, Block
from scraper.extract.marks import Mark
from scraper.extract.paragraphs import letters
from scraper.extract.wording import is_gate, is_offer

_SITE = Mark.NAV | Mark.HEADER | Mark.FOOTER | Mark.CRUMBS
_LARGEST = 900  # characters of a box
_DEEPEST = 40
_MOST = 5_000  # blocks looked through for offers


@dataclass(frozen=True, slots=True)
class Boxes:
    """Orders of blocks in boxes, of the offers that say the text goes on for subscribers, and of the statements."""

    orders: frozenset[int] = frozenset()
    gates: frozenset[int] = frozenset()
    statements: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()  # orders of boxes that speak of another story


@dataclass(slots=True)
class _Extent:
    first: int
    last: int
    size: int = 0
    prose: int = 0


def find(blocks: Sequence[Block], voted: Sequence[Block], *, headline: int, others: frozenset[int]) -> Boxes:
    """The boxes of a page. ``voted`` is what the general reader took for the text, ``others`` are other stories."""
    prose = {block.order for block in voted}
    # A statement in a quotation is another paper's.
    silent = Mark.QUOTE | Mark.COMMENTS | Mark.NESTED
    statements = statements_among(
        ["" if block.order in others or block.has(silent) else block.text for block in blocks]
    )
    gates = {
        block.order
        for block in blocks[:_MOST]
        if block.order not in others and not block.has(_SITE | Mark.COMMENTS | Mark.HIDDEN) and is_gate(block.text)
    }
    if not statements and not gates:
        return Boxes()
    text = [
        block
        for block in blocks
        if block.order not in others
        and block.order not in statements
        and (block.order in prose or (block.size > 60 and block.link_share < 0.5 and not block.has(_SITE | Mark.ASIDE)))
        and not is_offer(block.text)
        and block.size > 40
    ]
    extents = _extents(blocks, {block.order for block in text})
    size = sum(len(letters(block.text)) for block in text)
    first = next((block.order for block in text if block.order > headline), -1)
    kept_out = {headline, first} - {-1}
    found: set[int] = set()
    foreign: set[int] = set()
    for order in sorted(statements | gates):
        extent = extents.get(blocks[order].element)
        for above in (blocks[order].element, *blocks[order].element.iterancestors()):
            wider = extents.get(above)
            if wider is None or wider.size > _LARGEST or wider.prose > 0.4 * max(size, 1):
                break
            inside = range(wider.first, wider.last + 1)
            if any(each in inside for each in kept_out) or any(each in others for each in inside):
                break
            extent = wider
        inside = range(extent.first, extent.last + 1) if extent is not None else range(order, order + 1)
        if any(each in inside for each in kept_out) or (extent is not None and extent.size > _LARGEST):
            inside = range(order, order + 1)
        found.update(inside)
        if not any(each in gates for each in inside) and any(_heads_another(blocks[each]) for each in inside):
            foreign.update(inside)
    return Boxes(frozenset(found - others), frozenset(gates), frozenset(statements), frozenset(foreign))


def _heads_another(block: Block) -> bool:
    """Whether a block is the linked headline of another story."""
    heading = block.tag in HEADINGS and block.link_share > 0.8 and len(block.text) > 8
    return heading or (block.link_share > 0.9 and block.has(Mark.RELATED | Mark.ASIDE) and len(block.text) > 15)


def _extents(blocks: Sequence[Block], prose: set[int]) -> dict[HtmlElement, _Extent]:
    """For every element that holds text: its first and last block, and how much text and prose it holds."""
    extents: defaultdict[HtmlElement, _Extent] = defaultdict(lambda: _Extent(1 << 30, -1))
    for block in blocks:
        for steps, element in enumerate((block.element, *block.element.iterancestors())):
            if steps > _DEEPEST:
                break
            extent = extents[element]
            extent.first, extent.last = min(extent.first, block.order), max(extent.last, block.order)
            extent.size += len(block.text)
            if block.order in prose:
                extent.prose += len(letters(block.text))
    return dict(extents)
