"""How many run and wait at once, and that no client takes every place."""

from __future__ import annotations

import asyncio
import threading

import pytest

from scraper.site.sql.lanes import FullLaneError, Lane


async def test_a_client_leaves_places_for_others():
    free = threading.Event()
    lane = Lane(lambda: "a worker", workers=1, waiting=4)

    def run(worker: str) -> str:
        free.wait()
        return worker

    greedy = [asyncio.ensure_future(lane.ask(run, "greedy")) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(FullLaneError):
        await lane.ask(run, "greedy")
    others = [asyncio.ensure_future(lane.ask(run, name)) for name in ("one", "two")]
    await asyncio.sleep(0)
    with pytest.raises(FullLaneError):
        await lane.ask(run, "three")
    free.set()
    assert await asyncio.gather(*greedy, *others) == ["a worker"] * 5
    assert await lane.ask(run, "greedy") == "a worker"


async def test_whoever_leaves_keeps_the_place_until_the_statement_ends():
    free, running = threading.Event(), threading.Event()
    lane = Lane(lambda: None, workers=1, waiting=0)

    def run(worker: None) -> None:
        running.set()
        free.wait()

    asked = asyncio.ensure_future(lane.ask(run, "gone"))
    await asyncio.to_thread(running.wait)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    with pytest.raises(FullLaneError):
        await lane.ask(run, "next")
    free.set()
