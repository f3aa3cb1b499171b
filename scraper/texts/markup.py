"""HTML that a parser can make a tree of in little memory and time, whatever a server sends (pure).

libxml2 keeps some 150 bytes for each element, attribute and text, and compares each attribute of a tag with all those
before it: 20,000 attributes in one tag take seconds, 200,000 half an hour, and nothing can interrupt it.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from scraper.limits import MARKUP

MOST_ATTRIBUTES = 200  # of a tag; pages have a tenth of that
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_TAG = re.compile(rf"<(?:[!?/]|(?P<name>[A-Za-z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+))")
_EACH = re.compile(_ATTRIBUTE)


class Bounded(NamedTuple):
    """A source with no more markup than MARKUP; and whether that is all of it."""

    source: str
    whole: bool


def bounded(source: str) -> Bounded:
    """The source up to where it has had MARKUP tags and attributes; tags with too many attributes lose them."""
    kept: list[str] = []
    position = markup = 0
    for tag in _TAG.finditer(source):
        attributes = tag["attributes"] or ""
        number = sum(1 for _ in itertools.islice(_EACH.finditer(attributes), MOST_ATTRIBUTES + 1)) if attributes else 0
        if number > MOST_ATTRIBUTES:
            kept += (source[position : tag.start()], f"<{tag['name'][:40]}")
            position, number = tag.end(), 0
        markup += 1 + number
        if markup > MARKUP:
            return Bounded("".join((*kept, source[position : max(position, tag.start())])), whole=False)
    return Bounded("".join((*kept, source[position:])) if kept else source, whole=True)
