"""A newspaper and an edition as linked data of schema.org (JSON-LD), for their pages' ``<script>``. Pure.

A story's is in ``citations/embedded_metadata.py``. Addresses are made absolute when a page is rendered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from scraper.site import routes
from scraper.site.http.responses import AbsoluteUrl


def script(data: Mapping[str, Any]) -> Markup:
    """An object as the content of ``<script type="application/ld+json">``, which no text in it can end."""
    text = json.dumps(without_empty({"@context": "https://schema.org", **data}), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


def without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", [], None)}


def publication(found: Mapping[str, Any], absolute: AbsoluteUrl) -> dict[str, Any]:
    """A newspaper.

    :param found: as ``words.objects.publication`` gives it.
    """
    url = absolute(found["url"])
    place, publisher = found["place"], found["publisher"]
    data = {
        "@type": "Newspaper" if found["kind"] == "newspaper" else "Periodical",
        "@id": url,
        "name": found["title"],
        "url": url,
        "sameAs": found["homepage"],
        "issn": found["issn"],
        "inLanguage": found["language"],
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "locationCreated": {"@type": "Place", "name": place} if place else None,
    }
    return without_empty(data)


def edition(shown: Mapping[str, Any], found: Mapping[str, Any], name: str, absolute: AbsoluteUrl) -> dict[str, Any]:
    """An edition, with its book.

    :param shown: as ``words.objects.edition`` gives it.
    :param found: its newspaper.
    :param name: its full name.
    """
    url = absolute(shown["url"])
    book = {
        "@type": "MediaObject",
        "encodingFormat": "application/epub+zip",
        "contentUrl": absolute(routes.with_ending(shown["url"], "epub")),
    }
    data = {
        "@type": "PublicationIssue",
        "@id": url,
        "name": name,
        "url": url,
        "archivedAt": url,
        "sameAs": shown["index_url"],
        "datePublished": shown["date"],
        "issueNumber": shown["issue"],
        "inLanguage": shown["language"],
        "image": absolute(routes.cover(shown["url"])) if shown["held"] else "",
        "encoding": book if shown["held"] else None,
        "isPartOf": publication(found, absolute),
    }
    return without_empty(data)
