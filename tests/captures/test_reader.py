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
from scraper.captures.writer import CaptureWriter
from scraper.items import MomentBy, Page, Rejected, Revisit
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
    assert page.moment_by is (MomentBy.BEFORE if fetched == "2026-03-05T00:00:00+00:00" else None)


def test_the_first_record_without_a_moment_has_that_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record(""))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert page.fetched == dt.datetime(2001, 9, 9, 1, 46, 40, tzinfo=dt.UTC)
    assert page.moment_by is MomentBy.FILE


@pytest.mark.parametrize("date", ["", "1970-01-01T00:00:00Z", "19700101000000"])
def test_a_record_of_1970_has_no_moment(tmp_path: Path, date: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record(date))
    os.utime(path, (0, 0))
    before = dt.datetime.now(dt.UTC)
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert page.moment_by is MomentBy.IMPORT
    assert before <= page.fetched <= dt.datetime.now(dt.UTC)
    path.write_bytes(raw_record(date, "Date: Sat, 07 Mar 2026 06:00:00 GMT\r\n"))
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert (page.fetched.isoformat(), page.moment_by) == ("2026-03-07T06:00:00+00:00", None)


def test_our_own_captures_are_believed_whatever_the_clock_was(tmp_path: Path) -> None:
    moment = dt.datetime(1970, 1, 1, 0, 5, tzinfo=dt.UTC)
    with CaptureWriter(tmp_path, "collect") as captured:
        captured.page(Page(url="https://lantern.example/a", body=PAGE, content_type="text/html", fetched=moment))
    (page,) = contents(next(tmp_path.glob("*.warc.gz")))[1:]
    assert isinstance(page, Page)
    assert (page.fetched, page.moment_by) == (moment, None)


def wacz(path: Path, **files: bytes) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/"), content)
    return path.read_bytes()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_in_a_wacz_is_read(tmp_path: Path, method: int) -> None:
    inner = wacz(tmp_path / "inner.zip", **{"archive__a.warc.gz": five_pages()})
    path = tmp_path / "several.wacz"
    with zipfile.ZipFile(path, "w", method) as packed:
        packed.writestr("one.wacz", inner)
        packed.writestr("two.wacz", b"PK\x03\x04 and no more")
        packed.writestr("three.wacz", inner)
    found = list(read(path))
    assert [one.file for one in found if isinstance(one.content, Page)] == [
        f"several.wacz/{name}.wacz/archive/a.warc.gz" for name in ["one"] * 5 + ["three"] * 5
    ]
    assert kinds(path) == {"Page": 10, "unreadable": 1}


def test_saved_pages_in_a_zip_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "saved.zip"
    link = b'<link rel="canonical" href="https://lantern.example/a">'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(zipfile.ZipInfo("a/index.html", (2026, 3, 7, 9, 30, 0)), PAGE + link)
        packed.writestr(zipfile.ZipInfo("b/index.html"), PAGE)
        packed.writestr("b/a.png", b"png")
    page, nameless = contents(path)
    assert isinstance(page, Page)
    assert (page.url, page.moment_by) == ("https://lantern.example/a", MomentBy.FILE)
    assert page.fetched == dt.datetime(2026, 3, 7, 9, 30, tzinfo=dt.UTC)
    assert isinstance(nameless, Rejected)
    assert nameless.reason.code is Code.NO_ADDRESS


def test_the_folder_of_a_saved_page_is_no_folder_of_pages(tmp_path: Path) -> None:
    for name in ("Ferry.html", "Ferry_files/frame.html", "Lamp.htm", "Lamp-Dateien/frame.htm", "Ferry_2/other.html"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PAGE)
    (tmp_path / "Other_files").mkdir()
    (tmp_path / "Other_files/a.html").write_bytes(PAGE)
    found = [path.relative_to(tmp_path).as_posix() for path in files_of([tmp_path]) if isinstance(path, Path)]
    assert found == ["Ferry.html", "Lamp.htm", "Other_files/a.html"]


@pytest.mark.parametrize(
    ("fields", "status", "http", "told"),
    [
        ("WARC-Truncated: length\r\n", "200 OK", (), "WARC-Truncated: length"),
        ("WARC-Segment-Number: 1\r\n", "200 OK", (), "the first of several segments"),
        (
            "",
            "206 Partial Content",
            (("Content-Range", "bytes 0-59/200"),),
            "a part of the page, bytes 0-59/200",
        ),
        ("", "200 OK", (("Content-Length", "2000"),), "63 of 2,000 bytes"),
    ],
)
def test_half_a_page_says_what_is_missing(
    tmp_path: Path, fields: str, status: str, http: tuple[tuple[str, str], ...], told: str
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in http)
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record("2026", lines, fields=fields, status=status))
    (page,) = contents(path)
    assert isinstance(page, Page)
    assert page.cut == told


@pytest.mark.parametrize(
    ("fields", "status", "http"),
    [
        ("", "206 Partial Content", "Content-Range: bytes 60-122/123\r\n"),  # its end
        ("WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", "200 OK", "Content-Length: 2000\r\n"),
        ("Backissues-Role: index\r\n", "200 OK", "Content-Length: 2000\r\n"),
    ],
    ids=["its end", "altered as well", "an index"],
)
def test_half_a_page_is_left_out_where_it_is_not_its_beginning(
    tmp_path: Path, fields: str, status: str, http: str
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(raw_record("2026", http, fields=fields, status=status))
    assert kinds(path) == {"cut_off": 1}


def segments_of(whole: bytes, *sizes: int, total: int | None = None) -> bytes:
    """A response in several segments, the last one with the length of all."""
    out, at = b"", 0
    for number, size in enumerate(sizes, start=1):
        part, at = whole[at : at + size], at + size
        lines = [
            "WARC/1.1",
            f"WARC-Type: {'response' if number == 1 else 'continuation'}",
            "WARC-Target-URI: https://lantern.example/a",
            "WARC-Date: 2026-03-07T06:00:00Z",
            f"WARC-Record-ID: <urn:uuid:{number:032}>",
            f"WARC-Segment-Number: {number}",
            *([f"WARC-Segment-Origin-ID: <urn:uuid:{1:032}>"] if number > 1 else []),
            *([f"WARC-Segment-Total-Length: {total or len(whole)}"] if number == len(sizes) else []),
            f"Content-Length: {len(part)}",
        ]
        out += "\r\n".join(lines).encode() + b"\r\n\r\n" + part + b"\r\n\r\n"
    return out


def test_segments_that_follow_one_another_are_one_page(tmp_path: Path) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    path = tmp_path / "a.warc"
    path.write_bytes(segments_of(whole, 60, 20, 400) + raw_record("2026", url="https://lantern.example/b"))
    first, second = contents(path)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.body, first.cut, second.url) == (PAGE, "", "https://lantern.example/b")
    path.write_bytes(segments_of(whole, 60, 20, total=len(whole)))
    (half,) = contents(path)
    assert isinstance(half, Page)
    assert (half.body, half.cut) == (PAGE[: len(half.body)], "the first of several segments")
    assert 0 < len(half.body) < len(PAGE)


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
