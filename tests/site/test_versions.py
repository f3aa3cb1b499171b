"""The versions of a story, what each changed, and how changed stories are followed."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import etree, html

from scraper import archive
from scraper.archive.public_copy import publish
from scraper.archive.write import stories
from scraper.items import Story
from scraper.site.app import site
from tests.site.situations import FERRY, LANTERN, address, captured, key_of

PIER = f"/stories/{key_of('pier')}"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
BODY = "The pier is shut.\n\nThe mayor said so on Friday."
TEXTS = (
    {"headline": "Pier shut", "body": BODY},
    {"headline": "Pier shut!", "body": BODY},  # trivial
    {"headline": "Pier shut for the winter", "body": BODY},  # the headline alone
    {"headline": "Pier shut for the winter", "body": f"{BODY}\n\nIt opens again in May, he said later."},
    {"headline": "Pier reopens", "body": f"{BODY.replace('Friday', 'Sunday')}\n\nIt opens again in May, he said."},
)


def came(path: Path, name: str, hour: int, **fields: str) -> None:
    draft = replace(FERRY, url=address(name), standfirst="", **fields)  # type: ignore[arg-type]
    with contextlib.closing(archive.opened(path, create=True)) as db:
        stories.save(
            db, Story(draft=draft, edition=None, publication=LANTERN.slug), captured(draft.url, hour=hour),
            publication=LANTERN,
        )  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a story with five versions, of one with sixty, and of one that nobody changed."""
    path = tmp_path_factory.mktemp("versions") / "archive.db"
    for hour, fields in enumerate(TEXTS, start=6):
        came(path, "pier", hour, **fields)
    came(path, "quiet", 6, headline="A quiet day", body="Nothing happened.")
    return path


@pytest.fixture
def served(path: Path) -> Datasette:
    return site(path)


