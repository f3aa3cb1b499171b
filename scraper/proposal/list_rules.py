"""How a page lists its stories: selectors for a publication file, learned from the page itself (pure).

links that may be headlines -> the card round each -> cards of the same make -> one selector for all of them

The card of a link is the highest element round it that leads to no other story. What was learned is tried on the page
at once: a selector that finds much beside the cards is made narrower.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scraper.discover.selectors import xpath_of
from scraper.items import Page
from scraper.proposal.element_names import (
    ClassName,
    broadest,
    class_names,
    name_of,
    selector_of,
    shared_ancestor,
    tag_with_classes,
)
from scraper.proposal.html_tree import tree_of
from scraper.proposal.story_cards import (
    BESIDE_TAGS,
    HEADINGS,
    LEAST_LETTERS,
    LEAST_SIGNS,
    Card,
    cards_of,
    is_beside,
    is_placed_as_story,
    said,
    tells_of_story,
    text_of,
)

PAGE_NUMBER = re.compile(  # what a page of the paper is called
    r"(?i)\W*(?:(?:page|seite|página|pagina|strona|sayfa|стр\w*|pg?)\W*)?[A-Z]{0,2}\s?\d{1,3}\s*면?|第\s*[A-Z]?\d{1,3}\s*版.*|P\.?\d+"
)
_HOUR = re.compile(r"(?i)^\s*\d{1,2}\s*(?::\d\d|uhr|h\b|am\b|pm\b)")
_STANDFIRST_NAME = re.compile(
    r"(?i)(?:^|[-_])(?:desc(?:ription)?|summary|excerpt|dek|standfirst|stand-first|intro|subtitle|subhead\w*"
    r"|abstract|sapo|bajada|entradilla|chapo|sommario|leadtext|lead|trail|blurb|teaser-?_?text"
    r"|sinopsis|resumo|sous-titre)$"
)
_SECTION_NAME = re.compile(
    r"(?i)(?:^|[-_])(?:section|rubri\w*|categor\w*|cat|ressort|seccion|sezione|secao|editoria|eyebrow|overline"
    r"|kategori\w*|department|channel)$"
)
_SECTION_ADDRESS = re.compile(
    r"(?i)/(?:sections?|sezion[ei]|secci[oó]n(?:es)?|categor\w*|rubri\w*|ressort|thema|topics?)/"
)
_HEADLINE_NAME = re.compile(r"(?i)(?:headline|title|titel|titulo|titre)")
_UNSPACED_LANGUAGES = ("zh", "ja", "ko", "th", "my", "km", "lo")
_CLASS_TESTS = re.compile(  # of one class, in the XPath of a CSS selector: the last of them says it all
    r"@class and contains\(@class, '[^']*'\) and (?P<last>contains\(concat\()"
)
LEAST = 4  # stories that a list has
_LEAST_STANDFIRST = 28  # of the letters of standfirsts, on the average
_ROOM = 3  # how much shorter than the shortest headline seen the links of a menu must be, to be told by that
_FEW_BESIDE = 0.3  # for each card: that much besides, which a selector finds, is put up with
_MOST_KINDS = 3  # of cards that one selector names
_LONGEST_HEADING = 40  # characters of a section's heading
_SHARE_OF_LARGEST = 0.15  # of the cards of the commonest kind; rarer kinds are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRules:
    """Selectors as ``[index.stories]`` has them; empty ones where the page has no such thing."""

    each: str
    url: tuple[str, ...]
    headline: tuple[str, ...]
    standfirst: str = ""
    section: str = ""
    page: str = ""

    def as_toml(self) -> dict[str, str | list[str]]:
        """The keys of ``[index.stories]``."""
        found = {name: value for name, value in asdict(self).items() if value}
        return {name: _alone(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _alone(selectors: tuple[str, ...]) -> str | list[str]:
    return selectors[0] if len(selectors) == 1 else list(selectors)


def learned(
    page: Page,
    *,
    least: int = LEAST,
    is_home_page: bool = False,
    is_story: Callable[[Any, str, str], bool] = tells_of_story,
) -> ListRules | None:
    """The rules for the list of stories on this page; None where it shows fewer than ``least``.

    :param is_story: whether a link (an element), its address and the site lead to a story, where more is known of it.
    :param is_home_page: what stands in its articles and under its headings are stories then, also where headlines are
        short and addresses say little; on others such links lead to sections, issues and days.
    """
    tree = tree_of(page)
    if (rules := _rules(list(cards_of(tree, is_story)), tree, least)) is not None or not is_home_page:
        return rules
    return _rules(list(cards_of(tree, is_placed_as_story)), tree, LEAST)


def _rules(cards: Sequence[Card], tree: Any, least: int) -> ListRules | None:
    usual = Counter(name_of(card.element) for card in cards)
    kinds: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        kinds[name_of((alike := _like_the_others(card, usual)).element)].append(alike)
    common = sorted(kinds.values(), key=lambda of_kind: -sum(len(text_of(card.anchor)) for card in of_kind))
    if not common:
        return None
    kept = [common[0], *(kind for kind in common[1:] if _stands_with(kind, common[0]))][:_MOST_KINDS]
    chosen = [card for kind in kept for card in kind]
    if len({card.url for card in chosen}) < least:
        return None
    each = _outside_menus(
        ", ".join(broadest([selector_of([card.element for card in kind], tree) for kind in kept])), chosen, tree
    )
    heading, numbers = _heading_over(tree, chosen)
    return ListRules(
        each=each,
        url=_url_selector(chosen),
        headline=_headline_selector(chosen),
        standfirst=_standfirst_selector(chosen),
        section="" if numbers else heading or _section_inside(chosen),
        page=heading if numbers else "",
    )


def guessed(language: str) -> dict[str, str | list[str]]:
    """What ``[index.stories]`` may say of a page that nobody has seen: links as long as headlines, outside menus."""
    least = LEAST_SIGNS if language.partition("-")[0] in _UNSPACED_LANGUAGES else LEAST_LETTERS
    outside = "not(ancestor::nav or ancestor::footer or ancestor::aside)"
    return {
        "each": f"xpath://a[@href][string-length(normalize-space(.)) >= {least}][{outside}]",
        "url": "::attr(href)",
        "headline": ["h2", "h3", "h4", "xpath:."],
    }


def _stands_with(kind: Sequence[Card], commonest: Sequence[Card]) -> bool:
    """Whether a rarer kind of card is of the same list: not too rare, and inside what holds the commonest."""
    around = shared_ancestor([card.element for card in commonest])
    around = around.getparent() if around is not None and around.getparent() is not None else around
    inside = all(around in card.element.iterancestors() for card in kind)
    return len(kind) >= _SHARE_OF_LARGEST * len(commonest) and inside


def _like_the_others(card: Card, usual: Counter[str]) -> Card:
    """The card itself, or what in it is made as more of the others are: a section with one story is no card."""
    best = max(reversed(card.way_up()), key=lambda element: usual[name_of(element)])
    return Card(best, card.anchor, card.url) if usual[name_of(best)] > usual[name_of(card.element)] else card


def _outside_menus(each: str, chosen: Sequence[Card], tree: Any) -> str:
    """The selector, as XPath that passes over menus and footers, by their names where they have any, if it finds these.

    Only a menu without a name is told by the length of its links, and with room below the shortest of the headlines:
    those of other days are shorter.
    """
    cards = {card.element for card in chosen}
    beside = [element for element in tree.xpath(xpath_of(each)) if element not in cards]
    tags = {around.tag for element in beside for around in element.iterancestors() if around.tag in BESIDE_TAGS}
    conditions = [f"not(ancestor::{tag})" for tag in sorted(tags)]
    outside = [each for each in beside if not any(around.tag in tags for around in each.iterancestors())]
    shortest = min(len(said(card.anchor)) for card in chosen)
    if len(outside) > _FEW_BESIDE * len(chosen):
        for name in _names_of_menus(outside, cards, shortest):
            conditions.append(f"not(ancestor::*[{name.xpath()}])")
            outside = [
                each for each in outside if not any(name in class_names(around) for around in each.iterancestors())
            ]
    least = min(shortest // _ROOM, LEAST_LETTERS)
    short = sum(len(text_of(element)) < least for element in outside)
    if len(outside) > _FEW_BESIDE * len(chosen) and short > 0.5 * len(outside):
        conditions.append(f"string-length(normalize-space(.)) >= {least}")
    if not conditions:
        return each
    path = _CLASS_TESTS.sub(r"\g<last>", xpath_of(each))
    return f"xpath:{f'({path})' if ' | ' in path else path}[{' and '.join(conditions)}]"


def _names_of_menus(outside: Sequence[Any], cards: Collection[Any], shortest: int) -> list[ClassName]:
    """The classes round short links that stand round no card and nothing as long as a headline, the widest first."""
    holding: defaultdict[ClassName, list[Any]] = defaultdict(list)
    round_cards = {name for card in cards for around in card.iterancestors() for name in class_names(around)}
    for element in outside:
        for name in dict.fromkeys(name for around in element.iterancestors() for name in class_names(around)):
            holding[name].append(element)
    names = [
        name
        for name, held in holding.items()
        if name not in round_cards and len(held) > 1 and all(len(text_of(element)) < shortest for element in held)
    ]
    kept: list[ClassName] = []
    passed: set[Any] = set()
    for name in sorted(names, key=lambda name: -len(holding[name])):
        if not passed.issuperset(holding[name]):
            kept.append(name)
            passed.update(holding[name])
    return kept


def _url_selector(cards: Sequence[Card]) -> tuple[str, ...]:
    """The story's link: the card itself, the first link in it, or the one that is named as in most cards."""
    if all(card.element is card.anchor for card in cards):
        return ("::attr(href)",)
    first = [next(iter(card.element.xpath(".//a/@href")), card.element.get("href")) for card in cards]
    if all(href == card.anchor.get("href") for href, card in zip(first, cards, strict=True)):
        return ("a::attr(href)",)
    return (f"{_anchor_name(cards)}::attr(href)", "a::attr(href)")


