"""Exports are sent as they are made: in full, no longer than somebody reads, and never cut off silently."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bench.search import filled
from scraper import limits
from scraper.site.app import site
from scraper.site.door.connections import PatientProtocol, PatientServer
from scraper.site.views import search

STORIES = 1_500
LONG = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000000) SELECT max(x) FROM c"
EVERY = "/search.csv?q=everyday&all=1"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of more stories than a page of a table has."""
    path = tmp_path_factory.mktemp("large") / "archive.db"
    filled(path, STORIES, 12)
    return path


@pytest.fixture
def ds(large: Path) -> Any:
    return site(large)


@contextlib.contextmanager
def served(ds: Any) -> Iterator[int]:
    """The port at which the site is served as ``backissues serve`` does, in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(ds.app(), http=PatientProtocol, ws="none", lifespan="on", log_level="critical")
    server = PatientServer(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


class Sent:
    """An ASGI client that goes away once it has had so many messages, and may not take them before it is told."""

    def __init__(self, ds: Any, path: str, *, leaves_after: int = 10**6, method: str = "GET") -> None:
        plain, _, query = path.partition("?")
        self.scope = {
            "type": "http", "method": method, "path": plain, "raw_path": path.encode(), "query_string": query.encode(),
            "headers": [(b"host", b"localhost")], "scheme": "http", "client": ("127.0.0.1", 1), "http_version": "1.1",
        }  # fmt: skip
        self.app, self.leaves_after = ds.app(), leaves_after
        self.messages: list[Any] = []
        self.gone = asyncio.Event()

    async def ask(self) -> list[bytes]:
        """The pieces of the body that it had."""
        await self.app(self.scope, self._receive, self._send)
        return [message["body"] for message in self.messages if message["type"] == "http.response.body"]

    async def _receive(self) -> Any:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.append(message)
        if len(self.messages) >= self.leaves_after:
            self.gone.set()
            await asyncio.sleep(0.01)


async def test_all_matches_come_in_pieces_and_each_once(ds: Any):
    pieces = await Sent(ds, EVERY).ask()
    rows = list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    assert len(pieces) > 3
    assert len({row["key"] for row in rows}) == len(rows) == STORIES
    assert [row["edition_date"] for row in rows] == sorted((row["edition_date"] for row in rows), reverse=True)
    head = dict((await _head(ds, EVERY))["headers"])
    assert b"link" not in head
    assert b"content-length" not in head


async def _head(ds: Any, path: str) -> Any:
    client = Sent(ds, path)
    await client.ask()
    return client.messages[0]


@pytest.mark.parametrize("sort", ["oldest", "relevance"])
async def test_lines_of_json_come_in_every_order(ds: Any, sort: str):
    body = b"".join(await Sent(ds, f"/search.jsonl?q=everyday&sort={sort}&all=1").ask())
    keys = [json.loads(line)["key"] for line in body.decode().splitlines()]
    assert len(set(keys)) == len(keys) == STORIES


async def test_the_first_piece_is_sent_before_the_next_is_read(ds: Any, monkeypatch: pytest.MonkeyPatch):
    read, page = [], search.search.page

    def counted(*args: Any, **options: Any) -> Any:
        read.append(options["size"])
        return page(*args, **options)

    monkeypatch.setattr(search.search, "page", counted)
    pieces = await Sent(ds, EVERY, leaves_after=2).ask()
    assert (len(pieces), read) == (1, [search.PIECES[0]])


async def test_nobody_reads_for_a_client_that_went_away(ds: Any, monkeypatch: pytest.MonkeyPatch):
    client = Sent(ds, EVERY)
    page, ended = search.search.page, []

    def long(connection: sqlite3.Connection, *args: Any, **options: Any) -> Any:
        if options["size"] == search.PIECES[0]:
            return page(connection, *args, **options)
        loop.call_soon_threadsafe(client.gone.set)
        try:
            connection.execute(LONG).fetchall()
            return (), None
        except sqlite3.OperationalError as error:
            ended.append(error.sqlite_errorname)
            raise

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(search.search, "page", long)
    assert len(await client.ask()) == 1
    assert ended == ["SQLITE_INTERRUPT"]
    database = ds.get_database("archive")
    assert database.exports == 0


async def test_a_request_for_the_headers_reads_one_piece(ds: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ds.get_database("archive"), "execute_export", None)
    assert b"".join(await Sent(ds, EVERY, method="HEAD").ask()) == b""


async def test_too_many_exports_are_told_when_to_come_back(ds: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "EXPORTS", 0)
    answer = await ds.client.get(EVERY)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert (await ds.client.get("/search.csv?q=everyday")).status_code == 200


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_an_error_amid_an_export_is_no_end_of_it(ds: Any, monkeypatch: pytest.MonkeyPatch, version: str):
    page = search.search.page

    def failing(*args: Any, **options: Any) -> Any:
        if options["size"] != search.PIECES[0]:
            raise sqlite3.OperationalError("the disk is gone")
        return page(*args, **options)

    monkeypatch.setattr(search.search, "page", failing)
    with served(ds) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection._http_vsn_str = version
        connection.request("GET", EVERY)
        with pytest.raises((HTTPException, ConnectionResetError)):
            connection.getresponse().read()
