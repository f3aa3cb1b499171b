"""Open an archive, let one process at a time write to it, and explain the errors of its files."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database

from scraper.archive.schema import migrate, migrations

BUSY_MILLISECONDS = 60_000
MANY_STORIES = 20_000  # are rewritten in some seconds; docs/decisions/0009 has figures
LOG = logging.getLogger(__name__)


class ArchiveError(Exception):
    """Base class: an error of the archive file that its owner can mend; the message says how."""


class NotAnArchiveError(ArchiveError):
    """The file is not an archive of Back Issues."""


class NoArchiveError(ArchiveError):
    """There is no such archive."""


class PublicFileError(ArchiveError):
    """A public file was to be collected into; only ``backissues publish`` writes it."""


class ArchiveBusyError(ArchiveError):
    """Another process is writing to the archive."""


class ArchiveFullError(ArchiveError):
    """The disk is full, or the file cannot grow."""


def opened(path: Path, *, create: bool = False, say: Callable[[str], None] = LOG.warning) -> Database:
    """Open the archive at ``path``, and bring its schema up to date.

    :param create: make a new one where there is none.
    :param say: called with a sentence for a person when bringing a large archive up to date will take a while.
    :raises NoArchiveError: there is no file, and ``create`` is false; or no folder for it.
    :raises NotAnArchiveError: the file is something else, or damaged.
    :raises ArchiveError: SQLite cannot use it.
    """
    if not path.exists() and not create:
        raise NoArchiveError(
            f"{path}: no archive there. 'backissues demo' or 'backissues collect' makes one; --db names another file"
        )
    if path.is_dir():
        raise NotAnArchiveError(f"{path} is a folder; --db takes a file")
    if create and not path.parent.is_dir():
        raise NoArchiveError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        connection = sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000)
        db = Database(connection)
        names = set(db.table_names())
        if names and "_sqlite_migrations" not in names:
            raise NotAnArchiveError(f"{path} is an SQLite file, but no archive of Back Issues; --db names another file")
        # recursive_triggers stays off: the index must not be told twice.
        db.execute("PRAGMA recursive_triggers = off")
        if migrations.pending(db):
            db.enable_wal()
            if "stories" in names and (number := db.table("stories").count) >= MANY_STORIES:
                say(
                    f"{path}: {number:,} stories of an older version are brought up to date; that happens once and may "
                    "take some minutes. If it is ended early, the archive is as it was"
                )
            migrate(db)
        db.execute("PRAGMA foreign_keys = on")
        db.execute("PRAGMA synchronous = normal")
        db.execute("PRAGMA wal_autocheckpoint = 1000")
    except sqlite3.Error as error:
        if (known := explained(error, path)) is None:
            raise
        raise known from error
    return db


def is_public(connection: sqlite3.Connection) -> bool:
    """Whether the file is a public file (``scraper.archive.public_copy``), which cannot be collected into."""
    found = connection.execute("SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'published'")
    return found.fetchone() is not None


@contextlib.contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn errors that the owner of the archive can mend into ArchiveError; let all others, which are bugs, pass.

    :raises ArchiveError: SQLite or the operating system could not use a file.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if (known := explained(error, path)) is None:
            raise
        raise known from error


def explained(error: sqlite3.Error | OSError, path: Path) -> ArchiveError | None:
    """The ArchiveError for an error of a file, with what to do about it; None for a bug, such as an unknown column.

    The primary result code decides (https://sqlite.org/rescode.html), never the message.
    """
    if isinstance(error, OSError):
        return _explained_file(error, path)
    text = str(error)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the module's own errors, as of a closed file, have none
        case sqlite3.SQLITE_NOTADB:
            return NotAnArchiveError(f"{path} is no SQLite file; --db names another file")
        case sqlite3.SQLITE_CORRUPT:
            return NotAnArchiveError(
                f"{path} is damaged ({text}). Move it away and run 'backissues rebuild': the captures have everything"
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return ArchiveFullError(
                f"{path}: {text}. Nothing that was stored is lost; make room and run the same again"
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return ArchiveError(f"{path}: {text}. Is the folder writable for you?")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_PROTOCOL:
            return ArchiveBusyError(f"{path}: {text}. Another program holds it; close it and run the same again")
    return None


def _explained_file(error: OSError, path: Path) -> ArchiveError | None:
    """The ArchiveError for an error of the operating system; None for a bug.

    A bug is one without ``errno``, which a program has raised, or one of a file that is none of the archive's.
    """
    if error.errno is None:
        return None
    where = error.filename or path
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO):
        cure = "Nothing that was stored is lost; make room and run the same again"
        return ArchiveFullError(f"{where}: {error.strerror}. {cure}")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ArchiveError(f"{where}: {error.strerror}. Is the folder writable for you?")
    is_ours = error.filename and (
        Path(error.filename).absolute().is_relative_to(path.absolute().parent) or ".warc" in str(error.filename)
    )
    return ArchiveError(f"{where}: {error.strerror}") if is_ours else None


@contextlib.contextmanager
def writing(
    path: Path, *, wait: bool = True, say: Callable[[str], None] = LOG.warning, doing: str = ""
) -> Iterator[Database]:
    """Open the archive for writing; one process at a time collects or imports.

    The lock is the operating system's: it ends with its process, also after ``kill -9``. Readers need none.

    :param wait: wait for another process, and say so; or raise ArchiveBusyError.
    :param say: called with a sentence for a person when it waits.
    :param doing: what this process does, for the message that others get.
    :raises ArchiveBusyError: another process is writing, and ``wait`` is false.
    :raises PublicFileError: the file is a public file.
    :raises ArchiveError: what else can be wrong with the file, also while it is open.
    """
    note = path.with_name(f"{path.name}.lock")
    lock = FileLock(note)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _holder(note)
        if not wait:
            raise ArchiveBusyError(f"{path}: {holder} is writing to it; run again when it has ended") from None
        say(f"{path}: {holder} is writing to it; waiting (Ctrl-C ends the waiting)")
        lock.acquire()
    except OSError as error:
        raise ArchiveError(f"{path}: cannot write beside it ({error.strerror}); is the folder writable?") from error
    try:
        _holder_file(note).write_text(json.dumps({"pid": os.getpid(), "doing": doing}))
        with contextlib.closing(opened(path, create=True, say=say)) as db, explaining(path):
            if is_public(db.conn):
                raise PublicFileError(
                    f"{path} is a public file, which 'backissues publish' wrote for readers; what is collected goes "
                    "into the archive it was written from: --db names it. Then publish again"
                )
            yield db
    finally:
        _holder_file(note).unlink(missing_ok=True)
        lock.release()


def _holder_file(lock: Path) -> Path:
    return lock.with_suffix(".holder")


def _holder(lock: Path) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError):
        holder = json.loads(_holder_file(lock).read_text())
        return f"process {holder['pid']} ({holder['doing']})"
    return "another process"