def _headline_selector(cards: Sequence[Card]) -> tuple[str, ...]:
    """The heading in the card where most have one, else the link; of links round all, what is marked in them."""
    if heading := _usual_child(cards, HEADINGS, ".//", 0.6):
        every = all(card.element.xpath(f".//{heading}") for card in cards)
        named = _named_inside(cards, _HEADLINE_NAME, lambda text: len(text) >= LEAST_SIGNS, within=heading, share=0.8)
        found = (named, heading) if named else (heading,)
        return found if every else (*found, _anchor_name(cards))
    if any(card.element is not card.anchor for card in cards):
        name = _anchor_name(cards)
        every = all(card.element.xpath(xpath_of(name)) for card in cards)
        inner = _headline_inside(cards)
        found = (f"{name} > {inner}", name) if inner else (name,)
        return found if every or name == "a" else (*found, "a", "a::attr(title)")
    marked = _usual_child(cards, ("strong", "b", "em", "span", "p"), "./", 0.8)
    parts = [(card, card.element.xpath(f"./{marked}")) for card in cards] if marked else []
    return (
        marked if any(found and text_of(found[0]) != text_of(card.element) for card, found in parts) else "xpath:.",
    )


def _headline_inside(cards: Sequence[Card]) -> str:
    """What in the story's link is the headline, where something shorter stands beside it, such as a kicker."""
    longest = [max(card.anchor, key=lambda child: len(text_of(child)), default=None) for card in cards]
    names = Counter(tag_with_classes(child, 1) for child in longest if child is not None and isinstance(child.tag, str))
    name, number = next(iter(names.most_common(1)), ("", 0))
    beside = sum(
        child is not None and 0.5 * len(text_of(card.anchor)) <= len(text_of(child)) < len(text_of(card.anchor))
        for card, child in zip(cards, longest, strict=True)
    )
    return name if number >= 0.8 * len(cards) and beside >= 0.5 * len(cards) else ""


