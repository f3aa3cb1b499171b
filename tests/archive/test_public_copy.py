"""The file that may be shown to the world: what is in it, and what is nowhere in it."""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from pathlib import Path

import pytest

from scraper import archive
from scraper.archive import public_copy
from scraper.archive.connection import ArchiveError, PublicFileError, is_public
from scraper.archive.public_copy import MADE_ANEW, Reason, excerpt, publish
from scraper.archive.search import search
from scraper.archive.texts import hash_of
from scraper.archive.write import stories
from tests import withheld
from tests.withheld import HIDDEN, OLD_OPEN_WORD, OPEN_WORD, encodings, pairs, vocabulary


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("private") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        withheld.everything(db)
    return path


@pytest.fixture(scope="module")
def public(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(whole, tmp_path_factory.mktemp("public") / "public.db").path


def rows(path: Path, sql: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def everything_in(path: Path) -> str:
    """Every value of every table, the shadow tables of the index among them."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = [
            value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for value in row
        ]
    return "\n".join(values)


@pytest.mark.parametrize("what", HIDDEN)
def test_what_may_not_be_shown_is_nowhere_in_the_file(whole, public, what):
    word = HIDDEN[what]
    with contextlib.closing(sqlite3.connect(whole)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert any(spelling in whole.read_bytes() for spelling in encodings(word)), "or the test could not fail"
    assert word in everything_in(whole)
    for place in (public.read_bytes(), everything_in(public).lower().encode()):
        assert not [spelling for spelling in encodings(word) if spelling in place]


def test_the_index_of_a_public_file_knows_no_hidden_word(whole, public):
    texts = [what for what in HIDDEN if what.startswith(("text", "Chinese", "standfirst", "byline"))]
    known, shown = vocabulary(whole), vocabulary(public)
    for what in texts:
        assert set(pairs(HIDDEN[what])) <= known, "or the test could not fail"
        assert not set(pairs(HIDDEN[what])) & shown, what
    assert shown < known
    assert OPEN_WORD in shown
    with contextlib.closing(archive.opened(public)) as db:
        for what in texts:
            found = search.search(db.conn, search.Filters.of({"q": [HIDDEN[what]]}))
            assert found.total == 0, what
        assert search.search(db.conn, search.Filters.of({"q": [OPEN_WORD]})).total == 1
        assert search.search(db.conn, search.Filters.of({"q": ["守望"]})).total == 1
        db.execute("INSERT INTO stories_fts(stories_fts) VALUES ('integrity-check')")


def test_each_story_is_cut_for_its_reason_and_an_open_one_is_whole(public):
    found = rows(public, "SELECT url, reason FROM stories LEFT JOIN cuts ON story_id = stories.id ORDER BY url")
    assert {url.rpartition("/")[2]: reason for url, reason in found} == {
        "chinese": "excerpt", "excerpt": "excerpt", "headline": "headline", "mined": "tdm", "noarchive": "noarchive",
        "noarchive-dated": "noarchive", "open": None,
    }  # fmt: skip
    bodies = dict(rows(public, "SELECT replace(url, 'https://gazette.example/', ''), body FROM stories"))
    assert bodies["open"] == withheld.drafts()["open"].body
    assert bodies["headline"] == bodies["noarchive"] == ""
    assert bodies["excerpt"] == bodies["mined"] == f"{withheld.SHOWN.strip()} …"
    assert bodies["chinese"].startswith("燈塔守望者來到碼頭。")
    assert bodies["chinese"].endswith(" …")
    assert all(len(body) <= 302 for name, body in bodies.items() if name != "open")
    assert rows(public, "SELECT count(*) FROM stories WHERE body_html <> ''") == [(1,)]
    assert rows(public, "SELECT excerpt, open_stories FROM published") == [(300, "whole")]


def test_a_story_not_to_be_archived_keeps_its_headline_and_address(public):
    kept = rows(
        public,
        "SELECT headline, url, kicker, standfirst, byline, body, topics, found_by FROM stories WHERE noarchive "
        "ORDER BY headline",
    )
    assert kept == [
        ("Not to be kept", withheld.address("noarchive"), "", "", "", "", "[]", "{}"),
        ("Not to be kept either", withheld.address("noarchive-dated"), "", "", "", "", "[]", "{}"),
    ]
    assert rows(public, "SELECT evidence_kind, evidence_text FROM stories WHERE noarchive ORDER BY headline") == [
        ("index", "index of gazette 2026-03-07: Front page, page 1, position 4"),
        ("statement", ""),
    ]
    texts = rows(
        public,
        "SELECT number, texts.headline, texts.body, texts.standfirst, texts.body_html FROM version_texts AS texts "
        "JOIN stories ON stories.id = story_id WHERE noarchive ORDER BY stories.headline, number",
    )
    assert texts == [
        (1, "Not to be kept", "", "", ""),
        (2, "Not to be kept", "", "", ""),
        (1, "Not to be kept either", "", "", ""),
    ]
    assert rows(public, "SELECT count(*) FROM thumbnails") == [(0,)]
    assert rows(public, "SELECT count(*) FROM images") == rows(public, "SELECT count(*) FROM related_links") == [(0,)]
    assert rows(public, "SELECT count(*) FROM authors") == [(0,)]


def test_what_is_known_of_the_stories_is_all_there(whole, public):
    for sql in (
        "SELECT id, key, url, headline, edition_date, evidence_kind, access, words, noarchive FROM stories",
        "SELECT id, evidence_text FROM stories WHERE NOT noarchive",
        "SELECT edition_id, position, section, page, url, headline, story_id FROM placements ORDER BY id",
        "SELECT * FROM editions",
        "SELECT * FROM publications",
        "SELECT story_id, number, fetched, capture_id FROM versions ORDER BY id",
        "SELECT id, story_id, url, fetched, sha256, file, offset FROM captures ORDER BY id",
        "SELECT * FROM addresses ORDER BY url",
        "SELECT key, reason, removed FROM takedowns",
    ):
        assert rows(public, sql) == rows(whole, sql), sql
    assert rows(public, "PRAGMA foreign_key_check") == []
    assert rows(public, "PRAGMA integrity_check") == [("ok",)]


def test_an_older_text_of_an_open_story_is_kept_and_of_a_cut_one_is_cut(public):
    texts = rows(public, "SELECT headline, number, body FROM version_texts ORDER BY story_id, number")
    of_open = [body for headline, _, body in texts if headline == "The harbour is open"]
    assert [OLD_OPEN_WORD in body for body in of_open] == [True, False]
    of_excerpt = [body for headline, _, body in texts if headline == "The harbour is dear"]
    assert of_excerpt == [f"{withheld.SHOWN.strip()} …"] * 2


def test_no_hash_of_a_hidden_text_lets_anyone_confirm_a_guess(whole, public):
    """A cut text has the hash of what is left of it, so that the file can be checked against itself."""
    secret = {stories.text_hash(draft) for name, draft in withheld.drafts().items() if name != "open"}
    held = "SELECT text_hash FROM stories UNION SELECT text_hash FROM versions UNION SELECT text_hash FROM captures"
    assert secret <= {digest for (digest,) in rows(whole, held)}, "or the test could not fail"
    assert not secret & {digest for (digest,) in rows(public, held)}
    for *texts, digest in rows(public, "SELECT headline, standfirst, byline, body, text_hash FROM version_texts"):
        assert hash_of(*texts) == digest


def test_open_stories_are_cut_as_well_where_the_publisher_wants_it(whole, tmp_path):
    published = publish(whole, tmp_path / "public.db", whole=False, length=60)
    assert published.cut == {
        **dict.fromkeys((Reason.EXCERPT, Reason.NOARCHIVE), 2),
        **dict.fromkeys((Reason.HEADLINE, Reason.TDM, Reason.OPEN), 1),
    }
    assert OPEN_WORD.encode() not in published.path.read_bytes()
    assert max(len(body) for (body,) in rows(published.path, "SELECT body FROM stories")) <= 62


def test_an_excerpt_of_no_length_leaves_no_text(whole, tmp_path):
    published = publish(whole, tmp_path / "public.db", whole=False, length=0)
    assert rows(published.path, "SELECT DISTINCT body FROM stories") == [("",)]


def test_every_table_and_column_of_the_archive_was_decided_on(whole):
    """A new table or column stays out of public files until ``public_copy`` names it."""
    with contextlib.closing(sqlite3.connect(whole)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
    decided = {
        **public_copy.WHOLE_TABLES, **public_copy.STORY_TABLES,
        "placements": public_copy.LISTED, "thumbnails": public_copy.THUMBNAILS,
    }  # fmt: skip
    left = {table for table in columns if table not in decided and not table.startswith(MADE_ANEW)}
    assert left == set(), "name them in scraper/archive/public_copy.py"
    withheld_columns = {"runs": {"arguments", "counts"}}
    for table, copied in decided.items():
        named = set(copied.columns.split()) | set(copied.otherwise)
        assert named | withheld_columns.get(table, set()) == columns[table], table


def test_a_public_file_is_written_once_and_replaced_only_when_asked(whole, tmp_path):
    path = tmp_path / "public.db"
    first = publish(whole, path)
    assert first.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert first.size == path.stat().st_size
    with pytest.raises(PublicFileError, match="--force replaces it"):
        publish(whole, path)
    Path(f"{path}-wal").write_bytes(b"of an older file")
    publish(whole, path, replace=True)
    assert [file.name for file in tmp_path.iterdir()] == ["public.db"]


def test_nothing_but_a_public_file_is_ever_written_over(whole, public, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("A page")
    link = tmp_path / "link.db"
    link.symlink_to(whole)
    other = tmp_path / "other.db"
    archive.opened(other, create=True).close()
    for target, why in (
        (whole, "the archive itself"),
        (link, "the archive itself"),
        (page, "no public file"),
        (other, "no public file"),
        (tmp_path, "is no file"),
        (tmp_path / "a" / "b.db", "no folder"),
    ):
        with pytest.raises(ArchiveError, match=why):
            publish(whole, target, replace=True)
    assert page.read_text() == "A page"
    with pytest.raises(PublicFileError, match="public file itself"):
        publish(public, tmp_path / "again.db")


def test_a_run_that_fails_leaves_the_older_file_and_nothing_beside_it(whole, tmp_path):
    path = tmp_path / "public.db"
    before = publish(whole, path).sha256

    def stop(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(whole, path, replace=True, progress=stop)
    assert [file.name for file in tmp_path.iterdir()] == ["public.db"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_public_file_takes_no_stories(public, whole):
    with pytest.raises(PublicFileError, match="goes into the archive"), archive.writing(public):
        pass
    with contextlib.closing(archive.opened(public)) as db:
        assert is_public(db.conn)
        assert public_copy.about(db.conn)["excerpt"] == 300
        assert public_copy.cut(db.conn, stories.keys.story_key(withheld.address("mined"))) is Reason.TDM
        assert public_copy.cut(db.conn, stories.keys.story_key(withheld.address("open"))) is None
    with contextlib.closing(archive.opened(whole)) as db:
        assert public_copy.about(db.conn) is None


def test_stories_are_copied_in_chunks_and_all_of_them(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(public_copy, "CHUNK", 2)
    seen = []
    publish(whole, tmp_path / "public.db", progress=lambda *args: seen.append(args))
    assert seen[:3] == [("copying", 2, 7), ("copying", 4, 7), ("copying", 6, 7)]
    assert rows(tmp_path / "public.db", "SELECT count(*) FROM stories") == [(7,)]


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Short.", 10, "Short."),
        (None, 10, None),
        ("Nothing of it", 0, ""),
        ("One two three. Four five six seven", 20, "One two three. …"),
        ("One two three four five six", 15, "One two three…"),
        ("One, two, three, four", 9, "One, two…"),
        ("He said “No.” And left at once", 15, "He said “No.” …"),
        ("Mr 3.14 is a number to remember", 10, "Mr 3.14 is…"),
        ("海員夜航歸來。燈塔守望者來到碼頭", 9, "海員夜航歸來。 …"),
        ("海員夜航歸來燈塔守望者來到碼頭", 9, "海員夜航歸來燈塔守…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudampf…"),
        ("First part.\n\nSecond part of it.", 20, "First part. …"),
    ],
)
def test_an_excerpt_ends_with_a_sentence_or_a_word(text, length, expected):
    assert excerpt(text, length) == expected


def test_an_excerpt_is_never_longer_than_asked():
    text = "Word, and words. 守望者 " * 40
    for length in range(120):
        shown = excerpt(text, length)
        assert len(re.sub(r" ?…$", "", shown)) <= length
        assert text.startswith(re.sub(r" ?…$", "", shown))
