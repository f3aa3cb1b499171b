"""Archives made by earlier versions, kept as SQL in ``older/``: what ``sqlite3 archive.db .dump`` printed of them.

A new one joins them at each release that changed the schema (docs/releasing.md). An old one is never edited.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

OLDER = Path(__file__).with_name("older")
VERSIONS = sorted(file.stem for file in OLDER.glob("*.sql"))


def restored(version: str, path: Path) -> Path:
    """The archive of that version in a file of its own, as that version left it.

    :returns: ``path``.
    """
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((OLDER / f"{version}.sql").read_text("utf-8"))
    return path
