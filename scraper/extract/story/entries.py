"""Texts that are no paragraphs in a row: live blogs, each entry with its hour, and stories told in pictures.

Line by line their parts look like dates, headings and captions; what they are is told by how many there are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.roles import Role
from scraper.extract.story.paragraphs import KnownBlocks
from scraper.texts.folding import letters

LEAST = 3  # entries, or captions
_LEAST_CHOSEN = 0.3  # the share of entries that must be text by themselves, if there is any other text
_CAPTION = 20  # characters of a caption that tells something
_LONGEST_INTRODUCTION = 600  # characters of paragraphs above a story told in pictures; more is a text with a gallery
_HOUR = re.compile(r"\W{0,3}(?:[01]?\d|2[0-3])\s?[:.h時시]\s?[0-5]\d(?![\d:]|[.,]\d)")
_ONLY_HOUR = re.compile(rf"{_HOUR.pattern}\W{{0,3}}[^\W\d]{{0,5}}\W{{0,3}}")
_NEVER_ROLES = (
    Role.NAV
    | Role.FOOTER
    | Role.CRUMBS
    | Role.COMMENTS
    | Role.RELATED
    | Role.FORM
    | Role.HIDDEN
    | Role.ASIDE
    | Role.SHARE
)


def is_hour(text: str) -> bool:
    """Whether a text is nothing but an hour: "16:40", "16.40 Uhr", "16h40", "4:40 pm"."""
    return _ONLY_HOUR.fullmatch(text) is not None


def completed(
    blocks: Sequence[Block], chosen: Sequence[Block], classified: Sequence[Block], known: KnownBlocks
) -> list[Block]:
    """A text with all entries of a live blog and their hours, and with its captions where these are most of it.

    :param classified: the blocks of which the text was chosen.
    """
    start = known.headline.index + 1 if known.headline is not None else 0
    article = known.headline.element.closest("article") if known.headline is not None else None
    may_be_text = [
        block
        for block in blocks[start:]
        if not block.roles & _NEVER_ROLES and block.index not in known.apart and block.link_density < 0.5
    ]
    indexes = {block.index for block in chosen}
    likely = indexes.union(block.index for block in classified)
    for row in _rows(may_be_text):
        size = sum(block.size for block in row if block.index in likely)
        if (
            not indexes
            or size >= _LEAST_CHOSEN * sum(block.size for block in row)
            or (article is not None and row[0].index < article.last)
        ):
            indexes.update(block.index for block in row if block.index not in known.offers)
    captions = [block for block in may_be_text if block.roles & Role.CAPTION and block.size >= _CAPTION]
    others = sum(block.size for block in chosen if not block.roles & Role.CAPTION)
    if len(captions) >= LEAST and others < min(sum(block.size for block in captions), _LONGEST_INTRODUCTION):
        indexes.update(block.index for block in captions)
    return [block for block in blocks if block.index in indexes]


def rows_of_hours(hours: Sequence[Block]) -> dict[Element, list[Block]]:
    """Blocks that begin with an hour, by the nearest element around each that holds enough of them for a row."""
    within: Counter[Element] = Counter(each for block in hours for each in block.element.self_and_ancestors())
    rows: defaultdict[Element, list[Block]] = defaultdict(list)
    for block in hours if len(hours) >= LEAST else ():
        rows[next(each for each in block.element.self_and_ancestors() if within[each] >= LEAST)].append(block)
    return {row: blocks for row, blocks in rows.items() if len(blocks) >= LEAST}


def _rows(blocks: Sequence[Block]) -> list[list[Block]]:
    """The rows of entries that each begin with an hour, with all that is in them."""
    rows = rows_of_hours([block for block in blocks if _HOUR.match(block.text)])
    return [
        [block for block in blocks if hours[0].index <= block.index < row.last and letters(block.text)]
        for row, hours in rows.items()
    ]
