"""Scenes among people: streets, public buildings, rooms and faces."""

from __future__ import annotations

from scraper.demo.pictures.brush import HEIGHT, WIDTH, Brush, circle, house, line, rect, ridge, shape, sky, windows


def street(brush: Brush) -> list[str]:
    """A row of houses."""
    chance, x, houses = brush.chance, -10.0, list[str]()
    while x < WIDTH:
        width = chance.choice((74, 98, 122))
        houses += house(brush, x, width, chance.randint(110, 190))
        x += width + 4
    lamp = chance.randint(120, 520)
    return [
        *sky(brush, 340),
        *houses,
        rect(0, 340, WIDTH, 60, brush.colours.mid),
        line("M0 372 H640", brush.colours.glow, 4, ' stroke-dasharray="34 26"'),
        line(f"M{lamp} 356 V236", brush.colours.near, 6),
        circle(lamp, 228, 12, brush.colours.sun),
    ]


def market(brush: Brush) -> list[str]:
    """Market stalls."""
    colours, stalls = brush.colours, list[str]()
    for n in range(4):
        x = 14 + n * 156
        stripe = colours.accent if n % 2 else colours.mid
        stalls += [rect(x + 8, 200, 6, 150, colours.near), rect(x + 130, 200, 6, 150, colours.near)]
        stalls += [
            shape(f"M{x + i * 24} 160 h24 v46 a12 12 0 0 1 -24 0 Z", stripe if i % 2 else colours.wall)
            for i in range(6)
        ]
        stalls += [rect(x + 4, 292, 136, 58, colours.far)]
        fruit = (colours.accent, "#d9a441", "#7a9e4b")
        stalls += [circle(x + 18 + i * 18, 286 - (i % 2) * 6, 11, brush.chance.choice(fruit)) for i in range(7)]
    return [
        *sky(brush, 350),
        *house(brush, 40, 122, 220),
        *house(brush, 430, 146, 240),
        *stalls,
        rect(0, 350, WIDTH, 50, colours.mid),
    ]


def council(brush: Brush) -> list[str]:
    """A town hall with a clock tower."""
    colours = brush.colours
    tower = [
        rect(292, 62, 56, 120, colours.wall),
        shape("M284 62 L320 18 L356 62 Z", colours.near),
        circle(320, 96, 18, colours.glow),
    ]
    hands = line("M320 96 V84 M320 96 L329 100", colours.near, 3)
    return [*sky(brush, 360), *tower, hands, *_columns(brush, 180, 6), rect(0, 366, WIDTH, 34, colours.near)]


def court(brush: Brush) -> list[str]:
    """A pair of scales before a court house."""
    colours = brush.colours
    scales = [
        line(
            "M320 330 V170 M250 190 H390 M250 190 L226 250 M250 190 L274 250 M390 190 L366 250 M390 190 L414 250",
            colours.accent,
            6,
        ),
        shape("M220 250 H280 Q250 284 220 250 Z M360 250 H420 Q390 284 360 250 Z", colours.accent),
        circle(320, 168, 9, colours.accent),
    ]
    return [
        *sky(brush, 360),
        *_columns(brush, 150, brush.chance.choice((4, 6, 8))),
        *scales,
        rect(0, 366, WIDTH, 34, colours.near),
    ]


def _columns(brush: Brush, top: float, count: int) -> list[str]:
    colours, left, width = brush.colours, 130, 380
    step = width / count
    return [
        shape(f"M{left - 20} {top:g} L{WIDTH / 2:g} {top - 70:g} L{left + width + 20} {top:g} Z", colours.wall),
        rect(left - 20, top, width + 40, 16, colours.far),
        rect(left, top + 16, width, 324 - top, colours.mid),
        *(rect(left + n * step + step / 2 - 12, top + 16, 24, 324 - top, colours.wall) for n in range(count)),
        *(
            rect(left - 20 - n * 14, 330 + n * 12, width + 40 + n * 28, 12, colours.far if n % 2 else colours.wall)
            for n in range(3)
        ),
    ]


