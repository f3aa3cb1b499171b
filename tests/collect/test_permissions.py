"""What a newspaper permits is asked for once a day, captured, and stored as long as it was the same."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scraper import archive
from scraper.archive.write import permissions
from scraper.captures.contents import PermissionPage
from scraper.captures.reader import read
from scraper.captures.writer import CaptureWriter
from scraper.items import Page
from scraper.limits import PAGE_BYTES, ROBOTS_BYTES
from scraper.permissions.documents import Document, Kind
from tests.loopback import DAY, NOW, TDMREP, Answer, Route, Server, index, paper, robots, run, story
from tests.rows import asked, every_row
from tests.worlds import World

HOUR = 3600
FRONT = "/?day=2026-03-07"
DOCUMENTS = """
    SELECT kind, substr(url, 9 + instr(substr(url, 10), '/')), valid_from, last_seen, status, said_by
    FROM permission_documents ORDER BY kind, url, valid_from, said_by"""
OPEN = robots("Disallow:")
RESERVED = Answer(body='[{"location": "/", "tdm-reservation": 1, "tdm-policy": "/tdm"}]')
SIGNALS = robots("Content-Signal: search=yes, ai-train=no", "Disallow: /private")
SEVEN, EIGHT, NEXT = "2026-03-07T07:00:00Z", "2026-03-07T08:00:00Z", "2026-03-08T07:00:00Z"


def pages(**further: Route) -> dict[str, Route]:
    return {"/robots.txt": OPEN, FRONT: index("/ferry", "/lamp"), "/ferry": story("ferry"), "/lamp": story("lamp")} | {
        f"/{name}": answer for name, answer in further.items()
    }


def collected(folder: Path, site: Server, hours: float = 0, *, code: int = 0) -> list[str]:
    """Look at the edition, so many hours later than seven, and give the paths that were asked for."""
    paper(folder / "papers", "skerry-post", site, index="/?day={date:%Y-%m-%d}")
    site.log.clear()
    site.now = NOW + hours * HOUR
    run(folder, site, "collect", "skerry-post", *DAY, "--again", code=code)
    return site.asked


def as_sent_later(page: Answer) -> Answer:
    """The same story in a page of other bytes."""
    return Answer(body=f"{page.body!s}<!-- later -->")


def stored(folder: Path) -> list[tuple[Any, ...]]:
    return asked(folder / "archive.db", DOCUMENTS)


def said(folder: Path, kind: str) -> list[Mapping[str, Any]]:
    sql = "SELECT said FROM permission_documents WHERE kind = ? ORDER BY valid_from"
    return [json.loads(words) for (words,) in asked(folder / "archive.db", sql, kind)]


def records(folder: Path) -> list[tuple[str, int]]:
    """The permission documents in the captures, in order: which, and its status."""
    found = [one.content for file in sorted((folder / "captures").glob("*.warc.gz")) for one in read(file)]
    return [(each.kind.value, each.page.status) for each in found if isinstance(each, PermissionPage)]


def test_documents_are_asked_for_before_pages_and_once_a_day(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": SIGNALS, TDMREP: RESERVED}) as site:
        assert collected(tmp_path, site)[:3] == ["/robots.txt", TDMREP, FRONT]
        assert collected(tmp_path, site, 1)[0] == FRONT
        assert collected(tmp_path, site, 23.9)[0] == FRONT
        assert collected(tmp_path, site, 24)[:3] == ["/robots.txt", TDMREP, FRONT]
    assert stored(tmp_path) == [
        ("robots", "/robots.txt", SEVEN, NEXT, 200, ""),
        ("tdmrep", TDMREP, SEVEN, NEXT, 200, ""),
    ]
    assert records(tmp_path) == [("robots", 200), ("tdmrep", 200)] * 2
    assert said(tmp_path, "tdmrep") == [{"rules": [{"location": "/", "reserved": True, "policy": "/tdm"}]}]
    (rules,) = said(tmp_path, "robots")
    assert rules["preferences"] == [{"kind": "content-signal", "path": "/", "words": "search=yes, ai-train=no"}]


def test_newspapers_of_one_host_ask_for_its_documents_once(tmp_path: Path) -> None:
    with Server(pages() | {TDMREP: RESERVED}) as site:
        for slug in ("skerry-post", "skerry-mail", "skerry-sun"):
            paper(tmp_path / "papers", slug, site, index="/?day={date:%Y-%m-%d}")
        run(tmp_path, site, "collect", "skerry-post", "skerry-mail", "skerry-sun", *DAY)
        assert (site.asked.count("/robots.txt"), site.asked.count(TDMREP), site.asked.count(FRONT)) == (1, 1, 3)


def test_a_robots_txt_without_end_is_no_rule_for_a_day(tmp_path: Path) -> None:
    endless = Answer(body=gzip.compress(b"#" * (PAGE_BYTES + 1)), headers={"Content-Encoding": "gzip"})
    with Server(pages() | {"/robots.txt": endless}) as site:
        assert collected(tmp_path, site, code=1) == ["/robots.txt"]
        assert collected(tmp_path, site, 1, code=1) == ["/robots.txt"]


def test_of_a_tdmrep_without_end_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    with Server(pages() | {TDMREP: Answer(body="[" + " " * ROBOTS_BYTES + "]")}) as site:
        collected(tmp_path, site)
    assert [row[4] for row in stored(tmp_path) if row[0] == "tdmrep"] == [0]
    assert said(tmp_path, "tdmrep")[0]["failure"]["code"] == "page_too_long"


def test_rules_that_are_kept_are_obeyed(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": robots("Crawl-delay: 5", "Disallow: /lamp")}) as site:
        collected(tmp_path, site)
        again = collected(tmp_path, site, 1)
        assert again == [FRONT, "/ferry"]
        assert site.log[:2] == [FRONT, "waited 5"]


def test_a_robots_txt_that_begins_to_forbid_is_obeyed_from_then_on(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": [OPEN, robots("Disallow: /")]}) as site:
        assert "/ferry" in collected(tmp_path, site)
        assert collected(tmp_path, site, 24) == ["/robots.txt"]
    assert [row for row in stored(tmp_path) if row[0] == "robots"] == [
        ("robots", "/robots.txt", SEVEN, SEVEN, 200, ""),
        ("robots", "/robots.txt", NEXT, NEXT, 200, ""),
    ]
    assert [each["rules"] for each in said(tmp_path, "robots")] == [["Disallow: "], ["Disallow: /"]]


def test_a_robots_txt_that_is_gone_allows_all_for_a_day(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": Answer(status=404, body="<p>Not here")}) as site:
        assert collected(tmp_path, site)[:2] == ["/robots.txt", FRONT]
        assert collected(tmp_path, site, 1)[0] == FRONT
    assert [row for row in stored(tmp_path) if row[0] == "robots"] == [("robots", "/robots.txt", SEVEN, SEVEN, 404, "")]


def test_a_refusal_is_no_rule_for_a_day(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": [Answer(status=403), OPEN]}) as site:
        assert collected(tmp_path, site, code=1) == ["/robots.txt"]
        assert collected(tmp_path, site, 1)[:2] == ["/robots.txt", FRONT]
    assert [row[2:5] for row in stored(tmp_path) if row[0] == "robots"] == [(SEVEN, SEVEN, 403), (EIGHT, EIGHT, 200)]


def test_a_redirect_is_followed_by_the_rules_of_the_host_it_leads_to(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("BACKISSUES_INSIDE", "127.0.3.9")
    there = {
        "/robots.txt": robots("Disallow: /closed"),
        "/closed": story("lamp"),
        "/open": story("tide"),
        TDMREP: RESERVED,
    }
    with Server(there, host="127.0.3.9") as neighbour:
        leading = {
            "ferry": Answer(status=302, headers={"Location": f"{neighbour.url}/closed"}),
            "lamp": Answer(status=302, headers={"Location": f"{neighbour.url}/open"}),
        }
        with Server(pages(**leading)) as site:
            collected(tmp_path, site)
        assert neighbour.asked == ["/robots.txt", TDMREP, "/open"]
    assert [row[0] for row in stored(tmp_path)] == ["robots", "robots", "tdmrep", "tdmrep"]


LICENCE = Answer(
    body='<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license><prohibits type="usage">ai-train'
    "</prohibits></license></content></rsl>",
    headers={"Content-Type": "application/rsl+xml"},
)


def test_the_licence_that_robots_txt_names_is_asked_for(tmp_path: Path) -> None:
    site = Server({})
    named = robots("Disallow:", "", f"License: {site.url}/licence.xml")
    site.routes |= {path: [answer] for path, answer in pages().items() if isinstance(answer, Answer)}
    site.routes |= {"/robots.txt": [named], "/licence.xml": [LICENCE]}
    with site:
        assert collected(tmp_path, site)[:3] == ["/robots.txt", "/licence.xml", FRONT]
        assert collected(tmp_path, site, 1)[0] == FRONT
    assert [row[4] for row in stored(tmp_path) if row[0] == "rsl"] == [200]
    (licence,) = said(tmp_path, "rsl")
    assert licence["contents"][0]["licenses"][0]["prohibits"] == ["ai-train"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Answer(status=404), 404), (Answer(status=503), 503), (Answer(status=None), 0), (Answer(body="<p>Home"), 200)],
)
def test_a_tdmrep_that_cannot_be_had_costs_nothing_but_one_request_a_day(
    tmp_path: Path, answer: Answer, status: int
) -> None:
    with Server(pages() | {TDMREP: answer}) as site:
        assert collected(tmp_path, site).count(TDMREP) == 1
        assert TDMREP not in collected(tmp_path, site, 1)
    (row,) = (row for row in stored(tmp_path) if row[0] == "tdmrep")
    assert row[2:5] == (SEVEN, SEVEN, status)
    assert asked(tmp_path / "archive.db", "SELECT outcome FROM editions") == [("complete",)]


def test_what_robots_txt_forbids_is_not_asked_for_to_find_out_what_is_permitted(tmp_path: Path) -> None:
    with Server(pages() | {"/robots.txt": robots("Disallow: /.well-known/"), TDMREP: RESERVED}) as site:
        assert TDMREP not in collected(tmp_path, site)


def test_a_rebuild_and_an_import_have_the_same_permissions(tmp_path: Path) -> None:
    head = Answer(body=str(story("lamp").body).replace("<head>", '<head><meta name="tdm-reservation" content="1">'))
    changing: dict[str, Route] = {
        "/robots.txt": [SIGNALS, OPEN],
        TDMREP: [RESERVED, Answer(status=None)],
        "/lamp": [head, as_sent_later(head)],  # or an import would take the second capture for the first
        "/ferry": [story("ferry"), as_sent_later(story("ferry"))],
    }
    with Server(pages() | changing) as site:
        collected(tmp_path, site)
        collected(tmp_path, site, 24)
        for command, database in (("rebuild", "rebuilt"), ("import", "imported")):
            folder = tmp_path / database
            folder.mkdir()
            where = (
                ("--captures", str(tmp_path / "captures")) if command == "rebuild" else (str(tmp_path / "captures"),)
            )
            (folder / "papers").symlink_to(tmp_path / "papers")
            run(folder, site, command, *where, *(("--own",) if command == "import" else ()))
            copied = command == "import"
            assert every_row(folder / "archive.db", copied=copied) == every_row(tmp_path / "archive.db", copied=copied)
    assert asked(tmp_path / "archive.db", "SELECT said FROM page_permissions") == [('{"meta tdm-reservation": "1"}',)]
    assert [row[4] for row in stored(tmp_path)] == [200, 200, 200, 0]


AT = dt.datetime(2024, 12, 7, 6, tzinfo=dt.UTC)


def foreign(folder: Path) -> Path:
    """Captures of some other crawler: a story, its host's robots.txt before it, and that there was no tdmrep.json."""
    story_page = str(story("ferry").body).encode()
    with CaptureWriter(folder, "given") as writer:
        for path, status, kind, body in (
            ("/robots.txt", 200, "text/plain", b"User-agent: *\nContent-Signal: ai-train=no\nDisallow: /x"),
            (TDMREP, 404, "text/html", b"<p>Not here</p>"),
            ("/ferry", 200, "text/html", story_page),
        ):
            page = Page(url=f"https://lantern.example{path}", body=body, content_type=kind, fetched=AT, status=status)
            writer.page(page)
    return folder


