"""The parts of a page: headline, links to other stories, boxes, text and standfirst, found in this order.

Each needs those before it: links to other stories are beside the headline, the text is what is neither headline nor
such a link nor a box, and a standfirst is between headline and text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from scraper import dating
from scraper.dating import TextScan
from scraper.extract import publication_rules
from scraper.extract.fields import access, byline, canonical_url, small_fields
from scraper.extract.page import structured
from scraper.extract.page.blocks import HEADINGS, Block
from scraper.extract.page.document import Document, parse
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured
from scraper.extract.publication_rules import PublicationFields
from scraper.extract.related import related
from scraper.extract.related.related import RelatedLinks
from scraper.extract.story import body, data_text, entries, headline, notices
from scraper.extract.story.body import Body
from scraper.extract.story.headline import Headline
from scraper.extract.story.paragraphs import is_made_alike, stands_with
from scraper.items import PUBLICATION_RULE, Page
from scraper.publication import PageRules, Publication
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.statements import find

_SENTENCE = re.compile(r"[.!?。！？।…؟:：\"”»」]\s*$")
_LINE = 60  # characters; what is longer may be a paragraph
ONLY_PARAGRAPH = "only paragraph"  # the rule of a text that is nothing but the paragraph below the headline
_NEVER_STATEMENT_ROLES = Role.NAV | Role.COMMENTS
_QUOTED_ROLES = Role.QUOTE | Role.COMMENTS | Role.NESTED  # a statement in a quotation is another paper's


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of one page; ``url`` (the canonical address) and ``standfirst`` come with the rule that found them."""

    document: Document
    data: Structured
    scan: TextScan  # the blocks' texts, scanned for edition statements
    page_rules: PageRules  # the publication's, for pages of this layout
    publication_fields: PublicationFields
    site_names: frozenset[str]  # of the paper and its site, letters only
    url: tuple[str, str]
    headline: Headline
    others: RelatedLinks
    body: Body
    standfirst: tuple[str, str]
    notice: str  # what the page shows in place of a text; "" where it does not

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the page's text, in order."""
        return self.document.blocks


def read(
    page: Page, publication: Publication | None = None, environment: Mapping[str, str] = MappingProxyType({})
) -> Layout:
    """Parse a page and find its parts.

    :param publication: the newspaper whose own rules outrank the general ones.
    :param environment: what these rules may name as ``{env.NAME}``.
    """
    document = parse(page)
    data = structured.read(document)
    page_rules, publication_fields = publication_rules.read(document, publication, environment, page.fetched)
    if not page_rules.json_ld:
        data = Structured(microdata=data.microdata, meta=data.meta)
    title = headline.find(document, data, publication)
    url = canonical_url.find(document, data, publication, title.text)
    # Most blocks of a page are in menus and comments, where a statement is never about the story.
    scan = dating.scan_texts(["" if _states_nothing(block) else block.text for block in document.blocks])
    standalone = functools.cache(functools.partial(find.standalone_texts, scan))

    def statements(others: frozenset[int]) -> frozenset[int]:
        """The indexes of blocks that are nothing but an edition statement."""
        excluded = frozenset(
            index
            for index in scan.candidates
            if index in others or document.blocks[index].has(_QUOTED_ROLES | Role.CRUMBS)
        )
        return frozenset(standalone(excluded) - excluded)

    others = related.read(
        document,
        own=(url[0], document.url, page.requested_url),
        after=title.index,
        statements=statements(frozenset()),
    )

    def text(others: frozenset[int]) -> tuple[Body, tuple[str, str]]:
        found = body.find(
            document,
            data,
            publication_fields,
            headline=title,
            others=others,
            statements=statements(others),
            generic=page_rules.generic,
        )
        found = replace(found, blocks=_without_opening_lines(found.blocks, title, document))
        if page_rules.generic and found.rule != PUBLICATION_RULE:
            found = _with_text_of_data(found, document, data, publication_fields, title)
        return _find_standfirst(document, _with_fields(data, found.fields), publication_fields, title, found)

    story_body, standfirst = text(others.orders)
    is_sure = story_body.rule == PUBLICATION_RULE or story_body.text
    notice = "" if is_sure else notices.kind(story_body.blocks, title, data)
    if notice:  # what is there besides may be the story
        rest, standfirst = text(others.orders | {block.index for block in story_body.blocks})
        is_story = bool(rest.blocks) and not notices.kind(rest.blocks, title, data)
        story_body, notice = (rest, "") if is_story else (Body(boxes=story_body.boxes), notice)
    return Layout(
        document=document,
        data=_with_fields(data, story_body.fields),
        scan=scan,
        page_rules=page_rules,
        publication_fields=publication_fields,
        site_names=title.site_names,
        url=url,
        headline=title,
        others=others,
        body=story_body,
        standfirst=standfirst,
        notice=notice,
    )


