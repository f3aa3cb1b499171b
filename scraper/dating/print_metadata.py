"""Print metadata in a page's markup: schema.org, prism, Highwire and NITF names, and JSON embedded for scripts.

Only what is bound to the page's own story counts: the same objects stand on a page for every related story too. Empty
keys say nothing, and a day of web publication is never an edition date.
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
from scraper.texts.statements.claims import Claim, issue_name, placed, shortened

_MOST_OBJECTS = 60_000  # of embedded JSON looked at on one page


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under which one publishing system keeps what was printed; ``inside`` names the object they are in.

    ``bound`` systems keep a date under a name others use too: it counts only in an object that is surely the story's.
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

# A script is parsed only if one of these stands in it.
MARKERS: tuple[str, ...] = tuple(dict.fromkeys(keys.inside or keys.date or keys.headline for keys in SYSTEMS))

_INSIDE = tuple(keys.inside for keys in SYSTEMS if keys.inside)
_KEYS = frozenset(keys.date or keys.headline for keys in SYSTEMS if not keys.inside)

# An object and what it stands in.
_Round = tuple[Mapping[str, Any], "_Round"] | None
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
    """What the page's data claims of the story's edition, those that name a day first."""
    found = [
        *_schema_org(page_evidence.story, page_evidence.microdata),
        *_journal(page_evidence.meta),
        *_meta(page_evidence.meta),
        *_embedded(page_evidence),
    ]
    return sorted(found, key=lambda claim: (claim.date is None, not claim.names_an_edition))


def _claim(text: str, fields: Mapping[str, str], date: dt.date | None = None) -> list[Claim]:
    fields = {key: _said(value) for key, value in fields.items()}
    if date is None and not any(fields.values()):
        return []
    section, page = placed(fields.get("section", ""), fields.get("page", ""))
    return [
        Claim(
            kind=EvidenceKind.STRUCTURED,
            text=shortened(text),
            date=date,
            issue=issue_name(fields),
            publication=fields.get("publication", ""),
            label=fields.get("label", ""),
            section=section,
            page=page,
            headline=fields.get("headline", ""),
        )
    ]


def _schema_org(story: Mapping[str, Any], microdata: Mapping[str, Sequence[str]]) -> list[Claim]:
    printed: dict[str, Any] = {
        "label": story.get("printEdition") or next(iter(microdata.get("printedition", ())), ""),
        "section": story.get("printSection") or next(iter(microdata.get("printsection", ())), ""),
        "page": story.get("printPage") or next(iter(microdata.get("printpage", ())), ""),
    }
    text = "; ".join(f"{name} {_said(value)}" for name, value in printed.items() if _said(value))
    if text or story.get("isPartOf"):
        printed["headline"] = story.get("alternativeHeadline")  # schema.org has no other place for a print headline
    return [*_issue(story.get("isPartOf"), printed), *(_claim(text, printed) if text else [])]


def _issue(part_of: Any, printed: Mapping[str, Any]) -> list[Claim]:
    """An issue the story is part of: PublicationIssue, perhaps of a volume, perhaps of a named newspaper."""
    for issue in _things(part_of):
        if not _is_a(issue, "PublicationIssue", "PublicationVolume"):
            continue
        volume = publication = ""
        for whole in [issue] if _is_a(issue, "PublicationVolume") else _things(issue.get("isPartOf")):
            volume = volume or _said(whole.get("volumeNumber"))
            named = [whole, *_things(whole.get("isPartOf"))]
            publication = publication or next(
                (
                    _said(thing.get("name"))
                    for thing in named
                    if _is_a(thing, "Periodical", "Newspaper", "CreativeWorkSeries")
                ),
                "",
            )
        stated = _said(issue.get("datePublished")) if _is_a(issue, "PublicationIssue") else ""
        return _claim(
            f"isPartOf PublicationIssue datePublished {stated}" if stated else "isPartOf PublicationIssue",
            {
                **printed,
                "volume": volume,
                "number": _said(issue.get("issueNumber")),
                "publication": publication,
                "page": _said(printed.get("page")) or _pages(issue.get("pageStart"), issue.get("pageEnd")),
            },
            _day(stated),
        )
    return []


def _pages(first: Any, last: Any) -> str:
    start, end = _said(first), _said(last)
    return f"{start}-{end}" if start and end and start != end else start


def _journal(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """prism.* and citation_*: the cover date is the printed one; publicationDate and online_date are not."""
    found: list[Claim] = []
    if not any(name.startswith(("prism", "citation_", "dc.source")) for name in meta):
        return found
    source = re.fullmatch(r"(.+?) (?:19|20)\d\d (\d+):(\d+)", _one(meta, "dc.source"))  # "Nature 2019 574:7776"
    for cover, display, volume, number, first, last, section, name in (
        ("prism.coverdate", "prism.coverdisplaydate", "prism.volume", "prism.number", "prism.startingpage",
         "prism.endingpage", "prism.section", "prism.publicationname"),
        ("citation_cover_date", "", "citation_volume", "citation_issue", "citation_firstpage",
         "citation_lastpage", "", "citation_journal_title"),
    ):  # fmt: skip
        start, end = _one(meta, first), _one(meta, last)
        prism = cover.startswith("prism")
        fields = {
            "volume": _one(meta, volume),
            "number": _one(meta, number),
            "issue": (_one(meta, display) or _one(meta, "prism.issuename")) if prism and not _one(meta, volume) else "",
            "page": _pages(start, end) or (_one(meta, "prism.pagerange") if prism else ""),
            "section": _one(meta, section),
            "label": _one(meta, "prism.edition") if prism else "",
            "headline": _one(meta, "prism.alternatetitle") if prism else "",
        }
        if prism and source and not fields["volume"] and not fields["number"]:
            fields |= {"volume": source[2], "number": source[3]}
        stated = _one(meta, cover)
        if not stated and not any(fields.values()):
            continue
        keys = (cover, number, volume, display, "prism.issuename", first, "prism.pagerange", section, "prism.edition")
        key = next((each for each in keys if _one(meta, each)), "dc.source" if source else "prism.alternatetitle")
        found += _claim(f"{key} {_one(meta, key)}", {**fields, "publication": _one(meta, name)}, _day(stated))
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
_ISSUED: Mapping[str, tuple[str, ...]] = {
    "date": ("date_issued",),
    "page": ("number",),
    "section": ("section_label",),
    "label": ("edition_label",),
}
_NAMES = frozenset(name for names in _NITF.values() for name in names)


def _meta(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """NITF's names and their kin as meta elements."""
    digitised = "date_issued" in meta and ("edition_label" in meta or "section_label" in meta)
    if not digitised and _NAMES.isdisjoint(meta):
        return []
    found: dict[str, str] = {}
    text = ""
    for field, names in (_ISSUED if digitised else _NITF).items():
        name = next((name for name in names if _one(meta, name)), "")
        found[field] = _one(meta, name)
        text = text or (f"{name} {found[field]}" if name else "")
    return _claim(text, found, _day(found["date"]))


