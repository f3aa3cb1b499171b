"""docs/dependencies.md says of each direct dependency why it is there."""

from __future__ import annotations

from pathlib import Path

from tests import dependencies

PAGE = Path(__file__).parents[1] / "docs" / "dependencies.md"


def test_each_dependency_has_its_reason_and_no_other() -> None:
    assert set(dependencies.direct()) == set(dependencies.REASONS)


def test_the_page_is_up_to_date() -> None:
    assert dependencies.table() in PAGE.read_text(encoding="utf-8"), "make docs"
