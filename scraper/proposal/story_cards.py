"""The links of a page that may lead to stories, and the card round each (pure)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from scraper.discover.index_document import collapsed
from scraper.items import Page
from scraper.proposal.edition_words import UNSPACED
from scraper.proposal.html_tree import tree_of
from scraper.proposal.page_links import bare_host, site_of
from scraper.urls import canonical

_BESIDE = re.compile(
    r"(?i)(?:^|[-_ ])(?:nav|menu|footer|breadcrumbs?|popular|most|trending|related|sidebar|advert\w*|promo\w*|sponsored"
    r"|social|share|cookies?|newsletter|pagination|pager|tags?|topics?|login|subscribe|meistgelesen|masleidas|recommend\w*)"
    r"(?:$|[-_ ])"
)
BESIDE_TAGS = frozenset(("nav", "footer", "aside", "dialog"))
_NO_STORY = re.compile(
    r"(?i)/(?:tags?|topics?|authors?|autor(?:en|es)?|category|categories|section|login|account|subscribe|abo|privacy|terms"
    r"|contact|about|video|videos|podcasts?|gallery|galleries|live|games?|shop|jobs)(?:/|$)|\.(?:jpe?g|png|pdf|mp[34])$"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LEAST_LETTERS, LEAST_SIGNS = 18, 7  # of a headline, with blanks between its words and without
_MOST_BESIDE = 0.5  # of a page's links to stories; what holds more of them is not beside the list


@dataclass(frozen=True, slots=True)
class Card:
    """The highest element round a link that leads to no other story."""

    element: Any
    anchor: Any  # with the longest text
    url: str

    def way_up(self) -> list[Any]:
        """The elements from the link up to the card, both with them."""
        around = [self.anchor, *self.anchor.iterancestors()]
        return around[: around.index(self.element) + 1]


def story_addresses(page: Page) -> frozenset[str]:
    """The addresses of what may be stories on a page."""
    return frozenset(card.url for card in cards_of(tree_of(page), tells_of_story))


def cards_of(tree: Any, is_story: Callable[[Any, str, str], bool]) -> Iterator[Card]:
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
    listed = {anchor for anchor in likely if not is_beside(anchor, whole)}
    stories = {
        url: max(linked, key=lambda anchor: len(text_of(anchor)))
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
        yield Card(card, anchor, url)


def is_story_link(text: str, url: str, site: str) -> bool:
    """Whether a link may lead to a story of this site: by the length of its text, and by its address."""
    signs = LEAST_SIGNS if UNSPACED.search(text) else LEAST_LETTERS
    if len(text) < signs or _NO_STORY.search(urlsplit(url).path):
        return False
    if site_of(bare_host(url)) != site:
        return False
    parts = urlsplit(url)
    path = parts.path.strip("/")
    tells = re.search(r"\d{3,}|-\w+-|\.\w{3,5}$", path.rpartition("/")[2]) or re.search(r"\d{4,}", parts.query)
    return bool(path) and bool(tells or path.count("/") >= 2 or len(path) > 30 or UNSPACED.search(text))


def tells_of_story(anchor: Any, url: str, site: str) -> bool:
    """``is_story_link`` of an element: by its text, or the heading beside it, and its address."""
    return is_story_link(said(anchor), url, site)


def is_placed_as_story(anchor: Any, url: str, site: str) -> bool:
    """Whether a link may lead to a story by its place, in an article or a heading, or by its text alone."""
    text, parts = said(anchor), urlsplit(url)
    around = {element.tag for element in (*anchor.iterancestors(), *anchor.iterdescendants())}
    least = LEAST_SIGNS if UNSPACED.search(text) else LEAST_LETTERS
    if len(text) < (least // 2 if around.intersection(("article", *HEADINGS)) else least):
        return False
    tells = re.search(r"[\d/-]", f"{parts.path.strip('/')}?{parts.query}")
    return bool(tells) and site_of(bare_host(url)) == site and not _NO_STORY.search(parts.path)


def said(anchor: Any) -> str:
    """The text of a link; of one that lies over its card without any, the heading that stands beside it."""
    if text := text_of(anchor):
        return text
    for around in list(anchor.iterancestors())[:3]:
        if headings := around.xpath("(.//h1 | .//h2 | .//h3 | .//h4 | .//h5)"):
            return text_of(headings[0]) if len(headings) == 1 else ""
    return ""


def is_beside(anchor: Any, whole: Container[Any] = ()) -> bool:
    """Whether a link stands in a menu, a footer or a box beside the list, by tags and names round it.

    :param whole: elements that hold too much of the page to be any of these.
    """
    around = (anchor, *anchor.iterancestors())
    if any(element.tag in BESIDE_TAGS for element in around):
        return True
    for element in around:
        if element in whole or element.tag in ("body", "html", "main"):
            return False
        if element.tag == "form" or _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


def text_of(element: Any) -> str:
    """The text of an element, white space collapsed."""
    return str(collapsed(element.text_content()))


def _holds_only(element: Any, url: str, links_of: Mapping[Any, set[str]]) -> bool:
    return element is not None and element.tag not in ("body", "html") and links_of[element] == {url}
