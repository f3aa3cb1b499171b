"""What an HTTP response holds, without its transfer and content codings, and whether all of it is there (pure).

RFC 9110, sections 8.4 and 14; RFC 9112, section 7.1. Capturing programs undo a coding and leave the header that names
it, so a body that plainly is not in a coding is left as it is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import brotli

from scraper.captures.unpacked import zstd

MAX_MEMBERS = 100  # of a body; each costs a copy of what follows it, and servers send one or two
MAX_CODINGS = 4  # one in the other; servers send one or two
MAX_CHUNKS = 250_000
_HOLE = "a chunk is damaged"
_END_OF_PAGE = re.compile(rb"(?is)</html\s*>(?:\s|<!--(?:(?!-->).)*-->)*\Z")
_CONTENT_RANGE = re.compile(r"\s*bytes\s+0-(\d+)/(\d+)\s*", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class UnknownCodingError(Exception):
    """A content coding that is not supported; the message is its name."""


class WrongCodingError(Exception):
    """A body is not in the content coding ``coding``, and is nothing else that can be read."""

    def __init__(self, coding: str, problem: str) -> None:
        super().__init__(problem)
        self.coding = coding


@dataclass(frozen=True, slots=True)
class Payload:
    """A body without its codings; ``cut`` says what of it is missing, and is empty where it is whole.

    ``is_beginning``: what is there is the beginning of it, and not a text with a hole.
    """

    body: bytes
    cut: str = ""
    is_beginning: bool = True


def decoded(raw: bytes, headers: Mapping[str, str], *, most: int) -> Payload:
    """The body of a response, decoded.

    :param headers: those of the response, names in lower case.
    :param most: bytes; of a longer body one byte more is given.
    :raises UnknownCodingError: it is in a coding that is not supported.
    :raises WrongCodingError: it is not in the coding that the headers name.
    """
    cut = ""
    body = raw
    declared = headers.get("content-length", "").strip()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, cut = dechunked(raw)
    elif declared.isascii() and declared.isdigit() and len(declared) < 16 and int(declared) > len(raw):
        cut = f"{len(raw):,} of {int(declared):,} bytes"
    named = re.split(r"[\s,]+", headers.get("content-encoding", "").strip().lower())
    codings = [coding for coding in named if coding not in ("", "identity", "utf-8", "none")]
    if len(codings) > MAX_CODINGS:
        raise UnknownCodingError(f"{len(codings)} codings one in the other")
    for coding in reversed(codings):
        if _is_decoded(coding, body):
            cut = "" if cut.endswith("bytes") else cut  # that many bytes it had in its coding
            continue
        body, ended = _without(coding, body, most)
        if not ended and len(body) <= most:
            cut = cut or f"its {coding} data does not end"
    return Payload(body, "" if ends_as_page(body) else cut, is_beginning=cut != _HOLE)


def missing_part(status: int, headers: Mapping[str, str]) -> str:
    """What is missing of a partial answer (status 206); empty where the part is all of it."""
    if status != 206:
        return ""
    content_range = headers.get("content-range", "")
    match = _CONTENT_RANGE.fullmatch(content_range)
    if match and int(match[1]) + 1 == int(match[2]):
        return ""
    return f"a part of the page, {content_range.strip()}" if content_range else "a part of the page"


def ends_as_page(body: bytes) -> bool:
    """Whether a body ends as an HTML page does, so that nothing of it can be missing at its end."""
    return _END_OF_PAGE.search(body[-4096:]) is not None


def dechunked(raw: bytes) -> tuple[bytes, str]:
    """A body without the chunked transfer coding, and what of it is missing; unchanged if it is not in that coding."""
    parts: list[bytes] = []
    at = 0
    while len(parts) < MAX_CHUNKS and (match := _CHUNK_SIZE.match(raw, at)):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts), ""
        chunk = raw[match.end() : match.end() + size]
        parts.append(chunk)
        at = match.end() + size
        if len(chunk) < size:
            break
        at += 2 if raw[at : at + 2] == b"\r\n" else raw[at : at + 1] == b"\n"
    if not parts:
        return raw, ""
    if at < len(raw):  # the rest is not in chunks
        return b"".join([*parts, raw[at:]]), _HOLE
    return b"".join(parts), "its last chunk is missing"


def _is_decoded(coding: str, body: bytes) -> bool:
    """Whether a coding has been undone already."""
    if coding in ("gzip", "x-gzip"):
        return not body.startswith(b"\x1f\x8b")
    return not body or _is_text(body)


def _is_text(body: bytes) -> bool:
    """Whether a body begins as markup does, perhaps behind a byte order mark."""
    return body.startswith(_BYTE_ORDER_MARKS) or body.lstrip()[:1] == b"<"


def _without(coding: str, body: bytes, most: int) -> tuple[bytes, bool]:
    """A body without one content coding, and whether it came to its end."""
    try:
        match coding:
            case "gzip" | "x-gzip":
                return _inflated(body, most)
            case "deflate":  # with the zlib header or, as some servers send it, without
                inflate = zlib.decompressobj(15 if body[:1] == b"\x78" else -15)
                return inflate.decompress(body, most + 1), inflate.eof
            case "br":
                brotli_decompressor = brotli.Decompressor()
                out = brotli_decompressor.process(body, output_buffer_limit=most + 1)
                return out, brotli_decompressor.is_finished()
            case "zstd":
                return _unpacked(body, most)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise WrongCodingError(coding, str(error)) from error
    raise UnknownCodingError(coding)


def _inflated(body: bytes, most: int) -> tuple[bytes, bool]:
    """All members of a gzip body (RFC 1952, section 2.2)."""
    out = b""
    for _ in range(MAX_MEMBERS):
        if not body.startswith(b"\x1f\x8b") or len(out) > most:
            return out, True
        inflate = zlib.decompressobj(31)
        out += inflate.decompress(body, most + 1 - len(out))
        if not inflate.eof:
            return out, False
        body = inflate.unused_data
    return out, False


def _unpacked(body: bytes, most: int) -> tuple[bytes, bool]:
    """All frames of a body in Zstandard (RFC 8878, section 3)."""
    out = b""
    for _ in range(MAX_MEMBERS):
        if not body or len(out) > most:
            return out, True
        decompressor = zstd.ZstdDecompressor()
        out += decompressor.decompress(body, most + 1 - len(out))
        if not decompressor.eof:
            return out, False
        body = decompressor.unused_data
    return out, False