def _embedded(page_evidence: PageEvidence) -> list[Claim]:
    found: list[tuple[Claim, bool]] = []
    for value in page_evidence.embedded:
        for claim, owner, must in _printed(_revived(value)):
            bound = _is_own(owner, page_evidence)
            if bound or (bound is None and not must):
                found.append((claim, bound is True))
    own = [claim for claim, bound in found if bound]
    # An object nobody owns is the story's only where no other stands beside it.
    unowned = [claim for claim, bound in found if not bound]
    return own or (unowned if len({claim.date for claim in unowned}) == 1 else [])


def _printed(root: Any) -> Iterator[_Found]:
    """Every object with print metadata, with the objects round it, the nearest first, and whether it must be bound."""
    waiting: list[tuple[Any, _Round]] = [(root, None)] if isinstance(root, (dict, list)) else []
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value, above = waiting.pop()
        if isinstance(value, list):
            waiting.extend([(each, above) for each in value if isinstance(each, (dict, list))])
            continue
        here = (value, above)
        for key, each in value.items():
            if isinstance(each, (dict, list)):
                waiting.append((each, here))
                if isinstance(each, dict) and key.endswith(_INSIDE):
                    yield from _inside(each, key, here)
        if not _KEYS.isdisjoint(value):
            for keys in SYSTEMS:
                if not keys.inside:
                    yield from ((claim, _objects(here), keys.bound) for claim in _from_object(value, keys))


