"""Other stories a page leads to: blocks of headlines, with their teasers where they have any.

What makes such a block is repetition: several links to different addresses, each the headline of a card that is built
like its neighbours. Words ("more stories from ...") only help to choose between blocks, so that any language will do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.dating.spoken import statements_among
from scraper.extract.blocks import HEADINGS, Block, Link, Mark, Text
from scraper.extract.document import Document
from scraper.extract.wording import is_meta_line, is_offer
from scraper.items import Lead

_ELSEWHERE = (
    Mark.NAV
    | Mark.HEADER
    | Mark.FOOTER
    | Mark.SHARE
    | Mark.COMMENTS
    | Mark.CRUMBS
    | Mark.META
    | Mark.HIDDEN
    | Mark.ADVERT
)
_APART = 5  # blocks between two cards that still stand side by side
_LARGEST = 900  # characters of a card
_CLIMB = 14  # elements between a headline's link and the block of stories
_MOST_LINKS = 3_000
_WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of a page, and the orders of all blocks that belong to other stories."""

    leads: tuple[Lead, ...] = ()
    orders: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A link that may be another story's headline."""

    url: str
    headline: str
    element: HtmlElement  # the link, or the heading it stands in
    link: Link


@dataclass(frozen=True, slots=True, eq=False)
class _Card:
    """One story in a block of stories: the element that holds nothing of its neighbours."""

    candidate: _Candidate
    element: HtmlElement
    container: HtmlElement


def read(document: Document, text: Text, *, own: Sequence[str], after: int) -> Leads:
    """The page's leads. ``own`` are the page's own addresses, ``after`` is the order of its headline."""
    candidates = _candidates(document, text, {_place(address) for address in own})
    clusters = _clusters(_cards(candidates, text.blocks, after))
    inside = _orders_inside(text.blocks, {card.element for cards in clusters for card in cards})
    clusters = [run for cards in clusters for run in _runs(cards, inside)]
    read_clusters = []
    for cards in clusters:
        found = _read(cards, text.blocks, inside)
        if found:
            read_clusters.append((cards, found))
    taken: set[int] = set()
    for cards, _ in read_clusters:
        for position, card in enumerate(cards):
            taken.update(_orders_of(card, position, cards, inside, len(text.blocks)))
        taken.update(_heading_over(cards, text.blocks, inside))
    chosen = [
        (cards, found)
        for cards, found in read_clusters
        if max(card.candidate.link.last for card in cards) > after and not _is_menu(found)
    ]
    found = list(_unique(lead for _, found in _worthy(chosen) for lead in found))
    # What says in which edition the other story ran is no teaser.
    statements = statements_among([lead.standfirst for lead in found])
    found = [replace(lead, standfirst="") if place in statements else lead for place, lead in enumerate(found)]
    return Leads(tuple(found), frozenset(taken))


def _candidates(document: Document, text: Text, own: set[str]) -> list[_Candidate]:
    named = Counter((link.href, link.text) for link in text.links if link.text)
    found: list[_Candidate] = []
    for link in text.links[:_MOST_LINKS]:
        if link.marks & _ELSEWHERE or named[link.href, link.text] > 2:
            continue
        url = document.absolute(link.href)
        if not url or _place(url) in own or urlsplit(url).path in ("", "/"):
            continue
        headline, element = _headline(link, text.blocks)
        if headline and not is_offer(headline):
            found.append(_Candidate(url, headline, element, link))
    return found


def _headline(link: Link, blocks: Sequence[Block]) -> tuple[str, HtmlElement]:
    """The headline a link shows, and the element that shows it; "" where it shows none."""
    around = next((each for each in link.element.iterancestors() if each.tag in HEADINGS), None)
    if around is not None and around.tag != "h1":
        words = " ".join("".join(around.itertext()).split())
        if len(words) <= len(link.text) + 60 and _is_headline(link.text, heading=True):
            return link.text, around
    within = blocks[link.first : link.last]
    if within:
        headings = [block for block in within if block.tag in HEADINGS]
        for block in headings or within:
            if _is_headline(block.text, heading=bool(headings)) and not is_meta_line(block.text):
                return block.text, link.element
        return "", link.element
    block = blocks[link.last] if link.last < len(blocks) else None
    in_prose = block is not None and block.link_share < 0.8 and not (block.text.startswith(link.text) and block.tag != "p")
    if in_prose or not _is_headline(link.text, heading=False) or is_meta_line(link.text):
        return "", link.element
    return link.text, link.element


