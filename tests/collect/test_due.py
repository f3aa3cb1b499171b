"""When an edition is looked at, and when again: by its newspaper's hours, and by what came of the looks before."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest

from scraper import schedule
from scraper.collect.due import CATCH_UP, NOT_FOLLOWED, Due, Why, due, next_look, planned
from scraper.items import EditionKey, Look, Outcome
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from tests.test_schedule import paper

SATURDAY = dt.date(2026, 3, 7)
HOUR = dt.timedelta(hours=1)
WAIT = Reason(code=Code.WAIT_TOO_LONG, seconds=100_000)


def edition(date: dt.date = SATURDAY, label: str = "") -> EditionKey:
    return EditionKey("gazette", date, label)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def look(outcome: Outcome | None, at: str, *reasons: Reason, key: EditionKey | None = None) -> Look:
    return Look(key=key or edition(), began=moment(at), ended=moment(at), outcome=outcome, reasons=reasons)


def simulated(publication: Publication, answers: Sequence[Outcome | None], key: EditionKey) -> list[dt.datetime]:
    """The moments of the looks at an edition, each met with the next of these answers, the last one for ever."""
    looks: list[Look] = []
    while (found := next_look(publication, key, looks)) and len(looks) < 1000:
        answer = answers[min(len(looks), len(answers) - 1)]
        looks.append(Look(key=key, began=found.at, ended=found.at, outcome=answer))
    return [each.ended for each in looks]


def test_an_edition_is_due_at_its_hour_in_the_papers_zone() -> None:
    gazette = paper("Asia/Kolkata", ready="05:30")
    early, now = moment("2026-03-06T23:59"), moment("2026-03-07T00:00")
    known = {edition(dt.date(2026, 3, 6)): [look(Outcome.COMPLETE, "2026-03-06T01:00")]}
    assert due(gazette, known, early) == []
    assert due(gazette, known, now) == [Due(now, edition(), Why.NEW)]


def test_a_paper_that_is_new_begins_with_its_newest_edition() -> None:
    assert [each.key.date.day for each in due(paper(ready="06:00"), {}, moment("2026-03-07T05:00"))] == [6]


def test_a_whole_edition_is_looked_at_once_more_where_the_paper_names_the_end_of_its_day() -> None:
    whole = [look(Outcome.COMPLETE, "2026-03-07T06:10")]
    assert next_look(paper(ready="06:00"), edition(), whole) is None
    grows = paper(ready="06:00", retry_until="22:00")
    assert next_look(grows, edition(), whole) == Due(moment("2026-03-07T22:00"), edition(), Why.GROWN)
    assert next_look(grows, edition(), [*whole, look(Outcome.COMPLETE, "2026-03-07T22:01")]) is None


def test_a_late_edition_is_looked_at_until_its_day_is_over_and_then_no_more() -> None:
    gazette = paper(ready="06:00", retry_until="09:00")
    at = simulated(gazette, [Outcome.LATE], edition())
    minutes = [(each - at[0]) // dt.timedelta(minutes=1) for each in at]
    assert minutes == [0, 10, 30, 70, 150, 180]
    assert at[-1] == schedule.overdue_at(gazette, SATURDAY)


def test_an_edition_that_comes_at_last_is_not_asked_for_again() -> None:
    assert len(simulated(paper(), [Outcome.LATE, Outcome.PARTIAL, Outcome.COMPLETE], edition())) == 3


@pytest.mark.parametrize("outcome", [Outcome.LATE, Outcome.PARTIAL, Outcome.BROKEN, Outcome.STALE])
def test_nothing_is_asked_for_more_than_twenty_times_a_day(outcome: Outcome) -> None:
    assert len(simulated(paper(), [outcome], edition())) <= 20


def test_a_site_that_refuses_is_asked_rarely() -> None:
    at = simulated(paper(), [Outcome.BLOCKED], edition())
    assert len(at) == 6
    assert at[1] - at[0] == HOUR


def test_a_site_that_asks_to_be_left_alone_is_left_alone_so_long() -> None:
    told = [look(Outcome.BLOCKED, "2026-03-07T06:00", WAIT)]
    found = next_look(paper(ready="06:00"), edition(), told)
    assert found == Due(moment("2026-03-07T06:00") + dt.timedelta(seconds=100_000), edition(), Why.REFUSED)


def test_an_edition_that_nobody_could_reach_is_asked_for_for_a_month() -> None:
    at = simulated(paper(ready="06:00"), [None], edition())
    assert at[1] - at[0] == dt.timedelta(minutes=10)
    assert CATCH_UP - HOUR * 4 < at[-1] - schedule.overdue_at(paper(ready="06:00"), SATURDAY) <= CATCH_UP
    assert max(later - earlier for earlier, later in itertools.pairwise(at)) == 2 * HOUR


def test_what_comes_after_a_week_without_a_network_is_collected() -> None:
    assert len(simulated(paper(), [*[None] * 84, Outcome.COMPLETE], edition())) == 85


def test_silence_after_the_end_of_its_day_changes_nothing() -> None:
    late = [look(Outcome.LATE, "2026-03-08T06:00"), look(None, "2026-03-09T06:00")]
    assert next_look(paper(ready="06:00"), edition(), late) is None


def test_silence_within_the_day_is_no_last_look() -> None:
    looks = [look(Outcome.LATE, "2026-03-07T06:00"), look(None, "2026-03-07T06:10")]
    found = next_look(paper(ready="06:00"), edition(), looks)
    assert found == Due(moment("2026-03-07T06:20"), edition(), Why.UNREACHED)


def test_a_machine_that_was_off_for_some_days_gets_what_has_come_meanwhile() -> None:
    known = {edition(SATURDAY): [look(Outcome.COMPLETE, "2026-03-07T06:00")]}
    now = moment("2026-03-11T12:00")
    assert [each.key.date.day for each in due(paper(ready="06:00"), known, now)] == [8, 9, 10, 11]


def test_a_paper_that_was_not_followed_for_a_fortnight_begins_anew() -> None:
    known = {edition(SATURDAY): [look(Outcome.COMPLETE, "2026-03-07T06:00")]}
    now = dt.datetime.combine(SATURDAY + NOT_FOLLOWED + dt.timedelta(days=1), dt.time(12), dt.UTC)
    assert [each.key.date.day for each in due(paper(ready="06:00"), known, now)] == [22]


def test_days_before_the_first_that_was_collected_are_no_concern_of_it() -> None:
    days = [dt.date(2026, 3, day) for day in (2, 7)]
    known = {edition(day): [look(Outcome.COMPLETE, "2026-03-07T07:00", key=edition(day))] for day in days}
    assert due(paper(ready="06:00"), known, moment("2026-03-07T12:00")) == []


def test_a_day_without_a_paper_is_entered_without_asking_for_it() -> None:
    gazette = paper(ready="06:00", closed=("03-08",))
    known = {edition(SATURDAY): [look(Outcome.COMPLETE, "2026-03-07T06:00")]}
    found = due(gazette, known, moment("2026-03-08T12:00"))
    assert [(each.key.date.day, each.why) for each in found] == [(8, Why.NEW)]
    known[edition(dt.date(2026, 3, 8))] = [look(Outcome.NOT_PUBLISHED, "2026-03-08T06:00")]
    assert due(gazette, known, moment("2026-03-08T12:00")) == []


def test_a_paper_that_appears_the_evening_before_is_due_then() -> None:
    gazette = paper("Europe/Berlin", ready="19:00", lead_days=1)
    known = {edition(SATURDAY): [look(Outcome.COMPLETE, "2026-03-06T18:30")]}
    assert [each.key.date.day for each in due(gazette, known, moment("2026-03-07T18:00"))] == [8]
    assert due(gazette, known, moment("2026-03-07T17:59")) == []


def test_the_plan_names_the_next_edition_and_its_hour() -> None:
    weekly = paper(days=("fri",), ready="06:00")
    friday = edition(dt.date(2026, 3, 6))
    known = {friday: [look(Outcome.LATE, "2026-03-06T06:00", key=friday)]}
    found = planned(weekly, known, moment("2026-03-06T06:05"))
    assert [(each.at, each.key.date.day, each.why) for each in found] == [
        (moment("2026-03-06T06:10"), 6, Why.ABSENT),
        (moment("2026-03-13T06:00"), 13, Why.NEW),
    ]


AGAIN = tuple(dt.timedelta(hours=hours) for hours in (6, 24, 168))
FIRST = "2026-03-07T06:10"


def again(at: str, outcome: Outcome | None = Outcome.COMPLETE) -> Look:
    return replace(look(outcome, at), again=True)


def test_a_held_edition_is_asked_for_again_so_long_after_the_first_look() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    looks = [look(Outcome.COMPLETE, FIRST)]
    told = []
    while (found := next_look(gazette, edition(), looks)) and len(looks) < 9:
        told.append((found.at - looks[0].ended, found.why))
        looks.append(replace(looks[0], began=found.at, ended=found.at, again=True))
    assert told == [(pause, Why.AGAIN) for pause in AGAIN]


def test_what_was_missed_while_the_machine_was_off_is_one_look() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    known = {edition(): [look(Outcome.COMPLETE, FIRST)]}
    now = moment("2026-03-09T06:00")
    assert [(each.key.date.day, each.why) for each in due(gazette, known, now)][:1] == [(7, Why.AGAIN)]
    known[edition()].append(again("2026-03-09T06:00"))
    assert edition() not in [each.key for each in due(gazette, known, moment("2026-03-14T06:00"))]
    assert edition() in [each.key for each in due(gazette, known, moment("2026-03-14T06:10"))]


def test_a_look_that_asked_for_new_stories_alone_does_not_count_as_one_for_the_held() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    looks = [look(Outcome.COMPLETE, FIRST), look(Outcome.COMPLETE, "2026-03-07T13:00")]
    assert next_look(gazette, edition(), looks) == Due(moment("2026-03-07T12:10"), edition(), Why.AGAIN)


def test_one_look_serves_the_end_of_the_day_and_the_hours_after_the_first_look() -> None:
    gazette = paper(ready="06:00", retry_until="12:00", again_after=AGAIN)
    known = {edition(): [look(Outcome.COMPLETE, FIRST)]}
    assert [each.why for each in due(gazette, known, moment("2026-03-07T12:05"))] == [Why.GROWN]
    assert [each.why for each in due(gazette, known, moment("2026-03-07T12:15"))] == [Why.AGAIN]
    known[edition()].append(again("2026-03-07T12:15"))
    assert due(gazette, known, moment("2026-03-07T12:20")) == []


@pytest.mark.parametrize("outcome", [Outcome.LATE, Outcome.STALE, Outcome.BLOCKED, Outcome.BROKEN])
def test_an_edition_that_its_site_shows_no_more_is_asked_for_no_more_often(outcome: Outcome) -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    looks = [look(Outcome.COMPLETE, FIRST), again("2026-03-07T12:10", outcome)]
    assert next_look(gazette, edition(), looks) == Due(moment("2026-03-08T06:10"), edition(), Why.AGAIN)


def test_a_site_that_asks_for_patience_is_given_it_when_an_edition_is_held_too() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    looks = [look(Outcome.COMPLETE, FIRST), replace(again("2026-03-07T12:10", Outcome.BLOCKED), reasons=(WAIT,))]
    found = next_look(gazette, edition(), looks)
    assert found == Due(moment("2026-03-07T12:10") + dt.timedelta(seconds=100_000), edition(), Why.AGAIN)


def test_where_nothing_answers_the_second_time_it_is_asked_for_later() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN[:1])
    looks = [look(Outcome.COMPLETE, FIRST), again("2026-03-07T12:10", None), again("2026-03-07T12:20", None)]
    assert next_look(gazette, edition(), looks) == Due(moment("2026-03-07T12:40"), edition(), Why.AGAIN)
    assert next_look(gazette, edition(), [*looks, again("2026-03-07T12:40")]) is None


def test_an_edition_of_which_nothing_is_held_is_not_asked_for_again() -> None:
    gazette = paper(ready="06:00", again_after=AGAIN)
    assert next_look(gazette, edition(), [look(Outcome.LATE, "2026-03-08T06:00")]) is None
    assert next_look(gazette, edition(), [look(Outcome.NOT_PUBLISHED, "2026-03-07T06:00")]) is None
