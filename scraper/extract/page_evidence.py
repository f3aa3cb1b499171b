"""The evidence of a page about its edition: its texts with their zones, and its data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scraper.dating import PageEvidence, TextZones, Zone
from scraper.dating.print_metadata import MARKERS
from scraper.extract.layout import Layout
from scraper.extract.page import jsonld
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.items import Draft, Page

_NEAR_STORY = 14  # blocks from headline or text within which a text is beside the story
_MOST_TRIES = 200  # positions in one script where JSON may begin
_LARGEST_SCRIPT = 5_000_000


def evidence_of_page(layout: Layout, page: Page, draft: Draft) -> PageEvidence:
    """Everything on the page that may name the story's edition."""
    return PageEvidence(
        url=draft.url,
        headline=draft.headline,
        language=draft.language,
        site=draft.site,
        published=draft.published,
        fetched=page.fetched,
        scan=layout.scan,
        zones=_text_zones(layout),
        meta=layout.data.meta,
        story=layout.data.story,
        microdata=layout.data.microdata,
        embedded=tuple(_print_json(layout.document)),
        rule=layout.publication_fields.edition_date,
    )


def _text_zones(layout: Layout) -> TextZones:
    """The zones of the texts that may hold an edition statement."""
    if not layout.scan.candidates:
        return TextZones()
    headline = layout.headline.index
    text_indexes = [block.index for block in layout.body.blocks]
    text_set = frozenset(text_indexes)
    first, last = min(text_indexes, default=headline), max(text_indexes, default=headline)
    zones: dict[int, tuple[Zone, int]] = {}
    for index in layout.scan.candidates:
        block = layout.blocks[index]
        if index in text_set:
            # A quotation in the text is someone else's words.
            zones[index] = (Zone.OTHER if block.has(Role.QUOTE) else Zone.TEXT, 0)
        else:
            distance = _distance(index, headline, first, last)
            zones[index] = (_zone(block, distance, layout), distance)
    return TextZones(zones, text_indexes[-2] if len(text_indexes) > 1 else 0)


def _distance(index: int, headline: int, first: int, last: int) -> int:
    """The number of blocks to the headline or the text, whichever is nearer; 1 within the text."""
    to_headline = abs(index - headline) if headline >= 0 else 1 << 30
    if first < 0:
        return min(to_headline, index)
    to_text = 1 if first <= index <= last else min(abs(index - first), abs(index - last))
    return min(to_headline, to_text)


def _zone(block: Block, distance: int, layout: Layout) -> Zone:
    other_stories = layout.others.orders | layout.body.boxes.foreign
    if block.index in other_stories or block.has(Role.COMMENTS | Role.HIDDEN | Role.QUOTE | Role.NESTED):
        return Zone.OTHER
    if block.has(Role.RELATED):
        return Zone.OTHER
    if block.index in layout.body.boxes.indexes:
        return Zone.BOX
    if block.has(Role.NAV | Role.HEADER | Role.FOOTER):
        return Zone.SITE
    if block.has(Role.ASIDE | Role.ADVERT | Role.FORM):
        return Zone.ASIDE
    return Zone.STORY if distance <= _NEAR_STORY else Zone.PAGE


def _print_json(document: Document) -> Iterator[Any]:
    """The JSON in scripts that contain a key of print metadata; other scripts are not parsed."""
    for script in document.by_tag("script"):
        source = document.raw.get(script.index, "")
        if "ld+json" in script.get("type") or len(source) > _LARGEST_SCRIPT:
            continue
        if any(marker in source for marker in MARKERS):
            yield from _json_values(source)


def _json_values(source: str) -> Iterator[Any]:
    """The JSON values in a script: the script itself, values assigned to names, or JSON escaped in a string."""
    found = jsonld.loads(source) if source.lstrip()[:1] in "{[" else []
    if found:
        yield from found
        return
    decoder = json.JSONDecoder(strict=False)
    text = re.sub(r"\bundefined\b", "null", source)
    position = 0
    tries = 0
    for start in re.finditer(r"[=(,:]\s*(?=[{\[])", text):
        if start.end() < position:
            continue
        tries += 1
        if tries > _MOST_TRIES:
            break
        try:
            value, position = decoder.raw_decode(text, start.end())
        except (ValueError, RecursionError):
            continue
        yield value
    for string in _quoted_strings(source):
        if "\\" in string and any(marker in string for marker in MARKERS):
            try:
                inner = json.loads(string)
            except (ValueError, RecursionError):
                continue
            yield from jsonld.loads(inner)[:1]


def _quoted_strings(source: str) -> Iterator[str]:
    """The double-quoted strings of a script, found in one pass even where quotes are unbalanced."""
    start = -1
    for token in re.finditer(r'\\.|"', source, re.DOTALL):
        if token[0] != '"':
            continue
        if start < 0:
            start = token.start()
        else:
            if token.end() - start > 40:
                yield source[start : token.end()]
            start = -1
