"""What was sent and what came are in the captures byte by byte, whatever coding a site packs its pages in."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from scraper.archive.differences import differences
from scraper.captures import manifest, redaction
from scraper.captures.reader import read
from scraper.items import Page
from scraper.secrets import Secrets
from tests.loopback import DAY, LIST, LIST_OF_DAY, Answer, Server, index, paper, robots, run, story

SECRET = "k7Qz-41-hush-Rr"

# What the command warcio does; warcio 1.8.1 cannot take off br beside brotli 1.2.
CHECK = (
    "import warcio.bufferedreaders as b; b.BufferedReader.DECOMPRESSORS.pop('br'); from warcio.cli import main; main()"
)


class Record(NamedTuple):
    """A record as warcio reads it: its own headers, the HTTP ones, and what stands behind these as it was sent."""

    kind: str
    url: str
    line: str
    headers: Mapping[str, str]
    raw: bytes


def packed(answer: Answer, coding: str) -> Answer:
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    done = gzip.compress(body, mtime=0) if coding == "gzip" else brotli.compress(body)
    return replace(answer, body=done, headers={"Content-Encoding": coding, "X-Desk": "Überblick", "Vary": "*"})


PAGES = {
    "/plain": story("plain"),
    "/zipped": packed(story("zipped"), "gzip"),
    "/brotli": packed(story("brotli"), "br"),
    "/named": replace(story("named"), headers={"Content-Encoding": "gzip"}),  # and not packed
    "/telling": packed(story(f"telling {SECRET}"), "gzip"),
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the archive of an edition, and where its newspaper was."""
    folder = tmp_path_factory.mktemp("archive")
    routes = {"/robots.txt": packed(robots("Disallow: /no"), "gzip"), LIST_OF_DAY: index(*PAGES)} | PAGES
    with pytest.MonkeyPatch.context() as patch, Server(routes) as site:
        paper(folder / "papers", "skerry-post", site, index=LIST)
        file = folder / "papers" / "skerry-post.toml"
        asked = '[[index]]\nheaders = { X-Key = "{env.SKERRY_KEY}" }'
        file.write_text(file.read_text().replace("[[index]]", asked))
        patch.setenv("SKERRY_KEY", SECRET)
        run(folder, site, "collect", "skerry-post", *DAY)
        assert SECRET in str(site.headers)
        return folder, site.url


@pytest.fixture(scope="module")
def records(collected: tuple[Path, str]) -> list[Record]:
    return records_of(*collected)