def _is_headline(words: str, *, heading: bool) -> bool:
    if len(words) > 300:
        return False
    if _WITHOUT_BLANKS.search(words):
        return len(words) >= (5 if heading else 8)
    count = len(words.split())
    return count >= 2 if heading else count >= 4 or (count >= 3 and len(words) >= 18)


def _cards(candidates: Sequence[_Candidate], blocks: Sequence[Block], headline: int) -> list[_Card]:
    """For each address its card: the highest element round its headline that holds nothing of another story."""
    urls: defaultdict[HtmlElement, set[str]] = defaultdict(set)
    paths: list[tuple[_Candidate, list[HtmlElement]]] = []
    for candidate in candidates:
        path = [candidate.element]
        for ancestor in candidate.element.iterancestors():
            if len(path) > _CLIMB or ancestor.tag in ("body", "html"):
                break
            path.append(ancestor)
        for element in path:
            urls[element].add(candidate.url)
        paths.append((candidate, path))
    sizes = _sizes(blocks, set(urls), headline)
    cards: list[_Card] = []
    seen: set[str] = set()
    for candidate, path in paths:
        if candidate.url in seen:
            continue
        container = next((element for element in path if len(urls[element]) > 1), None)
        if container is None:
            continue
        inner = candidate.element
        for element in path:
            if len(urls[element]) > 1 or sizes[element] > _LARGEST:
                break
            inner = element
        cards.append(_Card(candidate, inner, container))
        seen.add(candidate.url)
    return cards


def _sizes(blocks: Sequence[Block], elements: set[HtmlElement], headline: int) -> Counter[HtmlElement]:
    """How much text each element holds; what holds the page's own headline is too large for a card."""
    sizes: Counter[HtmlElement] = Counter()
    for block in blocks:
        # A card shows a teaser, perhaps two; three paragraphs are a text.
        size = len(block.text) + (250 if block.link_share < 0.3 and len(block.text) > 50 else 0)
        size += _LARGEST + 1 if block.order == headline else 0
        for steps, element in enumerate((block.element, *block.element.iterancestors())):
            if steps > 40:
                break
            if element in elements:
                sizes[element] += size
    return sizes


def _clusters(cards: Sequence[_Card]) -> list[list[_Card]]:
    """Cards that stand side by side and are built alike; one left over in a row of its own joins its block."""
    together: defaultdict[HtmlElement, list[_Card]] = defaultdict(list)
    for card in cards:
        together[card.container].append(card)
    clusters: list[list[_Card]] = []
    single: list[_Card] = []
    for container_cards in together.values():
        shapes = Counter(card.element.tag for card in container_cards)
        shape, count = shapes.most_common(1)[0]
        if count >= 2:
            clusters.append([card for card in container_cards if card.element.tag == shape])
            single.extend(card for card in container_cards if card.element.tag != shape)
        else:
            single.extend(container_cards)
    for card in single:
        for cluster in clusters:
            if _continues(card, cluster):
                cluster.append(card)
                break
        else:
            if card.candidate.link.marks & (Mark.RELATED | Mark.ASIDE):
                clusters.append([card])
    for cluster in clusters:
        cluster.sort(key=lambda card: card.candidate.link.last)
    return sorted(clusters, key=lambda cluster: cluster[0].candidate.link.last)


def _runs(cards: Sequence[_Card], inside: dict[HtmlElement, list[int]]) -> list[list[_Card]]:
    """A cluster cut where other things stand between its cards: a box here and a box there are no block of stories."""
    runs: list[list[_Card]] = []
    end = -_APART
    for card in cards:
        orders = inside.get(card.element) or [card.candidate.link.last]
        if min(orders) - end > _APART or not runs:
            runs.append([])
        runs[-1].append(card)
        end = max(orders)
    return [run for run in runs if len(run) > 1 or run[0].candidate.link.marks & (Mark.RELATED | Mark.ASIDE)]


def _continues(card: _Card, cluster: Sequence[_Card]) -> bool:
    """Whether a card that stands alone is the last row of a block of cards: built alike, and below it."""
    if card.element.tag != cluster[0].element.tag and card.element.tag != cluster[0].container.tag:
        return False
    above = (cluster[0].container, *list(cluster[0].container.iterancestors())[:2])
    return card.container in above and card.candidate.link.last > cluster[0].candidate.link.last


def _orders_inside(blocks: Sequence[Block], elements: set[HtmlElement]) -> dict[HtmlElement, list[int]]:
    inside: defaultdict[HtmlElement, list[int]] = defaultdict(list)
    if not elements:
        return inside
    for block in blocks:
        element, steps = block.element, 0
        while element is not None and steps < 24:
            if element in elements:
                inside[element].append(block.order)
            element, steps = element.getparent(), steps + 1
    return inside


