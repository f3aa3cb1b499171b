"""Answers whose headers have no end: they are read to a bound, and the page says why it is not held."""

from __future__ import annotations

import contextlib
import itertools
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.collect.fetch import FetchError, fetch
from scraper.limits import HEADER_BYTES, HEADER_LINES
from tests.collect.test_inside import failures
from tests.loopback import DAY, NotingClock, Server, index, paper, robots, run, story

SENT_AT_MOST = 32_000_000  # bytes; what a connection holds back on its way is a few millions
STATUS = b"HTTP/1.1 200 OK\r\n"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ENDLESS = {
    "/headers": (STATUS + b"X: a\r\n", b"X-Header: %s\r\n" % (b"v" * 6000)),
    "/small-headers": (STATUS, b"a: b\r\n"),
    "/long-header": (STATUS + b"X-Long: ", b"v" * 65_536),
    "/long-status": (b"HTTP/1.1 200 ", b"K" * 65_536),
    "/continue": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"),
    "/folded": (STATUS + b"X: a\r\n", b" folded and folded and folded\r\n"),
}
CHUNKED = STATUS + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS_BODIES = {
    "/extension": (CHUNKED + b"5;", b"a=b;" * 1000),
    "/trailers": (CHUNKED + b"5\r\nabcde\r\n0\r\n", b"X-Trailer: %s\r\n" % (b"v" * 6000)),
}


class Endless(socketserver.ThreadingTCPServer):
    """Sends the beginning of an answer and then the same piece again and again; ``sent`` has the bytes by path."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: dict[str, tuple[bytes, bytes]]) -> None:
        self.sent: dict[str, int] = {}
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                path = self.rfile.readline().split()[1].decode()
                while self.rfile.readline().strip():
                    pass
                beginning, piece = answers.get(path, (NOT_FOUND, b""))
                piece *= 65_536 // max(1, len(piece))
                with contextlib.suppress(OSError):  # whoever asked has hung up
                    self.wfile.write(beginning)
                    for number in itertools.count(1) if piece else ():
                        server.sent[path] = number * len(piece)
                        if server.sent[path] > SENT_AT_MOST:
                            break
                        self.wfile.write(piece)

        super().__init__(("127.0.6.2", 0), Handler)
        self.url = f"http://127.0.6.2:{self.server_address[1]}"


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endless]:
    monkeypatch.setenv("BACKISSUES_INSIDE", "127.0.6.2")
    with Endless(ENDLESS | ENDLESS_BODIES) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_spider_reads_headers_to_a_bound(tmp_path: Path, endless: Endless) -> None:
    many = {f"X-{number}": "a" for number in range(HEADER_LINES - 100)}
    lamp = story("lamp")
    routes: dict[str, Any] = {
        "/robots.txt": robots(),
        "/": index("/lamp", *(f"{endless.url}{path}" for path in ENDLESS | ENDLESS_BODIES)),
        "/lamp": type(lamp)(body=lamp.body, headers=many),
    }
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
    why = failures(tmp_path)
    assert why.pop("lamp") == ""
    too_long = f"the headers of the answer are longer than {HEADER_BYTES:,} bytes"
    assert {path: why.pop(path.removeprefix("/")) for path in ENDLESS} == dict.fromkeys(ENDLESS, too_long)
    assert set(why.values()) == {"cut off"}
    assert all(sent < SENT_AT_MOST for sent in endless.sent.values()), endless.sent


@pytest.mark.parametrize("path", ENDLESS | ENDLESS_BODIES)
def test_inspect_reads_headers_to_a_bound(endless: Endless, path: str) -> None:
    with Server({}) as notes, pytest.raises(FetchError, match=r"headers|HTTP|closed"):
        fetch(f"{endless.url}{path}", clock=NotingClock(notes.url))
    assert endless.sent[path] < SENT_AT_MOST
