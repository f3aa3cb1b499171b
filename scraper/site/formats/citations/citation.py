"""A story's row -> ``Citation``: the facts of a citation, the same in all styles and formats. Pure."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper.items import Access, EvidenceKind
from scraper.site.formats.citations.names import Name, name
from scraper.site.language import N_

ARCHIVE = "Back Issues"
WEB_DATED = N_("Dated by its web publication; nothing says that it was printed.")
NOT_DATED = N_("Not dated.")
# What says no more than that something is an edition: "City edition", "Édition nationale", "Ausgabe Süd".
EDITION_WORD = re.compile(
    r"^(?:edition|édition|edición|edição|edizione|ausgabe|editie|utgave|udgave|upplaga)\s+|(?<!\s)\s+(?:edition|ed\.|ausgabe)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The facts of a citation. Styles and formats leave out empty texts and None."""

    key: str
    headline: str
    authors: tuple[Name, ...] = ()  # persons; where there are none, the agency
    agency: str = ""
    paper: str
    paper_slug: str = ""
    place: str = ""
    publisher: str = ""
    issn: str = ""
    language: str = ""
    date: dt.date | None = None
    printed: bool = False  # whether the date is that of an edition; else it is that of the web publication
    edition: str = ""  # its name: "City"
    supplement: str = ""  # the name of the supplement in which it stood: "Sunday Review"
    issue: str = ""
    section: str = ""
    page: str = ""
    url: str  # the newspaper's own
    archive_url: str
    accessed: dt.date | None = None
    access: str = Access.OPEN.value
    abstract: str = ""
    topics: tuple[str, ...] = ()

    @property
    def public_url(self) -> str:
        """The permanent URL in this archive, if somebody else could open it: on one's own machine nobody can."""
        host = urlsplit(self.archive_url).hostname or ""
        try:
            return self.archive_url if ipaddress.ip_address(host).is_global else ""
        except ValueError:
            is_own = "." not in host or host.endswith((".localhost", ".local", ".internal"))
            return "" if is_own else self.archive_url

    @property
    def date_note(self) -> str:
        """What the date is, where it is not that of an edition; a message for the translators."""
        if self.printed:
            return ""
        return WEB_DATED if self.date else NOT_DATED


def citation_of(row: Mapping[str, Any], archive_url: str) -> Citation:
    """The citation of a story.

    :param row: of ``archive.read.stories.story`` or ``archive.read.stories.cited``.
    :param archive_url: the story's permanent URL in this archive.
    """
    place: Mapping[str, Any] = next(iter(row.get("placements") or ()), {})
    edition_date = _day(row["edition_date"])
    printed = edition_date is not None and row["evidence_kind"] not in (None, EvidenceKind.PUBLISHED.value)
    language = row.get("language") or ""
    persons = tuple(name(text, language) for text in row.get("authors") or ())
    agency = row.get("agency") or ""
    name_of_edition = _edition(place) if printed else ""
    is_supplement = place.get("supplement_of") is not None
    return Citation(
        key=row["key"],
        headline=_plain(row["headline"]),
        authors=persons or ((Name(agency),) if agency else ()),
        agency=agency if persons else "",
        paper=_plain(row["publication_title"]),
        paper_slug=row.get("publication") or "",
        place=row.get("publication_place") or "",
        publisher=row.get("publication_publisher") or "",
        issn=row.get("publication_issn") or "",
        language=language,
        date=edition_date or _day(row.get("published")),
        printed=printed,
        edition="" if is_supplement else EDITION_WORD.sub("", name_of_edition),
        supplement=name_of_edition if is_supplement else "",
        issue=row.get("issue") or "",
        section=_plain(place.get("section") or row.get("section") or ""),
        page=_plain(place.get("page") or row.get("page") or "") if printed else "",
        url=row["source_url"],
        archive_url=archive_url,
        accessed=_day(row.get("fetched")),
        access=row.get("access") or Access.OPEN.value,
        abstract=_plain(row.get("standfirst") or ""),
        topics=tuple(filter(None, map(_plain, row.get("topics") or ()))),
    )


def _edition(placement: Mapping[str, Any]) -> str:
    label = placement.get("edition_label") or ""
    return _plain(placement.get("edition_name") or label.replace("-", " ").capitalize())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _day(stamp: str | None) -> dt.date | None:
    """The day of a date or of a time as its own clock shows it."""
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat((stamp or "")[:10])
    return None