def _read(cards: Sequence[_Card], blocks: Sequence[Block], inside: dict[HtmlElement, list[int]]) -> list[Lead]:
    """Headline and teaser of every card of a cluster."""
    orders = {id(card): _orders_of(card, position, cards, inside, len(blocks)) for position, card in enumerate(cards)}
    labels = Counter(blocks[order].text for each in orders.values() for order in set(each))
    found = []
    for card in cards:
        headline = card.candidate.headline
        texts = [blocks[order].text for order in orders[id(card)] if labels[blocks[order].text] == 1 or len(cards) == 1]
        found.append(Lead(url=card.candidate.url, headline=headline, standfirst=_teaser(headline, texts)))
    return found


def _orders_of(
    card: _Card, position: int, cards: Sequence[_Card], inside: dict[HtmlElement, list[int]], count: int
) -> list[int]:
    """The blocks of one card: those inside it and, where headlines and teasers lie flat, those before the next one."""
    own = inside.get(card.element, [])
    if len(own) > 1 or not _lies_flat(cards):
        return own
    start = max(own, default=card.candidate.link.last - 1) + 1
    following = cards[position + 1] if position + 1 < len(cards) else None
    if following is not None:
        end = min(inside.get(following.element, ()), default=following.candidate.link.first)
    else:
        end = start + cards[1].candidate.link.first - cards[0].candidate.link.last - 1
    return [*own, *range(start, min(end, count))]


def _heading_over(cards: Sequence[_Card], blocks: Sequence[Block], inside: dict[HtmlElement, list[int]]) -> list[int]:
    """The line over a block of stories ("More from this edition"), where it stands in the same container."""
    first = min(inside.get(cards[0].element, ()), default=cards[0].candidate.link.first)
    container = cards[0].container
    found = []
    for block in reversed(blocks[max(first - 2, 0) : first]):
        if len(block.text) > 90 or block.link_share > 0.9 or len(cards) < 2 or block.tag in ("p", "li") or not any(each is container for each in (block.element, *block.element.iterancestors())):
            break
        found.append(block.order)
    return found


def _lies_flat(cards: Sequence[_Card]) -> bool:
    """Whether headlines and teasers take turns without a card round each pair: as many blocks after every headline."""
    gaps = {
        following.candidate.link.first - card.candidate.link.last for card, following in zip(cards, cards[1:], strict=False)
    }
    # A linked paragraph now and then in a text is a pointer, not a headline with its teaser.
    return len(cards) > 2 and cards[0].element.tag != "p" and len(gaps) == 1 and 1 < gaps.pop() <= 3


def _teaser(headline: str, texts: Sequence[str]) -> str:
    best = ""
    for words in texts:
        if words.startswith(headline) and len(words) > len(headline) + 24:
            words = words[len(headline) :].lstrip(" \t:–—-|·.")
        if words == headline or is_meta_line(words) or is_offer(words):
            continue
        long_enough = len(words) >= (14 if _WITHOUT_BLANKS.search(words) else 28)
        if long_enough and len(words) > len(best):
            best = words
    return best


def _is_menu(found: Sequence[Lead]) -> bool:
    if any(lead.standfirst for lead in found):
        return False
    lengths = sorted(len(lead.headline) * (2 if _WITHOUT_BLANKS.search(lead.headline) else 1) for lead in found)
    return lengths[len(lengths) // 2] < 24


def _worthy(clusters: Sequence[tuple[list[_Card], list[Lead]]]) -> Iterator[tuple[list[_Card], list[Lead]]]:
    """Of several blocks those with teasers; without any, those that stand beside the story as its relatives."""
    with_teasers = [each for each in clusters if sum(bool(lead.standfirst) for lead in each[1]) * 2 >= len(each[1])]
    several = any(len(cards) > 1 for cards, _ in clusters)
    for each in clusters:
        if several and len(each[0]) < 2:
            continue  # one story pointed at in the text is no block of stories
        named = any(card.candidate.link.marks & Mark.RELATED for card in each[0])
        if each in with_teasers or (not with_teasers and (named or len(each[1]) >= 3)):
            yield each


def _unique(leads: Iterator[Lead]) -> Iterator[Lead]:
    seen: set[str] = set()
    for lead in leads:
        if _place(lead.url) not in seen:
            seen.add(_place(lead.url))
            yield lead


def _place(address: str) -> str:
    """An address by which two links are one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query if '=' in parts.query else ''}"
