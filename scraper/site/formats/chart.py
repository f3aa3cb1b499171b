"""Numbers over time -> an SVG line chart that can be read without scripts, styles and colours. Pure.

Each line has its own dashes, markers and colour, and its name at its end or, on a narrow chart, above the plot. A place
without a number is a gap in its line, not a zero. Colours, dashes and sizes are attributes, which are enough when the
file is kept by itself; on a page the style sheet overrides them (``.chart`` in site.css).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from scraper.characters import xml_text

COLOURS = ("#4a2a85", "#0b6e4f", "#a8480a", "#1b5fa8", "#8c1c46")  # those of the page in the light
DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2")
MARKERS = (  # drawn around a point, in turn: dot, square, triangle, diamond, cross
    "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "m-3.2-3.2h6.4v6.4h-6.4z",
    "m0-4.4l4.4 7.6h-8.8z",
    "m0-4.8l4.8 4.8l-4.8 4.8l-4.8-4.8z",
    "m-3.6-3.6l7.2 7.2m0-7.2l-7.2 7.2",
)
MOST_LINES = len(MARKERS)
MARKED = 60  # places; a chart with more has markers at a few points only
MOST_TOOLTIPS = 130  # places; a chart with more has no tooltips
MOST_BARS = 3  # places; a chart with more has lines
BAR = 60  # the greatest breadth of a bar
TOP, BOTTOM, LEFT, RIGHT = 14, 30, 52, 14
LINE = 19  # of text, from one to the next
NAME_LENGTH = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its numbers, one for each place; None where the number is not known."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Gap:
    """Places of which data is missing, both ends included; the share that is missing is 0 to 1."""

    first: int
    last: int
    missing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The content of a chart: its lines, the gaps behind them, and their descriptions."""

    title: str
    description: str
    lines: Sequence[Line]
    gaps: Sequence[Gap] = ()
    skipped: frozenset[int] = frozenset()  # places over which a line runs on: there was nothing to count
    broken: frozenset[int] = frozenset()  # places at which a line breaks: so much is missing that it means little
    tooltips: Sequence[str] = ()  # of each place
    urls: Sequence[Sequence[str]] = ()  # of each line, where each of its places leads to
    whole: bool = True  # the numbers are counts: no ticks between them
    format_value: Callable[[float], str] = str  # of the numbers on the vertical axis


@dataclass(frozen=True, slots=True)
class Plot:
    """The plot area: turns places and numbers into coordinates."""

    left: float
    right: float
    top: float
    bottom: float
    places: int
    highest: float

    def x(self, place: float) -> float:
        """The x coordinate of the middle of a place."""
        return self.left + (self.right - self.left) * (place + 0.5) / max(self.places, 1)

    def y(self, value: float) -> float:
        """The y coordinate of a number."""
        return self.bottom - (self.bottom - self.top) * value / self.highest


def svg(
    chart: Chart,
    ticks: Sequence[tuple[int, str]],
    *,
    width: int,
    height: int,
    name: str,
    address: Callable[[str], str] | None = None,
) -> Markup:
    """The chart as an ``<svg>`` element; with links, a second one that lies over it has these.

    :param ticks: the places that are named under the horizontal axis, with their names.
    :param width: in units of the drawing, as ``height``; below 600 the lines are named above the plot.
    :param name: the beginning of the ids inside, which have to be unique on a page.
    :param address: makes a path of the site an address on the page; without it nothing in the chart is a link.
    """
    narrow = width < 600
    scale = steps(max((value for line in chart.lines for value in line.values if value), default=0), whole=chart.whole)
    plot = Plot(
        LEFT,
        width - (RIGHT if narrow else 8 * min(NAME_LENGTH, max(map(len, _names(chart)), default=0)) + 2 * RIGHT),
        TOP + (LINE * len(chart.lines) if narrow else 0),
        height - BOTTOM,
        max((len(line.values) for line in chart.lines), default=0),
        scale[-1],
    )
    parts = [
        Markup('<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>').format(
            name, chart.title, chart.description
        ),
        Markup(
            '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><path d="M0 0v7" stroke="#888" stroke-width="2" class="hatch"/></pattern>'
            '</defs><rect width="100%" height="100%" fill="#fdfdfb" class="ground"/>'
        ).format(name),
        *(_gap(gap, plot, name) for gap in chart.gaps),
        *(_level(value, chart.format_value(value), plot) for value in scale),
        *(_tick(plot.x(place), text, plot) for place, text in ticks),
        *(_line(number, chart, plot) for number in range(len(chart.lines))),
        *(_legend(chart, plot) if narrow else _names_at_ends(chart, plot)),
        *(() if address else _tooltips(chart, plot, None)),
    ]
    drawn = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart {}" viewBox="0 0 {} {}" width="{}" height="{}" '
        'role="img" aria-labelledby="{}-title {}-desc" font-family="Georgia, serif" font-size="15" fill="#1b1b1e">'
        "{}</svg>"
    ).format(
        "narrow" if narrow else "wide", width, height, width, height, name, name, Markup("").join(parts)
    )  # fmt: skip
    if address and len(chart.tooltips) <= MOST_TOOLTIPS:
        # Of a picture nothing is a link to a screen reader, so links are no part of it: the table has the same.
        over = Markup('<svg class="chart {} over" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>')
        links = Markup("").join(_tooltips(chart, plot, address))
        drawn += over.format("narrow" if narrow else "wide", width, height, links)
    return Markup(xml_text(drawn))  # noqa: S704


