"""What a program may ask: described as it is, answered as it is described."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from lxml import html
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from scraper.archive.keys import story_key
from scraper.site import routes
from scraper.site.api import openapi, schemas
from scraper.site.api.canned_queries import canned
from scraper.site.api.operations import OPERATIONS, TASKS
from scraper.site.app import site
from scraper.site.folder import site_dir
from tests.site.situations import key_of

LANTERN = "/papers/evening-lantern"
LEDGER = f"/stories/{story_key('https://newsstand.example/ledger/1')}"
ANSWERS = [
    ("/papers.json", "Publications"),
    ("/.json", "Publications"),
    (f"{LANTERN}.json", "OnePublication"),
    ("/papers/uferbote.json", "OnePublication"),
    ("/papers/akhbar.example.json", "OnePublication"),
    (f"{LANTERN}/undated.json", "Undated"),
    (f"{LANTERN}/2026.json", "Days"),
    (f"{LANTERN}/2026-03-07.json", "DayOfPaper"),
    (f"{LANTERN}/2026-03-07/city.json", "Edition"),
    (f"{LANTERN}/2026-03-07/review.json", "Edition"),
    (f"{LANTERN}/2026-03-09/city.json", "Edition"),
    ("/on/2026.json", "DaysOfAll"),
    ("/on.json", "AllPapers"),
    ("/on/2026-03-07.json", "AllPapers"),
    ("/on/2026-03-10.json", "AllPapers"),
    (f"/stories/{key_of('ferry')}.json", "Story"),
    (f"/stories/{key_of('live')}.json", "Story"),
    (f"/stories/{key_of('about')}.json", "Story"),
    (f"{LEDGER}.json", "Story"),
    (f"/stories.json?key={key_of('ferry')}&key=nix", "Stories"),
    (f"/stories/{key_of('school')}/versions.json", "Versions"),
    (f"/stories/{key_of('school')}/diff/1..2.json", "Diff"),
    ("/search.json", "Matches"),
    ("/search.json?q=ferry&facets=1", "Matches"),
    ("/search.json?q=ferrry", "Matches"),
    ("/timeline.json?q=ferry&q=budget&by=month", "Timeline"),
    ("/timeline.json", "Timeline"),
    ("/coverage.json", "Coverages"),
    ("/statement.json", "Statement"),
    ("/statement.json?q=ferry&publication=evening-lantern", "Statement"),
    ("/statement.json?q=the+-&publication=nix", "Statement"),
    ("/runs.json", "Runs"),
    ("/runs/2.json", "RunReport"),
    ("/api.json", "OpenAPI"),
]
QUERIES = canned(site_dir() / "queries")
PATTERNS = {name: value for name, value in vars(routes).items() if name.endswith("_PATTERN")}
NOT_FOR_PROGRAMS = {"NEWSSTAND_PATTERN", "LANGUAGE_PATTERN", "ROBOTS_PATTERN"}
PARTS = {
    "slug": "evening-lantern", "when": "2026-03-07", "label": "city", "key": key_of("school"), "old": "1", "new": "2",
    "run": "2", "name": "0" * 24,
}  # fmt: skip


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda part: PARTS[part[1]], path)


def faults(answer: Any, name: str) -> list[str]:
    """Where an answer is not as its schema says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas.components()}}
    errors = Draft202012Validator(schema).iter_errors(answer)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[-300:]}" for error in errors]


@pytest.mark.parametrize(("path", "name"), ANSWERS)
async def test_an_answer_is_as_it_is_described(data, path, name):
    """A new field? Add it to its object in scraper/site/json_objects.py, or to the row it comes from."""
    assert faults(await data(path), name) == []


async def test_every_answer_that_is_described_is_looked_at():
    named = {name for operation in OPERATIONS for name in operation.answer.split()}
    assert named == {name for _, name in ANSWERS} == {*schemas.ANSWERS, "OpenAPI"}


async def test_what_is_not_described_is_a_fault(data):
    answer = await data("/coverage.json")
    answer["items"][0]["secret"] = 1
    del answer["items"][1]["title"]
    assert len(faults(answer, "Coverages")) == 2


