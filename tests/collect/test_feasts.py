"""What the ledger says of feasts, strikes, double issues and editions with hours of their own, after a collection."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scraper.reasons import loads
from scraper.reasons.words import phrases
from tests.loopback import Answer, Server, environment, index, paper, robots, run, story
from tests.rows import asked

STATES = "SELECT date, label, state, detail FROM edition_states ORDER BY date, label"
GONE = Answer(status=404)


def dated(*days: str, labels: tuple[str, ...] = ("",)) -> dict[str, Answer | list[Answer]]:
    """A site with an edition of one story on each of these days of March 2026."""
    routes: dict[str, Answer | list[Answer]] = {"/robots.txt": robots()}
    for day in days:
        for label in labels:
            name = f"tide-{label}{day}"
            routes[f"/2026-03-{day}/{label}"] = index(f"/{name}")
            routes[f"/{name}"] = story(f"tide of {label} {day}", day=f"2026-03-{day}")
    return routes


def gazette(folder: Path, site: Server, further: str, *, label: str = "") -> None:
    """The newspaper's file with a list for each day."""
    paper(folder / "papers", "tide-gazette", site, index="/{date:%Y-%m-%d}/" + label)
    with (folder / "papers" / "tide-gazette.toml").open("a", encoding="utf-8") as file:
        file.write(further)


def ledger(folder: Path) -> dict[str, tuple[str, str]]:
    """Day and label -> the state of the edition, and why in words."""
    rows = asked(folder / "archive.db", STATES)
    return {f"{date} {label}".strip(): (state, phrases(loads(detail))) for date, label, state, detail in rows}


CALENDAR = """
[schedule]
days     = ["mon", "tue", "wed", "thu", "fri", "sat"]
closed   = ["2026-03-03 (strike of the printers)", "mon before 03-11"]
combined = ["thu"]
"""
WEEK = ("--from", "2026-03-02", "--to", "2026-03-06")


def test_a_strike_and_a_double_issue_are_no_gaps_and_the_ledger_says_why(tmp_path: Path) -> None:
    expected = {
        "2026-03-02": ("held", ""),
        "2026-03-03": ("closed", "the newspaper declares that it is closed that day (strike of the printers)"),
        "2026-03-04": ("held", ""),
        "2026-03-05": ("closed", "the edition of 4 March 2026 is that of this day as well"),
        "2026-03-06": ("held", ""),
    }
    with Server(dated("02", "04", "06")) as site:
        gazette(tmp_path, site, CALENDAR)
        run(tmp_path, site, "collect", "tide-gazette", *WEEK)
        assert "/2026-03-03/" not in site.asked
        assert "/2026-03-05/" not in site.asked
        assert ledger(tmp_path) == expected
        (tmp_path / "archive.db").rename(tmp_path / "before.db")
        run(tmp_path, site, "rebuild")
    assert ledger(tmp_path) == expected


def test_a_double_issue_may_state_the_second_of_its_days(tmp_path: Path) -> None:
    """Without `combined` the list would be that of another day."""
    routes = dated("04")
    listed = index("/tide-04").body
    routes["/2026-03-04/"] = Answer(body=f"<h1>The Tide Gazette, Thursday, 5 March 2026</h1>{listed}")
    with Server(routes) as site:
        gazette(tmp_path, site, "")
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-04")
        assert ledger(tmp_path)["2026-03-04"][0] == "missing"
        gazette(tmp_path, site, CALENDAR)
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-04")
        assert ledger(tmp_path)["2026-03-04"] == ("held", "")


def test_why_is_told_of_days_that_nobody_collected_and_of_those_tried_before(tmp_path: Path) -> None:
    with Server(dated("02", "06") | {"/2026-03-03/": GONE}) as site:
        gazette(tmp_path, site, "")
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-03")
        assert ledger(tmp_path)["2026-03-03"][0] == "missing"
        gazette(tmp_path, site, CALENDAR)
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-02,2026-03-06")
    found = ledger(tmp_path)
    assert found["2026-03-03"] == (
        "closed",
        "the newspaper declares that it is closed that day (strike of the printers)",
    )
    assert found["2026-03-05"] == ("closed", "the edition of 4 March 2026 is that of this day as well")
    assert found["2026-03-04"] == ("unknown", "never tried")


