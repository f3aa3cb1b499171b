"""The calendar's grids, and gaps put together."""

from __future__ import annotations

from scraper.site.words.calendar_grid import lapsed, months


def day(date, state="held", reason=""):
    return {"date": date, "state": state, "reason": reason, "url": f"/{date}"}


def test_a_month_is_a_grid_of_weeks_from_monday():
    (february,) = months([day("2024-02-28"), day("2024-02-29")])
    assert (february["name"], february["when"]) == ("February 2024", "2024-02")
    first, *_, last = february["weeks"]
    assert [square and square["date"][8:] for square in first] == [None, None, None, "01", "02", "03", "04"]
    assert [square and square["state"] for square in last] == [None, None, "held", "held", None, None, None]


def test_months_of_which_no_day_is_given_are_left_out():
    assert [month["when"] for month in months([day("2023-12-31"), day("2024-02-01")])] == ["2023-12", "2024-02"]
    assert months([]) == []


def test_the_last_month_there_is():
    assert months([day("9999-12-31")])[0]["weeks"][-1][4]["state"] == "held"


def test_days_that_follow_one_another_with_the_same_reason_are_one_gap():
    days = [
        day("2024-02-28", "missing", "late"),
        day("2024-02-29", "missing", "late"),
        day("2024-03-01", "missing", "blocked"),
        day("2024-03-03", "missing", "blocked"),
    ]
    assert [(gap["first"], gap["last"], gap["days"]) for gap in lapsed(days)] == [
        ("2024-02-28", "2024-02-29", 2),
        ("2024-03-01", "2024-03-01", 1),
        ("2024-03-03", "2024-03-03", 1),
    ]
