"""What one hostile input costs: megabytes of anything, a hundred thousand tags, legacy charsets, damaged pages."""

from __future__ import annotations

import argparse
import contextlib
import random
import time

from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import open_document
from tests.discover.hostile import INDEXES
from tests.discover.papers import page
from tests.extract import hostile
from tests.extract.test_golden import CASES, GOLDEN

_DAMAGED = 300  # variants of the golden pages
_URL = "https://www.lantern.example/a"


def run(options: argparse.Namespace) -> None:
    """Print the table, the slowest first."""
    from scraper import read_story

    def milliseconds(html: str | bytes) -> float:
        start = time.perf_counter()
        read_story(html, _URL)
        return (time.perf_counter() - start) * 1000

    milliseconds("<p>The first page loads what all need.")
    table = [(milliseconds(make()), name) for name, make in hostile.HOSTILE.items()]
    table += [
        (milliseconds(hostile.in_charset(name, declared=False, times=10_000)), f"a long page in {name}")
        for name in hostile.CHARSETS
    ]
    table += [(_opened(name), f"an index: {name}") for name in INDEXES]
    chance = random.Random(1)
    pages = [(GOLDEN / case / "page.html").read_bytes() for case in CASES]
    damaged = [milliseconds(hostile.damaged(pages[n % len(pages)], chance)) for n in range(_DAMAGED)]
    table.append((max(damaged), f"the slowest of {_DAMAGED} damaged pages"))
    for taken, name in sorted(table, reverse=True):
        print(f"{name:<58} {taken:10.1f} ms")
    print(f"\nThe slowest of {len(table)} takes {max(table)[0]:,.0f} ms.")


def _opened(name: str) -> float:
    """Milliseconds until one of the hostile indexes is opened or refused."""
    fetch, make = INDEXES[name]
    answer = page(make(), content_type="text/html" if fetch.embedded else "")
    start = time.perf_counter()
    with contextlib.suppress(DiscoverError):
        open_document(answer, fetch)
    return (time.perf_counter() - start) * 1000
