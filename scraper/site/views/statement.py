"""What a search rests on, as text for the methods section of a paper."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from scraper.archive import public_copy
from scraper.archive.read import publications
from scraper.archive.search.filters import Filters
from scraper.archive.search.statement import statement as read_statement
from scraper.site import routes
from scraper.site.http.responses import Representation, ViewRequest, ViewResult
from scraper.site.json_objects import Statement
from scraper.site.language import _
from scraper.site.words import search_form
from scraper.site.words import statement as words

PLAIN = "text/plain; charset=utf-8"


def statement(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/statement``: of the same query string as ``/search``."""
    values = {name: several for name, several in search_form.values(request.query).items() if name != "sort"}
    filters = Filters.of(values)
    found = read_statement(connection, filters)

    def told(site: str = "") -> Statement:
        return words.statement(
            found,
            filters,
            publications.titles(connection, filters.publications),
            values=values,
            archive=public_copy.url_of(connection) or site or public_copy.name_of(connection),
            site=site,
            public=public_copy.about(connection),
        )

    def plain(absolute: Callable[[str], str]) -> Representation:
        text = words.text(told(absolute("/").rstrip("/")))
        return Representation(body=text.encode(), content_type=PLAIN, filename="coverage-statement.txt")

    return ViewResult(
        template="statement.html",
        content={**told()},
        page={
            "told": lambda absolute: told(absolute("/").rstrip("/")),
            "text_url": routes.with_ending(routes.statement(values), "txt"),
        },
        title=_("Coverage statement"),
        canonical=routes.statement(values),
        representations={"txt": plain},
        redirect=routes.statement(values) if search_form.is_form(request.query) else "",
    )