def test_every_route_of_ours_is_described():
    """A new page? Add its row to scraper/site/api/operations.py."""
    paths = [path for operation in OPERATIONS for _, path, *_ in openapi.answers(operation)]
    for name, pattern in PATTERNS.items():
        if name not in NOT_FOR_PROGRAMS:
            assert [path for path in paths if pattern.match(filled(path))], name


async def test_every_form_is_described_and_sent_as_described(get, datasette):
    for operation in OPERATIONS:
        patterns = [p.pattern for name, p in PATTERNS.items() if p.match(filled(operation.path))]
        if operation.answer:
            known = {"json", *operation.forms}
            assert any(set(re.findall(r"[\w.]+", p.rpartition("(?:")[2].replace("\\", ""))) == known for p in patterns)
        for ending, path, _, media_type in openapi.answers(operation):
            answer = await get(filled(path) + ("?key=" + PARTS["key"] if operation.name == "stories" else ""))
            if operation.name == "thumbnail":
                assert answer.status_code == 404
                continue
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].split(";")[0] == media_type, (path, ending)


async def test_the_document_names_the_sites_own_address(data):
    document = await data("/api.json")
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "http://localhost"}]
    names = [get["get"]["operationId"] for get in document["paths"].values()]
    assert len(names) == len(set(names))
    assert document == json.loads(json.dumps(openapi.document("http://localhost/")))


async def test_a_page_to_read(page):
    api = await page("/api")
    headings = api.xpath("//h3/text()")
    assert {operation.path for operation in OPERATIONS} <= set(headings)
    assert set(schemas.objects()) <= set(headings)
    assert "null. How its last collection ended" in api.text_content()
    assert "complete, partial, degraded, late" in api.text_content()
    links = {link[1:] for link in api.xpath("//a/@href") if link.startswith("#")}
    assert links <= set(api.xpath("//@id"))


def test_every_operation_belongs_to_one_task():
    names = [name for names in TASKS.values() for name in names]
    assert sorted(names) == sorted(operation.name for operation in OPERATIONS)


async def test_the_live_examples_are_of_this_archive_and_answer(page, get):
    api = await page("/api")
    assert api.xpath("//nav[@class='contents']//a/text()")[0] == "Read newspapers"
    links = api.xpath("//section[@class='operation']/ul//a/@href")
    assert len(links) > 30
    for link in links:
        answer = await get(link)
        assert answer.status_code == 200, link


async def test_an_empty_archive_has_addresses_and_no_examples_of_stories(empty_archive):
    api = html.document_fromstring((await site(empty_archive).client.get("/api")).text)
    assert "/stories/{key}.json" in api.xpath("//section[@class='operation']/ul/li/code/text()")
    assert not [link for link in api.xpath("//section[@class='operation']/ul//a/@href") if "/stories/" in link]


@pytest.mark.parametrize("path", ["/nix.json", "/papers/nix.json", "/stories/nix.json", "/stories/nix.bib",
                                  "/archive/nix.json", "/archive/stories/1.json", "/on/never.json"])  # fmt: skip
async def test_what_is_not_there_is_said_in_the_same_words_everywhere(data, path):
    answer = await data(path, 404)
    assert faults(answer, "Error") == []
    assert (answer["ok"], answer["status"]) == (False, 404)
    assert answer["error"]


async def test_a_wrong_question_to_the_tables(data):
    answer = await data("/archive/stories.json?_sort=nix", 400)
    assert answer == {"ok": False, "error": "Cannot sort table by nix", "status": 400}


async def test_a_fault_of_ours_tells_nothing_of_the_inside(archive_path, monkeypatch, capsys):
    opened = site(archive_path)

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("/home/me/secret")

    monkeypatch.setattr("scraper.archive.read.calendar.coverage", fails)
    answer = await opened.client.get("/coverage.json")
    assert answer.status_code == 500
    assert answer.json() == {
        "ok": False, "error": "Something went wrong here; the log of the site says what.", "status": 500
    }  # fmt: skip
    assert "/home/me/secret" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/search.json", "/archive/stories.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_is_written(datasette, path, method):
    answer = await datasette.client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert faults(answer.json(), "Error") == []


