"""What is no text costs no story and no edition: on pages, in lists, in captures of earlier versions, in a rebuild."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.captures import reader
from scraper.captures.edition_records import from_json, to_json
from scraper.captures.writer import CaptureWriter
from scraper.items import EditionKey, ListedEdition, Page, StoryLink
from tests.loopback import DAY, Answer, Server, paper, robots, run, story
from tests.rows import asked

BAD = "cut \ud83d\x00\x1b]0;x\x07\x9b31m\u202e\ufffe end"
FIELDS = (
    *("description", "alternativeHeadline", "articleSection", "keywords", "printSection", "printPage", "printEdition"),
    *("dateModified", "inLanguage", "dateline", "articleBody"),
)
LIST = 'format = "json"\n\n[index.stories]\nheadline = "headline"\nurl = "url"\n'


def poisoned(name: str) -> str:
    """A story page whose JSON-LD has what is no text in every field, as JSON escapes it."""
    data = {
        "@type": "NewsArticle",
        "headline": f"The {name} is settled",
        "datePublished": "2026-03-07",
        **dict.fromkeys(FIELDS, BAD),
        "author": {"@type": "Person", "name": f"Ida {BAD}"},
        "publisher": {"@type": "Organization", "name": BAD},
        "image": {"@type": "ImageObject", "url": "/a.jpg", "caption": BAD},
    }
    head = f'<meta name="author" content="Ida &#27;"><script type="application/ld+json">{json.dumps(data)}</script>'
    figure = "<figure><img src=/b.jpg width=900 height=600><figcaption>\x9b \x7f</figcaption></figure>"
    return str(story(name).body).replace("</head>", head + "</head>").replace("</h1>", "</h1>" + figure)


def texts(archive: Path) -> Iterator[str]:
    """Every text of every table of an archive."""
    tables = asked(archive, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    for (table,) in tables:
        for row in asked(archive, f'SELECT * FROM "{table}"'):
            yield from (value for value in row if isinstance(value, str))


def assert_fit(archive: Path) -> None:
    """No text of an archive has what is no text."""
    for text in texts(archive):
        assert not set("\x00\x07\x1b\x9b\u202e\ufffe\x7f") & set(text), text


@pytest.mark.slow
def test_characters_that_are_no_text_cost_nothing(tmp_path: Path) -> None:
    listed = [{"headline": f"Story {BAD}", "url": f"/{name}"} for name in ("ferry", "lamp")]
    answer = Answer(body=json.dumps(listed))
    routes = {"/robots.txt": robots("Disallow:"), "/": answer}
    with Server(routes | {f"/{name}": Answer(body=poisoned(name)) for name in ("ferry", "lamp")}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        file = tmp_path / "papers" / "skerry-post.toml"
        html = '[index.stories]\neach = "li"\nheadline = "a"\nurl = "a::attr(href)"\n'
        assert html in file.read_text()
        file.write_text(file.read_text().replace(html, LIST))
        run(tmp_path, site, "collect", "skerry-post", *DAY)
    archive = tmp_path / "archive.db"
    assert asked(archive, "SELECT outcome FROM editions") == [("complete",)]
    held = asked(archive, "SELECT key, headline, body, section, byline, standfirst FROM stories ORDER BY key")
    assert len(held) == 2
    assert_fit(archive)
    (tmp_path / "rebuilt").mkdir()
    again = tmp_path / "rebuilt" / "archive.db"
    with Server({}) as notes:
        paper(tmp_path / "rebuilt" / "papers", "skerry-post", notes)
        run(tmp_path / "rebuilt", notes, "rebuild", "--captures", str(tmp_path / "captures"))
    assert asked(again, "SELECT key, headline, body, section, byline, standfirst FROM stories ORDER BY key") == held
    assert asked(again, "SELECT outcome FROM editions") == [("complete",)]


@pytest.mark.slow
def test_a_capture_of_an_earlier_version_with_such_a_page_is_rebuilt(tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    with CaptureWriter(captures, "collect") as writer:
        for number in range(3):
            url = f"https://skerry.example/2026/03/07/{number}"
            body = poisoned(f"ferry {number}") if number == 1 else str(story(f"ferry {number}").body)
            moment = dt.datetime(2026, 3, 7, 8, number, tzinfo=dt.UTC)
            writer.page(Page(url=url, body=body.encode("utf-8", "surrogatepass"), fetched=moment))
    with Server({}) as notes:
        paper(tmp_path / "papers", "skerry-post", notes)
        printed = run(tmp_path, notes, "rebuild")
    assert "3 added" in printed
    assert_fit(tmp_path / "archive.db")


def test_an_edition_record_of_an_earlier_version_is_read() -> None:
    key = EditionKey("skerry-post", dt.date(2026, 3, 7))
    listed = ListedEdition(key=key, links=(StoryLink(url="https://a.example/b"),), index_name="front page")
    old = to_json(listed).decode().replace('"headline": ""', f'"headline": "{BAD[:5]}\\u0000"')
    read = from_json(old.encode("utf-8", "surrogatepass"))
    assert isinstance(read, ListedEdition)
    assert set(read.links[0].headline) == set("cut \ufffd")


@pytest.mark.parametrize("values", [{"position": "first"}, {"position": 1.5}, {"headline": 7}, {"url": None}])
def test_an_edition_record_with_values_of_other_types_is_none(values: dict[str, object]) -> None:
    key = EditionKey("skerry-post", dt.date(2026, 3, 7))
    listed = ListedEdition(key=key, links=(StoryLink(url="https://a.example/b"),), index_name="front page")
    record = json.loads(to_json(listed))
    record["links"][0] |= values
    with pytest.raises(ValueError, match="no edition record"):
        from_json(json.dumps(record).encode())


def test_no_address_writes_headers_into_the_captures(tmp_path: Path) -> None:
    forged = "https://skerry.example/a\r\nWARC-Type: metadata\r\nBackissues-Role: index"
    page = Page(url=forged, requested_url=forged + "?b", missing=forged, body=b"<p>a", fetched=dt.datetime.now(dt.UTC))
    with CaptureWriter(tmp_path, "collect") as writer:
        writer.page(page)
    (file,) = tmp_path.iterdir()
    (read,) = [each for each in reader.read(file) if isinstance(each.content, Page)]
    assert isinstance(read.content, Page)
    assert read.content.url == "https://skerry.example/aWARC-Type:%20metadataBackissues-Role:%20index"
