"""The week of a newspaper, as its calendar tells it."""

from __future__ import annotations

import datetime as dt

from scraper.site.words.weekly_pattern import weekly_pattern

MONDAY = dt.date(2026, 3, 2)


def day(number, *editions, stories=0):
    """The day that many days after a Monday."""
    date = MONDAY + dt.timedelta(days=number)
    return {"date": date.isoformat(), "stories": stories, "editions": list(editions)}


def edition(held, *, name="", supplement=False, counted=True):
    """An edition as the calendar has it; ``counted`` comes from the view ``edition_states``."""
    return {"label": "", "name": name, "supplement": supplement, "held": held, "counted": counted and not supplement}


def test_a_week_with_a_gap_and_a_supplement_on_saturdays():
    review = edition(4, name="The Review", supplement=True)
    week = weekly_pattern(
        [
            day(0, edition(10), stories=10),
            day(5, edition(20), review, stories=24),
            day(7, edition(0)),
            day(12, edition(22), review, stories=26),
            day(14, edition(0)),
        ]
    )
    assert week == [
        {"weekday": 1, "name": "Monday", "expected": 3, "held": 1, "stories": 10, "supplements": []},
        {
            "weekday": 6,
            "name": "Saturday",
            "expected": 2,
            "held": 2,
            "stories": 25,
            "supplements": [{"name": "The Review", "held": 2}],
        },
    ]


def test_days_on_which_no_edition_need_have_been_are_no_part_of_it():
    assert not weekly_pattern(
        [
            day(0),
            day(1, edition(0, counted=False)),
            day(5, edition(3, supplement=True)),
        ]
    )
