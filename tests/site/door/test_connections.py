"""Clients that keep the site waiting do not keep it from others, nor fill its log."""

from __future__ import annotations

import contextlib
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import uvicorn

from scraper import archive, limits
from scraper.site.door import connections
from tests.site.test_app import SERVE

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
MANY = 1_100
WAIT = 20  # seconds after which a test has failed; none takes as long


@contextlib.contextmanager
def served(app) -> Iterator[tuple[str, int]]:
    """An application behind our connections, and its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    ready = threading.Event()

    class Ready(connections.PatientServer):
        async def startup(self, sockets=None) -> None:
            await super().startup(sockets)
            ready.set()

    config = uvicorn.Config(
        app, http=connections.PatientProtocol, ws="none", lifespan="off", log_level="error",
        backlog=connections.AT_ONCE, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = Ready(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        assert ready.wait(WAIT)
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join()


def connected(address: tuple[str, int], sent: bytes = b"") -> socket.socket:
    """A connection by which so much was sent."""
    connection = socket.create_connection(address, timeout=WAIT)
    connection.sendall(sent)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Wait until the site closes a connection, whatever it says before."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    return True


async def answering(scope, receive, send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"GET / HT", REQUEST[:-2], REQUEST[:-2] + b"X-A: b\r\n" * 20,
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", REQUEST, REQUEST + b"GET",
    ],
)  # fmt: skip
def test_who_does_not_go_on_is_closed(sent, monkeypatch):
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.2)
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.4)
    with served(answering) as address, connected(address, sent) as connection:
        assert is_closed(connection)


@pytest.mark.parametrize(("stalled", "most"), [(0.3, limits.UNSENT_BYTES), (1e9, 1_000_000)])
def test_who_does_not_read_the_answer_is_closed(stalled, most, monkeypatch):
    monkeypatch.setattr(connections, "STALLED_SECONDS", stalled)
    monkeypatch.setattr(connections, "UNSENT_BYTES", most)
    ended = threading.Event()

    async def sending(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(30_000_000), "more_body": True})
        await send({"type": "http.response.body"})
        ended.set()

    with served(sending) as address, connected(address, REQUEST) as connection:
        assert ended.wait(WAIT)
        assert is_closed(connection)


def test_where_there_is_no_more_room_who_waits_longest_makes_place(monkeypatch):
    monkeypatch.setattr(connections, "CONNECTIONS", 16)
    with served(answering) as address, contextlib.ExitStack() as open_ones:
        first, *others = [open_ones.enter_context(connected(address, b"GET / HT")) for _ in range(16)]
        newcomer = open_ones.enter_context(connected(address, REQUEST))
        assert newcomer.recv(100).startswith(b"HTTP/1.1 204")
        assert is_closed(first)
        others[-1].sendall(b"TP/1.1\r\nHost: x\r\n\r\n")
        assert others[-1].recv(100).startswith(b"HTTP/1.1 204")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01 no HTTP\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        REQUEST[:-2] + b"Host: y\r\n\r\n",
        REQUEST[:-2] + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        REQUEST[:-2] + b"Content-Length: +5\r\n\r\nhello",
        REQUEST[:-2] + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        REQUEST[:-2] + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        REQUEST[:-2] + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_with_all_headers_and_without_a_word_in_the_log(sent, capfd):
    with served(answering) as address, connected(address, sent) as connection:
        answer = connection.recv(4_000)
        assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"content-security-policy: default-src 'none'" in answer
        assert is_closed(connection)
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_more_than_a_thousand_half_open_connections_keep_nobody_out(tmp_path: Path):
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < MANY + 100:
        pytest.skip("this process may not open so many files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, MANY + 100), hard))
    limited = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (600, 600)); "
    process = subprocess.Popen(
        [sys.executable, "-c", limited + SERVE, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        address = process.stdout.readline().decode().strip()
        where = ("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
        with contextlib.ExitStack() as half_open:
            for number in range(MANY):
                half_open.enter_context(connected(where, b"GET / HT" * (number % 3 > 0)))
            for _ in range(5):
                with urlopen(address, timeout=WAIT) as answer:
                    assert answer.status == 200
    finally:
        process.terminate()
        _, told = process.communicate()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert told == b""
