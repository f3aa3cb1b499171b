"""Files that somebody made to take the time or the memory of whoever imports them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import brotli

from scraper.captures.unpacked import zstd
from tests.captures.test_damage import answer, story, warc_record

MB = 1_000_000
MUCH = 400_000_000


def packed_zeros(size: int, begin: bytes = b"", *, wbits: int = 31) -> bytes:
    """So many spaces behind these bytes, in gzip or another format of zlib: a thousandth of their size."""
    compress = zlib.compressobj(6, zlib.DEFLATED, wbits)
    head = compress.compress(begin) + compress.flush(zlib.Z_FULL_FLUSH)
    block = compress.compress(b" " * (1 << 22)) + compress.flush(zlib.Z_FULL_FLUSH)
    return head + block * (size >> 22)  # its end is not reached


def record_of(
    size: int, kind: str = "response", begin: bytes = b"", address: str = "http://lantern.example/big"
) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-07T06:00:00Z\r\n"
    return f"{head}Content-Type: application/http\r\nContent-Length: {size}\r\n\r\n".encode() + begin


def _in_coding(coding: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n".encode()
    return around(gzip.compress(warc_record(3, content=head + body)))


def around(bomb: bytes) -> bytes:
    """A sound record before and behind it."""
    return gzip.compress(warc_record(1)) + bomb + gzip.compress(warc_record(2))


def _brotli_zeros(size: int) -> bytes:
    compressor = brotli.Compressor(quality=1)
    block = b" " * (1 << 22)
    pieces = [*(compressor.process(block) for _ in range(size >> 22)), compressor.finish()]
    return b"".join(pieces)


def _zstd_zeros(size: int) -> bytes:
    compressor = zstd.ZstdCompressor()
    block = compressor.compress(b" " * (1 << 22), mode=compressor.FLUSH_BLOCK)
    return block + compressor.compress(b" " * (1 << 22), mode=compressor.FLUSH_BLOCK) * (size >> 22)


def _nested_codings(number: int) -> bytes:
    body = b"<p>word " * 100
    for _ in range(number):
        compress = zlib.compressobj(0, zlib.DEFLATED, -15)
        body = compress.compress(body) + compress.flush()
    return _in_coding(", ".join(["deflate"] * number), body)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def overlapping(number: int, content: bytes) -> bytes:
    """A ZIP file with one member, which its list names so many times."""
    data = zipped(("a.warc", content))
    begin, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[begin:end] * number
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, len(listed), begin, 0)
    return data[:begin] + listed + tail


def _zip_of_names(number: int) -> bytes:
    one = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0) + b"a.warc"
    )
    listed = one * number
    head = zipped(("a.warc", b"x"))
    begin = head.index(b"PK\x01\x02")
    count = min(number, 0xFFFF)
    return head[:begin] + listed + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), begin, 0)


def _nested_records(number: int, size: int, digest: str = "") -> bytes:
    """Records each of which says that it goes on to the end of the file."""
    fields = (f"WARC-Block-Digest: {digest}",) if digest else ()
    out = b""
    head = len(warc_record(0, *fields, content=b"x", length=10**7, gap=b"")) - 1
    for left in range(number, 0, -1):
        length = size + (left - 1) * head
        out += warc_record(0, *fields, content=b"x", length=10**7, gap=b"")[:-1].replace(
            b"Content-Length: 10000000", f"Content-Length: {length:08}".encode()
        )
    return out + b"x" * size + b"\r\n\r\n"


def _false_frames(number: int) -> bytes:
    """Frames of Zstandard whose first block is wrong, each a valid header."""
    return b"\x28\xb5\x2f\xfd\x00\x58\x07\x00\x00" * number


def _damaged_often(packed: Callable[[bytes], bytes], number: int) -> bytes:
    """Sound and damaged pieces in turn."""
    sound, wrong = packed(warc_record(1, content=b"x")), bytearray(packed(warc_record(2, content=b"y" * 200)))
    wrong[len(wrong) // 2] ^= 0x55
    return (sound + bytes(wrong)) * number


def _mhtml(encoding: str, content: bytes, top: bytes = b"") -> bytes:
    head = b"MIME-Version: 1.0\r\n" + top + b'Content-Type: multipart/related; boundary="X"\r\n\r\n--X\r\n'
    coding = f"Content-Type: text/html\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    return head + coding + content + b"\r\n--X--\r\n"


def _chunked(chunk: bytes, number: int) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return warc_record(0, content=head + chunk * number + b"0\r\n\r\n")


def _with_dictionary(size: int) -> bytes:
    content = zstd.compress(b"\x37\xa4\x30\xec" + bytes(size))
    return b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(content)) + content + zstd.compress(warc_record(1))


EDITION = "urn:backissues:edition:the-lantern:2026-03-07:"


def edition(content: bytes) -> bytes:
    return warc_record(1) + record_of(len(content), "metadata", content, EDITION) + b"\r\n\r\n" + warc_record(2)


_KEY = {"publication": "the-lantern", "date": "2026-03-07", "label": "", "supplement_of": None}

# Name of the file, and what is in it.
BOMBS: Mapping[str, Callable[[], bytes]] = {
    "body-gzip.warc.gz": lambda: _in_coding("gzip", packed_zeros(MUCH)),
    "body-deflate.warc.gz": lambda: _in_coding("deflate", packed_zeros(MUCH, wbits=-15)),
    "body-brotli.warc.gz": lambda: _in_coding("br", _brotli_zeros(MUCH)),
    "body-zstd.warc.gz": lambda: _in_coding("zstd", _zstd_zeros(MUCH)),
    "body-nested.warc.gz": lambda: _in_coding("gzip, gzip", gzip.compress(packed_zeros(MUCH))),
    "body-codings.warc.gz": lambda: _nested_codings(2000),
    "body-members.warc.gz": lambda: _in_coding("gzip", gzip.compress(b"") * 1_000_000),
    "body-frames.warc.gz": lambda: _in_coding("zstd", zstd.compress(b"") * 1_500_000),
    "metadata.warc.gz": lambda: around(packed_zeros(MUCH, record_of(MUCH, "metadata", b"", EDITION))),
    "header.warc.gz": lambda: around(
        packed_zeros(MUCH, record_of(MUCH, begin=b"HTTP/1.1 200 OK\r\nX-Long: "))
    ),
    "warc-header.warc.gz": lambda: around(packed_zeros(MUCH, b"WARC/1.0\r\nX-Long: ")),
    "frame.warc.zst": lambda: (
        zstd.compress(warc_record(1)) + _zstd_zeros(MUCH) + zstd.compress(warc_record(2))
    ),
    "dictionary.warc.zst": lambda: _with_dictionary(200 * MB),
    "member.wacz": lambda: zipped(("archive/a.warc", record_of(MUCH) + bytes(MUCH))),
    "packed-twice.wacz": lambda: zipped(("archive/a.warc.gz", packed_zeros(MUCH, record_of(MUCH)))),
    "overlapping.wacz": lambda: overlapping(20_000, record_of(60 * MB) + bytes(60 * MB)),
    "names.wacz": lambda: _zip_of_names(1_000_000),
    "saved.html.gz": lambda: packed_zeros(MUCH, b"<html>"),
    "http-headers.warc": lambda: warc_record(0, content=b"HTTP/1.1 200 OK\r\n" + b"a:\r\n" * 5_000_000),
    "http-lines.warc": lambda: warc_record(0, content=b"HTTP/1.1 200 OK\r\na:\r\n" + b" b\r\n" * 5_000_000),
    "warc-headers.warc": lambda: warc_record(0, *["A: b"] * 1_000_000),
    "warc-lines.warc": lambda: warc_record(0, "A: b" + "\r\n b" * 12_000) * 40,
    "chunks.warc": lambda: _chunked(b"1\r\nx\r\n", 3_500_000),
    "chunk-extensions.warc": lambda: _chunked(b"1;" + b"a" * MB + b"\r\nx\r\n", 20),
    "nested.warc": lambda: _nested_records(40_000, 10 * MB),
    "nested-digests.warc": lambda: _nested_records(20_000, 15 * MB, "sha512:" + "0" * 128),
    "chain.warc": lambda: warc_record(9, content=answer(b"x" + warc_record(0, content=b"x") * 80_000)) * 2,
    "false-members.warc.gz": lambda: gzip.compress(warc_record(1)) + b"\x1f\x8b\x08\x00" * 500_000,
    "false-frames.warc.zst": lambda: zstd.compress(warc_record(1)) + _false_frames(220_000),
    "empty-members.warc.gz": lambda: gzip.compress(b"") * 100_000,
    "skipped-frames.warc.zst": lambda: zstd.compress(warc_record(1)) + b"\x50\x2a\x4d\x18\x00\x00\x00\x00" * 250_000,
    "damaged-often.warc.gz": lambda: _damaged_often(gzip.compress, 5_000),
    "damaged-often.warc.zst": lambda: _damaged_often(zstd.compress, 5_000),
    "damaged-often.wacz": lambda: zipped(("a.warc.gz", _damaged_often(gzip.compress, 5_000))),
    "skipped-frames.wacz": lambda: zipped(("a.warc.zst", b"\x50\x2a\x4d\x18\x00\x00\x00\x00" * 2_000_000)),
    "arc-lines.arc": lambda: b"http://a.example/ 192.0.2.1 20260307060000 text/html 9\n" + b"\nab:c" * 1_000_000,
    "beginnings.warc": lambda: b"WARC/1.0\r\nA:" * 300_000,
    "edition-deep.warc": lambda: edition(b'{"kind":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "edition-long.warc": lambda: edition(json.dumps({"key": _KEY, "links": [{"url": "x"}] * 300_000}).encode()),
    "edition-lists.warc": lambda: edition(b'{"kind":[' + b"[]," * 6_000_000 + b"0]}"),
    "newlines.mhtml": lambda: _mhtml("binary", b"\n" * 20 * MB),
    "parts.mhtml": lambda: _mhtml("binary", b"\r\n--X\r\nContent-Type: text/plain\r\n\r\n" * 500_000),
    "headers.mhtml": lambda: _mhtml("binary", b"<p>word", b"a: b\r\n" * 3_000_000),
    "base64.mhtml": lambda: _mhtml("base64", base64.encodebytes(b"<p>word " * 4 * MB)),
    "quoted.mhtml": lambda: _mhtml("quoted-printable", b"=3Cp=3E word =\r\n" * 3 * MB),
    "links.html": lambda: b"<html>" + b"<link rel=canonical " * 500_000,
    "savepage.html": lambda: b"<html>" + b"<meta name=savepage-url " * 500_000,
    "httrack.html": lambda: b"<html><!-- Mirrored from x by HTTrack" + b", Mon, 1" * 500 + b" " * 4000 + b"<p>",
    "stories.warc": lambda: b"".join(
        warc_record(number, content=answer(story(number, 30))) for number in range(2_000)
    ),
}  # fmt: skip
