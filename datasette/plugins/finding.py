"""Search: whatever is typed, there is an answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from datasette import hookimpl

from scraper.archive import reading, reading_stories, search
from scraper.publish import addresses, objects
from scraper.publish.answers import Answer, Asked, listing, view

PAGE_SIZE = 20
FIELDS = ("q", "from", "to", "publication", "section", "language", "access", "sort")


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/search``."""
    return [(addresses.SEARCH_PATTERN, view(find, directory=False))]


def find(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/search``: the stories that match, with the words that matched."""
    values = {name: asked.query.get(name, ()) for name in FIELDS}
    filters = search.Filters.of(values)
    sort = asked.first("sort") or "newest"
    size = asked.number("size", PAGE_SIZE, search.MAX_SIZE) or PAGE_SIZE
    results = search.search(connection, filters, sort=sort, size=size, cursor=asked.first("next"))
    titles = reading.titles(connection, filters.publications)
    placed = reading_stories.editions_of(connection, [item["key"] for item in results.items])
    strangers = [f"There is no newspaper “{slug[:40]}” here." for slug in filters.publications if slug not in titles]
    further: dict[str, Sequence[str]] = {**values, "size": [str(size)] if size != PAGE_SIZE else []}
    return Answer(
        template="search.html",
        content=listing(
            [objects.match(item, placed.get(item["key"])) for item in results.items],
            total=results.total,
            exact=results.total_exact,
            cursor=results.next,
            url=addresses.search({**further, "next": [results.next or ""]}),
            understood=_with_titles(results.understood, filters, titles),
            notes=[*results.notes, *strangers],
        ),
        page={
            "values": values,
            "day_meant": addresses.typed_day(asked.first("q").strip(' "“”')),
            "sort": sort if sort in search.SORTS else "newest",
            "sorts": search.SORTS,
            "narrowed": any(any(values[name]) for name in FIELDS if name not in ("q", "sort")),
            "first_url": addresses.search(further) if asked.first("next") else None,
            "choices": reading.choices(connection),
            "totals": reading.totals(connection),
        },
        title=f"Search: {asked.first('q')[:60]}" if asked.first("q") else "Search",
    )


def _with_titles(understood: str, filters: search.Filters, titles: Mapping[str, str]) -> str:
    """The question in words, with the newspapers' titles for their slugs, which follow the words of the query."""
    asked = f"{filters.query.understood}, in {' or '.join(filters.publications)}"
    if not filters.publications or not understood.startswith(asked):
        return understood
    named = " or ".join(titles.get(slug, f"“{slug}”") for slug in filters.publications)
    return f"{filters.query.understood}, in {named}{understood.removeprefix(asked)}"
