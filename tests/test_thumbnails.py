"""Thumbnails: photographs drawn anew, drawings that do nothing, and what is refused."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest

from scraper.thumbnails import WIDEST, ThumbnailError, thumbnail

Image = pytest.importorskip("PIL.Image")

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 640" width="960" height="640">{}</svg>'


def photograph(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    """The bytes of an image of one colour."""
    written = io.BytesIO()
    Image.new(mode, (width, height), "teal" if mode == "RGB" else (0, 0, 0, 0)).save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "small"), [(1920, 1080, (480, 270)), (300, 1200, (120, 480)), (90, 60, (90, 60))]
)
def test_a_photograph_becomes_small_and_is_never_enlarged(width, height, small):
    made = thumbnail(photograph(width, height), "image/jpeg")
    assert (made.width, made.height, made.content_type) == (*small, "image/webp")
    with Image.open(io.BytesIO(made.body)) as opened:
        assert (opened.format, opened.size) == ("WEBP", small)


def test_what_the_file_told_of_place_and_camera_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Secret Camera"  # turned by a quarter
    made = thumbnail(photograph(400, 200, exif=exif))
    assert (made.width, made.height) == (200, 400)
    assert b"Secret" not in made.body


def test_what_is_transparent_is_paper():
    made = thumbnail(photograph(10, 10, "PNG", "RGBA"), "image/png")
    with Image.open(io.BytesIO(made.body)) as opened:
        assert opened.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_drawing_is_kept_and_shown_small():
    fills = "".join(f'<rect width="9" height="9" fill="{fill}"/>' for fill in ("url(#a)", "url( #a )", "url('#a')"))
    made = thumbnail(DRAWING.format(f'{fills}<use href="#a"/>').encode(), "image/svg+xml")
    assert (made.width, made.height, made.content_type) == (WIDEST, 320, "image/svg+xml")


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<use href="https://elsewhere.example/a.svg#a"/>',
        '<rect fill="url(https://elsewhere.example/a)"/>',
        "<rect fill=\"url( 'https://elsewhere.example/a#a')\"/>",
        "<foreignObject/>",
        "<style>@import url(https://elsewhere.example)</style>",
        '<image href="https://elsewhere.example/a.png"/>',
    ],
)
def test_a_drawing_that_may_act_is_refused(inner):
    with pytest.raises(ThumbnailError, match="may act"):
        thumbnail(DRAWING.format(inner).encode())


def nested(depth: int, times: int, kind: str = "use") -> str:
    """Groups each of which shows the one before so many times."""
    shown = {"use": '<use href="#a{}"/>', "clip": '<rect clip-path="url(#a{})"/>'}[kind]
    group = {"use": "g", "clip": "clipPath"}[kind]
    inner = f'<{group} id="a0"><rect width="1" height="1"/></{group}>'
    inner += "".join(
        f'<{group} id="a{number}">{shown.format(number - 1) * times}</{group}>' for number in range(1, depth)
    )
    return f"<defs>{inner}</defs>{shown.format(depth - 1)}"


@pytest.mark.parametrize(
    "inner",
    [
        nested(12, 10),
        nested(12, 10, "clip"),
        nested(60, 1),
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "<g>" * 60 + "</g>" * 60,
        '<circle r="1e8" stroke-width="1e7"/>',
        '<circle style="stroke-width:1e8"/>',
        '<g transform="scale(9e4)"><circle r="9e4"/></g>',
        '<g transform="scale(9e4)"><use href="#c"/></g><circle id="c" r="9e4"/>',
        f'<circle r="{"9" * 400}"/>',
    ],
)
def test_a_drawing_that_takes_a_browser_s_time_is_refused(inner):
    with pytest.raises(ThumbnailError, match="larger than 240,000 bytes"):
        thumbnail(DRAWING.format(inner).encode())


def test_a_drawing_that_shows_a_few_parts_again_is_kept():
    assert thumbnail(DRAWING.format(nested(3, 10)).encode()).content_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("attribute", "kept"),
    [
        ('stroke-dasharray="0.001"', ""),
        ('filter="blur(9999px)"', ""),
        ('style="fill:red;filter:blur(9px);stroke-dasharray:1"', 'style="fill:red"'),
        ('data-name="x" class="y"', ""),
        ('fill="rgb(1,2,3)" transform="rotate(3)"', 'fill="rgb(1,2,3)" transform="rotate(3)"'),
    ],
)
def test_what_is_not_known_to_be_harmless_is_left_out_of_a_drawing(attribute, kept):
    made = thumbnail(DRAWING.format(f"<rect {attribute}/>").encode())
    assert f"<rect {kept}/>".replace(" />", "/>").encode() in made.body


def test_a_drawing_reads_no_file():
    hostile = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + DRAWING.format("<text>&a;</text>").encode()
    with pytest.raises(ThumbnailError):
        thumbnail(hostile)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no image"),
        (b"<html>not found</html>", "no image"),
        (photograph(400, 300)[:200], "no image"),
        (b"<svg", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "without a size"),
        (b"x" * 20_000_001, "larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_image_says_why(body, why):
    with pytest.raises(ThumbnailError, match=why):
        thumbnail(body)


def announced(width: int, height: int, data: bytes = b"", *, bits: int = 8, kind: int = 2) -> bytes:
    """A PNG that says it is so large; its pixels are left out mostly, since nobody should come to read them."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)),
        (b"IDAT", zlib.compress(data)),
        (b"IEND", b""),
    )
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("width", "height", "why"),
    [
        (9_000, 9_000, "9,000 × 9,000 pixels are too many"),
        (20_000, 20_000, "DecompressionBomb"),  # Pillow itself refuses
        (7_000, 7_000, "7,000 × 7,000 pixels are too many"),  # four bytes for each
        (80_000_000, 1, "80,000,000 × 1 pixels are too many"),  # a row of them
    ],
)
def test_a_picture_that_unpacks_to_too_much_is_refused(width, height, why):
    with pytest.raises(ThumbnailError, match=why):
        thumbnail(announced(width, height))


