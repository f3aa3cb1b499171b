"""Copy an archive, its captures and what belongs to it into a folder, which is an archive like any other.

The archive is copied first, as it was at one moment; then its captures, in which every row of that moment has its
record already. A file of captures never changes once it is written, but for growing while its run goes on, so that one
of the same size is not copied again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from scraper import durable
from scraper.archive import ArchiveError, snapshot
from scraper.captures import manifest
from scraper.collect import verify

MARK = ".backup.json"  # in the folder: it is a backup, and of what
PART = ".part"
ENDINGS = (".alerts.json", ".password", ".token")  # behind the archive's name: what was told, who may read
BESIDE = ("alerts.toml", "incidents.toml", "identity.json")  # who is told what, and who asks
Progress = Callable[[str, int, int], None]  # what is copied, bytes done, of how many


class BackupError(Exception):
    """The folder is none that a backup may be written to; the message says why."""


@dataclass(slots=True)
class Backup:
    """What was done: captures that were copied, with their bytes, that were there before, and what is not as it was."""

    copied: int = 0
    size: int = 0
    kept: int = 0
    removed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def write(
    path: Path,
    captures: Path,
    to: Path,
    *,
    publications: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Backup:
    """Bring a backup up to date; killed at any moment, it is as it was before or newer, and the same call goes on.

    :param captures: the folder of the captures.
    :param to: the folder of the backup, made where it is not there.
    :param publications: the folder of the user's own newspapers.
    :raises BackupError: ``to`` holds something else, or is a part of what is copied.
    :raises ArchiveError: the archive cannot be read, or the backup cannot be written.
    """
    _check_place(path, captures, to)
    durable.make_folder(to)
    lock = FileLock(to / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BackupError(f"{to}: another backup is being written there") from None
    try:
        (to / MARK).write_text(json.dumps({"of": str(path.absolute())}) + "\n", encoding="utf-8")
        done = Backup()
        name = f"archive.db{PART}"
        snapshot.write(path, to / name, lambda at, total: progress("archive", at, total))
        _copy_captures(captures, to / "captures", done, progress)
        for file, name_there in _besides(path, publications):
            _copy(file, to / name_there)
        done.wrong += _rows_without_captures(to / name, to / "captures")
        # The rows come last: until then the old ones stand on the old captures, which are all still there.
        durable.replace(to / name, to / "archive.db")
        for ending in ("-wal", "-shm"):
            (to / f"archive.db{ending}").unlink(missing_ok=True)
        _remove_others(captures, to / "captures", done)
        return done
    finally:
        lock.release()


def _rows_without_captures(copy: Path, captures: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return [f"{each.what} ({each.number:,})" for each in verify.findings(connection, captures, quick=True)]


def _check_place(path: Path, captures: Path, to: Path) -> None:
    where, home = to.absolute(), path.absolute().parent
    if where == home or where.is_relative_to(captures.absolute()):
        raise BackupError(f"{to} is where the archive itself lies; name a folder elsewhere, best on another disk")
    if to.exists() and not to.is_dir():
        raise BackupError(f"{to} is a file; name a folder")
    if to.is_dir() and any(to.iterdir()) and not (to / MARK).exists():
        raise BackupError(f"{to} holds something that is no backup of an archive; name a folder that is empty or new")


def _besides(path: Path, publications: Path | None) -> Iterator[tuple[Path, Path]]:
    """Small files that belong to an archive, each with its place in a backup."""
    names = {each: each for each in BESIDE} | {f"{path.name}{each}": f"archive.db{each}" for each in ENDINGS}
    for name, there in names.items():
        if (file := path.with_name(name)).is_file():
            yield file, Path(there)
    if publications and publications.is_dir():
        for file in sorted(publications.rglob("*")):
            if file.is_file():
                yield file, "publications" / file.relative_to(publications)


def _files(folder: Path) -> dict[str, Path]:
    """The captures and what lies beside them, but for what somebody is just writing."""
    if not folder.is_dir():
        return {}
    return {
        file.name: file
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.name.endswith((PART, ".new", ".lock"))
    }


def _copy_captures(captures: Path, to: Path, done: Backup, progress: Progress) -> None:
    files, there, known = _files(captures), _files(to), manifest.read(captures)
    durable.make_folder(to)
    wanted = {}
    for name, file in files.items():
        size, held = file.stat().st_size, there[name].stat().st_size if name in there else -1
        if size == held and (name.endswith(manifest.WARC) or file.read_bytes() == there[name].read_bytes()):
            done.kept += 1
        elif name.endswith(manifest.WARC) and size < held:
            done.wrong.append(f"{file} is shorter than its backup: {size:,} of {held:,} bytes; the backup is kept")
        else:
            wanted[file] = size
    total, at = sum(wanted.values()), 0
    for file, size in sorted(wanted.items(), key=lambda each: not each[0].name.endswith(manifest.WARC)):
        # What says which captures there are comes after them.
        _copy(file, to / file.name)
        at += size
        done.copied, done.size = done.copied + 1, done.size + size
        progress("captures", at, total)
    for name in sorted(set(known) - set(files)):
        told = f"; the backup has it: copy {to / name} back" if name in there else ""
        done.wrong.append(f"{captures / name} is missing{told}")


def _remove_others(captures: Path, to: Path, done: Backup) -> None:
    """Remove captures that the archive has no more, as their stories were removed or their secrets taken out.

    What is missing by accident stands in the list of what there is, and is kept.
    """
    files, known = _files(captures), manifest.read(captures)
    for name, file in _files(to).items():
        if name not in files and name not in known:
            file.unlink()
            done.removed.append(name)
    durable.sync_folder(to)


def _copy(file: Path, to: Path) -> None:
    """Copy a file with its permissions; whoever opens the copy gets the old one or the whole new one."""
    durable.make_folder(to.parent)
    part = to.with_name(f"{to.name}{PART}")
    try:
        shutil.copyfile(file, part)
        shutil.copystat(file, part)
        durable.replace(part, to)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveError(f"{error.filename or to}: {error.strerror}. The backup is as it was before") from error
