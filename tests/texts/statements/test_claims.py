"""Pages and issues as a reader cites them."""

from __future__ import annotations

import pytest

from scraper.texts.statements.claims import issue_name, section_and_page, shorten


@pytest.mark.parametrize(
    ("stated", "cited"),
    [
        (("A", "22"), ("A", "A22")),
        (("", "A 22"), ("A", "A22")),
        (("", "b1"), ("B", "B1")),
        (("Local", "4"), ("Local", "4")),
        (("", "20 – 23"), ("", "20-23")),
    ],
)
def test_section_and_page(stated: tuple[str, str], cited: tuple[str, str]) -> None:
    assert section_and_page(*stated) == cited


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"volume": "46", "number": "1"}, "Vol. 46 No. 1"),
        ({"number": "1", "year": "2016"}, "1/2016"),
        ({"issue": "Winter 2024"}, "Winter 2024"),
        ({}, ""),
    ],
)
def test_the_name_of_an_issue(parts: dict[str, str], name: str) -> None:
    assert issue_name(parts) == name


def test_evidence_is_cut_at_a_word() -> None:
    assert shorten("key " * 80) == ("key " * 50).strip()
