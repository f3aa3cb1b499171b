"""The questions that are asked most often, beside the tables; and the way from a row back to its page."""

from __future__ import annotations

import functools
import re
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from markupsafe import Markup

from scraper.publish.answers import DATABASE
from scraper.publish.queries import canned
from scraper.publish.site import site_dir

PAGE_OF_OURS = re.compile(r"/(?:stories|papers)/[\w./%-]+")


@functools.cache
def _queries() -> dict[str, dict[str, str]]:
    return canned(site_dir() / "queries")


@hookimpl(optionalhook=True)
def canned_queries(database: str) -> dict[str, dict[str, str]]:
    """For Datasette 0.65, which asks for them."""
    return _queries() if database == DATABASE else {}


@hookimpl
def startup(datasette: Datasette) -> Any:
    """For Datasette 1.0, which is told of them."""
    if not hasattr(datasette, "add_query"):
        return None

    async def add() -> None:
        for name, query in _queries().items():
            await datasette.add_query(DATABASE, name, **query, is_trusted=True, source="plugin", replace=True)

    return add


@hookimpl
def render_cell(value: Any, datasette: Datasette) -> Markup | None:
    """A cell that holds the path of a page is a link to it."""
    if not isinstance(value, str) or not PAGE_OF_OURS.fullmatch(value):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(value), value)
