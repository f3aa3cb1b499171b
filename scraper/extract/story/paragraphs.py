"""The blocks of the story's text, corrected after each block has been classified on its own.

A paragraph that was lost between two others is added; captions, read-also lines, offers and other stories are removed.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.extract.page import captions, roles
from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, Block, Element
from scraper.extract.page.roles import Role
from scraper.extract.story import closing_notes
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line, is_read_also

NEVER_TEXT_ROLES = (
    Role.CAPTION
    | Role.FORM
    | Role.NAV
    | Role.SHARE
    | Role.COMMENTS
    | Role.RELATED
    | Role.HEADER
    | Role.FOOTER
    | Role.CRUMBS
)
_SIDE_ROLES = NEVER_TEXT_ROLES | Role.OFFER | Role.ADVERT | Role.ASIDE | Role.META | Role.HIDDEN
_EXCLUDING_ROLES = tuple(role for role in roles.ALL if role & (_SIDE_ROLES | Role.NESTED))
_LETTER = re.compile(r"\w")
_GROUPS = ("ul", "ol", "dl", "table")
_PARTS_OF_GROUPS = frozenset((*_GROUPS, "li", "tr", "tbody", "thead"))
_LABEL_END = re.compile(r"(?<!\d)[:：]|(?<=\w)[】\]]")
_LONGEST_LABEL, _LEAST_HEADLINE = 25, 25  # characters before a link to another story, and in it
_LEAST_LINKED = 15  # characters of a link to another story
_COPYRIGHT = re.compile(r"[©ⓒ]|\(c\)\s|copyright\b", re.IGNORECASE)
_LONGEST_NOTE = 150  # characters
# The name of a picture's file, and the time of a video: "quay at night.jpg", "0:00/2:33".
_OF_MEDIA = re.compile(r"\w\.(?:jpe?g|png|gif|webp)\Z|\A(?:-\d\d?:\d\d|\d\d?:\d\d\s?/\s?\d\d?:\d\d)\Z", re.IGNORECASE)
_ANNOUNCING = ":："  # how a line ends before what it announces
_MOST_LINKED = 0.2  # the share of links in a list or table of a text
_CELL = 200  # characters of a cell or an item that is judged with its table or list
_CELLS, _ITEMS = 0.25, 0.5  # the share of cells or items that must be text by themselves
_LEAST_COMPARED = 4  # blocks of a text that can show how it is built
_PARAGRAPH = 80  # characters of a block that says something by itself
_LEAST_PULLED = 20  # letters of a pull quote
_LONG_LINE = 40  # characters; shorter lines may well stand twice in a text
_MOST_HIDDEN = 0.7  # the same for hidden text, of which a page may hold a whole copy
_MOST_PAGES = 0.4  # the share of a text above which its role comes from a name given to the whole page


@dataclass(frozen=True, slots=True)
class KnownBlocks:
    """What is known of a page's blocks before its text is chosen: the headline's block, and indexes of others."""

    headline: Block | None
    apart: frozenset[int]  # headline, other stories, boxes, and what the publication's rules strip
    offers: frozenset[int]  # requests to subscribe, sign in or follow
    site: str = ""  # of the page's address, without the name of a host in it


def corrected(blocks: Sequence[Block], chosen: Sequence[Block], known: KnownBlocks) -> list[Block]:
    """The chosen blocks, with missing paragraphs added and what is not the story's text removed."""
    kept = _without_foreign_blocks([block for block in chosen if block.index not in known.apart], known)
    if not kept:
        return []
    size_by_container: Counter[Element | None] = Counter()
    size_by_element: Counter[Element] = Counter()  # text in one element, parted by line breaks
    shape_sizes: Counter[tuple[str, str]] = Counter()
    tags: Counter[str] = Counter()
    size_by_wrapping: Counter[tuple[str, str, Element | None]] = Counter()  # paragraphs each in an element of its own
    for block in kept:
        size_by_container[block.element.parent] += block.size
        size_by_element[block.element] += block.size
        tags[block.tag] += 1
        size_by_wrapping[_wrapping_tags(block)] += block.size
        if block.tag == "p":
            shape_sizes[_parent_shape(block)] += block.size
    usual_shape, usual_size = shape_sizes.most_common(1)[0] if shape_sizes else (("", ""), 0)
    usual_tag = tags.most_common(1)[0][0]
    first, last = kept[0].index, kept[-1].index
    indexes = {block.index for block in kept}
    headline = known.headline
    start = headline.index + 1 if headline is not None and headline.index < first else first
    for block in blocks[start:]:
        index = block.index
        if index > last and block.tag in HEADINGS and block.link_density > 0.5 and not block.has(_SIDE_ROLES):
            break  # another story begins
        if (
            index in indexes
            or index in known.apart
            or block.has(_SIDE_ROLES)
            or block.link_density > 0.5
            or index in known.offers
        ):
            continue
        container_size = size_by_container[block.element.parent]
        if index < first:
            # The first paragraph, set apart as a summary.
            belongs = block.size > 40 and len(kept) > 1 and stands_with(block, kept, headline)
        elif index <= last:
            heading = block.tag in ("h2", "h3", "h4")
            is_paragraph = block.tag in ("p", "blockquote", usual_tag)
            is_part_of_text = block.size > 60 and (
                size_by_element[block.element] >= 150 or (block.tag == "div" and container_size >= 150)
            )
            belongs = is_part_of_text or (
                (is_paragraph or heading) and (container_size >= 150 or size_by_wrapping[_wrapping_tags(block)] >= 150)
            )
        else:
            # A text goes on in a second container of the same make after a box or an advertisement.
            belongs = (
                block.tag == "p"
                and usual_size > 600
                and _parent_shape(block) == usual_shape
                and block.size > 80
                and usual_shape[1] != ""
            )
        if belongs:
            indexes.add(index)
    container, container_size = size_by_container.most_common(1)[0]
    while container is not None and container.tag in _PARTS_OF_GROUPS:
        container = container.parent
    if container is not None and 2 * container_size >= sum(block.size for block in kept):
        indexes.update(_lists_and_tables(blocks, container, first, known))
        opening = blocks[min(indexes) - 1] if min(indexes) > start else None
        if opening is not None and opening.element.parent is container and opening.text[-1] in _ANNOUNCING:
            indexes.add(opening.index)
    return _without_foreign_blocks([block for block in blocks[start:] if block.index in indexes], known)


