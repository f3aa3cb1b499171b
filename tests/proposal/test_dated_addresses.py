"""The day in an address, and the address with a variable in its place."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.discover.templates import Variables, fill
from scraper.proposal.dated_addresses import dated

DAY = dt.date(2026, 3, 7)
ADDRESSES = [
    "https://skerry.example/paper/2026-03-07/",
    "https://skerry.example/2026/mar/07",
    "https://skerry.example/2026/Mar/7/all",
    "https://skerry.example/archives/07-03-2026/",
    "https://skerry.example/p?date=20260307&page=1",
    "https://skerry.example/html/202603/07/node_1.htm",
    "https://skerry.example/html/2026-03/07/node_1.htm",
    "https://skerry.example/archiv/7-3-2026",
    "https://skerry.example/issues/march-7-2026/",
    "https://skerry.example/issues/7-march-2026/",
    "https://skerry.example/2026/3/7/",
    "https://skerry.example/2026_03_07.html",
    "https://skerry.example/archives/2026/03-07",
    "https://skerry.example/paper/070326",
    "https://skerry.example/07/03/2026/index.html",
    "https://skerry.example/p?date=07%2F03%2F2026",
    "https://skerry.example/p?year=2026&month=3&day=7",
    "https://skerry.example/p?d=07&m=03&y=2026",
    "https://skerry.example/2026/0307/",
]
IN_OTHER_WORDS = [
    ("it", "https://skerry.example/edizione/2026/marzo/7"),
    ("pt", "https://skerry.example/07-marco-2026"),
    ("de", "https://skerry.example/7-maerz-2026/"),
    ("pl", "https://skerry.example/7-marca-2026"),
    ("ru", "https://skerry.example/7-марта-2026"),
    ("fa-IR", "https://skerry.example/1404/12/16/"),
    ("th", "https://skerry.example/07-03-2569"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_becomes_a_template_that_gives_it_back(address: str) -> None:
    found = dated(address, near=dt.date(2026, 3, 9))
    assert found is not None
    assert found.day == DAY
    assert fill(found.template, Variables(date=DAY)) == address
    assert fill(found.template, Variables(date=dt.date(2025, 11, 24))) != address


@pytest.mark.parametrize(("language", "address"), IN_OTHER_WORDS)
def test_months_of_the_papers_language_and_its_calendar(language: str, address: str) -> None:
    found = dated(address, near=dt.date(2026, 3, 9), language=language)
    assert found is not None
    assert found.day == DAY
    assert fill(found.template, Variables(date=DAY)) == address
    assert dated(address, near=DAY) is None


def test_six_digits_are_not_certain() -> None:
    found = [dated(f"https://skerry.example/{words}/", near=DAY) for words in ("070326", "2026-03-07")]
    assert [each.is_certain for each in found if each] == [False, True]


def test_where_day_and_month_may_be_exchanged_the_nearer_day_counts() -> None:
    for near, template in (("2026-03-09", "%d-%m-%Y"), ("2026-07-05", "%m-%d-%Y")):
        found = dated("https://skerry.example/07-03-2026/", near=dt.date.fromisoformat(near))
        assert found is not None
        assert found.variable == f"{{date:{template}}}"


@pytest.mark.parametrize(
    "address",
    [
        "https://skerry.example/",
        "https://skerry.example/story-1234567890",
        "https://skerry.example/2026/",
        "https://skerry.example/2026-13-45/",
        "https://skerry.example/{id}/2026-03-07/",
        "https://skerry.example/a20260307b",
    ],
)
def test_other_addresses_have_no_day(address: str) -> None:
    assert dated(address, near=DAY) is None
