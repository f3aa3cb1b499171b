"""Who wrote a story: the byline as printed, the persons in it, and the agency it came from.

This module chooses between the page's sources: JSON-LD, meta elements, microdata, and the line printed near the
headline or at the end, which ``byline_lines`` finds. ``byline_names`` finds the persons and the agency in its words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper.extract.fields import bare_bylines
from scraper.extract.fields.agencies import is_agency
from scraper.extract.fields.byline_lines import PROFILE, Line, Story, is_line, printed_lines
from scraper.extract.fields.byline_names import is_signs, read, without_by
from scraper.extract.fields.name_spelling import spelled
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_types, jsonld_values
from scraper.texts.folding import letters

__all__ = ["Byline", "find", "is_agency", "is_line", "read", "without_by"]

_META = (
    "author", "article:author_name", "parsely-author", "article:author", "dc.creator", "dcterms.creator",
    "dc.creator.author", "sailthru.author", "byl", "byline", "cxenseparse:author", "citation_author",
    "og:article:author", "twitter:data1", "authors", "article:authors", "article.author", "dcsext.author", "creator",
    "rbauthors", "shareaholic:article_author_name", "page-author", "web_author",
)  # fmt: skip
_MORE_LINK = re.compile(
    r"view (?:more|all)|more (?:articles|stories|by)|all (?:posts|articles)|alle artikel|tous les articles",
    re.IGNORECASE,
)
_TITLE_BARS = re.compile(r"\s[|–—-]\s|\s::\s")
_MENU_ROLES = Role.NAV | Role.HEADER | Role.CRUMBS
_ACCOUNT = "/schema/person/"  # how WordPress calls whoever put a story into it, who need not be its author
_ORGANISATION_WORDS = frozenset("international news media online staff sports digital tv radio press team desk".split())
_WORD = re.compile(r"[A-Za-z]{2,8}")
_MIXED_CASE_AGENCIES = frozenset({"dpa", "epd", "Reuters"})  # agencies that are no capitals
_MOST_AUTHORS = 12


@dataclass(frozen=True, slots=True)
class Byline:
    """A story's byline as printed, the persons and the agency in it, and the rule that found it."""

    text: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    rule: str = ""


def find(
    document: Document,
    structured: Structured,
    *,
    headline: int,
    body: Sequence[Block],
    names: frozenset[str],
    others: Collection[int] = frozenset(),
) -> Byline:
    """The byline of a story: persons from JSON-LD where it names any, the words as the page prints them.

    :param headline: the index of the headline's block, -1 for none.
    :param body: the blocks of the story's text.
    :param names: the newspaper's and the site's own names, in letters only: they are no authors.
    :param others: the indexes of blocks that belong to other stories, whose bylines are not this one's.
    """
    names = (names | _names_after_title(document)) - _names_of_owners(structured)
    story = Story(document, headline, tuple(block.index for block in body), others)
    from_data, agency, rule = _from_data(structured, names)
    stated = _persons(document, from_data, sure=rule == "json-ld")
    rule = rule if stated or agency else ""
    readings: list[tuple[Line, tuple[str, ...], str]] = []
    sections: set[str] = set()  # lines whose names are sections
    for line in printed_lines(story):
        if not line.above and any(people for _, people, _ in readings):
            break
        its_people, its_agency = _read(line.text, names)
        readings.append((line, people := _persons(document, its_people), its_agency))
        if its_people and not people:
            sections.add(line.text)
        # Itemprops are also those of other stories' cards, so all lines above the text tell which authors are its own.
        if stated and rule != "microdata" and any(letters(author) in letters(line.text) for author in stated):
            break
    if rule == "microdata":
        shown = letters(" ".join(line.text for line, _, _ in readings if line.above))
        stated = tuple(name for name in stated if letters(name) in shown) or stated
    if not stated and not any(people or its_agency for _, people, its_agency in readings):
        for line in bare_bylines.lines(story):
            its_people, its_agency = _read(line.text, names)
            if people := _persons(document, its_people):
                readings.append((line, people, its_agency))
                break
        if not agency:
            agency = bare_bylines.agency(story)
    agency = agency or next((each for line, _, each in readings if each and line.above), "")
    agency = agency or next((each for line, _, _ in readings if line.above and (each := _agency_in(line.text))), "")
    if agency.lower().startswith("the "):
        agency = agency[4:]
    if len(stated) == 1 and (apart := _names_in(stated[0], [name for _, people, _ in readings for name in people])):
        stated = apart
    for line, people, _ in readings:
        key = letters(line.text)
        if any(letters(author) in key for author in stated):
            if line.above and len(stated) < len(people) <= _MOST_AUTHORS and set(stated) <= set(people):
                stated = people  # data names only the first
            stated = tuple(_better_spelt(name, people) for name in stated)
            # A line much longer than its names holds more than a byline.
            tidy = len(line.text) <= sum(map(len, stated)) + 60 and not _MORE_LINK.search(line.text)
            tidy = tidy and all(letters(author) in key for author in stated)
            tidy = tidy and (" " in line.text or " " not in stated[0])
            return Byline(line.text if tidy else ", ".join(stated), stated, agency, rule)
    for line, people, its_agency in readings:
        sure = rule in ("json-ld", "microdata") and not all(map(_is_account, stated))
        if people and (not stated or (line.above and not sure)):
            # Each name is in an element of its own: all lines with the same class belong together.
            for other, more, _ in readings:
                if other.kind == line.kind and other.above == line.above and line.kind and other is not line:
                    people = tuple(dict.fromkeys((*people, *more)))
            own = all(_undotted(each) in _undotted(line.text) for each in people)
            words = line.text if own else ", ".join(people)
            return Byline(words, people[:_MOST_AUTHORS], agency or its_agency, "byline element")
        signed = any(more for other, more, _ in readings if other.above == line.above)
        if its_agency and not stated and not signed:
            words = its_agency if line.text in sections else line.text
            return Byline(words, (), agency, rule or "byline element")
    if not stated and (printed := next((line.text for line, _, _ in readings if is_signs(line.text)), "")):
        return Byline(printed, (), agency, rule or "byline element")
    if stated or agency:
        return Byline(", ".join(stated) or agency, stated, agency, rule or "byline element")
    return Byline()


