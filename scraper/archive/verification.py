"""Is an archive what it says it is? Each check looks at all rows, and says what is wrong and what mends it.

The archive is a projection of its captures, so everything in it can be made anew: what only sums up or indexes other
rows from these (``mend``), and the rows themselves by a rebuild.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from scraper.archive import keys, terms
from scraper.archive.connection import WritableArchive, odd_value
from scraper.archive.schema import COUNTED, WORDS, fill_kept, index_anew, migrate
from scraper.archive.texts import hash_of
from scraper.archive.write import clusters

MOST_NAMED = 10  # of what is wrong in the same way
WORDS_OF_INDEX = tuple(WORDS.split(", "))
Progress = Callable[[str], None]  # called with the name of the check that begins


class Cure(StrEnum):
    """What mends it."""

    MEND = "mend"  # 'backissues verify --mend': it is made anew from other rows
    REBUILD = "rebuild"  # 'backissues rebuild': it is made anew from the captures
    RESTORE = "restore"  # the captures themselves: a backup has them, or nothing
    REMOVE = "remove"  # 'backissues remove' of that story, which was ended early


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it must be.

    ``check`` is the name of what was looked at, ``number`` how many rows, records or files are concerned, and
    ``examples`` name some of them.
    """

    check: str
    what: str
    number: int
    examples: tuple[str, ...]
    cure: Cure


def findings(db: Database, *, quick: bool = False, progress: Progress = lambda check: None) -> Iterator[Finding]:
    """What is wrong in the rows of an archive that nobody writes to meanwhile (``connection.writing``).

    :param quick: leave out what reads the text of every story.
    """
    for name, look in {**CHECKS, **({} if quick else OF_TEXTS)}.items():
        progress(name)
        try:
            yield from look(db)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield Finding(check=name, what=f"cannot be read ({error})", number=1, examples=(), cure=Cure.REBUILD)
            if name == "file":  # then every other check would say the same
                return


def mend(db: WritableArchive, checks: Collection[str]) -> None:
    """Make anew what indexes or sums up other rows, in one transaction; then the clusters of wire copy.

    :param checks: the names of those that found something (``Finding.check``), of which others are passed over.
    """
    with db.atomic():
        if not {"full text", "texts"}.isdisjoint(checks):
            index_anew(db)
        if "kept tables" in checks:
            fill_kept(db.conn)
        if "arrivals" in checks:
            db.execute(
                """
                INSERT INTO arrivals (story_id, number, came)
                SELECT id, row_number() OVER (ORDER BY first_seen, id) + (
                    SELECT coalesce(max(number), 0) FROM arrivals), unixepoch(first_seen) * 1000
                FROM stories WHERE id NOT IN (SELECT story_id FROM arrivals)
                """
            )
            db.execute(f"UPDATE editions SET arrived = max(coalesce(arrived, 0), {ARRIVED}) WHERE {BEHIND}")  # noqa: S608
    if "clusters" in checks:
        clusters.cluster(db, anew=True)


ARRIVED = """(SELECT max(number) FROM placements JOIN arrivals ON arrivals.story_id = placements.story_id
    WHERE placements.edition_id = editions.id)"""
BEHIND = f"coalesce(arrived, 0) < {ARRIVED}"  # of an edition


def _file(db: Database) -> Iterator[Finding]:
    """The pages of the file, its indexes, and values of the kind that their columns have."""
    told = [text for (text,) in db.execute(f"PRAGMA integrity_check({MOST_NAMED})") if text != "ok"]
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
    for (table,) in tables:
        if odd := odd_value(db.conn, table):
            told.append(odd)
    if told:
        yield Finding(
            check="file", what="SQLite finds damage", number=len(told), examples=tuple(told), cure=Cure.REBUILD
        )


def _schema(db: Database) -> Iterator[Finding]:
    """Every trigger, index, view and table of a new archive is there; whatever else somebody has made may be."""
    new = Database(memory=True)
    migrate(new)
    held = _made(db)
    missing = [name for name, sql in _made(new).items() if held.get(name) != sql]
    if missing:
        what = "what keeps the archive right by itself is missing, or was changed"
        yield Finding(
            check="schema", what=what, number=len(missing), examples=tuple(missing[:MOST_NAMED]), cure=Cure.REBUILD
        )