def steps(highest: float, *, whole: bool) -> list[float]:
    """The numbers on the vertical axis: three to six round ones from 0, the last not below ``highest``.

    :param whole: only whole numbers.
    """
    if highest <= 0:
        return [0, 1]
    rough = highest / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999999)
    if whole:
        step = max(1, round(step))
    return [step * number for number in range(math.ceil(highest / step - 1e-9) + 1)]


def _gap(gap: Gap, plot: Plot, name: str) -> Markup:
    half = plot.x(0.5) - plot.x(0)
    left, right = plot.x(gap.first) - half, plot.x(gap.last) + half
    whole = gap.missing >= 1
    return Markup(
        '<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="{}" fill-opacity="{:.2f}" class="gap{}"/>'
    ).format(
        left, plot.top, max(right - left, 1), plot.bottom - plot.top, f"url(#{name}-hatch)" if whole else "#888",
        0.45 if whole else 0.06 + 0.34 * gap.missing, " whole" if whole else "",
    )  # fmt: skip


def _level(value: float, text: str, plot: Plot) -> Markup:
    return Markup(
        '<path d="M{} {:.1f}H{:.1f}" stroke="#c8c8c6" class="level"/>'
        '<text x="{}" y="{:.1f}" text-anchor="end" class="axis">{}</text>'
    ).format(plot.left, plot.y(value), plot.right, plot.left - 7, plot.y(value) + 5, text)


def _tick(x: float, text: str, plot: Plot) -> Markup:
    return Markup(
        '<path d="M{:.1f} {:.1f}v5" stroke="#56565d" class="tick"/>'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle" class="axis">{}</text>'
    ).format(x, plot.bottom, x, plot.bottom + 21, text)


