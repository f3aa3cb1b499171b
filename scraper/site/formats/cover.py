"""An edition -> the cover of its book as JPEG: a front page in small. Pure but for the fonts of this machine.

On a shelf the newspaper's name and the day tell one book from the next, so they are large; below them stand the picture
of the first story, if one is kept, and the first headlines. A text is drawn in the first font of ``FONTS`` that has all
of its characters; one that no font here can draw is left out, and the newspaper's name is then spelt as in its address.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

CONTENT_TYPE = "image/jpeg"
WIDE, SMALL = 900, 300  # pixels: the cover in a book, and in a list of books
UNITS = 600  # of which a cover is wide; it is 800 high
MARGIN, INK, QUIET, PAPER = 36, (27, 27, 30), (90, 90, 96), (253, 253, 251)
MOST_PIXELS = 4_000_000  # of a picture: thumbnails have 480 by 480
# Files in the folders where systems keep their fonts, by which scripts they can write: serifs of newspapers first.
FONTS = (
    *("DejaVuSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "NotoSerif-Bold.ttf", "georgiab.ttf", "Georgia Bold.ttf"),
    *("NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "msgothic.ttc"),
    *("ipaexg.ttf", "DroidSansFallbackFull.ttf", "Songti.ttc", "PingFang.ttc", "NotoSerifDevanagari-Bold.ttf"),
    *("NotoSansDevanagari-Bold.ttf", "Lohit-Devanagari.ttf", "NotoSerifBengali-Bold.ttf", "NotoSansBengali-Bold.ttf"),
    *("NotoSerifTamil-Bold.ttf", "NotoSansTamil-Bold.ttf", "NotoSansTelugu-Bold.ttf", "NotoSansKannada-Bold.ttf"),
    *("NotoSansMalayalam-Bold.ttf", "NotoSansGujarati-Bold.ttf", "NotoSerifThai-Bold.ttf", "NotoSansThai-Bold.ttf"),
    *("NotoNaskhArabic-Bold.ttf", "NotoSansArabic-Bold.ttf", "NotoSerifHebrew-Bold.ttf", "NotoSansHebrew-Bold.ttf"),
    *("NotoSerifEthiopic-Bold.ttf", "NotoSansEthiopic-Bold.ttf", "NotoSerifArmenian-Bold.ttf", "Nirmala.ttf"),
    *("FreeSerifBold.ttf", "DejaVuSans-Bold.ttf", "arialuni.ttf", "Arial Unicode.ttf", "unifont.ttf"),
)
SIMPLE = (range(0x20, 0x590), range(0x1E00, 0x2100), range(0x3000, 0xA000), range(0xAC00, 0xD7A4))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What stands on a cover."""

    title: str  # of the newspaper
    title_in_latin: str  # where no font here has the title's script
    day: str  # in words
    day_in_digits: str
    edition: str  # "" for the only one of the day
    headlines: Sequence[str]
    picture: bytes | None = None  # of the first story


def height(width: int) -> int:
    """How high a cover of that width is."""
    return width * 4 // 3


def jpeg(front: FrontPage, width: int = WIDE) -> bytes:
    """The cover, three wide by four high.

    :param width: in pixels.
    """
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (width, height(width)), PAPER)
    press = _Press(page, ImageDraw.Draw(page), width / UNITS)
    press.y = 34
    press.line(front.title, front.title_in_latin, size=76, least=30, lines=3)
    press.rule(3)
    press.y += 3
    press.rule(1)
    press.line(front.day, front.day_in_digits, size=48, least=26)
    if front.edition:
        press.line(front.edition, size=30, least=18, ink=QUIET)
    press.rule(1)
    top = press.y
    if front.picture:
        press.picture(front.picture)
    for place, headline in enumerate(front.headlines):
        if not press.headline(headline, size=36 if place == 0 else 25, lines=4 if place == 0 else 3):
            break
    if press.y == top:  # nothing that could be drawn: the day, as on a leaf of a calendar
        press.y += 40
        press.line(str(int(front.day_in_digits[-2:])), size=240, least=200)
    written = io.BytesIO()
    page.save(written, "JPEG", quality=84, subsampling=0, optimize=True)
    return written.getvalue()


