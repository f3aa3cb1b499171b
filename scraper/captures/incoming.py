"""Captures that come from elsewhere than a file: a pipe, a download.

They are read forwards as they come. What came is held in a file without a name, since what is damaged is looked at
again and the list of a ZIP file stands at its end; that file is gone with the process, however it ends.
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from scraper.captures.saved_pages import CapturesError

STEP = 1 << 20  # bytes that are taken at a time


@dataclass(frozen=True, slots=True)
class Incoming:
    """Captures that come from elsewhere.

    :param name: by which they are called, and whose ending may tell what they are.
    :param opened: begins to bring them; see ``Spooled``. It may raise CapturesError.
    """

    name: str
    opened: Callable[[], Spooled] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.name


Source: TypeAlias = Path | Incoming


class Spooled(io.RawIOBase):
    """A stream that only goes forwards, as a file that can be read from any place.

    :param pieces: what comes, in pieces of any size; where they raise CapturesError, that is its end (``failure``).
    :param folder: where what came is held; the folder for temporary files unless given.
    :param modified: when the source says that it was last changed.
    :param size: how many bytes it says that it has.
    """

    def __init__(
        self,
        pieces: Iterator[bytes],
        *,
        folder: Path | None = None,
        modified: dt.datetime | None = None,
        size: int | None = None,
    ) -> None:
        super().__init__()
        self.modified, self.size = modified, size
        self.failure: CapturesError | None = None  # why it ended before its end
        self._pieces = pieces
        self._held = tempfile.TemporaryFile(prefix="backissues-", dir=folder)  # noqa: SIM115  (closed with this)
        self._came = 0
        self._at = 0
        self._ended = False

    def read(self, size: int = -1) -> bytes:  # a whole file only where it is asked for
        """The next bytes, fewer at the end only; that is also where it broke off.

        :raises OSError: there is no room to hold them.
        """
        self._have(None if size < 0 else self._at + size)
        self._held.seek(self._at)
        data = self._held.read(size)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on from another place; to count from the end, all has to come first."""
        if whence == io.SEEK_END:
            self._have(None)
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._came}[whence])
        return self._at

    def tell(self) -> int:
        """Where the next bytes are."""
        return self._at

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Let go of what is held, and of where it comes from."""
        if not self.closed:
            self._held.close()
            close = getattr(self._pieces, "close", None)
            if close:
                close()
        super().close()

    def _have(self, end: int | None) -> None:
        while not self._ended and (end is None or self._came < end):
            try:
                piece = next(self._pieces, None)
            except CapturesError as error:
                piece, self.failure = None, error
            if piece is None:
                self._ended = True
                return
            self._held.seek(self._came)
            self._held.write(piece)
            self._came += len(piece)


def standard_input(stream: BinaryIO, *, folder: Path | None = None) -> Incoming:
    """What another program writes to this one.

    :param stream: its bytes; a terminal gives none.
    """

    def opened() -> Spooled:
        if stream.isatty():
            raise CapturesError("-: standard input is a terminal, and no captures come from it; give them by a pipe")
        return Spooled(iter(lambda: stream.read(STEP), b""), folder=folder)

    return Incoming("-", opened)
