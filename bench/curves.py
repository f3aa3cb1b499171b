"""Milliseconds over the size of an archive -> an SVG of small charts, one for each kind of page. Pure but ``write``.

Both axes are logarithmic. In every chart the goals are dashed, and Datasette's own table page is the grey line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

COLUMNS, WIDE, HIGH = 4, 260, 150
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 26, 22
LEAST, MOST = 1, 30_000  # milliseconds
GOALS = (25, 100)
STYLE = (
    "text {font: 11px sans-serif; fill: #222} .name {font-weight: bold} .goal {stroke: #a8480a; stroke-dasharray: 3 3}"
    " .peer {stroke: #999; fill: none; stroke-width: 1.5} .ours {stroke: #4a2a85; fill: none; stroke-width: 2}"
    " .frame {fill: none; stroke: #ccc}"
)
Curve = Mapping[int, float]  # stories -> milliseconds


def svg(curves: Mapping[str, Curve], peer: str) -> str:
    """The charts of these curves.

    :param curves: by name.
    :param peer: the name of the one that all charts show.
    """
    sizes = sorted({size for curve in curves.values() for size in curve})
    rows = math.ceil(len(curves) / COLUMNS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDE} {rows * HIGH}">',
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, (name, curve) in enumerate(curves.items()):
        x, y = number % COLUMNS * WIDE, number // COLUMNS * HIGH
        parts.append(f'<g transform="translate({x} {y})">{"".join(_chart(name, curve, curves.get(peer), sizes))}</g>')
    return "\n".join([*parts, "</svg>", ""])


def _chart(name: str, curve: Curve, peer: Curve | None, sizes: Sequence[int]) -> Iterator[str]:
    yield f'<text class="name" x="{LEFT}" y="16">{escape(name)}</text>'
    yield f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{WIDE - LEFT - RIGHT}" height="{HIGH - TOP - BOTTOM}"/>'
    for goal in GOALS:
        yield f'<path class="goal" d="M{LEFT} {_y(goal):.1f}H{WIDE - RIGHT}"/>'
    for mark in (1, 10, 100, 1_000, 10_000):
        yield f'<text x="{LEFT - 4}" y="{_y(mark) + 4:.1f}" text-anchor="end">{mark:,}</text>'
    for size in sizes:
        yield f'<text x="{_x(size, sizes):.1f}" y="{HIGH - 8}" text-anchor="middle">{size:,}</text>'
    if peer:
        yield _line("peer", peer, sizes)
    yield _line("ours", curve, sizes)
    for size, milliseconds in curve.items():
        point = f'cx="{_x(size, sizes):.1f}" cy="{_y(milliseconds):.1f}"'
        yield f'<circle {point} r="3" fill="#4a2a85"><title>{size:,}: {milliseconds:.1f} ms</title></circle>'


def _line(kind: str, curve: Curve, sizes: Sequence[int]) -> str:
    points = " ".join(f"{_x(size, sizes):.1f},{_y(each):.1f}" for size, each in sorted(curve.items()))
    return f'<polyline class="{kind}" points="{points}"/>'


def _x(size: int, sizes: Sequence[int]) -> float:
    low, high = math.log(sizes[0]), math.log(max(sizes[-1], sizes[0] + 1))
    return LEFT + 20 + (math.log(size) - low) / (high - low) * (WIDE - LEFT - RIGHT - 48)


def _y(milliseconds: float) -> float:
    part = math.log(max(milliseconds, LEAST) / LEAST) / math.log(MOST / LEAST)
    return HIGH - BOTTOM - part * (HIGH - TOP - BOTTOM)


def write(path: Path, curves: Mapping[str, Curve], peer: str) -> None:
    """Write the charts to a file."""
    path.write_text(svg(curves, peer), "utf-8")
