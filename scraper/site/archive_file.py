"""One archive's file as the site reads it, to the end of each request and whatever comes to its path meanwhile.

SQLite goes on reading a file that it has opened, also after somebody deleted it; but whoever opens the path anew gets
another file, and what somebody writes over the file is read in parts of two. So a file is known by its state: which one
it is, how large, and when it was written.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from scraper.archive.connection import ArchiveError, explained

Prepare = Callable[[sqlite3.Connection], None]

HEADER = 100  # bytes at the start of a database (https://sqlite.org/fileformat.html, section 1.3)
MAGIC = b"SQLite format 3\0"
FAULTY = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


class ArchiveAwayError(ArchiveError):
    """The archive's file cannot be read at this moment; the message says to its owner why."""


class ArchiveReplacedError(ArchiveAwayError):
    """Another archive lies at the path by now, and a request that had begun cannot read the one before to its end."""

    def __init__(self) -> None:
        super().__init__("The archive was replaced while it was read: ask again")


class FileState(NamedTuple):
    """By what a file is told from another, and from itself before somebody wrote into it; zeros where there is none."""

    device: int = 0
    inode: int = 0
    size: int = 0
    modified: int = 0  # nanoseconds since 1970, as ``changed``
    changed: int = 0  # which a copy cannot set back, and another name sets as well

    def is_same_file(self, other: FileState) -> bool:
        """Whether both are of one file, whatever was written into it meanwhile."""
        return self[:2] == other[:2]


NO_FILE = FileState()


class AsRead(NamedTuple):
    """A file for another process that reads it."""

    state: FileState
    telling: int  # so many of the state's values tell it from another file; SQLite itself changes the others
    without_log: bool


def state_of(path: Path) -> FileState:
    """The state of the file at a path; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return NO_FILE
    return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def log_of(path: Path) -> Path:
    """SQLite's write-ahead log beside a database."""
    return path.with_name(f"{path.name}-wal")


