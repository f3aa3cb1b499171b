"""What a search or an export rests on: on the site, in the commands, in every situation."""

from __future__ import annotations

import contextlib
import json
from collections import Counter

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.archive.public_copy import publish
from scraper.archive.search import statement as of_search
from scraper.archive.search.filters import Filters
from scraper.cli import cli
from scraper.site.app import site
from tests import edition_situations as situations
from tests.edition_situations import DAYS, HERALD, SITUATIONS
from tests.site import situations as news

SLUG = HERALD.slug
TRUTHS = [truth for _, of_day in SITUATIONS.values() for truth in of_day.values()]
COUNTED = Counter(truth.state for truth in TRUTHS if truth.counted)
GAPS = Counter(truth.state for truth in TRUTHS if truth.gap)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """An archive in which all of it happened."""
    file = tmp_path_factory.mktemp("statement") / "archive.db"
    with contextlib.closing(archive.opened(file, create=True)) as db:
        situations.every_situation(db)
    return file


@pytest.fixture(scope="module")
def newspapers(tmp_path_factory):
    """An archive with excerpts, undated stories, and several papers."""
    file = tmp_path_factory.mktemp("newspapers") / "archive.db"
    with contextlib.closing(archive.opened(file, create=True)) as db:
        news.everything(db)
    return file


def run(*arguments, code=0):
    done = CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def command(path, *arguments):
    return json.loads(run("search", *arguments, "--statement", "--json", "--db", path))


def test_it_counts_each_edition_as_the_ledger_does(path):
    told = command(path, "-p", SLUG)
    assert {state: number for state, number in told["editions"].items() if number} == dict(COUNTED)
    why = Counter()
    for each in told["why"]:
        why[each["state"]] += each["editions"]
    assert why == GAPS
    (paper,) = told["papers"]
    assert paper["closed"] == sum(truth.state == "closed" for truth in TRUTHS)
    assert (told["first"], told["last"]) == ("2026-04-01", "2026-05-18")


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_of_a_day_it_says_what_became_of_its_editions(path, situation):
    day = DAYS[situation].isoformat()
    told = command(path, "-p", SLUG, "--from", day, "--to", day)
    truths = SITUATIONS[situation][1].values()
    assert {state: number for state, number in told["editions"].items() if number} == dict(
        Counter(truth.state for truth in truths if truth.counted)
    )
    assert sum(why["editions"] for why in told["why"]) == sum(truth.gap for truth in truths)


async def test_the_site_says_the_same_as_the_command(path):
    client = site(path).client
    for query, arguments in (
        ("q=herald", ["herald"]),
        (f"publication={SLUG}&from=2026-05", ["-p", SLUG, "--from", "2026-05"]),
    ):
        there = (await client.get(f"/statement.json?{query}")).text.replace("http://localhost/", "/")
        assert {"ok": True, **command(path, *arguments)} == json.loads(there)
    text = (await client.get("/statement.txt?q=herald")).text
    assert text.startswith(
        "Searched for. stories with “herald”. Its permanent address: http://localhost/search?q=herald\n\n"
        "Newspapers and days. The Morning Herald, the-pamphlet, from 1 April 2026 to 18 May 2026.\n\n"
        "Editions. Known of these newspapers and days: 44. Of these: held whole: 13; missing: 12; "
    )
    page = (await client.get("/statement?q=herald")).text
    assert "http://localhost/search?q=herald" in page
    assert "<strong>The Morning Herald.</strong>" in page
    assert "Held whole: 13; missing: 12" in page
    assert "/statement?q=herald" in (await client.get("/search?q=herald")).text
    assert "/statement?q=nosuchword" in (await client.get("/search?q=nosuchword")).text


def test_stories_are_told_by_access_and_by_what_their_days_rest_on(newspapers):
    told = command(newspapers)
    assert told["stories"] == sum(told["access"].values()) == sum(told["evidence"].values())
    assert set(told["access"]) == {"open", "excerpt", "headline"}
    assert {"index", "published", "none"} <= set(told["evidence"])
    assert told["undated"] == 2
    assert told["version"]
    text = run("search", "--statement", "--db", newspapers, "--url", "https://archive.example.org")
    assert "Its permanent address: https://archive.example.org/search\n" in text
    assert "excerpts only, as the newspaper shows no more to everyone: 2;" in text
    assert "Archive. https://archive.example.org, kept by Back Issues " in text


def test_other_filters_narrow_the_stories_alone(newspapers):
    whole, narrowed = command(newspapers), command(newspapers, "--access", "excerpt")
    assert narrowed["editions"] == whole["editions"]
    assert set(narrowed["access"]) == {"excerpt"}
    assert command(newspapers, "--label", "coast")["editions"] == {
        "held": 1, "partial": 0, "statement": 0, "missing": 0, "unknown": 0
    }  # fmt: skip
    nothing = command(newspapers, "--label", "no-such-edition")
    assert (sum(nothing["editions"].values()), nothing["why"], nothing["first"]) == (0, [], None)


@pytest.mark.parametrize("arguments", [["-p", "no-such-paper"], ['""'], ["-"]])
def test_of_nothing_there_is_little_to_say(newspapers, arguments):
    told = command(newspapers, *arguments)
    assert told["stories"] == 0
    assert told["parts"][0]["title"] == "Searched for"


def test_too_many_gaps_are_told_by_their_outcome_alone(path, monkeypatch):
    monkeypatch.setattr(of_search, "MOST_DETAILED", 1)
    with contextlib.closing(archive.opened(path)) as db:
        found = of_search.statement(db.conn, Filters.of({"publication": [SLUG]}))
    assert {why.code for why in found.why} == {""}
    assert sum(why.editions for why in found.why) == sum(GAPS.values())


def test_an_export_has_its_statement_beside_it(newspapers, tmp_path):
    export = ("export", "--db", newspapers, "--out", tmp_path / "x.jsonl", "--query", "ferry")
    run(*export, "--statement", tmp_path / "x.txt")
    assert (
        (tmp_path / "x.txt")
        .read_text()
        .startswith("Searched for. stories with “ferry”. Its permanent address: /search?q=ferry\n")
    )
    assert "there is no folder" in run(*export, "--force", "--statement", tmp_path / "none" / "x.txt", code=2)
    assert "exists; --force writes it anew" in run(*export, "--statement", tmp_path / "x.txt", code=2)
    run(*export, "--force", "--only-permitted", "tdm", "--statement", tmp_path / "x.json")
    told = json.loads((tmp_path / "x.json").read_text())
    exported = (tmp_path / "x.jsonl").read_text().count("\n")
    assert told["stories"] == exported + sum(told["left_out"].values())
    assert sum(told["left_out"].values())
    assert "is a whole edition" in run("export", "--db", newspapers, "--format", "epub", "--statement", "x", code=2)


async def test_a_public_copy_says_that_it_is_one(newspapers, tmp_path):
    public = publish(newspapers, tmp_path / "public.db", url="https://public.example.org/").path
    text = (await site(public).client.get("/statement.txt")).text
    assert "Archive. https://public.example.org/, kept by Back Issues" in text
    assert "It is a public copy of " in text