def school(brush: Brush) -> list[str]:
    """A school."""
    colours = brush.colours
    house = [rect(110, 190, 420, 150, colours.wall), shape("M96 190 L320 110 L544 190 Z", colours.accent)]
    bell = [
        rect(296, 84, 48, 44, colours.wall),
        shape("M288 84 L320 52 L352 84 Z", colours.near),
        circle(320, 108, 10, "#d9a441"),
    ]
    door = [
        rect(300, 276, 40, 64, colours.near),
        *windows(136, 214, 6, 3, colours.mid, 26),
        *windows(362, 214, 6, 3, colours.mid, 26),
    ]
    children = [circle(70 + n * 19, 350 - n % 3 * 4, 7, colours.near) for n in range(brush.chance.randint(5, 12))]
    return [*sky(brush, 340), *bell, *house, *door, rect(0, 340, WIDTH, 60, colours.mid), *children]


def hospital(brush: Brush) -> list[str]:
    """A hospital."""
    colours = brush.colours
    wings = [rect(80, 170, 480, 180, colours.wall), rect(240, 100, 160, 250, colours.glow)]
    cross = [rect(306, 124, 28, 84, colours.accent), rect(278, 152, 84, 28, colours.accent)]
    door = rect(284, 290, 72, 60, colours.near)
    return [
        *sky(brush, 350),
        *wings,
        *cross,
        door,
        *windows(100, 196, 5, 4, colours.mid, 28),
        *windows(414, 196, 5, 4, colours.mid, 28),
        rect(0, 350, WIDTH, 50, colours.mid),
    ]


def factory(brush: Brush) -> list[str]:
    """A factory with chimneys."""
    colours, chance = brush.colours, brush.chance
    roofs = [shape(f"M{60 + n * 90} 230 V170 L{150 + n * 90} 230 Z", colours.mid) for n in range(4)]
    smoke = [
        circle(485 + n * 22, 96 - n * 15, 14 + n * 5, colours.glow, ' opacity="0.8"')
        for n in range(chance.randint(3, 5))
    ]
    body = [
        rect(60, 230, 520, 110, colours.near),
        rect(460, 110, 34, 130, colours.accent),
        rect(524, 140, 28, 100, colours.accent),
    ]
    return [
        *sky(brush, 340),
        *smoke,
        *roofs,
        *body,
        *windows(82, 254, 18, 2, colours.sun, 27),
        rect(0, 340, WIDTH, 60, colours.mid),
    ]


def train(brush: Brush) -> list[str]:
    """A train."""
    colours, chance = brush.colours, brush.chance
    cars = list[str]()
    for n in range(3):
        x = 40 + n * 190
        cars += [
            rect(x, 216, 180, 92, colours.accent, ' rx="16"'),
            rect(x, 268, 180, 12, colours.wall),
            *windows(x + 20, 232, 5, 1, colours.glow, 32),
        ]
        cars += [circle(x + 36, 312, 15, colours.near), circle(x + 144, 312, 15, colours.near)]
    track = [rect(0, 326, WIDTH, 7, colours.near), *(rect(n * 32 + 4, 333, 16, 9, colours.mid) for n in range(20))]
    wires = line("M0 176 H640", colours.near, 2) + "".join(
        line(f"M{x} 326 V160 h30", colours.near, 4) for x in (chance.randint(20, 60), 330, 610)
    )
    return [*sky(brush, 330), ridge(brush, 190, colours.far), ridge(brush, 130, colours.mid), wires, *cars, *track]


def stadium(brush: Brush) -> list[str]:
    """A stadium."""
    colours, chance = brush.colours, brush.chance
    crowd = [
        circle(
            12 + n % 52 * 12,
            150 + n // 52 * 15,
            5,
            chance.choice((colours.wall, colours.accent, colours.far, colours.sun)),
        )
        for n in range(260)
    ]
    lights = [line(f"M{x} 140 V44", colours.near, 6) + rect(x - 26, 26, 52, 22, colours.sun) for x in (70, 570)]
    pitch = [
        rect(0, 236, WIDTH, 164, "#5d9455"),
        *(shape(f"M{n * 128} 400 L{n * 96 + 80} 236 h48 L{n * 128 + 64} 400 Z", "#6aa561") for n in range(5)),
    ]
    goal = line("M230 292 V222 H410 V292", "#ffffff", 6)
    ball = circle(chance.randint(180, 460), 350, 13, "#ffffff")
    return [
        rect(0, 0, WIDTH, 140, colours.sky),
        rect(0, 136, WIDTH, 100, colours.near),
        *lights,
        *crowd,
        *pitch,
        goal,
        ball,
    ]


