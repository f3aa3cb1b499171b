"""``python -m bench.extraction`` on pages of our own: its table, its figures, what it says when data is missing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench import eval_sets, extraction, readers, workers
from bench.eval_sets import EvalPage
from bench.figures import figures
from bench.tables import report

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


@pytest.fixture
def segments(tmp_path: Path) -> Path:
    """A set of one page of which only segments are known, and its day."""
    facts = {
        "url": "https://a.example/1",
        "with": ["ran again", "a week after the storm"],
        "without": ["Read also", "in an opinion"],
        "title": "The ferry runs again",
        "author": "Ada Winter; Imre Odell",
        "date": "2026-03-06",
    }
    (tmp_path / "segment-pages").mkdir()
    (tmp_path / "segment-pages.json").write_text(json.dumps({"aa": facts}), "utf-8")
    (tmp_path / "segment-pages" / "aa.html.gz").write_bytes(gzip.compress(workers.WARMING.encode()))
    return tmp_path / "segment-pages"


def test_missing_data_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extraction.main(["--eval", str(tmp_path / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nowhere/article-pages.json is not there" in said
    assert "--eval DIR" in said


def test_what_cannot_be_read_or_written_is_said_before_anything_is_measured(
    evaluation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "README.md"
    file.write_text("")
    assert extraction.main(["--eval", str(file)]) == 2
    assert "article-pages.json is not there" in capsys.readouterr().err
    for unwritable in (tmp_path / "nowhere" / "figures.json", tmp_path):
        with pytest.raises(SystemExit, match="2"):
            extraction.main(["--eval", str(evaluation), "--readers", "lexbor", "--json", str(unwritable)])
        assert "is a folder, or its folder is not there" in capsys.readouterr().err


def test_half_a_has_the_even_pages_and_half_b_the_odd_ones(evaluation: Path) -> None:
    assert [page.key for page in eval_sets.eval_pages(evaluation)] == ["aa", "bb"]
    assert [page.key for page in eval_sets.eval_pages(evaluation, half="a")] == ["aa"]
    assert [page.key for page in eval_sets.eval_pages(evaluation, half="b")] == ["bb"]


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


def test_a_set_of_segments_states_shares_of_them_and_its_own_fields(segments: Path) -> None:
    (page,) = eval_sets.eval_pages(segments)
    label = {"headline": "The ferry runs again", "authors": ["Ada Winter", "Imre Odell"], "published": "2026-03-06"}
    assert page.label == label
    read = readers.Reading(
        "It ran again, in an opinion", "The ferry runs again", ("Ada Winter",), "2026-03-05", standfirst="A week later"
    )
    found = figures({"ours": workers.Work(readings=[read], rounds=[[0.1], [0.1]])}, [page])["ours"]
    assert found["body"]["precision"] == 0.5  # one of two is left out
    assert found["body"]["recall"] == 0.5  # one of two is there
    assert found["fields"]["authors"]["recall"] == 0.5
    assert found["fields"]["published"] == {"right": 0, "wrong": 1, "missing": 0, "claimed": 0}
    assert found["fields"]["edition"] is None  # the set states none


def test_htmldate_gives_days_only(segments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--eval", str(segments), "--readers", "htmldate,htmldate-fast", "--rounds", "1"]
    assert extraction.main(options) == 0
    lines = capsys.readouterr().out.splitlines()
    days = [line for line in lines if line.startswith("htmldate") and "1 / 0 / 0 / 0" in line]
    assert len(days) == 2
    assert not any(line.startswith("body") for line in lines)


def test_the_report_has_a_line_for_each_kind_of_page(evaluation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--eval", str(evaluation), "--readers", "trafilatura,lexbor", "--rounds", "1"]
    assert extraction.main(options) == 0
    lines = capsys.readouterr().out.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("by kind, body F1"))
    kinds = [line.split("  ")[0] for line in lines[begin + 1 : lines.index("", begin)]]
    assert kinds == ["one paragraph", "under 150 words", "no JSON-LD", "no language stated"]


def test_a_reader_that_fails_on_a_page_is_counted_and_one_that_dies_has_no_speed() -> None:
    page = EvalPage("aa", "a", "<p>x</p>", "", "one two three four")
    failed = workers.Work(readings=[None], errors={0: "ValueError"}, rounds=[[0.1], [0.1]])
    died = workers.Work(
        readings=[None], errors={0: "its process ended"}, rounds=[[0.0], [0.0]], gone="its process ended"
    )
    right = workers.Work(readings=[readers.Reading("one two three four")], rounds=[[0.2], [0.4]])
    works = {"ours": failed, "newspaper4k": died, "trafilatura": right}
    found = figures(works, [page])
    assert found["ours"]["errors"] == {"ValueError": 1}
    assert found["ours"]["speed"]["cold_ratio"] == pytest.approx(2.0)
    assert found["newspaper4k"]["speed"] is None
    assert found["trafilatura"]["body"]["f1"] == 1.0
    text = report(found, [page], rounds=1)
    assert "1 ValueError" in text
    assert "newspaper4k, all fields was stopped: its process ended" in text


def test_every_reader_of_the_table_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        extraction.main(["--readers", "goose"])
    said = capsys.readouterr().err
    assert "no reader 'goose'" in said
    assert all(name in said for name in readers.READERS)
