"""The login of a private site: an ASGI middleware that refuses every request without the password or the token.

It stands in front of all routes, Datasette's and ours, also of those that are added later: the few paths that need no
login are named here (``OPEN_PATHS``), and all others are refused. datasette-auth-passwords checks the passwords; this
adds what it leaves out: a throttle for wrong passwords, sessions that end, and the same refusal for every address.
Behind the gate Datasette itself is told to show nothing to anybody without a name (``allow`` in ``app.site``).

Refusals are pages in the reader's language, or JSON in English for programs.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.plugins import pm  # type: ignore[attr-defined]
from datasette.utils import await_me_maybe, baseconv
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from scraper.site import language, routes
from scraper.site.http.middleware import VIEW_CACHE_CONTROL, App, Message, Receive, Scope, Send
from scraper.site.http.responses import HEADERS
from scraper.site.language import ngettext
from scraper.site.private.credentials import Credentials

LOGIN = "/-/login"
OPEN_PATHS = re.compile(r"/-/login|/robots\.txt|/favicon\.ico|/static/[A-Za-z0-9_.-]+\.(css|svg|png|woff2)")
PASSWORD_PAGES = re.compile(r"/-/(login|password-tool)$")
READER = {"id": "reader"}  # the actor of every request that is let in, for Datasette
SESSION_SECONDS = 14 * 24 * 3600
PRIVATE_HEADERS = {**HEADERS, "Cache-Control": "private, no-store"}
CHALLENGE = 'Bearer realm="Back Issues", Basic realm="Back Issues", charset="UTF-8"'


@dataclass(slots=True)
class LoginThrottle:
    """How long a client has to wait after wrong passwords: after the first few, each time twice as long."""

    clock: Callable[[], float] = time.monotonic
    free: int = 5  # the wrong password after which a client has to wait for the first time
    longest: float = 900.0  # seconds
    most: int = 10_000  # clients remembered
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)  # wrong passwords, time of the next try

    def wait(self, client: str) -> float:
        """Seconds until this client may try again."""
        _, due = self.failures.get(client, (0, 0.0))
        return max(0.0, due - self.clock())

    def failed(self, client: str) -> None:
        """Count another wrong password of this client."""
        number = self.failures.pop(client, (0, 0.0))[0] + 1
        while len(self.failures) >= self.most:  # the client whose last failure is the oldest is forgotten
            del self.failures[next(iter(self.failures))]
        pause = min(self.longest, 2.0 ** min(number - self.free, 30)) if number >= self.free else 0.0
        self.failures[client] = (number, self.clock() + pause)

    def succeeded(self, client: str) -> None:
        """Forget the wrong passwords of a client that gave the right one."""
        self.failures.pop(client, None)


@dataclass(slots=True)
class LoginGate:
    """The ASGI application of a private site behind its login."""

    app: App
    datasette: Datasette
    credentials: Credentials
    https: bool = False  # whether cookies are for https only
    throttle: LoginThrottle = field(default_factory=LoginThrottle)
    # The keyed hash of the right password of this run, with the password hash that it was checked against.
    _checked: dict[bytes, str] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the site, or refuse it."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no web sockets here
        path = _path(scope, self.datasette.setting("base_url"))
        client = _client(scope)
        authorization = _header(scope, b"authorization")
        anonymous = dict(
            scope, headers=[pair for pair in scope["headers"] if pair[0].lower() != b"authorization"], actor=None
        )
        if path == "/-/password-tool":  # datasette-auth-passwords would make hashes for anybody
            return await _error(404, "There is no such page").asgi_send(send)  # type: ignore[no-any-return]
        if path == LOGIN and scope["method"] == "POST":
            return await self._login(anonymous, receive, send, client)
        if OPEN_PATHS.fullmatch(path):
            return await self.app(anonymous, receive, send)
        if authorization:
            if wait := self.throttle.wait(client):
                return await _too_many(wait, html=False).asgi_send(send)  # type: ignore[no-any-return]
            actor = await self._by_header(authorization)
            self.throttle.succeeded(client) if actor else self.throttle.failed(client)
        else:
            actor = await self._by_session(anonymous)
        if actor is None:
            return await self._refusal(scope, path).asgi_send(send)  # type: ignore[no-any-return]

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [_private_header(*pair) for pair in message["headers"]]}
            await send(message)

        await self.app(dict(anonymous, actor=actor), receive, send_private)
        return None

    async def _by_session(self, scope: Scope) -> dict[str, str] | None:
        """The reader, if the request has the cookie of a session that has not ended."""
        for answer in pm.hook.actor_from_request(datasette=self.datasette, request=Request(scope, None)):
            actor = await await_me_maybe(answer)
            if actor:
                return READER
        return None

    async def _by_header(self, authorization: str) -> dict[str, str] | None:
        """The reader, if the header is ``Bearer`` with the token, or ``Basic`` with the password and any name."""
        scheme, _, sent = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return READER if self.credentials.is_token(sent.strip()) else None
        if scheme.lower() != "basic":
            return None
        try:
            _, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        # A feed reader sends the password with each request, and to check it is slow by design.
        digest, held = hmac.digest(self._key, password.encode(), hashlib.sha256), self.credentials.password_hash()
        if self._checked.get(digest) == held:
            return READER
        if not await asyncio.to_thread(self.credentials.is_password, password):
            return None
        self._checked = {digest: held}
        return READER

    async def _login(self, scope: Scope, receive: Receive, send: Send, client: str) -> None:
        """Let datasette-auth-passwords check the password of the login form, unless the client has to wait."""
        if wait := self.throttle.wait(client):
            await _too_many(wait, html=True).asgi_send(send)
            return
        self.throttle.failed(client)  # counted before it is checked, so that many at once gain nothing

        async def send_with_session(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookies = [value for name, value in message["headers"] if name.lower() == b"set-cookie"]
                if message["status"] == 302 and any(value.startswith(b"ds_actor=") for value in cookies):
                    self.throttle.succeeded(client)
                    message = {**message, "headers": self._session_headers(scope)}
            await send(message)

        await self.app(scope, receive, send_with_session)

    def _session_headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The headers of the redirect after the right password: the session's cookie, and the page that was wanted."""
        base = self.datasette.setting("base_url")
        ends = baseconv.base62.encode(int(time.time()) + SESSION_SECONDS)
        cookie = f"ds_actor={self.datasette.sign({'a': READER, 'e': ends}, 'actor')}"
        cookie += f"; Max-Age={SESSION_SECONDS}; Path={base}; HttpOnly; SameSite=Lax"
        if self.https or scope.get("scheme") == "https":
            cookie += "; Secure"
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("next", [""])[0]
        headers = {
            **PRIVATE_HEADERS,
            "Location": routes.local_path(wanted) or base,
            "Set-Cookie": cookie,
            "Content-Length": "0",
        }
        return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]

    def _refusal(self, scope: Scope, path: str) -> Response:
        """A redirect to the login page for a reader of pages; 401 for a program (RFC 9110, section 15.5.2)."""
        if scope["method"] in ("GET", "HEAD") and "text/html" in _header(scope, b"accept") and not routes.ending(path):
            query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
            base = self.datasette.setting("base_url")
            wanted = quote(f"{base.rstrip('/')}{path}{query}", safe="")
            return Response.redirect(f"{base.rstrip('/')}{LOGIN}?next={wanted}", headers=dict(PRIVATE_HEADERS))
        return _error(401, "This archive is private: log in, or send the token or the password", CHALLENGE)


