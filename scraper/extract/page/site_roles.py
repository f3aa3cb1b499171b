"""Roles that only the whole page tells: what it contradicts is taken, its header, footer and forms are added."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from scraper.extract.page import containers
from scraper.extract.page.blocks import Element, Link
from scraper.extract.page.roles import Role

if TYPE_CHECKING:
    from scraper.extract.page.document import Document

_ASKS_ADDRESS = re.compile(r"e-?mail", re.IGNORECASE)
_MOST_FIELDS, _LARGEST_FORM = 50, 500  # fields that are looked at; characters of a form with its heading


def take_contradicted(document: Document) -> None:
    """Take from elements, and all that is inside them, the roles that what they enclose contradicts."""
    titles = [document.text_of(each) for each in document.by_tag("title")[:1]]
    titles += [each.get("content") for each in document.by_tag("meta") if each.get("property") == "og:title"][:1]
    named = document.named
    wrong = containers.contradicted(
        document.blocks,
        named,
        heading=containers.story_heading(document.blocks, document.by_tag("h1"), titles),
        pictures=document.by_tag("img", "amp-img"),
        url=document.url,
    )
    if not wrong:
        return
    for element, roles in wrong.items():
        named[element] &= ~roles
    first, last = min(each.index for each in wrong), max(each.index for each in wrong)
    for element in document.elements[first:]:
        parent = element.parent
        inherited = parent.roles if parent is not None else 0
        if element.index > last and (parent is None or parent.index < first):
            break
        element.roles = inherited | named.get(element, 0)
    for block in document.blocks:
        block.roles = block.element.roles if block.wrap is None else block.element.roles | block.wrap.roles
    for link in document.links:
        link.roles = link.element.roles


def add(document: Document) -> None:
    """Add the roles of the site's header and footer, which only their content tells from a story's own."""
    for tag, role in (("header", Role.HEADER), ("footer", Role.FOOTER)):
        covered = 0  # the index after the blocks that have got the role
        for element in document.tags.get(tag, ()):
            if element.roles & (Role.ARTICLE | Role.MAIN) or element.last <= covered:
                continue
            of_story = _holds_headline(document, element) if tag == "header" else _ends_story(document, element)
            if not of_story:
                covered = element.last
                for block in document.blocks[element.first : element.last]:
                    block.roles |= role
                links = document.links
                for index in range(bisect_right(links, element.index, key=_link_index), len(links)):
                    if not element.contains(links[index].element):
                        break
                    links[index].roles |= role


def add_forms(document: Document) -> None:
    """Add the role of a form to the box round one that asks for an address: its heading and what it promises."""
    sizes: list[int] = []
    for field in document.by_tag("input")[:_MOST_FIELDS]:
        form = field.closest("form")
        if form is None or form.parent is None or not _ASKS_ADDRESS.search(f"{field.get('type')} {field.get('name')}"):
            continue
        sizes = sizes or list(itertools.accumulate((block.size for block in document.blocks), initial=0))
        box, around = form, form.parent
        while around is not None and around.tag not in ("article", "main", "body", "html"):
            outside = sizes[around.last] - sizes[around.first]
            if outside > _LARGEST_FORM or _holds_headline(document, around):
                break
            if around.parent is None or 3 * outside > sizes[around.parent.last] - sizes[around.parent.first]:
                break
            box, around = around, around.parent
        for block in document.blocks[box.first : box.last]:
            block.roles |= Role.FORM


def _element_index(element: Element) -> int:
    return element.index


def _link_index(link: Link) -> int:
    return link.element.index


def _heading_in(document: Document, element: Element) -> Element | None:
    """The first h1 in an element."""
    headings = document.tags.get("h1", [])
    next_one = bisect_right(headings, element.index, key=_element_index)
    return headings[next_one] if next_one < len(headings) and element.contains(headings[next_one]) else None


def _links_in(document: Document, element: Element, *, most: int) -> int:
    """The number of links in an element, counted up to ``most``."""
    links = document.links
    index = begin = bisect_right(links, element.index, key=_link_index)
    while index < min(begin + most, len(links)) and element.contains(links[index].element):
        index += 1
    return index - begin


def _holds_headline(document: Document, header: Element) -> bool:
    """Whether a header holds a headline rather than the newspaper's name linked to its front page."""
    heading = _heading_in(document, header)
    if heading is None:
        return False
    linked = heading.closest("a") is not None or _links_in(document, heading, most=1) > 0
    return not linked or len(document.text_of(heading).split()) > 4


def _ends_story(document: Document, footer: Element) -> bool:
    """Whether a footer is a story's rather than the site's: few links, in a container with a headline."""
    parent = footer.parent
    if parent is None or parent.tag == "body" or _heading_in(document, parent) is None:
        return False
    return _links_in(document, footer, most=4) <= 3 and "©" not in document.text_of(footer)
