"""What of a story a page shows to everyone: all of it, the opening paragraphs, or the headline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scraper.extract import structured as data
from scraper.extract.blocks import Block
from scraper.extract.boxes import Boxes
from scraper.extract.structured import Structured
from scraper.items import Access

_LONG = 4_000  # characters: a text of this length followed by an offer is complete, the offer is for other stories
_NEAR = 8  # blocks between the end of the text and the offer that cut it off


def find(
    structured: Structured, blocks: Sequence[Block], body: Sequence[Block], boxes: Boxes, *, paywalled: bool
) -> tuple[Access, str]:
    """The access and the rule that decided it: the publication's own, the page's data, what its text says."""
    shut = Access.EXCERPT if body else Access.HEADLINE
    if paywalled:
        return shut, "publication rule"
    free = declared_free(structured)
    if free is not None:
        return (Access.OPEN, "isAccessibleForFree") if free else (shut, "isAccessibleForFree")
    tier = structured.one("article:content_tier", "og:article:content_tier", "content_tier")[0].lower()
    if tier in ("locked", "paid", "premium"):
        return shut, "content tier"
    if tier == "free":
        return Access.OPEN, "content tier"
    if not body:
        return (Access.HEADLINE, "offer") if boxes.gates else (Access.OPEN, "")
    size = sum(len(block.text) for block in body)
    last = body[-1].order
    if size < _LONG and any(last < order <= last + _NEAR for order in boxes.gates):
        return Access.EXCERPT, "offer after the text"
    return Access.OPEN, ""


def declared_free(structured: Structured) -> bool | None:
    """What ``isAccessibleForFree`` says, written as boolean or as text, on the story, a part of it, or the page."""
    things = [structured.story] if structured.story else []
    things += [thing for thing in structured.objects if {"webpage", "newsarticle", "article"} & set(data.kinds(thing))]
    for thing in things:
        parts = [part for part in data.values(thing.get("hasPart")) if isinstance(part, dict)]
        if any(_boolean(part.get("isAccessibleForFree")) is False for part in parts):
            return False
        free = _boolean(thing.get("isAccessibleForFree"))
        if free is not None:
            return free
    return _boolean(structured.item("isaccessibleforfree") or None)


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    words = str(value).rsplit("/", 1)[-1].strip().lower() if isinstance(value, (str, int)) else ""
    return {"false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}.get(words)
