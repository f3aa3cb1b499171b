"""Which rules read a story's page, and where its other pages are (pure: nothing is fetched)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from scraper.discover import hooks, index_document, secrets, values
from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import IndexDocument, Node
from scraper.discover.requests import web_address
from scraper.discover.templates import Variables
from scraper.items import Page
from scraper.publication import Fetch, PageRules, Publication

MOST_PAGES = 20  # of one story


def address_to_fetch(publication: Publication, url: str) -> str:
    """The address to fetch for a listed one: the same, or what ``url_sub`` of all rules makes of it."""
    for rules in publication.story:
        for written, replacement in rules.url_sub:
            url = values.replaced(re.compile(written), replacement, url)
    return url


def rules_for(
    publication: Publication,
    url: str,
    variables: Variables,
    start_of: Callable[[PageRules], Node | None],
    *,
    fetched: dt.datetime,
) -> PageRules:
    """The first ``[[story]]`` that is for pages of this layout; empty rules where none is.

    :param url: the page's address.
    :param fetched: when the page was fetched: an old story that is fetched today has the layout of today.
    :param variables: what conditions may name (``variables_of_stories``).
    :param start_of: where the selectors of some rules start; None on a page without the JSON that they are for.
    """
    day = fetched.astimezone(publication.zone).date()
    of_then = (rules for rules in publication.story if _is_valid(rules, day))
    return next((rules for rules in of_then if _fits(rules, url, variables, start_of)), PageRules())


def _is_valid(rules: PageRules, day: dt.date) -> bool:
    return (rules.valid_from or dt.date.min) <= day <= (rules.valid_until or dt.date.max)


def _fits(rules: PageRules, url: str, variables: Variables, start_of: Callable[[PageRules], Node | None]) -> bool:
    if rules.include and not any(values.search(re.compile(written), url) for written in rules.include):
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
    texts = secrets.environment(publication, (publication.story, publication.variables), environment)
    return Variables(date=dt.date.min, texts=texts, templates=publication.variables)


@dataclass(frozen=True, slots=True)
class Onward:
    """The address of a story's page that is not there yet; it is read in place of the others, or after them."""

    url: str
    instead: bool = False
    stated: bool = False  # by the page itself, not by the newspaper's file: what comes need not be of the same story
    sends: frozenset[str] = frozenset()  # the names of the secrets that the publication file sends with the request


def onward(publication: Publication, story: Page, environment: Mapping[str, str]) -> Onward | None:
    """Where a story's next page is; None where it is whole, or the newspaper's file names no way.

    :param story: its pages so far (``joined``).
    :param environment: what the rules may name as ``{env.NAME}``.
    """
    pages = (*story.teasers, story, *story.further)
    if all(rules.follow is None and rules.next_page is None for rules in publication.story):
        return None
    if len(pages) >= MOST_PAGES:
        return None
    variables = variables_of_stories(publication, environment)
    known = {address for page in pages for address in (page.url, page.requested_url)}
    try:
        page = hooks.story_page(publication, replace(pages[-1], further=(), teasers=()))
        rules = rules_for(publication, page.url, variables, lambda rules: _root(page, rules), fetched=page.fetched)
        document = _opened(page, rules)
        for value, instead in ((None if story.further else rules.follow, True), (rules.next_page, False)):
            found = values.text(value, document.root, variables)
            url = web_address(found, document.base_url) if found else ""
            if url and url not in known:
                return Onward(url, instead, sends=secrets.sent(value, publication.variables))
    except (DiscoverError, hooks.HookError):  # a page in another layout is the story; reading tells of the function
        pass
    return None


def joined(story: Page | None, page: Page, *, instead: bool = False) -> Page:
    """A story with one more of its pages.

    :param story: its pages so far; None for none.
    :param instead: the page is read in place of the one before it.
    """
    if story is None:
        return page
    if instead:
        alone = replace(story, teasers=())
        return replace(page, requested_url=story.requested_url, teasers=(*story.teasers, alone))
    return replace(story, further=(*story.further, page))


def _root(page: Page, rules: PageRules) -> Node | None:
    try:
        return _opened(page, rules).root
    except DiscoverError:
        return None


def _opened(page: Page, rules: PageRules) -> IndexDocument:
    return index_document.open_document(page, Fetch(format=rules.format, embedded=rules.embedded))