def test_a_schedule_that_has_changed_withdraws_what_it_expected(tmp_path: Path) -> None:
    """The paper gave up its Wednesdays; the ledger expected them until its file said so."""
    with Server(dated("02", "06")) as site:
        gazette(tmp_path, site, "")
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-02,2026-03-06")
        assert ledger(tmp_path)["2026-03-04"][0] == "unknown"
        gazette(tmp_path, site, '[schedule]\ndays = ["mon", "tue", "wed until 2026-02", "thu", "fri"]\n')
        run(tmp_path, site, "collect", "tide-gazette", "--date", "2026-03-02", "--again")
    assert set(ledger(tmp_path)) == {f"2026-03-{day}" for day in ("02", "03", "05", "06")}


EVENING = """
[schedule]
ready       = "05:00"
retry_until = "06:00"

[[editions]]
id = "morning"

[[editions]]
id          = "evening"
days        = ["tue", "thu", "sat"]
ready       = "17:00"
retry_until = "21:00"
"""


def test_an_evening_edition_is_not_missing_in_the_morning_and_on_its_days_alone(tmp_path: Path) -> None:
    """The run is at seven on a Saturday."""
    with Server(dated("05", "06", labels=("morning", "evening"))) as site:
        gazette(tmp_path, site, EVENING, label="{edition.id}")
        run(tmp_path, site, "collect", "tide-gazette", "--from", "2026-03-05", "--to", "2026-03-07")
        assert "/2026-03-06/evening" not in site.asked
    found = ledger(tmp_path)
    assert [key for key in found if key.endswith("evening")] == ["2026-03-05 evening", "2026-03-07 evening"]
    assert found["2026-03-07 morning"][1].startswith("was due, but is not there")
    assert found["2026-03-07 evening"][1].startswith("is not due yet")


def test_a_story_dated_to_the_second_day_of_a_double_issue_is_in_the_issue(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    text = str(story("tide", day="2026-03-05").body)
    printed = text.replace("</article>", "<p>This story appeared in the print edition of 5 March 2026.</p></article>")
    (pages / "tide.html").write_text(printed, encoding="utf-8")
    with Server({}) as site:
        gazette(tmp_path, site, CALENDAR)
        run(tmp_path, site, "import", str(pages / "tide.html"), "--url", f"{site.url}/tide")
    ((date, evidence),) = asked(tmp_path / "archive.db", "SELECT edition_date, evidence_text FROM stories")
    assert date == "2026-03-04"
    assert evidence.endswith("(in the edition of 2026-03-04)")


def test_the_days_of_a_year_are_listed_with_why(tmp_path: Path) -> None:
    with Server({}) as site:
        gazette(tmp_path, site, CALENDAR + EVENING[EVENING.index("[[") :])
        listed = subprocess.run(
            [sys.executable, "-m", "scraper", "publications", "tide-gazette", "--year", "2026"],
            capture_output=True, text=True, env=environment(tmp_path), check=True,
        )  # fmt: skip
    days = dict(line.split("\t", 1) for line in listed.stdout.splitlines())
    assert len(days) == 365
    assert list(days)[-1] == "2026-12-31"
    assert days["2026-03-03"] == "tue\tclosed\t\tstrike of the printers [2026-03-03]"
    assert days["2026-03-05"] == "thu\tcombined\t\tin the edition of 2026-03-04 [thu]"
    assert days["2026-03-09"] == "mon\tclosed\t\tmon before 03-11"
    assert days["2026-03-10"] == "tue\texpected\tmorning, evening\t"
    assert days["2026-03-08"] == "sun\tnone\t\t"
    assert listed.stderr == "The tide-gazette in 2026: 258 expected, 53 combined, 52 none, 2 closed\n"
