"""Search: as a page, JSON, a table or a feed; completions and the description for browsers (OpenSearch)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from scraper.archive.arrivals import stamp, stamp_of_now
from scraper.archive.read import clusters, publications, stories
from scraper.archive.row_types import FoldedFields, MatchRow, VersionFields
from scraper.archive.search import arrivals, facets, folding, search
from scraper.archive.search import suggestions as suggestion_search
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import matching
from scraper.archive.search.suggestions import Suggestion
from scraper.site import json_objects, routes
from scraper.site.formats import downloads, feeds, opensearch, strips, tables
from scraper.site.http.responses import Representation, ViewRequest, ViewResult, listing, without_page
from scraper.site.http.streams import Piece, ReadPiece
from scraper.site.language import _
from scraper.site.representations import FEEDS
from scraper.site.words import diff, objects, query_words, search_form, wording

PAGE_SIZE = 20
CHANGED_TEXTS = 5  # of a changed story, in a feed's entry
FEED_SIZE, MOST_OF_FEED = 50, 500
PIECES = 100, 500  # rows of a table that is asked for whole: of its first piece, and of each after it
COLUMNS = (
    "key", "url", "publication", "publication_title", "edition_date", "edition_label", "evidence_kind", "section",
    "page", "kicker", "headline", "standfirst", "byline", "language", "access", "words", "published", "first_seen",
    "fetched", "source_url", "edition_url", "snippet", "cluster",
)  # fmt: skip


def find(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/search``: the stories that match, with snippets, facets, and suggestions where nothing is found."""
    values = search_form.values(request.query)
    filters = Filters.of(values)
    sort = next(iter(values["sort"]), "newest")
    if request.ending in REPRESENTATIONS:
        return REPRESENTATIONS[request.ending](connection, request, filters, values, sort)
    size, cursor = request.number("size", PAGE_SIZE, search.MAX_SIZE) or PAGE_SIZE, request.first("next")
    titles = publications.titles(connection, filters.publications)
    sides: dict[str, Any] = {}
    matching_sql = matching(connection, filters)
    counted: search.Count | None = None
    newest: Sequence[int] = ()
    if not (request.ending or cursor) or request.first("facets") == "1":
        found = facets.facets(connection, filters, sql=matching_sql)
        counted = search.Count(found.looked_at) if found.every else None
        newest = found.newest
        slugs = [value for facet in found.facets if facet.name == "publication" for value, _number in facet.values]
        sides = {
            "facets": search_form.facets(found, values, publications.titles(connection, slugs)),
            "facets_of": found.looked_at,
            "facets_exact": found.every,
        }
    results = search.search(
        connection, filters, sort=sort, size=size, cursor=cursor, sql=matching_sql, counted=counted, newest=newest
    )
    shown, following = results.items, results.next
    folded: dict[str, FoldedFields] = {}
    if search_form.folds(values):
        order = sort if sort in search.SORTS else "newest"
        once = folding.page(connection, filters, sort=order, size=size, cursor=cursor, sql=matching_sql)
        shown, following, folded = once.items, once.next, once.folded
        number = search.Count(results.total, exact=results.total_exact)
        sides["texts"] = folding.different(connection, matching_sql, number)
    held = facets.editions_held(connection, filters)
    further = {**values, "size": [str(size)] if size != PAGE_SIZE else []}
    if not results.total and any(any(several) for name, several in values.items() if name != "sort"):
        sides["suggestions"] = _suggestions(connection, suggestion_search.suggestions(connection, values))
    elif readings := suggestion_search.readings(connection, values):
        sides["suggestions"] = _suggestions(connection, readings)
    unknown_papers = [
        _("There is no newspaper “%(slug)s” here.", slug=slug[:40])
        for slug in filters.publications
        if slug not in titles
    ]
    plain = {**values, "sort": []}
    choices = publications.choices(connection)
    items = _matches(connection, shown, pictured=True)
    if search_form.folds(values):
        for item in items:
            item["folded"] = folded.get(item["key"])
    return ViewResult(
        template="search.html",
        content=listing(
            items,
            total=results.total,
            exact=results.total_exact,
            cursor=following,
            url=routes.search({**further, "next": [following or ""]}),
            understood=query_words.filters_in_words(filters, titles),
            notes=[*map(query_words.note_in_words, results.notes), *unknown_papers],
            editions_held=held.held,
            editions_known=held.known,
            **sides,
        ),
        page={
            "values": values,
            "day_meant": routes.typed_day(request.first("q").strip(' "“”'), search_form.languages_of_dates(choices)),
            "sort": sort if sort in search.SORTS else "newest",
            "orders": search_form.orders(values, sort if sort in search.SORTS else "newest"),
            "fold_url": routes.search({**values, "fold": [] if search_form.folds(values) else [search_form.COPIES]}),
            "histogram": _histogram(sides),
            "chips": search_form.chips(values, titles),
            "access_names": wording.access_names(),
            "first_url": routes.search(further) if cursor else None,
            "feeds": {ending: routes.with_ending(routes.search(plain), ending) for ending in FEEDS},
            "forms": {ending: routes.with_ending(routes.search(values), ending) for ending in ("csv", "jsonl", "json")},
            "statement_url": routes.statement(plain),
            "timeline_url": routes.timeline(plain) if any(values["q"]) else None,
            "choices": choices,
            "totals": publications.totals(connection),
        },
        cited=[story["key"] for story in items],
        title=_("Search: %(query)s", query=values["q"][0][:60]) if values["q"] else _("Search"),
        redirect=routes.search(values) if search_form.is_form(request.query) else "",
    )