def records_of(folder: Path, site: str) -> list[Record]:
    """The records in the captures of an archive; of addresses at ``site`` the path."""
    found = []
    for file in manifest.files(folder / "captures"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                head = record.http_headers
                found.append(
                    Record(
                        record.rec_type,
                        (record.rec_headers.get_header("WARC-Target-URI") or "").removeprefix(site),
                        f"{head.protocol} {head.statusline}" if head else "",
                        dict(head.headers) if head else {},
                        record.raw_stream.read(),
                    )
                )
    return found


def of(records: list[Record], kind: str, url: str) -> Record:
    (found,) = [record for record in records if (record.kind, record.url) == (kind, url)]
    return found


@pytest.mark.parametrize("path", ["/plain", "/zipped", "/brotli", "/named", "/robots.txt", LIST_OF_DAY])
def test_a_body_is_in_the_coding_in_which_it_was_sent(records: list[Record], path: str) -> None:
    answers = {"/robots.txt": packed(robots("Disallow: /no"), "gzip"), LIST_OF_DAY: index(*PAGES)} | PAGES
    body = answers[path].body
    found = of(records, "response", path)
    assert found.line == "HTTP/1.0 200 OK"
    assert found.raw == (body.encode() if isinstance(body, str) else body)
    assert found.headers.get("Content-Encoding") == answers[path].headers.get("Content-Encoding")
    assert found.headers["Content-Length"] == str(len(found.raw))


def test_a_request_is_beside_its_answer_with_placeholders_for_secrets(records: list[Record]) -> None:
    found = of(records, "request", "/zipped")
    assert found.line == "GET /zipped HTTP/1.1"
    assert found.headers["Accept-Encoding"] == "gzip, deflate"
    assert of(records, "request", LIST_OF_DAY).headers["X-Key"] == "{env.SKERRY_KEY}"
    assert [record.kind for record in records].count("request") == [record.kind for record in records].count("response")


def test_a_page_that_repeats_a_secret_is_captured_unpacked_and_without_it(
    collected: tuple[Path, str], records: list[Record]
) -> None:
    found = of(records, "response", "/telling")
    assert b"The telling {env.SKERRY_KEY} is settled" in found.raw
    for file in manifest.files(collected[0] / "captures"):
        assert SECRET.encode() not in gzip.decompress(file.read_bytes())


def test_a_secret_of_later_is_found_in_a_packed_body_and_taken_out(collected: tuple[Path, str], tmp_path: Path) -> None:
    (file,) = manifest.files(collected[0] / "captures")
    later = Secrets(values={"LATER": "a good many people from both sides"})
    assert redaction.holds_secrets(file, later)
    new = tmp_path / "captures" / file.name
    new.parent.mkdir()
    with new.open("wb") as stream:
        redaction.write_without(file, later, stream)
    assert not redaction.holds_secrets(new, later)
    assert b"and {env.LATER} of the water" in of(records_of(tmp_path, collected[1]), "response", "/zipped").raw
    pages = [one.content for one in read(new) if isinstance(one.content, Page)]
    assert len(pages) == len(PAGES)
    assert all(b"and {env.LATER} of the water" in page.body for page in pages)


def test_a_rebuild_of_them_is_the_same(collected: tuple[Path, str]) -> None:
    folder, _ = collected
    with Server({}) as site:
        where = ("--captures", str(folder / "captures"))
        (folder / "again" / "papers").mkdir(parents=True)
        run(folder / "again", site, "rebuild", *where)
    assert [
        table for table in differences(folder / "archive.db", folder / "again" / "archive.db") if not table.is_equal
    ] == []


def test_an_import_copies_them_as_they_stand(collected: tuple[Path, str], tmp_path: Path) -> None:
    folder, site = collected
    (tmp_path / "papers").mkdir()
    with Server({}) as notes:
        run(tmp_path, notes, "import", str(folder / "captures"))
    copies = [record for record in records_of(tmp_path, site) if record.url in {"/robots.txt", LIST_OF_DAY, *PAGES}]
    assert {record.url for record in copies} >= set(PAGES)
    assert [record for record in copies if record not in records_of(folder, site)] == []


def test_an_imported_answer_loses_its_chunks_alone(tmp_path: Path) -> None:
    body = PAGES["/plain"].body
    assert isinstance(body, str)
    head = b"HTTP/1.1 200 Quite\r\nx-Desk: a\r\nTransfer-Encoding: chunked\r\nX-DESK: b\r\n"
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    content = head + b"\r\n" + f"{len(body):x}\r\n{body}\r\n0\r\n\r\n".encode()
    payload = io.BytesIO(content)
    writer.write_record(writer.create_warc_record("https://a.example/tide", "response", payload, length=len(content)))
    (tmp_path / "given.warc.gz").write_bytes(stream.getvalue())
    (tmp_path / "papers").mkdir()
    with Server({}) as notes:
        run(tmp_path, notes, "import", str(tmp_path / "given.warc.gz"))
    (copy,) = manifest.files(tmp_path / "captures")
    (found,) = [record for record in records_of(tmp_path, "") if record.kind == "response"]
    assert found.raw == body.encode()
    written = gzip.decompress(copy.read_bytes())
    assert b"HTTP/1.1 200 Quite\r\nx-Desk: a\r\nX-DESK: b\r\n\r\n<html" in written


@pytest.mark.slow
def test_warcio_finds_nothing_wrong(collected: tuple[Path, str]) -> None:
    files = manifest.files(collected[0] / "captures")
    done = subprocess.run(
        [sys.executable, "-c", CHECK, "check", "-v", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout
