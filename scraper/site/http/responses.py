"""A view's result -> the HTTP response: a page, JSON or another representation, with its headers; redirects and errors.

A view is a function of a read-only connection and a ``ViewRequest``, and gives a ``ViewResult``. ``view`` makes a
Datasette route of it. Page and JSON show the same objects; further representations (CSV, Atom, BibTeX ...) are made of
them by ``ViewResult.representations``, under the same path with their own ending. The JSON of a list is ``{"ok",
"total", "total_exact", "next", "next_url", "items"}``, that of a single object ``{"ok", ...}``, that of an error
``{"ok": false, "error", "status"}``.
"""

from __future__ import annotations

import contextvars
import json
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlencode

import msgspec
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from scraper import limits
from scraper.archive.rows import at_one_moment
from scraper.site import language, routes
from scraper.site.current_database import CurrentDatabase
from scraper.site.folder import DATABASE
from scraper.site.http import pages
from scraper.site.http.files import file_response
from scraper.site.http.middleware import CORS_HEADERS, VIEW_CACHE_CONTROL
from scraper.site.http.notices import RETRY_AFTER, notice
from scraper.site.http.streams import Piece, ReadPiece, Run, StreamedResponse
from scraper.site.http.validators import Validators, validators
from scraper.site.language import N_, _


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRequest:
    """What a view is asked for: the named parts of the path, decoded, and the query string."""

    path: str
    ending: str  # of the representation that is asked for: "json", "csv"; "" for the page
    parts: Mapping[str, str]
    query: Mapping[str, Sequence[str]]

    def first(self, name: str) -> str:
        """The first value of that name in the query string; "" without one."""
        return next(iter(self.query.get(name, ())), "")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number of the query string.

        :param default: where there is none of that name, or no number.
        :param most: a larger number is cut to this.
        """
        text = self.first(name)
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 19 else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A representation of a result beside the page, as it is sent: CSV, Atom, a book."""

    body: bytes
    content_type: str
    filename: str = ""  # under which a browser saves it; "" where it shows it
    headers: Mapping[str, str] = field(default_factory=dict)  # besides those of every response: Link
    is_file: bool = False  # bytes that depend on nothing else: sent in part, and not to whoever holds them
    more: ReadPiece | None = None  # reads what follows the body, where that is the first piece of it


VALIDATED = (200, 206, 304)
STEPS = 10_000  # of SQLite, after which it looks at the clock
T = TypeVar("T")
AbsoluteUrl = Callable[[str], str]  # a path of the site -> its URL, for use outside of the site
MakeRepresentation = Callable[[AbsoluteUrl], Representation]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewResult:
    """What a view gives back: the objects that page and JSON share, and what only the page shows."""

    template: str
    content: Mapping[str, Any]
    title: str = ""
    page: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    canonical: str = ""  # the page's own path, where others lead to it as well
    redirect: str = ""  # where a request for the page is sent on to; a request for JSON gets the content
    representations: Mapping[str, MakeRepresentation] = field(default_factory=dict)  # by ending: "csv", "bib"
    cited: Iterable[str] = ()  # the keys of the stories that the page offers to citation managers
    only: str = ""  # the ending of the representation that is sent where there is no page


def listing(
    items: Sequence[Any], *, total: int | None = None, exact: bool = True, cursor: str | None = None, url: str = "",
    **parents: Any,
) -> dict[str, Any]:  # fmt: skip
    """The JSON object of a list.

    :param items: of this page of the list.
    :param total: items of the whole list; the number of ``items`` without it.
    :param exact: False where there are at least ``total``.
    :param cursor: of the next page, which is at ``url``; None on the last page.
    :param parents: what the list as a whole belongs to, and further fields.
    """
    return {
        "total": len(items) if total is None else total,
        "total_exact": exact,
        "next": cursor,
        "next_url": url if cursor else None,
        **parents,
        "items": list(items),
    }


def missing(error: str, *, status: int = 404, title: str = "", **page: Any) -> ViewResult:
    """The result where there is nothing of that name.

    :param error: why, in the reader's language.
    :param page: for the page alone: where to look instead.
    """
    title = title or _("Not in the archive")
    return ViewResult(template="missing.html", content={"error": error}, title=title, page=page, status=status)


def without_page(representations: Mapping[str, MakeRepresentation], *, only: str = "", status: int = 200) -> ViewResult:
    """The result where there is no page, or none was asked for: representations alone, by ending.

    :param only: the ending of the one that is sent under an address without an ending.
    """
    return ViewResult(template="", content={}, status=status, representations=representations, only=only)


