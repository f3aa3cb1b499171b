"""Read pages from WARC, WACZ and saved HTML files, with a reason for every record that is skipped.

Takes files compressed by record, in one piece or not at all, with gzip or Zstandard; chunked and compressed payloads;
ARC files too. A record that is damaged or cut off costs that record, not the file, and a page of which a part is
missing is left out: half a text would be taken for a whole one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias
from urllib.parse import urljoin, urlsplit

from warcio.statusandheaders import StatusAndHeadersParser

from scraper.captures import cdxj, journal_records, payload, publication_records, takedown_records, withheld_records
from scraper.captures.edition_records import (
    ASKED,
    ASKED_AT,
    IMAGE,
    INDEX,
    LISTED_IN,
    MEMENTO,
    METHOD,
    MISSING,
    NOT_MODIFIED,
    ORDER,
    PART,
    ROLE,
    SAID_BY,
    SCHEME,
    TEASER,
    asked_from_json,
    from_json,
    key_at,
)
from scraper.captures.http_headers import ENCODINGS, headers_of
from scraper.captures.mhtml import is_mhtml
from scraper.captures.publication_records import PublicationFile
from scraper.captures.record_headers import PADDING
from scraper.captures.records import Record, Unreadable, digest_agrees, records
from scraper.captures.saved_pages import (
    HTML_ENDINGS,
    CapturesError,
    CutOffError,
    EmptyPageError,
    NoAddressError,
    page_in,
)
from scraper.captures.unpacked import GZIP, SKIPPABLE, ZSTD, Metered, TooMuchWorkError
from scraper.captures.wacz import MemberError, members
from scraper.captures.withheld_records import WITHHELD
from scraper.items import (
    AskedDays,
    ClosedEdition,
    Exchange,
    JournalEntry,
    ListedEdition,
    Memento,
    Page,
    Rejected,
    Revisit,
    Takedown,
    WithheldStory,
)
from scraper.limits import PAGE_BYTES, SAVED_BYTES
from scraper.permissions import documents
from scraper.permissions.documents import Kind
from scraper.reading import may_hold_story, media_type
from scraper.reasons import Code, Reason
from scraper.urls import is_web_address

WARC_ENDINGS = tuple(f".{kind}{packed}" for kind in ("warc", "arc") for packed in ("", ".gz", ".zst"))
ENDINGS = (*WARC_ENDINGS, ".wacz", *HTML_ENDINGS)
# How earlier versions wrote down a page that asks not to be archived: this, a link to it and its headline.
EARLIER_WITHHELD = (
    b'<!doctype html><meta charset="utf-8"><meta name="robots" content="noarchive"><link rel="canonical" href='
)
_DATE = re.compile(
    r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:[T ]?(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d+)?)?)?)?)?)? ?(Z|[+-]\d\d:?\d\d)?", re.I
)
_HTTP_HEADERS = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)
_EMPTY_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_OF_CHUNKS = re.compile(rb"(?mi)^(?:Transfer-Encoding|Content-Length):[^\n]*\n(?:[ \t][^\n]*\n)*")
LONGEST_HTTP_HEADER = 256_000  # bytes; servers send some hundred


class _OddRecordError(Exception):
    """A record that holds nothing that could be read; the message says why."""


@dataclass(frozen=True, slots=True)
class FetchedImage:
    """An image that ``backissues images`` fetched for a story."""

    page: Page


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page of an edition's index, which an edition record behind it was read from.

    ``answers_post``: it was asked for by a POST, so that its address does not say which page it is.
    """

    page: Page
    answers_post: bool = False


