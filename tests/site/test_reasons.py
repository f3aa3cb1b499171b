"""Why something is missing, as the site's JSON, its SQL and ``backissues stats`` tell it: codes, and words."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html
from sqlite_utils import Database

from scraper import archive
from scraper.archive.write import ledger
from scraper.cli import cli
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from scraper.site.app import site as opened_site

PAPER = Publication(slug="salt-post", title="The Salt Post", timezone="UTC", language="en")
GONE = Reason(code=Code.NOT_FOUND, status=404)
LINKS = tuple(StoryLink(url=f"https://salt.example/{n}", headline=f"Salt {n}", position=n) for n in range(1, 4))
Data = Callable[[str], Awaitable[Any]]


def key(day: int) -> EditionKey:
    return EditionKey(PAPER.slug, dt.date(2026, 3, day))


def edition_with_stories_that_failed(db: Database) -> None:
    """Of Monday's three stories one was gone and two were refused; and there were fewer than declared."""
    refused = Reason(code=Code.REFUSED, status=403)
    lacking = Reason(
        code=Code.NOT_HELD,
        number=3,
        listed=3,
        because=(Reason(code=Code.NOT_FOUND, status=404, stories=1), Reason(code=Code.REFUSED, status=403, stories=2)),
    )
    ledger.enter(db, PAPER, ListedEdition(key=key(2), links=LINKS, index_name="front"), run_id=None)
    few = Reason(code=Code.TOO_FEW_STORIES, listed=3, least=20)
    failures = [(link.url, GONE if link.position == 1 else refused) for link in LINKS]
    closed = ClosedEdition(key=key(2), outcome=Outcome.PARTIAL, reasons=(lacking, few), failures=failures)
    ledger.close(db, PAPER, closed, run_id=None)


def editions_that_were_late(db: Database) -> None:
    """On Tuesday and Wednesday."""
    for day in (3, 4):
        late = Reason(code=Code.NOT_THERE, because=(Reason(code=Code.NOT_FOUND, index="front", status=404),))
        ledger.close(db, PAPER, ClosedEdition(key=key(day), outcome=Outcome.LATE, reasons=(late,)), run_id=None)


