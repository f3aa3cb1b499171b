"""Cards: the headlines of other stories that a page shows side by side, each in a piece of markup of its own.

links that may be headlines -> the card around each -> clusters of cards with the same structure

The card of a link is the highest element around it that contains nothing of its neighbours. Links are in the order of
the page, so only the common ancestors with the link before and the link after matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, WITHOUT_BLANKS, Block, Element, Link
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.texts.phrases import is_meta_line, is_offer

# Names in class and id mislead ("nav-card__title", "comment"): what they call something else is a card all the same
# where it shows a teaser, as its neighbours do. Tags and what nobody sees do not mislead.
_DOUBTFUL_ROLES = (
    Role.NAV | Role.HEADER | Role.FOOTER | Role.SHARE | Role.COMMENTS | Role.CRUMBS | Role.META | Role.ADVERT
)
_RELATED_ROLES = Role.RELATED | Role.ASIDE
_NO_ADDRESS = ("#", "javascript:", "mailto:")
_DASHES = "|–—-·•:："
_DIGIT = re.compile(r"\d")
_BARS = {
    "nav": Role.NAV | Role.CRUMBS,
    "footer": Role.FOOTER,
    "header": Role.HEADER,
    "form": Role.FORM,
    "dialog": Role.ADVERT,
}
_ROLES = frozenset({"navigation", "banner", "contentinfo", "dialog", "search"})
_APART = 5  # blocks between two cards that still stand side by side
_LARGEST = 900  # characters of a card
_MOST_BLOCKS = 24  # of a card
_MOST_LINKS = 3_000
_NEAR = 12  # texts before and behind a link that tell whether it stands in a sentence
LEAST_BESIDE_TEXT = 5  # cards that lie flat in the container of a text
USUAL_TEASER = 160  # characters of a teaser there
_NOT_A_STORY = re.compile(
    r"^(?:https?://[^/]+)?/?(?:[?#]|$)|/(?:authors?|autor(?:en|es)?|auteurs?|autori|profiles?|users?|contributors?|staff|tags?|topics?|themen?|themes?"
    r"|categor(?:y|ies)|kategorien?|login|account|privacy|terms)/[^/?]*/?(?:[?#]|$)|/(?:privacy|terms|contact|about|imprint)(?:-us|-of-\w+|[-_]policy)?(?:\.\w+)?/?(?:[?#]|$)"
)


@dataclass(slots=True, eq=False)  # not frozen: pages have many, and freezing takes its time
class Candidate:
    """A link, or several neighbours to one address, that may be another story's headline."""

    href: str
    headline: str
    element: Element  # the link, or the heading it stands in
    link: Link
    doubtful: bool


@dataclass(slots=True, eq=False)  # not frozen: pages have many, and freezing takes its time
class Card:
    """One story in a block of stories: the element that holds nothing of its neighbours, and its blocks.

    ``whole`` says that it is all that stands there, so that its container holds nothing but cards and what is between.
    """

    candidate: Candidate
    element: Element
    container: Element
    first: int
    last: int
    whole: bool = True


def card_clusters(
    document: Document, *, own: Sequence[str], headline: int, statements: Collection[int] = frozenset()
) -> list[list[Card]]:
    """The page's clusters of cards, in order.

    :param own: the page's own addresses.
    :param headline: the index of the headline's block, -1 for none.
    :param statements: indexes of blocks that are nothing but an edition statement.
    """
    with_headline, without_headline = _candidates(document)
    cards = _cards(with_headline, document.blocks, headline)
    if len(without_headline) > 2:
        cards += _cards_beside_headings(
            without_headline, {each.href for each in with_headline}, document.blocks, headline
        )
    own_keys = {url_key(address) for address in own}
    slugs = [slug for each in own_keys if (slug := each.partition("?")[0].rpartition("/")[2])]
    kept = [
        card
        for card in cards
        if not _NOT_A_STORY.search(card.candidate.href)
        and not is_offer(card.candidate.headline)
        and not (
            any(slug in card.candidate.href for slug in slugs)
            and url_key(document.absolute(card.candidate.href)) in own_keys
        )
    ]
    runs = [run for cluster in _clusters(kept, document.blocks) for run in _runs(cluster)]
    return [
        run
        for run in runs
        if (not _is_text(run, document.blocks) or _has_headlines_on_lines(run, document, statements))
        and not _leads_away(run, document.blocks, document.url)
    ]