async def page(served: Datasette, where: str) -> Any:
    answer = await served.client.get(where)
    assert answer.status_code == 200, answer.text[:300]
    return html.document_fromstring(answer.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


async def test_each_version_says_what_it_changed(served: Datasette) -> None:
    items = (await served.client.get(f"{PIER}/versions.json")).json()["items"]
    assert [(item["number"], item["change"] and item["change"]["fields"]) for item in items] == [
        (5, ["headline", "body"]),
        (4, ["body"]),
        (3, ["headline"]),
        (2, []),
        (1, None),
    ]
    assert items[1]["change"]["words_in"] == 8
    assert items[1]["change"]["url"] == f"http://localhost{PIER}/diff/3..4"
    shown = await page(served, f"{PIER}/versions/")
    summaries = [words(summary) for summary in shown.xpath("//details[@class='version']/summary")]
    assert "Headline, text:" in summaries[0]
    assert "headline only Headline: 3 words came, 0 words went." in summaries[2]
    assert "trivial Only punctuation" in summaries[3]


async def test_the_headlines_stand_apart(served: Datasette) -> None:
    found = (await served.client.get(f"{PIER}/versions.json")).json()["headlines"]
    told = [(row["number"], row["headline"]) for row in found]
    assert told == [(5, "Pier reopens"), (3, "Pier shut for the winter"), (2, "Pier shut!"), (1, "Pier shut")]
    shown = await page(served, f"{PIER}/versions/")
    assert [words(row) for row in shown.xpath("//section[@class='headlines']//li/span[2]")] == [row[1] for row in told]


async def test_any_two_versions_can_be_compared(served: Datasette) -> None:
    shown = await page(served, f"{PIER}/versions/")
    assert shown.xpath("//form[@class='compare']/@action") == [f"{PIER}/versions/"]
    assert shown.xpath("//select[@name='old']/option/text()") == ["5", "4", "3", "2", "1"]
    answer = await served.client.get(f"{PIER}/versions/?old=1&new=5", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, f"{PIER}/diff/1..5")
    told = await page(served, f"{PIER}/diff/1..5")
    labels = [words(label) for label in told.xpath("//section[@class='changed']/h2")]
    assert labels == ["Headline", "Text"], "the headline first"
    assert told.xpath("//select[@name='old']/option[@selected]/text()") == ["1"]
    back = (await served.client.get(f"{PIER}/diff/5..1.json")).json()
    assert back["texts"][0] == {"field": "headline", "html": "Pier <del>reopens</del><ins>shut</ins>", "trivial": False}


async def test_trivial_edits_are_folded(served: Datasette) -> None:
    told = await page(served, f"{PIER}/diff/1..2")
    (folded,) = told.xpath("//section[@class='changed']/details")
    assert words(folded) == "1 trivial editPier shut!"
    assert told.xpath("//section[@class='changed']/p") == []


async def test_very_many_versions_come_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.site.views.stories.VERSIONS", 2)
    path = tmp_path / "archive.db"
    for hour, fields in enumerate(TEXTS, start=6):
        came(path, "pier", hour, **fields)
    served, where, found = site(path), f"{PIER}/versions.json", []
    while where:
        answer = (await served.client.get(where.removeprefix("http://localhost"))).json()
        found += [(item["number"], item["change"] is not None) for item in answer["items"]]
        assert answer["total"] == 5
        where = answer["next_url"]
    assert found == [(5, True), (4, True), (3, True), (2, True), (1, False)]


async def test_changed_stories_are_followed_with_what_changed(served: Datasette) -> None:
    answer = await served.client.get("/search.atom?changed=1&publication=evening-lantern")
    feed = etree.fromstring(answer.content)
    (entry,) = feed.xpath("a:entry", namespaces=NAMES)
    assert entry.findtext("a:title", namespaces=NAMES) == "Pier reopens"
    summary = entry.findtext("a:summary", namespaces=NAMES)
    assert f'<a href="http://localhost{PIER}/diff/4..5">Changed.</a>' in summary
    assert "<del>Pier shut for the winter</del><ins>Pier reopens</ins>" in summary
    found = (await served.client.get("/search.feed.json?changed=1")).json()
    assert [item["title"] for item in found["items"]] == ["Pier reopens"]
    every = etree.fromstring((await served.client.get("/search.atom")).content)
    told = {
        entry.findtext("a:title", namespaces=NAMES): entry.findtext("a:summary", namespaces=NAMES)
        for entry in every.xpath("a:entry", namespaces=NAMES)
    }
    assert "Changed." not in told["A quiet day"]
    assert "Changed." in told["Pier reopens"]


async def test_a_search_is_narrowed_to_changed_stories(served: Datasette) -> None:
    found = (await served.client.get("/search.json?changed=1")).json()
    assert found["understood"].endswith("changed since it was first fetched")
    assert [item["headline"] for item in found["items"]] == ["Pier reopens"]
    shown = await page(served, "/search?changed=1")
    assert shown.xpath("//input[@name='changed']/@checked")
    odd = (await served.client.get("/search.json?changed=perhaps")).json()
    assert odd["total"] == 2
    assert "neither 1 nor 0" in odd["notes"][0]
    paper = await page(served, "/papers/evening-lantern/")
    assert "/search?changed=1&publication=evening-lantern" in paper.xpath("//dd/a/@href")


async def test_a_public_copy_tells_no_more_of_a_change_than_it_holds(tmp_path: Path) -> None:
    path, public = tmp_path / "archive.db", tmp_path / "public.db"
    hidden = "The beginning that everyone may read is long enough to be cut. " * 9
    for hour, end in ((6, "The secret is tin."), (7, "The secret is lead.")):
        draft = replace(FERRY, url=address("pier"), headline="Pier shut", body=hidden + end, noarchive=True)
        with contextlib.closing(archive.opened(path, create=True)) as db:
            story = Story(draft=draft, edition=None, publication=LANTERN.slug)
            stories.save(db, story, captured(draft.url, hour=hour), publication=LANTERN)
    publish(path, public)
    served = site(public)
    for where in (f"{PIER}/versions/", f"{PIER}/versions.json", f"{PIER}/diff/1..2", "/search.atom?changed=1"):
        answer = await served.client.get(where)
        assert answer.status_code == 200
        assert "lead" not in answer.text
        assert "tin." not in answer.text
