"""Rewrite a WARC file of our own without a story that was removed on request.

    pages of the story, with their parts, teasers and requests, and that it was fetched again   are left out
    images that no other story has                                                              are left out
    pages of indexes that have a sentence of it, which a rebuild does not need                  are left out
    pages of other stories that have a sentence of it                                           lose that sentence
    what an index listed                                                     keeps its place and its address

All other records are copied byte by byte.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from scraper.captures import payload, takedown_records
from scraper.captures.edition_records import IMAGE, INDEX, PART, ROLE, SCHEME, TEASER
from scraper.captures.gzip_members import Member, members
from scraper.captures.http_headers import ENCODINGS, headers_of
from scraper.captures.passages import Passage, without, without_text
from scraper.captures.redaction import Moved, parts_of, payload_of, with_block
from scraper.limits import PAGE_BYTES
from scraper.urls import canonical

WITHOUT = ("headline", "kicker", "standfirst", "byline", "image")  # of a link in a list
_FIELD = re.compile(rb"(?mi)^([A-Za-z-]+): *([^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Removed:
    """What is taken out: the story's addresses in canonical form, its images' addresses, and what finds its sentences.

    ``records`` are those at which a page of the story is known to stand, by file: its address may be another one.
    """

    addresses: frozenset[str]
    images: frozenset[str] = frozenset()
    passages: Sequence[Passage] = ()
    records: Collection[tuple[str, int]] = field(default_factory=frozenset)


def holds(file: Path, removed: Removed) -> bool:
    """Whether a file has anything that is to be taken out."""
    return any(change is not _keep for _, change in _changes(file, removed))


def write_without(file: Path, removed: Removed, new: BinaryIO) -> list[Moved]:
    """Write a file's records without those of a removed story.

    :returns: where each of the others is now.
    """
    moved = []
    for member, change in _changes(file, removed):
        packed = member.packed if change is _keep else change(member)
        if packed is not None:
            is_new = packed is not member.packed
            sha256 = hashlib.sha256(payload_of(*parts_of(gzip.decompress(packed)))).hexdigest() if is_new else ""
            moved.append(Moved(member.offset, new.tell(), len(packed), sha256))
            new.write(packed)
    return moved


Change = Callable[[Member], bytes | None]


def _keep(member: Member) -> bytes | None:
    return member.packed


def _drop(member: Member) -> bytes | None:
    return None


def _changes(file: Path, removed: Removed) -> Iterator[tuple[Member, Change]]:
    """What becomes of each record; parts of a story in several pages stand before it, requests behind their answer."""
    waiting: list[tuple[Member, str]] = []
    dropped: set[str] = set()  # ids of records
    for member in members(file):
        fields = _fields(member)
        role, record_id = fields.get(ROLE.lower(), ""), fields.get("warc-record-id", "")
        of = fields.get("warc-concurrent-to", "")
        if role in (PART, TEASER) or (of and of in {known for _, known in waiting}):
            waiting.append((member, record_id))
            continue
        change = _drop if of and of in dropped else _change(file, member, fields, removed)
        is_answer = fields.get("warc-type", "").lower() in ("response", "conversion", "resource") and not role
        for before, known in waiting:
            is_part = is_answer and change is _drop
            dropped |= {known} if is_part else set()
            yield before, _drop if is_part else _keep
        waiting = []
        dropped |= {record_id} if change is _drop else set()
        yield member, change
    for before, _ in waiting:
        yield before, _keep


def _fields(member: Member) -> dict[str, str]:
    head, _ = parts_of(member.record)
    found = _FIELD.findall(head)
    return {name.decode("ascii").lower(): value.decode("utf-8", "replace").strip() for name, value in found}


def _change(file: Path, member: Member, fields: dict[str, str], removed: Removed) -> Change:
    kind, url = fields.get("warc-type", "").lower(), fields.get("warc-target-uri", "").strip("<>")
    if kind == "metadata":
        return _without_words(member, removed) if url.startswith(SCHEME) else _keep
    if (file.name, member.offset) in removed.records:
        return _drop
    if url.startswith(takedown_records.SCHEME) or kind in ("warcinfo", ""):
        return _keep
    urls = {
        url,
        fields.get("warc-requested-uri", "").strip("<>"),
        fields.get("warc-refers-to-target-uri", "").strip("<>"),
    }
    if any(each in removed.images or canonical(each) in removed.addresses for each in urls if each):
        return _drop
    if kind in ("response", "resource") and fields.get(ROLE.lower(), "") != IMAGE:
        change = _without_sentences(member, kind, removed)
        return _drop if change is not _keep and fields.get(ROLE.lower(), "") == INDEX else change
    return _keep


def _without_sentences(member: Member, kind: str, removed: Removed) -> Change:
    """A page of something else, without the sentences that it has of the story; it is in no coding then."""
    head, block = parts_of(member.record)
    changed = _of_answer(block, removed) if kind == "response" else without(block, removed.passages)
    if changed is block:
        return _keep
    record = with_block(head, changed)
    return lambda _: gzip.compress(record, mtime=0)


def _of_answer(block: bytes, removed: Removed) -> bytes:
    head, empty_line, body = block.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    named = [
        (name.strip(), value.strip()) for name, _, value in (line.decode("latin-1").partition(":") for line in lines)
    ]
    try:
        plain = payload.decoded(body, headers_of(named), most=PAGE_BYTES).body
    except (payload.UnknownCodingError, payload.WrongCodingError):
        plain = body
    changed = without(plain, removed.passages)
    if changed is plain:
        return block
    kept = [line for line, (name, _) in zip(lines, named, strict=True) if name.lower() not in ENCODINGS]
    return b"\r\n".join([status, *kept, b"Content-Length: %d" % len(changed)]) + empty_line + changed


def _without_words(member: Member, removed: Removed) -> Change:
    """What an index listed, without its words for the story, and without sentences of it in those for others."""
    head, block = parts_of(member.record)
    try:
        values: dict[str, Any] = json.loads(block)
        links = list(values.get("links", ()))
        for link in links:
            is_its_own = canonical(link["url"]) in removed.addresses
            for name in WITHOUT:
                if text := link.get(name):
                    kept = text if name == "image" else without_text(text, removed.passages)
                    link[name] = "" if is_its_own else kept
        if links == json.loads(block).get("links", []):
            return _keep
    except (ValueError, TypeError, LookupError, AttributeError):
        return _keep
    record = with_block(head, json.dumps(values, ensure_ascii=False).encode())
    return lambda _: gzip.compress(record, mtime=0)
