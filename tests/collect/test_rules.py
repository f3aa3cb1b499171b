"""Rules that nobody has confirmed: an edition says that it was read by them, and what speaks for them by now."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scraper.collect import rules_followed
from scraper.demo.server import DemoSite
from scraper.publication import Index, PageRules, Publication, StoryRules, Value
from scraper.site.app import site as opened_site
from tests import forked

PAPER = Publication(
    slug="salt-post",
    title="The Salt Post",
    timezone="UTC",
    language="en",
    unverified=("index.next", "story.body", "cover", "health", "schedule.closed"),
    indexes=(Index(name="front"), Index(name="feed"), Index(name="supplements", add=True)),
)


def test_parts_that_read_no_edition_are_left_out() -> None:
    assert rules_followed.unverified(PAPER) == ("index.next", "story.body")


def test_the_fingerprint_is_of_the_rules_that_were_followed() -> None:
    front = rules_followed.fingerprint(PAPER, "front")
    headline = StoryRules(each="li", fields={"headline": Value(get=("a",))})
    read_otherwise = replace(PAPER, indexes=(replace(PAPER.indexes[0], stories=(headline,)), *PAPER.indexes[1:]))
    more_added = replace(PAPER, indexes=(*PAPER.indexes[:2], replace(PAPER.indexes[2], base="https://salt.example/")))
    stories_otherwise = replace(PAPER, story=(PageRules(strip=("aside",)),))
    others = [rules_followed.fingerprint(paper, "front") for paper in (read_otherwise, more_added, stories_otherwise)]
    assert len({front, rules_followed.fingerprint(PAPER, "feed"), *others}) == 5


def test_the_fingerprint_is_not_of_what_reads_nothing() -> None:
    front = rules_followed.fingerprint(PAPER, "front")
    another_index = replace(PAPER, indexes=(PAPER.indexes[0], Index(name="wire"), PAPER.indexes[2]))
    renamed = replace(PAPER, title="Salt Post", health=replace(PAPER.health, stories=(3, 9)), unverified=())
    assert {rules_followed.fingerprint(paper, "front") for paper in (another_index, renamed)} == {front}


@pytest.mark.slow
async def test_an_edition_read_by_unconfirmed_rules_says_so(tmp_path: Path) -> None:
    """On the terminal, in its row, on its page and in its JSON; with each complete edition more speaks for them.

    In a process of its own each time, since files are read once.
    """
    folder, db = tmp_path / "mine", tmp_path / "archive.db"
    folder.mkdir()
    (folder / "ellery-courier.toml").write_text(
        'extends = "ellery-courier"\n[publication]\nunverified = ["index.sections", "health"]\n', encoding="utf-8"
    )

    def command(*arguments: str) -> str:
        with DemoSite(port=0) as site:
            given = os.environ | {"BACKISSUES_DEMO_SITE": site.url, "BACKISSUES_PUBLICATIONS": str(folder)}
            done = forked.run("scraper", *arguments, "--db", str(db), environment=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    printed = command("collect", "ellery-courier", "--label", "city", "--from", "2026-03-03", "--to", "2026-03-04")
    told = printed.splitlines()[-1]
    today = dt.datetime.now(dt.UTC).date()
    assert told == (
        "The Ellery Courier was read by rules that nobody has confirmed: index.sections. They have read 2 editions to"
        f" the end since {today}."
    )
    client = opened_site(db).client
    edition = (await client.get("/papers/ellery-courier/2026-03-03/city.json")).json()
    assert (edition["unverified"], edition["read_rightly"]) == (["index.sections"], 2)
    page = (await client.get("/papers/ellery-courier/2026-03-03/city/")).text
    assert (
        "nobody has confirmed on the newspaper’s own pages (index.sections). In this archive they have read 2" in page
    )
    before = editions(db)
    db.unlink()
    command("rebuild", "--captures", str(tmp_path / "captures"))
    assert editions(db) == before


def editions(db: Path) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT date, label, rules, unverified FROM editions ORDER BY date, label").fetchall()