@dataclass(slots=True)
class _Press:
    """Prints on a cover from its top to its foot."""

    page: Image.Image
    draw: ImageDraw.ImageDraw
    scale: float  # pixels of a unit
    y: float = 0  # where the next thing is printed, in units

    def line(self, *texts: str, size: int, least: int, lines: int = 1, ink: tuple[int, int, int] = INK) -> None:
        """Print a centred text as large as it fits: the first of ``texts`` that can be drawn."""
        text = next(filter(_font_of, texts), "")
        if not text:
            return
        for points in range(size, least, -2):
            font = _font(_font_of(text), points * self.scale)
            broken = self._broken(text, font)
            if len(broken) <= lines and not _breaks_a_word(broken, text):
                break
        for part in _cut(broken, lines):
            self.draw.text((self.page.width / 2, self.y * self.scale), part, font=font, fill=ink, anchor="ma")
            self.y += points * 1.22
        self.y += 10

    def rule(self, thick: int) -> None:
        """Print a rule as wide as the columns."""
        left, top = MARGIN * self.scale, self.y * self.scale
        self.draw.rectangle((left, top, self.page.width - left, top + max(0, thick * self.scale - 1)), fill=INK)
        self.y += thick + 9

    def picture(self, body: bytes) -> None:
        """Print a picture across the page; one that is none is left out."""
        opened = opened_picture(body)
        if opened is None:
            return
        room = (UNITS - 2 * MARGIN) * self.scale, 220 * self.scale
        scale = min(room[0] / opened.width, room[1] / opened.height)
        shown = opened.resize((max(1, int(opened.width * scale)), max(1, int(opened.height * scale))))
        self.page.paste(shown, (int((self.page.width - shown.width) / 2), int(self.y * self.scale)))
        self.y += shown.height / self.scale + 12

    def headline(self, text: str, *, size: int, lines: int) -> bool:
        """Print a headline with a thin rule below it; False where there is no room left for one."""
        if not _font_of(text):
            return True
        font = _font(_font_of(text), size * self.scale)
        broken = _cut(self._broken(text, font), lines)
        if self.y + len(broken) * size * 1.2 > 800 - 24:
            return False
        for part in broken:
            self.draw.text((self.page.width / 2, self.y * self.scale), part, font=font, fill=INK, anchor="ma")
            self.y += size * 1.2
        self.y += 9
        middle, top = self.page.width / 2, self.y * self.scale
        self.draw.line((middle - 60 * self.scale, top, middle + 60 * self.scale, top), fill=QUIET)
        self.y += 11
        return True

    def _broken(self, text: str, font: Any) -> list[str]:
        """A text in lines that fit between the margins; words that are too long, and scripts without any, are cut."""
        room = self.page.width - 2 * MARGIN * self.scale
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and font.getlength(joined) <= room:
                lines[-1] = joined
                continue
            lines.append("")
            for character in word:
                if lines[-1] and font.getlength(lines[-1] + character) > room:
                    lines.append("")
                lines[-1] += character
        return lines


def _cut(lines: list[str], most: int) -> list[str]:
    """The first of some lines; the last of them says that there are more."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]


def _breaks_a_word(lines: Sequence[str], text: str) -> bool:
    return " ".join(lines) != " ".join(text.split())


def opened_picture(body: bytes) -> Image.Image | None:
    """A thumbnail as it is kept, unpacked; None where it is a drawing (SVG), or no picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(body), formats=("WEBP", "JPEG", "PNG")) as opened:
            return opened.convert("RGB") if opened.width * opened.height <= MOST_PIXELS else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def as_jpeg(picture: Image.Image) -> bytes:
    """A picture in the format that every e-reader shows."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80, optimize=True)
    return written.getvalue()


@functools.lru_cache(maxsize=512)
def _font_of(text: str) -> str:
    """The name of the first font that has all characters of a text; "" where there is none."""
    wanted = frozenset(text[:200]) - frozenset(" \u00ad\u200b\u200c\u200d\u200e\u200f\u00a0")
    if not wanted or not (_shapes() or all(any(ord(one) in among for among in SIMPLE) for one in wanted)):
        return ""
    return next((name for name in _names() if all(_has(name, character) for character in wanted)), "")


@functools.cache
def _shapes() -> bool:
    """Whether Pillow can join and order the letters of Arabic, Hebrew and Indic scripts here."""
    from PIL import features

    return bool(features.check("raqm"))


@functools.cache
def _names() -> tuple[str, ...]:
    """The fonts that this machine has; the last one is Pillow's own, which has the letters of ASCII."""
    found = []
    for name in FONTS:
        try:
            _font(name, 20)
        except OSError:
            continue
        found.append(name)
    return (*found, "Pillow")


@functools.lru_cache(maxsize=512)
def _font(name: str, size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size) if name == "Pillow" else ImageFont.truetype(name, size)


@functools.lru_cache(maxsize=8192)
def _has(name: str, character: str) -> bool:
    """Whether a font has a character: one that it does not have is drawn as that which stands for all others."""
    font = _font(name, 20)
    drawn, missing = font.getmask(character), font.getmask("\U0010fffd")
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))
