"""Removals that somebody has entered in SQL in an archive beside the captures, and that these do not know of.

The next run of that archive would write them down. A rebuild that comes before must not bring such a story back.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from scraper.archive.connection import read_uri
from scraper.archive.write import takedowns
from scraper.items import Takedown

logger = logging.getLogger(__name__)


def beside(path: Path, captures: Path) -> Iterator[Takedown]:
    """The removals that are in other archives of the folders of an archive and of its captures, and in no capture.

    A file that is no archive, or cannot be read, is passed over: the folder is its owner's.
    """
    folders = {path.absolute().parent, captures.absolute().parent}
    for file in sorted({file for folder in folders for file in folder.glob("*.db")} - {path.absolute()}):
        with (
            contextlib.suppress(sqlite3.Error, OSError),
            contextlib.closing(sqlite3.connect(read_uri(file), uri=True)) as connection,
        ):
            for takedown in takedowns.unrecorded(connection):
                logger.info("%s: removed, as %s says", takedown.key, file)
                yield takedown
