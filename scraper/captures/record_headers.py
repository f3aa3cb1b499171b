"""Where a WARC or ARC record begins, and what its header says (pure; ISO 28500; IIPC, "ARC file format").

Nothing here takes longer than the bytes are long, however they are made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PADDING = b"\r\n \t\0"  # what may stand between records; a crash leaves zeros
LONGEST_HEADER = 1 << 16  # bytes
LONGEST_ARC_LINE = 1 << 13  # bytes

_WARC_LINE = re.compile(rb"WARC/\d{1,2}\.\d{1,3}[ \t\r]*\n[A-Za-z][\w-]{0,60}[ \t]*:")
_ARC_URL = re.compile(rb"[a-z][a-z0-9.+-]{1,20}:")
_LINE_AND_ARC_URL = re.compile(rb"\n[a-z][a-z0-9.+-]{1,20}:")
_ARC_DATE = re.compile(rb" [0-9A-Fa-f.:]{3,45} \d{14} [^ \n]{1,100} (?:[^ \n]{1,100} ){0,5}\d{1,18}\r?\n")
_EMPTY_LINE = re.compile(rb"\n\r*\n")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a record: its fields (names in lower case), its size, and the length of the content behind it.

    ``length`` is None where the header does not say it. The fields of an ARC record have the names of WARC.
    """

    fields: Mapping[str, str]
    size: int
    length: int | None
    is_arc: bool


def begins_record(data: bytes) -> bool:
    """Whether a record begins here, as far as its first line and the name of its first field tell."""
    return _WARC_LINE.match(data) is not None or _arc_header(data) is not None


def may_begin_record(data: bytes) -> bool:
    """Whether these last bytes of a file can be the beginning of a record's first line."""
    return data.startswith(b"WARC/") or (b"\n" not in data and _ARC_URL.match(data) is not None)


def header_at(data: bytes | bytearray, at: int = 0) -> Header | None:
    """The header of the record that begins at ``at``; None where none does."""
    if not data.startswith(b"WARC/", at):
        return _arc_header(data[at : at + LONGEST_ARC_LINE])
    data = data[at : at + LONGEST_HEADER]
    end = _EMPTY_LINE.search(data)
    if end is None or not _WARC_LINE.match(data) or _WARC_LINE.search(data, 1, end.start() + 1):
        return None  # or cut off before the next one
    lines: dict[str, list[str]] = {}
    name = ""
    for line in data[: end.start()].split(b"\n")[1:]:
        text = _text(line).rstrip("\r")
        if text[:1] in (" ", "\t") and name:
            lines[name].append(text.strip())
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        if name in lines:
            name = ""  # the first one counts
        else:
            lines[name] = [value.strip()]
    if "warc-type" not in lines:
        return None
    fields = {name: " ".join(values) for name, values in lines.items()}
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").strip("<>").replace(" ", "%20")
    return Header(fields, end.end(), _number(fields.get("content-length", "")), False)


def _arc_header(data: bytes | bytearray) -> Header | None:
    """The header of an ARC record, one line: URL, IP address, date, media type, of version 2 others, and length."""
    line, newline, _ = data[:LONGEST_ARC_LINE].partition(b"\n")
    if not newline or not _ARC_URL.match(line):
        return None
    words = _text(line).split()
    for at in range(2, len(words) - 1):  # an address may have spaces
        if 12 <= len(words[at]) <= 18 and words[at].isdigit() and words[at].isascii():
            break
    else:
        return None
    length = words[-1]
    if not re.fullmatch(r"[0-9A-Fa-f.:]{1,45}", words[at - 1]) or not re.fullmatch(r"-?\d{1,18}", length):
        return None
    url = "%20".join(words[: at - 1])
    fields = {
        "warc-type": "warcinfo" if url.startswith("filedesc:") else "response",
        "warc-target-uri": url,
        "warc-date": words[at][:14],
        "content-type": words[at + 1] if at + 1 < len(words) - 1 else "",
    }
    return Header(fields, len(line) + 1, _number(length), True)


def find(data: bytes | bytearray, *, like: Header | None = None, at: int = 0, stop: int = sys.maxsize) -> int | None:
    """Where the next record begins in ``data``, at or after ``at`` and before ``stop``; None if none does.

    :param like: a record of the same file: then only those of its format count.
    """
    found = []
    if like is None or not like.is_arc:
        found += [next(_warc_starts(data, at, stop), None)]
    if like is None or like.is_arc:
        found += [next(_arc_starts(data, at, stop), None)]
    return min((each for each in found if each is not None), default=None)


def _warc_starts(data: bytes | bytearray, at: int, stop: int) -> Iterator[int]:
    """The beginnings of WARC records: of several before one empty line the last, as the others are cut off."""
    last, empty = -1, -1
    for match in _WARC_LINE.finditer(data, at, stop):
        if match.start() > empty:
            if last >= 0 and header_at(data, last):
                yield last
            longest = match.start() + LONGEST_HEADER
            end = _EMPTY_LINE.search(data, match.start(), longest)
            empty = end.start() if end else longest
        last = match.start()
    if last >= 0 and header_at(data, last):
        yield last


def _arc_starts(data: bytes | bytearray, at: int, stop: int) -> Iterator[int]:
    """The beginnings of ARC records: at the beginning of a line, or in it, where the record before is cut off."""
    if _arc_header(data[at : at + LONGEST_ARC_LINE]):
        yield at
    in_line = next(_arc_starts_in_lines(data, at, stop), sys.maxsize)
    for match in _LINE_AND_ARC_URL.finditer(data, at, stop):
        if match.start() >= in_line:
            break
        if _arc_header(data[match.start() + 1 : match.start() + 1 + LONGEST_ARC_LINE]):
            yield match.start() + 1
    if in_line < sys.maxsize:
        yield in_line


def _arc_starts_in_lines(data: bytes | bytearray, at: int, stop: int) -> Iterator[int]:
    """The beginnings of ARC records anywhere in a line, of those with all that version 1 says."""
    for match in _ARC_DATE.finditer(data, at, min(stop, len(data))):
        begin = max(at, match.start() - 2000)
        word = max(data.rfind(b" ", begin, match.start()), data.rfind(b"\n", begin, match.start()), begin - 1) + 1
        address = max(data.rfind(scheme, word, match.start()) for scheme in (b"https:", b"http:", b"ftp:", b"dns:"))
        if address >= 0 and _arc_header(data[address : address + LONGEST_ARC_LINE]):
            yield address


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _text(line: bytes | bytearray) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
