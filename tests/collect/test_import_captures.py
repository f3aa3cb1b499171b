"""An import adds what it is given to the captures, so that a rebuild gives the same archive."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scraper.captures.edition_records import INDEX
from scraper.captures.writer import CaptureWriter
from scraper.cli import cli
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, Page, Revisit, StoryLink

SITE = "https://tidewater.example"
DAY = EditionKey("tidewater-post", dt.date(2026, 3, 7))
TOML = f"""
[publication]
title = "The Tidewater Post"
timezone = "Europe/London"
language = "en-GB"
homepage = "{SITE}/"
"""
EVERYTHING = (
    "SELECT key, url, headline, body, edition_date, evidence_kind, first_seen, fetched FROM stories ORDER BY key",
    "SELECT slug, date, label, outcome, detail, listed, first_collected, last_collected FROM editions "
    "JOIN publications ON publications.id = publication_id ORDER BY date",
    "SELECT url, position, story_id, failure FROM placements ORDER BY url",
    "SELECT story_id, number, fetched FROM versions ORDER BY 1, 2",
)


def story(name: str) -> bytes:
    text = f"The keeper of {name} told it on the quay while the tide went out behind the old customs house. "
    return (
        f'<!doctype html><html lang="en-GB"><head><title>The tide of {name}</title>'
        '<meta property="article:published_time" content="2026-03-06T22:00:00+00:00"></head>'
        f"<body><article><h1>The tide of {name}</h1><p>{text * 6}</p><p>{text * 5}</p></article></body></html>"
    ).encode()


def page(name: str, moment: dt.datetime) -> Page:
    return Page(url=f"{SITE}/{name}", body=story(name), content_type="text/html", fetched=moment)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 3, 7, hour, minute, 0, 999_000, tzinfo=dt.UTC)


def collected(folder: Path) -> Path:
    """The captures of an edition that was collected twice; one of its stories was then fetched again."""
    links = tuple(StoryLink(url=f"{SITE}/{name}", headline=name, position=n) for n, name in enumerate("abc", start=1))
    with CaptureWriter(folder, "collect") as writer:
        writer.page(Page(url=f"{SITE}/paper", body=b"<html>", content_type="text/html", fetched=at(5)), role=INDEX)
        writer.edition(ListedEdition(key=DAY, links=links, index_name="front"), at(5))
        writer.page(page("a", at(5, 1)))
        writer.page(page("b", at(5, 2)))
        writer.edition(ClosedEdition(key=DAY, outcome=Outcome.PARTIAL), at(5, 3))
        writer.edition(ListedEdition(key=DAY, links=links, index_name="front"), at(9))
        writer.page(page("c", at(9, 1)))
        writer.edition(ClosedEdition(key=DAY, outcome=Outcome.COMPLETE), at(9, 3))
        writer.revisit(Revisit(url=f"{SITE}/a", fetched=at(11), original=f"{SITE}/a"))
    return folder


class Office:
    """A folder with an archive and its captures."""

    def __init__(self, folder: Path, *, publications: str = "") -> None:
        self.folder = folder
        self.environment = {"BACKISSUES_PUBLICATIONS": publications, "COLUMNS": "80"}

    def run(self, *arguments: str | Path, db: str = "a.db") -> Result:
        options = ("--db", str(self.folder / db), "--captures", str(self.folder / "captures"), "--cores", "1")
        return CliRunner().invoke(cli, [*map(str, arguments), *options], env=self.environment)

    def holds(self, db: str = "a.db") -> list[list[Any]]:
        connection = sqlite3.connect(self.folder / db)
        try:
            return [connection.execute(sql).fetchall() for sql in EVERYTHING]
        finally:
            connection.close()


@pytest.fixture
def publications(tmp_path: Path) -> str:
    folder = tmp_path / "publications"
    folder.mkdir()
    (folder / "tidewater-post.toml").write_text(TOML)
    return str(folder)


def test_a_rebuild_has_the_times_of_the_captures(tmp_path: Path, publications: str) -> None:
    office = Office(tmp_path, publications=publications)
    collected(tmp_path / "captures")
    assert office.run("rebuild").exit_code == 0
    stories, editions, *_ = office.holds()
    assert editions == [
        ("tidewater-post", "2026-03-07", "", "complete", "[]", 3, "2026-03-07T05:03:00Z", "2026-03-07T09:03:00Z")
    ]
    assert [(url, first, last) for _, url, *_, first, last in stories] == [
        (f"{SITE}/{name}", f"2026-03-07T{first}:00Z", f"2026-03-07T{last}:00Z")
        for name, first, last in sorted(
            [("a", "05:01", "11:00"), ("b", "05:02", "05:02"), ("c", "09:01", "09:01")],
            key=lambda each: next(row[0] for row in stories if row[1] == f"{SITE}/{each[0]}"),
        )
    ]


def test_without_its_file_a_newspaper_keeps_its_editions_and_days(tmp_path: Path, publications: str) -> None:
    collected(tmp_path / "captures")
    known, unknown = Office(tmp_path, publications=publications), Office(tmp_path)
    known.run("rebuild")
    result = unknown.run("rebuild", db="b.db")
    assert result.exit_code == 0
    assert result.output.count("No file describes the newspaper tidewater-post.") == 1
    assert unknown.holds("b.db") == known.holds()


def test_an_import_of_captures_brings_editions_and_repeated_fetches_that_a_rebuild_keeps(
    tmp_path: Path, publications: str
) -> None:
    given = collected(tmp_path / "given")
    (tmp_path / "own").mkdir()
    office = Office(tmp_path / "own", publications=publications)
    assert office.run("import", given).exit_code == 0
    imported = office.holds()
    written = sum(file.stat().st_size for file in (tmp_path / "own" / "captures").iterdir())
    assert office.run("import", given).exit_code == 0
    assert office.holds() == imported, "the same import twice changes nothing"
    assert sum(file.stat().st_size for file in (tmp_path / "own" / "captures").iterdir()) == written
    office.run("rebuild", db="b.db")
    assert office.holds("b.db") == imported


def test_older_captures_do_not_undo_how_an_edition_ended(tmp_path: Path, publications: str) -> None:
    office = Office(tmp_path, publications=publications)
    collected(tmp_path / "captures")
    office.run("rebuild")
    before = office.holds()[1]
    older = tmp_path / "older"
    links = (StoryLink(url=f"{SITE}/a", position=1), StoryLink(url=f"{SITE}/taken-off", position=2))
    with CaptureWriter(older, "collect") as writer:
        writer.edition(ListedEdition(key=DAY, links=links, index_name="front"), at(4))
        writer.edition(ClosedEdition(key=DAY, outcome=Outcome.BROKEN), at(4, 1))
    office.run("import", older, "--own")
    stories, editions, placements, _ = office.holds()
    assert editions == [(*before[0][:6], "2026-03-07T04:01:00Z", before[0][7])]
    assert [row[0] for row in placements] == [f"{SITE}/{name}" for name in ("a", "b", "c", "taken-off")]
    assert len(stories) == 3


def test_what_was_skipped_is_named_with_its_file_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "front.html").write_bytes(b'<html><link rel="canonical" href="https://a.example/">' + story("a"))
    (folder / "none.html").write_bytes(story("b"))
    (folder / "empty.html").write_bytes(b"")
    result = Office(tmp_path).run("import", folder, "--list-skipped")
    lines = result.output.splitlines()
    assert "front.html: https://a.example/: not a story page: the front door of a site" in lines
    assert "none.html: the page does not name its address; give it with --url" in lines
    assert "empty.html: not HTML: empty answer" in lines
    assert "Skipped: 1 no address, 1 front door, 1 empty page" in lines


def test_one_address_is_not_given_to_several_files(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.html").write_bytes(story(name))
    office = Office(tmp_path)
    result = office.run("import", tmp_path / "a.html", tmp_path / "b.html", "--url", f"{SITE}/a")
    assert result.exit_code == 2
    assert "--url is the address of one page, and there are 2 files" in result.output
    assert office.run("import", tmp_path / "a.html", "--url", f"{SITE}/a").exit_code == 0


def alive_in(session: int) -> list[str]:
    """The processes of a session that have not ended."""
    states = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, of_session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(of_session) == session and state not in "ZX":
                states.append(stat.parent.name)
    return states


def waited_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(("sent", "result"), [(signal.SIGKILL, None), (signal.SIGTERM, "interrupted")])
def test_a_killed_import_leaves_no_process(tmp_path: Path, sent: signal.Signals, result: str | None) -> None:
    with CaptureWriter(tmp_path / "given", "collect") as writer:
        for number in range(400):
            writer.page(replace(page(f"s{number}", at(5)), body=story(f"s{number}") + os.urandom(4000).hex().encode()))
    archive = tmp_path / "a.db"
    command = [sys.executable, "-m", "scraper", "import", str(tmp_path / "given"), "--db", str(archive), "--cores", "2"]
    process = subprocess.Popen(
        command, start_new_session=True, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert waited_for(lambda: len(alive_in(process.pid)) >= 4), "the command, its fork server and two workers"
        process.send_signal(sent)
        process.wait(60)
        assert waited_for(lambda: not alive_in(process.pid)), alive_in(process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    connection = sqlite3.connect(archive)
    assert connection.execute("SELECT result FROM runs").fetchall() == [(result,)]
    connection.close()


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml; charset=utf-8", "text/plain", ""])
def test_a_story_of_another_type_than_html_is_one_where_its_index_lists_it(
    tmp_path: Path, publications: str, content_type: str
) -> None:
    """As it is where it is collected: newspapers serve XHTML as XML, and some pages without a type."""
    with CaptureWriter(tmp_path / "given", "collect") as writer:
        links = (StoryLink(url=f"{SITE}/a", headline="a", position=1),)
        writer.edition(ListedEdition(key=DAY, links=links, index_name="front"), at(5))
        for name in "ab":
            body = story(name).partition(b"</head>")[2].replace(b"<body>", b"").replace(b"</body></html>", b"")
            writer.page(replace(page(name, at(5, 1)), body=body, content_type=content_type))
    office = Office(tmp_path, publications=publications)
    assert office.run("import", tmp_path / "given").exit_code == 0
    assert [row[1] for row in office.holds()[0]] == [f"{SITE}/a"]
