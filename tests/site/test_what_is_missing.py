"""What is held and what is missing: every place that can be asked gives the same answer, in every situation."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from functools import partial

import pytest
from click.testing import CliRunner
from markupsafe import escape

from scraper import archive
from scraper.archive.public_copy import publish
from scraper.archive.read import calendar
from scraper.cli import cli
from scraper.site.app import site
from tests.edition_situations import DAYS, FIRST, HERALD, SITUATIONS, every_situation

SLUG = HERALD.slug
LAST = max(DAYS.values())
HELD = ("held", "partial", "statement")
TRUTH = {DAYS[situation].isoformat(): truth for situation, (_, truth) in SITUATIONS.items()}
DAY_STATES = {DAYS[situation].isoformat(): state for situation, (state, _) in SITUATIONS.items()}


@pytest.fixture(scope="module", params=["archive", "public file"])
def path(request, tmp_path_factory):
    """An archive in which all of it happened; and the file that is published of it."""
    whole = tmp_path_factory.mktemp("states") / "archive.db"
    with contextlib.closing(archive.opened(whole, create=True)) as db:
        every_situation(db)
    return whole if request.param == "archive" else publish(whole, whole.with_name("public.db")).path


@pytest.fixture(scope="module")
def ask(path):
    """The site's JSON."""
    client = site(path).client

    async def fetch(address):
        response = await client.get(address)
        return response.json()

    return fetch


def gaps(date):
    """The labels of a day of which something is missing."""
    return {label for label, truth in TRUTH[date].items() if truth.gap}


def numbers(date=None):
    """How many editions are held, and how many are missing: of a day, or in all."""
    counted = [truth for day in TRUTH for truth in TRUTH[day].values() if truth.counted and day in (date or day)]
    held = sum(truth.state in HELD for truth in counted)
    return held, len(counted) - held


