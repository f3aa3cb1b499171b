"""What every scene is drawn with: the colours of an hour of the day, and flat shapes in SVG."""

from __future__ import annotations

import random
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 400
GROUND = 300  # where the sky meets sea or land, from the top


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one hour of the day."""

    sky: str
    glow: str  # the sky above the horizon
    sun: str
    far: str
    mid: str
    near: str
    wall: str
    accent: str


DAYLIGHT = (
    Palette(
        sky="#8fc1d9",
        glow="#dcecef",
        sun="#fff3c4",
        far="#7f9fae",
        mid="#55788a",
        near="#2b4a5b",
        wall="#f3ead7",
        accent="#c8553d",
    ),
    Palette(
        sky="#f2b880",
        glow="#fbe3c0",
        sun="#fff6e0",
        far="#b98b73",
        mid="#8a5a44",
        near="#4a2f27",
        wall="#fbf0de",
        accent="#2a6f77",
    ),
    Palette(
        sky="#b7c3c9",
        glow="#e6e4dc",
        sun="#fdfaf0",
        far="#8d9a96",
        mid="#65736f",
        near="#394441",
        wall="#efe9dc",
        accent="#b5853c",
    ),
    Palette(
        sky="#a8d5ba",
        glow="#eef6dc",
        sun="#fff8d6",
        far="#86ab8e",
        mid="#5b8066",
        near="#2f4f3f",
        wall="#f7efdc",
        accent="#a63d40",
    ),
)
DARK = Palette(
    sky="#1d2b45",
    glow="#3b4a6b",
    sun="#f4ead0",
    far="#33415f",
    mid="#222d47",
    near="#121a2c",
    wall="#39476a",
    accent="#f2b441",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """What a scene is drawn with: a palette, and random numbers seeded by the story's id."""

    colours: Palette
    chance: random.Random


def rect(x: float, y: float, width: float, height: float, fill: str, extra: str = "") -> str:
    """An SVG rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"{extra}/>'


def circle(x: float, y: float, radius: float, fill: str, extra: str = "") -> str:
    """An SVG circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"{extra}/>'


def shape(path: str, fill: str, extra: str = "") -> str:
    """A filled SVG path."""
    return f'<path d="{path}" fill="{fill}"{extra}/>'


def line(path: str, colour: str, width: float, extra: str = "") -> str:
    """A stroked SVG path with round ends."""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"{extra}/>'


def sky(brush: Brush, ground: float = GROUND) -> list[str]:
    """The background: sky, sun or moon, down to ``ground``."""
    colours, x = brush.colours, brush.chance.randint(90, 550)
    return [
        rect(0, 0, WIDTH, HEIGHT, colours.sky),
        rect(0, ground - 70, WIDTH, 70, colours.glow, ' opacity="0.6"'),
        circle(x, brush.chance.randint(60, 120), 34, colours.sun),
    ]


def ridge(brush: Brush, height: float, fill: str) -> str:
    """A chain of hills whose tops lie about ``height`` above the lower edge."""
    chance, step = brush.chance, WIDTH / 4
    path = f"M0 {HEIGHT} L0 {HEIGHT - height + chance.randint(-20, 20):g}"
    for n in range(4):
        middle, end = HEIGHT - height - chance.randint(10, 60), HEIGHT - height + chance.randint(-15, 30)
        path += f" Q{step * (n + 0.5):g} {middle:g} {step * (n + 1):g} {end:g}"
    return shape(f"{path} L{WIDTH} {HEIGHT} Z", fill)


def sea(brush: Brush, ground: float = GROUND) -> list[str]:
    """Water below ``ground``, with waves."""
    colours, chance = brush.colours, brush.chance
    waves = [
        line(
            f"M{chance.randint(10, 560)} {chance.randint(int(ground) + 12, 390)} q18 -8 36 0 t36 0",
            colours.glow,
            2.5,
            ' opacity="0.7"',
        )
        for _ in range(12)
    ]
    return [rect(0, ground, WIDTH, HEIGHT - ground, colours.mid), *waves]


def windows(x: float, y: float, columns: int, rows: int, fill: str, step: float = 24) -> list[str]:
    """A grid of windows; x and y are its upper left corner."""
    return [rect(x + c * step, y + r * 32, 12, 18, fill) for c in range(columns) for r in range(rows)]


def house(brush: Brush, x: float, width: float, height: float, base: float = 340) -> list[str]:
    """A house with a roof, a door and windows; ``base`` is its lower edge."""
    colours = brush.colours
    wall, roof = (
        brush.chance.choice((colours.wall, colours.far, colours.accent)),
        brush.chance.choice((colours.near, colours.mid)),
    )
    top = base - height
    return [
        rect(x, top, width, height, wall),
        shape(f"M{x - 5:g} {top:g} L{x + width / 2:g} {top - 34:g} L{x + width + 5:g} {top:g} Z", roof),
        *windows(x + 12, top + 14, max(1, int((width - 12) // 24)), max(1, int((height - 50) // 32)), colours.near),
        rect(x + width / 2 - 8, base - 32, 16, 32, colours.near),
    ]
