"""Mementos: the copies that a web archive has of a page, and which of them is wanted (pure).

    WebArchive(address)      what to ask it for a page: TimeMap, TimeGate, CDX server
    in_time_map, in_headers, in_cdx    the copies that its answer names
    wanted(copies, window)   those to be asked for, the best first
    raw_address(copy)        where a copy is as it was captured, without the archive's own changes

Sources: RFC 7089 (Memento), RFC 8288 and RFC 6690 (links), the CDX servers of pywb ("CDXJ Server API") and of
OpenWayback ("Wayback CDX Server API"), and the addresses of both: a moment of 14 digits, with ``id_`` behind it for a
page as it was captured. A copy is taken from the archive that was named, and from no other to which it may point.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scraper import schedule
from scraper.items import EditionKey
from scraper.publication import Publication

MOST_TRIED = 4  # copies of one page, where the first ones are redirects or errors
MOST_TIME_MAPS = 5  # further ones that a TimeMap leads to (RFC 7089, section 5.1.3)
MOST_LINES = 1_000  # asked of a CDX server
STORY_BEFORE = dt.timedelta(days=7)  # a story may have been on the web before its edition
DIGITS = "%Y%m%d%H%M%S"
# Of "Link" headers and of TimeMaps: <address>; name="value"; name=value, ...
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"<>]*"|[^\s",;<>]+))?)*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))')
_MOMENT_OF = re.compile(r"(/\d{14})(?:[a-z]{2}_)?(/https?:)")


@dataclass(frozen=True, slots=True)
class Window:
    """When a copy must have been made: from ``begin`` on, and before ``end`` if there is one.

    Where there is none later, the last one since ``before`` will do, if that is given.
    """

    begin: dt.datetime
    end: dt.datetime | None = None
    before: dt.datetime | None = None

    def has(self, moment: dt.datetime) -> bool:
        """Whether a copy of this moment may be taken."""
        return (self.before or self.begin) <= moment and (self.end is None or moment < self.end)

    @property
    def middle(self) -> dt.datetime:
        """A moment to which every copy of the window is nearer than any other, if the window ends; else its begin."""
        return self.begin + (self.end - self.begin) / 2 if self.end else self.begin


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a page: its address in the archive, its moment, and its HTTP status where that is known."""

    url: str
    moment: dt.datetime
    status: int | None = None


@dataclass(frozen=True, slots=True)
class TimeMap:
    """The copies that a TimeMap names, and further TimeMaps that may have copies of the window."""

    copies: tuple[Copy, ...]
    further: tuple[str, ...] = ()


class WebArchiveError(ValueError):
    """What was given is no address of a web archive."""


@dataclass(frozen=True, slots=True)
class WebArchive:
    """A web archive by the address behind which it has its copies, such as https://web.archive.org/web/.

    ``cdx`` is the address of its CDX server; that of pywb, behind the first address, unless given.
    """

    address: str
    cdx: str = ""

    @classmethod
    def of(cls, address: str, cdx: str = "") -> WebArchive:
        """The archive at an address that a person wrote.

        :raises WebArchiveError: one of the two is no web address.
        """
        for text in filter(None, (address, cdx)):
            try:
                parts = urlsplit(text.strip())
                is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
            except ValueError:
                is_address = False
            if not is_address or parts.query or parts.fragment:
                raise WebArchiveError(
                    f"'{text}' is no address of a web archive; write one such as https://web.archive.org/web/"
                )
        base = address.strip().rstrip("/") + "/"
        return cls(base, cdx.strip() or f"{base}cdx")

    @property
    def name(self) -> str:
        """Its host, for a person."""
        return urlsplit(self.address).hostname or self.address

    @property
    def addresses(self) -> tuple[str, str]:
        """Where it is asked."""
        return self.address, self.cdx

    def has(self, url: str) -> bool:
        """Whether an address is one of this archive's."""
        return url.startswith(self.address)

    def time_map(self, url: str) -> str:
        """Where all copies of a page are listed."""
        return f"{self.address}timemap/link/{url}"

    def time_gate(self, url: str) -> str:
        """Where the copy is to be had that is the nearest to ``Accept-Datetime``."""
        return f"{self.address}{url}"

    def query(self, url: str, window: Window) -> str:
        """What to ask the CDX server for a page."""
        bounds = {"from": f"{(window.before or window.begin).astimezone(dt.UTC):{DIGITS}}"}
        if window.end:
            bounds["to"] = f"{window.end.astimezone(dt.UTC):{DIGITS}}"
        return f"{self.cdx}?{urlencode({'url': url, 'output': 'json', **bounds, 'limit': MOST_LINES})}"


def raw_address(copy: str) -> str:
    """Where a copy is as it was captured, with the links of its time; empty where that cannot be said."""
    raw, found = _MOMENT_OF.subn(r"\1id_\2", copy, count=1)
    return raw if found else ""


def shown_address(copy: str) -> str:
    """Where a person looks at a copy: the archive's own frame and links are around it."""
    return _MOMENT_OF.sub(r"\1\2", copy, count=1)


def original_address(copy: str, base: str) -> str:
    """The address that a copy is of, where an archive has put its own before it.

    :param base: the original address of the page that names it.
    """
    match = _MOMENT_OF.search(copy)
    return copy[match.end(1) :].partition("/")[2] if match else _joined(base, copy)


