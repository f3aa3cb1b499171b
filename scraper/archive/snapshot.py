"""A copy of an archive as it was at one moment, while others go on reading and writing it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from scraper.archive.connection import check, explaining, read_uri

PAGES = 4_096  # of the file, copied between two words about the progress
Progress = Callable[[int, int], None]  # pages done, of how many


def write(path: Path, copy: Path, progress: Progress = lambda done, total: None) -> None:
    """Copy an archive, read the copy to its end, and leave it as a file that needs no other beside it.

    All of it is read in one transaction, so what is collected meanwhile is in it as a whole or not at all, and does not
    wait (https://sqlite.org/backup.html).

    :param copy: is written over.
    :raises ArchiveError: the archive cannot be read, or the copy cannot be written, or is not sound.
    """
    with explaining(path), contextlib.closing(sqlite3.connect(read_uri(path), uri=True)) as source:
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()  # begins to read, and so holds this moment
        with explaining(copy), contextlib.closing(sqlite3.connect(copy)) as target:
            source.backup(target, pages=PAGES, progress=lambda _, left, total: progress(total - left, total))
            target.execute("PRAGMA journal_mode = delete")  # what is in a log goes into the file
    check(copy)
