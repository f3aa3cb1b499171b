"""``backissues run``: what is due is asked for once, whenever it is started; where nothing answers, nothing changes."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from scraper import archive
from scraper.archive.read.calendar import gaps
from scraper.cli import timers
from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import NOW, Answer, Route, Server, index, paper, refusal, robots, run, story
from tests.rows import asked

HOUR = 3600
DAY = 24 * HOUR
SCHEDULE = '\n[schedule]\nready = "06:00"\nretry_until = "09:00"\n'
SIX = NOW - HOUR  # of 7 March 2026


def routes(*names: str, day: str = "2026-03-07") -> dict[str, Route]:
    return {"/robots.txt": robots(), "/": index(*names)} | {name: story(name[1:], day=day) for name in names}


def with_hours(folder: Path, site: Server, slug: str = "skerry-post", schedule: str = SCHEDULE) -> None:
    paper(folder / "papers", slug, site)
    file = folder / "papers" / f"{slug}.toml"
    file.write_text(file.read_text(encoding="utf-8") + schedule, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    with Server(routes("/lamp", "/tide")) as site:
        with_hours(tmp_path, site)
        yield site


def ledger(folder: Path) -> list[tuple[object, ...]]:
    return asked(folder / "archive.db", "SELECT date, outcome, detail, listed FROM editions ORDER BY date")


def looks(folder: Path) -> list[tuple[object, ...]]:
    return asked(folder / "archive.db", "SELECT date, outcome, listed, added FROM looks ORDER BY id")


def test_what_is_due_is_asked_for_once(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    assert "1 complete" in run(tmp_path, site, "run", "skerry-post")
    assert site.asked == ["/robots.txt", "/", "/lamp", "/tide"]
    site.log.clear()
    site.now += HOUR
    assert run(tmp_path, site, "run") == ""
    assert site.asked == []
    assert looks(tmp_path) == [("2026-03-07", "complete", 2, 2)]
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM runs") == [(1,)], "a run that asks nothing is none"


def test_an_edition_that_grows_is_looked_at_once_more(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    run(tmp_path, site, "run", "skerry-post")
    site.routes |= {path: [answer] for path, answer in routes("/lamp", "/tide", "/flood").items()}
    site.log.clear()
    site.now = SIX + 3 * HOUR
    run(tmp_path, site, "run")
    assert site.asked == ["/", "/flood"]
    assert run(tmp_path, site, "run") == ""
    assert looks(tmp_path)[1:] == [("2026-03-07", "complete", 3, 1)]


def test_what_its_site_takes_away_later_stays_held(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    run(tmp_path, site, "run", "skerry-post")
    before = ledger(tmp_path)
    site.routes["/"] = [Answer(status=404)]
    site.now = SIX + 3 * HOUR
    assert "2026-03-07 stays as it is held" in run(tmp_path, site, "run")
    assert ledger(tmp_path) == before
    assert looks(tmp_path)[-1][1] == "late"


def test_a_late_edition_is_asked_for_again_until_its_hour_and_then_recorded(site: Server, tmp_path: Path) -> None:
    site.routes["/"] = [Answer(status=404)]
    told = []
    for minute in (0, 5, 10, 25, 30, 65, 70, 145, 150, 175, 180, 185, 240):
        site.now = SIX + minute * 60
        told += [minute] * bool(run(tmp_path, site, "run", "skerry-post"))
    assert told == [0, 10, 30, 70, 150, 180]
    ((date, outcome, detail, _),) = ledger(tmp_path)
    assert (date, outcome) == ("2026-03-07", "late")
    assert phrases(shown(str(detail))).startswith("was due, but is not there")


def test_where_nothing_answers_nothing_of_the_record_changes(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    run(tmp_path, site, "run", "skerry-post")
    run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-07", "--again")
    before = ledger(tmp_path)
    with Server({}, host="127.0.9.9") as offline:  # tells of waits alone; the newspaper is where nobody listens
        with_hours(tmp_path, gone(site))
        offline.now = SIX
        printed = run(tmp_path, offline, "collect", "skerry-post", "--date", "2026-03-07", "--again", code=75)
        assert printed.count("not tried ") == 1
        offline.now = SIX + DAY
        for _ in range(3):
            run(tmp_path, offline, "run", code=75)
            offline.now += 2 * HOUR
    assert ledger(tmp_path) == before
    assert [row[1] for row in looks(tmp_path) if row[0] == "2026-03-08"] == [None] * 3
    with contextlib.closing(archive.opened(tmp_path / "archive.db")) as db:
        (gap,) = gaps(db.conn)
    assert (gap["date"], gap["state"]) == ("2026-03-08", "unknown")
    assert phrases(shown(gap["detail"])).startswith("looks that nothing answered: 3 (front page: robots.txt is out of")
    with_hours(tmp_path, site)
    site.routes |= {path: [answer] for path, answer in routes("/quay", "/mist", day="2026-03-08").items()}
    site.now = SIX + DAY + 8 * HOUR
    assert "1 complete" in run(tmp_path, site, "run")
    assert [row[:2] for row in ledger(tmp_path)] == [("2026-03-07", "complete"), ("2026-03-08", "complete")]


def gone(site: Server) -> Server:
    """A newspaper at an address where nothing listens."""
    with Server({}) as ended:
        pass
    return ended


def test_a_network_that_fails_amid_an_edition_leaves_it_unfinished(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    site.routes |= {path: [Answer(status=None)] for path in ("/lamp", "/tide")}
    run(tmp_path, site, "run", "skerry-post", code=75)
    assert [row[:2] for row in ledger(tmp_path)] == [("2026-03-07", None)]
    site.routes |= {path: [answer] for path, answer in routes("/lamp", "/tide").items()}
    site.now += 10 * 60
    run(tmp_path, site, "run")
    assert [row[:2] for row in ledger(tmp_path)] == [("2026-03-07", "complete")]


def test_a_page_that_shows_the_newest_paper_is_not_asked_for_an_older_one(site: Server, tmp_path: Path) -> None:
    site.now = SIX + DAY
    printed = run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-07", code=1)
    assert "no index can be asked for this day" in printed
    assert site.asked == []


def test_a_servers_error_is_an_answer(site: Server, tmp_path: Path) -> None:
    site.now = SIX + 4 * HOUR
    site.routes["/"] = [refusal(500)]
    run(tmp_path, site, "collect", "skerry-post", "--date", "2026-03-07", code=1)
    assert [row[:2] for row in ledger(tmp_path)] == [("2026-03-07", "broken")]


def test_while_another_run_is_at_work_it_leaves_at_once(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    run(tmp_path, site, "run", "skerry-post")
    site.log.clear()
    site.now += DAY
    with FileLock(tmp_path / "archive.db.lock"):
        assert "Nothing was asked for: " in run(tmp_path, site, "run")
    assert site.asked == []


def test_a_dry_run_says_what_is_due_and_what_comes_next_and_asks_nobody(site: Server, tmp_path: Path) -> None:
    site.now = SIX
    plan = json.loads(run(tmp_path, site, "run", "skerry-post", "--dry-run", "--json"))
    assert [(each["date"], each["at"], each["due"], each["why"]) for each in plan] == [
        ("2026-03-07", "2026-03-07T06:00:00+00:00", True, "new"),
        ("2026-03-08", "2026-03-08T06:00:00+00:00", False, "new"),
    ]
    assert "1 edition is due now." in run(tmp_path, site, "run", "skerry-post", "--dry-run")
    assert site.asked == []
    assert not (tmp_path / "archive.db").exists()


def test_without_a_newspaper_to_follow_it_says_how_to_begin(site: Server, tmp_path: Path) -> None:
    assert "name newspapers to begin with" in run(tmp_path, site, "run", code=2)


def test_the_lines_for_cron_and_systemd_hold_whatever_stands_in_a_path() -> None:
    odd = Path('/srv/100% news/our "papers"/archive.db')
    timer = timers.Timer(
        program=Path("/opt/back issues/backissues"),
        folder=odd.parent,
        user="archivist",
        variables=timers.variables({"BACKISSUES_CONTACT": "a@library.example"}),
        arguments=("--db", str(odd)),
    )
    line = timers.cron(timer)
    assert line.startswith("*/10 * * * * ")
    words = shlex.split(line.removeprefix("*/10 * * * * ").replace(r"\%", "%"))
    assert words == [
        *("cd", str(odd.parent), "&&", "BACKISSUES_CONTACT=a@library.example"),
        *("/opt/back issues/backissues", "run", "--db", str(odd)),
    ]
    assert "%" not in line.replace(r"\%", "")
    unit = timers.service(timer)
    assert 'ExecStart="/opt/back issues/backissues" run --db "/srv/100%% news/our \\"papers\\"/archive.db"' in unit
    assert "WorkingDirectory=/srv/100%% news" in unit


def test_a_timer_is_told_what_the_shell_knows_and_may_write_where_the_captures_are(tmp_path: Path) -> None:
    own = tmp_path / "my papers"
    own.mkdir()
    environment = {"BACKISSUES_PUBLICATIONS": str(own), "BACKISSUES_INCIDENTS_TO": "https://hooks.example/T0K3N"}
    timer = timers.Timer(
        program=Path("/opt/backissues"),
        folder=tmp_path,
        user="archivist",
        variables=timers.variables(environment),
        arguments=(),
        captures=Path("/mnt/warcs"),
    )
    assert f"BACKISSUES_PUBLICATIONS={own}" in shlex.split(timers.cron(timer))
    unit = timers.service(timer)
    assert f'Environment="BACKISSUES_PUBLICATIONS={own}"' in unit
    assert f"ReadWritePaths={tmp_path} /mnt/warcs\n" in unit
    assert "T0K3N" not in timers.cron(timer) + unit
    assert timers.secret(environment) == ["BACKISSUES_INCIDENTS_TO"]
    assert timers.variables({"BACKISSUES_PUBLICATIONS": "papers"})[1][1] == str(Path("papers").absolute())


@pytest.mark.thorough
@pytest.mark.timeout(600)
def test_two_days_of_cron_ask_nothing_twice_and_miss_nothing(tmp_path: Path) -> None:
    """Every ten minutes: one newspaper is on time, one late, one silent for a day, one closed, one grows."""
    sites = {slug: Server(routes("/lamp"), host=f"127.0.3.{n}") for n, slug in enumerate(SLUGS, start=1)}
    with contextlib.ExitStack() as stack:
        for slug, site in sites.items():
            stack.enter_context(site)
            with_hours(tmp_path, site, slug, SCHEDULE + ('closed = ["03-08"]\n' if slug == "closed" else ""))
        notes = stack.enter_context(Server({}))
        for minute in range(0, 48 * 60, 10):
            notes.now = SIX - 6 * HOUR + minute * 60
            day = dt.datetime.fromtimestamp(notes.now, dt.UTC)
            today = f"{day:%Y-%m-%d}"
            for slug, site in sites.items():
                there = day.hour >= (8 if slug == "late" else 5)
                names = (f"/{today}/lamp", *([f"/{today}/flood"] if slug == "grows" and day.hour >= 8 else []))
                site.routes["/"] = [index(*names) if there else Answer(status=404)]
                if slug == "silent":
                    answers = day.day == 8 and day.hour >= 12
                    site.routes["/robots.txt"] = [robots() if answers else Answer(status=None)]
                site.routes |= {name: [story(name[1:], day=today)] for name in names}
            command = ("run", *SLUGS) if not minute else ("run",)
            with contextlib.suppress(AssertionError):  # whatever the exit status
                run(tmp_path, notes, *command)
        held = asked(
            tmp_path / "archive.db",
            "SELECT slug, date, outcome, listed FROM editions JOIN publications ON publications.id = publication_id "
            "WHERE date >= '2026-03-07' ORDER BY slug, date",
        )
        stories = {slug: Counter(path for path in site.asked if path.count("/") == 2) for slug, site in sites.items()}
    complete = [(slug, date, "complete", 2 if slug == "grows" else 1) for slug in SLUGS for date in TWO_DAYS]
    complete[complete.index(("closed", "2026-03-08", "complete", 1))] = ("closed", "2026-03-08", "not-published", None)
    assert [row for row in held if row[0] != "silent"] == [row for row in complete if row[0] != "silent"]
    assert ("silent", "2026-03-08", "complete", 1) in held
    assert all(number == 1 for asked_for in stories.values() for number in asked_for.values()), stories
    assert all(site.asked.count("/") <= 14 for site in sites.values()), "a look in each pause, and no more"


SLUGS = ("closed", "grows", "late", "on-time", "silent")
TWO_DAYS = ("2026-03-07", "2026-03-08")
