"""A search that is followed misses nothing: feeds in the order in which stories came, however old their editions."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import etree

from scraper import archive
from scraper.archive.write import stories
from scraper.items import EditionDate, Evidence, EvidenceKind, Story
from scraper.site.app import site
from tests.site.situations import FERRY, LANTERN, address, captured

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def come(path: Path, name: str, date: dt.date, **fields: Any) -> None:
    """Store a story of the Lantern about the ferry, of this day."""
    draft = replace(FERRY, url=address(name), headline=f"The ferry of {name}", **fields)
    dated = EditionDate(
        date=date, publication=LANTERN.title, evidence=Evidence(kind=EvidenceKind.STATEMENT, text="index")
    )
    with contextlib.closing(archive.opened(path, create=True)) as db:
        story = Story(draft=draft, edition=dated, publication=LANTERN.slug)
        stories.save(db, story, captured(draft.url, hour=7), publication=LANTERN)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of sixty stories of 2025, and then one of 1990."""
    path = tmp_path_factory.mktemp("feeds") / "archive.db"
    for number in range(60):
        come(path, f"s{number}", dt.date(2025, 1, 1) + dt.timedelta(days=number))
    come(path, "old", dt.date(1990, 3, 15), authors=("Ada Quill", "Bo Reed"))
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copy(original, tmp_path / "archive.db")


@pytest.fixture
def served(path: Path) -> Datasette:
    return site(path)


async def feed_of(datasette: Datasette, where: str) -> Any:
    return etree.fromstring((await datasette.client.get(where.removeprefix("http://localhost"))).content)


def texts(feed: Any, what: str) -> list[str]:
    return [str(text) for text in feed.xpath(what, namespaces=NAMES)]


async def test_a_story_of_1990_that_came_last_is_the_first_entry(served: Datasette) -> None:
    feed = await feed_of(served, "/search.atom?q=ferry")
    entry = feed.xpath("a:entry[1]", namespaces=NAMES)[0]
    assert texts(entry, "a:title/text()") == ["The ferry of old"]
    assert texts(entry, "a:published/text()") == ["1990-03-15T00:00:00Z"], "its own day"
    assert texts(entry, "a:author/a:name/text()") == ["Ada Quill", "Bo Reed"]
    assert texts(feed, "a:updated/text()") == texts(entry, "a:updated/text()"), "it is what changed last"
    assert len(texts(feed, "a:entry")) == 61, "all that came in a day: few readers follow the link to the next page"
    updated = texts(feed, "a:entry/a:updated/text()")
    assert updated == sorted(set(updated), reverse=True), "no two alike"


async def test_the_paper_has_its_old_edition_first(served: Datasette) -> None:
    feed = await feed_of(served, "/papers/evening-lantern.atom")
    assert texts(feed, "a:entry[1]/a:title/text()") == ["The Evening Lantern, Thursday 15 March 1990"]
    assert texts(feed, "a:entry[1]/a:published/text()") == ["1990-03-15T00:00:00Z"]


@pytest.mark.parametrize("query", ["q=ferry", "q=&publication=evening-lantern", "q=ferry&sort=oldest&from=1990"])
async def test_the_pages_of_a_feed_lead_to_every_entry_once(served: Datasette, query: str) -> None:
    seen: list[str] = []
    where, ids = f"/search.atom?{query}&size=25", set()
    while where:
        feed = await feed_of(served, where)
        ids |= set(texts(feed, "a:id/text()"))
        seen += texts(feed, "a:entry/a:id/text()")
        where = "".join(texts(feed, "a:link[@rel='next']/@href"))
    assert (len(seen), len(set(seen)), len(ids)) == (61, 61, 1)


async def test_what_comes_while_pages_are_followed_hides_nothing(path: Path) -> None:
    served = site(path)
    first = await feed_of(served, "/search.atom?q=ferry&size=25")
    come(path, "meanwhile", dt.date(1950, 1, 1))
    come(path, "s3", dt.date(2025, 1, 4), body="Another ferry.")
    seen = texts(first, "a:entry/a:title/text()")
    where = "".join(texts(first, "a:link[@rel='next']/@href"))
    while where:
        feed = await feed_of(served, where)
        seen += texts(feed, "a:entry/a:title/text()")
        where = "".join(texts(feed, "a:link[@rel='next']/@href"))
    again = await feed_of(served, "/search.atom?q=ferry&size=2")
    assert texts(again, "a:entry/a:title/text()") == ["The ferry of s3", "The ferry of meanwhile"]
    assert {*seen, "The ferry of s3"} == {"The ferry of old", *(f"The ferry of s{number}" for number in range(60))}


async def test_the_same_as_json_feed(served: Datasette) -> None:
    answer = await served.client.get("/search.feed.json?q=ferry&size=50")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    feed = answer.json()
    assert (feed["version"], len(feed["items"])) == ("https://jsonfeed.org/version/1.1", 50)
    item = feed["items"][0]
    assert (item["title"], item["date_published"]) == ("The ferry of old", "1990-03-15T00:00:00Z")
    assert item["authors"] == [{"name": "Ada Quill"}, {"name": "Bo Reed"}]
    rest = (await served.client.get(feed["next_url"].removeprefix("http://localhost"))).json()
    assert len(rest["items"]) == 11
    assert "next_url" not in rest
    for other in ("/papers/evening-lantern.feed.json", "/papers/evening-lantern/1990-03-15/main.feed.json"):
        assert (await served.client.get(other)).json()["items"][0]["date_published"] == "1990-03-15T00:00:00Z"


@pytest.mark.parametrize("where", ["/search.atom?q=zeppelin", "/search.feed.json?q=zeppelin", "/search.atom?before=1"])
async def test_a_feed_without_entries_does_not_say_1970(served: Datasette, empty_archive: Path, where: str) -> None:
    for each in (served, site(empty_archive)):
        answer = await each.client.get(where)
        assert answer.status_code == 200
        assert "1970" not in answer.text


@pytest.mark.parametrize("hostile", ["before=x", "before=-1", "before=99999999999999999999", "size=0", "size=-3"])
async def test_a_page_of_nonsense_is_the_first(served: Datasette, hostile: str) -> None:
    feed = await feed_of(served, f"/search.atom?q=ferry&{hostile}")
    assert texts(feed, "a:entry[1]/a:title/text()") == ["The ferry of old"]
