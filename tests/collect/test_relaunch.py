"""A newspaper's site gets another layout: it is noticed, the file is mended, and nothing is lost or read wrongly.

The site, and a whole year of it, are in ``tests/relaunch.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import MadeOnce
from tests.loopback import run
from tests.relaunch import SLUG, Echo, day, describe, differences, misread, rebuilt
from tests.rows import asked

pytestmark = [pytest.mark.slow, pytest.mark.thorough]


@pytest.fixture(scope="session")
def mended(made_once: MadeOnce) -> Path:
    """The archive of a few weeks round the change, with what each command printed in a file of its own."""

    def make(folder: Path) -> None:
        with Echo() as site:

            def collect(name: str, today: str, first: str, last: str, *more: str, code: int = 0) -> None:
                site.is_on(day(today))
                site.log.clear()
                printed = run(folder, site, "collect", SLUG, "--from", first, "--to", last, *more, code=code)
                asked_for = "\n".join(path for path in site.asked if path != "/robots.txt")
                (folder / name).write_text(f"{printed}\n{asked_for}".replace(site.url, ""), encoding="utf-8")

            describe(folder, site, mended=False)
            collect("before", "2026-05-30", "2026-05-24", "2026-05-27")
            collect("new stories", "2026-06-05", "2026-06-02", "2026-06-04")
            collect("new lists", "2026-06-12", "2026-06-07", "2026-06-09", code=1)
            (folder / "missing").write_text(run(folder, site, "stats", "--missing"), encoding="utf-8")
            describe(folder, site, mended=True)
            collect("read anew", "2026-06-12", "2026-06-02", "2026-06-02")
            rebuilt(folder, site, "archive-of-june.db")
            collect("mended", "2026-06-12", "2026-06-02", "2026-06-10")
            collect("again", "2026-09-10", "2026-05-24", "2026-05-25", "--again")
            collect("backfill", "2026-09-10", "2026-05-22", "2026-05-22")
            rebuilt(folder, site, "archive-of-september.db")

    return made_once("relaunch", make)


def outcomes(folder: Path, name: str) -> dict[str, str]:
    printed = (folder / name).read_text(encoding="utf-8")
    return {date[8:]: outcome for outcome, date in re.findall(r"^. (\S+) +(\d{4}-\d\d-\d\d)", printed, re.MULTILINE)}


def test_a_template_in_which_the_rules_find_something_else_is_noticed(mended: Path) -> None:
    assert set(outcomes(mended, "before").values()) == {"complete"}
    assert outcomes(mended, "new stories") == {"02": "partial", "03": "partial", "04": "partial"}
    printed = (mended / "new stories").read_text()
    assert "the rule for standfirst found it on 0% of the stories' pages, 100% is usual (/2026/06/02/the-" in printed
    assert re.search(r"-\d, \.summary\); its texts have \d{3} characters in the median, 1,2\d\d is usual", printed)


def test_a_list_in_which_nothing_is_found_is_broken_and_names_selector_and_address(mended: Path) -> None:
    assert set(outcomes(mended, "new lists").values()) == {"broken"}
    for name in ("new lists", "missing"):
        told = re.sub(r"http://127.0.0.1:\d+", "", (mended / name).read_text())
        assert "a selector found nothing on the page (Step 1: 'table.section' on /edition/2026/06/08, " in told


def test_the_mended_file_reads_badly_read_editions_anew_and_asks_again_for_broken_ones(mended: Path) -> None:
    assert outcomes(mended, "read anew") == {"02": "complete"}
    assert "8 changed" in (mended / "read anew").read_text(), "the stories that were held were fetched again"
    assert outcomes(mended, "mended") == {f"{number:02}": "complete" for number in range(3, 11)}
    assert [line for line in (mended / "mended").read_text().splitlines() if line.startswith("/2026/06/03")] == [], (
        "after the rebuild there was nothing to fetch again"
    )


def test_stories_that_moved_are_the_same_stories(mended: Path) -> None:
    assert set(outcomes(mended, "again").values()) == {"complete"}
    keys = "SELECT key, edition_date FROM stories WHERE edition_date <= '2026-05-25' AND edition_date > '2026-05-22'"
    assert sorted(asked(mended / "archive.db", keys)) == sorted(asked(mended / "archive-of-june.db", keys))
    assert asked(mended / "archive.db", "SELECT count(*) FROM stories WHERE url LIKE '%/2026/05/24/%'") == [(6,)]
    assert outcomes(mended, "backfill") == {"22": "complete"}


def test_old_pages_and_new_ones_are_read_rightly_in_a_rebuild(mended: Path) -> None:
    assert len(misread(mended / "archive-of-june.db")) > 10
    assert misread(mended / "archive.db") == []
    assert differences(mended / "archive-of-september.db", mended / "archive.db") == []
    assert asked(mended / "archive.db", "SELECT count(*) FROM versions WHERE number > 1") != [(0,)], "new headlines"
