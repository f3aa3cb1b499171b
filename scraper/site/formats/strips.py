"""Coverage and matches over time -> small drawings without words: dots, strips, histograms. Pure.

A state is told by a shape as well as by a colour, so that a drawing is read without colours; the sentence beside it
says the same in numbers. Colours and patterns come from the style sheet (``.marks`` in site.css).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

CELL = 12  # units of a mark
MARKS = {  # of a day's state, in the middle of its cell: disc, half disc, ring, cross, dash; a point where all is open
    "held": "m-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0z",
    "partial": "m0-4.2a4.2 4.2 0 0 0 0 8.4a4.2 4.2 0 0 0 0-8.4zm0 1.3a2.9 2.9 0 0 1 0 5.8z",
    "statement": "m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
    "missing": "m-3.4-3.4l6.8 6.8m0-6.8l-6.8 6.8",
    "closed": "m-3.6 0h7.2",
    "web": "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0z",
    "unknown": "m-.9 0a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0z",
}
LAYERS = ("held", "statement", "partial", "missing", "unknown")  # of a column, from the ground up
MANY = 100  # places that are narrow on a page
HEIGHT = 10  # of a strip: its columns are counted in tenths
LETTER = 6.5  # units of a letter above a strip, at most, with its part of the space beside the name


@dataclass(frozen=True, slots=True)
class Link:
    """An area of a strip that leads somewhere."""

    place: int
    places: int
    url: str
    told: str  # its tooltip


def marks(states: Sequence[str], label: str) -> Markup:
    """Days as a row of marks, one for each.

    :param states: of the calendar.
    :param label: what the marks say, in words.
    """
    shape = Markup('<svg class="marks" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"><title>{2}</title>')
    return shape.format(CELL * len(states), CELL, label) + _paths(_marks(states)) + Markup("</svg>")


def _marks(states: Sequence[str]) -> dict[str, str]:
    """The path of all marks of each state."""
    return {
        state: "".join(
            f"M{CELL * place + CELL // 2} {CELL // 2}{shape}" for place, each in enumerate(states) if each == state
        )
        for state, shape in MARKS.items()
    }


def strip(columns: Sequence[Mapping[str, int]], links: Sequence[Link] = ()) -> Markup:
    """Months or years of a paper as columns, each filled by the shares of its editions.

    It says nothing aloud: the page has the same in words beside it.

    :param columns: for each period, its number of editions of each state; empty where nothing is known.
    :param links: for the pointer; the paper's own page has the same.
    """
    layers = [_layers(counts) for counts in columns]
    drawn = {name: _runs([each.get(name, (0, 0)) for each in layers]) for name in (*LAYERS, "closed")}
    shape = Markup('<svg class="marks strip{}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">')
    return (
        shape.format(_sparse(columns), max(len(columns), 1), HEIGHT)
        + _paths(drawn)
        + _links(links, 1, HEIGHT)
        + Markup("</svg>")
    )


def _sparse(places: Sequence[Any]) -> str:
    """The class of a drawing of many places, few of which have anything: these are drawn broader than they are."""
    return " sparse" if len(places) > MANY and sum(map(bool, places)) < len(places) / 4 else ""


def marked_strip(states: Sequence[str], links: Sequence[Link] = ()) -> Markup:
    """Days of a paper as a row of marks, which are links for the pointer; it says nothing aloud."""
    shape = Markup('<svg class="marks marked" viewBox="0 0 {0} {1}" width="{2}" height="{3}" aria-hidden="true">')
    size = (CELL * len(states), CELL, 2 * CELL * len(states), 2 * CELL)
    return shape.format(*size) + _paths(_marks(states)) + _links(links, CELL, CELL) + Markup("</svg>")


def legend_mark(state: str, *, marked: bool) -> Markup:
    """A state as a strip shows it, for its legend.

    :param marked: the strip has marks, and no columns.
    """
    return marked_strip([state]) if marked else strip([{state: 1}])


def _links(links: Sequence[Link], width: int, height: int) -> Markup:
    area = Markup('<a href="{}" tabindex="-1"><title>{}</title><path class="area" d="M{} 0h{}v{}h-{}z"/></a>')
    return Markup("").join(
        area.format(link.url, link.told, width * link.place, width * link.places, height, width * link.places)
        for link in links
    )


def _layers(counts: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Where each layer of a column begins and ends, in tenths from the ground.

    Each shows, however little it is; the last fills the rest. A column of which nothing was due is a line.
    """
    there = [name for name in LAYERS if counts.get(name)]
    if not there:
        return {"closed": (0, 1)} if counts.get("closed") else {}
    every = sum(counts[name] for name in there)
    found, ground = {}, 0
    for number, name in enumerate(there, start=1):
        above = len(there) - number
        share = max(1, round(HEIGHT * counts[name] / every))
        top = min(HEIGHT - above, ground + share) if above else HEIGHT
        found[name] = (ground, top)
        ground = top
    return found


def _runs(spans: Sequence[tuple[int, int]]) -> str:
    """The path of columns, each from its beginning to its end; neighbours alike are one piece."""
    path, place = [], 0
    for (ground, top), run in groupby(spans):
        end = place + len(list(run))
        if top > ground:
            path.append(f"M{place} {HEIGHT - top}H{end}V{HEIGHT - ground}H{place}z")
        place = end
    return "".join(path)


def _paths(paths: Mapping[str, str]) -> Markup:
    drawn = Markup('<path class="m-{}" d="{}"/>')
    return Markup("").join(drawn.format(name, path) for name, path in paths.items() if path)


def axis(ticks: Sequence[tuple[int, str]], places: int, *, marked: bool = False) -> Markup:
    """The names of periods above strips; every second one is left out where it is narrow, or where they are long.

    :param ticks: places with their names.
    :param marked: the strips have marks, and with them their own width.
    """
    if marked and len(ticks) > 1:
        apart = 2 * CELL * (ticks[1][0] - ticks[0][0])
        if apart < LETTER * max(len(text) for _place, text in ticks):
            ticks = ticks[::2]
    names = Markup("").join(
        Markup('<text x="{:.2f}%" y="14"{}>{}</text>').format(
            100 * (place + 0.5) / max(places, 1), Markup(' class="second"') if number % 2 else "", text
        )
        for number, (place, text) in enumerate(ticks)
    )
    width = 2 * CELL * places if marked else "100%"
    return Markup('<svg class="axis" width="{}" height="20" aria-hidden="true">{}</svg>').format(width, names)


def histogram(bars: Sequence[tuple[int, str, str]]) -> Markup:
    """Numbers as bars that lead to their part. For the pointer: the page lists the same as links.

    :param bars: the number, address and tooltip of each.
    """
    highest = max((number for number, _, _ in bars), default=0) or 1
    drawn = Markup("").join(
        Markup('<a href="{}" tabindex="-1"><title>{}</title><rect class="column" x="{}" width="1" height="100"/>'
               '<rect class="bar" x="{}" y="{}" width=".84" height="{}"/></a>').format(
            url, told, place, f"{place + 0.08:.2f}", 100 - height, height
        )
        for place, (number, url, told) in enumerate(bars)
        if number and (height := max(3, round(96 * number / highest)))
    )  # fmt: skip
    shape = Markup('<svg class="histogram{}" viewBox="0 0 {} 100" preserveAspectRatio="none" aria-hidden="true">')
    return shape.format(_sparse([number for number, _, _ in bars]), max(len(bars), 1)) + drawn + Markup("</svg>")
