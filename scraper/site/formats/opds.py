"""Editions as books -> a catalogue for e-readers: OPDS 1.2 (Atom) and OPDS 2.0 (JSON). Pure.

Sources: specs.opds.io/opds-1.2, drafts.opds.io/opds-2.0, and what clients ask for: KOReader (opds.koplugin) tells a
new book by its address, so those of a newspaper come newest first and each has its own; calibre (utils/opensearch)
searches by the template whose type is plainly ``application/atom+xml`` (``opensearch.py``); Thorium (r2-opds-js) reads
both versions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from scraper.characters import xml_text
from scraper.site import routes
from scraper.site.formats import cover, feeds, opensearch
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation

ATOM = "application/atom+xml;profile=opds-catalog;kind="  # and "navigation" or "acquisition"
JSON = "application/opds+json"
EPUB = "application/epub+zip"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
DC, OPDS = "http://purl.org/dc/terms/", "http://opds-spec.org/2010/catalog"

A = ElementMaker(namespace=feeds.NAMESPACE, nsmap={None: feeds.NAMESPACE, "dc": DC, "opds": OPDS})
D = ElementMaker(namespace=DC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """An edition as a book. Addresses are paths of the site."""

    key: str  # permanent: the path of the edition
    title: str
    paper: str  # of which it is an edition: its author, and its series
    number: float  # in the series
    day: str  # YYYY-MM-DD
    updated: str  # ISO 8601 in UTC
    language: str
    publisher: str
    summary: str
    catalogue: str  # the path of the paper's catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A catalogue that another one leads to."""

    url: str
    title: str
    summary: str
    updated: str
    has_books: bool = True  # or leads to further catalogues
    rel: str = "subsection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A part of a catalogue: a year."""

    url: str
    title: str
    number: int
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A page of the catalogue, which has either books or shelves."""

    url: str  # its path
    title: str
    updated: str
    books: Sequence[Book] = ()
    shelves: Sequence[Shelf] = ()
    above: str = ""
    next: str = ""
    choices_of: str = ""  # what the choices are
    choices: Sequence[Choice] = ()


def representations(catalogue: Catalogue) -> dict[str, MakeRepresentation]:
    """A page of the catalogue in both versions, by ending; the address itself is that of version 1.2."""

    def atom(absolute: AbsoluteUrl) -> Representation:
        return Representation(body=as_atom(catalogue, absolute), content_type=f"{_kind(catalogue)};charset=utf-8")

    def json_(absolute: AbsoluteUrl) -> Representation:
        body = json.dumps(as_json(catalogue, absolute), ensure_ascii=False, indent=1).encode("utf-8", "replace")
        return Representation(body=body, content_type=f"{JSON};charset=utf-8")

    return {"atom": atom, "json": json_}


def as_atom(catalogue: Catalogue, absolute: AbsoluteUrl) -> bytes:
    """A page of the catalogue as OPDS 1.2."""
    kind = _kind(catalogue)
    links = [
        ("self", catalogue.url, kind),
        ("start", routes.OPDS, f"{ATOM}navigation"),
        ("up", catalogue.above, f"{ATOM}navigation"),
        ("next", catalogue.next, kind),
        ("search", routes.OPDS_DESCRIPTION, opensearch.MEDIA_TYPE),
    ]
    feed = A.feed(
        A.id(feeds.entry_id(catalogue.url)),
        A.title(xml_text(catalogue.title)),
        A.updated(catalogue.updated),
        A.author(A.name("Back Issues")),
        *(A.link(rel=rel, href=absolute(url), type=type_) for rel, url, type_ in links if url),
        A.link(rel="alternate", href=absolute(routes.as_json(catalogue.url)), type=JSON),
        *(_facet(catalogue, choice, absolute) for choice in catalogue.choices),
        *(_shelf_entry(shelf, absolute) for shelf in catalogue.shelves),
        *(_book_entry(book, absolute) for book in catalogue.books),
    )
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _kind(catalogue: Catalogue) -> str:
    return f"{ATOM}{'navigation' if catalogue.shelves else 'acquisition'}"


def _facet(catalogue: Catalogue, choice: Choice, absolute: AbsoluteUrl) -> etree._Element:
    link = A.link(
        rel="http://opds-spec.org/facet", href=absolute(choice.url), type=f"{ATOM}acquisition", title=choice.title
    )
    link.set(f"{{{OPDS}}}facetGroup", catalogue.choices_of)
    link.set("{http://purl.org/syndication/thread/1.0}count", str(choice.number))
    if choice.is_shown:
        link.set(f"{{{OPDS}}}activeFacet", "true")
    return link


def _shelf_entry(shelf: Shelf, absolute: AbsoluteUrl) -> etree._Element:
    kind = f"{ATOM}{'acquisition' if shelf.has_books else 'navigation'}"
    return A.entry(
        A.id(feeds.entry_id(shelf.url)),
        A.title(xml_text(shelf.title)),
        A.updated(shelf.updated),
        A.link(rel=shelf.rel, href=absolute(shelf.url), type=kind),
        A.content(xml_text(shelf.summary), type="text"),
    )


def _book_entry(book: Book, absolute: AbsoluteUrl) -> etree._Element:
    return A.entry(
        A.id(feeds.entry_id(book.key)),
        A.title(xml_text(book.title)),
        A.updated(book.updated),
        A.author(A.name(xml_text(book.paper)), A.uri(absolute(book.catalogue))),
        *([D.language(book.language)] if book.language else []),
        *([D.publisher(xml_text(book.publisher))] if book.publisher else []),
        D.issued(book.day),
        A.summary(xml_text(book.summary), type="text"),
        A.link(rel=OPEN_ACCESS, href=absolute(routes.with_ending(book.key, "epub")), type=EPUB),
        A.link(rel="http://opds-spec.org/image", href=absolute(routes.cover(book.key)), type=cover.CONTENT_TYPE),
        A.link(
            rel="http://opds-spec.org/image/thumbnail",
            href=absolute(routes.cover(book.key, small=True)),
            type=cover.CONTENT_TYPE,
        ),
        A.link(rel="alternate", href=absolute(book.key), type="text/html"),
        A.link(rel="related", href=absolute(book.catalogue), type=f"{ATOM}acquisition", title=xml_text(book.paper)),
    )


def as_json(catalogue: Catalogue, absolute: AbsoluteUrl) -> dict[str, Any]:
    """A page of the catalogue as OPDS 2.0."""

    def address(path: str) -> str:
        return absolute(routes.as_json(path))

    links: list[dict[str, Any]] = [
        {"rel": rel, "href": address(url), "type": JSON}
        for rel, url in (("self", catalogue.url), ("start", routes.OPDS), ("up", catalogue.above))
        if url
    ]
    search = f"{address(routes.OPDS_SEARCH)}{{?query}}"
    links.append({"rel": "search", "href": search, "type": JSON, "templated": True})
    if catalogue.next:
        links.append({"rel": "next", "href": address(catalogue.next), "type": JSON})
    made: dict[str, Any] = {
        "metadata": {"title": catalogue.title, "modified": catalogue.updated},
        "links": links,
    }
    if catalogue.choices:
        shown = [
            {
                "href": address(choice.url),
                "type": JSON,
                "title": choice.title,
                "properties": {"numberOfItems": choice.number},
                **({"rel": "self"} if choice.is_shown else {}),
            }
            for choice in catalogue.choices
        ]
        made["facets"] = [{"metadata": {"title": catalogue.choices_of}, "links": shown}]
    if catalogue.books:
        made["publications"] = [_publication(book, absolute) for book in catalogue.books]
    else:  # there has to be something: where nothing is found, the way back
        shelves = catalogue.shelves or [
            Shelf(url=routes.OPDS, title="Back Issues", summary="", updated=catalogue.updated, rel="start")
        ]
        made["navigation"] = [
            {"href": address(shelf.url), "title": shelf.title, "type": JSON, "rel": shelf.rel} for shelf in shelves
        ]
    return made


def _publication(book: Book, absolute: AbsoluteUrl) -> dict[str, Any]:
    series = {
        "name": book.paper,
        "position": book.number,
        "links": [{"href": absolute(routes.as_json(book.catalogue)), "type": JSON}],
    }
    metadata = {
        "@type": "http://schema.org/PublicationIssue",
        "identifier": feeds.entry_id(book.key),
        "title": book.title,
        "author": book.paper,
        "publisher": book.publisher,
        "language": book.language,
        "published": book.day,
        "modified": book.updated,
        "description": book.summary,
        "belongsTo": {"series": series},
    }
    images = [
        {
            "href": absolute(routes.cover(book.key, small=small)),
            "type": cover.CONTENT_TYPE,
            "width": width,
            "height": cover.height(width),
        }
        for small, width in ((False, cover.WIDE), (True, cover.SMALL))
    ]
    return {
        "metadata": {name: value for name, value in metadata.items() if value},
        "links": [
            {"rel": OPEN_ACCESS, "href": absolute(routes.with_ending(book.key, "epub")), "type": EPUB},
            {"rel": "alternate", "href": absolute(book.key), "type": "text/html"},
        ],
        "images": images,
    }