def editions_that_were_never_finished_or_tried(db: Database) -> None:
    """Thursday's began and did not end; Friday's was never tried."""
    ledger.enter(db, PAPER, ListedEdition(key=key(5), links=LINKS, index_name="front"), run_id=None)
    ledger.expect(db, PAPER, [(dt.date(2026, 3, day), "", "expected") for day in range(2, 7)])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of these situations, and of an edition whose reason another program wrote in words."""
    path = tmp_path_factory.mktemp("reasons") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        edition_with_stories_that_failed(db)
        editions_that_were_late(db)
        editions_that_were_never_finished_or_tried(db)
        ledger.close(db, PAPER, ClosedEdition(key=key(7), outcome=Outcome.BROKEN), run_id=None)
        db.execute("UPDATE editions SET detail = 'the printer was ill' WHERE date = '2026-03-07'")
        db.conn.commit()
    return path


@pytest.fixture(scope="module")
def ask(path: Path) -> Data:
    """Fetch JSON of the site."""
    client = opened_site(path).client

    async def fetch(address: str) -> Any:
        response = await client.get(address)
        assert response.status_code == 200, response.text[:500]
        return response.json()

    return fetch


async def test_gaps_are_counted_by_their_cause(ask: Data) -> None:
    rows = await ask("/archive/gaps_by_cause.json?_shape=array&publication=salt-post")
    said = [
        (row["state"], row["outcome"], row["code"], row["because"], row["editions"], row["stories"]) for row in rows
    ]
    assert said == [
        ("missing", "late", "not_there", "not_found", 2, None),
        ("unknown", None, "never_tried", None, 1, None),
        ("missing", None, "not_finished", None, 1, None),
        ("missing", "partial", "not_held", "not_found", 1, 1),
        ("missing", "partial", "not_held", "refused", 1, 2),
        ("missing", "partial", "too_few_stories", None, 1, None),
    ]
    assert await ask("/archive/gaps_by_cause.json?_shape=array&publication=nobody") == []


async def test_the_other_questions_name_the_codes(ask: Data) -> None:
    missing = await ask("/archive/what_is_missing.json?_shape=array&publication=")
    assert {row["date"][-2:]: row["codes"] for row in missing} == {
        "02": "not_held, too_few_stories",
        "03": "not_there",
        "04": "not_there",
        "05": "not_finished",
        "06": "never_tried",
        "07": None,
    }
    listed = await ask("/archive/listed_but_not_held.json?_shape=array&publication=")
    assert [row["code"] for row in listed if row["date"] == "2026-03-02"] == ["not_found", "refused", "refused"]


async def test_coverage_has_reasons_as_values_and_in_words(ask: Data) -> None:
    (paper,) = (await ask("/coverage.json"))["items"]
    told = {day["date"][-2:]: (edition["reasons"], edition["detail"]) for day in paper["missing"] for edition in day["editions"]}  # noqa: E501  # fmt: skip
    late = [{"code": "not_there", "because": [{"code": "not_found", "index": "front", "status": 404}]}]
    assert told["03"] == (late, "was due, but is not there (front: not found (status 404))")
    assert told["05"] == ([{"code": "not_finished"}], "its collection did not finish")
    assert told["06"] == ([{"code": "never_tried"}], "never tried")
    assert told["07"] == ([{"code": "note", "text": "the printer was ill"}], "the printer was ill")
    assert [reason["code"] for reason in told["02"][0]] == ["not_held", "too_few_stories"]


async def test_words_are_the_readers_and_values_are_everybodys(ask: Data) -> None:
    address = "/papers/salt-post/2026-03-02/main.json"
    english, german = await ask(address), await ask(f"{address}?lang=de")
    assert english["detail"] == (
        "3 of 3 listed stories are not held: 1 not found (status 404), 2 refused (status 403); "
        "3 stories listed, at least 20 expected"
    )
    assert german["detail"] == (
        "3 von 3 aufgeführten Artikeln fehlen: 1 nicht gefunden (Status 404), 2 verweigert (Status 403); "
        "3 Artikel aufgeführt, mindestens 20 erwartet"
    )
    assert german["reasons"] == english["reasons"]
    story = german["sections"][0]["stories"][0]
    assert (story["reasons"], story["failure"], story["missing_because"]) == (
        [{"code": "not_found", "status": 404}],
        "nicht gefunden (Status 404)",
        "nicht gefunden (Status 404)",
    )


async def test_a_table_of_rows_says_reasons_in_words(path: Path) -> None:
    response = await opened_site(path).client.get("/archive/placements?_sort=id")
    cells = html.document_fromstring(response.text).xpath("//td[contains(@class, 'col-failure')]")
    assert [cell.text_content().strip() for cell in cells[:2]] == ["not found (status 404)", "refused (status 403)"]
    assert [cell.xpath(".//@title") for cell in cells[:1]] == [['{"code": "not_found", "status": 404}']]


def test_stats_name_each_gap_and_count_them_by_code(path: Path) -> None:
    printed = CliRunner().invoke(cli, ["stats", "--missing", "--db", str(path)]).output
    assert "2026-03-03 salt-post: missing, late (was due, but is not there (front: not found (status 404)))" in printed
    assert "2026-03-07 salt-post: missing, broken (the printer was ill)" in printed
    counted = [line.split(maxsplit=1) for line in printed.splitlines() if line.startswith("    ")]
    assert ["2", "late: not_there, not_found"] in counted
    assert ["1", "partial: not_held, refused"] in counted
    assert ["1", "unknown: never_tried"] in counted


def test_stats_as_json_have_the_reasons(path: Path) -> None:
    told = json.loads(CliRunner().invoke(cli, ["stats", "--json", "--db", str(path)]).output)
    gaps = {gap["date"][-2:]: [reason["code"] for reason in gap["reasons"]] for gap in told["missing"]}
    assert gaps == {
        "02": ["not_held", "too_few_stories"],
        "03": ["not_there"],
        "04": ["not_there"],
        "05": ["not_finished"],
        "06": ["never_tried"],
        "07": ["note"],
    }
