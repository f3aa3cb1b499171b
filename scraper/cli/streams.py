"""Standard output and standard error, which no command fails by.

Where the reader of standard output has gone, as in ``backissues collect ... | head -1``, a command still does its work,
and its exit code tells of that. Where standard output cannot be written, as to a full disk, a command does its work as
well, but what it printed is not whole: ``fault`` says so, and the exit code is at least 1.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO, cast


class _Stream(io.FileIO):
    """A stream of bytes that is written as long as that is possible; what comes later is dropped."""

    failure: OSError | None = None

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Write some of the bytes, and return how many."""
        if self.failure is None:
            try:
                return super().write(data)
            except OSError as error:
                self.failure = error
        return memoryview(data).nbytes


def outlive_readers() -> None:
    """Let standard output and error drop what cannot be written, and open them where they are closed.

    A file that is opened later would otherwise get their number, and whoever prints by that number, as a library in C
    does, would write into the archive.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
    sys.stdout = _outliving(sys.stdout, 1)
    sys.stderr = _outliving(sys.stderr, 2)


def fault() -> str:
    """Why standard output is not whole; empty where it is, and where nobody reads it any longer."""
    sys.stdout.flush()
    failure = getattr(_raw(sys.stdout), "failure", None)
    if failure is None or failure.errno == errno.EPIPE:
        return ""
    return f"What was printed is not whole: {failure.strerror}"


def _outliving(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:  # it was closed
        return cast(TextIO, io.TextIOWrapper(io.BufferedWriter(_Stream(descriptor, "w", closefd=False)), "utf-8"))
    if not isinstance(_raw(stream), io.FileIO):  # a console of Windows, or a test's
        return stream
    raw = _Stream(descriptor, "w", closefd=False)
    is_buffered = isinstance(stream.buffer, io.BufferedIOBase)
    return io.TextIOWrapper(
        cast(io.BufferedWriter, io.BufferedWriter(raw) if is_buffered else raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering is True,
        write_through=not is_buffered,
    )


def _raw(stream: TextIO) -> object:
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)
