"""What a page can testify about its edition: its texts with the zone they stand in, and its data."""

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

_BESIDE = 14  # blocks from headline or text within which a passage stands beside the story
_MOST_TRIES = 200  # places in one script where JSON may begin
_LARGEST_SCRIPT = 5_000_000


def page_evidence(layout: Layout, page: Page, draft: Draft) -> PageEvidence:
    """Everything on the page that may tell the story's edition."""
    return PageEvidence(
        url=draft.url,
        headline=draft.headline,
        language=draft.language,
        site=draft.site,
        published=draft.published,
        fetched=page.fetched,
        scan=layout.scan,
        zones=_stands(layout),
        meta=layout.data.meta,
        story=layout.data.story,
        microdata=layout.data.microdata,
        embedded=tuple(_embedded(layout.document)),
        rule=layout.ruled.edition_date,
    )


def _stands(layout: Layout) -> TextZones:
    """Where the texts stand that may be a statement."""
    if not layout.scan.possible:
        return TextZones()
    headline = layout.headline.index
    text = [block.index for block in layout.body.blocks]
    inside = frozenset(text)
    first, last = min(text, default=headline), max(text, default=headline)
    zones: dict[int, tuple[Zone, int]] = {}
    for order in layout.scan.possible:
        block = layout.blocks[order]
        if order in inside:
            # What the text quotes are another's words.
            zones[order] = (Zone.OTHER if block.has(Role.QUOTE) else Zone.TEXT, 0)
        else:
            distance = _distance(order, headline, first, last)
            zones[order] = (_zone(block, distance, layout), distance)
    return TextZones(zones, text[-2] if len(text) > 1 else 0)


def _distance(order: int, headline: int, first: int, last: int) -> int:
    """Blocks between a passage and the nearest of headline and text; within the text it is one."""
    to_headline = abs(order - headline) if headline >= 0 else 1 << 30
    if first < 0:
        return min(to_headline, order)
    to_text = 1 if first <= order <= last else min(abs(order - first), abs(order - last))
    return min(to_headline, to_text)


def _zone(block: Block, distance: int, layout: Layout) -> Zone:
    foreign = layout.others.orders | layout.body.boxes.foreign
    if block.index in foreign or block.has(Role.COMMENTS | Role.HIDDEN | Role.QUOTE | Role.NESTED):
        return Zone.OTHER
    if block.has(Role.RELATED):
        return Zone.OTHER
    if block.index in layout.body.boxes.orders:
        return Zone.BOX
    if block.has(Role.NAV | Role.HEADER | Role.FOOTER):
        return Zone.SITE
    if block.has(Role.ASIDE | Role.ADVERT | Role.FORM):
        return Zone.ASIDE
    return Zone.STORY if distance <= _BESIDE else Zone.PAGE


def _embedded(document: Document) -> Iterator[Any]:
    """JSON in scripts that hold a key of print metadata; other scripts are not even parsed."""
    for script in document.all("script"):
        source = document.raw.get(script.index, "")
        if "ld+json" in script.get("type") or len(source) > _LARGEST_SCRIPT:
            continue
        if any(marker in source for marker in MARKERS):
            yield from _values(source)


def _values(source: str) -> Iterator[Any]:
    """The JSON in a script: the whole of it, what is assigned to a name, or what is escaped in a string."""
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
    for string in _strings(source):
        if "\\" in string and any(marker in string for marker in MARKERS):
            try:
                inner = json.loads(string)
            except (ValueError, RecursionError):
                continue
            yield from jsonld.loads(inner)[:1]


def _strings(source: str) -> Iterator[str]:
    """The double-quoted strings of a script, read in one pass however they are nested or left open."""
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
