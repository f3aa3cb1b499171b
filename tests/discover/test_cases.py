"""Saved index pages in, the edition's stories out: one folder of ``cases`` for each; a new case is a new folder.

``case.toml`` names publication, date, label, index (left out: the first that can be used that day) and the pages by
address; ``expected.json`` holds what the listing says, empty fields left out. In ``attested`` it says who else reads
pages of this shape: a shape is written from public readers of the site and never from the rule that reads it. So it
leaves open what they leave open: ``also`` holds other addresses under which a page answers, an ``optional`` page need
not be asked for, and a field in ``unattested`` is compared only where page and rule both say something. What is sent to
an address stands in ``post``; of numbered pages, the one after the last need not be there.
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
from scraper.catalogue import catalogue, publication
from scraper.items import Page
from scraper.reasons import Code, Reason
from scraper.schedule import edition_key
from tests.discover.papers import evening

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
ALWAYS_OPEN = frozenset({"date", "title", "kicker", "published", "image"})  # of a shape: a rule may leave these out


def case_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))


def listed(folder: Path) -> dict[str, Any]:
    """What the case's index lists, as ``expected.json`` writes it."""
    case = case_of(folder)
    paper = publication(case["publication"])
    edition = edition_key(paper, case["date"], case.get("label", ""))
    env = case.get("env", {})
    usable = discover.indexes(paper, edition, now=evening(paper, case["date"]), env=env)
    named = [index for index in usable if index.name == case.get("index", usable[0].name)]
    index = named[1 if case.get("latest") else 0]
    pages = {
        (url, page.get("post", "")): page for page in case["pages"] for url in (page["url"], *page.get("also", ()))
    }
    needed = [(page["url"], page.get("post", "")) for page in case["pages"] if not page.get("optional")]
    asked = []
    walk = discover.IndexWalk(paper, index, edition, env=env)
    while walk.waiting:
        request = walk.waiting.pop()  # the last first: the order of answers must not matter
        address = (request.url, request.post.body.decode() if request.post else "")
        if address not in pages and request.counted and request.page_number > 1:
            walk.missing(request, Reason(code=Code.NOT_FOUND, status=404))
            continue
        assert address in pages, f"{folder.name}: no page for {' '.join(address)}"
        saved = pages[address]
        page = Page(
            url=request.url,
            body=(folder / saved["file"]).read_bytes(),
            content_type=saved.get("content_type", "text/html"),
            fetched=dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC),
        )
        walk.read(request, page)
        asked.append((saved["url"], saved.get("post", "")))
    assert set(needed) <= set(asked), f"{folder.name}: not every page was asked for"
    assert len(asked) == len(set(asked)), f"{folder.name}: a page was asked for twice"
    listing = walk.listing()
    links = [{name: value for name, value in asdict(link).items() if value} for link in listing.links]
    facts = {"sections": list(listing.sections), "date": str(listing.date or ""), "title": listing.title}
    return {**{name: fact for name, fact in facts.items() if fact}, "links": links}


def in_both(one: dict[str, Any], other: dict[str, Any], leave_open: frozenset[str]) -> dict[str, Any]:
    """One of two descriptions, without what it may leave open and the other does not say."""
    return {name: fact for name, fact in one.items() if name not in leave_open or name in other}


def comparable(one: dict[str, Any], other: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """One of two listings, without what the shape's readers do not attest and the other does not say."""
    if "attested" not in case:
        return one
    leave_open = ALWAYS_OPEN | set(case.get("unattested", ()))
    others = {link["url"]: link for link in other["links"]}
    links = [in_both(link, others.get(link["url"], {}), leave_open) for link in one["links"]]
    facts = in_both(one, other, leave_open)
    return {name: fact for name, fact in facts.items() if name != "sections"} | {"links": links}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_index_lists_the_stories_expected(folder: Path) -> None:
    case = case_of(folder)
    found = listed(folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert comparable(found, expected, case) == comparable(expected, found, case)


def test_every_paper_with_an_index_of_its_own_has_a_case() -> None:
    proved = {case_of(folder)["publication"] for folder in FOLDERS}
    shipped = {slug for slug, paper in catalogue().items() if paper.indexes and not paper.demo}
    assert shipped <= proved, "write a case for each new paper"
