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

from scraper.captures.record_headers import (
    LONGEST_HEADER,
    PADDING,
    Header,
    begins_record,
    find,
    header_at,
    may_begin_record,
)
from scraper.captures.unpacked import Metered, Unpacked

MAX_CONTENT = 24_000_000  # bytes; of a longer record the beginning is given
BEGINNING = 1 << 16  # bytes of it
LONGEST_LINE = 64  # bytes; of the first line of a WARC record
LOOK_AHEAD = 1 << 13  # bytes behind a record: room for the first line of the next
MAX_LOOKS = 5  # lines in one record that look like the beginning of another
MAX_CHAIN = 10_000  # records one after the other in one record
STEP = 1 << 20

_VERSION_BLOCK = re.compile(rb"\d[^\n]{0,200}\n(?:URL[^\n]{0,200}Archive-length)?\s{0,9}")
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


def records(stream: Metered) -> Iterator[Record | Unreadable]:
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
    header = header_at(source.peek(LONGEST_HEADER))
    if header is None and source.turns_packed():
        header = header_at(source.peek(LONGEST_HEADER))
    offset = source.offset
    if header is not None:
        return _record(source, header, offset)
    begins = begins_record(source.peek(LOOK_AHEAD))
    why = source.gap or (_header_fault(source) if begins else "no record begins here")
    if source.fill(1):
        _to_next(source, 1)
    else:
        source.cross()
    return _unreadable(source, offset, why)


def _header_fault(source: Unpacked) -> str:
    """Why a record that begins here has no header that can be read."""
    return "its header cannot be read" if source.fill(LONGEST_HEADER) == LONGEST_HEADER else _CUT_OFF


def _record(source: Unpacked, header: Header, offset: int) -> Record | Unreadable:
    """The record here, or why it cannot be read; the next one begins behind what was passed."""
    url = header.fields.get("warc-target-uri", "")
    if header.is_arc and header.fields["warc-type"] == "warcinfo":  # many state a wrong length here
        _pass_version_block(source, header)
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
    fault = _fault(source, header, end, starts_piece=first is not None)
    if fault is None or source.looking.spend(length):
        content = source.peek(length, header.size)
        agrees = digest_agrees(header.fields.get("warc-block-digest", ""), content)
        if fault is None or agrees:
            return _passed(source, header, content, end, offset, first, agrees)
    why, at = fault
    if at is None:
        source.cross()
    else:
        _to_next(source, at, header)
    return _unreadable(source, offset, why, url)


def _pass_version_block(source: Unpacked, header: Header) -> None:
    """Pass the first record of an ARC file, by its length or, where that is wrong, by its two lines."""
    if header.length is not None and header.length <= LONGEST_HEADER:
        end = header.size + header.length
        if source.fill(end) == end and _is_followed(source, end):
            source.skip(end)
            return
    source.skip(header.size)
    lines = _VERSION_BLOCK.match(source.peek(LOOK_AHEAD))
    if lines and not source.peek(LOOK_AHEAD, lines.end()).lstrip(PADDING).startswith(b"<"):
        source.skip(lines.end())
    else:
        _to_next(source, 0, header)


def _fault(source: Unpacked, header: Header, end: int, *, starts_piece: bool) -> tuple[str, int | None] | None:
    """What is wrong with the record here, which ends at ``end``, and where to look for the next; None if nothing is.

    :returns: the fault, and the place to go on from; None instead of a place is the gap that follows.
    """
    followed = _is_followed(source, end)
    inner = _swallowed(source, header, end, whole=followed)
    if inner is not None:
        return _ANOTHER, inner
    if not followed and not _is_separated(source, end, header):
        return "its end is not where it says", max(header.size, end - LONGEST_LINE)
    if starts_piece and _is_in_damaged_piece(source, end):
        return source.gap, None
    return None


def _long_record(source: Unpacked, header: Header, length: int, offset: int) -> Record | Unreadable:
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
        inner = None if holds_records else find(source.buffer, like=header, stop=step + LOOK_AHEAD)
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
    header: Header,
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
    if not line or begins_record(line):
        return True
    return len(behind) < LOOK_AHEAD and may_begin_record(line)


def _is_separated(source: Unpacked, end: int, header: Header) -> bool:
    """Whether that which separates records stands ``end`` bytes from here, though something else may follow."""
    separator = b"\n" if header.is_arc else b"\r\n\r\n"
    return source.peek(4, end).startswith(separator)


def _is_in_damaged_piece(source: Unpacked, end: int) -> bool:
    """Whether nothing follows before a gap, in the compressed piece that the record is in."""
    behind = source.peek(LOOK_AHEAD, end)
    return bool(source.gap) and not behind.strip(PADDING) and source.gap_from < source.position + end


def _swallowed(source: Unpacked, header: Header, end: int, *, whole: bool) -> int | None:
    """Where in the record here another one begins that does not belong to its content; None if there is none.

    :param whole: the record ends where it says; then others are swallowed only if they end there as well, for a page
        may show what a record looks like.
    """
    if whole and _holds_records(header, source.peek(BEGINNING, header.size)):
        return None
    at = find(source.buffer, like=header, at=header.size, stop=end)
    for _ in range(MAX_LOOKS):
        if at is None or not whole or _chain_ends(source, at, end):
            return at
        at = find(source.buffer, like=header, at=at + 1, stop=end)
    return None


def _chain_ends(source: Unpacked, at: int, end: int) -> bool:
    """Whether records one after the other, the first at ``at``, end at ``end``; or it would take too long to tell."""
    data = source.buffer
    for _ in range(MAX_CHAIN):
        if not source.looking.spend(LONGEST_HEADER):
            return True
        header = header_at(data, at)
        if header is None or header.length is None:
            return False
        at += header.size + header.length
        if at >= end - 4:
            return at <= end + 4
        rest = data[at : at + LOOK_AHEAD]
        at += len(rest) - len(rest.lstrip(PADDING))
    return False


def _holds_records(header: Header, content: bytes) -> bool:
    """Whether a record says that its content is a file of records, or of any kind."""
    head = content[:4096].partition(b"\r\n\r\n")[0] if content.startswith(b"HTTP/") else b""
    kind = header.fields.get("content-type", "").encode() + b" " + head
    return re.search(rb"(?i)application/(?:x-)?(?:warc|arc|octet-stream)", kind) is not None


def _to_next(source: Unpacked, at: int, header: Header | None = None) -> bool:
    """Pass ``at`` bytes and all up to the next record, or up to and with a gap; return whether a record begins here."""
    source.skip(at)
    window = LOOK_AHEAD
    while True:
        have = source.fill(window + LONGEST_HEADER)
        found = find(source.buffer, like=header, stop=window + LONGEST_HEADER)
        if found is not None:
            source.skip(found)
            return True
        if have < window + LONGEST_HEADER:
            source.cross()
            return False
        source.skip(window)
        window = min(2 * window, STEP)


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
