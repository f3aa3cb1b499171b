"""Read pages from WARC, WACZ and saved HTML files, with a reason for every record that is skipped.

Takes files compressed by record, in one piece or not at all, with gzip or Zstandard; chunked and compressed payloads;
ARC files too. A record that is damaged or cut off costs that record, not the file. A page of which only the beginning
was captured says what is missing (``Page.cut``): half a text must not be taken for a whole one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from scraper.captures import (
    cdxj,
    publication_records,
    segments,
)
from scraper.captures.contents import (
    WRITTEN_DOWN,
    Content,
    IndexPage,
    OddRecordError,
    StoryPart,
    content_of,
    publication_file,
)
from scraper.captures.edition_records import (
    ORDER,
    PART,
    SAID_BY,
    TEASER,
)
from scraper.captures.incoming import Incoming, Source, Spooled
from scraper.captures.mhtml import is_mhtml
from scraper.captures.moments import Moments, instead, moment_of
from scraper.captures.publication_records import PublicationFile
from scraper.captures.record_headers import PADDING
from scraper.captures.records import Unreadable, records
from scraper.captures.saved_pages import (
    HTML_ENDINGS,
    CapturesError,
    EmptyPageError,
    NoAddressError,
    page_in,
)
from scraper.captures.unpacked import GZIP, SKIPPABLE, ZSTD, Metered, TooMuchWorkError
from scraper.captures.wacz import MemberError, NoMembersError, members
from scraper.items import (
    Page,
    Rejected,
)
from scraper.limits import PAGE_BYTES, SAVED_BYTES
from scraper.reasons import Code, Reason

WARC_ENDINGS = tuple(f".{kind}{packed}" for kind in ("warc", "arc") for packed in ("", ".gz", ".zst"))
ENDINGS = (*WARC_ENDINGS, ".wacz", *HTML_ENDINGS)
_FOLDER_OF_PAGE = re.compile(r"(.+)[_-][^_-]+")


Times: TypeAlias = tuple[dt.datetime | None, dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One record: its content, its moment, its offset and length in the file, and the progress in the file in bytes."""

    content: Content
    file: str
    written: dt.datetime | None = None  # when what an edition record says was so
    ordered: dt.datetime | None = None  # where that stands among others, if the moment is in doubt
    said_by: str = ""  # the imported file that says it, where the archive that wrote it down had not seen it
    offset: int = 0
    length: int = 0
    progress: int = 0


def files_of(paths: Sequence[Source]) -> list[Source]:
    """What to read: files as given, the captures in folders, sorted by name, and what comes from elsewhere.

    :raises CapturesError: a path does not exist, or a folder has nothing to read.
    """
    found: list[Source] = []
    for path in paths:
        if isinstance(path, Incoming):
            found.append(path)
        elif path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.name.lower().endswith(ENDINGS) and p.is_file() and not _is_part_of_page(p, path)
            )
            if not inside:
                raise CapturesError(f"{path}: no captures in this folder; looked for {', '.join(ENDINGS)}")
            found += inside
        elif path.is_file():
            found.append(path)
        elif path.exists():
            raise CapturesError(f"{path}: a pipe or a device; give what comes from it as standard input, which is '-'")
        else:
            raise CapturesError(f"{path}: no such file")
    return found


def _is_part_of_page(path: Path, folder: Path) -> bool:
    """Whether a browser put a file into the folder beside a saved page, with its frames and images.

    The folder is called like the page, and "_files" in the browser's language: "Story_files" beside "Story.html".
    """
    for inside in path.relative_to(folder).parents[:-1]:
        match = _FOLDER_OF_PAGE.fullmatch(inside.name)
        if match and any((folder / inside.parent / f"{match[1]}{ending}").is_file() for ending in HTML_ENDINGS):
            return True
    return False


def size_of(file: Source) -> int | None:
    """How many bytes a file has; 0 of one that has gone away, None of what comes from elsewhere."""
    if isinstance(file, Incoming):
        return None
    try:
        return file.stat().st_size
    except OSError:
        return 0