@pytest.mark.parametrize("path", ["/search.json", "/", "/timeline.csv", "/archive/stories.json"])
async def test_head_is_get_without_its_body(datasette, path):
    whole, head = [await datasette.client.request(method, path) for method in ("GET", "HEAD")]
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


async def test_what_is_not_known_is_passed_over(data):
    assert (await data("/coverage.json?nix=1&_=2"))["total"] == 4


async def test_other_sites_may_read_it_only_if_they_are_allowed(archive_path, get, datasette):
    assert "access-control-allow-origin" not in (await get("/search.json")).headers
    client = site(archive_path, cors=True).client
    for path in ("/search.json", "/timeline.csv", "/nix.json", "/archive/stories.json"):
        assert (await client.get(path)).headers["access-control-allow-origin"] == "*", path
    asked = await client.request("OPTIONS", "/search.json")
    assert (asked.status_code, asked.content) == (204, b"")
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in (await datasette.client.request("OPTIONS", "/search.json")).headers


@pytest.mark.parametrize("name", QUERIES)
async def test_a_common_question_is_answered(data, page, name):
    asked = "_shape=array&word=ferry&date=2026-03-07&publication=&key="
    rows = await data(f"/archive/{name}.json?{asked}")
    assert rows or name == "agency_copy"
    shown = await page(f"/archive/{name}?{asked}")
    assert shown.xpath("//h1/text()")[0].strip() == QUERIES[name]["title"]
    assert QUERIES[name]["description"][:60] in shown.text_content()


async def test_a_question_narrowed_to_one_paper(data):
    rows = await data("/archive/what_is_missing.json?_shape=array&publication=evening-lantern")
    assert [(row["date"], row["state"], row["outcome"]) for row in rows] == [
        ("2026-03-10", "missing", "late"), ("2026-03-09", "partial", "partial"), ("2026-03-06", "unknown", None),
    ]  # fmt: skip
    assert await data("/archive/what_is_missing.json?_shape=array&publication=uferbote") == []
    for word in ('"', "AT&T", "NEAR(", ""):
        await data(f"/archive/first_mention.json?_shape=array&word={word.replace('&', '%26')}")


async def test_a_row_leads_back_to_its_page(page):
    shown = await page("/archive/changed_stories")
    assert f"/stories/{key_of('school')}/versions/" in shown.xpath("//td/a/@href")


def described() -> dict[str, Any]:
    """The document, its parts narrowed to what this archive has and has not."""
    document = openapi.document("http://localhost/")
    known = {
        "slug": ["evening-lantern", "nix"],
        "label": ["city", "main", "nix"],
        "key": [PARTS["key"], "a" * 12],
        "when": ["2026", "2026-03", "2026-03-07", "2031-01-01"],
        "old": [1, 9],
        "new": [2],
        "run": [2, 9],
        "name": [PARTS["name"]],
    }
    for operations in document["paths"].values():
        for parameter in operations["get"]["parameters"]:
            if parameter["in"] == "path" and parameter["name"] in known:
                parameter["schema"] = {"enum": known[parameter["name"]]}
    return document


API = schemathesis.openapi.from_dict(described())
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def ask(archive_path: Path) -> Iterator[Callable[..., Any]]:
    """Fetch an address without awaiting it, as hypothesis does."""
    with asyncio.Runner() as runner:
        client = site(archive_path).client
        yield lambda path, query: runner.run(client.get(path, params=query))


@API.parametrize()
@settings(
    max_examples=6, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_whatever_is_asked_the_answer_is_one_that_is_described(case, ask):
    answer = ask(case.formatted_path, case.query or {})
    case.validate_response(answer, checks=CHECKS)


async def test_the_tables_that_are_described_are_there(get, archive_path):
    """A table that was renamed leaves its description behind."""
    told = json.loads((site_dir() / "metadata.json").read_text())["databases"]["archive"]["tables"]
    with contextlib.closing(sqlite3.connect(archive_path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    there = {name for (name,) in rows if not name.startswith(("stories_fts", "sqlite_"))}
    of_a_public_file = {"published", "cuts"}
    assert told.keys() - of_a_public_file <= there
    assert there <= told.keys()
