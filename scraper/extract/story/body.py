"""The story's text: by the publication's own rules, else by classifying every block of the page.

[story] body           elements of the page, or a text in its JSON
the classifier         features.py -> classifier.py; corrected by the blocks' surroundings (paragraphs.py)
JSON-LD articleBody    where the classifier finds far less than the page's data has, and the page shows it
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.extract.page import data_tables
from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, plain_text
from scraper.extract.publication_rules import PublicationFields
from scraper.extract.story import classifier, entries, features, paragraphs, streams
from scraper.extract.story.body_html import render_blocks
from scraper.extract.story.headline import Headline
from scraper.extract.story.offer_boxes import OfferBoxes, find_offer_boxes
from scraper.extract.story.paragraphs import KnownBlocks
from scraper.items import PUBLICATION_RULE
from scraper.texts.folding import letters
from scraper.texts.phrases import is_gate, is_offer

_SITE_ROLES = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS | Role.COMMENTS | Role.HIDDEN
_MENU_ROLES = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS
_SURE = 0.0  # log-odds above which a block is text
_LIKELY = -1.0  # the same of a paragraph that stands right behind the text, made alike
_PARAGRAPH = 50  # characters of it
_UNSURE = -2.5  # where no block is, the likeliest ones above this
_LONGEST_CALL = 600  # characters
_LONGEST_NOTE = 250  # characters of a note with the site's own address
_SHORT_NAME = 3  # letters of a name before the last of a host that is no site's: co.uk, com.br
_FIGURE_TAG = re.compile(r"</?figure\b[^>]{0,300}>", re.IGNORECASE)
_MOST_JUDGED = 4_000  # blocks judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The blocks of the text, the boxes beside it, and the rule that found it; ``text`` if it came in JSON instead.

    ``fields`` are what the object with that text says of the story, under the names of JSON-LD.
    """

    blocks: tuple[Block, ...] = ()
    boxes: OfferBoxes = field(default_factory=OfferBoxes)
    rule: str = ""
    text: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def find(
    document: Document,
    structured: Structured,
    publication_fields: PublicationFields,
    *,
    headline: Headline,
    others: frozenset[int],
    statements: frozenset[int],
    generic: bool = True,
) -> Body:
    """The text of the page's story.

    :param others: indexes of blocks that belong to other stories.
    :param statements: indexes of blocks that are nothing but an edition statement.
    :param generic: whether blocks are classified where the publication's own rules find no text.
    """
    blocks = document.blocks
    to_judge = candidates(blocks)
    offers, gates = _offers_and_gates(to_judge, others, document.url)

    def boxes_beside(classified: Sequence[Block]) -> OfferBoxes:
        return find_offer_boxes(
            blocks,
            classified,
            headline=headline.index,
            others=others,
            statements=statements,
            gates=gates,
            offers=offers,
        )

    excluded = others | ({headline.index} if headline.index >= 0 else set())
    if publication_fields.body:
        chosen = [
            block
            for block in blocks
            if _inside(block, publication_fields.body) and not _inside(block, publication_fields.strip)
        ]
        # A paragraph that the rule itself names is text, also where it looks like the last line of a teaser above it.
        named = frozenset(publication_fields.body)
        chosen = [
            block
            for block in chosen
            if not block.has(Role.CAPTION | Role.FORM) and (block.index not in excluded or block.element in named)
        ]
        boxes = boxes_beside(chosen)
        kept = [block for block in chosen if block.index not in boxes.indexes]
        if kept:
            return Body(blocks=tuple(kept), boxes=boxes, rule=PUBLICATION_RULE)
    if publication_fields.body_text:
        return Body(text=publication_fields.body_text, rule=PUBLICATION_RULE, boxes=boxes_beside(()))
    if not generic:
        return Body(boxes=boxes_beside(()))
    if publication_fields.strip:
        excluded |= {block.index for block in blocks if _inside(block, publication_fields.strip)}
    classified, rule = _classified(blocks, to_judge, structured, headline, excluded, others, offers | statements)
    excluded -= {block.index for block in classified}
    boxes = boxes_beside(classified)
    title = blocks[headline.index] if headline.index >= 0 else None
    stated = letters(jsonld_text(structured.story.get("articleBody")))
    foreign = streams.others(document, classified, title, stated=stated)
    classified = [block for block in classified if block.index not in foreign]
    known = KnownBlocks(title, excluded | boxes.indexes | foreign, offers, _site_of(document.url))
    chosen = entries.completed(blocks, paragraphs.corrected(blocks, classified, known), classified, known)
    if not chosen and (chosen := paragraphs.only_group(blocks, known)):
        rule = "only list"
    return Body(blocks=tuple(_until_break(chosen, boxes)), boxes=boxes, rule=rule if chosen else "")


