"""Later looks at editions that are held: pages are asked for only if they were changed since their capture."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.utils import format_datetime
from pathlib import Path

import pytest

from scraper.captures import reader
from scraper.collect.validators import conditions, headers_now, permits_otherwise
from scraper.items import Page, Revisit
from tests.loopback import DAY, NOW, Answer, Route, Server, index, paper, refusal, robots, run, story
from tests.rows import asked

HOUR = 3600
MODIFIED = {"Last-Modified": "Sat, 07 Mar 2026 06:00:00 GMT"}


def tagged(answer: Answer, tag: str = '"1"', **headers: str) -> Answer:
    return replace(answer, headers={"ETag": tag, **headers})


def routes() -> dict[str, Route]:
    return {
        "/robots.txt": robots(),
        "/": tagged(index("/lamp", "/tide", "/ferry", "/moved")),
        "/lamp": tagged(story("lamp"), 'W/"lamp"'),
        "/tide": replace(story("tide"), headers=MODIFIED),
        "/ferry": story("ferry"),
        "/moved": Answer(status=302, headers={"Location": "/quay"}),
        "/quay": tagged(story("quay"), '"quay"'),
    }


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Server]:
    with Server(routes()) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        site.log.clear()
        site.headers.clear()
        yield site


def sent(site: Server) -> dict[str, tuple[str | None, str | None]]:
    """The conditions that were sent with each request, by its path."""
    paths = [path for path in site.log if not path.startswith("waited")]
    return {
        path: (headers.get("If-None-Match"), headers.get("If-Modified-Since"))
        for path, headers in zip(paths, site.headers, strict=True)
        if path not in ("/robots.txt", "/.well-known/tdmrep.json")
    }


def again(folder: Path, site: Server, *arguments: str) -> str:
    return run(folder, site, "collect", "skerry-post", *DAY, *(arguments or ("--again",)))


def looks(folder: Path) -> list[tuple[object, ...]]:
    return asked(folder / "archive.db", "SELECT outcome, listed, added, changed, again FROM looks ORDER BY id")


def versions(folder: Path) -> list[tuple[object, ...]]:
    return asked(
        folder / "archive.db",
        "SELECT substr(url, -5), max(number) FROM versions JOIN stories ON stories.id = story_id GROUP BY 1 ORDER BY 1",
    )


def counts(folder: Path) -> Mapping[str, int]:
    ((text,),) = asked(folder / "archive.db", "SELECT counts FROM runs ORDER BY id DESC LIMIT 1")
    found: Mapping[str, int] = json.loads(str(text))
    return found


def test_pages_are_asked_for_by_what_their_captures_say(site: Server, tmp_path: Path) -> None:
    again(tmp_path, site)
    assert sent(site) == {
        "/": ('"1"', None),
        "/lamp": ('W/"lamp"', None),
        "/tide": (None, MODIFIED["Last-Modified"]),
        "/ferry": (None, None),
        "/moved": (None, None),  # the condition of the page behind it is none of its own
        "/quay": ('"quay"', None),
    }


def test_a_condition_is_that_of_its_own_address(site: Server, tmp_path: Path) -> None:
    site.routes["/lamp"] = [Answer(status=302, headers={"Location": "/pier"})]
    site.routes["/pier"] = [tagged(story("lamp of the pier"), 'W/"lamp"')]
    again(tmp_path, site)
    assert sent(site)["/lamp"] == ('W/"lamp"', None)
    assert sent(site)["/pier"] == (None, None)


def test_what_is_as_it_was_makes_no_version_and_was_seen_again(site: Server, tmp_path: Path) -> None:
    before = dict(asked(tmp_path / "archive.db", "SELECT url, fetched FROM stories"))
    captured = asked(tmp_path / "archive.db", "SELECT count(*) FROM captures")
    again(tmp_path, site)
    assert {number for _, number in versions(tmp_path)} == {1}
    after = dict(asked(tmp_path / "archive.db", "SELECT url, fetched FROM stories"))
    assert all(after[url] >= moment for url, moment in before.items())
    assert asked(tmp_path / "archive.db", "SELECT count(*) FROM captures") == [(captured[0][0] + 1,)], "of the ferry"
    assert looks(tmp_path) == [("complete", 4, 4, 0, 0), ("complete", 4, 0, 0, 1)]
    assert counts(tmp_path)["stories unchanged"] == 4
    assert counts(tmp_path)["not modified"] == 4, "with the index"


def test_what_is_as_it_was_is_a_revisit_in_the_captures_and_a_rebuild_knows_it(site: Server, tmp_path: Path) -> None:
    asked_for = asked(tmp_path / "archive.db", "UPDATE stories SET fetched = '2020-01-01T00:00:00Z' RETURNING id")
    assert len(asked_for) == 4
    again(tmp_path, site)
    newest = max((tmp_path / "captures").glob("*.warc.gz"))
    found = [each.content for each in reader.read(newest) if isinstance(each.content, Revisit)]
    assert sorted(each.url.rpartition("/")[2] for each in found) == ["lamp", "quay", "tide"]
    assert all(each.not_modified for each in found)
    moments = asked(tmp_path / "archive.db", "SELECT url, fetched FROM stories ORDER BY url")
    (tmp_path / "archive.db").unlink()
    run(tmp_path, site, "rebuild")
    assert asked(tmp_path / "archive.db", "SELECT url, fetched FROM stories ORDER BY url") == moments


def test_what_was_changed_comes_as_a_whole(site: Server, tmp_path: Path) -> None:
    site.routes["/lamp"] = [tagged(story("lamp of the pier"), '"2"')]
    again(tmp_path, site)
    assert dict(versions(tmp_path)) == {"/lamp": 2, "/tide": 1, "ferry": 1, "/quay": 1}
    assert looks(tmp_path)[-1] == ("complete", 4, 0, 1, 1)
    site.log.clear()
    site.headers.clear()
    again(tmp_path, site)
    assert sent(site)["/lamp"] == ('"2"', None), "the newest capture counts"


def test_a_story_that_is_new_is_asked_for_without_conditions(site: Server, tmp_path: Path) -> None:
    site.routes["/"] = [tagged(index("/lamp", "/tide", "/ferry", "/moved", "/storm"), '"2"')]
    site.routes["/storm"] = [tagged(story("storm"))]
    again(tmp_path, site)
    assert sent(site)["/storm"] == (None, None)
    assert looks(tmp_path)[-1] == ("complete", 5, 1, 0, 1)


def test_where_the_answer_permits_something_else_the_page_is_asked_for_as_a_whole(site: Server, tmp_path: Path) -> None:
    site.routes["/lamp"] = [tagged(story("lamp"), 'W/"lamp"', **{"X-Robots-Tag": "noarchive"})]
    again(tmp_path, site)
    assert site.asked.count("/lamp") == 2
    assert asked(tmp_path / "archive.db", "SELECT url LIKE '%lamp' FROM stories WHERE noarchive") == [(1,)]


def test_where_the_rules_of_its_file_have_changed_a_page_is_read_anew(site: Server, tmp_path: Path) -> None:
    file = tmp_path / "papers" / "skerry-post.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[access]", '[story]\nheadline = "title"\n\n[access]'), encoding="utf-8")
    again(tmp_path, site)
    assert sent(site)["/"] == ('"1"', None)
    assert {path: each for path, each in sent(site).items() if path != "/"} == dict.fromkeys(
        ["/lamp", "/tide", "/ferry", "/moved", "/quay"], (None, None)
    )
    assert ("The lamp",) in asked(tmp_path / "archive.db", "SELECT headline FROM stories")


def test_a_story_in_several_pages_is_asked_for_as_a_whole(tmp_path: Path) -> None:
    first = story("lamp")
    body = str(first.body).replace("</head>", '<link rel="next" href="/lamp?page=2"></head>')
    pages = {"/lamp": tagged(replace(first, body=body)), "/lamp?page=2": tagged(story("lamp", day="2026-03-07"))}
    with Server({"/robots.txt": robots(), "/": tagged(index("/lamp"))} | pages) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert "/lamp?page=2" in site.asked
        site.log.clear()
        site.headers.clear()
        again(tmp_path, site)
        assert sent(site) == {"/": ('"1"', None), "/lamp": (None, None), "/lamp?page=2": (None, None)}


def test_captures_that_are_gone_or_damaged_cost_nothing_but_the_conditions(site: Server, tmp_path: Path) -> None:
    for file in (tmp_path / "captures").glob("*.warc.gz"):
        file.write_bytes(gzip.compress(b"no record"))
    again(tmp_path, site)
    assert set(sent(site).values()) == {(None, None)}
    assert looks(tmp_path)[-1] == ("complete", 4, 0, 0, 1)


def test_what_others_have_captured_is_no_reason_to_believe_that_nothing_was_changed(tmp_path: Path) -> None:
    with Server(routes()) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        paper(elsewhere / "papers", "skerry-post", site)
        run(elsewhere, site, "collect", "skerry-post", *DAY)
        run(tmp_path, site, "import", str(elsewhere / "captures"))
        site.log.clear()
        site.headers.clear()
        again(tmp_path, site)
        assert set(sent(site).values()) == {(None, None)}


def test_collect_asks_again_when_the_hours_have_passed_and_once(site: Server, tmp_path: Path) -> None:
    spans = ("--again-after", "6h,24h,7d")
    told = []
    for hours in (1, 5, 6.1, 7, 23, 24.1, 25, 200, 201, 400):
        site.now = NOW + hours * HOUR
        site.log.clear()
        again(tmp_path, site, *spans)
        told += [hours] if "/lamp" in site.asked else []
    assert told == [6.1, 24.1, 200]
    assert looks(tmp_path)[-1] == ("complete", 0, 0, 0, 1), "its index has newer days alone, its stories are its own"
    assert asked(tmp_path / "archive.db", "SELECT outcome FROM editions") == [("complete",)]


def test_an_edition_held_in_part_stays_so_when_its_index_is_gone(tmp_path: Path) -> None:
    with Server(routes() | {"/tide": refusal(404)}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        site.now = NOW + 30 * HOUR
        site.log.clear()
        site.routes["/lamp"] = [story("lamp of the pier")]
        again(tmp_path, site)
        assert site.asked.count("/lamp") == 1
        assert "/tide" not in site.asked
        assert asked(tmp_path / "archive.db", "SELECT outcome, listed FROM editions") == [("partial", 4)]
        assert looks(tmp_path)[-1] == ("partial", 0, 0, 1, 1)


def test_a_run_asks_again_by_the_papers_own_hours_or_those_of_the_command(tmp_path: Path) -> None:
    schedule = '\n[schedule]\nready = "06:00"\nretry_until = "09:00"\ndays = ["sat"]\n'
    with Server(routes()) as site:
        for slug, own in (("skerry-post", ""), ("skerry-mail", 'again_after = ["12h"]\n')):
            paper(tmp_path / "papers", slug, site)
            file = tmp_path / "papers" / f"{slug}.toml"
            file.write_text(file.read_text(encoding="utf-8") + schedule + own, encoding="utf-8")
        spans = ("--again-after", "6h")
        site.now = NOW - HOUR
        run(tmp_path, site, "run", "skerry-post", "skerry-mail", *spans)
        site.now = NOW + 3 * HOUR
        run(tmp_path, site, "run", *spans)  # it may have grown
        told = []
        for hours in (4.9, 5, 6, 10.9, 11, 12, 48):
            site.now = NOW + hours * HOUR
            site.log.clear()
            run(tmp_path, site, "run", *spans)
            told += [(hours, site.asked.count("/lamp"))] if site.asked else []
        assert told == [(5, 1), (11, 1)]
        seen = asked(
            tmp_path / "archive.db",
            "SELECT slug, again FROM looks JOIN publications ON publications.id = publication_id ORDER BY looks.id",
        )
        assert seen[-2:] == [("skerry-post", 1), ("skerry-mail", 1)]
        assert {again for _, again in seen[:-2]} == {0}
        printed = run(tmp_path, site, "run", "--install", *spans)
        assert "--again-after 360m" in printed


def held(**headers: str) -> Page:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(url="https://a.example/", body=b"", fetched=dt.datetime.now(dt.UTC), headers=names)


@pytest.mark.parametrize(
    "headers",
    [
        {"etag": "*"},
        {"etag": "1"},
        {"etag": '"a", "b"'},
        {"etag": '"a"\r\nX: y'},
        {"etag": '"é"'},
        {"last_modified": "yesterday"},
        {"last_modified": "Sat, 07 Mar 2026 06:00:00 GMT\n"[::-1]},
        {"last_modified": ""},
        {},
    ],
)
def test_what_is_no_validator_is_not_sent_back(headers: Mapping[str, str]) -> None:
    assert conditions(held(**headers)) == {}


def test_the_newest_headers_of_a_page_that_is_as_it_was_hold() -> None:
    page = held(etag='"1"', last_modified=format_datetime(dt.datetime.now(dt.UTC), usegmt=True), set_cookie="a=b")
    assert len(conditions(page)) == 2
    now = headers_now(page, {"etag": '"2"', "content-length": "0", "date": "today"})
    assert now["etag"] == '"2"'
    assert now["date"] == "today"
    assert "set-cookie" not in now
    assert "content-length" not in now
    assert permits_otherwise(page, {"tdm-reservation": "1"})
    assert not permits_otherwise(page, {"etag": '"2"'})