def _leads_away(cards: Sequence[Card], blocks: Sequence[Block], url: str) -> bool:
    """Whether the links of a block that nothing calls related go to other sites: wares, sources, friends."""
    if cards[0].candidate.link.roles & Role.RELATED:
        return False
    site = _site(url)
    if len(cards) > 2 and all(has_teaser(blocks[card.first : card.last]) for card in cards):
        return False
    away = sum(1 for card in cards if _site(card.candidate.href) not in ("", site))
    return site != "" and 2 * away > len(cards)


def _site(address: str) -> str:
    """The last two names of an address's host; "" of a relative one."""
    before, slashes, behind = address.partition("//")
    if not slashes or before not in ("", "https:", "http:"):
        return ""
    return ".".join(re.split(r"[/:?#]", behind, maxsplit=1)[0].split(".")[-2:])


def _is_text(cards: Sequence[Card], blocks: Sequence[Block]) -> bool:
    """Whether the cards are paragraphs of a text that begin with a link."""
    parted = sum(
        1
        for card in cards
        if card.last - card.first == 1
        and blocks[card.first].link_density < 0.8
        and (card.element.tag == "p" or card.element.first == card.element.last)
    )
    return 2 * parted > len(cards) and texts_beside(cards, blocks) > 1


def _has_headlines_on_lines(cards: Sequence[Card], document: Document, statements: Collection[int]) -> bool:
    """Whether cards like paragraphs are headlines, each on a line of its own, with a short teaser on the next."""
    blocks = document.blocks
    if not may_lie_beside_text(cards, blocks, blocks[cards[0].first], statements):
        return False
    teaser_length = 0
    for card in cards:
        block, element = blocks[card.first], card.candidate.element
        teaser_length += len(block.text) - len(card.candidate.headline)
        while element.parent is not None and element.parent.start >= block.start and element.parent.end == element.end:
            element = element.parent  # what only makes it bold
        if card.last - card.first != 1 or not _followed_by_break(document, element, block.end):
            return False
    return teaser_length <= USUAL_TEASER * len(cards)


def may_lie_beside_text(
    cards: Sequence[Card], blocks: Sequence[Block], teaser: Block, statements: Collection[int]
) -> bool:
    """Whether cards that lie in the container of a text may be a list of other stories, without a box of its own.

    Links now and then between the paragraphs of a text are pointers. A list stands behind the text, and begins on a
    line that is no paragraph, or its teasers are made otherwise than the paragraphs above it.
    """
    first, container = cards[0].first, cards[0].container
    if len(cards) < LEAST_BESIDE_TEXT or not first:
        return False
    behind = blocks[cards[-1].last + 2 : container.last]
    if any(_is_paragraph(block) and block.index not in statements for block in behind):
        return False
    before = blocks[first - 1]
    if before.tag in HEADINGS or (before.size <= 90 and before.text[-1] not in SENTENCE_ENDS):
        return True
    if before.index in statements or is_offer(before.text):
        return True
    home = teaser.element if teaser.element is container else teaser.element.parent
    return not any(
        block.tag == teaser.tag and home in (block.element, block.element.parent) and _is_paragraph(block)
        for block in blocks[container.first : first]
    )


def _is_paragraph(block: Block) -> bool:
    return block.size > 80 and block.link_density < 0.3 and not is_offer(block.text)


def texts_beside(cards: Sequence[Card], blocks: Sequence[Block]) -> int:
    """How many paragraphs stand in the container of cards, above and below them all."""
    container = cards[0].container
    return sum(
        1
        for block in (*blocks[container.first : cards[0].first], *blocks[cards[-1].last + 2 : container.last])
        if block.size > 80 and block.link_density < 0.3
    )


def _candidates(document: Document) -> tuple[list[Candidate], list[Link]]:
    """The links that show a headline, and those that show none ("Read", a picture)."""
    found: list[Candidate] = []
    bare: list[Link] = []
    bars: dict[int, bool] = {}
    for link in document.links[:_MOST_LINKS]:
        text, roles, element = link.text, link.roles, link.element
        doubtful = roles & _DOUBTFUL_ROLES != 0
        plain = text.isascii()
        if roles & Role.HIDDEN or (doubtful and len(text) < (18 if plain else 8)):
            continue
        if link.href.startswith(_NO_ADDRESS) or element.parent is None or (doubtful and _in_bar(link, bars)):
            continue
        headline = ""
        if len(text) > 4 and not (plain and " " not in text):
            heading = _heading_round(element)
            if heading is not None or link.first < link.last or _is_long(text, plain=plain):
                headline, element = _headline(link, heading, document)
        if not headline:
            if not doubtful and len(text) < 40:
                bare.append(link)
        elif found and found[-1].href == link.href:
            if element.tag in HEADINGS and found[-1].element.tag not in HEADINGS:
                found[-1] = Candidate(link.href, headline, element, link, doubtful)
        else:
            found.append(Candidate(link.href, headline, element, link, doubtful))
    named = Counter(each.headline for each in found)
    return [each for each in found if named[each.headline] < 3 or each.element.tag in HEADINGS], bare


