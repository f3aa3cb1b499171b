"""Search: whatever is typed, there is an answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from datasette import hookimpl

from scraper.archive import reading, search
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
    further: dict[str, Sequence[str]] = {**values, "size": [str(size)] if size != PAGE_SIZE else []}
    return Answer(
        template="search.html",
        content=listing(
            [objects.match(item) for item in results.items],
            total=results.total,
            exact=results.total_exact,
            cursor=results.next,
            url=addresses.search({**further, "next": [results.next or ""]}),
            understood=results.understood,
            notes=list(results.notes),
        ),
        page={
            "values": values,
            "sort": sort if sort in search.SORTS else "newest",
            "sorts": search.SORTS,
            "narrowed": any(any(values[name]) for name in FIELDS if name not in ("q", "sort")),
            "first_url": addresses.search(further) if asked.first("next") else None,
            "choices": reading.choices(connection),
            "totals": reading.totals(connection),
        },
        title=f"Search: {asked.first('q')[:60]}" if asked.first("q") else "Search",
    )