@dataclass(frozen=True, slots=True)
class PermissionPage:
    """The answer to a request for a permission document of a host, whatever its status; 0: no answer came."""

    kind: Kind
    page: Page


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A page of a story beside its first one; ``read`` gives it with that."""

    page: Page
    role: str


WRITTEN_DOWN = (ListedEdition, ClosedEdition, AskedDays, PublicationFile, PermissionPage)  # with the moment of that
Content: TypeAlias = (
    Page
    | StoryPart
    | IndexPage
    | PermissionPage
    | WithheldStory
    | FetchedImage
    | Revisit
    | ListedEdition
    | ClosedEdition
    | AskedDays
    | PublicationFile
    | Takedown
    | JournalEntry
    | Rejected
)


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
        elif path.exists():
            raise CapturesError(f"{path}: a pipe or a device; write what it gives to a file, and import that")
        else:
            raise CapturesError(f"{path}: no such file")
    return found


def size_of(file: Path) -> int:
    """How many bytes a file has; 0 of one that has gone away."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def read(path: Path, *, url: str = "") -> Iterator[Read]:
    """Everything in one file, record by record; a story in several pages is one page with the others.

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
        content = next(iter(_of_records(Metered(record), path.name, dt.datetime.min.replace(tzinfo=dt.UTC)))).content
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
            moment = _moment(record.fields.get("warc-date", ""))
            if url.startswith(publication_records.SCHEME) and moment:
                found = _publication_file(record, url)
                if isinstance(found, PublicationFile):
                    yield moment, found


def _read(path: Path, *, url: str) -> Iterator[Read]:
    """Every record of a file by itself."""
    name = path.name.lower()
    modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    with path.open("rb") as stream:
        head = stream.read(8192)
        stream.seek(0)
        begin = head.lstrip(PADDING)
        is_zip = head.startswith(b"PK\x03\x04")
        is_records = not is_zip and (
            begin.startswith((GZIP, ZSTD, b"WARC/")) or SKIPPABLE.match(head) or name.endswith(WARC_ENDINGS)
        )
        if name.endswith(HTML_ENDINGS):
            yield _saved_page(path, stream, url, modified)
        elif not head:
            raise CapturesError(f"{path}: the file is empty")
        elif url and (is_zip or is_records):
            raise CapturesError(f"{path}: its records name their addresses; leave out --url")
        elif is_zip:
            yield from _wacz(path, stream, modified)
        elif is_records:
            yield from _of_records(Metered(stream), path.name, modified)
        elif re.search(rb"(?i)<(!doctype html|html|head|body)", head) or is_mhtml(head):
            yield _saved_page(path, stream, url, modified)
        else:
            raise CapturesError(f"{path}: neither a WARC nor a WACZ nor an HTML file")


def _wacz(path: Path, stream: BinaryIO, modified: dt.datetime) -> Iterator[Read]:
    """The records of a WACZ file's WARC files, read where they are; a member that cannot be read costs itself."""
    for member in members(path, stream, WARC_ENDINGS):
        name = f"{path.name}/{member.name}"
        try:
            yield from _of_records(member.opened(), name, modified)
        except (MemberError, TooMuchWorkError, zipfile.BadZipFile, EOFError, zlib.error) as error:
            reason = Reason(code=Code.UNREADABLE, text=f"{error or 'it ends too early'}"[:300])
            yield Read(
                content=Rejected(url=name, reason=reason), file=name, offset=member.offset, progress=stream.tell()
            )


def _of_records(stream: Metered, name: str, modified: dt.datetime) -> Iterator[Read]:
    """What the records of a file hold.

    :param modified: the file's own time, for a record that no other tells.
    """
    moment = modified
    for record in records(stream):
        if isinstance(record, Unreadable):
            what = f"the record of {record.url}" if record.url else "what begins"
            text = f"{what} at byte {record.offset:,}: {record.why}"
            rejected = Rejected(url=name, reason=Reason(code=Code.UNREADABLE, text=text[:300]))
            yield Read(content=rejected, file=name, offset=record.offset, progress=record.progress)
            continue
        moment = _moment(record.fields.get("warc-date", "")) or moment
        if record.fields["warc-type"].lower() == "request":  # what its answer holds stands beside it
            continue
        try:
            content = _content(record, moment)
        except _OddRecordError as error:
            reason = Reason(code=Code.UNREADABLE, text=str(error)[:300])
            content = Rejected(url=record.fields["warc-target-uri"], reason=reason)
        written = moment if isinstance(content, WRITTEN_DOWN) else None
        yield Read(
            content=content,
            file=name,
            written=written,
            ordered=_moment(record.fields.get(ORDER.lower(), "")) if written else None,
            said_by=record.fields.get(SAID_BY.lower(), "") if written else "",
            offset=record.offset,
            length=record.length,
            progress=record.progress,
        )


