"""The parts of a parsed page: elements, links, and blocks of text.

A block is text that no block-level element interrupts: a paragraph, a heading, a list item, a caption. All texts of a
page are in one list of pieces, in order; elements, links and blocks are ranges of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

# Scripts without blanks between words, which need fewer characters for the same text.
WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, Han and hangul
_OPEN = 1 << 40  # the end of an element that is still open
SENTENCE_ENDS: Final = frozenset('.!?…。！？।؟”“"»')
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Element:
    """One element of a page: its pieces of text are ``pieces[start:end]``, its blocks ``blocks[first:last]``.

    ``roles`` are its own and those of its ancestors. Elements are compared by identity.
    """

    __slots__ = ("attributes", "depth", "end", "first", "index", "last", "parent", "roles", "start", "tag")

    def __init__(
        self, index: int, tag: str, attributes: Mapping[str, str | None], parent: Element | None, roles: int, depth: int
    ) -> None:
        self.index = index  # among the page's elements, in the order of the source
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.roles = roles
        self.depth = depth
        self.start = self.first = 0
        self.end = self.last = _OPEN

    def get(self, name: str) -> str:
        """The value of an attribute; "" where it is missing or empty."""
        return self.attributes.get(name) or ""

    @property
    def class_and_id(self) -> str:
        """Its class and id as written, parted by a blank."""
        return f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}"

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def self_and_ancestors(self) -> Iterator[Element]:
        """The element itself and those around it, the nearest first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def closest(self, *tags: str) -> Element | None:
        """The nearest ancestor with one of the tags; None if there is none."""
        element = self.parent
        while element is not None and element.tag not in tags:
            element = element.parent
        return element

    def contains(self, other: Element) -> bool:
        """Whether another element is inside this one; an element does not contain itself."""
        element = other.parent
        while element is not None and element.index >= self.index:
            if element is self:
                return True
            element = element.parent
        return False

    def __repr__(self) -> str:
        return f"<{self.tag} {self.class_and_id.strip()!r} blocks {self.first}:{self.last}>"


class Block:
    """One block of text in its nearest block-level ``element``; ``linked`` is the number of characters in links.

    ``size`` is the length of the text in characters of Latin script: a Chinese or Japanese one counts as three.
    ``link_density`` is the share of the text inside links, 0 to 1. ``inline`` are the links and emphasised words in it.
    ``wrap`` is an inline element round all of the text, whose roles the block has too.
    """

    __slots__ = (
        "element",
        "end",
        "index",
        "inline",
        "link_density",
        "linked",
        "roles",
        "size",
        "start",
        "tag",
        "text",
        "wrap",
    )

    def __init__(
        self,
        index: int,
        element: Element,
        text: str,
        linked: int,
        start: int,
        end: int,
        inline: Sequence[Element] = (),
        wrap: Element | None = None,
    ) -> None:
        self.index = index
        self.element = element
        self.tag = element.tag
        self.text = text
        self.linked = linked
        self.roles = element.roles if wrap is None else element.roles | wrap.roles
        self.start = start
        self.end = end
        self.inline = inline
        self.wrap = wrap
        length = len(text)
        self.size = length if text.isascii() or not WITHOUT_BLANKS.search(text, 0, 40) else 3 * length
        self.link_density = linked / length if linked < length else 1.0

    def has(self, roles: int) -> bool:
        """Whether the block has any of some roles (``Role.NAV | Role.FOOTER``)."""
        return self.roles & roles != 0

    def __repr__(self) -> str:
        return f"<block {self.index} {self.tag} {self.text[:40]!r}>"


class Link:
    """A link inside a block, or around blocks: its element, its address as written, and its text.

    It begins in block ``first`` and ends in block ``last``, or before the next one where it ends with its block.
    """

    __slots__ = ("element", "first", "href", "last", "roles", "text")

    def __init__(self, element: Element, href: str, text: str, first: int, last: int, roles: int) -> None:
        self.element = element
        self.href = href
        self.text = text
        self.first = first
        self.last = last
        self.roles = roles
