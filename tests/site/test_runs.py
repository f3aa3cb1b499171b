"""What runs did: the pages under ``/runs/``, of an archive and of a public file made of it."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from click.testing import CliRunner

from scraper import archive
from scraper.archive.public_copy import publish
from scraper.archive.write import looks, runs
from scraper.cli import cli
from scraper.items import EditionKey, Look
from scraper.reasons import Code, Reason
from scraper.site.app import site
from tests import edition_situations as situations

LOOKS = [
    ("2026-03-07", "complete", "", 3, 3),
    ("2026-03-09", "partial", "1 of 2 listed stories is not held: not found (status 404)", 2, 1),
    ("2026-03-10", "late", "was due, but is not there (not found (status 404))", 0, 0),
    ("2026-03-10", None, "its host is not known: the name has no address", 0, 0),
]


async def test_a_run_says_what_came_of_each_look(data, page):
    answer = await data("/runs/2.json")
    assert answer["run"] == {
        "id": 2,
        "command": "run",
        "asked": "evening-lantern, the-ledger",
        "version": answer["run"]["version"],
        "started": "2026-03-10T04:00:00Z",
        "finished": "2026-03-10T04:05:00Z",
        "result": "finished",
        "papers": 2,
        "looks": 4,
        "outcomes": {"complete": 1, "late": 1, "not-tried": 1, "partial": 1},
        "listed": 5,
        "added": 4,
        "seconds": 300,
        "url": "http://localhost/runs/2",
    }
    told = [(look["date"], look["outcome"], look["detail"], look["listed"], look["added"]) for look in answer["items"]]
    assert told == LOOKS
    assert {look["seconds"] for look in answer["items"]} == {42}
    assert answer["items"][1]["url"] == "http://localhost/papers/evening-lantern/2026-03-09/city/"
    shown = await page("/runs/2")
    assert "its host is not known" in shown.text_content()
    assert "Not tried" in shown.text_content()
    assert "/papers/evening-lantern/2026-03-09/city/" in shown.xpath("//table//a/@href")
    assert "/home/me" not in shown.text_content()


async def test_the_runs_are_linked_from_the_coverage_the_newest_first(data, page):
    assert "/runs/" in (await page("/coverage")).xpath("//main//a/@href")
    assert [run["id"] for run in (await data("/runs.json"))["items"]] == [2, 1]
    assert (await page("/runs/")).xpath("//tbody//a/@href") == ["/runs/2", "/runs/1"]


async def test_there_is_no_other_run(get):
    for path in ("/runs/3", "/runs/999999999999", "/runs/x", "/runs/3.json"):
        assert (await get(path)).status_code == 404, path


async def test_many_runs_and_looks_come_in_parts(data, monkeypatch):
    monkeypatch.setattr("scraper.site.views.runs.RUNS", 1)
    monkeypatch.setattr("scraper.site.views.runs.LOOKS", 3)
    first = await data("/runs.json?in=parts")
    assert ([run["id"] for run in first["items"]], first["total"]) == ([2], 2)
    rest = await data(first["next_url"].removeprefix("http://localhost"))
    assert ([run["id"] for run in rest["items"]], rest["next"]) == ([1], None)
    beginning = await data("/runs/2.json?in=parts")
    further = await data(beginning["next_url"].removeprefix("http://localhost"))
    assert [len(beginning["items"]), len(further["items"]), further["next"]] == [3, 1, None]


async def test_a_public_file_says_what_was_done_and_not_what_was_typed(archive_path, tmp_path):
    public = publish(archive_path, tmp_path / "public.db").path
    client = site(public).client
    answer = (await client.get("/runs/2.json")).json()
    assert (answer["run"]["asked"], answer["run"]["looks"], answer["total"]) == ("", 4, 4)
    assert (await client.get("/runs/")).status_code == 200


@pytest.mark.parametrize("killed", [True, False])
async def test_a_run_without_an_end_or_without_looks_says_so(tmp_path, killed):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        number = runs.begin(db, "import", {"files": ["/home/me/x.warc.gz"]})
        if not killed:
            runs.finish(db, number, "interrupted", {})
    client = site(path).client
    answer, page = (await client.get("/runs/1.json")).json(), (await client.get("/runs/1")).text
    assert (answer["run"]["result"], answer["run"]["asked"]) == (None if killed else "interrupted", "")
    assert ("It has not ended, or it was killed." in page) is killed
    assert "This run looked at no edition." in page
    assert ("did not end" if killed else "was stopped") in (await client.get("/runs/")).text


async def test_an_edition_that_nothing_answered_for_is_a_cause_of_its_own(tmp_path):
    """It was not tried: the ledger says how often it was looked for, and what the last look met."""
    path, day = tmp_path / "archive.db", dt.date(2026, 4, 1)
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.expect(db, day)
        number = runs.begin(db, "run", {})
        for hour in range(3):
            moment = dt.datetime(2026, 4, 1, hour, tzinfo=dt.UTC)
            key, why = EditionKey(situations.HERALD.slug, day, "city"), Reason(code=Code.TIMED_OUT)
            look = Look(key=key, began=moment, ended=moment, outcome=None, reasons=(why,))
            looks.enter(db, situations.HERALD, look, number)
    told = "looks that nothing answered: 3 (no answer in time)"
    client = site(path).client
    (cause,) = (await client.get("/papers/morning-herald/2026.json")).json()["causes"]
    assert (cause["cause"], cause["total"]) == ("unknown: not_reached, timed_out", 1)
    assert told in cause["text"].replace("Looks", "looks")
    for page in ("/papers/morning-herald/2026/", "/coverage?publication=morning-herald"):
        assert told[1:] in (await client.get(page)).text
    printed = CliRunner().invoke(cli, ["coverage", "morning-herald", "--db", str(path)]).output
    assert "unknown: not_reached, timed_out" in printed
    assert told[1:] in " ".join(printed.split())
