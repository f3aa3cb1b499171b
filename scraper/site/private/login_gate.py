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
import contextlib
import hashlib
import hmac
import json
import re
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.plugins import pm  # type: ignore[attr-defined]
from datasette.utils import await_me_maybe, baseconv
from datasette.utils.asgi import Request, Response
from itsdangerous import BadSignature

from scraper.site import routes
from scraper.site.http.asgi import App, Headers, Message, Receive, Scope, Send, header
from scraper.site.http.middleware import VIEW_CACHE_CONTROL
from scraper.site.http.notices import notice
from scraper.site.language import N_, _, ngettext
from scraper.site.private.credentials import Credentials
from scraper.site.private.throttle import LoginThrottle, TooManyError, client_of

LOGIN = "/-/login"
OPEN_PATHS = re.compile(r"/-/login|/robots\.txt|/favicon\.ico|/static/[A-Za-z0-9_.-]+\.(css|svg|png|woff2)")
PASSWORD_PAGES = re.compile(r"/-/(login|password-tool)$")
READER = {"id": "reader"}  # the actor of every request that is let in, for Datasette
SESSION_SECONDS = 14 * 24 * 3600
DEVICE = "device"  # the cookie of a browser that was let in
DEVICE_SECONDS = 366 * 24 * 3600
FORM_BYTES = 20_000  # of a login form
PRIVATE_HEADERS = {"Cache-Control": "private, no-store", "Vary": "Cookie, Authorization"}
CHALLENGE = 'Bearer realm="Back Issues", Basic realm="Back Issues", charset="UTF-8"'


