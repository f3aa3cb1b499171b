"""Where a story in several pages goes on (pure: nothing is fetched)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from scraper.discover import index_document, values
from scraper.discover.errors import DiscoverError
from scraper.discover.requests import web_address
from scraper.discover.templates import Variables
from scraper.items import Page
from scraper.publication import Fetch, Publication

MOST_PAGES = 20  # of one story


def next_page(publication: Publication, page: Page, environment: Mapping[str, str]) -> str:
    """The address of the page on which a story goes on; "" where it ends here, or the newspaper's file names no way.

    :param environment: what the rule may name as ``{env.NAME}``.
    """
    rules = publication.story
    if rules.next_page is None:
        return ""
    texts = {f"env.{name}": value for name, value in environment.items()}
    variables = Variables(date=dt.date.min, texts=texts, templates=publication.variables)
    try:
        document = index_document.open_document(page, Fetch(format=rules.format, embedded=rules.embedded))
        found = values.text(rules.next_page, document.root, variables)
        return web_address(found, document.base_url) if found else ""
    except DiscoverError:  # a page in another layout: what it shows is the story
        return ""
