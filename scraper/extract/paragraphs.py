"""Which blocks of a page are the story's text.

A general reader (trafilatura) votes; the blocks it names are mended by what stands round them: a paragraph lost between
two others comes back, and captions, read-also lines, offers and other stories go. Where the reader finds nothing, or
next to nothing, the densest run of paragraphs is taken.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from scraper.extract.blocks import HEADINGS, Block
from scraper.extract.marks import Mark
from scraper.extract.wording import is_meta_line, is_offer, reads_also

NEVER = (
    Mark.CAPTION
    | Mark.FORM
    | Mark.NAV
    | Mark.SHARE
    | Mark.COMMENTS
    | Mark.RELATED
    | Mark.HEADER
    | Mark.FOOTER
    | Mark.CRUMBS
)
_SIDE = NEVER | Mark.OFFER | Mark.ADVERT | Mark.ASIDE | Mark.META | Mark.HIDDEN
_PROSE = frozenset({"p", "blockquote", "div", "section", "article", "td", "pre", "li", "dd", "center", "main", "body"})
_NO_LETTERS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W_]")
_MOST = 10_000  # blocks looked through for a text
_SHORT = 20  # letters below which a line alone proves nothing


def letters(text: str) -> str:
    """A text without everything that readers of pages treat differently: blanks, marks, case."""
    return _NO_LETTERS.sub("", text.casefold())


def voted(blocks: Sequence[Block], text: str) -> list[Block]:
    """The blocks whose text a general reader gave; [] where its text cannot be found in them."""
    whole = letters(text)
    lines = {letters(line) for line in text.split("\n")}
    keys = [letters(block.text) for block in blocks]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if len(key) >= _SHORT and key in whole:
            places[key].append(place)
    if not places:
        return []
    once = sorted(each[0] for each in places.values() if len(each) == 1) or sorted(each[0] for each in places.values())
    middle = once[len(once) // 2]
    # A text printed twice (a teaser, a hidden copy) is the story's where the rest of the story is.
    chosen = {
        min(each, key=lambda place: (blocks[place].has(Mark.HIDDEN), abs(place - middle))) for each in places.values()
    }
    low, high = min(chosen), max(chosen)
    for place in range(max(low - 3, 0), min(high + 4, len(blocks))):
        if 0 < len(keys[place]) < _SHORT and keys[place] in lines:
            chosen.add(place)
    if "|" in text:
        chosen.update(_tables(blocks[low : high + 1], set(re.findall(r"\w+", text.casefold()))))
    if sum(len(keys[place]) for place in chosen) < 0.85 * len(whole):
        return []
    return [blocks[place] for place in sorted(chosen)]


def densest(blocks: Sequence[Block], apart: frozenset[int] = frozenset()) -> list[Block]:
    """The paragraphs of the element that holds most of the page's prose."""
    weights: Counter[HtmlElement] = Counter()
    blocks = blocks[:_MOST]
    prose = [block for block in blocks if _is_prose(block) and block.order not in apart]
    for block in prose:
        size = block.size * (1 - block.link_share)
        parent = block.element.getparent() if block.tag in ("p", "pre", "blockquote") else block.element
        if parent is not None:
            weights[parent] += int(size)
            above = parent.getparent()
            if above is not None:
                weights[above] += int(size * 0.7)
    if not weights:
        return []
    best = max(weights, key=lambda element: weights[element])
    return [
        block
        for block in blocks
        if block.order not in apart and (_is_prose(block) or block.tag in HEADINGS) and _within(block, best)
    ]


def mended(
    blocks: Sequence[Block], chosen: Sequence[Block], *, apart: frozenset[int], headline: Block | None
) -> list[Block]:
    """The chosen blocks with what is missing round them, and without what is no text of the story.

    ``apart`` are the orders of blocks known to be something else: headline, leads, boxes.
    """
    kept = _without_strangers([block for block in chosen if block.order not in apart])
    if not kept:
        return []
    weights: Counter[HtmlElement | None] = Counter()
    pieces: Counter[HtmlElement] = Counter()  # text in one element, parted by line breaks
    shapes: Counter[tuple[str, str]] = Counter()
    for block in kept:
        weights[block.element.getparent()] += block.size
        pieces[block.element] += block.size
        if block.tag == "p":
            shapes[_shape(block)] += block.size
    orders = {block.order for block in kept}
    usual, weight = shapes.most_common(1)[0] if shapes else (("", ""), 0)
    usual_tag = Counter(block.tag for block in kept).most_common(1)[0][0]
    first, last = chosen[0].order, kept[-1].order
    start = headline.order + 1 if headline is not None and headline.order < first else first
    for block in blocks[start:]:
        if (
            block.order in orders
            or block.order in apart
            or block.has(_SIDE)
            or block.link_share > 0.5
            or is_offer(block.text)
        ):
            continue
        if block.order < first:
            # A reader that takes the first paragraph for a summary leaves it out.
            belongs = block.size > 40 and len(kept) > 1 and lives_with(block, kept, headline)
        elif block.order <= last:
            heading = block.tag in ("h2", "h3", "h4") and block.order > kept[0].order
            beside = block.tag in ("p", "blockquote", usual_tag) and weights[block.element.getparent()] >= 150
            within = block.size > 60 and (
                pieces[block.element] >= 150 or (block.tag == "div" and weights[block.element] >= 150)
            )
            belongs = beside or within or (heading and weights[block.element.getparent()] >= 150)
        else:
            # A text goes on in a second container of the same make after a box or an advertisement.
            belongs = (
                block.tag == "p" and weight > 600 and _shape(block) == usual and block.size > 80 and usual[1] != ""
            )
        if belongs:
            orders.add(block.order)
    return _without_strangers([block for block in blocks[start:] if block.order in orders])


