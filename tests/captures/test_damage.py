"""What is damaged costs itself: the records beside it are read, and no page holds another's bytes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scraper.captures.reader import read
from scraper.captures.records import MAX_CONTENT
from scraper.captures.unpacked import Metered, Unpacked, zstd
from scraper.items import Page, Rejected
from scraper.reasons import Code
from scraper.reasons.words import phrase

WORDS = ("tide", "quay", "ferry", "lantern", "rope", "harbour", "keeper", "mast", "gull", "anchor", "pilot", "fog")


def url(number: int) -> str:
    return f"https://lantern.example/{number}"


def story(number: int, length: int = 300) -> bytes:
    """A page in one line, of other words for each number."""
    chance = random.Random(number)
    words = " ".join(chance.choice(WORDS) + str(chance.randrange(1000)) for _ in range(length))
    return f"<!doctype html><html><head><title>{number}</title></head><body><p>{words}</p></body></html>".encode()


def answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body


def warc_record(
    number: int,
    *fields: str,
    content: bytes = b"",
    length: int | None = None,
    version: str = "1.0",
    gap: bytes = b"\r\n\r\n",
) -> bytes:
    content = content or answer(story(number))
    lines = [
        f"WARC/{version}",
        "WARC-Type: response",
        f"WARC-Target-URI: {url(number)}",
        "WARC-Date: 2026-03-07T06:00:00Z",
        *fields,
    ]
    if length != -1:
        lines.append(f"Content-Length: {len(content) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content + gap


def with_digest(number: int) -> bytes:
    digest = base64.b32encode(hashlib.sha1(answer(story(number))).digest()).decode()
    return warc_record(number, f"WARC-Block-Digest: sha1:{digest}")


def arc_record(number: int) -> bytes:
    content = answer(story(number))
    return f"{url(number)} 192.0.2.1 20260307060000 text/html {len(content)}\n".encode() + content + b"\n"


ARC_HEAD = (
    b"filedesc://a.arc 0.0.0.0 20260307060000 text/plain 77\n1 0 Example\n"
    b"URL IP-address Archive-date Content-type Archive-length\n\n"
)


def found(path: Path) -> tuple[set[int], list[str]]:
    """The numbers of the pages that were read, and why others were not; no page may hold anything but its own bytes."""
    pages: set[int] = set()
    reasons = []
    for record in read(path):
        if isinstance(record.content, Page):
            number = int(record.content.url.rpartition("/")[2])
            assert record.content.body == story(number), number
            pages.add(number)
        elif isinstance(record.content, Rejected) and record.content.reason.code is not Code.NOT_A_PAGE:
            reasons.append(phrase(record.content.reason))
    return pages, reasons


def written(tmp_path: Path, content: bytes, name: str = "a.warc") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_record_cut_off_before_another_costs_itself(tmp_path: Path) -> None:
    content = warc_record(5) + warc_record(0)[:-900] + b"".join(map(warc_record, range(1, 5)))
    pages, reasons = found(written(tmp_path, content))
    assert pages == {1, 2, 3, 4, 5}
    assert len(reasons) == 1
    assert "another record begins before its end" in reasons[0]
    assert url(0) in reasons[0]


def test_a_record_that_swallows_whole_ones_costs_itself(tmp_path: Path) -> None:
    """Its length ends where that of the third record ends, so that nothing but what is inside tells."""
    swallowed = warc_record(1) + warc_record(2, gap=b"")
    wrong = warc_record(0, content=answer(story(0)[:500]) + swallowed)
    pages, reasons = found(written(tmp_path, wrong + warc_record(3)))
    assert (pages, len(reasons)) == ({1, 2, 3}, 1)


def test_a_page_about_records_is_a_page(tmp_path: Path) -> None:
    body = b"<!doctype html><html><pre>\n" + warc_record(7, content=answer(b"x")) + b"</pre></html>"
    content = warc_record(0, content=answer(body)) + warc_record(1)
    pages = [record.content for record in read(written(tmp_path, content)) if isinstance(record.content, Page)]
    assert [(page.url, page.body) for page in pages] == [(url(0), body), (url(1), story(1))]


@pytest.mark.parametrize("length", [-1, 10, 1_900, 19_000, 190_000_000])
def test_a_wrong_length_costs_its_record(tmp_path: Path, length: int) -> None:
    content = b"".join(warc_record(n, length=length if n == 2 else None) for n in range(6))
    for name, packed in {"a.warc": content, "a.warc.gz": gzip.compress(content)}.items():
        pages, reasons = found(written(tmp_path, packed, name))
        assert (pages, len(reasons)) == ({0, 1, 3, 4, 5}, 1), name


@pytest.mark.parametrize("gap", [b"", b"\r\n", b"\n\n", b"\r\n\r\n\r\n\r\n", b"\r\n\r\n" + bytes(9000)])
def test_records_may_be_apart_or_not(tmp_path: Path, gap: bytes) -> None:
    content = b"\r\n \n" + b"".join(warc_record(n, gap=gap) for n in range(6))
    assert found(written(tmp_path, content)) == ({0, 1, 2, 3, 4, 5}, [])


def test_something_else_between_records_costs_no_record(tmp_path: Path) -> None:
    pages, reasons = found(written(tmp_path, warc_record(0) + b"spilt ink\n" * 5000 + warc_record(1)))
    assert pages == {0, 1}
    assert ["no record begins here" in reason for reason in reasons] == [True]


PACKINGS: dict[str, Callable[[list[bytes]], bytes]] = {
    "gz": lambda each: b"".join(gzip.compress(record, mtime=0) for record in each),
    "zst": lambda each: b"".join(zstd.compress(record) for record in each),
}


@pytest.mark.parametrize("ending", PACKINGS)
@pytest.mark.parametrize("kind", ["0.17", "0.18", "1.0", "1.1", "arc"])
def test_damage_costs_one_record_of_those_packed_one_by_one(tmp_path: Path, kind: str, ending: str) -> None:
    records = [ARC_HEAD, *map(arc_record, range(30))]
    if kind != "arc":
        records = [warc_record(n, version=kind) for n in range(30)]
    pack = PACKINGS[ending]
    at = len(pack(records[:11])) - len(pack(records[10:11])) // 2
    content = bytearray(pack(records))
    content[at : at + 6] = bytes(6)
    pages, reasons = found(written(tmp_path, bytes(content), f"a.{'arc' if kind == 'arc' else 'warc'}.{ending}"))
    assert len(pages) == 29
    assert len(reasons) == 1


def test_a_damaged_arc_file_without_compression_goes_on(tmp_path: Path) -> None:
    content = bytearray(ARC_HEAD.replace(b" 77\n", b" 7\n") + b"".join(map(arc_record, range(6))))
    at = content.index(url(2).encode())
    content[at : at + 60] = b"#" * 60
    pages, reasons = found(written(tmp_path, bytes(content), "a.arc"))
    assert pages == {0, 1, 3, 4, 5}
    assert reasons


def test_of_a_file_packed_in_one_piece_what_stands_before_the_damage_is_read(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(b"".join(map(warc_record, range(30))), mtime=0))
    at = len(content) * 8 // 10
    content[at : at + 600] = bytes(600)
    pages, reasons = found(written(tmp_path, bytes(content), "a.warc.gz"))
    assert pages >= set(range(20))
    assert reasons


def test_a_record_beside_damage_counts_by_its_digest_alone(tmp_path: Path) -> None:
    for record, expected in ((warc_record, set(range(29))), (with_digest, set(range(30)))):
        content = bytearray(gzip.compress(b"".join(map(record, range(30))), mtime=0))
        content[-8:-4] = bytes(4)  # the checksum of it all
        pages, reasons = found(written(tmp_path, bytes(content), "a.warc.gz"))
        assert pages == expected
        assert reasons


def test_other_bytes_than_were_captured_are_no_page(tmp_path: Path) -> None:
    content = with_digest(0) + with_digest(1).replace(b"harbour", b"herring") + with_digest(2)
    pages, reasons = found(written(tmp_path, content))
    assert pages == {0, 2}
    assert reasons == ["damaged or cut off (its digest is that of other bytes)"]


@pytest.mark.parametrize("form", ["sha1 hex", "sha256", "payload", "unknown"])
def test_digests_come_in_several_forms(tmp_path: Path, form: str) -> None:
    block, body = answer(story(0)), story(0)
    fields = {
        "sha1 hex": ["WARC-Block-Digest: SHA1:" + hashlib.sha1(block).hexdigest().upper()],
        "sha256": ["WARC-Block-Digest: sha-256:" + base64.b32encode(hashlib.sha256(block).digest()).decode()],
        "payload": [  # a program rewrote the headers
            "WARC-Block-Digest: md5:" + "0" * 32,
            "WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode(),
        ],
        "unknown": ["WARC-Block-Digest: crc32:1234"],
    }[form]
    assert found(written(tmp_path, warc_record(0, *fields))) == ({0}, [])


def test_of_a_record_longer_than_any_page_only_the_beginning_is_held(tmp_path: Path) -> None:
    long = warc_record(0, content=answer(b"<html>" + b"x" * MAX_CONTENT))
    film = warc_record(1, content=b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + bytes(MAX_CONTENT))
    pages, reasons = found(written(tmp_path, long + film + warc_record(2)))
    assert pages == {2}
    assert reasons == ["longer than 20,000,000 bytes", "not HTML (video/mp4)"]


def test_a_file_of_frames_may_bring_their_dictionary(tmp_path: Path) -> None:
    records = [warc_record(n) for n in range(40)]
    dictionary = zstd.train_dict(records, 4096)
    frames = b"".join(zstd.compress(record, zstd_dict=dictionary) for record in records)
    for content in (dictionary.dict_content, zstd.compress(dictionary.dict_content)):
        head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
        assert found(written(tmp_path, head + frames, "a.warc.zst")) == (set(range(40)), [])
    pages, reasons = found(written(tmp_path, frames, "a.warc.zst"))
    assert not pages
    assert reasons


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc.zst"])
def test_behind_beginnings_of_nothing_the_next_record_is_read(tmp_path: Path, name: str) -> None:
    magic = {"a.warc.gz": b"\x1f\x8b\x08", "a.warc.zst": b"\x28\xb5\x2f\xfd"}[name]
    packed = PACKINGS[name.rpartition(".")[2]]
    content = packed([warc_record(0)]) + magic * 5_000 + packed([warc_record(1), warc_record(2)])
    pages, reasons = found(written(tmp_path, content, name))
    assert (pages, len(reasons)) == ({0, 1, 2}, 1)


def test_what_stands_before_damage_in_gzip_is_unpacked_to_the_last_byte() -> None:
    plain = random.Random(7).randbytes(3_000) + bytes(20_000) + random.Random(8).randbytes(3_000)
    packed = bytearray(gzip.compress(plain, mtime=0))
    packed[-4:] = b"\0\0\0\0"  # its length, of which zlib complains after everything was unpacked
    source = Unpacked(Metered(io.BytesIO(bytes(packed))))
    assert source.peek(len(plain) + 1) == plain
    assert source.gap


def test_offset_and_length_cut_out_a_record_of_any_packing(tmp_path: Path) -> None:
    records = [warc_record(n) for n in range(3)]
    for name, content, unpack in (
        ("a.warc", b"".join(records), bytes),
        ("a.warc.gz", PACKINGS["gz"](records), gzip.decompress),
        ("a.warc.zst", PACKINGS["zst"](records), zstd.decompress),
    ):
        for each, record in zip(read(written(tmp_path, content, name)), records, strict=True):
            cut_out = unpack(content[each.offset : each.offset + each.length])
            assert cut_out.rstrip() == record.rstrip(), name
    whole = list(read(written(tmp_path, gzip.compress(b"".join(records)), "a.warc.gz")))
    assert len({each.offset for each in whole}) == 3, "each has its own, as the archive keeps it"


def test_a_wacz_may_hold_any_of_these(tmp_path: Path) -> None:
    records = [warc_record(n) for n in range(3)]
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc", b"".join(records))
        damaged = bytearray(PACKINGS["gz"](records))
        damaged[200:210] = bytes(10)
        archive.writestr("archive/b.warc.gz", bytes(damaged))
        archive.writestr("archive/c.warc.zst", PACKINGS["zst"](records))
    pages, reasons = found(path)
    assert (pages, len(reasons)) == ({0, 1, 2}, 1)


class Endless(io.RawIOBase):
    """A WARC file with a film of many megabytes between two pages, made as it is read."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes, self.at, self.parts, self.rest = megabytes, 0, self._parts(), b""

    def _parts(self) -> Iterator[bytes]:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
        size = len(head) + self.megabytes * 1_000_000
        yield warc_record(0)
        yield warc_record(1, content=head, length=size, gap=b"")
        for _ in range(self.megabytes):
            yield bytes(1_000_000)
        yield b"\r\n\r\n" + warc_record(2)

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        out, self.rest = self.rest[:size], self.rest[size:]
        self.at += len(out)
        return out

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        assert offset == 0
        self.parts, self.rest, self.at = self._parts(), b"", 0
        return 0


