"""Other stories a page leads to: blocks of headlines, with their teasers where they have any.

What makes such a block is repetition: several links to different addresses, each the headline of a card that is built
like its neighbours. Words ("more stories from ...") only help to choose between blocks, so that any language will do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, WITHOUT_BLANKS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.related.cards import (
    LEAST_BESIDE_TEXT,
    USUAL_TEASER,
    Card,
    card_clusters,
    is_headline,
    may_lie_beside_text,
    tells_time,
    texts_beside,
    url_key,
)
from scraper.items import RelatedLink
from scraper.texts.phrases import is_offer
from scraper.texts.statements.find import standalone_among

_INLINE = frozenset(("a", "span", "strong", "b", "em", "i", "small", "time", "label", "font", "cite", "data", "mark"))
_PATH = r"(?:/[\w%~-][\w%~.-]*)+/?(?:\?[\w%&=.-]+)?"
_PLAIN_PATH = re.compile(_PATH, re.ASCII)
_PLAIN_ADDRESS = re.compile(rf"https?://\w[\w.-]*{_PATH}", re.ASCII)
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "”", "»", "」", '"')
_SHORTEST = 28  # characters of a teaser that is no sentence
_LEAST = 12  # of one that is
_FLAT_GAP = 4  # blocks from a headline to the next, where they lie flat
_USUAL_FLAT = 240  # characters of a usual one
_LONGEST_FLAT = 420  # characters of a teaser that lies flat; more is a paragraph below a heading of the story's own


@dataclass(frozen=True, slots=True)
class RelatedLinks:
    """The related links of a page, and the orders of all blocks that belong to other stories."""

    links: tuple[RelatedLink, ...] = ()
    orders: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Stretch:
    """What belongs to one card: its pieces, its blocks, and the element from which the ones in it are looked for."""

    card: Card
    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class _Found:
    """One related link, with all texts that are long enough for a teaser, the best first."""

    card: Card
    headline: str
    texts: list[str]

    @property
    def teaser(self) -> str:
        """What is shown as the teaser; "" where nothing can be."""
        while self.texts:
            if not tells_time(self.texts[0]) and not is_offer(self.texts[0]):
                return self.texts[0]
            self.texts.pop(0)
        return ""


@dataclass(slots=True)
class _Cluster:
    cards: Sequence[Card]
    stretches: Sequence[_Stretch]
    found: Sequence[_Found]
    with_teaser: int  # links with a teaser


def read(
    document: Document, *, own: Sequence[str], after: int, statements: Collection[int] = frozenset()
) -> RelatedLinks:
    """The page's related links.

    ``own`` are the page's own addresses, ``after`` is the order of its headline, ``statements`` are orders of blocks
    that are nothing but an edition statement: with a link to the paper such a block looks like a card.
    """
    found_cards = card_clusters(document, own=own, headline=after, statements=statements)
    if statements:
        found_cards = [[card for card in cards if not _is_statement(card, statements)] for cards in found_cards]
    clusters = [_cluster(document, cards, statements) for cards in found_cards if cards]
    clusters = [each for each in clusters if not _is_misnamed(each)]
    if not clusters:
        return RelatedLinks()
    taken: set[int] = set()
    for each in clusters:
        for stretch in each.stretches:
            taken.update(range(stretch.first, stretch.last))
        taken.update(_heading_over(each.stretches, document.blocks, statements))
    below = [each for each in clusters if each.stretches[-1].first > after or _stands_above(each)]
    shown = [each for each in below if not _is_menu(each)]
    found = _unique(document, (link for each in _worthy(shown) for link in each.found))
    _without_statements(list(found.values()))
    links = (RelatedLink(url=url, headline=each.headline, standfirst=each.teaser) for url, each in found.items())
    return RelatedLinks(tuple(links), frozenset(taken))


def _is_statement(card: Card, statements: Collection[int]) -> bool:
    """Whether a card is a statement, or its link the paper's name in one."""
    return card.candidate.link.first in statements or all(
        order in statements for order in range(card.first, max(card.last, card.first + 1))
    )


def _without_statements(found: Sequence[_Found]) -> None:
    """What says in which edition the other story ran is no teaser."""
    with_teaser = [each for each in found if each.teaser]
    while with_teaser:
        with_teaser = [
            with_teaser[number] for number in sorted(standalone_among([each.teaser for each in with_teaser]))
        ]
        for each in with_teaser:
            each.texts.pop(0)
        with_teaser = [each for each in with_teaser if each.teaser]


