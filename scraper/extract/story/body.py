"""The story's text: the publication's own rules, else every block judged by what can be measured of it.

[story] body           elements of the page, or a text in its JSON
the classifier         features.py -> classifier.py; its blocks mended by their surroundings (paragraphs.py)
JSON-LD articleBody    where that gives far less than the page's data, and the page shows those words
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.extract.page import data_tables
from scraper.extract.page import structured as data
from scraper.extract.page.blocks import HEADINGS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured
from scraper.extract.publication_rules import PublicationFields
from scraper.extract.story import body_html as markup
from scraper.extract.story import classifier, features, paragraphs
from scraper.extract.story import offer_boxes as box
from scraper.extract.story.headline import Headline
from scraper.extract.story.offer_boxes import Boxes
from scraper.extract.story.paragraphs import Known, letters
from scraper.texts.phrases import is_gate, is_offer

_SITE = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS | Role.COMMENTS | Role.HIDDEN
_MENUS = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS
_SURE = 0.0  # log-odds above which a block is text
_UNSURE = -2.5  # where no block is, the likeliest ones above this
_LONGEST_CALL = 600  # characters
_MOST = 4_000  # blocks judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The blocks of the text, the boxes beside it, and the rule that found it. ``text`` stands where no block does."""

    blocks: tuple[Block, ...] = ()
    boxes: Boxes = field(default_factory=Boxes)
    rule: str = ""
    text: str = ""


def find(
    document: Document,
    structured: Structured,
    ruled: PublicationFields,
    *,
    headline: Headline,
    others: frozenset[int],
    statements: frozenset[int],
    generic: bool = True,
) -> Body:
    """The text of the page's story.

    ``others`` are the orders of blocks that belong to other stories, ``statements`` of those that are nothing but an
    edition statement.
    """
    blocks = document.blocks
    asked = candidates(blocks)
    offers, gates = _calls(asked, others)

    def boxes_beside(judged: Sequence[Block]) -> Boxes:
        return box.find(
            blocks,
            judged,
            headline=headline.index,
            others=others,
            statements=statements,
            gates=gates,
            offers=offers,
        )

    apart = others | ({headline.index} if headline.index >= 0 else set())
    if ruled.body:
        chosen = [block for block in blocks if _inside(block, ruled.body) and not _inside(block, ruled.strip)]
        chosen = [block for block in chosen if not block.has(Role.CAPTION | Role.FORM) and block.index not in apart]
        boxes = boxes_beside(chosen)
        kept = [block for block in chosen if block.index not in boxes.orders]
        if kept:
            return Body(blocks=tuple(kept), boxes=boxes, rule="publication rule")
    if ruled.body_text:
        return Body(text=ruled.body_text, rule="publication rule", boxes=boxes_beside(()))
    if not generic:
        return Body(boxes=boxes_beside(()))
    if ruled.strip:
        apart |= {block.index for block in blocks if _inside(block, ruled.strip)}
    judged, rule = _judged(blocks, asked, structured, headline, apart, others, offers | statements)
    apart -= {block.index for block in judged}
    boxes = boxes_beside(judged)
    title = blocks[headline.index] if headline.index >= 0 else None
    chosen = paragraphs.mended(blocks, judged, Known(title, apart | boxes.orders, offers))
    return Body(blocks=tuple(_cut(chosen, boxes)), boxes=boxes, rule=rule if chosen else "")


def text(body: Body) -> str:
    """The text with one empty line between paragraphs; the rows of a table stand together, cells parted by bars."""
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


def body_html(document: Document, body: Body) -> str:
    """The text as cleaned HTML."""
    if body.text:
        return "\n".join(f"<p>{html.escape(each, quote=False)}</p>" for each in _plain_paragraphs(body.text))
    return markup.body_html(document, body.blocks)


def candidates(blocks: Sequence[Block]) -> list[Block]:
    """The blocks worth judging: all but menus and the ends of the page, unless those names are on most of its text."""
    inner = [block for block in blocks[:_MOST] if not block.roles & _MENUS]
    kept = sum(block.size for block in inner if block.link_density < 0.5)
    every = sum(block.size for block in blocks[:_MOST] if block.link_density < 0.5)
    return inner if kept >= 0.4 * every else list(blocks[:_MOST])


def rows(blocks: Sequence[Block], structured: Structured, headline: Headline) -> features.Rows:
    """What the classifier is told of every block."""
    return features.rows(
        blocks,
        headline=headline.index,
        headline_text=letters(headline.text),
        stated=letters(data.text(structured.story.get("articleBody"))),
        description=letters(" ".join(_descriptions(structured))),
    )


def _descriptions(structured: Structured) -> list[str]:
    names = ("og:description", "description", "twitter:description")
    return [data.text(structured.story.get("description")), *(structured.one(name)[0] for name in names)]


def _judged(
    blocks: Sequence[Block],
    asked: Sequence[Block],
    structured: Structured,
    headline: Headline,
    apart: frozenset[int],
    others: frozenset[int],
    beside: frozenset[int],
) -> tuple[list[Block], str]:
    """The blocks that are text by themselves, and the rule that says so."""
    if not asked:
        return [], ""
    sure = classifier.network().log_odds(rows(asked, structured, headline)).tolist()
    for limit in (_SURE, _UNSURE):
        chosen = [block for block, each in zip(asked, sure, strict=True) if each > limit and block.index not in apart]
        if any(block.tag not in HEADINGS for block in chosen):
            break
    if chosen:
        # A text's own lists of sentences with links look like lists of other stories.
        inner = [block.index for block in chosen if block.index not in beside]
        first, last = (inner[0], inner[-1]) if inner else (0, 0)
        own = {
            block.index
            for block, each in zip(asked, sure, strict=True)
            if each > _SURE and first < block.index < last and block.index in others and block.link_density < 0.5
        }
        orders = own.union(block.index for block in chosen)
        chosen = paragraphs.whole(blocks, orders, apart - own)
    size = sum(len(block.text) for block in chosen)
    stated = letters(data.text(structured.story.get("articleBody")))
    if len(stated) > max(2 * size, 400):
        said = [
            block
            for block in blocks
            if block.index not in apart and len(block.text) > 20 and letters(block.text) in stated
        ]
        if sum(len(block.text) for block in said) > 1.5 * size:
            return said, "json-ld articleBody"
    return chosen, "classifier"


def _calls(blocks: Sequence[Block], others: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    """The blocks that want the reader to subscribe, and those of them that stand where a text breaks off."""
    offers = [block for block in blocks if len(block.text) < _LONGEST_CALL and is_offer(block.text)]
    own = (block for block in offers if block.index not in others and not block.has(_SITE))
    return frozenset(block.index for block in offers), frozenset(block.index for block in own if is_gate(block.text))


def _cut(chosen: Sequence[Block], boxes: Boxes) -> list[Block]:
    """The text up to the offer it breaks off before; up to a statement where only lines of a box follow it."""
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
    """The paragraphs of a text that came in JSON, with or without markup."""
    pieces = re.split(r"(?i)<(?:/?p|br\s*/?|/?div|/?li|/?h[1-6])\b[^>]{0,300}>|\n\s*\n|\n", source)
    return [words for piece in pieces if (words := data.plain(piece)) and letters(words)]
