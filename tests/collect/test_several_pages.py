"""A story in several pages is one story with all its text: collected by ``rel=next``, and joined from captures."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper import catalogue, extract, reading
from scraper.captures.writer import CaptureWriter
from scraper.cli import cli
from scraper.collect import several_pages
from scraper.extract import Neighbours
from scraper.items import Draft, Page
from tests.loopback import DAY, Answer, Server, index, paper, robots, run, story

SITE = "https://tidewater.example"
TEXTS = (
    "The tide came up the steps at four in the morning, and the keeper of the bell was the first to see it.",
    "He rang for an hour. Nobody came, since the bell had rung for nothing in each of the forty years before.",
    "When it was light the fish lay in the market of their own accord, and the price was never lower.",
)


def part(number: int, *, address: str = f"{SITE}/tide", links: str = "next prev", title: str = "The tide came") -> str:
    """The page of this number of a story in three."""
    at = [address if n == 1 else f"{address}?page={n}" for n in range(1, 4)]
    head = (
        f'<link rel="canonical" href="{at[0]}"><meta property="article:published_time" content="2026-03-06T22:00:00Z">'
    )
    if number < 3 and "next" in links:
        head += f'<link rel="next" href="{at[number]}">'
    if number > 1 and "prev" in links:
        head += f'<link rel="prev" href="{at[number - 2]}">'
    text = TEXTS[number - 1]
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p><p>So much of it stood on page {number} of the paper, and it went on from there.</p>"
        "</article></body></html>"
    )


def page(number: int, hour: int = 6, **rest: str) -> Page:
    url = f"{SITE}/tide" if number == 1 else f"{SITE}/tide?page={number}"
    fetched = dt.datetime(2026, 3, 7, hour, number, tzinfo=dt.UTC)
    return Page(url=url, body=part(number, **rest).encode(), content_type="text/html", fetched=fetched)


def held(folder: Path) -> list[tuple[str, str]]:
    """Address and text of each story."""
    with sqlite3.connect(folder / "archive.db") as db:
        return db.execute("SELECT url, body FROM stories ORDER BY url").fetchall()


def imported(folder: Path, pages: Sequence[Page], *, saved: bool = False) -> list[tuple[str, str]]:
    """What is held after pages were imported, as records of one file or as a saved page each; the same once rebuilt."""
    (folder / "given").mkdir()
    if saved:
        for number, each in enumerate(pages):
            origin = f"<!-- saved from url=({len(each.url):04}){each.url} -->".encode()
            (folder / "given" / f"{number}.html").write_bytes(each.body.replace(b"<html", origin + b"<html"))
    else:
        with CaptureWriter(folder / "given", "other") as writer:
            for each in pages:
                writer.page(each)
    options = ["--db", str(folder / "archive.db"), "--captures", str(folder / "captures"), "--cores", "1"]
    for _ in range(2):
        result = CliRunner().invoke(cli, ["import", str(folder / "given"), *options])
        assert result.exit_code == 0, result.output
    found = held(folder)
    (folder / "archive.db").rename(folder / "before.db")
    result = CliRunner().invoke(cli, ["rebuild", *options])
    assert result.exit_code == 0, result.output
    assert held(folder) == found
    return found


def has(body: str, *numbers: int) -> bool:
    return [text in body for text in TEXTS] == [number in numbers for number in (1, 2, 3)]


@pytest.mark.parametrize("saved", [False, True], ids=["records", "saved pages"])
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_an_import_joins_the_pages_that_are_there(tmp_path: Path, order: tuple[int, ...], saved: bool) -> None:
    ((url, body),) = imported(tmp_path, [page(number) for number in order], saved=saved)
    assert url == f"{SITE}/tide"
    assert has(body, 1, 2, 3)
    assert body.index(TEXTS[0]) < body.index(TEXTS[1]) < body.index(TEXTS[2])


def test_a_later_page_never_takes_the_place_of_the_first(tmp_path: Path) -> None:
    first, third = imported(tmp_path, [page(1), page(3)])
    assert (first[0], third[0]) == (f"{SITE}/tide", f"{SITE}/tide?page=3")
    assert has(first[1], 1)
    assert has(third[1], 3)


def test_each_capture_of_a_story_has_its_own_pages(tmp_path: Path) -> None:
    later = page(2, 11)
    later = replace(later, body=later.body.replace(b"He rang for an hour.", b"He rang for two hours."))
    ((_, body),) = imported(tmp_path, [later, page(1), page(2), page(1, 9), page(2, 9), page(3, 9)])
    assert has(body, 1, 2, 3)
    with sqlite3.connect(tmp_path / "archive.db") as db:
        (before,) = db.execute("SELECT body FROM versions WHERE body IS NOT NULL").fetchone()
    assert has(before, 1, 2)


def test_what_is_too_much_to_hold_back_is_stored_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several_pages, "MOST_BYTES", 0)
    found = imported(tmp_path, [page(1), page(2), page(3)])
    assert [has(body, number) for number, (_, body) in enumerate(found, 1)] == [True, True, True]


def test_other_stories_are_not_joined(tmp_path: Path) -> None:
    found = imported(tmp_path, [page(1), page(2, title="Bread is dearer")])
    assert [has(body, number) for number, (_, body) in enumerate(found, 1)] == [True, True]


def test_a_saved_page_that_names_page_1_has_no_address_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "two.html").write_text(part(2))
    options = ["--db", str(tmp_path / "a.db"), "--captures", str(tmp_path / "captures")]
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "two.html"), *options])
    assert "Skipped: 1 no address" in result.output


@pytest.mark.parametrize(
    ("url", "head", "expected"),
    [
        (f"{SITE}/a", f'<link rel="next" href="{SITE}/a/2">', Neighbours(after=f"{SITE}/a/2")),
        (f"{SITE}/a/seite-2", '<a rel="prev" href="/a">back</a>', Neighbours(before=f"{SITE}/a")),
        (f"{SITE}/a-2.html", "<a rel='next nofollow' href='/a-3.html'>on</a>", Neighbours(after=f"{SITE}/a-3.html")),
        (f"{SITE}/a", '<link rel="next" href="/another-story">', Neighbours()),
        (f"{SITE}/a", '<link rel="next" href="/a/comment-page-2">', Neighbours()),
        (f"{SITE}/a", '<link rel="next" href="https://other.example/a/2">', Neighbours()),
        (f"{SITE}/a", '<link rel="next" href="/a/3">', Neighbours()),
        (f"{SITE}/a", '<a href="/a/2">2</a>', Neighbours()),
    ],
)
def test_the_pages_beside_a_page_are_those_of_the_same_address_with_a_number(
    url: str, head: str, expected: Neighbours
) -> None:
    html = f"<html><head>{head}</head><body><p>Text.</p></body></html>"
    assert (
        extract.neighbours(Page(url=url, body=html.encode(), fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC)))
        == expected
    )


def test_a_page_goes_on_under_the_same_headline_with_another_text() -> None:
    first = Draft(url=SITE, headline="The tide came", body=f"{TEXTS[0]}\n\n{TEXTS[1]}")
    assert extract.goes_on(first, replace(first, headline="The tide came (2/3)", body=TEXTS[2]))
    assert not extract.goes_on(first, replace(first, headline="The bread came", body=TEXTS[2]))
    assert not extract.goes_on(first, replace(first, headline="The tide came and took the bread", body=TEXTS[2]))
    assert not extract.goes_on(first, first)
    assert not extract.goes_on(first, replace(first, body=""))


def test_rel_next_leads_on_unless_the_newspapers_file_does_or_the_page_lists_stories() -> None:
    publication = catalogue.publication("the-meridian")
    following = reading.next_page(publication, page(1))
    assert following is not None
    assert following.url == f"{SITE}/tide?page=2"
    pages = replace(page(1), further=(page(2), page(3)))
    assert reading.next_page(publication, pages) is None
    empty = replace(page(1), body=page(1).body.replace(b"<p>", b"<!--").replace(b"</p>", b"-->"))
    assert reading.next_page(publication, empty) is None


@pytest.mark.slow
def test_a_collection_follows_rel_next_inside_a_story(tmp_path: Path) -> None:
    with Server({}) as site:
        address = f"{site.url}/tide"
        routes = {
            "/robots.txt": robots(),
            "/": index("/tide", "/oar"),
            "/tide": Answer(body=part(1, address=address)),
            "/tide?page=2": Answer(body=part(2, address=address)),
            "/tide?page=3": Answer(body=part(3, address=address)),
            "/oar": replace(
                story("oar"),
                body=str(story("oar").body).replace("</head>", '<link rel="next" href="/oar?page=2"></head>'),
            ),
            "/oar?page=2": story("keel"),
        }
        site.routes.update({path: [answer] for path, answer in routes.items()})
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert site.asked.count("/tide?page=2") == 1
    oar, tide = (body for _, body in held(tmp_path))
    assert has(tide, 1, 2, 3)
    assert "keel" not in oar
    (tmp_path / "anew").mkdir()
    (tmp_path / "anew" / "papers").symlink_to(tmp_path / "papers")
    run(tmp_path / "anew", site, "rebuild", "--captures", str(tmp_path / "captures"))
    assert held(tmp_path / "anew") == held(tmp_path)
