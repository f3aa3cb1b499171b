"""A story's provenance says what its newspaper permitted when it was fetched, complete, dated and from captures."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from scraper import archive
from scraper.archive import public_copy
from scraper.archive.write import permissions, stories
from scraper.items import Draft, Story
from scraper.permissions.documents import Document, Kind
from scraper.site.app import site as opened_site
from tests.site import situations
from tests.site.situations import key_of

DAY, LATER = "2026-03-11T05:00:00Z", "2026-03-12T05:00:00Z"
ROBOTS = Document(
    kind=Kind.ROBOTS,
    url="https://lantern.example/robots.txt",
    status=200,
    text="User-agent: *\nContent-Signal: ai-train=no\nCrawl-delay: 2",
    sha256="ab" * 32,
    valid_from=DAY,
    last_seen=DAY,
    file="2026-03-11.warc.gz",
    offset=7,
    length=300,
)


TDMREP = Document(
    kind=Kind.TDMREP,
    url="https://lantern.example/.well-known/tdmrep.json",
    status=200,
    text='[{"location": "/ferry", "tdm-reservation": 1}]',
    valid_from=DAY,
    last_seen=DAY,
)


def permitting(path: Path) -> Path:
    """An archive with a story whose page reserves mining, and a robots.txt that forbids all on the day after."""
    draft = Draft(
        url=situations.address("ferry"),
        headline="The night ferry stays",
        body="The ferry stays. " * 100,
        permissions={"meta tdm-reservation": "1", "meta tdm-policy": "/tdm"},
        tdm_reserved=True,
    )
    with contextlib.closing(archive.opened(path, create=True)) as db:
        story = Story(draft=draft, edition=None, publication=situations.LANTERN.slug)
        stories.save(db, story, situations.captured(draft.url))
        permissions.enter(db, ROBOTS)
        later = {"text": "User-agent: *\nDisallow: /", "sha256": "cd" * 32, "valid_from": LATER, "last_seen": LATER}
        permissions.enter(db, replace(ROBOTS, **later))
    return path


async def test_a_story_says_what_was_permitted_when_it_was_fetched(tmp_path: Path) -> None:
    client = opened_site(permitting(tmp_path / "archive.db")).client
    found = (await client.get(f"/stories/{key_of('ferry')}.json")).json()["permissions"]
    assert found["fetching"] == "allowed"
    assert (found["group"], found["crawl_delay"]) == ("*", 2.0)
    assert found["said"] == {"meta tdm-reservation": "1", "meta tdm-policy": "/tdm"}
    assert [(each["use"], each["answer"]) for each in found["uses"]] == [
        ("tdm", "prohibited"),
        ("ai-train", "prohibited"),
        ("ai-input", "not-said"),
        ("search", "not-said"),
        ("archive", "not-said"),
    ]
    assert found["documents"] == [
        {
            "kind": "robots",
            "source_url": "https://lantern.example/robots.txt",
            "status": 200,
            "valid_from": DAY,
            "last_seen": DAY,
            "said_by": "",
            "sha256": "ab" * 32,
            "file": "2026-03-11.warc.gz",
            "offset": 7,
            "length": 300,
        }
    ]
    page = html.document_fromstring((await client.get(f"/stories/{key_of('ferry')}")).text)
    shown = " ".join(page.xpath("string(//details[@class='provenance'])").split())
    assert "On 11 March 2026 the robots.txt of lantern.example allowed this page to be asked for." in shown
    assert "The policy is https://lantern.example/tdm." in shown
    assert "2026-03-11.warc.gz, byte 7, 300 bytes" in shown


async def test_a_public_copy_keeps_what_was_permitted(tmp_path: Path) -> None:
    public = tmp_path / "public.db"
    public_copy.publish(permitting(tmp_path / "archive.db"), public)
    client = opened_site(public).client
    found = (await client.get(f"/stories/{key_of('ferry')}.json")).json()["permissions"]
    assert found["fetching"] == "allowed"
    assert found["uses"][0]["answer"] == "prohibited"


async def test_an_edition_says_what_was_permitted_of_its_index_when_it_was_collected(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    since = "2026-03-01T00:00:00Z"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
        robots = {"text": "User-agent: *\nDisallow: /private", "valid_from": since, "last_seen": since}
        permissions.enter(db, replace(ROBOTS, **robots))
        db.execute("UPDATE editions SET index_url = 'https://lantern.example/today', last_collected = ?", [LATER])
    client = opened_site(path).client
    edition = "/papers/evening-lantern/2026-03-07/city/"
    found = (await client.get(f"{edition[:-1]}.json")).json()["permissions"]
    sentence = "On 1 March 2026 the robots.txt of lantern.example allowed this page to be asked for."
    assert found["sentences"] == [sentence]
    assert [each["answer"] for each in found["uses"]] == ["not-known", "not-said", "not-said", "not-said", "not-known"]
    assert sentence in (await client.get(edition)).text


@pytest.mark.parametrize(
    ("fetched", "cut"), [(DAY, public_copy.Reason.TDM), (LATER, None)], ids=["before the story", "after it"]
)
def test_a_public_copy_cuts_what_the_host_reserved_when_it_was_fetched(
    tmp_path: Path, fetched: str, cut: public_copy.Reason | None
) -> None:
    path, public = permitting(tmp_path / "archive.db"), tmp_path / "public.db"
    with contextlib.closing(archive.opened(path)) as db:
        db.execute("UPDATE stories SET tdm_reserved = 0")  # its page says nothing
        db.execute("DELETE FROM page_permissions")
        permissions.enter(db, replace(TDMREP, valid_from=fetched, last_seen=fetched))
    public_copy.publish(path, public)
    with contextlib.closing(archive.opened(public)) as db:
        assert public_copy.cut(db.conn, key_of("ferry")) is cut