def as_text(body: Body) -> str:
    """The text with one empty line between paragraphs; a table has a line for each row, with ``|`` between cells."""
    if body.text:
        return "\n\n".join(_plain_paragraphs(body.text))
    pieces: list[str] = []
    row: Element | None = None
    before: Element | None = None  # the cell
    for block in body.blocks:
        cell = data_tables.cell_of(block) if block.has(Role.TABLE) else None
        this = cell.closest("tr") if cell is not None else None
        if this is not None and this is row:
            pieces[-1] += f" {block.text}" if cell is before else f" | {block.text}"
        elif this is not None and row is not None and this.parent is row.parent:
            pieces[-1] += f"\n{block.text}"
        else:
            pieces.append(block.text)
        row, before = this, cell
    return "\n\n".join(pieces)


def as_html(document: Document, body: Body) -> str:
    """The text as cleaned HTML; see ``body_html``."""
    if body.text:
        return "\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in _plain_paragraphs(body.text))
    return render_blocks(document, body.blocks)


def candidates(blocks: Sequence[Block]) -> list[Block]:
    """The blocks to classify: all but menus, header and footer, unless most of the text has these roles."""
    inner = [block for block in blocks[:_MOST_JUDGED] if not block.roles & _MENU_ROLES]
    kept = sum(block.size for block in inner if block.link_density < 0.5)
    every = sum(block.size for block in blocks[:_MOST_JUDGED] if block.link_density < 0.5)
    return inner if kept >= 0.4 * every else list(blocks[:_MOST_JUDGED])


def rows(blocks: Sequence[Block], structured: Structured, headline: Headline) -> features.Rows:
    """The features of every block, one row each, for the classifier."""
    return features.rows(
        blocks,
        headline=headline.index,
        headline_text=letters(headline.text),
        stated=letters(jsonld_text(structured.story.get("articleBody"))),
        description=letters(" ".join(_descriptions(structured))),
    )


def _descriptions(structured: Structured) -> list[str]:
    names = ("og:description", "description", "twitter:description")
    return [jsonld_text(structured.story.get("description")), *(structured.first_meta(name)[0] for name in names)]


def _classified(
    blocks: Sequence[Block],
    candidates: Sequence[Block],
    structured: Structured,
    headline: Headline,
    excluded: frozenset[int],
    others: frozenset[int],
    not_text: frozenset[int],
) -> tuple[list[Block], str]:
    """The blocks that the classifier or the page's data takes for text, and the rule."""
    if not candidates:
        return [], ""
    log_odds = classifier.network().log_odds(rows(candidates, structured, headline)).tolist()
    for limit in (_SURE, _UNSURE):
        chosen = [
            block
            for block, odds in zip(candidates, log_odds, strict=True)
            if odds > limit and block.index not in excluded
        ]
        if any(block.tag not in HEADINGS for block in chosen):
            break
    if chosen:
        # Lists of linked sentences within a text look like lists of other stories.
        inner = [block.index for block in chosen if block.index not in not_text]
        first, last = (inner[0], inner[-1]) if inner else (0, 0)
        likely = [
            block for block, odds in zip(candidates, log_odds, strict=True) if odds > _SURE and block.index in others
        ]
        own_lists = {block.index for block in likely if first < block.index < last and block.link_density < 0.5}
        own_lists |= paragraphs.gone_on(blocks, likely, own_lists.union(inner))
        indexes = own_lists.union(block.index for block in chosen)
        chosen = paragraphs.with_whole_groups(blocks, indexes, excluded - own_lists)
        odds_of = {block.index: odds for block, odds in zip(candidates, log_odds, strict=True)}
        for block in blocks[chosen[-1].index + 1 :] if chosen else ():
            if not _goes_on(block, chosen[-1], odds_of.get(block.index, _UNSURE), excluded):
                break
            chosen.append(block)
    size = sum(len(block.text) for block in chosen)
    stated = letters(jsonld_text(structured.story.get("articleBody")))
    if len(stated) > max(2 * size, 400):
        in_data = [
            block
            for block in blocks
            if block.index not in excluded and len(block.text) > 20 and letters(block.text) in stated
        ]
        if sum(len(block.text) for block in in_data) > 1.5 * size:
            return in_data, "json-ld articleBody"
    return chosen, "classifier"


