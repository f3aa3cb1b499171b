"""Lists that are whole, and lists that are not, collected from a newspaper on loopback."""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from pathlib import Path

import brotli

from tests.loopback import DAY, Answer, Route, Server, robots, run, story

PACKINGS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
HEAD = """
[publication]
title = "The Skerry Post"
language = "en-GB"
timezone = "Europe/London"

[access]
delay = 0.01

[[index]]
name = "list"
"""
LISTED = '[index.stories]\neach = "li"\nheadline = "a"\nurl = "a::attr(href)"\n'
XML = {"Content-Type": "application/xml"}


def collected(folder: Path, index: str, routes: dict[str, Route], *, code: int = 0, bug: str = "-") -> str:
    """What is printed when the paper with this index is collected."""
    stories = {f"/{name}": story(name) for name in ("lamp", "mill", "quay", "tide")}
    with Server({"/robots.txt": robots(), **stories, **routes}) as site:
        for answers in site.routes.values():
            for number, answer in enumerate(answers):
                if isinstance(answer.body, str):
                    answers[number] = Answer(answer.status, answer.body.replace("SITE", site.url), answer.headers)
        (folder / "papers").mkdir()
        text = HEAD + index.replace("SITE", site.url)
        (folder / "papers" / "skerry-post.toml").write_text(text, encoding="utf-8")
        return run(folder, site, "collect", "skerry-post", *DAY, code=code, bug=bug).replace(site.url, "")


def items(*names: str) -> str:
    return "".join(f'<li><a href="/{name}">The {name}</a></li>' for name in names)


def test_one_of_many_pages_missing_leaves_the_others_and_is_named(tmp_path: Path) -> None:
    pages = {"/a": Answer(body=items("lamp")), "/c": Answer(503), "/d": Answer(body=items("mill"))}
    printed = collected(tmp_path, 'urls = ["SITE/a", "SITE/b", "SITE/c", "SITE/d"]\n' + LISTED, pages)
    assert "partial" in printed
    assert "2/2" in printed
    assert "a page of its list is missing: /b (not found (status 404))" in printed
    assert "a page of its list is missing: /c (error (status 503))" in printed


def test_an_index_of_one_page_that_is_missing_is_late_and_names_it(tmp_path: Path) -> None:
    assert "list: not found (status 404, /a)" in collected(tmp_path, 'url = "SITE/a"\n' + LISTED, {})


def test_a_list_that_goes_on_is_not_complete(tmp_path: Path) -> None:
    pages: dict[str, Route] = {
        f"/{number}": Answer(body=items(name) + f'<a rel=next href="/{number + 1}">')
        for number, name in enumerate(("lamp", "mill", "quay"))
    }
    words = 'url = "SITE/0"\nnext = "a[rel=next]::attr(href)"\nmax_pages = 2\n'
    printed = collected(tmp_path, words + LISTED, pages)
    assert "partial" in printed
    assert "its list goes on at /2, and at most 2 pages of it are read" in printed


def test_a_feed_that_is_cut_off_is_not_complete(tmp_path: Path) -> None:
    feed = "<rss><channel><item><title>Lamp</title><link>SITE/lamp</link></item><item><title>Mi"
    words = 'url = "SITE/feed"\nformat = "feed"\n'
    printed = collected(tmp_path, words, {"/feed": Answer(body=feed, headers=XML)})
    assert "partial" in printed
    assert "its list is cut off (/feed)" in printed


def test_a_long_list_is_read_while_the_crawler_goes_on(tmp_path: Path) -> None:
    body = gzip.compress(b"<urlset><url><loc>/lamp</loc></url></urlset>")
    answer = Answer(body=body, headers={**XML, "Content-Encoding": "gzip"})
    words = 'url = "SITE/map"\nformat = "sitemap"\n'
    printed = collected(tmp_path, words, {"/map": answer}, bug="slow_work_in_the_crawler")
    assert "1/1" in printed
    with sqlite3.connect(tmp_path / "archive.db") as db:
        assert db.execute("SELECT count(*) FROM stories").fetchone() == (1,)


