"""The other end of ``worker.py``: starts that process, asks it, and kills it when its time is over."""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper import limits
from scraper.site.archive_file import ArchiveAwayError, ArchiveReplacedError, AsRead
from scraper.site.sql import worker

MEMORY, TEMPORARY, VALUE, TEXT, RESULT = "memory", "temporary", "value", "text", "result"
START = 20.0  # seconds, until a process is ready
MAGIC = re.compile(r":(_\w+)")  # a parameter that Datasette fills in, as with the time of the day
GRACE = 0.3  # seconds beside a statement's own, after which its process is killed
SQLITE_LIMITS = {
    "LENGTH": limits.SQL_VALUE_BYTES,
    "SQL_LENGTH": limits.SQL_CHARACTERS * 4,
    "COLUMN": limits.SQL_COLUMNS,
    "EXPR_DEPTH": 200,
    "COMPOUND_SELECT": 100,
    "VDBE_OP": 100_000,
    "FUNCTION_ARG": 100,
    "ATTACHED": 0,
    "LIKE_PATTERN_LENGTH": 1_000,
    "VARIABLE_NUMBER": 10_000,
    "TRIGGER_DEPTH": 10,
    "WORKER_THREADS": 0,
}


class InterruptedSqlError(Exception):
    """The statement took longer than it may."""


class LargeSqlError(Exception):
    """The statement, or what it needs or gives, is too large: its only argument says of what there is too much."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what it may take."""

    sql: str
    parameters: Mapping[str, Any] | Sequence[Any]
    seconds: float
    rows: int | None
    cells: int
    cut: bool  # to so many cells; else more are an error
    most: int  # bytes of the result, in JSON
    file: AsRead


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a statement, and whether there are more."""

    rows: list[sqlite3.Row]
    description: Any
    truncated: bool


class Worker:
    """One process for statements, started when it is first asked, and again after it was killed. Not thread-safe."""

    def __init__(self, path: Path, *, nice: int) -> None:
        self._limits = {
            "path": str(path),
            "uri": f"{path.absolute().as_uri()}?mode=ro",
            "nice": nice,
            "memory": limits.SQL_PROCESS_BYTES,
            "heap": limits.SQL_MEMORY_BYTES,
            "temporary": limits.SQL_TEMPORARY_BYTES,
            "sqlite": SQLITE_LIMITS,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, statement: Statement) -> Answer:
        """Run a statement.

        :raises InterruptedSqlError: it took too long.
        :raises LargeSqlError: it took or gave too much.
        :raises ArchiveReplacedError: it cannot be run on the file that it is for.
        :raises ArchiveAwayError: the file is damaged.
        :raises sqlite3.Error: it cannot be run.
        """
        parameters = _plain(statement.sql, statement.parameters)
        bounds = (statement.seconds, statement.rows, statement.cells, statement.cut, statement.most)
        file = (tuple(statement.file.state), statement.file.telling, statement.file.without_log)
        try:
            process = self._running()
            until = time.monotonic() + statement.seconds + GRACE
            assert process.stdin and process.stdout
            worker.write(process.stdin, (statement.sql, parameters, *bounds, file))
            return _answer(process.stdout.fileno(), until)
        except (sqlite3.Error, LargeSqlError, ArchiveAwayError):  # as the process says, which goes on to the next
            raise
        except (BrokenPipeError, EOFError) as error:
            self.stop()
            raise LargeSqlError(MEMORY) from error
        except BaseException:
            self.stop()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-I", "-S", worker.__file__, json.dumps(self._limits)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            weakref.finalize(self, _end, self._process)
            assert self._process.stdout
            next(_frames(self._process.stdout.fileno(), time.monotonic() + START))  # it is ready
        return self._process

    def stop(self) -> None:
        """Kill the process."""
        if self._process:
            _end(self._process)
            self._process = None


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _answer(pipe: int, until: float) -> Answer:
    """Read the frames of an answer, and make the rows that Datasette expects."""
    rows: list[tuple[Any, ...]] = []
    names: list[str] = []
    for kind, *rest in _frames(pipe, until):
        if kind == "columns":
            (names,) = rest
        elif kind == "rows":
            rows += rest[0]
        elif kind == "end":
            return Answer(*_rows(names, rows), truncated=rest[0])
        else:
            raise _error(*rest)
    raise EOFError


def _frames(pipe: int, until: float) -> Iterator[Any]:
    while True:
        yield marshal.loads(_read(pipe, int.from_bytes(_read(pipe, 4, until), "big"), until))  # noqa: S302


def _read(pipe: int, length: int, until: float) -> bytes:
    """So many bytes of the pipe.

    :raises InterruptedSqlError: they did not come in time.
    :raises EOFError: the process has ended.
    """
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    read = bytearray()
    while len(read) < length:
        if not poll.poll(max(0, until - time.monotonic()) * 1000):
            raise InterruptedSqlError
        part = os.read(pipe, length - len(read))
        if not part:
            raise EOFError
        read += part
    return bytes(read)


def _rows(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> tuple[list[sqlite3.Row], Any]:
    """The rows as SQLite's own, with the description of a cursor; a cursor of no database lends its columns."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        columns = ", ".join('NULL AS "{}"'.format(name.replace('"', '""')) for name in names)
        cursor = connection.execute(f"SELECT {columns or 'NULL'}")
        return [sqlite3.Row(cursor, row) for row in rows], cursor.description if names else None


def _error(kind: str, code: int, text: str) -> Exception:
    """The exception for an error of the process."""
    if kind == worker.TOO_LARGE:
        return LargeSqlError(RESULT)
    if kind == worker.REPLACED:
        return ArchiveReplacedError()
    if kind == "DataError":  # Python's own, before SQLite looks at a text that it could not take
        return LargeSqlError(TEXT if "query string" in text else VALUE)
    match code & 0xFF:
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return ArchiveAwayError(text)
        case sqlite3.SQLITE_INTERRUPT:
            return InterruptedSqlError(text)
        case sqlite3.SQLITE_TOOBIG:
            return LargeSqlError(TEXT if "query string" in text else VALUE)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return LargeSqlError(TEMPORARY)
        case sqlite3.SQLITE_NOMEM:
            return LargeSqlError(MEMORY)
    if kind == "MemoryError":
        return LargeSqlError(MEMORY)
    known = getattr(sqlite3, kind, None)
    if isinstance(known, type) and issubclass(known, sqlite3.Error):
        return known(text)
    return sqlite3.OperationalError(text)


def _plain(sql: str, parameters: Mapping[str, Any] | Sequence[Any] | None) -> dict[str, Any] | list[Any]:
    """The parameters as plain values; those of Datasette's own mapping that it makes when they are asked for."""
    if not isinstance(parameters, Mapping):
        return list(parameters or ())
    plain = dict(parameters)
    for name in MAGIC.findall(sql):
        with contextlib.suppress(KeyError):
            plain[name] = parameters[name]
    return plain
