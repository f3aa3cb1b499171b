"""The records of a WARC or ARC file, each where it begins and as long as it says (ISO 28500; IIPC, "ARC file format").

What a record says of its length is compared with what follows it, so a record that is damaged, cut off or says a wrong
length costs itself: reading goes on at the next line that begins a record. Its own digest, where it has one, decides.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from scraper.captures.unpacked import PADDING, START, Unpacked

MAX_CONTENT = 24_000_000  # bytes; of a longer record the beginning is given
BEGINNING = 1 << 16  # bytes of it
LONGEST_LINE = 64  # bytes; of the first line of a WARC record
LONGEST_HEADER = 1 << 16  # bytes
LOOK_AHEAD = 1 << 13  # bytes behind a record: room for the first line of the next
MAX_LOOKS = 20  # lines in one record that look like the beginning of another
STEP = 1 << 20

_HEADER_END = re.compile(rb"\r*\n\r*\n")
_ARC_LINE = re.compile(r"(\S.*?) [0-9A-Fa-f.:]{1,45} (\d{12,18})(?: (\S+))?(?: .*)? (-?\d+)\s*")
_WARC_START = re.compile(rb"()WARC/\d{1,2}\.\d{1,3}[ \t\r]*\n[A-Za-z][\w-]*[ \t]*:")
_ARC_START = re.compile(  # only at the beginning of a line
    rb"\n()[a-z][a-z0-9.+-]{1,20}:[^\r\n]{0,8000}? [0-9A-Fa-f.:]{1,45} \d{12,18} [^\r\n]{0,200}?-?\d+[ \t]*\r?\n"
)
_CUT_START = re.compile(rb"WARC/|[a-z][a-z0-9.+-]{1,20}:[^\n]*\Z")
_CUT_OFF = "the file is cut off"
_ANOTHER = "another record begins before its end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its fields (names in lower case), its content, and where it is in the file.

    ``size`` is that of the content, of which a long record has the beginning only. ``length`` is that of its compressed
    piece, 0 where it shares one with others; then ``offset`` is that in the unpacked file.
    """

    fields: Mapping[str, str]
    content: bytes
    size: int
    agrees: bool | None  # the content with the record's own digest; None where that says nothing
    offset: int
    length: int
    progress: int

    @property
    def is_whole(self) -> bool:
        """Whether the content is all of it."""
        return len(self.content) == self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Something of a file that is no record, or not the whole of one, and why; ``url`` where it says so."""

    why: str
    offset: int
    progress: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Header:
    fields: Mapping[str, str]
    size: int  # bytes
    length: int | None  # of the content; None where it does not say
    is_arc: bool


def records(stream: BinaryIO) -> Iterator[Record | Unreadable]:
    """The records of a file, compressed or not, and whatever could not be read between them.

    Where a file is compressed in one piece and that is damaged, what was unpacked shortly before the damage was noticed
    is wrong in most cases, and what comes after it too: there a record counts only if it has its own digest.
    """
    source = Unpacked(stream)
    held: Record | None = None  # until the next one is read as well
    piece: int | None = None
    judged: int | None = None  # the last piece in which something was unreadable
    damaged: int | None = None  # the last one of these that is damaged itself
    while not _at_end(source):
        before, piece = piece, source.piece
        each = _next(source)
        if isinstance(each, Unreadable) and piece is not None and piece != judged:
            judged = piece
            if source.is_damaged(piece):
                damaged = piece
                if held and before == piece:
                    yield _beside_damage(held)
                    held = None
        if held:
            yield held
            held = None
        if isinstance(each, Record) and source.packed and not each.length and not each.agrees:
            if piece != damaged:
                held = each
                continue
            each = _beside_damage(each)
        yield each
    if held:
        yield held


def _beside_damage(record: Record) -> Unreadable:
    return Unreadable(
        why="what the file is compressed in is damaged here",
        offset=record.offset,
        progress=record.progress,
        url=record.fields["warc-target-uri"],
    )


def _at_end(source: Unpacked) -> bool:
    """Whether nothing but padding follows."""
    _skip_padding(source)
    return source.ended


def _next(source: Unpacked) -> Record | Unreadable:
    """The record here, or what stands here instead; the next one begins behind it."""
    offset = source.offset
    header = _header(source.peek(LONGEST_HEADER))
    if header is not None:
        return _record(source, header, offset)
    why = source.gap or (_CUT_OFF if START.match(source.peek(LOOK_AHEAD)) else "no record begins here")
    if source.fill(1):
        _to_next(source, 1)
    else:
        source.cross()
    return _unreadable(source, offset, why)


def _record(source: Unpacked, header: _Header, offset: int) -> Record | Unreadable:
    """The record here, or why it cannot be read; the next one begins behind what was passed."""
    url = header.fields.get("warc-target-uri", "")
    if header.is_arc and header.fields["warc-type"] == "warcinfo":  # many state a wrong length here
        _to_next(source, header.size, header)
        return _passed(source, replace(header, length=0), b"", 0, offset, None, None)
    length = header.length
    if length is None:
        _to_next(source, header.size, header)
        return _unreadable(source, offset, "it does not say how long it is", url)
    if length > MAX_CONTENT:
        return _long_record(source, header, length, offset)
    end = header.size + length
    first = source.offset if source.starts_piece else None
    if source.fill(end) < end:
        why = source.gap or _CUT_OFF
        return _unreadable(source, offset, _ANOTHER if _to_next(source, header.size, header) else why, url)
    content = source.peek(length, header.size)
    agrees = digest_agrees(header.fields.get("warc-block-digest", ""), content)
    if not agrees:
        followed = _is_followed(source, end)
        inner = _swallowed(content, header, whole=followed)
        if inner is not None:
            source.skip(header.size + inner)
            return _unreadable(source, offset, _ANOTHER, url)
        if not followed and not _is_separated(source, end, header):
            _to_next(source, max(header.size, end - LONGEST_LINE), header)
            return _unreadable(source, offset, "its end is not where it says", url)
        if first is not None and _is_in_damaged_piece(source, end):
            why = source.gap
            source.cross()
            return _unreadable(source, offset, why, url)
    return _passed(source, header, content, end, offset, first, agrees)


def _long_record(source: Unpacked, header: _Header, length: int, offset: int) -> Record | Unreadable:
    """A record that is longer than any page, of which the beginning is given, or why it cannot be read."""
    url = header.fields.get("warc-target-uri", "")
    first = source.offset if source.starts_piece else None
    content = source.peek(BEGINNING, header.size)
    holds_records = _holds_records(header, content)
    source.skip(header.size)
    left = length
    while left:
        step = min(left, STEP)
        have = source.fill(step + LOOK_AHEAD)
        inner = None if holds_records else _find(bytes(source.buffer[: step + LOOK_AHEAD]), header)
        if inner is not None and inner < step:
            source.skip(inner)
            return _unreadable(source, offset, _ANOTHER, url)
        if have < step:
            why = source.gap or _CUT_OFF
            source.cross()
            return _unreadable(source, offset, why, url)
        source.skip(step)
        left -= step
    if not _is_followed(source, 0) and not _is_separated(source, 0, header):
        _to_next(source, 0, header)
        return _unreadable(source, offset, "its end is not where it says", url)
    return _passed(source, header, content, 0, offset, first, None)


def _passed(
    source: Unpacked,
    header: _Header,
    content: bytes,
    end: int,
    offset: int,
    first: int | None,
    agrees: bool | None,
) -> Record:
    """The record, after what is left of it and what separates it from the next was passed.

    :param first: where its compressed piece begins, if it begins one.
    """
    source.skip(end)
    _skip_padding(source)
    size = header.length or 0
    if not source.packed:
        length = header.size + size
    elif first is not None and (source.starts_piece or source.ended):
        length = (source.offset if source.starts_piece else source.progress) - first
    else:
        length = 0  # it shares its piece
    return Record(
        fields=header.fields,
        content=content,
        size=size,
        agrees=agrees,
        offset=offset,
        length=length,
        progress=source.progress,
    )


def _unreadable(source: Unpacked, offset: int, why: str, url: str = "") -> Unreadable:
    return Unreadable(why=why, offset=offset, progress=source.progress, url=url)


def _skip_padding(source: Unpacked) -> None:
    """Pass what may stand between records: empty lines, and the zeros that a crash leaves."""
    while block := source.peek(LOOK_AHEAD):
        padding = len(block) - len(block.lstrip(PADDING))
        source.skip(padding)
        if padding < len(block):
            return


def _is_followed(source: Unpacked, end: int) -> bool:
    """Whether another record, or the end of the file, stands ``end`` bytes from here."""
    behind = source.peek(LOOK_AHEAD, end)
    line = behind.lstrip(PADDING)
    if not line or START.match(line):
        return True
    return len(behind) < LOOK_AHEAD and _CUT_START.match(line) is not None


def _is_separated(source: Unpacked, end: int, header: _Header) -> bool:
    """Whether that which separates records stands ``end`` bytes from here, though something else may follow."""
    separator = b"\n" if header.is_arc else b"\r\n\r\n"
    return source.peek(4, end).startswith(separator)


def _is_in_damaged_piece(source: Unpacked, end: int) -> bool:
    """Whether nothing follows before a gap, in the compressed piece that the record is in."""
    behind = source.peek(LOOK_AHEAD, end)
    return bool(source.gap) and not behind.strip(PADDING) and source.gap_from < source.position + end


def _swallowed(content: bytes, header: _Header, *, whole: bool) -> int | None:
    """Where in a record's content another record begins that does not belong to it; None if there is none.

    :param whole: the record ends where it says; then others are swallowed only if they end there as well, for a page
        may show what a record looks like.
    """
    if whole and _holds_records(header, content[:BEGINNING]):
        return None
    at = _find(content, header)
    for _ in range(MAX_LOOKS):
        if at is None or not whole or _chain_ends(content, at):
            return at
        after = _find(content[at + 1 :], header)
        at = None if after is None else at + 1 + after
    return None


def _chain_ends(content: bytes, at: int) -> bool:
    """Whether records one after the other, the first ``at`` bytes in, end where the content does."""
    while at < len(content) - 4:
        header = _header(content[at : at + LONGEST_HEADER])
        if header is None or header.length is None:
            return False
        at += header.size + header.length
        if abs(at - len(content)) <= 4:
            return True
        rest = content[at : at + LOOK_AHEAD]
        at += len(rest) - len(rest.lstrip(PADDING))
    return False


def _holds_records(header: _Header, content: bytes) -> bool:
    """Whether a record says that its content is a file of records, or of any kind."""
    head = content[:4096].partition(b"\r\n\r\n")[0] if content.startswith(b"HTTP/") else b""
    kind = header.fields.get("content-type", "").encode() + b" " + head
    return re.search(rb"(?i)application/(?:x-)?(?:warc|arc|octet-stream)", kind) is not None


def _to_next(source: Unpacked, at: int, header: _Header | None = None) -> bool:
    """Pass ``at`` bytes and all up to the next record, or up to and with a gap; return whether a record begins here."""
    source.skip(at)
    while True:
        have = source.fill(STEP + LOOK_AHEAD)
        found = _find(bytes(source.buffer[: STEP + LOOK_AHEAD]), header)
        if found is not None:
            source.skip(found)
            return True
        if have < STEP + LOOK_AHEAD:
            source.cross()
            return False
        source.skip(STEP)


def _find(data: bytes, header: _Header | None) -> int | None:
    """Where the next record begins in ``data``, of the format of the one with this header."""
    found = []
    for pattern in (_WARC_START, _ARC_START):
        if header is not None and header.is_arc != (pattern is _ARC_START):
            continue
        for match in pattern.finditer(b"\n" + data if pattern is _ARC_START else data):
            at = match.start(1) - (pattern is _ARC_START)
            if _header(data[at : at + LONGEST_HEADER]) is not None:
                found.append(at)
                break
    return min(found, default=None)


def _header(data: bytes) -> _Header | None:
    """The header that begins here; None where no record does."""
    if not data.startswith(b"WARC/"):
        line, newline, _ = data.partition(b"\n")
        match = _ARC_LINE.fullmatch(_text(line)) if newline else None
        return _arc_header(match, len(line) + 1) if match else None
    end = _HEADER_END.search(data)
    if end is None or not START.match(data):
        return None
    fields: dict[str, str] = {}
    name = ""
    for line in re.split(rb"\r*\n", data[: end.start()])[1:]:
        text = _text(line)
        if text[:1] in " \t" and name:
            fields[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        if name in fields:
            name = ""  # the first one counts
        else:
            fields[name] = value.strip()
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").strip("<>").replace(" ", "%20")
    if "warc-type" not in fields:
        return None
    length = fields.get("content-length", "")
    known = length.isascii() and length.isdigit() and len(length) < 16
    return _Header(fields, end.end(), int(length) if known else None, False)


def _arc_header(match: re.Match[str], size: int) -> _Header:
    url, date, kind, length = match.groups()
    fields = {
        "warc-type": "warcinfo" if url.startswith("filedesc:") else "response",
        "warc-target-uri": url.replace(" ", "%20"),
        "warc-date": date[:14],
        "content-type": kind or "",
    }
    return _Header(fields, size, int(length) if length.isdigit() and len(length) < 16 else None, True)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def digest_agrees(label: str, content: bytes) -> bool | None:
    """Whether content has the digest that a record states as ``algorithm:value``; None where that says nothing.

    The value is in base 32, as web archives write it, or in base 16 or 64.
    """
    algorithm, _, value = label.partition(":")
    name = algorithm.strip().lower().replace("-", "")
    value = value.strip()
    if not value or name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return None
    digest = hashlib.new(name, content, usedforsecurity=False).digest()
    base_32 = base64.b32encode(digest).decode().rstrip("=")
    base_64 = (base64.b64encode(digest).decode().rstrip("="), base64.urlsafe_b64encode(digest).decode().rstrip("="))
    bare = value.rstrip("=")
    return bare.upper() == base_32 or bare.lower() == digest.hex() or bare in base_64