View = Callable[[sqlite3.Connection, ViewRequest], ViewResult]


def view(show: View, *, directory: bool) -> Callable[..., Awaitable[Response]]:
    """The Datasette route of a view.

    :param directory: the page's path ends in a slash; else it has none. The other spelling redirects.
    """

    async def route(datasette: Datasette, request: Request) -> Response:
        view_request = _view_request(datasette, request)
        ending = view_request.ending
        # The proxy in front of the site may take away the path under which it lies.
        path, tail = str(datasette.urls.path(view_request.path)), request.url_vars.get("tail") or ""
        if not ending and (tail == "/") is not directory:
            query = f"?{request.query_string}" if request.query_string else ""
            return Response.redirect(f"{path}/{query}" if directory else f"{path.rstrip('/')}{query}", status=301)
        current = await _validators(datasette, request)
        conditions = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        if current and current.matches(*conditions):
            not_modified = Response(b"", status=304, content_type="text/plain")
            return _with_validators(request, not_modified, current, ending)
        # Datasette asks the archive in a thread of its own, which would not know of the reader's language.
        context = contextvars.copy_context()
        answer = at_one_moment(lambda connection: _answer(datasette, request, view_request, show, connection))
        try:
            response: Response = await datasette.get_database(DATABASE).execute_fn(
                lambda connection: _in_time(connection, lambda: context.run(answer, connection))
            )
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return notice(
                request.scope,
                503,
                N_("This takes too long"),
                lambda: _("Narrow it down, by another word, a date or a newspaper."),
                base=datasette.setting("base_url"),
            )
        if isinstance(response, StreamedResponse) and datasette.get_database(DATABASE).exports >= limits.EXPORTS:
            return notice(
                request.scope,
                503,
                N_("Too many ask at once"),
                lambda: _("Too many others are asking now: try again in a moment."),
                base=datasette.setting("base_url"),
                Retry_After=RETRY_AFTER,
            )
        if response.status == 200 and (conditions[0] or "").strip() == "*":
            response = Response(b"", status=304, content_type="text/plain")
        return _with_validators(request, response, current, ending) if response.status in VALIDATED else response

    return route


def _in_time(connection: sqlite3.Connection, answer: Callable[[], T], gone: threading.Event | None = None) -> T:
    """The response, if SQLite is done with it in time; one that takes all of it would keep other readers waiting.

    It is the thread's own time, of the processor, that counts: on a machine that is busy otherwise a page takes longer,
    and is no error.

    :param gone: is set when nobody waits for it any more.
    """
    used, latest = time.thread_time() + limits.VIEW_SECONDS, time.monotonic() + limits.VIEW_WAIT_SECONDS

    def is_over() -> bool:
        return time.thread_time() > used or time.monotonic() > latest or bool(gone and gone.is_set())

    connection.set_progress_handler(is_over, STEPS)
    try:
        return answer()
    finally:
        connection.set_progress_handler(None, 0)


def _answer(
    datasette: Datasette, request: Request, view_request: ViewRequest, show: View, connection: sqlite3.Connection
) -> Response:
    """The response that a view's result makes: JSON, another representation, a redirect or a page."""
    result, ending = show(connection, view_request), view_request.ending
    if (result.status >= 400 and ending) or (ending == "json" and "json" not in result.representations):
        return _json(datasette, request, result)
    if ending or result.only:
        return _representation(datasette, request, result, ending or result.only)
    if result.redirect:
        return Response.redirect(datasette.urls.path(_in_language(result.redirect, request)))
    return _page(datasette, request, view_request, result, connection)


def _in_language(path: str, request: Request) -> str:
    """A path that a request is sent on to, in the language that its address asks for."""
    wanted = request.args.get(language.PARAMETER) or ""
    if wanted not in language.available():
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({language.PARAMETER: wanted})}"


async def _validators(datasette: Datasette, request: Request) -> Validators | None:
    """The validators of the response to a request, made of all that the response depends on."""
    database: CurrentDatabase = datasette.get_database(DATABASE)
    async with database.held() as file:
        return validators(file.state, file.state_of_log(), request.url, language.current(), repr(request.actor))


def _with_validators(request: Request, response: Response, current: Validators | None, ending: str) -> Response:
    """Add ETag, Last-Modified and Cache-Control, so that clients revalidate what they hold (RFC 9110, section 13)."""
    if not ending:
        response.headers["Vary"] = "Accept-Language, Cookie"
    if current:
        response.headers.update(current.headers | response.headers)
    if not request.actor:  # what is shown to someone who signed in is not kept at all: Datasette says so
        is_personal = "cookie" in request.headers or "authorization" in request.headers
        response.headers[VIEW_CACHE_CONTROL] = "private, no-cache" if is_personal else "no-cache"
    return response


