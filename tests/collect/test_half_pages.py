"""Half a page is kept as half a page: it is marked, gives way to a whole one, and never takes its place."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scraper.cli import cli

URL = "https://www.harbour-light.example/2026/03/07/lamp"
SENTENCES = [
    f"At the {place} the keeper trimmed the lamp before dusk, and the boats came in one behind the other as they do."
    for place in ("old pier", "north mole", "fish market", "rope walk", "customs house", "long quay")
]


def page(sentences: list[str]) -> bytes:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        '<!doctype html><html lang="en"><head><title>The lamp is trimmed</title>'
        f'<link rel="canonical" href="{URL}"><meta property="article:published_time" content="2026-03-07T05:00:00Z">'
        f"</head><body><article><h1>The lamp is trimmed</h1>{text}</article></body></html>"
    ).encode()


WHOLE = page(SENTENCES)
HALF = WHOLE[: WHOLE.index(b"rope walk") + 40]


def record(body: bytes, hour: int, *, headers: str = "", fields: str = "") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{hour:032}>\r\n"
        f"WARC-Target-URI: {URL}\r\nWARC-Date: 2026-03-07T{hour:02}:00:00Z\r\n{fields}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def half(hour: int) -> bytes:
    return record(HALF, hour, headers=f"Content-Length: {len(WHOLE)}\r\n")


def chunked(body: bytes) -> bytes:
    return b"%x\r\n" % len(body) + body + b"\r\n"


class Office:
    def __init__(self, folder: Path) -> None:
        self.folder, self.db, self.captures = folder, folder / "archive.db", folder / "captures"

    def run(self, command: str, *arguments: object) -> Result:
        return CliRunner().invoke(cli, [command, "--db", str(self.db), *map(str, arguments)])

    def take(self, content: bytes, name: str = "a.warc") -> Result:
        (self.folder / name).write_bytes(content)
        return self.run("import", self.folder / name, "--list-skipped")

    def rows(self, path: Path | None = None) -> list[tuple[object, ...]]:
        with sqlite3.connect(path or self.db) as db:
            return db.execute("SELECT access, body, found_by, fetched, url FROM stories").fetchall()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (half(6), f"{len(HALF):,} of {len(WHOLE):,} bytes"),
        (record(HALF, 6, fields="WARC-Truncated: time\r\n"), "WARC-Truncated: time"),
        (record(chunked(HALF), 6, headers="Transfer-Encoding: chunked\r\n"), "its last chunk is missing"),
        (
            record(gzip.compress(WHOLE, 0)[: len(HALF)], 6, headers="Content-Encoding: gzip\r\n"),
            "its gzip data does not end",
        ),
    ],
    ids=["short", "truncated", "chunks", "gzip"],
)
def test_half_a_page_is_marked_and_a_rebuild_says_the_same(tmp_path: Path, content: bytes, why: str) -> None:
    office = Office(tmp_path)
    done = office.take(content)
    assert f"stored in part, cut off ({why})" in done.output
    assert "In part: 1 cut off" in done.output
    ((access, body, found_by, *_),) = office.rows()
    assert access == "part"
    assert str(body).startswith(SENTENCES[0])
    assert SENTENCES[-1] not in str(body)
    assert json.loads(str(found_by))["access"] == f"cut off: {why}"
    new = tmp_path / "new.db"
    assert office.run("rebuild", "--captures", office.captures, "--db", new).exit_code == 0
    assert office.rows(new) == office.rows()


@pytest.mark.parametrize("order", [(6, 9), (9, 6)], ids=["half first", "whole first"])
@pytest.mark.parametrize("stored", ["half", "whole"])
def test_a_whole_page_is_never_replaced_by_half_of_it(tmp_path: Path, order: tuple[int, int], stored: str) -> None:
    """Whichever was fetched, and whichever is imported, first."""
    office = Office(tmp_path)
    parts = [half(order[0]), record(WHOLE, order[1])]
    for number, content in enumerate(parts if stored == "half" else reversed(parts)):
        office.take(content, f"{number}.warc")
    ((access, body, *_),) = office.rows()
    assert (access, body) == ("open", "\n\n".join(SENTENCES))


def test_nothing_of_a_text_is_no_story(tmp_path: Path) -> None:
    office = Office(tmp_path)
    content = record(WHOLE[: WHOLE.index(b"<p>") + 9], 6, headers=f"Content-Length: {len(WHOLE)}\r\n")
    done = office.take(content)
    assert "cut off (" in done.output
    assert office.rows() == []


def test_a_page_that_does_not_say_when_is_held_once(tmp_path: Path) -> None:
    """However often it is imported: its moment is that of the file, and a copy of the file has another."""
    office = Office(tmp_path)
    done = office.take(WHOLE, "lamp.html")
    assert "1 page does not say when; the time of the file stands in its place" in done.output
    again = office.take(WHOLE, "copy.html")
    assert "1 already held" in again.output
    ((*_, found_by, _, _),) = office.rows()
    assert json.loads(str(found_by))["fetched"] == "the time of its file"
    new = tmp_path / "new.db"
    assert office.run("rebuild", "--captures", office.captures, "--db", new).exit_code == 0
    assert office.rows(new) == office.rows()


def test_an_import_that_was_killed_and_repeated_is_rebuilt_as_it_is(tmp_path: Path) -> None:
    """The killed one has left records without rows; the one after it wrote them again."""
    office = Office(tmp_path)
    office.take(record(WHOLE, 6))
    (written,) = office.captures.glob("*.warc.gz")
    killed = written.with_name("20200101T000000-import-1-00000.warc.gz")
    killed.write_bytes(written.read_bytes())
    new = tmp_path / "new.db"
    done = office.run("rebuild", "--captures", office.captures, "--db", new, "--diff", office.db)
    assert "captures: " not in done.output
    with sqlite3.connect(new) as db:
        assert db.execute("SELECT file FROM captures").fetchall() == [(written.name,)]