def museum(brush: Brush) -> list[str]:
    """A museum."""
    colours, chance = brush.colours, brush.chance
    frames = list[str]()
    for n, (x, y, width, height) in enumerate(((50, 90, 150, 190), (240, 60, 190, 140), (470, 110, 120, 170))):
        frames += [
            rect(x, y, width, height, "#b98b3e"),
            rect(x + 10, y + 10, width - 20, height - 20, colours.sky if n % 2 else colours.glow),
        ]
        horizon = y + height * chance.uniform(0.45, 0.7)
        frames += [
            rect(
                x + 10,
                horizon,
                width - 20,
                y + height - 10 - horizon,
                chance.choice((colours.mid, colours.accent, colours.far)),
            )
        ]
        frames += [circle(x + width * chance.uniform(0.3, 0.7), y + 38, 12, colours.sun)]
    visitor = [circle(330, 262, 17, colours.near), shape("M302 372 V318 a28 34 0 0 1 56 0 V372 Z", colours.near)]
    return [rect(0, 0, WIDTH, HEIGHT, colours.wall), *frames, rect(0, 352, WIDTH, 48, colours.mid), *visitor]


def kitchen(brush: Brush) -> list[str]:
    """A kitchen."""
    colours, chance = brush.colours, brush.chance
    tiles = [
        rect(x, y, 58, 58, colours.glow if (x + y) // 64 % 2 else colours.wall)
        for x in range(0, WIDTH, 64)
        for y in range(0, 256, 64)
    ]
    pot = [
        rect(210, 200, 180, 96, colours.accent, ' rx="14"'),
        rect(196, 188, 208, 16, colours.near, ' rx="8"'),
        circle(300, 182, 10, colours.near),
    ]
    steam = [line(f"M{250 + n * 48} 164 q-16 -22 0 -44 t0 -44", "#ffffff", 7, ' opacity="0.8"') for n in range(3)]
    fruit = [circle(456 + n * 40, 274, 22, chance.choice(("#d9a441", "#7a9e4b", "#b5433b"))) for n in range(4)]
    return [
        rect(0, 0, WIDTH, HEIGHT, colours.far),
        *tiles,
        *steam,
        *pot,
        *fruit,
        rect(0, 296, WIDTH, 104, colours.near),
        rect(0, 296, WIDTH, 14, colours.mid),
    ]


def portrait(brush: Brush) -> list[str]:
    """A person, head and shoulders."""
    colours, chance = brush.colours, brush.chance
    hair, coat = (
        chance.choice(("#2d2420", "#6b4a2f", "#8d8d8d", "#1d1d24")),
        chance.choice((colours.near, colours.accent, colours.mid)),
    )
    skin = chance.choice(("#e8bf9c", "#c68e63", "#8a5a3b", "#f0d0b4"))
    long_hair = [rect(248, 160, 144, 130, hair, ' rx="60"')] if chance.random() < 0.5 else []
    return [
        rect(0, 0, WIDTH, HEIGHT, colours.sky),
        circle(320, 190, 168, colours.glow),
        *long_hair,
        shape("M170 400 Q180 296 292 288 H348 Q460 296 470 400 Z", coat),
        rect(296, 246, 48, 54, skin, ' rx="20"'),
        shape("M296 290 L320 330 L344 290 Z", colours.wall),
        '<ellipse cx="320" cy="188" rx="58" ry="74" fill="' + skin + '"/>',
        shape("M258 188 Q252 100 320 100 Q388 100 382 188 Q372 138 320 140 Q268 138 258 188 Z", hair),
    ]
