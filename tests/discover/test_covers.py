from __future__ import annotations

import datetime as dt

from scraper import discover
from scraper.items import EditionKey, Page
from scraper.publication import Cover, Publication, Value

SATURDAY = EditionKey("evening-lantern", dt.date(2026, 3, 7))
FRONT = Page(
    url="https://lantern.example/2026-03-07/",
    body=b'<div class="front"><img src="/img/front.jpg"></div>',
    content_type="text/html",
    fetched=dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC),
)


def paper(**cover: object) -> Publication:
    rules = Cover(**cover)  # type: ignore[arg-type]
    return Publication(slug="evening-lantern", title="Lantern", timezone="UTC", language="en", cover=rules)


def test_an_address_that_follows_from_the_date_needs_no_page() -> None:
    lantern = paper(url="https://lantern.example/front/{date+1:%Y%m%d}.jpg")
    assert discover.cover_page(lantern, SATURDAY, {}) == ""
    assert discover.cover_address(lantern, SATURDAY, {}) == "https://lantern.example/front/20260308.jpg"


def test_an_address_read_off_a_page_is_made_whole() -> None:
    lantern = paper(fetch="https://lantern.example/{date:%Y-%m-%d}/", get=Value(get=(".front img::attr(src)",)))
    assert discover.cover_page(lantern, SATURDAY, {}) == FRONT.url
    assert discover.cover_address(lantern, SATURDAY, {}, FRONT) == "https://lantern.example/img/front.jpg"


def test_names_that_the_index_bound_can_be_used() -> None:
    lantern = paper(fetch="https://lantern.example/{issue}/", get=Value(get=("img::attr(src)",)))
    assert discover.cover_page(lantern, SATURDAY, {"issue": "412"}) == "https://lantern.example/412/"
    assert discover.cover_page(lantern, SATURDAY, {}) == ""


def test_a_day_without_a_front_page_has_no_cover() -> None:
    lantern = paper(url="https://lantern.example/front.jpg", days=("mon",))
    assert discover.cover_address(lantern, SATURDAY, {}) == ""
    supplement = EditionKey("evening-lantern", SATURDAY.date, "review", supplement_of="")
    assert discover.cover_address(paper(url="https://lantern.example/front.jpg"), supplement, {}) == ""


def test_a_page_without_its_cover_is_no_failure() -> None:
    lantern = paper(fetch=FRONT.url, get=Value(get=("img.other::attr(src)",)))
    assert discover.cover_address(lantern, SATURDAY, {}, FRONT) == ""
