"""``python -m bench site`` on a small archive: every kind of page is answered, and the curves are drawn."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench import curves, site
from bench.search import filled


def test_words_of_an_archive_are_told_apart_by_how_many_stories_have_them() -> None:
    texts = [f"ferry and storm again on quay{number % 4} number{number} " + "wave " * 20 for number in range(40)]
    words = site.Words.of(texts)
    assert "ferry" in words.common
    assert "number7" in words.rare
    assert "and" not in words.common
    assert "wave wave" in words.phrases


def test_sizes_grow_tenfold_up_to_the_one_that_was_asked_for() -> None:
    assert list(site.sizes(1_000_000)) == [10_000, 100_000, 1_000_000]
    assert list(site.sizes(250_000)) == [10_000, 100_000, 250_000]
    assert list(site.sizes(500)) == [500]


def test_curves_are_an_svg_with_every_name_and_point() -> None:
    drawn = curves.svg({"a story": {10: 5.0, 100: 9.5}, "search & more": {10: 50_000.0, 100: 0.1}}, "a story")
    tree = ElementTree.fromstring(drawn)
    texts = [each.text for each in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert {"a story", "search & more"} <= set(texts)
    assert drawn.count("<circle") == 4
    assert "100: 9.5 ms" in drawn


@pytest.mark.slow
def test_every_kind_of_page_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "TIMES", 1)
    path = tmp_path / "archive.db"
    filled(path, 300, 40, vocabulary=60, skew=0.5)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        asked = [kind for kind in site.kinds(connection) if kind.paths]
    found = site.measured(path)
    assert [each.kind for each in found] == [kind.name for kind in asked]
    assert {each.kind: each.status for each in found if each.status != 200} == {}
    assert {each.kind for each in found if each.floor} > {"a story", "an edition"}
