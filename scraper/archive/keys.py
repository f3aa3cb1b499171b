"""A story's public key, and row ids in edition order (pure)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re

from scraper.dates import EARLIEST

EPOCH = EARLIEST - dt.timedelta(days=1)  # row ids count days from here; its own are those of undated stories
SERIAL_BITS = 20
FIRST_DATED = 1 << SERIAL_BITS  # the lowest row id of a dated story
KEY_LENGTH = 12


def story_key(canonical_url: str) -> str:
    """The story's permanent public id: 60 bits of SHA-256 over its canonical address, in lower-case base 32.

    The address counts without its scheme, since newspapers moved from http to https and their stories did not change.
    Twelve characters out of a-z and 2-7: with a million stories, the chance that any two share a key is one in two
    million.
    """
    address = re.sub("^https?://", "", canonical_url)
    digest = hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii")[:KEY_LENGTH].lower()


def first_id(date: dt.date | None) -> int:
    """The lowest row id of an edition date; of None, that of the undated stories."""
    return 0 if date is None else (date - EPOCH).days << SERIAL_BITS


def id_range(first: dt.date | None, last: dt.date | None) -> tuple[int, int]:
    """The lowest and highest row id of stories dated ``first`` to ``last``, both included; None leaves an end open."""
    high = first_id(last + dt.timedelta(days=1)) - 1 if last and last < dt.date.max else (1 << 62)
    return first_id(first), high


def preferred_id(date: dt.date | None, key: str) -> int:
    """The row id of a story, unless another story has it: its date, then a serial number made from its key.

    So ids do not depend on the order in which stories arrive, and a rebuilt archive has the same ids.
    """
    serial = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % ((1 << SERIAL_BITS) - 1)
    return first_id(date) + serial + 1


def date_of_id(row_id: int) -> dt.date | None:
    """The edition date a row id stands for; None for undated stories."""
    days = row_id >> SERIAL_BITS
    return EPOCH + dt.timedelta(days=days) if days else None
