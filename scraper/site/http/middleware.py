"""The ASGI middleware of every response, Datasette's own pages among them: methods, compression, caching, CORS,
security headers.

Only GET, HEAD and OPTIONS are allowed: the site shows and never writes. Text is compressed with Brotli or gzip, as the
client prefers. Ready-made middleware either has no Brotli, or compresses what is compressed already, or leaves strong
validators on changed bytes.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable, Mapping
from typing import Protocol

import brotli
from datasette.utils.asgi import Response

from scraper.site.http.asgi import App, Headers, Message, Receive, Scope, Send, path_below
from scraper.site.http.headers import secured
from scraper.site.http.notices import notice
from scraper.site.http.validators import site_state
from scraper.site.language import N_, _

METHODS = "GET, HEAD, OPTIONS"
# The Cache-Control of a view, under another name: Datasette would overwrite it for readers who have a cookie.
VIEW_CACHE_CONTROL = "x-cache-control"
LEAST_BYTES = 1_000  # of a body that is compressed; a shorter one hardly shrinks
MOST_BYTES = 500_000  # of a body whose compressed form is remembered
COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/javascript",
    "application/x-",
    "image/svg+xml",
)
UNCOMPRESSED_TYPES = ("text/event-stream", "application/x-zip", "application/x-gzip", "application/x-tar")
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def http_middleware(app: App, *, base: str, cors: bool) -> App:
    """The application inside this middleware.

    :param base: the path under which the site lies (Datasette's ``base_url``).
    :param cors: pages of other sites may read the site (CORS, fetch.spec.whatwg.org).
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        path = path_below(scope, base)
        # Below /-/ Datasette and its plugins have HTML forms of their own: signing in, permissions, MCP.
        if scope["type"] != "http" or path.startswith("/-/"):
            await app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _respond(send, 204, {"Allow": METHODS, **(CORS_HEADERS | PREFLIGHT_HEADERS if cors else {})})
        elif scope["method"] not in ("GET", "HEAD"):
            await not_allowed(scope).asgi_send(send)
        else:
            await app(scope, receive, ResponseSender(scope, send, static=path.startswith("/static/")))

    def not_allowed(scope: Scope) -> Response:
        answer = notice(
            scope,
            405,
            N_("The archive is only read here"),
            lambda: _("GET and HEAD are answered, and nothing else."),
            base=base,
            Allow=METHODS,
        )
        answer.headers.update(CORS_HEADERS if cors else {})
        return answer

    return secured(site, base=base, cors=cors)


async def _respond(send: Send, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class Compressor(Protocol):
    """Compresses a body part by part, with zlib or Brotli."""

    def __call__(self, data: bytes, *, last: bool) -> bytes:
        """Compress one more part; gives the compressed bytes that are ready, and with ``last`` all that remain."""


def _gzip() -> Compressor:
    deflate = zlib.compressobj(6, wbits=31)
    return lambda data, *, last: deflate.compress(data) + (deflate.flush() if last else b"")


def _brotli() -> Compressor:
    # At quality 4 Brotli takes as long as gzip at its usual level, and the result is smaller.
    compressor = brotli.Compressor(quality=4, mode=brotli.MODE_TEXT)
    return lambda data, *, last: compressor.process(data) + (compressor.finish() if last else b"")


CODINGS: dict[str, Callable[[], Compressor]] = {"br": _brotli, "gzip": _gzip}


@functools.lru_cache(maxsize=32)
def _compressed(coding: str, body: bytes) -> bytes:
    """A whole body compressed; one that is kept for many readers (``kept``) is compressed once."""
    return CODINGS[coding]()(body, last=True)


def content_coding(accepted: str) -> str:
    """The content coding for a request: the one of ours that the client prefers; "" to send the body as it is.

    :param accepted: the header ``Accept-Encoding`` (RFC 9110, section 12.5.3).
    """
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


class ResponseSender:
    """The ``send`` of one response, which compresses its body.

    The headers are held back until the first part of the body shows whether it is worth compressing.
    """

    def __init__(self, scope: Scope, send: Send, *, static: bool) -> None:
        request_headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self._send = send
        self._head = scope["method"] == "HEAD"
        self._coding = content_coding(request_headers.get(b"accept-encoding", ""))
        # The style sheet is linked with the site's state behind it: another state is another address.
        self._immutable = static and scope.get("query_string", b"").decode("latin-1") == site_state()[0]
        self._start: Message = {}
        self._compress: Compressor | None = None

    async def __call__(self, message: Message) -> None:
        """Send a message of the application."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": self._with_cache_control(list(message["headers"]), message["status"])}
        elif message["type"] == "http.response.body":
            await self._body(message.get("body", b""), last=not message.get("more_body", False))
        else:
            await self._send(message)

    def _with_cache_control(self, headers: Headers, status: int) -> Headers:
        """The headers with the view's Cache-Control; with a year for a static file under its versioned address."""
        for name, value in headers:
            if name.lower() == VIEW_CACHE_CONTROL.encode():
                replaced = (VIEW_CACHE_CONTROL.encode(), b"cache-control")
                return [pair for pair in headers if pair[0].lower() not in replaced] + [(b"cache-control", value)]
        if self._immutable and status == 200:
            return [*headers, (b"cache-control", b"public, max-age=31536000, immutable")]
        return headers

    async def _body(self, body: bytes, *, last: bool) -> None:
        starts = bool(self._start)
        if self._start:
            start, self._start = self._start, {}
            headers = start["headers"]
            if _may_be_compressed_headers(headers, start["status"]):
                headers = _with_vary(headers)
                if self._coding and not self._head and (len(body) >= LEAST_BYTES or not last):
                    self._compress = CODINGS[self._coding]()
                    headers = _compressed_headers(headers, self._coding)
            await self._send({**start, "headers": headers})
        if self._head:
            body = b""
        elif self._compress:
            is_whole = starts and last and len(body) < MOST_BYTES
            body = _compressed(self._coding, body) if is_whole else self._compress(body, last=last)
        await self._send({"type": "http.response.body", "body": body, "more_body": not last})


def _may_be_compressed_headers(headers: Headers, status: int) -> bool:
    by_name = {name.lower(): value for name, value in headers}
    content_type = by_name.get(b"content-type", b"").decode("latin-1").lower()
    is_plain = status != 206 and b"content-encoding" not in by_name
    return is_plain and _is_text(content_type)


def _is_text(content_type: str) -> bool:
    kind = content_type.startswith(COMPRESSED_TYPES) or "+xml" in content_type or "+json" in content_type
    return kind and not content_type.startswith(UNCOMPRESSED_TYPES)


def _with_vary(headers: Headers) -> Headers:
    vary = [value for name, value in headers if name.lower() == b"vary"]
    others = [pair for pair in headers if pair[0].lower() != b"vary"]
    return [*others, (b"vary", b", ".join([*vary, b"Accept-Encoding"]))]


def _compressed_headers(headers: Headers, name: str) -> Headers:
    """The headers of a compressed body: without a length, and with a weak ETag, since the bytes are others."""
    kept = [
        (key, b"W/" + value if key.lower() == b"etag" and not value.startswith(b"W/") else value)
        for key, value in headers
        if key.lower() != b"content-length"
    ]
    return [*kept, (b"content-encoding", name.encode())]
