"""Other stories a page leads to: blocks of headlines, with their teasers where they have any.

What makes such a block is repetition: several links to different addresses, each the headline of a card that is built
like its neighbours. Words ("more stories from ...") only help to choose between blocks, so that any language will do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml.html import HtmlElement

from scraper.dating.spoken import statements_among
from scraper.extract import cards as cards_of
from scraper.extract.blocks import WITHOUT_BLANKS, Block, Text
from scraper.extract.cards import Card, orders_inside, place
from scraper.extract.document import Document
from scraper.extract.marks import Mark
from scraper.extract.wording import is_meta_line, is_offer
from scraper.items import Lead


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of a page, and the orders of all blocks that belong to other stories."""

    leads: tuple[Lead, ...] = ()
    orders: frozenset[int] = frozenset()


def read(document: Document, text: Text, *, own: Sequence[str], after: int) -> Leads:
    """The page's leads. ``own`` are the page's own addresses, ``after`` is the order of its headline."""
    clusters = cards_of.clusters(document, text, own=own, headline=after)
    inside = orders_inside(text.blocks, {card.element for cards in clusters for card in cards})
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


def _read(cards: Sequence[Card], blocks: Sequence[Block], inside: Mapping[HtmlElement, list[int]]) -> list[Lead]:
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
    card: Card, position: int, cards: Sequence[Card], inside: Mapping[HtmlElement, list[int]], count: int
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


def _heading_over(cards: Sequence[Card], blocks: Sequence[Block], inside: Mapping[HtmlElement, list[int]]) -> list[int]:
    """The line over a block of stories ("More from this edition"), where it stands in the same container."""
    first = min(inside.get(cards[0].element, ()), default=cards[0].candidate.link.first)
    container = cards[0].container
    found = []
    for block in reversed(blocks[max(first - 2, 0) : first]):
        if (
            len(block.text) > 90
            or block.link_share > 0.9
            or len(cards) < 2
            or block.tag in ("p", "li")
            or not any(each is container for each in (block.element, *block.element.iterancestors()))
        ):
            break
        found.append(block.order)
    return found


def _lies_flat(cards: Sequence[Card]) -> bool:
    """Whether headlines and teasers take turns without a card round each pair: as many blocks after every headline."""
    gaps = {following.candidate.link.first - card.candidate.link.last for card, following in pairwise(cards)}
    # A linked paragraph now and then in a text is a pointer, not a headline with its teaser.
    return len(cards) > 2 and cards[0].element.tag != "p" and len(gaps) == 1 and 1 < gaps.pop() <= 3


def _teaser(headline: str, texts: Sequence[str]) -> str:
    best = ""
    for words in texts:
        if words.startswith(headline):
            words = words[len(headline) :].lstrip(" \t:–—-|·.")
        if not words or words == headline or is_meta_line(words) or is_offer(words):
            continue
        long_enough = len(words) >= (14 if WITHOUT_BLANKS.search(words) else 28)
        if long_enough and len(words) > len(best):
            best = words
    return best


def _is_menu(found: Sequence[Lead]) -> bool:
    if any(lead.standfirst for lead in found):
        return False
    lengths = sorted(len(lead.headline) * (2 if WITHOUT_BLANKS.search(lead.headline) else 1) for lead in found)
    return lengths[len(lengths) // 2] < 24


def _worthy(clusters: Sequence[tuple[list[Card], list[Lead]]]) -> Iterator[tuple[list[Card], list[Lead]]]:
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
        if place(lead.url) not in seen:
            seen.add(place(lead.url))
            yield lead
