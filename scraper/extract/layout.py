"""What stands where on a page: headline, standfirst, text, boxes and other stories, found once and in this order.

Each needs what was found before it: the leads lie after the headline, the text is what is neither headline nor lead nor
box, and a standfirst is what stands between headline and text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.extract import address, body, byline, headline, leads, rules, structured
from scraper.extract import blocks as block
from scraper.extract.blocks import Block
from scraper.extract.body import Body
from scraper.extract.document import Document, parse
from scraper.extract.headline import Headline
from scraper.extract.leads import Leads
from scraper.extract.paragraphs import lives_with
from scraper.extract.rules import Ruled
from scraper.extract.structured import Structured
from scraper.items import Page
from scraper.publication import Publication

_SENTENCE = re.compile(r"[.!?。！？।…؟:：\"”»」]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One page taken apart. ``address``, ``headline`` and ``standfirst`` carry the rule that found them."""

    document: Document
    data: Structured
    blocks: tuple[Block, ...]
    ruled: Ruled
    names: frozenset[str]  # of the paper and its site, letters only
    address: tuple[str, str]
    headline: Headline
    others: Leads
    body: Body
    standfirst: tuple[str, str]


def read(page: Page, publication: Publication | None = None) -> Layout:
    """Parse a page and find its parts."""
    document = parse(page)
    data = structured.read(document)
    if publication and not publication.story.json_ld:
        data = Structured(microdata=data.microdata, meta=data.meta)
    text = block.read(document.root)
    ruled = rules.read(document, publication)
    names = headline.site_names(document, data, publication)
    title = headline.find(document, text.blocks, data, publication)
    url = address.canonical(document, data, publication)
    others = leads.read(document, text, own=(url[0], document.url, page.requested_url), after=title.order)
    found = body.find(
        document,
        text.blocks,
        data,
        ruled,
        headline=title.order,
        others=others.orders,
        generic=publication.story.generic if publication else True,
    )
    found = replace(found, blocks=_begun(found.blocks, title, text.blocks))
    standfirst, order = _standfirst(text.blocks, data, ruled, title, found)
    return Layout(
        document=document,
        data=data,
        blocks=text.blocks,
        ruled=ruled,
        names=names,
        address=url,
        headline=title,
        others=others,
        body=replace(found, blocks=_begun([each for each in found.blocks if each.order != order], title, text.blocks)),
        standfirst=standfirst,
    )


def _begun(blocks: Sequence[Block], title: Headline, every: Sequence[Block]) -> tuple[Block, ...]:
    """The text without what stands before it: lines above the headline, kicker, byline, date."""
    size = sum(len(each.text) for each in blocks)
    after = [each for each in blocks if each.order > title.order]
    kept = after if sum(len(each.text) for each in after) > 0.6 * size else list(blocks)
    shown = next((each for each in every if each.order == title.order), None)
    while len(kept) > 1 and (byline.is_line(kept[0]) or _is_label(kept[0], kept, shown)):
        kept.pop(0)
    return tuple(kept)


def _is_label(block: Block, text: Sequence[Block], title: Block | None) -> bool:
    """Whether a line before the text is no sentence and stands in another container: a name, a place, a rubric."""
    return block.size < 120 and not _SENTENCE.search(block.text) and not lives_with(block, text, title)


def _standfirst(
    blocks: Sequence[Block], data: Structured, ruled: Ruled, title: Headline, found: Body
) -> tuple[tuple[str, str], int]:
    """The standfirst, its rule, and the block that shows it, which then is no part of the text."""
    words = ruled.fields.get("standfirst", "")
    if words:
        shown = (each.order for each in found.blocks[:3] if each.text == words)
        return (words, "publication rule"), next(shown, -1)
    text, rule, order = headline.standfirst(blocks, data, headline=title, body=found.blocks, boxes=found.boxes)
    return (text, rule), order
