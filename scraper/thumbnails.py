"""Make a small copy of an image that the site may show (pure).

Raster images are drawn anew by Pillow (the extra ``images``), which drops whatever else the file carried: places,
cameras, comments. Drawings (SVG) are kept when they are harmless (``scraper.drawings``).
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from scraper import drawings
from scraper.limits import PAGE_BYTES
from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase

WIDEST: Final = 480  # pixels of a thumbnail, either way

_MOST_PIXELS = 80_000_000  # of an image that is unpacked; more is a mistake or an attack
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")


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
    :raises ThumbnailError: it is no image, too large, or could act when shown; or Pillow is not installed.
    """
    if len(body) > PAGE_BYTES:
        raise ThumbnailError(Code.IMAGE_TOO_LARGE, most=PAGE_BYTES)
    if "svg" in content_type or b"<svg" in body[:400]:
        return _drawing(body)
    return _photograph(body)


def _photograph(body: bytes) -> Thumbnail:
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError:
        raise ThumbnailError(Code.NO_PILLOW) from None
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ThumbnailError(Code.TOO_MANY_PIXELS, width=opened.width, height=opened.height)
            opened.draft("RGB", (2 * WIDEST, 2 * WIDEST))  # JPEG: unpacked no larger than needed
            upright = ImageOps.exif_transpose(opened)
            seen = upright.convert("RGBA")
    except ThumbnailError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError) as error:
        raise ThumbnailError(Code.IMAGE_UNREADABLE, kind=type(error).__name__) from error
    seen.thumbnail((WIDEST, WIDEST))
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    printed = io.BytesIO()
    paper.save(printed, "WEBP", quality=72, method=4)
    return Thumbnail(body=printed.getvalue(), content_type="image/webp", width=paper.width, height=paper.height)


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
