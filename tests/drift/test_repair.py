"""What finds yesterday's kind of thing on today's page, in HTML and in data."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import replace

from scraper.drift import addresses
from scraper.drift.repair import repaired
from scraper.drift.replay import NO_PAGE, read_again
from scraper.items import EditionKey, Page
from scraper.publication import Embedded, Fetch, Index, StoryRules, Value
from tests.drift.test_comparison import DAY, PAPER, html

KEY = EditionKey(PAPER.slug, DAY)
NOW = dt.datetime(2026, 3, 24, 12, tzinfo=dt.UTC)
KINDS = frozenset({"/0/0/0/a-a.html"})
OF_DATA = replace(
    PAPER,
    indexes=(
        Index(
            name="data",
            fetches=(Fetch(url="https://lantern.example/{date}/", embedded=Embedded(css="script#d")),),
            stories=(StoryRules(each="stories", fields={"url": Value(get=("link",)), "byline": Value(get=("by",))}),),
        ),
    ),
)


def page(text: str, content_type: str = "text/html") -> Page:
    return Page(url=f"https://lantern.example/{DAY}/", body=text.encode(), content_type=content_type, fetched=NOW)


def stories() -> list[dict[str, str]]:
    return [
        {"headline": f"The ferry of the {n}th day stays", "url": f"/{DAY:%Y/%m/%d}/the-ferry-of-{n}.html", "by": "Ada"}
        for n in range(1, 8)
    ]


def proposal(paper, came: Page):
    failed = read_again(paper, KEY, lambda request: came, now=NOW, env={})
    return repaired(paper, failed, KINDS, lambda request: came, now=NOW, env={})


def test_kinds_of_addresses() -> None:
    told = {
        "https://a.example/2026/03/07/ferry-stays-123.html": "/0/0/0/a-a.html",
        "https://a.example/2026/12/24/a-long-night-7.html": "/0/0/0/a-a.html",
        "https://a.example/story.php?id=7&page=2": "/a.php?id&page",
        "https://a.example/sport": "/a",
        "https://a.example/n12345": "/a0",
        "https://[broken": "",
    }
    assert {url: addresses.kind_of(url) for url in told} == told


def test_a_list_whose_elements_have_other_names() -> None:
    moved = html(DAY, (8, 6, 5, 4), card="tile-2027", names=("News", "Town", "Sport", "Culture"))
    moved = (
        moved.replace("<section>", "<div class=desk>").replace("</section>", "</div>").replace("class=dek", "class=x")
    )
    found = proposal(PAPER, page(moved))
    assert found is not None
    assert len(found.links) == 23
    written = tomllib.loads(found.toml)["index"]["stories"]
    assert written["headline"] == "h3"
    assert "[index.sections] goes" in found.toml


def test_data_that_moved_into_another_script_or_key() -> None:
    data = json.dumps({"page": {"blocks": [{"items": stories()}]}})
    found = proposal(OF_DATA, page(f'<html><script type="application/json" id="next">{data}</script></html>'))
    assert found is not None
    assert [link.byline for link in found.links] == ["Ada"] * 7
    assert tomllib.loads(found.toml)["embedded"] == {"css": "script#next"}
    assert "# Keep what it says of byline: that still finds something." in found.toml


def test_a_page_without_anything_of_the_kind() -> None:
    assert proposal(PAPER, page("<html><h1>Please sign in</h1><a href=/login>Sign in</a></html>")) is None
    failed = read_again(PAPER, KEY, lambda request: None, now=NOW, env={})
    assert failed is not None
    assert (failed.failure, failed.came) == (NO_PAGE, False)
    assert repaired(PAPER, failed, KINDS, lambda request: None, now=NOW, env={}) is None
