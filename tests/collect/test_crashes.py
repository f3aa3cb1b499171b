"""What a bug costs: what it was met at, no more. It is counted, in the log with its traceback, and in the exit code."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import archive
from scraper.collect.reporter import Reporter
from scraper.collect.run import CollectionRun
from scraper.reasons import Reason, shown
from tests import forked
from tests.loopback import Answer, Server, index, paper, robots, run, story
from tests.rows import asked

pytestmark = pytest.mark.slow

STORIES = ("middleware", "address", "callback", "capture", "reader", "sql")
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600"><title>{}</title><path d="M0 0h9v9z"/></svg>'
SVG = {"Content-Type": "image/svg+xml"}
OUTCOMES = "SELECT date, outcome, detail FROM editions ORDER BY date"
FAILURES = (
    "SELECT replace(substr(url, instr(url, 'bad-')), 'bad-', ''), failure FROM placements WHERE url LIKE '%bad-%'"
)


def cause(stored: str) -> str:
    """The only reason of an edition or a listed story, as it is stored: its code and what the exception said."""
    reasons = shown(stored)
    return ": ".join(filter(None, (part for each in reasons for part in (each.index, each.code, each.kind, each.text))))


def last_run(folder: Path) -> tuple[str, dict[str, int]]:
    """How the last run ended, and what it counted."""
    ((result, counts),) = asked(
        folder / "archive.db", "SELECT result, counts FROM runs WHERE id = (SELECT max(id) FROM runs)"
    )
    return result, json.loads(counts)


@pytest.fixture
def site() -> Iterator[Server]:
    """Two stories a day from 3 to 6 March, and on the 3rd one more for each part of the path that has a bug."""
    routes = {"/robots.txt": robots("Disallow:")}
    for day in range(3, 7):
        names = [f"/{day}/ferry", f"/{day}/lamp"]
        if day == 3:
            names += ["/bad-missing", *(f"/bad-{part}" for part in STORIES)]
        routes[f"/2026-03-0{day}"] = index(*names)
        routes |= {name: story(name.strip("/"), day=f"2026-03-0{day}") for name in names if name != "/bad-missing"}
    with Server(routes) as running:
        yield running


def test_a_bug_costs_what_it_was_met_at(site: Server, tmp_path: Path) -> None:
    paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
    days = ("--from", "2026-03-03", "--to", "2026-03-06")
    printed = run(tmp_path, site, "collect", "skerry-post", *days, code=1, bug="here_and_there")
    rows = asked(tmp_path / "archive.db", OUTCOMES)
    third, fourth, fifth, sixth = [(date, outcome, cause(detail)) for date, outcome, detail in rows]
    assert third[:2] == ("2026-03-03", "partial")
    assert third[2] == "not_held"
    assert fourth == ("2026-03-04", "broken", "front page: crashed: ZeroDivisionError: a bug in read")
    assert fifth == ("2026-03-05", "broken", "crashed: ZeroDivisionError: a bug in enter")
    assert sixth == ("2026-03-06", "complete", "")

    assert {part: cause(failure) for part, failure in asked(tmp_path / "archive.db", FAILURES)} == {
        "middleware": "crashed: ZeroDivisionError: a bug in process_request",
        "address": "crashed: ZeroDivisionError: a bug in address",
        "callback": "crashed: ZeroDivisionError: a bug in page_of",
        "missing": "crashed: ZeroDivisionError: a bug in failure_of",
        "capture": "crashed: ZeroDivisionError: a bug in capture",
        "reader": "crashed: ZeroDivisionError: a bug in read",
        "sql": "crashed: OperationalError: no such column: disk_full",
    }
    assert last_run(tmp_path)[0] == "failed"
    assert last_run(tmp_path)[1]["crashed"] == 9
    assert printed.count("Traceback") >= 9
    assert "make room" not in printed
    assert "ferry came to see how it would end" not in printed, "no page is printed into the log"


def test_a_story_that_a_bug_has_lost_is_not_waited_for(site: Server, tmp_path: Path) -> None:
    paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
    days = ("--from", "2026-03-03", "--to", "2026-03-04")
    run(tmp_path, site, "collect", "skerry-post", *days, code=1, bug="between_the_parts")
    rows = asked(tmp_path / "archive.db", OUTCOMES)
    assert [(date, outcome) for date, outcome, _ in rows] == [("2026-03-03", "partial"), ("2026-03-04", "complete")]
    lost = "crashed: LostError: nothing came of it: neither a page nor a failure"
    failures = {part: cause(failure) for part, failure in asked(tmp_path / "archive.db", FAILURES)}
    assert (failures["callback"], failures["missing"]) == (lost, "not_found")
    assert failures["middleware"] == "crashed: ZeroDivisionError: a bug in process_response"
    # The callback, the story that it has lost, the middleware, the extension.
    assert last_run(tmp_path)[1]["crashed"] == 4


def test_what_a_bug_has_interrupted_is_not_half_written(site: Server, tmp_path: Path) -> None:
    paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
    run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-03", code=1, bug="here_and_there")
    for table, column in (("stories", "url"), ("addresses", "url"), ("captures", "url")):
        found = asked(tmp_path / "archive.db", f"SELECT {column} FROM {table} WHERE {column} LIKE '%bad-sql'")
        assert found == [], table
    assert asked(tmp_path / "archive.db", "PRAGMA foreign_key_check") == []
    site.routes["/bad-missing"] = [story("missing")]
    run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-03")
    assert asked(tmp_path / "archive.db", OUTCOMES) == [("2026-03-03", "complete", "[]")]


@pytest.mark.parametrize("bug", ["at_the_start", "before_the_start"])
def test_a_newspaper_that_cannot_be_begun_has_outcomes_and_costs_no_other(
    site: Server, tmp_path: Path, bug: str
) -> None:
    paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
    paper(tmp_path / "papers", "tern-gazette", site, index="/{date}")
    days = ("--from", "2026-03-05", "--to", "2026-03-06")
    printed = run(tmp_path, site, "collect", "skerry-post", "tern-gazette", *days, code=1, bug=bug)
    found = asked(
        tmp_path / "archive.db",
        "SELECT slug, date, outcome FROM editions JOIN publications ON publications.id = publication_id ORDER BY 1, 2",
    )
    assert found == [
        ("skerry-post", "2026-03-05", "broken"),
        ("skerry-post", "2026-03-06", "broken"),
        ("tern-gazette", "2026-03-05", "complete"),
        ("tern-gazette", "2026-03-06", "complete"),
    ]
    assert last_run(tmp_path)[0] == "failed"
    assert last_run(tmp_path)[1]["spiders failed"] == 1
    assert "Traceback" in printed


def test_an_edition_whose_end_cannot_be_told_is_broken(site: Server, tmp_path: Path) -> None:
    paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
    days = ("--from", "2026-03-05", "--to", "2026-03-06")
    run(tmp_path, site, "collect", "skerry-post", *days, code=1, bug="at_the_end")
    assert [outcome for _, outcome, _ in asked(tmp_path / "archive.db", OUTCOMES)] == ["broken", "broken"]
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM stories") == [(4,)]
    assert last_run(tmp_path)[1]["crashed"] == 2


def test_a_bug_in_a_picture_costs_that_picture(tmp_path: Path) -> None:
    pictures = {f"/{name}.svg": Answer(body=DRAWING.format(name), headers=SVG) for name in ("bad-image", "lamp")}
    stories = {f"/{name}": story(name, picture=f"/{name}.svg") for name in ("bad-image", "lamp")}
    routes = {"/robots.txt": robots("Disallow:"), "/": index("/bad-image", "/lamp")}
    with Server(routes | stories | pictures) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-07")
        wanted = asked(tmp_path / "archive.db", "SELECT count(*) FROM images WHERE position = 1")
        assert wanted == [(2,)]
        printed = run(tmp_path, site, "images", "skerry-post", code=1, bug="images")
        assert "1 image kept" in printed
        assert printed.count("Traceback") == 1
        assert last_run(tmp_path)[0] == "failed"
        run(tmp_path, site, "images", "skerry-post")
        assert asked(tmp_path / "archive.db", "SELECT count(*) FROM thumbnails WHERE failure = ''") == [(2,)]


@pytest.mark.parametrize("cores", ["1", "2"])
def test_a_bug_in_an_import_costs_one_page(tmp_path: Path, cores: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("ferry", "bad-reader", "bad-sql", "lamp"):
        address = f'<link rel="canonical" href="https://skerry.example/2026/03/07/{name}">'
        body = str(story(name).body).replace("<head>", f"<head>{address}")
        (pages / f"{name}.html").write_text(body, encoding="utf-8")
    with Server({}) as notes:
        paper(tmp_path / "papers", "skerry-post", notes)
        printed = run(tmp_path, notes, "import", str(pages), "--cores", cores, code=1, bug="imports")
    held = asked(tmp_path / "archive.db", "SELECT headline FROM stories ORDER BY headline")
    assert held == [("The ferry is settled",), ("The lamp is settled",)]
    assert "2 crashed" in printed
    assert printed.count("Traceback") == 2
    result, counts = last_run(tmp_path)
    assert (result, counts["crashed"], counts["stories added"]) == ("failed", 2, 2)


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table with nonsense."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("command", [["stats"], ["export", "--format", "jsonl"]])
def test_a_damaged_archive_is_no_bug(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    damage(path, "publications" if command == ["stats"] else "stories")
    done = forked.run("scraper", *command, "--db", str(path))
    assert done.returncode == 3, done.stderr
    assert "is damaged" in done.stderr
    assert "backissues rebuild" in done.stderr
    assert "Traceback" not in done.stderr


class BrokenReporter(Reporter):
    """Raises at each image."""

    def __init__(self) -> None:
        self.events = 0

    def image(self, failure: Reason | None) -> None:
        self.events += 1
        raise KeyError("x")


def test_a_bug_in_showing_a_run_is_counted_once_and_costs_the_run_nothing(tmp_path: Path) -> None:
    reporter = BrokenReporter()
    with CollectionRun(tmp_path / "archive.db", command="images", arguments={}, reporter=reporter) as run:
        for _ in range(3):
            run.reporter.image(None)
        assert (reporter.events, run.counts["crashed"]) == (1, 1)
