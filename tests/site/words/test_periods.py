"""Days, months and years of a range, and the names under an axis."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.site.words import periods

D = dt.date.fromisoformat


def shown(first, last, by):
    return list(periods.periods(D(first), D(last), by))


def test_a_range_is_cut_at_both_its_ends():
    months = shown("2023-11-05", "2024-02-10", "month")
    assert [(period.text, period.first.day, period.last.day) for period in months] == [
        ("2023-11", 5, 30),
        ("2023-12", 1, 31),
        ("2024-01", 1, 31),
        ("2024-02", 1, 10),
    ]
    assert [period.text for period in shown("2023-12-31", "2025-01-01", "year")] == ["2023", "2024", "2025"]
    assert [period.name for period in shown("2024-02-28", "2024-03-01", "day")] == [
        "28 February 2024",
        "29 February 2024",
        "1 March 2024",
    ]


def test_the_last_year_of_all():
    assert [period.text for period in shown("9998-12-31", "9999-12-31", "year")] == ["9998", "9999"]


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2024-03-07", "2024-03-07", "day"),
        ("2024-01-01", "2024-03-31", "day"),
        ("2024-01-01", "2024-12-31", "month"),
        ("2015-01-01", "2024-12-31", "month"),
        ("1924-01-01", "2024-12-31", "year"),
    ],
)
def test_the_unit_that_fits_a_range(first, last, by):
    assert periods.best_unit(D(first), D(last)) == by
    assert periods.number_of(D(first), D(last), by) == len(shown(first, last, by))


def test_an_axis_names_what_people_look_for():
    by_month = periods.ticks(shown("2020-05-01", "2024-12-31", "month"), "month", most=6)
    assert [text for _, text in by_month] == ["2021", "2022", "2023", "2024"]
    assert by_month[0][0] == 8
    quarters = periods.ticks(shown("2024-01-01", "2024-12-31", "month"), "month", most=5)
    assert [text for _, text in quarters] == ["Jan 2024", "Apr 2024", "Jul 2024", "Oct 2024"]
    mondays = periods.ticks(shown("2024-03-01", "2024-03-31", "day"), "day", most=5)
    assert [text for _, text in mondays] == ["4 Mar", "11 Mar", "18 Mar", "25 Mar"]
    year_of_days = periods.ticks(shown("2024-01-10", "2025-01-09", "day"), "day", most=5)
    assert [(place, text) for place, text in year_of_days] == [
        (82, "Apr 2024"),
        (173, "Jul 2024"),
        (265, "Oct 2024"),
        (357, "Jan 2025"),
    ]
    decades = periods.ticks(shown("1897-01-01", "1934-12-31", "year"), "year", most=5)
    assert [text for _, text in decades] == ["1900", "1910", "1920", "1930"]