def read(path: Source, *, url: str = "") -> Iterator[Read]:
    """Everything in one file, record by record; a story in several pages is one page with the others.

    :param path: the file, or what comes from elsewhere.
    :param url: the address of a saved page that does not name its own.
    :raises CapturesError: it is no WARC, WACZ or HTML file; or it is a WARC or WACZ file, and ``url`` was given.
    """
    parts: dict[str, list[Page]] = {PART: [], TEASER: []}
    for one in _read(path, url=url):
        if isinstance(one.content, StoryPart):
            parts[one.content.role].append(one.content.page)
        elif isinstance(one.content, Page):
            story = replace(one.content, further=tuple(parts[PART]), teasers=tuple(parts[TEASER]))
            yield replace(one, content=story)
            parts = {PART: [], TEASER: []}
        else:
            yield one


def page_at(path: Path, offset: int, length: int) -> Page | None:
    """The page of a story or of an index whose record begins at an offset; None where there is none any more."""
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            record = io.BytesIO(stream.read(length))
        content = next(iter(_of_records(Metered(record), path.name, Moments(None, dt.datetime.now(dt.UTC))))).content
    except (OSError, StopIteration, TooMuchWorkError):
        return None
    return content.page if isinstance(content, IndexPage) else content if isinstance(content, Page) else None


def publication_files(path: Path) -> Iterator[tuple[dt.datetime, PublicationFile]]:
    """What a file of captures says of newspapers' files, each with its moment; quick, as no page is read.

    :raises OSError: the file cannot be read.
    """
    places = None
    with contextlib.suppress(OSError, ValueError, LookupError):  # an index that is none
        places = cdxj.places(path, publication_records.SCHEME)
    with path.open("rb") as stream:
        if places is not None:
            for offset, length in places:
                stream.seek(offset)
                yield from _publication_files(io.BytesIO(stream.read(length)))
            return
        head = stream.read(4)
        stream.seek(0)
        if not path.name.lower().endswith(WARC_ENDINGS) or not head:
            return
        yield from _publication_files(stream)


def _publication_files(stream: BinaryIO) -> Iterator[tuple[dt.datetime, PublicationFile]]:
    with contextlib.suppress(TooMuchWorkError):
        for record in records(Metered(stream)):
            if isinstance(record, Unreadable):
                continue
            url = record.fields.get("warc-target-uri", "")
            moment = moment_of(record.fields.get("warc-date", ""))
            if url.startswith(publication_records.SCHEME) and moment:
                found = publication_file(record, url)
                if isinstance(found, PublicationFile):
                    yield moment, found


def _read(path: Source, *, url: str) -> Iterator[Read]:
    """Every record of a file by itself; of what broke off, those that came."""
    with path.open("rb") if isinstance(path, Path) else path.opened() as opened:
        try:
            yield from _of_stream(path, cast(BinaryIO, opened), url, _times_of(path, opened))
        except CapturesError as error:
            raise _failure(opened) or error from None
        if failure := _failure(opened):
            raise failure


def _failure(opened: object) -> CapturesError | None:
    """Why a stream ended before its end; None where it did not."""
    return opened.failure if isinstance(opened, Spooled) else None


def _of_stream(path: Source, stream: BinaryIO, url: str, times: Times) -> Iterator[Read]:
    name = path.name.lower()
    head = stream.read(8192)
    stream.seek(0)
    begin = head.lstrip(PADDING)
    is_zip = head.startswith(b"PK\x03\x04")
    is_records = not is_zip and (
        begin.startswith((GZIP, ZSTD, b"WARC/")) or SKIPPABLE.match(head) or name.endswith(WARC_ENDINGS)
    )
    if name.endswith(HTML_ENDINGS) or (head.startswith(GZIP) and not name.endswith(WARC_ENDINGS) and _packs_page(head)):
        yield _saved_page(path.name, stream, url, times)
    elif not head:
        raise CapturesError(f"{path}: the file is empty")
    elif url and is_records:
        raise CapturesError(f"{path}: its records name their addresses; leave out --url")
    elif is_zip:
        yield from _zip(path, stream, url, times)
    elif is_records:
        yield from _of_records(Metered(stream), path.name, Moments(*times))
    elif re.search(rb"(?i)<(!doctype html|html|head|body)", head) or is_mhtml(head):
        yield _saved_page(path.name, stream, url, times)
    else:
        raise CapturesError(f"{path}: neither a WARC nor a WACZ nor an HTML file")


