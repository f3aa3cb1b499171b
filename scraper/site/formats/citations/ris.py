"""A citation as RIS, the tagged lines that EndNote, Mendeley, RefWorks and Zotero read. Pure.

Type NEWS. The number of an issue is ``IS``: for EndNote ``M1`` of a newspaper is the first page. A supplement stands
with the section, since Zotero has no field for it and would call it an edition. Notes are kept beside the item and
stand in no bibliography, so the archive's address is there. Lines end in CRLF, each is a tag of two letters, two
spaces, a hyphen and a space.
"""

from __future__ import annotations

import datetime as dt

from scraper.site.formats.citations.citation import ARCHIVE, Citation
from scraper.site.formats.citations.names import Name


def ris(story: Citation) -> str:
    """One record, from TY to ER."""
    fields = [
        ("TY", "NEWS"),
        *(("AU", _author(author)) for author in story.authors),
        ("TI", story.headline),
        ("T2", story.paper),
        ("PY", str(story.date.year) if story.date else ""),
        ("DA", _day(story.date)),
        ("ET", story.edition),
        ("IS", story.issue),
        ("SE", ", ".join(filter(None, (story.supplement, story.section)))),
        ("SP", story.page),
        ("CY", story.place),
        ("PB", story.publisher),
        ("SN", story.issn),
        ("LA", story.language),
        ("AB", story.abstract),
        *(("KW", topic) for topic in story.topics),
        ("UR", story.url),
        ("Y2", _day(story.accessed)),
        ("DB", ARCHIVE),
        ("DP", ARCHIVE),
        ("CN", story.key),
        ("N1", f"Archived in {ARCHIVE}: {story.archive_url}"),
        ("N1", f"News agency: {story.agency}" if story.agency else ""),
        ("N1", story.date_note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _author(author: Name) -> str:
    if not author.given:
        return author.family
    return ", ".join(filter(None, (author.family, author.given, author.suffix)))


def _day(day: dt.date | None) -> str:
    return f"{day:%Y/%m/%d}" if day else ""
