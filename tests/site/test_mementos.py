"""A story from a web archive says so: which copy, of when, and when it was asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path

from lxml import html

from scraper import archive
from scraper.archive.write import stories
from scraper.items import Draft, Memento, Story
from scraper.site.app import site
from tests.site import situations
from tests.site.situations import key_of

ASKED = dt.datetime(2026, 12, 1, 4, 30, tzinfo=dt.UTC)


async def test_the_copy_in_a_web_archive_stands_in_the_provenance(tmp_path: Path) -> None:
    draft = Draft(url=situations.address("ferry"), headline="The night ferry stays", body="The ferry stays. " * 100)
    copy = f"https://archive.example/web/20260311050000/{draft.url}"
    capture = replace(situations.captured(draft.url), memento=Memento(url=copy, asked=ASKED))
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        stories.save(db, Story(draft=draft, edition=None, publication=situations.LANTERN.slug), capture)
    client = site(tmp_path / "archive.db").client
    (found,) = (await client.get(f"/stories/{key_of('ferry')}.json")).json()["captures"]
    assert (found["memento_url"], found["asked"]) == (copy, "2026-12-01T04:30:00Z")
    page = html.fromstring((await client.get(f"/stories/{key_of('ferry')}")).text)
    (said,) = page.xpath("//dt[. = 'Web archive']/following-sibling::dd[1]")
    assert "the copy that a web archive fetched on" in said.text_content()
    assert said.xpath("a/@href") == [copy]
