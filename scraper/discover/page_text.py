"""The bytes of a page of an index as text: unpacked, and in the charset that they really have (pure)."""

from __future__ import annotations

import zlib
from dataclasses import replace

from scraper.discover.errors import WrongTypeError
from scraper.items import Page
from scraper.limits import JSON_VALUES
from scraper.texts import charset

MOST_BYTES = 100_000_000  # twice what the sitemap protocol allows; more is a trap

_GZIP = b"\x1f\x8b"
_MOST_LAYERS = 3  # a file that was packed, and sent packed by a server that does not say so
_SLICE = 1024  # bytes; at a fault, what this one unpacks to is lost


def decoded(page: Page) -> str:
    """The text of a page, in the charset that it is really in; what was sent as UTF-16 without a mark is that."""
    if utf_16 := {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(page.body[:2]):
        return page.body.decode(utf_16, "replace")
    return charset.decode(page.body, page.content_type)[0]


def raise_if_too_many_values(text: str) -> None:
    """Let no JSON be read that has more than JSON_VALUES values: each takes some hundred bytes of memory.

    :raises WrongTypeError: it has.
    """
    if len(text) > JSON_VALUES and sum(map(text.count, ",[{")) > JSON_VALUES:
        raise WrongTypeError(f"It holds more than {JSON_VALUES:,} values.")


def unpacked(page: Page) -> tuple[Page, bool]:
    """A page whose body was packed by gzip, once or more often, without that; and whether all of it could be unpacked.

    What comes before the damage in a damaged file is kept.

    :raises WrongTypeError: nothing of it can be unpacked, or it becomes larger than MOST_BYTES.
    """
    body, whole = page.body, True
    for _ in range(_MOST_LAYERS):
        if not body.startswith(_GZIP):
            break
        body, undamaged = _unpacked_once(body)
        whole = whole and undamaged
    return replace(page, body=body) if body is not page.body else page, whole


def _unpacked_once(body: bytes) -> tuple[bytes, bool]:
    """A gzip file of one or more members without its packing, as far as it is undamaged, and whether that is all."""
    parts: list[bytes] = []
    size = position = 0
    whole, damage = True, "it is cut off"
    while whole and body.startswith(_GZIP, position):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            while not member.eof and position < len(body):
                piece = body[position : position + _SLICE]
                part = member.decompress(piece, MOST_BYTES + 1 - size)
                position += len(piece) - len(member.unconsumed_tail) - len(member.unused_data)
                parts.append(part)
                size += len(part)
                if size > MOST_BYTES:
                    raise WrongTypeError(f"Unpacked, it is larger than {MOST_BYTES:,} bytes.")
            whole = member.eof
        except zlib.error as error:
            whole, damage = False, str(error)
    if not size and not whole:
        raise WrongTypeError(f"The gzip file is damaged: {damage}.")
    return b"".join(parts), whole
