"""Is every row's capture there, as it was written? The captures of an archive beside the rows that rest on them."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from scraper.archive.verification import MOST_NAMED, Cure, Finding
from scraper.captures import manifest, publication_records
from scraper.captures.contents import FetchedImage, IndexPage, PermissionPage
from scraper.captures.publication_records import PublicationFile
from scraper.captures.reader import Read, read
from scraper.captures.saved_pages import CapturesError
from scraper.items import Page, Rejected, Takedown, WithheldStory
from scraper.reasons import Code

LOST = (Code.UNREADABLE, Code.DAMAGED, Code.CUT_OFF)
# Tables whose rows name a record, and the column that says what it is of.
RESTING = {
    **dict.fromkeys(("captures", "thumbnails", "permission_documents", "index_captures"), "url"),
    "publication_files": "slug",
}
Progress = Callable[[Path, int], None]  # called with a file and the number of its bytes that were read


class Resting(NamedTuple):
    """A row that rests on a record: where that is, and the SHA-256 of what it holds."""

    table: str
    url: str
    offset: int
    length: int
    sha256: str


def findings(
    connection: Connection, folder: Path, *, quick: bool = False, progress: Progress = lambda file, done: None
) -> Iterator[Finding]:
    """What is wrong with the captures.

    :param folder: that of the captures.
    :param quick: look whether every record is there, and do not read it.
    """
    rows = _rows(connection)
    files = {file.name: file for file in manifest.files(folder)}
    known = manifest.read(folder)
    held = {key for (key,) in connection.execute("SELECT key FROM stories")}
    for name in sorted({*rows, *known} - set(files)):
        number = len(rows.get(name, ()))
        yield Finding(
            check="captures",
            what=f"{name} is missing; rows that rest on it",
            number=max(1, number),
            examples=tuple(row.url for row in rows.get(name, ())[:MOST_NAMED]),
            cure=Cure.RESTORE,
        )
    for name, file in files.items():
        yield from (_extents if quick else _records)(file, rows.get(name, []), held, progress)
        progress(file, file.stat().st_size)


def _rows(connection: Connection) -> dict[str, list[Resting]]:
    """The rows that rest on captures, by file."""
    found: defaultdict[str, list[Resting]] = defaultdict(list)
    for table, named in RESTING.items():
        sql = f"SELECT file, {named}, offset, length, sha256 FROM {table} WHERE file IS NOT NULL"  # noqa: S608
        for file, *of in connection.execute(sql):
            found[file].append(Resting(table, *of))
    return dict(found)


def _extents(file: Path, rows: list[Resting], held: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Whether a file is as long as its rows say."""
    size = file.stat().st_size
    yield from _told(file, "that end behind the end of {file}", [row for row in rows if row.offset + row.length > size])


def _records(file: Path, rows: list[Resting], held: Collection[str], progress: Progress) -> Iterator[Finding]:
    """Whether each record of a file can be read, and holds what its rows say."""
    waiting: defaultdict[int, list[Resting]] = defaultdict(list)
    for row in rows:
        waiting[row.offset].append(row)
    damaged: Counter[str] = Counter()
    begun: list[str] = []
    other: list[Resting] = []
    try:
        for one in read(file):
            progress(file, one.progress)
            if isinstance(one.content, Rejected) and one.content.reason.code in LOST:
                damaged[f"byte {one.offset:,}: {one.content.url}"] += 1
                continue
            if isinstance(one.content, Takedown) and one.content.key in held:
                begun.append(one.content.key)
            expected = waiting.pop(one.offset, ())
            if expected:
                sha256 = _sha256(one)
                other += [row for row in expected if row.sha256 != sha256]
    except (CapturesError, OSError) as error:
        damaged[str(error)] += 1
    if begun:
        yield Finding(
            check="removals",
            what=f"stories that {file.name} says were removed, and that are held",
            number=len(begun),
            examples=tuple(begun[:MOST_NAMED]),
            cure=Cure.REMOVE,
        )
    if damaged:
        yield Finding(
            check="captures",
            what=f"records of {file.name} that cannot be read",
            number=damaged.total(),
            examples=tuple(list(damaged)[:MOST_NAMED]),
            cure=Cure.RESTORE,
        )
    yield from _told(file, "whose record is not in {file}", [row for rows in waiting.values() for row in rows])
    yield from _told(file, "whose record in {file} holds something else", other)


def _sha256(one: Read) -> str:
    """The hash of what a record holds, as its row has it; empty for one on which no row rests."""
    match one.content:
        case WithheldStory(sha256=sha256):
            return sha256
        case Page(body=body) | IndexPage(page=Page(body=body)):
            return hashlib.sha256(body).hexdigest()
        case PublicationFile() as file:
            return hashlib.sha256(publication_records.to_json(file)).hexdigest()
        case FetchedImage(page=Page(body=body)) | PermissionPage(page=Page(body=body)):
            return hashlib.sha256(body).hexdigest()
    return ""


def _told(file: Path, which: str, rows: list[Resting]) -> Iterator[Finding]:
    """A finding for each table that has such rows."""
    for table in RESTING:
        if found := [row for row in rows if row.table == table]:
            yield Finding(
                check="captures",
                what=f"rows of {table} {which.format(file=file.name)}",
                number=len(found),
                examples=tuple(row.url for row in found[:MOST_NAMED]),
                cure=Cure.RESTORE,
            )
