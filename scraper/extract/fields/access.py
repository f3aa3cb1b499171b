"""What of a story a page shows to everyone: all of it, the opening paragraphs, or the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from scraper.extract.page import structured as data
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured
from scraper.extract.story.offer_boxes import Boxes
from scraper.items import Access

_LONG = 4_000  # characters: a text of this length followed by an offer is complete, the offer is for other stories
_SENTENCE = 40  # how much an offer says that is more than a label on a button
_NEAR = 8  # blocks between the end of the text and the offer that cut it off
_TIERS = (
    "article:content_tier", "og:article:content_tier", "content_tier", "content-tier", "cxenseparse:access",
    "article:access", "access", "article:paywall", "paywall", "premium", "lp.article:accesslevel",
)  # fmt: skip
_SHUT = frozenset(
    "locked paid premium subscriber subscribers plus pay paywall paywalled restricted abo reserved".split()
)
_FREE = frozenset(["free", "open", "public", "gratis", "none", "unlocked"])
_SPEAKS_OF_PAGE = frozenset({"webpage", "newsarticle", "article"})
# Containers that only stand where the text has been cut off. A wall that any page carries for its script is no sign.
_WALL = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|subscriber-?wall|premium-?wall|paid-?wall)"
    r"(?:[\s_-](?:active|barrier|box|message|offer|overlay|prompt|teaser|visible|container))?(?:\s|$)"
    r"|piano-?(?:inline|paywall)|article-?(?:locked|paywalled)",
    re.IGNORECASE,
)


def find(
    document: Document, structured: Structured, body: Sequence[Block], boxes: Boxes, *, paywalled: bool
) -> tuple[Access, str]:
    """The access and the rule that decided it: the publication's own, the page's data, what its text says."""
    shut = Access.EXCERPT if body else Access.HEADLINE
    if paywalled:
        return shut, "publication rule"
    free = declared_free(structured)
    if free is not None:
        return (Access.OPEN, "isAccessibleForFree") if free else (shut, "isAccessibleForFree")
    tier = structured.one(*_TIERS)[0].lower().strip()
    if tier in _SHUT:
        return shut, "content tier"
    if tier in _FREE:
        return Access.OPEN, "content tier"
    if not body:
        return (Access.HEADLINE, "offer") if boxes.gates else (Access.OPEN, "")
    if sum(len(block.text) for block in body) < _LONG:
        last = body[-1].index
        if any(last < order <= last + _NEAR for order in boxes.gates):
            return Access.EXCERPT, "offer after the text"
        for block in document.blocks[last + 1 : last + 1 + _NEAR]:
            if any(
                _WALL.search(each.class_and_id) for each in (block.element, block.element.parent) if each is not None
            ):
                return Access.EXCERPT, "wall after the text"
        if any(_in_dialog(document.blocks[order]) for order in boxes.gates):
            return Access.EXCERPT, "offer over the page"
        # A newsstand that says in which edition a story ran, and offers the rest of it, wherever on the page.
        if boxes.statements - boxes.foreign and any(document.blocks[order].size >= _SENTENCE for order in boxes.gates):
            return Access.EXCERPT, "offer beside an edition statement"
    return Access.OPEN, ""


def _in_dialog(block: Block) -> bool:
    """Whether a block stands in a dialog that is open and keeps the reader from the page below it."""
    return any(
        ("open" in each.attributes if each.tag == "dialog" else each.get("aria-modal").lower() == "true")
        for each in block.element.self_and_ancestors()
    )


def declared_free(structured: Structured) -> bool | None:
    """What ``isAccessibleForFree`` says, written as boolean or as text, on the story, a part of it, or the page."""
    things = [structured.story] if structured.story else []
    things += [
        thing
        for thing in structured.objects
        if ("isAccessibleForFree" in thing or "hasPart" in thing) and not _SPEAKS_OF_PAGE.isdisjoint(data.kinds(thing))
    ]
    for thing in things:
        free = _boolean(thing.get("isAccessibleForFree"))
        parts = [part for part in data.values(thing.get("hasPart")) if isinstance(part, dict)]
        if any(_boolean(part.get("isAccessibleForFree")) is False for part in parts):
            return False
        if free is not None:
            return free
    return _boolean(structured.item("isaccessibleforfree") or None)


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    words = str(value).rsplit("/", 1)[-1].strip().lower() if isinstance(value, (str, int)) else ""
    return {"false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}.get(words)
