"""Words of publication files that decide what is asked for, from the file to the stories in the archive."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.limits import PAGE_BYTES
from tests.loopback import DAY, Answer, Server, index, robots, run, story

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

HEAD = """
[publication]
title = "The Skerry Post"
language = "en-GB"
timezone = "Europe/London"
homepage = "{url}/"
[access]
delay = 0.01
"""
BLOCK = """
[index.stories]
each = "li"
headline = "a"
url = "a::attr(href)"
"""


def collected(folder: Path, site: Server, words: str, *arguments: str, code: int = 0) -> str:
    """Collect The Skerry Post with these words in its file; BASE in them is the site's address."""
    (folder / "papers").mkdir(exist_ok=True)
    text = HEAD.format(url=site.url) + words.replace("BASE", site.url)
    (folder / "papers" / "skerry-post.toml").write_text(text, encoding="utf-8")
    return run(folder, site, "collect", "skerry-post", *(arguments or DAY), code=code)


def archived(folder: Path) -> tuple[str, list[str]]:
    """How the edition ended, and its stories' headlines in the order of the list."""
    with sqlite3.connect(folder / "archive.db") as db:
        (outcome,) = db.execute("SELECT outcome FROM editions").fetchone()
        rows = db.execute(
            "SELECT stories.headline FROM placements JOIN stories ON stories.id = story_id ORDER BY position"
        ).fetchall()
    return outcome, [headline for (headline,) in rows]


def test_what_is_posted_tells_the_pages_of_one_address_apart(tmp_path: Path) -> None:
    words = """
[[index]]
name = "search"
url = "BASE/search"
form = { day = "{date:%d/%m/%Y}", page = "{page_number}" }
pages = "1.."
""" + BLOCK.replace("[index.stories]", '[index.stories]\nsection = { const = "All" }')  # fmt: skip
    answers = {
        "POST /search day=07%2F03%2F2026&page=1": index("/lamp"),
        "POST /search day=07%2F03%2F2026&page=2": index("/keel"),
        "POST /search day=07%2F03%2F2026&page=3": index(),
    }
    with Server({"/robots.txt": robots(), **answers, "/lamp": story("lamp"), "/keel": story("keel")}) as site:
        collected(tmp_path, site, words)
        assert [line for line in site.log if line.startswith("POST")] == list(answers)
        sent = next(headers for headers in site.headers if headers.get("Content-Length"))
    assert sent["Content-Type"] == "application/x-www-form-urlencoded"
    assert archived(tmp_path) == ("complete", ["The lamp is settled", "The keel is settled"])

    requests = [record for record in records(tmp_path) if record[0] == "request" and record[2]]
    assert [body for _, _, body in requests] == [path.rpartition(" ")[2].encode() for path in answers]
    assert rebuilt(tmp_path, site) == archived(tmp_path)


def rebuilt(folder: Path, site: Server) -> tuple[str, list[str]]:
    """The same of an archive that is made anew from the captures."""
    (folder / "again").mkdir()
    (folder / "papers").rename(folder / "again" / "papers")
    (folder / "captures").rename(folder / "again" / "captures")
    run(folder / "again", site, "rebuild")
    return archived(folder / "again")


