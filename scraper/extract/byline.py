"""Who wrote a story: the byline as printed, the persons in it, and the agency it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.extract import structured as data
from scraper.extract.blocks import Block
from scraper.extract.marks import Mark
from scraper.extract.paragraphs import letters
from scraper.extract.structured import Structured
from scraper.extract.wording import choice, is_meta_line

_BY = re.compile(rf"^\W*(?:{choice('by')})(?:(?<=[:：=＝・])|(?=[\s:：=＝]|$))\s*[:：]?\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:記者|特派員|論説委員|编辑|기자|특파원|논설위원)\s*$|\s+(?:の記者)$")
_AND = re.compile(
    r"\s*(?:[,;/|·•、，&]|\b(?:and|und|et|y|og|och|en|ve|oraz|i|e|with|mit|avec|con)\b"
    r"|(?<=\s)(?:и|та|और|तथा|و|및)(?=\s))\s*",
    re.IGNORECASE,
)
_JOB = re.compile(rf"\b(?:{choice('job')})\b|特派員|編集委員|論説|संवाददाता|ब्यूरो|डेस्क", re.IGNORECASE)
_AGENCIES = re.compile(rf"^(?:the )?(?:{choice('agency')})$", re.IGNORECASE)
_AGENCY_SHAPE = re.compile(
    r"\b(?:(?:news|press) agency|press association|newswire|wire services?|agencies|nachrichtenagentur(?:en)?)\b"
    r"|\b(?:agence de presse|agencia de noticias|agenzia)\b"
    r"|^(?:the )?[\w-]+ (?:press|presse|news service)$|通信社?$|समाचार (?:सेवा|एजेंसी)|통신$|وكالة",
    re.IGNORECASE,
)
_META = (
    "author",
    "parsely-author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "byline",
    "cxenseparse:author",
    "citation_author",
    "og:article:author",
)
_PARTICLES = frozenset({"della", "delle", "degli", "vande", "bint"})
_NAMED = re.compile(
    r"by-?line|(?:^|[\s_-])by(?:[\s_-]|$)|(?:^|[\s_-])authors?(?:[\s_-]|name|$)|article-?author|writer|autor(?:en|zeile|in)?(?:[\s_-]|$)|auteur|firma(?:[\s_-]|$)|shomei|kisha",
    re.IGNORECASE,
)
_OTHER_THINGS = re.compile(
    r"\s+[|•·]\s+|\s+[-–—]\s+(?=\d|[A-Z][a-z]{2,8} \d)|\s+on\s+(?=\d)"
    r"|\s*,?\s*(?:updated|published|posted|aktualisiert|veröffentlicht|publié|publicado)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"view (?:more|all)|more (?:articles|stories|by)|all (?:posts|articles)|alle artikel|tous les articles",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|©|comment|share|follow|subscribe|cookie|photo|\.(?:com|org|net|de|co)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a page says of a story's authors, and the rule that gave it."""

    text: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    rule: str = ""


def find(
    blocks: Sequence[Block], structured: Structured, *, headline: int, body: Sequence[Block], names: frozenset[str]
) -> Byline:
    """The byline. Persons come from JSON-LD where it names any; the printed words from the page where it shows them."""
    stated, agency = _stated(structured, names)
    rule = "json-ld" if stated or agency else ""
    if not stated:
        for name in _META:
            for content in structured.meta.get(name, ()):
                people, its_agency = read(content, names)
                stated, agency, rule = stated or people, agency or its_agency, rule or name
        item = structured.item("author", "creator")
        if not stated and item and len(item) < 100:
            stated, its_agency = read(item, names)
            agency, rule = agency or its_agency, rule or "microdata"
    shown = list(_shown(blocks, headline, body))
    for words in shown:
        if any(letters(author) in letters(words) for author in stated):
            # A line much longer than its names holds more than a byline.
            tidy = len(words) <= sum(map(len, stated)) + 60 and not _MORE.search(words)
            return Byline(words if tidy else ", ".join(stated), stated, agency, rule)
    for words in shown:
        people, its_agency = read(words, names)
        if people or its_agency:
            return Byline(words, stated or people, agency or its_agency, rule or "byline element")
    if stated or agency:
        return Byline(", ".join(stated) or agency, stated, agency, rule)
    return Byline()


