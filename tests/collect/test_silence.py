"""Hosts that answer nothing are given up after a few requests, and what is not asked for says why."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from scraper import limits, settings
from scraper.collect.pace import Pace, SilentHostError
from scraper.limits import SILENCES
from tests.collect.test_inside import failures
from tests.collect.test_politeness import StillClock
from tests.loopback import DAY, Answer, Server, environment, index, paper, robots, run, story
from tests.rows import asked

SILENT = Answer(status=None)  # the connection is closed
LOST = "the server closed the connection before it had answered"
NOT_ASKED = "not asked for, since its host did not answer the requests before"


async def gives_turn(pace: Pace) -> bool:
    try:
        await pace.turn("a.example", delay=0)
    except SilentHostError:
        return False
    pace.answered("a.example")
    return True


async def test_a_host_that_is_silent_gets_no_turn_any_more() -> None:
    said: list[str] = []
    pace = Pace(StillClock(), said.append)
    for _ in range(SILENCES):
        assert await gives_turn(pace)
        pace.unheard("a.example")
    assert not await gives_turn(pace)
    pace.heard("a.example")  # what was under way
    assert not await gives_turn(pace)
    assert said == ["a.example does not answer; nothing more is asked of it in this run"]


async def test_an_answer_now_and_then_does_not_make_silence_cheap() -> None:
    pace = Pace(StillClock())
    for _ in range(100):
        pace.heard("a.example")
    rounds = 0
    while rounds < 100 and await gives_turn(pace):
        pace.unheard("a.example")
        pace.heard("a.example")
        rounds += 1
    assert rounds < 3 * SILENCES


async def test_a_story_that_does_not_come_costs_no_other() -> None:
    pace = Pace(StillClock())
    for _ in range(100):
        pace.unheard("a.example")
        for _ in range(3):
            pace.heard("a.example")
    assert await gives_turn(pace)


def test_silent_stories_end_the_asking(tmp_path: Path) -> None:
    names = [f"/{number}" for number in range(30)]
    routes = {"/robots.txt": robots(), "/": index("/lamp", *names), "/lamp": story("lamp")}
    with Server(routes | dict.fromkeys(names, SILENT)) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        printed = run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert len([path for path in site.asked if path in names]) <= SILENCES + 1
    why = list(failures(tmp_path).values())
    assert (why.count(""), why.count(LOST)) == (1, 2)
    assert why.count(NOT_ASKED) == 28
    assert "127.0.0.1 does not answer; nothing more is asked of it in this run" in printed


@pytest.mark.slow
def test_silent_pictures_end_the_asking_and_are_asked_for_another_day(tmp_path: Path) -> None:
    names = [f"/{number}" for number in range(8)]
    stories = {name: story(f"lamp of {name}", picture=f"{name}.svg") for name in names}
    pictures = {f"{name}.svg": SILENT for name in names}
    with Server({"/robots.txt": robots(), "/": index(*names)} | stories | pictures) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        site.log.clear()
        run(tmp_path, site, "images", "skerry-post")
        requested = [path for path in site.asked if path.endswith(".svg")]
        assert len(requested) <= SILENCES + 1
    assert len(asked(tmp_path / "archive.db", "SELECT url FROM thumbnails")) <= 2, "the others are still wanted"


def test_a_page_has_a_minute() -> None:
    assert settings.DOWNLOAD_TIMEOUT == limits.PAGE_SECONDS <= 60


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_nobody_answers_stops_when_told(tmp_path: Path, sign: signal.Signals) -> None:
    with Server({"/robots.txt": robots(), "/": index("/lamp")}) as site:
        site.hold("/lamp")
        paper(tmp_path / "papers", "skerry-post", site)
        arguments = ("collect", "skerry-post", "--db", str(tmp_path / "archive.db"))  # of today, by the real clock
        command = [sys.executable, "-m", "scraper", *arguments]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(tmp_path)
        )
        try:
            site.held.wait(30)
            process.send_signal(sign)
            printed, _ = process.communicate(timeout=limits.PAGE_SECONDS / 2)  # it would wait for a minute, three times
        finally:
            process.kill()
            site.let_go.set()
    assert process.returncode == 130, printed
    assert "run the same command to go on" in printed
    assert asked(tmp_path / "archive.db", "SELECT result FROM runs") == [("interrupted",)]


def test_newspapers_on_one_silent_host_are_all_not_tried(tmp_path: Path) -> None:
    """Each at a port of its own, where nobody listens: the host is given up, and none of them has refused anything."""
    names = [f"skerry-{number}" for number in range(5)]
    with Server({}) as notes:
        for name in names:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                nowhere = SimpleNamespace(url=f"http://127.0.0.1:{free.getsockname()[1]}")
            paper(tmp_path / "papers", name, nowhere)
        printed = run(tmp_path, notes, "collect", *names, *DAY, code=75)
    assert "5 not tried" in printed
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM editions WHERE outcome IS NOT NULL") == [(0,)]