def _cluster(document: Document, cards: Sequence[Card], statements: Collection[int]) -> _Cluster:
    """Headline and teaser of every card of a cluster."""
    stretches = _stretches(document, cards, statements)
    texts = [_segments(document, each) for each in stretches]
    counts = Counter(words for each in texts for words in set(each))
    labels = {words for words, count in counts.items() if count > 2 and 2 * count >= len(cards)}
    known = labels | {card.candidate.headline for card in cards}
    found = []
    for stretch, words in zip(stretches, texts, strict=True):
        headline = _headline(document, stretch, words, labels)
        linked = stretch.card.candidate.headline  # where the headline is not linked, the teaser is
        found.append(
            _Found(stretch.card, headline, _teasers(headline, words, known - {linked} if linked != headline else known))
        )
    return _Cluster(cards, stretches, found, sum(1 for each in found if each.teaser))


def _headline(document: Document, stretch: _Stretch, words: Sequence[str], labels: set[str]) -> str:
    """The headline of a card."""
    candidate = stretch.card.candidate
    headline = candidate.headline
    if candidate.element.tag in HEADINGS:
        return headline
    if headline in words:
        if headline in labels:
            headline = next((each for each in words if _may_head(each, labels)), headline)
    elif candidate.element is candidate.link.element:
        # A link round all, its texts parted by lines or elements of their own.
        headline = next((each for each in words if each in headline and _may_head(each, labels)), headline)
    headings = [each for each in document.blocks[stretch.first : stretch.last] if each.tag in HEADINGS]
    if len(headings) == 1 and headings[0].link_density < 0.5 and headings[0].text not in headline:
        over = headings[0]
        if (
            over.index < candidate.link.first
            and len(over.text) < len(headline)
            and is_headline(over.text, heading=False)
        ):
            headline = over.text  # the teaser is the link
    return headline


def _may_head(words: str, labels: set[str]) -> bool:
    return words not in labels and is_headline(words, heading=False) and not tells_time(words)


def _teasers(headline: str, texts: Sequence[str], labels: set[str]) -> list[str]:
    """What could be the teaser, the longest first."""
    found = []
    for words in texts:
        if words in headline or words in labels or words[0] == "<":
            continue
        words = words.removeprefix(headline).lstrip(" :–—-|·•.")
        if _may_tell(words):
            found.append(words)
    return sorted(found, key=len, reverse=True)


def _may_tell(words: str) -> bool:
    """Whether a text is long enough for a teaser; a whole sentence may be short."""
    length = len(words)
    if not words.isascii() and WITHOUT_BLANKS.search(words):
        return length >= _LEAST + 2 or (length >= _LEAST - 4 and words.endswith(_SENTENCE_END))
    return length >= _SHORTEST or (length >= _LEAST and words.endswith(_SENTENCE_END) and words.count(" ") > 2)


def _segments(document: Document, stretch: _Stretch) -> list[str]:
    """The texts of a card: its blocks, cut at line breaks and where one inline element follows another."""
    pieces, start, end = document.pieces, stretch.start, stretch.end
    link = stretch.card.candidate.link.element
    headline = stretch.card.candidate.headline
    blocks = document.blocks[stretch.first : stretch.last]
    if all(block.text == headline or len(block.text) < _LEAST - 4 for block in blocks):
        inner = document.elements[link.index + 1 : link.index + 2]
        if link.first < link.last or not inner or inner[0].parent is not link:
            return [block.text for block in blocks]
    cuts = {link.start, link.end}
    inline: list[Element] = []
    elements = document.elements
    for number in range(stretch.card.element.index, len(elements)):
        each = elements[number]
        if each.start >= end:
            break
        if each.tag == "br":
            cuts.add(each.start)
        elif each.tag in _INLINE and each.end > each.start and each.start >= start:
            inline.append(each)
    if len(inline) > 1 or (inline and inline[0] is not link):
        _cut_between(pieces, inline, cuts, link, start, end)
    texts: list[str] = []
    begin = start
    for number in range(start, end):
        if number in cuts or pieces[number] == "\n":
            if words := " ".join("".join(pieces[begin:number]).split()):
                texts.append(words)
            begin = number
    if words := " ".join("".join(pieces[begin:end]).split()):
        texts.append(words)
    return texts