def _named_inside(
    cards: Sequence[Card], names: re.Pattern[str], fits: Callable[[str], bool], *, within: str = "", share: float
) -> str:
    """The element in the cards whose class names what it is, as a selector; empty where too few cards have one.

    Of several, the one with the least text besides.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        of_card: dict[str, int] = {}
        way_up = card.way_up()
        for element in card.element.xpath(f".//{within}//*[@class]" if within else ".//*[@class]"):
            holds_link = not within and element in way_up
            named = any(names.search(each.name.rstrip("-_")) for each in class_names(element))
            if named and not holds_link and fits(text_of(element)):
                of_card.setdefault(tag_with_classes(element, 1), len(text_of(element)))
        for name, length in of_card.items():
            found[name].append(length)
    usual = [name for name, lengths in found.items() if len(lengths) >= share * len(cards)]
    return min(usual, key=lambda name: sum(found[name]) / len(found[name]), default="")


def _usual_child(cards: Sequence[Card], tags: Sequence[str], axis: str, share: float) -> str:
    """The tag of these that most cards have inside them; empty where less than this share of them has one."""
    counted = Counter(tag for card in cards for tag in tags if card.element.xpath(f"{axis}{tag}"))
    tag, number = next(iter(counted.most_common(1)), ("", 0))
    return tag if number >= share * len(cards) else ""


def _anchor_name(cards: Sequence[Card]) -> str:
    """The commonest name of the story's link inside its card, as a selector."""
    return Counter(_inside(card.anchor, card.element) for card in cards).most_common(1)[0][0]


