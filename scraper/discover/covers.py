"""The address of the image of an edition's front page (pure: nothing is fetched)."""

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
    """The address of the page that names the cover image; "" where no page has to be fetched for it.

    :param bound: the variables of the index that listed the edition.
    """
    cover = publication.cover
    if cover is None or not cover.fetch or not _has_cover(publication, edition):
        return ""
    try:
        return fill(cover.fetch, variables_of(publication, edition).bound(bound))
    except DiscoverError:  # a name that another index would have bound
        return ""


def cover_address(
    publication: Publication, edition: EditionKey, bound: Mapping[str, str], page: Page | None = None
) -> str:
    """The address of the cover image, from its template or from a page; "" where there is none.

    :param bound: the variables of the index that listed the edition.
    :param page: the page that ``cover_page`` named, fetched.
    """
    cover = publication.cover
    if cover is None or not _has_cover(publication, edition):
        return ""
    variables = variables_of(publication, edition).bound(bound)
    try:
        if cover.url:
            return fill(cover.url, variables)
        if page is None:
            return ""
        document = index_document.open_document(page, Fetch(format=cover.format, embedded=cover.embedded))
        found = values.text(cover.get, document.root, variables)
        return web_address(found, document.base_url or page.url) if found else ""
    except DiscoverError:  # a page without its cover is an edition all the same
        return ""


def _has_cover(publication: Publication, edition: EditionKey) -> bool:
    """Whether the edition has a cover image: main editions only, on the days that the publication file names."""
    assert publication.cover is not None, "asked only of papers with a cover"
    days = publication.cover.days
    return edition.supplement_of is None and (not days or schedule.weekday(edition.date) in days)
