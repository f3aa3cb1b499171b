"""Roles that a page contradicts: tags and names are hints, and what an element encloses tells what it is.

Themes name the container of a story after its layout, its section and its topics: "layout-right-sidebar", "artikel
artikel--kommentar", "post tag-newsletter", a form round the whole page. One judgement for all fields, made before any
of them is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from scraper.extract.page.blocks import WITHOUT_BLANKS, Block, Element
from scraper.extract.page.roles import Role
from scraper.texts.folding import letters

# What a story's headline is never in; the others are wrong only where some of the text is there as well.
_NEVER_ROUND_HEADLINE = (
    Role.ASIDE
    | Role.CAPTION
    | Role.FORM
    | Role.RELATED
    | Role.SHARE
    | Role.OFFER
    | Role.COMMENTS
    | Role.META
    | Role.ADVERT
    | Role.FIGURE
)
_NEVER_ROUND_STORY = (
    _NEVER_ROUND_HEADLINE | Role.NAV | Role.CRUMBS | Role.HEADER | Role.FOOTER | Role.HIDDEN | Role.NESTED
)
_OTHERS_WORDS = Role.COMMENTS | Role.ADVERT  # of which a page may hold more than of its story
_CAPTIONS = frozenset({"caption", "figcaption"})  # tags that are captions, whatever stands beside them
_LEAST_PROSE = 40  # characters: shorter blocks are no prose
_LEAST_TEXT = 300.0  # characters: of less, one line may be most
_SOME, _MOST = 0.1, 0.8  # shares of a page's prose
_NEAR = 5  # blocks
_LONGEST_CAPTION = 600  # characters
_MOST_HEADINGS = 20  # of a kind that are compared with the title
_LEAST_LETTERS, _LONGEST_TITLE = 3, 300  # characters
_LEAST_OF_TITLE = 0.4  # that a headline makes up; the rest is the paper's name
_SEPARATOR = re.compile(r"\s[|–—·:»-]\s")
_WORD = re.compile(r"[^\W\d_]{4,}")


def contradicted(
    blocks: Sequence[Block],
    named: Mapping[Element, int],
    *,
    heading: Element | None,
    pictures: Sequence[Element],
    url: str,
) -> dict[Element, int]:
    """The elements that lose roles which their tag or name gives them, each with these roles.

    :param named: the elements that add roles to those of their ancestors, with these roles.
    :param heading: the heading that looks like the story's headline (``story_heading``).
    :param pictures: the page's pictures, in order.
    :param url: the page's address: a name that repeats a word of it may be a section or a topic.
    """
    prose = list(accumulate(map(_prose, blocks), initial=0.0))
    linked = list(accumulate((block.linked for block in blocks), initial=0))
    total = max(prose[-1], _LEAST_TEXT)
    found: dict[Element, int] = {}
    for element, roles in named.items():
        first, last = element.first, element.last
        wrong = roles & _NEVER_ROUND_STORY
        if not wrong or first == last:
            continue
        share = (prose[last] - prose[first]) / total
        if heading is not None and element.index <= heading.index and first <= heading.first < last:
            if share < _SOME:
                wrong &= _NEVER_ROUND_HEADLINE
        elif share >= _MOST:
            if heading is not None and share <= 1 - _SOME:
                wrong &= ~Role.HIDDEN  # terms in a dialog, beside the text below the headline
            if not _repeats(element.class_and_id, url):
                wrong &= ~_OTHERS_WORDS
        elif roles & Role.RELATED and linked[first] == linked[last]:
            wrong = Role.RELATED  # without a link it leads to no other story
        elif roles & Role.CAPTION and element.tag not in _CAPTIONS and _longest(blocks[first:last]) > _LONGEST_CAPTION:
            wrong = Role.CAPTION
        elif roles & Role.NAV and linked[first] == linked[last] and element.tag != "nav" and not element.get("role"):
            wrong = Role.NAV  # without a link it is no menu
        elif roles & Role.CAPTION and heading is not None and abs(first - heading.first) <= _NEAR:
            wrong = 0 if _has_picture(element, pictures) else Role.CAPTION
        else:
            continue
        if wrong:
            found[element] = wrong
    return found


def _prose(block: Block) -> float:
    """How much a block adds to the text of what encloses it."""
    return block.size * (1 - block.link_density) if block.size > _LEAST_PROSE else 0.0


def _longest(blocks: Sequence[Block]) -> int:
    """The size of the longest block that is no caption by its tag."""
    return max((each.size for each in blocks if each.tag not in _CAPTIONS), default=0)


def _repeats(names: str, url: str) -> bool:
    """Whether names hold a word of an address."""
    address = url.lower()
    return any(word in address for word in _WORD.findall(names.lower()))


def _has_picture(element: Element, pictures: Sequence[Element]) -> bool:
    """Whether what is called a caption stands beside a picture, or is a caption by its tag."""
    if element.tag in _CAPTIONS or element.parent is None:
        return True
    next_one = bisect_right(pictures, element.parent.index, key=_index)
    return next_one < len(pictures) and element.parent.contains(pictures[next_one])


def _index(element: Element) -> int:
    return element.index


def story_heading(blocks: Sequence[Block], headings: Sequence[Element], titles: Sequence[str]) -> Element | None:
    """The heading that a title of the page repeats; else its only h1, where that says more than a name.

    :param headings: the ``h1`` elements, in order.
    :param titles: what the page calls itself: ``title``, ``og:title``.
    """
    cut = [title[:_LONGEST_TITLE] for title in titles]
    whole = [letters(title) for title in cut]
    parts = [key for title in cut for part in _SEPARATOR.split(title) if len(key := letters(part)) > 12]
    lower = [block.element for block in blocks if block.tag in ("h2", "h3")][:_MOST_HEADINGS]
    best, agreement = None, (False, 0)
    for element in (*headings[:_MOST_HEADINGS], *lower):
        for block in blocks[element.first : element.last][:2]:
            key = letters(block.text[:_LONGEST_TITLE])
            is_part = any(len(key) > _LEAST_OF_TITLE * len(title) and key in title for title in whole)
            # An h1 may hold a kicker besides; a lower heading that holds the title says more: "5 comments on ...".
            fits = is_part or (element.tag == "h1" and any(part in key for part in parts))
            if fits and len(key) > _LEAST_LETTERS and (is_part, len(key)) > agreement:
                best, agreement = element, (is_part, len(key))
    if best is None and len(headings) == 1 and headings[0].first < headings[0].last:
        text = blocks[headings[0].first].text
        return headings[0] if text.count(" ") > 2 or WITHOUT_BLANKS.search(text) else None
    return best
