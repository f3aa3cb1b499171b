"""What a house says to its readers below a text, told by where it leads rather than by its words.

A note leads to an address of the house, to a page of its site that is no story ("/donate") or to its account elsewhere;
it is an address and nothing else, or a label with links ("Tags: ferry, harbour").
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.roles import Role
from scraper.texts.folding import letters

_LONGEST = 300  # characters of a note
_LONGEST_LABEL = 30
_LEAST_DIGITS = 5  # of a number to call, or a day: who may be asked about what the text tells
_LONGEST_SLUG = 2  # words of a page of the house's own: "/become-member"
_ADDRESS = re.compile(r"\W{0,3}[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}\W{0,3}")
_DIGIT = re.compile(r"\d")
_TO_EDITORS = re.compile(r"\bctrl\s?\+\s?enter\b", re.IGNORECASE)  # marks a mistake, on pages in many languages
_LABEL = re.compile(r"[:：]\s?")
_EMPHASIS = frozenset({"em", "i", "strong", "b"})


def is_note(block: Block, site: str) -> bool:
    """Whether a block at the end of a text is a note of the house.

    :param site: the site of the page, without the name of a host in it: "courier.example".
    """
    if len(block.text) > _LONGEST or block.has(Role.QUOTE | Role.LIST | Role.TABLE):
        return False
    return (
        _ADDRESS.fullmatch(block.text) is not None
        or _TO_EDITORS.search(block.text) is not None
        or _labels_links(block)
        or _leads_to_house(block, site)
    )


def _labels_links(block: Block) -> bool:
    """Whether a block is a label of a few words with a colon, and links."""
    label = _LABEL.search(block.text, 0, _LONGEST_LABEL)
    links = _links(block)
    if label is None or len(links) < 2:
        return False
    return len(letters(block.text[label.end() :])) <= block.linked


def _leads_to_house(block: Block, site: str) -> bool:
    links = _links(block)
    if not links or not site:
        return False
    addresses = [each.get("href").strip() for each in links]
    if any(each.startswith("mailto:") and each.partition("?")[0].endswith(site) for each in addresses):
        return len(_DIGIT.findall(block.text)) < _LEAST_DIGITS
    is_apart = any(each.tag in _EMPHASIS and _is_whole(each, block) for each in block.inline)
    return is_apart and any(_is_house_page(each, site) for each in addresses)


def _links(block: Block) -> list[Element]:
    return [each for each in block.inline if each.tag == "a"]


def _is_whole(element: Element, block: Block) -> bool:
    return element.start <= block.start and element.end >= block.end - 1


def _is_house_page(address: str, site: str) -> bool:
    """Whether an address is a page of the site that is no story, or its account elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return True
    path = parts.path.strip("/")
    if "/" in path or not path:
        return False
    if not parts.netloc or parts.netloc.endswith(site):
        return not any(each.isdigit() for each in path) and path.count("-") < _LONGEST_SLUG
    name = letters(site.partition(".")[0])
    return name in letters(path)
