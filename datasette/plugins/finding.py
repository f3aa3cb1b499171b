"""Search: whatever is typed, there is an answer, as a page, JSON, a table or a feed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from datasette import hookimpl

from scraper.archive import facets, reading, reading_stories, search, suggesting
from scraper.archive.filters import Filters
from scraper.publish import addresses, asking, feeds, objects, tables
from scraper.publish.answers import Answer, Asked, Form, MakeForm, listing, view
from scraper.publish.language import _

PAGE_SIZE = 20
FEED_SIZE = 50
MOST_AT_ONCE = 50_000  # rows of a table that is asked for whole
COLUMNS = (
    "key", "url", "publication", "publication_title", "edition_date", "edition_label", "evidence_kind", "section",
    "page", "kicker", "headline", "standfirst", "byline", "language", "access", "words", "published", "first_seen",
    "fetched", "source_url", "edition_url", "snippet",
)  # fmt: skip
OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Back Issues</ShortName>
  <Description>{description}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image type="image/svg+xml">{icon}</Image>
  <Url type="text/html" template="{search}?q={{searchTerms}}"/>
  <Url type="application/atom+xml" template="{search}.atom?q={{searchTerms}}"/>
  <Url type="application/json" template="{search}.json?q={{searchTerms}}"/>
  <Url type="application/x-suggestions+json" template="{suggestions}?q={{searchTerms}}"/>
  <Url rel="self" type="application/opensearchdescription+xml" template="{itself}"/>
</OpenSearchDescription>
"""


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/search``, ``/search/suggestions`` and ``/opensearch.xml``."""
    return [
        (addresses.SEARCH_PATTERN, view(find, directory=False)),
        (addresses.SUGGESTIONS_PATTERN, view(suggestions, directory=False)),
        (addresses.OPENSEARCH_PATTERN, view(opensearch, directory=False)),
    ]


def find(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/search``: the stories that match, with the words that matched."""
    values = asking.values(asked.query)
    filters = Filters.of(values, _)
    sort = next(iter(values["sort"]), "newest")
    if asked.ending in FORMS:
        return FORMS[asked.ending](connection, asked, filters, values, sort)
    size, cursor = asked.number("size", PAGE_SIZE, search.MAX_SIZE) or PAGE_SIZE, asked.first("next")
    titles = reading.titles(connection, filters.publications)
    sides: dict[str, Any] = {}
    counted = None
    if not (asked.ending or cursor) or asked.first("facets") == "1":
        found = facets.facets(connection, filters)
        counted = search.Count(found.looked_at) if found.every else None
        slugs = [value for facet in found.facets if facet.name == "publication" for value, _number in facet.values]
        sides = {
            "facets": asking.facets(found, values, reading.titles(connection, slugs)),
            "facets_of": found.looked_at,
            "facets_exact": found.every,
        }
    results = search.search(connection, filters, sort=sort, size=size, cursor=cursor, counted=counted, _=_)
    held = facets.editions_held(connection, filters)
    further = {**values, "size": [str(size)] if size != PAGE_SIZE else []}
    if not results.total and any(any(several) for name, several in values.items() if name != "sort"):
        sides["suggestions"] = asking.suggestions(suggesting.instead(connection, values, _))
    strangers = [
        _("There is no newspaper “%(slug)s” here.", slug=slug[:40])
        for slug in filters.publications
        if slug not in titles
    ]
    plain = {**values, "sort": []}
    return Answer(
        template="search.html",
        content=listing(
            _matches(connection, results.items),
            total=results.total,
            exact=results.total_exact,
            cursor=results.next,
            url=addresses.search({**further, "next": [results.next or ""]}),
            understood=filters.in_words(_, titles),
            notes=[*results.notes, *strangers],
            editions_held=held.held,
            editions_known=held.known,
            **sides,
        ),
        page={
            "values": values,
            "day_meant": addresses.typed_day(asked.first("q").strip(' "“”')),
            "sort": sort if sort in search.SORTS else "newest",
            "sorts": search.SORTS,
            "chips": asking.chips(values, titles),
            "access_names": asking.access_names(),
            "first_url": addresses.search(further) if cursor else None,
            "feed_url": addresses.as_form(addresses.search(plain), "atom"),
            "forms": {
                ending: addresses.as_form(addresses.search(values), ending) for ending in ("csv", "jsonl", "json")
            },
            "timeline_url": addresses.timeline(plain) if any(values["q"]) else None,
            "choices": reading.choices(connection),
            "totals": reading.totals(connection),
        },
        title=_("Search: %(query)s", query=values["q"][0][:60]) if values["q"] else _("Search"),
        redirect=addresses.search(values) if asking.is_form(asked.query) else "",
    )


