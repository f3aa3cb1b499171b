"""What is held and what is missing: the rows of the view, literally."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3

import pytest

from scraper import archive
from scraper.archive import edition_states, public_copy, schema
from scraper.archive.edition_states import Editions
from scraper.archive.write import ledger
from scraper.items import Outcome
from tests import edition_situations as situations
from tests.edition_situations import DAYS, FIRST, HERALD, SITUATIONS

COLUMNS = "date, label, supplement, expectation, outcome, listed, held, state, counted, gap"


def states(connection: sqlite3.Connection, date: dt.date) -> dict[str, tuple]:
    """Per label of the Herald: state, counted, gap."""
    found = connection.execute(
        "SELECT label, state, counted, gap FROM edition_states "
        "WHERE publication_id = (SELECT id FROM publications WHERE slug = ?) AND date = ?",
        [HERALD.slug, date.isoformat()],
    )
    return {label: truth for label, *truth in found}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_each_edition_has_one_state(db, situation):
    situation(db, FIRST)
    assert states(db.conn, FIRST) == {label: list(truth) for label, truth in SITUATIONS[situation][1].items()}


def test_the_rows_in_full(db):
    situations.supplement_broken(db, FIRST)
    situations.killed_in_the_middle(db, FIRST + dt.timedelta(days=1))
    situations.never_tried(db, FIRST + dt.timedelta(days=2))
    found = db.conn.execute(f"SELECT {COLUMNS} FROM edition_states ORDER BY date, label").fetchall()
    assert found == [
        ("2026-04-01", "city", 0, "expected", "partial", 2, 2, "partial", 1, 1),
        ("2026-04-01", "review", 1, "optional", "broken", None, 0, "missing", 0, 0),
        ("2026-04-02", "city", 0, "expected", None, 2, 1, "partial", 1, 1),
        ("2026-04-03", "city", 0, "expected", None, None, 0, "unknown", 1, 1),
    ]
    brief = db.conn.execute(
        f"SELECT {COLUMNS.replace('held', 'any_held')} FROM edition_states_in_brief ORDER BY date, label"
    ).fetchall()
    assert brief == [(*row[:6], int(row[6] > 0), *row[7:]) for row in found]


def test_it_is_of_one_moment_with_what_happens_next(db):
    situations.listed_and_killed(db, FIRST)
    assert states(db.conn, FIRST) == {"city": list(situations.MISSING)}
    situations.holds(db, FIRST, number=1)
    assert states(db.conn, FIRST) == {"city": list(situations.PARTIAL)}
    situations.holds(db, FIRST)
    situations.ends(db, FIRST, Outcome.COMPLETE)
    assert states(db.conn, FIRST) == {"city": list(situations.HELD)}


def test_editions_are_counted_by_paper_label_and_day(db):
    situations.every_situation(db)
    held, missing = 26, 16  # counted by hand in SITUATIONS
    count = edition_states.count
    assert count(db.conn, publications=[HERALD.slug]) == Editions(held, missing)
    assert count(db.conn) == count(db.conn, publications=[HERALD.slug, "the-pamphlet"]) == Editions(held + 2, missing)
    assert count(db.conn, publications=["nobodys"]) == Editions()
    assert count(db.conn, labels=["late"]) == Editions(1, 1)
    assert count(db.conn, labels=["review"]) == Editions()  # a supplement is part of its edition
    date = DAYS[situations.two_labels_held_and_late]
    assert count(db.conn, first=date, last=date) == Editions(1, 1)
    assert count(db.conn, month_day=(date.month, date.day)) == Editions(1, 1)
    by_date = dict(edition_states.count_by_date(db.conn, FIRST, max(DAYS.values()), publications=[HERALD.slug]))
    assert by_date[date.isoformat()] == Editions(1, 1)
    assert sum(editions.held for editions in by_date.values()) == held


def test_a_public_file_says_the_same(db, tmp_path):
    situations.every_situation(db)
    public = public_copy.publish(tmp_path / "archive.db", tmp_path / "public.db").path
    sql = f"SELECT publication_id, {COLUMNS} FROM edition_states ORDER BY publication_id, date, label"
    with contextlib.closing(archive.opened(public)) as published:
        rows = published.conn.execute(sql).fetchall()
    assert len(rows) > len(DAYS)
    assert rows == db.conn.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("date BETWEEN '2026-03-01' AND '2026-03-31'", "(date>? AND date<?)"),
        ("publication_id IN (1, 2)", "(publication_id=?)"),
        ("publication_id = 1 AND date >= '2026-03-01'", "(publication_id=? AND date>?)"),
    ],
)
def test_days_and_papers_are_looked_up_and_not_gone_through(db, condition, index):
    for view, tables in (
        ("edition_states", ("brief",)),
        ("edition_states_in_brief", ("edition_states_in_brief",)),
        ("edition_states_worked_out", ("editions", "awaited")),
    ):
        sql = f"EXPLAIN QUERY PLAN SELECT date, sum(counted) FROM {view} WHERE {condition} GROUP BY date"
        plan = [step for *_, step in db.conn.execute(sql)]
        for table in tables:
            steps = [step for step in plan if step.startswith((f"SEARCH {table} ", f"SCAN {table}"))]
            assert any(step.endswith(index) for step in steps), plan
            assert not [step for step in steps if step.startswith("SCAN")], plan


def test_a_row_that_only_a_supplement_needs_is_no_edition(db):
    situations.supplement_alone(db, FIRST)
    assert db.execute("SELECT label FROM editions ORDER BY label").fetchall() == [("city",), ("review",)]
    assert states(db.conn, FIRST) == {"review": ["held", 0, 0]}
    ledger.expect(db, HERALD, [(FIRST, "city", "expected")])
    assert states(db.conn, FIRST)["city"] == list(situations.UNKNOWN)


def test_an_archive_of_an_older_version_gets_the_view_when_it_is_opened(db, tmp_path):
    situations.every_situation(db)
    expected = states(db.conn, FIRST)
    db.execute("DROP VIEW edition_states")
    for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE name LIKE 'kept_%'").fetchall():
        db.execute(f"DROP {kind} {name}")
    for table in schema.COUNTED:
        db.execute(f"DROP TABLE {table}")
    db.execute("DROP VIEW edition_states_worked_out")
    for index in ("placements_held", "placements_not_held", "expected_by_date"):
        db.execute(f"DROP INDEX {index}")
    db.execute("DELETE FROM _sqlite_migrations WHERE name IN ('state_of_editions', 'kept_counts', 'editions_in_sum')")
    db.conn.commit()
    with contextlib.closing(archive.opened(tmp_path / "archive.db")) as migrated:
        assert states(migrated.conn, FIRST) == expected
