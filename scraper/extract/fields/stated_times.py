"""The times of publication that a page's data states, in meta elements, JSON-LD, microdata and attributes.

Names that mean nothing but publication are sure; "date", "created" and the like may as well be the time of a change or
of a copy, and what the page prints outranks them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.extract.fields.printed_days import ABOVE, FOLLOWING, LONG_LINE, TIME_TAGS, PrintedDays, is_change
from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_types
from scraper.texts.dates import dates
from scraper.texts.dates.labels import tells_a_change, tells_publication
from scraper.texts.dates.months import day_first
from scraper.texts.dates.timestamps import iso_timestamp

_SURE = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "parsely-pub-date",
    "datepublished", "rnews:datepublished", "og:pubdate", "published_time", "published_at", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "publicationdate", "article.published", "article:post_date", "originalpublicationdate", "date_published",
    "pub_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article_date_original", "displaydate",
    "citation_online_date", "citation_publication_date", "weibo: article:create_at",
)  # fmt: skip
_UNSURE = (
    "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "dc.created", "date", "datecreated", "ptime",
    "created", "timestamp",
)  # fmt: skip
_PUBLICATION_NAME = re.compile(r"publi(?:sh|c)|pub_?-?date|pubdate|issued|posted|pdate\b")
_OTHER_NAME = re.compile(r"modif|updat|expir|unpubl|publisher|event|last|until|end")
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated", "article:updated_time", "article:updated",
    "revised",
)  # fmt: skip
_OTHER_TIMES = re.compile(r"comment|relat|event|expire", re.IGNORECASE)
_MOMENT = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,20})?|\d{10}(?:\d{3})?")
_SHORTEST_MOMENT = 10
_TIME_ATTRIBUTE = re.compile(
    r"title|datetime|data-.{0,30}(?:date|time|publ|moment|utc|iso|epoch|stamp).{0,30}", re.IGNORECASE
)
_PUBLICATION_ATTRIBUTE = re.compile(r"data-.{0,30}publ.{0,30}", re.IGNORECASE)
_DATE_PROPERTY = re.compile(r"published|created|issued|dc:date", re.IGNORECASE)
_OTHER_ATTRIBUTE = re.compile(r"updat|modif|chang|expir|end|start|event|comment", re.IGNORECASE)
_UNORDERED = re.compile(r"\s*(?:0?\d|1[0-2])[-/.](?:0?\d|1[0-2])[-/.]\d{4}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLED_TAGS = frozenset({"a", "img", "iframe"})  # whose title is that of what they lead to or show
_AFTER_NUMBER = re.compile(r"\d\b")
_ASIDE_TAGS = ("aside", "nav", "footer", "li")
_PUBLISHED_CLASS = re.compile(r"(?<![\w-])(?:dt-)?published(?![\w-])")  # of the hAtom and h-entry microformats
_FEW_PIECES = 10  # of text before a time, in which a word may say that it is that of a change
_DATE_WORDS = 60  # characters of an element that is a date


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time of publication in a page's data (ISO 8601), the rule that found it, and its block where it has one."""

    stamp: str
    rule: str
    block: int = -1
    sure: bool = False


def sure(structured: Structured, language: str) -> Iterator[StatedTime]:
    """The times that the page's data calls those of publication, best first."""
    story = structured.story
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if (stated := story.get(key)) and (found := iso_timestamp(jsonld_text(stated), language=language)):
            yield StatedTime(found, "json-ld", sure=True)
    yield from _in_meta(structured, _SURE, language)
    for value in structured.microdata.get("datepublished", ())[:3]:
        if found := iso_timestamp(value, language=language):
            yield StatedTime(found, "microdata")
            break
    for name in structured.meta:
        if _names_publication(name) and (found := _first(structured.meta[name], language)):
            yield StatedTime(found, name, sure=True)
    for thing in structured.objects:
        is_story = thing is story or "datePublished" not in thing or "webpage" not in jsonld_types(thing)
        if not is_story and (found := iso_timestamp(jsonld_text(thing["datePublished"]), language=language)):
            yield StatedTime(found, "json-ld page", sure=True)


@functools.lru_cache(maxsize=4_096)
def _names_publication(name: str) -> bool:
    """Whether the name of a meta element that is in no list here is one of the time of publication."""
    if name in _SURE or name in _UNSURE or _OTHER_NAME.search(name):
        return False
    return _PUBLICATION_NAME.search(name) is not None


def unsure(structured: Structured, language: str) -> Iterator[StatedTime]:
    """The times that the page's data gives under names that say little, best first."""
    yield from _in_meta(structured, _UNSURE, language)


def beside(document: Document, days: PrintedDays, language: str) -> Iterator[StatedTime]:
    """The times in elements about the story: below its headline, above it the nearest first, then below its text."""
    if days.anchor < len(document.blocks):
        for element in document.blocks[days.anchor].element.self_and_ancestors():
            if element.attributes and (stamp := _in_attributes(element, _PUBLICATION_ATTRIBUTE)):
                yield StatedTime(stamp, "time element", days.anchor, sure=True)
    elements = document.elements
    yield from _in_order(_between(elements, days.anchor - ABOVE, days.end), document, days, language)
    yield from _in_order(_between(elements, days.last + 1, days.last + 1 + FOLLOWING), document, days, language)


