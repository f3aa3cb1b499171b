"""The archive -> a file of its own that may be shown to the world (``docs/decisions/0004``).

A public file is an archive like any other, with the same tables, and so the whole site works on it. It is written from
nothing: what may not be shown is never in it, rather than hidden in it. Of every table this module says which columns
go in, and in which form; what it does not name stays out, and ``tests/archive/test_public_copy.py`` asks for it.

A story is cut for one of these reasons (``Reason``), the first that holds:

    restricted  somebody asked that no more than its metadata be shown until a day: headline and address
    noarchive   the newspaper asks that no copy of the page be shown: headline and address
    headline    the newspaper shows no more than the headline to everyone: no text
    excerpt     the newspaper shows an excerpt to everyone: its beginning
    tdm         the newspaper reserves text and data mining, on its page or in a document of its host, and a public file
                is an offer to mine it: its beginning
    open        whoever publishes chose so: its beginning
"""

from __future__ import annotations

import contextlib
import enum
import glob
import hashlib
import os
import re
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

import scraper
from scraper import durable, file_modes
from scraper.archive import bigrams, redaction, terms
from scraper.archive.connection import PublicFileError, explained, explaining, is_public, opened, read_uri
from scraper.archive.journal import RESTRICTED
from scraper.archive.read import permissions
from scraper.archive.schema import COUNTED, fill_kept, migrate
from scraper.archive.texts import hash_of
from scraper.archive.write import runs
from scraper.permissions.values import Use
from scraper.secrets import NO_SECRETS, Secrets

EXCERPT = 300  # characters of a text that is not open
CHUNK = 2000  # stories copied at a time
ABANDONED = 3600  # seconds since anything was written to an unfinished file
SIDECARS = ("-wal", "-shm", "-journal")
Progress = Callable[[str, int, int], None]  # what is being done, how much of how much


class Reason(enum.StrEnum):
    """Why a public file holds less of a story's text than its archive."""

    RESTRICTED = "restricted"
    NOARCHIVE = "noarchive"
    HEADLINE = "headline"
    EXCERPT = "excerpt"
    TDM = "tdm"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A public file: its stories, how many were cut and why, its size and SHA-256."""

    path: Path
    stories: int
    cut: Mapping[Reason, int]
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How a table goes into a public file: the columns as they are, and those that are written otherwise, as SQL."""

    columns: str
    otherwise: Mapping[str, str] = field(default_factory=dict)
    where: str = "true"

    def statement(self, table: str, joined: str = "") -> str:
        """Copy the table; ``joined`` are tables its conditions look at."""
        same = self.columns.split()
        names = ", ".join([*same, *self.otherwise])
        values = ", ".join([*(f"{table}.{name}" for name in same), *self.otherwise.values()])
        return f"INSERT INTO main.{table} ({names}) SELECT {values} FROM source.{table} {joined} WHERE {self.where}"  # noqa: S608


# No more than headline and address: as the newspaper asks, or as somebody has asked of us.
BARE = "rule IN ('noarchive', 'restricted')"
NOT_BARE = "coalesce(rule, '') NOT IN ('noarchive', 'restricted')"


def _cut(column: str, length: str = "length_shown") -> str:
    """A text as it is where the story is whole, else its beginning."""
    return f"CASE WHEN rule IS NULL THEN {column} ELSE excerpt({column}, {length}) END"


def _bare(column: str, nothing: str = "''") -> str:
    """A column that goes with headline and address: nothing of it where no more than those may be kept."""
    return f"CASE WHEN {BARE} THEN {nothing} ELSE {column} END"


# A standfirst can be as long as a story: it is cut as a text is, also where the text itself is left out.
_STANDFIRST = f"CASE WHEN rule IS NULL THEN {{0}} WHEN {BARE} THEN '' ELSE excerpt({{0}}, :excerpt) END"