def records(folder: Path) -> list[tuple[str, str, bytes]]:
    """Type, address and content of every record in the captures."""
    found = []
    for file in sorted((folder / "captures").glob("*.gz")):
        with file.open("rb") as stream:
            found += [
                (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
                for record in ArchiveIterator(stream)
            ]
    return found


def test_numbered_pages_are_asked_for_until_one_is_not_there(tmp_path: Path) -> None:
    pages = {"/list/1": index("/lamp", "/oar"), "/list/2": index("/keel")}
    stories = {f"/{name}": story(name) for name in ("lamp", "oar", "keel")}
    words = '[[index]]\nname = "list"\nurl = "BASE/list/{page_number}"\npages = "1.."' + BLOCK
    with Server({"/robots.txt": robots(), **pages, **stories}) as site:
        collected(tmp_path, site, words)
    assert [path for path in site.asked if path.startswith("/list")] == ["/list/1", "/list/2", "/list/3"]
    headlines = [f"The {name} is settled" for name in ("lamp", "oar", "keel")]
    assert archived(tmp_path) == ("complete", headlines)


def test_a_story_in_several_pages_is_one_text(tmp_path: Path) -> None:
    words = '[[index]]\nname = "list"\nurl = "BASE/list"' + BLOCK + '[story]\nnext_page = "a.more::attr(href)"\n'
    first, second, third = (story(name) for name in ("lamp", "oar", "keel"))
    routes = {
        "/list": index("/lamp"),
        "/lamp": leading_on(first, "/lamp?page=2"),
        "/lamp?page=2": leading_on(second, "/lamp?page=3"),
        "/lamp?page=3": leading_on(third, "/lamp"),
    }
    with Server({"/robots.txt": robots(), **routes}) as site:
        collected(tmp_path, site, words)
        assert "/elsewhere" not in site.asked
    assert archived(tmp_path) == ("complete", ["The lamp is settled"])
    text = body(tmp_path)
    assert [text.count(f"matter of the {name}") for name in ("lamp", "oar", "keel")] == [4, 4, 4]
    responses = [url for kind, url, _ in records(tmp_path) if kind == "response"]
    assert sorted(url.removeprefix(site.url) for url in responses if "lamp" in url) == [
        "/lamp",
        "/lamp?page=2",
        "/lamp?page=3",
    ]
    assert rebuilt(tmp_path, site) == archived(tmp_path)
    assert body(tmp_path / "again") == text


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("{date:%Y/%m/%d@persian}", "/1404/12/16"),
        ("{date:%-d-%B-%Y@buddhist@th|quote}", "/7-%E0%B8%A1%E0%B8%B5%E0%B8%99%E0%B8%B2%E0%B8%84%E0%B8%A1-2569"),
        ("{date:%-d-%B-%Y@fr}/no-{weeks since 2020-01-04+101}", "/7-mars-2026/no-423"),
    ],
)
def test_an_address_has_its_date_by_another_calendar(tmp_path: Path, written: str, path: str) -> None:
    words = f'[[index]]\nname = "day"\nurl = "BASE/{written}"' + BLOCK
    with Server({"/robots.txt": robots(), path: index("/lamp"), "/lamp": story("lamp")}) as site:
        collected(tmp_path, site, words)
    assert archived(tmp_path) == ("complete", ["The lamp is settled"])


def test_ids_in_a_script_stand_for_stories_in_its_table(tmp_path: Path) -> None:
    words = """
[[index]]
name = "state"
url = "BASE/paper/{date}"
embedded = "window.__STATE__ ="
records = "articles"
[index.sections]
each = "sections"
title = "name"
[index.stories]
each = "items[].record(@)"
headline = "title"
url = "path"
"""
    state = """{sections: [{name: 'News', items: [{__ref: 'Article:7'}, {__ref: 'Article:9'}]}], ad: undefined,
        articles: {'Article:9': {title: 'Keel', path: '/keel'}, 'Article:7': {title: 'Lamp', path: "/lamp",}}}"""
    page = Answer(body=f"<html><body><script>window.__STATE__ = {state};</script></body></html>")
    stories = {f"/{name}": story(name) for name in ("lamp", "keel")}
    with Server({"/robots.txt": robots(), "/paper/2026-03-07": page, **stories}) as site:
        collected(tmp_path, site, words)
    assert archived(tmp_path) == ("complete", ["The lamp is settled", "The keel is settled"])


LATEST = """
[schedule]
ready = "READY"
[[index]]
name = "paper"
latest = "BASE/today"
"""


def test_the_newest_edition_that_is_ready_is_asked_for_without_its_day(tmp_path: Path) -> None:
    with Server({"/robots.txt": robots(), "/today": index("/lamp"), "/lamp": story("lamp")}) as site:
        collected(tmp_path, site, LATEST.replace("READY", "06:59") + BLOCK, "--no-wait")
    assert archived(tmp_path) == ("complete", ["The lamp is settled"])
    with sqlite3.connect(tmp_path / "archive.db") as db:
        assert db.execute("SELECT date FROM editions").fetchall() == [("2026-03-07",)]


def test_the_page_of_the_newest_edition_is_not_taken_for_one_that_is_not_ready(tmp_path: Path) -> None:
    with Server({"/robots.txt": robots(), "/today": index("/lamp"), "/lamp": story("lamp")}) as site:
        printed = collected(tmp_path, site, LATEST.replace("READY", "07:01") + BLOCK)
        assert site.asked == []
    assert archived(tmp_path) == ("late", [])
    assert "is not due yet" in printed


LIST = '[[index]]\nname = "list"\nurl = "BASE/list"' + BLOCK


def test_a_story_of_which_a_page_is_missing_is_held_as_far_as_it_came_and_asked_for_again(tmp_path: Path) -> None:
    words = LIST + '[story]\nnext_page = "a.more::attr(href)"\n'
    routes = {
        "/list": index("/lamp", "/oar"),
        "/oar": story("oar"),
        "/lamp": leading_on(story("lamp"), "/lamp?page=2"),
        "/lamp?page=2": [Answer(status=404), story("keel")],
    }
    with Server({"/robots.txt": robots(), **routes}) as site:
        printed = collected(tmp_path, site, words)
        assert "stories of which a page is missing: 1 (not found (status 404), 1)" in printed or "missing: 1" in printed
        assert archived(tmp_path) == ("partial", ["The lamp is settled", "The oar is settled"])
        assert accesses(tmp_path) == ["part", "open"]
        (tmp_path / "kept").mkdir()
        copytree(tmp_path / "captures", tmp_path / "kept" / "captures")
        copytree(tmp_path / "papers", tmp_path / "kept" / "papers")
        run(tmp_path / "kept", site, "rebuild")
        assert archived(tmp_path / "kept") == archived(tmp_path)
        assert accesses(tmp_path / "kept") == ["part", "open"]
        collected(tmp_path, site, words)
        assert site.asked.count("/oar") == 1
    assert archived(tmp_path) == ("complete", ["The lamp is settled", "The oar is settled"])
    assert accesses(tmp_path) == ["open", "open"]


def test_the_pages_of_a_story_are_together_no_longer_than_a_page_may_be(tmp_path: Path) -> None:
    words = LIST + '[story]\nnext_page = "a.more::attr(href)"\n'
    long = f"<!--{'-' * (PAGE_BYTES // 2)}-->"
    pages = {
        f"/lamp{number}": leading_on(Answer(body=f"{story('lamp').body}{long}"), f"/lamp{number + 1}")
        for number in range(3)
    }
    with Server({"/robots.txt": robots(), "/list": index("/lamp0"), **pages}) as site:
        printed = collected(tmp_path, site, words)
        assert "/lamp2" not in site.asked
    assert "stories of which a page is missing: 1 (longer than 20,000,000 bytes)" in printed
    assert archived(tmp_path) == ("partial", ["The lamp is settled"])


def accesses(folder: Path) -> list[str]:
    """What is shown of each story, in the order of the list."""
    with sqlite3.connect(folder / "archive.db") as db:
        query = "SELECT access FROM placements JOIN stories ON stories.id = story_id ORDER BY position"
        return [access for (access,) in db.execute(query).fetchall()]


