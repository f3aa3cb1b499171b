"""Rewrite a WARC file of our own without a story that was removed on request.

    pages of the story, with their parts, teasers and requests, and that it was fetched again   are left out
    images that no other story has                                                              are left out
    pages of indexes that have a sentence of it, which a rebuild does not need                  are left out
    what an index listed                                                     keeps its place and its address

All other records are copied byte by byte.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from scraper.captures import takedown_records
from scraper.captures.edition_records import INDEX, PART, ROLE, SCHEME, TEASER
from scraper.captures.gzip_members import Member, members
from scraper.captures.reader import page_at
from scraper.captures.redaction import Moved, parts_of, with_block
from scraper.urls import canonical

SHORTEST = 25  # characters of a sentence by which a page is known to have it
WITHOUT = ("headline", "kicker", "standfirst", "byline", "image")  # of a link in a list
_FIELD = re.compile(rb"(?mi)^([A-Za-z-]+): *([^\r\n]*)")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？।])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Removed:
    """What is taken out: the story's addresses in canonical form, its images' addresses, and its sentences.

    ``records`` are those at which a page of the story is known to stand, by file: its address may be another one.
    """

    addresses: frozenset[str]
    images: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()
    records: Collection[tuple[str, int]] = field(default_factory=frozenset)


def sentences_of(texts: Iterable[str]) -> frozenset[str]:
    """The sentences of texts that are long enough to know them by, their white space as one space."""
    found = (_plain(sentence) for text in texts for sentence in _SENTENCE_END.split(text))
    return frozenset(sentence for sentence in found if len(sentence) >= SHORTEST)


def has_any(text: str, sentences: Collection[str]) -> bool:
    """Whether a text, or the text of a page, has one of these sentences."""
    plain = _plain(html.unescape(_TAG.sub(" ", text)))
    return any(sentence in plain for sentence in sentences)


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
            moved.append(Moved(member.offset, new.tell(), len(packed)))
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
    if fields.get(ROLE.lower(), "") == INDEX and removed.sentences:
        page = page_at(file, member.offset, len(member.packed))
        if page and has_any(page.body.decode("utf-8", "replace"), removed.sentences):
            return _drop
    return _keep


def _without_words(member: Member, removed: Removed) -> Change:
    """What an index listed, without the words that it had for the story."""
    head, block = parts_of(member.record)
    try:
        values: dict[str, Any] = json.loads(block)
        links = [link for link in values.get("links", ()) if canonical(link["url"]) in removed.addresses]
    except (ValueError, TypeError, LookupError, AttributeError):
        return _keep
    if not any(link.get(name) for link in links for name in WITHOUT):
        return _keep
    for link in links:
        link |= {name: "" for name in WITHOUT if name in link}
    record = with_block(head, json.dumps(values, ensure_ascii=False).encode())
    return lambda _: gzip.compress(record)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
