"""What pages, files and archives say does nothing to a terminal, and no terminal's encoding ends a command."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.archive.write import ledger, stories
from scraper.captures.writer import CaptureWriter
from scraper.cli import cli, main
from scraper.items import ClosedEdition, Draft, EditionKey, ListedEdition, Outcome, Page, Story, StoryLink
from scraper.reasons import Code, Reason
from tests.archive.conftest import PAPER, SATURDAY, captured
from tests.loopback import DAY, LIST, LIST_OF_DAY, Server, environment, index, paper, robots, story

ACTING = "a\x1b]0;owned\x07 \x1b[2J\x9b31m \u202egnp.exe\u2066 [/] [bold red]x[/bold red] :fire:\nError: forged"
MOMENT = dt.datetime(2026, 3, 7, 8, tzinfo=dt.UTC)
MARKS = "می\u200cخواهم \u200f"


def assert_harmless(printed: bytes) -> None:
    """Nothing that was printed acts on a terminal."""
    text = printed.decode("utf-8", "strict")
    acting = [char for char in text if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs")]
    assert not acting, text
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), text


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of an earlier version, whose texts act on a terminal."""
    path = tmp_path_factory.mktemp("acting") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        draft = Draft(url="https://lantern.example/ferry", headline="Ferry", body="The ferry runs.", section="News")
        key = EditionKey(PAPER.slug, SATURDAY)
        link = StoryLink(url="https://lantern.example/lost", headline="Lost", position=1)
        moment = MOMENT
        listed = ListedEdition(key=key, links=(link,), index_name="front page")
        ledger.enter(db, PAPER, listed, run_id=None, moment=moment)
        reason = Reason(code=Code.NO_ANSWER, text="odd")
        closed = ClosedEdition(key=key, outcome=Outcome.PARTIAL, reasons=(reason,))
        ledger.close(db, PAPER, closed, run_id=None, moment=moment)
        stories.save(
            db, Story(draft=draft, edition=None, publication=PAPER.slug), captured(draft.url, MOMENT), publication=PAPER
        )
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for sql in (
            "UPDATE stories SET headline = ?1, section = ?1, standfirst = ?1, body = 'ferry ' || ?1",
            "UPDATE publications SET title = ?1",
            "UPDATE editions SET detail = json_array(json_object('code', 'no_answer', 'text', ?1))",
        ):
            connection.execute(sql, [ACTING + MARKS])
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["search", "ferry"],
        ["search", "ferry", "--json"],
        ["search", ACTING],
        ["search", "[/]"],
        ["stats"],
        ["stats", "--missing"],
        ["stats", "--missing", "--json"],
        ["publications", ACTING],
        ["collect", ACTING],
        ["collect", "ellery-courier", "--label", ACTING],
        ["inspect", ACTING],
        ["import", ACTING],
        ["export", "--publication", ACTING],
        ["serve", "--host", ACTING],
    ],
    ids=" ".join,
)
def test_no_command_prints_what_acts_on_a_terminal(
    acting: Path, command: list[str], capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    wants_db = command[0] not in ("publications", "inspect")
    monkeypatch.setattr(sys, "argv", ["backissues", *command, *(["--db", str(acting)] if wants_db else [])])
    with pytest.raises(SystemExit) as ended:
        main()
    printed, told = capsysbinary.readouterr()
    assert ended.value.code in (0, 2), told.decode()
    assert printed + told
    assert_harmless(printed)
    assert_harmless(told)
    assert b"\nError: forged" not in printed


def test_what_scripts_are_written_with_is_printed(acting: Path) -> None:
    assert MARKS.strip() in CliRunner().invoke(cli, ["search", "ferry", "--db", str(acting)]).output


def test_json_says_what_is_held(acting: Path) -> None:
    printed = CliRunner().invoke(cli, ["search", "ferry", "--json", "--db", str(acting)]).output
    assert json.loads(printed)["items"][0]["headline"] == ACTING + MARKS


def test_inspect_prints_a_page_that_would_act(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    data = json.dumps({"@type": "NewsArticle", "headline": "The ferry", "author": ACTING, "description": ACTING})
    page.write_text(str(story("ferry").body).replace("</head>", f'<script type="application/ld+json">{data}</script>'))
    for more in ([], ["--json"]):
        url = "https://skerry.example/2026/03/07/ferry"
        result = CliRunner().invoke(cli, ["inspect", str(page), "--url", url, *more])
        assert result.exit_code == 0, result.output
        assert_harmless(result.stdout_bytes)


def test_import_names_files_and_pages_that_would_act(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "\x1b[2J\u202e[red]\nforged: x.html").write_text("<p>no page")
    with CaptureWriter(folder, "x") as writer:
        url = "https://skerry.example/\x1b[2J\x9b"
        writer.page(Page(url=url, body=b"<p>none", fetched=MOMENT))
    arguments = ["import", str(folder), "--list-skipped", "--db", str(tmp_path / "archive.db")]
    result = CliRunner().invoke(cli, arguments)
    assert_harmless(result.stdout_bytes)
    assert "\nforged" not in result.output
    assert "https://skerry.example/%1B[2J%C2%9B: not HTML" in result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "command"),
    [
        ("ascii", ["search", "ferry"]),
        ("ascii", ["search", "ferry", "--json"]),
        ("iso-8859-1", ["stats", "--missing"]),
        ("cp437", ["collect", "--help"]),
    ],
)
def test_no_encoding_ends_a_command(acting: Path, encoding: str, command: list[str]) -> None:
    variables = os.environ | {"PYTHONIOENCODING": encoding}
    arguments = [sys.executable, "-m", "scraper", *command, "--db", str(acting)]
    done = subprocess.run(arguments, capture_output=True, env=variables, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    if "--json" in command:
        assert json.loads(done.stdout.decode(encoding))["items"][0]["headline"] == ACTING + MARKS


@pytest.mark.slow
def test_no_encoding_ends_a_collection(tmp_path: Path) -> None:
    with Server({"/robots.txt": robots("Disallow:"), LIST_OF_DAY: index("/ferry"), "/ferry": story("ferry")}) as site:
        paper(tmp_path / "papers", "skerry-post", site, index=LIST)
        file = tmp_path / "papers" / "skerry-post.toml"
        file.write_text(file.read_text().replace("The skerry-post", "汐見新聞 ✓"))
        command = [sys.executable, "-m", "scraper", "collect", "skerry-post", "--db", str(tmp_path / "archive.db")]
        given = environment(tmp_path) | {
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "LC_ALL": "C",
            "PYTHONIOENCODING": "iso-8859-1",
        }
        done = subprocess.run([*command, *DAY], capture_output=True, env=given, check=False, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"1 complete" in done.stdout