def test_a_story_is_read_where_the_listed_page_leads_to_and_keeps_the_listed_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKISSUES_INSIDE", "127.0.0.1")  # two sites, as two ports of this machine
    words = LIST + '[story]\nfollow = "a.whole::attr(href)"\nnext_page = "a.more::attr(href)"\n'
    with Server({"/whole/lamp": leading_on(story("lamp"), "/whole/lamp/2"), "/whole/lamp/2": story("keel")}) as other:
        other.routes["/robots.txt"] = [robots("Disallow: /private")]
        listed = {"/list": index("/teaser/lamp", "/teaser/oar", "/teaser/quay", "/teaser/own")}
        leads = {
            "/teaser/lamp": teaser(f"{other.url}/whole/lamp"),
            "/teaser/oar": teaser(f"{other.url}/private/oar"),
            "/teaser/quay": teaser("/teaser/quay2"),
            "/teaser/quay2": teaser("/teaser/quay"),
            "/teaser/own": story("own"),
        }
        with Server({"/robots.txt": robots(), **listed, **leads}) as site:
            printed = collected(tmp_path, site, words)
            assert "/private/oar" not in other.asked
            assert "forbidden by robots.txt" in printed
            held = rows(tmp_path)
            assert rebuilt(tmp_path, site) == archived_rows(held)
            assert rows(tmp_path / "again") == held
    urls = [(url.removeprefix(site.url), headline, access) for url, headline, access, _ in held]
    assert urls == [
        ("/teaser/lamp", "The lamp is settled", "open"),
        ("/teaser/oar", "A beginning", "part"),
        ("/teaser/quay", "A beginning", "open"),
        ("/teaser/own", "The own is settled", "open"),
    ]
    whole = held[0][3]
    assert [whole.count(f"matter of the {name}") for name in ("lamp", "keel")] == [4, 4]
    assert "Read it all" not in whole


def test_stories_in_json_are_made_anew_from_the_captures(tmp_path: Path) -> None:
    rules = '[story]\nformat = "json"\nheadline = "head"\nbody = "text"\nfollow = "whole"\nnext_page = "more"\n'
    text = " ".join(f"In the {number} year of the lamp a good many people came to the quay." for number in range(40))
    kind = {"Content-Type": "application/json; charset=utf-8"}
    routes = {
        "/list": index("/lamp"),
        "/lamp": Answer(body=json.dumps({"head": "The lamp is settled", "text": "", "whole": "/w"}), headers=kind),
        "/w": Answer(body=json.dumps({"head": "The lamp is settled", "text": text, "more": "/w2"}), headers=kind),
        "/w2": Answer(body=json.dumps({"head": "", "text": text.replace("lamp", "oar")}), headers=kind),
    }
    with Server({"/robots.txt": robots(), **routes}) as site:
        collected(tmp_path, site, LIST + rules)
        held = rows(tmp_path)
        assert archived(tmp_path) == ("complete", ["The lamp is settled"])
        assert "39 year of the lamp" in held[0][3]
        assert "39 year of the oar" in held[0][3]
        rebuilt(tmp_path, site)
    assert rows(tmp_path / "again") == held


def teaser(address: str) -> Answer:
    """A page that has the beginning of a story, and leads to the whole."""
    text = "<p>The harbour master spoke for a long time, and a good many people came to see how it would end.</p>"
    link = f'<a class="whole" href="{address}">Read it all</a>'
    return Answer(body=f"<html><title>A beginning</title><article><h1>A beginning</h1>{text}{link}</article></html>")


def rows(folder: Path) -> list[tuple[str, str, str, str]]:
    """Address, headline, access and text of the listed stories, in the order of the list."""
    with sqlite3.connect(folder / "archive.db") as db:
        query = """SELECT stories.url, stories.headline, access, body FROM placements
            JOIN stories ON stories.id = story_id ORDER BY position"""
        return db.execute(query).fetchall()


def archived_rows(held: list[tuple[str, str, str, str]]) -> tuple[str, list[str]]:
    """What ``archived`` says of such an edition, of which a story is cut short."""
    return "partial", [headline for _, headline, _, _ in held]


def leading_on(page: Answer, address: str) -> Answer:
    """A page with a link to where it goes on."""
    onward = f'<a class="more" href="{address}">Read on</a><a rel="next" href="/elsewhere">Next story</a>'
    return replace(page, body=str(page.body).replace("</article>", f"{onward}</article>"))


def body(folder: Path) -> str:
    """The text of the only story."""
    with sqlite3.connect(folder / "archive.db") as db:
        ((text,),) = db.execute("SELECT body FROM stories").fetchall()
    return str(text)
