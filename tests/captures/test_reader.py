from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import zipfile
from collections import Counter
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.captures.reader import files_of, read
from scraper.captures.saved_pages import CapturesError, page_in
from scraper.items import Page, Rejected, Revisit
from scraper.reasons import Code
from scraper.reasons.words import phrase

PAGE = "<!doctype html><title>Fähre</title><h1>Nachtfähre bleibt</h1>".encode()
HTML = ("Content-Type", "text/html; charset=utf-8")


def warc(*, compressed: bool = True) -> tuple[io.BytesIO, WARCWriter]:
    stream = io.BytesIO()
    return stream, WARCWriter(stream, gzip=compressed)


def response(writer: WARCWriter, url: str, body: bytes, *headers: tuple[str, str], status: str = "200 OK") -> None:
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": "2026-03-07T06:00:00Z"},
    )
    writer.write_record(record)


def five_pages(*, compressed: bool = True) -> bytes:
    stream, writer = warc(compressed=compressed)
    for number in range(5):
        response(writer, f"https://lantern.example/{number}", PAGE + b"x" * 3000 * number, HTML)
    return stream.getvalue()


def contents(path: Path) -> list[object]:
    return [record.content for record in read(path)]


def kinds(path: Path) -> Counter[str]:
    return Counter(
        content.reason.code.value if isinstance(content, Rejected) else type(content).__name__
        for content in contents(path)
    )


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ((), PAGE),
        ((("Content-Encoding", "gzip"),), gzip.compress(PAGE, mtime=0)),
        ((("Content-Encoding", "br"),), brotli.compress(PAGE)),
        ((("Content-Encoding", "gzip"),), PAGE),  # the capturing program had decoded it and left the header
        ((("Transfer-Encoding", "chunked"),), b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
        ((("Transfer-Encoding", "chunked"),), PAGE),
        (
            (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(PAGE, mtime=0)), gzip.compress(PAGE, mtime=0)),
        ),
    ],
)
def test_payloads_come_out_decoded(tmp_path: Path, header: tuple[tuple[str, str], ...], body: bytes) -> None:
    stream, writer = warc()
    response(writer, "http://lantern.example/a", body, HTML, *header)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stream.getvalue())
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert (page.url, page.body, page.status) == ("http://lantern.example/a", PAGE, 200)
    assert page.fetched == dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)


def test_gzip_by_record_by_file_or_not_at_all(tmp_path: Path) -> None:
    plain = five_pages(compressed=False)
    for name, content in {
        "record.warc.gz": five_pages(),
        "plain.warc": plain,
        "whole.warc.gz": gzip.compress(plain),
        "misnamed.warc": five_pages(),
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert kinds(path) == {"Page": 5}, name


def test_a_cut_off_file_costs_its_last_record(tmp_path: Path) -> None:
    for name, content in {"a.warc.gz": five_pages(), "a.warc": five_pages(compressed=False)}.items():
        path = tmp_path / name
        path.write_bytes(content[:-40])
        assert kinds(path) == {"Page": 4, "unreadable": 1}, name


def test_a_damaged_record_costs_that_record(tmp_path: Path) -> None:
    content = bytearray(five_pages())
    second = content.index(b"\x1f\x8b\x08", 10)
    content[second + 60 : second + 120] = b"\xff" * 60
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    assert kinds(path) == {"Page": 4, "unreadable": 1}


def test_whatever_is_no_page_is_counted_by_its_reason(tmp_path: Path) -> None:
    stream, writer = warc()
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    response(writer, "https://lantern.example/a.css", b"p {}", ("Content-Type", "text/css"))
    response(writer, "https://lantern.example/a.png", b"\x89PNG", ("Content-Type", "image/png"))
    response(writer, "https://lantern.example/old", b"", HTML, ("Location", "/new"), status="301 Moved")
    response(writer, "https://lantern.example/gone", PAGE, HTML, status="404 Not Found")
    response(writer, "dns:lantern.example", b"1.2.3.4", ("Content-Type", "text/dns"))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stream.getvalue())
    found = [phrase(c.reason) for c in contents(path) if isinstance(c, Rejected)]
    assert found == [
        "not a page: warcinfo record",
        "not HTML (text/css)",
        "not HTML (image/png)",
        "redirect (status 301, https://lantern.example/new)",
        "error (status 404)",
        "not a page: dns address",
    ]