def _matches(connection: sqlite3.Connection, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    items = list(items)
    placed = reading_stories.editions_of(connection, [item["key"] for item in items])
    return [objects.match(item, placed.get(item["key"])) for item in items]


def _table(ending: str) -> Callable[..., Answer]:
    """The matches as a table: a page of them, or all with ``all=1``; what follows is named in the header ``Link``."""

    def answer(
        connection: sqlite3.Connection, asked: Asked, filters: Filters, values: dict[str, list[str]], sort: str
    ) -> Answer:
        size = asked.number("size", search.MAX_SIZE, search.MAX_SIZE) or search.MAX_SIZE
        rows: list[dict[str, Any]] = []
        cursor: str | None = asked.first("next")
        while cursor is not None and len(rows) < (MOST_AT_ONCE if asked.first("all") == "1" else 1):
            items, cursor = search.page(connection, filters, sort=sort, size=size, cursor=cursor)
            rows += _matches(connection, items)
        rest = {name: list(asked.query.get(name, ())) for name in ("size", "all")}
        further = addresses.as_form(addresses.search({**values, **rest, "next": [cursor or ""]}), ending)

        def made(absolute: Callable[[str], str]) -> Form:
            lines = [{name: _outside(absolute, name, row.get(name)) for name in COLUMNS} for row in rows]
            return Form(
                body=tables.as_csv(COLUMNS, lines) if ending == "csv" else tables.as_json_lines(lines),
                content_type=tables.CSV if ending == "csv" else tables.JSON_LINES,
                filename=f"search.{ending}",
                headers={"Link": f'<{absolute(further)}>; rel="next"'} if cursor else {},
            )

        return _in_form(ending, made)

    return answer


def _outside(absolute: Callable[[str], str], name: str, value: Any) -> Any:
    return absolute(value) if name.endswith("url") and str(value or "").startswith("/") else value


def _feed(
    connection: sqlite3.Connection, asked: Asked, filters: Filters, values: dict[str, list[str]], sort: str
) -> Answer:
    """The newest matches as a feed: whoever subscribes to it follows the search."""
    items, _next = search.page(connection, filters, size=FEED_SIZE)
    rows = _matches(connection, items)
    titles = reading.titles(connection, filters.publications)
    never = dt.datetime(1970, 1, 1, tzinfo=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def made(absolute: Callable[[str], str]) -> Form:
        url = addresses.search({**values, "sort": []})
        body = feeds.atom(
            title=f"Back Issues: {filters.in_words(_, titles)}",
            url=absolute(url),
            self_url=absolute(addresses.as_form(url, "atom")),
            updated=max((row["fetched"] for row in rows), default=never),
            entries=[_entry(row, absolute) for row in rows],
        )
        return Form(body=body, content_type=feeds.CONTENT_TYPE)

    return _in_form("atom", made)


def _entry(row: Mapping[str, Any], absolute: Callable[[str], str]) -> feeds.Entry:
    where = ", ".join(filter(None, (row["publication_title"], row["edition_date"], row["section"])))
    return feeds.Entry(
        key=row["key"],
        url=absolute(row["url"]),
        title=row["headline"],
        updated=row["fetched"],
        published=row["first_seen"],
        authors=tuple(filter(None, [row["byline"] or row["publication_title"]])),
        content=objects.paragraphs(where, row["snippet_html"]),
        language=row["language"],
        categories=tuple(filter(None, [row["section"]])),
    )


FORMS: dict[str, Callable[..., Answer]] = {"csv": _table("csv"), "jsonl": _table("jsonl"), "atom": _feed}


def _in_form(ending: str, made: MakeForm) -> Answer:
    return Answer(template="search.html", content={}, forms={ending: made})


def suggestions(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/search/suggestions``: how what is typed may go on, as browsers ask for it (OpenSearch Suggestions 1.1)."""
    typed = asked.first("q")
    body = json.dumps([typed, suggesting.completions(connection, typed)], ensure_ascii=False).encode("utf-8", "replace")
    form = Form(body=body, content_type="application/x-suggestions+json; charset=utf-8")
    return Answer(template="search.html", content={}, forms={"json": lambda absolute: form}, only="json")


def opensearch(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/opensearch.xml``: how a browser searches here."""

    def made(absolute: Callable[[str], str]) -> Form:
        filled = OPENSEARCH.format(
            description=_("Search the archive"),
            icon=absolute("/static/icon.svg"),
            search=absolute(addresses.SEARCH),
            suggestions=absolute(addresses.SUGGESTIONS),
            itself=absolute(addresses.OPENSEARCH),
        )
        return Form(body=filled.encode(), content_type="application/opensearchdescription+xml; charset=utf-8")

    return _in_form("xml", made)
