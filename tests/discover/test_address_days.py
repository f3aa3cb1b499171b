"""The days that addresses name."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.discover import address_days

DAY = (dt.date(2026, 3, 6),)


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/2026/03/06/ferry", DAY),
        ("/ferry-06-03-2026-AB12.php", DAY),
        ("/epaper/2026/mar/06/front/ferry", DAY),
        ("/pc/content/202603/06/content_31801.html", DAY),  # most dailies of China
        ("/ferry-20260306080512345.htm", DAY),  # a time to the millisecond, as dailies of Vietnam number their stories
        ("/ferry-20260306998877665.htm", ()),  # no time of day: a number
        ("/content/202603/0612/ferry", ()),
        ("/content/202603/06-ferry", ()),
        ("/content/202613/06/ferry", ()),
    ],
)
def test_days_that_an_address_names(path: str, days: tuple[dt.date, ...]) -> None:
    assert address_days.days_in(f"https://www.paper.example{path}", "en-GB") == days
