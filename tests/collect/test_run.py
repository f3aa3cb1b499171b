"""Collections as a person runs them: the command, over real HTTP, from the fictional newspapers into an archive."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.demo.newspapers import newspapers
from scraper.demo.server import DemoSite
from tests import forked
from tests.conftest import MadeOnce
from tests.rows import asked, rows

pytestmark = pytest.mark.slow

PAPERS = ("ellery-courier", "the-meridian")
DAYS = ("--from", "2026-03-06", "--to", "2026-03-08")


def printed_on(story: str) -> str:
    """The day on which the Courier printed this story."""
    found = newspapers()["ellery-courier"].story(story)
    assert found is not None
    return str(found.date)


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite(port=0) as running:
        yield running


def environment(site: DemoSite) -> dict[str, str]:
    return os.environ | {"BACKISSUES_DEMO_SITE": site.url, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}


def command(site: DemoSite, *arguments: str, limit: tuple[int, int] | None = None) -> subprocess.Popen[str]:
    """``backissues`` with these arguments, under way; ``limit`` is the size its files may have."""
    return subprocess.Popen(
        [sys.executable, "-m", "scraper", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(site),
        preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)) if limit else None,
    )


def run(site: DemoSite, *arguments: str, code: int = 0) -> str:
    """What the command prints, once it has ended with this exit code."""
    process = forked.run("scraper", *arguments, environment=environment(site))
    printed = process.stdout + process.stderr
    assert process.returncode == code, printed
    return printed


def stopped_after(site: DemoSite, lines: int, sign: signal.Signals, *arguments: str) -> int:
    """The exit code of a run that got this signal when it had printed so many lines."""
    process = command(site, *arguments)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    process.send_signal(sign)
    process.communicate(timeout=120)
    return process.returncode


@pytest.fixture(scope="session")
def undisturbed(made_once: MadeOnce) -> Path:
    """Three days of two newspapers, collected in one go."""

    def make(folder: Path) -> None:
        with DemoSite(port=0) as site:
            run(site, "collect", *PAPERS, *DAYS, "--db", str(folder / "archive.db"))

    return made_once("undisturbed", make) / "archive.db"


def test_an_edition_has_its_stories_in_printed_order(undisturbed: Path) -> None:
    placed = asked(
        undisturbed,
        """
        SELECT placements.section, placements.page, stories.headline FROM placements
        JOIN editions ON editions.id = edition_id JOIN stories ON stories.id = story_id
        WHERE date = '2026-03-06' AND editions.label = 'city' ORDER BY placements.position
        """,
    )
    assert placed[0][:2] == ("Front page", "1")
    assert list(dict.fromkeys(section for section, _, _ in placed)) == [
        "Front page", "City", "Ardmere", "World", "Business", "Opinion", "Arts", "Sport",
    ]  # fmt: skip


def test_every_edition_has_an_outcome_and_the_hostile_ones_say_why(undisturbed: Path) -> None:
    outcomes = asked(
        undisturbed,
        "SELECT date, label, outcome, detail FROM editions JOIN publications ON publications.id = publication_id "
        "WHERE slug = 'ellery-courier' AND outcome <> 'complete' ORDER BY date, label",
    )
    assert [(date, label, outcome) for date, label, outcome, _ in outcomes] == [
        ("2026-03-07", "city", "partial"),
        ("2026-03-07", "coast", "partial"),
    ]
    assert json.loads(outcomes[0][3]) == [
        {"code": "not_held", "number": 1, "listed": 12, "because": [{"code": "not_found", "stories": 1, "status": 404}]}
    ]
    assert asked(undisturbed, "SELECT count(*) FROM editions WHERE outcome IS NULL") == [(0,)]


def test_two_labels_share_stories_and_a_supplement_has_its_parent(undisturbed: Path) -> None:
    ((shared,),) = asked(
        undisturbed, "SELECT count(*) FROM (SELECT story_id FROM placements GROUP BY 1 HAVING count(*) > 1)"
    )
    assert shared > 30
    assert asked(
        undisturbed,
        "SELECT editions.label, main.label FROM editions JOIN editions AS main ON main.id = editions.parent_id",
    ) == [("sunday-review", "city")]


def test_a_newsstands_story_is_an_excerpt_with_ten_leads_and_nothing_of_the_box(undisturbed: Path) -> None:
    found = asked(
        undisturbed,
        """
        SELECT access, (SELECT count(*) FROM related_links WHERE story_id = stories.id), body FROM stories
        JOIN publications ON publications.id = publication_id WHERE slug = 'the-meridian'
        """,
    )
    assert Counter(access for access, _, _ in found) == {"excerpt": 14}
    assert {related_links for _, related_links, _ in found} == {10}
    assert {body.count("\n\n") + 1 for _, _, body in found} == {6}
    assert not any("free trial" in body.lower() or "This story is from" in body for _, _, body in found)


def test_a_second_run_fetches_only_what_is_new(site: DemoSite, tmp_path: Path) -> None:
    db = ("--db", str(tmp_path / "archive.db"))
    run(site, "collect", "shiomi-shimbun", "--date", "2026-03-07", *db)
    site.requests.clear()
    printed = run(site, "collect", "shiomi-shimbun", "--from", "2026-03-07", "--to", "2026-03-08", *db)
    assert "1 already held" in printed
    assert not any("0307" in path or "2026-03-07" in path for path in site.requests)
    site.requests.clear()
    run(site, "collect", "shiomi-shimbun", "--from", "2026-03-07", "--to", "2026-03-08", *db)
    assert not [path for path in site.requests if path != "/robots.txt"]


@pytest.mark.parametrize(("sign", "after"), [(signal.SIGKILL, (1, 3, 6)), (signal.SIGINT, (3,))])
@pytest.mark.thorough
def test_stopped_runs_end_in_the_same_rows_as_an_undisturbed_one(
    site: DemoSite, tmp_path: Path, undisturbed: Path, sign: signal.Signals, after: tuple[int, ...]
) -> None:
    path = tmp_path / "archive.db"
    for lines in after:
        code = stopped_after(site, lines, sign, "collect", *PAPERS, *DAYS, "--db", str(path))
        assert code in ({-9} if sign is signal.SIGKILL else {130, 0})
    run(site, "collect", *PAPERS, *DAYS, "--db", str(path))
    assert rows(path) == rows(undisturbed)


@pytest.mark.thorough
def test_of_two_runs_at_once_the_second_waits(site: DemoSite, tmp_path: Path, undisturbed: Path) -> None:
    path = tmp_path / "archive.db"
    first = command(site, "collect", *PAPERS, *DAYS, "--db", str(path))
    assert first.stdout is not None
    first.stdout.readline()
    second = run(site, "collect", *PAPERS, *DAYS, "--db", str(path))
    assert first.wait(120) == 0
    first.stdout.close()
    assert "already held" in second
    assert rows(path) == rows(undisturbed)


def test_an_archive_rebuilt_from_its_captures_has_the_same_rows(tmp_path: Path, undisturbed: Path) -> None:
    path = tmp_path / "rebuilt.db"
    with DemoSite(port=0) as site:
        run(site, "rebuild", "--db", str(path), "--captures", str(undisturbed.parent / "captures"))
    assert rows(path) == rows(undisturbed)


def test_a_changed_story_gets_a_version_and_keeps_the_old_text(site: DemoSite, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    day = ("ellery-courier", "--date", printed_on("clean-up-begins"), "--label", "city", "--db", str(path))
    run(site, "collect", *day)
    site.revision = 2
    assert "1 changed" in run(site, "collect", *day, "--again")
    texts = asked(
        path,
        "SELECT number, body LIKE '%About 900 tonnes%', body LIKE '%About 1,300 tonnes%' FROM version_texts "
        "WHERE story_id = (SELECT id FROM stories WHERE url LIKE '%clean-up-begins') ORDER BY number",
    )
    assert texts == [(1, 1, 0), (2, 0, 1)]


def test_a_missing_day_is_late_and_a_closed_one_is_not_asked_for(site: DemoSite, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    run(site, "collect", "ellery-courier", "--date", "2026-03-11,2026-03-13", "--db", str(path))
    assert asked(path, "SELECT date, label, outcome FROM editions ORDER BY date, label") == [
        ("2026-03-11", "city", "late"),
        ("2026-03-11", "coast", "late"),
        ("2026-03-13", "city", "not-published"),
    ]
    assert not any("2026-03-13" in address for address in site.requests)


def test_a_server_that_is_busy_is_asked_again_when_it_says(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with DemoSite(port=0, flaky=True) as site:
        run(site, "collect", "ellery-courier", "--date", printed_on("imre-red-warning"), "--db", str(path))
        (busy,) = [address for address in site.requests if "imre-red-warning" in address]
        assert site.requests[busy] == 2
    assert asked(path, "SELECT count(*) FROM stories WHERE url LIKE '%imre-red-warning'") == [(1,)]


@pytest.mark.thorough
def test_a_full_disk_is_said_in_one_line_and_nothing_stored_is_lost(
    site: DemoSite, tmp_path: Path, undisturbed: Path
) -> None:
    path = tmp_path / "archive.db"
    half = (300_000, 300_000)  # bytes that a file may have
    full = command(site, "collect", *PAPERS, *DAYS, "--db", str(path), limit=half)
    printed, _ = full.communicate(timeout=120)
    assert full.returncode == 3, printed
    assert "make room and run the same again" in printed
    assert "Traceback" not in printed
    run(site, "collect", *PAPERS, *DAYS, "--db", str(path))
    assert rows(path) == rows(undisturbed)


def test_a_site_that_does_not_answer_is_not_tried_and_says_what_to_do(tmp_path: Path) -> None:
    with DemoSite(port=0) as site:
        pass
    days = ("--from", "2026-03-03", "--to", "2026-03-08")
    printed = run(site, "collect", "hohenwarter-bote", *days, "--db", str(tmp_path / "archive.db"), code=75)
    assert "'backissues demo --site-only' prints it" in printed
    assert printed.count("not tried") == 2, "once, and in the total"
    assert "Traceback" not in printed
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM editions") == [(0,)]


def test_a_run_ends_as_ever_though_nobody_reads_its_output(site: DemoSite, tmp_path: Path) -> None:
    """As in ``backissues collect … | head -0``."""
    archive = tmp_path / "archive.db"
    process = command(site, "collect", "hohenwarter-bote", *DAYS, "--db", str(archive))
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert asked(archive, "SELECT result FROM runs") == [("finished",)]
    assert asked(archive, "SELECT count(*) FROM stories") != [(0,)]
    process = command(site, "stats", "--missing", "--db", str(archive))
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=60) == 0


def test_scrapys_own_commands_know_the_newspapers(
    site: DemoSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.setenv("BACKISSUES_DEMO_SITE", site.url)
    monkeypatch.setenv("BACKISSUES_DB", str(tmp_path / "archive.db"))
    listed = forked.run("scrapy", "list")
    assert {"ellery-courier", "the-hindu", "le-monde"} <= set(listed.stdout.split()), listed.stderr
    crawled = forked.run("scrapy", "crawl", "hohenwarter-bote", "-a", "date=2026-03-07")
    assert crawled.returncode == 0, crawled.stderr
    assert asked(tmp_path / "archive.db", "SELECT outcome, listed FROM editions") == [("complete", 5)]
