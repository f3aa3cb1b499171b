"""What the first page of an edition tells of it: its day, its further pages or sections, and where its list goes on."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from scraper.discover.index_document import collapsed
from scraper.discover.selectors import xpath_of
from scraper.items import Page
from scraper.proposal import list_rules
from scraper.proposal.dated_addresses import dated
from scraper.proposal.element_names import links_selector
from scraper.proposal.html_tree import tree_of
from scraper.proposal.page_links import bare_host
from scraper.proposal.story_cards import text_of
from scraper.texts.dates import index_dates
from scraper.urls import canonical

MOST_NEXT = 20  # pages of a list
_LEAST = 3  # pages of an edition
_LONGEST_NAME = 30  # characters of a section's or a page's
_CHINESE_PAGE = re.compile(r"\s*(?:第\s*)?\w+\s*版")
_NEXT_WORDS = (
    "»", "›", ">", ">>", "→", "next", "next page", "older", "weiter", "nächste", "nächste seite", "suivant", "suivante",
    "page suivante", "siguiente", "seguinte", "próxima", "avanti", "successiva", "volgende", "nästa", "neste",
    "næste", "seuraava", "następna", "dalej", "další", "következő", "sonraki", "далее", "следующая", "вперед", "التالي",
    "بعدی", "अगला", "পরবর্তী", "下一页", "下一頁", "下页", "次へ", "다음",
)  # fmt: skip
_SECOND = re.compile(  # the address of a list's second page
    r"(?i)(?P<before>[?&/](?:page|pg?|pagina|paged|seite|strona|sayfa|página)[=/_-]?|/|[-_])2(?P<after>&.*|/?$|\.\w+$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPages:
    """The links to an edition's pages, by a selector; ``let`` are the names that they give to stories."""

    each: str
    let: dict[str, Any]
    urls: tuple[str, ...]

    def steps(self, first: Mapping[str, Any], goes_on: str) -> list[dict[str, Any]]:
        """The steps of a chain that begins at the page which has the links.

        :param goes_on: where the list of a section goes on, as a selector.
        """
        last = {"url": "{page_url}"} | ({"next": goes_on, "max_pages": MOST_NEXT} if goes_on else {})
        return [{**first, "each": self.each, "let": {"page_url": "::attr(href)", **self.let}}, last]


def edition_pages(page: Page, day: dt.date) -> EditionPages | None:
    """The pages that this one links as those of its day, itself among them; None where there are no such."""
    tree = tree_of(page)
    base = tree.base_url
    groups: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for anchor in tree.xpath("//a[@href]"):
        name = collapsed(anchor.text_content())
        try:
            address = canonical(urljoin(base, anchor.get("href")).partition("#")[0])
        except ValueError:
            continue
        if 0 < len(name) <= _LONGEST_NAME and _is_of_day(address, page.url, day):
            around = [f"{each.tag}.{each.get('class') or ''}" for each in list(anchor.iterancestors())[:2]]
            groups["/".join(around)].append((anchor, address))
    best = max(groups.values(), key=lambda group: len({address for _, address in group}), default=[])
    addresses = tuple(dict.fromkeys(address for _, address in best))
    selector = links_selector([anchor for anchor, _ in best], tree) if len(addresses) >= _LEAST else ""
    if not selector:
        return None
    return EditionPages(
        each=selector, let=_let([collapsed(anchor.text_content()) for anchor, _ in best]), urls=addresses
    )


def stated_day(page: Page, language: str, zone: ZoneInfo, asked: dt.date | None = None) -> tuple[str, dt.date] | None:
    """Where the page states the day that it is of, as a selector, and that day; None where it states none.

    :param asked: the day in the page's address: where that is stated counts before all; an hour or a lesser heading
        that names another day is as often that of a story.
    """
    tree = tree_of(page)
    stated: list[tuple[str, dt.date]] = []
    for selector in ("h1", "title", "time::attr(datetime)", "h2"):
        for found in tree.xpath(xpath_of(selector))[:1]:
            words = found if isinstance(found, str) else text_of(found)
            if (day := index_dates.day_in(words, language, zone)) is not None:
                stated.append((selector, day))
    right = [each for each in stated if each[1] == asked]
    certain = [each for each in stated if asked is None or each[0] in ("h1", "title")]
    return next(iter(right or certain), None)


def next_page(page: Page) -> str:
    """Where the list goes on, as a selector; empty where no second page of it is linked."""
    tree = tree_of(page)
    for selector, path in (("link[rel=next]", "//link[@rel='next']"), ("a[rel=next]", "//a[@rel='next']")):
        if any(_SECOND.search(href) for href in tree.xpath(f"{path}/@href")):
            return f"{selector}::attr(href)"
    for anchor in tree.xpath("//a[@href]"):
        words = collapsed(anchor.text_content())
        if words.casefold() in _NEXT_WORDS and _SECOND.search(anchor.get("href")):
            return f"xpath://a[normalize-space(.) = '{words}']/@href"
        names = f"{anchor.get('class') or ''} {anchor.getparent().get('class') or ''}".split()
        if "next" in names and _SECOND.search(anchor.get("href")):
            return "a.next::attr(href)" if "next" in (anchor.get("class") or "").split() else ".next > a::attr(href)"
    return ""


def numbered(page: Page, day: dt.date, language: str) -> str:
    """The address of a list's pages with variables for day and number, where they are linked by their numbers."""
    tree = tree_of(page)
    for anchor in tree.xpath("//a[@href][normalize-space(.) = '2']"):
        try:
            address = urljoin(tree.base_url, anchor.get("href"))
        except ValueError:
            continue
        found = dated(address, near=day, language=language)
        template = found.template if found and found.day == day else ""
        if template and _SECOND.search(template):
            return _SECOND.sub(r"\g<before>{page_number}\g<after>", template)
    return ""


def _is_of_day(address: str, page: str, day: dt.date) -> bool:
    """Whether an address is of the page's host and day, and beside the page or of its own form."""
    found = dated(address, near=day)
    if found is None or found.day != day or bare_host(address) != bare_host(page):
        return False
    here, there = (urlsplit(url).path.rstrip("/").split("/") for url in (page, address))
    if here[:-1] == there[:-1]:  # in the folder of the day, named by the same letters: node_1.htm, node_2.htm
        return _letters(here[-1]) == _letters(there[-1]) or found.words in there[-1]
    return len(here) == len(there) and sum(one != other for one, other in zip(here, there, strict=True)) == 1


def _letters(name: str) -> str:
    return re.sub(r"[A-Z]?\d+", "", name)


def _let(names: Sequence[str]) -> dict[str, Any]:
    """What the names of the links tell: the section, the page, or both."""
    text = "xpath:string(.)"
    if sum(bool(_CHINESE_PAGE.match(name)) for name in names) > 0.5 * len(names):
        section = {"get": text, "sub": [[rf"^{_CHINESE_PAGE.pattern}\s*[:：]?\s*", ""]]}
        return {"page": {"get": text, "re": r"第?\s*(\w+)\s*版"}, "section": section}
    if sum(bool(list_rules.PAGE_NUMBER.fullmatch(name)) for name in names) > 0.5 * len(names):
        return {"page": {"get": text, "re": r"([A-Z]{0,2}\d+)"}}
    return {"section": text}