def _made(db: Database) -> dict[str, str]:
    """What an archive is made of, by name: the statements of triggers, indexes and views, and that a table is there."""
    rows = db.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {name: "" if kind == "table" else " ".join(sql.split()) for kind, name, sql in rows}


def _foreign_keys(db: Database) -> Iterator[Finding]:
    rows = db.execute('SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2').fetchall()
    for table, parent, number in rows:
        what = f"rows of {table} that belong to none of {parent}"
        yield Finding(check="foreign keys", what=what, number=number, examples=(), cure=Cure.REBUILD)


def _full_text(db: Database) -> Iterator[Finding]:
    """The index has the words of every story, and no others: what SQLite's own check of it says."""
    try:
        db.execute("INSERT INTO stories_fts(stories_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        what = "the full-text index has not the words of the stories: searches miss some"
        yield Finding(check="full text", what=what, number=1, examples=(), cure=Cure.MEND)


def _rows(check: str, what: str, sql: str, cure: Cure) -> Callable[[Database], Iterator[Finding]]:
    """A check for rows that there must not be.

    :param sql: gives one column, which names them.
    """

    def look(db: Database) -> Iterator[Finding]:
        (number,) = db.execute(f"SELECT count(*) FROM ({sql})").fetchone()  # noqa: S608
        if number:
            some = db.execute(f"SELECT * FROM ({sql}) LIMIT {MOST_NAMED}")  # noqa: S608
            yield Finding(
                check=check, what=what, number=number, examples=tuple(str(name) for (name,) in some), cure=cure
            )

    return look


def _row_order(db: Database) -> Iterator[Finding]:
    """Row ids are in the order of edition dates, and keys are those of the addresses."""
    out_of_order = [
        key
        for row_id, key, date in db.execute("SELECT id, key, edition_date FROM stories")
        if str(keys.date_of_id(row_id) or "") != (date or "")
    ]
    if out_of_order:
        yield Finding(
            check="row order",
            what="stories whose row id is not that of their edition date: lists by date have them in the wrong place",
            number=len(out_of_order),
            examples=tuple(out_of_order[:MOST_NAMED]),
            cure=Cure.REBUILD,
        )


def _kept_tables(db: Database) -> Iterator[Finding]:
    """The tables that triggers keep have what counting anew gives."""
    wrong = {}
    db.execute("SAVEPOINT counting_anew")
    try:
        for table in COUNTED:
            db.execute(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608
        fill_kept(db.conn)
        for table in COUNTED:
            (number,) = db.execute(
                f"""
                SELECT count(*) FROM (
                    SELECT * FROM (SELECT * FROM {table} EXCEPT SELECT * FROM kept_{table})
                    UNION ALL SELECT * FROM (SELECT * FROM kept_{table} EXCEPT SELECT * FROM {table}))
                """  # noqa: S608
            ).fetchone()
            if number:
                wrong[table] = number
    finally:
        db.execute("ROLLBACK TO counting_anew")
        db.execute("RELEASE counting_anew")
    for table, number in wrong.items():
        what = f"{table} does not count what there is: pages of the site show wrong numbers"
        yield Finding(check="kept tables", what=what, number=number, examples=(), cure=Cure.MEND)


def _texts(db: Database) -> Iterator[Finding]:
    """The hash of every story's text, and the words under which it is found."""
    other_text, other_words = [], []
    rows = db.execute(
        f"""
        SELECT stories.id, key, text_hash, {", ".join(f"stories.{each}" for each in WORDS_OF_INDEX)},
            {", ".join(f"story_terms.{each}" for each in WORDS_OF_INDEX)}
        FROM stories LEFT JOIN story_terms ON story_terms.story_id = stories.id ORDER BY stories.id
        """  # noqa: S608
    )
    for row_id, key, text_hash, *texts in rows:
        shown, indexed = texts[: len(WORDS_OF_INDEX)], texts[len(WORDS_OF_INDEX) :]
        headline, _, standfirst, byline, body = shown
        if hash_of(headline, standfirst, byline, body) != text_hash:
            other_text.append(key)
        right = list(map(terms.terms, shown)) if any(map(terms.differ, shown)) else [None] * len(shown)
        if indexed != right:
            other_words.append(row_id)
    if other_text:
        yield Finding(
            check="texts",
            what="stories whose text is not the one that was stored: something else has written it",
            number=len(other_text),
            examples=tuple(other_text[:MOST_NAMED]),
            cure=Cure.REBUILD,
        )
    if other_words:
        yield Finding(
            check="texts",
            what="stories that are indexed under other words than those of today's folding",
            number=len(other_words),
            examples=tuple(map(str, other_words[:MOST_NAMED])),
            cure=Cure.MEND,
        )


def _clusters(db: Database) -> Iterator[Finding]:
    """The stories of each cluster of wire copy have the texts by which they were put there."""
    from scraper.archive.shingles import shingles
    from scraper.archive.sketches import sketch

    rows = db.execute(
        """
        SELECT key, body, shingles, sketch FROM clusters JOIN stories ON stories.id = clusters.story_id
        LEFT JOIN sketches ON sketches.story_id = clusters.story_id ORDER BY clusters.story_id
        """
    )
    wrong = []
    for key, body, number, held in rows:
        found = shingles(body)
        if number != len(found) or held != sketch(found):
            wrong.append(key)
    if wrong:
        yield Finding(
            check="clusters",
            what="stories in clusters of wire copy that were made of another text",
            number=len(wrong),
            examples=tuple(wrong[:MOST_NAMED]),
            cure=Cure.MEND,
        )


CHECKS: dict[str, Callable[[Database], Iterator[Finding]]] = {
    "file": _file,
    "schema": _schema,
    "foreign keys": _foreign_keys,
    "full text": _full_text,
    "row order": _row_order,
    "kept tables": _kept_tables,
    "versions": _rows(
        "versions",
        "stories whose newest version is not their text, or whose versions are not numbered from 1",
        """
        SELECT key FROM stories LEFT JOIN (
            SELECT story_id, count(*) AS versions, min(number) AS first, max(number) AS last FROM versions
            GROUP BY story_id) AS numbered ON numbered.story_id = stories.id
        WHERE first IS NOT 1 OR last IS NOT versions OR text_hash IS NOT (
            SELECT text_hash FROM versions WHERE versions.story_id = stories.id AND number = last)
        """,
        Cure.REBUILD,
    ),
    "arrivals": _rows(
        "arrivals",
        "stories without their place in the order of arrival: feeds miss them",
        "SELECT key FROM stories WHERE id NOT IN (SELECT story_id FROM arrivals)",
        Cure.MEND,
    ),
    "arrivals of editions": _rows(
        "arrivals",
        "editions that are not in the order in which their stories came: feeds have them in the wrong place",
        f"SELECT trim(date || ' ' || label) FROM editions WHERE {BEHIND}",  # noqa: S608
        Cure.MEND,
    ),
    "addresses": _rows(
        "addresses",
        "stories that cannot be found by their own address",
        "SELECT key FROM stories WHERE NOT EXISTS (SELECT 1 FROM addresses WHERE story_id = stories.id)",
        Cure.REBUILD,
    ),
    "captures of stories": _rows(
        "captures of stories",
        "stories without a capture: their text rests on nothing",
        "SELECT key FROM stories WHERE NOT EXISTS (SELECT 1 FROM captures WHERE story_id = stories.id)",
        Cure.RESTORE,
    ),
    "removed stories": _rows(
        "removed stories",
        "stories that were removed on request and are here again",
        "SELECT key FROM stories WHERE key IN (SELECT key FROM takedowns) OR url IN (SELECT url FROM takedowns)",
        Cure.REBUILD,
    ),
}
OF_TEXTS: dict[str, Callable[[Database], Iterator[Finding]]] = {"texts": _texts, "clusters": _clusters}
