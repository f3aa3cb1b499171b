"""What newspapers permit: the documents of their hosts, each as long as it was the same, and the words of pages."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from scraper.archive.rows import Row, first_row
from scraper.permissions.documents import Document, Kind, says_json

COLUMNS = "kind, url, status, text, sha256, valid_from, last_seen, said_by, file, offset, length"
NEWEST = f"SELECT {COLUMNS} FROM permission_documents WHERE url = ? AND said_by = '' ORDER BY valid_from DESC LIMIT 1"  # noqa: S608


def newest(db: Database, url: str) -> Document | None:
    """The permission document at an address as this archive has seen it last."""
    row = first_row(db.conn, NEWEST, [url])
    return document_of_row(row) if row else None


def document_of_row(row: Row) -> Document:
    """A permission document as its row has it."""
    return Document(**row | {"kind": Kind(row["kind"])})


def knows(db: Database, document: Document) -> bool:
    """Whether it is known that a document was this at its moment."""
    found = db.execute(
        """
        SELECT 1 FROM permission_documents WHERE url = :url AND said_by = :said_by AND status = :status
        AND sha256 = :sha256 AND valid_from <= :valid_from AND last_seen >= :valid_from
        """,
        _values(document),
    )
    return found.fetchone() is not None


def enter(db: Database, document: Document) -> None:
    """Enter that a document was this at its moment: in the row of the same text before or after, or as a new row.

    A row in whose time it was another one is parted, as far as is known: it was seen at its beginning and its end.
    """
    if knows(db, document):
        return
    values = _values(document)
    with db.atomic():
        before = db.execute(f"{_NEIGHBOUR} <= :valid_from ORDER BY valid_from DESC LIMIT 1", values).fetchone()
        after = db.execute(f"{_NEIGHBOUR} > :valid_from ORDER BY valid_from LIMIT 1", values).fetchone()
        if before and before[1]:
            db.execute("UPDATE permission_documents SET last_seen = ? WHERE id = ?", [document.valid_from, before[0]])
        elif after and after[1]:
            db.execute(
                """
                UPDATE permission_documents SET valid_from = :valid_from, file = :file, offset = :offset,
                    length = :length WHERE id = :id
                """,
                values | {"id": after[0]},
            )
        else:
            if before and before[2] > document.valid_from:
                _part(db, before[0])
            db.execute(_ADD, values)


_NEIGHBOUR = """
    SELECT id, status = :status AND sha256 = :sha256, last_seen FROM permission_documents
    WHERE url = :url AND said_by = :said_by AND valid_from"""
_ADD = """
    INSERT OR IGNORE INTO permission_documents
        (kind, url, valid_from, last_seen, status, sha256, file, offset, length, said_by, said, text)
    VALUES (:kind, :url, :valid_from, :last_seen, :status, :sha256, :file, :offset, :length, :said_by, :said, :text)
    """


def _part(db: Database, row_id: int) -> None:
    """Let a document have been seen at the beginning and at the end of its row, and not in between."""
    db.execute(
        """
        INSERT OR IGNORE INTO permission_documents
            (kind, url, valid_from, last_seen, status, sha256, file, offset, length, said_by, said, text)
        SELECT kind, url, last_seen, last_seen, status, sha256, file, offset, length, said_by, said, text
        FROM permission_documents WHERE id = ?
        """,
        [row_id],
    )
    db.execute("UPDATE permission_documents SET last_seen = valid_from WHERE id = ?", [row_id])


def _values(document: Document) -> dict[str, object]:
    names = COLUMNS.split(", ")
    return {name: getattr(document, name) for name in names} | {"said": says_json(document)}


def say(db: Database, story_id: int, said: Mapping[str, str]) -> None:
    """Store what the newest fetch of a story's page and its headers said."""
    if said:
        words = json.dumps(said, ensure_ascii=False, sort_keys=True)
        db.execute("INSERT OR REPLACE INTO page_permissions (story_id, said) VALUES (?, ?)", [story_id, words])
    else:
        db.execute("DELETE FROM page_permissions WHERE story_id = ?", [story_id])
