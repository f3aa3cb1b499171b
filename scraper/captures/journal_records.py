"""What was done to a story on request, as JSON in a WARC metadata record: the journal is there after a rebuild."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Annotated, Literal

import msgspec

import scraper
from scraper.characters import storable
from scraper.items import JournalEntry

SCHEME = "urn:backissues:journal:"


class _Entry(msgspec.Struct):
    moment: dt.datetime
    command: Literal["remove", "restrict", "lift"]
    key: Annotated[str, msgspec.Meta(pattern="^[a-z2-7]{12}$")]
    url: str
    reason: str = ""
    until: dt.date | None = None
    done: dict[str, int] = {}
    who: str = ""
    version: str = ""


def to_json(entry: JournalEntry) -> bytes:
    """The content of the metadata record, as JSON in UTF-8."""
    values = asdict(entry) | {"moment": entry.moment.isoformat(), "version": entry.version or scraper.__version__}
    return storable(json.dumps(values, ensure_ascii=False, default=str)).encode()


def from_json(content: bytes) -> JournalEntry:
    """The entry that a metadata record describes.

    :raises ValueError: the content is not such a record.
    """
    try:
        values = msgspec.json.decode(content, type=_Entry)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"no entry of the journal: {error}") from error
    return JournalEntry(**msgspec.structs.asdict(values))