def in_time_elements(document: Document, days: PrintedDays, language: str) -> Iterator[StatedTime]:
    """As ``beside``, in ``time`` elements alone: where the page's data states the publication, they are enough."""
    times = document.by_tag(*TIME_TAGS)
    if times:
        yield from _in_order(_between(times, days.anchor - ABOVE, days.end), document, days, language)
        yield from _in_order(_between(times, days.last + 1, days.last + 1 + FOLLOWING), document, days, language)


def _in_order(
    elements: Sequence[Element], document: Document, days: PrintedDays, language: str
) -> Iterator[StatedTime]:
    """The times in some elements; what stands above the headline comes last, the nearest first."""
    below = [each for each in elements if each.first >= days.anchor]
    for element in (*below, *reversed(elements[: len(elements) - len(below)])):
        stamp = _moment(element, language) if element.attributes else ""
        if not stamp or not _is_time(document, days, element):
            continue
        if days.is_page_head(element, element.first) and (
            element.first < days.headline - 2 or days.is_today(dt.date.fromisoformat(stamp[:10]))
        ):
            continue
        yield StatedTime(
            stamp, "time element", element.first, _PUBLISHED_CLASS.search(element.get("class")) is not None
        )


def elsewhere(document: Document, days: PrintedDays, language: str) -> Iterator[StatedTime]:
    """The times in other ``time`` elements below the headline, not in lists or beside the story.

    Above the headline a page may print today's day, so there only one that is called the time of publication counts.
    """
    for element in document.by_tag(*TIME_TAGS):
        if any(each.tag in _ASIDE_TAGS for each in element.ancestors()):
            continue
        if element.first <= days.headline and not tells_publication(document.text_of(element)):
            continue
        if (stamp := _moment(element, language)) and _is_time(document, days, element):
            yield StatedTime(stamp, "time element", element.first)


def _between(elements: Sequence[Element], first: int, end: int) -> Sequence[Element]:
    """Those of some elements in document order that begin between two blocks."""
    begin = bisect_left(elements, max(first, 0), key=_first_block)
    return elements[begin : bisect_left(elements, end, lo=begin, key=_first_block)]


def _first_block(element: Element) -> int:
    return element.first


def _moment(element: Element, language: str) -> str:
    """The time in an element's attributes: ``<time datetime>``, ``<abbr title>``, ``<span data-date>``."""
    if element.tag in TIME_TAGS:
        stated = element.get("datetime") or element.get("title")
        if _UNORDERED.match(stated) and day_first(language) is None:
            return ""  # the printed words know better which is the month
        return iso_timestamp(stated, language=language)
    names = element.attributes.get("property")
    if names and element.tag != "meta" and _DATE_PROPERTY.search(names):
        return iso_timestamp(element.get("content"), language=language)
    return _in_attributes(element, _TIME_ATTRIBUTE) or _in_title(element, language)


def _in_title(element: Element, language: str) -> str:
    """The day that a title states and nothing else: ``<span title="9 March 2024, 12:00">2 days ago</span>``."""
    title = element.get("title")
    if not title or element.tag in _TITLED_TAGS or len(title) > _DATE_WORDS or not _YEAR.search(title):
        return ""
    if tells_a_change(title) or (_UNORDERED.match(title) and day_first(language) is None):
        return ""
    return iso_timestamp(title, language=language) if dates.is_line(title, languages=(language, "en")) else ""


def _in_attributes(element: Element, names: re.Pattern[str]) -> str:
    """The time in an attribute with one of these names, but not that of a change or an event."""
    for name, value in element.attributes.items():
        if not value or len(value) < _SHORTEST_MOMENT or not value[:4].isdecimal():
            continue
        if _MOMENT.fullmatch(value.strip()) and names.fullmatch(name) and not _OTHER_ATTRIBUTE.search(name):
            return iso_timestamp(value)
    return ""


def _is_time(document: Document, days: PrintedDays, element: Element) -> bool:
    """Whether an element with a time says when the story appeared: it is no change, no event in the text, no reply."""
    if is_change(element) or _OTHER_TIMES.search(element.class_and_id):
        return False
    if not days.is_of_story(element.roles, element.first):
        return False
    words = " ".join("".join(document.pieces[element.start : min(element.end, element.start + 50)]).split())
    if len(words) > _DATE_WORDS or element.first >= len(document.blocks):
        return len(words) <= _DATE_WORDS
    block = document.blocks[element.first]
    if not block.start <= element.start < block.end or element.end <= block.start:
        return True
    near = document.pieces[max(block.start, element.start - _FEW_PIECES) : element.start]
    before = _AFTER_NUMBER.split("".join(near)[-_DATE_WORDS:])[-1]
    if tells_a_change(before) and not tells_publication(before):
        return False
    return len(block.text) <= LONG_LINE and not days.is_sentence(block, len(block.text) - len(words))


def modified(structured: Structured) -> tuple[str, str]:
    """When the page says it was last changed (ISO 8601), and the rule that found it."""
    if found := iso_timestamp(jsonld_text(structured.story.get("dateModified"))):
        return found, "json-ld"
    for name in _MODIFIED:
        if name in structured.meta and (found := _first(structured.meta[name])):
            return found, name
    found = iso_timestamp(structured.first_itemprop("datemodified"))
    return (found, "microdata") if found else ("", "")


def _in_meta(structured: Structured, names: tuple[str, ...], language: str) -> Iterator[StatedTime]:
    for name in names:
        if name in structured.meta and (found := _first(structured.meta[name], language)):
            yield StatedTime(found, name, sure=names is _SURE)


def _first(values: tuple[str, ...], language: str = "en") -> str:
    return next(filter(None, (iso_timestamp(value, language=language) for value in values[:5])), "")
