"""Other stories that a page shows with their text: those that follow in an endless scroll, and the news of the day.

The story is where its headline is: in the nearest element around the headline that holds paragraphs as well. What is
outside of that is another story's where it has a headline of its own and a date, a byline or an address; where it is a
row of short news, each with its hour; and where the page's data has the whole text of the story, and not this. Below
news in brief, which may be less than what follows, another story has a linked headline (or an ``h1``) and such a line.

Readers' replies that no name in the markup tells are in a row, each below a line with its writer, day and hour.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from scraper.extract.page.blocks import HEADINGS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.story.entries import is_hour, rows_of_hours
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line

_PARAGRAPH = 60  # characters; a shorter block is no paragraph
_LEAST_OWN = 250  # characters of paragraphs beside a headline that are the story, or its beginning
_MOST_OTHERS = 4  # times as much may each other story be
_MOST_POSTS = 3  # times as much may a row of short news be; more is a live blog
_LINE = 60  # characters of a line with a day
_DAY = re.compile(r"\d[./-]\d{1,2}[./-]\d\d|\b20\d\d\b")
_TITLE = 20  # characters of a headline; a shorter one may be a name
_HEAD = 6  # blocks before the first paragraph of a story
_HIGHEST = 8  # elements around a paragraph that are looked at
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"(?<![\d.])\d{1,2}\s?[:.hH時시]\s?[0-5]\d(?!\d|[.,]\d)")
_LONGEST_STAMP = 90  # characters of the line above a reply
_LEAST_REPLIES = 2
_WRITERS = 0.6  # the share of replies that differ in their writer: entries of a live blog are by one or two reporters
_LEAST_STATED = 400  # letters of a text in data that speaks for what it leaves out
_WHOLE = 0.85  # the share of a text in data that the page must show


def others(document: Document, chosen: Sequence[Block], headline: Block | None, *, stated: str) -> set[int]:
    """The indexes of the blocks of other stories, and of readers' replies, among which some were chosen for the text.

    :param headline: the block of the headline; None where the page does not show it.
    :param stated: the text that the page's data gives, letters only; "" for none.
    """
    if headline is None:
        return set()
    found: set[int] = set()
    kept = chosen
    for foreign in (
        _replies(document.blocks, headline),
        _stories_below_brief(document, chosen, headline),
    ):
        indexes = _indexes(foreign)
        rest = [block for block in kept if block.index not in indexes]
        if any(map(_is_paragraph, rest)):
            found |= indexes
            kept = rest
    paragraphs = [block for block in kept if block.size > _PARAGRAPH]
    home = _home(headline, paragraphs)
    if home is None:
        return found
    own = [block for block in paragraphs if home.first <= block.index < home.last]
    outside = [block for block in kept if not home.first <= block.index < home.last]
    if outside:
        stories = _Others(document, (home,), headline, sum(block.size for block in own))
        found |= _indexes(each for each in map(stories.story_round, outside) if each is not None)
        if not any(block.has(Role.HIDDEN) for block in own):
            found.update(block.index for block in outside if block.has(Role.HIDDEN))  # terms, a dialog
        if stated:
            found |= _indexes(_unstated(own, outside, stated))
    return found


def _indexes(elements: Iterable[Element]) -> set[int]:
    """The indexes of the blocks in some elements."""
    return {index for each in elements for index in range(each.first, each.last)}


def _replies(blocks: Sequence[Block], headline: Block) -> set[Element]:
    """The elements of readers' replies: made alike, and each begins with a line of its writer, the day and the hour."""
    rows: defaultdict[tuple[Element | None, str, str], dict[Element, str]] = defaultdict(dict)
    for block in blocks[headline.index + 1 :]:
        if len(block.text) > _LONGEST_STAMP or block.tag in HEADINGS or not _is_stamp(block.text):
            continue
        reply = next((each for each in block.element.self_and_ancestors() if each.last > block.index + 1), None)
        if reply is None or reply.first <= headline.index or block.index - reply.first > 1:
            continue
        if writer := letters(_DIGIT.split(blocks[reply.first].text, maxsplit=1)[0]):
            rows[reply.parent, reply.tag, reply.get("class")][reply] = writer
    return {
        reply
        for row in rows.values()
        if len(set(row.values())) >= max(_LEAST_REPLIES, _WRITERS * len(row))
        for reply in row
    }


def _is_stamp(line: str) -> bool:
    return _CLOCK.search(line) is not None and _DAY.search(line) is not None


def _stories_below_brief(document: Document, chosen: Sequence[Block], headline: Block) -> set[Element]:
    """The elements of other stories, with their headline and their day or byline, below the first paragraph."""
    brief = next((each for each in chosen if each.index > headline.index and _is_paragraph(each)), None)
    if brief is None:
        return set()
    found = _Others(document, (headline.element, brief.element), headline, 0)
    return {each for each in map(found.story_round, chosen) if each is not None}


