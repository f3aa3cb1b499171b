"""Drawings (SVG) that a site may show as they are: they do nothing, lead nowhere, and cost a browser no time (pure).

A browser draws what an element refers to again for each reference, in references of references too, so a drawing is
measured as if each were written out. What is not known to be harmless in any number is left out of a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from lxml import etree

from scraper.limits import DRAWING_BYTES, DRAWN_BYTES

DEEPEST: Final = 40  # elements in elements, references counted
FARTHEST: Final = 2_000_000  # pixels, of 480: for curves ten times as long a browser takes minutes

_SVG = "http://www.w3.org/2000/svg"
_DRAWN = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs", "use"),
    *("linearGradient", "radialGradient", "stop", "clipPath", "text", "tspan", "pattern", "mask"),
}
# Left out: stroke-dasharray, filters and blending, of which one can take a browser's time by itself.
_KEPT = {
    *("id", "href", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "fx", "fy", "fr"),
    *("d", "points", "transform", "viewbox", "preserveaspectratio", "version", "space", "dx", "dy", "rotate", "offset"),
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "opacity", "color", "stop-color", "stop-opacity", "display"),
    *("visibility", "clip-path", "clip-rule", "mask", "mask-type", "vector-effect", "paint-order", "overflow"),
    *("gradientunits", "gradienttransform", "spreadmethod", "patternunits", "patterncontentunits", "patterntransform"),
    *("clippathunits", "maskunits", "maskcontentunits", "font-family", "font-size", "font-weight", "font-style"),
    *("text-anchor", "dominant-baseline", "alignment-baseline", "baseline-shift", "letter-spacing", "word-spacing"),
    *("textlength", "lengthadjust", "style", "lang", "transform-origin"),
}
_ELSEWHERE = re.compile(r"^\s*(?!#)\S")
_CALL = re.compile(r"(?<![\w-])([\w-]*+)\(")
_CALLED = {
    *("", "url", "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "translatex", "translatey"),
    *("scale", "scalex", "scaley", "rotate", "skewx", "skewy"),
}
_URL_ELSEWHERE = re.compile(r"url\((?!\s*['\"]?#)|javascript:|\\|@", re.IGNORECASE)
_NUMBER = re.compile(r"\d{0,20}\.?\d{1,20}(?:[eE][+-]?\d{1,4})?")
_ENLARGING = re.compile(r"(?:matrix|scale\w?|skew\w)\(([^)]{0,200})", re.IGNORECASE)
_NAMED = re.compile(r"url\(\s*['\"]?#([^'\")\s]{1,200})", re.IGNORECASE)


class DrawingError(Exception):
    """A drawing that is not shown."""


class UnreadableDrawingError(DrawingError):
    """It is no SVG."""


class ActingDrawingError(DrawingError):
    """It may act, or leads elsewhere."""


class LargeDrawingError(DrawingError):
    """It is larger than ``most`` bytes, perhaps with everything written out to which it refers."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def harmless(body: bytes) -> etree._Element:
    """A drawing, without what is left out of it.

    :raises DrawingError: it is not shown; the kind of error says why.
    """
    if len(body) > DRAWING_BYTES:
        raise LargeDrawingError(DRAWING_BYTES)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDrawingError from error
    for element in root.iter():
        _check(element)
    for element in root.iter():
        _strip(element)
    drawn = _Measures(root).of(root, 0)
    if drawn.size > DRAWN_BYTES or drawn.reach * _enlarged(root) > FARTHEST:
        raise LargeDrawingError(DRAWN_BYTES)
    return root


def _check(element: etree._Element) -> None:
    name = etree.QName(element) if isinstance(element.tag, str) else None
    if name is None or name.namespace != _SVG or name.localname not in _DRAWN:
        raise ActingDrawingError
    for attribute, value in element.attrib.items():
        local = etree.QName(attribute).localname.lower()
        leads = local == "href" and _ELSEWHERE.search(value)
        if local.startswith("on") or leads or _URL_ELSEWHERE.search(value):
            raise ActingDrawingError


def _strip(element: etree._Element) -> None:
    for attribute, value in element.attrib.items():
        local = etree.QName(attribute).localname.lower()
        if local not in _KEPT or (local != "style" and not _is_plain(value)):
            del element.attrib[attribute]
        elif local == "style":
            element.set(attribute, ";".join(part for part in value.split(";") if _is_kept(part)))


def _is_kept(declaration: str) -> bool:
    name, colon, value = declaration.partition(":")
    return bool(colon) and name.strip().lower() in _KEPT and _is_plain(value)


def _is_plain(value: str) -> bool:
    """Whether a value calls no function but those of colours, shapes and places."""
    return all(name.lower() in _CALLED for name in _CALL.findall(value))


class _Measure(NamedTuple):
    """Of an element with everything written out to which it refers: its bytes, how deep it is, its largest number."""

    size: int
    depth: int
    reach: float


class _Measures:
    """Measures the elements of a drawing, each of them once."""

    def __init__(self, root: etree._Element) -> None:
        self._named = {name: element for element in root.iter() if (name := element.get("id"))}
        self._known: dict[etree._Element, _Measure] = {}
        self._open: set[etree._Element] = set()

    def of(self, element: etree._Element, depth: int) -> _Measure:
        """The measure of an element. :raises LargeDrawingError: it refers to itself, or nests too deep."""
        if element in self._known:
            return self._known[element]
        if element in self._open or depth > DEEPEST:
            raise LargeDrawingError(DRAWN_BYTES)
        self._open.add(element)
        inside = [self.of(each, depth + 1) for each in (*element, *self._referred(element))]
        self._open.discard(element)
        values = [str(value) for name, value in element.attrib.items() if name not in ("id", "style", "transform")]
        values.append(re.sub("#[0-9A-Za-z]+", "", element.get("style") or ""))
        size = (
            len(element.tag) + len(element.text or "") + sum(len(name) + len(value) for name, value in element.items())
        )
        larger = _largest(_ENLARGING.findall(element.get("transform") or ""))
        measure = _Measure(
            size=size + sum(each.size for each in inside),
            depth=1 + max((each.depth for each in inside), default=0),
            reach=max(1.0, larger) * max((_largest(values), *(each.reach for each in inside))),
        )
        if measure.depth > DEEPEST:
            raise LargeDrawingError(DRAWN_BYTES)
        self._known[element] = measure
        return measure

    def _referred(self, element: etree._Element) -> list[etree._Element]:
        names = [name for value in element.attrib.values() for name in _NAMED.findall(value)]
        names += [
            value.strip()[1:]
            for attribute, value in element.attrib.items()
            if etree.QName(attribute).localname.lower() == "href"
        ]
        return [self._named[name] for name in names if name in self._named]


def _largest(values: Iterable[str]) -> float:
    """The largest number in some values, without its sign; colours are none."""
    return max((float(number) for value in values if value[:1] != "#" for number in _NUMBER.findall(value)), default=0)


def _enlarged(root: etree._Element) -> float:
    """How many pixels of a thumbnail a unit of a drawing has, if more than one."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox") or "")][2:]
    return max(1.0, 480 / min(box)) if box and min(box) > 0 else 1.0