def _line(number: int, chart: Chart, plot: Plot) -> Markup:
    """The line in pieces between its gaps, and its markers; a piece of one point has only a marker.

    Over a few places there is no line to draw: its numbers are bars.
    """
    line = chart.lines[number]
    drawn = Markup(
        '<g class="line-{}" color="{}" stroke="currentColor" stroke-linejoin="round"><path d="{}" fill="none" '
        'stroke-width="2" stroke-dasharray="{}"/><path d="{}" fill="currentColor" stroke-width="1.2"/></g>'
    )
    if plot.places <= MOST_BARS:
        return drawn.format(number + 1, COLOURS[number], "", "none", _bars(number, chart, plot))
    pieces = list(_pieces(line.values, chart.skipped, chart.broken))
    path = "".join(
        f"{'M' if place == piece[0][0] else 'L'}{plot.x(place):.1f} {plot.y(value):.1f}"
        for piece in pieces
        for place, value in piece
        if len(piece) > 1
    )
    every = 1 if plot.places <= MARKED else plot.places // 12
    markers = "".join(
        f"M{plot.x(place):.1f} {plot.y(value):.1f}{MARKERS[number]}"
        for piece in pieces
        for place, value in piece
        if len(piece) == 1 or (place + number * every // MOST_LINES) % every == 0
    )
    return drawn.format(number + 1, COLOURS[number], path, DASHES[number] or "none", markers)


def _bars(number: int, chart: Chart, plot: Plot) -> str:
    """The path of a line's bars, beside those of the others at each place."""
    breadth = min(BAR, (plot.x(1) - plot.x(0)) * 0.8 / len(chart.lines))
    left = breadth * (number - len(chart.lines) / 2)
    return "".join(
        f"M{plot.x(place) + left:.1f} {plot.bottom:.1f}V{plot.y(value):.1f}h{breadth * 0.9:.1f}V{plot.bottom:.1f}z"
        for place, value in enumerate(chart.lines[number].values)
        if value
    )


def _pieces(
    values: Sequence[float | None], skipped: frozenset[int], broken: frozenset[int]
) -> Iterator[list[tuple[int, float]]]:
    piece: list[tuple[int, float]] = []
    for place, value in enumerate(values):
        if value is not None and place not in broken:
            piece.append((place, value))
        elif place not in skipped:
            yield from filter(None, (piece, [] if value is None else [(place, value)]))
            piece = []
    if piece:
        yield piece


def _names(chart: Chart) -> list[str]:
    names = [line.name for line in chart.lines]
    return [name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…" for name in names]


def _names_at_ends(chart: Chart, plot: Plot) -> Iterator[Markup]:
    """Each line's name beside its last point, none over another."""
    ends = [
        (plot.y(next((value for value in reversed(line.values) if value is not None), 0)), number)
        for number, line in enumerate(chart.lines)
    ]
    heights = apart([y for y, _ in sorted(ends)], least=LINE, top=plot.top, bottom=plot.bottom)
    names = _names(chart)
    for (_, number), y in zip(sorted(ends), heights, strict=True):
        yield _name(number, names[number], plot.right + RIGHT, y)


def apart(heights: Sequence[float], *, least: float, top: float, bottom: float) -> list[float]:
    """The y coordinates moved so far that they are ``least`` apart and between ``top`` and ``bottom``.

    :param heights: in ascending order.
    """
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + least if placed else top))
    limit = bottom
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - least
    return placed


def _legend(chart: Chart, plot: Plot) -> Iterator[Markup]:
    """The lines' names above a narrow plot, each with a piece of its line."""
    for number, name in enumerate(_names(chart)):
        y = TOP + LINE * number
        yield Markup(
            '<path d="M{} {}h34" stroke="currentColor" stroke-width="2" stroke-dasharray="{}" color="{}" '
            'class="line-{}"/>'
        ).format(plot.left, y, DASHES[number] or "none", COLOURS[number], number + 1)
        yield _name(number, name, plot.left + 42, y)


def _name(number: int, name: str, x: float, y: float) -> Markup:
    return Markup(
        '<path d="M{:.1f} {:.1f}{}" fill="currentColor" stroke="currentColor" color="{}" class="line-{}"/>'
        '<text x="{:.1f}" y="{:.1f}" class="name">{}</text>'
    ).format(x, y, MARKERS[number], COLOURS[number], number + 1, x + 9, y + 5, name)


def _tooltips(chart: Chart, plot: Plot, address: Callable[[str], str] | None) -> Iterator[Markup]:
    """An invisible area for each place, with its tooltip and a link; of several lines, each point is a link.

    The links are for the pointer: the page has the same in a table.
    """
    if len(chart.tooltips) > MOST_TOOLTIPS:
        return
    breadth = plot.x(1) - plot.x(0)
    area = Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="none" pointer-events="all"/>')
    link = Markup('<a href="{}" tabindex="-1"><title>{}</title>{}</a>')
    for place, text in enumerate(chart.tooltips):
        drawn = area.format(plot.x(place) - breadth / 2, plot.top, breadth, plot.bottom - plot.top)
        if address and len(chart.urls) == 1 and chart.lines[0].values[place]:
            yield link.format(address(chart.urls[0][place]), text, drawn)
        else:
            yield drawn.replace(Markup("/>"), Markup("><title>{}</title></rect>").format(text))
    point = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="9" fill="none" pointer-events="all"/>')
    for line, urls in zip(chart.lines, chart.urls if address and len(chart.urls) > 1 else (), strict=False):
        for place, value in enumerate(line.values):
            if value and address:
                told = f"{line.name}: {chart.tooltips[place]}"
                yield link.format(address(urls[place]), told, point.format(plot.x(place), plot.y(value)))
