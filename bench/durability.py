"""What it costs that a story is on the disk before it counts as stored: a collection, an import, and no waiting at all.

Each stores the same stories with their captures, as read before. What a newspaper's site takes to answer, and the pause
between two requests, come on top: they are what a collection waits for.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path
from unittest import mock

from bench.timing import row, wall_seconds
from scraper import catalogue, reading
from scraper.collect.import_captures import BATCH_SECONDS
from scraper.collect.run import CollectionRun
from scraper.items import Page, Rejected, Story

STORIES = 300
MOMENT = dt.datetime(2026, 3, 7, 5, tzinfo=dt.UTC)


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    pages = [_page(number) for number in range(STORIES)]
    read = [reading.read(page, newspapers=catalogue, environment=os.environ) for page in pages]
    stories = [(page, story) for page, story in zip(pages, read, strict=True) if not isinstance(story, Rejected)]
    with mock.patch("os.fsync"):
        floor = _stored(stories, synchronous="off")
    row("storing a story, waiting for nothing", floor)
    row("storing a story in a collection", _stored(stories), floor, "waiting for nothing")
    row("storing a story in an import", _stored(stories, batched=True), floor, "waiting for nothing")


def _stored(stories: list[tuple[Page, Story]], *, synchronous: str = "", batched: bool = False) -> float:
    """Seconds for each story."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        path = Path(folder) / "archive.db"
        with CollectionRun(path, command="import", arguments={}) as run:
            if synchronous:
                run.db.execute(f"PRAGMA synchronous = {synchronous}")

            def store() -> None:
                batches = run.db.batches(BATCH_SECONDS) if batched else contextlib.nullcontext(lambda: None)
                with batches as may_end:
                    for page, story in stories:
                        run.store(story, run.capture(page), None)
                        may_end()

            return wall_seconds(store) / len(stories)


def _page(number: int) -> Page:
    text = f"The keeper of light {number} told it on the quay while the tide went out behind the customs house. "
    body = f"<!doctype html><html lang=en-GB><title>{number}</title><article><h1>Light {number}</h1><p>{text * 40}"
    url = f"https://tidewater.example/{number}"
    return Page(url=url, body=body.encode(), content_type="text/html", fetched=MOMENT)
