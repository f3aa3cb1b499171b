"""The evidence of a page about its edition: its texts with their zones, and its data."""

from __future__ import annotations

from scraper.dating import PageEvidence, TextZones, Zone
from scraper.extract.layout import Layout
from scraper.extract.page import print_data
from scraper.extract.page.blocks import Block
from scraper.extract.page.roles import Role
from scraper.items import Draft, Page

_NEAR_STORY = 14  # blocks from headline or text within which a text is beside the story


def evidence_of_page(layout: Layout, page: Page, draft: Draft) -> PageEvidence:
    """Everything on the page that may name the story's edition."""
    return PageEvidence(
        url=draft.url,
        headline=draft.headline,
        title=next((layout.document.text_of(each) for each in layout.document.by_tag("title")), ""),
        language=draft.language,
        site=draft.site,
        published=draft.published,
        fetched=page.fetched,
        scan=layout.scan,
        zones=_text_zones(layout),
        meta=layout.data.meta,
        story=layout.data.story,
        microdata=layout.data.microdata,
        embedded=tuple(print_data.values(layout.document, draft.headline, layout.headline.index)),
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
    if block.has(Role.CRUMBS):  # the way to the story, of which the issue may be a step
        return Zone.STORY if distance <= _NEAR_STORY else Zone.SITE
    if block.has(Role.NAV | Role.HEADER | Role.FOOTER):
        return Zone.SITE
    if block.has(Role.ASIDE | Role.ADVERT | Role.FORM):
        return Zone.ASIDE
    return Zone.STORY if distance <= _NEAR_STORY else Zone.PAGE
