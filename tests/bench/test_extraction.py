"""``python -m bench.extraction`` on pages of our own: its table, its figures, what it says when data is missing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench import extraction, readers, workers

PAGES = {
    "aa": {"articleBody": "The ferry between the two halves of the town ran again.", "url": "https://a.example/1"},
    "bb": {"articleBody": "Nobody paid, the captain said, since the machine was still under water.", "url": ""},
}


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """A folder of two pages, as ``--eval`` takes it."""
    (tmp_path / "article-pages").mkdir()
    (tmp_path / "article-pages.json").write_text(json.dumps(PAGES), "utf-8")
    for key, page in PAGES.items():
        html = f"<html><body><article><h1>Ferry</h1><p>{page['articleBody']}</p></article></body></html>"
        (tmp_path / "article-pages" / f"{key}.html.gz").write_bytes(gzip.compress(html.encode()))
    return tmp_path


def test_missing_data_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extraction.main(["--eval", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nowhere/article-pages.json is not there" in said
    assert "--eval DIR" in said


def test_half_a_has_the_even_pages_and_half_b_the_odd_ones(evaluation: Path) -> None:
    assert [page.key for page in extraction.eval_pages(evaluation)] == ["aa", "bb"]
    assert [page.key for page in extraction.eval_pages(evaluation, half="a")] == ["aa"]
    assert [page.key for page in extraction.eval_pages(evaluation, half="b")] == ["bb"]


def test_a_run_prints_the_table_and_writes_every_figure(evaluation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = evaluation / "figures.json"
    labels = evaluation / "labels.json"
    label = {"headline": "Ferry", "authors": [], "agency": "", "published": "", "edition": ""}
    labels.write_text(json.dumps({"aa": label}), "utf-8")
    options = ["--eval", str(evaluation), "--labels", str(labels), "--json", str(figures)]
    assert extraction.main([*options, "--readers", "trafilatura,lexbor", "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines if line.startswith(("body", "fields", "speed"))] == [
        "body, 2 pages",
        "fields, 1 pages",
        "speed, 2 pages",
    ]
    found = json.loads(figures.read_text("utf-8"))
    assert found["readers"]["trafilatura"]["speed"]["warm_ratio"] == 1.0
    assert found["readers"]["trafilatura"]["fields"]["edition"] is None
    assert found["readers"]["lexbor"]["body"] is None
    assert set(found["per_page"]) == {"aa", "bb"}


def test_a_reader_that_fails_on_a_page_is_counted_and_one_that_dies_has_no_speed() -> None:
    page = extraction.EvalPage("aa", "a", "<p>x</p>", "", "one two three four")
    failed = workers.Work(readings=[None], errors={0: "ValueError"}, rounds=[[0.1], [0.1]])
    died = workers.Work(
        readings=[None], errors={0: "its process ended"}, rounds=[[0.0], [0.0]], gone="its process ended"
    )
    right = workers.Work(readings=[readers.Reading("one two three four")], rounds=[[0.2], [0.4]])
    works = {"ours": failed, "newspaper4k": died, "trafilatura": right}
    found = extraction.figures(works, [page], {})
    assert found["ours"]["errors"] == {"ValueError": 1}
    assert found["ours"]["speed"]["cold_ratio"] == pytest.approx(2.0)
    assert found["newspaper4k"]["speed"] is None
    assert found["trafilatura"]["body"]["f1"] == 1.0
    text = extraction.report(found, [page], {}, rounds=1)
    assert "1 ValueError" in text
    assert "newspaper4k, all fields was stopped: its process ended" in text


def test_every_reader_of_the_table_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        extraction.main(["--readers", "goose"])
    said = capsys.readouterr().err
    assert "no reader 'goose'" in said
    assert all(name in said for name in readers.READERS)
