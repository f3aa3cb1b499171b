"""Who wrote a story: the byline as printed, the persons in it, and the agency it came from.

This module chooses between the page's sources: JSON-LD, meta elements, microdata, and the line printed near the
headline or at the end. ``byline_names`` finds the persons and the agency in the words of a byline.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extract.fields import byline_names
from scraper.extract.fields.byline_names import is_agency, read, without_by
from scraper.extract.page.blocks import SENTENCE_ENDS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_types, jsonld_values
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line

_BARS = re.compile(r"\s[|·•]\s")
__all__ = ["Byline", "find", "is_agency", "is_line", "read", "without_by"]

_META = (
    "author", "article:author_name", "parsely-author", "article:author", "dc.creator", "dcterms.creator",
    "dc.creator.author", "sailthru.author", "byl", "byline", "cxenseparse:author", "citation_author",
    "og:article:author", "twitter:data1", "authors", "article:authors", "article.author", "dcsext.author", "creator",
    "rbauthors", "shareaholic:article_author_name", "page-author", "web_author",
)  # fmt: skip
_BYLINE_NAME = re.compile(
    r"by-?line|(?:^|[\s_-])by(?:[\s_-]|$)|(?:^|[\s_-]|article|story|post|entry|news)authors?(?:[\s_-]|name|names|list|info|$)"
    r"|(?:^|[\s_-])writer|autor(?:en|zeile|in|ia|es)?(?:[\s_-]|$)|auteur|autore|firma(?:[\s_-]|$)|contributor"
    r"|reporter-?(?:name|info)?(?:[\s_-]|$)|journalist|shomei|kisha|signature|credits?-?author|verfasser|skribent"
)
_BYLINE_STEMS = (
    "by",
    "aut",
    "writer",
    "firma",
    "contrib",
    "report",
    "journal",
    "shomei",
    "kisha",
    "signat",
    "verfass",
    "skrib",
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:e|es|en|i|a|as)?|auteurs?|by|byline|staff|writers?|reporters?|journalist\w*|people|profiles?"
    r"|contributors?|columnists?|redakt\w*|firmas?|skribent\w*|toimittaja\w*|yazar\w*|muallif)/",
    re.IGNORECASE,
)
_MORE_LINK = re.compile(
    r"view (?:more|all)|more (?:articles|stories|by)|all (?:posts|articles)|alle artikel|tous les articles",
    re.IGNORECASE,
)
_NOT_BYLINE_ROLES = Role.NAV | Role.COMMENTS | Role.RELATED | Role.CAPTION | Role.FORM | Role.FOOTER | Role.ADVERT
_LONG_LINE = 160
_ACCOUNT = "/schema/person/"  # how WordPress calls whoever put a story into it, who need not be its author
_ORGANISATION_WORDS = frozenset("international news media online staff sports digital tv radio press team desk".split())
_WORD = re.compile(r"[A-Za-z]{2,8}")
_MIXED_CASE_AGENCIES = frozenset({"dpa", "epd", "Reuters"})  # agencies that are no capitals
_MOST_AUTHORS = 12
_MOST_PIECES = 60  # of text in an element that is a byline
_LEVELS = 3  # ancestors of a block whose names describe it


@dataclass(frozen=True, slots=True)
class Byline:
    """A story's byline as printed, the persons and the agency in it, and the rule that found it."""

    text: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line, the class and id of its element, and whether it is above the text."""

    text: str
    kind: str
    above: bool


def find(
    document: Document, structured: Structured, *, headline: int, body: Sequence[Block], names: frozenset[str]
) -> Byline:
    """The byline of a story: persons from JSON-LD where it names any, the words as the page prints them.

    :param headline: the index of the headline's block, -1 for none.
    :param body: the blocks of the story's text.
    :param names: the newspaper's and the site's own names, in letters only: they are no authors.
    """
    stated, agency, rule = _from_data(structured, names)
    readings: list[tuple[_Line, tuple[str, ...], str]] = []
    for line in _printed_lines(document, headline, body):
        if not line.above and any(people for _, people, _ in readings):
            break
        readings.append((line, *_read_once(line.text, names)))
        if stated and any(letters(author) in letters(line.text) for author in stated):
            break
    agency = agency or next((each for line, _, each in readings if each and line.above), "")
    agency = agency or next((each for line, _, _ in readings if line.above and (each := _agency_in(line.text))), "")
    if agency.lower().startswith("the "):
        agency = agency[4:]
    for line, people, _ in readings:
        key = letters(line.text)
        if any(letters(author) in key for author in stated):
            if line.above and len(stated) < len(people) <= _MOST_AUTHORS and set(stated) <= set(people):
                stated = people  # data names only the first
            # A line much longer than its names holds more than a byline.
            tidy = len(line.text) <= sum(map(len, stated)) + 60 and not _MORE_LINK.search(line.text)
            return Byline(line.text if tidy else ", ".join(stated), stated, agency, rule)
    for line, people, its_agency in readings:
        if people and (not stated or (line.above and rule not in ("json-ld", "microdata"))):
            # Each name is in an element of its own: all lines with the same class belong together.
            for other, more, _ in readings:
                if other.kind == line.kind and other.above == line.above and line.kind and other is not line:
                    people = tuple(dict.fromkeys((*people, *more)))
            own = all(letters(each) in letters(line.text) for each in people)
            words = line.text if own else ", ".join(people)
            return Byline(words, people[:_MOST_AUTHORS], agency or its_agency, "byline element")
        if its_agency and not stated:
            return Byline(line.text, (), agency, rule or "byline element")
    if stated or agency:
        return Byline(", ".join(stated) or agency, stated, agency, rule or "byline element")
    return Byline()


def is_line(block: Block) -> bool:
    """Whether a block before the text is a byline or a line with time and place, not part of the text."""
    if len(block.text) > 120 or block.has(Role.LIST | Role.QUOTE):
        return False
    if _is_marked_byline(block) or is_meta_line(block.text) or byline_names.is_byline(block.text):
        return True
    # "The Lantern | December 07, 2024 | 2 mins read"
    parts = [part for part in _BARS.split(block.text) if part.strip()]
    return len(parts) > 1 and any(is_meta_line(part.strip()) for part in parts) and block.text[-1] not in SENTENCE_ENDS


def _from_data(structured: Structured, names: frozenset[str]) -> tuple[tuple[str, ...], str, str]:
    """Persons and agency in the page's data, and the rule that gave them."""
    story = structured.story
    author = story.get("author") or story.get("creator")
    stated, agency = _from_json_ld(author, structured, names)
    rule = "json-ld" if stated or agency else ""
    if stated and isinstance(author, Mapping) and "@id" in author and _ACCOUNT in author["@id"]:
        rule = "json-ld account"
    if stated:
        return stated, agency, rule
    for name in _META:
        if name in structured.meta:
            people: list[str] = []
            for content in structured.meta[name][:10]:
                if not content.startswith("http") and len(content) < 200:
                    found, its_agency = _read(content, names)
                    people += found
                    agency = agency or its_agency
            if people:
                return tuple(dict.fromkeys(people)), agency, name
            rule = rule or (name if agency else "")
    for key in ("author", "creator"):
        people = []
        for item in structured.microdata.get(key, ())[:10]:
            if len(item) < 100 and not item.startswith("http"):
                found, its_agency = _read(item, names)
                people += found
                agency = agency or its_agency
        if people:
            return tuple(dict.fromkeys(people)), agency, "microdata"
    return (), agency, rule or ("microdata" if agency else "")


