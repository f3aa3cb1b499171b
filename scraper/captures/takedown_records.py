"""That a story was removed on request, as JSON in a WARC metadata record, so that it stays away after a rebuild."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Annotated

import msgspec

from scraper.characters import storable
from scraper.items import Takedown

SCHEME = "urn:backissues:takedown:"


class _Takedown(msgspec.Struct):
    key: Annotated[str, msgspec.Meta(pattern="^[a-z2-7]{12}$")]
    url: str
    removed: dt.datetime
    reason: str = ""
    addresses: tuple[str, ...] = ()


def to_json(takedown: Takedown) -> bytes:
    """The content of the metadata record, as JSON in UTF-8."""
    values = asdict(takedown) | {"removed": takedown.removed.isoformat()}
    return storable(json.dumps(values, ensure_ascii=False)).encode()


def from_json(content: bytes) -> Takedown:
    """The removal that a metadata record describes.

    :raises ValueError: the content is not such a record.
    """
    try:
        values = msgspec.json.decode(content, type=_Takedown)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"no record of a removal: {error}") from error
    return Takedown(**msgspec.structs.asdict(values))
