"""The page's text as a reader meets it: blocks in order, each with what the markup round it says of it.

A block is text that no block-level element interrupts: a paragraph, a heading, a list item, a caption. One walk over
the tree makes them; body, leads, access and dating all read the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.extract.marks import Mark, is_hidden, marks_of

_MOST_NODES = 25_000  # elements; a story has a hundredth of that
_MOST_TEXT = 1_500_000  # characters

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "textarea",
        "object",
        "canvas",
        "head",
        "math",
    }
    | {"audio", "video", "map", "datalist", "option", "noframes", "frameset", "applet", "embed", "title"}
)
_BLOCKS = frozenset(
    {
        "html",
        "body",
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
    }
    | {"dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"blockquote", "figure", "figcaption", "pre", "form", "fieldset", "address", "details", "summary", "hr", "button"}
    | {"center", "dir", "menu", "legend", "picture", "hgroup", "dialog", "search", "amp-sidebar"}
)
# Scripts that write without blanks between words, and with fewer signs.
WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A link inside a block, or round blocks: its element, its address as written, and its text."""

    element: HtmlElement
    href: str
    text: str
    first: int  # order of the block in which it begins
    last: int  # order of the block in which it ends, or of the next one where it ends with its block
    marks: Mark


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One block of text. ``tag`` is that of ``element``, the nearest block-level one; ``linked`` counts characters."""

    order: int
    element: HtmlElement
    tag: str
    text: str
    linked: int
    marks: Mark

    @property
    def size(self) -> int:
        """How much the text says, in characters of Latin script: a Chinese or Japanese one says as much as three."""
        return len(self.text) * (3 if WITHOUT_BLANKS.search(self.text, 0, 40) else 1)

    @property
    def link_share(self) -> float:
        """How much of the text is inside links, 0 to 1."""
        return min(self.linked / max(len(self.text), 1), 1.0)

    def has(self, marks: Mark) -> bool:
        """Whether any of the marks is on the block."""
        # Ten times as fast as the operator, which makes a new member of the enumeration; this is asked on every block.
        return int.__and__(self.marks, marks) != 0


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """All blocks of a page in order, and its links."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]


def read(root: HtmlElement) -> Text:
    """The blocks of a page, in the order of the source."""
    return _Walk().over(root)


class _Walk:
    """One pass over the tree: the text collected since the last block boundary, and where it stands."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.pieces: list[str] = []
        self.linked: list[str] = []  # the pieces that stand inside a link
        self.open_links: list[tuple[HtmlElement, list[str], int, Mark]] = []
        self.holder: list[tuple[HtmlElement, Mark]] = []
        self.length = 0
        self.broken = False  # a line break was the last thing seen

    def over(self, root: HtmlElement) -> Text:
        nodes = 0
        for event, element in events(root):
            nodes += event == "start"
            if nodes > _MOST_NODES or self.length > _MOST_TEXT:
                break
            self.start(element) if event == "start" else self.end(element)
        self.flush()
        return Text(tuple(self.blocks), tuple(self.links))

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.flush() if self.broken else self.take(" ")
            self.broken = True
        elif _is_block(tag):
            self.flush()
            marks = self.holder[-1][1] if self.holder else Mark.NONE
            self.holder.append((element, marks | marks_of(element, marks)))
        elif is_hidden(element):
            self.flush()
            self.holder.append((element, (self.holder[-1][1] if self.holder else Mark.NONE) | Mark.HIDDEN))
        if tag == "a" and element.get("href"):
            marks = self.holder[-1][1] if self.holder else Mark.NONE
            self.open_links.append((element, [], len(self.blocks), marks))
        if element.text:
            self.take(element.text)

    def end(self, element: HtmlElement) -> None:
        if self.open_links and self.open_links[-1][0] is element:
            _, words, first, marks = self.open_links.pop()
            text = " ".join("".join(words).split())
            self.links.append(Link(element, element.get("href"), text, first, len(self.blocks), marks))
        if self.holder and self.holder[-1][0] is element:
            self.flush()
            self.holder.pop()
        if element.tail:
            self.take(element.tail)

    def take(self, text: str) -> None:
        if not text.isspace():
            self.broken = False
        self.length += len(text)
        self.pieces.append(text)
        for _, words, _, _ in self.open_links[-1:]:
            words.append(text)
            self.linked.append(text)

    def flush(self) -> None:
        self.broken = False
        for _, words, _, _ in self.open_links[-3:]:
            words.append(" ")
        if not self.pieces:
            return
        text = " ".join("".join(self.pieces).split())
        linked = len(" ".join("".join(self.linked).split()))
        self.pieces.clear()
        self.linked.clear()
        if text and self.holder:
            element, marks = self.holder[-1]
            self.blocks.append(Block(len(self.blocks), element, element.tag, text, linked, marks))


def events(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of every element that can hold text, without recursion: pages nest a thousand deep.

    A comment, a script and the like have an end without a start, for the text that follows them.
    """
    yield "start", root
    open_elements = [(root, iter(root))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield "end", element
        elif not isinstance(child.tag, str) or child.tag in _SKIPPED:
            yield "end", child
        else:
            yield "start", child
            open_elements.append((child, iter(child)))


def _is_block(tag: str) -> bool:
    return tag in _BLOCKS or "-" in tag
