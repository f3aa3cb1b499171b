"""The shipped weights: they fit the features, tell text from menus, and are what the training script makes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import training
from scraper import extract
from scraper.extract.page import document, structured
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.story import body, classifier, headline
from scraper.extract.story.classifier import Network
from scraper.items import Page
from tests.extract.pages import page, story

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
EVAL = Path(__file__).parents[4] / "shared" / "eval"  # no part of the project: see bench/training.py
MENUS = Role.NAV | Role.HEADER | Role.FOOTER | Role.CRUMBS


def golden(case: str) -> Document:
    facts = tomllib.loads((GOLDEN / case / "case.toml").read_text(encoding="utf-8"))
    raw = (GOLDEN / case / "page.html").read_bytes()
    return document.parse(
        Page(url=facts["url"], body=raw, content_type=facts["content_type"], fetched=facts["fetched"])
    )


def expectation(case: str) -> dict[str, Any]:
    """What reading a golden page gives."""
    return dict(json.loads((GOLDEN / case / "expected.json").read_text(encoding="utf-8")))


def log_odds(found: Document, blocks: Sequence[Block]) -> list[float]:
    """What the shipped network says of some blocks of a page."""
    data = structured.read(found)
    return classifier.network().log_odds(body.rows(blocks, data, headline.find(found, data))).tolist()


def test_the_weights_fit_the_features() -> None:
    network = classifier.network()
    found = document.parse_text(story(), url="https://www.lantern.example/a")
    data = structured.read(found)
    rows = body.rows(found.blocks, data, headline.find(found, data))
    hidden = len(network.second)
    assert network.first.shape == (rows.shape[1], hidden), "features have changed: make train"
    assert network.first_bias.shape == (hidden,)
    assert all(np.isfinite(each).all() for each in (network.first, network.first_bias, network.second))
    assert np.isfinite(network.second_bias)


def test_the_weights_stay_a_small_file() -> None:
    weights = resources.files("scraper.extract.story") / "weights.npz"
    assert len(weights.read_bytes()) < 40_000


def test_log_odds_are_those_of_one_hidden_layer() -> None:
    network = Network(
        first=np.array([[1, 0], [0, 2]], dtype=np.float32),
        first_bias=np.array([0, -1], dtype=np.float32),
        second=np.array([3, -1], dtype=np.float32),
        second_bias=0.5,
    )
    rows = np.array([[1, 0], [-1, 0], [1, 2]], dtype=np.float32)
    # 3 * 1 + .5; nothing passes, .5; 3 * 1 - (2 * 2 - 1) + .5
    assert network.log_odds(rows).tolist() == [3.5, 0.5, 0.5]


@pytest.mark.parametrize("case", [case for case in CASES if expectation(case)["found_by"]["body"] == "classifier"])
def test_text_is_above_zero(case: str) -> None:
    found = golden(case)
    expected = set(expectation(case)["body"].split("\n\n"))
    candidates = body.candidates(found.blocks)
    odds = zip(candidates, log_odds(found, candidates), strict=True)
    sure = {block: each for block, each in odds if block.text in expected}
    assert {block.text for block in sure} == expected
    # The items of a list, of one word and a number each, come with the text around them (``paragraphs``).
    assert min(each for block, each in sure.items() if not block.has(Role.LIST)) > 1


@pytest.mark.parametrize("case", CASES)
def test_menus_are_below_zero_even_if_they_are_asked_about(case: str) -> None:
    found = golden(case)
    sure = log_odds(found, found.blocks)
    menus = {block.text: each for block, each in zip(found.blocks, sure, strict=True) if block.has(MENUS)}
    assert {words: each for words, each in menus.items() if each > -0.5} == {}


def test_there_are_menus_to_ask_about() -> None:
    assert sum(any(block.has(MENUS) for block in golden(case).blocks) for case in CASES) >= 6


@pytest.mark.parametrize(
    "html",
    [
        "<p>.</p>",
        "<p>Night ferry</p>",
        "<h1>Night ferry</h1>",
        "<p>\u200b</p>",
        "<p>" + "word " * 200_000 + "</p>",
        "<p>" + "</p><p>".join(f"A paragraph, number {number}." for number in range(4_000)) + "</p>",
        "<div>" * 500 + "deep",
    ],
    ids=["one sign", "one block", "a headline alone", "nothing to see", "one long block", "4,000 blocks", "deep"],
)
def test_log_odds_are_finite_on_odd_pages(html: str) -> None:
    found = document.parse_text(html, url="https://www.lantern.example/a")
    assert found.blocks
    sure = log_odds(found, found.blocks)
    assert len(sure) == len(found.blocks)
    assert np.isfinite(sure).all()
    assert np.abs(sure).max() < 100


@pytest.mark.parametrize("html", ["", "<p></p>", "<script>var a = 1</script>"])
def test_a_page_without_text_has_nothing_to_judge(html: str) -> None:
    found = extract.draft(page(html))
    assert (found.body, found.found_by.get("body")) == ("", None)


@pytest.mark.skipif(not (EVAL / "article-pages.json").exists(), reason=f"the evaluation data are not in {EVAL}")
@pytest.mark.slow
@pytest.mark.thorough
def test_the_weights_are_what_the_training_script_makes() -> None:
    samples = [each for one in training.pages(EVAL) if (each := training.sample(*one)) is not None]
    assert len(samples) > 150
    same = training.agreement(training.trained(samples), classifier.network(), samples)
    assert same >= 0.99, "features, labels or training have changed: make train, and bring the figures up to date"


def test_no_page_of_half_b_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The half on which figures are reported stays unseen."""
    monkeypatch.setattr(training.gzip, "decompress", lambda raw: raw)
    for kind in ("article", "readability"):
        (tmp_path / f"{kind}-pages").mkdir()
        gold = {name: {"articleBody": name, "body": name, "url": ""} for name in ("aa", "bb", "cc", "dd")}
        (tmp_path / f"{kind}-pages.json").write_text(json.dumps(gold), "utf-8")
        for name in gold:
            (tmp_path / f"{kind}-pages" / f"{name}.html.gz").write_bytes(f"{kind} {name}".encode())
    opened = [html for html, _, _ in training.pages(tmp_path)]
    assert opened == ["article aa", "article cc", *(f"readability {name}" for name in ("aa", "bb", "cc", "dd"))]
