"""The page in an MHTML file, as browsers save a page with its images in one file (RFC 2557; RFC 2046, section 5.1).

The parts are found by their boundaries and only the page's own is unpacked, so the others cost nothing but their bytes.
"""

from __future__ import annotations

import binascii
import email.parser
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

MOST_PARTS = 5_000  # that are looked at
DEEPEST = 4  # parts in parts
LONGEST_HEAD = 1 << 16  # bytes of the headers of a part

_MHTML = re.compile(rb"(?is)\A(?:\xef\xbb\xbf)?\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:[^\n]*\n")
_TOP = 8192  # bytes in which it begins as MHTML does
_EMPTY_LINE = re.compile(rb"(?:\A|\n)\r?\n")
_NO_DIGIT = re.compile(rb"[^A-Za-z0-9+/=]")  # of base 64
_PAGES = ("text/html", "application/xhtml+xml")
_HEADERS = email.parser.BytesHeaderParser(policy=email.policy.compat32)


@dataclass(frozen=True, slots=True)
class MhtmlPage:
    """The page in an MHTML file: its bytes, its charset where it is named, its address and the Date of the file.

    ``is_whole`` is false where the last part of the file does not end.
    """

    body: bytes
    charset: str
    address: str
    date: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Part:
    head: Message
    content: memoryview


def is_mhtml(content: bytes) -> bool:
    """Whether a file is a message of MIME parts."""
    return _MHTML.match(content[:_TOP]) is not None


def page_of(content: bytes, *, most: int) -> MhtmlPage | None:
    """The page in an MHTML file: the part the message names as its start, else the first in HTML; None without one.

    :param most: bytes; of a longer page the beginning is given, longer than this.
    :raises ValueError: it is not in the coding that it names.
    """
    message = _part(memoryview(content.lstrip(b"\xef\xbb\xbf \t\r\n")))
    root = _root(message)
    if root is None:
        return None
    boundary = _boundary(message)
    named = ((message, "Snapshot-Content-Location"), (root, "Content-Location"), (message, "Content-Location"))
    is_whole = not boundary or content.rfind(b"\n--" + boundary + b"--") >= 0
    is_cut = not is_whole and content.endswith(root.content[-LONGEST_HEAD:])
    places = [str(part.head[name] or "").strip() for part, name in named]
    return MhtmlPage(
        body=_decoded(root, most, is_cut=is_cut),
        charset=root.head.get_content_charset() or "",
        address=next((place for place in places if place.startswith("http")), ""),
        date=str(message.head["Date"] or ""),
        is_whole=is_whole,
    )


def _part(content: memoryview) -> _Part:
    """A part, or the whole message, as its headers and what they describe."""
    begin = bytes(content[:LONGEST_HEAD])
    end = _EMPTY_LINE.search(begin)
    size = end.end() if end else len(begin)
    return _Part(_HEADERS.parsebytes(begin[:size]), content[size:])


def _boundary(part: _Part) -> bytes:
    if part.head.get_content_maintype() != "multipart":
        return b""
    return (part.head.get_boundary() or "").encode("utf-8", "surrogateescape")


def _root(message: _Part) -> _Part | None:
    start = message.head.get_param("start")
    first = None
    for number, part in enumerate(_walk(message, 0)):
        if number == MOST_PARTS:
            break
        if part.head.get_content_type() in _PAGES:
            if not start or part.head["Content-ID"] == start:
                return part
            first = first or part
    return first


def _walk(part: _Part, depth: int) -> Iterator[_Part]:
    """The part and those in it, in their order."""
    yield part
    boundary = _boundary(part)
    if not boundary or depth == DEEPEST:
        return
    content = bytes(part.content)
    whole = memoryview(content)
    line = re.compile(re.escape(b"--" + boundary) + rb"(--)?[ \t]{0,9}(?:\r?\n|\Z)")
    begin = -1
    for found in line.finditer(content):
        if found.start() and content[found.start() - 1] != ord("\n"):
            continue
        if begin >= 0:
            end = found.start() - (2 if content[found.start() - 2 : found.start()] == b"\r\n" else 1)
            yield from _walk(_part(whole[begin : max(begin, end)]), depth + 1)
        begin = found.end()
        if found[1]:
            return
    if begin >= 0:
        yield from _walk(_part(whole[begin:]), depth + 1)


def _decoded(part: _Part, most: int, *, is_cut: bool) -> bytes:
    """The content of a part without its transfer coding (RFC 2045, section 6); of one cut off the beginning."""
    match str(part.head["Content-Transfer-Encoding"] or "").strip().lower():
        case "base64" if is_cut:
            digits = _NO_DIGIT.sub(b"", bytes(part.content[: most * 3 // 2]).partition(b"\n--")[0])
            return binascii.a2b_base64(digits[: len(digits) // 4 * 4])
        case "base64":
            return binascii.a2b_base64(part.content[: most * 3 // 2])
        case "quoted-printable":
            return binascii.a2b_qp(part.content[: most * 3 + 3])
    return bytes(part.content[: most + 1])
