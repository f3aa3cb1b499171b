"""Boxes beside a story's text: offers to subscribe, and the edition statement that often stands in one.

A box is found by what it says, not by how it is named: round a line that can only be an offer or a statement,
everything that shares a container with it and not with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scraper.extract.page.blocks import HEADINGS, Block
from scraper.extract.page.roles import Role
from scraper.extract.story.paragraphs import letters

_LARGEST = 900  # characters of a box


@dataclass(frozen=True, slots=True)
class Boxes:
    """Orders of blocks in boxes, of the offers that say the text goes on for subscribers, and of the statements."""

    orders: frozenset[int] = frozenset()
    gates: frozenset[int] = frozenset()
    statements: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()  # orders of boxes that speak of another story


def find(
    blocks: Sequence[Block],
    judged: Sequence[Block],
    *,
    headline: int,
    others: frozenset[int],
    statements: frozenset[int],
    gates: frozenset[int],
    offers: frozenset[int],
) -> Boxes:
    """The boxes of a page. ``judged`` is what was taken for the text so far, ``others`` are blocks of other stories."""
    if not statements and not gates:
        return Boxes()
    prose = {block.index for block in judged}
    side = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS | Role.ASIDE
    text = {
        block.index
        for block in blocks
        if block.size > 40
        and block.index not in others
        and block.index not in statements
        and block.index not in offers
        and (block.index in prose or (block.size > 60 and block.link_density < 0.5 and not block.has(side)))
    }
    sizes = _sums(len(block.text) for block in blocks)
    proses = _sums(len(letters(block.text)) if block.index in text else 0 for block in blocks)
    strangers = _sums(block.index in others for block in blocks)
    whole = max(proses[-1], 1)
    first = next((order for order in sorted(text) if order > headline), -1)
    kept_out = [each for each in (headline, first) if each >= 0]
    found: set[int] = set()
    foreign: set[int] = set()
    for order in sorted(statements | gates):
        inside = range(order, order + 1)
        for around in blocks[order].element.self_and_ancestors():
            low, high = around.first, around.last
            if (
                sizes[high] - sizes[low] > _LARGEST
                or proses[high] - proses[low] > 0.4 * whole
                or any(low <= each < high for each in kept_out)
                or strangers[high] > strangers[low]
            ):
                break
            inside = range(low, high)
        found.update(inside)
        if not any(each in gates for each in inside) and any(_heads_another(blocks[each]) for each in inside):
            foreign.update(inside)
    return Boxes(frozenset(found - others), gates, statements, frozenset(foreign))


def _sums(numbers: Iterable[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _heads_another(block: Block) -> bool:
    """Whether a block is the linked headline of another story."""
    heading = block.tag in HEADINGS and block.link_density > 0.8 and len(block.text) > 8
    return heading or (block.link_density > 0.9 and block.has(Role.RELATED | Role.ASIDE) and len(block.text) > 15)