def test_documents_in_captures_of_others_are_what_these_say(tmp_path: Path) -> None:
    world = World(tmp_path)
    file = foreign(tmp_path / "given")
    world.import_(file)
    (name,) = (each.name for each in file.iterdir())
    moment = "2024-12-07T06:00:00Z"
    expected = [
        ("robots", "/robots.txt", moment, moment, 200, name),
        ("tdmrep", TDMREP, moment, moment, 404, name),
    ]
    assert world.asked(DOCUMENTS) == expected
    assert every_row(world.rebuilt().archive) == every_row(world.archive)
    world.import_(file)
    assert world.asked(DOCUMENTS) == expected
    assert records(tmp_path) == [("robots", 200), ("tdmrep", 404)], "the same import twice adds nothing"
    world.import_(file, own=True)
    assert [row[5] for row in world.asked(DOCUMENTS)] == ["", name, "", name]


def seen(hour: int, text: str) -> Document:
    moment = f"2026-03-07T{hour:02}:00:00Z"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        kind=Kind.ROBOTS,
        url="https://a.example/robots.txt",
        status=200,
        text=text,
        sha256=digest,
        valid_from=moment,
        last_seen=moment,
    )


@pytest.mark.parametrize(
    ("order", "rows"),
    [
        ([(1, "a"), (2, "a"), (3, "b"), (4, "a")], [(1, 2, "a"), (3, 3, "b"), (4, 4, "a")]),
        ([(4, "a"), (3, "b"), (2, "a"), (1, "a")], [(1, 2, "a"), (3, 3, "b"), (4, 4, "a")]),
        ([(1, "a"), (4, "a"), (3, "b")], [(1, 1, "a"), (3, 3, "b"), (4, 4, "a")]),
        ([(1, "a"), (1, "a"), (1, "b")], [(1, 1, "a")]),  # of two at one moment the first
        ([(1, "a"), (3, "a"), (2, "a")], [(1, 3, "a")]),
    ],
)
def test_a_document_has_a_row_as_long_as_it_is_the_same(
    tmp_path: Path, order: list[tuple[int, str]], rows: list[tuple[int, int, str]]
) -> None:
    with contextlib.closing(archive.opened(tmp_path / "archive.db", create=True)) as db:
        for hour, text in order:
            permissions.enter(db, seen(hour, text))
        found = db.execute(
            "SELECT valid_from, last_seen, text FROM permission_documents ORDER BY valid_from"
        ).fetchall()
    assert [(int(first[11:13]), int(last[11:13]), text) for first, last, text in found] == rows
