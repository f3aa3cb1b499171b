"""The process that runs the statements of others: ``python -I -S worker.py LIMITS`` with the limits as JSON.

It needs the standard library alone, so that it starts at once and is small. Both ways go frames: four bytes of length,
then a value as ``marshal`` writes it. The first is ``READY``. A statement is ``(sql, parameters, seconds, rows, cells,
cut, size, file)``; the answer is ``("columns", names)``, any number of ``("rows", [row, ...])``, and ``("end",
truncated)``, or at any time ``("error", kind, code, text)``.
"""

from __future__ import annotations

import json
import marshal
import os
import re
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from json.encoder import encode_basestring_ascii
from typing import IO, Any

FRAME_BYTES = 500_000  # of rows that go together, about
VALUE_BYTES = 64  # that a value costs beside its text
NAME_CHARACTERS = 20  # of names of columns that cost as much as a value
READY = "ready"
TOO_LARGE = "too large"  # the kind of error where a result is longer than asked for
REPLACED = "replaced"  # ... where another file is at the archive's path than the one that is asked


class TooLargeError(Exception):
    """A result is larger than it may be."""


class ReplacedError(Exception):
    """Another file is at the archive's path."""


def main() -> None:
    """Answer statements until the other end closes."""
    limits = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the site, which then closes the pipe
    os.nice(limits["nice"])
    for what, most in ((resource.RLIMIT_AS, limits["memory"]), (resource.RLIMIT_FSIZE, limits["temporary"])):
        resource.setrlimit(what, (most, most))
    opened = Opened(limits)
    write(sys.stdout.buffer, READY)
    while statement := read(sys.stdin.buffer):
        try:
            *asked, file = statement
            for frame in answer(opened.connection(*file), *asked):
                write(sys.stdout.buffer, frame)
        except (sqlite3.Error, TooLargeError, ReplacedError, MemoryError, ValueError, OverflowError) as error:
            kind = {TooLargeError: TOO_LARGE, ReplacedError: REPLACED}.get(type(error), type(error).__name__)
            write(sys.stdout.buffer, ("error", kind, getattr(error, "sqlite_errorcode", 0), str(error)))


class Opened:
    """The archive's file that is asked now, opened for reading."""

    def __init__(self, limits: dict[str, Any]) -> None:
        self._limits = limits
        self._state: tuple[int, ...] = ()
        self._connection: sqlite3.Connection | None = None

    def connection(self, state: tuple[int, ...], telling: int, without_log: bool) -> sqlite3.Connection:
        """The connection to the file of this state (``scraper.site.archive_file.AsRead``).

        :raises ReplacedError: it is not at the path any more.
        """
        if self._connection is None or self._state != state:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._connected(without_log)
            self._state = state if self._is_at_the_path(state, telling) else ()
        if not self._state:
            raise ReplacedError("another file is at the archive's path")
        return self._connection

    def _is_at_the_path(self, state: tuple[int, ...], telling: int) -> bool:
        try:
            stat = os.stat(self._limits["path"])  # noqa: PTH116 - pathlib would double what a worker loads
        except OSError:
            return False
        now = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        return now[:telling] == state[:telling]

    def _connected(self, without_log: bool) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(f"{self._limits['uri']}{'&immutable=1' * without_log}", uri=True)
        except sqlite3.OperationalError as error:
            raise ReplacedError(str(error)) from error
        connection.text_factory = lambda text: str(text, "utf-8", "replace")
        connection.execute(f"PRAGMA hard_heap_limit = {self._limits['heap']:d}")
        connection.execute("PRAGMA query_only = on")
        connection.set_authorizer(authorized)
        connection.create_function("escape_fts", 1, escape_fts, deterministic=True)
        for name, most in self._limits["sqlite"].items():
            connection.setlimit(getattr(sqlite3, f"SQLITE_LIMIT_{name}"), most)
        return connection


def authorized(action: int, name: str | None, *_: str | None) -> int:
    """Whether a statement may do this: not where it would name the file, which is this machine's own affair."""
    return sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_PRAGMA, "database_list") else sqlite3.SQLITE_OK


def answer(
    connection: sqlite3.Connection,
    sql: str,
    parameters: Any,
    seconds: float,
    rows: int | None,
    cells: int,
    cut: bool,
    size: int,
) -> Iterator[tuple[Any, ...]]:
    """The frames of an answer.

    :param rows: at most so many are given, and whether there are more; all without it.
    :param cells: at most so many values are given.
    :param cut: where there are more, fewer rows are given; else that is an error.
    :param size: bytes of all values together, in JSON.
    :raises TooLargeError: there are more.
    """
    until = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > until, 1_000)
    cursor = connection.cursor()
    try:
        cursor.execute(sql, parameters)
        names = [column[0] for column in cursor.description or ()]
        yield "columns", names
        # A page and JSON name each value.
        fitting = max(1, cells // max(1, len(names) + sum(map(len, names)) // NAME_CHARACTERS))
        if cut:
            rows = min(rows or fitting, fitting)
        frame: list[Any] = []
        together = 0
        more = False
        for number, row in enumerate(cursor):
            more = number == rows
            if more:
                break
            if number == fitting:
                raise TooLargeError
            length = sum(map(size_of, row))
            together, size = together + length, size - length
            if size < 0:
                raise TooLargeError
            frame.append(row)
            if together > FRAME_BYTES:
                yield "rows", frame
                together, frame = 0, []
        yield "rows", frame
        yield "end", more
    finally:
        connection.set_progress_handler(None, 0)
        cursor.close()


def size_of(value: Any) -> int:
    """The bytes of a value in JSON, which has six for a control character or one that is not ASCII."""
    if isinstance(value, str):
        return VALUE_BYTES + len(encode_basestring_ascii(value))
    return VALUE_BYTES + (len(value) * 4 // 3 if isinstance(value, bytes) else 0)


def escape_fts(query: str) -> str:
    """The words and quoted phrases of a query, each in quotes: Datasette's function, which its tables' search calls."""
    closed = query + '"' * (query.count('"') % 2)
    parts = [part for part in re.split(r'\s+|(".*?")', closed) if part and part != '""']
    return " ".join(part if part.startswith('"') else f'"{part}"' for part in parts)


def read(stream: IO[bytes]) -> Any:
    """The next frame; None at the end."""
    head = stream.read(4)
    return marshal.loads(stream.read(int.from_bytes(head, "big"))) if len(head) == 4 else None  # noqa: S302


def write(stream: IO[bytes], value: Any) -> None:
    """Write one frame."""
    body = marshal.dumps(value)
    stream.write(len(body).to_bytes(4, "big") + body)
    stream.flush()


if __name__ == "__main__":
    main()
