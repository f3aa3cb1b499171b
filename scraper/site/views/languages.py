"""The language of a request, and the choice of another."""

from __future__ import annotations

from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from scraper.site import language, routes
from scraper.site.http.asgi import App, Receive, Scope, Send
from scraper.site.http.pages import with_query, without_language

YEAR = 366 * 24 * 3600  # for which a choice is remembered


def in_readers_language(app: App) -> App:
    """ASGI middleware that sets the language of each request, also for Datasette's own pages of errors."""

    async def with_language(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        with language.speaking(_language_of(Request(scope, receive))):
            return await app(scope, receive, send)

    return with_language


def _language_of(request: Request) -> str:
    """The language of a request; English for a program, unless the address asks for another."""
    wanted, among = request.args.get(language.PARAMETER) or "", list(language.available())
    if routes.ending(request.path):
        return language.chosen(wanted, "", "", among)
    accepted = request.headers.get("accept-language", "")
    return language.chosen(wanted, request.cookies.get(language.COOKIE, ""), accepted, among)


async def take(datasette: Datasette, request: Request) -> Response:
    """``/language?to=de&back=/search``: this language from now on, and back to the page."""
    back = datasette.urls.path(_local(request.args.get("back") or ""))
    response = Response.redirect(back, status=303, headers={"Cache-Control": "no-store"})
    if request.args.get("to") in language.available():
        response.set_cookie(
            language.COOKIE, request.args["to"], max_age=YEAR, path=datasette.urls.path("/"), samesite="lax"
        )
    return response


def _local(back: str) -> str:
    """A path of this site without its language parameter; the newsstand instead of an address of another site."""
    parts = urlsplit(routes.local_path(back) or routes.NEWSSTAND)
    return with_query(parts.path, without_language(parts.query))
