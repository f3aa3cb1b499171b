"""Step 2 of the path: from a newspaper's edition to the stories its index lists (pure: whoever calls fetches).

    indexes(publication, edition)          the usable indexes, the best first      alternates
      -> first_requests(index)             IndexRequest, ...                       requests, templates
      -> [the caller fetches each]         Page
      -> read(index, request, page)        IndexPage: StoryLinks, or requests      reading, documents, xml_lists, values
      -> ... until no request is left
      -> listing(index, pages)             Listing: every StoryLink, in order      listings, dates
      -> cover_address(page)               where the front page's image is           covers

What goes wrong is a DiscoverError that names the newspaper, index, step and selector (``errors``, ``challenges``);
``addresses.canonical`` says when two addresses are one story.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from scraper.discover.listings import Listing, listing, union
    from scraper.discover.reading import IndexPage, read
    from scraper.discover.requests import IndexRequest, first_requests

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
]

_HOMES = {"groups": "alternates", "indexes": "alternates", "cover_address": "covers", "cover_page": "covers",
          "Listing": "listings", "listing": "listings", "union": "listings", "IndexPage": "reading", "read": "reading",
          "IndexRequest": "requests", "first_requests": "requests"}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Each name from its module when first asked for: ``addresses`` alone must not load the HTML and JSON readers."""
    if name not in __all__:
        raise AttributeError(f"module 'scraper.discover' has no attribute {name!r}")
    return getattr(importlib.import_module(f"scraper.discover.{_HOMES.get(name, 'errors')}"), name)
