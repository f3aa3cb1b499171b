"""The index of a file of captures: a CDXJ beside it, by which pywb and others find its records.

A line is the key of an address (SURT), the moment of 14 digits and JSON, and the lines are sorted. It is written when
the file is closed, and made anew where it is missing or older than the file; nothing here depends on it.

https://specs.webrecorder.net/cdxj/0.1.0/
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from scraper import durable
from scraper.captures import manifest
from scraper.captures.edition_records import SCHEME
from scraper.captures.gzip_members import Member, members
from scraper.captures.record_headers import Header, header_at

ENDING = ".cdxj"
INDEXED = ("response", "revisit", "resource")
OF_OURS = SCHEME.partition("edition:")[0]  # with which the addresses of our metadata records begin
_OURS = re.compile(r"\d{8}T\d{6}-")
_STATUS = re.compile(rb"HTTP/[\d.]+ +(\d{3})")
_TYPE = re.compile(rb"(?mi)^Content-Type:[ \t]*([^\s;]*)")
_WWW = re.compile(rb"www\d*\.")
# A session's number, which is no part of an address.
_SESSIONS = [
    re.compile(rb"(?i)^(.*)" + number + rb"(?:&(.*))?$")
    for number in (
        *(name + rb"=[0-9a-z]{32}" for name in (rb"jsessionid", rb"phpsessid", rb"sid")),
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
]
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def path_of(file: Path) -> Path:
    """Where the index of a file of captures lies."""
    return file.with_name(f"{file.name.removesuffix(manifest.WARC)}{ENDING}")


def update(folder: Path) -> None:
    """Write the index of each file that has none, or an older one; take away those of files that are gone."""
    files = manifest.files(folder)
    for file in files:
        if not _is_fresh(file):
            write(file)
    wanted = {path_of(file) for file in files}
    for index in folder.glob(f"*{ENDING}"):
        if index not in wanted and _OURS.match(index.name):
            index.unlink(missing_ok=True)


def write(file: Path) -> None:
    """Write the index of a file of captures; whoever reads it meanwhile gets the old or the new."""
    new = path_of(file).with_suffix(f"{ENDING}.new")
    new.write_text("".join(sorted(lines(file))), "utf-8")
    durable.replace(new, path_of(file))


def lines(file: Path) -> Iterator[str]:
    """The lines for the records of a file, in its order; of what is damaged none."""
    for member in members(file):
        header = header_at(member.record)
        if header and _is_indexed(header):
            yield _line(header, member, file.name)


def places(file: Path, scheme: str) -> list[tuple[int, int]] | None:
    """Offset and length of the records whose addresses begin so; None where the file has no index of its state."""
    if not _is_fresh(file):
        return None
    with path_of(file).open("rb") as stream:
        found = [json.loads(line.split(b" ", 2)[2]) for line in stream if line.startswith(scheme.encode())]
    return [(int(each["offset"]), int(each["length"])) for each in found]


def surt(url: str) -> str:
    """The key by which an address is looked up: https://www.a.example/B?z&a -> example,a)/b?a&z.

    As https://github.com/internetarchive/surt makes it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = _escaped(_unescaped(parts.hostname.encode()).lower().replace(b"..", b".").strip(b"."))
    with contextlib.suppress(ValueError):
        host = host if parts.hostname.isascii() else parts.hostname.encode("idna")
    if match := _WWW.match(host):
        host = host[match.end() :]
    key = b",".join(reversed(host.split(b".")))
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        key += f":{port}".encode()
    path = _normal_path(_unescaped(parts.path.encode()))
    path = _escaped(path).lower()
    key += b")" + (path[:-1] if len(path) > 1 and path.endswith(b"/") else path)
    query = _escaped(_unescaped(parts.query.encode()))
    for session in _SESSIONS:
        if match := session.match(query):
            query = match[1] + (match[2] or b"")
    if query:
        arguments = sorted(tuple(each.split(b"=", 1)) for each in query.lower().split(b"&"))
        key += b"?" + b"&".join(b"=".join(each) for each in arguments)
    return key.decode("ascii", "replace")


def _is_fresh(file: Path) -> bool:
    with contextlib.suppress(OSError):
        return path_of(file).stat().st_mtime_ns >= file.stat().st_mtime_ns
    return False


def _is_indexed(header: Header) -> bool:
    kind, url = header.fields["warc-type"], header.fields["warc-target-uri"]
    return kind in INDEXED or (kind == "metadata" and url.startswith(OF_OURS))


def _line(header: Header, member: Member, file: str) -> str:
    fields = header.fields
    url = fields["warc-target-uri"]
    values = {"url": url, "mime": fields.get("content-type", "").partition(";")[0].strip()}
    if fields["warc-type"] == "revisit":
        values["mime"] = "warc/revisit"
    elif fields["warc-type"] == "response":
        head = member.record[header.size :].partition(b"\r\n\r\n")[0]
        kind, status = _TYPE.search(head), _STATUS.match(head)
        values["mime"] = kind[1].decode("latin-1") if kind else "unk"
        values["status"] = status[1].decode() if status else ""
    values["digest"] = fields.get("warc-payload-digest") or fields.get("warc-block-digest", "")
    values |= {"length": str(len(member.packed)), "offset": str(member.offset), "filename": file}
    moment = re.sub(r"\D", "", fields.get("warc-date", ""))[:14]
    return f"{surt(url)} {moment:0<14} {json.dumps(values)}\n"


def _unescaped(text: bytes) -> bytes:
    while (plain := unquote_to_bytes(text)) != text:
        text = plain
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode()


def _normal_path(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b"..":
            kept = kept[:-1] if kept else [part]
        elif part != b".":
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]
