"""Open an archive, let one process at a time write to it, and explain the errors of its files."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import logging
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout
from sqlite_utils import Database

import scraper
from scraper import durable, file_modes
from scraper.archive.schema import migrate, migrations
from scraper.characters import stored_value

BUSY_MILLISECONDS = 60_000
MANY_STORIES = 20_000  # are rewritten in some seconds; docs/decisions/0009 has figures
MAKE_ROOM = "Nothing that was stored is lost; make room and run the same again"
SHORT_OF = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)  # open files, memory, processes
PROGRESS_SECONDS = 10  # between two sentences about it
LOG = logging.getLogger(__name__)


class ArchiveConnection(sqlite3.Connection):
    """A connection that makes every value fit for SQLite that is bound to a statement (``scraper.characters``).

    Values are made fit where they come in; this is the last door, behind which nothing is forgotten.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return super().execute(sql, _fit(parameters))

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        return super().executemany(sql, map(_fit, parameters))


def _fit(parameters: Any) -> Any:
    if isinstance(parameters, Mapping):
        return {name: stored_value(value) for name, value in parameters.items()}
    return [stored_value(value) for value in parameters]


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


class ArchiveLockedError(ArchiveBusyError):
    """Another run of ours is writing to the archive."""


class ArchiveFullError(ArchiveError):
    """The disk is full, or the file cannot grow."""


class WritableArchive(Database):
    """An archive that is written to: what its rows rest on is on the disk before they are committed."""

    def __init__(self, connection: sqlite3.Connection, before_commit: Callable[[], None]) -> None:
        super().__init__(connection, recursive_triggers=False)
        self._before_commit = before_commit

    @contextlib.contextmanager
    def atomic(self) -> Generator[Self, None, None]:
        """A transaction, or a part of the one that is open; an exception in it undoes it."""
        is_part = self.conn.in_transaction
        with super().atomic():
            yield self
            if not is_part:
                self._before_commit()

    @contextlib.contextmanager
    def batches(self, seconds: float) -> Iterator[Callable[[], None]]:
        """Commit together what is written within some seconds, since each commit waits for the disk.

        The function that it gives is called where a batch may end. What is whole is committed as well where an
        exception or Ctrl-C ends it all; a kill costs the last batch.

        :raises ArchiveError: SQLite has undone the batch, and whoever wrote to it did not notice.
        """
        self.begin()
        began = time.monotonic()

        def may_end() -> None:
            nonlocal began
            if not self.conn.in_transaction:
                raise ArchiveError("The archive: the last rows were undone, for want of memory or room; run it again")
            if time.monotonic() - began >= seconds:
                self._commit()
                self.begin()
                began = time.monotonic()

        try:
            yield may_end
        finally:
            if self.conn.in_transaction:
                self._commit()

    def _commit(self) -> None:
        try:
            self._before_commit()
            self.commit()
        except BaseException:
            self.rollback()
            raise


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
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "a pipe or a device"
        raise NotAnArchiveError(f"{path} is {kind}; --db takes a file")
    if not create and path.stat().st_size == 0:
        raise NotAnArchiveError(
            f"{path} is empty. If it was the archive, move it away and run 'backissues rebuild --db {path}': the "
            "captures have everything"
        )
    if create and not path.parent.is_dir():
        raise NoArchiveError(f"{path}: there is no folder {path.parent}; make it first")
    if create and not path.exists():
        _make_new(path)
    return _opened(path, create=create, say=say)


def _opened(path: Path, *, create: bool, say: Callable[[str], None]) -> Database:
    try:
        # Where none is to be made, none is, also if the file goes away at this moment.
        mode = "mode=rwc" if create else "mode=rw" if can_be_opened(path) else "immutable=1"
        uri = f"{path.absolute().as_uri()}?{mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_MILLISECONDS / 1000, factory=ArchiveConnection)
        db = Database(connection)
        names = set(db.table_names())
        if names and "_sqlite_migrations" not in names:
            raise NotAnArchiveError(f"{path} is an SQLite file, but no archive of Back Issues; --db names another file")
        if names and (newer := _newer_migrations(db)):
            raise NotAnArchiveError(
                f"{path} was written by a newer version of Back Issues ({newer}) than {scraper.__version__}: "
                "update it, or make another archive from the captures with this one ('backissues rebuild --db NAME')"
            )
        # recursive_triggers stays off: the index must not be told twice.
        db.execute("PRAGMA recursive_triggers = off")
        if migrations.pending(db):
            db.enable_wal()
            if "stories" in names and (number := db.table("stories").count) >= MANY_STORIES:
                say(
                    f"{path}: {number:,} stories of an older version are brought up to date; that happens once and may "
                    "take some minutes. If it is ended early, the archive is as it was"
                )
            migrate(db, _told(path, say))
        db.execute("PRAGMA foreign_keys = on")
        db.execute("PRAGMA synchronous = normal")
        db.execute("PRAGMA wal_autocheckpoint = 1000")
    except sqlite3.Error as error:
        if (known := explained(error, path)) is None:
            raise
        raise known from error
    return db


def _make_new(path: Path) -> None:
    """Put a new archive there, unless another process does so at this moment; it is the same as one that grew there.

    To make the tables takes ten times as long as to copy them, and who makes one archive may make many. Where the file
    system has no links, or no room, nothing is done: then the tables are made in place.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        part.write_bytes(_new_archive())
        durable.sync_file(part)
        os.link(part, path)
        durable.sync_folder(path.absolute().parent)  # else its name may be lost with all that is written to it later
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@functools.cache
def _new_archive() -> bytes:
    """The bytes of an archive in which nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive.db")
        _opened(path, create=True, say=LOG.warning).close()
        return path.read_bytes()


