"""The catalogue of editions as books, for e-readers (OPDS), the newest book of a newspaper, and the covers of books.

An edition whose collection has not ended is no new book yet: an e-reader that fetches it once would keep half a paper.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.archive.read import calendar, publications, stories
from scraper.archive.read import editions as read_editions
from scraper.archive.row_types import BookRow, PublicationChoice
from scraper.archive.rows import Row
from scraper.archive.search import search
from scraper.archive.search.filters import Filters
from scraper.archive.write import images
from scraper.site import routes
from scraper.site.formats import cover, downloads, epub, opds, opensearch
from scraper.site.http.responses import AbsoluteUrl, Representation, ViewRequest, ViewResult, missing, without_page
from scraper.site.language import _, ngettext
from scraper.site.views import errors
from scraper.site.words import newsstand, objects, search_form, wording
from scraper.texts.folding import fold

PAGE_SIZE = 30
MOST_PAPERS = 200  # whose newest edition "latest" has
MOST_FOUND = 30  # editions that a search gives
LONGEST_NAME = 100  # characters of a search that are looked for in the names of newspapers
NEVER = "1970-01-01T00:00:00Z"


def root(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds``: the catalogue's first page."""
    updated = publications.totals(connection)["last_run"] or NEVER
    shelves = [
        opds.Shelf(
            url=routes.OPDS_LATEST,
            title=_("Latest editions"),
            summary=_("The newest edition of each newspaper."),
            updated=updated,
            rel="http://opds-spec.org/sort/new",
        ),
        opds.Shelf(
            url=routes.OPDS_PAPERS,
            title=_("Newspapers"),
            summary=_("Each newspaper with all of its editions."),
            updated=updated,
            has_books=False,
        ),
    ]
    return _page(opds.Catalogue(url=routes.OPDS, title="Back Issues", updated=updated, shelves=shelves))