def _content(record: Record, moment: dt.datetime) -> Content:
    """What a record holds.

    :param moment: its date, or that of the record before where it has none.
    """
    fields = record.fields
    kind = fields["warc-type"].lower()
    url = _with_lower_scheme(fields["warc-target-uri"])
    if kind == "metadata" and url.startswith(SCHEME):
        return _edition(record, url)
    if kind == "metadata" and url.startswith(takedown_records.SCHEME):
        return _takedown(record, url)
    if kind == "metadata" and url.startswith(publication_records.SCHEME):
        return _publication_file(record, url)
    if kind == "metadata" and url.startswith(journal_records.SCHEME):
        return _journal(record, url)
    if kind == "metadata" and url.startswith(ASKED):
        return _asked(record, url)
    role = fields.get(ROLE.lower(), "")
    if kind == "metadata" and role in documents.ROLES and is_web_address(url):
        return PermissionPage(Kind(role), Page(url=url, body=record.content, fetched=moment, status=0))
    if kind not in ("response", "resource", "conversion", "revisit"):
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind=f"{kind} record"))
    if not url.startswith(("http://", "https://")):
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind=f"{url.partition(':')[0]} address"))
    if kind == "revisit" and role == INDEX:
        return Rejected(url=url, reason=Reason(code=Code.NOT_A_PAGE, kind="index of an edition, as it was before"))
    if kind == "revisit":
        return Revisit(
            url=url,
            fetched=moment,
            original=_with_lower_scheme(fields.get("warc-refers-to-target-uri", "").strip("<>") or url),
            digest=fields.get("warc-payload-digest", ""),
            not_modified=fields.get("warc-profile", "").strip("<>") == NOT_MODIFIED,
        )
    requested = _with_lower_scheme(fields.get("warc-requested-uri", "")) or url
    if not (_is_address(url) and _is_address(requested)):
        raise _OddRecordError("its address is none")
    ordered = _moment(fields.get(ORDER.lower(), ""))
    listed_in = key_at(fields.get(LISTED_IN.lower(), ""))
    memento = _memento(fields)
    if role == WITHHELD:
        page = Page(
            url=url,
            body=b"",
            fetched=moment,
            ordered=ordered,
            requested_url=requested,
            listed_in=listed_in,
            memento=memento,
        )
        return _withheld(record, page)
    status, content_type, raw = 200, fields.get("content-type", ""), record.content
    http: Mapping[str, str] = {}
    head = b""
    if kind == "response" and raw and not raw.lstrip().startswith(b"<"):  # ARC files have answers without headers
        status, http, body = _http(raw)
        head, raw = raw[: len(raw) - len(body)], body
        content_type = http.get("content-type", "")
        if not _is_precise(fields.get("warc-date", "")) and "date" in http:
            moment = _http_date(http["date"]) or moment
    document = Kind(role) if role in documents.ROLES else documents.kind_at(requested, media_type(content_type))
    if document and status >= 400:
        page = Page(url=url, body=b"", fetched=moment, status=status, requested_url=requested, headers=http)
        return PermissionPage(document, page)
    if not 200 <= status < 300:
        if 300 <= status < 400:
            where = _redirect(url, http.get("location", ""))
            return Rejected(url=url, reason=Reason(code=Code.REDIRECT, status=status, url=where))
        return Rejected(url=url, reason=Reason(code=Code.ERROR_STATUS, status=status))
    if not document and role not in (IMAGE, INDEX) and not may_hold_story(content_type):
        return Rejected(url=url, reason=Reason(code=Code.NOT_HTML, kind=media_type(content_type)))
    if not record.is_whole:
        return Rejected(url=url, reason=Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES))
    try:
        found = payload.decoded(raw, http, most=PAGE_BYTES)
    except payload.WrongCodingError as error:
        return Rejected(url=url, reason=Reason(code=Code.WRONG_ENCODING, kind=error.coding, text=str(error)))
    except payload.UnknownCodingError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNKNOWN_ENCODING, kind=str(error)))
    if len(found.body) > PAGE_BYTES:
        return Rejected(url=url, reason=Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES))
    if missing := _missing(record, status, http, found):
        return Rejected(url=url, reason=Reason(code=Code.CUT_OFF, text=missing))
    if _is_altered(record, raw, found.body):
        return Rejected(url=url, reason=Reason(code=Code.DAMAGED, text="its digest is that of other bytes"))
    page = Page(
        url=url,
        body=found.body,
        content_type=content_type,
        fetched=moment,
        status=status,
        requested_url=requested,
        headers={name: value for name, value in http.items() if name not in ENCODINGS},
        missing=fields.get(MISSING.lower(), ""),
        ordered=ordered,
        withheld=kind == "conversion" and found.body.startswith(EARLIER_WITHHELD),
        listed_in=listed_in,
        memento=memento,
        exchange=_exchange(head, raw, http, found.body) if head and memento is None else None,
    )
    if document:
        return PermissionPage(document, page)
    if role == INDEX:
        return IndexPage(page, answers_post=fields.get(METHOD.lower(), "") == "POST")
    if role in (PART, TEASER):
        return StoryPart(page, role)
    return FetchedImage(page) if role == IMAGE else page


