"""Print metadata in a page's markup: schema.org, prism, Highwire and NITF names, and JSON embedded for scripts.

Only what belongs to the page's own story counts: the same objects are on a page for every related story too. Empty
keys are ignored, and a day of web publication is never an edition date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper.dating.page_evidence import PageEvidence
from scraper.items import EvidenceKind
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.statements.claims import Claim, issue_name, section_and_page, shorten

_MOST_OBJECTS = 60_000  # of embedded JSON looked at on one page


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under which one publishing system stores print metadata; ``inside`` names the object with these keys.

    ``bound`` says that other systems use the keys for other things: they count only in an object that is certainly the
    story's.
    """

    date: str = ""
    page: str = ""
    section: str = ""
    label: str = ""
    headline: str = ""
    inside: str = ""
    bound: bool = False


# Add a row for another system. Where each was seen: the New York Times; the Guardian; NZZ; CH Media; Hankook Ilbo; MBN;
# the Economist; SCMP; Stuttgarter Zeitung.
SYSTEMS: tuple[Keys, ...] = (
    Keys("publicationDate", "page", "section", "edition", "headline", inside="printInformation"),
    Keys("newspaperEditionDate", "newspaperPageNumber"),
    Keys("printPublicationDate", "printPage", "printSection", "printEdition", "nzzPrintTitle"),
    Keys("desknetPublicationDate", "", "desknetPrintDepartment", "desknetPrintEdition", "nzzPrintTitle"),
    Keys("paperDate", "paperMenu", "", "paperEdition", ""),
    Keys("paper_date", "", "paper_section", "", "issue_title"),
    Keys("issueDate", "", "printSection", "", "printHeadline", bound=True),
    Keys("", "", "", "", "printHeadline", bound=True),
    Keys("", "print_page_no", "", "", "print_title", bound=True),
    Keys("print-publication-date", "print-page", "print-ressort", "", "printTitle"),
    Keys("", "printPageNo", "", "", "printTitle"),
)

# A script is parsed only if it contains one of these.
MARKERS: tuple[str, ...] = tuple(dict.fromkeys(keys.inside or keys.date or keys.headline for keys in SYSTEMS))

_INSIDE = tuple(keys.inside for keys in SYSTEMS if keys.inside)
_KEYS = frozenset(keys.date or keys.headline for keys in SYSTEMS if not keys.inside)

# An object and the objects around it.
_Enclosing = tuple[Mapping[str, Any], "_Enclosing"] | None
_Found = tuple[Claim, tuple[Mapping[str, Any], ...], bool]

_ADDRESSES = (
    "url",
    "webUrl",
    "canonicalUrl",
    "canonical_url",
    "canonical",
    "shareUrl",
    "link",
    "href",
    "path",
    "sourceUrl",
)
_HEADLINES = ("headline", "title", "webTitle", "name")


def claims(page_evidence: PageEvidence) -> list[Claim]:
    """The claims of the page's data about the story's edition, those that name a day first."""
    found = [
        *_from_schema_org(page_evidence.story, page_evidence.microdata),
        *_from_journal_meta(page_evidence.meta),
        *_from_nitf_meta(page_evidence.meta),
        *_from_embedded(page_evidence),
    ]
    return sorted(found, key=lambda claim: (claim.date is None, not claim.names_an_edition))


def _claims_of(text: str, fields: Mapping[str, str], date: dt.date | None = None) -> list[Claim]:
    fields = {key: _text(value) for key, value in fields.items()}
    if date is None and not any(fields.values()):
        return []
    section, page = section_and_page(fields.get("section", ""), fields.get("page", ""))
    return [
        Claim(
            kind=EvidenceKind.STRUCTURED,
            text=shorten(text),
            date=date,
            issue=issue_name(fields),
            publication=fields.get("publication", ""),
            label=fields.get("label", ""),
            section=section,
            page=page,
            headline=fields.get("headline", ""),
        )
    ]


