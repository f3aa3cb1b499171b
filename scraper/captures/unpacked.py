"""The bytes of a file of records without their compression: plain, gzip (RFC 1952) or Zstandard (RFC 8878).

A file is read forwards once, in pieces, so its size costs no memory; and its bytes may only cost so much work
(``Metered``), however they were made. Where a compressed piece is damaged, what it holds before the damage is given,
then a gap, then what begins at the next piece that can be unpacked. A file of another compression, or of none, may have
been put behind the first.

A WARC file in Zstandard may begin with the dictionary that its frames need, in a frame that decoders skip
(IIPC, "WARC File Format: Zstandard compression", 1.0).
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scraper.captures.record_headers import LONGEST_ARC_LINE, PADDING, begins_record, find
from scraper.limits import UNPACKED_AT_FIRST, UNPACKED_TIMES

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # a frame for the reader's own use (RFC 8878, section 3.1.2)
DICTIONARY = b"\x5d\x2a\x4d\x18"
LONGEST_DICTIONARY = 16_000_000  # bytes
LONGEST_FRAME_HEADER = 18  # bytes, with the magic number
BLOCK = 1 << 16
LITTLE = 512  # bytes that mostly tell whether something compressed begins; and in which damage is looked for
LOOKED_AT_FIRST = 100_000_000  # bytes that may be looked at again where a file is damaged; more as it goes on
BEGINNING_COSTS = 16_000  # bytes that could be looked at in the time that it takes to try whether a piece begins
SKIPPING_COSTS = 1_000  # the same of passing a frame

_TOO_MUCH = f"it unpacks to more than {UNPACKED_TIMES} times its size"


class TooMuchWorkError(Exception):
    """A member of a ZIP file takes more work than its size allows; the message says why."""


class Allowance:
    """How much of a kind of work a file may still cause; each of its bytes allows more of it."""

    def __init__(self, at_first: int) -> None:
        self.left = float(at_first)

    def spend(self, cost: float) -> bool:
        """Do work of that cost, or say that it is too much."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


class Metered:
    """A file to read, with the work that it may cause; a file of one megabyte is read in about a second at worst.

    :param share: bytes of the whole file for each byte of the stream: less than 1 for a packed member of a ZIP file.
    :param part_of: the meter of the whole file.
    :param goes_back: whether the stream can be read from any place; else, from its beginning up to there.
    """

    def __init__(
        self, stream: BinaryIO, *, part_of: Metered | None = None, share: float = 1.0, goes_back: bool = True
    ) -> None:
        self._stream = stream
        self._gain = share * UNPACKED_TIMES
        self._goes_back = goes_back
        self._furthest = 0
        self.unpacking: Allowance = part_of.unpacking if part_of else Allowance(UNPACKED_AT_FIRST)
        self.looking: Allowance = part_of.looking if part_of else Allowance(LOOKED_AT_FIRST)

    def read(self, size: int) -> bytes:
        """The next bytes, up to that many. :raises TooMuchWorkError: unpacking them has been too much."""
        data = self._stream.read(size)
        if not self._goes_back and not self.unpacking.spend(len(data)):
            raise TooMuchWorkError(_TOO_MUCH)
        new = self._stream.tell() - self._furthest
        if new > 0:
            self._furthest += new
            self.unpacking.left += new * self._gain
            self.looking.left += new * self._gain
        return data

    def seek(self, offset: int) -> None:
        """Go on from another place. :raises TooMuchWorkError: that takes too long."""
        if not self._goes_back and offset < self._stream.tell() and not self.looking.spend(offset):
            raise TooMuchWorkError("it is damaged in too many places")
        self._stream.seek(offset)

    def tell(self) -> int:
        """Where the next bytes are."""
        return self._stream.tell()


