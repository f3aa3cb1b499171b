"""Print metadata under names that no standard has: ``printPublicationDate``, ``paperDate``, ``print: {date: ...}``.

Such names are put together from few words. A name that says "print" or "newspaper" states the day of the edition where
its value is a day, and words beside it state page, section, edition and headline. Only what belongs to the page's own
story counts: the same objects are on a page for every related story, and for the paper of today.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper.dating.page_evidence import PageEvidence
from scraper.dating.print_values import claims_of, day, text_of
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.statements.claims import Claim

STEMS = ("rint", "aper", "mpres", "ruck", "rant", "esknet")  # one of them is in each word for print, "Print" as "print"

_MOST_OBJECTS = 60_000  # of embedded JSON looked at on one page
_MOST_ENCLOSING = 6
# How long before and after its story's day on the web an edition is, where nothing but a name says that it is one.
_BEFORE, _AFTER = dt.timedelta(days=60), dt.timedelta(days=21)

# Desk-Net plans the pages of newspapers. "Paper" alone may be one of science: it needs a page or section beside it.
_PRINT = frozenset(
    "print printed printing newspaper newspapers impresa impreso impressa impresso druck gedruckt gedruckte"
    " printausgabe druckausgabe krant desknet".split()
)
_PAPER = "paper"
_DAY = frozenset(
    "date day on at dates datum tag jour fecha dia data dato dag giorno publication publishing published publish pub"
    " edition issue issued appeared appears erscheint erschienen edicion edicao edizione editie".split()
)
_OF_DAY = frozenset("date day datum tag jour fecha dia data dato dag giorno published on".split())
_OF_EDITION = frozenset("edition issue edicion edicao edizione editie ausgabe cover".split())
# What is done to a file, what the site offers today, and other media.
_NEVER = frozenset(
    "modified updated update created create changed edited exported export imported deadline expires expiry until"
    " start end next previous latest current today todays last newest url link href path src count epaper"
    " digital online web reprint button version preview subscription offer archive min max".split()
)
_FIELDS: Mapping[str, frozenset[str]] = {
    "page": frozenset("page pages pagina seite menu".split()),
    "section": frozenset("section ressort department seccion secao book".split()),
    "label": frozenset("edition label edicion edicao ausgabe".split()),
    "headline": frozenset("headline title titel titulo".split()),
    "number": frozenset({"issuenumber"}),
}
_OTHERS = frozenset(
    "information info article story content number no nr id name in the of for fields meta news key text is".split()
)
_VOCABULARY = frozenset({_PAPER}).union(_PRINT, _DAY, _OF_EDITION, _NEVER, _OTHERS, *_FIELDS.values())
_WORD = re.compile("|".join(sorted((word for word in _VOCABULARY if len(word) > 1), key=len, reverse=True)))
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Names that are not taken for anything else, also where nothing tells whose object it is.
_CERTAIN = (
    {"newspaper", "edition", "date"},
    {"print", "publication", "date"},
    {"desknet", "publication", "date"},
    {"printed", "publication", "date"},
)
_ADDRESSES = ("url", "webUrl", "canonicalUrl", "canonical_url", "canonical", "shareUrl", "link", "href", "path",
              "sourceUrl")  # fmt: skip
_HEADLINES = ("headline", "title", "webTitle", "name")
_NAME_OF_KEY = frozenset({"key", "name", "property", "meta_key", "metaKey", "field", "id"})
_NUMBER_IN_ADDRESS = re.compile(r"[A-Za-z]?\d{6,}")
_LEAST_LETTERS, _LEAST_BYTES = 12, 18  # of a headline that is found under any name; East Asian ones have few letters


@dataclass(frozen=True, slots=True)
class _Enclosing:
    """An object, the name under which it is, and the object around it; ``listed`` is one of several under that name."""

    value: Mapping[str, Any]
    name: str
    outer: _Enclosing | None
    listed: bool = False

    def objects(self) -> tuple[Mapping[str, Any], ...]:
        """The object and the nearest around it, up to one of a list: within a story others are listed."""
        found: list[Mapping[str, Any]] = []
        here: _Enclosing | None = self
        while here is not None and len(found) < _MOST_ENCLOSING:
            found.append(here.value)
            here = None if here.listed and not words_of(here.name) & _PRINT else here.outer
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Found:
    """A claim and the objects around it, and whether it counts only where they are certainly the story's own."""

    claim: Claim
    owners: tuple[Mapping[str, Any], ...]
    must_be_own: bool


@functools.lru_cache(maxsize=4_096)
def words_of(name: str) -> frozenset[str]:
    """The words of a key's name, in lower case: "kompas_print_editionDate" has kompas, print, edition, date."""
    found: set[str] = set()
    # NYT keeps objects flat: "$Article:x.printInformation" belongs to "Article:x" beside it.
    for part in _PARTS.findall(name.rpartition(".")[2] if name[:1] == "$" else name[:100]):
        word = part.lower()
        known = _WORD.findall(word)  # "printdate" is two words, and "sprint" is none of them
        found.update(known if "".join(known) == word else (word,))
    return frozenset(found - {"e", _PAPER} | {"epaper"} if {"e", _PAPER} <= found else found)