def _from_schema_org(story: Mapping[str, Any], microdata: Mapping[str, Sequence[str]]) -> list[Claim]:
    printed: dict[str, Any] = {
        "label": story.get("printEdition") or next(iter(microdata.get("printedition", ())), ""),
        "section": story.get("printSection") or next(iter(microdata.get("printsection", ())), ""),
        "page": story.get("printPage") or next(iter(microdata.get("printpage", ())), ""),
    }
    text = "; ".join(f"{name} {_text(value)}" for name, value in printed.items() if _text(value))
    if text or story.get("isPartOf"):
        printed["headline"] = story.get("alternativeHeadline")  # schema.org has no other place for a print headline
    return [*_from_issue(story.get("isPartOf"), printed), *(_claims_of(text, printed) if text else [])]


def _from_issue(part_of: Any, printed: Mapping[str, Any]) -> list[Claim]:
    """An issue the story is part of: PublicationIssue, perhaps of a volume, perhaps of a named newspaper."""
    for issue in _objects(part_of):
        if not _is_a(issue, "PublicationIssue", "PublicationVolume"):
            continue
        volume = publication = ""
        for whole in [issue] if _is_a(issue, "PublicationVolume") else _objects(issue.get("isPartOf")):
            volume = volume or _text(whole.get("volumeNumber"))
            named = [whole, *_objects(whole.get("isPartOf"))]
            publication = publication or next(
                (
                    _text(thing.get("name"))
                    for thing in named
                    if _is_a(thing, "Periodical", "Newspaper", "CreativeWorkSeries")
                ),
                "",
            )
        stated = _text(issue.get("datePublished")) if _is_a(issue, "PublicationIssue") else ""
        return _claims_of(
            f"isPartOf PublicationIssue datePublished {stated}" if stated else "isPartOf PublicationIssue",
            {
                **printed,
                "volume": volume,
                "number": _text(issue.get("issueNumber")),
                "publication": publication,
                "page": _text(printed.get("page")) or _pages(issue.get("pageStart"), issue.get("pageEnd")),
            },
            _day(stated),
        )
    return []


def _pages(first: Any, last: Any) -> str:
    start, end = _text(first), _text(last)
    return f"{start}-{end}" if start and end and start != end else start