def _home(headline: Block, paragraphs: Sequence[Block]) -> Element | None:
    """The nearest element around the headline that holds paragraphs of the text; None where that is the page."""
    for element in headline.element.self_and_ancestors():
        if element.tag in ("body", "html"):
            break
        inside = [block for block in paragraphs if headline.index < block.index < element.last]
        if len(inside) > 1 and sum(block.size for block in inside) >= _LEAST_OWN:
            return element
    return None


class _Others:
    """Finds the other story that a block outside of the own one belongs to."""

    def __init__(self, document: Document, own: Sequence[Element], headline: Block, size: int) -> None:
        self.blocks = document.blocks
        self.own = own  # elements of the own story
        self.headline = letters(headline.text)
        self.size = size  # of its paragraphs; 0 where these are not known: another story has then more to show
        self.document = document
        self.posts = self.short_news() if size else set()
        self.known: dict[Element, bool] = {}

    @functools.cached_property
    def dated(self) -> set[int]:
        """The blocks with which a day begins that the markup tells."""
        return {each.first for each in self.document.by_tag("time") if not is_hour(self.document.text_of(each))}

    @functools.cached_property
    def below_pictures(self) -> set[int]:
        """The blocks that a picture stands in or above."""
        return {each.first for each in self.document.by_tag("img")}

    def is_around_home(self, element: Element) -> bool:
        """Whether an element holds the own story, or is the whole page."""
        return element.tag in ("body", "html") or any(element.first <= each.first < element.last for each in self.own)

    def story_round(self, block: Block) -> Element | None:
        """The element around a block that is another story, or one of the short news in a row."""
        for element in itertools.islice(block.element.self_and_ancestors(), _HIGHEST):
            if self.is_around_home(element):
                return None
            if element not in self.known:
                self.known[element] = element in self.posts or self.is_story(element)
            if self.known[element]:
                return element
        return None

    def is_story(self, element: Element) -> bool:
        """Whether an element begins with a headline, and with what only another story has."""
        blocks = self.blocks[element.first : element.last]
        size = sum(block.size for block in blocks if _is_paragraph(block))
        if not size or (self.size and size > _MOST_OTHERS * self.size):
            return False
        head = list(itertools.islice(itertools.takewhile(lambda block: not _is_paragraph(block), blocks), _HEAD))
        titles = [block for block in head if block.tag in HEADINGS]
        if not titles:
            return False
        named = [block for block in titles if block.tag == "h1" or block.link_density > 0.8]
        has_line = (
            any(block.size <= _LINE and _tells_day(block.text) for block in head if block.tag not in HEADINGS)
            or any(block.has(Role.META) and block.index not in self.below_pictures for block in head)
            or any(element.first <= index <= head[-1].index + 1 for index in self.dated)
        )
        return bool(named) or has_line if self.size else has_line and any(map(self.is_title, named))

    def is_title(self, block: Block) -> bool:
        """Whether a heading may be another story's headline, and is no name."""
        return block.size >= _TITLE and not block.has(Role.META) and letters(block.text) != self.headline

    def short_news(self) -> set[Element]:
        """The elements of short news, each with its hour, where these are many and no live blog."""
        home = self.own[0]
        outside = [block for block in self.blocks if not home.first <= block.index < home.last]
        found: set[Element] = set()
        for row, hours in rows_of_hours([block for block in outside if is_hour(block.text)]).items():
            posts = {row} if not self.is_around_home(row) else {_child_round(block, row) for block in hours}
            within = (block for post in posts for block in self.blocks[post.first : post.last])
            if sum(block.size for block in within if _is_paragraph(block)) <= _MOST_POSTS * self.size:
                found |= posts
        return found


def _child_round(block: Block, container: Element) -> Element:
    """The child of a container that holds a block."""
    return next(each for each in block.element.self_and_ancestors() if each.parent in (container, None))


def _tells_day(line: str) -> bool:
    return not is_hour(line) and (_DAY.search(line) is not None or is_meta_line(line))


def _is_paragraph(block: Block) -> bool:
    return block.size > _PARAGRAPH and block.link_density < 0.5 and block.tag not in HEADINGS


def _unstated(own: Sequence[Block], outside: Sequence[Block], stated: str) -> list[Element]:
    """The elements of what is outside, where the page's data gives the whole text of the story and not a word of it."""
    if len(stated) < _LEAST_STATED:
        return []
    keys = [letters(block.text) for block in own]
    shown = sum(len(key) for key in keys if key in stated)
    if shown < _WHOLE * len(stated) or not any(key and stated.endswith(key) for key in keys):
        return []
    return [block.element for block in outside if letters(block.text) not in stated]
