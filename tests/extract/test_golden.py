"""Saved pages in, expected stories out: one folder a case, one assertion a field.

Every page is fictional and written for this folder. To add a case: ``golden/<case>/page.html`` and ``case.toml`` with the
address, the time and the content type it was answered with, and ``expected.json``, read and corrected by hand.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scraper import catalogue, reading
from scraper.extract.page.document import parse
from scraper.items import Page
from tests.extract.pages import page

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
FIELDS = (
    "url headline print_headline kicker standfirst byline authors dateline body language published modified section page"
    " access images topics edition related_links found_by"
).split()
NEWSSTAND = [case for case in CASES if case.startswith("newsstand-")]


@cache
def found(case: str) -> dict[str, Any]:
    facts = tomllib.loads((GOLDEN / case / "case.toml").read_text(encoding="utf-8"))
    body = (GOLDEN / case / "page.html").read_bytes()
    page = Page(url=facts["url"], body=body, content_type=facts["content_type"], fetched=facts["fetched"])
    return reading.inspect(page, newspapers=catalogue).fields


@cache
def expected(case: str) -> dict[str, Any]:
    return json.loads((GOLDEN / case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("case", CASES)
def test_a_field_is_read_as_expected(case: str, field: str) -> None:
    assert found(case)[field] == expected(case)[field]


@pytest.mark.parametrize("case", CASES)
def test_the_story_has_exactly_the_fields_of_the_documentation(case: str) -> None:
    assert list(found(case)) == list(expected(case)) == FIELDS


@pytest.mark.parametrize("case", CASES)
def test_evidence_stands_in_the_page(case: str) -> None:
    evidence = found(case)["edition"]["evidence"]
    if evidence["kind"] == "statement":
        document = parse(page((GOLDEN / case / "page.html").read_bytes()))
        assert evidence["text"] in " ".join("".join(document.pieces).split())
        assert len(evidence["text"]) <= 200


def test_there_are_newsstand_pages_in_seven_languages() -> None:
    assert NEWSSTAND == [f"newsstand-{language}" for language in ("ar", "de", "en", "es", "fr", "hi", "ja")]


@pytest.mark.parametrize("case", NEWSSTAND)
def test_a_newsstand_page_gives_the_printed_day_six_paragraphs_and_ten_leads(case: str) -> None:
    story = found(case)
    assert story["edition"]["date"] == "2024-12-07"
    assert story["edition"]["evidence"]["kind"] == "statement"
    assert story["access"] == "excerpt"
    assert len(story["body"].split("\n\n")) == 6
    assert len(story["related_links"]) == 10
    assert all(link["standfirst"] for link in story["related_links"])


def test_no_day_of_a_decoy_is_taken() -> None:
    # Today's paper, a related story's print date, a quoted statement, a reader's comment, print data of another story.
    assert found("decoys-only")["edition"] == {
        "date": "2024-12-06",
        "publication": "The Quay Times",
        "label": "",
        "issue": "",
        "evidence": {"kind": "published", "text": "published 2024-12-06T23:40:00+00:00, no print edition stated"},
    }