def _exchange(head: bytes, raw: bytes, http: Mapping[str, str], body: bytes) -> Exchange:
    """An answer as a record has it, without its transfer coding; its request is in another record."""
    if "transfer-encoding" in http:
        raw, _ = payload.dechunked(raw)
        head = _OF_CHUNKS.sub(b"", head)
    return Exchange(request=b"", head=head, body=raw, sha256=hashlib.sha256(body).hexdigest())


def _memento(fields: Mapping[str, str]) -> Memento | None:
    """The copy in a web archive that a record says it is; None where it says nothing, or nothing that can be so."""
    url, asked = fields.get(MEMENTO.lower(), ""), _moment(fields.get(ASKED_AT.lower(), ""))
    return Memento(url=url, asked=asked) if asked and is_web_address(url) else None


def _edition(record: Record, url: str) -> ListedEdition | ClosedEdition | Rejected:
    try:
        return from_json(record.content)
    except (ValueError, AttributeError, RecursionError) as error:
        return Rejected(url=url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:120]))


def _asked(record: Record, url: str) -> AskedDays | Rejected:
    try:
        return asked_from_json(record.content)
    except ValueError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:120]))


def _journal(record: Record, url: str) -> JournalEntry | Rejected:
    try:
        return journal_records.from_json(record.content)
    except ValueError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:300]))


def _takedown(record: Record, url: str) -> Takedown | Rejected:
    try:
        return takedown_records.from_json(record.content)
    except ValueError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:120]))


def _publication_file(record: Record, url: str) -> PublicationFile | Rejected:
    try:
        return publication_records.from_json(record.content)
    except ValueError as error:
        return Rejected(url=url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:120]))


def _withheld(record: Record, page: Page) -> WithheldStory | Rejected:
    try:
        return withheld_records.from_json(record.content, page)
    except (ValueError, RecursionError) as error:
        return Rejected(url=page.url, reason=Reason(code=Code.UNREADABLE, text=str(error)[:120]))


def _http(content: bytes) -> tuple[int, dict[str, str], bytes]:
    """The status of an HTTP response, its headers, names in lower case, and its body as sent.

    :raises _OddRecordError: its headers are longer than any server sends.
    """
    end = _EMPTY_LINE.search(content, 0, LONGEST_HTTP_HEADER)
    if end is None and len(content) > LONGEST_HTTP_HEADER:
        raise _OddRecordError(f"its HTTP headers are longer than {LONGEST_HTTP_HEADER:,} bytes")
    head, body = (content[: end.end()], content[end.end() :]) if end else (content, b"")
    parsed = _HTTP_HEADERS.parse(io.BytesIO(head))
    code = parsed.get_statuscode() or ""
    return int(code) if re.fullmatch(r"[0-9]{1,3}", code) else 0, headers_of(parsed.headers), body


