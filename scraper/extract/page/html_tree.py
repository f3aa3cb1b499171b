"""The parser's tree of a page, of a source that is cut down first where it would cost too much.

Pages of hundreds of thousands of tags, attributes or open elements take a parser hours or gigabytes. What no reader
sees goes first; what is left is cut off where it is too long, too deep or has too many tags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_LONGEST = 12_000_000  # characters parsed; a story page of more is a mistake or an attack
_LARGE = 1_500_000  # above this, what no reader sees goes before the tree is built
_MOST_LEFT = 6_000_000  # characters parsed of what is left of a bulky page then
MOST_NODES = 60_000  # of elements and texts; a story has a hundredth of that
_DEEPEST = 600  # elements; the parser's time grows with the square of it
_LONG_TAG, _LONG_TAG_OF_MANY = 16_000, 1_000  # characters of a tag whose attributes are counted; of a huge page's
_MOST_ATTRIBUTES = 200  # of a tag so long; the parser's time grows with the square of them
_MOST_COMMENTS = 4_000  # before those that are closed are taken out of a page of many tags
_MOST_OPEN = 8_000  # tags without an end tag, before depth is looked at
_MOST_TAGS = 2 * MOST_NODES  # start and end tags parsed; the nodes read have no more
_MOST_SIGNS = 2 * _MOST_TAGS  # "<" looked at; each costs 60 bytes and more
_MOST_OPTIONS = 2_000  # of lists to choose from; the parser's time grows with the square of them
_UNCLOSED = frozenset("p li br img input meta link hr td th tr dt dd option source area base col embed wbr".split())
_ITEMS = frozenset({"li", "dd", "dt"})

_UNSEEN_START = re.compile(r"<(!--|style\b|svg\b|script\b(?![^>]{0,300}json))", re.IGNORECASE)
_UNSEEN_END = {
    "!--": re.compile("-->"),
    "style": re.compile(r"</style[^>]{0,100}>", re.IGNORECASE),
    "svg": re.compile(r"</svg[^>]{0,100}>", re.IGNORECASE),
    "script": re.compile(r"</script[^>]{0,100}>", re.IGNORECASE),
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_MANY_ATTRIBUTES = re.compile(
    r"""([A-Za-z][^\s/>]*+)(?:[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+)"""
    rf"{{{_MOST_ATTRIBUTES}}}"
)


def tree_of(source: str, sent: bytes | None = None) -> LexborHTMLParser:
    """The parser's tree of a source, cut down where it is too large; empty if nothing can be parsed."""
    whole = source
    source = source[:_LONGEST]
    if len(source) > _LARGE:
        source = _without_unseen(source)[:_MOST_LEFT]
    if source.count("<") >= 2 * _MOST_OPEN:
        parts = _whole_tags(source.split("<", _MOST_SIGNS)[:_MOST_SIGNS])[:_MOST_TAGS]
        if sum(part[:6].lower() == "option" for part in parts) > _MOST_OPTIONS:
            parts = [f"wbr{part[6:]}" if part[:6].lower() == "option" else part for part in parts]
        source = _shallow("<".join([_shortened(part, _LONG_TAG_OF_MANY) for part in parts]))
    elif len(source) > _LARGE or _has_long_tag(source):
        longest = _LONG_TAG_OF_MANY if len(source) > _LARGE else _LONG_TAG
        parts = source.split("<")
        shortened = [_shortened(part, longest) if len(part) > longest else part for part in parts]
        source = source if shortened == parts else "<".join(shortened)
    try:
        return LexborHTMLParser(sent if sent is not None and source is whole else source)
    except (SelectolaxError, UnicodeEncodeError, ValueError):
        return LexborHTMLParser(CONTROL.sub(" ", source) or "<html></html>")


def _has_long_tag(source: str) -> bool:
    """Whether more than ``_LONG_TAG`` characters stand between one ``<`` and the next, or at either end without one."""
    position = -1
    while position + _LONG_TAG < len(source):
        nearest = source.rfind("<", position + 1, position + _LONG_TAG + 2)
        if nearest < 0:
            return len(source) - position - 1 > _LONG_TAG
        position = nearest
    return False


def _shortened(part: str, longest: int) -> str:
    """The source from one ``<`` to the next, without attributes where it is long and has hundreds of them."""
    many = _MANY_ATTRIBUTES.match(part) if len(part) > longest else None
    return f"{many[1][:40]}>{part[many.end() :].partition('>')[2]}" if many else part


def _whole_tags(parts: Sequence[str]) -> list[str]:
    """A source that is cut before each ``<``, cut before each tag; in an attribute, say, ``<`` begins no tag."""
    if sum(part.startswith("!--") for part in parts) > _MOST_COMMENTS:
        parts = _without_unseen("<".join(parts)).split("<")
        kept = ("!", "?") if sum(part.startswith(("!", "?")) for part in parts) <= _MOST_COMMENTS else ()
    else:
        kept = ("!--", "![")
    joined = [parts[0]]
    for part in parts[1:]:
        joined.append("\0" if ">" in part or (kept and part.startswith(kept)) else " ")
        joined.append(part)
    return "".join(joined).split("\0")


def _shallow(source: str) -> str:
    """The source up to where it nests too deep or has more tags than are read; the parser closes what is open."""
    lower = source.lower()
    left_open = (
        lower.count("<li") - lower.count("</li"),
        lower.count("<dd") + lower.count("<dt") - lower.count("</dd") - lower.count("</dt"),
    )
    # An item ends the item before it in its own kind of list, but nests in an item of the other kind.
    unclosed = _UNCLOSED - _ITEMS if min(left_open) > _DEEPEST else _UNCLOSED
    depth = started = 0
    opened: Counter[str] = Counter()
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        if tag[1]:
            if opened[name]:  # an end tag without a start tag closes nothing
                opened[name] -= 1
                depth -= 1
            continue
        started += 1
        if started > MOST_NODES:
            return source[: tag.start()]
        if name not in unclosed:
            opened[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return source[: tag.start()] + " ".join(source[tag.start() :].rpartition(">")[2:])[:_DEEPEST]
    return source


def _without_unseen(source: str) -> str:
    """The source without comments, styles, SVG, and scripts that hold no JSON."""
    kept: list[str] = []
    position = searched = 0
    never_closed: set[str] = set()
    while opened := _UNSEEN_START.search(source, searched):
        kind = opened[1].lower()
        closed = None if kind in never_closed else _UNSEEN_END[kind].search(source, opened.end())
        if closed is None:
            never_closed.add(kind)
            searched = opened.end()
            continue
        kept.append(source[position : opened.start()])
        position = searched = closed.end()
    kept.append(source[position:])
    return " ".join(kept)
