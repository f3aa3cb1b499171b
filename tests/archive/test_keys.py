from __future__ import annotations

import datetime as dt

import pytest

from scraper.archive import keys
from scraper.dates import EARLIEST


def test_a_key_never_changes() -> None:
    # Permanent addresses are made of this: a change here breaks every link to every archive.
    assert keys.story_key("https://www.example.com/a-story") == "af6jsknseicg"


def test_http_and_https_are_one_story() -> None:
    assert keys.story_key("http://example.com/a") == keys.story_key("https://example.com/a")
    assert keys.story_key("https://example.com/a") != keys.story_key("https://example.com/A")


@pytest.mark.parametrize("date", [EARLIEST, dt.date(2024, 12, 7), dt.date(9999, 12, 31)])
def test_an_id_tells_its_date(date: dt.date) -> None:
    row_id = keys.preferred_id(date, "abc")
    low, high = keys.id_range(date, date)
    assert low <= row_id <= high
    assert keys.date_of_id(row_id) == date
    assert row_id < 1 << 62


def test_the_last_serial_of_a_day_is_of_that_day() -> None:
    """The hash of this key ends in twenty ones."""
    last = dt.date(2024, 12, 7)
    assert keys.date_of_id(keys.preferred_id(last, "1568720")) == last


def test_undated_stories_come_before_all_dated_ones() -> None:
    assert 0 < keys.preferred_id(None, "abc") < keys.first_id(dt.date(1600, 1, 2))
    assert keys.date_of_id(keys.preferred_id(None, "abc")) is None