def test_a_revisit_points_to_the_page_it_repeats(tmp_path: Path) -> None:
    stream, writer = warc()
    record = writer.create_revisit_record(
        "https://lantern.example/a",
        digest="sha1:B6QJ6BNJ3R4B23XXMRKZKHLPGJY2VE4O",
        refers_to_uri="https://lantern.example/b",
        refers_to_date="2026-03-06T06:00:00Z",
        http_headers=StatusAndHeaders("200 OK", [HTML], protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stream.getvalue())
    (revisit,) = contents(path)
    assert isinstance(revisit, Revisit)
    assert (revisit.url, revisit.original) == ("https://lantern.example/a", "https://lantern.example/b")


def test_a_wacz_holds_warc_files(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.warc.gz", five_pages())
        archive.writestr("datapackage.json", "{}")
    assert kinds(path) == {"Page": 5}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.warc.gz", b"", "the file is empty"),
        ("a.bin", b"\x00\x01\x02" * 100, "neither a WARC nor a WACZ nor an HTML file"),
        ("empty", b"", "the file is empty"),
        ("a.wacz", b"PK\x03\x04" + b"x" * 100, "cut off"),
    ],
)
def test_files_of_another_kind_say_so(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CapturesError, match=message):
        contents(path)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (b"<!-- saved from url=(0033)https://lantern.example/a/ferry -->\n<html>", "https://lantern.example/a/ferry"),
        (b"<link href='https://lantern.example/b?x=1&amp;y=2' rel=canonical>", "https://lantern.example/b?x=1&y=2"),
        (b'<meta property="og:url" content="https://lantern.example/c">', "https://lantern.example/c"),
    ],
)
def test_a_saved_page_names_its_address(html: bytes, address: str) -> None:
    assert page_in(html, "a.html").url == address


def test_a_saved_page_without_address_hands_over_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    (rejected,) = contents(path)
    assert isinstance(rejected, Rejected)
    assert "--url" in phrase(rejected.reason)
    (given,) = [record.content for record in read(path, url="https://lantern.example/a")]
    assert isinstance(given, Page)


def test_a_folder_is_searched(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/z.warc.gz", "a.html", "note.txt"):
        (tmp_path / name).write_bytes(b"")
    assert [path.name for path in files_of([tmp_path])] == ["a.html", "z.warc.gz"]
    with pytest.raises(CapturesError, match="no such file"):
        files_of([tmp_path / "none"])


def raw_record(
    date: str, http: str = "", *, url: str = "https://lantern.example/a", fields: str = "", status: str = "200 OK"
) -> bytes:
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{http}\r\n".encode() + PAGE
    fields += f"WARC-Date: {date}\r\n" if date else ""
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n{fields}"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("date", "http", "fetched"),
    [
        ("2026-03-07T06:00:00Z", "", "2026-03-07T06:00:00+00:00"),
        ("2026-03-07T06:00:00.123456Z", "", "2026-03-07T06:00:00.123456+00:00"),
        ("2026-03-07T06:00:00+01:00", "", "2026-03-07T05:00:00+00:00"),
        ("2026-03-07T06", "", "2026-03-07T06:00:00+00:00"),
        ("20260307060000", "", "2026-03-07T06:00:00+00:00"),
        ("2026-03", "", "2026-03-01T00:00:00+00:00"),
        ("2026-03", "Date: Sat, 07 Mar 2026 06:00:00 GMT\r\n", "2026-03-07T06:00:00+00:00"),
        ("", "Date: Sat, 07 Mar 2026 06:00:00 GMT\r\n", "2026-03-07T06:00:00+00:00"),
        ("", "", "2026-03-05T00:00:00+00:00"),  # the record before
        ("yesterday", "Date: today\r\n", "2026-03-05T00:00:00+00:00"),
    ],
)
def test_a_record_without_a_moment_has_the_best_that_is_known(
    tmp_path: Path, date: str, http: str, fetched: str
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record("2026-03-05", url="https://lantern.example/b") + raw_record(date, http))
    page = contents(path)[1]
    assert isinstance(page, Page)
    assert page.fetched.isoformat() == fetched


def test_the_first_record_without_a_moment_has_that_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record(""))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert page.fetched == dt.datetime(2001, 9, 9, 1, 46, 40, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("fields", "status", "http", "told"),
    [
        ("WARC-Truncated: length\r\n", "200 OK", (), "cut off (WARC-Truncated: length)"),
        ("WARC-Segment-Number: 1\r\n", "200 OK", (), "cut off (the first of several segments)"),
        (
            "",
            "206 Partial Content",
            (("Content-Range", "bytes 0-59/200"),),
            "cut off (a part of the page, bytes 0-59/200)",
        ),
        ("", "200 OK", (("Content-Length", "2000"),), "cut off (63 of 2,000 bytes)"),
    ],
)
def test_half_a_page_is_no_page(
    tmp_path: Path, fields: str, status: str, http: tuple[tuple[str, str], ...], told: str
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in http)
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record("2026", lines, fields=fields, status=status))
    (rejected,) = contents(path)
    assert isinstance(rejected, Rejected)
    assert rejected.reason.code is Code.CUT_OFF
    assert phrase(rejected.reason) == told


def test_a_content_type_that_was_joined_of_two_is_the_first(tmp_path: Path) -> None:
    stream, writer = warc()
    response(writer, "https://lantern.example/a", PAGE, ("Content-Type", "text/html, text/html; charset=utf-8"))
    response(writer, "https://lantern.example/b", b"%PDF", ("Content-Type", "application/pdf, text/html"))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(stream.getvalue())
    assert kinds(path) == {"Page": 1, "not_html": 1}


def test_a_scheme_in_capitals_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record("2026", url="HTTPS://lantern.example/A"))
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert page.url == "https://lantern.example/A"


def test_an_address_is_given_for_saved_pages_only(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(five_pages())
    with pytest.raises(CapturesError, match="leave out --url"):
        list(read(path, url="https://lantern.example/a"))
