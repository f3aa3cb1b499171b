"""Read pages in processes of their own, on all cores: steps 5 to 7 of an import.

However the command ends, they end with it. Where one of them is killed, as by a system that is short of memory, its
pages are read again, each by itself; the one that this process does not survive either is left out.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from scraper import catalogue, reading
from scraper.items import EditionKey, Page, Rejected, Story, StoryLink
from scraper.reasons import Code, Reason, of_error

Placement = tuple[EditionKey, StoryLink]
PRELOADED = ["scraper.reading", "numpy"]


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception as text, for another process: not every exception can be pickled."""

    reason: Reason
    traceback: str


Result = Story | Rejected | Crash


@dataclass(frozen=True, slots=True)
class Question:
    """A page to be read, by the rules of the newspaper ``slug``, with what an index says of it."""

    page: Page
    slug: str | None
    placement: Placement | None
    withhold: bool = False


@dataclass(frozen=True, slots=True)
class PendingPage:
    """A page that is being read."""

    question: Question
    pool: ProcessPoolExecutor | None
    future: Future[Result]


class PageReaders:
    """Processes that read pages; a context manager. With one core, pages are read in this very process.

    :param cores: how many.
    :param say: called with a sentence for a person when one of them was killed.
    """

    def __init__(self, cores: int, say: Callable[[str], None]) -> None:
        self.cores = cores
        self.say = say
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.cores > 1:
            self._pool = _pool(self.cores)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is None:
            return
        if kind is None:
            self._pool.shutdown()
            return
        # Ctrl-C may come while a process is being started, of which the pool knows nothing then.
        self._pool.shutdown(wait=False, cancel_futures=True)
        for worker in multiprocessing.active_children():
            worker.terminate()

    def submit(self, question: Question) -> PendingPage:
        """Let a page be read."""
        if self._pool is None:
            future: Future[Result] = Future()
            future.set_result(read_page(question))
            return PendingPage(question, None, future)
        try:
            return PendingPage(question, self._pool, self._pool.submit(read_page, question))
        except (BrokenProcessPool, EOFError, ConnectionError):  # the last two: what starts the processes was killed
            self._renew(self._pool)
            return PendingPage(question, self._pool, self._pool.submit(read_page, question))

    def result(self, pending: PendingPage) -> Result:
        """What came of a page; waits for it."""
        try:
            return pending.future.result()
        except BrokenProcessPool:
            assert pending.pool is not None, "without a pool none breaks"
            self._renew(pending.pool)
            return self._alone(pending.question)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """Put new processes in the place of a pool that has lost one, unless that was done."""
        if self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = _pool(self.cores)
            self.say("A process that reads pages was killed (is the memory short?); its pages are read again")

    def _alone(self, question: Question) -> Result:
        """Read a page in a process that reads nothing else; it may be the one that the process was killed for."""
        try:
            with _pool(1) as pool:
                return pool.submit(read_page, question).result()
        except BrokenProcessPool:
            self.say(f"Left out: {question.page.url}: each process that reads it is killed (is the memory short?)")
            text = "each process that read it was killed"
            return Rejected(url=question.page.url, reason=Reason(code=Code.UNREADABLE, text=text))


def read_page(question: Question) -> Result:
    """Steps 5 to 7 for one page, in a process of its own; an exception is a result, so that it costs this page only."""
    try:
        return reading.read(
            question.page,
            newspapers=catalogue,
            environment=os.environ,
            link=question.placement,
            publication=catalogue.known(question.slug) if question.slug else None,
            withhold=question.withhold,
        )
    except catalogue.PublicationError as error:
        return Rejected(url=question.page.url, reason=of_error(error, Code.UNREADABLE))
    except Exception as error:
        return Crash(of_error(error), traceback.format_exc())


def _pool(cores: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return ProcessPoolExecutor(cores, mp_context=context, initializer=_begin, initargs=(catalogue.recorded(),))


def _begin(recorded: Mapping[str, Sequence[str]]) -> None:
    """Give this process the catalogue of the command."""
    catalogue.take_recorded(recorded)
    _end_with_parent()


def _end_with_parent() -> None:
    """Let this process end when the command does, even where that is killed and can tell nobody."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "a process of a pool has one"

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
