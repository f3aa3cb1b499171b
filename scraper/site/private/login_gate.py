"""The door of a private site: nobody passes without the password or the token, whatever they ask for.

It stands in front of all routes, Datasette's and ours, known and yet unwritten: what is let through is named here, and
all else is refused. Passwords are checked by datasette-auth-passwords; this adds what it leaves out: patience with who
guesses, sessions that end, and one answer for every address. Behind the door Datasette is told as well that nobody
without a name may see anything (``allow`` in ``site``).
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

from scraper.site import routes
from scraper.site.http.middleware import REUSE, App, Message, Receive, Scope, Send
from scraper.site.http.responses import HEADERS
from scraper.site.private.credentials import Credentials

LOGIN = "/-/login"
OPEN_PATHS = re.compile(r"/-/login|/robots\.txt|/favicon\.ico|/static/[A-Za-z0-9_.-]+\.(css|svg|png|woff2)")
PASSWORD_PAGES = re.compile(r"/-/(login|password-tool)$")
READER = {"id": "reader"}  # who is let in, for Datasette
SESSION_SECONDS = 14 * 24 * 3600
PRIVATE = {**HEADERS, "Cache-Control": "private, no-store"}
CHALLENGE = 'Bearer realm="Back Issues", Basic realm="Back Issues", charset="UTF-8"'


@dataclass(slots=True)
class LoginThrottle:
    """How long an address waits after wrong passwords: not at all after the first few, then twice as long each time."""

    clock: Callable[[], float] = time.monotonic
    free: int = 5
    longest: float = 900.0
    most: int = 10_000  # addresses remembered
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)  # how many, and when the next try is due

    def wait(self, address: str) -> float:
        """Seconds until this address may try again."""
        _, due = self.failures.get(address, (0, 0.0))
        return max(0.0, due - self.clock())

    def failed(self, address: str) -> None:
        """Another wrong password."""
        number = self.failures.pop(address, (0, 0.0))[0] + 1
        while len(self.failures) >= self.most:  # the one that failed longest ago is forgotten
            del self.failures[next(iter(self.failures))]
        pause = min(self.longest, 2.0 ** min(number - self.free, 30)) if number >= self.free else 0.0
        self.failures[address] = (number, self.clock() + pause)

    def succeeded(self, address: str) -> None:
        """The right one."""
        self.failures.pop(address, None)


@dataclass(slots=True)
class LoginGate:
    """A private site's door, around its ASGI application."""

    app: App
    datasette: Datasette
    credentials: Credentials
    https: bool = False  # whether cookies are for https only
    patience: LoginThrottle = field(default_factory=LoginThrottle)
    _known: dict[bytes, str] = field(default_factory=dict)  # right passwords of this run, as keyed hashes
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no web sockets here
        path = _path(scope, self.datasette.setting("base_url"))
        address = _address(scope)
        authorization = _header(scope, b"authorization")
        bare = dict(
            scope, headers=[pair for pair in scope["headers"] if pair[0].lower() != b"authorization"], actor=None
        )
        if path == "/-/password-tool":  # it makes hashes for whoever asks
            return await _error(404, "There is no such page").asgi_send(send)  # type: ignore[no-any-return]
        if path == LOGIN and scope["method"] == "POST":
            return await self._login(bare, receive, send, address)
        if OPEN_PATHS.fullmatch(path):
            return await self.app(bare, receive, send)
        if authorization:
            if wait := self.patience.wait(address):
                return await _too_many(wait, html=False).asgi_send(send)  # type: ignore[no-any-return]
            actor = await self._by_header(authorization)
            self.patience.succeeded(address) if actor else self.patience.failed(address)
        else:
            actor = await self._by_session(bare)
        if actor is None:
            return await self._refusal(scope, path).asgi_send(send)  # type: ignore[no-any-return]

        async def kept_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [_own(*pair) for pair in message["headers"]]}
            await send(message)

        await self.app(dict(bare, actor=actor), receive, kept_private)
        return None

    async def _by_session(self, scope: Scope) -> dict[str, str] | None:
        """Who sends the cookie of a session that has not ended."""
        for found in pm.hook.actor_from_request(datasette=self.datasette, request=Request(scope, None)):
            actor = await await_me_maybe(found)
            if actor:
                return READER
        return None

    async def _by_header(self, authorization: str) -> dict[str, str] | None:
        """Who sends ``Authorization: Bearer`` with the token, or ``Basic`` with the password and any name."""
        scheme, _, sent = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return READER if self.credentials.is_token(sent.strip()) else None
        if scheme.lower() != "basic":
            return None
        try:
            _, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        # A feed reader sends it with each request, and to check a password is slow by design.
        mark, held = hmac.digest(self._key, password.encode(), hashlib.sha256), self.credentials.password_hash()
        if self._known.get(mark) == held:
            return READER
        if not await asyncio.to_thread(self.credentials.is_password, password):
            return None
        self._known = {mark: held}
        return READER

    async def _login(self, scope: Scope, receive: Receive, send: Send, address: str) -> None:
        """The form was sent: datasette-auth-passwords checks it, unless too many wrong ones came before."""
        if wait := self.patience.wait(address):
            await _too_many(wait, html=True).asgi_send(send)
            return
        self.patience.failed(address)  # before it is known, so that many at once gain nothing

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookies = [value for name, value in message["headers"] if name.lower() == b"set-cookie"]
                if message["status"] == 302 and any(value.startswith(b"ds_actor=") for value in cookies):
                    self.patience.succeeded(address)
                    message = {**message, "headers": self._admitted(scope)}
            await send(message)

        await self.app(scope, receive, answered)

    def _admitted(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The headers of the answer to a right password: on to where the reader wanted to go, with a session."""
        base = self.datasette.setting("base_url")
        ends = baseconv.base62.encode(int(time.time()) + SESSION_SECONDS)
        cookie = f"ds_actor={self.datasette.sign({'a': READER, 'e': ends}, 'actor')}"
        cookie += f"; Max-Age={SESSION_SECONDS}; Path={base}; HttpOnly; SameSite=Lax"
        if self.https or scope.get("scheme") == "https":
            cookie += "; Secure"
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("next", [""])[0]
        headers = {**PRIVATE, "Location": routes.own(wanted) or base, "Set-Cookie": cookie, "Content-Length": "0"}
        return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]

    def _refusal(self, scope: Scope, path: str) -> Response:
        """To the login page, for who reads pages; 401 for programs."""
        if scope["method"] in ("GET", "HEAD") and "text/html" in _header(scope, b"accept") and not routes.ending(path):
            query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
            base = self.datasette.setting("base_url")
            wanted = quote(f"{base.rstrip('/')}{path}{query}", safe="")
            return Response.redirect(f"{base.rstrip('/')}{LOGIN}?next={wanted}", headers=dict(PRIVATE))
        return _error(401, "This archive is private: log in, or send the token or the password", CHALLENGE)


def closed(app: App) -> App:
    """A site without a door has no login either, though the plugin that checks passwords is installed."""

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        if PASSWORD_PAGES.search(scope["path"]):
            return await _error(404, "There is no such page").asgi_send(send)  # type: ignore[no-any-return]
        # The plugin fails on a password that it cannot read; nobody's is asked for here.
        kept = [
            pair for pair in scope["headers"] if pair[0].lower() != b"authorization" or pair[1][:5].lower() != b"basic"
        ]
        return await app(dict(scope, headers=kept), receive, send)

    return site


def _own(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header as a private site sends it: what a reader's browser may keep, nobody between may."""
    is_reuse = name.lower() in (REUSE.encode(), b"cache-control") and b"private" not in value
    return (name, b"private, no-cache") if is_reuse else (name, value)


def _path(scope: Scope, base: str) -> str:
    """The path as Datasette's router will see it: neither decoded nor with what stands before the site."""
    path: str = scope["raw_path"].decode("latin-1") if scope.get("raw_path") else scope["path"]
    path = path.partition("?")[0]
    return f"/{path.removeprefix(base)}" if base != "/" and path.startswith(base) else path


def _address(scope: Scope) -> str:
    """Who asks, as far as patience goes: an IPv4 address, or the network that one IPv6 customer has."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _header(scope: Scope, name: bytes) -> str:
    found = (value for key, value in scope["headers"] if key.lower() == name)
    return bytes(next(found, b"")).decode("latin-1")


def _error(status: int, text: str, challenge: str = "", **headers: str) -> Response:
    told = json.dumps({"ok": False, "error": text, "status": status})
    more = {**PRIVATE, **headers, **({"WWW-Authenticate": challenge} if challenge else {})}
    return Response(told, status=status, headers=more, content_type="application/json; charset=utf-8")


def _too_many(wait: float, *, html: bool) -> Response:
    seconds = int(wait) + 1
    text = f"Too many wrong passwords: try again in {seconds} seconds"
    if html:
        headers = {**PRIVATE, "Retry-After": str(seconds)}
        return Response.html(f"<!DOCTYPE html><title>{text}</title><p>{text}.</p>", status=429, headers=headers)
    return _error(429, text, **{"Retry-After": str(seconds)})


_throttles: WeakKeyDictionary[Datasette, LoginThrottle] = WeakKeyDictionary()


def guard(app: App, datasette: Datasette) -> App:
    """The application behind its door where the site is private; elsewhere without any login."""
    private = datasette.plugin_config("back-issues") or {}
    if "private" not in private:
        return closed(app)
    # Datasette's own client makes the application anew for each request; who guessed wrong is remembered beyond one.
    patience = _throttles.setdefault(datasette, LoginThrottle())
    return LoginGate(app, datasette, Credentials(Path(private["private"])), https=private["https"], patience=patience)


def is_private(datasette: Datasette) -> bool:
    """Whether the site asks for a password."""
    return "private" in (datasette.plugin_config("back-issues") or {})