def papers(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds/papers``: the newspapers of which an edition is held."""
    updated = publications.totals(connection)["last_run"] or NEVER
    held = [row for row in publications.in_brief(connection) if row["editions"]]
    shelves = [
        opds.Shelf(
            url=routes.catalogue(row["slug"]),
            title=row["title"],
            summary=_held(row),
            updated=updated,
        )
        for row in held
    ]
    return _page(
        opds.Catalogue(
            url=routes.OPDS_PAPERS, title=_("Newspapers"), updated=updated, shelves=shelves, above=routes.OPDS
        )
    )


def paper(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds/papers/{slug}``: the editions of a newspaper, the newest first; ``?year=2026`` those of a year."""
    row = publications.publication(connection, request.parts["slug"])
    if row is None:
        return errors.no_publication(connection, request.parts["slug"])
    slug = row["slug"]
    year = routes.span(request.first("year"))
    before = routes.span(request.first("before"))
    first, end = dt.date.min, dt.date.max
    if year and year.is_year:
        first, end = year.first, _following(year.last)
    end = before.first if before and before.day else end
    found, following = read_editions.held_before(connection, slug, end, first=first, size=PAGE_SIZE)
    shown = year.text if year and year.is_year else ""
    asked = {"year": shown} if shown else {}
    choices = [
        opds.Choice(
            url=routes.catalogue(slug, {"year": text}),
            title=text,
            number=one["editions"],
            is_shown=text == shown,
        )
        for one in reversed(calendar.years(connection, slug, calendar.span(connection, slug)))
        if one["editions"] and (text := f"{one['year']:04}")
    ]
    books = _books(found)
    return _page(
        opds.Catalogue(
            url=routes.catalogue(slug, {**asked, **({"before": before.text} if before and before.day else {})}),
            title=row["title"],
            updated=_newest(books),
            books=books,
            above=routes.OPDS_PAPERS,
            next=routes.catalogue(slug, {**asked, "before": following}) if following else "",
            choices_of=_("Year"),
            choices=choices if len(choices) > 1 else (),
        )
    )


def latest(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds/latest``: the newest edition of each newspaper."""
    held = [row for row in publications.in_brief(connection) if row["editions"]]
    newest = newsstand.newest_first(held)[:MOST_PAPERS]
    rows = [found for row in newest for found in read_editions.newest(connection, row["slug"], size=1, finished=True)]
    books = _books(rows)
    return _page(
        opds.Catalogue(
            url=routes.OPDS_LATEST, title=_("Latest editions"), updated=_newest(books), books=books, above=routes.OPDS
        )
    )


def find(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds/search``: the editions of a day or of a newspaper that is named, and those with stories that match."""
    text = (request.first("q") or request.first("query")).strip()
    books = _books(_matching(connection, text)) if text else []
    path = routes.with_query(routes.OPDS_SEARCH, {"q": text})
    title = _("Search: %(query)s", query=text[:60])
    return _page(opds.Catalogue(url=path, title=title, updated=_newest(books), books=books, above=routes.OPDS))


def _matching(connection: sqlite3.Connection, text: str) -> list[BookRow]:
    choices = publications.choices(connection)
    day = routes.typed_day(text, search_form.languages_of_dates(choices))
    if day:
        return read_editions.held(connection, day)
    words = set(fold(text[:LONGEST_NAME]).folded.split())
    named = [each for each in choices["publications"] if words and _is_named(each, words)]
    found = [
        row for each in named[:10] for row in read_editions.newest(connection, each["slug"], size=3, finished=True)
    ]
    items, _next = search.page(connection, Filters.of(search_form.values({"q": [text]})), size=200)
    placed = stories.editions_of(connection, [item["key"] for item in items])
    places = dict.fromkeys(
        (item["publication"], stood["edition_date"], stood["edition_label"])
        for item in items
        if (stood := placed.get(item["key"]))
    )
    for slug, date, label in list(places)[:MOST_FOUND]:
        found += read_editions.held(connection, dt.date.fromisoformat(date), slug, label)
    return list({(row["publication"], row["date"], row["label"]): row for row in found}.values())


def _is_named(paper: PublicationChoice, words: Iterable[str]) -> bool:
    name = fold(f"{paper['title']} {paper['slug']}").folded
    return all(word in name for word in words)


def description(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opds/opensearch.xml``: how a reader searches the catalogue."""
    return without_page({"xml": opensearch.of_books})


def latest_book(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/papers/{slug}/latest.epub``: the newest edition as a book; ``?label=city`` the newest of that label.

    It is sent and not redirected to, so that every client gets it: ``Content-Location`` has its permanent address, and
    its ETag is that of the book.
    """
    row = publications.publication(connection, request.parts["slug"])
    if row is None:
        return errors.no_publication(connection, request.parts["slug"])
    label = request.first("label") if "label" in request.query else None
    newest = read_editions.newest(
        connection, row["slug"], size=1, label="" if label == routes.MAIN else label, finished=True
    )
    if not newest:
        return missing(
            _("Nothing of an edition “%(label)s” of %(paper)s is held.", label=label[:40], paper=row["title"])
            if label
            else _("No edition of %(paper)s is held yet.", paper=row["title"])
        )
    date, label = newest[0]["date"], newest[0]["label"]
    book = epub.edition(connection, row["slug"], dt.date.fromisoformat(date), label)
    make = epub.representation(book)
    at = routes.with_ending(routes.edition(row["slug"], date, label), "epub")

    def made(absolute: AbsoluteUrl) -> Representation:
        return replace(make(absolute), headers={"Content-Location": absolute(at)})

    return without_page({"epub": made})


def cover_of(
    connection: sqlite3.Connection, slug: str, date: dt.date, labels: Sequence[str], *, small: bool
) -> ViewResult:
    """``/papers/{slug}/{date}/{label}.jpg``: the cover of an edition's book; ``?small=1`` for a list of books."""
    row = next((row for label in labels for row in read_editions.held(connection, date, slug, label)), None)
    if row is None:
        return missing(_("Nothing of this edition is held, so it has no cover."))
    edition = objects.edition_line(row)
    first = edition["headlines"][0]["thumbnail"] if edition["headlines"] else None
    picture = images.thumbnail(connection, first["url"].rpartition("/")[2]) if first else None
    body: bytes | None = picture["thumbnail"] if picture else None
    front = epub.front_page(
        slug,
        row["publication_title"],
        date,
        edition["edition_name"] if row["label"] or row["name"] else "",
        [story["headline"] for story in row["headlines"]],
        body,
    )
    drawn = cover.jpeg(front, cover.SMALL if small else cover.WIDE)
    made = Representation(body=drawn, content_type=cover.CONTENT_TYPE, is_file=True)
    return without_page({"jpg": lambda absolute: made})


def _page(catalogue: opds.Catalogue) -> ViewResult:
    return without_page(opds.representations(catalogue), only="atom")


def _books(rows: Iterable[BookRow]) -> list[opds.Book]:
    return [_book(row) for row in rows]


def _book(row: BookRow) -> opds.Book:
    edition = objects.edition_line(row)
    headlines = " · ".join(story["headline"] for story in row["headlines"])
    return opds.Book(
        key=edition["url"],
        title=downloads.name(edition),
        paper=row["publication_title"],
        number=epub.series_number(dt.date.fromisoformat(row["date"]), row["place"]),
        day=row["date"],
        updated=row["last_collected"] or f"{row['date']}T00:00:00Z",
        language=row["language"],
        publisher=row["publisher"],
        summary=f"{headlines}\n{wording.share(edition)}.",
        catalogue=routes.catalogue(row["publication"]),
    )


def _newest(books: Sequence[opds.Book]) -> str:
    return max((book.updated for book in books), default=NEVER)


def _held(found: Row) -> str:
    number = ngettext("%(num)s edition", "%(num)s editions", found["editions"])
    reach = _("%(first)s to %(last)s", first=wording.day(found["first_date"]), last=wording.day(found["last_date"]))
    return f"{number}, {reach}"


def _following(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day