@functools.lru_cache(maxsize=16_384)
def is_telling(name: str) -> bool:
    """Whether a key of this name may hold print metadata that tells a day or a headline."""
    words = words_of(name)
    if words & _NEVER or not words & (_PRINT | {_PAPER}):
        return False
    return bool(words & (_DAY | _FIELDS["headline"] | _FIELDS["page"])) or "information" in words or is_print(name)


def is_print(name: str) -> bool:
    """Whether a name says print and nothing else: "print", "inPrint"."""
    return words_of(name) <= _PRINT | {"in"}


def claims(page_evidence: PageEvidence) -> list[Claim]:
    """The claims of a page's meta elements and data about its own story, under such names."""
    reader = _Reader(page_evidence)
    meta = {name: values[0] for name, values in page_evidence.meta.items() if values and is_telling(name)}
    own = [found.claim for found in reader.of_object(_Enclosing(meta, "", None)) if found.claim.date] if meta else []
    if page_evidence.story and any(map(is_telling, page_evidence.story)):
        own += [found.claim for found in reader.of_object(_Enclosing(page_evidence.story, "", None))]
    unowned: list[Claim] = []
    for value in page_evidence.embedded:
        for found in reader.of_value(_unflattened(value)):
            bound = reader.is_own(found.owners)
            if bound:
                own.append(found.claim)
            elif bound is None and not found.must_be_own:
                unowned.append(found.claim)
    # An object without an owner is the story's only where there is no other, and of two days neither is believed.
    stated = own or unowned
    return stated if len({claim.date for claim in stated if claim.date}) <= 1 else []


class _Reader:
    """Reads the objects of one page."""

    def __init__(self, page_evidence: PageEvidence) -> None:
        self.evidence = page_evidence
        self.web = dates.local_day(page_evidence.published, None)
        self.headline = letters(page_evidence.headline)
        self.path = _path(page_evidence.url)
        numbers = _NUMBER_IN_ADDRESS.findall(self.path.rpartition("/")[2])
        self.numbers = frozenset(number for number in numbers if day(number) is None)

    def of_value(self, root: Any) -> Iterator[_Found]:
        """What the objects in a value state, in any depth."""
        waiting: list[tuple[Any, str, _Enclosing | None, bool]] = [(root, "", None, False)]
        for _ in range(_MOST_OBJECTS):
            if not waiting:
                return
            value, name, outer, listed = waiting.pop()
            if isinstance(value, list):
                waiting.extend([(inner, name, outer, True) for inner in value if isinstance(inner, (dict, list))])
            elif isinstance(value, dict):
                here = _Enclosing(value, name, outer, listed)
                inside = ((key, inner) for key, inner in value.items() if isinstance(inner, (dict, list)))
                waiting.extend([(inner, key, here, False) for key, inner in inside])
                if not words_of(name) & _NEVER:
                    yield from self.of_object(here)

    def of_object(self, here: _Enclosing) -> Iterator[_Found]:
        """What one object states: a day with what is beside it, or else a printed headline."""
        printed = _says_print(here.name) and bool(words_of(here.name) & _PRINT)
        if not printed and not any(map(_says_print, here.value)):
            yield from self.of_pair(here)
            return
        fields = dict(_fields(here.value, printed=printed))
        for key, inner in here.value.items():
            words, stated = words_of(key), _stated(inner)
            if not stated or not _names_day(words, stated, printed=printed, beside=bool(fields)):
                continue
            date = day(stated, self.evidence.language, self.web)
            certain = any(words >= names for names in _CERTAIN)
            if date is None or not (certain or self.is_near(date)):
                continue
            whose = certain or bool(words & _PRINT and fields) or self.is_of_web_day(here.value)
            text = f"{here.name.rpartition('.')[2]}.{key}: {stated}" if printed else f"{key}: {stated}"
            for claim in claims_of(text, fields, date):
                yield _Found(claim, _owners(here), must_be_own=not whose)
            return
        if headline := fields.get("headline"):
            for claim in claims_of(f"print headline: {headline}", fields):
                yield _Found(claim, _owners(here), must_be_own=True)

    def of_pair(self, here: _Enclosing) -> Iterator[_Found]:
        """What an object states that has a name and a value: {"key": "print_date", "value": "2026-03-07"}."""
        if len(here.value) > 5:
            return
        for key, name in here.value.items():
            if key not in _NAME_OF_KEY or not isinstance(name, str):
                continue
            words = words_of(name)
            if words & _NEVER or not words & _PRINT or not words & _DAY:
                continue
            for other, inner in here.value.items():
                date = day(_stated(inner), self.evidence.language, self.web) if other != key else None
                if date and self.is_near(date):
                    around = here.outer.objects() if here.outer else ()
                    for claim in claims_of(f"{name}: {_stated(inner)}", {}, date):
                        yield _Found(claim, around, must_be_own=True)
                    return

    def is_near(self, date: dt.date) -> bool:
        """Whether an edition of that day can be the story's, by its day on the web."""
        return self.web is not None and -_BEFORE <= date - self.web <= _AFTER

    def is_of_web_day(self, value: Mapping[str, Any]) -> bool:
        """Whether an object also has the moment when the story was published on the web."""
        published = self.evidence.published
        return bool(published) and any(isinstance(each, str) and each[:16] == published[:16] for each in value.values())

    def is_own(self, owners: Sequence[Mapping[str, Any]]) -> bool | None:
        """Whether the nearest object with an address or a headline is the page's story; None where there is none."""
        for owner in owners:
            if any(map(self.names_story, owner.values())):
                return True
            stated = (owner[key] for key in _ADDRESSES if isinstance(owner.get(key), str))
            if address := next((each for each in stated if "/" in each), ""):
                return _path(address) == self.path
            if any(isinstance(owner.get(key), str) and owner[key] for key in _HEADLINES):
                return any(letters(str(owner.get(key) or "")) == self.headline for key in _HEADLINES)
        return None

    def names_story(self, value: Any) -> bool:
        """Whether a value, under whatever name, is the story's headline, or its number in the page's address."""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            return False
        text = str(value)
        if text in self.numbers:
            return True
        longest = 2 * len(self.evidence.headline) + 20
        is_long = len(self.headline) >= _LEAST_LETTERS or len(self.headline.encode()) >= _LEAST_BYTES
        return is_long and len(text) < longest and letters(text) == self.headline


