"""A clock that is wrong makes no old text the newest, and is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.captures.writer import CaptureWriter
from scraper.items import Outcome, Page
from tests.worlds import Closes, Fetches, Lists, World, address, story_page

Clock = Callable[[str], None]
NEWEST = "SELECT body LIKE '%told it 2 times%' FROM stories"
VERSIONS = "SELECT number, fetched FROM versions ORDER BY number"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set this machine's clock."""

    def set_to(moment: str) -> None:
        class Moment(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> Moment:
                return cls.fromisoformat(moment).astimezone(tz)

        monkeypatch.setattr(dt, "datetime", Moment)

    return set_to


def clocks_said(world: World) -> list[str]:
    return [said for said in world.said if said.startswith("The clock")]


@pytest.mark.parametrize("later", ["2026-03-07T06:00:00+00:00", "2025-03-07T06:00:00+00:00"])
def test_a_clock_set_back_does_not_make_the_old_text_the_newest(tmp_path: Path, clock: Clock, later: str) -> None:
    world = World(tmp_path)
    clock("2026-03-08T06:00:00+00:00")  # a day ahead
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a"), Closes("lantern", 7, Outcome.PARTIAL))
    clock(later)
    world.run(Lists("lantern", 7, ("a", "b")), Fetches("lantern", 7, "a", text=2), Closes("lantern", 7))
    assert world.asked(NEWEST) == [(1,)]
    assert [number for number, _ in world.asked(VERSIONS)] == [1, 2]
    assert world.asked("SELECT outcome, listed, last_collected FROM editions") == [("complete", 2, f"{later[:19]}Z")]
    assert world.asked("SELECT ordered FROM captures ORDER BY id") == [(None,), ("2026-03-08T06:00:01Z",)]
    assert clocks_said(world) == [
        f"The clock of this machine shows {later[:19]}Z, and the archive has seen 2026-03-08T06:00:00Z: it is behind "
        "now, or was ahead then. What is fetched now counts as the newest, and its moments as doubtful."
    ]
    assert world.rebuilt().rows() == world.rows()


def test_an_older_capture_that_is_imported_later_is_an_older_version(tmp_path: Path, clock: Clock) -> None:
    world = World(tmp_path)
    clock("2026-03-08T06:00:00+00:00")
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a", text=2), Closes("lantern", 7))
    world.import_(given(tmp_path / "given", "2019-03-08T06:00:00+00:00"))
    assert world.asked(NEWEST) == [(1,)]
    assert world.asked(VERSIONS) == [(1, "2019-03-08T06:00:00Z"), (2, "2026-03-08T06:00:00Z")]
    assert world.rebuilt().rows() == world.rows()


def test_a_capture_that_says_it_is_of_the_future_is_no_newer_than_its_import(tmp_path: Path, clock: Clock) -> None:
    world = World(tmp_path)
    clock("2026-03-08T06:00:00+00:00")
    world.import_(given(tmp_path / "given", "2999-01-01T00:00:00+00:00"))
    clock("2026-03-09T06:00:00+00:00")
    world.run(Lists("lantern", 7, ("a",)), Fetches("lantern", 7, "a", text=2), Closes("lantern", 7))
    assert world.asked(NEWEST) == [(1,)]
    assert clocks_said(world) == []
    assert world.rebuilt().rows() == world.rows()


def given(folder: Path, moment: str) -> Path:
    with CaptureWriter(folder, "given") as writer:
        body = story_page("a", 1, published=5)
        fetched = dt.datetime.fromisoformat(moment)
        writer.page(Page(url=address("a"), body=body, content_type="text/html", fetched=fetched))
    return folder
