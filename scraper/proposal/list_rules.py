"""How a page lists its stories: selectors for a publication file, learned from the page itself (pure).

links that may be headlines -> the card round each -> cards of the same make -> one selector for all of them

The card of a link is the highest element round it that leads to no other story. What was learned is tried on the page
at once: a selector that finds much beside the cards is made narrower.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from scraper.discover.index_document import collapsed
from scraper.discover.selectors import xpath_of
from scraper.items import Page
from scraper.proposal.edition_words import UNSPACED
from scraper.proposal.home_page import bare_host, site_of
from scraper.proposal.html_tree import tree_of
from scraper.texts.dates import index_dates
from scraper.urls import canonical

_BESIDE = re.compile(
    r"(?i)(?:^|[-_ ])(?:nav|menu|footer|breadcrumbs?|popular|most|trending|related|sidebar|advert\w*|promo\w*|sponsored"
    r"|social|share|cookies?|newsletter|pagination|pager|tags?|topics?|login|subscribe|meistgelesen|masleidas|recommend\w*)"
    r"(?:$|[-_ ])"
)
_BESIDE_TAGS = frozenset(("nav", "footer", "aside", "dialog"))
_NO_STORY = re.compile(
    r"(?i)/(?:tags?|topics?|authors?|autor(?:en|es)?|category|categories|section|login|account|subscribe|abo|privacy|terms"
    r"|contact|about|video|videos|podcasts?|gallery|galleries|live|games?|shop|jobs)(?:/|$)|\.(?:jpe?g|png|pdf|mp[34])$"
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
_STABLE_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_HASHED = re.compile(
    r"\d{3,}|[-_]\d+$|^(?:css|sc|jsx|svelte)-|^(?=[a-z]*[A-Z][a-z]*[A-Z])[A-Za-z]{5,7}$"
    r"|^(?:first|last|odd|even|active|current|open)$"
)
# Made by a tool at each build: "SummaryItem-ehGPZM", "teaser_card__x7Yq2"; and "cTzJhe", which names nothing.
_MADE = re.compile(
    r"(?P<kind>[A-Za-z][A-Za-z0-9]{3,}(?:[-_][A-Za-z0-9]+)*(?:-|__))(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[a-z])[A-Za-z0-9]{5,7}"
)
_CLASS_TESTS = re.compile(  # of one class, in the XPath of a CSS selector: the last of them says it all
    r"@class and contains\(@class, '[^']*'\) and (?P<last>contains\(concat\()"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LEAST = 4  # stories that a list has
_LEAST_LETTERS, _LEAST_SIGNS = 18, 7  # of a headline, with blanks between its words and without
_LEAST_STANDFIRST = 28  # of the letters of standfirsts, on the average
_ROOM = 3  # how much shorter than the shortest headline seen the links of a menu must be, to be told by that
_FEW_BESIDE = 0.3  # for each card: that much besides, which a selector finds, is put up with
_MOST_KINDS = 3  # of cards that one selector names
_LONGEST_HEADING = 40  # characters of a section's heading
_MOST_BESIDE = 0.5  # of a page's links to stories; what holds more of them is not beside the list
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


@dataclass(frozen=True, slots=True)
class _Card:
    element: Any
    anchor: Any  # with the longest text
    url: str


def learned(page: Page, *, least: int = LEAST, is_home_page: bool = False) -> ListRules | None:
    """The rules for the list of stories on this page; None where it shows fewer than ``least``.

    :param is_home_page: what stands in its articles and under its headings are stories then, also where headlines are
        short and addresses say little; on others such links lead to sections, issues and days.
    """
    tree = tree_of(page)
    if (rules := _rules(list(_cards(tree, _tells_of_story)), tree, least)) is not None or not is_home_page:
        return rules
    return _rules(list(_cards(tree, _is_placed_as_story)), tree, LEAST)


def _rules(cards: Sequence[_Card], tree: Any, least: int) -> ListRules | None:
    usual = Counter(_name(card.element) for card in cards)
    kinds: dict[str, list[_Card]] = defaultdict(list)
    for card in cards:
        kinds[_name((alike := _like_the_others(card, usual)).element)].append(alike)
    common = sorted(kinds.values(), key=lambda of_kind: -sum(len(_text(card.anchor)) for card in of_kind))
    if not common:
        return None
    kept = [common[0], *(kind for kind in common[1:] if _stands_with(kind, common[0]))][:_MOST_KINDS]
    chosen = [card for kind in kept for card in kind]
    if len({card.url for card in chosen}) < least:
        return None
    each = _outside_menus(", ".join(_broadest([_selector(kind, tree) for kind in kept])), chosen, tree)
    heading, numbers = _heading_over(tree, chosen)
    return ListRules(
        each=each,
        url=_url_selector(chosen),
        headline=_headline_selector(chosen),
        standfirst=_standfirst_selector(chosen),
        section="" if numbers else heading or _section_inside(chosen),
        page=heading if numbers else "",
    )


def story_addresses(page: Page) -> frozenset[str]:
    """The addresses of what may be stories on a page."""
    return frozenset(card.url for card in _cards(tree_of(page), _tells_of_story))


def guessed(language: str) -> dict[str, str | list[str]]:
    """What ``[index.stories]`` may say of a page that nobody has seen: links as long as headlines, outside menus."""
    least = _LEAST_SIGNS if language.partition("-")[0] in _UNSPACED_LANGUAGES else _LEAST_LETTERS
    outside = "not(ancestor::nav or ancestor::footer or ancestor::aside)"
    return {
        "each": f"xpath://a[@href][string-length(normalize-space(.)) >= {least}][{outside}]",
        "url": "::attr(href)",
        "headline": ["h2", "h3", "h4", "xpath:."],
    }


def stated_day(page: Page, language: str, zone: ZoneInfo, asked: dt.date | None = None) -> tuple[str, dt.date] | None:
    """Where the page states the day that it is of, as a selector, and that day; None where it states none.

    :param asked: the day in the page's address: where that is stated counts before all; an hour or a lesser heading
        that names another day is as often that of a story.
    """
    tree = tree_of(page)
    stated: list[tuple[str, dt.date]] = []
    for selector in ("h1", "title", "time::attr(datetime)", "h2"):
        for found in tree.xpath(xpath_of(selector))[:1]:
            words = found if isinstance(found, str) else _text(found)
            if (day := index_dates.day_in(words, language, zone)) is not None:
                stated.append((selector, day))
    right = [each for each in stated if each[1] == asked]
    certain = [each for each in stated if asked is None or each[0] in ("h1", "title")]
    return next(iter(right or certain), None)


def _stands_with(kind: Sequence[_Card], commonest: Sequence[_Card]) -> bool:
    """Whether a rarer kind of card is of the same list: not too rare, and inside what holds the commonest."""
    around = _shared_ancestor([card.element for card in commonest])
    around = around.getparent() if around is not None and around.getparent() is not None else around
    inside = all(around in card.element.iterancestors() for card in kind)
    return len(kind) >= _SHARE_OF_LARGEST * len(commonest) and inside


def _like_the_others(card: _Card, usual: Counter[str]) -> _Card:
    """The card itself, or what in it is made as more of the others are: a section with one story is no card."""
    best = max(reversed(_way_up(card)), key=lambda element: usual[_name(element)])
    return _Card(best, card.anchor, card.url) if usual[_name(best)] > usual[_name(card.element)] else card


def _way_up(card: _Card) -> list[Any]:
    """The elements from a card's link up to the card, both with them."""
    around = [card.anchor, *card.anchor.iterancestors()]
    return around[: around.index(card.element) + 1]


