"""A year of a newspaper with everything that befalls one, day by day against a calendar kept by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlite_utils import Database

from scraper import schedule
from scraper.archive.read import calendar
from scraper.archive.write import ledger
from scraper.publication import LabelRules, Publication, Schedule, SupplementRules

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
BOTE = Publication(
    slug="talbote",
    title="Der Talbote",
    timezone="Europe/Berlin",
    language="de-DE",
    schedule=Schedule(
        days=("mon", "tue", "wed", "thu", "fri", "sat until 2025-06"),
        closed=(
            "01-01", "05-01", "10-03", "12-25", "good friday", "easter monday", "ascension day", "whit monday",
            "wed before 11-23 until 2020", "2025-09-02..2025-09-03 (Streik der Drucker)",
        ),
        combined=("sat from 2025-07", "12-24", "12-26..12-27"),
        extra=("2025-02-23 (Bundestagswahl)",),
    ),
    labels=(
        LabelRules(id="stadt", days=("every day until 2025-09",)),
        LabelRules(id="metropole", days=("every day from 2025-10",)),
        LabelRules(id="abend", days=("wed",), optional=True),
    ),
    supplements=(SupplementRules(id="haus", days=("1st fri of every month",), editions=("stadt",)),),
)  # fmt: skip

# From a calendar on the wall. Day and month -> why there is no paper.
FEASTS = {
    **dict.fromkeys(("01-01", "05-01", "10-03", "12-25"), ""),
    "04-18": "good friday",
    "04-21": "easter monday",
    "05-29": "ascension day",
    "06-09": "whit monday",
    **dict.fromkeys(("09-02", "09-03"), "Streik der Drucker"),
}
HOUSES = ("01-03", "02-07", "03-07", "04-04", "05-02", "06-06", "07-04", "08-01", "09-05")


def on_the_wall(day: dt.date) -> tuple[str, str]:
    """The label that is expected of a day, or "" and why there is none; "-" on a day that is no day of the paper."""
    written = f"{day:%m-%d}"
    if written in FEASTS:
        return "", FEASTS[written]
    if written == "02-23":
        return "stadt", ""
    if written == "12-24":
        return "", "23 Dec"
    if written in ("12-26", "12-27"):  # with the paper of the 25th, which there is not
        return "", ""
    if day.weekday() == 5 and day.month >= 7:
        friday = day - dt.timedelta(days=1)
        return "", FEASTS.get(f"{friday:%m-%d}", f"{friday.day} {friday:%b}")
    if day.weekday() == 6:
        return "", "-"
    return ("stadt" if day.month < 10 else "metropole"), ""


@pytest.fixture
def year(db: Database) -> Database:
    ledger.expect(db, BOTE, schedule.expectations(BOTE, FIRST, LAST), between=(FIRST, LAST))
    return db


def test_every_day_is_what_the_calendar_on_the_wall_says(year: Database) -> None:
    told = {}
    for number in range(365):
        day = FIRST + dt.timedelta(days=number)
        found = schedule.day(BOTE, day)
        expected = [key.label for key in schedule.editions_on(BOTE, day) if not schedule.is_optional(BOTE, key)]
        shared = f"{found.edition.day} {found.edition:%b}" if found.kind == "combined" and found.edition else ""
        why = "-" if found.kind == "none" else "" if found.kind == "expected" else shared or found.why
        told[day] = (next(iter(expected), ""), why)
    assert told == {day: on_the_wall(day) for day in told}


def test_the_ledger_has_each_day_once_and_nothing_else(year: Database) -> None:
    rows = year.execute("SELECT date, label, state, counted, gap FROM edition_states ORDER BY date").fetchall()
    main = {date: (label, state) for date, label, state, *_ in rows if label not in ("abend", "haus")}
    for number in range(365):
        day = FIRST + dt.timedelta(days=number)
        label, why = on_the_wall(day)
        if why == "-":
            assert day.isoformat() not in main
        elif label:
            assert main[day.isoformat()] == (label, "unknown")
        else:
            name = "stadt" if day.month < 10 else "metropole"
            assert main[day.isoformat()] == (name, "closed")
    assert [date[5:] for date, label, *_ in rows if label == "haus"] == list(HOUSES)
    assert not any(counted or gap for _, label, _, counted, gap in rows if label in ("abend", "haus"))


def test_the_site_s_calendar_sums_it_up(year: Database) -> None:
    days = Counter(day["state"] for day in calendar.days(year.conn, BOTE.slug, FIRST, LAST))
    wall = Counter(
        "off" if why == "-" else "unknown" if label else "closed"
        for label, why in (on_the_wall(FIRST + dt.timedelta(days=number)) for number in range(365))
    )
    assert days == wall
    assert sum(wall.values()) == 365