def _from_json_ld(stated: Any, structured: Structured, names: frozenset[str]) -> tuple[tuple[str, ...], str]:
    people: list[str] = []
    agency = ""
    for author in jsonld_values(stated)[:20]:
        if isinstance(author, dict) and "@id" in author and not author.get("name"):
            author = next(
                (each for each in structured.objects if each.get("@id") == author["@id"] and "name" in each), author
            )
        named = jsonld_values(author.get("name")) if isinstance(author, Mapping) else [author]
        organisation = isinstance(author, Mapping) and any("organization" in kind for kind in jsonld_types(author))
        for name in map(jsonld_text, named[:20]):
            if not name or name.startswith("http"):
                continue
            if is_agency(name):
                agency = agency or name
                continue
            found, its_agency = _read(name, names)
            agency = agency or its_agency or _agency_in(name)
            if not organisation:
                people.extend(found)
    return tuple(dict.fromkeys(people)), agency


def _read(words: str, names: frozenset[str]) -> tuple[list[str], str]:
    """The persons and the agency in one field of the data, without the site's own name."""
    people, agency = _read_once(words, names)
    kept = []
    for name in people:
        first, *more = name.casefold().split()
        is_site = len(first) >= 5 and any(each.startswith(first) for each in names)
        if not is_site or (more and more[-1] not in _ORGANISATION_WORDS):
            kept.append(name)
    return kept, agency


