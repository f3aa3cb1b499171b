"""What one fetched page of an index says of the day of its edition, whether or not the file tells where (pure).

    Page -> DayStatement, ...     what the file's rule finds     [index.issue]
                                  an HTML page                   html_days.py
                                  keys of JSON and XML           key_days.py
                                  the address that answered      address_days.py

A redirect that leads away from the day is noted as well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector

from scraper.discover import address_days, templates, values
from scraper.discover.day_statements import DayReader, DayStatement, Place
from scraper.discover.edition_rules import address_offsets
from scraper.discover.html_days import html_days
from scraper.discover.index_document import HtmlNode, IndexDocument, JsonNode
from scraper.discover.key_days import key_days, keys_of
from scraper.discover.page_text import decoded
from scraper.discover.requests import IndexRequest
from scraper.discover.templates import Variables
from scraper.items import Page
from scraper.publication import Index, Publication
from scraper.texts.markup import bounded
from scraper.urls import canonical

_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDays:
    """What a page says of its day. ``today`` is the day of its fetch where the newspaper is: many pages print it."""

    statements: tuple[DayStatement, ...] = ()
    today: dt.date
    lost: str = ""  # the address that a redirect led to, where the day of the address asked for is not in it
    lost_to_a_number: bool = False  # that address has a number of its own, which may be the edition's


def page_days(
    publication: Publication,
    index: Index,
    variables: Variables,
    request: IndexRequest,
    page: Page,
    document: IndexDocument,
) -> PageDays:
    """Everything that one page says of its day, the strongest places first.

    Of a page on the way to the list that is not one of the day, as of a list of all editions, the address alone counts.

    :param request: the request that the page answers.
    :param document: the page as the index reads it.
    """
    reader = DayReader(publication, variables)
    asked_by_day = _asked_by_day(publication, index, request)
    found: list[DayStatement] = []
    if page.url != request.url or not (asked_by_day or _chosen_by_day(index, request)):
        found += reader.in_address(Place.ADDRESS, page.url)
        if page.url == request.url and _is_told_the_day(publication, index):
            # Relative links lead from the address asked for to others of that day, whatever the pages show.
            found = [each for each in found if not any(variables.date in span for span in each.spans)]
    if asked_by_day or request.step == len(index.fetches) - 1:
        issue = values.text(index.issue.get("date"), document.root, variables)
        found += reader.statement(Place.ISSUE, issue, near=True)
        if index.fetches[request.step].format in ("html", "json") and isinstance(document.root, JsonNode):
            found += key_days(reader, document.root.value)
        if index.fetches[request.step].format == "xml" and isinstance(document.root, HtmlNode):
            found += key_days(reader, keys_of(document.root.selector.root))
        elif tree := _tree(page, document):
            listed = _story_elements(index, document, variables) if request.step == len(index.fetches) - 1 else set()
            found += html_days(reader, tree, listed)
    order = list(Place)
    days = [variables.date + dt.timedelta(days=offset) for offset in (0, *address_offsets(publication, index))]
    lost = asked_by_day and _loses(request.url, page.url, days, publication.language)
    return PageDays(
        statements=tuple(dict.fromkeys(sorted(found, key=lambda each: order.index(each.place)))),
        today=page.fetched.astimezone(publication.zone).date(),
        lost=page.url if lost else "",
        lost_to_a_number=bool(set(_NUMBER.findall(page.url)) - set(_NUMBER.findall(request.url))),
    )


def _asked_by_day(publication: Publication, index: Index, request: IndexRequest) -> bool:
    """Whether the file makes the address that was asked for of the day."""
    is_counted = request.page_number == 1 or request.counted is not None
    return is_counted and _names_the_day(publication, index, request.step)


def _is_told_the_day(publication: Publication, index: Index) -> bool:
    """Whether the site is asked for a day at the first step."""
    return _names_the_day(publication, index, 0)


def _names_the_day(publication: Publication, index: Index, step: int) -> bool:
    fetch = index.fetches[step]
    named = templates.names_in((fetch.url, fetch.urls))
    dated = {name for name, text in publication.variables.items() if "date" in templates.names_in(text)}
    return bool(named & ({"date"} | dated))


def _chosen_by_day(index: Index, request: IndexRequest) -> bool:
    """Whether the file chose the address among several by the day: the sitemap of a week, say, that holds it."""
    steps = index.fetches[: request.step]
    chosen = any("date" in templates.names_in((fetch.each, fetch.where, fetch.let)) for fetch in steps)
    return chosen or index.fetches[request.step].format == "sitemap"


def _loses(asked: str, answered: str, days: Sequence[dt.date], language: str) -> bool:
    """Whether a redirect led from an address that holds one of these days to one that names no day at all."""
    if canonical(asked) == canonical(answered):
        return False
    if any(address_days.holds(answered, day, language) for day in days):
        return False
    path, whole = urlsplit(answered).path.rstrip("/"), urlsplit(asked).path
    was_cut = whole.startswith(f"{path}/") and any(char.isdigit() for char in whole[len(path) :])
    return was_cut or any(address_days.holds(asked, day, language) for day in days)


def _tree(page: Page, document: IndexDocument) -> Selector | None:
    """The HTML of a page, also where the index reads JSON in it."""
    if isinstance(document.root, HtmlNode):
        return document.root.selector
    if page.body.lstrip()[:1] == b"<" and not page.body.lstrip().startswith(b"<?xml"):
        return Selector(text=bounded(decoded(page)).source, type="html")
    return None


def _story_elements(index: Index, document: IndexDocument, variables: Variables) -> set[Any]:
    """The elements of the listed stories: what stands in them is not about the edition."""
    if not isinstance(document.root, HtmlNode):
        return set()
    rules = [rules.each for rules in index.stories if rules.each]
    nodes = [node for each in rules for node in document.root.nodes(values.selector(each, variables))]
    body = document.root.selector.xpath("//body")
    whole = {element.root for element in (*body, document.root.selector)}
    return {node.selector.root for node in nodes if isinstance(node, HtmlNode)} - whole