class HeaderFile:
    """A file whose header is read beside SQLite, and which stays open as long as SQLite has connections to it.

    Whoever closes any descriptor of a file takes away all locks that the process has on it (fcntl(2)). Without them a
    collection that ends would delete the log from which SQLite reads here, and the next one would write another.

    :raises ArchiveAwayError: it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._users = 1
        self._counting = threading.Lock()
        try:
            self._file = path.open("rb", buffering=0)
        except FileNotFoundError as error:
            raise ArchiveAwayError(f"{path} is not there") from error
        except OSError as error:
            raise ArchiveAwayError(str(explained(error, path) or error)) from error

    def read(self) -> bytes:
        """The header, as it is now.

        :raises ArchiveAwayError: it cannot be read.
        """
        try:
            return os.pread(self._file.fileno(), HEADER, 0)
        except OSError as error:
            raise ArchiveAwayError(str(explained(error, self._path) or error)) from error

    def hold(self) -> bool:
        """Keep it open for one more user; False if it is closed already."""
        with self._counting:
            self._users += bool(self._users)
            return self._users > 0

    def close(self) -> None:
        """End what ``hold`` began, or the making of it; the last user closes the file."""
        with self._counting:
            self._users -= 1
            if not self._users:
                self._file.close()


def keeps_log(path: Path, header: bytes) -> bool:
    """Whether SQLite keeps a log beside the archive, as it does for one that is collected into.

    :raises ArchiveAwayError: it is the beginning of a file.
    """
    has_log = header[18:20] == b"\x02\x02"
    if not is_whole(header, state_of(path).size) and not (has_log and state_of(log_of(path)).size):
        raise ArchiveAwayError(f"{path} is no whole archive; is it being copied?")
    return has_log


def is_whole(header: bytes, size: int) -> bool:
    """Whether a database has all the pages that its header speaks of; a copy that is under way has not.

    :param header: its first ``HEADER`` bytes.
    :param size: bytes of the file.
    """
    if len(header) < HEADER or not header.startswith(MAGIC):
        return False
    page = int.from_bytes(header[16:18], "big")
    has_count = header[24:28] == header[92:96]  # else an old SQLite wrote it last, and the number of pages is unknown
    return not has_count or size >= int.from_bytes(header[28:32], "big") * (65_536 if page == 1 else page)


class ArchiveFile:
    """One file that is or was at the archive's path, with the connections that read it.

    It has a connection from the beginning, so a request that holds it reads it to the end, whatever is at the path by
    then.

    :param prepare: makes a connection ready for Datasette.
    :param header: of the file, which is kept open.
    :param has_log: SQLite's log is beside it, by which a reader is told what was written.
    :param without_log: what is beside it is the log of a file that lay here before, or its folder is read only.
    """

    def __init__(self, path: Path, prepare: Prepare, *, header: HeaderFile, has_log: bool, without_log: bool) -> None:
        self.state = state_of(path)
        self.header, self.has_log, self.without_log = header, has_log, without_log
        self._path = path
        self._prepare = prepare
        self._change = threading.Condition()
        self._idle: list[sqlite3.Connection] = []
        self._busy: set[sqlite3.Connection] = set()
        self._holders = 0
        self._is_retired = False
        self._is_closed = False
        self._closing = contextlib.ExitStack()
        self._idle.append(self.connect())
        if header.hold():
            self._closing.callback(header.close)
        self.log = state_of(log_of(path))  # SQLite makes it for the first reader

    @property
    def is_read(self) -> bool:
        """Whether somebody reads it at this moment."""
        return bool(self._busy)

    def as_read(self) -> AsRead:
        """What another process needs to read this very file."""
        return AsRead(self.state, 2 if self.has_log else len(self.state), self.without_log)

    def state_of_log(self) -> FileState:
        """The state of SQLite's log beside it, as it is now."""
        return NO_FILE if self.without_log else state_of(log_of(self._path))

    def hold(self) -> bool:
        """Keep it for a request; False if it was retired meanwhile."""
        with self._change:
            self._holders += not self._is_retired
            return not self._is_retired

    def release(self) -> None:
        """End what ``hold`` began."""
        with self._change:
            self._holders -= 1
            self._tidy()

    def retire(self) -> None:
        """Close the connections as soon as no request holds it."""
        with self._change:
            self._is_retired = True
            self._tidy()

    def drain(self, seconds: float) -> None:
        """Wait until no request holds it; reads that have not ended by then are interrupted, and no more are begun."""
        with self._change:
            self._change.wait_for(lambda: not self._holders, seconds)
            self._is_closed = True
            for connection in self._busy:
                connection.interrupt()
            self._change.wait_for(lambda: not self._busy, seconds)
            self._tidy()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for one read.

        :raises ArchiveAwayError: the file is damaged.
        :raises ArchiveReplacedError: it was written over meanwhile.
        """
        connection = self._taken()
        try:
            yield connection
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in FAULTY:
                raise ArchiveAwayError(str(explained(error, self._path))) from error
            raise
        finally:
            with self._change:
                self._busy.discard(connection)
                self._idle.append(connection)
                self._tidy()
        self.check()

    def check(self) -> None:
        """See that nobody but SQLite wrote into the file while it was read.

        :raises ArchiveReplacedError: what was read may be of two archives.
        """
        now = state_of(self._path)
        if not self.has_log and now != self.state and now.is_same_file(self.state):
            raise ArchiveReplacedError

    def connect(self) -> sqlite3.Connection:
        """Another connection to this very file.

        :raises ArchiveReplacedError: another file is at the path by now.
        """
        uri = f"{self._path.absolute().as_uri()}?mode=ro{'&immutable=1' if self.without_log else ''}"
        with contextlib.ExitStack() as closing:
            try:
                connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
                closing.callback(connection.close)
                connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
                self._prepare(connection)
            except sqlite3.Error as error:
                raise ArchiveAwayError(str(explained(error, self._path) or error)) from error
            finally:
                if not state_of(self._path).is_same_file(self.state):
                    raise ArchiveReplacedError
            closing.pop_all()
        return connection

    def _taken(self) -> sqlite3.Connection:
        """A connection that nobody else uses: an idle one, or one more while the file is still at the path."""
        more = None
        if not self._idle:
            with contextlib.suppress(ArchiveReplacedError):
                more = self.connect()
        with self._change:
            self._change.wait_for(lambda: more or self._idle or self._is_closed)
            if self._is_closed:
                if more:
                    more.close()
                raise ArchiveReplacedError
            connection = more or self._idle.pop()
            self._busy.add(connection)
            return connection

    def _tidy(self) -> None:
        if self._is_closed or (self._is_retired and not self._holders):
            while self._idle:
                self._idle.pop().close()
            if not self._busy:
                self._closing.close()
        self._change.notify_all()
