"""A site that changes is noticed the same day, while enough of it is still read; what is only another day is not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import MadeOnce
from tests.loopback import Answer, Server, environment, robots, run, story
from tests.relaunch import differences, rebuilt
from tests.rows import asked

pytestmark = pytest.mark.slow
SLUG = "skerry-post"
PAPER = """
[publication]
title = "The Skerry Post"
language = "en-GB"
timezone = "Europe/London"
[access]
delay = 0.01
[[index]]
name = "paper"
url = "{site}/{{date}}"
[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"
"""
NAMES = "lamp mill quay tide rope sail buoy reef cove gull crab net".split()  # noqa: SIM905


class Skerry(Server):
    """The paper's site. Each day lists eleven stories or twelve; on some days it is otherwise."""

    def __init__(self) -> None:
        super().__init__({"/robots.txt": robots(), "/hook": Answer(204)})
        self.moved: set[int] = set()  # days on which a third of the list stands in another container
        self.struck: set[int] = set()  # without a paper
        self.gone = False  # no list has its address any more
        self.empty = False  # stories have no text any more
        self.renamed = False  # every element of the list has another name
        self.told: list[dict[str, object]] = []  # by the webhook

    def answer(self, path: str) -> Answer:
        if path.startswith("POST /hook "):
            self.told.append(json.loads(path.removeprefix("POST /hook ")))
            return Answer(204)
        parts = path.strip("/").split("/")
        if path in self.routes:
            return super().answer(path)
        day = dt.date.fromisoformat(parts[0])
        if len(parts) == 2:
            whole = story(f"{parts[1]} of {day}", day=str(day))
            return Answer(body="<html><h1>The lamp</h1><p>Loading</p></html>") if self.empty else whole
        if day.day in self.struck or self.gone:
            return Answer(status=404)
        names = NAMES[: 12 - day.toordinal() % 2]
        items = [f'<a href="/{day}/the-{name}">The {name} of {day:%A}</a>' for name in names]
        at = 8 if day.day in self.moved else len(items)
        if self.renamed:
            menu = "".join(f'<a href="/{name}">{name.title()}</a>' for name in NAMES)
            cards = "".join(f"<article class=card>{item}<p>More of it.</p></article>" for item in items)
            return Answer(body=f"<nav>{menu}</nav><div class=cards>{cards}</div>")
        listed = "".join(f"<li>{item}</li>" for item in items[:at])
        return Answer(body=f"<ol>{listed}</ol>" + "".join(f"<div class=tile>{item}</div>" for item in items[at:]))


@pytest.fixture(scope="session")
def archived(made_once: MadeOnce) -> Path:
    """Two weeks of the paper, with what was printed of each day and what the webhook was told."""

    def make(folder: Path) -> None:
        with Skerry() as site:
            (folder / "papers").mkdir()
            (folder / "papers" / f"{SLUG}.toml").write_text(PAPER.format(site=site.url), encoding="utf-8")
            (folder / "incidents.toml").write_text(f'to = "{site.url}/hook"\n', encoding="utf-8")

            def collect(first: int, last: int) -> None:
                until = dt.date(2026, 3, last)
                site.now = dt.datetime.combine(until, dt.time(12), dt.UTC).timestamp()
                days = ("--from", f"2026-03-{first:02}", "--to", f"{until}")
                process = run_whatever(folder, site, "collect", SLUG, *days)
                (folder / f"day {last}").write_text(process, encoding="utf-8")
                (folder / f"told {last}").write_text(json.dumps(site.told), encoding="utf-8")
                site.told.clear()

            site.moved = {6}
            collect(2, 5)
            collect(6, 6)
            (folder / "stats").write_text(run(folder, site, "stats"), encoding="utf-8")
            (folder / "check 6").write_text(run(folder, site, "check", SLUG, code=1), encoding="utf-8")
            collect(7, 9)
            site.struck = {10}
            collect(10, 10)
            site.gone = True
            collect(11, 11)
            site.gone = False
            collect(11, 13)
            site.empty = True
            site.log.clear()
            collect(16, 16)
            (folder / "asked 16").write_text("\n".join(site.asked), encoding="utf-8")
            site.empty, site.renamed = False, True
            collect(17, 17)
            site.log.clear()
            (folder / "check 17").write_text(run(folder, site, "check", code=1), encoding="utf-8")
            assert site.asked == []
            live = run(folder, site, "check", SLUG, "--live", "--days", "1", code=1)
            (folder / "live 17").write_text(live, encoding="utf-8")
            (folder / "asked 17").write_text("\n".join(site.asked), encoding="utf-8")
            head, _, index = PAPER.format(site=site.url).partition("[[index]]")
            new = index.replace('"paper"', '"cards"\nvalid_from = 2026-03-17').replace('"li"', '"article.card"')
            mended = f"{head}[[index]]{new}[[index]]{index}"
            (folder / "papers" / f"{SLUG}.toml").write_text(mended, encoding="utf-8")
            (folder / "mended 17").write_text(run(folder, site, "check", "--days", "1"), encoding="utf-8")
            (folder / "papers" / f"{SLUG}.toml").write_text(PAPER.format(site=site.url), encoding="utf-8")
            rebuilt(folder, site, "archive-before.db")

    return made_once("half moved", make)


def run_whatever(folder: Path, site: Server, *arguments: str) -> str:
    """What a command prints, whatever its exit code."""
    command = (site.url, str(site.now), "-", *arguments, "--db", str(folder / "archive.db"))
    process = forked.run("tests.loopback", *command, environment=environment(folder))
    return process.stdout + process.stderr


def printed(folder: Path, day: int) -> str:
    return (folder / f"day {day}").read_text(encoding="utf-8")


def told(folder: Path, day: int) -> list[tuple[str, str]]:
    """What the webhook was told on a day: the event, and the first reason."""
    messages = json.loads((folder / f"told {day}").read_text(encoding="utf-8"))
    return [(each["event"], each["reasons"][0]["code"]) for each in messages]


def test_the_day_of_the_change_is_degraded_and_says_why(archived: Path) -> None:
    assert "complete" in next(line for line in printed(archived, 5).splitlines() if "2026-03-05" in line)
    changed = next(line for line in printed(archived, 6).splitlines() if "2026-03-06" in line)
    assert "degraded" in changed
    assert "3 addresses like those of its stories stand on its list's pages and are not listed" in changed
    assert "a selector found 8, and from 11 to 12 in the last 4 editions (stories.each: li)" in changed


def test_shapes_are_kept_of_complete_editions_alone_and_come_back_in_a_rebuild(archived: Path) -> None:
    of_days = "SELECT date FROM shapes JOIN editions ON editions.id = edition_id ORDER BY date"
    for name in ("archive-before.db", "archive.db"):
        days = [int(date[8:]) for (date,) in asked(archived / name, of_days)]
        assert days == [2, 3, 4, 5, 7, 8, 9, 11, 12, 13]
    assert differences(archived / "archive-before.db", archived / "archive.db") == []
    shapes = "SELECT shape FROM shapes ORDER BY edition_id"
    assert asked(archived / "archive-before.db", shapes) == asked(archived / "archive.db", shapes)


def test_an_incident_is_told_when_it_opens_and_when_three_looks_in_a_row_are_right(archived: Path) -> None:
    assert (told(archived, 5), told(archived, 6)) == ([], [("opened", "stories_unlisted")])
    assert "its site is read worse than it was: 3 addresses" in printed(archived, 6)
    assert "skerry-post: its site is read worse since 2026-03-06" in (archived / "stats").read_text(encoding="utf-8")
    assert told(archived, 9) == [("closed", "stories_unlisted")]
    assert "its site is read rightly again, after 2026-03-06" in printed(archived, 9)


def test_a_day_without_a_paper_is_no_incident_and_an_index_that_shows_no_day_is_one(archived: Path) -> None:
    assert ("late" in printed(archived, 10), told(archived, 10)) == (True, [])
    assert told(archived, 11) == [("opened", "index_shows_none")]
    assert told(archived, 13) == [("closed", "index_shows_none")]


def test_the_first_stories_are_read_before_the_rest_and_nothing_is_left_out_for_them(archived: Path) -> None:
    asked_for = (archived / "asked 16").read_text(encoding="utf-8").splitlines()
    assert len([path for path in asked_for if path.startswith("/2026-03-16/")]) in (11, 12)
    (history,) = asked(archived / "archive-before.db", "SELECT history FROM incidents WHERE closed IS NULL")
    assert [line["outcome"] for line in json.loads(history[0])] == ["", "broken", "broken"]
    assert told(archived, 16)[0][0] == "opened"


def checked(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text(encoding="utf-8").splitlines()


def test_kept_indexes_are_read_again_and_compared(archived: Path) -> None:
    lines = checked(archived, "check 6")
    assert lines[:4] == [f"skerry-post 2026-03-0{day} kept: {11 + day % 2} stories, as it was" for day in (2, 3, 4, 5)]
    assert lines[4].startswith("skerry-post 2026-03-06 kept: 8 stories, 3 addresses like those of its stories")


@pytest.mark.parametrize("name", ["check 17", "live 17"])
def test_what_finds_yesterdays_kind_of_thing_is_proposed(archived: Path, name: str) -> None:
    text = "\n".join(checked(archived, name))
    assert "2026-03-17" in text
    assert "paper lists nothing. A selector found nothing on the page." in text
    assert '[index.stories]\neach     = "article.card"' in text
    assert "that would find 12 stories:\n  The lamp of Tuesday\n" in text


def test_the_live_index_is_asked_for_once_within_the_manners(archived: Path) -> None:
    assert checked(archived, "asked 17") == ["/robots.txt", "/2026-03-17"]


def test_a_mended_file_is_checked_by_what_was_kept(archived: Path) -> None:
    """Old pages are read by the rules of their time, and the new ones by those of today."""
    assert checked(archived, "mended 17") == [
        "skerry-post 2026-03-16 kept: 11 stories, as it was",
        "skerry-post 2026-03-17 kept: 12 stories, as it was",
    ]
