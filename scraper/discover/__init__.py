"""Step 2 of the path: from a newspaper's edition to the stories its index lists (pure: the caller fetches).

    indexes(publication, edition)          the usable indexes, the best first      alternates
      -> first_requests(index)             IndexRequest, ...                       requests, templates
      -> [the caller fetches each]         Page
      -> read(index, request, page)        IndexPage: StoryLinks, or requests      index_pages, index_document
      -> ... until no request is left
      -> listing(index, pages)             Listing: every StoryLink, in order      listings, texts.dates
      -> cover_address(page)               where the front page's image is           covers

Every failure is a DiscoverError that names the newspaper, index, step and selector (``errors``, ``challenges``);
``scraper.urls.canonical`` decides whether two addresses are the same story.
"""

from __future__ import annotations

from scraper.discover.alternates import groups, indexes
from scraper.discover.covers import cover_address, cover_page
from scraper.discover.errors import (
    AllFilteredError,
    ChallengeError,
    DiscoverError,
    MarkerMissingError,
    MissingVariableError,
    NothingFoundError,
    NotJsonError,
    NotListedError,
    RefusedError,
    WrongTypeError,
)
from scraper.discover.index_pages import IndexPage, read
from scraper.discover.listings import Listing, listing, union
from scraper.discover.requests import IndexRequest, first_requests, web_address

__all__ = [
    "AllFilteredError",
    "ChallengeError",
    "DiscoverError",
    "IndexPage",
    "IndexRequest",
    "Listing",
    "MarkerMissingError",
    "MissingVariableError",
    "NotJsonError",
    "NotListedError",
    "NothingFoundError",
    "RefusedError",
    "WrongTypeError",
    "cover_address",
    "cover_page",
    "first_requests",
    "groups",
    "indexes",
    "listing",
    "read",
    "union",
    "web_address",
]
