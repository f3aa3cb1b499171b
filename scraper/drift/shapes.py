"""The shape of an edition's index as it was read: numbers by which a new layout shows (pure).

    the pages of an index, what each gave, the list they make  ->  Shape  ->  JSON of a kilobyte or two

A shape is made with the list, travels with it into the captures, and is kept of editions that closed complete.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from scraper.discover import IndexPage
from scraper.drift import addresses
from scraper.items import Page, StoryLink
from scraper.publication import Publication
from scraper.texts.dates import index_dates
from scraper.urls import canonical

FIELDS = ("headline", "kicker", "standfirst", "byline", "section", "page", "published", "image")
MOST_SECTIONS = 60
MOST_YIELDS = 80
MOST_PAGES = 60
SIZE_LOOKED_AT = 6_000_000  # bytes of all list pages; of more, as of a site's whole sitemap, addresses say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An index as it was read.

    :param index: its name.
    :param kinds: of its documents: "html", "json", "xml", "other".
    :param pages: stories on each page that lists stories, in order, that no page before it has.
    :param size: bytes of these pages.
    :param listed: stories of the edition, after filters, each once.
    :param yields: how much each selector found (``scraper.discover.yields``).
    :param sections: stories of each section, in the order of the list.
    :param fields: the share of the stories that have each field; of ``published``, that state a day there.
    :param kinds_listed: of the stories' addresses, by their kind.
    :param kinds_beside: addresses on the list pages that are of no listed story, by their kind.
    :param visible: listed addresses that stand on the list pages as they are.
    :param day: the place at which its pages state their day; empty where none does.
    """

    index: str
    kinds: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    size: int = 0
    listed: int = 0
    yields: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, float] = field(default_factory=dict)
    kinds_listed: Mapping[str, int] = field(default_factory=dict)
    kinds_beside: Mapping[str, int] = field(default_factory=dict)
    visible: int = 0
    day: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape as a JSON object, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


def of_json(values: Mapping[str, Any]) -> Shape | None:
    """The shape that ``Shape.as_json`` wrote; None where it is none, as one that a later version wrote."""
    try:
        given = {each.name: values[each.name] for each in fields(Shape) if each.name in values}
        given |= {name: tuple(given[name]) for name in ("kinds", "pages") if name in given}
        shape = Shape(**given)
        numbers = [*shape.pages, *shape.yields.values(), *shape.sections.values(), *shape.fields.values()]
        numbers += [*shape.kinds_listed.values(), *shape.kinds_beside.values(), shape.size, shape.listed]
        numbers.append(shape.visible)
    except (TypeError, AttributeError):
        return None
    is_sound = all(isinstance(number, int | float) for number in numbers) and isinstance(shape.index, str)
    return (
        shape
        if is_sound and isinstance(shape.day, str) and all(isinstance(each, str) for each in shape.kinds)
        else None
    )


def of_text(text: str) -> Shape | None:
    """The shape in a text of JSON."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return of_json(values) if isinstance(values, dict) else None


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of an index with what it gave; ``lists`` where it is of the step that lists the stories."""

    result: IndexPage
    page: Page
    lists: bool


def of_index(publication: Publication, index: str, read: Sequence[PageRead], links: Sequence[StoryLink]) -> Shape:
    """The shape of an index, with those that complete it.

    :param read: the pages of it that were read.
    :param links: the stories that they list.
    """
    found: Counter[str] = Counter()
    for each in read:
        found.update(each.result.yields)
    lists = sorted((each for each in read if each.lists), key=lambda each: each.result.order)
    size = sum(len(each.page.body) for each in lists)
    own = {canonical(link.url) for link in links}
    seen = {url for each in lists for url in addresses.addresses_of(each.page)} if size <= SIZE_LOOKED_AT else set()
    days = [each.result.days for each in lists if each.result.days]
    return Shape(
        index=index,
        kinds=tuple(sorted({kind_of_document(each.page) for each in read} - {"empty"})),
        pages=_new_on_pages(lists[:MOST_PAGES]),
        size=size,
        listed=len(links),
        yields=dict(found.most_common(MOST_YIELDS)),
        sections=dict(list(Counter(link.section for link in links if link.section).items())[:MOST_SECTIONS]),
        fields=shares(publication, links),
        kinds_listed=addresses.kinds(own),
        kinds_beside=addresses.kinds(seen - own),
        visible=len(seen & own),
        day=next((str(each.statements[0].place) for each in days if each.statements), ""),
    )


def _new_on_pages(lists: Sequence[PageRead]) -> tuple[int, ...]:
    """How many stories each page lists that the pages before it do not: a site that ignores the number repeats one."""
    known: set[str] = set()
    numbers = []
    for each in lists:
        here = {canonical(link.url) for link in each.result.links}
        numbers.append(len(here - known))
        known |= here
    return tuple(numbers)


def shares(publication: Publication, links: Sequence[StoryLink]) -> dict[str, float]:
    """The share of listed stories that have each field, as far as any has it."""
    if not links:
        return {}
    filled = {name: sum(bool(getattr(link, name)) for link in links) for name in FIELDS}
    if filled["published"]:
        days = (index_dates.day_in(link.published, publication.language, publication.zone) for link in links)
        filled["published"] = sum(day is not None for day in days)
    return {name: round(number / len(links), 3) for name, number in filled.items() if number}


def kind_of_document(page: Page) -> str:
    """What a page is by its first signs, whatever its header says."""
    begin = page.body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not begin:
        return "empty"
    if begin[:1] in (b"{", b"["):
        return "json"
    if begin.startswith((b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex")) and b"<html" not in begin:
        return "xml"
    return "html" if b"<" in begin[:1000] else "other"
