"""Which blocks of a page are the story's text, once each has been judged on its own.

The classifier judges blocks; the blocks it names are mended by what stands round them: a paragraph lost between two
others comes back, and captions, read-also lines, offers and other stories go.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.extract.page import roles
from scraper.extract.page.blocks import HEADINGS, Block, Element
from scraper.extract.page.roles import Role
from scraper.texts.phrases import is_meta_line, reads_also

NEVER = (
    Role.CAPTION
    | Role.FORM
    | Role.NAV
    | Role.SHARE
    | Role.COMMENTS
    | Role.RELATED
    | Role.HEADER
    | Role.FOOTER
    | Role.CRUMBS
)
_SIDE = NEVER | Role.OFFER | Role.ADVERT | Role.ASIDE | Role.META | Role.HIDDEN
_SHY = tuple(role for role in roles.ALL if role & (_SIDE | Role.NESTED))
_NO_LETTERS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"\w")
_CELL = 200  # characters of a cell or an item that is judged with its table or list
_CELLS, _ITEMS = 0.25, 0.5  # the share of cells or items that must be text by themselves
_LEAST_ALIKE = 4  # blocks of a text that can show how it is built
_LINE = 40  # characters; shorter lines may well stand twice in a text
_MOST_HIDDEN = 0.7  # the same for hidden text, of which a page may hold a whole copy
_MOST_PAGES = 0.4  # the share of a text above which a mark on it is a name given to the whole page


def letters(text: str) -> str:
    """A text without everything that readers of pages treat differently: blanks, marks, case."""
    return _NO_LETTERS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page's blocks before its text is chosen: the headline's block, and orders of blocks."""

    headline: Block | None
    apart: frozenset[int]  # headline, related links, boxes, and what the publication's rules strip
    offers: frozenset[int]  # words that want the reader to subscribe, sign in or follow


def mended(blocks: Sequence[Block], chosen: Sequence[Block], known: Known) -> list[Block]:
    """The chosen blocks with what is missing round them, and without what is no text of the story."""
    kept = _without_strangers([block for block in chosen if block.index not in known.apart], known.offers)
    if not kept:
        return []
    weights: Counter[Element | None] = Counter()
    pieces: Counter[Element] = Counter()  # text in one element, parted by line breaks
    shapes: Counter[tuple[str, str]] = Counter()
    tags: Counter[str] = Counter()
    wrapped: Counter[tuple[str, str, Element | None]] = Counter()  # paragraphs each in an element of its own
    for block in kept:
        weights[block.element.parent] += block.size
        pieces[block.element] += block.size
        tags[block.tag] += 1
        wrapped[_tags_round(block)] += block.size
        if block.tag == "p":
            shapes[_shape(block)] += block.size
    usual, weight = shapes.most_common(1)[0] if shapes else (("", ""), 0)
    usual_tag = tags.most_common(1)[0][0]
    first, last = kept[0].index, kept[-1].index
    orders = {block.index for block in kept}
    headline = known.headline
    start = headline.index + 1 if headline is not None and headline.index < first else first
    for block in blocks[start:]:
        order = block.index
        if (
            order in orders
            or order in known.apart
            or block.has(_SIDE)
            or block.link_density > 0.5
            or order in known.offers
        ):
            continue
        home = weights[block.element.parent]
        if order < first:
            # The first paragraph, set apart as a summary.
            belongs = block.size > 40 and len(kept) > 1 and lives_with(block, kept, headline)
        elif order <= last:
            heading = block.tag in ("h2", "h3", "h4")
            beside = block.tag in ("p", "blockquote", usual_tag)
            within = block.size > 60 and (pieces[block.element] >= 150 or (block.tag == "div" and home >= 150))
            belongs = within or ((beside or heading) and (home >= 150 or wrapped[_tags_round(block)] >= 150))
        else:
            # A text goes on in a second container of the same make after a box or an advertisement.
            belongs = (
                block.tag == "p" and weight > 600 and _shape(block) == usual and block.size > 80 and usual[1] != ""
            )
        if belongs:
            orders.add(order)
    return _without_strangers([block for block in blocks[start:] if block.index in orders], known.offers)


