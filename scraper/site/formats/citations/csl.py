"""A citation as CSL-JSON, the data that citeproc, pandoc and Zotero take (citationstyles.org, schema 1.0.2). Pure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scraper.site.formats.citations.citation import ARCHIVE, Citation
from scraper.site.formats.citations.names import Name


def csl(story: Citation) -> dict[str, Any]:
    """One item of type ``article-newspaper``."""
    fields = {
        "id": story.key,
        "type": "article-newspaper",
        "title": story.headline,
        "author": [_author(author) for author in story.authors],
        "container-title": story.paper,
        "issued": _date(story.date),
        "edition": story.edition,
        "issue": story.issue,
        "section": story.section,
        "page": story.page,
        "publisher": story.publisher,
        "publisher-place": story.place,
        "ISSN": story.issn,
        "language": story.language,
        "URL": story.url,
        "accessed": _date(story.accessed),
        "archive": ARCHIVE,
        "archive_location": story.archive_url,
        "source": story.agency,
        "note": story.date_note,
    }
    return {name: value for name, value in fields.items() if value}


def _author(author: Name) -> dict[str, str]:
    if not author.given:
        return {"literal": author.family}
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {name: part for name, part in parts.items() if part}


def _date(day: dt.date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