def _suggestions(connection: sqlite3.Connection, found: Iterable[Suggestion]) -> list[json_objects.Suggestion]:
    found = list(found)
    slugs = [slug for suggestion in found for slug in suggestion.values.get("publication", ())]
    return search_form.suggestions(found, publications.titles(connection, slugs))


def _matches(
    connection: sqlite3.Connection, items: Iterable[MatchRow], *, pictured: bool = False
) -> list[json_objects.Match]:
    """The matches with the editions they stand in.

    :param pictured: with their thumbnails as well.
    """
    items = list(items)
    keys = [item["key"] for item in items]
    placed, pictures = stories.editions_of(connection, keys), stories.pictures_of(connection, keys) if pictured else {}
    clustered = clusters.clusters_of(connection, keys)
    return [
        objects.match(item, placed.get(item["key"]), pictures.get(item["key"]), cluster=clustered.get(item["key"]))
        for item in items
    ]


def _histogram(sides: Mapping[str, Any]) -> dict[str, Any] | None:
    """The matches over time; None where all are of one day.

    :returns: ``drawn`` (a function of the one that makes a path of the site an address on its page), and in words
        where the bars begin and end, and which is the highest.
    """
    of_dates = next((facet for facet in sides.get("facets", ()) if facet["name"] == "from"), None)
    if of_dates is None:
        return None
    bars = search_form.bars(of_dates)
    return {
        "drawn": lambda address: strips.histogram([(bar.number, address(bar.url), bar.told) for bar in bars]),
        "first": bars[0].name,
        "last": bars[-1].name,
        "most": max(bars, key=lambda bar: bar.number).told,
    }


def _table(ending: str) -> Callable[..., ViewResult]:
    """Matches as a table: a page, whose header ``Link`` has the next (RFC 8288), or all, in pieces (``all=1``)."""

    def table(
        connection: sqlite3.Connection, request: ViewRequest, filters: Filters, values: dict[str, list[str]], sort: str
    ) -> ViewResult:
        is_whole = request.first("all") == "1"
        size = PIECES[0] if is_whole else request.number("size", search.MAX_SIZE, search.MAX_SIZE) or search.MAX_SIZE
        matching_sql = matching(connection, filters)

        def read(connection: sqlite3.Connection, cursor: str, size: int) -> tuple[list[json_objects.Match], str | None]:
            if search_form.folds(values):
                order = sort if sort in search.SORTS else "newest"
                once = folding.page(connection, filters, sort=order, size=size, cursor=cursor, sql=matching_sql)
                return _matches(connection, once.items), once.next
            items, following = search.page(connection, filters, sort=sort, size=size, cursor=cursor, sql=matching_sql)
            return _matches(connection, items), following

        rows, cursor = read(connection, request.first("next"), size)

        def made(absolute: Callable[[str], str]) -> Representation:
            def written(rows: Sequence[json_objects.Match], *, continued: bool) -> bytes:
                lines = [{name: _outside(absolute, name, row.get(name)) for name in COLUMNS} for row in rows]
                if ending == "csv":
                    return tables.as_csv(COLUMNS, lines, continued=continued)
                return tables.as_json_lines(lines)

            def after(cursor: str | None) -> ReadPiece | None:
                if cursor is None:
                    return None

                def piece(connection: sqlite3.Connection) -> Piece:
                    rows, following = read(connection, cursor, PIECES[1])
                    return written(rows, continued=True), after(following)

                return piece

            further = {**values, "size": list(request.query.get("size", ())), "next": [cursor or ""]}
            url = absolute(routes.with_ending(routes.search(further), ending))
            return Representation(
                body=written(rows, continued=False),
                content_type=tables.CSV if ending == "csv" else tables.JSON_LINES,
                filename=f"search.{ending}",
                headers={"Link": f'<{url}>; rel="next"'} if cursor and not is_whole else {},
                more=after(cursor) if is_whole else None,
            )

        return without_page({ending: made})

    return table


