"""Which rules read a story's page, and where a story in several pages goes on (pure: nothing is fetched)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from scraper.discover import index_document, values
from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import IndexDocument, Node
from scraper.discover.requests import web_address
from scraper.discover.templates import Variables
from scraper.items import Page
from scraper.publication import Fetch, PageRules, Publication

MOST_PAGES = 20  # of one story


def rules_for(
    publication: Publication, url: str, variables: Variables, start_of: Callable[[PageRules], Node | None]
) -> PageRules:
    """The first ``[[story]]`` that is for pages of this layout; empty rules where none is.

    :param url: the page's address.
    :param variables: what conditions may name (``variables_of_stories``).
    :param start_of: where the selectors of some rules start; None on a page without the JSON that they are for.
    """
    return next((rules for rules in publication.story if _fits(rules, url, variables, start_of)), PageRules())


def _fits(rules: PageRules, url: str, variables: Variables, start_of: Callable[[PageRules], Node | None]) -> bool:
    if rules.include and not any(re.search(pattern, url) for pattern in rules.include):
        return False
    if not rules.where:
        return True
    start = start_of(rules)
    try:
        return start is not None and all(values.holds(value, start, variables) for value in rules.where)
    except DiscoverError:
        return False


def variables_of_stories(publication: Publication, environment: Mapping[str, str]) -> Variables:
    """What rules for stories may name: they know no edition.

    :param environment: what they may name as ``{env.NAME}``.
    """
    texts = {f"env.{name}": value for name, value in environment.items()}
    return Variables(date=dt.date.min, texts=texts, templates=publication.variables)


def next_page(publication: Publication, page: Page, environment: Mapping[str, str]) -> str:
    """The address of the page on which a story goes on; "" where it ends here, or the newspaper's file names no way.

    :param environment: what the rule may name as ``{env.NAME}``.
    """
    if all(rules.next_page is None for rules in publication.story):
        return ""
    variables = variables_of_stories(publication, environment)
    rules = rules_for(publication, page.url, variables, lambda rules: _root(page, rules))
    try:
        document = _opened(page, rules)
        found = values.text(rules.next_page, document.root, variables)
        return web_address(found, document.base_url) if found else ""
    except DiscoverError:  # a page in another layout: what it shows is the story
        return ""


def _root(page: Page, rules: PageRules) -> Node | None:
    try:
        return _opened(page, rules).root
    except DiscoverError:
        return None


def _opened(page: Page, rules: PageRules) -> IndexDocument:
    return index_document.open_document(page, Fetch(format=rules.format, embedded=rules.embedded))
