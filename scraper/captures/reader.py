"""Read pages from WARC, WACZ and saved HTML files, with a reason for every record that is skipped.

Takes per-record gzip, whole-file gzip and no gzip; chunked and compressed payloads; ARC files too. A record that is
damaged or cut off costs that record, not the file.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urljoin

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from scraper.captures import withheld_records
from scraper.captures.edition_records import IMAGE, INDEX, PART, ROLE, SCHEME, from_json
from scraper.captures.withheld_records import WITHHELD
from scraper.captures.writer import LINE_BY_LINE
from scraper.items import ClosedEdition, ListedEdition, Page, Rejected, WithheldStory
from scraper.reasons import Code, Reason

WARC_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
HTML_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
ENDINGS = (*WARC_ENDINGS, ".wacz", *HTML_ENDINGS)
MAX_PAGE = 20_000_000  # bytes; a story page is never longer
MAX_MEMBER = 256_000_000  # bytes, decompressed; longer is no single record
SAVED_FROM = re.compile(rb"saved from url=\(\d+\)(https?://[^\s>]+)")
# How earlier versions wrote down a page that asks not to be archived: this, a link to it and its headline.
EARLIER_WITHHELD = (
    b'<!doctype html><meta charset="utf-8"><meta name="robots" content="noarchive"><link rel="canonical" href='
)
GZIP_MEMBER = b"\x1f\x8b\x08"
DAMAGE = (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, KeyError, AttributeError, TypeError)


class CapturesError(Exception):
    """A file that cannot be read as captures at all; the message names it and what it should be."""


class NoAddressError(CapturesError):
    """A saved page does not name its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One record: its content, its offset and length in the file, and the progress in the file, all in bytes."""

    content: Page | StoryPart | WithheldStory | FetchedImage | Revisit | ListedEdition | ClosedEdition | Rejected
    file: str
    offset: int = 0
    length: int = 0
    progress: int = 0


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """An image that ``backissues images`` fetched for a story."""

    page: Page


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A later page of a story; ``read`` gives it with the first page."""

    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A fetch that brought the same bytes as an earlier one; the record points to that."""

    url: str
    fetched: dt.datetime
    original: str  # address of the earlier fetch


def files_of(paths: list[Path]) -> list[Path]:
    """The files to read: files as given, and the captures in folders, sorted by name.

    :raises CapturesError: a path does not exist, or a folder has nothing to read.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.name.lower().endswith(ENDINGS) and p.is_file())
            if not inside:
                raise CapturesError(f"{path}: no captures in this folder; looked for {', '.join(ENDINGS)}")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise CapturesError(f"{path}: no such file")
    return found


def read(path: Path, *, url: str = "") -> Iterator[Read]:
    """Everything in one file, record by record; a story in several pages is its first page with the further ones.

    :param url: the address of a saved HTML page that does not name its own.
    :raises CapturesError: it is no WARC, WACZ or HTML file.
    """
    parts: list[Page] = []
    for one in _read(path, url=url):
        if isinstance(one.content, StoryPart):
            parts.append(one.content.page)
        elif isinstance(one.content, Page):
            yield replace(one, content=replace(one.content, further=tuple(parts)))
            parts = []
        else:
            yield one


def _read(path: Path, *, url: str) -> Iterator[Read]:
    """Every record of a file by itself."""
    name = path.name.lower()
    with path.open("rb") as stream:
        head = stream.peek(1024)[:1024]
        if name.endswith(HTML_ENDINGS):
            yield _saved_page(path, stream, url)
        elif head.startswith(b"PK\x03\x04"):
            yield from _wacz(path, stream)
        elif head.startswith((GZIP_MEMBER, b"WARC/")) or name.endswith(WARC_ENDINGS):
            stream.seek(0)
            yield from _records(stream, path.name)
        elif re.search(rb"(?i)<(!doctype html|html|head|body)", head):
            yield _saved_page(path, stream, url)
        elif not head:
            raise CapturesError(f"{path}: the file is empty")
        else:
            raise CapturesError(f"{path}: neither a WARC nor a WACZ nor an HTML file")


def _wacz(path: Path, stream: BinaryIO) -> Iterator[Read]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if info.filename.lower().endswith(WARC_ENDINGS)]
            if not members:
                raise CapturesError(f"{path}: a ZIP file without WARC files in it is no WACZ")
            for info in members:
                with archive.open(info) as member:
                    yield from _records(io.BytesIO(member.read()), f"{path.name}/{info.filename}")
    except zipfile.BadZipFile as error:
        raise CapturesError(f"{path}: {error}; is the file cut off?") from error


def _records(stream: BinaryIO, name: str) -> Iterator[Read]:
    """The records of a WARC file, gzipped or not; after a damaged one, reading goes on at the next."""
    gzipped = stream.read(3) == GZIP_MEMBER
    start = 0
    while start >= 0:
        at = start
        try:
            for read in _gzipped(stream, name, start) if gzipped else _plain(stream, name, start):
                at = read.offset + max(read.length, 1)
                yield read
            return
        except DAMAGE as error:
            yield Read(content=_unreadable(name, error), file=name, offset=at, progress=at)
            start = _next_record(stream, at + 1)