def _lists_and_tables(blocks: Sequence[Block], container: Element, first: int, known: KnownBlocks) -> set[int]:
    """The indexes of the lists and tables that stand between or behind the paragraphs of a text, each as a whole.

    Results and prices look like menus and boxes where each item is judged by itself; but they are not linked, and what
    belongs to the page stands in a container of its own.

    :param container: of the paragraphs.
    :param first: the index of the first paragraph.
    """
    found: set[int] = set()
    for group in _groups_in(blocks[container.first : container.last], container):
        if group.last > first and _is_own_group(group, blocks[group.first : group.last], container, known):
            found.update(range(group.first, group.last))
    return found


def only_group(blocks: Sequence[Block], known: KnownBlocks) -> list[Block]:
    """The list or table below the headline of a page that has no other text: results, prices, a programme."""
    if known.headline is None:
        return []
    below = blocks[known.headline.index + 1 :]
    for block in below:
        if block.size > _LONG_LINE and not block.element.closest(*_GROUPS):
            return []  # what is below it belongs to that
        group = block.element.closest(*_GROUPS)
        if group is None or group.parent is None:
            continue
        members = blocks[group.first : group.last]
        if len(members) > 2 and _is_own_group(group, members, group.parent, known):
            return list(members)
    return []


def _groups_in(blocks: Sequence[Block], container: Element) -> Iterator[Element]:
    """The children of a container that are, or hold, lists and tables."""
    end = 0
    for block in blocks:
        group = block.element
        if block.index >= end and group is not container and group.closest(*_GROUPS):
            while group.parent is not None and group.parent is not container:
                group = group.parent
            end = group.last
            yield group


