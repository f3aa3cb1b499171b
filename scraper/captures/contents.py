"""What a record holds: a page or a part of one, what was written down of editions, or why it holds nothing (pure)."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from warcio.statusandheaders import StatusAndHeadersParser

from scraper.captures import (
    journal_records,
    payload,
    publication_records,
    takedown_records,
    withheld_records,
)
from scraper.captures.edition_records import (
    ASKED,
    ASKED_AT,
    CUT,
    IMAGE,
    INDEX,
    LISTED_IN,
    MEMENTO,
    METHOD,
    MISSING,
    MOMENT_BY,
    NOT_MODIFIED,
    ORDER,
    PART,
    ROLE,
    SCHEME,
    TEASER,
    asked_from_json,
    from_json,
    key_at,
)
from scraper.captures.http_headers import ENCODINGS, headers_of
from scraper.captures.moments import Moments, moment_of
from scraper.captures.publication_records import PublicationFile
from scraper.captures.records import Record, digest_agrees
from scraper.captures.withheld_records import WITHHELD
from scraper.items import (
    AskedDays,
    ClosedEdition,
    Exchange,
    JournalEntry,
    ListedEdition,
    Memento,
    MomentBy,
    Page,
    Rejected,
    Revisit,
    Takedown,
    WithheldStory,
)
from scraper.limits import PAGE_BYTES
from scraper.permissions import documents
from scraper.permissions.documents import Kind
from scraper.reading import may_hold_story, media_type
from scraper.reasons import Code, Reason
from scraper.urls import is_web_address

# How earlier versions wrote down a page that asks not to be archived: this, a link to it and its headline.
EARLIER_WITHHELD = (
    b'<!doctype html><meta charset="utf-8"><meta name="robots" content="noarchive"><link rel="canonical" href='
)

_HTTP_HEADERS = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)
_EMPTY_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_OF_CHUNKS = re.compile(rb"(?mi)^(?:Transfer-Encoding|Content-Length):[^\n]*\n(?:[ \t][^\n]*\n)*")
LONGEST_HTTP_HEADER = 256_000  # bytes; servers send some hundred


class OddRecordError(Exception):
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


def content_of(record: Record, moments: Moments) -> Content:
    """What a record holds.

    :param moments: what tells its moment.
    :raises OddRecordError: nothing that could be read.
    """
    fields = record.fields
    date = fields.get("warc-date", "")
    moment, moment_by = moments.of(date)
    kind = fields["warc-type"].lower()
    url = _with_lower_scheme(fields["warc-target-uri"])
    if kind == "metadata" and url.startswith(SCHEME):
        return _edition(record, url)
    if kind == "metadata" and url.startswith(takedown_records.SCHEME):
        return _takedown(record, url)
    if kind == "metadata" and url.startswith(publication_records.SCHEME):
        return publication_file(record, url)
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
        raise OddRecordError("its address is none")
    ordered = moment_of(fields.get(ORDER.lower(), ""))
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
            moment_by=_moment_by(fields) or moment_by,
        )
        return _withheld(record, page)
    status, content_type, raw = 200, fields.get("content-type", ""), record.content
    http: Mapping[str, str] = {}
    head = b""
    if kind == "response" and raw and not raw.lstrip().startswith(b"<"):  # ARC files have answers without headers
        status, http, body = _http(raw)
        head, raw = raw[: len(raw) - len(body)], body
        content_type = http.get("content-type", "")
        moment, moment_by = moments.of(date, http.get("date", ""))
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
    cut = fields.get(CUT.lower(), "") or _missing(record, status, http, found)
    altered = _is_altered(record, raw, found.body)
    if cut and (document or role in (IMAGE, INDEX) or altered or not found.is_beginning or _begins_later(status, http)):
        return Rejected(url=url, reason=Reason(code=Code.CUT_OFF, text=cut))
    if altered:
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
        cut=cut,
        moment_by=_moment_by(fields) or moment_by,
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


def _moment_by(fields: Mapping[str, str]) -> MomentBy | None:
    """What an earlier import found the date of a record to rest on; None where it says so itself."""
    stated = fields.get(MOMENT_BY.lower(), "")
    return MomentBy(stated) if stated in tuple(MomentBy) else None


def _exchange(head: bytes, raw: bytes, http: Mapping[str, str], body: bytes) -> Exchange:
    """An answer as a record has it, without its transfer coding; its request is in another record."""
    if "transfer-encoding" in http:
        raw, _ = payload.dechunked(raw)
        head = _OF_CHUNKS.sub(b"", head)
    return Exchange(request=b"", head=head, body=raw, sha256=hashlib.sha256(body).hexdigest())


def _memento(fields: Mapping[str, str]) -> Memento | None:
    """The copy in a web archive that a record says it is; None where it says nothing, or nothing that can be so."""
    url, asked = fields.get(MEMENTO.lower(), ""), moment_of(fields.get(ASKED_AT.lower(), ""))
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


def publication_file(record: Record, url: str) -> PublicationFile | Rejected:
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

    :raises OddRecordError: its headers are longer than any server sends.
    """
    end = _EMPTY_LINE.search(content, 0, LONGEST_HTTP_HEADER)
    if end is None and len(content) > LONGEST_HTTP_HEADER:
        raise OddRecordError(f"its HTTP headers are longer than {LONGEST_HTTP_HEADER:,} bytes")
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


def _begins_later(status: int, http: Mapping[str, str]) -> bool:
    """Whether a partial answer is another part of the page than its beginning."""
    return status == 206 and not re.match(r"\s*bytes\s+0-|\s*\Z", http.get("content-range", ""), re.IGNORECASE)


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
