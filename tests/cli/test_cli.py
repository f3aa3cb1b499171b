"""The command: its help, its errors, its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.cli import cli

COMMANDS = (
    *("demo", "collect", "images", "import", "inspect", "publications", "search", "serve", "password", "publish"),
    *("export", "stats", "rebuild"),
)


def run(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BACKISSUES")}
    done = subprocess.run(
        [sys.executable, "-m", "scraper", *arguments], capture_output=True, text=True, env=environment
    )
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
        (("publications", "nothing"), 2, "no newspaper 'nothing'"),
        (("inspect", "no-such-file.html"), 2, "No such file"),
        (("search", "rain", "--db", "none.db"), 3, "none.db: no archive there"),
        (("stats", "--db", "none.db"), 3, "none.db: no archive there"),
        (("serve", "--db", "none.db"), 3, "none.db: no archive there"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_what_goes_wrong_is_said_with_its_cure(arguments: tuple[str, ...], code: int, message: str) -> None:
    assert message in run(*arguments, code=code).stderr


def test_a_file_that_is_no_archive_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("my notes")
    assert "no SQLite file" in run("stats", "--db", str(path), code=3).stderr
    assert path.read_text() == "my notes"


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