def _says_print(name: str) -> bool:
    """Whether a name holds a word for print; "newspaperId" does, and so does "reprint"."""
    return any(stem in name for stem in STEMS) and bool(words_of(name) & (_PRINT | {_PAPER}))


def _names_day(words: frozenset[str], stated: str, *, printed: bool, beside: bool) -> bool:
    """Whether a key with these words names the day of print, if its value is a day.

    :param printed: its object is called "print" or the like.
    :param beside: a printed page, section, edition or headline is in the same object.
    """
    if words & _NEVER:
        return False
    if words & _PRINT:
        if stated.isdecimal() and not words & (_OF_DAY | {"publication"}):
            return False  # an id
        return bool(words & _DAY) or words <= _PRINT | {"in", "appeared"}
    if _PAPER in words:
        return beside and bool(words & _DAY)
    return bool(words & _OF_DAY) and (printed or (beside and bool(words & _OF_EDITION)))


def _owners(here: _Enclosing) -> tuple[Mapping[str, Any], ...]:
    """The objects whose address or headline tells whose the print metadata in one is."""
    if not words_of(here.name) & _PRINT or any(key in here.value for key in _ADDRESSES):
        return here.objects()
    if here.outer is None:
        return ()
    owners = here.outer.objects()
    sibling = owners[0].get(here.name.lstrip("$").rpartition(".")[0]) if "." in here.name else None
    return (sibling, *owners) if isinstance(sibling, dict) else owners


def _fields(value: Mapping[str, Any], *, printed: bool) -> Iterator[tuple[str, str]]:
    """Page, section, edition and headline of an object, from names that say print; in one called so, of any name."""
    for name, meanings in _FIELDS.items():
        for key, inner in value.items():
            words = words_of(key.partition("@")[0])
            if words & _NEVER or not words & meanings or words & _OF_DAY:
                continue
            if not printed and not words & (_PRINT | {_PAPER}):
                continue
            stated = text_of(inner)
            if stated and stated not in ("0", "-1") and not (name == "label" and re.search(r"\d{4}", stated)):
                yield name, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stated) if name == "label" else stated
                break


def _stated(value: Any) -> str:
    """A value that may be a day, as a text: also of {"customDate": ...}, and of seconds or milliseconds since 1970."""
    if isinstance(value, dict):
        value = next((each for key, each in value.items() if words_of(key) & (_OF_DAY | {"iso", "value"})), "")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    text = text_of(value)
    if text.isdecimal() and len(text) in (10, 13):
        seconds = int(text) if len(text) == 10 else int(text) // 1000
        return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)).isoformat()
    return text if len(text) <= 64 else ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""


def _unflattened(value: Any) -> Any:
    """The objects of a flattened array (devalue), in which each object gives the indexes of its values."""
    if not (isinstance(value, list) and len(value) > 3 and any(isinstance(item, dict) for item in value)):
        return value
    objects = [item for item in value if isinstance(item, dict)]
    if not all(isinstance(index, int) and -1 <= index < len(value) for item in objects for index in item.values()):
        return value

    def restored(index: int, depth: int) -> Any:
        item_value = value[index]
        if depth and isinstance(item_value, dict):
            return {key: restored(inner, depth - 1) for key, inner in item_value.items() if inner >= 0}
        return None if isinstance(item_value, (dict, list)) else item_value

    return [
        restored(index, 3)
        for index, item in enumerate(value[:_MOST_OBJECTS])
        if isinstance(item, dict) and any(map(is_telling, item))
    ]
