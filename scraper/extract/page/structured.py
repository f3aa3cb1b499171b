"""A page's structured data, as it is written there: JSON-LD, microdata and meta elements.

JSON-LD comes as one object, as a list, under ``@graph``, nested in a page object, or with errors (jsonld.py); all of it
is searched for the object that describes this page's story (schema.org/Article and its subtypes).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from scraper.extract.page import jsonld
from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document
from scraper.extract.page.jsonld import loads
from scraper.texts.folding import letters

__all__ = [
    "Structured",
    "is_story",
    "jsonld_address",
    "jsonld_text",
    "jsonld_types",
    "jsonld_values",
    "loads",
    "plain_text",
    "read",
]

_MOST_ITEMS = 5_000
_MOST_VALUES = 20  # of one itemprop
_MOST_PIECES = 60  # of text in an author's item
_PERSONS = frozenset({"author", "creator", "publisher", "contributor"})
_STORY_TYPES = frozenset(
    {
        "reportage",
        "blogposting",
        "liveblogposting",
        "report",
        "review",
        "advertisercontentarticle",
        "socialmediaposting",
    }
)
_USUAL_KEYS = ("headline", "datePublished", "author", "articleBody", "description", "image")
_STORY_SCOPE = re.compile(r"schema\.org/\w*(?:Article|Posting|Review)\b")
_OTHER_SCOPE = re.compile(
    r"schema\.org/\w*(?:Comment|Breadcrumb|ListItem|ImageObject|SiteNavigation|WPHeader|WPFooter|WPSideBar)"
)
_SPACING_TAG = re.compile(r"<(?:br|p|/p|div|/div)\b[^>]{0,300}>")
_ANY_TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """A page's structured data; the names of ``microdata`` (itemprops) and ``meta`` are in lower case."""

    objects: tuple[Mapping[str, Any], ...] = ()
    story: Mapping[str, Any] = field(default_factory=dict)
    microdata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first_meta(self, *names: str) -> tuple[str, str]:
        """The first meta element with content among some names: (content, name); ("", "") where there is none."""
        meta = self.meta
        for name in names:
            if name in meta:
                for content in meta[name]:
                    if content:
                        return content, name
        return "", ""

    def first_itemprop(self, *names: str) -> str:
        """The first itemprop with a value among some lower-case names; "" where there is none."""
        return next((value for name in names for value in self.microdata.get(name, ()) if value), "")


def read(document: Document) -> Structured:
    """The structured data of a parsed page."""
    meta = _meta(document)
    raw = document.raw
    scripts = [raw[each.index] for each in document.by_tag("script") if _is_jsonld(each) and each.index in raw]
    found = list(jsonld.objects(scripts))
    return Structured(
        objects=tuple(thing for thing, _ in found),
        story=_story(found, document, meta),
        microdata=_microdata(document),
        meta=meta,
    )


def jsonld_types(thing: Mapping[str, Any]) -> list[str]:
    """The types of a JSON-LD object, in lower case, without the address of their vocabulary: ["newsarticle"]."""
    stated = thing.get("@type", ())
    stated = stated if isinstance(stated, list) else [stated]
    return [kind.rsplit("/", 1)[-1].lower() for kind in stated if isinstance(kind, str)]


def is_story(thing: Mapping[str, Any]) -> bool:
    """Whether a JSON-LD object is a story: an Article or a similar type of schema.org."""
    return any(kind.endswith("article") or kind in _STORY_TYPES for kind in jsonld_types(thing))


def jsonld_text(value: Any) -> str:
    """A JSON-LD value as plain text: the first of a list, the name of an object; "" where there is none."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return next(filter(None, (jsonld_text(each) for each in value[:20])), "")
    if isinstance(value, dict):
        return jsonld_text(value.get("@value") or value.get("name") or value.get("headline") or "")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(value)


def plain_text(value: str) -> str:
    """Text without markup: entities decoded (also those escaped twice), tags removed, blanks single."""
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = _ANY_TAG.sub("", _SPACING_TAG.sub(" ", value))
    return " ".join(value.split())


def jsonld_values(value: Any) -> list[Any]:
    """A JSON-LD value as a list, whether or not it is written as one; empty for None and ""."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def _is_jsonld(script: Element) -> bool:
    return "ld+json" in script.get("type").lower()


def _story(
    found: Sequence[tuple[Mapping[str, Any], bool]], document: Document, meta: Mapping[str, tuple[str, ...]]
) -> Mapping[str, Any]:
    """The object of this page's story: the one with its address, else the first with the most of the usual keys."""
    stories = [each for each in found if is_story(each[0])]
    if not stories:
        stories = [each for each in found if "headline" in each[0] and "webpage" in jsonld_types(each[0])]
    if not stories:
        return {}
    paths = {_path(address) for address in (document.url, *meta.get("og:url", ())) if address}
    best: Mapping[str, Any] = {}
    most = (False, False, -1)
    for thing, aside in stories:
        stated_path = _own_path(thing)
        if aside and stated_path and stated_path not in paths:
            continue  # one of a list of other stories
        weight = (stated_path in paths, not aside, sum(bool(thing.get(key)) for key in _USUAL_KEYS))
        if weight > most:
            best, most = thing, weight
    return best


