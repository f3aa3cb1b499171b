"""Every answer has the security headers, whoever gives it: a page that is added later cannot forget them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette

from scraper.site import routes
from scraper.site.app import site
from scraper.site.http.headers import ALWAYS, DRAWING, FILE, PAGE, TABLES, security_headers
from scraper.site.private.credentials import Credentials
from tests.site.situations import key_of

BY_NAME = {
    "slug": "evening-lantern", "when": "2026-03-07", "label": "city", "key": key_of("ferry"), "old": "1", "new": "2",
    "name": "0" * 24, "tail": "",
}  # fmt: skip


def of_datasette(datasette: Datasette) -> list[str]:
    """A path for every route of Datasette and its plugins, ours among them, with values that name something or not."""
    paths = []
    for pattern, _ in datasette._routes():
        text = pattern.pattern
        for name, value in {
            **BY_NAME,
            "database": "archive",
            "table": "stories",
            "pks": "1",
            "query": "bylines",
        }.items():
            text = _filled(text, name, value)
        paths.append(text)
    return paths


def _filled(pattern: str, name: str, value: str) -> str:
    """A pattern whose group of this name is the value."""
    start = pattern.find(f"(?P<{name}>")
    if start < 0:
        return pattern
    depth, end = 0, start
    for end in range(start, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[end], 0)
        if depth == 0:
            break
    return pattern[:start] + value + pattern[end + 1 :].removeprefix("?")


def plain(pattern: str) -> str:
    """A path that a pattern, whose groups are filled, may recognise; as good as a nonsensical one where it does not."""
    return pattern.removeprefix("^").removesuffix("$").replace("\\", "").replace("(/)", "/")


ENDINGS = ["", ".json", ".csv", ".jsonl", ".atom", ".epub", ".bib", ".ris", ".csl.json", ".svg", ".opds", ".nothing"]
ALSO = [
    "/archive", "/archive.json", "/archive/stories", "/archive/stories.json", "/archive/stories.csv?_stream=1",
    "/archive.json?sql=select+x", "/archive?sql=select+1", "/archive/nothing", "/archive/bylines", "/archive.db",
    "/-/databases", "/-/databases.json", "/-/static/app.css", "/-/static/nothing", "/static/site.css",
    "/static/nothing.css", "/favicon.ico", "/robots.txt", "/nothing", "/nothing.json", "/%00", "/papers", "/coverage/",
    "/language?to=de&back=/", "/archive/stories?_sort=nothing", "/-/login", "/-/logout", "/openapi.json",
]  # fmt: skip


def wanted(answer) -> bool:
    """Whether an answer has all the headers."""
    headers = answer.headers
    policy = headers.get("content-security-policy", "")
    once = all(len(headers.get_list(name)) == 1 for name in (*ALWAYS, "content-security-policy"))
    return (
        once
        and "default-src 'none'" in policy
        and "frame-ancestors 'none'" in policy
        and ("cross-origin-resource-policy" in headers)
    )


async def walked(datasette: Datasette, headers: dict[str, str] | None = None) -> dict[int, int]:
    """Ask every route in every form; how often which status was answered."""
    paths = [plain(path) for path in of_datasette(datasette)]
    assert len(paths) > 40
    seen: dict[int, int] = {}
    for path in {*(path.rstrip("/") + ending for path in paths for ending in ENDINGS), *paths, *ALSO}:
        if not path.startswith("/") or "/mcp" in path:
            continue
        answer = await datasette.client.get(path, headers=headers)
        assert wanted(answer), (path, answer.status_code, answer.headers)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
    return seen


@pytest.mark.slow
async def test_every_route_in_every_form(datasette):
    seen = await walked(datasette)
    assert seen[200] > 40
    assert {200, 301, 400, 404} <= seen.keys()


@pytest.mark.slow
async def test_every_route_of_a_private_site(archive_path: Path, tmp_path: Path):
    with sqlite3.connect(archive_path) as source, sqlite3.connect(path := tmp_path / "archive.db") as copy:
        source.backup(copy)
    Credentials(path).set_password("three salted herrings")
    assert (await walked(site(path, private=True))).keys() <= {200, 302, 401, 404}


async def test_every_kind_of_answer(datasette, monkeypatch):
    page = {"accept": "text/html"}
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"):
        for headers in ({}, page):
            assert wanted(await datasette.client.request(method, "/", headers=headers)), method
    tag = (await datasette.client.get("/coverage")).headers.get("etag")
    if tag:
        again = await datasette.client.get("/coverage", headers={"if-none-match": tag})
        assert again.status_code == 304
        assert again.headers["content-security-policy"] == PAGE

    def fault(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("scraper.site.http.responses.at_one_moment", fault)
    for path in ("/coverage?publication=", "/coverage.json?publication="):  # which nobody asked for before
        answer = await datasette.client.get(path)
        assert answer.status_code == 500
        assert wanted(answer)


@pytest.mark.parametrize(
    ("path", "status", "content_type", "policy"),
    [
        ("/", 200, "text/html; charset=utf-8", PAGE),
        ("/archives", 200, "text/html", PAGE),
        ("/-/login", 200, "text/html; charset=utf-8", PAGE),
        ("/archive", 200, "text/html; charset=utf-8", TABLES),
        ("/archive/stories", 200, "TEXT/HTML", TABLES),
        ("/-/databases", 200, "text/html", TABLES),
        ("/search.json", 200, "application/json; charset=utf-8", FILE),
        ("/papers/a.atom", 200, "application/atom+xml", FILE),
        ("/static/site.css", 200, "text/css", FILE),
        ("/thumbnails/0", 200, "image/svg+xml", DRAWING),
        ("/timeline.svg", 200, "image/svg+xml; charset=utf-8", DRAWING),
        ("/stories/a", 304, "text/plain", PAGE),
        ("/timeline.svg", 304, "text/plain", DRAWING),
        ("/search.json", 304, "", FILE),
        ("/papers", 301, "text/plain", FILE),
        ("/nothing", 404, "text/html", PAGE),
    ],
)
def test_the_policy_of_what_is_sent(path, status, content_type, policy):
    assert security_headers(path, status, content_type)["Content-Security-Policy"] == policy


def test_no_page_of_ours_may_run_anything():
    assert "script-src" not in PAGE + FILE + DRAWING
    assert "sandbox" in DRAWING
    assert routes.NEWSSTAND == "/"


async def test_pages_of_other_sites_read_it_only_where_the_operator_says_so(archive_path):
    for cors, policy in ((False, "same-origin"), (True, "cross-origin")):
        answer = await site(archive_path, cors=cors).client.get("/.json")
        assert answer.headers["cross-origin-resource-policy"] == policy
