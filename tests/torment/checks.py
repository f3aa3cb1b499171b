"""What must be so of an archive and its captures at any time: sound, and every row with what it rests on."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from scraper.captures.contents import FetchedImage, StoryPart
from scraper.captures.reader import Read, read
from scraper.items import ClosedEdition, ListedEdition, Page, WithheldStory

ROWS_WITH_CAPTURES = """
    SELECT file, offset, sha256 FROM captures UNION SELECT file, offset, sha256 FROM thumbnails WHERE file IS NOT NULL
    """
EDITIONS = """
    SELECT slug, date, label, outcome IS NOT NULL, listed IS NOT NULL
    FROM editions JOIN publications ON publications.id = publication_id
    """


def faults(archive: Path, captures: Path) -> list[str]:
    """What is wrong with an archive, in words; nothing where it is not there yet."""
    if not archive.exists() or not archive.stat().st_size:
        return []
    with contextlib.closing(sqlite3.connect(archive)) as connection:
        found = [f"integrity: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "thumbnails" not in tables:
            return found  # killed while it was made
        rows = connection.execute(ROWS_WITH_CAPTURES).fetchall()
        editions = connection.execute(EDITIONS).fetchall()
    records = [one for file in sorted(captures.glob("*.warc.gz")) for one in _records(file)]
    held = {(one.file, one.offset): _sha256(one) for one in records}
    for file, offset, sha256 in rows:
        if held.get((file, offset), "none") != sha256:
            found.append(f"the capture at {offset} of {file} is {held.get((file, offset), 'not there')}")
    listed = {_key(one.content) for one in records if isinstance(one.content, ListedEdition)}
    closed = {_key(one.content) for one in records if isinstance(one.content, ClosedEdition)}
    for slug, date, label, has_outcome, has_list in editions:
        if has_outcome and (slug, date, label) not in closed:
            found.append(f"no record tells how the edition of {slug} of {date} {label} ended")
        if has_list and (slug, date, label) not in listed:
            found.append(f"no record tells what the edition of {slug} of {date} {label} listed")
    return found


def stories(archive: Path) -> int:
    """How many stories an archive holds; 0 where it is not there yet."""
    if not archive.exists():
        return 0
    with contextlib.closing(sqlite3.connect(archive)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'stories'").fetchone():
            return 0
        return int(connection.execute("SELECT count(*) FROM stories").fetchone()[0])


def _records(file: Path) -> list[Read]:
    return list(read(file)) if file.stat().st_size else []


def _sha256(one: Read) -> str:
    match one.content:
        case Page(body=body) | FetchedImage(page=Page(body=body)) | StoryPart(page=Page(body=body)):
            return hashlib.sha256(body).hexdigest()
        case WithheldStory(sha256=sha256):
            return sha256
    return "of another kind"


def _key(edition: ListedEdition | ClosedEdition) -> tuple[str, str, str]:
    return edition.key.publication, edition.key.date.isoformat(), edition.key.label