def _is_long(text: str, *, plain: bool) -> bool:
    """Whether a text may be a headline that no heading element says to be one."""
    return text.count(" ") > 1 if plain else len(text) > 7 and text[0] != "<"


def _heading_round(element: Element) -> Element | None:
    """The heading a link stands in, not far above it."""
    around = element.parent
    for _ in range(3):
        if around is None:
            return None
        if around.tag in HEADINGS:
            return around
        around = around.parent
    return None


def _in_bar(link: Link, known: dict[int, bool]) -> bool:
    """Whether a link stands in a menu, header or footer by its tag or role, not only by a name.

    ``known`` is what has been found for the elements round other links.
    """
    found = False
    passed: list[int] = []
    for each in link.element.ancestors():
        if each.index in known:
            found = known[each.index]
            break
        passed.append(each.index)
        bar = _BARS.get(each.tag, 0)
        if bar & (Role.HEADER | Role.FOOTER) and each.last - each.first < 3:
            continue  # a card's own, not the site's
        if (bar and (bar & link.roles or bar == Role.FORM)) or (each.attributes and each.get("role") in _ROLES):
            found = True
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _headline(link: Link, heading: Element | None, document: Document) -> tuple[str, Element]:
    """The headline a link shows, and the element that shows it; "" where it shows none."""
    element, text, blocks = link.element, link.text, document.blocks
    if heading is not None and heading.tag != "h1" and is_headline(text, heading=True):
        size = sum(len(each.text) for each in blocks[heading.first : heading.last])
        if size <= 1.5 * len(text) + 10:
            return text, heading
    if link.first < link.last:
        within = blocks[link.first : link.last]
        headings = [block for block in within if block.tag in HEADINGS]
        for block in headings or within:
            words = block.text
            if is_headline(words, heading=bool(headings)) and words[0] != "<" and not tells_time(words):
                return words, element
        return "", element
    if not is_headline(text, heading=False) or tells_time(text):
        return "", element
    if link.first < len(blocks):
        block = blocks[link.first]
        if block.link_density < 0.8 and not _is_headline_of_block(block, link, document):
            return "", element  # a link in running text
    return text, element


def _is_headline_of_block(block: Block, link: Link, document: Document) -> bool:
    """Whether a link in a block with other words is its headline: the rest begins on a line or in an element apart.

    Before it no more than a label may stand, in an element of its own too.
    """
    element = link.element
    lead = element
    while lead.parent is not None and lead.parent is not block.element and lead.parent.start >= block.start:
        if lead.parent.end > element.end + 1 and _filled(document, element.end, min(lead.parent.end, block.end)):
            break
        lead = lead.parent
    if _filled(document, block.start, lead.start):
        before = "".join(document.pieces[max(block.start, lead.start - _NEAR) : lead.start]).strip()
        earlier = document.elements[lead.index - 1]
        parted = earlier.tag == "br" or (earlier.index > block.element.index and earlier.end >= lead.start - 1)
        most = 0 if block.tag == "p" else 60
        if (
            (len(before) > most and (earlier.tag != "br" or block.tag == "p"))
            or not parted
            or before.endswith((":", ","))
        ):
            return False
    behind = "".join(document.pieces[lead.end : min(block.end, lead.end + _NEAR)]).lstrip()
    if not any(map(str.isalpha, behind)) or behind[0] in _DASHES or _followed_by_break(document, lead, block.end):
        return True
    if lead is not element and lead.tag != "a":
        return True  # the headline is bold or in a span of its own
    return block.tag != "p" and not behind[0].islower() and not _filled(document, block.start, lead.start)


def _filled(document: Document, start: int, end: int) -> bool:
    return any(not piece.isspace() and any(map(str.isalpha, piece)) for piece in document.pieces[start:end])


