"""Run each reader in a worker process of its own, so that none of them warms another's caches.

The readers take turns: the first gets a few pages, the next the same pages, and so on, so that other load on the
machine slows all of them alike. Only one reader works at a time. The time is taken inside the reader's process, around
the call alone; pages are passed as text in memory.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import socket
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from bench.readers import READERS, Reading

TURN = 10  # pages
PAGE_TIMEOUT = 60  # seconds for one page; then the worker is ended, and its other pages count as errors
START_TIMEOUT = 120  # seconds for a reader's imports

# Read once before the clock runs: imports and tables loaded on first use are no part of reading a page.
WARMING = """<html lang="en"><head><title>Ferry returns</title><meta name="author" content="Ada Winter"></head><body>
<article><h1>Ferry returns</h1><p>By Ada Winter</p><time datetime="2026-03-06">6 March 2026</time>
<p>The ferry between the two halves of the town ran again on Friday, a week after the storm, and was full.</p>
<p>Nobody paid, the captain said, since the machine that sells the tickets was still under water that day.</p></article>
</body></html>"""

Page = tuple[str, str]  # html, address


@dataclass(slots=True)
class Work:
    """What one reader did: its reading of each page, the errors, and each round's seconds for each page."""

    readings: list[Reading | None] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)  # page number -> what was raised, in the first round
    rounds: list[list[float]] = field(default_factory=list)
    gone: str = ""  # why the worker ended early


class Worker:
    """A worker process that runs one reader."""

    def __init__(self, name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(name, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.work = Work()
        self._answer(START_TIMEOUT)

    def read(self, number: int, page: Page, *, first: bool) -> None:
        """Let the worker read page ``number``; what it found is kept in the first round only."""
        answer = None
        if not self.work.gone:
            with contextlib.suppress(BrokenPipeError):
                self.connection.send((page, first))
            answer = self._answer(PAGE_TIMEOUT)
        if answer is None:
            answer = (0.0, None, self.work.gone)
        seconds, reading, error = answer
        self.work.rounds[-1].append(seconds)
        if first:
            self.work.readings.append(reading)
            if error:
                self.work.errors[number] = error

    def _answer(self, timeout: float) -> tuple[float, Reading | None, str] | None:
        try:
            if self.connection.poll(timeout):
                return self.connection.recv()
            self.work.gone = f"no answer in {timeout} s"
        except EOFError:
            self.work.gone = "its process ended"
        self.process.kill()
        return None

    def close(self) -> None:
        """End the worker process."""
        self.connection.close()
        self.process.join(5)
        self.process.kill()


def serve(name: str, connection: Connection) -> None:
    """The worker process: read pages until the connection closes."""
    logging.disable()
    warnings.simplefilter("ignore")
    socket.getaddrinfo = socket.socket.connect = _offline
    read = READERS[name].load()
    with contextlib.suppress(Exception):  # an error that is real comes again, with a page to its name
        read(WARMING, "https://www.example.com/2026/03/06/ferry-returns")
    connection.send((0.0, None, ""))
    with contextlib.suppress(EOFError):
        while True:
            (html, url), wanted = connection.recv()
            reading, error = None, ""
            start = time.perf_counter()
            try:
                reading = read(html, url)
            except Exception as problem:  # a peer may raise anything; it is counted and printed
                error = type(problem).__name__
            seconds = time.perf_counter() - start
            connection.send((seconds, reading if wanted else None, error))


def _offline(*_arguments: object, **_options: object) -> None:
    raise OSError("a bench reads saved pages only")


def worked(names: Sequence[str], pages: Sequence[Page], *, rounds: int, tell: Callable[[str], None]) -> dict[str, Work]:
    """Let all readers read all pages: a first round in fresh processes, then ``rounds`` more."""
    with contextlib.ExitStack() as open_workers:
        workers: list[Worker] = []
        for name in names:
            tell(f"starting {name}")
            workers.append(Worker(name))
            open_workers.callback(workers[-1].close)
        for round_number in range(rounds + 1):
            for worker in workers:
                worker.work.rounds.append([])
            for turn, start in enumerate(range(0, len(pages), TURN)):
                tell(f"round {round_number} of {rounds}, page {start} of {len(pages)}")
                shift = (turn + round_number) % len(workers)
                for worker in workers[shift:] + workers[:shift]:
                    for number in range(start, min(start + TURN, len(pages))):
                        worker.read(number, pages[number], first=round_number == 0)
        return {name: worker.work for name, worker in zip(names, workers, strict=True)}
