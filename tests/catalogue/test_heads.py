"""The head of every shipped file of a real paper says who attests it and what is guessed; so does every saved shape."""

from __future__ import annotations

import re
import tomllib
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from scraper.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
PUBLICATIONS = ROOT / "scraper" / "publications"
CASES = ROOT / "tests" / "discover" / "cases"
OUR_NOTE = re.compile(r"^# ?(20\d\d-\d\d: )?")  # "2026-11: no page was seen": when we wrote the file, no source
YEAR = re.compile(r"(?<!since )\b20\d\d\b")  # of a source, not since when there is an archive
HOURS = ("days", "lead_days", "ready", "retry_until", "closed")  # of [schedule]: what no page of a list shows


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((PUBLICATIONS / f"{name}.toml").read_text(encoding="utf-8"))


SHIPPED = Catalogue()
REAL = [slug for slug in SHIPPED if not tables(slug).get("publication", {}).get("demo")]
PLATFORMS = sorted({base for slug in REAL if (base := tables(slug).get("extends"))})


def head(name: str) -> str:
    """The comment at the top of a file, in one line, without the month of our own note."""
    lines = (PUBLICATIONS / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    return " ".join(OUR_NOTE.sub("", line) for line in takewhile(lambda line: line.startswith("#"), lines))


def unattested_hours(slug: str) -> list[str]:
    """Keys of ``[schedule]`` that are neither ``unverified`` nor given a source in the head ("schedule.days: ...")."""
    unverified = SHIPPED[slug].unverified
    return [
        key
        for key in HOURS
        if key in tables(slug).get("schedule", {})
        and not {"schedule", f"schedule.{key}"} & set(unverified)
        and f"- schedule.{key}: " not in head(slug)
    ]


@pytest.mark.parametrize("name", [*REAL, *PLATFORMS])
def test_a_head_names_a_source_with_its_year_and_what_is_guessed(name: str) -> None:
    assert YEAR.search(head(name)), "name a public source and its year"
    assert "guess" in head(name).casefold(), 'say what is guessed, or "nothing is guessed"'


@pytest.mark.parametrize("slug", REAL)
def test_hours_that_nobody_attests_are_unverified(slug: str) -> None:
    assert unattested_hours(slug) == []


@pytest.mark.parametrize("case", sorted(CASES.glob("*/case.toml")), ids=lambda case: case.parent.name)
def test_a_shape_says_who_attests_it(case: Path) -> None:
    assert tomllib.loads(case.read_text(encoding="utf-8")).get("attested")
