"""How much of a story is open to everyone: all of it, the opening paragraphs, or the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_types, jsonld_values
from scraper.extract.story.offer_boxes import OfferBoxes
from scraper.items import PUBLICATION_RULE, Access

_WHOLE_TEXT = (
    4_000  # characters: a text of this length followed by an offer is complete, the offer is for other stories
)
_LEAST_OFFER = 40  # how much an offer says that is more than a label on a button
_NEAR = 8  # blocks between the end of the text and the offer that cut it off
_TIERS = (
    "article:content_tier", "og:article:content_tier", "content_tier", "content-tier", "cxenseparse:access",
    "article:access", "access", "article:paywall", "paywall", "premium", "lp.article:accesslevel",
)  # fmt: skip
_PAYING = frozenset(
    "locked paid premium subscriber subscribers plus pay paywall paywalled restricted abo reserved".split()
)
_FREE = frozenset(["free", "open", "public", "gratis", "none", "unlocked"])
_SPEAKS_OF_PAGE = frozenset({"webpage", "newsarticle", "article"})
# Containers that are only on pages whose text is cut off; not the empty one that a site's script needs on every page.
_WALL = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|subscriber-?wall|premium-?wall|paid-?wall)"
    r"(?:[\s_-](?:active|barrier|box|message|offer|overlay|prompt|teaser|visible|container))?(?:\s|$)"
    r"|piano-?(?:inline|paywall)|article-?(?:locked|paywalled)",
    re.IGNORECASE,
)


def find(
    document: Document, structured: Structured, body: Sequence[Block], boxes: OfferBoxes, *, paywalled: bool | None
) -> tuple[Access, str]:
    """The access of a story, and the rule that decided it.

    Tried in order: the publication's own rule, ``isAccessibleForFree``, a content tier in meta elements, and offers to
    subscribe near the end of the text.

    :param body: the blocks of the story's text.
    :param paywalled: whether the publication's own rule found a paywall; False where it says that its pages with a text
        hold all of it, None where it says nothing.
    """
    closed = Access.EXCERPT if body else Access.HEADLINE
    if paywalled:
        return closed, PUBLICATION_RULE
    if paywalled is False and body:
        return Access.OPEN, PUBLICATION_RULE
    free = declared_free(structured)
    if free is not None:
        return (Access.OPEN, "isAccessibleForFree") if free else (closed, "isAccessibleForFree")
    tier = structured.first_meta(*_TIERS)[0].lower().strip()
    if tier in _PAYING:
        return closed, "content tier"
    if tier in _FREE:
        return Access.OPEN, "content tier"
    if not body:
        return (Access.HEADLINE, "offer") if boxes.gates else (Access.OPEN, "")
    if sum(len(block.text) for block in body) < _WHOLE_TEXT:
        last = body[-1].index
        if any(last < index <= last + _NEAR and not _is_label(document.blocks[index]) for index in boxes.gates):
            return Access.EXCERPT, "offer after the text"
        for block in document.blocks[last + 1 : last + 1 + _NEAR]:
            if any(
                _WALL.search(each.class_and_id) for each in (block.element, block.element.parent) if each is not None
            ):
                return Access.EXCERPT, "wall after the text"
        if any(_in_dialog(document.blocks[index]) for index in boxes.gates):
            return Access.EXCERPT, "offer over the page"
        # A newsstand that says in which edition a story ran, and offers the rest of it, wherever on the page.
        if boxes.statements - boxes.foreign and any(
            document.blocks[index].size >= _LEAST_OFFER for index in boxes.gates
        ):
            return Access.EXCERPT, "offer beside an edition statement"
    return Access.OPEN, ""


def is_free(structured: Structured, boxes: OfferBoxes) -> bool:
    """Whether nothing on a page says that its text is for subscribers."""
    tier = structured.first_meta(*_TIERS)[0].lower().strip()
    return not boxes.gates and tier not in _PAYING and declared_free(structured) is not False


def _is_label(block: Block) -> bool:
    """Whether an offer is a button of the house, among what is said about a story: in its footer, beside its tags."""
    return block.size < _LEAST_OFFER and block.has(Role.META)


def _in_dialog(block: Block) -> bool:
    """Whether a block is in an open modal dialog, which covers the page."""
    return any(
        ("open" in element.attributes if element.tag == "dialog" else element.get("aria-modal").lower() == "true")
        for element in block.element.self_and_ancestors()
    )


def declared_free(structured: Structured) -> bool | None:
    """The value of schema.org's ``isAccessibleForFree`` on the story, a part of it or the page; None if not stated.

    https://developers.google.com/search/docs/appearance/structured-data/paywalled-content
    """
    things = [structured.story] if structured.story else []
    things += [
        thing
        for thing in structured.objects
        if ("isAccessibleForFree" in thing or "hasPart" in thing)
        and not _SPEAKS_OF_PAGE.isdisjoint(jsonld_types(thing))
    ]
    for thing in things:
        free = _boolean(thing.get("isAccessibleForFree"))
        parts = [part for part in jsonld_values(thing.get("hasPart")) if isinstance(part, dict)]
        if any(_boolean(part.get("isAccessibleForFree")) is False for part in parts):
            return False
        if free is not None:
            return free
    return _boolean(structured.first_itemprop("isaccessibleforfree") or None)


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    words = str(value).rsplit("/", 1)[-1].strip().lower() if isinstance(value, (str, int)) else ""
    return {"false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}.get(words)
