"""Captions that no name in the markup tells: the words right below a picture that are set otherwise than the text.

What is a ``figcaption``, or has a class that says so, is a caption by that (roles.py).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence

from scraper.extract.page.blocks import HEADINGS, Block, Element
from scraper.extract.page.roles import Role
from scraper.texts.phrases import alternation

_LONGEST = 400  # characters of a caption that tells whose picture it is
_LONGEST_APART = 250  # of one that only its look or its place in a box with the picture tells
_SHORTEST = 30  # of one without a credit; what is shorter may be a name
_SMALLEST = 80  # pixels; a smaller picture is a sign
_PROSE = 80  # characters of a block that may well be a paragraph
_MOST = 0.3  # the share of captions in all that a page says above which it tells a story in pictures
_MOST_AROUND = 10  # elements round all words of a block
_SMALL = frozenset({"em", "i", "small", "cite", "font", "center"})
_INLINE = _SMALL | {"span", "b", "strong"}
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_DATED = re.compile(r"\d[./-]\d{1,2}[./-]\d\d|\d:\d\d")  # lines of data have a day or an hour
_OPENS_QUOTATION = '“„«‚‘"「『'
_SIZE = re.compile(r"\d{1,5}")
_LONGEST_CREDIT = 100  # characters of a line that is nothing but a credit


def add_captions(
    blocks: Sequence[Block], elements: Sequence[Element], pictures: Sequence[Element], pieces: Sequence[str]
) -> None:
    """Give ``Role.CAPTION`` to the captions of a page that nothing names.

    :param pictures: the ``img`` elements among the page's elements, in order.
    """
    below = {each.first: each for each in pictures if each.first < len(blocks) and not _is_sign(each)}
    found = [
        blocks[index]
        for index, picture in below.items()
        if _may_be_caption(blocks[index], picture, pieces) and _is_caption(blocks, index, picture, elements)
    ]
    if sum(each.size for each in found) <= _MOST * sum(each.size for each in blocks if each.size > _PROSE):
        for block in found:
            block.roles |= Role.CAPTION


@functools.cache
def _credit() -> re.Pattern[str]:
    """Whose picture it is, at the end of a caption: "Photo: Ida Brun", "(Ida Brun/EPA)"."""
    named = rf"(?<!\w)(?:{alternation('credit')})[^|.!?:]{{2,60}}[.)]{{0,2}}$"
    agency = r"(?-i:[A-ZÀ-Þ])[\w.-]{1,30}\s?/\s?(?-i:[A-Z])[\w.& -]{1,25}[.)]{0,2}$"
    behind = rf"(?:{alternation('credit_behind')})[)）\]】]?$"
    return re.compile(f"{named}|{agency}|{behind}", re.IGNORECASE)


@functools.cache
def _only_credit() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{alternation('credit')})[^.!?:：。]{{2,80}}[.)）\]]{{0,2}}", re.IGNORECASE)


def is_credit(text: str) -> bool:
    """Whether a line says whose a picture is, and nothing else."""
    return len(text) <= _LONGEST_CREDIT and _only_credit().fullmatch(text) is not None


def _is_sign(picture: Element) -> bool:
    """Whether a picture is too small to be one."""
    sizes = (_SIZE.match(picture.get(name)) for name in ("width", "height"))
    return any(size and int(size[0]) < _SMALLEST for size in sizes)


def _may_be_caption(block: Block, picture: Element, pieces: Sequence[str]) -> bool:
    if block.roles & Role.CAPTION or block.tag in HEADINGS or block.size > _LONGEST or block.link_density > 0.5:
        return False
    if _DATED.search(block.text) or block.text[0] in _OPENS_QUOTATION:
        return False
    return not any(words and not words.isspace() for words in pieces[block.start : picture.start])


def _is_caption(blocks: Sequence[Block], index: int, picture: Element, elements: Sequence[Element]) -> bool:
    """Whether the block below a picture says whose it is, is set apart, or shares a box with it among paragraphs."""
    block = blocks[index]
    if _credit().search(block.text):
        return True
    if not _SHORTEST <= block.size <= _LONGEST_APART:
        return False
    before = blocks[index - 1] if index else None
    if (
        before is not None
        and before.size > _PROSE
        and not _is_set_apart(before, elements)
        and _is_set_apart(block, elements)
    ):
        return True
    box = picture
    while box.parent is not None and box.parent.first == index and box.parent.last <= index + 1:
        box = box.parent
    if box.last != index + 1 or box.parent is None:
        return False
    if box is block.element and not _is_in_one(block, elements, _INLINE):
        return False  # a paragraph that begins with a picture
    beside = Counter(each.element.parent for each in blocks[box.parent.first : box.parent.last] if each.size > _PROSE)
    return beside[box.parent] > 1


def _is_set_apart(block: Block, elements: Sequence[Element]) -> bool:
    """Whether all words of a block are small, slanted or centred."""
    element = block.element
    if element.tag in _SMALL or element.get("align") == "center" or _CENTRED.search(element.get("style")):
        return True
    return _is_in_one(block, elements, _SMALL)


def _is_in_one(block: Block, elements: Sequence[Element], tags: Collection[str]) -> bool:
    """Whether all words of a block stand in one inline element with one of some tags."""
    begin = block.element.index + 1
    inside = itertools.takewhile(
        lambda each: each.start <= block.start, itertools.islice(elements, begin, begin + _MOST_AROUND)
    )
    return any(each.tag in tags and each.end >= block.end for each in inside)
