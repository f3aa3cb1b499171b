"""An object -> a page or JSON, with its headers; redirects and errors.

A view is a function of a read-only connection and what was asked, and gives an ``Answer``. ``view`` makes a Datasette
route of it. JSON and page show the same objects. Lists answer ``{"ok", "total", "total_exact", "next", "next_url",
"items"}``, single objects ``{"ok", ...}``, errors ``{"ok": false, "error", "status"}``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from scraper.archive.reading import at_one_moment
from scraper.publish import addresses

DATABASE = "archive"  # the name under which the site opens the archive, whatever its file is called

HEADERS = {
    # Our pages need one style sheet and nothing else: no script, no picture, no font, no frame, from anywhere.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a newspaper need not learn what its archive's readers look at
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request asks for: the named parts of its path, decoded, and its query string."""

    path: str
    parts: Mapping[str, str]
    query: Mapping[str, Sequence[str]]

    def first(self, name: str) -> str:
        """The first value of that name in the query string, or an empty text."""
        return next(iter(self.query.get(name, ())), "")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from the query string within 0 and ``most``."""
        text = self.first(name)
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 19 else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a view gives back: the objects that page and JSON share, and what only the page needs."""

    template: str
    content: Mapping[str, Any]
    title: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    canonical: str = ""  # the page's own path, where it may be reached under others
    redirect: str = ""  # where a reader of pages is sent; a reader of JSON gets the content


def listing(
    items: Sequence[Any], *, total: int | None = None, exact: bool = True, cursor: str | None = None, url: str = "",
    **parents: Any,
) -> dict[str, Any]:  # fmt: skip
    """The envelope of a list, with what the list as a whole belongs to.

    :param cursor: of the next page, at ``url``; None at the end.
    """
    return {
        "total": len(items) if total is None else total,
        "total_exact": exact,
        "next": cursor,
        "next_url": url if cursor else None,
        **parents,
        "items": list(items),
    }


def missing(error: str, *, status: int = 404, title: str = "Not in the archive", **page: Any) -> Answer:
    """There is nothing of that name, and why; ``page`` may give ways on."""
    return Answer(template="missing.html", content={"error": error}, title=title, page=page, status=status)


View = Callable[[sqlite3.Connection, Asked], Answer]


def view(show: View, *, directory: bool) -> Callable[..., Awaitable[Response]]:
    """The Datasette route of a view. A directory's page ends in a slash, a leaf's does not; the other redirects."""

    async def route(datasette: Datasette, request: Request) -> Response:
        tail = request.url_vars.get("tail") or ""
        as_json = tail.endswith(".json")
        path = str(request.path)
        if not as_json and (tail == "/") is not directory:
            query = f"?{request.query_string}" if request.query_string else ""
            return Response.redirect(f"{path}/{query}" if directory else f"{path.rstrip('/')}{query}", status=301)
        asked = _asked(datasette, request)
        answer = await datasette.get_database(DATABASE).execute_fn(
            at_one_moment(lambda connection: show(connection, asked))
        )
        if as_json:
            return _json(datasette, request, answer)
        if answer.redirect:
            return Response.redirect(datasette.urls.path(answer.redirect), headers=dict(HEADERS))
        return await _page(datasette, request, asked, answer)

    return route


def _asked(datasette: Datasette, request: Request) -> Asked:
    parts = {name: unquote(text, errors="replace") for name, text in request.url_vars.items() if text}
    # A text from outside may have characters that no text in the archive has, and that SQLite would not take.
    query = {
        name: [value.replace("\x00", "").encode("utf-8", "replace").decode() for value in values]
        for name, values in parse_qs(request.query_string, keep_blank_values=True, errors="replace").items()
    }
    path = f"/{str(request.path).removeprefix(datasette.setting('base_url')).removeprefix('/')}"
    return Asked(path=path, parts=parts, query=query)


async def _page(datasette: Datasette, request: Request, asked: Asked, answer: Answer) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    context = {
        **answer.content,
        **answer.page,
        "page_title": answer.title,
        "canonical": datasette.urls.path(answer.canonical or asked.path),
        "json_path": datasette.urls.path(addresses.as_json(f"{asked.path}{query}")),
        "asked": asked,
    }
    html = await datasette.render_template(answer.template, context, request=request)
    return Response.html(html, status=answer.status, headers=dict(HEADERS))


def _json(datasette: Datasette, request: Request, answer: Answer) -> Response:
    content: dict[str, Any] = {"ok": answer.status < 400, **answer.content}
    if answer.status >= 400:
        content["status"] = answer.status
    if content.get("next_url"):
        content["next_url"] = addresses.as_json(content["next_url"])
    body = json.dumps(_absolute(datasette, request, content), ensure_ascii=False, indent=1, default=str)
    headers = {**HEADERS, "Access-Control-Allow-Origin": "*"} if datasette.cors else dict(HEADERS)
    return Response(
        body.encode("utf-8", "replace"),
        status=answer.status,
        headers=headers,
        content_type="application/json; charset=utf-8",
    )


def _absolute(datasette: Datasette, request: Request, value: Any, name: str = "") -> Any:
    """The same with every path of the site made an address that works outside of it."""
    if isinstance(value, Mapping):
        return {key: _absolute(datasette, request, inner, key) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_absolute(datasette, request, inner, name) for inner in value]
    if isinstance(value, str) and name.endswith("url") and value.startswith("/"):
        return datasette.absolute_url(request, datasette.urls.path(value))
    return value