def stats(path, *options):
    """What the command says."""
    result = CliRunner().invoke(cli, ["stats", "--db", str(path), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def by_date(found):
    """Labels by date, of pairs of date and label."""
    return {date: {label for day, label in found if day == date} for date in {day for day, _ in found}}


def test_the_situations_hold_something_of_everything():
    held, missing = numbers()
    assert (held, missing) == (26, 16), "counted by hand"
    assert set(DAY_STATES.values()) == {
        "held", "partial", "statement", "missing", "closed", "web", "unknown", "off"
    }  # fmt: skip


def test_the_command_lists_every_gap_and_nothing_else(path):
    listed = json.loads(stats(path, "--json"))
    found = [(gap["date"], gap["label"]) for gap in listed["missing"] if gap["publication"] == SLUG]
    assert by_date(found) == {date: gaps(date) for date in TRUTH if gaps(date)}
    assert len(found) == len(listed["missing"])
    for gap in listed["missing"]:
        assert gap["state"] == TRUTH[gap["date"]][gap["label"]].state, gap
    lines = [line for line in stats(path, "--missing").splitlines() if line.startswith("2026-")]
    assert [(line.split()[0], line.split()[2].rstrip(":")) for line in lines] == found
    herald, pamphlet = listed["publications"]
    assert (herald["slug"], herald["editions"], herald["missing"]) == (SLUG, *numbers())
    assert (pamphlet["slug"], pamphlet["editions"], pamphlet["missing"]) == ("the-pamphlet", 2, 0)
    states = Counter(truth.state for truths in TRUTH.values() for truth in truths.values() if truth.counted)
    assert (herald["complete"], herald["partial"], herald["statement"]) == tuple(states[state] for state in HELD)


def test_the_command_says_why(path):
    lines = stats(path, "--missing").splitlines()
    told = {line.partition(":")[0]: line.partition(": ")[2] for line in lines if line.startswith("2026-")}
    for name, words in (
        ("never_tried", "unknown (never tried)"),
        ("listed_and_killed", "missing (its collection did not finish)"),
        ("killed_in_the_middle", "partial (its collection did not finish)"),
        ("partial", "partial"),
        ("degraded", "partial, degraded"),
        ("late", "missing, late"),
    ):
        (date,) = (DAYS[situation] for situation in DAYS if situation.__name__ == name)
        assert told[f"{date} {SLUG} city"] == words, name


async def test_the_drawn_year_is_that_of_the_site(path, ask):
    """The same days, numbers, causes and sentence; in the command without the site's address."""
    drawn = CliRunner().invoke(cli, ["coverage", SLUG, "--year", "2026", "--json", "--db", str(path)]).output
    command, year = json.loads(drawn), await ask(f"/papers/{SLUG}/2026.json")
    assert command["completeness"] == year["completeness"]
    there = json.loads(json.dumps(year).replace("http://localhost/", "/"))
    assert command["days"] == there["items"]
    assert command["causes"] == there["causes"]
    assert command["years"] == json.loads(json.dumps((await ask(f"/papers/{SLUG}.json"))["years"]).replace(
        "http://localhost/", "/"
    ))  # fmt: skip
    counted = {state: year["completeness"][state] for state in (*HELD, "missing", "unknown")}
    (herald, _) = (await ask("/coverage.json"))["items"]
    assert counted == herald["editions"]
    assert command["days_by_state"] == herald["days"]
    assert {(edition["date"], edition["label"]) for cause in year["causes"] for edition in cause["editions"]} == {
        (date, label) for date in TRUTH for label in gaps(date)
    }


@pytest.mark.parametrize("address", [f"/papers/{SLUG}/", f"/papers/{SLUG}/2026/", f"/coverage?publication={SLUG}"])
async def test_pages_say_how_complete_it_is_and_link_the_gaps_of_each_cause(path, ask, address):
    page = (await site(path).client.get(address)).text
    year = await ask(f"/papers/{SLUG}/2026.json")
    assert str(escape(year["completeness"]["text"])) in page
    causes = page.partition('<ul class="gaps causes">')[2].partition("</ul>")[0]
    links = {(date, label) for date in TRUTH for label in TRUTH[date] if f'/{date}/{label}/"' in causes}
    assert links == {(date, label) for date in TRUTH for label in gaps(date)}


async def test_coverage_lists_the_same_gaps_and_counts_the_same_editions(ask):
    herald, pamphlet = (await ask("/coverage.json"))["items"]
    assert herald["slug"] == SLUG
    found = [
        (day["date"], edition["label"]) for day in herald["missing"] for edition in day["editions"] if edition["gap"]
    ]
    assert by_date(found) == {date: gaps(date) for date in TRUTH if gaps(date)}
    assert {day["date"] for day in herald["missing"]} == set(by_date(found))
    assert (herald["editions_held"], herald["editions_missing"]) == numbers()
    assert sum(herald["editions"].values()) == sum(numbers())
    assert herald["days"] == dict.fromkeys(herald["days"], 0) | Counter(DAY_STATES.values())
    assert (pamphlet["editions_held"], pamphlet["missing"]) == (2, [])


async def test_the_json_of_coverage_comes_in_parts(ask, monkeypatch):
    """An archive of hundreds of papers has more gaps than one answer can have."""
    whole = await ask("/coverage.json")
    assert (whole["next"], whole["next_url"]) == (None, None)
    monkeypatch.setattr("scraper.archive.read.calendar.coverage", partial(calendar.coverage, gaps=3))
    part, missing, slugs = await ask("/coverage.json?in=parts"), [], []  # the other one is kept
    while True:
        assert part["total"] == 2
        assert sum(len(paper["missing"]) for paper in part["items"]) <= 3
        for paper in part["items"]:
            slugs.append(paper["slug"])
            missing += paper["missing"]
        if part["next"] is None:
            break
        part = await ask(part["next_url"].removeprefix("http://localhost"))
    assert missing == [day for paper in whole["items"] for day in paper["missing"]]
    assert list(dict.fromkeys(slugs)) == [paper["slug"] for paper in whole["items"]]
    assert len(missing) > 6


async def test_the_calendar_knows_each_edition_and_each_day(ask):
    paper = await ask(f"/papers/{SLUG}.json")
    days = {day["date"]: day for day in paper["days"]}
    assert {date: day["state"] for date, day in days.items()} == DAY_STATES
    for date, truths in TRUTH.items():
        editions = {edition["label"]: edition for edition in days[date]["editions"]}
        assert {
            label: (edition["state"], edition["counted"], edition["gap"]) for label, edition in editions.items()
        } == {label: tuple(truth) for label, truth in truths.items()}, date
    held, _ = numbers()
    assert paper["editions"] == held
    assert [(year["year"], year["editions"]) for year in paper["years"]] == [(2026, held)]
    assert sum(weekday["expected"] for weekday in paper["weekly_pattern"]) == sum(
        any(truth.counted for truth in truths.values()) for truths in TRUTH.values()
    )


async def test_the_calendar_lists_the_gaps_that_the_coverage_lists(path):
    pages = [(await site(path).client.get(address)).text for address in (f"/papers/{SLUG}/", "/coverage")]
    lists = [page.partition('<ul class="gaps">')[2].partition("</ul>")[0] for page in pages]
    links = [{date for date in TRUTH if f"/{date}/" in text} for text in lists]
    runs = {date for date in TRUTH if gaps(date)}
    assert links[0] == links[1]
    assert links[0] <= runs
    assert min(runs) in links[0]
    assert max(runs) in links[0]


async def test_the_roll_call_of_each_day(ask):
    for date, truths in TRUTH.items():
        day = await ask(f"/on/{date}.json")
        items = {item["label"]: item for item in day["items"] if item["publication"] == SLUG}
        assert {label: item["state"] for label, item in items.items()} == {
            label: truth.state for label, truth in truths.items() if truth.state in HELD
        }, date
        absent = {row["label"]: row["state"] for row in day["absent"]}
        assert absent == {
            label: truth.state for label, truth in truths.items()
            if truth.state == "closed" or (truth.gap and truth.state != "partial")
        }, date  # fmt: skip
        assert sum(item["counted"] for item in items.values()) == numbers(date)[0]
    days = {
        day["date"]: day["editions"]
        for month in ("2026-04", "2026-05")
        for day in (await ask(f"/on/{month}.json"))["items"]
    }
    pamphlet = Counter({FIRST.isoformat(): 1, "2026-04-04": 1})
    assert {date: number - pamphlet[date] for date, number in days.items() if number - pamphlet[date]} == {
        date: numbers(date)[0] for date in TRUTH if numbers(date)[0]
    }


async def test_a_search_counts_the_editions_of_its_days(ask):
    for date in TRUTH:
        found = await ask(f"/search.json?q=herald&publication={SLUG}&from={date}&to={date}")
        held, missing = numbers(date)
        assert (found["editions_held"], found["editions_known"]) == (held, held + missing), date
    found = await ask(f"/search.json?q=herald&publication={SLUG}")
    assert (found["editions_held"], found["editions_known"]) == (numbers()[0], sum(numbers()))
    everything = await ask("/search.json?q=herald")
    assert everything["editions_held"] == numbers()[0] + 2


async def test_the_timeline_counts_the_editions_of_its_periods(ask):
    found = await ask(f"/timeline.json?publication={SLUG}&from={FIRST}&to={LAST}&by=day")
    assert {item["period"]: (item["editions_held"], item["editions_missing"]) for item in found["items"]} == {
        date: numbers(date) for date in TRUTH
    }
    (year,) = (await ask(f"/timeline.json?publication={SLUG}&from={FIRST}&to={LAST}&by=year"))["items"]
    assert (year["editions_held"], year["editions_missing"]) == numbers()
    late = await ask(f"/timeline.json?publication={SLUG}&from={FIRST}&to={LAST}&by=year&label=late")
    assert [(item["editions_held"], item["editions_missing"]) for item in late["items"]] == [(1, 1)]


async def test_the_canned_query_lists_the_same_gaps(ask):
    found = await ask(f"/archive/what_is_missing.json?publication={SLUG}&_shape=array")
    assert by_date([(row["date"], row["label"]) for row in found]) == {date: gaps(date) for date in TRUTH if gaps(date)}
    assert {row["state"] for row in found} == {"partial", "missing", "unknown"}


async def test_the_page_of_an_edition_has_its_state(ask):
    for date, truths in TRUTH.items():
        for label, truth in truths.items():
            edition = await ask(f"/papers/{SLUG}/{date}/{label}.json")
            assert edition["state"] == truth.state, (date, label)
