"""Cards: the headlines of other stories that a page shows side by side, each in a piece of markup of its own.

links that may be headlines -> the card round each -> clusters of cards built alike
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extract.blocks import HEADINGS, WITHOUT_BLANKS, Block, Link, Text
from scraper.extract.document import Document
from scraper.extract.marks import Mark
from scraper.extract.wording import is_meta_line, is_offer

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


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A link that may be another story's headline."""

    url: str
    headline: str
    element: HtmlElement  # the link, or the heading it stands in
    link: Link


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One story in a block of stories: the element that holds nothing of its neighbours."""

    candidate: Candidate
    element: HtmlElement
    container: HtmlElement


def clusters(document: Document, text: Text, *, own: Sequence[str], headline: int) -> list[list[Card]]:
    """The page's clusters of cards, in order. ``own`` are the page's own addresses."""
    links = _candidates(document, text, {place(address) for address in own})
    shown = [candidate for candidate in links if candidate.headline]
    known = {candidate.url for candidate in shown}
    bare = [candidate for candidate in links if not candidate.headline and candidate.url not in known]
    found = _clusters(_cards([*shown, *_headed(bare, text.blocks, headline)], text.blocks, headline))
    inside = orders_inside(text.blocks, {card.element for cards in found for card in cards})
    return [run for cards in found for run in _runs(cards, inside)]


def _candidates(document: Document, text: Text, own: set[str]) -> list[Candidate]:
    named = Counter((link.href, link.text) for link in text.links if link.text)
    found: list[Candidate] = []
    for link in text.links[:_MOST_LINKS]:
        if link.marks & _ELSEWHERE or named[link.href, link.text] > 2:
            continue
        url = document.absolute(link.href)
        if not url or place(url) in own or urlsplit(url).path in ("", "/"):
            continue
        headline, element = _headline(link, text.blocks)
        if not is_offer(headline or link.text):
            found.append(Candidate(url, headline, element, link))
    return found


def _headed(bare: Sequence[Candidate], blocks: Sequence[Block], headline: int) -> list[Candidate]:
    """Links that show no headline themselves ("Read", a picture) below a heading in a card of their own."""
    cards = _cards(bare, blocks, headline)
    inside = orders_inside(blocks, {card.element for card in cards})
    found = []
    for card in cards:
        headings = [blocks[order] for order in inside.get(card.element, ()) if blocks[order].tag in HEADINGS]
        if len(headings) == 1 and headings[0].link_share < 0.5 and _is_headline(headings[0].text, heading=True):
            found.append(replace(card.candidate, headline=headings[0].text, element=headings[0].element))
    return found


def _headline(link: Link, blocks: Sequence[Block]) -> tuple[str, HtmlElement]:
    """The headline a link shows, and the element that shows it; "" where it shows none."""
    around = next((each for each in link.element.iterancestors() if each.tag in HEADINGS), None)
    if around is not None and around.tag != "h1":
        words = " ".join("".join(around.itertext()).split())
        if len(words) <= 1.5 * len(link.text) + 10 and _is_headline(link.text, heading=True):
            return link.text, around
    within = blocks[link.first : link.last]
    if within:
        headings = [block for block in within if block.tag in HEADINGS]
        for block in headings or within:
            if _is_headline(block.text, heading=bool(headings)) and not is_meta_line(block.text):
                return block.text, link.element
        return "", link.element
    beside = blocks[link.last] if link.last < len(blocks) else None
    if beside is not None and beside.link_share < 0.8 and (beside.tag == "p" or not beside.text.startswith(link.text)):
        return "", link.element  # a link in running text
    if not _is_headline(link.text, heading=False) or is_meta_line(link.text):
        return "", link.element
    return link.text, link.element


def _is_headline(words: str, *, heading: bool) -> bool:
    if len(words) > 300:
        return False
    if WITHOUT_BLANKS.search(words):
        return len(words) >= (5 if heading else 8)
    count = len(words.split())
    return count >= 2 if heading else count >= 4 or (count >= 3 and len(words) >= 18)


def _cards(candidates: Sequence[Candidate], blocks: Sequence[Block], headline: int) -> list[Card]:
    """For each address its card: the highest element round its headline that holds nothing of another story."""
    urls: defaultdict[HtmlElement, set[str]] = defaultdict(set)
    paths: list[tuple[Candidate, list[HtmlElement]]] = []
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
    cards: list[Card] = []
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
        cards.append(Card(candidate, inner, container))
        seen.add(candidate.url)
    return cards


def _sizes(blocks: Sequence[Block], elements: set[HtmlElement], headline: int) -> Counter[HtmlElement]:
    """How much text each element holds; what holds the page's own headline is too large for a card."""
    sizes: Counter[HtmlElement] = Counter()
    for block in blocks:
        # A card shows a teaser, perhaps two; three paragraphs are a text.
        size = block.size + (250 if block.link_share < 0.3 and block.size > 50 else 0)
        size += _LARGEST + 1 if block.order == headline else 0
        for steps, element in enumerate((block.element, *block.element.iterancestors())):
            if steps > 40:
                break
            if element in elements:
                sizes[element] += size
    return sizes


def _clusters(cards: Sequence[Card]) -> list[list[Card]]:
    """Cards that stand side by side and are built alike; one left over in a row of its own joins its block."""
    together: defaultdict[HtmlElement, list[Card]] = defaultdict(list)
    for card in cards:
        together[card.container].append(card)
    clusters: list[list[Card]] = []
    single: list[Card] = []
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


def _runs(cards: Sequence[Card], inside: Mapping[HtmlElement, list[int]]) -> list[list[Card]]:
    """A cluster cut where other things stand between its cards: a box here and a box there are no block of stories."""
    runs: list[list[Card]] = []
    end = -_APART
    for card in cards:
        orders = inside.get(card.element) or [card.candidate.link.last]
        if min(orders) - end > _APART or not runs:
            runs.append([])
        runs[-1].append(card)
        end = max(orders)
    return [run for run in runs if len(run) > 1 or run[0].candidate.link.marks & (Mark.RELATED | Mark.ASIDE)]


def _continues(card: Card, cluster: Sequence[Card]) -> bool:
    """Whether a card that stands alone is the last row of a block of cards: built alike, and below it."""
    if card.element.tag != cluster[0].element.tag and card.element.tag != cluster[0].container.tag:
        return False
    above = (cluster[0].container, *list(cluster[0].container.iterancestors())[:2])
    return card.container in above and card.candidate.link.last > cluster[0].candidate.link.last


def orders_inside(blocks: Sequence[Block], elements: set[HtmlElement]) -> Mapping[HtmlElement, list[int]]:
    """For each of some elements the orders of the blocks in it."""
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


def place(address: str) -> str:
    """An address by which two links are one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = parts.query if "=" in parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{query}"
