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

from scraper.dating import dates
from scraper.dating.claims import Claim, issue_name, placed, shortened
from scraper.dating.testimony import Testimony
from scraper.items import EvidenceKind

_MOST_OBJECTS = 60_000  # of embedded JSON looked at on one page


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys under which one publishing system keeps what was printed; ``inside`` names the object they are in."""

    date: str = ""
    page: str = ""
    section: str = ""
    label: str = ""
    headline: str = ""
    inside: str = ""


# Add a row for another system. Where each was seen: the New York Times; the Guardian; NZZ; CH Media; Hankook Ilbo; MBN;
# the Economist; SCMP; Stuttgarter Zeitung.
SYSTEMS: tuple[Keys, ...] = (
    Keys("publicationDate", "page", "section", "edition", "headline", inside="printInformation"),
    Keys("newspaperEditionDate", "newspaperPageNumber"),
    Keys("printPublicationDate", "printPage", "printSection", "printEdition", "nzzPrintTitle"),
    Keys("desknetPublicationDate", "", "desknetPrintDepartment", "desknetPrintEdition", "nzzPrintTitle"),
    Keys("paperDate", "paperMenu", "", "paperEdition", ""),
    Keys("paper_date", "", "paper_section", "", "issue_title"),
    Keys("issueDate", "", "printSection", "", "printHeadline"),
    Keys("print-publication-date", "print-page", "print-ressort", "", "printTitle"),
    Keys("", "printPageNo", "", "", "printTitle"),
)

# A script is parsed only if one of these stands in it.
MARKERS: tuple[str, ...] = tuple(dict.fromkeys(keys.inside or keys.date or keys.headline for keys in SYSTEMS))

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


def claims(testimony: Testimony) -> list[Claim]:
    """What the page's data claims of the story's edition, those that name a day first."""
    found = [
        *_schema_org(testimony.story, testimony.microdata),
        *_journal(testimony.meta),
        *_meta(testimony.meta),
        *_embedded(testimony),
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
    printed = {
        "label": story.get("printEdition") or next(iter(microdata.get("printedition", ())), ""),
        "section": story.get("printSection") or next(iter(microdata.get("printsection", ())), ""),
        "page": story.get("printPage") or next(iter(microdata.get("printpage", ())), ""),
    }
    text = "; ".join(f"{name} {_said(value)}" for name, value in printed.items() if _said(value))
    return [*_issue(story.get("isPartOf"), printed), *_claim(text, printed)]


def _issue(part_of: Any, printed: Mapping[str, Any]) -> list[Claim]:
    """An issue the story is part of: PublicationIssue, perhaps of a volume, perhaps of a named newspaper."""
    for issue in _things(part_of):
        if not _is_a(issue, "PublicationIssue"):
            continue
        volume = publication = ""
        for whole in _things(issue.get("isPartOf")):
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
        stated = _said(issue.get("datePublished"))
        return _claim(
            f"isPartOf PublicationIssue datePublished {stated}" if stated else "isPartOf PublicationIssue",
            {
                **printed,
                "volume": volume,
                "number": _said(issue.get("issueNumber")),
                "publication": publication,
                "page": _said(printed.get("page")) or _said(issue.get("pageStart")),
            },
            _day(stated),
        )
    return []


def _journal(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """prism.* and citation_*: the cover date is the printed one; publicationDate and online_date are not."""
    found: list[Claim] = []
    for cover, display, volume, number, first, last, section, name in (
        ("prism.coverdate", "prism.coverdisplaydate", "prism.volume", "prism.number", "prism.startingpage",
         "prism.endingpage", "prism.section", "prism.publicationname"),
        ("citation_cover_date", "", "citation_volume", "citation_issue", "citation_firstpage",
         "citation_lastpage", "", "citation_journal_title"),
    ):  # fmt: skip
        start, end = _one(meta, first), _one(meta, last)
        fields = {
            "volume": _one(meta, volume),
            "number": _one(meta, number),
            "issue": _one(meta, display) if not _one(meta, volume) else "",
            "page": f"{start}-{end}" if start and end and start != end else start,
            "section": _one(meta, section),
        }
        stated = _one(meta, cover)
        if not stated and not any(fields.values()):
            continue
        key = next(each for each in (cover, number, volume, display, first, section) if _one(meta, each))
        found += _claim(f"{key} {_one(meta, key)}", {**fields, "publication": _one(meta, name)}, _day(stated))
    return found


def _meta(meta: Mapping[str, Sequence[str]]) -> list[Claim]:
    """NITF's names and their kin as meta elements."""
    page = _one(meta, "print_page_number") or _one(meta, "print-page") or _one(meta, "printpage")
    section = _one(meta, "print_section") or _one(meta, "print-section") or _one(meta, "printsection")
    headline = _one(meta, "cse_printheadline")
    stated = _one(meta, "print_publication_date") or _one(meta, "print-date") or _one(meta, "date.publication")
    text = next(
        (f"print {name} {value}" for name, value in (("date", stated), ("page", page), ("section", section)) if value),
        "",
    )
    return _claim(
        text or f"cse_printheadline {headline}", {"page": page, "section": section, "headline": headline}, _day(stated)
    )


def _embedded(testimony: Testimony) -> list[Claim]:
    found: list[tuple[Claim, bool]] = []
    for value in testimony.embedded:
        for claim, owner in _printed(_revived(value)):
            bound = _is_own(owner, testimony)
            if bound is not False:
                found.append((claim, bound is True))
    own = [claim for claim, bound in found if bound]
    # An object nobody owns is the story's only where no other stands beside it.
    unowned = [claim for claim, bound in found if not bound]
    return own or (unowned if len({claim.date for claim in unowned}) == 1 else [])


def _printed(root: Any) -> Iterator[tuple[Claim, tuple[Mapping[str, Any], ...]]]:
    """Every object with print metadata, with the objects round it, the nearest first."""
    waiting: list[tuple[Any, tuple[Mapping[str, Any], ...], str]] = [(root, (), "")]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        value, round_it, name = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend((each, round_it, name) for each in value if isinstance(each, (dict, list)))
        elif isinstance(value, dict):
            for keys in SYSTEMS:
                if keys.inside and not name.endswith(keys.inside):
                    continue
                for claim in _from_object(value, keys):
                    # NYT keeps objects flat: "$Article:x.printInformation" belongs to "Article:x" beside it.
                    sibling = round_it[0].get(name.lstrip("$").rpartition(".")[0]) if round_it and "." in name else None
                    owners = (sibling, *round_it) if isinstance(sibling, dict) else round_it
                    yield claim, owners if keys.inside else (value, *owners)
            near = (value, *round_it[:5])
            waiting.extend((each, near, str(key)) for key, each in value.items() if isinstance(each, (dict, list)))


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


def _is_own(owners: Sequence[Mapping[str, Any]], testimony: Testimony) -> bool | None:
    """Whether the nearest object with an address or a headline is the page's own story; None where there is none."""
    path = urlsplit(testimony.url).path.rstrip("/")
    for owner in owners:
        address = next((owner[key] for key in _ADDRESSES if isinstance(owner.get(key), str) and "/" in owner[key]), "")
        if address:
            return _path(address) == path
        headline = next((owner[key] for key in _HEADLINES if isinstance(owner.get(key), str) and owner[key]), "")
        if headline:
            return _letters(headline) == _letters(testimony.headline)
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
    return next((" ".join(value.split()) for value in meta.get(name, ()) if value.strip()), "") if name else ""