def _unreadable(name: str, error: BaseException) -> Rejected:
    return Rejected(url=name, reason=Reason(code=Code.DAMAGED, text=str(error).strip()[:120]))


def _gzipped(stream: BinaryIO, name: str, start: int) -> Iterator[Read]:
    """The records of a file in which each gzip member is one record; one member for all gives all its offset."""
    while member := _member(stream, start):
        content, length = member
        if content is None:  # longer than any record: the file is compressed as one piece
            stream.seek(start)
            with gzip.open(stream, "rb") as whole:
                for read in _plain(cast(BinaryIO, whole), name, 0):
                    yield replace(read, offset=start, length=0, progress=stream.tell())
            return
        for read in _plain(io.BytesIO(content), name, 0):
            yield replace(read, offset=start, length=length, progress=start + length)
        start += length


def _member(stream: BinaryIO, start: int) -> tuple[bytes | None, int] | None:
    """The content of the gzip member at ``start`` and its compressed length; None at the end of the file.

    It is decompressed here and not by the WARC library, which silently continues after a damaged member.

    :raises zlib.error: it is damaged.
    """
    stream.seek(start)
    inflate = zlib.decompressobj(31)
    parts, size, read = [], 0, 0
    while not inflate.eof:
        block = stream.read(1 << 16)
        if not block:
            if read == 0:
                return None
            break  # the file is cut off here; what is missing of the record will be noticed when it is read
        read += len(block)
        parts.append(inflate.decompress(block))
        size += len(parts[-1])
        if size > MAX_MEMBER:
            return None, 0
    return b"".join(parts), read - len(inflate.unused_data)


def _next_record(stream: BinaryIO, start: int) -> int:
    """Where the next record begins at or after ``start``; -1 if there is none."""
    stream.seek(start)
    position, tail = start, b""
    while block := stream.read(1 << 20):
        data = tail + block
        base = position - len(tail)
        for match in re.finditer(rb"\x1f\x8b\x08|WARC/1\.", data):
            if base + match.start() >= start and _is_record(data[match.start() :]):
                return base + match.start()
        position += len(block)
        tail = data[-4096:]
        start = max(start, position - 8)
    return -1


def _is_record(data: bytes) -> bool:
    if data.startswith(b"WARC/1."):
        return True
    try:
        return zlib.decompressobj(31).decompress(data[:4096], 64).startswith(b"WARC/1.")
    except zlib.error:
        return False


def _plain(stream: BinaryIO, name: str, start: int) -> Iterator[Read]:
    stream.seek(start)
    iterator = ArchiveIterator(stream, arc2warc=True)
    for record in iterator:
        content = _content(record)
        offset, length = iterator.get_record_offset(), iterator.get_record_length()  # known once the record is read
        yield Read(content=content, file=name, offset=offset, length=length, progress=offset + length)


def _content(
    record: ArcWarcRecord,
) -> Page | StoryPart | WithheldStory | FetchedImage | Revisit | ListedEdition | ClosedEdition | Rejected:
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    if record.rec_type == "metadata" and url.startswith(SCHEME):
        return from_json(record.raw_stream.read())
    if record.rec_type not in ("response", "resource", "conversion", "revisit"):
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind=f"{record.rec_type} record"))
    if headers.get_header(ROLE) == INDEX:
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind="index of an edition"))
    if not url.startswith(("http://", "https://")):
        kind = f"{url.partition(':')[0]} address"
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind=kind))
    fetched = _moment(headers.get_header("WARC-Date"))
    if record.rec_type == "revisit":
        original = (headers.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
        return Revisit(url=url, fetched=fetched, original=original)
    requested = headers.get_header("WARC-Requested-URI") or url
    if headers.get_header(ROLE) == WITHHELD:
        page = Page(url=url, body=b"", fetched=fetched, requested_url=requested)
        return withheld_records.from_json(record.raw_stream.read(), page)
    status, content_type, http = 200, headers.get_header("Content-Type") or "", {}
    if record.http_headers and record.rec_type == "response":
        code = record.http_headers.get_statuscode() or ""
        status = int(code) if code.isdigit() else 0
        http = {name.lower(): value for name, value in record.http_headers.headers}
        if LINE_BY_LINE in http:
            lines = [value for name, value in record.http_headers.headers if name.lower() == LINE_BY_LINE]
            http[LINE_BY_LINE] = "\n".join(lines)
        content_type = http.get("content-type", "")
    if not 200 <= status < 300:
        if 300 <= status < 400:
            where = urljoin(url, http["location"]) if "location" in http else ""
            return Rejected(url=url, reason=Reason(code=Code.REDIRECT, status=status, url=where))
        return Rejected(url=url, reason=Reason(code=Code.ERROR_STATUS, status=status))
    try:
        body = _decoded(record.raw_stream, http)
    except (zlib.error, brotli.error) as error:
        encoding = http.get("content-encoding", "")
        return Rejected(url=url, reason=Reason(code=Code.WRONG_ENCODING, kind=encoding, text=str(error)))
    except UnknownEncodingError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNKNOWN_ENCODING, kind=str(error)))
    is_image = headers.get_header(ROLE) == IMAGE
    if not is_image and not _may_be_html(content_type, body):
        return Rejected(url=url, reason=Reason(code=Code.NOT_HTML, kind=content_type.partition(";")[0].strip()))
    if len(body) > MAX_PAGE:
        return Rejected(url=url, reason=Reason(code=Code.PAGE_TOO_LONG, most=MAX_PAGE))
    record.raw_stream.read()  # what may follow the last chunk
    if getattr(record.raw_stream, "limit", 0) > 0:
        return Rejected(url=url, reason=Reason(code=Code.CUT_OFF))
    page = Page(
        url=url,
        body=body,
        content_type=content_type,
        fetched=fetched,
        status=status,
        requested_url=requested,
        headers=http,
        withheld=record.rec_type == "conversion" and body.startswith(EARLIER_WITHHELD),
    )
    if headers.get_header(ROLE) == PART:
        return StoryPart(page)
    return FetchedImage(page) if is_image else page


