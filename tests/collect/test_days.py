from __future__ import annotations

import datetime as dt

import pytest

from scraper.collect import days
from scraper.publication import Publication, Schedule

NOON = dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC)


def paper(**schedule: object) -> Publication:
    return Publication(
        slug="a",
        title="A",
        timezone="Europe/London",
        language="en",
        schedule=Schedule(**schedule),  # type: ignore[arg-type]
    )


def asked(publication: Publication | None = None, **wanted: str) -> list[str]:
    return [str(day) for day in days.requested_days(publication or paper(), now=NOON, **wanted).days]


def test_one_day_several_or_a_range() -> None:
    assert asked(date="2026-03-06") == ["2026-03-06"]
    assert asked(date="2026-03-06,2026-03-02") == ["2026-03-02", "2026-03-06"]
    assert asked(first="2026-02-27", last="2026-03-01") == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert asked(first="2026-03-06") == ["2026-03-06", "2026-03-07"]
    assert len(asked(first="2025", last="2025")) == 365
    assert len(asked(last="2026-02")) == 28


def test_nothing_named_means_the_newest_that_is_due() -> None:
    assert asked() == ["2026-03-07"]
    assert asked(paper(days=("mon",))) == ["2026-03-02"]


def test_days_that_cannot_be_asked_for_are_named() -> None:
    found = days.requested_days(
        paper(archive_from=dt.date(2026, 3, 5)), first="2026-03-03", last="2026-03-05", now=NOON
    )
    assert [str(day) for day in found.days] == ["2026-03-05"]
    assert found.notes == (
        "2 days, 2026-03-03 to 2026-03-04, cannot be asked for (not out yet, or older than the site's archive)",
    )
    assert asked(date="2026-03-20") == []


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"date": "7 March"}, "'7 March' is no date; write 2024-12-07"),
        ({"date": "2026-02-30"}, "'2026-02-30' is no date"),
        ({"first": "2026-03-07", "last": "2026-03-01"}, "the range ends before it begins"),
        ({"date": "2026-03-07", "last": "2026-03-08"}, "either a date or a range"),
        ({"first": "0000"}, "is no date"),
    ],
)
def test_what_cannot_be_read_says_what_could(wanted: dict[str, str], message: str) -> None:
    with pytest.raises(days.DateError, match=message):
        asked(**wanted)
