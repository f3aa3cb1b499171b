"""A heading as a reader sees it: its headline, and the kicker, date, badge or count that stands in it as well."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scraper.extract.page.blocks import WITHOUT_BLANKS, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import plain_text
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line

_KICKER = re.compile(
    r"kicker|eyebrow|over-?line|dachzeile|topline|spitzmarke|rubric|strap-?line|flytitle|surtitre|antetitulo|occhiello"
    r"|over-?title|roof-?line|super-?(?:title|head)|pre-?(?:title|head)|vinjett|prefix|label|flag\b|badge"
    r"|trompet|trumpet|ru-?titr|volanta|cintillo|antet[ií]tul|sobre-?t[ií]tul|chap[eé]u|(?:ue|ü|o)ber-?zeile|över-?rubrik",
    re.IGNORECASE,
)
_HIDDEN_NAMES = re.compile(r"hidden|hide|sr-?only|screen-?reader|invisible", re.IGNORECASE)
_ICON_NAMES = re.compile(r"icon", re.IGNORECASE)
_HEADLINE_NAMES = re.compile(r"head-?line|title|titel|titre|titulo|titolo", re.IGNORECASE)
_SUBTITLE_NAMES = re.compile(r"sub-?(?:title|head|line|titel)|\bdeck?\b|stand-?first", re.IGNORECASE)
_SIGN = re.compile(r"(?<!\s)\s*[:|｜/•·]\s*|(?<!\s)\s+[-–—]+\s+")  # between a kicker and a headline in one line
_DATE = re.compile(
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b|\b\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}\s?[年년]"
    r"|\b\d{1,2}\.?\s\w{3,12}\.?,?\s(?:19|20)\d\d\b|\b\w{3,12}\s\d{1,2},?\s(?:19|20)\d\d\b"
)
_EDGES = " :|/–—·•-"
_FURNITURE_ROLES = Role.META | Role.SHARE | Role.COMMENTS | Role.OFFER | Role.FORM | Role.ADVERT
_FURNITURE_TAGS = frozenset({"time", "button"})
_LONGEST = 2_000  # characters of a heading that are looked at
_LONGEST_KICKER, _MOST_KICKER_WORDS = 80, 6
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Title:
    """One source's title, its letters (``key``), and the index of the block that shows it (-1 for none)."""

    text: str
    rule: str
    index: int = -1
    kicker: str = ""
    key: str = field(default="", compare=False)


def title(text: str, rule: str, index: int = -1, kicker: str = "") -> Title:
    """Make a title, with its letters as key."""
    return Title(text, rule, index, kicker, letters(text))


@dataclass(frozen=True, slots=True)
class _Part:
    """A text in a heading that stands in an element of its own, or (without one) between such elements."""

    start: int  # among the document's pieces
    end: int
    text: str
    element: Element | None
    begins_line: bool


@functools.lru_cache(maxsize=8192)
def is_kicker(names: str) -> bool:
    """Whether the class and id of an element call it a kicker."""
    return len(names) > 3 and _KICKER.search(names) is not None


def as_kicker(words: str) -> str:
    """A kicker without the signs round it; "" for a date, a count, a paid sign or what is too long."""
    words = words.strip(_EDGES)
    if len(words) > _LONGEST_KICKER or len(letters(words)) < 2 or is_meta_line(words) or _DATE.search(words):
        return ""
    return words


def text_of(document: Document, element: Element) -> str:
    """The whole text of a heading."""
    return _text(document, element.start, element.end)


def read(document: Document, element: Element, rule: str, index: int, stated: Mapping[str, Collection[str]]) -> Title:
    """The headline in a heading, apart from its kicker and from what else stands in it.

    :param index: of the block that shows it.
    :param stated: the letters of each title in the page's data, with its texts.
    """
    whole = text_of(document, element)
    parts = _parts(document, element)
    if len(parts) < 2:
        return title(whole, rule, index)
    for each in _descendants(document, element):
        if each.attributes and is_kicker(each.class_and_id) and (words := text_of(document, each)):
            rest = whole.removeprefix(words).lstrip(_EDGES)
            if rest and rest != whole:
                parts = [part for part in parts if part.start >= each.end] or parts
                return title(
                    _joined(document, _without_furniture(parts, stated)) or rest, rule, index, as_kicker(words)
                )
    first, last = _as_stated(document, parts, stated)
    before, kept = parts[:first], parts[first:last]
    if (first, last) == (0, len(parts)):
        kept = _without_furniture(parts, stated)
        begin = _kicker_end(document, kept, stated)
        before, kept = kept[:begin], kept[begin:]
    before = [part for part in before if not _is_hidden(part) and not _is_furniture(part) and not _is_ligature(part)]
    text = _joined(document, kept)
    if kept[0] is not parts[0]:
        text = text.lstrip(_EDGES)
    return title(text, rule, index, as_kicker(_joined(document, before)) if before else "")