@dataclass(slots=True)
class LoginGate:
    """The ASGI application of a private site behind its login."""

    app: App
    datasette: Datasette
    credentials: Credentials
    https: bool = False  # whether cookies are for https only
    throttle: LoginThrottle = field(default_factory=LoginThrottle)  # of addresses
    devices: LoginThrottle = field(default_factory=LoginThrottle)  # of browsers that were let in before
    # The keyed hash of the right password of this run, with the password hash that it was checked against.
    _checked: dict[bytes, str] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the site, or refuse it."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no web sockets here
        self.datasette._secret = self.credentials.secret()  # a new password ends sessions while the site runs, too
        path = _path(scope, self.datasette.setting("base_url"))
        authorization = header(scope, b"authorization")
        anonymous = dict(
            scope, headers=[pair for pair in scope["headers"] if pair[0].lower() != b"authorization"], actor=None
        )
        if path == "/-/password-tool":  # datasette-auth-passwords would make hashes for anybody
            return await _error(404, "There is no such page").asgi_send(send)  # type: ignore[no-any-return]
        if path == LOGIN and scope["method"] == "POST":
            return await self._login(anonymous, receive, send)
        if OPEN_PATHS.fullmatch(path):
            return await self.app(anonymous, receive, send)
        if authorization:
            try:
                actor = await self._by_header(anonymous, authorization)
            except TooManyError as error:
                return await self._too_many(scope, error).asgi_send(send)  # type: ignore[no-any-return]
        else:
            actor = await self._by_session(anonymous)
        if actor is None:
            return await self._refusal(scope, path).asgi_send(send)  # type: ignore[no-any-return]

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _private_headers(message["headers"])}
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

    async def _by_header(self, scope: Scope, authorization: str) -> dict[str, str] | None:
        """The reader, if the header is ``Bearer`` with the token, or ``Basic`` with the password and any name.

        :raises TooManyError: the client has to wait; never the one who has the token.
        """
        scheme, _, sent = authorization.partition(" ")
        if scheme.lower() == "bearer":
            if self.credentials.is_token(sent.strip()):
                return READER
            throttle, client = self._counted(scope)
            async with throttle.turn(client):
                return None
        if scheme.lower() != "basic":
            return None
        try:
            _, _, password = base64.b64decode(sent, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        return READER if await self._is_password(scope, password) else None

    async def _is_password(self, scope: Scope, password: str) -> bool:
        """Whether it is the password, of a client that need not wait.

        :raises TooManyError: the client has to wait.
        """
        throttle, client = self._counted(scope)
        # A feed reader sends the password with each request, and to check it is slow by design.
        digest, held = hmac.digest(self._key, password.encode(), hashlib.sha256), self.credentials.password_hash()
        if self._checked.get(digest) == held and not throttle.wait(client):
            return True
        async with throttle.turn(client) as right:
            if self._checked.get(digest) != held and not await asyncio.to_thread(
                self.credentials.is_password, password
            ):
                return False
            self._checked = {digest: held}
            right()
            return True

    def _counted(self, scope: Scope) -> tuple[LoginThrottle, str]:
        """Where the wrong passwords of a request are counted, and under which name."""
        device = self._device(scope)
        return (self.devices, device) if device else (self.throttle, client_of((scope.get("client") or ("",))[0]))

    def _device(self, scope: Scope) -> str:
        """The name of the browser, if its cookie shows that it was let in before; "" if it does not."""
        with contextlib.suppress(BadSignature, KeyError, TypeError):
            return str(self.datasette.unsign(Request(scope, None).cookies[DEVICE], DEVICE)["d"])
        return ""

    def _too_many(self, scope: Scope, error: TooManyError) -> Response:
        return _too_many(scope, error.seconds, self.datasette.setting("base_url"))

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the password of the login form; datasette-auth-passwords then answers."""
        body = await _body(receive)
        if body is None:
            return await _error(413, "That is no login form").asgi_send(send)  # type: ignore[no-any-return]
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        try:
            is_right = await self._is_password(scope, fields.get("password", [""])[0])
        except TooManyError as error:
            return await self._too_many(scope, error).asgi_send(send)  # type: ignore[no-any-return]
        if not is_right:  # without a name the plugin checks no password, and says that it is wrong
            body = urlencode(fields | {"username": [""]}, doseq=True).encode()

        async def send_with_session(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookies = [value for name, value in message["headers"] if name.lower() == b"set-cookie"]
                if message["status"] == 302 and any(value.startswith(b"ds_actor=") for value in cookies):
                    message = {**message, "headers": self._session_headers(scope)}
            await send(message)

        return await self.app(scope, _again(body), send_with_session)

    def _session_headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """The headers of the redirect after the right password: the session's cookie, and the page that was wanted."""
        base = self.datasette.setting("base_url")
        ends = baseconv.base62.encode(int(time.time()) + SESSION_SECONDS)
        device = self._device(scope) or secrets.token_hex(8)
        attributes = f"; Path={base}; HttpOnly; SameSite=Lax"
        if self.https or scope.get("scheme") == "https":
            attributes += "; Secure"
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("next", [""])[0]
        headers = [
            *PRIVATE_HEADERS.items(),
            ("Location", routes.local_path(wanted) or base),
            (
                "Set-Cookie",
                _cookie("ds_actor", self.datasette.sign({"a": READER, "e": ends}, "actor"), SESSION_SECONDS),
            ),
            ("Set-Cookie", _cookie(DEVICE, self.datasette.sign({"d": device}, DEVICE), DEVICE_SECONDS)),
            ("Content-Length", "0"),
        ]
        return [
            (name.lower().encode(), (value + attributes if name == "Set-Cookie" else value).encode("latin-1"))
            for name, value in headers
        ]

    def _refusal(self, scope: Scope, path: str) -> Response:
        """A redirect to the login page for a reader of pages; 401 for a program (RFC 9110, section 15.5.2)."""
        if scope["method"] in ("GET", "HEAD") and "text/html" in header(scope, b"accept") and not routes.ending(path):
            query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
            base = self.datasette.setting("base_url")
            wanted = quote(f"{base.rstrip('/')}{path}{query}", safe="")
            return Response.redirect(f"{base.rstrip('/')}{LOGIN}?next={wanted}", headers=dict(PRIVATE_HEADERS))
        return _error(401, "This archive is private: log in, or send the token or the password", CHALLENGE)


def without_login(app: App, *, base: str = "/") -> App:
    """The application of a site that is not private: without the login pages of datasette-auth-passwords.

    :param base: the path under which the site lies.
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        if PASSWORD_PAGES.search(scope["path"]):
            text = lambda: _("There is no such page")  # noqa: E731
            answer = notice(scope, 404, N_("Not in the archive"), text, base=base)
            return await answer.asgi_send(send)  # type: ignore[no-any-return]
        # That plugin fails on a password that it cannot read; no password is needed here.
        kept = [
            pair for pair in scope["headers"] if pair[0].lower() != b"authorization" or pair[1][:5].lower() != b"basic"
        ]
        return await app(dict(scope, headers=kept), receive, send)

    return site


def _private_headers(headers: Headers) -> Headers:
    """The headers of an answer as a private site sends it: only the reader's own browser may keep it."""
    names = (VIEW_CACHE_CONTROL.encode(), b"cache-control")
    private = [
        (name, b"private, no-cache") if name.lower() in names and b"private" not in value else (name, value)
        for name, value in headers
    ]
    if not any(name.lower() in names for name, _ in headers):
        private.append((b"cache-control", b"private, no-cache"))
    return [*private, (b"vary", b"Cookie, Authorization")]


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Max-Age={seconds}"


def _path(scope: Scope, base: str) -> str:
    """The path as Datasette's router will see it: not decoded, and without the path under which the site lies."""
    path: str = scope["raw_path"].decode("latin-1") if scope.get("raw_path") else scope["path"]
    path = path.partition("?")[0]
    return f"/{path.removeprefix(base)}" if base != "/" and path.startswith(base) else path


async def _body(receive: Receive) -> bytes | None:
    """The body of a request; None if it is longer than any login form."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > FORM_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes) -> Receive:
    """The ``receive`` of a request whose body was read already."""
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Message:
        return next(messages, {"type": "http.disconnect"})

    return receive


def _error(status: int, text: str, challenge: str = "", **headers: str) -> Response:
    """A refusal for a program."""
    body = json.dumps({"ok": False, "error": text, "status": status})
    all_headers = {**PRIVATE_HEADERS, **headers, **({"WWW-Authenticate": challenge} if challenge else {})}
    return Response(body, status=status, headers=all_headers, content_type="application/json; charset=utf-8")


def _too_many(scope: Scope, seconds: float, base: str) -> Response:
    """The refusal of a client that has to wait (RFC 6585, section 4)."""
    whole = int(seconds) + 1
    text = lambda: ngettext(  # noqa: E731
        "Too many wrong passwords: try again in %(num)s second.",
        "Too many wrong passwords: try again in %(num)s seconds.",
        whole,
    )
    return notice(scope, 429, N_("Please wait"), text, base=base, Retry_After=str(whole), Vary="Cookie, Authorization")


_throttles: WeakKeyDictionary[Datasette, tuple[LoginThrottle, LoginThrottle]] = WeakKeyDictionary()


def guard(app: App, datasette: Datasette) -> App:
    """The site's application: behind the login gate where the site is private, without any login where it is not.

    :param datasette: its plugin configuration ``back-issues`` names the archive of a private site (``app.site``).
    """
    config = datasette.plugin_config("back-issues") or {}
    if "private" not in config:
        return without_login(app, base=datasette.setting("base_url"))
    # Datasette's own client makes the application anew for each request; wrong passwords are remembered beyond one.
    throttle, devices = _throttles.setdefault(datasette, (LoginThrottle(), LoginThrottle()))
    keys = Credentials(Path(config["private"]))
    return LoginGate(app, datasette, keys, https=config["https"], throttle=throttle, devices=devices)


def is_private(datasette: Datasette) -> bool:
    """Whether the site asks for a password."""
    return "private" in (datasette.plugin_config("back-issues") or {})
