"""Exports: every story once, columns that stay, checksums that fit, nothing half-written."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.archive import export_rows as selecting
from scraper.archive.rows import moment
from scraper.archive.search.filters import Filters
from scraper.archive.search.query import parse
from scraper.archive.write import permissions
from scraper.cli import cli
from scraper.permissions.documents import Document, Kind, url_of
from scraper.site.formats import export_files
from scraper.site.views import search
from tests.site import situations

COLUMNS = [
    "key", "url", "publication", "publication_title", "edition_date", "evidence_kind", "evidence_text", "issue",
    "headline", "print_headline", "kicker", "standfirst", "byline", "agency", "dateline", "section", "page", "language",
    "access", "words", "topics", "published", "modified", "first_seen", "fetched", "noarchive", "tdm_reserved",
    "text_hash", "authors", "editions", "body", "source_url", "edition_label", "edition_url",
    "cluster",
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as opened:
        situations.everything(opened)
    return path


@pytest.fixture
def run(db, tmp_path, monkeypatch):
    """Run ``backissues export`` in an empty folder, expecting this exit code."""
    monkeypatch.chdir(tmp_path)

    def export(*arguments, code=0):
        result = CliRunner().invoke(cli, ["export", "--db", str(db), *arguments])
        assert result.exit_code == code, result.output
        return result.output

    return export


def lines(name="stories.jsonl"):
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


def test_every_story_once_in_edition_order(run):
    assert run().startswith("stories.jsonl: 12 stories, ")
    stories = lines()
    assert len({story["key"] for story in stories}) == len(stories) == 12
    dates = [story["edition_date"] or "" for story in stories]
    assert dates == sorted(dates)
    assert [list(story) for story in stories] == [COLUMNS] * 12
    assert list(export_files.COLUMNS) == COLUMNS


def test_a_story_has_its_authors_and_the_editions_it_ran_in(run):
    run("--from", "2026-03-07", "--to", "2026-03-07", "-p", "evening-lantern", "--section", "front page")
    (ferry,) = [story for story in lines() if story["key"] == situations.key_of("ferry")]
    assert ferry["authors"] == ["Ada Quill"]
    assert ferry["topics"] == ["ferry", "council"]
    assert [(place["label"], place["section"], place["position"]) for place in ferry["editions"]] == [
        ("city", "Front page", 1),
        ("coast", "Front page", 1),
    ]


def test_filters(run):
    for arguments, number in (
        (("--from", "2026"), 9),
        (("-p", "uferbote"), 2),
        (("--language", "de"), 2),
        (("--access", "excerpt", "--access", "headline"), 3),
        (("--from", "2030"), 0),
    ):
        run(*arguments, "--force")
        assert len(lines()) == number, arguments


def test_csv_and_json_lines_say_the_same(run):
    run("--format", "csv", "--out", "all.csv")
    run()
    with Path("all.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["key"] for row in table] == [story["key"] for story in lines()]
    for row, story in zip(table, lines(), strict=True):
        assert json.loads(row["editions"]) == story["editions"]
        assert row["body"] == story["body"]
        assert row["tdm_reserved"] == "false"
    assert Path("all.csv").read_bytes().split(b"\r\n")[0].decode() == "\ufeff" + ",".join(COLUMNS)


def test_an_address_is_the_archives_as_in_the_tables_of_the_site(run):
    run("--query", "ferry -crossword", "--from", "2026-03-07", "--url", "https://archive.example.org/news/")
    (ferry,) = lines()
    site = "https://archive.example.org/news"
    assert ferry["url"] == f"{site}/stories/{situations.key_of('ferry')}"
    assert ferry["source_url"].startswith("https://lantern.example/")
    assert (ferry["edition_label"], ferry["edition_url"]) == ("city", f"{site}/papers/evening-lantern/2026-03-07/city/")
    run("--force")
    assert lines()[-1]["url"] == f"/stories/{lines()[-1]['key']}"
    assert any(story["edition_label"] is story["edition_url"] is None for story in lines())
    assert set(search.COLUMNS) - {"snippet"} <= set(COLUMNS)


def test_parquet_has_the_same_rows(run):
    parquet = pytest.importorskip("pyarrow.parquet")
    run("--format", "parquet")
    run()
    assert parquet.read_table("stories.parquet").to_pylist() == lines()


def test_without_pyarrow_the_extra_is_named(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert "pip install 'backissues[parquet]'" in run("--format", "parquet", code=1)
    assert list(Path().iterdir()) == []


def test_the_checksum_and_the_manifest_fit_the_file(run):
    printed = run("--publication", "uferbote", "--out", "bote.jsonl")
    content = Path("bote.jsonl").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert f"SHA-256 {digest}" in printed
    assert Path("bote.jsonl.sha256").read_text() == f"{digest}  bote.jsonl\n"
    manifest = json.loads(Path("bote.jsonl.manifest.json").read_text())
    assert (manifest["rows"], manifest["bytes"], manifest["sha256"]) == (2, len(content), digest)
    assert manifest["filters"]["publication"] == ["uferbote"]
    assert manifest["archive"]["stories"] == 12
    assert list(manifest["columns"]) == COLUMNS


def test_an_export_is_what_a_search_finds(run):
    run("--query", "ferry -crossword", "--from", "2026-03-07", "--out", "ferries.jsonl")
    assert [story["headline"] for story in lines("ferries.jsonl")] == ["Night ferry <b>stays</b> & sails"]
    assert json.loads(Path("ferries.jsonl.manifest.json").read_text())["filters"]["query"] == "ferry -crossword"


def test_an_export_of_nothing_says_so(run):
    for number, arguments in enumerate((("--query", "***"), ("--query", "zeppelin"), ("--section", "Nowhere"))):
        assert "Nothing matches" in run(*arguments, "--out", f"{number}.jsonl")
        assert Path(f"{number}.jsonl").read_bytes() == b""


def test_a_file_is_not_overwritten_unasked(run):
    run()
    Path("stories.jsonl").write_text("mine")
    assert "--force writes it anew" in run(code=2)
    assert Path("stories.jsonl").read_text() == "mine"
    run("--force")
    assert len(lines()) == 12


@pytest.mark.parametrize("begin", [b"SQLite format 3\0", b"WARC/1.1\r\n", b"\x1f\x8b\x08", None])
def test_an_archive_captures_and_devices_are_never_written_over(run, begin):
    path = Path("kept")
    if begin is None:
        os.mkfifo(path)
    else:
        path.write_bytes(begin)
    assert "--out names" in run("--out", "kept", "--force", code=2)
    assert path.is_fifo() if begin is None else path.read_bytes() == begin


def test_nothing_is_left_of_an_export_that_failed(tmp_path):
    def fails(file):
        file.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export_files.export(fails, tmp_path / "stories.csv", {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "nobody"), "no newspaper 'nobody' in the archive"),
        (("--from", "yesterday"), "yesterday"),
        (("--url", "archive"), "no address of a site"),
        (("--date", "2026-03-07"), "--from and --to name days here"),
        (("--format", "epub"), "an EPUB is of one edition"),
        (("--format", "epub", "-p", "uferbote", "--date", "2020-01-01"), "is held"),
    ],
)
def test_what_cannot_be_exported_is_said_with_its_cure(run, arguments, said):
    assert said in run(*arguments, code=2)
    assert list(Path().iterdir()) == []


def test_an_edition_as_a_book(run):
    run("--format", "epub", "-p", "evening-lantern", "--date", "2026-03-07", "--label", "city")
    assert Path("evening-lantern-2026-03-07-city.epub").read_bytes()[:2] == b"PK"


def test_an_export_is_of_one_moment(tmp_path, monkeypatch):
    monkeypatch.setattr(selecting, "CHUNK", 2)
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as writer:
        situations.everything(writer)
        with contextlib.closing(sqlite3.connect(path)) as reader, moment(reader):
            stories = selecting.stories(reader, Filters(query=parse("")))
            first = next(stories)
            situations.another_story(writer, 1)
            assert len({first["key"], *(story["key"] for story in stories)}) == 12
        with contextlib.closing(sqlite3.connect(path)) as reader:
            assert len(list(selecting.stories(reader, Filters(query=parse(""))))) == 13


def test_no_cell_of_an_export_is_a_formula(tmp_path):
    row = dict.fromkeys(COLUMNS, "") | {"headline": '=HYPERLINK("http://a.example")', "words": 7, "authors": ["=1"]}
    export_files.csv([row], tmp_path / "stories.csv")
    with (tmp_path / "stories.csv").open(encoding="utf-8-sig", newline="") as file:
        (read,) = csv.DictReader(file)
    assert (read["headline"], read["words"], read["authors"]) == ('\'=HYPERLINK("http://a.example")', "7", '["=1"]')


def permitting(db, folder):
    """The same archive, whose Lantern reserves the mining of its ferry and the training of models."""
    path = folder / "permitting.db"
    shutil.copyfile(db, path)
    seen = {"valid_from": "2026-03-11T05:00:00Z", "last_seen": "2026-03-11T05:00:00Z", "status": 200}
    texts = {
        Kind.ROBOTS: "User-agent: *\nContent-Signal: ai-train=no",
        Kind.TDMREP: '[{"location": "/ferry", "tdm-reservation": 1}]',
    }
    with contextlib.closing(archive.opened(path)) as opened:
        for kind, text in texts.items():
            permissions.enter(opened, Document(kind=kind, url=url_of(kind, situations.address("")), text=text, **seen))
    return str(path)


def test_only_what_was_permitted_is_written_and_the_rest_is_counted(db, run, tmp_path):
    other = permitting(db, tmp_path)
    run("--db", other)
    hosts = {story["key"]: story["source_url"].split("/")[2] for story in lines()}
    ours = {key for key, host in hosts.items() if host == "lantern.example"}
    printed = run("--db", other, "--only-permitted", "tdm", "--force")
    assert {story["key"] for story in lines()} == ours - {situations.key_of("ferry")}
    left = {"prohibited": 1, "not-known": len(hosts) - len(ours)}
    assert f"Left out: {left['not-known']} of which nothing is known, 1 reserved or prohibited" in printed
    manifest = json.loads(Path("stories.jsonl.manifest.json").read_text())
    assert manifest["filters"]["only_permitted"] == ["tdm"]
    assert manifest["left_out"] == left
    run("--db", other, "--only-permitted", "tdm", "--only-permitted", "ai-train", "--force")
    assert lines() == []
    run("--db", other, "--only-permitted", "archive", "--force")
    assert {story["key"] for story in lines()} == set(hosts)


def test_what_a_book_is_asked_for_is_a_whole_edition(run):
    assert "whole edition" in run("--only-permitted", "tdm", "--format", "epub", code=2)
