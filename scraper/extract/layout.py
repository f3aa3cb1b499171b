"""What stands where on a page: headline, standfirst, text, boxes and other stories, found once and in this order.

Each needs what was found before it: related links lie beside the headline, the text is what is neither of them
nor box, and a standfirst is what stands between headline and text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from scraper import dating
from scraper.dating import Scan
from scraper.extract import publication_rules
from scraper.extract.fields import byline, canonical_url
from scraper.extract.page import structured
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document, parse
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured
from scraper.extract.publication_rules import PublicationFields
from scraper.extract.related import related
from scraper.extract.related.related import RelatedLinks
from scraper.extract.story import body, headline
from scraper.extract.story.body import Body
from scraper.extract.story.headline import Headline
from scraper.extract.story.paragraphs import lives_with
from scraper.items import Page
from scraper.publication import Publication
from scraper.texts.statements import find

_SENTENCE = re.compile(r"[.!?。！？।…؟:：\"”»」]\s*$")
_NO_WITNESS = Role.NAV | Role.CRUMBS | Role.COMMENTS
_NOBODYS = Role.QUOTE | Role.COMMENTS | Role.NESTED  # a statement in a quotation is another paper's


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One page taken apart. ``address``, ``headline`` and ``standfirst`` carry the rule that found them."""

    document: Document
    data: Structured
    scan: Scan  # the blocks' texts, looked through for edition statements
    ruled: PublicationFields
    names: frozenset[str]  # of the paper and its site, letters only
    address: tuple[str, str]
    headline: Headline
    others: RelatedLinks
    body: Body
    standfirst: tuple[str, str]

    @property
    def blocks(self) -> Sequence[Block]:
        """The page's text in order."""
        return self.document.blocks


def read(
    page: Page, publication: Publication | None = None, environment: Mapping[str, str] = MappingProxyType({})
) -> Layout:
    """Parse a page and find its parts."""
    document = parse(page)
    data = structured.read(document)
    if publication and not publication.story.json_ld:
        data = Structured(microdata=data.microdata, meta=data.meta)
    ruled = publication_rules.read(document, publication, environment)
    title = headline.find(document, data, publication)
    url = canonical_url.canonical(document, data, publication)
    # Menus and lists of links are most blocks of a page, and no witness.
    scan = dating.scan(["" if block.has(_NO_WITNESS) else block.text for block in document.blocks])
    others = related.read(
        document,
        own=(url[0], document.url, page.requested_url),
        after=title.index,
        statements=_statements(document.blocks, scan, frozenset()),
    )
    found = body.find(
        document,
        data,
        ruled,
        headline=title,
        others=others.orders,
        statements=_statements(document.blocks, scan, others.orders),
        generic=publication.story.generic if publication else True,
    )
    found = replace(found, blocks=_begun(found.blocks, title, document.blocks))
    standfirst, order = _standfirst(document, data, ruled, title, found)
    kept = [each for each in found.blocks if each.index != order]
    return Layout(
        document=document,
        data=data,
        scan=scan,
        ruled=ruled,
        names=headline.site_names(document, data, publication),
        address=url,
        headline=title,
        others=others,
        body=replace(found, blocks=_begun(kept, title, document.blocks)) if order >= 0 else found,
        standfirst=standfirst,
    )


def _statements(blocks: Sequence[Block], scan: Scan, others: frozenset[int]) -> frozenset[int]:
    """The orders of blocks that are nothing but an edition statement."""
    if not scan.possible:
        return frozenset()
    silent = {order for order in scan.possible if order in others or blocks[order].has(_NOBODYS)}
    return frozenset(find.standalone(scan, silent) - silent)


def _begun(blocks: Sequence[Block], title: Headline, every: Sequence[Block]) -> tuple[Block, ...]:
    """The text without what stands before it: lines above the headline, kicker, byline, date."""
    size = sum(len(each.text) for each in blocks)
    after = [each for each in blocks if each.index > title.index]
    kept = after if sum(len(each.text) for each in after) > 0.6 * size else list(blocks)
    shown = every[title.index] if title.index >= 0 else None
    while len(kept) > 1 and (byline.is_line(kept[0]) or _is_label(kept[0], kept, shown)):
        kept.pop(0)
    return tuple(kept)


def _is_label(block: Block, text: Sequence[Block], title: Block | None) -> bool:
    """Whether a line before the text is no sentence and stands in another container: a name, a place, a rubric."""
    return block.size < 120 and not _SENTENCE.search(block.text) and not lives_with(block, text, title)


def _standfirst(
    document: Document, data: Structured, ruled: PublicationFields, title: Headline, found: Body
) -> tuple[tuple[str, str], int]:
    """The standfirst, its rule, and the block that shows it, which then is no part of the text."""
    words = ruled.fields.get("standfirst", "")
    if words:
        shown = (each.index for each in found.blocks[:3] if each.text == words)
        return (words, "publication rule"), next(shown, -1)
    text, rule, order = headline.standfirst(document, data, headline=title, body=found.blocks, boxes=found.boxes)
    if rule == headline.BELOW and found.blocks and all(each.index == order for each in found.blocks):
        return ("", ""), -1  # the only paragraph that is shown is the text, and introduces none
    return (text, rule), order
