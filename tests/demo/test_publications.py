"""The demo papers' publication files, read by the catalogue and tried by discovery against the printed site."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest

from scraper import catalogue, discover, schedule
from scraper.demo import addresses
from scraper.demo.newspapers import newspapers
from scraper.demo.printing import printed
from scraper.items import EditionKey, Page
from tests.discover.papers import evening

SITE = "http://127.0.0.1:8651"
ENV = {"BACKISSUES_DEMO_SITE": SITE}
NOVEMBER = dt.date(2026, 11, 22)
COURIER = "ellery-courier"


def fetched(url: str) -> Page:
    parts = urlsplit(url)
    answer = printed(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert answer.status == 200, url
    return Page(
        url=url,
        body=answer.body,
        content_type=answer.content_type,
        fetched=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        status=answer.status,
    )


def listed(key: EditionKey) -> discover.Listing:
    """What the newspaper's index lists of that edition."""
    paper = catalogue.publication(key.publication)
    (index,) = discover.indexes(paper, key, now=evening(paper, NOVEMBER), env=ENV)
    walk = discover.IndexWalk(paper, index, key, env=ENV)
    while walk.waiting:
        wanted = walk.waiting.pop(0)
        walk.read(wanted, fetched(wanted.url))
    return walk.listing()


def collapsed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("slug", newspapers())
def test_the_facts_are_those_of_the_printed_paper(slug: str) -> None:
    known, paper = catalogue.publication(slug), newspapers()[slug]
    assert known.demo
    assert (known.title, known.language, known.timezone, known.place) == (
        paper.title,
        paper.language,
        paper.timezone,
        paper.place,
    )
    assert known.homepage == f"https://www.{slug}.example/"
    assert paper.host in (f"www.{slug}.example", *known.hosts)
    assert (known.access.delay, known.access.concurrency) == (0.0, 4)


@pytest.mark.parametrize("slug", newspapers())
def test_every_edition_is_listed_as_it_was_printed(slug: str) -> None:
    known, paper = catalogue.publication(slug), newspapers()[slug]
    tried = 0
    for date in paper.dates:
        for key in schedule.editions_on(known, date):
            edition = (
                paper.edition(date, key.label) if key.supplement_of is None else paper.edition(date, None, key.label)
            )
            if edition is None:
                assert schedule.is_optional(known, key), key
                continue
            listing = listed(key)
            assert listing.date == date
            assert listing.title == (edition.title if slug not in addresses.RACK else "")
            assert [(link.url, link.position) for link in listing.links] == [
                (SITE + addresses.listed(story, edition.label), position)
                for position, story in enumerate(edition.stories, start=1)
            ]
            assert [(link.headline, link.section, link.page, link.standfirst) for link in listing.links] == [
                (collapsed(story.headline), story.section, story.page, collapsed(story.standfirst))
                for story in edition.stories
            ]
            tried += 1
    assert tried == len(paper.editions)


def test_the_courier_index_gives_byline_and_kicker() -> None:
    first = listed(EditionKey(COURIER, dt.date(2026, 3, 7), "city")).links[0]
    assert (first.kicker, first.byline) == ("Storm Imre", "Tom Aldous and Anselm Roy")


@pytest.mark.parametrize("slug", newspapers())
def test_the_papers_appear_on_the_declared_days_only(slug: str) -> None:
    known = catalogue.publication(slug)
    fortnight = [dt.date(2026, 3, day) for day in range(2, 16)]
    expected = [day for day in fortnight if schedule.is_publishing_day(known, day)]
    missing = [day for day in expected if day not in newspapers()[slug].dates]
    assert missing == ([dt.date(2026, 3, 11)] if slug == COURIER else [])
    assert set(newspapers()[slug].dates) <= set(expected)


def test_founders_day_is_declared_and_the_late_edition_is_optional() -> None:
    courier = catalogue.publication(COURIER)
    assert schedule.is_closed(courier, dt.date(2026, 3, 13))
    assert not schedule.is_closed(courier, dt.date(2026, 3, 11))
    keys = schedule.editions_on(courier, dt.date(2026, 3, 8))
    assert [(key.label, key.supplement_of) for key in keys] == [
        ("city", None),
        ("coast", None),
        ("late", None),
        ("sunday-review", "city"),
    ]
    assert [schedule.is_optional(courier, key) for key in keys] == [False, False, True, True]


@pytest.mark.parametrize("slug", newspapers())
def test_every_edition_is_as_long_as_health_declares(slug: str) -> None:
    least, most = catalogue.publication(slug).health.stories
    assert {len(edition.stories) for edition in newspapers()[slug].editions} <= set(range(least, most + 1))
