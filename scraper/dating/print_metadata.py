"""Print metadata under the names of standards: schema.org, prism, Highwire and NITF.

Names that nobody has standardised are read by ``print_keys``. Empty keys are ignored, and a day of web publication is
never an edition date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scraper.dating import print_keys
from scraper.dating.page_evidence import PageEvidence
from scraper.dating.print_values import claims_of, day, text_of
from scraper.texts.statements.claims import Claim


def claims(page_evidence: PageEvidence) -> list[Claim]:
    """The claims of the page's data about the story's edition, those that name a day first."""
    found = [
        *_from_schema_org(page_evidence.story, page_evidence.microdata),
        *_from_journal_meta(page_evidence.meta),
        *_from_nitf_meta(page_evidence.meta),
        *print_keys.claims(page_evidence),
    ]
    return sorted(found, key=lambda claim: (claim.date is None, not claim.names_an_edition))


def _from_schema_org(story: Mapping[str, Any], microdata: Mapping[str, Sequence[str]]) -> list[Claim]:
    printed: dict[str, Any] = {
        "label": story.get("printEdition") or next(iter(microdata.get("printedition", ())), ""),
        "section": story.get("printSection") or next(iter(microdata.get("printsection", ())), ""),
        "page": story.get("printPage") or next(iter(microdata.get("printpage", ())), ""),
    }
    text = "; ".join(f"{name} {text_of(value)}" for name, value in printed.items() if text_of(value))
    if text or story.get("isPartOf"):
        printed["headline"] = story.get("alternativeHeadline")  # schema.org has no other place for a print headline
    return [*_from_issue(story.get("isPartOf"), printed), *(claims_of(text, printed) if text else [])]


def _from_issue(part_of: Any, printed: Mapping[str, Any]) -> list[Claim]:
    """An issue the story is part of: PublicationIssue, perhaps of a volume, perhaps of a named newspaper."""
    for issue in _objects(part_of):
        if not _is_a(issue, "PublicationIssue", "PublicationVolume"):
            continue
        volume = publication = ""
        for whole in [issue] if _is_a(issue, "PublicationVolume") else _objects(issue.get("isPartOf")):
            volume = volume or text_of(whole.get("volumeNumber"))
            named = [whole, *_objects(whole.get("isPartOf"))]
            publication = publication or next(
                (
                    text_of(thing.get("name"))
                    for thing in named
                    if _is_a(thing, "Periodical", "Newspaper", "CreativeWorkSeries")
                ),
                "",
            )
        stated = text_of(issue.get("datePublished")) if _is_a(issue, "PublicationIssue") else ""
        return claims_of(
            f"isPartOf PublicationIssue datePublished {stated}" if stated else "isPartOf PublicationIssue",
            {
                **printed,
                "volume": volume,
                "number": text_of(issue.get("issueNumber")),
                "publication": publication,
                "page": text_of(printed.get("page")) or _pages(issue.get("pageStart"), issue.get("pageEnd")),
            },
            day(stated),
        )
    return []


def _pages(first: Any, last: Any) -> str:
    start, end = text_of(first), text_of(last)
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
        found += claims_of(
            f"{key} {_first_value(meta, key)}", {**fields, "publication": _first_value(meta, name)}, day(stated)
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
    return claims_of(text, found, day(found["date"]))


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [thing for thing in (value if isinstance(value, list) else [value]) if isinstance(thing, dict)]


def _is_a(thing: Mapping[str, Any], *kinds: str) -> bool:
    stated = thing.get("@type", "")
    return any(kind in kinds for kind in (stated if isinstance(stated, list) else [stated]) if isinstance(kind, str))


def _first_value(meta: Mapping[str, Sequence[str]], name: str) -> str:
    values = meta.get(name) or meta.get(name.replace(".", ":", 1)) if name else None  # prism.number, prism:number
    return next((" ".join(value.split()) for value in values if value.strip()), "") if values else ""
