from __future__ import annotations

import pytest

from scraper.archive.bigrams import has_runs, index_terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("night ferry", "night ferry"),
        ("潮見市", "潮見 見市 市"),
        ("潮見市のtram 3号", "潮見 見市 市の の tram 3 号"),
        ("한국", "한국 국"),
        ("ﾄﾗﾑＡ", "トラ ラム ム A"),
        ("दिल्ली", "दिल्ली"),
    ],
)
def test_runs_become_pairs(text: str, expected: str) -> None:
    assert " ".join(index_terms(text).split()) == expected


def test_only_scripts_without_spaces_are_runs() -> None:
    assert [has_runs(text) for text in ("ferry", "Łódź", "दिल्ली", "قاهرة", "東", "ก", "Δ")] == [
        False, False, False, False, True, True, False,
    ]  # fmt: skip
