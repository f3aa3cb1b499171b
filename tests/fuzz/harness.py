"""Run inputs through a target, and find the faults: an unexpected exception, too much time, a value that is not fit."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import signal
import sqlite3
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from scraper.characters import storable
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import Target

TIMES = 40  # as long as the slowest seed takes, for each multiple of its size; machines are busy
LEAST = 2.0  # seconds of CPU that any input may take
HANGS = 20.0  # seconds of CPU after which an input is ended
UNFIT = "gives what cannot be stored"


class TooLongError(BaseException):
    """An input takes for ever; no handler of exceptions is to catch it."""


@dataclass(slots=True)
class Done:
    """What fuzzing a target has shown: of how many inputs, the CPU time of the slowest, and what failed."""

    inputs: int = 0
    slowest: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)  # file -> fault


def fuzz(target: Target, *, seed: int, seconds: float, keep: Path, most: int = 1_000_000) -> Done:
    """Run mutations of a target's seeds for some seconds, or so many of them; inputs that fail are kept in a folder."""
    generator = random.Random(f"{seed} {target.name}")
    for data in target.seeds:  # what is made once, at the first use, is no part of the floor
        _timed(target, data)
    floor = max(_timed(target, data)[1] for data in target.seeds)
    size = max(map(len, target.seeds))
    done, ends = Done(), time.monotonic() + seconds
    while done.inputs < most and time.monotonic() < ends:
        data = mutated(target.seeds, generator)
        budget = max(LEAST, TIMES * floor * max(1.0, len(data) / size))
        fault, took = _timed(target, data)
        if not fault and took > budget:
            fault = f"takes {took:.1f} s of CPU instead of {budget:.1f} s"
        done.inputs += 1
        done.slowest = max(done.slowest, took)
        if fault:
            keep.mkdir(exist_ok=True)
            path = keep / f"{target.name}-{hashlib.sha256(data).hexdigest()[:8]}.bin"
            path.write_bytes(data)
            done.faults[str(path)] = fault
    return done


def run_once(target: Target, data: bytes) -> str:
    """The fault of one input; empty where there is none."""
    return _timed(target, data)[0]


def _timed(target: Target, data: bytes) -> tuple[str, float]:
    before = signal.signal(signal.SIGPROF, _too_long)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        fault = _fault(target, data)
    except TooLongError:
        fault = f"takes more than {HANGS:.0f} s of CPU\n{traceback.format_exc(limit=-4)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return fault, time.process_time() - began


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TooLongError


def _fault(target: Target, data: bytes) -> str:
    try:
        values = target.parse(data)
    except target.errors:
        return ""
    except Exception:
        return traceback.format_exc(limit=-6)
    return next(filter(None, map(unfit, values)), "")


def unfit(value: Any) -> str:
    """What of a value cannot be stored in SQLite, in JSON or in a file; empty where all of it can."""
    for text in texts(value):
        if storable(text) != text:
            return f"{UNFIT}: {text[:200]!a}"
    with sqlite3.connect(":memory:") as connection:
        for each in numbers(value):
            try:
                connection.execute("SELECT ?", [each])
            except OverflowError:
                return f"{UNFIT}: a number of {len(str(each))} digits"
    read = json.loads(json.dumps(list(texts(value)), ensure_ascii=False).encode())
    return "" if read == list(texts(value)) else f"{UNFIT}: it is another in JSON"


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth."""
    return (each for each in _leaves(value) if isinstance(each, str))


def numbers(value: Any) -> Iterator[float]:
    """Every number in a value, at any depth."""
    return (each for each in _leaves(value) if isinstance(each, int | float))


def _leaves(value: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            if each.name not in ("body", "headers") or isinstance(getattr(value, each.name), str):
                yield from _leaves(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for each in value:
            yield from _leaves(each)
    else:
        yield value
