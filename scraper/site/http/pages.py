"""A template and its variables -> a page of the site.

Pages are rendered where their rows are read, in one of the threads for pages: Datasette's own way renders in the event
loop, where everybody waits, and asks a thread a second time. Its templates are made of coroutines, which take twice as
long; ours are the same files without.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request
from jinja2 import Environment

from scraper.archive import public_copy
from scraper.site import language, routes

LONGEST_QUERY = 1_000  # characters that a link to the same page in another language carries


def with_plain_templates(environment: Environment) -> None:
    """Let an environment of Datasette's have its templates without coroutines as well, for ``rendered``."""
    environment.extend(plain=environment.overlay(enable_async=False))


def rendered(
    datasette: Datasette, request: Request, connection: sqlite3.Connection, template: str, context: Mapping[str, Any]
) -> str:
    """The HTML of a page of the site."""
    of_datasette = getattr(datasette, "jinja_env", None) or datasette.get_jinja_environment()
    html: str = of_datasette.plain.get_template(template).render(
        **context,
        **variables(datasette, request, connection),
        urls=datasette.urls,
        request=request,
        actor=request.actor,
        csrftoken=request.scope.get("csrftoken", str),
    )
    return html


def variables(datasette: Datasette, request: Request | None, connection: sqlite3.Connection) -> dict[str, Any]:
    """What every page shows, Datasette's page of errors too: about the public copy, the page in other languages."""
    return {
        "public_copy": public_copy.about(connection),
        "translations": _translations(datasette, request) if request else [],
    }


def _translations(datasette: Datasette, request: Request) -> list[dict[str, str]]:
    """The page in each of the site's languages.

    :returns: for each ``tag``, ``name``, ``take`` (the path that chooses the language for the whole site) and
        ``address`` (the URL of this page in it).
    """
    path = f"/{request.path.removeprefix(datasette.setting('base_url')).removeprefix('/')}"
    # A pasted text of thousands of characters is a search like any other; its page does not repeat it in six links.
    pairs = without_language(request.query_string) if len(request.query_string) < LONGEST_QUERY else []
    here = with_query(path, pairs)
    return [
        {
            "tag": tag,
            "name": name,
            "take": datasette.urls.path(routes.language(tag, here)),
            "address": str(
                datasette.absolute_url(
                    request, datasette.urls.path(with_query(path, [*pairs, (language.PARAMETER, tag)]))
                )
            ),
        }
        for tag, name in language.available().items()
    ]


def with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    """A path with a query string."""
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def without_language(query: str) -> list[tuple[str, str]]:
    """The pairs of a query string but the one that chooses a language."""
    return [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != language.PARAMETER]
