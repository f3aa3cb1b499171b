from __future__ import annotations

from scraper.archive.bigrams import has_runs, pairs


def test_a_run_becomes_pairs_and_its_last_character() -> None:
    assert pairs("潮見市") == ["潮見", "見市", "市"]


def test_only_scripts_without_spaces_are_runs() -> None:
    assert [has_runs(text) for text in ("ferry", "Łódź", "दिल्ली", "قاهرة", "東", "ก", "Δ")] == [
        False, False, False, False, True, True, False,
    ]  # fmt: skip
