"""A fictional newspaper written in a few lines of TOML, its edition of 7 March 2026, and pages for it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scraper import discover
from scraper.catalogue import Catalogue
from scraper.discover import IndexPage, IndexRequest, IndexWalk
from scraper.items import EditionKey, Page
from scraper.publication import Index, Publication
from scraper.schedule import edition_key

SATURDAY = dt.date(2026, 3, 7)
SITE = "https://www.harbour-gazette.example"


def gazette(text: str, *, zone: str = "Europe/London") -> Publication:
    """The Harbour Gazette with these tables in its file."""
    head = f'[publication]\ntitle = "The Harbour Gazette"\ntimezone = "{zone}"\nlanguage = "en-GB"\n'
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "harbour-gazette.toml").write_text(head + text, encoding="utf-8")
        return Catalogue(Path(folder))["harbour-gazette"]


def evening(paper: Publication, day: dt.date = SATURDAY) -> dt.datetime:
    """The end of a day where the paper lives: the newest edition is that of the day."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=paper.zone)


def edition_of(paper: Publication, label: str = "") -> EditionKey:
    """Its edition of that Saturday."""
    return edition_key(paper, SATURDAY, label)


def page(body: str | bytes, url: str = f"{SITE}/paper/", *, content_type: str = "text/html", status: int = 200) -> Page:
    """An answer of its site."""
    return Page(
        url=url,
        body=body.encode() if isinstance(body, str) else body,
        content_type=content_type,
        status=status,
        fetched=dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC),
    )


def read_all(
    paper: Publication, pages: Mapping[str, Page], index: Index | None = None
) -> tuple[list[IndexPage], list[IndexRequest]]:
    """Every page of an index read as they are asked for; and the requests for which there is no page."""
    walk = IndexWalk(paper, index or paper.indexes[0], edition_of(paper), env={})
    unanswered = []
    while walk.waiting:
        request = walk.waiting.pop()
        if request.url not in pages:
            unanswered.append(request)
            continue
        walk.read(request, replace(pages[request.url], url=request.url))
    return walk.pages, unanswered


def headlines(paper: Publication, *bodies: str | Page) -> list[str]:
    """The headlines that the first index lists on pages at its address, one after the other."""
    index = paper.indexes[0]
    edition = edition_of(paper)
    (request, *_) = discover.first_requests(paper, index, edition, env={})
    pages = [body if isinstance(body, Page) else page(body) for body in bodies]
    read = [discover.read(paper, index, edition, request, each) for each in pages]
    return [link.headline for link in discover.listing(paper, index, edition, read).links]
