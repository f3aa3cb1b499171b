"""What a hostile file to import costs: no memory but for a page, a second or so for each megabyte, and itself only."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scraper.captures import mhtml
from scraper.captures.reader import read
from scraper.captures.saved_pages import CapturesError, page_in
from scraper.items import Page, Rejected
from tests.captures import hostile
from tests.captures.test_damage import warc_record, written

MEMORY = 300_000  # kilobytes of a process that reads hostile files
FEW = ("body-brotli.warc.gz", "frame.warc.zst", "metadata.warc.gz", "http-headers.warc", "edition-lists.warc")

READ_ALL = f"""
import resource, sys
from collections import Counter
from pathlib import Path
from scraper.captures.reader import read
from scraper.captures.saved_pages import CapturesError
from tests.peak_memory import peak_memory

for name in sys.argv[1:]:
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + 60, -1))
    try:
        kinds = Counter(type(each.content).__name__ for each in read(Path(name)))
    except CapturesError:
        kinds = Counter()
    print(Path(name).name, kinds["Page"])
    sys.stdout.flush()
assert peak_memory() < {MEMORY}, f"{{peak_memory():,}} kB"
"""


def read_all(folder: Path, names: tuple[str, ...]) -> dict[str, int]:
    """How many pages were read of each of these files, in a process whose memory is bounded."""
    files = [written(folder, hostile.BOMBS[name](), name) for name in names]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *map(str, files)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-500:] or done.stdout
    return {name: int(pages) for name, pages in map(str.split, done.stdout.splitlines())}


def test_a_bomb_takes_no_memory_and_costs_itself(tmp_path: Path) -> None:
    pages = read_all(tmp_path, FEW)
    assert {name: pages[name] for name in FEW[:3]} == dict.fromkeys(FEW[:3], 2)


def test_a_piece_that_unpacks_to_too_much_costs_itself(tmp_path: Path) -> None:
    record = hostile.record_of(100_000_000)
    path = written(tmp_path, hostile.around(hostile.packed_zeros(100_000_000, record)), "a.warc.gz")
    assert pages_in(path) == SOUND
    [(_, _, why)] = reasons_in(path)
    assert "it unpacks to more than 100 times its size" in why


def test_headers_without_end_cost_their_record(tmp_path: Path) -> None:
    record = warc_record(0, content=b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 50_000)
    path = written(tmp_path, record + warc_record(1))
    assert pages_in(path) == SOUND[:1]
    assert [why for _, _, why in reasons_in(path)] == ["its HTTP headers are longer than 256,000 bytes"]


@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_hostile_file_takes_the_memory_or_the_time(tmp_path: Path) -> None:
    assert set(read_all(tmp_path, tuple(hostile.BOMBS))) == set(hostile.BOMBS)


def reasons_in(path: Path) -> list[tuple[str, int, str]]:
    """File, place and reason of what could not be read."""
    return [
        (each.file, each.offset, each.content.reason.text) for each in read(path) if isinstance(each.content, Rejected)
    ]


def pages_in(path: Path) -> list[str]:
    return [each.content.url for each in read(path) if isinstance(each.content, Page)]


SOUND = [f"https://lantern.example/{number}" for number in (1, 2)]


@pytest.mark.parametrize(
    ("signature", "at", "value", "reason"),
    [
        (b"PK\x01\x02", 8, b"\x01", "it is encrypted"),
        (b"PK\x01\x02", 10, b"\x0e", "it is packed by method 14"),
        (b"PK\x01\x02", 42, b"\xff\xff\xff\x00", "it lies over another member"),
        (b"PK\x01\x02", 20, b"\xff\xff\xff\x00", "it lies over another member"),
    ],
)
def test_a_member_that_cannot_be_read_costs_itself(
    tmp_path: Path, signature: bytes, at: int, value: bytes, reason: str
) -> None:
    content = bytearray(
        hostile.zipped(("../../a.warc", warc_record(0)), ("b.warc", warc_record(1)), method=zipfile.ZIP_STORED)
    )
    begin = content.index(signature) + at
    content[begin : begin + len(value)] = value
    path = written(tmp_path, bytes(content), "a.wacz")
    [(file, begin, why)] = reasons_in(path)
    assert begin >= 0
    assert file == "a.wacz/../../a.warc"
    assert why.startswith(reason)
    assert pages_in(path) == SOUND[:1]


def test_a_zip_file_of_a_version_to_come_is_refused_in_words(tmp_path: Path) -> None:
    content = bytearray(hostile.zipped(("a.warc", warc_record(0))))
    content[content.index(b"PK\x01\x02") + 6] = 99  # the version of ZIP that is needed to extract it (APPNOTE, 4.4.3)
    with pytest.raises(CapturesError, match=r"a.wacz: .*version 9.9"):
        pages_in(written(tmp_path, bytes(content), "a.wacz"))


def test_members_that_lie_over_one_another_are_not_read_again_and_again(tmp_path: Path) -> None:
    path = written(tmp_path, hostile.overlapping(3, warc_record(1)), "a.wacz")
    assert [why for _, _, why in reasons_in(path)] == ["it lies over another member"] * 3


def test_a_packed_member_is_read_as_a_plain_one(tmp_path: Path) -> None:
    members = [("a.warc", warc_record(1)), ("b.warc.gz", hostile.around(b""))]
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = written(tmp_path, hostile.zipped(*members, method=method), "a.wacz")
        assert pages_in(path) == [SOUND[0], *SOUND]


@pytest.mark.parametrize(
    "record",
    [
        hostile.record_of(10**20),
        warc_record(0).replace(b"Content-Length: ", b"Content-Length: -"),
        warc_record(0).replace(b"https://lantern.example/0", b"http://[::1/x"),
        warc_record(0).replace(b"https://lantern.example/0", b"http://a.example:99999/"),
        warc_record(0).replace(b"https://lantern.example/0", b"http://" + b"a" * 70_000),
        warc_record(0, content=b"HTTP/1.1 302 X\r\nLocation: http://[::1/\r\n\r\n"),
        warc_record(0, content="HTTP/1.1 ²00 OK\r\n\r\nx".encode()),
        warc_record(0, content=b"HTTP/1.1 " + b"9" * 5_000 + b" OK\r\n\r\nx"),
        hostile.record_of(6, "metadata", b"[1, 2]", hostile.EDITION) + b"\r\n\r\n",
        hostile.record_of(4, "metadata", b"null", hostile.EDITION) + b"\r\n\r\n",
        hostile.record_of(400_000, "metadata", b"[" * 400_000, hostile.EDITION) + b"\r\n\r\n",
    ],
)
def test_an_odd_record_costs_itself(tmp_path: Path, record: bytes) -> None:
    path = written(tmp_path, warc_record(1) + record + warc_record(2))
    assert pages_in(path) == SOUND
    assert len(reasons_in(path)) == 1


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0000-00-00", "99999-01-01T00:00:00Z", "", "x"]
)
def test_a_record_of_an_odd_date_has_that_of_the_record_before(tmp_path: Path, date: str) -> None:
    record = warc_record(2).replace(b"2026-03-07T06:00:00Z", date.encode())
    dated = [each.content for each in read(written(tmp_path, warc_record(1) + record))]
    assert [each.fetched for each in dated if isinstance(each, Page)] == [dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)] * 2


def test_an_edition_record_of_more_values_than_any_edition_is_skipped(tmp_path: Path) -> None:
    content = json.dumps({"kind": "listed", "key": [[]] * 1_000_001}).encode()
    path = written(tmp_path, hostile.edition(content))
    assert [why for _, _, why in reasons_in(path)] == ["no edition record: more than 1,000,000 values"]


def test_of_an_mhtml_file_the_part_that_is_the_page_is_unpacked() -> None:
    page = b"<html><p>a page</html>"
    parts = [
        b"--B\r\nContent-Type: text/plain\r\n\r\nnot this\r\n",
        b'--B\r\nContent-Type: multipart/alternative; boundary="C"\r\n\r\n--C\r\nContent-Type: text/html\r\n\r\n',
        page + b"\r\n--C--\r\n--B--\r\n",
    ]
    address = b"MIME-Version: 1.0\r\nSnapshot-Content-Location: http://a.example/\r\n"
    kind = b'Content-Type: multipart/related; boundary="B"\r\n\r\n'
    found = mhtml.page_of(address + kind + b"".join(parts), most=1_000)
    assert found is not None
    assert (found.body, found.address, found.is_whole) == (page, "http://a.example/", True)


def test_the_address_of_a_saved_page_is_sought_in_each_element_once() -> None:
    tags = b"<link rel=canonical " * 8_000
    with pytest.raises(CapturesError, match="does not name its address"):
        page_in(b"<html>" + tags, "a.html")
    at = b'<link rel=canonical href="http://a.example/1">'
    assert page_in(b"<html>" + tags + at, "a.html").url == "http://a.example/1"