def _from_journal_meta(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """prism.* and citation_*: the cover date is the printed one; publicationDate and online_date are not."""
    found: list[Claim] = []
    if not any(name.startswith(("prism", "citation_", "dc.source")) for name in meta):
        return found
    source = re.fullmatch(r"(.+?) (?:19|20)\d\d (\d+):(\d+)", _first_value(meta, "dc.source"))  # "Nature 2019 574:7776"
    for cover, display, volume, number, first, last, section, name in (
        ("prism.coverdate", "prism.coverdisplaydate", "prism.volume", "prism.number", "prism.startingpage",
         "prism.endingpage", "prism.section", "prism.publicationname"),
        ("citation_cover_date", "", "citation_volume", "citation_issue", "citation_firstpage",
         "citation_lastpage", "", "citation_journal_title"),
    ):  # fmt: skip
        start, end = _first_value(meta, first), _first_value(meta, last)
        prism = cover.startswith("prism")
        fields = {
            "volume": _first_value(meta, volume),
            "number": _first_value(meta, number),
            "issue": (_first_value(meta, display) or _first_value(meta, "prism.issuename"))
            if prism and not _first_value(meta, volume)
            else "",
            "page": _pages(start, end) or (_first_value(meta, "prism.pagerange") if prism else ""),
            "section": _first_value(meta, section),
            "label": _first_value(meta, "prism.edition") if prism else "",
            "headline": _first_value(meta, "prism.alternatetitle") if prism else "",
        }
        if prism and source and not fields["volume"] and not fields["number"]:
            fields |= {"volume": source[2], "number": source[3]}
        stated = _first_value(meta, cover)
        if not stated and not any(fields.values()):
            continue
        keys = (cover, number, volume, display, "prism.issuename", first, "prism.pagerange", section, "prism.edition")
        key = next(
            (each for each in keys if _first_value(meta, each)), "dc.source" if source else "prism.alternatetitle"
        )
        found += _claims_of(
            f"{key} {_first_value(meta, key)}", {**fields, "publication": _first_value(meta, name)}, _day(stated)
        )
    return found


# NITF's pubdata, as meta elements carry it, and what the New York Times and others call it.
_NITF: Mapping[str, tuple[str, ...]] = {
    "date": ("print_publication_date", "print-date", "date.publication", "pubdata.date.publication"),
    "page": ("print_page_number", "print-page", "printpage", "position.sequence", "pubdata.position.sequence"),
    "section": ("print_section", "print-section", "printsection", "position.section", "pubdata.position.section"),
    "label": ("print_edition", "print-edition", "printedition", "edition.name", "pubdata.edition.name"),
    "volume": ("pubdata.volume",),
    "number": ("pubdata.number", "pubdata.issue"),
    "publication": ("pubdata.name",),
    "headline": ("cse_printheadline", "print_headline", "print-headline"),
}
# Digitised papers (chronam, open-oni); the plain names count only together.
_DIGITISED: Mapping[str, tuple[str, ...]] = {
    "date": ("date_issued",),
    "page": ("number",),
    "section": ("section_label",),
    "label": ("edition_label",),
}
_NAMES = frozenset(name for names in _NITF.values() for name in names)


def _from_nitf_meta(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """The claims of meta elements with NITF's names and similar ones."""
    digitised = "date_issued" in meta and ("edition_label" in meta or "section_label" in meta)
    if not digitised and _NAMES.isdisjoint(meta):
        return []
    found: dict[str, str] = {}
    text = ""
    for field, names in (_DIGITISED if digitised else _NITF).items():
        name = next((name for name in names if _first_value(meta, name)), "")
        found[field] = _first_value(meta, name)
        text = text or (f"{name} {found[field]}" if name else "")
    return _claims_of(text, found, _day(found["date"]))


def _from_embedded(page_evidence: PageEvidence) -> list[Claim]:
    found: list[tuple[Claim, bool]] = []
    for value in page_evidence.embedded:
        for claim, owner, must_be_bound in _print_objects(_unflattened(value)):
            bound = _is_own(owner, page_evidence)
            if bound or (bound is None and not must_be_bound):
                found.append((claim, bound is True))
    own = [claim for claim, bound in found if bound]
    # An object without an owner is the story's only where there is no other.
    unowned = [claim for claim, bound in found if not bound]
    return own or (unowned if len({claim.date for claim in unowned}) == 1 else [])


def _print_objects(root: Any) -> Iterator[_Found]:
    """Every object with print metadata, the objects around it, nearest first, and whether it must be the story's."""
    waiting: list[tuple[Any, _Enclosing]] = [(root, None)] if isinstance(root, (dict, list)) else []
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value, outer = waiting.pop()
        if isinstance(value, list):
            waiting.extend([(inner, outer) for inner in value if isinstance(inner, (dict, list))])
            continue
        chain = (value, outer)
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                waiting.append((inner, chain))
                if isinstance(inner, dict) and key.endswith(_INSIDE):
                    yield from _from_inner_object(inner, key, chain)
        if not _KEYS.isdisjoint(value):
            for keys in SYSTEMS:
                if not keys.inside:
                    yield from ((claim, _enclosing_objects(chain), keys.bound) for claim in _from_object(value, keys))


def _from_inner_object(value: Mapping[str, Any], name: str, outer: _Enclosing) -> Iterator[_Found]:
    """The claims of an object whose print metadata is in an inner object of that name."""
    owners = _enclosing_objects(outer)
    # NYT keeps objects flat: "$Article:x.printInformation" belongs to "Article:x" beside it.
    sibling = owners[0].get(name.lstrip("$").rpartition(".")[0]) if "." in name else None
    owners = (sibling, *owners) if isinstance(sibling, dict) else owners
    for keys in SYSTEMS:
        if keys.inside and name.endswith(keys.inside):
            yield from ((claim, owners, keys.bound) for claim in _from_object(value, keys))


def _enclosing_objects(outer: _Enclosing) -> tuple[Mapping[str, Any], ...]:
    """The nearest six of the objects around another."""
    found: list[Mapping[str, Any]] = []
    while outer is not None and len(found) < 6:
        found.append(outer[0])
        outer = outer[1]
    return tuple(found)


def _from_object(value: Mapping[str, Any], keys: Keys) -> list[Claim]:
    stated = _text(value.get(keys.date)) if keys.date else ""
    if not stated and isinstance(value.get(keys.date), dict):
        stated = _text(value[keys.date].get("customDate") or value[keys.date].get("date"))
    if keys.date and not stated:
        return []
    fields = {
        name: _text(value.get(key) or value.get(f"{key}@stripHtml"))
        for name, key in (
            ("page", keys.page),
            ("section", keys.section),
            ("label", keys.label),
            ("headline", keys.headline),
        )
        if key
    }
    date = _day(stated)
    if date is None and not keys.headline:
        return []
    fields["page"] = "" if fields.get("page") == "0" else fields.get("page", "")
    fields["label"] = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", fields.get("label", ""))
    prefix = f"{keys.inside}." if keys.inside else ""
    return _claims_of(f"{prefix}{keys.date or keys.headline}: {stated or fields['headline']}", fields, date)


def _is_own(owners: Sequence[Mapping[str, Any]], page_evidence: PageEvidence) -> bool | None:
    """Whether the nearest object with an address or a headline is the page's own story; None where there is none."""
    path = urlsplit(page_evidence.url).path.rstrip("/")
    for owner in owners:
        address = next((owner[key] for key in _ADDRESSES if isinstance(owner.get(key), str) and "/" in owner[key]), "")
        if address:
            return _path(address) == path
        headline = next((owner[key] for key in _HEADLINES if isinstance(owner.get(key), str) and owner[key]), "")
        if headline:
            return letters(headline) == letters(page_evidence.headline)
    return None


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
        if isinstance(item, dict) and _has_print_keys(item)
    ]


def _has_print_keys(value: Mapping[str, Any]) -> bool:
    return any(key in value for keys in SYSTEMS for key in (keys.date, keys.inside) if key)


def _day(stated: str) -> dt.date | None:
    """The day of print; a timestamp is local midnight written in UTC, so it gives the nearest midnight."""
    if re.match(r"\d{4}-\d\d-\d\dT", stated):
        try:
            moment = dt.datetime.fromisoformat(stated)
        except ValueError:
            return None
        if moment.minute % 30 or moment.second:
            return None  # to the minute: the web, not print
        if moment.utcoffset() == dt.timedelta(0):
            try:
                moment += dt.timedelta(hours=12)
            except OverflowError:
                return None
        return moment.date()
    found = dates.whole(stated, languages=("en", "de", "fr", "es")) if stated else None
    return found.date if found else None


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [thing for thing in (value if isinstance(value, list) else [value]) if isinstance(thing, dict)]


def _is_a(thing: Mapping[str, Any], *kinds: str) -> bool:
    stated = thing.get("@type", "")
    return any(kind in kinds for kind in (stated if isinstance(stated, list) else [stated]) if isinstance(kind, str))


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())


def _first_value(meta: Mapping[str, Sequence[str]], name: str) -> str:
    values = meta.get(name) or meta.get(name.replace(".", ":", 1)) if name else None  # prism.number, prism:number
    return next((" ".join(value.split()) for value in values if value.strip()), "") if values else ""