def _followed_by_break(document: Document, lead: Element, end: int) -> bool:
    """Whether a line break or another inline element comes before the next words."""
    pieces = document.pieces
    words = lead.end
    while words < end and pieces[words].isspace():
        words += 1
    for each in document.elements[lead.index + 1 : lead.index + 12]:
        if each.start > words:
            return False
        if each.start >= lead.end and not lead.contains(each):
            return each.tag == "br" or each.tag in ("span", "small", "time", "strong", "em", "label", "font")
    return False


def is_headline(words: str, *, heading: bool) -> bool:
    """Whether a text has the length of a headline."""
    length = len(words)
    if length > 600:
        return False
    if not words.isascii() and WITHOUT_BLANKS.search(words):
        return length >= (5 if heading else 8)
    count = words.count(" ") + 1
    return count >= 2 if heading else count >= 4 or (count >= 3 and length >= 18)


def tells_time(words: str) -> bool:
    """Whether a text only tells a time or a count."""
    return len(words) < 60 and _DIGIT.search(words) is not None and is_meta_line(words)


def _cards_beside_headings(bare: Sequence[Link], known: set[str], blocks: Sequence[Block], headline: int) -> list[Card]:
    """Cards whose link shows no headline ("Read", a picture) beside a heading, in markup that repeats."""
    alike: defaultdict[str, list[Link]] = defaultdict(list)
    for link in bare:
        if link.href not in known and link.element.parent is not None:
            links = alike[link.text]
            if not links or links[-1].href != link.href:
                links.append(link)
    found: list[Card] = []
    for links in alike.values():
        if len(links) < 3 or len({link.href for link in links}) < 3:
            continue
        candidates = [Candidate(link.href, "", link.element, link, doubtful=False) for link in links]
        for card in _cards(candidates, blocks, headline):
            words = _unlinked_headline(blocks[card.first : card.last])
            if words is not None and card.whole and card.candidate.href not in known:
                known.add(card.candidate.href)
                found.append(replace(card, candidate=replace(card.candidate, headline=words)))
    return found


def _unlinked_headline(blocks: Sequence[Block]) -> str | None:
    headings = [each for each in blocks if each.tag in HEADINGS]
    if headings:
        only = headings[0]
        return (
            only.text
            if len(headings) == 1 and only.link_density < 0.5 and is_headline(only.text, heading=True)
            else None
        )
    shown = [each for each in blocks if each.link_density < 0.5 and not tells_time(each.text)]
    return next((each.text for each in shown if len(shown) > 1 and is_headline(each.text, heading=False)), None)


def _cards(candidates: Sequence[Candidate], blocks: Sequence[Block], headline: int) -> list[Card]:
    """For each candidate its card."""
    if len(candidates) < 2:
        return [_single_card(each, blocks, headline) for each in candidates if each.link.roles & _RELATED_ROLES]
    partings = [_parting_elements(one.element, other.element) for one, other in pairwise(candidates)]
    cards: list[Card] = []
    for number, candidate in enumerate(candidates):
        container, element = candidate.element, candidate.element
        depth = -1
        if number:
            container, _, element = partings[number - 1]
            depth = container.depth
        if number < len(partings) and partings[number][0].depth > depth:
            container, element, _ = partings[number]
        cards.append(_card(candidate, element, container, blocks, headline))
    return cards


def _card(candidate: Candidate, element: Element, container: Element, blocks: Sequence[Block], headline: int) -> Card:
    """The card of a candidate below the element that parts it from its neighbours, or as much of it as is no text."""
    whole = _fits(element, blocks, headline)
    if not whole:
        element = candidate.element
        while element.parent is not None and _fits(element.parent, blocks, headline):
            element = element.parent
    first, last = element.first, element.last
    if first == last:
        first, last = candidate.link.first, candidate.link.first + 1
    return Card(candidate, element, container, first, min(last, len(blocks)), whole)


def _single_card(candidate: Candidate, blocks: Sequence[Block], headline: int) -> Card:
    top = candidate.element
    while top.parent is not None and top.parent.roles & _RELATED_ROLES:
        top = top.parent
    return _card(candidate, top, top.parent or top, blocks, headline)