def jsonld_address(thing: Mapping[str, Any]) -> str:
    """The address that a JSON-LD object states for itself; "" where it states none."""
    for key in ("mainEntityOfPage", "url", "@id"):
        stated = thing.get(key)
        stated = stated.get("@id") or stated.get("url") if isinstance(stated, dict) else stated
        if isinstance(stated, str) and "/" in stated:
            return stated
    return ""


def _own_path(thing: Mapping[str, Any]) -> str:
    stated = jsonld_address(thing)
    return _path(stated) if stated else ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/") or "/"
    except ValueError:
        return ""


def _meta(document: Document) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in document.by_tag("meta"):
        get = element.attributes.get
        name = get("property") or get("name") or get("itemprop") or get("http-equiv")
        content = get("content")
        if name and content:
            name, content = name.strip().lower(), plain_text(content)
            contents = found.get(name, ())
            if content not in contents:
                found[name] = (*contents, content) if len(contents) < 100 else contents
    return found


def _microdata(document: Document) -> dict[str, tuple[str, ...]]:
    """The itemprops of the page's story, or of the whole page where no story is marked."""
    items = [each for each in document.elements if each.attributes and "itemprop" in each.attributes][:_MOST_ITEMS]
    if not items:
        return {}
    scope, marked = _story_scope(document, items)
    found: dict[str, list[str]] = {}
    for element in items:
        if _is_of_another(element, scope, marked=marked):
            continue
        names = element.get("itemprop").lower().split()[:5]
        if names and len(found.get(names[0], ())) < _MOST_VALUES and (value := _item(element, names, document)):
            for name in names:
                found.setdefault(name, []).append(value)
    return {name: tuple(each) for name, each in found.items()}


def _story_scope(document: Document, items: Sequence[Element]) -> tuple[Element | None, bool]:
    """The element that is marked as the page's story (of several the one with a headline in it), if any story is."""
    seen: set[int] = set()
    stories: list[Element] = []
    for item in items:
        for each in item.ancestors():
            if each.index in seen:
                break
            seen.add(each.index)
            if each.attributes and "itemscope" in each.attributes and _STORY_SCOPE.search(each.get("itemtype")):
                stories.append(each)
    stories.sort(key=lambda each: each.index)
    headings = document.by_tag("h1")
    own = next((each for each in stories if any(map(each.contains, headings))), None)
    if own is None:
        titles = letters(" ".join(document.text_of(each) for each in (*headings, *document.by_tag("title"))))
        own = next((each for each in stories if _fits(each, titles, items, document)), None)
    return own, bool(stories)


def _fits(story: Element, titles: str, items: Sequence[Element], document: Document) -> bool:
    """Whether a marked story is the page's by its headline, which is no link to another page, or states none."""
    stated = next(
        (each for each in items if "headline" in each.get("itemprop").lower().split() and story.contains(each)), None
    )
    if stated is None or letters(_item(stated, ["headline"], document)) in titles:
        return True
    return not any(each.tag == "a" for each in (stated, *stated.ancestors(), *document.descendants(stated)))


def _is_of_another(element: Element, scope: Element | None, *, marked: bool) -> bool:
    """Whether an itemprop is outside the story, or describes a comment, a list or another story within it.

    :param marked: whether any story is marked on the page.
    """
    nearest = True
    for above in element.ancestors():
        if above is scope:
            return False
        if nearest and above.attributes and "itemscope" in above.attributes:
            kind = above.get("itemtype")
            if _OTHER_SCOPE.search(kind) or (marked and _STORY_SCOPE.search(kind)):
                return True
            nearest = False
    return scope is not None


def _item(element: Element, names: Sequence[str], document: Document) -> str:
    get = element.attributes.get
    if stated := get("content") or get("datetime") or (get("href") if element.tag in ("a", "link") else None):
        return plain_text(stated)
    if element.tag in ("img", "source", "amp-img"):
        return get("src") or ""
    if element.tag == "abbr" and (stated := get("title")):
        return plain_text(stated)
    if names[0] in _PERSONS and element.end - element.start < _MOST_PIECES:
        if "itemscope" in element.attributes and (name := _name_inside(element, document)):
            return name
        return "\n".join(plain_text(line) for line, _ in document.lines_of(element))
    return plain_text("".join(document.pieces[element.start : min(element.end, element.start + 200)])[:2000])


def _name_inside(element: Element, document: Document) -> str:
    """The names in an item that has itemprops of its own, such as the authors of a story, a line each."""
    names = (
        plain_text(each.get("content") or document.text_of(each)[:200])
        for each in document.descendants(element)
        if "name" in each.get("itemprop").lower().split()
        and next((above for above in each.ancestors() if "itemscope" in above.attributes), None) is element
    )
    return "\n".join(dict.fromkeys(names))
