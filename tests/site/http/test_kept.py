"""Responses that are kept: as long as the archive is the same, a moment longer where many ask, and for nobody's own."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from scraper import limits
from scraper.site.http.asgi import Receive, Scope, Send
from scraper.site.http.kept import AGE, BUSY, BYTES, BYTES_BESIDE, BYTES_OF_ADDRESS, Keeping


class App:
    """An application that counts how often it is asked, and answers once it may."""

    def __init__(self) -> None:
        self.asked, self.status, self.headers = 0, 200, [(b"content-type", b"text/plain")]
        self.free = asyncio.Event()
        self.free.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        text = str(self.asked).encode()
        await self.free.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": text})


@pytest.fixture
def archive() -> list[str]:
    """The state of the archive."""
    return ["a state"]


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def get(app: App, archive: list[str], now: list[float]) -> Any:
    async def state() -> str:
        return archive[0]

    keeping = Keeping(state, clock=lambda: now[0])
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=keeping.around(app)), base_url="http://site.example")

    async def fetch(path: str = "/", **headers: str) -> Any:
        return await client.get(path, headers=headers)

    return fetch


async def test_a_response_is_kept_until_the_archive_changes(get: Any, app: App, archive: list[str]):
    assert [(await get()).text for _ in range(3)] == ["1", "1", "1"]
    assert (await get("/?q=other")).text == "2"
    archive[0] = "another"
    assert [(await get()).text for _ in range(2)] == ["3", "3"]


async def test_just_after_a_write_nothing_is_kept(get: Any, archive: list[str]):
    archive[0] = ""
    assert [(await get()).text for _ in range(2)] == ["1", "2"]


@pytest.mark.parametrize("name", ["cookie", "authorization", "range", "if-none-match"])
async def test_what_is_of_one_reader_is_not_kept(get: Any, name: str):
    assert [(await get(**{name: "x"})).text for _ in range(2)] == ["1", "2"]
    assert (await get()).text == "3"


@pytest.mark.parametrize(
    ("status", "headers"), [(404, []), (302, [(b"location", b"/x")]), (200, [(b"set-cookie", b"a=b")])]
)
async def test_errors_and_cookies_are_not_kept(get: Any, app: App, status: int, headers: Any):
    app.status, app.headers = status, headers
    assert [(await get()).text for _ in range(2)] == ["1", "2"]


async def test_an_address_that_nobody_else_asks_for_is_not_kept(get: Any):
    for path in ("/search?q=" + "a" * BYTES_OF_ADDRESS, "/" + "a" * BYTES_OF_ADDRESS):
        assert (await get(path)).text != (await get(path)).text


async def test_many_small_answers_take_no_more_memory_than_few_large_ones(get: Any, app: App):
    for number in range(BYTES // BYTES_BESIDE + 1):
        await get(f"/{number}")
    asked = app.asked
    await get("/0")
    assert app.asked == asked + 1


async def test_what_is_being_made_is_made_once(get: Any, app: App):
    app.free.clear()
    asked = [asyncio.ensure_future(get()) for _ in range(5)]
    while not app.asked:
        await asyncio.sleep(0)
    app.free.set()
    assert {response.text for response in await asyncio.gather(*asked)} == {"1"}


async def test_where_many_ask_a_response_may_be_a_moment_old(get: Any, app: App, archive: list[str], now: list[float]):
    assert (await get()).text == "1"
    app.free.clear()
    others = [asyncio.ensure_future(get(f"/{number}")) for number in range(BUSY)]
    while app.asked <= BUSY:
        await asyncio.sleep(0)
    archive[0] = "another"
    now[0] = AGE
    kept = await get()
    assert (kept.text, kept.headers["age"]) == ("1", str(int(AGE)))
    now[0] = AGE + 0.1
    app.free.set()
    assert (await get()).text != "1"
    await asyncio.gather(*others)


async def test_where_too_many_ask_the_next_is_told_when_to_come_back(
    get: Any, app: App, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "REQUESTS", 2)
    app.free.clear()
    others = [asyncio.ensure_future(get(f"/{number}")) for number in range(2)]
    while app.asked < 2:
        await asyncio.sleep(0)
    refused = await get("/search.json")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "3")
    assert refused.json()["error"] == "Too many others are asking now: try again in a moment."
    app.free.set()
    await asyncio.gather(*others)
    assert (await get("/search.json")).status_code == 200
