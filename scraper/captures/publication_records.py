"""What a newspaper's file said when its stories were read, as JSON in a WARC metadata record.

So a rebuild reads them by the same rules where that file is gone. Functions in Python are not in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Annotated

import msgspec

from scraper.captures.edition_records import SLUG
from scraper.characters import storable
from scraper.limits import PUBLICATION_BYTES

SCHEME = "urn:backissues:publication:"
MOST_FILES = 20  # that extend one another


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFile:
    """What a newspaper's file said: its text, and those of the files that it extends, the nearest first.

    ``python`` names the file of functions beside it, which is not in the record.
    """

    slug: str
    files: tuple[str, ...]
    python: str = ""


class _File(msgspec.Struct):
    slug: Annotated[str, msgspec.Meta(pattern=SLUG)]
    files: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MOST_FILES)]
    python: str = ""


def to_json(file: PublicationFile) -> bytes:
    """The content of the metadata record, as JSON in UTF-8; the same bytes of the same file."""
    return storable(json.dumps(asdict(file), ensure_ascii=False)).encode()


def hash_of(file: PublicationFile) -> str:
    """The SHA-256 of the record's content, by which one state of a file is told from another."""
    return hashlib.sha256(to_json(file)).hexdigest()


def from_json(content: bytes) -> PublicationFile:
    """The newspaper's file that a metadata record has.

    :raises ValueError: the content is not such a record.
    """
    try:
        values = msgspec.json.decode(content, type=_File)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"no record of a newspaper's file: {error}") from error
    if any(len(text.encode("utf-8", "replace")) > PUBLICATION_BYTES for text in values.files):
        raise ValueError(f"no record of a newspaper's file: one of more than {PUBLICATION_BYTES:,} bytes")
    return PublicationFile(slug=values.slug, files=values.files, python=values.python[:200])
