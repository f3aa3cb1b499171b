"""A sitemap of 50,000 addresses: how long it keeps the crawler from everything else, against one of ten.

A newspaper on loopback is collected in a process of its own, in which a ticker asks every 5 ms to be called until the
first story is asked for. The longest time between two of its calls is how long something blocked; the processor time
that the crawler's own thread took meanwhile is what it owes to us, and not to what else the machine does.
``python -m bench.big_lists ARGUMENTS`` is ``backissues ARGUMENTS`` with the ticker.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.loopback import Answer, Server, environment, robots, story

TICK = 0.005  # seconds
ENTRIES = 50_000
DAY = dt.datetime(2026, 3, 7, 0, 30, tzinfo=dt.UTC)
PAPER = """
[publication]
title = "The Skerry Post"
language = "en-GB"
timezone = "Europe/London"

[[index]]
name = "sitemap"
url = "{url}/sitemap.xml"
format = "sitemap"
window_days = 0

[access]
delay = 0.01
"""
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
)


def sitemap(entries: int) -> bytes:
    """A news sitemap: the newest story is of the day, each further one an hour older."""
    urls = (
        f"<url><loc>SITE/s/{number}</loc><lastmod>{when}</lastmod><n:news><n:publication_date>{when}"
        f"</n:publication_date><n:title>The affair of {number} &amp; more</n:title></n:news></url>"
        for number in range(entries)
        for when in [f"{DAY - dt.timedelta(hours=number):%Y-%m-%dT%H:%M:%SZ}"]
    )
    return f"<urlset {NAMESPACES}>{''.join(urls)}</urlset>".encode()


def measured(entries: int, *, packed: bool) -> tuple[float, float, float]:
    """In seconds: the most processor time between two ticks, the longest time between two, and all until a story."""
    headers = {"Content-Type": "application/xml"} | ({"Content-Encoding": "gzip"} if packed else {})
    with Server({"/robots.txt": robots(), "/s/0": story("lamp")}) as site, tempfile.TemporaryDirectory() as name:
        body = sitemap(entries).replace(b"SITE", site.url.encode())
        site.routes["/sitemap.xml"] = [Answer(body=gzip.compress(body) if packed else body, headers=headers)]
        folder = Path(name)
        (folder / "papers").mkdir()
        (folder / "papers" / "skerry-post.toml").write_text(PAPER.format(url=site.url), encoding="utf-8")
        command = [sys.executable, "-m", "bench.big_lists", "collect", "skerry-post", "--date", f"{DAY:%Y-%m-%d}"]
        command += ["--db", str(folder / "archive.db")]
        done = subprocess.run(command, capture_output=True, text=True, env=environment(folder), check=True)
    assert "1/1" in done.stdout, done.stdout
    own, gap, whole = map(float, done.stderr.splitlines()[-1].split())
    return own, gap, whole


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    for packed in (False, True):
        few, many = (min(measured(entries, packed=packed) for _ in range(3)) for entries in (10, ENTRIES))
        name = f"sitemap of {ENTRIES:,}{', packed' if packed else ''}, read in {many[2]:.1f} s"
        for what, longest, floor in zip(("own time", "block"), many, few, strict=False):
            print(f"{name}: {what:<12} {longest * 1000:7.1f} ms {longest / floor:8.1f} x that of a sitemap of ten")


_gaps: list[tuple[float, float]] = []
_whole: list[float] = []


async def _ticker() -> None:
    before, own_before = time.perf_counter(), time.thread_time()
    while True:
        await asyncio.sleep(TICK)
        now, own_now = time.perf_counter(), time.thread_time()
        _gaps.append((own_now - own_before, now - before))
        before, own_before = now, own_now


def _with_ticker() -> None:
    from scraper.cli import cli
    from scraper.spiders.edition import EditionSpider

    original = EditionSpider.start

    async def start(spider: EditionSpider) -> AsyncIterator[Any]:
        begin = time.perf_counter()
        ticker = asyncio.ensure_future(_ticker())
        async for request in original(spider):
            if not _whole:
                ticker.cancel()
                _whole.append(time.perf_counter() - begin)
            yield request

    EditionSpider.start = start  # type: ignore[method-assign]
    try:
        cli.main(sys.argv[1:])
    finally:
        print(*map(max, zip(*_gaps, strict=True)), *_whole, file=sys.stderr)


if __name__ == "__main__":
    _with_ticker()
