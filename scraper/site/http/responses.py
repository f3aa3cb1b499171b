"""An object -> a page, JSON or another form, with its headers; redirects and errors.

A view is a function of a read-only connection and what was asked, and gives an ``Answer``. ``view`` makes a Datasette
route of it. JSON and page show the same objects; further forms (CSV, Atom, BibTeX ...) are made of them by the answer's
``forms``, under the same path with their own ending. Lists answer ``{"ok", "total", "total_exact", "next", "next_url",
"items"}``, single objects ``{"ok", ...}``, errors ``{"ok": false, "error", "status"}``.
"""

from __future__ import annotations

import contextvars
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from scraper.archive.rows import at_one_moment
from scraper.site import language, routes
from scraper.site.folder import DATABASE
from scraper.site.http.middleware import REUSE, SHARED
from scraper.site.http.validators import Validators, validators

HEADERS = {
    # Our pages need one style sheet and nothing else: no script, no picture, no font, no frame, from anywhere.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a newspaper need not learn what its archive's readers look at
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRequest:
    """What a request asks for: the named parts of its path, decoded, and its query string."""

    path: str
    ending: str  # of the form that is asked for: "json", "csv"; "" is the page
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
class Representation:
    """An answer in another form than page or JSON, as it is sent."""

    body: bytes
    content_type: str
    filename: str = ""  # under which a browser saves it; "" where it shows it
    headers: Mapping[str, str] = field(default_factory=dict)  # besides those of every answer: Link


MakeRepresentation = Callable[
    [Callable[[str], str]], Representation
]  # what it is given makes a path of the site an address


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewResult:
    """What a view gives back: the objects that page and JSON share, and what only the page needs."""

    template: str
    content: Mapping[str, Any]
    title: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    canonical: str = ""  # the page's own path, where it may be reached under others
    redirect: str = ""  # where a reader of pages is sent; a reader of JSON gets the content
    forms: Mapping[str, MakeRepresentation] = field(default_factory=dict)  # ending -> how it is made: "csv", "bib"
    only: str = ""  # the ending of the form that is sent where there is no page


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


def missing(error: str, *, status: int = 404, title: str = "Not in the archive", **page: Any) -> ViewResult:
    """There is nothing of that name, and why; ``page`` may give ways on."""
    return ViewResult(template="missing.html", content={"error": error}, title=title, page=page, status=status)


View = Callable[[sqlite3.Connection, ViewRequest], ViewResult]


def view(show: View, *, directory: bool) -> Callable[..., Awaitable[Response]]:
    """The Datasette route of a view. A directory's page ends in a slash, a leaf's does not; the other redirects."""

    async def route(datasette: Datasette, request: Request) -> Response:
        asked = _asked(datasette, request)
        path, tail = str(request.path), request.url_vars.get("tail") or ""
        if not asked.ending and (tail == "/") is not directory:
            query = f"?{request.query_string}" if request.query_string else ""
            return Response.redirect(f"{path}/{query}" if directory else f"{path.rstrip('/')}{query}", status=301)
        vouched = _validators(datasette, request)
        held = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        if vouched and vouched.matches(*held):
            return _kept(request, Response(b"", status=304, content_type="text/plain"), vouched, asked.ending)
        # Datasette asks the archive in a thread of its own, which would not know of the reader's language.
        context = contextvars.copy_context()
        read = at_one_moment(lambda connection: show(connection, asked))
        answer: ViewResult = await datasette.get_database(DATABASE).execute_fn(
            lambda connection: context.run(read, connection)
        )
        if (answer.status >= 400 and asked.ending) or (asked.ending == "json" and "json" not in answer.forms):
            response = _json(datasette, request, answer)
        elif asked.ending or answer.only:
            response = _form(datasette, request, answer, asked.ending or answer.only)
        elif answer.redirect:
            return Response.redirect(datasette.urls.path(answer.redirect), headers=dict(HEADERS))
        else:
            response = await _page(datasette, request, asked, answer)
        return _kept(request, response, vouched, asked.ending) if response.status == 200 else response

    return route


def _validators(datasette: Datasette, request: Request) -> Validators | None:
    """What vouches for the answer to a request, made of all that it depends on."""
    archive = Path(datasette.get_database(DATABASE).path)
    return validators(archive, request.url, language.current(), repr(request.actor))


def _kept(request: Request, response: Response, vouched: Validators | None, ending: str) -> Response:
    """The answer with what vouches for it: whoever holds it asks again, and is told if it is still right."""
    response.headers.update(HEADERS)
    if not ending:
        response.headers["Vary"] = "Accept-Language, Cookie"
    if vouched:
        response.headers.update(vouched.headers)
    if not request.actor:  # what is shown to someone who signed in is not kept at all: Datasette says so
        named = "cookie" in request.headers or "authorization" in request.headers
        response.headers[REUSE] = "private, no-cache" if named else "no-cache"
    return response


def _form(datasette: Datasette, request: Request, answer: ViewResult, ending: str) -> Response:
    if ending not in answer.forms:
        gone = missing(f"This has no form “.{ending}”; there are {', '.join(['json', *answer.forms])}.")
        return _json(datasette, request, gone)

    form = answer.forms[ending](_absolutely(datasette, request))
    headers = {**HEADERS, **form.headers}
    if form.filename:
        headers["Content-Disposition"] = f'attachment; filename="{form.filename}"'
    if datasette.cors:
        headers |= SHARED
    return Response(form.body, status=answer.status, headers=headers, content_type=form.content_type)


def _absolutely(datasette: Datasette, request: Request) -> Callable[[str], str]:
    """What makes a path of the site an address that works outside of it."""
    return lambda path: str(datasette.absolute_url(request, datasette.urls.path(path)))


def _asked(datasette: Datasette, request: Request) -> ViewRequest:
    parts = {name: unquote(text, errors="replace") for name, text in request.url_vars.items() if text}
    # A text from outside may have characters that no text in the archive has, and that SQLite would not take.
    query = {
        name: [value.replace("\x00", "").encode("utf-8", "replace").decode() for value in values]
        for name, values in parse_qs(request.query_string, keep_blank_values=True, errors="replace").items()
    }
    path = f"/{str(request.path).removeprefix(datasette.setting('base_url')).removeprefix('/')}"
    tail = request.url_vars.get("tail") or ""
    return ViewRequest(path=path, ending=tail.lstrip("/."), parts=parts, query=query)


async def _page(datasette: Datasette, request: Request, asked: ViewRequest, answer: ViewResult) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    context = {
        **answer.content,
        **answer.page,
        "page_title": answer.title,
        "canonical": datasette.urls.path(answer.canonical or asked.path),
        "json_path": datasette.urls.path(routes.as_json(f"{asked.path}{query}")),
        "asked": asked,
        "absolute": _absolutely(datasette, request),
        "language_of_page": language.current(),
        "languages_of_site": language.available(),
    }
    html = await datasette.render_template(answer.template, context, request=request)
    headers = {**HEADERS, "Content-Language": language.current(), "Vary": "Accept-Language, Cookie"}
    return Response.html(html, status=answer.status, headers=headers)


def _json(datasette: Datasette, request: Request, answer: ViewResult) -> Response:
    content: dict[str, Any] = {"ok": answer.status < 400, **answer.content}
    if answer.status >= 400:
        content["status"] = answer.status
    if content.get("next_url"):
        content["next_url"] = routes.as_json(content["next_url"])
    body = json.dumps(_absolute(datasette, request, content), ensure_ascii=False, indent=1, default=str)
    headers = HEADERS | SHARED if datasette.cors else dict(HEADERS)
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
