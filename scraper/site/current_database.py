"""Datasette's database of the archive: the file that lies at its path now, and no other.

A public file is replaced while the site runs (``backissues publish --force``), and so may an archive be. So a request
takes the file that is at the path when the request comes, keeps it to its end (``archive_file.py``), and leaves the
connections to a file that was replaced to be closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.database import Database

from scraper.archive.connection import ArchiveError, can_be_opened, is_public, opened
from scraper.site.archive_file import ArchiveAwayError, ArchiveFile, HeaderFile, keeps_log, log_of, state_of

T = TypeVar("T")
Read = Callable[[sqlite3.Connection], T]

DRAIN_SECONDS = 5.0  # for which an archive that takes another's place waits for the requests that read the other

pause = time.sleep

_held: contextvars.ContextVar[ArchiveFile | None] = contextvars.ContextVar("held", default=None)


class CurrentDatabase(Database):  # type: ignore[misc]
    """Datasette's database of the archive: each request reads one file, the one at the path when it came.

    :param public_only: a file that is no public file may not be shown, whenever it comes to the path.
    """

    def __init__(self, datasette: Datasette, path: Path, *, public_only: bool = False) -> None:
        super().__init__(datasette, str(path))
        self._path = path
        self._public_only = public_only
        self._file: ArchiveFile | None = None
        self._renewing = threading.Lock()
        self._complaint = ""
        self.exports = 0  # pieces of exports that are read, or wait for their turn
        self._exporting = ThreadPoolExecutor(1, thread_name_prefix="export")

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[ArchiveFile]:
        """The file that all reads inside are of.

        :raises ArchiveError: there is none at the path, or nothing that could be shown.
        """
        if held := _held.get():
            yield held
            return
        file = self._current()
        while file is None or not file.hold():
            file = await asyncio.to_thread(self._renewed)
        token = _held.set(file)
        try:
            yield file
        finally:
            _held.reset(token)
            file.release()

    def complain(self, error: ArchiveError) -> None:
        """Tell the owner why requests are not answered; once, and not for every request."""
        if self._complaint != str(error):
            self._complaint = str(error)
            _say(self._complaint)

    def _current(self) -> ArchiveFile | None:
        """The file that is open, if it is the one at the path and nobody wrote into it since."""
        return self._file if self._file and self._file.state == state_of(self._path) else None

    def _renewed(self) -> ArchiveFile:
        """The file at the path, opened anew."""
        with self._renewing, contextlib.ExitStack() as closing:
            if file := self._current():
                return file
            old, log = self._file, state_of(log_of(self._path))
            is_another = old is None or not old.state.is_same_file(state_of(self._path))
            header = old.header if old and not is_another and old.header.hold() else HeaderFile(self._path)
            closing.callback(header.close)
            has_log, without_log = keeps_log(self._path, header.read()), False
            if old is not None:
                # A log that is there already when another file comes is of the one before, and would be read into it.
                without_log = (log.size > 0 if is_another else old.without_log) and log.is_same_file(old.log)
                if is_another:
                    old.retire()
                    if old.has_log:  # what SQLite keeps beside both has the same names, and cannot serve two at once
                        old.drain(DRAIN_SECONDS)
            if is_another and without_log:
                _say(
                    f"{log_of(self._path)} is of the file that lay at {self._path} before. The site reads without it; "
                    "whatever writes would damage the archive: end the site, delete the log, and start the site again"
                )
            elif is_another or not has_log:
                opened(self._path).close()  # says in words what is wrong with it, and brings it up to date
            new = ArchiveFile(
                self._path,
                self._prepare,
                header=header,
                has_log=has_log,
                without_log=without_log or not can_be_opened(self._path),
            )
            try:
                with new.reading() as connection:
                    if self._public_only and not is_public(connection):
                        raise ArchiveAwayError(f"{self._path} is no public file, and so it is not shown to everybody")
            except BaseException:
                new.retire()
                raise
            if old is not None:
                old.retire()
            self._file, self._complaint = new, ""
            return new

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self.ds._prepare_connection(connection, self.name)

    async def _execute_fn(self, fn: Read[T]) -> T:
        async with self.held() as file:

            def read() -> T:
                with file.reading() as connection:
                    return fn(connection)

            return await self._in_thread(read)

    if not hasattr(Database, "_execute_fn"):  # Datasette 0.65
        execute_fn = _execute_fn

    async def execute_export(self, fn: Read[T]) -> T:
        """Read a piece of an export, in the one thread for all of them, which gives way to whoever reads pages."""
        async with self.held() as file:

            def read() -> T:
                began = time.monotonic()
                with file.reading() as connection:
                    found = fn(connection)
                if file.is_read:
                    pause(time.monotonic() - began)
                return found

            self.exports += 1
            future = asyncio.get_running_loop().run_in_executor(self._exporting, read)
            future.add_done_callback(self._exported)
            return await asyncio.shield(future)

    def _exported(self, future: asyncio.Future[Any]) -> None:
        self.exports -= 1
        if not future.cancelled():
            future.exception()  # nobody may wait for it any more

    async def execute_isolated_fn(self, fn: Read[T]) -> T:
        """Read with a connection of its own, which the function may change; Datasette 1.0 looks at SQL so."""
        async with self.held() as file:

            def read() -> T:
                with contextlib.closing(file.connect()) as connection:
                    return fn(connection)

            return await self._in_thread(read)

    async def _in_thread(self, read: Callable[[], T]) -> T:
        if self.ds.executor is None:
            return read()
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, context.run, read)

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that only reads; the site never writes."""
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the connections to the file."""
        if self._file:
            self._file.retire()
        super().close()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