def link_of(document: Document, element: Element) -> str:
    """The address that a whole heading is linked to; "" where it is not."""
    link = element.closest("a")
    if link is None:
        text = text_of(document, element)
        link = next((e for e in _descendants(document, element) if e.tag == "a" and text_of(document, e) == text), None)
    return document.absolute(link.get("href")) if link is not None else ""


def _descendants(document: Document, element: Element) -> Sequence[Element]:
    elements = document.elements
    end = element.index + 1
    while end < len(elements) and elements[end].depth > element.depth:
        end += 1
    return elements[element.index + 1 : end]


def _text(document: Document, start: int, end: int) -> str:
    text = " ".join("".join(document.pieces[start:end])[:_LONGEST].split())
    return plain_text(text) if "&" in text and ";" in text else text


def _parts(document: Document, element: Element) -> list[_Part]:
    """The texts that a heading consists of; one for a heading that is all of one kind."""
    pieces = document.pieces
    while True:
        children = [each for each in _descendants(document, element) if each.parent is element]
        inner = [each for each in children if any(map(str.strip, pieces[each.start : each.end]))]
        if len(inner) != 1 or text_of(document, inner[0]) != text_of(document, element):
            break
        element = inner[0]
    parts: list[_Part] = []
    new_line, last_sign = False, ""

    def add(start: int, end: int, inside: Element | None) -> None:
        nonlocal new_line, last_sign
        words = "".join(pieces[start:end])
        text = _text(document, start, end)
        if text:
            # What stands side by side without a blank is set in lines of its own, unless it is a large initial.
            glued = last_sign.isalnum() and words[0].isalnum() and len(parts[-1].text) > 1 if parts else False
            parts.append(_Part(start, end, text, inside, new_line or glued))
            new_line = False
        if words:
            last_sign = words[-1]
        if pieces[start:end] and pieces[end - 1] == "\n":
            new_line = True

    position = element.start
    for child in children:
        add(position, child.start, None)
        if child.tag == "br":
            new_line = True
        else:
            add(child.start, child.end, child)
        position = child.end
        if len(parts) > _MOST_PARTS:
            return []
    add(position, element.end, None)
    return parts


def _joined(document: Document, parts: Sequence[_Part]) -> str:
    """The text of some parts, with a blank where one line ends and another begins."""
    text = ""
    for index, part in enumerate(parts):
        before = parts[index - 1].end if index else part.start
        new_line = part.begins_line and text[-1:].islower() and not part.text[0].islower()
        if index and (new_line or before != part.start or _is_blank_between(document, before)):
            text += " "
        text += part.text
    return " ".join(text.split())


def _is_blank_between(document: Document, position: int) -> bool:
    pieces = document.pieces
    return pieces[position - 1][-1:].isspace() or pieces[position][:1].isspace()


def _as_stated(document: Document, parts: Sequence[_Part], stated: Mapping[str, Collection[str]]) -> tuple[int, int]:
    """The range of parts that is a title in the page's data: without a kicker before it and what follows it."""
    count = len(parts)
    whole = letters(_joined(document, parts))
    is_stated = whole in stated
    for size in range(1, count):
        for first in range(count - size + 1):
            last = first + size
            if is_stated and (first == 0 or last < count):
                continue  # what follows the headline is a part of it, if the data say so
            key = letters(_joined(document, parts[first:last]))
            if key in stated and 5 * len(key) >= 2 * len(whole) and (len(key) > 8 or WITHOUT_BLANKS.search(key)):
                return first, last
    return 0, count


def _without_furniture(parts: Sequence[_Part], stated: Mapping[str, Collection[str]]) -> list[_Part]:
    """The parts without dates, counts, icons, paid signs and hidden words at the beginning and the end."""
    kept = [part for part in parts if not _is_hidden(part)] or list(parts)
    while len(kept) > 1 and _is_furniture(kept[0]):
        kept.pop(0)
    while len(kept) > 1 and (_is_furniture(kept[-1]) or _is_remark(kept[-1], kept, stated)):
        kept.pop()
    return kept


