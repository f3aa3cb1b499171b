"""Write a file of captures anew without something in it, and let the rows refer to the new one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import BinaryIO

from scraper import durable
from scraper.archive import redaction
from scraper.captures import cdxj, manifest, removal
from scraper.captures.redaction import Moved, redacted_name
from scraper.captures.removal import Removed

Write = Callable[[Path, BinaryIO], Sequence[Moved]]  # writes what is left of a file, and says where that is now


def rewrite(connection: Connection, folder: Path, file: Path, write: Write) -> Path:
    """Write a file anew under a name of its own, in the order of names the next; the old one goes at the end.

    Whatever ends this early, the rows refer to a file that is there, and the same call goes on.

    :returns: the new file.
    """
    part, new = file.with_name(f".{file.name}.part"), redacted_name(file)
    try:
        with part.open("wb") as stream:
            moved = write(file, stream)
        durable.replace(part, new)
    finally:
        part.unlink(missing_ok=True)
    redaction.move_captures(connection, file.name, new.name, moved)
    manifest.rename(folder, file.name, new)
    with contextlib.suppress(FileNotFoundError):
        if new != file:
            file.unlink()
    return new


def without_stories(connection: Connection, folder: Path, removed: Removed) -> list[Path]:
    """Take what is removed out of all files of the captures.

    :returns: those that were written anew.
    """
    rewritten = [
        rewrite(connection, folder, file, lambda old, new: removal.write_without(old, removed, new))
        for file in manifest.files(folder)
        if removal.holds(file, removed)
    ]
    if rewritten:
        cdxj.update(folder)
    return rewritten
