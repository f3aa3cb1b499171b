"""What every answer of the site has in common on its way out, Datasette's own pages among them.

GET, HEAD and OPTIONS are answered, and nothing else is: the site shows and never writes. Text is compressed, by Brotli
or gzip, as the asker prefers. Ready-made middleware either has no Brotli, or compresses what is compressed already, or
leaves strong validators on changed bytes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Protocol

import brotli

from scraper.site import routes
from scraper.site.http.validators import site_state

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

METHODS = "GET, HEAD, OPTIONS"
REUSE = "x-reuse"  # a view's own Cache-Control: Datasette's would forbid readers with a cookie to keep anything
SMALLEST = 1_000  # bytes; below it nothing is won
TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "application/x-", "image/svg+xml")
NOT_TEXTS = ("text/event-stream", "application/x-zip", "application/x-gzip", "application/x-tar")
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def http_middleware(app: App, *, base: str, cors: bool) -> App:
    """The site with all of this.

    :param base: the path under which it lies.
    :param cors: whether pages of other sites may read it.
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        path = "/" + str(scope.get("path", "")).removeprefix(base.rstrip("/")).lstrip("/")
        # Below /-/ Datasette and its plugins have forms of their own: signing in, permissions, MCP.
        if scope["type"] != "http" or path.startswith("/-/"):
            await app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _respond(send, 204, {"Allow": METHODS, **(SHARED | PREFLIGHT if cors else {})})
        elif scope["method"] not in ("GET", "HEAD"):
            await _respond(send, *_not_allowed(path, cors=cors))
        else:
            await app(scope, receive, Sending(scope, send, static=path.startswith("/static/")))

    return site


def _not_allowed(path: str, *, cors: bool) -> tuple[int, dict[str, str], bytes]:
    error = "The archive is only read here: GET and HEAD are answered."
    headers = {"Allow": METHODS, **(SHARED if cors else {})}
    if not routes.ending(path):
        return 405, headers | {"Content-Type": "text/plain; charset=utf-8"}, error.encode()
    body = json.dumps({"ok": False, "error": error, "status": 405}).encode()
    return 405, headers | {"Content-Type": "application/json; charset=utf-8"}, body


async def _respond(send: Send, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class Compressor(Protocol):
    """What zlib and brotli have in common, once it is given the same names."""

    def __call__(self, data: bytes, *, last: bool) -> bytes:
        """As much of the compressed text as is ready."""


def _gzip() -> Compressor:
    deflate = zlib.compressobj(6, wbits=31)
    return lambda data, *, last: deflate.compress(data) + (deflate.flush() if last else b"")


def _brotli() -> Compressor:
    # Quality 4 takes as long as gzip's usual one, and gives less.
    press = brotli.Compressor(quality=4, mode=brotli.MODE_TEXT)
    return lambda data, *, last: press.process(data) + (press.finish() if last else b"")


CODINGS: dict[str, Callable[[], Compressor]] = {"br": _brotli, "gzip": _gzip}


def coding(accepted: str) -> str:
    """The coding for an ``Accept-Encoding`` (RFC 9110, section 12.5.3): the most wanted one of ours, "" for none."""
    wanted: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        try:
            wanted[name.strip()] = float(parameters.replace(" ", "").partition("q=")[2] or 1)
        except ValueError:
            continue
    weights = {name: wanted.get(name, wanted.get("*", 0)) for name in CODINGS}
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 else ""


class Sending:
    """Sends one response: the start once the first of the body tells whether it is worth compressing."""

    def __init__(self, scope: Scope, send: Send, *, static: bool) -> None:
        asked = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self._send = send
        self._head = scope["method"] == "HEAD"
        self._coding = coding(asked.get(b"accept-encoding", ""))
        # The style sheet is linked with the site's state behind it: another state is another address.
        self._immutable = static and scope.get("query_string", b"").decode("latin-1") == site_state()[0]
        self._start: Message = {}
        self._compress: Compressor | None = None

    async def __call__(self, message: Message) -> None:
        """Takes what the application sends."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": self._kept(list(message["headers"]), message["status"])}
        elif message["type"] == "http.response.body":
            await self._body(message.get("body", b""), last=not message.get("more_body", False))
        else:
            await self._send(message)

    def _kept(self, headers: Headers, status: int) -> Headers:
        """With the Cache-Control that the view wanted; with a year for what never changes."""
        for name, value in headers:
            if name.lower() == REUSE.encode():
                dropped = (REUSE.encode(), b"cache-control")
                return [pair for pair in headers if pair[0].lower() not in dropped] + [(b"cache-control", value)]
        if self._immutable and status == 200:
            return [*headers, (b"cache-control", b"public, max-age=31536000, immutable")]
        return headers

    async def _body(self, body: bytes, *, last: bool) -> None:
        if self._start:
            start, self._start = self._start, {}
            headers = start["headers"]
            if _may_be_compressed(headers, start["status"]):
                headers = _with_vary(headers)
                if self._coding and not self._head and (len(body) >= SMALLEST or not last):
                    self._compress = CODINGS[self._coding]()
                    headers = _compressed(headers, self._coding)
            await self._send({**start, "headers": headers})
        if self._head:
            body = b""
        elif self._compress:
            body = self._compress(body, last=last)
        await self._send({"type": "http.response.body", "body": body, "more_body": not last})


def _may_be_compressed(headers: Headers, status: int) -> bool:
    found = {name.lower(): value for name, value in headers}
    kind = found.get(b"content-type", b"").decode("latin-1").lower()
    whole = status != 206 and b"content-encoding" not in found
    return whole and (kind.startswith(TEXTS) or "+xml" in kind or "+json" in kind) and not kind.startswith(NOT_TEXTS)


def _with_vary(headers: Headers) -> Headers:
    vary = [value for name, value in headers if name.lower() == b"vary"]
    others = [pair for pair in headers if pair[0].lower() != b"vary"]
    return [*others, (b"vary", b", ".join([*vary, b"Accept-Encoding"]))]


def _compressed(headers: Headers, name: str) -> Headers:
    """For a compressed body: its length is not known, and a strong validator would speak of other bytes."""
    kept = [
        (key, b"W/" + value if key.lower() == b"etag" and not value.startswith(b"W/") else value)
        for key, value in headers
        if key.lower() != b"content-length"
    ]
    return [*kept, (b"content-encoding", name.encode())]