WHOLE_TABLES: Mapping[str, Copied] = {
    "publications": Copied(
        columns="id slug title publisher kind frequency language country place timezone homepage issn declared demo"
    ),
    # What was typed may name folders of this machine, and the counts are its own affair.
    "runs": Copied(columns="id command version started finished result"),
    "editions": Copied(
        columns="id publication_id date label parent_id name title issue outcome detail index_name index_url listed "
        "cover_url first_collected last_collected run_id rules unverified ordered arrived"
    ),
    "expected_editions": Copied(columns="publication_id date label expectation detail"),
    # How indexes look, and what is wrong with them, matters to whoever collects them.
    "shapes": Copied(columns="edition_id rules shape", where="false"),
    "incidents": Copied(
        columns="id publication_id since opened closed detail history right_since accepted told_opened told_closed",
        where="false",
    ),
    "looks": Copied(
        columns="id run_id publication_id date label began ended outcome detail listed added changed again"
    ),
    "index_captures": Copied(columns="url fetched sha256 file offset length", where="false"),
    # How a newspaper is collected matters to whoever collects it.
    "publication_files": Copied(columns="id slug since sha256 file offset length", where="false"),
    # By a sketch one could ask whether a text that is not shown has certain words.
    "clustering": Copied(columns="name value", where="false"),
    # What newspapers permit, in documents that they show to everybody.
    "permission_documents": Copied(
        columns="id kind url valid_from last_seen status sha256 file offset length said_by said text"
    ),
    "authors": Copied(
        columns="id name",
        where=f"""EXISTS (SELECT 1 FROM source.story_authors JOIN shown ON shown.id = story_id
            WHERE author_id = authors.id AND {NOT_BARE})""",  # noqa: S608
    ),
    # The tombstones, without the addresses of what was removed.
    # Who asked for what is between them and the owner; what was removed has its tombstone.
    "journal": Copied(columns="id moment command key url reason until done version who", where="false"),
    "takedowns": Copied(columns="key reason removed", otherwise={"url": "''"}),
    "recorded_takedowns": Copied(columns="key", otherwise={"addresses": "'[]'"}),
}

# Of each story, in this order: joined with ``shown`` on the story's id.
STORY_TABLES: Mapping[str, Copied] = {
    "stories": Copied(
        columns="id key url publication_id edition_date evidence_kind issue headline print_headline language section "
        "page access words published modified first_seen fetched noarchive tdm_reserved",
        otherwise={
            # The words of a statement are the page's own; what an index or an address says is not.
            "evidence_text": f"CASE WHEN {BARE} AND evidence_kind IN ('statement', 'structured') THEN '' "
            f"ELSE {_cut('stories.evidence_text', ':excerpt')} END",
            "evidence_also": _bare("stories.evidence_also", "'[]'"),
            "kicker": _bare("stories.kicker"),
            "standfirst": _STANDFIRST.format("stories.standfirst"),
            "byline": _bare("stories.byline"),
            "agency": _bare("stories.agency"),
            "dateline": _bare("stories.dateline"),
            "topics": _bare("stories.topics", "'[]'"),
            "found_by": _bare("stories.found_by", "'{}'"),
            "body": _cut("stories.body"),
            "body_html": "CASE WHEN rule IS NULL THEN stories.body_html ELSE '' END",
            # The hash of a text confirms a guess at it: a cut text has the hash of what is left.
            "text_hash": f"""CASE WHEN rule IS NULL THEN stories.text_hash ELSE text_hash(stories.headline,
                {_STANDFIRST.format("stories.standfirst")}, {_bare("stories.byline")}, {_cut("stories.body")}) END""",
        },
    ),
    "captures": Copied(
        columns="id story_id url fetched sha256 status content_type file offset length access ordered memento asked",
        otherwise={"text_hash": "CASE WHEN rule IS NULL THEN captures.text_hash END"},
    ),
    "versions": Copied(
        columns="id story_id number fetched capture_id headline",
        otherwise={
            "standfirst": _STANDFIRST.format("versions.standfirst"),
            "byline": "CASE WHEN versions.byline IS NOT NULL THEN " + _bare("versions.byline") + " END",
            "body": _cut("versions.body"),
            "body_html": "CASE WHEN rule IS NULL OR versions.body_html IS NULL THEN versions.body_html ELSE '' END",
            "text_hash": "versions.text_hash",  # until HASH_VERSIONS
        },
    ),
    "arrivals": Copied(columns="story_id number came"),
    "page_permissions": Copied(columns="story_id said"),
    "sketches": Copied(columns="story_id shingles sketch", where="false"),
    # That a text is that of another story says what it is: only of texts that are shown as a whole.
    "clusters": Copied(columns="story_id cluster", where="rule IS NULL"),
    "addresses": Copied(columns="url story_id"),
    "sites_of_stories": Copied(columns="story_id slug"),
    "story_authors": Copied(columns="story_id position author_id", where=NOT_BARE),
    "images": Copied(columns="id story_id position url caption credit", where=NOT_BARE),
    "related_links": Copied(
        columns="id story_id position url headline",
        otherwise={"standfirst": "excerpt(related_links.standfirst, :excerpt)"},
        where=NOT_BARE,
    ),
}

LISTED = Copied(  # placements, after the stories they point to
    columns="id edition_id position section page url headline print_headline story_id failure",
    otherwise={
        "kicker": _bare("placements.kicker"),
        "standfirst": _STANDFIRST.format("placements.standfirst"),
        "byline": _bare("placements.byline"),
    },
)

THUMBNAILS = Copied(  # thumbnails, of stories that are there as a whole
    columns="url fetched failure sha256 content_type file offset length width height thumbnail thumbnail_type",
    where="""EXISTS (SELECT 1 FROM source.images JOIN shown ON shown.id = story_id
        WHERE images.url = thumbnails.url AND rule IS NULL)""",
)

OTHERS_CAPTURES = "story_id IS NULL"  # of indexes and of pages that brought no story
MADE_ANEW = ("story_terms", "stories_fts", "_sqlite_migrations", *COUNTED)  # from what is there

SHOWN = """
    CREATE TEMP VIEW shown AS SELECT id, rule,
        CASE WHEN rule IN ('restricted', 'noarchive', 'headline') THEN 0 ELSE {excerpt:d} END AS length_shown
    FROM (SELECT stories.id, CASE WHEN {restricted} THEN 'restricted' WHEN noarchive THEN 'noarchive'
        WHEN access IN ('excerpt', 'part') THEN 'excerpt'
        WHEN access <> 'open' THEN 'headline'
        WHEN tdm_reserved OR id IN (SELECT story_id FROM reserved) THEN 'tdm' {open_too} END AS rule
        FROM source.stories AS stories)
    """

# The newest version's text is the story's own row, which is cut by now.
HASH_VERSIONS = """
    UPDATE versions SET text_hash = text_hash(texts.headline, texts.standfirst, texts.byline, texts.body)
    FROM version_texts AS texts JOIN shown ON shown.id = texts.story_id
    WHERE texts.id = versions.id AND rule IS NOT NULL AND versions.story_id BETWEEN :low AND :high
    """

# Clusters are called by a key of theirs, which may be that of a story that is no longer in it.
CLUSTERS = (
    "DELETE FROM clusters WHERE cluster IN (SELECT cluster FROM clusters GROUP BY cluster HAVING count(*) = 1)",
    """
    UPDATE clusters SET cluster = named.name FROM (
        SELECT cluster, min(key) AS name FROM clusters JOIN stories ON stories.id = story_id GROUP BY cluster
    ) AS named WHERE named.cluster = clusters.cluster
    """,
)

NOTE_CUTS = f"""
    INSERT INTO cuts SELECT shown.id, rule FROM shown JOIN stories ON stories.id = shown.id
    JOIN source.stories AS whole ON whole.id = shown.id
    WHERE rule IS NOT NULL AND ({BARE} OR stories.body <> whole.body) AND shown.id BETWEEN :low AND :high
    """  # noqa: S608

TERMS = """
    INSERT INTO story_terms
    SELECT id, terms(headline), terms(print_headline), terms(standfirst), terms(byline), terms(body)
    FROM stories WHERE id IN (SELECT story_id FROM source.story_terms) AND id BETWEEN :low AND :high
    AND terms_differ(headline || ' ' || print_headline || ' ' || standfirst || ' ' || byline || ' ' || body)
    """

# These two tables are in public files only; by the first they are known.
MARKS = (
    """
    CREATE TABLE published (
        published TEXT NOT NULL, -- when this file was written
        newest TEXT, -- the newest fetch of the archive it was written from
        excerpt INTEGER NOT NULL, -- characters of a story's text that are shown where it is cut
        open_stories TEXT NOT NULL, -- whole, or excerpt
        version TEXT NOT NULL, -- of Back Issues
        url TEXT NOT NULL DEFAULT '' -- where readers reach it, for permanent addresses
    ) STRICT
    """,
    """
    CREATE TABLE cuts (
        story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        reason TEXT NOT NULL -- noarchive, headline, excerpt, tdm or open
    ) STRICT
    """,
)

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？．][」』”’）]*|[।॥۔؟](?=\s|$)")


def excerpt(text: str | None, length: int) -> str | None:
    """The beginning of a text, at most ``length`` characters and an ellipsis; cut after a sentence or between words.

    >>> excerpt("The ferry stays. The council voted at night.", 30)
    'The ferry stays. …'
    """
    if text is None or len(text) <= length:
        return text
    head = text[:length]
    # A sentence that ends in the last half is a better end than a word.
    ends = [
        match.end() for match in _SENTENCE_END.finditer(text, 0, length + 1) if length // 2 <= match.end() <= length
    ]
    if ends:
        return f"{head[: ends[-1]].rstrip()} …"
    if not text[length].isspace() and not bigrams.RUN.match(text, length):  # a word would be cut in two
        words = re.match(r"(?s).*\s", head)
        head = words[0] if words and len(words[0]) > length // 2 else head
    head = head.rstrip().rstrip(" ,;:–-")
    return f"{head}…" if head else ""


def publish(
    archive: Path,
    public: Path,
    *,
    length: int = EXCERPT,
    whole: bool = True,
    url: str = "",
    replace: bool = False,
    progress: Progress = lambda what, done, total: None,
    secrets: Secrets = NO_SECRETS,
) -> Published:
    """Write the file that may be shown to the world, from the archive as it is at this moment.

    :param length: characters that are shown of a text that is cut.
    :param whole: open stories with their whole text; else they are cut as well.
    :param url: where readers will reach it; exports of the file carry it.
    :param replace: an older public file at ``public`` is replaced, at once and only when the new one is whole. Nothing
        but a public file is ever replaced.
    :param secrets: are not in it, whatever the archive holds.
    """
    opened(archive).close()  # says in words what is wrong with it, and brings it up to date
    _may_be_written(archive, public, replace=replace)
    new = public.with_name(f".{public.name}.{os.getpid()}.part")
    try:
        with explaining(public):
            _remove_abandoned(public)
            with _blaming(archive):
                cut, stories = _written(
                    archive, new, length=length, whole=whole, url=url, progress=progress, secrets=secrets
                )
            with new.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = new.stat().st_size
            new.chmod(stat.S_IMODE(public.stat().st_mode) if public.exists() else file_modes.PUBLIC)
            for ending in SIDECARS:  # an older file's, which SQLite would take for the new one's
                Path(f"{public}{ending}").unlink(missing_ok=True)
            durable.replace(new, public)
    finally:
        _remove(new)
    return Published(path=public, stories=stories, cut=cut, size=size, sha256=digest)


def _remove(file: Path) -> None:
    for ending in ("", *SIDECARS):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _remove_abandoned(public: Path) -> None:
    """Remove what processes have left that were killed while they wrote this public file."""
    for part in public.parent.glob(f".{glob.escape(public.name)}.*.part"):
        with contextlib.suppress(FileNotFoundError):  # another process has just ended
            if time.time() - part.stat().st_mtime > ABANDONED:
                _remove(part)


def about(connection: sqlite3.Connection) -> dict[str, object] | None:
    """What a public file says of itself: when it was written, with which length of excerpts; None of an archive."""
    if not is_public(connection):
        return None
    cursor = connection.execute("SELECT published, newest, excerpt, open_stories, version FROM published")
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


def url_of(connection: sqlite3.Connection) -> str:
    """Where readers reach a public file, as it was published; "" of others, and of one that does not say it."""
    if not is_public(connection):
        return ""
    columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(published)")]
    return str(connection.execute("SELECT url FROM published").fetchone()[0]) if "url" in columns else ""


def name_of(connection: sqlite3.Connection) -> str:
    """What an archive is called where it is cited: where readers reach it, or else the name of its file."""
    files = {name: file for _, name, file in connection.execute("PRAGMA database_list")}
    return url_of(connection) or Path(files["main"]).name


def cut(connection: sqlite3.Connection, key: str) -> Reason | None:
    """Why this file holds less of a story's text than the archive it was written from; None if it does not."""
    if not is_public(connection):
        return None
    row = connection.execute(
        "SELECT reason FROM cuts JOIN stories ON stories.id = story_id WHERE key = ?", [key]
    ).fetchone()
    return Reason(row[0]) if row else None