def _cut_between(
    pieces: Sequence[str], inline: Sequence[Element], cuts: set[int], link: Element, start: int, end: int
) -> None:
    """Cut at inline elements, but not where one only marks words in a text."""
    owners: dict[int, Element] = {}
    for each in inline:
        for number in range(each.start, min(each.end, end)):
            owners[number] = each
    for each in inline:
        last = min(each.end, end)
        before, behind = each.start - 1, last
        while before >= start and pieces[before] == " ":
            before -= 1
        while behind < end and pieces[behind] == " ":
            behind += 1
        mixed = any(
            start <= number < end
            and pieces[number] != "\n"
            and number not in cuts
            and _is_round(owners.get(number), each)
            for number in (before, behind)
        )
        if not mixed or (each.tag != "a" and tells_time(" ".join("".join(pieces[each.start : last]).split()))):
            cuts.update((each.start, last))
        elif each.tag != "a" and each.start <= link.start and link.end <= each.end:
            cuts.update((each.start, last))  # what makes the headline bold, before the words of the teaser


def _is_round(owner: Element | None, inner: Element) -> bool:
    """Whether a piece stands directly in what is round an element: in the same run of text."""
    return owner is None or (owner is not inner and owner.start <= inner.start and inner.end <= owner.end)


def _stretches(document: Document, cards: Sequence[Card], statements: Collection[int]) -> list[_Stretch]:
    """What belongs to each card: what is in it and, where all lies flat, what comes before the next."""
    blocks = document.blocks
    flat = _lies_flat(cards, blocks, statements)
    found: list[_Stretch] = []
    for number, card in enumerate(cards):
        following = cards[number + 1] if number + 1 < len(cards) else None
        start, end, last = card.element.start, card.element.end, card.last
        inline = card.element.first == card.element.last
        if inline and card.first < len(blocks):
            end = max(blocks[card.first].end, end)
        if flat:
            if following is not None:
                last = max(last, following.first)
            else:
                last = _end_of_flat(cards, blocks)
            if last > card.last:
                end = max(end, blocks[last - 1].end)
        if following is not None:
            end = min(end, max(following.element.start, start))
        found.append(_Stretch(card, start, end, card.first, last))
    return found


def _end_of_flat(cards: Sequence[Card], blocks: Sequence[Block]) -> int:
    """Where the last card ends: before the first block unlike those between the others."""
    between = [block for one, other in pairwise(cards) for block in blocks[one.last : other.first]]
    alike = {(block.tag, block.element.depth) for block in between}
    most = max(other.first - one.last for one, other in pairwise(cards))
    last = cards[-1].last
    limit = min(last + most, cards[-1].container.last, len(blocks))
    while last < limit and (blocks[last].tag, blocks[last].element.depth) in alike:
        last += 1
    return last


def _lies_flat(cards: Sequence[Card], blocks: Sequence[Block], statements: Collection[int]) -> bool:
    """Whether headlines and teasers take turns without a card round each pair."""
    if len(cards) < 2:
        return False
    gaps = [other.first - one.last for one, other in pairwise(cards)]
    if min(gaps) < 0 or max(gaps) > _FLAT_GAP or 2 * sum(map(bool, gaps)) < len(gaps):
        return False
    # A linked paragraph now and then in a text is a pointer, and a linked heading over each part of it is its own.
    regular = max(map(gaps.count, set(gaps))) >= len(gaps) - (len(gaps) > 3)  # but for one where a list is in two
    if cards[0].element.tag == "p" and (len(cards) < 4 or not regular):
        return False
    beside_text = texts_beside(cards, blocks) > 1
    headed = cards[0].element.tag in HEADINGS
    if beside_text and not regular:
        return False
    if beside_text and headed and len(cards) < LEAST_BESIDE_TEXT:
        return False
    if beside_text and not headed:
        teaser = blocks[min(cards[0].last, len(blocks) - 1)]
        if not may_lie_beside_text(cards, blocks, teaser, statements):
            return False
    lean = sum(
        1
        for card in cards
        if sum(len(block.text) for block in blocks[card.first : card.last]) < len(card.candidate.headline) + _SHORTEST
    )
    if 3 * lean < 2 * len(cards):
        return False
    with_teaser = length = 0
    for one, other in pairwise(cards):
        between = blocks[one.last : other.first]
        size = sum(block.size for block in between)
        if size > _LONGEST_FLAT:
            return False
        length += size
        with_teaser += any(_may_tell(block.text) and block.link_density < 0.9 for block in between)
    if beside_text and not headed:
        return with_teaser == len(gaps) and length <= USUAL_TEASER * len(gaps)
    return 2 * with_teaser >= len(gaps) and length <= _USUAL_FLAT * len(gaps)


