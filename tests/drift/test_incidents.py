"""When a look is worse than its newspaper's kind; when an incident opens, what it remembers, and when it is over."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.drift.incidents import MOST_LINES, Incident, Look, Sign, after, is_due_by_habit, is_feast, judged
from scraper.items import EditionKey, Outcome
from scraper.reasons import Code, Reason

DAY = dt.date(2026, 3, 10)
KEY = EditionKey("skerry-post", DAY)
FINE = [(Outcome.COMPLETE, ())] * 8
TWO_LATE = [(Outcome.LATE, ())] * 2 + FINE
GONE = Reason(code=Code.NOT_FOUND, status=404)
FEWER = Reason(code=Code.FEWER_THAN_USUAL, listed=5, usual=12, weekday=2)
THIN = Reason(code=Code.THIN_FIELD, field="page", share=0.4, limit=0.98)
RENAMED = Reason(code=Code.SECTIONS_RENAMED, names=("News", "Town"))
BEFORE = EditionKey("skerry-post", DAY - dt.timedelta(days=1))
FILTERED = Reason(code=Code.ALL_FILTERED)
NOT_HELD = Reason(code=Code.NOT_HELD, number=2, listed=12, because=(GONE,))
MOST_LOST = Reason(code=Code.NOT_HELD, number=11, listed=12, because=(GONE,))


@pytest.mark.parametrize(
    ("outcome", "reasons", "more", "sign"),
    [
        (Outcome.COMPLETE, (), {}, Sign.RIGHT),
        (Outcome.COMPLETE, (), {"changes": (RENAMED,)}, Sign.WORSE),
        (Outcome.BROKEN, (), {}, Sign.WORSE),
        (Outcome.BROKEN, (), {"before": ()}, Sign.NEITHER),  # it never was otherwise
        (Outcome.BLOCKED, (), {}, Sign.WORSE),
        (Outcome.NOT_PUBLISHED, (), {}, Sign.NEITHER),
        (Outcome.LATE, (GONE,), {}, Sign.NEITHER),  # a strike, a feast that nobody declared
        (Outcome.LATE, (GONE,), {"shows_before": (BEFORE, False)}, Sign.WORSE),
        (Outcome.LATE, (GONE,), {"shows_before": (BEFORE, True)}, Sign.NEITHER),
        (Outcome.LATE, (GONE,), {"is_due": True, "shows_before": (BEFORE, True), "before": TWO_LATE[1:]}, Sign.NEITHER),
        (Outcome.LATE, (GONE,), {"is_due": True, "shows_before": (BEFORE, True), "before": TWO_LATE}, Sign.WORSE),
        (
            Outcome.BROKEN,
            (FILTERED,),
            {"shows_before": (BEFORE, True)},
            Sign.NEITHER,
        ),  # a feed on a day without a paper
        (Outcome.LATE, (GONE,), {"is_due": True, "before": [(Outcome.LATE, ()), *FINE]}, Sign.WORSE),
        (Outcome.STALE, (), {}, Sign.NEITHER),  # it may come later
        (Outcome.STALE, (), {"is_due": True}, Sign.WORSE),
        (Outcome.STALE, (), {"is_due": True, "key": EditionKey("x", dt.date(2026, 12, 25))}, Sign.NEITHER),
        (Outcome.PARTIAL, (NOT_HELD,), {}, Sign.RIGHT),
        (Outcome.PARTIAL, (MOST_LOST,), {}, Sign.WORSE),
        (Outcome.PARTIAL, (FEWER,), {}, Sign.RIGHT),  # a slow day
        (Outcome.PARTIAL, (FEWER,), {"before": [(Outcome.PARTIAL, (FEWER,))] * 3 + FINE}, Sign.WORSE),
        (Outcome.PARTIAL, (THIN,), {}, Sign.WORSE),
        (Outcome.PARTIAL, (THIN,), {"before": [(Outcome.PARTIAL, (THIN,))] * 8}, Sign.RIGHT),  # its kind
        (None, (MOST_LOST,), {}, Sign.WORSE),  # the first stories
    ],
)
def test_a_look_is_worse_than_its_newspapers_kind(outcome, reasons, more, sign) -> None:
    look = Look(**{"key": KEY, "outcome": outcome, "reasons": reasons, "before": FINE, **more})
    assert judged(look)[0] is sign


def seen(incident: Incident | None, outcome: Outcome, sign: Sign, *, label: str = "", day: int = 10, at: str = "t"):
    look = Look(key=EditionKey("skerry-post", dt.date(2026, 3, day), label), outcome=outcome)
    return after(incident, look, sign, (THIN,) if sign is Sign.WORSE else (), at)


def test_an_incident_closes_when_three_looks_in_a_row_are_right() -> None:
    assert seen(None, Outcome.COMPLETE, Sign.RIGHT) is None
    incident = seen(None, Outcome.BROKEN, Sign.WORSE, at="1")
    for day in (11, 12):
        incident = seen(incident, Outcome.COMPLETE, Sign.RIGHT, day=day)
    assert incident is not None
    assert not incident.closed
    incident = seen(incident, Outcome.BROKEN, Sign.WORSE, day=13)
    incident = seen(incident, Outcome.LATE, Sign.NEITHER, day=14)
    for day in (15, 16):
        incident = seen(incident, Outcome.COMPLETE, Sign.RIGHT, day=day)
        assert not incident.closed
    incident = seen(incident, Outcome.COMPLETE, Sign.RIGHT, day=17, at="9")
    assert (incident.opened, incident.closed, incident.since) == ("1", "9", DAY)
    assert [line.date for line in incident.history] == ["2026-03-10", "2026-03-13"]


def test_other_editions_of_a_paper_do_not_close_it() -> None:
    incident = seen(None, Outcome.BROKEN, Sign.WORSE, label="north")
    for day in range(11, 20):
        incident = seen(incident, Outcome.COMPLETE, Sign.RIGHT, label="south", day=day)
        incident = seen(incident, Outcome.COMPLETE, Sign.RIGHT, label="north", day=9)  # one of before
    assert incident is not None
    assert not incident.closed


def test_the_same_again_is_one_line_and_a_long_history_keeps_its_ends() -> None:
    incident = None
    for at in "123":
        incident = seen(incident, Outcome.BROKEN, Sign.WORSE, at=at)
    assert incident is not None
    (line,) = incident.history
    assert (line.seen, line.last, line.times) == ("1", "3", 3)
    for number in range(MOST_LINES + 50):
        incident = seen(incident, Outcome.BROKEN, Sign.WORSE, label=str(number))
    assert len(incident.history) == MOST_LINES
    assert (incident.history[0].date, incident.history[-1].label) == ("2026-03-10", str(MOST_LINES + 49))


def test_feasts_on_which_many_do_not_appear() -> None:
    feasts = [dt.date(2026, 4, 3), dt.date(2026, 4, 6), dt.date(2027, 5, 17), dt.date(2026, 12, 26)]
    assert [is_feast(day) for day in (*feasts, DAY)] == [True, True, True, True, False]


def test_an_edition_is_due_when_those_before_it_always_were_there() -> None:
    midnight = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    at_noon = [dt.timedelta(hours=12, seconds=number) for number in range(8)]
    early = [dt.timedelta(hours=5, minutes=5 * number) for number in range(8)]
    assert is_due_by_habit(midnight.replace(hour=12), midnight, at_noon)
    assert not is_due_by_habit(midnight.replace(hour=11), midnight, at_noon)
    assert not is_due_by_habit(midnight.replace(hour=5, minute=50), midnight, early)
    assert is_due_by_habit(midnight.replace(hour=7), midnight, early)
    assert not is_due_by_habit(midnight.replace(hour=12), midnight, at_noon[:7])
