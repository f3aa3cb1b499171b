"""Reading makes no circular garbage, so that nobody has to search for it meanwhile."""

from __future__ import annotations

import datetime as dt
import gc

from scraper import extract
from scraper.extract.uncollected import uncollected
from scraper.items import Page
from tests.loopback import story


def test_reading_a_page_leaves_no_circles() -> None:
    page = Page(
        url="https://a.example/1", body=str(story("tide").body).encode(), fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC)
    )
    gc.disable()
    try:
        left = []
        for _ in range(4):  # of which the first ones may find what other threads of the tests have left
            gc.collect()
            extract.read(page)
            left.append(gc.collect())
        assert min(left) == 0
        assert not gc.isenabled()  # it was off before, and stays so
    finally:
        gc.enable()


def test_the_collector_is_off_meanwhile_and_on_again_whatever_happens() -> None:
    try:
        with uncollected():
            assert not gc.isenabled()
            raise ValueError
    except ValueError:
        assert gc.isenabled()