def lives_with(block: Block, text: Sequence[Block], headline: Block | None) -> bool:
    """Whether a block stands where most of a text stands: in its container, or in one of the same make."""
    above = set(headline.element.iterancestors()) if headline is not None else set()
    homes = _homes(block) - above
    others = [each for each in text if each.order != block.order]
    beside = sum(
        each.size
        for each in others
        if each.element is block.element or _make(each) == _make(block) or (_homes(each) - above) & homes
    )
    return beside >= 0.5 * sum(each.size for each in others)


def _homes(block: Block) -> set[HtmlElement]:
    return set(itertools.islice(block.element.iterancestors(), 2))


def _make(block: Block) -> tuple[str, str, tuple[str, str]]:
    return block.tag, block.element.get("class", ""), _shape(block)


def _without_strangers(blocks: Sequence[Block]) -> list[Block]:
    """Without captions, calls, lists of links and hidden copies, as long as a text remains."""
    size = sum(block.size for block in blocks)
    shy = Mark.NONE
    for mark in (NEVER, Mark.HIDDEN, Mark.NESTED, Mark.OFFER, Mark.ASIDE, Mark.META, Mark.ADVERT):
        # A mark on most of the text is a name given to the whole page.
        if sum(block.size for block in blocks if block.has(mark)) <= 0.4 * size:
            shy |= mark
    linked: Counter[HtmlElement | None] = Counter()
    items: Counter[HtmlElement | None] = Counter()
    for block in blocks:
        if block.has(Mark.LIST):
            items[_list_of(block)] += 1
            linked[_list_of(block)] += block.link_share > 0.8
    kept = []
    for block in blocks:
        if (
            block.has(shy)
            or is_meta_line(block.text)
            or (block.size < 400 and is_offer(block.text) and block.tag != "li")
        ):
            continue
        if block.link_share > 0.75 and block.size > 12 and (reads_also(block.text) or block.tag in HEADINGS):
            continue
        if block.has(Mark.LIST) and linked[_list_of(block)] == items[_list_of(block)] > 1:
            continue
        kept.append(block)
    while kept and (kept[-1].tag in HEADINGS or reads_also(kept[-1].text)):
        kept.pop()  # a sub-heading at the end belongs to what was left out below it
    return kept


def _tables(blocks: Sequence[Block], words: set[str]) -> Iterable[int]:
    """The cells of tables the reader has kept; it joins them with bars, so they are not found as lines."""
    cells: defaultdict[HtmlElement, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.has(Mark.TABLE) and (table := next(block.element.iterancestors("table"), None)) is not None:
            cells[table].append(block)
    for each in cells.values():
        said = [word for block in each for word in re.findall(r"\w+", block.text.casefold())]
        if said and sum(word in words for word in said) > 0.8 * len(said):
            yield from (block.order for block in each)


def _is_prose(block: Block) -> bool:
    return (
        block.tag in _PROSE
        and _LETTER.search(block.text) is not None
        and not block.has((_SIDE | Mark.NESTED) & ~Mark.OFFER)
        and not is_offer(block.text)
        and block.link_share < 0.5
        and (block.size > 60 or (block.tag == "p" and block.size > 12))
    )


def _within(block: Block, element: HtmlElement) -> bool:
    here, steps = block.element, 0
    while here is not None and steps < 12:
        if here is element:
            return True
        here, steps = here.getparent(), steps + 1
    return False


def _shape(block: Block) -> tuple[str, str]:
    parent = block.element.getparent()
    return (parent.tag, parent.get("class", "")) if parent is not None else ("", "")


def _list_of(block: Block) -> HtmlElement | None:
    return next(block.element.iterancestors("ul", "ol", "dl"), None)
