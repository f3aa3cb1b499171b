"""What one hostile input costs: megabytes of anything, a hundred thousand tags, legacy charsets, damaged pages."""

from __future__ import annotations

import argparse
import random
import time

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
    chance = random.Random(1)
    pages = [(GOLDEN / case / "page.html").read_bytes() for case in CASES]
    damaged = [milliseconds(hostile.damaged(pages[n % len(pages)], chance)) for n in range(_DAMAGED)]
    table.append((max(damaged), f"the slowest of {_DAMAGED} damaged pages"))
    for taken, name in sorted(table, reverse=True):
        print(f"{name:<58} {taken:10.1f} ms")
    print(f"\nThe slowest of {len(table)} takes {max(table)[0]:,.0f} ms.")
