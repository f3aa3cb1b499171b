"""Where the image of an edition's front page is (pure: the image itself is not fetched)."""

from __future__ import annotations

from collections.abc import Mapping

from scraper import schedule
from scraper.discover import index_document, values
from scraper.discover.errors import DiscoverError
from scraper.discover.requests import variables_of, web_address
from scraper.discover.templates import fill
from scraper.items import EditionKey, Page
from scraper.publication import Fetch, Publication


def cover_page(publication: Publication, edition: EditionKey, bound: Mapping[str, str]) -> str:
    """The page on which the cover's address stands; empty where no page needs to be asked.

    :param bound: the variables of the index that listed the edition.
    """
    cover = publication.cover
    if cover is None or not cover.fetch or not _has_one(publication, edition):
        return ""
    try:
        return fill(cover.fetch, variables_of(publication, edition).bound(bound))
    except DiscoverError:  # a name that another index would have bound
        return ""


def cover_address(
    publication: Publication, edition: EditionKey, bound: Mapping[str, str], page: Page | None = None
) -> str:
    """The image's address, from its template or from the page ``cover_page`` named; empty where there is none."""
    cover = publication.cover
    if cover is None or not _has_one(publication, edition):
        return ""
    variables = variables_of(publication, edition).bound(bound)
    try:
        if cover.url:
            return fill(cover.url, variables)
        if page is None:
            return ""
        document = index_document.opened(page, Fetch(format=cover.format, embedded=cover.embedded))
        found = values.text(cover.get, document.root, variables)
        return web_address(found, document.base_url or page.url) if found else ""
    except DiscoverError:  # a page without its cover is an edition all the same
        return ""


def _has_one(publication: Publication, edition: EditionKey) -> bool:
    """Whether such an edition has a front page image: main editions, on the days that are named."""
    assert publication.cover is not None, "asked only of papers with a cover"
    days = publication.cover.days
    return edition.supplement_of is None and (not days or schedule.weekday(edition.date) in days)
