"""Scenes under the open sky: water, hills, weather and night."""

from __future__ import annotations

from scraper.demo.pictures.brush import HEIGHT, WIDTH, Brush, circle, line, rect, ridge, sea, shape, sky


def harbour(brush: Brush) -> list[str]:
    """Boats at a quay, and a crane."""
    boats = [
        shape
        for n in range(3)
        for shape in _boat(brush, 60 + n * 190 + brush.chance.randint(-30, 30), 335 + 12 * n, 80)
    ]
    quay = [rect(0, 286, WIDTH, 18, brush.colours.near)]
    return [
        *sky(brush),
        ridge(brush, 125, brush.colours.far),
        *_crane(brush, brush.chance.randint(90, 460)),
        *sea(brush),
        *quay,
        *boats,
    ]


def _boat(brush: Brush, x: float, y: float, size: float) -> list[str]:
    colours = brush.colours
    return [
        shape(f"M{x:g} {y:g} h{size:g} l{-size * 0.15:g} {size * 0.2:g} h{-size * 0.7:g} Z", colours.near),
        line(f"M{x + size * 0.5:g} {y:g} v{-size * 0.8:g}", colours.near, 3),
        shape(
            f"M{x + size * 0.54:g} {y - size * 0.78:g} L{x + size * 0.92:g} {y - size * 0.08:g} H{x + size * 0.54:g} Z",
            colours.wall,
        ),
        shape(
            f"M{x + size * 0.46:g} {y - size * 0.66:g} L{x + size * 0.14:g} {y - size * 0.08:g} H{x + size * 0.46:g} Z",
            colours.accent,
        ),
    ]


def _crane(brush: Brush, x: float) -> list[str]:
    colour = brush.colours.accent
    return [
        line(f"M{x:g} 300 V150 M{x + 40:g} 300 V150 M{x:g} 300 L{x + 40:g} 225 L{x:g} 150", colour, 6),
        line(f"M{x - 50:g} 150 H{x + 130:g} M{x + 20:g} 150 V120 L{x + 130:g} 150 M{x + 110:g} 150 V215", colour, 5),
    ]


def storm(brush: Brush) -> list[str]:
    """Waves and rain below dark clouds."""
    colours, chance = brush.colours, brush.chance
    rain = [
        line(
            f"M{chance.randint(0, WIDTH)} {chance.randint(0, 300)} l-12 34",
            "#9fb2cc",
            2,
            ' opacity="0.55"',
        )
        for _ in range(90)
    ]
    crest = "q40 -70 80 0 q40 -34 80 0 "
    waves = [
        shape(f"M{-60 - n * 30} {270 + n * 45} {crest * 5} V420 H-60 Z", fill)
        for n, fill in enumerate((colours.far, "#2c4a5e", colours.mid))
    ]
    x = chance.randint(120, 500)
    bolt = shape(f"M{x} 30 l-34 90 h26 l-22 80 l66 -104 h-28 l24 -66 Z", colours.accent)
    return [
        rect(0, 0, WIDTH, HEIGHT, colours.sky),
        rect(0, 120, WIDTH, 160, colours.glow, ' opacity="0.5"'),
        bolt,
        *waves,
        *rain,
    ]


def ship(brush: Brush) -> list[str]:
    """A ship at sea."""
    colours, x = brush.colours, brush.chance.randint(70, 170)
    hull = shape(f"M{x} 262 H{x + 380} L{x + 340} 330 H{x + 40} Z", colours.near)
    decks = [rect(x + 60, 222, 260, 40, colours.wall), rect(x + 100, 186, 180, 36, colours.wall)]
    portholes = [circle(x + 76 + n * 30, 243, 8, colours.mid) for n in range(9)]
    funnel = [rect(x + 170, 132, 46, 54, colours.accent), rect(x + 170, 146, 46, 10, colours.wall)]
    smoke = [circle(x + 200 + n * 26, 118 - n * 14, 12 + n * 5, colours.glow) for n in range(4)]
    return [*sky(brush), *smoke, *funnel, *decks, *portholes, hull, *sea(brush, 320)]