def _packs_page(head: bytes) -> bool:
    """Whether these first bytes of a file are a page in gzip, which no name tells."""
    try:
        begin = zlib.decompressobj(31).decompress(head, 2000)
    except zlib.error:
        return False
    return re.match(rb"(?i)\s*<(?:!doctype html|html|!--)", begin) is not None


def _zip(path: Source, stream: BinaryIO, url: str, times: Times) -> Iterator[Read]:
    """The records of a WACZ file's WARC files, read where they are; of another ZIP file the saved pages.

    A member that cannot be read costs itself.
    """
    endings = WARC_ENDINGS
    try:
        next(members(path, stream, WARC_ENDINGS))
    except NoMembersError:
        endings = HTML_ENDINGS
    if url and endings == WARC_ENDINGS:
        raise CapturesError(f"{path}: its records name their addresses; leave out --url")
    for member in members(path, stream, endings):
        name = f"{path.name}/{member.name}"
        try:
            if endings == HTML_ENDINGS:
                page = _saved_page(name, cast(BinaryIO, member.opened()), url, (member.modified, times[1]))
                yield replace(page, offset=member.offset, progress=stream.tell())
            else:
                yield from _of_records(member.opened(), name, Moments(*times))
        except (MemberError, TooMuchWorkError, zipfile.BadZipFile, EOFError, zlib.error) as error:
            reason = Reason(code=Code.UNREADABLE, text=f"{error or 'it ends too early'}"[:300])
            yield Read(
                content=Rejected(url=name, reason=reason), file=name, offset=member.offset, progress=stream.tell()
            )


def _times_of(path: Source, opened: object) -> Times:
    """When captures were last changed, None where that is not known, and now."""
    now = dt.datetime.now(dt.UTC)
    if isinstance(opened, Spooled):
        return opened.modified, now
    try:
        return dt.datetime.fromtimestamp(cast(Path, path).stat().st_mtime, dt.UTC), now
    except (OSError, OverflowError, ValueError):
        return None, now


def _of_records(stream: Metered, name: str, moments: Moments) -> Iterator[Read]:
    """What the records of a file hold.

    :param moments: what tells the moment of a record.
    """
    for record in segments.joined(records(stream), most=PAGE_BYTES):
        if isinstance(record, Unreadable):
            what = f"the record of {record.url}" if record.url else "what begins"
            text = f"{what} at byte {record.offset:,}: {record.why}"
            rejected = Rejected(url=name, reason=Reason(code=Code.UNREADABLE, text=text[:300]))
            yield Read(content=rejected, file=name, offset=record.offset, progress=record.progress)
            continue
        kind, date = record.fields["warc-type"].lower(), record.fields.get("warc-date", "")
        moments.enter(kind, date, record.content)
        if kind == "request":  # what its answer holds stands beside it
            continue
        moment, _ = moments.of(date)
        try:
            content = content_of(record, moments)
        except OddRecordError as error:
            reason = Reason(code=Code.UNREADABLE, text=str(error)[:300])
            content = Rejected(url=record.fields["warc-target-uri"], reason=reason)
        written = moment if isinstance(content, WRITTEN_DOWN) else None
        yield Read(
            content=content,
            file=name,
            written=written,
            ordered=moment_of(record.fields.get(ORDER.lower(), "")) if written else None,
            said_by=record.fields.get(SAID_BY.lower(), "") if written else "",
            offset=record.offset,
            length=record.length,
            progress=record.progress,
        )


def _saved_page(name: str, stream: BinaryIO, url: str, times: Times) -> Read:
    content: Page | Rejected
    found = stream.read(SAVED_BYTES + 1)
    if failure := _failure(stream):
        raise failure  # a page whose end did not come does not say so itself
    try:
        if len(found) > SAVED_BYTES:
            raise CapturesError(f"{name}: longer than {SAVED_BYTES:,} bytes")
        content = page_in(found, name, url=url, otherwise=instead(*times))
    except NoAddressError:
        content = Rejected(url=name, reason=Reason(code=Code.NO_ADDRESS))
    except EmptyPageError:
        content = Rejected(url=name, reason=Reason(code=Code.EMPTY_PAGE))
    except CapturesError as error:
        content = Rejected(url=name, reason=Reason(code=Code.UNREADABLE, text=_behind_name(error)))
    return Read(content=content, file=name, progress=stream.tell())


def _behind_name(error: CapturesError) -> str:
    return str(error).partition(": ")[2]