def _names_in(joined: str, printed: Sequence[str]) -> tuple[str, ...]:
    """The printed names that data joins without a sign, "Ida BrunOle Skov"; () where it holds anything else."""
    key = letters(joined)
    names = tuple(dict.fromkeys(name for name in printed if letters(name) in key))
    return names if len(names) > 1 and "".join(map(letters, names)) == key and joined not in names else ()


def _names_of_owners(structured: Structured) -> frozenset[str]:
    """The letters of the persons whose own site a page is: JSON-LD calls them a person and an organisation at once."""
    owners = (each for each in structured.objects if {"person", "organization"} <= set(jsonld_types(each)))
    return frozenset(letters(jsonld_text(each.get("name"))) for each in owners)


def _names_after_title(document: Document) -> frozenset[str]:
    """The letters of what follows the last bar in the page's title: the site's name, as a rule."""
    titles = (_TITLE_BARS.split(document.text_of(each)) for each in document.by_tag("title")[:1])
    return frozenset(letters(parts[-1]) for parts in titles if len(parts) > 1 and parts[-1])


def _persons(document: Document, names: Iterable[str], *, sure: bool = False) -> tuple[str, ...]:
    """The persons among some names, in the spelling of people; ``sure``: a full name among them is a person's."""
    spelt = (
        spelled(name, document.language) for name in names if (sure and " " in name) or not _is_section(document, name)
    )
    return tuple(dict.fromkeys(spelt))


def _undotted(words: str) -> str:
    """The letters of some words, those of Turkish with and without a dot alike."""
    return letters(words.replace("İ", "i").replace("ı", "i"))


def _is_account(name: str) -> bool:
    """Whether a name in the data is that of an account, whose person the page prints: ``tmarsh``."""
    return name.isascii() and name.islower() and " " not in name


def _better_spelt(name: str, printed: Iterable[str]) -> str:
    """A name as the page prints it, where the data has an account's or one of its names: ``idabrun``, ``Ida``."""

    def is_same(each: str) -> bool:
        words = each.casefold().split()
        return letters(each) == letters(name) or name.casefold() in (words[0], words[-1])

    same = filter(is_same, printed)
    return max((name, *same), key=lambda each: (" " in each, not each.islower()))


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
    people, agency = read(words, names)
    kept = []
    for name in people:
        first, *more = name.casefold().split()
        is_site = len(first) >= 5 and any(each.startswith(first) for each in names)
        if not is_site or (more and more[-1] not in _ORGANISATION_WORDS):
            kept.append(name)
    return kept, agency


def _agency_in(line: str) -> str:
    """An agency named beside a person: AP in "Tom Krisher, AP Auto Writer"."""
    return next(
        (word for word in _WORD.findall(line) if (word.isupper() or word in _MIXED_CASE_AGENCIES) and is_agency(word)),
        "",
    )


def _is_section(document: Document, name: str) -> bool:
    """Whether a name is that of a section or a place: the page's menu or its address leads there."""
    words = name.casefold()
    path = _path(document.url)
    if " " not in name:
        return f"/{words}/" in path or any(
            link.roles & _MENU_ROLES and link.text.casefold() == words and not PROFILE.search(link.href)
            for link in document.links
        )
    return any(
        link.roles & _MENU_ROLES
        and link.text.casefold() == words
        and len(section := _path(document.absolute(link.href)).rstrip("/")) > 1
        and path.startswith(f"{section}/")
        for link in document.links
    )


def _path(address: str) -> str:
    """The path of an address, in small letters; "" for one that is malformed."""
    try:
        return urlsplit(address).path.casefold()
    except ValueError:
        return ""
