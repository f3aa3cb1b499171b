"""Make a small copy of an image that the site may show (pure).

Raster images are drawn anew by Pillow (the extra ``images``), which drops whatever else the file carried: places,
cameras, comments. Drawings (SVG) are kept when they are harmless (``scraper.drawings``).
"""

from __future__ import annotations

import io
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from scraper import drawings
from scraper.limits import IMAGE_MEMORY, PAGE_BYTES
from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase

if TYPE_CHECKING:
    from PIL import Image

WIDEST: Final = 480  # pixels of a thumbnail, either way

_MOST_PIXELS = 80_000_000  # of an image that is unpacked; more is a mistake or an attack
_SHORTEST_SIDE = 1_000  # pixels; a row takes memory as if the other side were as long
_LARGE_PIXELS = 4_000_000
_MOST_IN_SCANS = 800_000_000  # pixels of a JPEG, counted anew for each of its scans
_SCAN = b"\xff\xda"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # those that browsers show
_NEAREST = 0  # as Pillow counts its filters
_TURNS: Mapping[int, Any] = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # Exif's numbers and Pillow's


class ThumbnailError(Exception):
    """No thumbnail can be made; ``reason`` says why."""

    def __init__(self, code: Code, **values: Any) -> None:
        self.reason = Reason(code=code, **values)
        super().__init__(phrase(self.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A small image; ``width`` and ``height`` in pixels."""

    body: bytes
    content_type: str
    width: int
    height: int


def thumbnail(body: bytes, content_type: str = "") -> Thumbnail:
    """Make an image at most ``WIDEST`` pixels wide and high.

    :param body: the bytes of the image as fetched.
    :param content_type: what the server called it.
    :returns: WebP, or the drawing itself as SVG.
    :raises ThumbnailError: it is no image, too large, or could act when shown.
    """
    if len(body) > PAGE_BYTES:
        raise ThumbnailError(Code.IMAGE_TOO_LARGE, most=PAGE_BYTES)
    if "svg" in content_type or b"<svg" in body[:400]:
        return _drawing(body)
    return _photograph(body)


def _photograph(body: bytes) -> Thumbnail:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as opened:
            pixels = max(opened.width * opened.height, max(opened.size) * _SHORTEST_SIDE)
            if pixels > _MOST_PIXELS or _memory(opened, body) > IMAGE_MEMORY:
                raise ThumbnailError(Code.TOO_MANY_PIXELS, width=opened.width, height=opened.height)
            opened.draft("RGB", (2 * WIDEST, 2 * WIDEST))  # JPEG: unpacked no larger than needed
            turn = _TURNS.get(_orientation(opened.info.get("exif") or b""))
            small = _reduced(opened)
            upright = small.transpose(turn) if turn is not None else small
            seen = upright.convert("RGBA")
    except ThumbnailError:
        raise
    except (
        UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError, MemoryError,
    ) as error:  # fmt: skip
        raise ThumbnailError(Code.IMAGE_UNREADABLE, kind=type(error).__name__) from error
    seen.thumbnail((WIDEST, WIDEST))
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    printed = io.BytesIO()
    paper.save(printed, "WEBP", quality=72, method=4)
    return Thumbnail(body=printed.getvalue(), content_type="image/webp", width=paper.width, height=paper.height)


def _memory(opened: Image.Image, body: bytes) -> float:
    """About how many bytes it takes to unpack an image, as its header and its format tell."""
    pixels = opened.width * opened.height
    match opened.format:
        case "JPEG" | "MPO":
            scans = body.count(_SCAN)
            if not opened.info.get("progressive") and scans <= 2:  # one, and that of a thumbnail: unpacked row by row
                return 0
            return math.inf if scans * pixels > _MOST_IN_SCANS else 7 * pixels
        case "WEBP" | "AVIF":
            return 13 * pixels
    return (1 if opened.mode in ("1", "L", "P") else 4) * pixels


def _reduced(opened: Image.Image) -> Image.Image:
    """A large image, smaller by a whole number: no second one of its size is made."""
    factor = max(opened.width, opened.height) // (2 * WIDEST)
    if opened.width * opened.height < _LARGE_PIXELS or factor < 2:
        return opened
    if opened.mode in ("L", "RGB", "CMYK", "YCbCr"):
        return opened.reduce(factor)
    return opened.resize((max(1, opened.width // factor), max(1, opened.height // factor)), resample=_NEAREST)


def _orientation(exif: bytes) -> int:
    """How an image is to be turned (Exif 2.32, tag Orientation); 1, upright, where it does not say.

    Pillow would read whatever the other tags refer to, which may be the whole file for each.
    """
    data = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return 1
    (at,) = struct.unpack_from(order + "4xL", data)
    for entry in range(at + 2, min(len(data) - 11, at + 2 + 12 * 200), 12):
        tag, kind, _, value = struct.unpack_from(order + "HHLH", data, entry)
        if (tag, kind) == (0x0112, 3):
            return int(value)
    return 1


def _drawing(body: bytes) -> Thumbnail:
    try:
        root = drawings.harmless(body)
    except drawings.LargeDrawingError as error:
        raise ThumbnailError(Code.DRAWING_TOO_LARGE, most=error.most) from error
    except drawings.UnreadableDrawingError as error:
        raise ThumbnailError(Code.DRAWING_UNREADABLE) from error
    except drawings.ActingDrawingError as error:
        raise ThumbnailError(Code.DRAWING_MAY_ACT) from error
    width, height = _size(root)
    scale = min(1.0, WIDEST / max(width, height))
    return Thumbnail(
        body=etree.tostring(root),
        content_type="image/svg+xml",
        width=max(1, round(width * scale)),
        height=max(1, round(height * scale)),
    )


def _size(root: etree._Element) -> tuple[float, float]:
    box = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox") or "")]
    stated = [re.match(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*$", root.get(name) or "") for name in ("width", "height")]
    width, height = (float(length[1]) if length else 0.0 for length in stated)
    if not (width and height) and len(box) == 4:
        width, height = box[2], box[3]
    if not 1 <= width <= 100_000 or not 1 <= height <= 100_000:
        raise ThumbnailError(Code.DRAWING_WITHOUT_SIZE)
    return width, height
