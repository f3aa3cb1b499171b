"""Captures from a pipe and from a web address: read while they come, and from where they broke off."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.captures import reader
from scraper.captures.incoming import Incoming, Spooled, standard_input
from scraper.captures.reader import read
from scraper.captures.saved_pages import CapturesError
from scraper.cli import cli
from scraper.cli.imports import run_import
from scraper.collect.downloads import TIMES_AGAIN, download
from scraper.items import Page
from tests.collect.test_half_pages import URL, WHOLE, chunked, record
from tests.loopback import Answer, NotingClock, Server, robots

FILE = record(WHOLE, 6) + record(WHOLE.replace(b"lamp", b"wick"), 9).replace(URL.encode(), URL.encode() + b"-2")
TYPE = {"Content-Type": "application/warc"}
TAG = {"ETag": '"1"', **TYPE}


def rest(file: bytes, **headers: str) -> Answer:
    """All behind byte 900, whatever the condition of the request was."""
    return Answer(206, file[900:], {**headers, "Content-Range": f"bytes 900-{len(file) - 1}/{len(file)}"})


def test_what_only_goes_forwards_can_be_read_from_any_place(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40
    spooled = Spooled(iter([content[:7], content[7:9000], content[9000:]]), folder=tmp_path)
    assert spooled.read(20) == content[:20]
    spooled.seek(3)
    assert (spooled.read(4), spooled.tell()) == (content[3:7], 7)
    assert spooled.seek(-5, io.SEEK_END) == len(content) - 5
    assert spooled.read() == content[-5:]
    assert spooled.read(1) == b""
    assert list(tmp_path.iterdir()) == [], "it has no name that could be left behind"
    spooled.close()


def pages(source: Incoming) -> list[str]:
    return [one.content.url for one in read(source) if isinstance(one.content, Page)]


@pytest.mark.parametrize("is_zip", [False, True])
def test_standard_input_is_read(tmp_path: Path, is_zip: bool) -> None:
    content = FILE
    if is_zip:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("archive/a.warc", FILE)
        content = packed.getvalue()
    assert pages(standard_input(io.BytesIO(content), folder=tmp_path)) == [URL, f"{URL}-2"]


def test_a_pipe_is_imported(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scraper", "import", "-", "--db", tmp_path / "archive.db"]
    ended = subprocess.run(command, input=FILE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert ended.stdout == b"Stories: 2 added\n"
    ended = subprocess.run(command, input=FILE[:-200], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    assert b"1 already held" in ended.stdout


def test_captures_at_an_address_go_on_where_the_connection_broke_off() -> None:
    rest = {**TAG, "Content-Range": f"bytes 900-{len(FILE) - 1}/{len(FILE)}"}
    answers = [
        Answer(body=FILE[:900], headers=TAG, declared=len(FILE)),
        Answer(status=503),
        Answer(status=206, body=FILE[900:], headers=rest),
    ]
    said: list[str] = []
    with Server({"/robots.txt": robots(), "/a.warc": answers}) as site:
        source = download(f"{site.url}/a.warc?token=1", clock=NotingClock(site.url), say=said.append)
        site.routes["/a.warc?token=1"] = site.routes["/a.warc"]
        assert pages(source) == [URL, f"{URL}-2"]
    assert "token" not in source.name
    assert len(said) == 2
    assert "behind byte 900; asking for the rest in 2 s" in said[0]
    assert site.headers[-1]["Range"] == "bytes=900-"
    assert site.headers[-1]["If-Range"] == '"1"'
    assert site.headers[-1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([Answer(status=404)], "answers 404"),
        (
            [Answer(body=FILE[:900], headers=TAG, declared=len(FILE)), Answer(body=FILE, headers=TYPE)],
            "the server does not go on from there. What came before is stored",
        ),
        (
            [Answer(body=FILE[:900], headers=TYPE, declared=len(FILE)), rest(FILE + FILE[:90])],
            "the server does not go on from there",
        ),
        (
            [Answer(body=FILE[:900], headers=TAG, declared=len(FILE)), rest(FILE, ETag='"2"')],
            "the server does not go on from there",
        ),
        ([Answer(body=FILE[:900], headers=TAG, declared=len(FILE)), Answer(status=None)], "closed the connection"),
    ],
    ids=["not there", "another file", "another size", "another tag", "no more"],
)
def test_what_does_not_come_is_said(answers: list[Answer], told: str) -> None:
    with Server({"/robots.txt": robots(), "/a.warc": answers}) as site:
        source = download(f"{site.url}/a.warc", clock=NotingClock(site.url))
        with pytest.raises(CapturesError) as error:
            pages(source)
    assert told in str(error.value)
    assert site.log.count("/a.warc") <= 1 + TIMES_AGAIN


def test_what_came_before_a_connection_broke_off_is_stored(tmp_path: Path) -> None:
    file = b"".join(record(WHOLE, 6).replace(b"lamp", b"l%03d" % n) for n in range(12))
    answers = [Answer(body=file[:-40], headers=TAG, declared=len(file)), Answer(status=404)]
    half = Answer(body=WHOLE[:-40], headers={"Content-Type": "text/html"}, declared=len(WHOLE))
    routes = {"/robots.txt": robots(), "/a.warc": answers, "/b.html": [half, Answer(status=404)]}
    with Server(routes) as site:
        sources = [download(f"{site.url}{path}", clock=NotingClock(site.url)) for path in ("/a.warc", "/b.html")]
        done = run_import(sources, command="import", path=tmp_path / "a.db", captures=None, wait=False, cores=1)
    assert done.counts["stories added"] == 11
    assert done.counts["files left out"] == 2, "a page whose end did not come is not taken for a whole one"
    assert done.status == 1


def test_records_before_an_error_are_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = reader.read

    def broken(*arguments: object, **named: object) -> Iterator[reader.Read]:
        yield from reading(*arguments, **named)  # type: ignore[arg-type]
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "a.warc").write_bytes(FILE)
    monkeypatch.setattr(reader, "read", broken)
    done = run_import(
        [tmp_path / "a.warc"], command="import", path=tmp_path / "a.db", captures=None, wait=False, cores=1
    )
    assert (done.counts["stories added"], done.counts["files left out"]) == (2, 1)


@pytest.mark.parametrize("more", [0, 90])
def test_a_file_of_which_there_is_no_rest_has_come(more: int) -> None:
    chunks = {**TAG, "Transfer-Encoding": "chunked"}
    none = Answer(416, headers={"Content-Range": f"bytes */{len(FILE) + more}"})
    with Server({"/robots.txt": robots(), "/a.warc": [Answer(body=chunked(FILE), headers=chunks), none]}) as site:
        source = download(f"{site.url}/a.warc", clock=NotingClock(site.url))
        if more:
            with pytest.raises(CapturesError, match="416"):
                pages(source)
        else:
            assert pages(source) == [URL, f"{URL}-2"]


def test_robots_txt_and_the_inside_hold_for_captures_as_well() -> None:
    with Server(
        {"/robots.txt": robots("Disallow: /a"), "/b": Answer(302, headers={"Location": "http://10.0.0.7/"})}
    ) as site:
        for path, told in (("/a.warc", "robots.txt"), ("/b", "network")):
            with pytest.raises(CapturesError) as error:
                pages(download(f"{site.url}{path}", clock=NotingClock(site.url)))
            assert told in str(error.value)
        assert "/a.warc" not in site.log


def test_one_file_that_does_not_come_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(FILE)
    with Server({"/robots.txt": robots()}) as site:
        arguments = [f"{site.url}/b.warc", str(tmp_path / "a.warc"), "--db", str(tmp_path / "archive.db")]
        done = CliRunner().invoke(cli, ["import", *arguments])
    assert f"Left out: {site.url}/b.warc answers 404" in done.output
    assert "Stories: 2 added" in done.output
    assert done.exit_code == 1
