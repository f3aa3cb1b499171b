"""The tables of an archive, as sqlite-utils migrations.

Rules that are costly to change later:

1. An edition is unique on publication, date *and* label; a supplement is an edition with a parent.
2. A story's public id is its ``key``, a hash of its canonical address. It never names the edition.
3. ``stories.id`` is in edition order (``scraper.archive.keys``), so newest-first search and date ranges are range
   scans of the full-text index. Re-dating a story changes its id; foreign keys follow by ON UPDATE CASCADE.
4. The full-text index is external content over the view ``searchable``, kept by triggers that are plain SQL, so any
   SQLite tool may write here. Its one tokenizer serves every language at once, because a query does not say which
   language it is in: combining marks are letters (Indic scripts), Latin diacritics are folded, English is stemmed. What
   it does not fold is folded by ``terms``, for stories and queries alike: where a story is spelt otherwise,
   ``searchable`` has what stands in ``story_terms``. A comment in its statement names ``stories``, so that sqlite-utils
   and a plain Datasette find it.
5. Text that may not be shown to the world does not go into a public file: see ``docs/decisions/0004``.
6. One story, one row; a changed text makes a version and keeps the old one.
7. WAL: readers never block.
8. Long texts are the last columns of their table, so that no other column is read past them (``docs/decisions/0009``).
9. What pages say of the whole archive is counted in small tables (``kept_counts``), by triggers like those of rule 4.

A new change of the schema is a new function at the end; never edit one that was released.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar

from sqlite_utils import Database, Migrations
from sqlite_utils.db import quote_identifier

from scraper.archive import cluster_tables, counts, journal, places, publication_files, terms
from scraper.archive.arrivals import moment_of
from scraper.archive.texts import hash_of
from scraper.reasons import Code, dump, dumps, old_sentences

migrations = Migrations("backissues")
Progress = Callable[[int, int], None]  # stories done, of how many
CLAIMED = f"instr(editions.detail, '\"{Code.CLAIMED}\"') > 0"  # what is known of an edition is what an import says

# The tokenizer of DESIGN.md section 5 rule 4: with Mn and Mc as letters a vowel sign no longer splits a Hindi word,
# and Latin accents still fold, since remove_diacritics drops them after that.
TOKENIZER = "porter unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"

TABLES = (
    """
    CREATE TABLE publications (
        id INTEGER PRIMARY KEY,
        slug TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        publisher TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'newspaper',
        frequency TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        country TEXT NOT NULL DEFAULT '',
        place TEXT NOT NULL DEFAULT '',
        timezone TEXT NOT NULL DEFAULT '',
        homepage TEXT NOT NULL DEFAULT '',
        issn TEXT NOT NULL DEFAULT '',
        declared INTEGER NOT NULL DEFAULT 0, -- 1: described by a file in publications/
        demo INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        arguments TEXT NOT NULL DEFAULT '{}', -- JSON
        version TEXT NOT NULL DEFAULT '',
        started TEXT NOT NULL,
        finished TEXT,
        result TEXT, -- finished, interrupted, failed; NULL while running or after a kill
        counts TEXT NOT NULL DEFAULT '{}' -- JSON: stories added, changed, unchanged, skipped by reason, requests
    ) STRICT
    """,
    """
    CREATE TABLE editions (
        id INTEGER PRIMARY KEY,
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        date TEXT NOT NULL CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        label TEXT NOT NULL DEFAULT '',
        parent_id INTEGER REFERENCES editions(id), -- of a supplement
        name TEXT NOT NULL DEFAULT '', -- "City", "Sunday Review"
        title TEXT NOT NULL DEFAULT '', -- of this very edition, where it has one
        issue TEXT NOT NULL DEFAULT '', -- number as printed
        outcome TEXT, -- of the last finished collection; NULL: known from its stories only, or never finished
        detail TEXT NOT NULL DEFAULT '', -- why, in words
        index_name TEXT NOT NULL DEFAULT '',
        index_url TEXT NOT NULL DEFAULT '', -- its first page
        listed INTEGER, -- stories in its index
        cover_url TEXT NOT NULL DEFAULT '',
        first_collected TEXT,
        last_collected TEXT,
        run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL,
        UNIQUE (publication_id, date, label)
    ) STRICT
    """,
    """
    CREATE TABLE expected_editions (
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        date TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT '',
        expectation TEXT NOT NULL, -- expected, optional, closed
        PRIMARY KEY (publication_id, date, label)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY, -- in edition order, see keys.py
        key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL, -- canonical
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        edition_date TEXT, -- NULL: undated
        evidence_kind TEXT, -- index, statement, structured, url, published
        evidence_text TEXT,
        evidence_also TEXT NOT NULL DEFAULT '[]', -- JSON: further evidence, {kind, text, date} each
        issue TEXT NOT NULL DEFAULT '',
        headline TEXT NOT NULL,
        print_headline TEXT NOT NULL DEFAULT '',
        kicker TEXT NOT NULL DEFAULT '',
        standfirst TEXT NOT NULL DEFAULT '',
        byline TEXT NOT NULL DEFAULT '',
        agency TEXT NOT NULL DEFAULT '',
        dateline TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT '',
        body_html TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        section TEXT NOT NULL DEFAULT '',
        page TEXT NOT NULL DEFAULT '',
        access TEXT NOT NULL DEFAULT 'open',
        topics TEXT NOT NULL DEFAULT '[]', -- JSON array
        words INTEGER NOT NULL DEFAULT 0,
        published TEXT NOT NULL DEFAULT '', -- as the page states it, ISO 8601
        modified TEXT NOT NULL DEFAULT '',
        first_seen TEXT NOT NULL,
        fetched TEXT NOT NULL,
        noarchive INTEGER NOT NULL DEFAULT 0,
        tdm_reserved INTEGER NOT NULL DEFAULT 0,
        text_hash TEXT NOT NULL,
        found_by TEXT NOT NULL DEFAULT '{}' -- JSON: field -> rule
    ) STRICT
    """,
    """
    CREATE TABLE story_terms (
        story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        headline TEXT NOT NULL, print_headline TEXT NOT NULL, standfirst TEXT NOT NULL, byline TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE placements (
        id INTEGER PRIMARY KEY,
        edition_id INTEGER NOT NULL REFERENCES editions(id) ON DELETE CASCADE,
        position INTEGER NOT NULL DEFAULT 0, -- from 1, through the whole edition; 0: not known
        section TEXT NOT NULL DEFAULT '',
        page TEXT NOT NULL DEFAULT '',
        url TEXT NOT NULL, -- as the index links it
        headline TEXT NOT NULL DEFAULT '', -- as listed
        kicker TEXT NOT NULL DEFAULT '',
        standfirst TEXT NOT NULL DEFAULT '',
        byline TEXT NOT NULL DEFAULT '',
        print_headline TEXT NOT NULL DEFAULT '',
        story_id INTEGER REFERENCES stories(id) ON UPDATE CASCADE ON DELETE SET NULL, -- NULL: listed, not held
        failure TEXT NOT NULL DEFAULT '', -- why it is not held
        UNIQUE (edition_id, url)
    ) STRICT
    """,
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY,
        story_id INTEGER REFERENCES stories(id) ON UPDATE CASCADE ON DELETE SET NULL,
        url TEXT NOT NULL,
        fetched TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        status INTEGER NOT NULL,
        content_type TEXT NOT NULL DEFAULT '',
        file TEXT NOT NULL,
        offset INTEGER NOT NULL,
        length INTEGER NOT NULL,
        text_hash TEXT, -- of the story's text in it; NULL: no story's text, or less of it than we hold
        UNIQUE (file, offset)
    ) STRICT
    """,
    # The newest version's text is the story's own row; here its columns are NULL. See the view version_texts.
    """
    CREATE TABLE versions (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        number INTEGER NOT NULL, -- from 1
        fetched TEXT NOT NULL,
        text_hash TEXT NOT NULL,
        capture_id INTEGER REFERENCES captures(id) ON DELETE SET NULL,
        headline TEXT, standfirst TEXT, byline TEXT, body TEXT, body_html TEXT,
        UNIQUE (story_id, number)
    ) STRICT
    """,
    """
    CREATE TABLE addresses (
        url TEXT PRIMARY KEY, -- every address a story was reached under, canonical form
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE story_authors (
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        position INTEGER NOT NULL,
        author_id INTEGER NOT NULL REFERENCES authors(id),
        PRIMARY KEY (story_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE images (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        caption TEXT NOT NULL DEFAULT '',
        credit TEXT NOT NULL DEFAULT '',
        UNIQUE (story_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE leads (
        id INTEGER PRIMARY KEY,
        story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE, -- where it was seen
        position INTEGER NOT NULL,
        url TEXT NOT NULL,
        headline TEXT NOT NULL,
        standfirst TEXT NOT NULL DEFAULT '',
        UNIQUE (story_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE takedowns (
        key TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        removed TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

INDEXES = (
    "CREATE INDEX stories_by_paper ON stories(publication_id, id)",
    "CREATE INDEX stories_by_section ON stories(section, id)",
    "CREATE INDEX stories_by_evidence ON stories(publication_id, evidence_kind, access)",
    "CREATE INDEX editions_by_date ON editions(date, publication_id, label)",
    "CREATE INDEX editions_by_parent ON editions(parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX placements_in_order ON placements(edition_id, position)",
    "CREATE INDEX placements_by_story ON placements(story_id)",
    "CREATE INDEX placements_by_url ON placements(url)",
    "CREATE INDEX captures_by_story ON captures(story_id)",
    "CREATE INDEX captures_by_url ON captures(url)",
    "CREATE INDEX versions_by_capture ON versions(capture_id)",
    "CREATE INDEX addresses_by_story ON addresses(story_id)",
    "CREATE INDEX story_authors_by_author ON story_authors(author_id, story_id)",
    "CREATE INDEX leads_by_url ON leads(url)",
)

VIEWS = (
    """
    CREATE VIEW searchable AS
    SELECT stories.id AS id,
        coalesce(story_terms.headline, stories.headline) AS headline,
        coalesce(story_terms.print_headline, stories.print_headline) AS print_headline,
        coalesce(story_terms.standfirst, stories.standfirst) AS standfirst,
        coalesce(story_terms.byline, stories.byline) AS byline,
        coalesce(story_terms.body, stories.body) AS body
    FROM stories LEFT JOIN story_terms ON story_terms.story_id = stories.id
    """,
    """
    CREATE VIEW version_texts AS
    SELECT versions.id, versions.story_id, versions.number, versions.fetched, versions.text_hash, versions.capture_id,
        coalesce(versions.headline, stories.headline) AS headline,
        coalesce(versions.standfirst, stories.standfirst) AS standfirst,
        coalesce(versions.byline, stories.byline) AS byline,
        coalesce(versions.body, stories.body) AS body,
        coalesce(versions.body_html, stories.body_html) AS body_html
    FROM versions JOIN stories ON stories.id = versions.story_id
    """,
)

# Each change of a story's words takes the old entry out of the index and puts the new one in. The index must be told
# the very words it holds, so the removal happens before the change. When an id changes, story_terms follows by cascade,
# which touches only its story_id and so fires no trigger here.
REMOVE = """
    INSERT INTO stories_fts(stories_fts, rowid, headline, print_headline, standfirst, byline, body)
    SELECT 'delete', id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = {id};
"""
ADD = """
    INSERT INTO stories_fts(rowid, headline, print_headline, standfirst, byline, body)
    SELECT id, headline, print_headline, standfirst, byline, body FROM searchable WHERE id = {id};
"""
WORDS = "headline, print_headline, standfirst, byline, body"


# A word in the headline says more than one in the body.
RANK = "INSERT INTO stories_fts(stories_fts, rank) VALUES ('rank', 'bm25(8.0, 8.0, 4.0, 3.0, 1.0)')"


def _trigger(name: str, event: str, action: str, row: str) -> str:
    return f"CREATE TRIGGER searchable_{name} {event} BEGIN {action.format(id=row)} END"


FULL_TEXT = (
    f"""
    CREATE VIRTUAL TABLE stories_fts USING fts5(
        {WORDS}, content='searchable', content_rowid='id', tokenize='{TOKENIZER}'
    )
    """,
    RANK,
    _trigger("story_added", "AFTER INSERT ON stories", ADD, "new.id"),
    _trigger("story_changes", f"BEFORE UPDATE OF id, {WORDS} ON stories", REMOVE, "old.id"),
    _trigger("story_changed", f"AFTER UPDATE OF id, {WORDS} ON stories", ADD, "new.id"),
    _trigger("story_goes", "BEFORE DELETE ON stories", REMOVE, "old.id"),
    _trigger("terms_come", "BEFORE INSERT ON story_terms", REMOVE, "new.story_id"),
    _trigger("terms_added", "AFTER INSERT ON story_terms", ADD, "new.story_id"),
    _trigger("terms_change", f"BEFORE UPDATE OF {WORDS} ON story_terms", REMOVE, "old.story_id"),
    _trigger("terms_changed", f"AFTER UPDATE OF {WORDS} ON story_terms", ADD, "new.story_id"),
    _trigger("terms_go", "BEFORE DELETE ON story_terms", REMOVE, "old.story_id"),
    _trigger("terms_gone", "AFTER DELETE ON story_terms", ADD, "old.story_id"),
)


@migrations()
def create_archive(db: Database) -> None:
    """Create the tables, indexes, views and full-text index of the first version."""
    for statement in (*TABLES, *INDEXES, *VIEWS, *FULL_TEXT):
        db.execute(statement)


@migrations()
def keep_thumbnails(db: Database) -> None:
    """Add the thumbnails of the stories' images (``backissues images``)."""
    db.execute(
        """
        CREATE TABLE thumbnails (
            url TEXT PRIMARY KEY, -- as the story's page names it: images.url
            fetched TEXT NOT NULL,
            failure TEXT NOT NULL DEFAULT '', -- why there is no thumbnail
            sha256 TEXT, -- of the image as fetched
            content_type TEXT,
            file TEXT, offset INTEGER, length INTEGER, -- its capture
            width INTEGER, height INTEGER, -- pixels of the thumbnail
            thumbnail BLOB,
            thumbnail_type TEXT
        ) STRICT
        """
    )
    db.execute("CREATE INDEX thumbnails_by_sha256 ON thumbnails(sha256) WHERE thumbnail IS NOT NULL")
    db.execute("CREATE INDEX images_by_url ON images(url)")


@migrations()
def stories_in_brief(db: Database) -> None:
    """Add an index over the columns that narrow a search, a hundredth of the size of the stories."""
    db.execute("CREATE INDEX stories_in_brief ON stories(id, publication_id, access, section, language)")


@migrations()
def reasons_as_codes(db: Database) -> None:
    """Store the reasons why something is not held as codes with their numbers, in place of English sentences.

    From here on ``editions.detail`` is a JSON array of reasons, also where there is none, and ``placements.failure``
    and ``thumbnails.failure`` are one reason as JSON, or empty: see ``scraper.reasons``.
    """
    db.conn.create_function("edition_reasons", 1, lambda detail: dumps(old_sentences.of_edition(detail)))
    db.conn.create_function("story_reason", 1, lambda failure: dump(old_sentences.of_story(failure)))
    db.execute("UPDATE editions SET detail = edition_reasons(detail)")
    for table in ("placements", "thumbnails"):
        db.execute(f"UPDATE {table} SET failure = story_reason(failure) WHERE failure <> ''")  # noqa: S608
    for name in ("edition_reasons", "story_reason"):
        db.conn.create_function(name, 1, None)


@migrations()
def state_of_editions(db: Database) -> None:
    """Add the view of what is held and what is missing; ``edition_states.py`` says what its columns mean."""
    db.execute("CREATE INDEX placements_held ON placements(edition_id) WHERE story_id IS NOT NULL")
    db.execute("CREATE INDEX expected_by_date ON expected_editions(date, publication_id, label, expectation)")
    # Everything but what a page shows beside the state. It stands apart because SQLite up to 3.41 works out every
    # column of a UNION, asked for or not, and to count the stories of every edition takes longer than all the rest.
    db.execute(
        """
        CREATE VIEW edition_states_in_brief AS
        SELECT publication_id, date, label, edition_id, supplement, expectation, outcome, listed, state,
            state IN ('held', 'partial', 'statement') AS any_held, counted,
            counted AND state IN ('partial', 'missing', 'unknown') AS gap
        FROM (
            SELECT *, NOT supplement AND CASE state
                WHEN 'missing' THEN expectation IS NOT 'optional'
                    OR outcome IS NULL OR outcome NOT IN ('late', 'stale', 'blocked', 'broken')
                WHEN 'unknown' THEN expectation IS 'expected'
                WHEN 'closed' THEN 0
                ELSE 1 END AS counted
            FROM (
                SELECT publication_id, date, label, edition_id, supplement, expectation, outcome, listed, CASE
                    WHEN any_held THEN CASE
                        WHEN outcome = 'complete' THEN 'held'
                        WHEN listed IS NULL AND (outcome IS NULL OR outcome = 'not-published') THEN 'statement'
                        ELSE 'partial' END
                    WHEN outcome = 'not-published' THEN 'closed'
                    WHEN expectation = 'closed' AND (listed IS NULL OR outcome = 'stale') THEN 'closed'
                    WHEN outcome IS NULL AND listed IS NULL THEN 'unknown'
                    ELSE 'missing' END AS state
                FROM (
                    SELECT editions.publication_id, editions.date, editions.label, editions.id AS edition_id,
                        editions.parent_id IS NOT NULL AS supplement, (
                            SELECT expectation FROM expected_editions AS awaited
                            WHERE awaited.publication_id = editions.publication_id AND awaited.date = editions.date
                            AND awaited.label = editions.label) AS expectation,
                        editions.outcome, editions.listed, EXISTS (
                            SELECT 1 FROM placements
                            WHERE placements.edition_id = editions.id AND placements.story_id IS NOT NULL) AS any_held
                    FROM editions
                    -- A row that no collection closed, no index listed and no story stands in says nothing of an
                    -- edition: it is there as the parent of a supplement, or because a story named an edition and was
                    -- then found listed in another of that day.
                    WHERE editions.outcome IS NOT NULL OR editions.listed IS NOT NULL
                        OR EXISTS (SELECT 1 FROM placements WHERE placements.edition_id = editions.id)
                )
                UNION ALL
                SELECT publication_id, date, label, NULL, 0, expectation, NULL, NULL,
                    CASE expectation WHEN 'closed' THEN 'closed' ELSE 'unknown' END
                FROM expected_editions AS awaited
                WHERE NOT EXISTS (
                    SELECT 1 FROM editions WHERE editions.publication_id = awaited.publication_id
                    AND editions.date = awaited.date AND editions.label = awaited.label
                    AND (editions.outcome IS NOT NULL OR editions.listed IS NOT NULL
                        OR EXISTS (SELECT 1 FROM placements WHERE placements.edition_id = editions.id)))
            )
        )
        """
    )
    db.execute(
        """
        CREATE VIEW edition_states AS
        SELECT brief.publication_id, brief.date, brief.label, brief.edition_id, brief.supplement,
            coalesce(editions.name, '') AS name, brief.expectation, brief.outcome,
            CASE WHEN brief.outcome IS NULL AND brief.listed IS NOT NULL THEN '[{"code":"not_finished"}]'
                WHEN brief.state = 'unknown' AND brief.expectation = 'expected' THEN '[{"code":"never_tried"}]'
                ELSE coalesce(editions.detail, '[]') END AS detail, brief.listed, (
                SELECT count(*) FROM placements
                WHERE placements.edition_id = brief.edition_id AND placements.story_id IS NOT NULL) AS held,
            editions.last_collected, brief.state, brief.counted, brief.gap
        FROM edition_states_in_brief AS brief LEFT JOIN editions ON editions.id = brief.edition_id
        """
    )


@migrations()
def access_of_captures(db: Database) -> None:
    """Add the access of each capture, so that one that shows less counts the same whenever it is stored.

    Captures that were stored before get the access of their story, so that they count as they did.
    """
    db.execute("ALTER TABLE captures ADD COLUMN access TEXT")  # NULL: of no story
    db.execute("UPDATE captures SET access = (SELECT stories.access FROM stories WHERE stories.id = captures.story_id)")


@migrations()
def related_links(db: Database) -> None:
    """The field's word for links to other stories; in a newsroom a lead is the opening paragraph, or a tip."""
    db.execute("ALTER TABLE leads RENAME TO related_links")
    db.execute("DROP INDEX leads_by_url")
    db.execute("CREATE INDEX related_links_by_url ON related_links(url)")
    db.conn.create_function("renamed", 1, _with_related_links)
    db.execute("UPDATE stories SET found_by = renamed(found_by) WHERE found_by LIKE '%\"leads\"%'")
    db.conn.create_function("renamed", 1, None)


def _with_related_links(found_by: str) -> str:
    """The rules of a story's fields as a new row has them, their names in order."""
    rules = json.loads(found_by)
    if "leads" in rules:
        rules["related_links"] = rules.pop("leads")
    return json.dumps(rules, ensure_ascii=False, sort_keys=True)


@migrations()
def texts_last(db: Database) -> None:
    """Put a story's texts at the end of its row, so that no other column is read past them (decision 9)."""
    move_last(db, "stories", ("body", "body_html"))


@migrations()
def full_text_for_other_tools(db: Database) -> None:
    """Let sqlite-utils and a plain Datasette find the full-text index of ``stories``, without indexing anew.

    Both look for ``content="stories"`` in the statement that made the index, which names the view ``searchable``: so a
    comment says it. An index is kept in ordinary tables (sqlite.org/fts5.html, section 9): an empty one is made with
    the new statement, the two change their tables, and the old statement goes with the empty ones.
    """
    if not db.execute("SELECT 1 FROM stories LIMIT 1").fetchone():  # a new archive: there is nothing to keep
        for statement in ("DROP TABLE stories_fts", STORIES_FTS.format(name="stories_fts"), RANK):
            db.execute(statement)
        return
    with _without_views_and_triggers(db):
        db.execute(STORIES_FTS.format(name="new_fts"))
        for part in ("data", "idx", "docsize", "config"):
            db.execute(f"ALTER TABLE new_fts_{part} RENAME TO empty_{part}")
            db.execute(f"ALTER TABLE stories_fts_{part} RENAME TO new_fts_{part}")
            db.execute(f"ALTER TABLE empty_{part} RENAME TO stories_fts_{part}")
        db.execute("DROP TABLE stories_fts")
        db.execute("ALTER TABLE new_fts RENAME TO stories_fts")


# The view searchable has the words of stories, and the pairs of characters in place of them where there are such.
STORIES_FTS = f"""
    CREATE VIRTUAL TABLE {{name}} USING fts5 /* the words of the table content="stories" */ (
        {WORDS}, content='searchable', content_rowid='id', tokenize='{TOKENIZER}'
    )
    """


@migrations()
def rules_of_editions(db: Database) -> None:
    """Add which rules of the newspaper's file read an edition, and which of them nobody has confirmed."""
    db.execute("ALTER TABLE editions ADD COLUMN rules TEXT NOT NULL DEFAULT ''")  # fingerprint; empty: not known
    db.execute("ALTER TABLE editions ADD COLUMN unverified TEXT NOT NULL DEFAULT '[]'")  # JSON: parts of the file
    db.execute(
        "CREATE INDEX editions_by_rules ON editions(publication_id, rules, first_collected) WHERE outcome = 'complete'"
    )


@migrations()
def sites_of_stories(db: Database) -> None:
    """Add the newspapers whose site a story is on, so that no other paper's list makes it that one's."""
    db.execute(
        """
        CREATE TABLE sites_of_stories (
            story_id INTEGER NOT NULL REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
            slug TEXT NOT NULL, -- of a newspaper that a file describes
            PRIMARY KEY (story_id, slug)
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def claims_of_imports(db: Database) -> None:
    """Let the states of editions rest on what this archive has seen itself, and not on what imported captures say.

    An edition that such captures call complete is held in part, as nobody here can say that it is whole; one that they
    say did not appear is unknown.
    """
    (brief,), (whole,) = (
        db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        for name in ("edition_states_in_brief", "edition_states")
    )
    own = f"iif({CLAIMED} AND editions.outcome IN ('complete', 'not-published'), NULL, editions.outcome) AS outcome"
    db.execute("DROP VIEW edition_states")
    db.execute("DROP VIEW edition_states_in_brief")
    db.execute(brief.replace("editions.outcome, editions.listed, EXISTS", f"{own}, editions.listed, EXISTS"))
    db.execute(whole.replace("brief.outcome IS NULL AND brief.listed", "editions.outcome IS NULL AND brief.listed"))


@migrations()
def order_of_captures(db: Database) -> None:
    """Add where a capture stands among others, where the clock was wrong; NULL: at its moment."""
    db.execute("ALTER TABLE captures ADD COLUMN ordered TEXT")
    db.execute("CREATE INDEX captures_by_moment ON captures(coalesce(ordered, fetched))")


@migrations()
def order_of_collections(db: Database) -> None:
    """Add where an edition's last collection stands among others, where the clock was wrong; NULL: at its moment."""
    db.execute("ALTER TABLE editions ADD COLUMN ordered TEXT")


@migrations()
def takedowns_are_recorded(db: Database) -> None:
    """Add which removals the captures know of, with every address of the removed story: none is stored again."""
    db.execute("CREATE TABLE recorded_takedowns (key TEXT PRIMARY KEY, addresses TEXT NOT NULL) STRICT, WITHOUT ROWID")


@migrations()
def kept_counts(db: Database) -> None:
    """Keep what pages of a large archive show of all of it: the state of each edition, and numbers of stories.

    ``edition_states_in_brief`` becomes a table with the rows of the view, whose name is ``edition_states_worked_out``
    now. Triggers keep these tables in the transaction of whoever writes, as they keep the full-text index.
    """
    (brief,), (whole,) = (
        db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        for name in ("edition_states_in_brief", "edition_states")
    )
    for name in ("edition_states", "edition_states_in_brief"):
        db.execute(f"DROP VIEW {name}")
    db.execute(brief.replace("VIEW edition_states_in_brief", "VIEW edition_states_worked_out"))
    for statement in (*KEPT, whole, *_kept_triggers()):
        db.execute(statement)
    _fill_states_and_stories(db.conn)


STATE = (
    "publication_id, date, label, edition_id, supplement, expectation, outcome, listed, state, any_held, counted, gap"
)
# The year of a story's day; 0 for the undated. Row ids have the days since 1600-01-01, which is that Julian day.
YEAR = "CASE WHEN {row}id >> 20 THEN CAST(strftime('%Y', 2305447.5 + ({row}id >> 20)) AS INTEGER) ELSE 0 END"
BY_YEAR = f"{{row}}publication_id, {YEAR}, {{row}}section, {{row}}language, {{row}}access"
BY_DAY = "{row}id >> 20, {row}publication_id, coalesce({row}evidence_kind, '')"
COUNTED_STORIES = {  # table -> its key, and the same of a story's row
    "stories_per_year": ("publication_id, year, section, language, access", BY_YEAR),
    "stories_per_day": ("day, publication_id, evidence_kind", BY_DAY),
}
# Tables that hold nothing but what triggers count.
COUNTED = ("edition_states_in_brief", *COUNTED_STORIES, *counts.NAMES, *places.NAMES)

KEPT = (
    """
    CREATE TABLE edition_states_in_brief ( -- see edition_states.py
        publication_id INTEGER NOT NULL,
        date TEXT NOT NULL,
        label TEXT NOT NULL,
        edition_id INTEGER,
        supplement INTEGER NOT NULL,
        expectation TEXT,
        outcome TEXT,
        listed INTEGER,
        state TEXT NOT NULL,
        any_held INTEGER NOT NULL,
        counted INTEGER NOT NULL,
        gap INTEGER NOT NULL,
        PRIMARY KEY (publication_id, date, label)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX states_by_date ON edition_states_in_brief(date, publication_id, label, any_held, counted)",
    "CREATE INDEX states_by_paper ON edition_states_in_brief(publication_id, any_held, date, counted)",
    "CREATE INDEX states_held ON edition_states_in_brief(publication_id) WHERE any_held = 1 AND counted = 1",
    "CREATE INDEX gaps_by_date ON edition_states_in_brief(date) WHERE gap",
    """
    CREATE TABLE stories_per_year (
        publication_id INTEGER NOT NULL,
        year INTEGER NOT NULL, -- 0: undated
        section TEXT NOT NULL,
        language TEXT NOT NULL,
        access TEXT NOT NULL,
        stories INTEGER NOT NULL,
        PRIMARY KEY (publication_id, year, section, language, access)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE stories_per_day (
        day INTEGER NOT NULL, -- since 1600-01-01, as in the ids of stories; 0: undated
        publication_id INTEGER NOT NULL,
        evidence_kind TEXT NOT NULL, -- empty: none
        stories INTEGER NOT NULL,
        PRIMARY KEY (day, publication_id, evidence_kind)
    ) STRICT, WITHOUT ROWID
    """,
)


OF_EDITION = "publication_id, date, label, parent_id, outcome, listed, detail"  # columns that its state rests on
WORK_OUT = f"""
    DELETE FROM edition_states_in_brief
    WHERE publication_id = {{row}}.publication_id AND date = {{row}}.date AND label = {{row}}.label;
    INSERT INTO edition_states_in_brief ({STATE}) SELECT {STATE} FROM edition_states_worked_out
    WHERE publication_id = {{row}}.publication_id AND date = {{row}}.date AND label = {{row}}.label;
    """  # noqa: S608
TOUCH = "UPDATE editions SET listed = listed WHERE id = {row}.edition_id;"


def _kept_triggers() -> Iterator[str]:
    """The triggers of the kept tables.

    An edition is worked out anew when its row, its expectation or whether it holds anything changes; placements say so
    by touching the row of their edition.
    """
    both = ("old", "new")
    for name, event, rows in (
        ("edition_added", "AFTER INSERT ON editions", ("new",)),
        ("edition_changed", f"AFTER UPDATE OF id, {OF_EDITION} ON editions", both),
        ("edition_gone", "AFTER DELETE ON editions", ("old",)),
        ("expectation_added", "AFTER INSERT ON expected_editions", ("new",)),
        (
            "expectation_changed",
            "AFTER UPDATE ON expected_editions WHEN old.expectation <> new.expectation OR old.date <> new.date "
            "OR old.label <> new.label OR old.publication_id <> new.publication_id",
            both,
        ),
        ("expectation_gone", "AFTER DELETE ON expected_editions", ("old",)),
    ):
        body = "".join(WORK_OUT.format(row=row) for row in rows)
        yield f"CREATE TRIGGER kept_{name} {event} BEGIN {body} END"
    other = "SELECT 1 FROM placements WHERE edition_id = new.edition_id AND id <> new.id"
    is_first = (
        f"CASE WHEN new.story_id IS NULL THEN NOT EXISTS ({other}) "
        f"ELSE NOT EXISTS ({other} AND story_id IS NOT NULL) END"
    )
    is_other = "old.edition_id <> new.edition_id OR (old.story_id IS NULL) <> (new.story_id IS NULL)"
    for name, event, rows in (
        ("placement_added", f"AFTER INSERT ON placements WHEN {is_first}", ("new",)),
        ("placement_changed", f"AFTER UPDATE OF edition_id, story_id ON placements WHEN {is_other}", both),
        ("placement_gone", "AFTER DELETE ON placements", ("old",)),
    ):
        yield f"CREATE TRIGGER kept_{name} {event} BEGIN {''.join(TOUCH.format(row=row) for row in rows)} END"
    yield from counts.triggers_of_stories("kept_story", COUNTED_STORIES)


def fill_kept(connection: sqlite3.Connection) -> None:
    """Count all anew: after rows were written without the triggers."""
    _fill_states_and_stories(connection)
    counts.fill(connection)
    places.fill(connection)


def _fill_states_and_stories(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM edition_states_in_brief")
    connection.execute(
        f"INSERT INTO edition_states_in_brief ({STATE}) SELECT {STATE} FROM edition_states_worked_out"  # noqa: S608
    )
    counts.fill_stories(connection, COUNTED_STORIES)


@migrations()
def order_of_arrival(db: Database) -> None:
    """Add the order in which stories came or changed (``scraper.archive.arrivals``), and so that of editions.

    In an archive that has stories it is that of their captures in the files.
    """
    db.execute(
        """
        CREATE TABLE arrivals (
            story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
            number INTEGER NOT NULL, -- when it came or its text changed, in milliseconds since 1970; no two are alike
            came INTEGER NOT NULL -- when it came
        ) STRICT
        """
    )
    db.execute("ALTER TABLE editions ADD COLUMN arrived INTEGER")  # the largest number of its stories
    last = 0

    def following(moment: int) -> int:
        nonlocal last
        last = max(moment, last + 1)
        return last

    db.conn.create_function("moment_of", 2, moment_of)
    db.conn.create_function("following", 1, following)
    db.execute(
        """
        WITH texts AS (
            SELECT stories.id AS story_id, coalesce(captures.file, '') AS file, coalesce(captures.offset, 0) AS offset,
                coalesce(captures.fetched, stories.fetched) AS fetched, stories.first_seen,
                (SELECT min(file) FROM captures WHERE story_id = stories.id) AS first_file
            FROM stories LEFT JOIN captures ON captures.id = (
                SELECT capture_id FROM versions WHERE story_id = stories.id ORDER BY number DESC LIMIT 1))
        INSERT INTO arrivals (story_id, number, came)
        SELECT story_id, number, min(number, moment_of(coalesce(first_file, ''), first_seen)) FROM (
            SELECT story_id, following(moment_of(file, fetched)) AS number, first_file, first_seen
            FROM (SELECT * FROM texts ORDER BY moment_of(file, fetched), file, offset LIMIT -1))
        """
    )
    for name in ("moment_of", "following"):
        db.conn.create_function(name, -1, None)
    db.execute("CREATE UNIQUE INDEX arrivals_by_number ON arrivals(number)")
    db.execute(
        """
        UPDATE editions SET arrived = (SELECT max(number) FROM placements
            JOIN arrivals ON arrivals.story_id = placements.story_id WHERE placements.edition_id = editions.id)
        """
    )
    db.execute("CREATE INDEX editions_by_arrival ON editions(publication_id, arrived) WHERE arrived IS NOT NULL")
    for statement in (NUMBERED, *(ARRIVED.format(name=name, event=event) for name, event in ARRIVALS.items())):
        db.execute(statement)


# What another program enters has a number too; our own come with the moment of their capture.
NUMBERED = """
    CREATE TRIGGER arrivals_of_stories AFTER INSERT ON stories BEGIN
        INSERT INTO arrivals (story_id, number, came) SELECT new.id, number, number FROM (
            SELECT max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
                coalesce((SELECT max(number) FROM arrivals), 0) + 1) AS number);
    END
    """
ARRIVED = """
    CREATE TRIGGER arrivals_{name} {event} BEGIN
        UPDATE editions SET arrived = max(coalesce(arrived, 0), arrivals.number)
        FROM arrivals, placements WHERE arrivals.story_id = new.story_id AND placements.story_id = new.story_id
        AND editions.id = placements.edition_id AND coalesce(editions.arrived, 0) < arrivals.number;
    END
    """
ARRIVALS = {
    "of_text": "AFTER INSERT ON arrivals",
    "of_new_text": "AFTER UPDATE OF number ON arrivals",
    "in_place": "AFTER INSERT ON placements WHEN new.story_id IS NOT NULL",
    "in_new_place": "AFTER UPDATE OF story_id ON placements WHEN new.story_id IS NOT NULL",
}


PROGRESS: ContextVar[Progress] = ContextVar("progress", default=lambda done, total: None)
CHUNK = 1_000  # stories indexed at a time
FOLDED_FTS = f"""
    CREATE VIRTUAL TABLE stories_fts USING fts5 /* the words of the table content="stories" */ (
        {WORDS}, content='searchable', content_rowid='id', tokenize='{TOKENIZER}', prefix='2 3'
    )
    """


@migrations()
def one_spelling(db: Database) -> None:
    """Index every story under the one spelling of ``scraper.archive.terms``, and the beginnings of words.

    Beginnings of two and three letters have an index of their own, as otherwise each word that begins so is looked up:
    docs/decisions/0003 has figures.
    """
    db.execute("CREATE INDEX editions_by_label ON editions(label)")
    index_anew(db)


@migrations()
def shapes_of_indexes(db: Database) -> None:
    """Add the shapes that indexes had when they were read rightly (``scraper.archive.write.shapes``)."""
    db.execute(
        """
        CREATE TABLE shapes (
            edition_id INTEGER PRIMARY KEY REFERENCES editions(id) ON DELETE CASCADE,
            rules TEXT NOT NULL, -- the fingerprint of what has read it
            shape TEXT NOT NULL -- JSON: see drift/shapes.py
        ) STRICT
        """
    )


@migrations()
def reasons_of_closed_days(db: Database) -> None:
    """Add why a day is closed, as the newspaper's file has it, so that the ledger says so of days never collected."""
    db.execute("ALTER TABLE expected_editions ADD COLUMN detail TEXT NOT NULL DEFAULT '[]'")  # reasons, as JSON
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'edition_states'").fetchone()
    declared = """WHEN brief.state = 'closed' AND brief.outcome IS NOT 'not-published' THEN coalesce((
                    SELECT nullif(awaited.detail, '[]') FROM expected_editions AS awaited
                    WHERE awaited.publication_id = brief.publication_id AND awaited.date = brief.date
                    AND awaited.label = brief.label), editions.detail, '[]')
                """
    db.execute("DROP VIEW edition_states")
    db.execute(view.replace("ELSE coalesce(editions.detail", f"{declared}ELSE coalesce(editions.detail"))


@migrations()
def editions_in_sum(db: Database) -> None:
    """Keep the sums of editions and days by state, and find the days of web publication of one paper at once."""
    for statement in (*counts.TABLES, *counts.INDEXES):
        db.execute(statement)
    counts.fill(db.conn)
    for name in ("edition_changed", "placement_changed", "placement_gone"):
        db.execute(f"DROP TRIGGER kept_{name}")
    for statement in (*counts.triggers(), *_fewer_touches()):
        db.execute(statement)


def _fewer_touches() -> Iterator[str]:
    """Triggers in place of those that worked an edition out anew, several times, for each of its stories.

    What a story says of its edition is whether the edition is met, and whether anything of it is held.
    """
    same = "(old.publication_id, old.date, old.label) = (new.publication_id, new.date, new.label)"
    of = f"AFTER UPDATE OF id, {OF_EDITION} ON editions"
    yield f"CREATE TRIGGER kept_edition_changed {of} WHEN {same} BEGIN {WORK_OUT.format(row='new')} END"
    both = "".join(WORK_OUT.format(row=row) for row in ("old", "new"))
    yield f"CREATE TRIGGER kept_edition_moved {of} WHEN NOT {same} BEGIN {both} END"
    other = "SELECT 1 FROM placements WHERE edition_id = {row}.edition_id AND id <> {row}.id"
    is_last = "CASE WHEN old.story_id IS NULL THEN NOT EXISTS ({0}) ELSE NOT EXISTS ({0} AND story_id IS NOT NULL) END"
    touches = {row: TOUCH.format(row=row) for row in ("old", "new")}
    for name, event, body in (
        ("gone", f"DELETE ON placements WHEN {is_last.format(other.format(row='old'))}", touches["old"]),
        (
            "changed",
            "UPDATE OF story_id ON placements WHEN old.edition_id = new.edition_id "
            "AND (old.story_id IS NULL) <> (new.story_id IS NULL) "
            f"AND NOT EXISTS ({other.format(row='new')} AND story_id IS NOT NULL)",
            touches["new"],
        ),
        (
            "moved",
            "UPDATE OF edition_id ON placements WHEN old.edition_id <> new.edition_id",
            touches["old"] + touches["new"],
        ),
    ):
        yield f"CREATE TRIGGER kept_placement_{name} AFTER {event} BEGIN {body} END"


@migrations()
def incidents_of_papers(db: Database) -> None:
    """Add what is wrong with the sites of newspapers (``scraper.archive.write.incidents``)."""
    db.execute(
        """
        CREATE TABLE incidents (
            id INTEGER PRIMARY KEY,
            publication_id INTEGER NOT NULL REFERENCES publications(id),
            since TEXT NOT NULL, -- the date of the edition with which it opened
            opened TEXT NOT NULL,
            closed TEXT, -- NULL: it is open
            detail TEXT NOT NULL, -- JSON: reasons of the newest look that was worse
            history TEXT NOT NULL, -- JSON: what was seen of which edition, when first and last, how often
            right_since TEXT NOT NULL, -- JSON: of each label that was worse, looks in a row that were right
            accepted TEXT, -- the edition date from which on a person lets what is there be usual
            told_opened TEXT,
            told_closed TEXT
        ) STRICT
        """
    )
    db.execute("CREATE UNIQUE INDEX incidents_open ON incidents(publication_id) WHERE closed IS NULL")
    db.execute("CREATE INDEX incidents_by_paper ON incidents(publication_id, opened)")


def index_anew(db: Database) -> None:
    """Make the full-text index anew, and with it what it holds in place of the stories' own words."""
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid").fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {quote_identifier(name)}")
    for statement in ("DROP TABLE stories_fts", FOLDED_FTS, RANK):
        db.execute(statement)
    done, high, total = 0, -1, db.table("stories").count
    while rows := db.execute(
        f"SELECT id, {WORDS} FROM stories WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608
        [high, CHUNK],
    ).fetchall():
        low, high = rows[0][0], rows[-1][0]
        db.execute("DELETE FROM story_terms WHERE story_id BETWEEN ? AND ?", [low, high])
        db.conn.executemany(
            "INSERT INTO story_terms VALUES (?, ?, ?, ?, ?, ?)",
            [(row_id, *map(terms.terms, texts)) for row_id, *texts in rows if any(map(terms.differ, texts))],
        )
        db.execute(
            f"INSERT INTO stories_fts(rowid, {WORDS}) SELECT id, {WORDS} FROM searchable "  # noqa: S608
            "WHERE id BETWEEN ? AND ? ORDER BY id",
            [low, high],
        )
        done += len(rows)
        PROGRESS.get()(done, total)
    for _, sql in triggers:
        db.execute(sql)


LOOKS = (
    """
    CREATE TABLE looks ( -- of a run at an edition: what this machine did, not what the newspaper has
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        publication_id INTEGER NOT NULL REFERENCES publications(id),
        date TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT '',
        began TEXT NOT NULL,
        ended TEXT NOT NULL,
        outcome TEXT, -- as that of editions; NULL: not tried, as nothing answered
        detail TEXT NOT NULL DEFAULT '[]', -- JSON: reasons
        listed INTEGER NOT NULL DEFAULT 0, -- stories
        added INTEGER NOT NULL DEFAULT 0 -- stories
    ) STRICT
    """,
    "CREATE INDEX looks_by_edition ON looks(publication_id, date, label, ended)",
    "CREATE INDEX looks_by_run ON looks(run_id)",
)


# Of an edition that was never tried, as nothing answered: how often it was looked for, and what the last look met.
NOT_REACHED = f"""(
    SELECT json_array(json_object('code', '{Code.NOT_REACHED}', 'number', number, 'because', json(detail)))
    FROM (
        SELECT count(*) AS number, max(ended), detail FROM looks WHERE looks.publication_id = brief.publication_id
        AND looks.date = brief.date AND looks.label = brief.label AND looks.outcome IS NULL)
    WHERE number)"""  # noqa: S608


@migrations()
def looks_at_editions(db: Database) -> None:
    """Keep every look of a run at an edition: when to look again follows from them, and what a run did."""
    for statement in LOOKS:
        db.execute(statement)
    (view,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'edition_states'").fetchone()
    never = """'[{"code":"never_tried"}]'"""
    db.execute("DROP VIEW edition_states")
    db.execute(view.replace(never, f"coalesce({NOT_REACHED}, {never})"))


@migrations()
def places_of_stories(db: Database) -> None:
    """Keep which stories are on front pages, and which stand under a label, in the order of their row ids."""
    for statement in places.TABLES:
        db.execute(statement)
    places.fill(db.conn)
    for statement in places.triggers():
        db.execute(statement)


@migrations()
def permissions_of_newspapers(db: Database) -> None:
    """Add what newspapers permit: the documents of their hosts, each as long as it was the same, and pages' own words.

    Which document held when a story was fetched is found by its host and that moment.
    """
    db.execute(
        """
        CREATE TABLE permission_documents (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL, -- robots, tdmrep, rsl
            url TEXT NOT NULL, -- as it was asked for
            valid_from TEXT NOT NULL, -- when it was had like this first
            last_seen TEXT NOT NULL, -- and last
            status INTEGER NOT NULL, -- 0: no answer
            sha256 TEXT NOT NULL,
            file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, -- its first capture
            said_by TEXT NOT NULL DEFAULT '', -- the imported file that says so; empty: this archive has seen it
            said TEXT NOT NULL, -- JSON: what it says to us
            text TEXT NOT NULL, -- of a document; why no answer came, as JSON
            UNIQUE (url, said_by, valid_from)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE page_permissions (
            story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
            said TEXT NOT NULL -- JSON: what the newest fetch of its page and the headers said
        ) STRICT
        """
    )


@migrations()
def looks_again(db: Database) -> None:
    """Keep which looks asked for held stories as well and what these found, and where each index's page is captured.

    By the headers of its capture a page is asked for only if it was changed. A rebuild has it asked for as a whole.
    """
    db.execute("ALTER TABLE looks ADD COLUMN changed INTEGER NOT NULL DEFAULT 0")  # stories
    db.execute("ALTER TABLE looks ADD COLUMN again INTEGER NOT NULL DEFAULT 0")  # 1: held stories were asked for, too
    db.execute(
        """
        CREATE TABLE index_captures (
            url TEXT PRIMARY KEY, -- as it was asked for
            fetched TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL -- its last capture
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def mementos_of_captures(db: Database) -> None:
    """Add the copy in a web archive that a capture is, and when it was asked for; NULL: from the newspaper itself."""
    for name in ("memento", "asked"):
        db.execute(f"ALTER TABLE captures ADD COLUMN {name} TEXT")


@migrations()
def files_of_publications(db: Database) -> None:
    """Add which states of newspapers' files the captures have."""
    db.execute(publication_files.TABLE)
    db.execute(publication_files.INDEX)


@migrations()
def journal_of_requests(db: Database) -> None:
    """Add the journal of removals and restrictions (``scraper.archive.journal``)."""
    for statement in journal.STATEMENTS:
        db.execute(statement)


@migrations()
def clusters_of_copies(db: Database) -> None:
    """Add the sketches of texts, and the clusters of stories that share most of their text."""
    for statement in cluster_tables.STATEMENTS:
        db.execute(statement)


@migrations()
def changed_texts(db: Database) -> None:
    """Find the stories that were changed, and compare texts as ``scraper.archive.texts`` does now."""
    db.execute("CREATE INDEX changed_stories ON versions(story_id) WHERE number = 2")
    done, high, total = 0, -1, db.table("stories").count
    while rows := db.execute("SELECT id FROM stories WHERE id > ? ORDER BY id LIMIT ?", [high, CHUNK]).fetchall():
        low, high = rows[0][0], rows[-1][0]
        texts = db.execute(
            "SELECT story_id, text_hash, headline, standfirst, byline, body FROM version_texts "
            "WHERE story_id BETWEEN ? AND ?",
            [low, high],
        )
        other = [(new, row_id, old) for row_id, old, *fields in texts if (new := hash_of(*fields)) != old]
        for table, column in (("versions", "story_id"), ("captures", "story_id"), ("stories", "id")):
            db.conn.executemany(
                f"UPDATE {table} SET text_hash = ? WHERE {column} = ? AND text_hash = ?",  # noqa: S608
                other,
            )
        done += len(rows)
        PROGRESS.get()(done, total)


@migrations()
def who_gave_the_command(db: Database) -> None:
    """Add to the journal who removed or restricted a story."""
    db.execute(journal.WHO)


def move_last(db: Database, table: str, names: Sequence[str]) -> None:
    """Make these columns the last of their table, in this order; all else about it stays as it is.

    SQLite reads a row from its beginning and follows a long value page by page to get to what stands behind it. A
    migration that adds a column to ``stories`` calls this again. The procedure is SQLite's own
    (sqlite.org/lang_altertable.html, section 7), inside the transaction of the migration. A full-text index does not
    notice: row ids stay, and it reads its content by name.

    :raises RuntimeError: foreign keys are enforced, so that dropping the table would delete what belongs to its rows;
        or a column is none of the table's.
    """
    columns = [column.name for column in db.table(table).columns]
    if columns[-len(names) :] == list(names):
        return
    if db.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise RuntimeError("PRAGMA foreign_keys = off before migrations.apply: see scraper.archive.schema.migrate")
    statement = db.table(table).schema
    definitions = []
    for name in names:
        # On a line of its own, as we write tables; or after a comma, as SQLite adds columns.
        found = re.search(rf"(?m)^\s*({name} [^,()\n]*),.*\n|,\s*({name} [^,()\n]*)(?=[,)])", statement)
        if found is None:
            raise RuntimeError(f"the definition of {table}.{name} is not to be found in: {statement}")
        definitions.append(found[1] or found[2])
        statement = statement.replace(found[0], "")
    made = f"{table}_new"
    statement = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {made}", statement.strip())
    indexes = db.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [table]
    ).fetchall()
    listed = ", ".join(columns)
    with _without_views_and_triggers(db):
        db.execute(statement)
        for definition in definitions:
            db.execute(f"ALTER TABLE {made} ADD COLUMN {definition}")
        db.execute(f"INSERT INTO {made} ({listed}) SELECT {listed} FROM {table} ORDER BY rowid")  # noqa: S608
        db.execute(f"DROP TABLE {table}")
        db.execute(f"ALTER TABLE {made} RENAME TO {table}")
        for (sql,) in indexes:
            db.execute(sql)


@contextlib.contextmanager
def _without_views_and_triggers(db: Database) -> Iterator[None]:
    """Drop views and triggers, and create them again afterwards: SQLite renames no table that they name."""
    depending = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY type = 'trigger', rowid"
    ).fetchall()
    for kind, name, _ in reversed(depending):
        db.execute(f"DROP {kind} {quote_identifier(name)}")  # a user's own may have any name
    yield
    for *_, sql in depending:
        db.execute(sql)


def migrate(db: Database, progress: Progress | None = None) -> None:
    """Bring an archive up to date, in one transaction: if it is killed, the archive is as it was.

    Foreign keys are enforced afterwards, and not meanwhile, when tables are made anew.

    :param progress: called with the stories that a migration has done, of how many.
    """
    if progress:
        PROGRESS.set(progress)
    db.execute("PRAGMA foreign_keys = off")
    try:
        db.execute("BEGIN IMMEDIATE")  # a second process waits here, and then finds nothing left to do
        migrations.apply(db)
        db.execute("COMMIT")
    finally:
        db.rollback()  # of nothing, if all went well
        db.execute("PRAGMA foreign_keys = on")
