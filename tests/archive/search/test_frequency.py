"""Matches per day, what is held beside them, and what the ledger misses."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.archive.edition_states import Editions
from scraper.archive.search import frequency
from scraper.archive.search.filters import Filters
from scraper.archive.write import ledger
from scraper.items import Access, ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from tests.archive.conftest import PAPER, SATURDAY

SUNDAY, MONDAY = SATURDAY + dt.timedelta(days=1), SATURDAY + dt.timedelta(days=2)


def asked(**values):
    return Filters.of({name.rstrip("_"): [value] for name, value in values.items()})


@pytest.fixture
def three_days(db, stored):
    """Ferries on Saturday (two) and Monday, a storm on Sunday, and a ferry of a day that is not known."""
    stored("night-ferry")
    stored("day-ferry", access=Access.EXCERPT, section="Harbour")
    stored("storm", headline="A storm", body="It blew.", date=SUNDAY)
    stored("new-ferry", date=MONDAY)
    stored("old-ferry", date=None)
    return db.conn


def per_day(connection, filters):
    """The matches of the three days."""
    return frequency.per_span(connection, filters, [(day, day) for day in (SATURDAY, SUNDAY, MONDAY)])


def test_matches_are_counted_by_day_and_those_without_a_day_aside(three_days):
    assert per_day(three_days, asked(q="ferry")) == [2, 0, 1]
    assert frequency.undated(three_days, asked(q="ferry")) == 1
    assert frequency.undated(three_days, asked(q="storm")) == 0


def test_of_copies_one_counts_in_each_period(three_days, monkeypatch):
    """The ferries of Saturday and of Monday are one text; it is counted in each of the periods that have it."""
    three_days.execute("INSERT INTO clusters SELECT id, 'copy' FROM stories WHERE headline LIKE '%ferry%'")
    days = [(day, day) for day in (SATURDAY, SUNDAY, MONDAY)]
    for values, counts in (({"q": "ferry"}, [1, 0, 1]), ({"q": ""}, [1, 1, 1]), ({"q": "storm"}, [0, 1, 0])):
        matches = frequency.per_span(three_days, asked(**values), days)
        assert frequency.texts_per_span(three_days, asked(**values), days, matches) == counts
    both = [(SATURDAY, MONDAY)]
    assert frequency.texts_per_span(three_days, asked(q="ferry"), both, [3]) == [1]
    monkeypatch.setattr(frequency, "MANY_TEXTS", 2)
    assert frequency.texts_per_span(three_days, asked(q="ferry"), both, [3]) is None


@pytest.mark.parametrize("filters", [asked(q=""), asked(q="ferry OR storm")])
def test_days_are_added_up(three_days, filters):
    """As well where all stories are counted as where a query is asked."""
    friday, tuesday = SATURDAY - dt.timedelta(days=1), MONDAY + dt.timedelta(days=1)
    assert frequency.per_span(three_days, filters, [(friday, friday), (SATURDAY, SUNDAY), (MONDAY, tuesday)]) == [
        0,
        3,
        1,
    ]
    assert frequency.per_span(three_days, filters, [(SATURDAY, SATURDAY), (MONDAY, MONDAY)]) == [2, 1]
    assert frequency.per_span(three_days, filters, []) == []


def test_without_a_query_all_stories_are_counted(three_days):
    assert per_day(three_days, asked(q="")) == [2, 1, 1]
    assert per_day(three_days, asked(q="", publication=PAPER.slug)) == [2, 1, 1]
    assert per_day(three_days, asked(q="", publication="nobodys")) == [0, 0, 0]


def test_what_has_no_word_matches_nothing(three_days):
    assert per_day(three_days, asked(q="*")) == [0, 0, 0]
    assert frequency.undated(three_days, asked(q="*")) == 0


def test_filters_hold_for_counts_as_for_the_search(three_days):
    assert per_day(three_days, asked(q="ferry", access="excerpt")) == [1, 0, 0]
    assert per_day(three_days, asked(q="-ferry")) == [0, 1, 0]
    assert per_day(three_days, asked(q="ferry", publication="nobodys")) == [0, 0, 0]
    assert per_day(three_days, asked(q="", month_day="03-09")) == [0, 0, 1]
    assert frequency.undated(three_days, asked(q="ferry", from_="2026-03-08")) == 1


def test_what_a_share_is_a_share_of(three_days):
    filters = asked(q="ferry", access="excerpt", from_="never")
    assert per_day(three_days, frequency.without_query(filters)) == [1, 0, 0]
    assert per_day(three_days, frequency.of_papers(filters)) == [2, 1, 1]
    assert frequency.without_query(asked(q="ferry", from_="never")) == frequency.of_papers(asked(q="storm"))


def test_the_days_of_which_stories_are_held(three_days):
    assert frequency.reach(three_days) == (SATURDAY, MONDAY)
    assert frequency.reach(three_days, ["evening-lantern"]) == (SATURDAY, MONDAY)
    assert frequency.reach(three_days, ["nobodys"]) is None


def test_the_stories_themselves_are_not_read_where_no_filter_asks_of_them(three_days):
    asks = []
    three_days.set_trace_callback(asks.append)
    per_day(three_days, asked(q="ferry"))
    three_days.set_trace_callback(None)
    (statement,) = [sql for sql in asks if "GROUP BY" in sql]
    plan = three_days.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert not [step for *_, step in plan if "stories " in step or step.endswith("stories")], plan
    assert [step for *_, step in plan if "stories_fts" in step], plan


def edition(db, date, outcome, *, label="", listed=()):
    """Close an edition of that day, which lists these stories."""
    key = EditionKey(PAPER.slug, date, label)
    links = [StoryLink(url=f"https://lantern.example/{name}", headline=name, position=1) for name in listed]
    if links:
        ledger.enter(db, PAPER, ListedEdition(key=key, links=links, index_name="index"), run_id=None)
    ledger.close(db, PAPER, ClosedEdition(key=key, outcome=outcome), run_id=None)


def test_what_the_ledger_misses_is_counted_and_what_need_not_be_is_not(db, stored):
    days = [SATURDAY + dt.timedelta(days=number) for number in range(7)]
    stored("a", date=days[0])
    edition(db, days[0], Outcome.COMPLETE, listed=("a",))
    edition(db, days[1], Outcome.LATE)
    edition(db, days[2], Outcome.NOT_PUBLISHED)
    ledger.expect(db, PAPER, [(days[0], "", "expected"), (days[1], "", "expected"), (days[3], "", "expected")])
    ledger.expect(db, PAPER, [(days[4], "late", "optional"), (days[5], "", "closed"), (days[6], "late", "optional")])
    edition(db, days[6], Outcome.LATE, label="late")
    spans = [(day, day) for day in days]
    expected = [Editions(1, 0), Editions(0, 1), Editions(), Editions(0, 1), Editions(), Editions(), Editions()]
    assert frequency.editions_per_span(db.conn, spans) == expected
    assert frequency.editions_per_span(db.conn, spans, [PAPER.slug]) == expected
    assert frequency.editions_per_span(db.conn, [(days[0], days[3])]) == [Editions(1, 2)]
    assert frequency.editions_per_span(db.conn, spans, ["nobodys"]) == [Editions()] * 7
    assert frequency.scheduled(db.conn) == frequency.scheduled(db.conn, [PAPER.slug]) == (days[0], days[-1])
    assert frequency.scheduled(db.conn, ["nobodys"]) is None