def _inside(value: Mapping[str, Any], name: str, above: _Round) -> Iterator[_Found]:
    """What an object says whose print metadata stands in an object of its own, under a name."""
    owners = _objects(above)
    # NYT keeps objects flat: "$Article:x.printInformation" belongs to "Article:x" beside it.
    sibling = owners[0].get(name.lstrip("$").rpartition(".")[0]) if "." in name else None
    owners = (sibling, *owners) if isinstance(sibling, dict) else owners
    for keys in SYSTEMS:
        if keys.inside and name.endswith(keys.inside):
            yield from ((claim, owners, keys.bound) for claim in _from_object(value, keys))


def _objects(above: _Round) -> tuple[Mapping[str, Any], ...]:
    """The nearest six of the objects round a place."""
    found: list[Mapping[str, Any]] = []
    while above is not None and len(found) < 6:
        found.append(above[0])
        above = above[1]
    return tuple(found)


def _from_object(value: Mapping[str, Any], keys: Keys) -> list[Claim]:
    stated = _said(value.get(keys.date)) if keys.date else ""
    if not stated and isinstance(value.get(keys.date), dict):
        stated = _said(value[keys.date].get("customDate") or value[keys.date].get("date"))
    if keys.date and not stated:
        return []
    fields = {
        name: _said(value.get(key) or value.get(f"{key}@stripHtml"))
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
    return _claim(f"{prefix}{keys.date or keys.headline}: {stated or fields['headline']}", fields, date)


def _is_own(owners: Sequence[Mapping[str, Any]], page_evidence: PageEvidence) -> bool | None:
    """Whether the nearest object with an address or a headline is the page's own story; None where there is none."""
    path = urlsplit(page_evidence.url).path.rstrip("/")
    for owner in owners:
        address = next((owner[key] for key in _ADDRESSES if isinstance(owner.get(key), str) and "/" in owner[key]), "")
        if address:
            return _path(address) == path
        headline = next((owner[key] for key in _HEADLINES if isinstance(owner.get(key), str) and owner[key]), "")
        if headline:
            return _letters(headline) == _letters(page_evidence.headline)
    return None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _revived(value: Any) -> Any:
    """A flattened array (devalue) put together again: its objects name the places of their values in the array."""
    if not (isinstance(value, list) and len(value) > 3 and any(isinstance(each, dict) for each in value)):
        return value
    objects = [each for each in value if isinstance(each, dict)]
    if not all(isinstance(place, int) and -1 <= place < len(value) for each in objects for place in each.values()):
        return value

    def at(place: int, depth: int) -> Any:
        found = value[place]
        if depth and isinstance(found, dict):
            return {key: at(inner, depth - 1) for key, inner in found.items() if inner >= 0}
        return None if isinstance(found, (dict, list)) else found

    return [
        at(place, 3)
        for place, each in enumerate(value[:_MOST_OBJECTS])
        if isinstance(each, dict) and _holds_print(each)
    ]


def _holds_print(value: Mapping[str, Any]) -> bool:
    return any(key in value for keys in SYSTEMS for key in (keys.date, keys.inside) if key)


def _day(stated: str) -> dt.date | None:
    """The printed day. A stamp with a time is midnight where the paper lives, written in UTC: the nearest midnight."""
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


def _things(value: Any) -> list[Mapping[str, Any]]:
    return [thing for thing in (value if isinstance(value, list) else [value]) if isinstance(thing, dict)]


def _is_a(thing: Mapping[str, Any], *kinds: str) -> bool:
    stated = thing.get("@type", "")
    return any(kind in kinds for kind in (stated if isinstance(stated, list) else [stated]) if isinstance(kind, str))


def _said(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())


def _one(meta: Mapping[str, Sequence[str]], name: str) -> str:
    values = meta.get(name) or meta.get(name.replace(".", ":", 1)) if name else None  # prism.number, prism:number
    return next((" ".join(value.split()) for value in values if value.strip()), "") if values else ""
