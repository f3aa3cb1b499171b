"""The WARC files in a WACZ file, which is a ZIP file of them (https://specs.webrecorder.net/wacz/1.1.1/).

They are read where they are, and nothing is written to the disk, so their names lead nowhere. A member costs itself
where it is encrypted, lies over another one, or is packed by anything but Deflate: the other methods of ZIP take memory
as the file says.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from scraper.captures.incoming import STEP, Source, Spooled
from scraper.captures.saved_pages import CapturesError
from scraper.captures.unpacked import Metered, TooMuchWorkError
from scraper.limits import ZIP_LIST_BYTES

_LOCAL_HEADER = struct.Struct("<4s22xHH")  # of a member; behind it its name and more, of these lengths
_ENCRYPTED = 0x1
NO_YEAR = 1980  # the first that a ZIP file can name, which programs write that know none
DEEPEST = 2  # WACZ files in WACZ files


class NoMembersError(CapturesError):
    """A ZIP file has nothing in it that could be read."""


class MemberError(Exception):
    """A member that cannot be read; the message says why."""


class _NoZipError(Exception):
    """There is no ZIP file; the message says why."""


_UNREADABLE = (MemberError, _NoZipError, TooMuchWorkError, zipfile.BadZipFile, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class UnreadMember:
    """A WACZ file in another one that cannot be read."""

    name: str
    offset: int
    why: str
    modified: dt.datetime | None = None

    def opened(self) -> Metered:
        """Nothing. :raises MemberError: why."""
        raise MemberError(self.why)


def members(path: Source, stream: BinaryIO, endings: tuple[str, ...]) -> Iterator[Member | UnreadMember]:
    """The members of a ZIP file whose names have one of these endings, in the order of its list.

    One that is a WACZ file itself has members in turn: several are put into one with their descriptions beside.

    :raises CapturesError: it is no ZIP file; NoMembersError: none of its members has such a name.
    """
    found = False
    try:
        for member in _members(stream, endings, Metered(stream), prefix="", depth=0):
            found = True
            yield member
    except _NoZipError as error:
        raise CapturesError(f"{path}: {error}") from error
    if not found:
        raise NoMembersError(f"{path}: a ZIP file without WARC files or saved pages in it")


def _members(
    stream: BinaryIO, endings: tuple[str, ...], whole: Metered, *, prefix: str, depth: int
) -> Iterator[Member | UnreadMember]:
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, _Listed(stream)))
    except NotImplementedError as error:
        raise _NoZipError(f"{error}, and only common ones are supported; is the file damaged?") from error
    except (zipfile.BadZipFile, EOFError, ValueError, struct.error, OSError) as error:
        raise _NoZipError(f"{error or 'it ends too early'}; is the file cut off?") from error
    with archive:
        ends = _ends(archive.infolist(), archive.start_dir)
        for info in archive.infolist():
            name = info.filename.lower()
            member = Member(archive, info, stream, ends[info.header_offset], whole, prefix)
            if name.endswith(endings):
                yield member
            elif name.endswith(".wacz") and depth < DEEPEST:
                try:
                    with member.as_file() as inner:
                        yield from _members(inner, endings, whole, prefix=f"{member.name}/", depth=depth + 1)
                except _UNREADABLE as error:
                    yield UnreadMember(member.name, member.offset, str(error))


class Member:
    """A member of a ZIP file: its name, and as ``offset`` where it begins."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        stream: BinaryIO,
        end: int,
        whole: Metered,
        prefix: str,
    ) -> None:
        self.name = prefix + info.filename
        self.offset = info.header_offset
        self._archive, self._info, self._stream, self._end, self._whole = archive, info, stream, end, whole

    def opened(self) -> Metered:
        """Its bytes. :raises MemberError: they cannot be read."""
        info = self._info
        if info.flag_bits & _ENCRYPTED:
            raise MemberError("it is encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise MemberError(f"it is packed by method {info.compress_type}, and only Deflate is supported")
        if info.header_offset + info.compress_size > self._end:
            raise MemberError("it lies over another member")
        if info.compress_type == zipfile.ZIP_STORED:
            return Metered(cast(BinaryIO, self._slice()), part_of=self._whole)
        try:
            unpacking = self._archive.open(info)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise MemberError(str(error) or "it is cut off") from error
        share = info.compress_size / max(info.file_size, 1)
        return Metered(cast(BinaryIO, unpacking), part_of=self._whole, share=min(share, 1.0), goes_back=False)

    @property
    def modified(self) -> dt.datetime | None:
        """When it was last changed, to the hour at best, since a ZIP file names no time zone; None: not known."""
        if self._info.date_time[0] <= NO_YEAR:
            return None
        try:
            return dt.datetime(*self._info.date_time, tzinfo=dt.UTC)
        except ValueError:
            return None

    def as_file(self) -> contextlib.AbstractContextManager[BinaryIO]:
        """It as a file that can be read from any place. :raises MemberError: it cannot be read."""
        metered = self.opened()
        if self._info.compress_type == zipfile.ZIP_STORED:
            return contextlib.nullcontext(cast(BinaryIO, self._slice()))
        return contextlib.closing(cast(BinaryIO, Spooled(iter(lambda: metered.read(STEP), b""))))

    def _slice(self) -> _Slice:
        self._stream.seek(max(0, self.offset))
        head = self._stream.read(_LOCAL_HEADER.size)
        if len(head) < _LOCAL_HEADER.size or not head.startswith(b"PK\x03\x04"):
            raise MemberError("it does not begin where the list of members says")
        _, name, more = _LOCAL_HEADER.unpack(head)
        begin = self.offset + _LOCAL_HEADER.size + name + more
        if begin + self._info.compress_size > self._end:
            raise MemberError("it lies over another member")
        return _Slice(self._stream, begin, self._info.compress_size)


def _ends(infos: list[zipfile.ZipInfo], end: int) -> dict[int, int]:
    """Where each member must have ended, by where it begins: where the next one does; two in one place have no room."""
    ends: dict[int, int] = {}
    for info in sorted(infos, key=lambda info: info.header_offset, reverse=True):
        ends[info.header_offset] = end
        end = info.header_offset
    return ends


class _Listed:
    """A ZIP file whose list of members may only be so long, since all of it is held in memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        """The next bytes. :raises zipfile.BadZipFile: they are more than the longest list of members."""
        if size > ZIP_LIST_BYTES:
            raise zipfile.BadZipFile(f"its list of members is longer than {ZIP_LIST_BYTES:,} bytes")
        return self._stream.read(size)


class _Slice:
    """A part of a file as a file."""

    def __init__(self, stream: BinaryIO, begin: int, size: int) -> None:
        self._stream, self._begin, self._size, self._at = stream, begin, size, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, up to that many."""
        left = max(0, self._size - self._at)
        self._stream.seek(self._begin + self._at)
        data = self._stream.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on from another place."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        """Where the next bytes are."""
        return self._at

    def seekable(self) -> bool:
        """It is."""
        return True