@contextlib.contextmanager
def _blaming(archive: Path) -> Iterator[None]:
    """What is damaged is the archive: the public file is new."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise explained(error, archive) or error from error
        raise


def _may_be_written(archive: Path, public: Path, *, replace: bool) -> None:
    with contextlib.closing(sqlite3.connect(read_uri(archive), uri=True)) as connection:
        if is_public(connection):
            raise PublicFileError(f"{archive} is a public file itself; --db names the archive it was written from")
    if not public.parent.is_dir():
        raise PublicFileError(f"{public}: there is no folder {public.parent}; make it first")
    if not public.exists():
        return
    if public.is_dir() or not public.is_file():
        raise PublicFileError(f"{public} is no file; --public names the file to be written")
    if public.samefile(archive):
        raise PublicFileError(f"{public} is the archive itself; --public names another file")
    try:
        with contextlib.closing(sqlite3.connect(f"{public.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            older = is_public(connection)
    except sqlite3.Error:
        older = False
    if not older:
        raise PublicFileError(f"{public} exists and is no public file: it is never written over; name another file")
    if not replace:
        raise PublicFileError(f"{public} exists; --force replaces it")


def _written(
    archive: Path, new: Path, *, length: int, whole: bool, url: str, progress: Progress, secrets: Secrets
) -> tuple[dict[Reason, int], int]:
    new.touch(exist_ok=False)
    with contextlib.closing(sqlite3.connect(new, uri=True, isolation_level=None)) as connection:
        for setting in ("journal_mode = off", "synchronous = off", "secure_delete = on"):
            connection.execute(f"PRAGMA {setting}")
        migrate(Database(connection))
        for name, places, function in (
            ("excerpt", 2, excerpt),
            ("text_hash", 4, hash_of),
            ("terms", 1, terms.terms),
            ("terms_differ", 1, terms.differ),
        ):
            connection.create_function(name, places, function, deterministic=True)
        connection.execute("ATTACH ? AS source", [read_uri(archive)])
        open_too = "" if whole else "ELSE 'open'"
        connection.execute("CREATE TEMP TABLE reserved (story_id INTEGER PRIMARY KEY) -- by documents of their hosts")
        restricted = RESTRICTED.format(schema="source.")
        connection.execute(SHOWN.format(excerpt=length, open_too=open_too, restricted=restricted))
        for statement in MARKS:
            connection.execute(statement)
        connection.execute("BEGIN")  # what a collection writes meanwhile is not half in it
        reserved = permissions.prohibited(connection, Use.TDM, "source")
        connection.executemany("INSERT INTO reserved VALUES (?)", [(story_id,) for story_id in reserved])
        with _unindexed(connection):
            stories = _copy(connection, length, progress)
            redaction.clean_copy(connection, secrets)
            fill_kept(connection)
        cut = {Reason(reason): number for reason, number in connection.execute(
            "SELECT reason, count(*) FROM cuts GROUP BY reason ORDER BY count(*) DESC"
        )}  # fmt: skip
        connection.execute(
            "INSERT INTO published SELECT ?, max(fetched), ?, ?, ?, ? FROM stories",
            [runs.now(), length, "whole" if whole else "excerpt", scraper.__version__, url],
        )
        progress("indexing", stories, stories)
        connection.execute("INSERT INTO stories_fts(stories_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("DETACH source")
        connection.execute("DROP VIEW temp.shown")
        progress("tidying", stories, stories)
        connection.execute("VACUUM")
    return cut, stories


@contextlib.contextmanager
def _unindexed(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers that keep the full-text index and the counts: they are made once, of all that is there."""
    triggers = connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.execute(statement)


def _copy(connection: sqlite3.Connection, length: int, progress: Progress) -> int:
    """Copy what may be shown; the stories in chunks of their ids, each with all that belongs to it."""
    total = connection.execute("SELECT count(*) FROM source.stories").fetchone()[0]
    for table, copied in WHOLE_TABLES.items():
        connection.execute(copied.statement(table))
    done, high = 0, -1
    while True:
        low = high + 1
        number, high = connection.execute(
            "SELECT count(*), max(id) FROM (SELECT id FROM source.stories WHERE id >= ? ORDER BY id LIMIT ?)",
            [low, CHUNK],
        ).fetchone()
        if not number:
            break
        values = {"low": low, "high": high, "excerpt": length}
        for table, copied in STORY_TABLES.items():
            owner = "id" if table == "stories" else "story_id"
            joined = f"JOIN shown ON shown.id = {table}.{owner}"
            connection.execute(f"{copied.statement(table, joined)} AND {table}.{owner} BETWEEN :low AND :high", values)
        for statement in (HASH_VERSIONS, TERMS, NOTE_CUTS):
            connection.execute(statement, values)
        done += number
        progress("copying", done, total)
    for statement in CLUSTERS:
        connection.execute(statement)
    values = {"excerpt": length}
    connection.execute(LISTED.statement("placements", "LEFT JOIN shown ON shown.id = placements.story_id"), values)
    connection.execute(THUMBNAILS.statement("thumbnails"))
    columns = STORY_TABLES["captures"].columns
    connection.execute(Copied(columns=columns, where=OTHERS_CAPTURES).statement("captures"))
    return done