@pytest.mark.slow
def test_the_size_of_a_file_costs_no_memory() -> None:
    import tracemalloc

    from scraper.captures.records import Record, records

    tracemalloc.start()
    try:
        read = [each for each in records(Metered(Endless(300))) if isinstance(each, Record)]  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.fields["warc-target-uri"] for each in read] == [url(0), url(1), url(2)]
    assert peak < 60_000_000


def _packed(kind: str, numbers: range) -> bytes:
    pack = {"plain": bytes, "gzip": gzip.compress, "zstd": zstd.compress}[kind]
    return b"".join(pack(warc_record(number)) for number in numbers)


@pytest.mark.parametrize("second", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize("first", ["plain", "gzip", "zstd"])
def test_two_files_of_any_packing_may_stand_one_behind_the_other(tmp_path: Path, first: str, second: str) -> None:
    content = _packed(first, range(3)) + _packed(second, range(3, 6))
    assert found(written(tmp_path, content)) == (set(range(6)), [])


@pytest.mark.parametrize("kind", ["plain", "gzip", "zstd"])
@pytest.mark.parametrize("before", [b"\0" * 40, b"no record %% " * 9000], ids=["zeros", "text"])
def test_damage_where_a_file_begins_costs_no_later_record(tmp_path: Path, kind: str, before: bytes) -> None:
    content = before + _packed(kind, range(1))[40:] + _packed(kind, range(1, 5))
    pages, faults = found(written(tmp_path, content))
    assert pages == set(range(1, 5))
    assert faults


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_an_arc_record_begins_in_a_line_where_the_one_before_is_cut_off(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    records = [arc_record(number) for number in range(5)]
    records[2] = records[2][:-500]
    pages, faults = found(written(tmp_path, b"".join(map(pack, records)), "a.arc"))
    assert pages == {0, 1, 3, 4}
    assert len(faults) == 1


def test_damage_behind_the_version_block_of_an_arc_file_is_told(tmp_path: Path) -> None:
    block = b"1 0 Lantern\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = b"filedesc://a.arc 0.0.0.0 20260307060000 text/plain 9999\n" + block
    damaged = b"\0" * 12 + arc_record(0)[12:]
    pages, faults = found(written(tmp_path, head + damaged + arc_record(1), "a.arc"))
    assert pages == {1}
    assert len(faults) == 1
