"""One piece of evidence and what it claims about the edition a story ran in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scraper.items import EvidenceKind

_LONGEST = 200  # characters of evidence kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a statement, a metadata field, an address or an index says about where a story was printed."""

    kind: EvidenceKind
    text: str  # the exact words or the key and its value
    date: dt.date | None = None
    issue: str = ""
    publication: str = ""
    label: str = ""
    section: str = ""
    page: str = ""
    headline: str = ""
    inferred: bool = False  # the year of the date is not printed
    scheduled: bool = False  # the day is not printed but that of the publication's schedule for the issue's number

    @property
    def names_an_edition(self) -> bool:
        """Whether the claim names an edition, by its day or by the name of an issue."""
        return self.date is not None or bool(self.issue)


def section_and_page(section: str, page: str) -> tuple[str, str]:
    """Section and page as readers cite them.

    >>> section_and_page("A", "22")
    ('A', 'A22')
    """
    page = re.sub(r"^([A-Za-z]{1,3})[ .-](?=\d)", r"\1", page.strip())
    page = "-".join(part.strip() for part in re.split("[-–—]", page))
    page = page[:1].upper() + page[1:] if re.match(r"[a-z]\d", page) else page
    section = section.strip()
    if re.fullmatch(r"[A-Z]{1,2}", section) and re.fullmatch(r"\d{1,3}", page):
        page = section + page
    elif not section and (letter := re.match(r"([A-Z]{1,2})\d", page)):
        section = letter[1]
    return section, page


def issue_name(fields: Mapping[str, str]) -> str:
    """The name of an issue from its ``volume``, ``number``, ``issue`` and ``year``: "Vol. 46 No. 1", "1/2016"."""
    volume, number, issue, year = (fields.get(key, "").strip() for key in ("volume", "number", "issue", "year"))
    if volume:
        return f"Vol. {volume} No. {number}" if number else f"Vol. {volume}"
    if number and issue:
        return f"{number}, {issue}"
    if number and year:
        return f"{number}/{year}"
    return number or issue


def shorten(text: str) -> str:
    """Evidence as it is stored: one line of at most 200 characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rsplit(" ", 1)[0]
