"""A list that half moves into another container is noticed the same day, though enough of it is still listed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.conftest import MadeOnce
from tests.loopback import Answer, Server, robots, run, story
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
FIRST = dt.date(2026, 3, 2)


class Skerry(Server):
    """The paper's site: each day lists ten stories or more; from ``moved`` on, a third of them in another container."""

    moved = dt.date.max

    def answer(self, path: str) -> Answer:
        parts = path.strip("/").split("/")
        if path in self.routes:
            return super().answer(path)
        day = dt.date.fromisoformat(parts[0])
        if len(parts) == 2:
            return story(f"{parts[1]} of {day}", day=str(day))
        names = NAMES[: 12 - day.toordinal() % 2]
        items = [f'<a href="/{day}/the-{name}">The {name} of {day:%A}</a>' for name in names]
        if day < self.moved:
            return Answer(body="<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>")
        listed = "".join(f"<li>{item}</li>" for item in items[:8])
        return Answer(body=f"<ol>{listed}</ol>" + "".join(f"<div class=tile>{item}</div>" for item in items[8:]))


@pytest.fixture(scope="session")
def archived(made_once: MadeOnce) -> Path:
    """Some days before the change and after it, and what was printed of the day of the change."""

    def make(folder: Path) -> None:
        with Skerry({"/robots.txt": robots()}) as site:
            (folder / "papers").mkdir()
            (folder / "papers" / f"{SLUG}.toml").write_text(PAPER.format(site=site.url), encoding="utf-8")
            site.moved = FIRST + dt.timedelta(days=4)
            site.now = dt.datetime.combine(site.moved, dt.time(12), dt.UTC).timestamp()
            days = ("--from", str(FIRST), "--to", str(site.moved))
            (folder / "printed").write_text(run(folder, site, "collect", SLUG, *days), encoding="utf-8")
            rebuilt(folder, site, "archive-before.db")

    return made_once("half moved", make)


def test_the_day_of_the_change_is_degraded_and_says_why(archived: Path) -> None:
    printed = (archived / "printed").read_text(encoding="utf-8")
    assert "complete" in next(line for line in printed.splitlines() if "2026-03-05" in line)
    changed = next(line for line in printed.splitlines() if "2026-03-06" in line)
    assert "degraded" in changed
    assert "3 addresses like those of its stories stand on its list's pages and are not listed" in changed
    assert "a selector found 8, and from 11 to 12 in the last 4 editions (stories.each: li)" in changed


def test_shapes_are_kept_of_complete_editions_alone_and_come_back_in_a_rebuild(archived: Path) -> None:
    of_days = "SELECT date FROM shapes JOIN editions ON editions.id = edition_id ORDER BY date"
    for name in ("archive-before.db", "archive.db"):
        assert asked(archived / name, of_days) == [(f"2026-03-0{day}",) for day in (2, 3, 4, 5)]
    assert differences(archived / "archive-before.db", archived / "archive.db") == []
    shapes = "SELECT shape FROM shapes ORDER BY edition_id"
    assert asked(archived / "archive-before.db", shapes) == asked(archived / "archive.db", shapes)
