"""How an edition's page is set: what stands beside the lead, and how wide each section is. Pure.

A page has three columns. Nothing is measured here: heights are estimated in lines of text, well enough to choose the
arrangement that leaves least of the columns bare. The style sheet does the rest, on narrow screens all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scraper.site.json_objects import ListedStory

BESIDE = 4  # stories beside the lead
LEAD_LETTERS = 4_000  # of its text that the front page may need
LEAST_TEXT = 14  # lines that a lead of much text gets, however little stands beside it
TALLEST = 36  # lines that pictures and texts beside the lead may fill

LETTERS = 48  # in a line of a column
HEADLINE_LETTERS = 36
PICTURE = 9.5  # lines
WIDE = "\u2e80"  # from here on a character takes the room of two letters: Chinese, Japanese, Korean


@dataclass(frozen=True, slots=True)
class Beside:
    """A story beside the lead: whether its picture and the beginning of its text are shown with it."""

    story: ListedStory
    pictured: bool
    opened: bool


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The first section: the lead, what stands beside it, and what below.

    ``filled``: there is more of the lead's text than room; it fills the height of what stands beside it.
    """

    lead: ListedStory
    beside: list[Beside]
    below: list[ListedStory]
    filled: bool


def front_page(stories: Sequence[ListedStory], lead_text: str) -> FrontPage:
    """Set the first section of an edition.

    :param lead_text: the beginning of the lead's text.
    """
    lead, *others = stories
    header = 3 + _lines(lead["headline"], 40) * 1.8 + _lines(lead["standfirst"], 90)
    text = _lines(lead_text) + (PICTURE if lead["thumbnail"] else 0)
    if not others:
        return FrontPage(lead, [], [], filled=text / 3 > LEAST_TEXT)
    tallest = header + text / 2
    beside: list[ListedStory] = []
    height = 0.0
    for story in others[:BESIDE]:
        height += _height(story, pictured=False)
        if beside and height > tallest + 4:
            height -= _height(story, pictured=False)
            break
        beside.append(story)
    room = min(tallest, TALLEST) - height
    pictured, opened = set(), set()
    for at, story in enumerate(beside):
        if story["thumbnail"] and room >= PICTURE:
            pictured.add(at)
            room -= PICTURE
    for at, story in enumerate(beside):
        if story["opening"] and room >= (lines := _lines(story["opening"])):
            opened.add(at)
            room -= lines
    height = min(tallest, TALLEST) - room
    return FrontPage(
        lead,
        [Beside(story, at in pictured, at in opened) for at, story in enumerate(beside)],
        others[len(beside) :],
        filled=tallest > max(height, header + LEAST_TEXT),
    )


def widths(sections: Sequence[Sequence[ListedStory]]) -> list[int]:
    """How many of the page's columns each section gets: rows are filled, and as little as may be is left bare."""
    sizes = [(len(stories), [_height(story) for story in stories]) for stories in sections]
    # The best way to set the sections from each one on: how much it leaves bare, and their widths.
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for start in range(len(sizes) - 1, -1, -1):
        ways = []
        for row in ((3,), (1, 2), (2, 1), (1, 1, 1)):
            if start + len(row) <= len(sizes):
                rest, following = best[len(row) - 1]
                ways.append((_bare(sizes[start : start + len(row)], row) + rest, [*row, *following]))
        best.insert(0, min(ways))
        del best[3:]
    return best[0][1]


def _bare(sizes: Sequence[tuple[int, list[float]]], row: Sequence[int]) -> float:
    """The lines that a row of sections leaves empty."""
    full = [
        max(sum(heights) / min(number, width), max(heights))
        for (number, heights), width in zip(sizes, row, strict=True)
    ]
    return 3 * max(full) - sum(sum(heights) for _, heights in sizes)


def _height(story: ListedStory, *, pictured: bool = True) -> float:
    """The lines that a story takes in a column."""
    return (
        1.2
        + _lines(story["headline"], HEADLINE_LETTERS) * 1.1
        + _lines(story["standfirst"])
        + sum(bool(story[part]) for part in ("kicker", "byline"))
        + (PICTURE if pictured and story["thumbnail"] else 0)
    )


def _lines(text: Any, letters: int = LETTERS) -> float:
    text = text or ""
    wide = sum(character >= WIDE for character in text) if not text.isascii() else 0
    return -(-(len(text) + wide) // letters)
