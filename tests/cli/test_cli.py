"""The command: its help, its errors, its exit codes."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from scraper import archive
from scraper.catalogue import Catalogue
from scraper.cli import cli
from tests import forked

COMMANDS = (
    *("demo", "collect", "images", "import", "inspect", "publications", "search", "serve", "password", "publish"),
    *("export", "stats", "coverage", "rebuild", "redact"),
)


def run(*arguments: str, code: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKISSUES")}
    environment = kept | variables
    done = forked.run("scraper", *arguments, environment=environment)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_examples(name: str) -> None:
    printed = CliRunner().invoke(cli, [name, "--help"]).output
    assert f"backissues {name}" in printed
    assert "Example" in printed


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'scrapy', 'lxml', 'datasette', 'numpy', 'rich', 'sqlite_utils'}"
    code = f"import sys, scraper.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("collect",), 2, "name a newspaper; 'backissues publications' lists them"),
        (("collect", "the-hndu"), 2, "no newspaper 'the-hndu'; did you mean 'the-hindu'?"),
        (("collect", "ellery-courier", "--date", "yesterday"), 2, "'yesterday' is no date"),
        (("collect", "ellery-courier", "--label", "moon"), 2, "moon"),
        (("collect", "the-hindu"), 2, "BACKISSUES_CONTACT"),
        (("import", "no-such-file.warc.gz"), 2, "no such file"),
        (("import", os.devnull), 2, "a pipe or a device"),
        (("import", ""), 2, "the name is empty"),
        (("import", __file__, "--url", "javascript:alert(1)"), 2, "is no web address"),
        (("rebuild", "--captures", ""), 2, "the name is empty"),
        (("publications", "nothing"), 2, "no newspaper 'nothing'"),
        (("inspect", "no-such-file.html"), 2, "no such file; an address of the web begins with http:// or https://"),
        (("inspect", "."), 2, "a folder; 'backissues import' reads all that is in one"),
        (("inspect", ""), 2, "the name is empty"),
        (("search", "rain", "--db", "none.db"), 3, "none.db: no archive there"),
        (("stats", "--db", "none.db"), 3, "none.db: no archive there"),
        (("serve", "--db", "none.db"), 3, "none.db: no archive there"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_what_goes_wrong_is_said_with_its_cure(arguments: tuple[str, ...], code: int, message: str) -> None:
    assert message in run(*arguments, code=code).stderr


@pytest.mark.parametrize(
    "command", ["export --out {}/x.jsonl", "publish --public {}/p.db", "serve", "import {}/a.html", "inspect {}/a.html"]
)
def test_a_folder_of_newspapers_that_is_none_is_named(command: str, tmp_path: Path) -> None:
    archive.opened(tmp_path / "a.db", create=True).close()
    (tmp_path / "a.html").write_text('<html><link rel="canonical" href="https://www.example.com/a"></html>')
    variables = {"BACKISSUES_PUBLICATIONS": str(tmp_path / "none"), "BACKISSUES_DB": str(tmp_path / "a.db")}
    said = run(*command.format(tmp_path).split(), code=2, **variables).stderr
    assert f"{tmp_path}/none is no folder" in said


def test_a_file_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("my notes")
    assert "no SQLite file" in run("stats", "--db", str(path), code=3).stderr
    assert path.read_text() == "my notes"


def test_no_all_clear_for_captures_that_were_not_searched(tmp_path: Path) -> None:
    """What cannot be unpacked, or was not written here, may hold a key; a folder that is not there holds nothing."""
    path, captures = tmp_path / "a.db", tmp_path / "captures"
    archive.opened(path, create=True).close()
    redact = ("redact", "--db", str(path))
    assert "no such folder" in run(*redact, "--captures", str(captures), code=2).stderr
    assert "there are no captures to search" in run(*redact).stdout
    captures.mkdir()
    (captures / "a.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\n\r\n") + b"damage")
    (captures / "b.warc").write_bytes(b"WARC/1.1\r\n\r\n")
    said = run(*redact, code=1).stderr
    assert "a.warc.gz is damaged: what stands behind byte" in said and "b.warc was not searched" in said


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").touch()
    said = run("import", str(tmp_path / "a.warc.gz"), "--db", str(tmp_path / "a.db"), code=1).stdout
    assert "a.warc.gz: the file is empty" in said


def test_the_catalogue_in_a_pipe_has_a_line_a_paper() -> None:
    lines = [line.split("\t") for line in run("publications").stdout.splitlines()]
    assert {len(line) for line in lines} == {6}
    assert ["the-hindu", "The Hindu", "en-IN"] in [line[:3] for line in lines]


@pytest.mark.parametrize(("name", "ignored", "code"), [("SIGTERM", "", 130), ("SIGHUP", "", 130), ("SIGHUP", "x", 0)])
def test_a_signal_ends_any_command_as_ctrl_c_does(name: str, ignored: str, code: int) -> None:
    ends = f"cli.cli.main = lambda **named: signal.raise_signal(signal.{name})"
    before = f"signal.signal(signal.{name}, signal.SIG_IGN)" if ignored else "pass"
    script = f"import signal; {before}; from scraper import cli; {ends}; cli.main()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (code, "Stopped." if code else "")


def test_a_slug_stays_in_one_piece_at_80_columns() -> None:
    shown = run("publications", COLUMNS="80", FORCE_COLOR="1").stdout  # rich takes the output for a terminal
    assert max(cell_len(re.sub("\x1b[^m]*m", "", line)) for line in shown.splitlines()) <= 80
    assert "business-standard-magzter" in shown


def test_a_faulty_file_does_not_hide_the_other_newspapers(tmp_path: Path) -> None:
    (tmp_path / "dune-courier.toml").write_text('[publication]\ntitel = "The Dune Courier"\n', encoding="utf-8")
    answer = run("publications", code=1, BACKISSUES_PUBLICATIONS=str(tmp_path))
    assert "the-hindu\tThe Hindu" in answer.stdout
    assert "no key 'titel'; did you mean 'title'?" in answer.stderr
    assert answer.stderr.endswith("Left out: dune-courier\n")
    assert [paper.slug for paper in Catalogue(tmp_path).sound()] == list(Catalogue())


def test_the_catalogue_as_json() -> None:
    papers = {paper["slug"]: paper for paper in json.loads(run("publications", "--json").stdout)}
    keys = ("slug", "title", "language", "country", "timezone", "demo")
    assert {key: papers["the-hindu"][key] for key in keys} == {
        "slug": "the-hindu",
        "title": "The Hindu",
        "language": "en-IN",
        "country": "IN",
        "timezone": "Asia/Kolkata",
        "demo": False,
    }
    assert papers["ellery-courier"]["demo"] is True


def test_an_address_that_is_none_is_shown_what_one_looks_like() -> None:
    result = CliRunner().invoke(cli, ["inspect", "http://"])
    assert result.exit_code == 2
    assert "'http://' is no web address; one looks like https://" in result.output
