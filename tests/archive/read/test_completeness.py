"""How complete a paper is in a span of days, counted from the days of its calendar."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter

import pytest

from scraper import archive
from scraper.archive.read import calendar, completeness
from scraper.archive.read.completeness import Completeness, Edition, Run, causes, of_calendar, of_days
from scraper.reasons import Code
from tests import edition_situations as situations
from tests.edition_situations import DAYS, FIRST, HERALD, SITUATIONS

LAST = max(DAYS.values())


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    """An archive in which all of it happened."""
    with contextlib.closing(archive.opened(tmp_path_factory.mktemp("complete") / "archive.db", create=True)) as db:
        situations.every_situation(db)
        yield db.conn


def days(connection, *of):
    """The days of some situations, as if they followed one another; of all without any."""
    dates = {DAYS[situation].isoformat() for situation in of or DAYS}
    return [day for day in calendar.days(connection, HERALD.slug, FIRST, LAST) if day["date"] in dates]


def test_each_edition_that_counts_is_in_it_once(connection):
    found = of_days(days(connection))
    truths = [truth for _, of_day in SITUATIONS.values() for truth in of_day.values()]
    states = Counter(truth.state for truth in truths if truth.counted)
    assert found.whole == states["held"]
    assert {state: found.number(state) for state in completeness.LACKING} == {
        state: states[state] for state in completeness.LACKING
    }
    assert found.editions == sum(truth.counted for truth in truths) == 42
    assert len(found.closed) == sum(truth.state == "closed" for truth in truths)
    assert found.labels == ("city", "coast", "late")


def test_supplements_and_optional_editions_that_are_not_there_count_nowhere(connection):
    found = of_days(days(connection, situations.supplement_in_part, situations.optional_tried_and_broken))
    assert (found.editions, found.whole, found.supplements, found.supplements_in_part) == (2, 2, 1, 1)
    assert found.labels == ("city",)
    alone = of_days(days(connection, situations.supplement_alone))
    assert (alone.editions, alone.unknown_days, alone.supplements) == (0, 1, 1)


def test_days_of_which_nothing_is_known_are_told_from_editions_never_tried(connection):
    never_tried = of_days(days(connection, situations.never_tried, situations.never_tried_with_web_stories))
    assert (never_tried.number("unknown"), never_tried.unknown_days) == (2, 0)
    web = of_days(days(connection, situations.web_dated_only))
    assert (web.editions, web.unknown_days) == (0, 1)
    off = of_days(days(connection, situations.nothing))
    assert (off.editions, off.off, off.unknown_days) == (0, 1, 0)


def test_a_run_ends_where_something_of_its_label_is_held(connection):
    late, stale, coast = DAYS[situations.late], DAYS[situations.stale], DAYS[situations.two_labels_held_and_late]
    together = (situations.late, situations.stale, situations.two_labels_held_and_late)
    found = of_days(days(connection, *together))
    assert found.lacking["missing"] == (Run((late, stale), "city"), Run((coast,), "coast"))
    apart = of_days(days(connection, *together, situations.late_with_a_statement))
    assert apart.lacking["missing"] == (Run((late,), "city"), Run((stale,), "city"), Run((coast,), "coast"))


def test_a_double_issue_is_no_closed_day(tmp_path):
    reasons = '[{"code":"combined","date":"2026-04-01"}]'
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        situations.complete(db, FIRST)
        situations.expect(db, FIRST + dt.timedelta(days=1), expectation="closed")
        situations.expect(db, FIRST + dt.timedelta(days=2), expectation="closed")
        db.execute("UPDATE expected_editions SET detail = ? WHERE date = '2026-04-02'", [reasons])
        found = of_days(calendar.days(db.conn, HERALD.slug, FIRST, FIRST + dt.timedelta(days=2)))
    assert found == Completeness(
        first=FIRST,
        last=dt.date(2026, 4, 3),
        whole=1,
        lacking=dict.fromkeys(completeness.LACKING, ()),
        labels=("city",),
        closed=(Edition(dt.date(2026, 4, 3), "city"),),
        combined=(Edition(dt.date(2026, 4, 2), "city"),),
    )


def test_causes_hold_every_gap_once(connection):
    found = causes(days(connection))
    gaps = [(day["date"], row["label"]) for day in days(connection) for row in day["editions"] if row["gap"]]
    told = [(edition.date.isoformat(), edition.label) for cause in found for edition in cause.editions]
    assert sorted(told) == sorted(gaps)
    assert [cause.name for cause in found[:2]] == ["unknown: never_tried", "missing, late"]
    assert found[0].codes == (Code.NEVER_TRIED,)
    assert [len(cause.editions) for cause in found] == sorted((len(cause.editions) for cause in found), reverse=True)


def test_reasons_that_differ_in_their_numbers_are_one_cause_and_not_alike(tmp_path):
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        for number in range(2):
            situations.late(db, FIRST + dt.timedelta(days=number))
            because = f'[{{"code":"not_found","status":{404 + 6 * number}}}]'
            db.execute(
                "UPDATE editions SET detail = ? WHERE date = ?",
                [f'[{{"code":"not_there","because":{because}}}]', (FIRST + dt.timedelta(days=number)).isoformat()],
            )
        (cause,) = causes(calendar.days(db.conn, HERALD.slug, FIRST, FIRST + dt.timedelta(days=1)))
    assert (cause.name, cause.alike) == ("missing, late: not_there, not_found", False)
    assert "410" in cause.newest["detail"]


def test_it_reaches_as_far_as_the_ledger(connection):
    long = calendar.calendar(connection, HERALD.slug, dt.date(2020, 1, 1), dt.date(2030, 1, 1))
    found, collected = of_calendar(connection, HERALD.slug, long)
    assert found is not None
    assert (found.first, found.last) == (FIRST, LAST)
    assert collected == ("2026-06-01", "2026-06-01")
    assert of_calendar(connection, HERALD.slug, []) == (None, None)
    assert of_calendar(connection, "no-such-paper", long) == (None, None)