def _told(path: Path, say: Callable[[str], None]) -> Callable[[int, int], None]:
    """Says now and then how far a migration is."""
    last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_SECONDS:
            say(f"{path}: {done:,} of {total:,} stories are brought up to date")
            last = time.monotonic()

    return progress


def can_be_opened(path: Path) -> bool:
    """Whether SQLite can open the file for reading as ever: it needs a file beside it, which a folder may refuse."""
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter: in a message of SQLite's
            pass  # it is damaged, which is said elsewhere
    return True


def read_uri(path: Path) -> str:
    """How to open an archive for reading: as it changes, or, where its folder cannot be written, as it stands."""
    return f"{path.absolute().as_uri()}?{'mode=ro' if can_be_opened(path) else 'immutable=1'}"


def _newer_migrations(db: Database) -> str:
    """The changes of the schema that were made to this archive and are not known here."""
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name]).fetchall()
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    return ", ".join(name for (name,) in rows if name not in known)


def check(path: Path) -> None:
    """Read all of an archive, to find what is damaged in it.

    :raises NotAnArchiveError: something is.
    """
    with explaining(path), contextlib.closing(sqlite3.connect(read_uri(path), uri=True)) as connection:
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except UnicodeDecodeError as error:  # in a message of SQLite's, of names that are none
            raise NotAnArchiveError(_damaged(path, error.reason)) from error
        if found != "ok":
            raise NotAnArchiveError(_damaged(path, " ".join(str(found).split())))
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")
        for (table,) in tables.fetchall():
            if told := odd_value(connection, table):
                raise NotAnArchiveError(_damaged(path, told))


def odd_value(connection: sqlite3.Connection, table: str) -> str:
    """Read the values of a table, whose text is UTF-8 and whose lists and rules are JSON: so they were written.

    :returns: what is wrong with one that is not; empty where all are.
    """
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    of_json = [at for at, _, _, _, default, _ in columns if default in ("'[]'", "'{}'")]
    try:
        for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608
            for at in of_json:
                json.loads(row[at])
    except (sqlite3.OperationalError, ValueError, TypeError, RecursionError) as error:
        return f"{table}: {error}"[:100]
    return ""


def _damaged(path: Path, how: str) -> str:
    return (
        f"{path} is damaged ({how}). Move it away, with {path.name}-wal if that is there, and run 'backissues rebuild "
        f"--db {path}': the captures have everything"
    )


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
            return NotAnArchiveError(
                f"{path} is no SQLite file; --db names another file. If it was the archive, its beginning is damaged: "
                f"move it away and run 'backissues rebuild --db {path}', as the captures have everything"
            )
        case sqlite3.SQLITE_CORRUPT:
            return NotAnArchiveError(_damaged(path, text))
        case sqlite3.SQLITE_FULL:
            return ArchiveFullError(f"{path}: {text}. {MAKE_ROOM}")
        case sqlite3.SQLITE_IOERR:
            return ArchiveFullError(f"{path}: {text}: the disk is full or has failed. {MAKE_ROOM}")
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
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return ArchiveFullError(f"{where}: {error.strerror}. {MAKE_ROOM}")
    if error.errno == errno.EIO:
        return ArchiveError(f"{where}: {error.strerror}: the disk has failed. What was stored before is safe there")
    if error.errno in SHORT_OF:
        cure = "Nothing that was stored is lost; let it have more of them (ulimit) and run the same again"
        return ArchiveError(f"{where}: {error.strerror}. {cure}")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ArchiveError(f"{where}: {error.strerror}. Is the folder writable for you?")
    is_ours = error.filename and (
        Path(error.filename).absolute().is_relative_to(path.absolute().parent) or ".warc" in str(error.filename)
    )
    return ArchiveError(f"{where}: {error.strerror}") if is_ours else None


@contextlib.contextmanager
def writing(
    path: Path,
    *,
    before_commit: Callable[[], None] = lambda: None,
    wait: bool = True,
    say: Callable[[str], None] = LOG.warning,
    doing: str = "",
) -> Iterator[WritableArchive]:
    """Open the archive for writing; one process at a time collects or imports.

    What was committed is there after a loss of power.

    The lock is the operating system's: it ends with its process, also after ``kill -9``. Readers need none.

    :param before_commit: puts on the disk what the rows rest on; an exception of it undoes them.
    :param wait: wait for another process, and say so; or raise ArchiveBusyError.
    :param say: called with a sentence for a person when it waits.
    :param doing: what this process does, for the message that others get.
    :raises ArchiveLockedError: another process is writing, and ``wait`` is false.
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
            raise ArchiveLockedError(f"{path}: {holder} is writing to it; run again when it has ended") from None
        say(f"{path}: {holder} is writing to it; waiting (Ctrl-C ends the waiting)")
        lock.acquire()
    except OSError as error:
        raise ArchiveError(f"{path}: cannot write beside it ({error.strerror}); is the folder writable?") from error
    try:
        _holder_file(note).write_text(json.dumps({"pid": os.getpid(), "doing": doing}))
        with contextlib.closing(opened(path, create=True, say=say)) as db, explaining(path):
            beside = [path.with_name(path.name + ending) for ending in ("-wal", "-shm", ".lock")]
            if not is_public(db.conn) and path in file_modes.narrowed([path, *beside]):
                say(
                    f"{path} could be read by everybody on this machine, and is for its owner alone now; to share it "
                    f"with a group set {file_modes.SETTING} (docs/running-for-others.md)"
                )
            db.execute("PRAGMA synchronous = full")
            if is_public(db.conn):
                raise PublicFileError(
                    f"{path} is a public file, which 'backissues publish' wrote for readers; what is collected goes "
                    "into the archive it was written from: --db names it. Then publish again"
                )
            yield WritableArchive(db.conn, before_commit)
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