def test_a_page_that_is_cut_off_on_its_way_says_so(tmp_path: Path) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    cut = Answer(body="9" * 3 + "\r\n" + items("lamp"), headers=headers)
    assert "list: cut off" in collected(tmp_path, 'url = "SITE/a"\n' + LISTED, {"/a": cut}, code=1)


def test_a_story_and_its_doubles_are_one(tmp_path: Path) -> None:
    listed = items("lamp") + '<li><a href="/?p=9">Read more</a></li>'
    pages = {"/a": Answer(body=listed), "/?p=9": Answer(301, headers={"Location": "/lamp"})}
    printed = collected(tmp_path, 'url = "SITE/a"\n' + LISTED, pages)
    assert "1/1" in printed
    assert "complete" in printed


def test_of_an_endless_list_the_beginning_is_taken(tmp_path: Path) -> None:
    """No edition has as many stories; a list that has them is a mistake, or a trap."""
    pages: dict[str, Route] = {"/a": Answer(body=items("lamp", "mill", "quay", "tide"))}
    printed = collected(tmp_path, 'url = "SITE/a"\n' + LISTED, pages, bug="lists_are_bounded_at_three")
    assert "partial" in printed
    assert "3/3" in printed
    assert "its list has 4 stories, of which the first 3 were taken" in printed


def test_of_a_list_on_endless_pages_the_beginning_is_taken(tmp_path: Path) -> None:
    pages: dict[str, Route] = {"/a": Answer(body=items("lamp", "mill")), "/b": Answer(body=items("quay", "tide"))}
    index = 'urls = ["SITE/a", "SITE/b"]\n' + LISTED
    printed = collected(tmp_path, index, pages, bug="lists_are_bounded_at_three")
    assert "3/3" in printed
    assert "its list has 4 stories, of which the first 3 were taken" in printed


def test_a_part_of_a_page_is_no_story_and_a_charset_of_no_text_costs_none(tmp_path: Path) -> None:
    hexed = {"Content-Type": "text/html; charset=hex"}
    pages: dict[str, Route] = {
        "/a": Answer(body=items("lamp", "mill")),
        "/lamp": Answer(body=story("lamp").body, headers=hexed),
        "/mill": Answer(206, body=story("mill").body),
    }
    printed = collected(tmp_path, 'url = "SITE/a"\n' + LISTED, pages)
    assert "1/2  1 of 2 listed stories is not held: cut off" in printed


def test_a_packed_page_that_ends_early_is_cut_off(tmp_path: Path) -> None:
    """So it is when captures are read; what lacks nothing but the end of its packing is whole."""
    pages: dict[str, Route] = {"/a": Answer(body=items(*PACKINGS, "whole", "wrong"))}
    for name, pack in PACKINGS.items():
        pages[f"/{name}"] = Answer(body=pack(page_of(name))[:-30], headers={"Content-Encoding": name})
    whole = gzip.compress(page_of("whole") + b"</body></html>")[:-4]
    pages["/whole"] = Answer(body=whole, headers={"Content-Encoding": "gzip"})
    pages["/wrong"] = Answer(body=b"\xff\x02\x03" * 30, headers={"Content-Encoding": "br"})
    printed = collected(tmp_path, 'url = "SITE/a"\n' + LISTED, pages)
    assert "1/5" in printed
    assert "4 of 5 listed stories are not held: 3 cut off, 1 not the encoding br" in printed
    with sqlite3.connect(tmp_path / "archive.db") as db:
        assert db.execute("SELECT count(*) FROM stories").fetchone() == (1,)


def page_of(name: str) -> bytes:
    """A story's page, of which the packing of no part can be short."""
    return str(story(name).body).encode() + b"".join(f"<!-- {name} {n * n * n} -->".encode() for n in range(200))
