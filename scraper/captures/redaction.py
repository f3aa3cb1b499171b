"""Rewrite a WARC file of our own without the secrets that an earlier version wrote into it.

The records that hold none are copied byte by byte; of the others lengths and digests are made anew.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scraper.captures import payload
from scraper.captures.edition_records import INDEX, ROLE
from scraper.captures.gzip_members import members
from scraper.limits import PAGE_BYTES
from scraper.secrets import Secrets

STEP = 1 << 20
_REDACTED = "-redacted"
_AGAIN = re.compile(rf"(.*){_REDACTED}(?:-(\d+))?")
_FIELD = re.compile(rb"(?mi)^(Content-Length|WARC-Block-Digest|WARC-Payload-Digest):[^\r\n]*")
_CODING = re.compile(rb"(?mi)^Content-Encoding:[ \t]*([^\r\n]+)")
_OF_CODING = re.compile(rb"(?mi)\r\n(?:Content-Encoding|Content-Length):[^\r\n]*")
_INDEX_ADDRESS = re.compile(rb"(?mi)^WARC-(?:Target|Requested)-URI: *([^\r\n]+)")


class Moved(NamedTuple):
    """A record in the new file; ``sha256`` is that of the page in it, where the page is another one now."""

    was: int
    offset: int
    length: int
    sha256: str = ""


def damaged_at(file: Path) -> int | None:
    """The byte from which a file cannot be unpacked, and so cannot be searched; None where all of it can."""
    return next((member.offset for member in members(file) if member.is_damaged), None)


def holds_secrets(file: Path, secrets: Secrets) -> bool:
    """Whether a record of the file has the value of a secret."""
    return any(_changed(member.record, secrets) for member in members(file))


def values_in(file: Path, secrets: Secrets) -> Iterator[tuple[str, str]]:
    """The values (name, value) of secrets in the addresses that an edition's index was asked for."""
    role = f"{ROLE}: {INDEX}".encode()
    for member in members(file):
        head, _, _ = member.record.partition(b"\r\n\r\n")
        if role in head:
            for address in _INDEX_ADDRESS.findall(head):
                yield from secrets.found_in(address.decode("utf-8", "replace"))


def redacted_name(file: Path) -> Path:
    """Where the file goes that takes the place of another one; in the order of names it is the next."""
    stem, ending = file.name.partition(".warc")[0], file.name.removeprefix(file.name.partition(".warc")[0])
    before = _AGAIN.fullmatch(stem)
    name = f"{before[1]}{_REDACTED}-{int(before[2] or 1) + 1}" if before else f"{stem}{_REDACTED}"
    return file.with_name(f"{name}{ending}")


def write_without(file: Path, secrets: Secrets, new: BinaryIO) -> list[Moved]:
    """Write a file's records without the values of secrets.

    :returns: where each of them is now.
    """
    moved = []
    for member in members(file):
        packed, sha256 = member.packed, ""
        if _changed(member.record, secrets):
            record = _without(member.record, secrets)
            packed, sha256 = gzip.compress(record), hashlib.sha256(payload_of(*parts_of(record))).hexdigest()
        moved.append(Moved(member.offset, new.tell(), len(packed), sha256))
        new.write(packed)
    return moved


def _changed(record: bytes, secrets: Secrets) -> bool:
    plain = _uncoded(record)
    return secrets.is_in(plain) and secrets.hidden_bytes(plain) != plain


def _without(record: bytes, secrets: Secrets) -> bytes:
    head, block = parts_of(_uncoded(record))
    return with_block(secrets.hidden_bytes(head), secrets.hidden_bytes(block))


def _uncoded(record: bytes) -> bytes:
    """A record whose body is without its content coding, in which nothing can be found; as it is where it has none."""
    head, block = parts_of(record)
    http, empty, body = block.partition(b"\r\n\r\n")
    coding = _CODING.search(http)
    if coding is None or not re.search(rb"(?mi)^WARC-Type: *response", head):
        return record
    try:
        found = payload.decoded(body, {"content-encoding": coding[1].decode("latin-1")}, most=PAGE_BYTES)
    except (payload.UnknownCodingError, payload.WrongCodingError):
        return record
    return with_block(head, _OF_CODING.sub(b"", http) + empty + found.body)


def with_block(head: bytes, block: bytes) -> bytes:
    """A record with this header and block, whose length and digests are those of the block."""
    payload = payload_of(head, block)
    values = {
        b"content-length": str(len(block)).encode(),
        b"warc-block-digest": _digest(block),
        b"warc-payload-digest": _digest(payload),
    }
    head = _FIELD.sub(lambda match: match[1] + b": " + values[match[1].lower()], head)
    return head + b"\r\n\r\n" + block + b"\r\n\r\n"


def parts_of(record: bytes) -> tuple[bytes, bytes]:
    """The header of a record, and its block."""
    head, _, rest = record.partition(b"\r\n\r\n")
    length = re.search(rb"(?mi)^Content-Length: *(\d+)", head)
    return head, rest[: int(length[1])] if length else rest


def payload_of(head: bytes, block: bytes) -> bytes:
    is_http = re.search(rb"(?mi)^WARC-Type: *(response|request)", head)
    return block.partition(b"\r\n\r\n")[2] if is_http else block


def _digest(content: bytes) -> bytes:
    return b"sha1:" + base64.b32encode(hashlib.sha1(content).digest())  # noqa: S324  as WARC files name it
