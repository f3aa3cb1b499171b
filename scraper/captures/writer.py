"""Write pages as WARC records: Page -> record in a WARC file -> Capture.

ISO 28500 (WARC 1.1), one gzip member a record, so that a capture's offset and length cut out exactly its record.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import http.client
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import scraper
from scraper import durable
from scraper.captures import journal_records, publication_records, takedown_records, withheld_records
from scraper.captures.edition_records import (
    ASKED,
    ASKED_AT,
    CUT,
    IDENTICAL,
    LISTED_IN,
    MEMENTO,
    METHOD,
    MISSING,
    MOMENT_BY,
    NOT_MODIFIED,
    ORDER,
    PART,
    ROLE,
    SAID_BY,
    TEASER,
    address,
    asked_to_json,
    to_json,
)
from scraper.captures.http_headers import ENCODINGS, LINE_BY_LINE
from scraper.captures.publication_records import PublicationFile
from scraper.captures.withheld_records import WITHHELD
from scraper.items import (
    AskedDays,
    Capture,
    ClosedEdition,
    Exchange,
    JournalEntry,
    ListedEdition,
    Page,
    Post,
    Revisit,
    Story,
    Takedown,
    WithheldStory,
)
from scraper.permissions import documents
from scraper.permissions.documents import Kind

_IN_NAMES = "%Y%m%dT%H%M%S"
_MOMENT = re.compile(r"(\d{8}T\d{6})-")
MAX_FILE = 1_000_000_000  # bytes; the size web archives cut their files at


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRecord:
    """A WARC record in its gzip member of this length, and that of its request behind it, ready to be written.

    ``sha256`` is that of the page's body.
    """

    page: Page
    packed: bytes
    length: int
    sha256: str


class CaptureWriter:
    """Writes one run's captures to files of its own in ``folder``, made when the first page comes.

    A record is written before its Capture is returned. ``sync`` waits until the disk has all of them; it is called
    before rows that refer to them are committed, so no row can outlive its capture, not even a loss of power.
    """

    def __init__(self, folder: Path, run: str) -> None:
        self.folder = folder
        self.run = f"{run}-{os.getpid()}"
        self.name = ""  # of its files, without their number: the moment of the first, and the run
        self.number = 0
        self.names: set[str] = set()  # of the files that were written
        self.stream: io.FileIO | None = None  # without a buffer: what is written is with the operating system
        self._is_synced = True
        self._lost: OSError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def sync(self) -> None:
        """Wait until the disk has every record that was written.

        :raises OSError: it cannot have them. Every later call raises it as well, though the operating system reports
            such an error once and then forgets the bytes (https://wiki.postgresql.org/wiki/Fsync_Errors).
        """
        if self._lost:
            raise self._lost
        if self.stream is None or self._is_synced:
            return
        try:
            os.fsync(self.stream.fileno())
        except OSError as error:
            self._lost = OSError(error.errno, error.strerror, self.stream.name)
            raise self._lost from error
        self._is_synced = True

    def close(self) -> None:
        """Sync the file to disk and close it."""
        if self.stream:
            try:
                if not self._lost:  # that was told
                    self.sync()
            finally:
                self.stream.close()
                self.stream = None

    def page(self, page: Page, *, role: str = "") -> Capture:
        """Write a page as fetched, as a response record with its request; of a story its other pages first.

        :param role: what it was fetched for, if not for its story (``edition_records.INDEX``, ``IMAGE``).
        :returns: where the record is.
        """
        for teaser in page.teasers:
            self.append(page_record(teaser, role=TEASER))
        for part in page.further:
            self.append(page_record(part, role=PART))
        return self.append(page_record(page, role=role))

    def withheld(self, page: Page, story: Story, sha256: str = "") -> Capture:
        """Write what may be kept of a page that asks not to be archived: its story's headline, address and dates.

        :param sha256: the hash of the page's body, where that is not at hand.
        """
        sha256 = sha256 or hashlib.sha256(page.body).hexdigest()
        content = withheld_records.to_json(WithheldStory(story=story, page=page, sha256=sha256))
        packed = _record("conversion", page, content, content_type="application/json", role=WITHHELD)
        return self.append(replace(packed, sha256=sha256))

    def document(self, kind: Kind, page: Page, *, said_by: str = "") -> Capture:
        """Write a permission document of a host as it was answered, or that no answer came (status 0).

        :param said_by: the imported file that says so, where nobody here has seen it.
        """
        body = documents.kept(page.status, page.body)
        further = {SAID_BY: said_by} if said_by else {}
        if body != page.body:
            further["WARC-Truncated"] = "length" if body else "unspecified"
        page = replace(page, body=body)
        if not page.status:
            return self.append(
                _record("metadata", page, body, content_type="application/json", role=kind, further=further)
            )
        return self.append(page_record(page, role=kind, further=further))

    def edition(
        self,
        edition: ListedEdition | ClosedEdition,
        moment: dt.datetime,
        *,
        ordered: dt.datetime | None = None,
        said_by: str = "",
    ) -> None:
        """Write what an index listed, or how an edition's collection ended, as a metadata record.

        :param moment: when that was so.
        :param ordered: where that stands among others, if the moment is in doubt.
        :param said_by: the imported file that says so, where nobody here has seen it.
        """
        content = to_json(edition)
        page = Page(url=address(edition.key), body=content, fetched=moment, ordered=ordered)
        further = {SAID_BY: said_by} if said_by else {}
        self.append(_record("metadata", page, content, content_type="application/json", further=further))

    def asked(self, asked: AskedDays, moment: dt.datetime) -> None:
        """Write that these days of a newspaper were asked for, as a metadata record."""
        content = asked_to_json(asked)
        page = Page(url=f"{ASKED}{asked.publication}", body=content, fetched=moment)
        self.append(_record("metadata", page, content, content_type="application/json"))

    def publication_file(self, file: PublicationFile, moment: dt.datetime) -> Capture:
        """Write what a newspaper's file says, as a metadata record."""
        content = publication_records.to_json(file)
        page = Page(url=f"{publication_records.SCHEME}{file.slug}", body=content, fetched=moment)
        return self.append(_record("metadata", page, content, content_type="application/json"))

    def takedown(self, takedown: Takedown) -> None:
        """Write that a story was removed on request, as a metadata record."""
        content = takedown_records.to_json(takedown)
        page = Page(url=f"{takedown_records.SCHEME}{takedown.key}", body=content, fetched=takedown.removed)
        self.append(_record("metadata", page, content, content_type="application/json"))

    def journal(self, entry: JournalEntry) -> None:
        """Write what was done to a story on request, as a metadata record."""
        content = journal_records.to_json(entry)
        page = Page(url=f"{journal_records.SCHEME}{entry.key}", body=content, fetched=entry.moment)
        self.append(_record("metadata", page, content, content_type="application/json"))

    def revisit(self, revisit: Revisit, *, role: str = "", exchange: Exchange | None = None) -> None:
        """Write that a page was fetched again with the bytes of an earlier fetch, as a revisit record.

        :param role: as of a page.
        :param exchange: what was asked and answered.
        """
        page = Page(url=revisit.url, body=b"", fetched=revisit.fetched, exchange=exchange)
        profile = NOT_MODIFIED if revisit.not_modified else IDENTICAL
        further = {"WARC-Profile": profile, "WARC-Refers-To-Target-URI": revisit.original}
        if revisit.digest:
            further["WARC-Payload-Digest"] = revisit.digest
        kind = "application/http; msgtype=response"
        head = _Head(exchange.head) if exchange else None
        self.append(_record("revisit", page, b"", content_type=kind, http_headers=head, role=role, further=further))

    def append(self, record: PackedRecord) -> Capture:
        """Write a record that is made already.

        :returns: where it is.
        """
        stream = self._open()
        offset = stream.tell()
        self._is_synced = False
        _write(stream, record.packed)
        page = record.page
        return Capture(
            url=page.url,
            fetched=page.fetched,
            sha256=record.sha256,
            file=Path(stream.name).name,
            offset=offset,
            length=record.length,
            status=page.status,
            content_type=page.content_type,
            ordered=page.ordered,
            memento=page.memento,
        )

    def _open(self) -> io.FileIO:
        if self.stream and self.stream.tell() > MAX_FILE:
            self.close()
            self.number += 1
        if self.stream is None:
            durable.make_folder(self.folder)
            self.name = self.name or f"{_moment_of_name(self.folder, dt.datetime.now(dt.UTC))}-{self.run}"
            path = self.folder / f"{self.name}-{self.number:05}.warc.gz"
            self.names.add(path.name)
            stream = path.open("xb", buffering=0)
            try:
                _write(stream, _file_record(path.name))
                durable.sync_folder(self.folder)
            except BaseException:
                stream.close()
                path.unlink()
                raise
            self.stream, self._is_synced = stream, False
        return self.stream


def _moment_of_name(folder: Path, now: dt.datetime) -> str:
    """A moment for the name of a new file that comes after those of all others in the folder; now where it can be.

    So the order of the names is that in which the files were written, also where the clock was set back, and a rebuild
    reads them in it.
    """
    last = max((match[1] for file in folder.glob("*.warc.gz") if (match := _MOMENT.match(file.name))), default="")
    if last >= f"{now:{_IN_NAMES}}":
        with contextlib.suppress(ValueError, OverflowError):  # somebody gave a file that name
            now = dt.datetime.fromisoformat(f"{last}Z") + dt.timedelta(seconds=1)
    return f"{now:{_IN_NAMES}}"


def _write(stream: io.FileIO, data: bytes) -> None:
    """Write a record as a whole; of one that cannot be written nothing stays, so that others may follow."""
    begin = stream.tell()
    try:
        left = memoryview(data)
        while left:
            left = left[stream.write(left) :]
    except BaseException:
        with contextlib.suppress(OSError):
            stream.seek(begin)
            stream.truncate()
        raise


def _file_record(name: str) -> bytes:
    """The record that a WARC file begins with: which program wrote it."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    about = {"software": f"backissues {scraper.__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return stream.getvalue()


def page_record(page: Page, *, role: str = "", further: Mapping[str, str] = MappingProxyType({})) -> PackedRecord:
    """Make the response record of a page (pure: of a large page in a thread, since packing it takes its time).

    :param role: what it was fetched for, if not for its story.
    :param further: more headers of the record.
    """
    sent = page.exchange
    if sent and sent.sha256 and sent.sha256 == hashlib.sha256(page.body).hexdigest():
        return _record("response", page, sent.body, http_headers=_Head(sent.head), role=role, further=further)
    headers = [
        (name.title(), line)
        for name, value in page.headers.items()
        if name not in ENCODINGS
        for line in (value.split("\n") if name == LINE_BY_LINE else [value])
    ]
    if "content-type" not in page.headers and page.content_type:
        headers.append(("Content-Type", page.content_type))
    status_line = StatusAndHeaders(f"{page.status} {_phrase(page.status)}", _one_line(headers), protocol="HTTP/1.1")
    return _record("response", page, page.body, http_headers=status_line, role=role, further=further)


def _record(
    kind: str,
    page: Page,
    content: bytes,
    *,
    http_headers: StatusAndHeaders | None = None,
    content_type: str = "",
    role: str = "",
    further: Mapping[str, str] = MappingProxyType({}),
) -> PackedRecord:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    headers = {"WARC-Date": _date(page.fetched)}
    if role:
        headers[ROLE] = role
    if page.ordered:
        headers[ORDER] = _date(page.ordered)
    if page.post:
        headers[METHOD] = "POST"
    if page.missing:
        headers[MISSING] = page.missing
    if page.cut:
        headers |= {"WARC-Truncated": "unspecified", CUT: page.cut}
    if page.moment_by:
        headers[MOMENT_BY] = page.moment_by
    if page.memento:
        headers |= {MEMENTO: page.memento.url, ASKED_AT: _date(page.memento.asked)}
    if page.listed_in:
        headers[LISTED_IN] = address(page.listed_in)
    if page.requested_url and page.requested_url != page.url:
        headers["WARC-Requested-URI"] = page.requested_url  # as heritrix and others name it
    headers |= further
    record = writer.create_warc_record(
        page.url,
        kind,
        payload=io.BytesIO(content),
        length=None if http_headers else len(content),
        warc_content_type=content_type,
        http_headers=http_headers,
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    length = stream.tell()
    if kind in ("response", "revisit") and (page.post or (page.exchange and page.exchange.request)):
        writer.write_record(_request(writer, page, record.rec_headers.get_header("WARC-Record-ID")))
    sha256 = hashlib.sha256(page.body).hexdigest()
    return PackedRecord(page=page, packed=stream.getvalue(), length=length, sha256=sha256)


def _date(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The first lines of a request or an answer, written byte by byte as they were sent."""

    def __init__(self, head: bytes) -> None:
        super().__init__(head.partition(b"\r\n")[0].decode("latin-1"), [])
        self.head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """What warcio writes."""
        self.headers_buff = self.head


def _request(writer: WARCWriter, page: Page, response: str) -> Any:
    """The request record of a page, as it was sent; of one that is known no more by what a POST sent."""
    post = page.post or Post(content_type="", body=b"")
    sent = page.exchange
    url = page.url if sent else page.requested_url or page.url
    return writer.create_warc_record(
        url,
        "request",
        payload=io.BytesIO(post.body),
        http_headers=_Head(sent.request) if sent else _post_head(url, post),
        warc_headers_dict={"WARC-Date": _date(page.fetched), "WARC-Concurrent-To": response},
    )


def _post_head(url: str, post: Post) -> StatusAndHeaders:
    parts = urlsplit(url)
    headers = [
        ("Host", parts.netloc),
        ("Content-Type", post.content_type),
        ("Content-Length", str(len(post.body))),
    ]
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return StatusAndHeaders(f"POST {target} HTTP/1.1", _one_line(headers), is_http_request=True)


def _phrase(status: int) -> str:
    return http.client.responses.get(status, "Unknown")


def _one_line(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as a WARC record can carry them: one line each, in ASCII."""
    return [
        (name, " ".join(value.encode("ascii", "replace").decode("ascii").split()))
        for name, value in headers
        if name.isascii()
    ]