def _is_own_group(group: Element, members: Sequence[Block], container: Element, known: KnownBlocks) -> bool:
    """Whether a list or table is nothing but that, and has no links; or few, as in a text."""
    size = sum(each.size for each in members)
    return (
        (group.tag in _GROUPS or all(each.has(Role.TABLE) for each in members))
        and (group.tag != "table" or all(each.size < _CELL for each in members))
        and sum(each.size * each.link_density for each in members) <= _MOST_LINKED * size
        and not any(
            each.roles & ~container.roles & _SIDE_ROLES or each.index in known.apart or each.index in known.offers
            for each in members
        )
    )


def with_whole_groups(blocks: Sequence[Block], indexes: set[int], apart: frozenset[int]) -> list[Block]:
    """The chosen blocks, with each table and list taken as a whole or left out, and without repeats."""
    groups: defaultdict[Element, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.roles & (Role.TABLE | Role.LIST) and len(block.text) < _CELL and block.index not in apart:
            container = block.element.closest("table") if block.roles & Role.TABLE else block.element.parent
            if container is not None:
                groups[container].append(block)
    text_containers = {block.element.parent for block in blocks if block.index in indexes}
    first, last = min(indexes, default=0), max(indexes, default=0)
    for container, members in groups.items():
        inside = sum(block.index in indexes for block in members)
        if container.tag != "table":
            if inside >= _ITEMS * len(members) and len(members) > 2:
                indexes.update(block.index for block in members)
            continue
        linked = sum(block.link_density for block in members) > 0.5 * len(members)
        is_inside_text = (
            first < members[0].index and members[-1].index < last and _table_container(container) in text_containers
        )
        if inside >= _CELLS * len(members) or (is_inside_text and not linked):
            indexes.update(block.index for block in members)
        else:
            indexes.difference_update(block.index for block in members)
    return _without_repeats([block for block in blocks if block.index in indexes])


def gone_on(blocks: Sequence[Block], likely: Sequence[Block], text: set[int]) -> set[int]:
    """The indexes of the likely blocks that a text or a list in it goes on with, however they look.

    Those are paragraphs right before or after it, made as its own in the same container and with few links, and the
    items of a list in the text of which others are text.
    """
    rows: defaultdict[Element | None, list[Block]] = defaultdict(list)
    for index in text:
        rows[blocks[index].element.parent].append(blocks[index])
    first, last = min(text, default=0), max(text, default=0)
    found = {block.index for block in likely if block.tag == "li" and first < block.index < last}
    by_index = {block.index: block for block in likely if block.link_density < _MOST_LINKED}
    for index, step in ((first, -1), (last, 1)):
        while (index := index + step) in by_index:
            found.add(index)
    return {
        index
        for index in found
        if any(is_made_alike(blocks[index], each) for each in rows[blocks[index].element.parent])
    }


def _table_container(table: Element) -> Element | None:
    """The element around a table, beyond one that only makes it scroll."""
    parent = table.parent
    return parent.parent if parent is not None and parent.last - parent.first == table.last - table.first else parent


def _without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without repeats, such as a second copy for narrow screens."""
    seen: set[str] = set()
    kept = []
    for block in sorted(blocks, key=lambda block: bool(block.roles & Role.HIDDEN)):
        key = block.text
        if len(key) < _LONG_LINE or key not in seen:
            kept.append(block)
        seen.add(key)
    return sorted(kept, key=lambda block: block.index)


def stands_with(block: Block, text: Sequence[Block], headline: Block | None) -> bool:
    """Whether a block is where most of a text is: in its container, or in one with the same tags and classes."""
    headline_index = headline.index if headline is not None else -1
    containers = _containers(block, headline_index)
    signature = _signature(block)
    size_alike = size = 0
    for each in text:
        if each.index == block.index:
            continue
        size += each.size
        if (
            block.element in (each.element, each.element.parent)
            or _signature(each) == signature
            or containers & _containers(each, headline_index)
        ):
            size_alike += each.size
    return size_alike >= 0.5 * size or _is_built_alike(block, text)


def is_made_alike(one: Block, other: Block) -> bool:
    """Whether two blocks are neighbours in one container, with the same tag and classes."""
    return one.element.parent is other.element.parent and _signature(one) == _signature(other)


def _is_built_alike(block: Block, text: Sequence[Block]) -> bool:
    """Whether a block has the same tags around it as most of a text, where every paragraph has its own class.

    Such class names are generated, and mean nothing.
    """
    signatures = {each.index: _signature(each) for each in (block, *text)}
    if len(signatures) < _LEAST_COMPARED or len(set(signatures.values())) < 0.8 * len(signatures):
        return False
    tags = _wrapping_tags(block)
    alike = sum(each.size for each in text if each.index != block.index and _wrapping_tags(each) == tags)
    return alike >= 0.5 * sum(each.size for each in text if each.index != block.index)


def _wrapping_tags(block: Block) -> tuple[str, str, Element | None]:
    """The tags of a block's element and its parent, and the parent of that."""
    parent = block.element.parent
    return block.tag, parent.tag if parent is not None else "", parent.parent if parent is not None else None


def _containers(block: Block, headline: int) -> set[Element]:
    """The parent and grandparent of a block's element, except those that contain the headline."""
    parent = block.element.parent
    above = (parent, parent.parent if parent is not None else None)
    return {each for each in above if each is not None and not each.first <= headline < each.last}


def _signature(block: Block) -> tuple[str, str, tuple[str, str]]:
    return block.tag, block.element.get("class"), _parent_shape(block)


def _without_foreign_blocks(blocks: Sequence[Block], known: KnownBlocks) -> list[Block]:
    """The blocks without captions, offers, lists of links and hidden copies."""
    size = sum(block.size for block in blocks)
    excluded_roles = 0
    for role in _EXCLUDING_ROLES:
        # A role of most of the text comes from a name given to the whole page.
        most = _MOST_HIDDEN if role == Role.HIDDEN else _MOST_PAGES
        if sum(block.size for block in blocks if block.roles & role) <= most * size:
            excluded_roles |= role
    linked: Counter[Element | None] = Counter()
    items: Counter[Element | None] = Counter()
    for block in blocks:
        if block.roles & Role.LIST:
            items[_list_of(block)] += 1
            linked[_list_of(block)] += block.link_density > 0.8
    signatures = [_signature(block) for block in blocks]
    usual = _usual_signature(blocks, signatures)
    is_usual = [signature == usual for signature in signatures]
    whole = ""  # the usual paragraphs, once a block is met that may repeat one
    kept = []
    for block, as_usual in zip(blocks, is_usual, strict=True):
        excluded = excluded_roles
        if block.roles & Role.QUOTE:
            excluded &= ~Role.SHARE  # embedded posts of social networks have the same class names as share buttons
        if block.size > _PARAGRAPH and not block.linked and as_usual:
            excluded &= ~Role.ASIDE  # a box of the story's own, written in the same editor as the text
        if block.roles & excluded:
            continue
        # In a table of data a time or a count is what a cell says.
        if (is_meta_line(block.text) and not block.has(Role.TABLE)) or not _LETTER.search(block.text):
            continue
        if len(block.text) < _LONGEST_NOTE and _OF_MEDIA.search(block.text):
            continue
        if block.index in known.offers and block.size < 400 and block.tag != "li":
            continue
        if block.link_density > 0.75 and block.size > 12 and (is_read_also(block.text) or block.tag in HEADINGS):
            continue
        if _announces_link(block) or captions.is_credit(block.text):
            continue
        if usual and not as_usual and _may_be_pulled(block):
            whole = whole or "".join(f"\n{letters(each.text)}\n" for each in itertools.compress(blocks, is_usual))
            if _is_pulled(block, whole):
                continue
        if block.roles & Role.LIST and linked[_list_of(block)] == items[_list_of(block)] > 1:
            continue
        kept.append(block)
    while kept and (
        is_read_also(kept[-1].text)
        or _is_copyright(kept[-1])
        or _leads_on(kept)
        or (len(kept) > 1 and closing_notes.is_note(kept[-1], known.site))
    ):
        kept.pop()
    return kept


def _may_be_pulled(block: Block) -> bool:
    return block.tag not in HEADINGS and not block.has(Role.LIST | Role.TABLE) and block.text[-1] in SENTENCE_ENDS


def _is_pulled(block: Block, whole: str) -> bool:
    """Whether a sentence set apart from a text is a pull quote: one of its paragraphs says it as well.

    :param whole: the paragraphs of the text in letters only, a line end before and behind each.
    """
    key = letters(block.text)
    return len(key) >= _LEAST_PULLED and key in whole and f"\n{key}\n" not in whole


def _leads_on(blocks: Sequence[Block]) -> bool:
    """Whether the last line of a text belongs to what was left out below it.

    That is a sub-heading, a few words with a colon, or a link that stands otherwise than the paragraph before it.
    """
    last = blocks[-1]
    if last.tag in HEADINGS:
        return True
    if len(blocks) == 1 or last.has(Role.LIST | Role.TABLE) or len(last.text) > _LONG_LINE:
        return False
    return last.text[-1] in _ANNOUNCING or (last.link_density == 1 and last.tag != blocks[-2].tag)


def _usual_signature(
    blocks: Sequence[Block], signatures: Sequence[tuple[str, str, tuple[str, str]]]
) -> tuple[str, str, tuple[str, str]] | None:
    """The tag and the class names of most of a text; None where its container has no name."""
    sizes: Counter[tuple[str, str, tuple[str, str]]] = Counter()
    for block, signature in zip(blocks, signatures, strict=True):
        if not block.has(Role.ASIDE | Role.HIDDEN):
            sizes[signature] += block.size
    (usual, size), *_ = sizes.most_common(1) or [(("", "", ("", "")), 0)]
    return usual if usual[2][1] and 2 * size > sizes.total() else None


def _announces_link(block: Block) -> bool:
    """Whether a line is a few words with a colon and a link of several words: "Read also: ...", in any language.

    What a quotation holds may be the link alone, as a preview of another story is written.
    """
    if block.link_density <= 0.5 or block.has(Role.LIST | Role.TABLE):
        return False
    if block.has(Role.QUOTE):
        return block.link_density > 0.9 and block.size > _LEAST_LINKED
    end = _LABEL_END.search(block.text, 0, _LONG_LINE)
    if end is None:
        return _labels_headline(block)
    rest = block.text[end.end() :].strip()
    size = len(rest) if " " in rest else block.size
    return len(rest) <= block.linked + 2 and size > _LEAST_LINKED and (" " in rest or not rest.isascii())


def _labels_headline(block: Block) -> bool:
    """Whether a line is a few words set apart from a long link that ends it, and no sentence."""
    links = [each for each in block.inline if each.tag == "a"]
    if len(links) != 1 or block.text[-1] in SENTENCE_ENDS or not links[0].get("href").startswith(("/", "http")):
        return False
    (link,) = links
    label = len(block.text) - block.linked if block.text[0].isalpha() else 0
    is_last = link.end >= block.end - 1
    set_apart = any(each.tag != "a" and each.start <= block.start + 1 for each in block.inline)
    is_headline = block.linked >= _LEAST_HEADLINE and " " in block.text[-block.linked :].strip()
    return set_apart and is_last and is_headline and 2 < label <= _LONGEST_LABEL


def _is_copyright(block: Block) -> bool:
    """Whether a line at the end says to whom the text belongs."""
    return len(block.text) < _LONGEST_NOTE and _COPYRIGHT.match(block.text) is not None


def _parent_shape(block: Block) -> tuple[str, str]:
    parent = block.element.parent
    return (parent.tag, parent.get("class")) if parent is not None else ("", "")


def _list_of(block: Block) -> Element | None:
    return block.element.closest("ul", "ol", "dl")