def read(words: str, names: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], str]:
    """The persons and the agency a byline names."""
    words = without_by(words)
    people: list[str] = []
    agency = ""
    for part in _AND.split(re.sub(r"\s*\([^)]*\)", "", words)):
        name = _AFTER.sub("", _BY.sub("", part or "")).strip(" .,:;|-–—*\u00a0")
        name = re.sub(r"\s+(?:in|aus|à|en|da)\s+[A-ZÀ-Þ][\w .'-]+$", "", name)
        if is_agency(name):
            agency = agency or name
        elif _is_person(name, names):
            people.append(name)
    return tuple(dict.fromkeys(people)), agency


def is_line(block: Block) -> bool:
    """Whether a block before a text is a byline or a line of time and place, and no part of the text."""
    if len(block.text) > 120 or block.has(Mark.LIST | Mark.QUOTE):
        return False
    return _is_named(block) or is_meta_line(block.text) or (len(block.text) < 90 and _BY.match(block.text) is not None)


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return bool(_AGENCIES.match(name.strip()) or _AGENCY_SHAPE.search(name.strip()))


def without_by(words: str) -> str:
    """A byline without the word that introduces it: By, Von, Par, Por, लेखक."""
    return _BY.sub("", " ".join(words.split())).strip()


def _is_person(name: str, names: frozenset[str]) -> bool:
    words = name.split()
    if not 2 <= len(name) <= 60 or len(words) > 5 or _NO_NAME.search(name) or _JOB.search(name):
        return False
    if not any(char.isalpha() for char in name) or (len(words) == 1 and len(name) > 24):
        return False
    # "CNN Business" is a desk, "the defense ministries" are no names.
    if letters(name) in names or (len(words) > 1 and len(words[0]) > 2 and letters(words[0]) in names):
        return False
    return (
        not any(word.islower() and len(word) > 3 and word not in _PARTICLES for word in words[1:])
        and words[0].lower() != "the"
    )


def _stated(structured: Structured, names: frozenset[str]) -> tuple[tuple[str, ...], str]:
    people: list[str] = []
    agency = ""
    for author in data.values(structured.story.get("author") or structured.story.get("creator"))[:20]:
        name = data.text(author)
        organisation = isinstance(author, dict) and any("organization" in kind for kind in data.kinds(author))
        if name.startswith("http") or not name:
            continue
        found, its_agency = read(name, names)
        if is_agency(name):
            agency = agency or name
        elif not organisation:
            people.extend(found)
        agency = agency or its_agency
    return tuple(dict.fromkeys(people)), agency


def _shown(blocks: Sequence[Block], headline: int, body: Sequence[Block]) -> Iterator[str]:
    """Bylines as printed: named so by the markup near headline or text, or a line that begins with "By"."""
    first = body[0].order if body else headline + 12
    last = body[-1].order if body else headline
    near = [*blocks[max(headline - 6, 0) : max(first, headline) + 3], *blocks[last + 1 : last + 8]]
    wrong = Mark.NAV | Mark.COMMENTS | Mark.RELATED | Mark.CAPTION | Mark.HIDDEN | Mark.FORM
    for block in near:
        if len(block.text) > 160 or block.has(wrong) or block in body[1:]:
            continue
        named = block.element.get("rel") == "author" or block.element.get("itemprop") == "author" or _is_named(block)
        begins = _BY.match(block.text) is not None and len(block.text) < 90
        if (named or begins) and (words := _printed(block.text)):
            yield words


def _is_named(block: Block) -> bool:
    for step, element in enumerate((block.element, *block.element.iterancestors())):
        if step > 2 or element.tag in ("article", "main", "body"):
            return False
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


def _printed(line: str) -> str:
    """The printed byline without "By", and without the date and other things in the same line."""
    words = _OTHER_THINGS.split(without_by(line))[0]
    words = re.sub(r"\s*\S+@\S+", "", words).strip(" ,|·•-–—")
    return words if any(char.isalpha() for char in words) and not _NO_NAME.search(words) else ""
