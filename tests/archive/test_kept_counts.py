"""The kept counts are those of the rows, whoever writes, and whatever the statement does about conflicts."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
from pathlib import Path

import pytest

from scraper import archive
from scraper.archive import keys, public_copy
from scraper.archive.read import calendar
from tests import edition_situations as situations
from tests.rows import check_kept

DAYS = [dt.date(2026, 3, day) for day in (7, 8, 9)]


class RandomWriter:
    """Writes rows as any SQLite tool may, with statements of every kind."""

    def __init__(self, connection: sqlite3.Connection, seed: int) -> None:
        self._connection, self._chance = connection, random.Random(seed)
        for number in (1, 2):
            connection.execute(
                "INSERT INTO publications (id, slug, title, declared) VALUES (?, ?, ?, ?)", [*[number] * 3, number == 1]
            )

    def write(self) -> None:
        """Do one thing."""
        self._chance.choice(
            [self._edition, self._expectation, self._story, self._placement, self._change, self._change, self._delete]
        )()

    def _some(self, *values: object) -> object:
        return self._chance.choice(values)

    def _or(self) -> object:
        return self._some("OR IGNORE", "OR FAIL", "OR ABORT")

    def _run(self, sql: str, values: list[object] = []) -> None:  # noqa: B006
        with contextlib.suppress(sqlite3.IntegrityError):
            self._connection.execute(sql, values)

    def _edition(self) -> None:
        outcome = self._some(None, "complete", "partial", "not-published", "stale")
        values = [self._some(1, 2), self._chance.choice(DAYS).isoformat(), self._some("", "city"), outcome]
        self._run(
            f"INSERT {self._or()} INTO editions (publication_id, date, label, outcome, listed) VALUES (?, ?, ?, ?, ?)",
            [*values, self._some(None, 3)],
        )

    def _expectation(self) -> None:
        values = [self._some(1, 2), self._chance.choice(DAYS).isoformat(), self._some("", "city")]
        self._run(
            "INSERT INTO expected_editions (publication_id, date, label, expectation) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (publication_id, date, label) DO UPDATE SET expectation = excluded.expectation",
            [*values, self._some("expected", "optional", "closed")],
        )

    def _story(self) -> None:
        date = self._some(None, *DAYS)
        key = f"key{self._chance.randint(1, 30)}"
        self._run(
            f"INSERT {self._or()} INTO stories (id, key, url, publication_id, edition_date, evidence_kind, headline, "
            "section, access, first_seen, fetched, text_hash) VALUES (?, ?, '', ?, ?, ?, 'x', ?, ?, '', '', '')",
            [
                keys.preferred_id(date, key),
                key,
                self._some(1, 2),
                date and date.isoformat(),
                self._some(None, "index", "published"),
                self._some("", "City"),
                self._some("open", "excerpt"),
            ],
        )

    def _placement(self) -> None:
        self._run(
            f"INSERT {self._or()} INTO placements (edition_id, url, position, page, story_id) SELECT editions.id, ?, "
            "?, ?, (SELECT id FROM stories ORDER BY random() LIMIT ?) FROM editions ORDER BY random() LIMIT 1",
            [
                f"u{self._chance.randint(1, 9)}",
                self._chance.randint(0, 3),
                self._some("", "A1", "2", "3"),
                self._some(0, 1),
            ],
        )

    def _change(self) -> None:
        table, column, value = self._chance.choice(
            [
                ("editions", "outcome", "'complete'"),
                ("editions", "outcome", "NULL"),
                ("editions", "listed", "NULL"),
                ("editions", "label", "'late'"),
                ("editions", "detail", '\'[{"code":"claimed"}]\''),
                ("editions", "parent_id", "(SELECT min(id) FROM editions)"),
                ("placements", "story_id", "NULL"),
                ("placements", "story_id", "(SELECT max(id) FROM stories)"),
                ("placements", "edition_id", "(SELECT max(id) FROM editions)"),
                ("placements", "position", "(position + 1) % 4"),
                ("placements", "page", "'2'"),
                ("stories", "section", "'World'"),
                ("stories", "publication_id", "2"),
                ("stories", "access", "'headline'"),
                ("stories", "evidence_kind", "'url'"),
                ("stories", "edition_date", f"'{DAYS[0]}', id = (id & 1048575) | {keys.first_id(DAYS[0])}"),
                ("expected_editions", "label", "'late'"),
            ]
        )
        key = "rowid" if table != "expected_editions" else "(publication_id, date, label)"
        chosen = "publication_id, date, label" if table == "expected_editions" else "rowid"
        some = f"(SELECT {chosen} FROM {table} ORDER BY random() LIMIT {self._chance.randint(1, 3)})"
        self._run(f"UPDATE {self._or()} {table} SET {column} = {value} WHERE {key} IN {some}")

    def _delete(self) -> None:
        table = self._some("stories", "placements", "editions")
        self._run(f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)")


def assert_coverage_counts_each_day(connection: sqlite3.Connection) -> None:
    for paper in calendar.coverage(connection)[0]:
        if paper["first_date"]:
            reach = (dt.date.fromisoformat(paper[name]) for name in ("first_date", "last_date"))
            days = calendar.days(connection, paper["slug"], *reach)
            assert paper["days"] == calendar.count_by_state(days)
            assert paper["missing"] == [day for day in days if calendar.is_gap(day)]


@pytest.mark.parametrize("seed", range(6))
def test_random_writes_keep_them(db, seed):
    writer = RandomWriter(db.conn, seed)
    for _ in range(40):
        for _ in range(5):
            writer.write()
        check_kept(db.conn)
        assert_coverage_counts_each_day(db.conn)
    kept = db.execute("SELECT sum(stories), count(*) FROM stories_per_day").fetchone()
    assert kept[0] == db.table("stories").count > 0
    assert kept[1] > 1


def test_a_transaction_that_is_undone_undoes_them(db):
    situations.every_situation(db)
    before = db.execute("SELECT * FROM edition_states_in_brief").fetchall()
    db.conn.execute("BEGIN")
    db.execute("DELETE FROM stories")
    assert db.execute("SELECT sum(any_held) FROM edition_states_in_brief").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM stories_per_year").fetchone() == (0,)
    db.conn.rollback()
    assert db.execute("SELECT * FROM edition_states_in_brief").fetchall() == before
    check_kept(db.conn)


def test_an_older_archive_and_a_public_file_are_counted(db, tmp_path: Path):
    situations.every_situation(db)
    assert_coverage_counts_each_day(db.conn)
    public = public_copy.publish(tmp_path / "archive.db", tmp_path / "public.db").path
    with contextlib.closing(archive.opened(public)) as published:
        check_kept(published.conn)
        assert published.execute("SELECT count(*) FROM edition_states_in_brief").fetchone()[0] > len(situations.DAYS)


def test_a_placement_beside_others_does_not_work_its_edition_out_anew(db):
    """A long edition costs no more with each story: only the first that is listed and the first that is held do."""
    situations.every_situation(db)
    db.execute("CREATE TEMP TABLE touched (id)")
    db.execute("CREATE TEMP TRIGGER touches AFTER UPDATE ON editions BEGIN INSERT INTO touched VALUES (new.id); END")
    edition, story = db.execute("SELECT edition_id, story_id FROM placements WHERE story_id > 0 LIMIT 1").fetchone()
    for number in range(5):
        db.execute(
            "INSERT INTO placements (edition_id, url, story_id) VALUES (?, ?, ?)", [edition, f"x{number}", story]
        )
    assert db.execute("SELECT count(*) FROM touched").fetchone() == (0,)
    db.execute("DELETE FROM placements")
    assert db.execute("SELECT count(*) FROM touched").fetchone()[0] > 0
