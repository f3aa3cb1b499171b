"""The language of a request, and the links by which a reader chooses another."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from scraper.site import language, routes
from scraper.site.http.asgi import App, Receive, Scope, Send

YEAR = 366 * 24 * 3600  # for which a choice is remembered
LONGEST_QUERY = 1_000  # characters that a link to the same page in another language carries


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


def translations(datasette: Datasette, request: Request) -> list[dict[str, str]]:
    """The page in each of the site's languages.

    :returns: for each ``tag``, ``name``, ``take`` (the path that chooses the language for the whole site) and
        ``address`` (the URL of this page in it).
    """
    path = f"/{request.path.removeprefix(datasette.setting('base_url')).removeprefix('/')}"
    # A pasted text of thousands of characters is a search like any other; its page does not repeat it in six links.
    pairs = _without_language(request.query_string) if len(request.query_string) < LONGEST_QUERY else []
    here = _with_query(path, pairs)
    return [
        {
            "tag": tag,
            "name": name,
            "take": datasette.urls.path(routes.language(tag, here)),
            "address": str(
                datasette.absolute_url(
                    request, datasette.urls.path(_with_query(path, [*pairs, (language.PARAMETER, tag)]))
                )
            ),
        }
        for tag, name in language.available().items()
    ]


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
    return _with_query(parts.path, _without_language(parts.query))


def _with_query(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def _without_language(query: str) -> list[tuple[str, str]]:
    return [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != language.PARAMETER]
