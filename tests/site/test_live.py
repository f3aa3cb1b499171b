"""The site reads while a collection writes: every answer is whole, and of one moment."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from scraper import archive
from scraper.site.app import site
from tests.site import situations

CITY = "/papers/evening-lantern/2026-03-07/city.json"


@pytest.mark.slow
async def test_pages_are_whole_while_a_collection_writes(tmp_path: Path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.two_labels_and_a_supplement(db)
    written, stop = [], threading.Event()

    def collect() -> None:
        with archive.writing(path) as db:
            for number in range(2000):
                if stop.is_set():
                    return
                situations.another_story(db, number)
                written.append(number)

    client = site(path).client
    writer = threading.Thread(target=collect)
    writer.start()
    try:
        seen = []
        while len(seen) < 15 or seen[-1] == seen[0]:
            edition = (await client.get(CITY)).json()
            listed = sum(len(section["stories"]) for section in edition["sections"])
            assert edition["held"] == edition["placed"] == listed
            assert (await client.get("/search?q=bulletin")).status_code == 200
            assert (await client.get("/")).status_code == 200
            seen.append(listed)
    finally:
        stop.set()
        writer.join()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0] == 3 or seen[0] > 3
    assert (await client.get("/search.json?q=bulletin")).json()["total"] == len(written)