def is_story_link(text: str, url: str, site: str) -> bool:
    """Whether a link may lead to a story of this site: by the length of its text, and by its address."""
    signs = _LEAST_SIGNS if UNSPACED.search(text) else _LEAST_LETTERS
    if len(text) < signs or _NO_STORY.search(urlsplit(url).path):
        return False
    if site_of(bare_host(url)) != site:
        return False
    parts = urlsplit(url)
    path = parts.path.strip("/")
    tells = re.search(r"\d{3,}|-\w+-|\.\w{3,5}$", path.rpartition("/")[2]) or re.search(r"\d{4,}", parts.query)
    return bool(path) and bool(tells or path.count("/") >= 2 or len(path) > 30 or UNSPACED.search(text))


def _tells_of_story(anchor: Any, url: str, site: str) -> bool:
    return is_story_link(_said(anchor), url, site)


def _is_placed_as_story(anchor: Any, url: str, site: str) -> bool:
    """Whether a link may lead to a story by its place, in an article or a heading, or by its text alone."""
    text, parts = _said(anchor), urlsplit(url)
    around = {element.tag for element in (*anchor.iterancestors(), *anchor.iterdescendants())}
    least = _LEAST_SIGNS if UNSPACED.search(text) else _LEAST_LETTERS
    if len(text) < (least // 2 if around.intersection(("article", *_HEADINGS)) else least):
        return False
    tells = re.search(r"[\d/-]", f"{parts.path.strip('/')}?{parts.query}")
    return bool(tells) and site_of(bare_host(url)) == site and not _NO_STORY.search(parts.path)


def _cards(tree: Any, is_story: Callable[[Any, str, str], bool]) -> Iterator[_Card]:
    """The card of each address that the page links as a story, in the order of the page.

    :param is_story: whether a link with this address may lead to a story of a site.
    """
    base = tree.base_url
    site = site_of(bare_host(base))
    anchors: dict[str, list[Any]] = defaultdict(list)
    links_of: dict[Any, set[str]] = {}
    for anchor in tree.xpath("//a[@href]"):
        try:
            address = urljoin(base, anchor.get("href"))
        except ValueError:
            continue
        anchors[canonical(address)].append(anchor)
    likely = [a for url, linked in anchors.items() for a in linked if is_story(a, url, site)]
    inside = Counter(around for anchor in likely for around in (anchor, *anchor.iterancestors()))
    # A name says nothing of a container that holds most of what the page lists.
    whole = {element for element, held in inside.items() if held > _MOST_BESIDE * len(likely)}
    listed = {anchor for anchor in likely if not _is_beside(anchor, whole)}
    stories = {
        url: max(linked, key=lambda anchor: len(_text(anchor)))
        for url, linked in anchors.items()
        if not listed.isdisjoint(linked)
    }
    for url in stories:
        for anchor in anchors[url]:
            element = anchor
            while element is not None:
                links_of.setdefault(element, set()).add(url)
                element = element.getparent()
    for url, anchor in stories.items():
        card = anchor
        while _holds_only(card.getparent(), url, links_of):
            card = card.getparent()
        yield _Card(card, anchor, url)


def _holds_only(element: Any, url: str, links_of: Mapping[Any, set[str]]) -> bool:
    return element is not None and element.tag not in ("body", "html") and links_of[element] == {url}


def _said(anchor: Any) -> str:
    """The text of a link; of one that lies over its card without any, the heading that stands beside it."""
    if text := _text(anchor):
        return text
    for around in list(anchor.iterancestors())[:3]:
        if headings := around.xpath("(.//h1 | .//h2 | .//h3 | .//h4 | .//h5)"):
            return _text(headings[0]) if len(headings) == 1 else ""
    return ""


def _is_beside(anchor: Any, whole: Container[Any] = ()) -> bool:
    """Whether a link stands in a menu, a footer or a box beside the list, by tags and names round it.

    :param whole: elements that hold too much of the page to be any of these.
    """
    around = (anchor, *anchor.iterancestors())
    if any(element.tag in _BESIDE_TAGS for element in around):
        return True
    for element in around:
        if element in whole or element.tag in ("body", "html", "main"):
            return False
        if element.tag == "form" or _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


def _text(element: Any) -> str:
    return str(collapsed(element.text_content()))


@dataclass(frozen=True, slots=True)
class _Class:
    """A class that names what an element is, or the part of it that does: the rest of some is made anew each time."""

    name: str
    whole: bool = True

    def css(self) -> str:
        return f".{self.name}" if self.whole else f'[class*="{self.name}"]'

    def xpath(self) -> str:
        whole = f"contains(concat(' ', normalize-space(@class), ' '), ' {self.name} ')"
        return whole if self.whole else f"contains(@class, '{self.name}')"


def _classes(element: Any) -> list[_Class]:
    """The classes that name what an element is, and not which one it is."""
    found = []
    for name in (element.get("class") or "").split():
        if made := _MADE.fullmatch(name):
            found.append(_Class(made["kind"], whole=False))
        elif _STABLE_NAME.fullmatch(name) and not _HASHED.search(name):
            found.append(_Class(name))
    return list(dict.fromkeys(found))


def _css(element: Any, most: int) -> str:
    """An element's tag with so many of its classes."""
    return str(element.tag) + "".join(each.css() for each in _classes(element)[:most])


def _name(element: Any) -> str:
    """The selector of an element by tag and its first two classes; of one without classes, below its parent."""
    own = _css(element, 2)
    parent = element.getparent()
    if own != element.tag or parent is None or parent.tag in ("body", "html"):
        return own
    return f"{_named_parent(parent)} > {own}"


def _named_parent(element: Any) -> str:
    if element.get("id") and _STABLE_NAME.fullmatch(element.get("id")) and not _HASHED.search(element.get("id")):
        return f"{element.tag}#{element.get('id')}"
    return _css(element, 2)


def _selector(kind: Sequence[_Card], tree: Any) -> str:
    """A selector that finds these cards and little else: by their name, or below an ancestor that all of them share."""
    name = _name(kind[0].element)
    if len(tree.xpath(xpath_of(name))) <= 1.3 * len(kind) + 1:
        return name
    shared = _shared_ancestor([card.element for card in kind])
    while shared is not None and shared.tag not in ("body", "html"):
        narrower = f"{_named_parent(shared)} {name}"
        if _named_parent(shared) != shared.tag and len(tree.xpath(xpath_of(narrower))) <= 1.3 * len(kind) + 1:
            return narrower
        shared = shared.getparent()
    return name


def _broadest(selectors: Sequence[str]) -> list[str]:
    """The selectors without those that only add a class to another: ``.item`` finds what ``.item.lead`` does."""
    return [
        each
        for each in dict.fromkeys(selectors)
        if not any(each.startswith((f"{other}.", f"{other}[")) and " " not in each[len(other) :] for other in selectors)
    ]


def links_selector(anchors: Sequence[Any], tree: Any) -> str:
    """A selector that finds these links of a page and hardly any others; empty where there is none.

    What is named round them comes first: other pages have other lists.
    """
    name = _selector([_Card(anchor, anchor, anchor.get("href")) for anchor in anchors], tree)
    around = _shared_ancestor(anchors)
    above = [] if around is None else [_named_parent(each) for each in (around, *around.iterancestors())]
    for selector in (*(f"{each} {name}" for each in above if "." in each or "#" in each), name):
        found = tree.xpath(xpath_of(selector))
        if set(anchors) <= set(found) and len(found) <= 1.3 * len(anchors) + 1:
            return selector
    return ""


def _outside_menus(each: str, chosen: Sequence[_Card], tree: Any) -> str:
    """The selector, as XPath that passes over menus and footers, by their names where they have any, if it finds these.

    Only a menu without a name is told by the length of its links, and with room below the shortest of the headlines:
    those of other days are shorter.
    """
    cards = {card.element for card in chosen}
    beside = [element for element in tree.xpath(xpath_of(each)) if element not in cards]
    tags = {around.tag for element in beside for around in element.iterancestors() if around.tag in _BESIDE_TAGS}
    conditions = [f"not(ancestor::{tag})" for tag in sorted(tags)]
    outside = [each for each in beside if not any(around.tag in tags for around in each.iterancestors())]
    shortest = min(len(_said(card.anchor)) for card in chosen)
    if len(outside) > _FEW_BESIDE * len(chosen):
        for name in _names_of_menus(outside, cards, shortest):
            conditions.append(f"not(ancestor::*[{name.xpath()}])")
            outside = [each for each in outside if not any(name in _classes(around) for around in each.iterancestors())]
    least = min(shortest // _ROOM, _LEAST_LETTERS)
    short = sum(len(_text(element)) < least for element in outside)
    if len(outside) > _FEW_BESIDE * len(chosen) and short > 0.5 * len(outside):
        conditions.append(f"string-length(normalize-space(.)) >= {least}")
    if not conditions:
        return each
    path = _CLASS_TESTS.sub(r"\g<last>", xpath_of(each))
    return f"xpath:{f'({path})' if ' | ' in path else path}[{' and '.join(conditions)}]"


def _names_of_menus(outside: Sequence[Any], cards: Collection[Any], shortest: int) -> list[_Class]:
    """The classes round short links that stand round no card and nothing as long as a headline, the widest first."""
    holding: defaultdict[_Class, list[Any]] = defaultdict(list)
    round_cards = {name for card in cards for around in card.iterancestors() for name in _classes(around)}
    for element in outside:
        for name in dict.fromkeys(name for around in element.iterancestors() for name in _classes(around)):
            holding[name].append(element)
    names = [
        name
        for name, held in holding.items()
        if name not in round_cards and len(held) > 1 and all(len(_text(element)) < shortest for element in held)
    ]
    kept: list[_Class] = []
    passed: set[Any] = set()
    for name in sorted(names, key=lambda name: -len(holding[name])):
        if not passed.issuperset(holding[name]):
            kept.append(name)
            passed.update(holding[name])
    return kept


def _shared_ancestor(elements: Sequence[Any]) -> Any:
    first = list(elements[0].iterancestors())
    common = set(first)
    for element in elements[1:]:
        common &= set(element.iterancestors())
    return next((each for each in first if each in common), None)


def _url_selector(cards: Sequence[_Card]) -> tuple[str, ...]:
    """The story's link: the card itself, the first link in it, or the one that is named as in most cards."""
    if all(card.element is card.anchor for card in cards):
        return ("::attr(href)",)
    first = [next(iter(card.element.xpath(".//a/@href")), card.element.get("href")) for card in cards]
    if all(href == card.anchor.get("href") for href, card in zip(first, cards, strict=True)):
        return ("a::attr(href)",)
    return (f"{_anchor_name(cards)}::attr(href)", "a::attr(href)")


def _headline_selector(cards: Sequence[_Card]) -> tuple[str, ...]:
    """The heading in the card where most have one, else the link; of links round all, what is marked in them."""
    if heading := _usual_child(cards, _HEADINGS, ".//", 0.6):
        every = all(card.element.xpath(f".//{heading}") for card in cards)
        named = _named_inside(cards, _HEADLINE_NAME, lambda text: len(text) >= _LEAST_SIGNS, within=heading, share=0.8)
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
    return (marked if any(found and _text(found[0]) != _text(card.element) for card, found in parts) else "xpath:.",)


def _headline_inside(cards: Sequence[_Card]) -> str:
    """What in the story's link is the headline, where something shorter stands beside it, such as a kicker."""
    longest = [max(card.anchor, key=lambda child: len(_text(child)), default=None) for card in cards]
    names = Counter(_css(child, 1) for child in longest if child is not None and isinstance(child.tag, str))
    name, number = next(iter(names.most_common(1)), ("", 0))
    beside = sum(
        child is not None and 0.5 * len(_text(card.anchor)) <= len(_text(child)) < len(_text(card.anchor))
        for card, child in zip(cards, longest, strict=True)
    )
    return name if number >= 0.8 * len(cards) and beside >= 0.5 * len(cards) else ""


def _named_inside(
    cards: Sequence[_Card], names: re.Pattern[str], fits: Callable[[str], bool], *, within: str = "", share: float
) -> str:
    """The element in the cards whose class names what it is, as a selector; empty where too few cards have one.

    Of several, the one with the least text besides.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        of_card: dict[str, int] = {}
        way_up = _way_up(card)
        for element in card.element.xpath(f".//{within}//*[@class]" if within else ".//*[@class]"):
            holds_link = not within and element in way_up
            named = any(names.search(each.name.rstrip("-_")) for each in _classes(element))
            if named and not holds_link and fits(_text(element)):
                of_card.setdefault(_css(element, 1), len(_text(element)))
        for name, length in of_card.items():
            found[name].append(length)
    usual = [name for name, lengths in found.items() if len(lengths) >= share * len(cards)]
    return min(usual, key=lambda name: sum(found[name]) / len(found[name]), default="")


def _usual_child(cards: Sequence[_Card], tags: Sequence[str], axis: str, share: float) -> str:
    """The tag of these that most cards have inside them; empty where less than this share of them has one."""
    counted = Counter(tag for card in cards for tag in tags if card.element.xpath(f"{axis}{tag}"))
    tag, number = next(iter(counted.most_common(1)), ("", 0))
    return tag if number >= share * len(cards) else ""


def _anchor_name(cards: Sequence[_Card]) -> str:
    """The commonest name of the story's link inside its card, as a selector."""
    return Counter(_inside(card.anchor, card.element) for card in cards).most_common(1)[0][0]


def _inside(element: Any, card: Any) -> str:
    own = _css(element, 1)
    parent = element.getparent()
    if own == element.tag and parent is not None and parent is not card and element is not card:
        if parent.tag in _HEADINGS:
            return f"{parent.tag} {own}"
        if classes := _classes(parent)[:1]:
            return f"{classes[0].css()} {own}"
    return own


def _standfirst_selector(cards: Sequence[_Card]) -> str:
    """What is named so in the cards, else their paragraphs; of several kinds of these, that with the long texts."""
    heads = {id(card): _text(card.anchor) for card in cards}
    if named := _named_inside(cards, _STANDFIRST_NAME, lambda text: len(text) >= _LEAST_SIGNS * 2, share=0.2):
        return named
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        first: dict[str, int] = {}  # by name: a selector takes the first of each
        way_up = _way_up(card)
        for line in card.element.xpath(".//p"):
            if line not in way_up and (text := _text(line)) and text != heads[id(card)]:
                first.setdefault(_css(line, 1), len(text))
        for name, length in first.items():
            lengths[name].append(length)
    average = {name: sum(each) / len(each) for name, each in lengths.items() if len(each) >= 0.3 * len(cards)}
    name = max(average, key=lambda name: average[name], default="")
    return name if average.get(name, 0) >= _LEAST_STANDFIRST else ""


def _section_inside(cards: Sequence[_Card]) -> str:
    """What is named as a section in the cards themselves, or a link in most of them that leads to a section."""
    if named := _named_inside(cards, _SECTION_NAME, lambda text: 0 < len(text) <= _LONGEST_HEADING, share=0.6):
        return named
    links: Counter[str] = Counter()
    for card in cards:
        beside = (link for link in card.element.xpath(".//a[@href]") if link.get("href") != card.anchor.get("href"))
        links.update({_css(link, 1) for link in beside if _SECTION_ADDRESS.search(link.get("href")) and _text(link)})
    name, number = next(iter(links.most_common(1)), ("", 0))
    return name if number >= 0.6 * len(cards) and name != "a" else ""


def _heading_over(tree: Any, cards: Sequence[_Card]) -> tuple[str, bool]:
    """Headings that stand over several cards each and are no story's, as XPath that starts from the card.

    :returns: the selector, and whether the headings are the numbers of pages.
    """
    inside = {element for card in cards for element in card.element.iter()}
    for tag in ("h1", *_HEADINGS[1:4]):
        headings = [
            heading
            for heading in tree.iter(tag)
            if heading not in inside and 0 < len(_text(heading)) <= _LONGEST_HEADING and not _is_beside(heading)
        ]
        if len({_text(heading) for heading in headings}) < 2:
            continue
        names = Counter(next(iter(_classes(heading)), None) for heading in headings)
        name = names.most_common(1)[0][0]
        clashes = any(element.tag == tag for element in inside if isinstance(element.tag, str))
        if clashes and name is None:
            continue
        condition = f"[{name.xpath()}]" if name else ""
        path = f"preceding::{tag}{condition}[1]"
        over = Counter(_text(found[0]) for card in cards if (found := card.element.xpath(path)))
        if len(over) >= 2 and sum(over.values()) >= 0.7 * len(cards):
            numbers = sum(bool(PAGE_NUMBER.fullmatch(text)) for text in over)
            dated = sum(bool(_HOUR.search(text)) for text in over)
            if dated > 0.5 * len(over):
                continue  # the hour at which stories were published
            return f"xpath:{path}", numbers > 0.5 * len(over)
    return "", False
