"""``backissues fill``: what is missing and can still be had, the newest first; and why the rest cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import NOW, Answer, Server, index, paper, robots, run, story
from tests.rows import asked

HOUR = 3600
DAYS = [f"2026-03-0{day}" for day in range(1, 8)]
RULES = """
[schedule]
ready = "06:00"
retry_until = "06:30"
archive_days = 4
closed = ["03-05"]
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    """A week of a paper with dated lists: on the 5th there was none, and what is older than four days is gone."""
    lists = {f"/{day}": index(f"/{day}/lamp", f"/{day}/tide") for day in DAYS}
    stories = {f"/{day}/{name}": story(f"{name} of {day}", day=day) for day in DAYS for name in ("lamp", "tide")}
    with Server({"/robots.txt": robots(), **lists, **stories}) as site:
        paper(tmp_path / "papers", "skerry-post", site, index="/{date}")
        file = tmp_path / "papers" / "skerry-post.toml"
        file.write_text(file.read_text(encoding="utf-8") + RULES, encoding="utf-8")
        yield site


def states(folder: Path) -> dict[str, tuple[str, str]]:
    rows = asked(folder / "archive.db", "SELECT date, state, detail FROM edition_states ORDER BY date")
    return {str(date): (str(state), phrases(shown(str(detail)))) for date, state, detail in rows}


def lists_asked(site: Server) -> list[str]:
    return [path[1:] for path in site.asked if path[1:] in DAYS]


def began(folder: Path, site: Server) -> None:
    """Collect the first and the last day, so that those in between are missing."""
    site.now = NOW - 6 * 24 * HOUR
    run(folder, site, "collect", "skerry-post", "--date", "2026-03-01")
    site.now = NOW
    run(folder, site, "collect", "skerry-post")
    site.log.clear()


def test_what_can_still_be_had_is_collected_the_newest_first(site: Server, tmp_path: Path) -> None:
    began(tmp_path, site)
    printed = run(tmp_path, site, "fill")
    assert lists_asked(site) == ["2026-03-06", "2026-03-04", "2026-03-03"]
    assert {day: state for day, (state, _) in states(tmp_path).items()} == {
        **dict.fromkeys(DAYS, "held"),
        "2026-03-02": "missing",
        "2026-03-05": "closed",
    }
    assert "3 to be asked for; 1 not to be had any more" in printed
    assert states(tmp_path)["2026-03-02"][1] == "the newspaper's site cannot be asked for days that are so old"
    site.log.clear()
    runs = asked(tmp_path / "archive.db", "SELECT count(*) FROM runs")
    run(tmp_path, site, "fill")
    assert site.asked == []
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM runs") == runs, "there was nothing to do, or to tell"


def test_what_is_asked_for_in_vain_is_left_alone_for_a_day(site: Server, tmp_path: Path) -> None:
    began(tmp_path, site)
    site.routes["/2026-03-04"] = [Answer(status=404)]
    run(tmp_path, site, "fill", "skerry-post")
    site.log.clear()
    assert "1 asked for in vain" in run(tmp_path, site, "fill")
    assert site.asked == []
    site.now += 21 * HOUR
    site.routes["/2026-03-04"] = [index("/2026-03-04/lamp")]
    run(tmp_path, site, "fill")
    assert lists_asked(site) == ["2026-03-04"]
    assert states(tmp_path)["2026-03-04"][0] == "held"


def test_some_of_it_at_a_time(site: Server, tmp_path: Path) -> None:
    began(tmp_path, site)
    for day in ("2026-03-06", "2026-03-04", "2026-03-03"):
        site.log.clear()
        run(tmp_path, site, "fill", "--most", "1")
        assert lists_asked(site) == [day]


def test_of_some_days_or_one_cause(site: Server, tmp_path: Path) -> None:
    began(tmp_path, site)
    site.routes["/2026-03-04"] = [Answer(status=404)]
    run(tmp_path, site, "fill", "--from", "2026-03-04", "--to", "2026-03-05")
    assert lists_asked(site) == ["2026-03-04"]
    site.now += 21 * HOUR
    site.log.clear()
    run(tmp_path, site, "fill", "--cause", "not_there")
    assert lists_asked(site) == ["2026-03-04"]
    assert "did you mean 'not_there'?" in run(tmp_path, site, "fill", "--cause", "not-there", code=2)


def test_a_dry_run_asks_nobody(site: Server, tmp_path: Path) -> None:
    began(tmp_path, site)
    before = states(tmp_path)
    printed = run(tmp_path, site, "fill", "--dry-run")
    assert [line[:10] for line in printed.splitlines() if line.endswith("to be asked for")] == [
        *("2026-03-06", "2026-03-04", "2026-03-03")
    ]
    assert site.asked == []
    assert states(tmp_path) == before