def _outside(absolute: Callable[[str], str], name: str, value: Any) -> Any:
    return absolute(value) if name.endswith("url") and str(value or "").startswith("/") else value


def _feed(ending: str) -> Callable[..., ViewResult]:
    """What of a search came or changed last, as a feed: to follow it, however old the editions are that come.

    Its first page has all that came in the day before the newest, since few readers follow ``next``.
    """

    def feed(
        connection: sqlite3.Connection, request: ViewRequest, filters: Filters, values: dict[str, list[str]], sort: str
    ) -> ViewResult:
        sql = matching(connection, filters)
        before = request.number("before", 0, 2**62) or None
        size = request.number("size", FEED_SIZE, MOST_OF_FEED) or FEED_SIZE
        most = 0 if before or request.first("size") else MOST_OF_FEED
        page = arrivals.newest(connection, filters, size=size, most=most, before=before, sql=sql)
        shown = page.found
        items = search.items(connection, filters, [arrival.story_id for arrival in shown], sql=sql)
        rows = _matches(connection, items)
        authors = stories.authors_of(connection, [row["key"] for row in rows])
        titles = publications.titles(connection, filters.publications)
        changed = stories.last_versions(
            connection, [row["key"] for row, arrival in zip(rows, shown, strict=True) if arrival.number != arrival.came]
        )
        newest = shown[0].number if shown else arrivals.last(connection)
        plain = {**values, "sort": [], "size": [request.first("size")]}
        first = routes.with_ending(routes.search(plain), ending)
        paged = {"before": [str(before or "")]}
        further = {**plain, "before": [str(page.before)]} if page.before is not None else None

        def made(absolute: Callable[[str], str]) -> Representation:
            entries = [
                _entry(row, arrival.number, authors.get(row["key"], []), changed.get(row["key"], ()), absolute)
                for row, arrival in zip(rows, shown, strict=True)
            ]
            return downloads.feed_of(
                feeds.Feed(
                    title=f"Back Issues: {query_words.filters_in_words(filters, titles)}",
                    url=absolute(routes.search({**values, "sort": []})),
                    self_url=absolute(routes.with_ending(routes.search({**plain, **paged}), ending)),
                    first_url=absolute(first),
                    updated=stamp(newest) if newest else stamp_of_now(),
                    entries=entries,
                    next_url=absolute(routes.with_ending(routes.search(further), ending)) if further else "",
                ),
                ending,
            )

        return without_page({ending: made})

    return feed


def _entry(
    row: json_objects.Match,
    number: int,
    authors: Sequence[str],
    versions: Sequence[VersionFields],
    absolute: Callable[[str], str],
) -> feeds.Entry:
    """A story that came, or was changed.

    :param versions: its two newest texts, where it was changed.
    """
    where = ", ".join(filter(None, (row["publication_title"], row["edition_date"], row["section"])))
    told: list[str] = []
    if versions:
        new, old = versions
        change = diff.change(old, new)
        url = absolute(routes.diff(row["key"], old["number"], new["number"]))
        in_words = objects.change(row["key"], old["number"], new["number"], change)["text"]
        told = [Markup('<a href="{}">{}</a> {}').format(url, _("Changed."), in_words)]
        told += [text.html for text in change.texts if not text.is_trivial][:CHANGED_TEXTS]
    return feeds.Entry(
        key=row["key"],
        url=absolute(row["url"]),
        title=row["headline"],
        updated=stamp(number),
        published=feeds.day(row["edition_date"] or row["published"]),
        authors=tuple(authors) or (row["byline"] or row["publication_title"],),
        summary=objects.paragraphs(where, *(told or [row["snippet_html"]])),
        language=row["language"],
        categories=tuple(filter(None, [row["section"]])),
    )


REPRESENTATIONS: dict[str, Callable[..., ViewResult]] = {
    **{ending: _table(ending) for ending in ("csv", "jsonl")},
    **{ending: _feed(ending) for ending in FEEDS},
}


def suggestions(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/search/suggestions``: completions of what is typed, for browsers (OpenSearch Suggestions 1.1)."""
    typed = request.first("q")
    body = json.dumps([typed, suggestion_search.completions(connection, typed)], ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    form = Representation(body=body, content_type="application/x-suggestions+json; charset=utf-8")
    return without_page({"json": lambda absolute: form}, only="json")


def describe(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/opensearch.xml``: the description of this search for browsers."""
    return without_page({"xml": opensearch.of_stories})
