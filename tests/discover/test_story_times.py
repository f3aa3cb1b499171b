"""What the stories of an edition say of its day, by when they were published."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.discover import EditionRules, Judgement, Say, StoryTime, judged, usual
from scraper.items import EditionKey
from tests.discover.papers import SATURDAY, edition_of, gazette

WEEKLY = '[schedule]\ndays = ["sat"]\n'
DOUBLE_ISSUE = '[schedule]\ncombined = ["2026-03-08..2026-03-09"]\n'
NO_FRIDAY = '[schedule]\ndays = ["mon", "tue", "wed", "thu", "sat", "sun"]\n'
THE_DAY_BEFORE = [StoryTime(f"2026-03-0{when}Z") for when in ("5T18:30", "5T21:00", "5T23:10", "6T00:40", "6T04:00")]
THE_DAY = [StoryTime(f"2026-03-0{when}Z") for when in ("6T18:30", "6T21:00", "6T23:10", "7T00:40", "7T04:00")]


def said(
    stories: list[StoryTime], more: str = "", *, zone: str = "Europe/London", habit: float | None = None
) -> Judgement:
    paper = gazette(f'frequency = "weekly"\n{more}' if more == WEEKLY else more, zone=zone)
    return judged(EditionRules.of(paper, edition_of(paper)), stories, today=dt.date(2026, 3, 20), habit=habit)


def at(*stamps: str) -> list[StoryTime]:
    return [StoryTime(stamp) for stamp in stamps]


@pytest.mark.parametrize(
    ("stories", "more", "zone", "habit", "say"),
    [
        (THE_DAY, "", "Europe/London", None, Say.THIS_DAY),
        (THE_DAY_BEFORE, "", "Europe/London", None, Say.ANOTHER_DAY),
        (THE_DAY_BEFORE, NO_FRIDAY, "Europe/London", None, Say.THIS_DAY),  # written on Thursday evening and on Friday
        (THE_DAY_BEFORE, "[schedule]\nlead_days = 1\n", "Europe/London", None, Say.THIS_DAY),
        (THE_DAY_BEFORE, "", "Europe/London", -0.9, Say.THIS_DAY),  # as usual
        (THE_DAY_BEFORE, "", "Europe/London", 0.1, Say.ANOTHER_DAY),
        (at("2026-03-06T08:00Z", "2026-03-06T13:00Z"), "", "Pacific/Kiritimati", None, Say.THIS_DAY),
        (at("2026-03-07T08:00Z", "2026-03-07T16:00Z"), "", "Pacific/Pago_Pago", None, Say.THIS_DAY),
        (at("2026-03-06T16:00Z", "2026-03-06T17:00Z", "2026-03-06T21:00Z"), "", "Europe/London", None, Say.THIS_DAY),
        (at("2026-03-06T06:00Z", "2026-03-06T09:00Z", "2026-03-06T15:00Z"), "", "Europe/London", None, Say.THIS_DAY),
        (at("2026-03-07T08:00Z", "2026-03-07T15:00Z"), "", "Europe/London", None, Say.THIS_DAY),  # an evening paper
        (at("2026-03-06T13:00Z", "2026-03-06T13:00Z"), "", "Europe/London", None, Say.NOTHING),
        (at("2026-03-06", "2026-03-06"), "", "Europe/London", None, Say.UNCERTAIN),
        (at("2026-03-06", "2026-03-06"), "", "Europe/London", -0.5, Say.THIS_DAY),
        (at("2026-03-06", "2026-03-06"), "", "Europe/London", 0.5, Say.ANOTHER_DAY),
        (at("2026-03-07", "2026-03-06", "2026-03-07"), "", "Europe/London", None, Say.THIS_DAY),
        (at("2026-03-05", "2026-03-05"), "", "Europe/London", None, Say.ANOTHER_DAY),
        (at("2026-02-26T10:00Z", "2026-02-27T09:00Z"), WEEKLY, "Europe/London", None, Say.ANOTHER_DAY),
        (at("2026-03-02T10:00Z", "2026-03-05T09:00Z"), WEEKLY, "Europe/London", None, Say.THIS_DAY),
        (at("2024-01-01T06:00Z", "2026-03-06T19:00Z", "2026-03-07T03:00Z"), "", "Europe/London", None, Say.THIS_DAY),
        (at("2026-03-19T19:00Z", "2026-03-20T03:00Z"), "", "Europe/London", None, Say.ANOTHER_DAY),  # of today
        (at("2025-03-07T03:00Z", "2025-03-06T19:00Z"), "", "Europe/London", None, Say.ANOTHER_DAY),
        (at("2031-11-20T03:00Z", "2031-11-20T19:00Z"), "", "Europe/London", None, Say.NOTHING),  # moved much later
        (at("", "", "2026-03-05T10:00Z"), "", "Europe/London", None, Say.NOTHING),
        (at("2026-03-09T08:00Z", "2026-03-09T09:00Z"), "", "Europe/London", None, Say.ANOTHER_DAY),
        (at("2026-03-09T08:00Z", "2026-03-09T09:00Z"), DOUBLE_ISSUE, "Europe/London", None, Say.THIS_DAY),
        ([], "", "Europe/London", None, Say.NOTHING),
        ([StoryTime("", dt.date(2026, 3, 6))] * 2, "", "Europe/London", None, Say.ANOTHER_DAY),
        ([StoryTime("2026-03-05", SATURDAY)] * 2, "", "Europe/London", None, Say.THIS_DAY),
        ([StoryTime("2026-03-07T04:00Z", dt.date(2026, 3, 8))] * 2, "", "Europe/London", None, Say.THIS_DAY),
    ],
)  # fmt: skip
def test_what_stories_say_of_the_day(
    stories: list[StoryTime], more: str, zone: str, habit: float | None, say: Say
) -> None:
    assert said(stories, more, zone=zone, habit=habit).say is say


def test_the_edition_before_is_the_last_of_the_same_label() -> None:
    """The evening edition of Monday follows that of Saturday, the morning's that of Sunday."""
    days = '["mon", "tue", "wed", "thu", "fri", "sat"]'
    paper = gazette(f'[[editions]]\nid = "morning"\n[[editions]]\nid = "evening"\ndays = {days}\n')
    monday, day = dt.date(2026, 3, 9), dt.timedelta(days=1)
    rules = {label: EditionRules.of(paper, EditionKey(paper.slug, monday, label)) for label in ("morning", "evening")}
    assert (rules["morning"].before, rules["evening"].before) == (monday - day, monday - 2 * day)
    assert EditionRules.of(paper, EditionKey(paper.slug, monday - 2 * day, "evening")).after == monday


def test_it_says_which_days_paper_they_are_of() -> None:
    assert said(THE_DAY_BEFORE) == Judgement(Say.ANOTHER_DAY, dt.date(2026, 3, 6), "stories published: 2026-03-06")
    assert said(at("2026-03-05T18:00Z", "2026-03-05T19:00Z")).day == dt.date(2026, 3, 6)


def test_what_is_usual_is_known_from_three_editions() -> None:
    zone = gazette("").zone
    of_two = {dt.date(2026, 3, day): [f"2026-03-0{day - 1}"] * 3 for day in (3, 4)}
    assert usual(of_two, zone) is None
    assert usual(of_two | {dt.date(2026, 3, 5): ["2026-03-05T06:00Z"] * 3}, zone) == -0.5