def river(brush: Brush) -> list[str]:
    """A river and a bridge below hills."""
    colours = brush.colours
    water = shape("M300 236 Q420 270 300 310 T240 400 H520 Q380 350 430 310 T330 236 Z", colours.glow)
    piers = "".join(f"M{15 + n * 155} 400 v-64 a66 60 0 0 1 132 0 v64 " for n in range(4))
    bridge = [rect(0, 254, WIDTH, 20, colours.accent), line(piers, colours.accent, 12)]
    return [*sky(brush, 240), ridge(brush, 185, colours.far), rect(0, 236, WIDTH, 164, colours.mid), water, *bridge]


def field(brush: Brush) -> list[str]:
    """A ploughed field and a tree."""
    colours, x = brush.colours, brush.chance.randint(120, 500)
    furrows = [line(f"M{320 + n * 10} 252 L{320 + n * 74} 400", colours.far, 7) for n in range(-7, 8)]
    tree = [
        rect(x - 5, 196, 10, 62, colours.near),
        circle(x, 178, 38, colours.near),
        circle(x + 24, 192, 26, colours.mid),
    ]
    return [*sky(brush, 250), ridge(brush, 165, colours.far), rect(0, 250, WIDTH, 150, colours.mid), *furrows, *tree]


def hill(brush: Brush) -> list[str]:
    """A chapel among hills; also drawn for an unknown subject."""
    colours, x = brush.colours, brush.chance.randint(160, 460)
    chapel = [
        rect(x, 244, 46, 110, colours.wall),
        shape(f"M{x - 4} 244 l27 -22 l27 22 Z", colours.accent),
        rect(x + 38, 216, 16, 138, colours.wall),
    ]
    steeple = shape(f"M{x + 35} 216 l11 -36 l11 36 Z", colours.accent)
    return [
        *sky(brush),
        ridge(brush, 230, colours.far),
        ridge(brush, 165, colours.mid),
        *chapel,
        steeple,
        ridge(brush, 95, colours.near),
    ]


def snow(brush: Brush) -> list[str]:
    """Hills and firs in the snow."""
    chance, colours = brush.chance, brush.colours
    firs = list[str]()
    for _ in range(9):
        x, y, size = chance.randint(10, 620), chance.randint(270, 360), chance.randint(34, 62)
        firs += [
            shape(f"M{x - size * 0.4:g} {y} L{x} {y - size * n / 2:g} L{x + size * 0.4:g} {y} Z", "#2f4f4f")
            for n in (2, 3)
        ]
    flakes = [
        circle(chance.randint(0, WIDTH), chance.randint(0, HEIGHT), chance.choice((2, 3, 4)), "#ffffff")
        for _ in range(110)
    ]
    return [
        *sky(brush),
        ridge(brush, 210, colours.far),
        ridge(brush, 150, "#dfe8ec"),
        *firs,
        ridge(brush, 60, "#f6fafb"),
        *flakes,
    ]


def night(brush: Brush) -> list[str]:
    """A town at night, by the water."""
    colours, chance = brush.colours, brush.chance
    stars = [
        circle(chance.randint(0, WIDTH), chance.randint(0, 200), chance.choice((1.2, 1.8, 2.4)), "#ffffff")
        for _ in range(60)
    ]
    moon = [circle(500, 84, 40, colours.sun), circle(484, 74, 36, colours.sky)]
    blocks = list[str]()
    for x in range(0, WIDTH, 64):
        height = chance.randint(90, 210)
        blocks += [rect(x, 340 - height, 60, height, colours.mid)]
        lit = [(c, r) for c in range(2) for r in range(height // 32) if chance.random() < 0.5]
        blocks += [rect(x + 12 + c * 24, 350 - height + r * 30, 12, 16, colours.accent) for c, r in lit]
    glints = [
        line(
            f"M{chance.randint(0, 600)} {chance.randint(350, 392)} h{chance.randint(12, 40)}",
            colours.accent,
            3,
            ' opacity="0.6"',
        )
        for _ in range(20)
    ]
    return [
        rect(0, 0, WIDTH, HEIGHT, colours.sky),
        *stars,
        *moon,
        *blocks,
        rect(0, 340, WIDTH, 60, colours.near),
        *glints,
    ]
