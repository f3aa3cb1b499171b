"""The nouns a page is taken apart into: elements, links, and blocks of text.

A block is text that no block-level element interrupts: a paragraph, a heading, a list item, a caption. All texts of a
page stand one after the other in one list of pieces; elements, links and blocks are stretches of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

# Scripts that write without blanks between words, and with fewer signs.
WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_OPEN = 1 << 40  # where an element ends that has not ended yet
SENTENCE_ENDS: Final = frozenset('.!?…。！？।؟”“"»')
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Element:
    """One element of a page: its pieces of text are ``pieces[start:end]``, its blocks ``blocks[first:last]``.

    ``roles`` are its own and those of the elements round it. Elements are compared by identity.
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
        """An attribute; "" where it is missing or empty."""
        return self.attributes.get(name) or ""

    @property
    def class_and_id(self) -> str:
        """Its class and id, as written."""
        return f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}"

    def ancestors(self) -> Iterator[Element]:
        """The elements round it, the nearest first."""
        each = self.parent
        while each is not None:
            yield each
            each = each.parent

    def self_and_ancestors(self) -> Iterator[Element]:
        """The element itself and those round it, the nearest first."""
        each: Element | None = self
        while each is not None:
            yield each
            each = each.parent

    def closest(self, *tags: str) -> Element | None:
        """The nearest element round it with one of some tags."""
        each = self.parent
        while each is not None and each.tag not in tags:
            each = each.parent
        return each

    def contains(self, other: Element) -> bool:
        """Whether another element stands inside this one."""
        each = other.parent
        while each is not None and each.index >= self.index:
            if each is self:
                return True
            each = each.parent
        return False

    def __repr__(self) -> str:
        return f"<{self.tag} {self.class_and_id.strip()!r} blocks {self.first}:{self.last}>"


class Block:
    """One block of text. ``element`` is the nearest block-level one round it; ``linked`` counts characters in links.

    ``size`` is how much the text says, in characters of Latin script: a Chinese or Japanese one says as much as three.
    ``link_density`` is the share of the text inside links, 0 to 1. ``inline`` are the links and emphasised words in it.
    """

    __slots__ = ("element", "end", "index", "inline", "link_density", "linked", "roles", "size", "start", "tag", "text")

    def __init__(
        self,
        index: int,
        element: Element,
        text: str,
        linked: int,
        roles: int,
        start: int,
        end: int,
        inline: Sequence[Element] = (),
    ) -> None:
        self.index = index
        self.element = element
        self.tag = element.tag
        self.text = text
        self.linked = linked
        self.roles = roles
        self.start = start
        self.end = end
        self.inline = inline
        length = len(text)
        self.size = length if text.isascii() or not WITHOUT_BLANKS.search(text, 0, 40) else 3 * length
        self.link_density = linked / length if linked < length else 1.0

    def has(self, roles: int) -> bool:
        """Whether any of the marks is on the block."""
        return self.roles & roles != 0

    def __repr__(self) -> str:
        return f"<block {self.index} {self.tag} {self.text[:40]!r}>"


class Link:
    """A link inside a block, or round blocks: its element, its address as written, and its text.

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