class Unpacked:
    """The unpacked bytes of a file, from its beginning to its end; ``position`` counts those that were passed.

    ``gap`` says why the bytes end here although the file does not; ``gap_from`` is where the damaged piece began.
    """

    def __init__(self, stream: Metered) -> None:
        self.position = 0
        self.buffer = bytearray()
        self.gap = ""
        self.gap_from = 0
        self.packed = False  # whether the file is compressed
        self._stream = stream
        self.looking = stream.looking
        self._packing = _Packing(stream)
        is_packed = self._packing.found_at_beginning()
        self._pieces = _compressed(stream, self._packing) if is_packed else _plain(stream)
        self._starts: deque[tuple[int, int]] = deque()  # of compressed pieces: position, offset in the file
        self._ended = False

    def fill(self, size: int) -> int:
        """Have up to ``size`` bytes in the buffer, less at a gap or at the end; return how many there are."""
        while len(self.buffer) < size and not self.gap and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            end = self.position + len(self.buffer)
            if piece.offset is not None:
                self.packed = True
                self._starts.append((end, piece.offset))
            if piece.damage:
                self.gap = piece.damage
                self.gap_from = self._starts[-1][0] if self._starts else end
            self.buffer += piece.data
        return min(size, len(self.buffer))

    def peek(self, size: int, at: int = 0) -> bytes:
        """Up to ``size`` bytes that begin ``at`` bytes from here, without passing them."""
        self.fill(at + size)
        with memoryview(self.buffer) as view:
            return bytes(view[at : at + size])

    def skip(self, size: int) -> None:
        """Pass bytes that are in the buffer."""
        self.position += min(size, len(self.buffer))
        del self.buffer[:size]
        while len(self._starts) > 1 and self._starts[1][0] <= self.position:
            self._starts.popleft()

    def cross(self) -> None:
        """Pass what stands before the gap, and the gap."""
        self.skip(len(self.buffer))
        self.gap = ""

    @property
    def ended(self) -> bool:
        """Whether nothing follows, not even a gap."""
        return not self.fill(1) and not self.gap

    @property
    def offset(self) -> int:
        """Where in the file the bytes here are: of a compressed piece at its beginning, else as if unpacked."""
        if self._starts and self._starts[0][0] == self.position:
            return self._starts[0][1]
        return self.position

    @property
    def piece(self) -> int | None:
        """Where in the file the compressed piece begins that the bytes here are of; None of a plain file."""
        return self._starts[0][1] if self._starts else None

    def is_damaged(self, piece: int) -> bool:
        """Whether the compressed piece that begins at ``piece`` is damaged, and not only cut off, unpacking all of it.

        What was unpacked before the damage is noticed may be wrong already.
        """
        here = self._stream.tell()
        try:
            return _is_damaged(self._stream, piece, self._packing.at(piece))
        finally:
            self._stream.seek(here)

    def turns_packed(self) -> bool:
        """Whether a compressed record begins here, in a file that was plain so far; then it is unpacked from here."""
        if self.packed or not self._packing.begins(self.peek(BLOCK)):
            return False
        self._stream.seek(self.position)
        self.buffer.clear()
        self._ended = False
        self._pieces = _compressed(self._stream, self._packing)
        return True

    @property
    def starts_piece(self) -> bool:
        """Whether a compressed piece begins here."""
        return bool(self._starts) and self._starts[0][0] == self.position

    @property
    def progress(self) -> int:
        """How many bytes of the file were read."""
        return self._stream.tell()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some unpacked bytes; ``offset`` where a compressed piece begins with them, ``damage`` where it breaks off."""

    data: bytes = b""
    offset: int | None = None
    damage: str = ""


class _Unpacker(Protocol):
    """What unpacks one gzip member or one frame, in steps that cannot fill the memory."""

    unpacked: bool  # to its end
    rest: bytes  # of the input, behind the end
    hungry: bool  # wants more input

    def step(self, data: bytes) -> bytes:
        """Unpack some bytes. :raises _DamageError: what could be unpacked before the damage is in it."""


class _DamageError(Exception):
    def __init__(self, reason: str, data: bytes) -> None:
        super().__init__(reason)
        self.data = data


class _Gzip:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self.unpacked, self.rest, self.hungry = False, b"", True

    def step(self, data: bytes) -> bytes:
        data = self._inflate.unconsumed_tail or data
        before = self._inflate.copy()
        try:
            out = self._inflate.decompress(data, BLOCK)
        except zlib.error as error:
            raise _DamageError(str(error), _before_damage(before, data)) from error
        self.unpacked, self.rest = self._inflate.eof, self._inflate.unused_data
        self.hungry = not self._inflate.unconsumed_tail and len(out) < BLOCK
        return out


def _before_damage(inflate: zlib._Decompress, data: bytes) -> bytes:
    """What can be unpacked of ``data``: zlib keeps to itself what it unpacked in a step that failed.

    Only the few bytes with the damage are unpacked byte by byte, as what is left of them is copied for each.
    """
    out = bytearray()
    for at in range(0, len(data), LITTLE):
        before, little = inflate.copy(), data[at : at + LITTLE]
        try:
            out += inflate.decompress(little)
        except zlib.error:
            return bytes(out) + _byte_by_byte(before, little)
    return bytes(out)


def _byte_by_byte(inflate: zlib._Decompress, data: bytes) -> bytes:
    out = bytearray()
    try:
        while byte := inflate.decompress(data, 1):
            out += byte
            data = inflate.unconsumed_tail
    except zlib.error:
        pass
    return bytes(out)


class _Zstd:
    def __init__(self, dictionary: zstd.ZstdDict | None) -> None:
        self._dictionary = dictionary
        self._decompress: zstd.ZstdDecompressor | None = None
        self.unpacked, self.rest, self.hungry = False, b"", True

    def step(self, data: bytes) -> bytes:
        try:
            if self._decompress is None:
                self._decompress = self._begun(data)
            out = self._decompress.decompress(data if self.hungry else b"", BLOCK)
        except (zstd.ZstdError, MemoryError) as error:  # a window that does not fit into memory
            raise _DamageError(str(error), b"") from error
        self.unpacked = self._decompress.eof
        self.rest = self._decompress.unused_data if self.unpacked else b""
        self.hungry = self._decompress.needs_input
        return out

    def _begun(self, data: bytes) -> zstd.ZstdDecompressor:
        """What unpacks the frame, as far as there is one: it takes thirty times longer to make than to look."""
        if len(data) >= LONGEST_FRAME_HEADER:
            try:
                zstd.get_frame_info(data[:LONGEST_FRAME_HEADER])
            except zstd.ZstdError:
                raise _DamageError("no frame of Zstandard begins here", b"") from None
        return zstd.ZstdDecompressor(zstd_dict=self._dictionary)


def _is_damaged(stream: Metered, piece: int, unpack: _Unpacker) -> bool:
    stream.seek(piece)
    try:
        while not unpack.unpacked:
            data = stream.read(BLOCK) if unpack.hungry else b""
            if unpack.hungry and not data:
                return False
            if not stream.unpacking.spend(len(unpack.step(data))):
                return True
    except _DamageError:
        return True
    return False


class _Packing:
    """How a file is compressed: the first bytes of each compressed piece, and what unpacks one."""

    def __init__(self, stream: Metered) -> None:
        self.magic = GZIP
        self._stream = stream
        self._dictionary: zstd.ZstdDict | None = None

    def unpacker(self) -> _Unpacker:
        """What unpacks the next piece."""
        return _Gzip() if self.magic == GZIP else _Zstd(self._dictionary)

    def at(self, piece: int) -> _Unpacker:
        """What unpacks the piece that begins at a place in the file."""
        self._stream.seek(piece)
        return _Zstd(self._dictionary) if self._stream.read(len(ZSTD)) == ZSTD else _Gzip()

    def found_at_beginning(self) -> bool:
        """Whether the file is compressed, as its first bytes say; or, where they are damaged, its first record."""
        head = self._stream.read(1 << 20)
        self._stream.seek(0)
        if self._turned_to(head) or SKIPPABLE.match(head):
            self.magic = GZIP if head.startswith(GZIP) else ZSTD
            return True
        if begins_record(head.lstrip(PADDING)) or find(head) is not None:
            return False
        found = {}
        for self.magic in (GZIP, ZSTD):
            found[self.magic] = _next_start(self._stream, 0, self)
        self._stream.seek(0)
        begins = {at: magic for magic, at in found.items() if at >= 0}
        if begins:
            self.magic = begins[min(begins)]
        return bool(begins)

    def begins(self, data: bytes) -> bool:
        """Whether a compressed piece that begins with a record begins here, in this or the other compression."""
        before = self.magic
        if self._turned_to(data) and _record_begins(self.unpacker(), data, 0):
            return True
        self.magic = before
        return False

    def take_dictionary(self, at: int) -> None:
        """Unpack what follows with the dictionary in the frame that begins at ``at``."""
        here = self._stream.tell()
        self._stream.seek(at)
        self._dictionary = _dictionary(self._stream)
        self._stream.seek(here)

    def _turned_to(self, data: bytes) -> bool:
        for magic in (GZIP, ZSTD):
            if data.startswith(magic):
                self.magic = magic
                return True
        return False


def _plain(stream: Metered) -> Iterator[_Piece]:
    while block := stream.read(BLOCK):
        yield _Piece(block)


def _dictionary(stream: Metered) -> zstd.ZstdDict | None:
    """The dictionary in the frame that begins here, itself compressed or not."""
    (size,) = struct.unpack("<4xI", stream.read(8).ljust(8, b"\0"))
    content = stream.read(min(size, LONGEST_DICTIONARY))
    try:
        if content.startswith(ZSTD):
            content = zstd.ZstdDecompressor().decompress(content, LONGEST_DICTIONARY)
        return zstd.ZstdDict(content)
    except (zstd.ZstdError, ValueError):
        return None  # the frames will say that they need one


def _compressed(stream: Metered, packing: _Packing) -> Iterator[_Piece]:
    """The unpacked bytes of a file of gzip members or frames; after a damaged one, those of the next that is sound."""
    at = stream.tell()
    data = stream.read(BLOCK)  # what was read and not unpacked yet; it begins at ``at``
    while True:
        if not data:
            return
        if not data.startswith(packing.magic):
            data += stream.read(max(0, 8 - len(data)))
            if packing.magic == ZSTD and SKIPPABLE.match(data):
                if data.startswith(DICTIONARY):
                    packing.take_dictionary(at)
                size = 8 + int.from_bytes(data[4:8], "little")
                at += size
                if not stream.looking.spend(SKIPPING_COSTS):
                    yield _Piece(damage="too many frames that hold nothing")
                    return
                if size < len(data):
                    data = data[size:]
                else:
                    stream.seek(at)
                    data = stream.read(BLOCK)
                continue
            if not data.strip(PADDING):
                at += len(data)
                data = stream.read(BLOCK)
                continue
            padding = len(data) - len(data.lstrip(PADDING))
            if data[padding:].startswith(packing.magic):
                data, at = data[padding:], at + padding
                continue
            data += stream.read(BLOCK)
            if packing.begins(data[padding:]):
                data, at = data[padding:], at + padding
                continue
            if begins_record(data[padding:]):
                yield _Piece(data[padding:], at + padding)
                yield from _plain(stream)
                return
            yield _Piece(offset=at, damage="what is compressed does not begin here")
            at = _next_start(stream, at + 1, packing)
            stream.seek(max(at, 0))
            data = stream.read(BLOCK) if at >= 0 else b""
            continue
        unpack, begins = packing.unpacker(), at
        offset: int | None = at
        while not unpack.unpacked:
            if unpack.hungry and not data and not (data := stream.read(BLOCK)):
                yield _Piece(offset=offset, damage="the file is cut off")
                return
            try:
                out = unpack.step(data)
                if not stream.unpacking.spend(len(out)):
                    raise _DamageError(_TOO_MUCH, b"")
            except _DamageError as error:
                yield _Piece(error.data, offset, str(error))
                at = _next_start(stream, begins + 1, packing)
                break
            data = b""
            if out or offset is not None:
                yield _Piece(out, offset)
            offset = None
        else:
            data = unpack.rest
            at = stream.tell() - len(data)
            data = data or stream.read(BLOCK)
            continue
        if at < 0:
            return
        stream.seek(at)
        data = stream.read(BLOCK)


def _next_start(stream: Metered, start: int, packing: _Packing) -> int:
    """Where the next compressed piece that begins with a record begins, at or after ``start``; -1 if there is none."""
    stream.seek(start)
    magic = packing.magic
    position, data, more, size = start, b"", True, BLOCK + 4096
    while more:
        block = stream.read(size)
        size = min(2 * size, 1 << 20)
        data, more = data + block, bool(block)
        judged = len(data) - BLOCK if more else len(data)  # behind it, too little is at hand to tell
        for match in re.finditer(re.escape(magic), data[: max(0, judged) + len(magic)]):
            if not stream.looking.spend(BEGINNING_COSTS):
                break
            if _record_begins(packing.unpacker(), data, match.start()):
                return position + match.start()
        if judged > 0:
            data, position = data[judged:], position + judged
    return -1


def _record_begins(unpack: _Unpacker, data: bytes, at: int) -> bool:
    """Whether what is compressed at ``at`` begins with a record; where nothing begins, a little tells."""
    begin = b""
    for start, end in ((at, at + LITTLE), (at + LITTLE, at + BLOCK)):
        try:
            begin += unpack.step(data[start:end])
        except _DamageError as error:
            return begins_record((begin + error.data).lstrip(PADDING))
        if unpack.unpacked or len(begin) > LONGEST_ARC_LINE:
            break
    return begins_record(begin.lstrip(PADDING))
