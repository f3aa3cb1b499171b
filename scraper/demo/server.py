"""Serve the fictional newspapers over HTTP on loopback, for people and for tests.

with DemoSite(port=0, revision=1, flaky=False) as site:
    site.url                        # "http://127.0.0.1:40123"
    site.requests["/robots.txt"]    # how often that address was requested
    site.revision = 2               # from now on the corrected text; over HTTP: POST /_/revision with the body "2"
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import socket
import sys
import threading
from collections import Counter
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from scraper.demo import PORT, printing
from scraper.demo.press import Printed

HOST = "127.0.0.1"
REVISIONS = (1, 2)


class DemoSite:
    """The running site, a context manager; ``requests`` counts how often each path was requested.

    :param port: 0 takes a free one.
    :param revision: 1, or 2 for the corrected text.
    :param flaky: answer some addresses with 503 and Retry-After the first time.
    :raises OSError: the port is taken.
    """

    def __init__(self, port: int = PORT, *, revision: int = 1, flaky: bool = False) -> None:
        self.requests: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._busy = set(printing.busy_addresses()) if flaky else set()
        self._revision = _known(revision)
        self._server = _Server((HOST, port), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo site", daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address of the site, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def revision(self) -> int:
        """Which text is served: 1, or 2 with the corrections."""
        return self._revision

    @revision.setter
    def revision(self, revision: int) -> None:
        self._revision = _known(revision)

    def start(self) -> Self:
        """Start to answer requests, in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop the server: close all connections, and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()

    def wait(self) -> None:
        """Wait until the server ends; a person ends it with Ctrl-C."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def answer(self, target: str) -> tuple[Printed, dict[str, str]]:
        """The response to a path with its query, counted, and the headers that only a running site can know."""
        with self._counting:
            self.requests[target] += 1
            refused = target in self._busy
            self._busy.discard(target)
        if refused:
            return Printed(status=503, body=b"The presses are busy.\n", content_type="text/plain"), {"Retry-After": "1"}
        return printing.printed(target, site=self.url, revision=self.revision), {}


def _known(revision: int) -> int:
    if revision not in REVISIONS:
        raise ValueError(f"revision {revision!r}: the demo site has the revisions 1 and 2")
    return revision


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    site: DemoSite

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close the connections that clients keep alive; the threads that serve them end by it."""
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the client was quicker
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection; show any other error, which is a bug."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoSite/1"
    sys_version = ""
    wbufsize = -1  # headers and body leave in one piece
    disable_nagle_algorithm = True
    timeout = 60  # seconds that a silent connection is kept
    server: _Server

    def do_GET(self) -> None:
        printed, headers = self.server.site.answer(self.path)
        self._send(printed, headers)

    do_HEAD = do_GET  # noqa: N815 (named by the protocol)

    def do_POST(self) -> None:
        """The only thing to be posted: the revision, as one digit, to ``/_/revision``."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 16))
        if self.path != "/_/revision":
            self._send(_plain(404, "Post 1 or 2 to /_/revision."))
        elif body.strip() in (b"1", b"2"):
            self.server.site.revision = int(body)
            self._send(_plain(200, f"This site prints revision {int(body)}."))
        else:
            self._send(_plain(400, "The revision is 1 or 2."))

    def _send(self, printed: Printed, headers: dict[str, str] | None = None) -> None:
        tag = '"' + hashlib.sha256(printed.body).hexdigest()[:20] + '"'
        if printed.status == HTTPStatus.OK and self._unchanged(printed, tag):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._send_validators(printed, tag)
            self.end_headers()
            return
        body = printed.body
        zipped = body and "gzip" in self.headers.get("Accept-Encoding", "")
        if zipped:
            body = gzip.compress(body, compresslevel=1, mtime=0)
        self.send_response(printed.status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if printed.location:
            self.send_header("Location", printed.location)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if printed.status == HTTPStatus.OK:
            self._send_validators(printed, tag)
        self.send_header("Content-Type", printed.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_validators(self, printed: Printed, tag: str) -> None:
        self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        if printed.modified:
            self.send_header("Last-Modified", format_datetime(printed.modified.astimezone(dt.UTC), usegmt=True))

    def _unchanged(self, printed: Printed, tag: str) -> bool:
        """Whether the client holds this very page; the time decides only where it sends no ETag (RFC 9110)."""
        if known := self.headers.get("If-None-Match"):
            return tag in known or known.strip() == "*"
        since = self.headers.get("If-Modified-Since")
        if not since or printed.modified is None:
            return False
        try:
            return printed.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:
            return False

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (named by the base class)
        """Log nothing; ``DemoSite.requests`` counts the requests."""


def _plain(status: int, text: str) -> Printed:
    return Printed(status=status, body=f"{text}\n".encode(), content_type="text/plain; charset=utf-8")