def whole(blocks: Sequence[Block], orders: set[int], apart: frozenset[int]) -> list[Block]:
    """The chosen blocks with tables and lists taken whole or left out, and nothing printed twice."""
    groups: defaultdict[Element, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.roles & (Role.TABLE | Role.LIST) and len(block.text) < _CELL and block.index not in apart:
            holder = block.element.closest("table") if block.roles & Role.TABLE else block.element.parent
            if holder is not None:
                groups[holder].append(block)
    homes = {block.element.parent for block in blocks if block.index in orders}
    first, last = min(orders, default=0), max(orders, default=0)
    for holder, members in groups.items():
        inside = sum(block.index in orders for block in members)
        if holder.tag != "table":
            if inside >= _ITEMS * len(members) and len(members) > 2:
                orders.update(block.index for block in members)
            continue
        linked = sum(block.link_density for block in members) > 0.5 * len(members)
        among = first < members[0].index and members[-1].index < last and _home(holder) in homes
        if inside >= _CELLS * len(members) or (among and not linked):
            orders.update(block.index for block in members)
        else:
            orders.difference_update(block.index for block in members)
    return _once([block for block in blocks if block.index in orders])


def _home(table: Element) -> Element | None:
    """The element a table stands in, but for one that only lets it scroll."""
    parent = table.parent
    return parent.parent if parent is not None and parent.last - parent.first == table.last - table.first else parent


def _once(blocks: Sequence[Block]) -> list[Block]:
    """A text without what it says twice, as pages do that hold a copy for a narrow screen."""
    seen: set[str] = set()
    kept = []
    for block in sorted(blocks, key=lambda block: bool(block.roles & Role.HIDDEN)):
        key = block.text
        if len(key) < _LINE or key not in seen:
            kept.append(block)
        seen.add(key)
    return sorted(kept, key=lambda block: block.index)


def lives_with(block: Block, text: Sequence[Block], headline: Block | None) -> bool:
    """Whether a block stands where most of a text stands: in its container, or in one of the same make."""
    order = headline.index if headline is not None else -1
    homes = _homes(block, order)
    make = _make(block)
    beside = whole = 0
    for each in text:
        if each.index == block.index:
            continue
        whole += each.size
        if each.element is block.element or _make(each) == make or homes & _homes(each, order):
            beside += each.size
    return beside >= 0.5 * whole or _is_one_of_many(block, text)


def _is_one_of_many(block: Block, text: Sequence[Block]) -> bool:
    """Whether a block is built and placed as most of a text is, where every paragraph has a class of its own.

    Such names come from a program that makes the page, and tell nothing.
    """
    made = {each.index: _make(each) for each in (block, *text)}
    if len(made) < _LEAST_ALIKE or len(set(made.values())) < 0.8 * len(made):
        return False
    tags = _tags_round(block)
    alike = sum(each.size for each in text if each.index != block.index and _tags_round(each) == tags)
    return alike >= 0.5 * sum(each.size for each in text if each.index != block.index)


def _tags_round(block: Block) -> tuple[str, str, Element | None]:
    """The tags of a block's element and the one round it, and the element that holds both."""
    parent = block.element.parent
    return block.tag, parent.tag if parent is not None else "", parent.parent if parent is not None else None


def _homes(block: Block, headline: int) -> set[Element]:
    """The two elements round a block's, but for those that hold the headline too."""
    parent = block.element.parent
    above = (parent, parent.parent if parent is not None else None)
    return {each for each in above if each is not None and not each.first <= headline < each.last}


def _make(block: Block) -> tuple[str, str, tuple[str, str]]:
    return block.tag, block.element.get("class"), _shape(block)


def _without_strangers(blocks: Sequence[Block], offers: frozenset[int]) -> list[Block]:
    """Without captions, calls, lists of links and hidden copies, as long as a text remains."""
    size = sum(block.size for block in blocks)
    shy = 0
    for role in _SHY:
        # A mark on most of the text is a name given to the whole page.
        most = _MOST_HIDDEN if role == Role.HIDDEN else _MOST_PAGES
        if sum(block.size for block in blocks if block.roles & role) <= most * size:
            shy |= role
    linked: Counter[Element | None] = Counter()
    items: Counter[Element | None] = Counter()
    for block in blocks:
        if block.roles & Role.LIST:
            items[_list_of(block)] += 1
            linked[_list_of(block)] += block.link_density > 0.8
    kept = []
    for block in blocks:
        # A quotation from a social network is called by the same names as a button that shares.
        if block.roles & (shy & ~Role.SHARE if block.roles & Role.QUOTE else shy):
            continue
        # In a table of data a time or a count is what a cell says.
        if (is_meta_line(block.text) and not block.has(Role.TABLE)) or not _LETTER.search(block.text):
            continue
        if block.index in offers and block.size < 400 and block.tag != "li":
            continue
        if block.link_density > 0.75 and block.size > 12 and (reads_also(block.text) or block.tag in HEADINGS):
            continue
        if block.roles & Role.LIST and linked[_list_of(block)] == items[_list_of(block)] > 1:
            continue
        kept.append(block)
    while kept and (kept[-1].tag in HEADINGS or reads_also(kept[-1].text)):
        kept.pop()  # a sub-heading at the end belongs to what was left out below it
    return kept


def _shape(block: Block) -> tuple[str, str]:
    parent = block.element.parent
    return (parent.tag, parent.get("class")) if parent is not None else ("", "")


def _list_of(block: Block) -> Element | None:
    return block.element.closest("ul", "ol", "dl")
