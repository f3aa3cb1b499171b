"""Boxes beside a story's text: offers to subscribe, and the edition statement that often stands in one.

A box is found by its words, not by its class names: it is the largest container of an offer or statement that holds
neither the headline nor the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scraper.extract.page.blocks import HEADINGS, Block
from scraper.extract.page.roles import Role
from scraper.texts.folding import letters

_LARGEST = 900  # characters of a box


@dataclass(frozen=True, slots=True)
class OfferBoxes:
    """Indexes of blocks: in boxes, of offers that say the text goes on for subscribers, and of statements."""

    indexes: frozenset[int] = frozenset()
    gates: frozenset[int] = frozenset()
    statements: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()  # indexes of blocks in boxes about another story


def find_offer_boxes(
    blocks: Sequence[Block],
    judged: Sequence[Block],
    *,
    headline: int,
    others: frozenset[int],
    statements: frozenset[int],
    gates: frozenset[int],
    offers: frozenset[int],
) -> OfferBoxes:
    """The boxes of a page.

    :param judged: the blocks that have been taken for the text so far.
    :param headline: the index of the headline's block, -1 for none.
    :param others: indexes of blocks that belong to other stories.
    :param statements: indexes of blocks that are nothing but an edition statement.
    :param gates: indexes of blocks that say the text goes on for subscribers.
    :param offers: indexes of all offers to subscribe.
    """
    if not statements and not gates:
        return OfferBoxes()
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
    size_before = _sums(len(block.text) for block in blocks)
    prose_before = _sums(len(letters(block.text)) if block.index in text else 0 for block in blocks)
    others_before = _sums(block.index in others for block in blocks)
    all_prose = max(prose_before[-1], 1)
    first = next((index for index in sorted(text) if index > headline), -1)
    outside = [at for at in (headline, first) if at >= 0]
    found: set[int] = set()
    foreign: set[int] = set()
    for index in sorted(statements | gates):
        inside = range(index, index + 1)
        for element in blocks[index].element.self_and_ancestors():
            low, high = element.first, element.last
            if (
                size_before[high] - size_before[low] > _LARGEST
                or prose_before[high] - prose_before[low] > 0.4 * all_prose
                or any(low <= at < high for at in outside)
                or others_before[high] > others_before[low]
            ):
                break
            inside = range(low, high)
        found.update(inside)
        if not any(at in gates for at in inside) and any(_heads_another(blocks[at]) for at in inside):
            foreign.update(inside)
    return OfferBoxes(frozenset(found - others), gates, statements, frozenset(foreign))


def _sums(numbers: Iterable[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))


def _heads_another(block: Block) -> bool:
    """Whether a block is the linked headline of another story."""
    heading = block.tag in HEADINGS and block.link_density > 0.8 and len(block.text) > 8
    return heading or (block.link_density > 0.9 and block.has(Role.RELATED | Role.ASIDE) and len(block.text) > 15)