def index_window(publication: Publication, key: EditionKey, *, names_day: bool) -> Window:
    """When the copy of an index must have been made, to show an edition.

    :param names_day: its address is that of this day alone; otherwise the next edition takes its place.
    """
    begin = schedule.ready_at(publication, key.date, key.label)
    if names_day:
        return Window(begin)
    following = schedule.next_day(publication, key.date) or key.date + dt.timedelta(days=1)
    return Window(begin, max(begin + dt.timedelta(hours=1), schedule.ready_at(publication, following, key.label)))


def story_window(publication: Publication, key: EditionKey) -> Window:
    """When the copy of a story's page should have been made: the earliest since its edition, or the last before."""
    begin = schedule.ready_at(publication, key.date, key.label)
    return Window(begin, before=begin - STORY_BEFORE)


def wanted(copies: Iterable[Copy], window: Window) -> tuple[Copy, ...]:
    """The copies to be asked for, the best first: the earliest of the window, and then the last ones before it."""
    fit = {copy.moment: copy for copy in copies if window.has(copy.moment) and copy.status in (None, 200)}
    later = [fit[moment] for moment in sorted(fit) if moment >= window.begin]
    before = [fit[moment] for moment in sorted(fit, reverse=True) if moment < window.begin]
    return tuple([*later, *before][:MOST_TRIED])


def in_time_map(text: str, url: str, window: Window) -> TimeMap:
    """What a TimeMap in the link format says (RFC 7089, section 5); what cannot be read of it is passed over.

    :param url: its own address.
    """
    copies, further = [], []
    for target, parameters in _links(text):
        relations = parameters.get("rel", "").split()
        address = _joined(url, target)
        if "memento" in relations and (moment := moment_of(parameters.get("datetime", ""))):
            copies.append(Copy(address, moment))
        elif "timemap" in relations and address != url and _may_have(parameters, window):
            further.append(address)
    return TimeMap(tuple(copies), tuple(dict.fromkeys(further))[:MOST_TIME_MAPS])


def _may_have(parameters: Mapping[str, str], window: Window) -> bool:
    """Whether a TimeMap of a time has copies of a window; one that does not name its time may have."""
    first, last = moment_of(parameters.get("from", "")), moment_of(parameters.get("until", ""))
    begin = window.before or window.begin
    return not ((last and last < begin) or (first and window.end and first >= window.end))


def in_headers(headers: Mapping[str, str], url: str) -> tuple[Copy, ...]:
    """The copies that the answer of a TimeGate names, in its Link header or by itself (RFC 7089, section 4.2).

    :param headers: by their names in lower case.
    :param url: the address that was asked.
    """
    found = list(in_time_map(headers.get("link", ""), url, Window(dt.datetime.min.replace(tzinfo=dt.UTC))).copies)
    moment = moment_of(headers.get("memento-datetime", ""))
    if where := headers.get("location") or headers.get("content-location"):
        address = _joined(url, where)
        if digits := re.search(r"/(\d{14})(?:[a-z]{2}_)?/", address):
            moment = moment or moment_of(digits[1])
        if moment:
            found.append(Copy(address, moment))
    return tuple(found)


def in_cdx(text: str, archive: WebArchive) -> tuple[Copy, ...]:
    """The copies that a CDX server names, in any of its formats; lines that cannot be read are passed over.

    These are JSON objects by line and CDXJ (pywb), an array of arrays with a row of names, and plain lines.
    """
    rows = _cdx_array(text) if text.lstrip().startswith("[") else map(_cdx_line, text.splitlines())
    copies = []
    for row in filter(None, rows):
        original = str(row.get("url") or row.get("original") or "")
        moment = moment_of(str(row.get("timestamp", "")))
        status = str(row.get("status") or row.get("statuscode") or "")
        if moment and original.startswith(("http://", "https://")):
            address = f"{archive.address}{moment:{DIGITS}}/{original}"
            copies.append(Copy(address, moment, int(status) if status.isascii() and status.isdigit() else None))
    return tuple(copies)


def _cdx_array(text: str) -> Iterator[dict[str, Any]]:
    try:
        names, *rows = json.loads(text)
    except (ValueError, RecursionError):
        return
    for row in rows:
        if isinstance(row, list) and isinstance(names, list):
            yield dict(zip(map(str, names), row, strict=False))


def _cdx_line(line: str) -> dict[str, Any] | None:
    fields = line.split()
    if len(fields) >= 5 and "{" not in line:
        return dict(zip(("urlkey", "timestamp", "original", "mimetype", "statuscode"), fields, strict=False))
    try:
        found = json.loads(line[line.index("{") :])
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {"timestamp": fields[1], **found} if not line.startswith("{") and len(fields) > 1 else found


def moment_of(text: str) -> dt.datetime | None:
    """A moment as HTTP writes it (RFC 9110, section 5.6.7), or in 14 digits; None where it is none."""
    try:
        if len(text) == 14 and text.isascii() and text.isdigit():
            return dt.datetime.strptime(text, DIGITS).replace(tzinfo=dt.UTC)
        moment = email.utils.parsedate_to_datetime(text)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def http_date(moment: dt.datetime) -> str:
    """A moment as ``Accept-Datetime`` has it."""
    return email.utils.format_datetime(moment.astimezone(dt.UTC).replace(microsecond=0), usegmt=True)


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each link with its parameters, names in lower case (RFC 8288, section 3)."""
    for match in _LINK.finditer(text):
        found = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(match[2])}
        yield match[1].strip(), found


def _joined(base: str, url: str) -> str:
    """An address from a page at another; as it stands where it is none. No joining of the address within it."""
    if url.startswith(("http://", "https://")):
        return url
    try:
        return urljoin(base, url)
    except ValueError:  # an unclosed bracket
        return url
