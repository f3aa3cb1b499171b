from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from scraper.captures.payload import UnknownCodingError, WrongCodingError, decoded, ends_as_page, missing_part
from scraper.captures.unpacked import zstd

TEXT = b"<!doctype html><html><title>Ferry</title><p>" + b"The night ferry stays. " * 90
PAGE = TEXT + b"</html>\n<!-- made at 5 -->\n"
HALF = PAGE[:900]
MOST = 1_000_000


def chunks(body: bytes, size: int = 700) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


CODINGS = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coding_is_undone_once_twice_and_where_it_is_not_there(coding: str) -> None:
    code = CODINGS[coding]
    for headers, raw in (
        ({"content-encoding": coding}, code(PAGE)),
        ({"content-encoding": f"{coding}, gzip"}, gzip.compress(code(PAGE))),
        ({"content-encoding": coding, "transfer-encoding": "chunked"}, chunks(code(PAGE))),
        ({"content-encoding": coding}, PAGE),
        ({"content-encoding": coding, "content-length": "9999"}, PAGE),  # so many bytes it had in its coding
        ({"content-encoding": coding}, b"\xef\xbb\xbf" + PAGE),
    ):
        found = decoded(raw, headers, most=MOST)
        assert (found.body.removeprefix(b"\xef\xbb\xbf"), found.cut) == (PAGE, ""), headers


def test_all_members_and_frames_of_a_body_are_read() -> None:
    for coding in ("gzip", "zstd"):
        raw = CODINGS[coding](PAGE[:500]) + CODINGS[coding](PAGE[500:])
        assert decoded(raw, {"content-encoding": coding}, most=MOST).body == PAGE


@pytest.mark.parametrize("coding", CODINGS)
def test_data_that_does_not_end_is_told(coding: str) -> None:
    for raw in (CODINGS[coding](PAGE)[:-6], CODINGS[coding](HALF)[:-1]):
        found = decoded(raw, {"content-encoding": coding}, most=MOST)
        assert found.cut == f"its {coding} data does not end" or ends_as_page(found.body)


def test_a_body_shorter_than_its_headers_say_is_told() -> None:
    assert decoded(HALF, {"content-length": str(len(PAGE))}, most=MOST).cut == f"900 of {len(PAGE):,} bytes"
    assert decoded(chunks(PAGE)[:1000], {"transfer-encoding": "chunked"}, most=MOST).cut == "its last chunk is missing"
    damaged = chunks(HALF).replace(b"\r\nc8;", b"\r\n??;")
    assert decoded(damaged, {"transfer-encoding": "chunked"}, most=MOST).cut == "a chunk is damaged"


def test_a_page_with_its_end_is_whole_whatever_headers_say() -> None:
    assert decoded(PAGE, {"content-length": "99999"}, most=MOST).cut == ""
    found = decoded(chunks(PAGE)[:-5], {"transfer-encoding": "chunked"}, most=MOST)
    assert (found.body, found.cut) == (PAGE, "")
    assert decoded(HALF + b"<script>'</html>'</script><p>", {"content-length": "99999"}, most=MOST).cut


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    for coding, code in CODINGS.items():
        found = decoded(code(bytes(50_000_000)), {"content-encoding": coding}, most=MOST)
        assert MOST < len(found.body) < 5 * MOST, coding
        assert found.cut == ""


def test_another_coding_and_a_wrong_one_have_their_errors() -> None:
    with pytest.raises(UnknownCodingError, match="compress"):
        decoded(b"\x1f\x9d\x90", {"content-encoding": "compress"}, most=MOST)
    with pytest.raises(WrongCodingError) as caught:
        decoded(b"\xff\x02\x03" * 30, {"content-encoding": "br"}, most=MOST)
    assert caught.value.coding == "br"


@pytest.mark.parametrize(
    ("status", "content_range", "missing"),
    [
        (200, "", ""),
        (206, "bytes 0-99/100", ""),
        (206, "bytes 0-49/100", "a part of the page, bytes 0-49/100"),
        (206, "bytes 50-99/100", "a part of the page, bytes 50-99/100"),
        (206, "bytes 0-99/*", "a part of the page, bytes 0-99/*"),
        (206, "", "a part of the page"),
    ],
)
def test_a_partial_answer_is_whole_where_its_range_is(status: int, content_range: str, missing: str) -> None:
    assert missing_part(status, {"content-range": content_range} if content_range else {}) == missing
