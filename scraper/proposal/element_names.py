"""Selectors that find elements by tags, ids and classes, without those that are made anew at each build (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scraper.discover.selectors import xpath_of

_STABLE_NAME = re.compile(r"-?[A-Za-z_][\w-]*")
_HASHED = re.compile(
    r"\d{3,}|[-_]\d+$|^(?:css|sc|jsx|svelte)-|^(?=[a-z]*[A-Z][a-z]*[A-Z])[A-Za-z]{5,7}$"
    r"|^(?:first|last|odd|even|active|current|open)$"
)
# Made by a tool at each build: "SummaryItem-ehGPZM", "teaser_card__x7Yq2"; and "cTzJhe", which names nothing.
_MADE = re.compile(
    r"(?P<kind>[A-Za-z][A-Za-z0-9]{3,}(?:[-_][A-Za-z0-9]+)*(?:-|__))(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[a-z])[A-Za-z0-9]{5,7}"
)


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class that names what an element is, or the part of it that does: the rest of some is made anew each time."""

    name: str
    whole: bool = True

    def css(self) -> str:
        return f".{self.name}" if self.whole else f'[class*="{self.name}"]'

    def xpath(self) -> str:
        whole = f"contains(concat(' ', normalize-space(@class), ' '), ' {self.name} ')"
        return whole if self.whole else f"contains(@class, '{self.name}')"


def class_names(element: Any) -> list[ClassName]:
    """The classes that name what an element is, and not which one it is."""
    found = []
    for name in (element.get("class") or "").split():
        if made := _MADE.fullmatch(name):
            found.append(ClassName(made["kind"], whole=False))
        elif _STABLE_NAME.fullmatch(name) and not _HASHED.search(name):
            found.append(ClassName(name))
    return list(dict.fromkeys(found))


def tag_with_classes(element: Any, most: int) -> str:
    """An element's tag with so many of its classes."""
    return str(element.tag) + "".join(each.css() for each in class_names(element)[:most])


def name_of(element: Any) -> str:
    """The selector of an element by tag and its first two classes; of one without classes, below its parent."""
    own = tag_with_classes(element, 2)
    parent = element.getparent()
    if own != element.tag or parent is None or parent.tag in ("body", "html"):
        return own
    return f"{_named_parent(parent)} > {own}"


def _named_parent(element: Any) -> str:
    if element.get("id") and _STABLE_NAME.fullmatch(element.get("id")) and not _HASHED.search(element.get("id")):
        return f"{element.tag}#{element.get('id')}"
    return tag_with_classes(element, 2)


def selector_of(elements: Sequence[Any], tree: Any) -> str:
    """A selector that finds these elements and little else: by their name, or below an ancestor of all."""
    name = name_of(elements[0])
    if len(tree.xpath(xpath_of(name))) <= 1.3 * len(elements) + 1:
        return name
    shared = shared_ancestor(elements)
    while shared is not None and shared.tag not in ("body", "html"):
        narrower = f"{_named_parent(shared)} {name}"
        if _named_parent(shared) != shared.tag and len(tree.xpath(xpath_of(narrower))) <= 1.3 * len(elements) + 1:
            return narrower
        shared = shared.getparent()
    return name


def links_selector(anchors: Sequence[Any], tree: Any) -> str:
    """A selector that finds these links of a page and hardly any others; empty where there is none.

    What is named round them comes first: other pages have other lists.
    """
    name = selector_of(anchors, tree)
    around = shared_ancestor(anchors)
    above = [] if around is None else [_named_parent(each) for each in (around, *around.iterancestors())]
    for selector in (*(f"{each} {name}" for each in above if "." in each or "#" in each), name):
        found = tree.xpath(xpath_of(selector))
        if set(anchors) <= set(found) and len(found) <= 1.3 * len(anchors) + 1:
            return selector
    return ""


def broadest(selectors: Sequence[str]) -> list[str]:
    """The selectors without those that only add a class to another: ``.item`` finds what ``.item.lead`` does."""
    return [
        each
        for each in dict.fromkeys(selectors)
        if not any(each.startswith((f"{other}.", f"{other}[")) and " " not in each[len(other) :] for other in selectors)
    ]


def shared_ancestor(elements: Sequence[Any]) -> Any:
    """The innermost element round all of these; None where there is none."""
    first = list(elements[0].iterancestors())
    common = set(first)
    for element in elements[1:]:
        common &= set(element.iterancestors())
    return next((each for each in first if each in common), None)
