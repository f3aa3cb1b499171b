"""Take secrets of the environment out of an archive that an earlier version wrote, or an import brought.

Where a publication file puts a secret (behind ``api-key=``) its value is found without the environment; and what is
found there is sought in every text of the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlite_utils.db import quote_identifier

from scraper.archive.schema import COUNTED
from scraper.secrets import Secrets
from scraper.urls import canonical

# Where values of earlier versions stand, if anywhere: small beside the texts, so that every run can look here.
BRIEF = (
    ("editions", "index_url"),
    ("editions", "detail"),
    ("editions", "cover_url"),
    ("placements", "url"),
    ("placements", "failure"),
)
# Addresses that we made ourselves. What a newspaper lists could make us take any word for a secret.
LEARNED_FROM = BRIEF[:2]
# In the spelling of ``scraper.urls.canonical``.
CANONICAL = {("stories", "url"), ("addresses", "url"), ("placements", "url")}
BUILT = ("stories_fts", "story_terms", *COUNTED, "_sqlite_migrations", "sqlite_")  # by triggers, or no text of ours
CHUNK = 200  # conditions of one query


def clean(connection: sqlite3.Connection, secrets: Secrets, *, whole: bool = False) -> Secrets:
    """Put placeholders where the values of secrets stand, so that no byte of the file and of its log has one.

    :param whole: look at every text, also where nothing was found in ``BRIEF``.
    :returns: the secrets with the values that were found; the same object where nothing was.
    """
    known = _with_earlier_values(connection, secrets)
    if not known or not (whole or not is_clean(connection, known)):
        return secrets
    connection.execute("PRAGMA secure_delete = on")
    if not put_placeholders(connection, known):
        return secrets
    connection.execute("INSERT INTO stories_fts(stories_fts) VALUES ('rebuild')")
    connection.commit()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return known


def move_captures(
    connection: sqlite3.Connection, file: str, new: str, moved: Iterable[tuple[int, int, int, str]]
) -> None:
    """Refer to the records of a file that was written anew under another name; rows of what it has no more go.

    :param moved: of each where it was, its offset and length now, and the hash of its page if that has changed.
    """
    records = list(moved)
    for table in ("captures", "thumbnails", "permission_documents", "index_captures", "publication_files"):
        connection.executemany(
            f"UPDATE {table} SET file = ?, offset = ?, length = ?, sha256 = coalesce(nullif(?, ''), sha256) "  # noqa: S608
            "WHERE file = ? AND offset = ?",
            [(new, offset, length, sha256, file, was) for was, offset, length, sha256 in records],
        )
        if new != file:
            connection.execute(f"DELETE FROM {table} WHERE file = ?", [file])  # noqa: S608
    connection.commit()


def said(path: Path, secrets: Secrets) -> str:
    """What was done to an archive that an earlier version wrote, for a person."""
    names = ", ".join(sorted({*secrets.values, *(name for name, _ in secrets.also)}))
    return (
        f"{path} held the value of {names} in addresses; it holds {{env.…}} now. Captures of before may hold it still: "
        "'backissues redact' names these files and rewrites them. Whoever had a copy of them may know the value: "
        "ask for a new one"
    )


def clean_copy(connection: sqlite3.Connection, secrets: Secrets) -> None:
    """Put placeholders where the values of secrets stand in a file that is being written, before it is indexed."""
    if known := _with_earlier_values(connection, secrets):
        put_placeholders(connection, known)


def put_placeholders(connection: sqlite3.Connection, known: Secrets) -> int:
    """Put placeholders into every text of the file; how many were changed."""
    changed = 0
    connection.create_function("hidden", 1, known.hidden, deterministic=True)
    connection.create_function("hidden_address", 1, lambda url: canonical(known.hidden(url)), deterministic=True)
    for table, column in _columns(connection):
        changed += _clean(connection, table, column, known)
    return changed


def _with_earlier_values(connection: sqlite3.Connection, secrets: Secrets) -> Secrets:
    """These secrets with the values that they had in the addresses of editions."""
    found: set[tuple[str, str]] = set()
    for table, column in LEARNED_FROM if secrets else ():
        for text in _texts(connection, table, column, secrets):
            found.update(secrets.found_in(text))
    return secrets.with_values(found)


def is_clean(connection: sqlite3.Connection, secrets: Secrets) -> bool:
    """Whether nothing is to be hidden where earlier versions had it: a quick look, of a few columns."""
    places = BRIEF if secrets else ()
    texts = (text for table, column in places for text in _texts(connection, table, column, secrets))
    return all(secrets.hidden(text) == text for text in texts)


def _columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if not table.startswith(BUILT):
            for _, column, kind, *_ in connection.execute(f"PRAGMA main.table_info({quote_identifier(table)})"):
                if kind == "TEXT":
                    yield table, column


def _texts(connection: sqlite3.Connection, table: str, column: str, secrets: Secrets) -> Iterator[str]:
    """The texts of a column that may hold a value."""
    for condition, needles in _conditions(column, secrets):
        for (text,) in connection.execute(f"SELECT {column} FROM main.{table} WHERE {condition}", needles):  # noqa: S608
            yield text


def _clean(connection: sqlite3.Connection, table: str, column: str, secrets: Secrets) -> int:
    function = "hidden_address" if (table, column) in CANONICAL else "hidden"
    number = 0
    for condition, needles in _conditions(column, secrets):
        number += connection.execute(
            f"UPDATE OR IGNORE main.{table} SET {column} = {function}({column}) "  # noqa: S608
            f"WHERE ({condition}) AND {column} <> hidden({column})",
            needles,
        ).rowcount
        # What could not be changed, as two addresses have become one, goes.
        if table in ("addresses", "placements"):
            connection.execute(
                f"DELETE FROM main.{table} WHERE ({condition}) AND {column} <> hidden({column})",  # noqa: S608
                needles,
            )
    return number


def _conditions(column: str, secrets: Secrets) -> Iterator[tuple[str, Sequence[str]]]:
    for at in range(0, len(secrets.needles), CHUNK):
        needles = secrets.needles[at : at + CHUNK]
        yield " OR ".join([f"instr({column}, ?)"] * len(needles)), needles
