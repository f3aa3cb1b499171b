"""Files that are on the disk, also after a loss of power: their bytes are synced, and the folder that names them.

POSIX promises neither unless it is asked to (fsync(2)). A commit of SQLite asks for itself; this module is for all
other files.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until the disk has what was written to a file, by whatever process."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder's files: of those made, renamed and removed in it."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows writes them down by itself
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it, that is there after a loss of power; nothing where it is there."""
    if folder.is_dir():
        return
    make_folder(folder.absolute().parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    sync_folder(folder.absolute().parent)


def replace(new: Path, path: Path) -> None:
    """Let a file that is written take the place of another: whoever opens it gets the old one or the whole new one."""
    sync_file(new)
    new.replace(path)
    sync_folder(path.absolute().parent)
