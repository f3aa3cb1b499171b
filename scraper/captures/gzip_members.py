"""The gzip members of a file of captures, each a record: where they lie, and which are damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STEP = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a file: a record with what is behind it."""

    offset: int
    packed: bytes
    record: bytes
    is_damaged: bool = False


def members(file: Path) -> Iterator[Member]:
    """The gzip members of a file; what is damaged, and all behind it, is one that holds nothing to read."""
    with file.open("rb") as stream:
        offset, waiting = 0, b""
        while waiting or (waiting := stream.read(STEP)):
            unpack, packed, record = zlib.decompressobj(31), [], []
            try:
                while not unpack.eof and waiting:
                    record.append(unpack.decompress(waiting))
                    packed.append(waiting)
                    waiting = unpack.unused_data if unpack.eof else stream.read(STEP)
            except zlib.error:
                yield Member(offset, b"".join(packed) + waiting + stream.read(), b"", is_damaged=True)
                return
            whole = b"".join(packed)
            whole = whole[: len(whole) - len(unpack.unused_data)]
            yield Member(offset, whole, b"".join(record))
            offset += len(whole)
