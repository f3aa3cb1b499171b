"""Measure a function several times and report the median; the first time is not counted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def median_seconds(function: Callable[[], Any], *, times: int = 7) -> float:
    """The median over ``times`` runs, after one that warms up."""
    function()
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        measured.append(time.perf_counter() - start)
    return statistics.median(measured)


def wall_seconds(function: Callable[[], Any]) -> float:
    """The time of one run, waiting included: for what can be done once."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def cpu_seconds(function: Callable[[], Any], *, times: int = 1) -> float:
    """The least processor time of several runs: what else the machine does counts little."""
    measured = []
    for _ in range(times):
        start = time.process_time()
        function()
        measured.append(time.process_time() - start)
    return min(measured)


def row(name: str, seconds: float, floor: float | None = None, against: str = "") -> None:
    """One line of a table: the time, and how many times faster (or slower) than what it is compared with."""
    ratio = ""
    if floor is not None:
        factor = floor / seconds
        ratio = f"{factor:8.1f} x as fast as {against}" if factor >= 1 else f"{1 / factor:8.1f} x the time of {against}"
    print(f"{name:<58} {seconds * 1000:10.2f} ms {ratio}")
