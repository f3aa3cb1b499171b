"""Other stories that a page shows with their text: those that follow in an endless scroll, and the news of the day.

The story is where its headline is: in the nearest element around the headline that holds paragraphs as well. What is
outside of that is another story's where it has a headline of its own and a date, a byline or an address; where it is a
row of short news, each with its hour; and where the page's data has the whole text of the story, and not this.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

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
_HEAD = 6  # blocks before the first paragraph of a story
_HIGHEST = 8  # elements around a paragraph that are looked at
_LEAST_STATED = 400  # letters of a text in data that speaks for what it leaves out
_WHOLE = 0.85  # the share of a text in data that the page must show


def own_text(document: Document, chosen: Sequence[Block], headline: Block | None, *, stated: str) -> list[Block]:
    """The blocks of a text without those of other stories.

    :param headline: the block of the headline; None where the page does not show it.
    :param stated: the text that the page's data gives, letters only; "" for none.
    """
    if headline is None:
        return list(chosen)
    paragraphs = [block for block in chosen if block.size > _PARAGRAPH]
    home = _home(headline, paragraphs)
    if home is None:
        return list(chosen)
    own = [block for block in paragraphs if home.first <= block.index < home.last]
    outside = [block for block in chosen if not home.first <= block.index < home.last]
    if not outside:
        return list(chosen)
    found = _Others(document, home, sum(block.size for block in own))
    foreign = {each for each in map(found.story_round, outside) if each is not None}
    if stated:
        foreign.update(_unstated(own, outside, stated))
    return [block for block in chosen if not any(each.first <= block.index < each.last for each in foreign)]


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

    def __init__(self, document: Document, home: Element, size: int) -> None:
        self.blocks = document.blocks
        self.home = home
        self.size = size  # of the own paragraphs
        self.dated = {each.first for each in document.by_tag("time") if not is_hour(document.text_of(each))}
        self.below_pictures = {each.first for each in document.by_tag("img")}
        self.posts = self.short_news()
        self.known: dict[Element, bool] = {}

    def is_around_home(self, element: Element) -> bool:
        """Whether an element holds the own story, or is the whole page."""
        return element.first <= self.home.first < element.last or element.tag in ("body", "html")

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
        if not 0 < sum(block.size for block in blocks if _is_paragraph(block)) <= _MOST_OTHERS * self.size:
            return False
        head = list(itertools.islice(itertools.takewhile(lambda block: not _is_paragraph(block), blocks), _HEAD))
        titles = [block for block in head if block.tag in HEADINGS]
        if not titles:
            return False
        return (
            any(block.tag == "h1" or block.link_density > 0.8 for block in titles)
            or any(block.size <= _LINE and _tells_day(block.text) for block in head if block.tag not in HEADINGS)
            or any(block.has(Role.META) and block.index not in self.below_pictures for block in head)
            or any(element.first <= index <= head[-1].index + 1 for index in self.dated)
        )

    def short_news(self) -> set[Element]:
        """The elements of short news, each with its hour, where these are many and no live blog."""
        outside = [block for block in self.blocks if not self.home.first <= block.index < self.home.last]
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
