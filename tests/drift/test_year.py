"""A year of twelve fictional papers: changes of their sites are noticed the same day, and nothing else is."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from tests.drift.sites import changes
from tests.drift.year import figures, year


@pytest.mark.slow
def test_two_months_of_two_papers(tmp_path: Path) -> None:
    result = asyncio.run(year(tmp_path, slugs=("argus", "kronicle"), last=dt.date(2026, 3, 1)))
    assert result.false == [], figures(result)
    assert [(change.slug, change.kind) for change in result.noticed] == [
        ("argus", "class renamed"),
        ("kronicle", "class renamed"),
    ]


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.timeout(1800)
def test_a_year_of_twelve_papers_with_forty_changes(tmp_path: Path) -> None:
    assert len(changes()) == 40
    result = asyncio.run(year(tmp_path))
    assert result.false == [], figures(result)
    assert len(result.noticed) >= 38, figures(result)
