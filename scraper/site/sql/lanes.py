"""How many statements of one kind run at once and wait, and which are refused."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
Answer = TypeVar("Answer")


class FullLaneError(Exception):
    """As many statements wait as may."""


class Lane(Generic[T]):
    """A few threads for statements of one kind, each with a worker of its own, and those who wait for one.

    A client may have half of the places where one waits, so that there is one for the next.
    """

    def __init__(self, make: Callable[[], T], *, workers: int, waiting: int) -> None:
        self._make, self._workers, self._most = make, workers, waiting
        self._asked: Counter[str] = Counter()
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sql")

    async def ask(self, run: Callable[[T], Answer], client: str) -> Answer:
        """Run a statement as soon as its turn comes.

        :param run: is given a worker, in a thread.
        :param client: who asks.
        :raises FullLaneError: too many wait, or too many of this client.
        """
        if self._asked.total() >= self._workers + self._most:
            raise FullLaneError
        if self._asked[client] >= self._workers + self._most // 2:
            raise FullLaneError
        self._asked[client] += 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, self._run, run)
        try:
            return await asyncio.shield(future)
        finally:
            future.add_done_callback(lambda _: self._ended(client))

    def _ended(self, client: str) -> None:
        self._asked[client] -= 1
        self._asked += Counter()  # without those of whom none is left

    def _run(self, run: Callable[[T], Answer]) -> Answer:
        if not hasattr(self._own, "worker"):
            self._own.worker = self._make()
        return run(self._own.worker)