def _with_text_of_data(
    shown: Body, document: Document, data: Structured, publication_fields: PublicationFields, title: Headline
) -> Body:
    """The text that the page shows; that of its data where it shows next to none, and all may read it."""
    if publication_fields.paywalled or not access.is_free(data, shown.boxes):
        return shown
    found = data_text.find(document, data, title, shown=body.as_text(shown))
    return Body(text=found.text, boxes=shown.boxes, rule=found.rule, fields=found.fields) if found.text else shown


def _with_fields(data: Structured, fields: Mapping[str, Any]) -> Structured:
    """The page's data with what else the object of the story's text says: its author, its day, its standfirst."""
    return replace(data, story={**fields, **data.story}) if fields else data


def _states_nothing(block: Block) -> bool:
    """Whether a block is in a menu or among comments; the way to the story may name its issue, also in a menu."""
    return block.has(_NEVER_STATEMENT_ROLES) and not block.has(Role.CRUMBS)


def _without_opening_lines(blocks: Sequence[Block], title: Headline, document: Document) -> tuple[Block, ...]:
    """The text without the lines before it: kicker, byline, date, and anything above the headline."""
    size = sum(len(block.text) for block in blocks)
    after = [block for block in blocks if block.index > title.index]
    kept = after if sum(len(block.text) for block in after) > 0.6 * size else list(blocks)
    languages = document.languages
    headline_block = document.blocks[title.index] if title.index >= 0 else None
    is_live = sum(entries.is_hour(block.text) for block in kept) >= entries.LEAST
    while len(kept) > 1 and (
        byline.is_line(kept[0])
        or dates.is_line(kept[0].text, languages=languages)
        or _is_dateline(kept[0])
        or _is_label(kept[0], kept, headline_block)
    ):
        if is_live and entries.is_hour(kept[0].text):
            break
        kept.pop(0)
    return tuple(kept)


def _is_dateline(block: Block) -> bool:
    """Whether a block is nothing but the place and the house before a text: "Selmir Continental Press —"."""
    is_line = len(block.text) <= _LINE and block.tag not in HEADINGS and block.text[-1] in small_fields.DASHES
    return is_line and not block.has(Role.LIST | Role.TABLE | Role.QUOTE)


def _is_label(block: Block, text: Sequence[Block], title: Block | None) -> bool:
    """Whether a line before the text is no sentence, and in another container: a name, a place, a section.

    A text may begin with a list of its main points, or with a table; a menu is linked.
    """
    if block.has(Role.LIST | Role.TABLE) and block.link_density < 0.5 and is_made_alike(block, text[1]):
        return False
    return block.size < 120 and not _SENTENCE.search(block.text) and not stands_with(block, text, title)


def _find_standfirst(
    document: Document, data: Structured, publication_fields: PublicationFields, title: Headline, found: Body
) -> tuple[Body, tuple[str, str]]:
    """The text without its standfirst, and the standfirst with its rule; the only paragraph of a page is its text."""
    words = publication_fields.fields.get("standfirst", "")
    if words:
        rule, index = PUBLICATION_RULE, next((each.index for each in found.blocks[:3] if each.text == words), -1)
    else:
        words, rule, index = headline.standfirst(document, data, headline=title, body=found.blocks, boxes=found.boxes)
    if found.text and letters(words) in letters(found.text):
        return found, ("", "")
    if index < 0 or found.text:
        return found, (words, rule)
    rest = [block for block in found.blocks if block.index != index and block.text != words]  # it may stand there twice
    introduces = PUBLICATION_RULE in (rule, found.rule) or (found.boxes.gates and rule != headline.BELOW)
    if not introduces and not any(map(_is_paragraph, rest)):
        if sum(block.has(Role.CAPTION) for block in rest) < entries.LEAST:
            rest = [block for block in rest if not block.has(Role.CAPTION)]
        blocks = sorted((document.blocks[index], *rest), key=lambda block: block.index)
        return replace(found, blocks=tuple(blocks), rule=found.rule or ONLY_PARAGRAPH), ("", "")
    return replace(found, blocks=_without_opening_lines(rest, title, document)), (words, rule)


def _is_paragraph(block: Block) -> bool:
    """Whether a block of a text says something by itself, as an item of results or the sign of a reporter does not."""
    return block.size > _LINE and block.link_density < 0.5 and not block.has(Role.TABLE | Role.CAPTION)