def without_login(app: App) -> App:
    """The application of a site that is not private: without the login pages of datasette-auth-passwords."""

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        if PASSWORD_PAGES.search(scope["path"]):
            return await _error(404, "There is no such page").asgi_send(send)  # type: ignore[no-any-return]
        # That plugin fails on a password that it cannot read; no password is needed here.
        kept = [
            pair for pair in scope["headers"] if pair[0].lower() != b"authorization" or pair[1][:5].lower() != b"basic"
        ]
        return await app(dict(scope, headers=kept), receive, send)

    return site


def _private_header(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header of the site as a private site sends it: only the reader's own browser may keep the response."""
    is_shared = name.lower() in (VIEW_CACHE_CONTROL.encode(), b"cache-control") and b"private" not in value
    return (name, b"private, no-cache") if is_shared else (name, value)


def _path(scope: Scope, base: str) -> str:
    """The path as Datasette's router will see it: not decoded, and without the path under which the site lies."""
    path: str = scope["raw_path"].decode("latin-1") if scope.get("raw_path") else scope["path"]
    path = path.partition("?")[0]
    return f"/{path.removeprefix(base)}" if base != "/" and path.startswith(base) else path


def _client(scope: Scope) -> str:
    """The client as the throttle counts it: its IPv4 address, or its IPv6 /64 network, which one customer has."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _header(scope: Scope, name: bytes) -> str:
    values = (value for key, value in scope["headers"] if key.lower() == name)
    return bytes(next(values, b"")).decode("latin-1")


def _error(status: int, text: str, challenge: str = "", **headers: str) -> Response:
    """A refusal for a program."""
    body = json.dumps({"ok": False, "error": text, "status": status})
    all_headers = {**PRIVATE_HEADERS, **headers, **({"WWW-Authenticate": challenge} if challenge else {})}
    return Response(body, status=status, headers=all_headers, content_type="application/json; charset=utf-8")


def _too_many(wait: float, *, html: bool) -> Response:
    """The refusal of a client that has to wait (RFC 6585, section 4).

    :param wait: seconds.
    """
    seconds = int(wait) + 1
    if not html:
        error = f"Too many wrong passwords: try again in {seconds} seconds"
        return _error(429, error, **{"Retry-After": str(seconds)})
    text = ngettext(
        "Too many wrong passwords: try again in %(num)s second.",
        "Too many wrong passwords: try again in %(num)s seconds.",
        seconds,
    )
    tag = language.current()
    page = Markup(
        '<!DOCTYPE html><html lang="{0}" dir="{1}"><head><meta charset="utf-8"><title>{2}</title></head>'
        "<body><p>{2}</p></body></html>"
    ).format(tag, language.direction(), text)
    headers = {**PRIVATE_HEADERS, "Retry-After": str(seconds), "Content-Language": tag}
    return Response.html(page, status=429, headers=headers)


_throttles: WeakKeyDictionary[Datasette, LoginThrottle] = WeakKeyDictionary()


def guard(app: App, datasette: Datasette) -> App:
    """The site's application: behind the login gate where the site is private, without any login where it is not.

    :param datasette: its plugin configuration ``back-issues`` names the archive of a private site (``app.site``).
    """
    config = datasette.plugin_config("back-issues") or {}
    if "private" not in config:
        return without_login(app)
    # Datasette's own client makes the application anew for each request; wrong passwords are remembered beyond one.
    throttle = _throttles.setdefault(datasette, LoginThrottle())
    return LoginGate(app, datasette, Credentials(Path(config["private"])), https=config["https"], throttle=throttle)


def is_private(datasette: Datasette) -> bool:
    """Whether the site asks for a password."""
    return "private" in (datasette.plugin_config("back-issues") or {})
