"""Saved index pages in, the edition's stories out: one folder of ``cases`` for each; a new case is a new folder.

``case.toml`` names publication, date, label, index (left out: the first that can be used that day) and the pages by
address; ``expected.json`` holds what the listing says, empty fields left out. In ``attested`` it says who else reads
pages of this shape: a shape is written from public readers of the site and never from the rule that reads it.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from scraper import discover
from scraper.catalogue import publication
from scraper.items import Page
from scraper.schedule import edition_key

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def listed(folder: Path) -> dict[str, Any]:
    """What the case's index lists, as ``expected.json`` writes it."""
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    paper = publication(case["publication"])
    edition = edition_key(paper, case["date"], case.get("label", ""))
    env = case.get("env", {})
    usable = discover.indexes(paper, edition, today=case["date"], env=env)
    named = [index for index in usable if index.name == case.get("index", usable[0].name)]
    index = named[1 if case.get("latest") else 0]
    pages = {page["url"]: page for page in case["pages"]}
    walk = discover.IndexWalk(paper, index, edition, env=env)
    while walk.waiting:
        request = walk.waiting.pop()  # the last first: the order of answers must not matter
        assert request.url in pages, f"{folder.name}: no page for {request.url}"
        saved = pages[request.url]
        page = Page(
            url=request.url,
            body=(folder / saved["file"]).read_bytes(),
            content_type=saved.get("content_type", "text/html"),
            fetched=dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC),
        )
        walk.read(request, page)
    assert len(walk.pages) == len(pages), f"{folder.name}: not every page was asked for"
    listing = walk.listing()
    links = [{name: value for name, value in asdict(link).items() if value} for link in listing.links]
    facts = {"sections": list(listing.sections), "date": str(listing.date or ""), "title": listing.title}
    return {**{name: fact for name, fact in facts.items() if fact}, "links": links}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_index_lists_the_stories_expected(folder: Path) -> None:
    assert listed(folder) == json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_every_paper_with_an_index_of_its_own_has_a_case() -> None:
    proved = {tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))["publication"] for folder in FOLDERS}
    assert proved >= {
        "business-standard-magzter",
        "hindustan-times",
        "le-monde",
        "the-economist",
        "the-guardian",
        "the-hindu",
        "the-independent-magzter",
    }