class UnknownEncodingError(Exception):
    """A content encoding that is not supported."""


def _decoded(raw: BinaryIO, headers: Mapping[str, str]) -> bytes:
    """A payload without its transfer and content encodings; unchanged where it is not in the encoding named.

    The WARC library's own decoding fails on Brotli: its reader asks the decompressor for what was left over, which
    that one does not support (warcio 1.8, brotli 1.2).
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        raw = ChunkedDataReader(raw)
    body = raw.read(MAX_PAGE + 1)
    for encoding in reversed(re.split(r"[\s,]+", headers.get("content-encoding", "").strip().lower())):
        if encoding in ("gzip", "x-gzip"):
            body = zlib.decompressobj(31).decompress(body, MAX_PAGE + 1) if body.startswith(b"\x1f\x8b") else body
        elif encoding == "deflate":  # with the zlib header or, as some servers send it, without
            bits = 15 if body[:1] == b"\x78" else -15
            body = body if _looks_like_markup(body) else zlib.decompressobj(bits).decompress(body, MAX_PAGE + 1)
        elif encoding == "br":
            body = body if _looks_like_markup(body) else brotli.decompress(body)
        elif encoding not in ("", "identity", "utf-8", "none") and not _looks_like_markup(body):
            raise UnknownEncodingError(encoding)
    return body


def _looks_like_markup(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"


def _may_be_html(content_type: str, body: bytes) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind in ("", "text/plain", "application/octet-stream", "unk") and bool(
        re.search(rb"(?i)<(!doctype html|html|head|body)", body[:2048])
    )


def _moment(text: str | None) -> dt.datetime:
    """A WARC-Date (ISO 8601, any precision); the epoch where a record has none that can be read."""
    try:
        moment = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _saved_page(path: Path, stream: BinaryIO, url: str) -> Read:
    size = path.stat().st_size
    saved = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    content: Page | Rejected
    try:
        content = page_in(stream.read(), path.name, url=url, fetched=saved)
    except NoAddressError:
        content = Rejected(url=path.name, reason=Reason(code=Code.NO_ADDRESS))
    except CapturesError as error:
        content = Rejected(url=path.name, reason=Reason(code=Code.UNREADABLE, text=str(error)))
    return Read(content=content, file=path.name, progress=size)


def page_in(content: bytes, name: str, *, url: str = "", fetched: dt.datetime | None = None) -> Page:
    """A page saved by a browser, whose address is in a comment or in its canonical link.

    :param content: the file, perhaps gzipped.
    :param name: its name, for errors.
    :param url: its address, if known.
    :raises NoAddressError: the page does not name its address, and none was given.
    :raises CapturesError: it is no HTML page, or damaged.
    """
    if content.startswith(GZIP_MEMBER):
        try:
            content = gzip.decompress(content)
        except DAMAGE as error:
            raise CapturesError(f"{name}: damaged or cut off ({error})") from error
    if b"\0" in content[:1024] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CapturesError(f"{name}: this is no HTML page")
    address = url or _address_in(content)
    if not address:
        raise NoAddressError(f"{name}: the page does not name its address; give it with --url")
    return Page(url=address, body=content, fetched=fetched or dt.datetime.now(dt.UTC), content_type="text/html")


def _address_in(body: bytes) -> str:
    saved = SAVED_FROM.search(body[:4096])
    if saved:
        return saved[1].decode("ascii", "ignore")
    for pattern in (
        rb"""<link\b[^>]*\brel=["']?canonical\b[^>]*>""",
        rb"""<meta\b[^>]*\bproperty=["']?og:url\b[^>]*>""",
    ):
        tag = re.search(pattern, body[:200_000], re.IGNORECASE)
        address = re.search(rb"""(?:href|content)=["']?(https?://[^"'\s>]+)""", tag[0], re.IGNORECASE) if tag else None
        if address:
            return address[1].decode("utf-8", "ignore").replace("&amp;", "&")
    return ""