def _redirect(url: str, location: str) -> str:
    """The address to which a redirect leads; as it stands there where it is none."""
    try:
        return urljoin(url, location) if location else ""
    except ValueError:  # an unclosed bracket
        return location[:200]


def _missing(record: Record, status: int, http: Mapping[str, str], found: payload.Payload) -> str:
    """What is missing of a page; empty where it is whole."""
    if missing := payload.missing_part(status, http):
        return missing
    if payload.ends_as_page(found.body):
        return ""
    if truncated := record.fields.get("warc-truncated", ""):
        return f"WARC-Truncated: {truncated}"
    if record.fields.get("warc-segment-number", ""):
        return "the first of several segments"
    return found.cut


def _is_altered(record: Record, raw: bytes, body: bytes) -> bool:
    """Whether the bytes of a page are others than those that were captured.

    The digest of a payload is taken over the body as it was sent, or without its transfer coding, or without any
    coding; and programs rewrite headers. So a page counts as altered only where none of its digests agrees.
    """
    label = record.fields.get("warc-payload-digest", "")
    if record.agrees is not False or digest_agrees(label, raw) is None:
        return record.agrees is False
    return not any(digest_agrees(label, form) for form in (raw, payload.dechunked(raw)[0], body))


def _is_address(url: str) -> bool:
    """Whether an address has the parts of one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # an unclosed bracket, a port that is none
        return False


def _with_lower_scheme(url: str) -> str:
    scheme, colon, rest = url.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def holds_data(page: Page) -> bool:
    """Whether a page is of a type that is a story only where an index lists it, such as JSON."""
    kind = media_type(page.content_type)
    if kind in ("text/html", "application/xhtml+xml"):
        return False
    is_vague = kind in ("", "text/plain", "application/octet-stream", "unk", "no-type")
    return not (is_vague and re.search(rb"(?i)<(!doctype html|html|head|body)", page.body[:2048]))


def not_html(page: Page) -> Rejected:
    """Why a page of another type than HTML is left out."""
    return Rejected(url=page.url, reason=Reason(code=Code.NOT_HTML, kind=media_type(page.content_type)))


def _is_precise(date: str) -> bool:
    """Whether a WARC-Date has an hour; WARC 1.1 allows a month or a year alone."""
    match = _DATE.fullmatch(date.strip())
    return match is not None and match[4] is not None


def _moment(date: str) -> dt.datetime | None:
    """A WARC-Date (ISO 8601 in any precision, or 12 or 14 digits as in ARC files); None where there is none."""
    match = _DATE.fullmatch(date.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    text = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{fraction or ''}"
    try:
        return _in_utc(dt.datetime.fromisoformat(text + (zone or "Z").upper()))
    except ValueError:
        return None


def _http_date(text: str) -> dt.datetime | None:
    """The moment of a Date header (RFC 9110, section 5.6.7); None where it is none."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else _in_utc(moment)


def _in_utc(moment: dt.datetime) -> dt.datetime | None:
    """The moment in UTC; None where that is before the year 1 or after 9999."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return None


def _saved_page(path: Path, stream: BinaryIO, url: str, modified: dt.datetime) -> Read:
    content: Page | Rejected
    try:
        found = stream.read(SAVED_BYTES + 1)
        if len(found) > SAVED_BYTES:
            raise CapturesError(f"{path.name}: longer than {SAVED_BYTES:,} bytes")
        content = page_in(found, path.name, url=url, fetched=modified)
    except NoAddressError:
        content = Rejected(url=path.name, reason=Reason(code=Code.NO_ADDRESS))
    except EmptyPageError:
        content = Rejected(url=path.name, reason=Reason(code=Code.EMPTY_PAGE))
    except CutOffError as error:
        content = Rejected(url=path.name, reason=Reason(code=Code.CUT_OFF, text=_behind_name(error)))
    except CapturesError as error:
        content = Rejected(url=path.name, reason=Reason(code=Code.UNREADABLE, text=_behind_name(error)))
    return Read(content=content, file=path.name, progress=size_of(path))


def _behind_name(error: CapturesError) -> str:
    return str(error).partition(": ")[2]