def _inside(element: Any, card: Any) -> str:
    own = tag_with_classes(element, 1)
    parent = element.getparent()
    if own == element.tag and parent is not None and parent is not card and element is not card:
        if parent.tag in HEADINGS:
            return f"{parent.tag} {own}"
        if classes := class_names(parent)[:1]:
            return f"{classes[0].css()} {own}"
    return own


def _standfirst_selector(cards: Sequence[Card]) -> str:
    """What is named so in the cards, else their paragraphs; of several kinds of these, that with the long texts."""
    heads = {id(card): text_of(card.anchor) for card in cards}
    if named := _named_inside(cards, _STANDFIRST_NAME, lambda text: len(text) >= LEAST_SIGNS * 2, share=0.2):
        return named
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        first: dict[str, int] = {}  # by name: a selector takes the first of each
        way_up = card.way_up()
        for line in card.element.xpath(".//p"):
            if line not in way_up and (text := text_of(line)) and text != heads[id(card)]:
                first.setdefault(tag_with_classes(line, 1), len(text))
        for name, length in first.items():
            lengths[name].append(length)
    average = {name: sum(each) / len(each) for name, each in lengths.items() if len(each) >= 0.3 * len(cards)}
    name = max(average, key=lambda name: average[name], default="")
    return name if average.get(name, 0) >= _LEAST_STANDFIRST else ""


def _section_inside(cards: Sequence[Card]) -> str:
    """What is named as a section in the cards themselves, or a link in most of them that leads to a section."""
    if named := _named_inside(cards, _SECTION_NAME, lambda text: 0 < len(text) <= _LONGEST_HEADING, share=0.6):
        return named
    links: Counter[str] = Counter()
    for card in cards:
        beside = (link for link in card.element.xpath(".//a[@href]") if link.get("href") != card.anchor.get("href"))
        links.update(
            {
                tag_with_classes(link, 1)
                for link in beside
                if _SECTION_ADDRESS.search(link.get("href")) and text_of(link)
            }
        )
    name, number = next(iter(links.most_common(1)), ("", 0))
    return name if number >= 0.6 * len(cards) and name != "a" else ""


def _heading_over(tree: Any, cards: Sequence[Card]) -> tuple[str, bool]:
    """Headings that stand over several cards each and are no story's, as XPath that starts from the card.

    :returns: the selector, and whether the headings are the numbers of pages.
    """
    inside = {element for card in cards for element in card.element.iter()}
    for tag in ("h1", *HEADINGS[1:4]):
        headings = [
            heading
            for heading in tree.iter(tag)
            if heading not in inside and 0 < len(text_of(heading)) <= _LONGEST_HEADING and not is_beside(heading)
        ]
        if len({text_of(heading) for heading in headings}) < 2:
            continue
        names = Counter(next(iter(class_names(heading)), None) for heading in headings)
        name = names.most_common(1)[0][0]
        clashes = any(element.tag == tag for element in inside if isinstance(element.tag, str))
        if clashes and name is None:
            continue
        condition = f"[{name.xpath()}]" if name else ""
        path = f"preceding::{tag}{condition}[1]"
        over = Counter(text_of(found[0]) for card in cards if (found := card.element.xpath(path)))
        if len(over) >= 2 and sum(over.values()) >= 0.7 * len(cards):
            numbers = sum(bool(PAGE_NUMBER.fullmatch(text)) for text in over)
            dated = sum(bool(_HOUR.search(text)) for text in over)
            if dated > 0.5 * len(over):
                continue  # the hour at which stories were published
            return f"xpath:{path}", numbers > 0.5 * len(over)
    return "", False
