"""The outermost layer of the site: refuses what is not for it, and turns a fault into a notice."""

from __future__ import annotations

import re
import sys
import traceback
from urllib.parse import unquote

from datasette.utils.asgi import Response

from scraper.limits import PARAMETER_NAMES, PARAMETERS, REQUEST_BODY_BYTES
from scraper.site.door.names import Names
from scraper.site.http.asgi import App, Message, Receive, Scope, Send, header
from scraper.site.http.headers import secured
from scraper.site.http.notices import notice
from scraper.site.language import N_, _, number
from scraper.site.views.languages import in_readers_language

ABSOLUTE = ("http://", "https://")
COOKIE = re.compile(rb'[A-Za-z0-9_-]+=(?:"[^\s",;\\]*"|[^\s",;\\]*)')


class _TooLongError(Exception):
    """The body of a request is longer than it may be."""


def door(app: App, names: Names, *, https: bool = False, base: str = "/") -> App:
    """The site as it is served.

    :param https: readers reach it by https, whatever the proxy in front of it speaks to us.
    :param base: the path under which the site lies.
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        scope = _in_origin_form(scope)
        if refusal := _refusal(scope, names, base):
            return await secured(_as_app(refusal), base=base)(scope, receive, send)
        if base != "/" and scope["path"] == base.rstrip("/"):
            return await secured(_as_app(Response.redirect(base, status=301)), base=base)(scope, receive, send)
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(_redirected_below(message, base))

        try:
            return await app(_below(_as_readers_ask(scope, names, https=https), base), _bounded(receive), sending)
        except _TooLongError:
            answer = _too_long(scope, base)
        except Exception:
            if begun:
                raise
            traceback.print_exc(file=sys.stderr)
            text = lambda: _("Something went wrong here; the log of the site says what.")  # noqa: E731
            answer = notice(scope, 500, N_("Something went wrong"), text, base=base)
        return await secured(_as_app(answer), base=base)(scope, receive, send)

    within = in_readers_language(site)

    async def with_plain_cookies(scope: Scope, receive: Receive, send: Send) -> None:
        await within(_with_plain_cookies(scope) if scope["type"] == "http" else scope, receive, send)

    return with_plain_cookies


def _as_app(answer: Response) -> App:
    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await answer.asgi_send(send)

    return answering


def _in_origin_form(scope: Scope) -> Scope:
    """The request with its path alone, where its target is a whole URL, whose host then is asked for as well.

    RFC 9112, section 3.2.2.
    """
    target = scope.get("raw_path", b"").decode("latin-1")
    if not target.lower().startswith(ABSOLUTE):
        return scope
    host, slash, path = target.partition("://")[2].partition("/")
    headers = [*scope["headers"], (b"host", host.encode("latin-1"))]
    raw = f"{slash or '/'}{path}"
    return {**scope, "headers": headers, "raw_path": raw.encode("latin-1"), "path": unquote(raw)}


def _below(scope: Scope, base: str) -> Scope:
    """The request with its path below the site's own, as a proxy that takes that away asks for it.

    Datasette puts ``base_url`` before the path of the request in links of its own, whatever that begins with.
    """
    if base == "/" or not scope["path"].startswith(base):
        return scope
    raw: bytes = scope["raw_path"]
    return {**scope, "path": scope["path"].removeprefix(base[:-1]), "raw_path": raw.removeprefix(base[:-1].encode())}


def _redirected_below(message: Message, base: str) -> Message:
    """The answer with its ``Location`` below the site's own path, which Datasette leaves out of some redirects."""
    if base == "/" or message["type"] != "http.response.start":
        return message
    path = base.encode()
    headers = [
        (name, path + value[1:])
        if name.lower() == b"location" and value.startswith(b"/") and not value.startswith(path)
        else (name, value)
        for name, value in message["headers"]
    ]
    return {**message, "headers": headers}


def _with_plain_cookies(scope: Scope) -> Scope:
    """The request without the cookies that other programs on its host set, whose names or values Python cannot read.

    One of them would be a fault of every page, or hide the cookies that come after it.
    """
    values = [value for name, value in scope["headers"] if name.lower() == b"cookie"]
    if not values:
        return scope
    plain = [pair for value in values for pair in map(bytes.strip, value.split(b";")) if COOKIE.fullmatch(pair)]
    others = [pair for pair in scope["headers"] if pair[0].lower() != b"cookie"]
    return {**scope, "headers": [*others, *([(b"cookie", b"; ".join(plain))] if plain else [])]}


def _refusal(scope: Scope, names: Names, base: str) -> Response | None:
    """The answer to a request that does not come in; None for all others."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
    if not hosts or not all(names.include(host) for host in hosts):
        asked = next((host for host in hosts if not names.include(host)), "")[:100] or "?"
        text = lambda: _(  # noqa: E731
            "It was asked for as %(name)s. Whoever keeps it says by the option --url of 'backissues serve' where else "
            "its readers find it.",
            name=asked,
        )
        return notice(scope, 421, N_("This archive does not go by that name"), text, base=base)
    length, coded = header(scope, b"content-length"), header(scope, b"transfer-encoding")
    path = str(scope["path"])
    # A browser takes a backslash for a slash, in what we redirect to as well, and sends none.
    if not path.startswith("/") or b"\\" in scope.get("raw_path", b"") or (length and coded):
        text = lambda: _("It can be read in more than one way.")  # noqa: E731
        return notice(scope, 400, N_("This request is not answered"), text, base=base, Connection="close")
    if length.isdigit() and int(length[:20]) > REQUEST_BODY_BYTES:
        return _too_long(scope, base)
    if has_too_many(scope.get("query_string", b"")):
        text = lambda: _(  # noqa: E731
            "An address has at most %(number)s parameters of %(names)s names here.",
            number=number(PARAMETERS),
            names=number(PARAMETER_NAMES),
        )
        return notice(scope, 414, N_("That is too long"), text, base=base)
    return None


def has_too_many(query: bytes) -> bool:
    """Whether a query string has more parameters than may be: Datasette takes the square of their number."""
    if query.count(b"&") >= PARAMETERS:
        return True
    return len({pair.partition(b"=")[0] for pair in query.split(b"&")}) > PARAMETER_NAMES


def _too_long(scope: Scope, base: str) -> Response:
    text = lambda: _("A request has at most %(number)s bytes here.", number=number(REQUEST_BODY_BYTES))  # noqa: E731
    return notice(scope, 413, N_("That is too long"), text, base=base, Connection="close")


def _bounded(receive: Receive) -> Receive:
    """The ``receive`` of a request whose body ends at the bound."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > REQUEST_BODY_BYTES:
            raise _TooLongError
        return message

    return bounded


def _as_readers_ask(scope: Scope, names: Names, *, https: bool) -> Scope:
    """The request with the scheme and the host by which readers reach the site: its links carry them."""
    if not names.urls:
        return {**scope, "scheme": "https"} if https else scope
    url = names.urls[0]
    headers = [pair for pair in scope["headers"] if pair[0].lower() != b"host"]
    return {**scope, "scheme": url.scheme, "headers": [*headers, (b"host", url.host.encode())]}