_read_once = functools.lru_cache(maxsize=1024)(read)  # data and page say the same words


def _agency_in(line: str) -> str:
    """An agency named beside a person: AP in "Tom Krisher, AP Auto Writer"."""
    return next(
        (word for word in _WORD.findall(line) if (word.isupper() or word in _MIXED_CASE_AGENCIES) and is_agency(word)),
        "",
    )


def _printed_lines(document: Document, headline: int, body: Sequence[Block]) -> Iterator[_Line]:
    """Printed bylines near headline or text: by the markup's names, or lines that begin with "By"."""
    blocks = document.blocks
    first = body[0].index if body else headline + 12
    last = body[-1].index if body else headline
    inside_text = {block.index for block in body[3:-2]}
    hidden: list[_Line] = []
    for above, nearby in (
        (True, blocks[max(headline - 6, 0) : max(min(first, headline + 40), headline) + 3]),
        (False, blocks[last + 1 : last + 8]),
    ):
        if not nearby:
            continue
        read_already: list[tuple[int, int]] = []
        for element, printed in _marked_bylines(document, nearby[0], nearby[-1]):
            read_already.append((element.first, max(element.last, element.first + 1)))
            if element.first not in inside_text:
                line = _Line(printed, element.class_and_id, above)
                if element.roles & Role.HIDDEN:
                    hidden.append(line)
                else:
                    yield line
        for block in nearby[3:] if above and headline > 5 else nearby:
            if len(block.text) > 120 or block.roles & (_NOT_BYLINE_ROLES | Role.HIDDEN) or block.index == headline:
                continue
            if block.index in inside_text or any(first <= block.index < last for first, last in read_already):
                continue
            if byline_names.is_byline(block.text) and (words := byline_names.printed(block.text)):
                yield _Line(words, "", above)
    yield from hidden


def _marked_bylines(document: Document, first: Block, last: Block) -> Iterator[tuple[Element, str]]:
    """The outermost elements between two blocks that the markup calls bylines, each with its printed line."""
    begin, end, covered = first.index, last.index + 1, -1
    for element in document.elements[first.element.index : last.element.index + 40]:
        if element.index <= covered or not begin <= element.first < end or not element.attributes:
            continue
        if element.start == element.end or element.roles & _NOT_BYLINE_ROLES or not _names_author(element):
            continue
        if element.end - element.start > _MOST_PIECES or len(words := document.text_of(element)) > _LONG_LINE:
            continue
        if printed := byline_names.printed(words):
            covered = _last_inside(document, element)
            yield element, printed


def _names_author(element: Element) -> bool:
    """Whether the markup calls an element a byline, or links it to an author's page."""
    get = element.attributes.get
    if element.tag == "a" and (get("rel") == "author" or _PROFILE.search(get("href") or "")):
        return True
    return get("itemprop") == "author" or _is_byline_name(element.class_and_id)


def _last_inside(document: Document, element: Element) -> int:
    """The index of the last element inside an element."""
    elements, index = document.elements, element.index
    while index + 1 < len(elements) and elements[index + 1].depth > element.depth:
        index += 1
    return index


@functools.lru_cache(maxsize=8192)
def _is_byline_name(names: str) -> bool:
    lower = names.lower()
    return any(stem in lower for stem in _BYLINE_STEMS) and _BYLINE_NAME.search(lower) is not None


def _is_marked_byline(block: Block) -> bool:
    """Whether the markup calls a block a byline."""
    element: Element | None = block.element
    for _ in range(_LEVELS):
        if element is None or element.tag in ("article", "main", "body"):
            return False
        if element.attributes and _names_author(element):
            return True
        element = element.parent
    return any(each.get("rel") == "author" for each in block.inline)