def _parting_elements(one: Element, other: Element) -> tuple[Element, Element, Element]:
    """The innermost element that holds both, and what each of them stands in below it."""
    left, right = one, other
    above_one: Element | None = one
    above_other: Element | None = other
    while above_one is not above_other and above_one is not None and above_other is not None:
        deeper = above_one.depth - above_other.depth
        if deeper >= 0:
            left, above_one = above_one, above_one.parent
        if deeper <= 0:
            right, above_other = above_other, above_other.parent
    return above_one or one, left, right


def _fits(element: Element, blocks: Sequence[Block], headline: int) -> bool:
    """Whether an element is small enough for a card, and does not hold the page's own headline."""
    first, last = element.first, element.last
    if first <= headline < last or last - first > _MOST_BLOCKS:
        return False
    size = 0
    for block in blocks[first:last]:
        # A card shows a teaser, perhaps two; three paragraphs are a text.
        size += block.size + 250 if block.size > 50 and block.link_density < 0.3 else block.size
    return size <= _LARGEST


def _clusters(cards: Sequence[Card], blocks: Sequence[Block]) -> list[list[Card]]:
    """Cards that stand side by side and are built alike; one left over in a row of its own joins its block."""
    together: defaultdict[Element, list[Card]] = defaultdict(list)
    for card in cards:
        together[card.container].append(card)
    found: list[list[Card]] = []
    single: list[Card] = []
    for beside in together.values():
        shape, count = Counter(card.element.tag for card in beside).most_common(1)[0] if len(beside) > 1 else ("", 0)
        if count >= 2:
            found.append([card for card in beside if card.element.tag == shape])
            single.extend(card for card in beside if card.element.tag != shape)
        else:
            single.extend(beside)
    found.sort(key=lambda cluster: cluster[0].first)
    found = _rows_joined(found)
    for card in single:
        joined = next((each for each in found if _joins(card, each, blocks)), None)
        if joined is not None:
            joined.append(card)
            joined.sort(key=lambda card: (card.first, card.candidate.link.element.start))
        elif card.candidate.link.roles & _RELATED_ROLES:
            found.append([card])
    return sorted(found, key=lambda cluster: cluster[0].first)


def _rows_joined(clusters: Sequence[list[Card]]) -> list[list[Card]]:
    """Rows and columns of one block of stories become one cluster."""
    joined: list[list[Card]] = []
    for cluster in clusters:
        before = joined[-1][-1] if joined else None
        here = cluster[0]
        if (
            before is not None
            and before.container.parent is here.container.parent
            and before.container.tag == here.container.tag
            and before.element.tag == here.element.tag
            and here.first - before.container.last <= 1
        ):
            joined[-1] = joined[-1] + cluster
        else:
            joined.append(cluster)
    return joined


def _joins(card: Card, cluster: Sequence[Card], blocks: Sequence[Block]) -> bool:
    """Whether a card that stands alone belongs to a block of cards: beside it, and with a teaser as they have."""
    one = cluster[0]
    around = one.container.parent
    beyond = around.parent if around is not None else None
    if card.container not in (one.container, around, beyond) or not card.whole or card.element.tag == "p":
        return False
    last = max(each.last for each in cluster)
    gap = card.first - last if card.first >= one.first else one.first - card.last
    with_teaser = has_teaser(blocks[card.first : card.last])
    alike = card.element.tag in (one.element.tag, one.container.tag) and card.first >= one.first
    end = cluster[1].first if len(cluster) > 1 else one.last
    return (
        gap <= _APART and (alike or with_teaser) and with_teaser == has_teaser(blocks[one.first : max(one.last, end)])
    )


def has_teaser(blocks: Sequence[Block]) -> bool:
    """Whether one of several blocks could be a teaser."""
    return any(28 <= block.size < 500 and block.link_density < 0.3 for block in blocks)


def _runs(cards: Sequence[Card]) -> list[list[Card]]:
    """A cluster cut where other things stand between its cards: a box here and a box there are no block of stories."""
    runs: list[list[Card]] = []
    end = 0
    for card in cards:
        if not runs or card.first - end > _APART:
            runs.append([])
        runs[-1].append(card)
        end = card.last
    return [run for run in runs if len(run) > 1 or run[0].candidate.link.roles & _RELATED_ROLES]


def url_key(address: str) -> str:
    """An address by which two links are one: without scheme, ``www.``, last slash, fragment and bare marks."""
    before, slashes, behind = address.partition("#")[0].partition("//")
    path, _, query = (behind if slashes and before in ("https:", "http:", "") else address).partition("?")
    return f"{path.removeprefix('www.').rstrip('/')}?{query if '=' in query else ''}"