def _representation(datasette: Datasette, request: Request, result: ViewResult, ending: str) -> Response:
    if ending not in result.representations:
        endings = ", ".join(["json", *result.representations])
        return _json(datasette, request, missing(f"This has no form “.{ending}”; there are {endings}."))

    made = result.representations[ending](_absolute_url(datasette, request))
    headers = dict(made.headers)
    if made.filename:
        headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    if datasette.cors:
        headers |= CORS_HEADERS
    if made.is_file:
        return file_response(made.body, made.content_type, headers, request.headers)
    if made.more and request.method == "GET":
        run = _run_pieces(datasette.get_database(DATABASE))
        return StreamedResponse(
            made.body, made.more, run, request.receive, headers=headers, content_type=made.content_type
        )
    return Response(made.body, status=result.status, headers=headers, content_type=made.content_type)


def _run_pieces(database: CurrentDatabase) -> Run:
    """Runs what reads the pieces of a response: each by itself, so that no reader of it keeps the archive's log long.

    The pieces are in the reader's language, as the first is.
    """
    context = contextvars.copy_context()

    async def run(more: ReadPiece, gone: threading.Event) -> Piece:
        def read(connection: sqlite3.Connection) -> Piece:
            return _in_time(connection, lambda: context.run(at_one_moment(more), connection), gone)

        return await database.execute_export(read)

    return run


def _absolute_url(datasette: Datasette, request: Request) -> AbsoluteUrl:
    root = str(datasette.absolute_url(request, datasette.urls.path("/"))).removesuffix("/")
    return lambda path: f"{root}/{path.removeprefix('/')}"


def _view_request(datasette: Datasette, request: Request) -> ViewRequest:
    parts = {name: unquote(text, errors="replace") for name, text in request.url_vars.items() if text}
    # A text from outside may have characters that no text in the archive has, and that SQLite would not take.
    query = {
        name: [value.replace("\x00", "").encode("utf-8", "replace").decode() for value in values]
        for name, values in parse_qs(request.query_string, keep_blank_values=True, errors="replace").items()
    }
    path = f"/{str(request.path).removeprefix(datasette.setting('base_url')).removeprefix('/')}"
    tail = request.url_vars.get("tail") or ""
    return ViewRequest(path=path, ending=tail.lstrip("/."), parts=parts, query=query)


def _page(
    datasette: Datasette,
    request: Request,
    view_request: ViewRequest,
    result: ViewResult,
    connection: sqlite3.Connection,
) -> Response:
    query = f"?{request.query_string}" if request.query_string else ""
    context = {
        **result.content,
        **result.page,
        "page_title": result.title,
        "keys_to_cite": list(dict.fromkeys(result.cited)),
        "canonical": datasette.urls.path(result.canonical or view_request.path),
        "json_path": datasette.urls.path(routes.as_json(f"{view_request.path}{query}")),
        "absolute": _absolute_url(datasette, request),
        "language_of_page": language.current(),
        "languages_of_site": language.available(),
    }
    html = pages.rendered(datasette, request, connection, result.template, context)
    headers = {"Content-Language": language.current(), "Vary": "Accept-Language, Cookie"}
    return Response.html(html, status=result.status, headers=headers)


def _json(datasette: Datasette, request: Request, result: ViewResult) -> Response:
    content: dict[str, Any] = {"ok": result.status < 400, **result.content}
    if result.status >= 400:
        content["status"] = result.status
    if content.get("next_url"):
        content["next_url"] = routes.as_json(content["next_url"])
    absolute = _with_absolute_urls(_absolute_url(datasette, request), content)
    # Python's own module writes indented JSON ten times as slowly as JSON in one line.
    body = json.dumps(absolute, ensure_ascii=False, default=str).encode("utf-8", "replace")
    headers = dict(CORS_HEADERS) if datasette.cors else {}
    return Response(
        msgspec.json.format(body, indent=1),
        status=result.status,
        headers=headers,
        content_type="application/json; charset=utf-8",
    )


def _with_absolute_urls(absolute: AbsoluteUrl, value: Any, name: str = "") -> Any:
    """The value with every path of the site, in a field whose name ends in "url", made absolute."""
    if isinstance(value, dict):  # of thousands of values most are texts: Mapping takes longer to look for
        return {key: _with_absolute_urls(absolute, inner, key) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_absolute_urls(absolute, inner, name) for inner in value]
    if isinstance(value, str) and name.endswith("url") and value.startswith("/"):
        return absolute(value)
    return value
