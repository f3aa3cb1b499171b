"""Pages that somebody saved: HTML files and MHTML (RFC 2557), with the address and the moment that they name.

The programs that save pages write both into the file, each in its own way. Add a row to ``PROGRAMS`` for another one.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.captures import mhtml, payload
from scraper.captures.moments import FIRST_YEAR, instead
from scraper.captures.unpacked import GZIP
from scraper.items import Memento, MomentBy, Page
from scraper.limits import PAGE_BYTES
from scraper.reading import is_binary
from scraper.urls import is_web_address, without_user

HTML_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".mhtml", ".mht")
TOP = 8192  # bytes in which a program writes what it saved
HEAD = 200_000  # bytes in which a page names its own address


class CapturesError(Exception):
    """A file that cannot be read as captures at all; the message names it and what it should be."""


class NoAddressError(CapturesError):
    """A saved page does not name its address."""


class EmptyPageError(CapturesError):
    """A saved page is an empty file."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a saved page comes from, as far as the file says."""

    address: str = ""
    saved: dt.datetime | None = None


# What each program writes: the address as "url", the moment as "saved". HTTrack leaves out the scheme.
PROGRAMS: Sequence[re.Pattern[bytes]] = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rb"Page saved with SingleFile[^>]*?\burl:\s*(?P<url>https?://\S+)"
        rb"(?:[^>]*?\bsaved date:\s*(?P<saved>[^\r\n>]+))?",
        rb"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^>]{0,200}?(?:, (?P<saved>\w{3}, \d[^>]{0,40}?))?\s{0,9}-->",
        rb"<!--\s*Saved from (?P<url>https?://\S+) at (?P<saved>\S+) using monolith",
        rb"\bdata-scrapbook-source=[\"']?(?P<url>https?://[^\"'\s>]++)[^>]*?\bdata-scrapbook-create=[\"']?(?P<saved>\d{14})",
        rb"<meta\b[^<>]*\bname=[\"']?savepage-url\b[^<>]*\bcontent=[\"'](?P<url>https?://[^\"']+)"
        rb"(?:.*?\bname=[\"']?savepage-date\b[^<>]*\bcontent=[\"'](?P<saved>[^\"']+))?",
        rb"saved from url=\(\d+\)(?P<url>https?://[^\s>]+)",  # browsers
    )
)
# A page as a web archive gives it: "https://web.archive.org/web/20241207093000/https://www.example.com/a-story".
_ARCHIVED = re.compile(
    r"https?://[^/\s]+/(?:[^\s?#]{0,80}?/)?(\d{14})(?:[a-z]{2}_)?/(https?):/{1,2}(\S+)", re.IGNORECASE
)
# Web archives that call a page by letters of their own, and name its address in a bookmark beside.
_BY_LETTERS = re.compile(r"https?://(?:www\.)?archive\.(?:today|ph|is|li|md|vn|fo)/", re.IGNORECASE)
_BOOKMARK = re.compile(rb"""\brel=["']?bookmark\b""", re.IGNORECASE)
_TAG = re.compile(rb"<(?:link|meta)\b[^<>]*>", re.IGNORECASE)
_OWN_ADDRESS = (
    re.compile(rb"""\brel=["']?canonical\b""", re.IGNORECASE),
    re.compile(rb"""\bproperty=["']?og:url\b""", re.IGNORECASE),
)
_BEFORE = re.compile(rb"""\brel=["']?prev\b""", re.IGNORECASE)
_ADDRESS = re.compile(rb"""(?:href|content)=["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_JAVASCRIPT_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT([+-]\d{4}))?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}")


def page_in(content: bytes, name: str, *, url: str = "", otherwise: tuple[dt.datetime, MomentBy] | None = None) -> Page:
    """A page saved by a browser or another program, whose address the file names; of one cut off the beginning.

    :param content: the file, perhaps gzipped.
    :param name: its name, for errors.
    :param url: its address, if known.
    :param otherwise: when it was saved, for a file that does not say it, and what that rests on; now unless given.
    :raises EmptyPageError: there is nothing in it.
    :raises NoAddressError: the page does not name its address, and none was given, or one that is none.
    :raises CapturesError: it is no HTML page, or damaged.
    """
    cut = ""
    if content.startswith(GZIP):
        try:
            unpacked = payload.decoded(content, {"content-encoding": "gzip"}, most=PAGE_BYTES)
        except payload.WrongCodingError as error:
            raise CapturesError(f"{name}: damaged ({error})") from error
        content, cut = unpacked.body, unpacked.cut
    if not content.strip():
        raise EmptyPageError(f"{name}: the file is empty")
    content_type, origin = "text/html", _Origin()
    if mhtml.is_mhtml(content):
        content, content_type, origin, is_whole = _of_mhtml(content, name)
        cut = cut or ("" if is_whole else "its last part does not end")
    elif is_binary(content) or (b"\0" in content[:1024] and not content.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise CapturesError(f"{name}: this is no HTML page")
    else:
        origin = _origin(content)
    if len(content) > PAGE_BYTES:
        raise CapturesError(f"{name}: longer than {PAGE_BYTES:,} bytes")
    stated = url or next(filter(is_web_address, (origin.address, _own_address(content))), "")
    if not stated:
        raise NoAddressError(f"{name}: the page does not name its address; give it with --url")
    moment, moment_by = origin.saved, None
    if moment is None or moment.year < FIRST_YEAR:
        moment, moment_by = otherwise or instead(None, dt.datetime.now(dt.UTC))
    memento = None
    if archived := _archived(stated, content):
        memento = Memento(url=without_user(archived[0]), asked=moment)
        stated, moment, moment_by = archived[1], archived[2], None
    return Page(
        url=page_address(stated),
        body=content,
        fetched=moment,
        content_type=content_type,
        cut=cut,
        moment_by=moment_by,
        memento=memento,
    )


def page_address(url: str) -> str:
    """The address that somebody gives a page, without the name and password that may stand before its host.

    :raises NoAddressError: it is none of the web.
    """
    if not is_web_address(url):
        raise NoAddressError(f"'{url[:200]}' is no web address; one looks like https://www.example.com/a-story")
    return without_user(url)


def _archived(stated: str, body: bytes) -> tuple[str, str, dt.datetime] | None:
    """Of a page from a web archive: its address there, its own, and when the archive fetched it; None of any other."""
    if _BY_LETTERS.match(stated):
        links = [_address_in(tag[0]) for tag in _TAG.finditer(body, 0, HEAD) if _BOOKMARK.search(tag[0])]
        stated = next(filter(_ARCHIVED.match, links), stated)
    match = _ARCHIVED.match(stated)
    moment = _moment(match[1]) if match else None
    if match is None or moment is None or moment.year < FIRST_YEAR:
        return None
    return stated, f"{match[2].lower()}://{match[3]}", moment


def _of_mhtml(content: bytes, name: str) -> tuple[bytes, str, _Origin, bool]:
    """The page in an MHTML file, its content type, where it comes from, and whether it is all there."""
    try:
        page = mhtml.page_of(content, most=PAGE_BYTES)
    except ValueError as error:
        raise CapturesError(f"{name}: damaged ({error})") from error
    if page is None:
        raise CapturesError(f"{name}: an MHTML file without an HTML page in it")
    is_whole = page.is_whole or payload.ends_as_page(page.body)
    kind = f"text/html; charset={page.charset}" if page.charset else "text/html"
    return page.body, kind, _Origin(page.address, _moment(page.date)), is_whole


def _origin(body: bytes) -> _Origin:
    """What the program that saved a page wrote into it."""
    for pattern in PROGRAMS:
        if match := pattern.search(body[:TOP]):
            found = {
                name: (value or b"").decode("utf-8", "ignore").strip() for name, value in match.groupdict().items()
            }
            address = html.unescape(found["url"])
            if "://" not in address:
                address = f"{_scheme(body, address)}://{address}"
            return _Origin(address, _moment(found.get("saved", "")))
    return _Origin()


def _scheme(body: bytes, address: str) -> str:
    """The scheme by which a page links to its own site; https where it says nothing."""
    host = address.partition("/")[0].encode()
    return "http" if body.count(b"http://" + host) > body.count(b"https://" + host) else "https"


def _own_address(body: bytes) -> str:
    """The address that a page names as its own; not that of the page before it, of a story in several."""
    tags = [tag[0] for tag in _TAG.finditer(body, 0, HEAD)]
    before = {_address_in(tag) for tag in filter(_BEFORE.search, tags)}
    for pattern in _OWN_ADDRESS:
        address = _address_in(next(filter(pattern.search, tags), b""))
        if address and address not in before:
            return address
    return ""


def _address_in(tag: bytes) -> str:
    found = _ADDRESS.search(tag)
    return html.unescape(found[1].decode("utf-8", "ignore")) if found else ""


def _moment(text: str) -> dt.datetime | None:
    """A moment as programs write it: ISO 8601, as e-mail does, as JavaScript does, or 14 digits; UTC without a zone."""
    text = text.strip()
    if match := _DIGITS.fullmatch(text):
        year, month, day, hour, minute, second = match.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    if match := _JAVASCRIPT_DATE.match(text):
        month, day, year, time, zone = match.groups()
        text = f"{day} {month} {year} {time} {zone or '+0000'}"
    for read in (dt.datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError):
            continue
        try:
            return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        except OverflowError:  # before the year 1 or after 9999
            continue
    return None
