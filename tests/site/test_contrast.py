"""Every text colour of the style sheet stands out from its ground by WCAG's 4.5:1, in light and dark."""

from __future__ import annotations

import re

import pytest

from scraper.site.folder import site_dir

PAIRS = [
    ("ink", "ground"),
    ("quiet", "ground"),
    ("stamp", "ground"),
    ("ink", "stamp-ground"),
    ("mark-ink", "mark"),
    ("ground", "ink"),
    ("ground", "stamp"),
    *((f"{state}-ink", state) for state in ("held", "partial", "statement", "missing", "closed")),
    ("missing-ink", "missing"),
    *((f"line-{letter}", "ground") for letter in "abcde"),
]


def palettes():
    """The colours of the light and the dark page."""
    sheet = (site_dir() / "static" / "site.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in sheet.split(":root {")[1:3])
    return {"light": light, "dark": dark}


def luminance(colour):
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(name, text, ground):
    palette = palettes()[name]
    lighter, darker = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