def _is_hidden(part: _Part) -> bool:
    return (
        part.element is not None
        and part.element.attributes != {}
        and _HIDDEN_NAMES.search(part.element.class_and_id) is not None
    )


def _is_furniture(part: _Part) -> bool:
    element = part.element
    count = len(letters(part.text))
    if count < 2 and (element is not None or not count):
        return not part.text.isalnum()
    if element is None:
        return False
    if element.tag in _FURNITURE_TAGS or _ICON_NAMES.search(element.class_and_id):
        return True
    return len(part.text) <= _LONGEST_KICKER and (is_meta_line(part.text) or _DATE.search(part.text) is not None)


def _is_ligature(part: _Part) -> bool:
    """Whether a part is the name of a sign in an icon font: "lock", "play_arrow"."""
    return part.element is not None and part.element.tag == "i" and part.text.islower() and " " not in part.text


def _is_remark(part: _Part, parts: Sequence[_Part], stated: Mapping[str, Collection[str]]) -> bool:
    """Whether the last part is set small, or is by its name a subtitle, a count or a tool: no words of the headline."""
    element = part.element
    if element is None:
        return False
    if not _SUBTITLE_NAMES.search(element.class_and_id):
        parent = element.parent
        own_roles = element.roles & ~(parent.roles if parent is not None else 0)
        if 2 * len(part.text) > sum(len(each.text) for each in parts):
            return False
        if element.tag != "small" and not own_roles & _FURNITURE_ROLES:
            return len(letters(part.text)) <= 2 and not part.text.isalnum()
    key = letters(part.text)
    return not any(other.endswith(key) for other in stated)


def _kicker_end(document: Document, parts: Sequence[_Part], stated: Mapping[str, Collection[str]]) -> int:
    """The number of parts that are the kicker: what the data part from the headline by a sign, or a line so set."""
    for end in range(1, len(parts)):
        kicker, headline = _joined(document, parts[:end]), _joined(document, parts[end:])
        if len(kicker) > _LONGEST_KICKER or 2 * len(kicker) > 3 * len(headline):
            return 0
        if not letters(headline) or not letters(kicker) or parts[0].element is None:
            continue
        if _is_printed_sign(parts[end - 1]):
            continue
        if any(_begins_with(text, letters(kicker)) for texts in stated.values() for text in texts):
            return end
    return 1 if _is_line_above(document, parts, stated) else 0


def _is_printed_sign(part: _Part) -> bool:
    """Whether a part ends with a colon or the like: it is one sentence with what follows, "Harbour: Ferry waits"."""
    return part.text[-1] in _EDGES and letters(part.text) != ""


def _begins_with(text: str, kicker: str) -> bool:
    """Whether a title in the data begins with a kicker and a sign after it."""
    return any(letters(text[: sign.start()]) == kicker for sign in _SIGN.finditer(text[:200]))


def _is_line_above(document: Document, parts: Sequence[_Part], stated: Mapping[str, Collection[str]]) -> bool:
    """Whether the first part is a short line of its own kind above the others, which no title in the data holds."""
    if len(parts) < 2 or _is_printed_sign(parts[0]):
        return False
    first, second = parts[0], parts[1]
    # Data made of the page without its tags glue the two together as well, and so say nothing of them.
    if any(first.text + second.text[:1] not in text for text in stated.get(letters(_joined(document, parts)), ())):
        return False
    if first.element is None:
        return False
    # A section that is linked by itself, in a heading that goes on in another element.
    linked = first.element.tag == "a" and second.element is not None
    if not (second.begins_line or linked or first.element.tag == "small"):
        return False
    if _HEADLINE_NAMES.search(first.element.class_and_id):
        return False
    if second.element is not None and _kind(second.element) == _kind(first.element):
        return False
    rest = _joined(document, parts[1:])
    words = len(rest.split())
    return (
        len(first.text.split()) <= _MOST_KICKER_WORDS
        and len(first.text) <= len(rest) + 10
        and (words >= 3 or WITHOUT_BLANKS.search(rest) is not None)
    )


def _kind(element: Element) -> tuple[str, str]:
    return element.tag, element.get("class")