def _goes_on(block: Block, last: Block, odds: float, excluded: frozenset[int]) -> bool:
    """Whether a text goes on with the block behind its last one: a paragraph made alike, which may well be text."""
    return (
        odds > _LIKELY
        and block.index not in excluded
        and block.size > _PARAGRAPH
        and not block.linked
        and block.text != last.text
        and block.text[-1] in SENTENCE_ENDS
        and paragraphs.is_made_alike(block, last)
    )


def _offers_and_gates(
    blocks: Sequence[Block], others: frozenset[int], url: str
) -> tuple[frozenset[int], frozenset[int]]:
    """The indexes of what a house says to its readers, and of offers among them: the text goes on for subscribers."""
    site = _site_of(url)
    offers = [
        block
        for block in blocks
        if len(block.text) < _LONGEST_CALL and (is_offer(block.text) or (site and _prints_address(block, site)))
    ]
    own_offers = (block for block in offers if block.index not in others and not block.has(_SITE_ROLES))
    return frozenset(block.index for block in offers), frozenset(
        block.index for block in own_offers if is_gate(block.text)
    )


def _site_of(url: str) -> str:
    """The site of an address, without the name of one host in it: courier.example of www.courier.example."""
    names = url.partition("//")[2].partition("/")[0].partition(":")[0].lower().split(".")
    return ".".join(names[-3:] if len(names) > 2 and len(names[-2]) <= _SHORT_NAME else names[-2:])


def _prints_address(block: Block, site: str) -> bool:
    """Whether a note tells where to write to a house, or where its page is from.

    That is little more than an address of the house's own, or it is all set apart from the text, and has one.
    """
    if block.size > _LONGEST_NOTE or site not in block.text.lower():
        return False
    words = block.text.split()
    printed = [word for word in words if site in word.lower() and ("@" in word or "//" in word or "www." in word)]
    if not printed:
        return False
    apart = any(each.start <= block.start and each.end >= block.end - 1 for each in block.inline)
    return apart or ("//" in block.text and 2 * sum(map(len, printed)) > len(block.text))


def _until_break(chosen: Sequence[Block], boxes: OfferBoxes) -> list[Block]:
    """The text up to the offer that cuts it off, or up to a statement after which only short lines follow."""
    size = sum(len(block.text) for block in chosen)
    for end in sorted(boxes.gates | boxes.statements):
        after = [block for block in chosen if block.index > end]
        before = [block for block in chosen if block.index < end]
        lines_only = end in boxes.gates or all(len(block.text) < 100 for block in after)
        if before and after and lines_only and sum(len(block.text) for block in after) < 0.3 * size:
            return before
    return list(chosen)


def _inside(block: Block, elements: Sequence[Element] | frozenset[Element]) -> bool:
    return any(each.first <= block.index < each.last or each is block.element for each in elements)


def _plain_paragraphs(source: str) -> list[str]:
    """The paragraphs of a text that came in JSON, with or without markup; not the captions of its pictures."""
    parts = _FIGURE_TAG.split(source)
    outside = parts[::2] if len(parts) % 2 else parts  # an even number of parts: one is never closed
    pieces = re.split(r"(?i)<(?:/?p|br\s*/?|/?div|/?li|/?h[1-6])\b[^>]{0,300}>|\n\s*\n|\n", "\n".join(outside))
    return [words for piece in pieces if (words := plain_text(piece)) and letters(words)]