MEASURED = """
import sys
from scraper.thumbnails import ThumbnailError, thumbnail
from tests.peak_memory import peak_memory
body = sys.stdin.buffer.read()
try:
    made = thumbnail(body)
    print(made.width, made.height)
except ThumbnailError as error:
    print(error)
assert peak_memory() < 300_000, f"{peak_memory():,} kB"
"""


def measured(body: bytes) -> str:
    """What comes of an image, in a process whose memory is measured."""
    done = subprocess.run([sys.executable, "-c", MEASURED], input=body, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()[-300:]
    return done.stdout.decode().strip()


def test_72_million_pixels_of_9_kilobytes_take_little_memory():
    rows = b"".join([b"\0" + b"\xff" * 1_113] * 8_000)
    assert measured(announced(8_900, 8_000, rows, bits=1, kind=0)) == "480 431"


@pytest.mark.parametrize(
    ("kind", "more"), [("JPEG", {"progressive": True}), ("WEBP", {"lossless": True}), ("JPEG", {}), ("GIF", {})]
)
@pytest.mark.thorough
@pytest.mark.slow
def test_no_large_image_takes_more_memory(kind, more):
    written = io.BytesIO()
    Image.new("RGB" if kind != "GIF" else "P", (8_900, 8_000)).save(written, kind, **more)
    assert measured(written.getvalue()) in ("480 431", "8,900 × 8,000 pixels are too many")


def test_a_jpeg_of_many_scans_is_refused():
    whole = photograph(2_000, 2_000, progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    assert thumbnail(whole).width == WIDEST
    with pytest.raises(ThumbnailError, match="too many"):
        thumbnail(whole[:-2] + scan * 300 + whole[-2:])


@pytest.mark.parametrize(("orientation", "size"), [(1, (480, 240)), (3, (480, 240)), (6, (240, 480)), (8, (240, 480))])
def test_a_large_photograph_stands_upright_as_well(orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = thumbnail(photograph(4_000, 2_000, "PNG", exif=exif))
    assert (made.width, made.height) == size


def test_what_an_image_says_of_itself_is_not_unpacked_again_and_again():
    """Every tag of its Exif refers to all of it."""
    tags = b"".join(struct.pack("<HHLL", tag, 7, 2_000_000, 8) for tag in range(0x0200, 0x0600))
    exif = b"II*\0" + struct.pack("<LH", 8, 1_025) + struct.pack("<HHLHH", 0x0112, 3, 1, 6, 0) + tags + bytes(2_000_000)
    assert measured(photograph(400, 200, "PNG", exif=exif)) == "200 400"