def _heading_over(stretches: Sequence[_Stretch], blocks: Sequence[Block], statements: Collection[int]) -> list[int]:
    """The line over a block of stories ("More from this edition"), where it stands in the same container.

    Right above one it may stand beside the container, or be a paragraph, where it is set like a heading.
    """
    first = stretches[0].first
    container = stretches[0].card.container
    found: list[int] = []
    for block in reversed(blocks[max(first - 2, 0) : first]):
        if len(block.text) > 90 or block.link_density > 0.9 or len(stretches) < 2 or block.index in statements:
            break
        inside = block.element is container or container.contains(block.element)
        if not inside or block.tag in ("p", "li"):
            near = block.index == first - 1 and len(stretches) >= LEAST_BESIDE_TEXT
            if not near or not _is_set_as_heading(block) or not _stands_over(block.element, container):
                break
        found.append(block.index)
    return found


def _is_set_as_heading(block: Block) -> bool:
    """Whether a line is a heading by its tag, in bold or in capitals all through."""
    bold = any(
        each.tag in ("b", "strong") and each.start <= block.start + 1 and each.end >= block.end - 1
        for each in block.inline
    )
    return block.text[-1] not in SENTENCE_ENDS and (block.tag in HEADINGS or bold or block.text.isupper())


def _stands_over(element: Element, container: Element) -> bool:
    """Whether an element is in a container of cards, or in one of its three nearest ancestors."""
    around: Element | None = container
    for _ in range(4):
        if around is None or around.tag in ("body", "html"):
            return around is not None
        if around is element or around.contains(element):
            return True
        around = around.parent
    return False


def _is_misnamed(cluster: _Cluster) -> bool:
    """Whether what is called a menu, comments or an advertisement is one: cards of stories show teasers there too."""
    count = len(cluster.cards)
    if 2 * sum(card.candidate.doubtful for card in cluster.cards) <= count:
        return False
    if count > 2 and 3 * cluster.with_teaser >= 2 * len(cluster.found):
        return False
    related = all(card.candidate.link.roles & Role.RELATED for card in cluster.cards)
    return not (related and count > 2 and sum(len(each.headline) for each in cluster.found) >= 30 * count)


def _stands_above(cluster: _Cluster) -> bool:
    """Whether a block above the headline certainly lists stories: two thirds of its links have teasers."""
    return len(cluster.found) > 2 and 3 * cluster.with_teaser >= 2 * len(cluster.found)


def _is_menu(cluster: _Cluster) -> bool:
    """Whether a block without teasers is one of menu words."""
    if cluster.with_teaser:
        return False
    lengths = sorted(len(each.headline) * (2 if WITHOUT_BLANKS.search(each.headline) else 1) for each in cluster.found)
    return lengths[len(lengths) // 2] < 24


def _worthy(clusters: Sequence[_Cluster]) -> Iterator[_Cluster]:
    """The clusters with teasers, if there are any; else those of three links or more, or marked as related stories."""
    with_teasers = any(each.with_teaser * 2 >= len(each.found) for each in clusters)
    several = any(len(each.cards) > 1 for each in clusters)
    for each in clusters:
        if several and len(each.cards) < 2:
            continue  # a single link in the text is no list of stories
        if with_teasers:
            if each.with_teaser * 2 >= len(each.found):
                yield each
        elif len(each.found) >= 3 or any(card.candidate.link.roles & Role.RELATED for card in each.cards):
            yield each


def _unique(document: Document, found: Iterable[_Found]) -> dict[str, _Found]:
    """The related links by their address, each once; without offers and what leads nowhere."""
    seen: set[str] = set()
    kept: dict[str, _Found] = {}
    for each in found:
        if is_offer(each.headline):
            continue
        url = _absolute(document, each.card.candidate.href)
        where = url_key(url)
        if url and where not in seen:
            seen.add(where)
            kept[url] = each
    return kept


def _absolute(document: Document, href: str) -> str:
    """``Document.absolute``, which an address of the plainest kind does not need."""
    if _PLAIN_PATH.fullmatch(href):
        site = document.base.split("/", 3)[:3]
        if len(site) == 3 and site[0] in ("http:", "https:"):
            return "/".join(site).partition("?")[0] + href
    return href if _PLAIN_ADDRESS.fullmatch(href) else document.absolute(href)
