"""A citation as CSL-JSON, the data that citeproc, pandoc and Zotero take (citationstyles.org, schema 1.0.2). Pure.

What the official styles (APA, MLA, Chicago) print of a newspaper article was tried. They print ``archive`` and
``archive_location`` as those of a manuscript, in the middle of the article, and ``issue`` as that of a journal, so a
newspaper has none of the three, and the archive stands in ``note``, which they leave out. A supplement is a
``collection-title``: as ``edition`` it would be "Sunday Review Edition".
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from scraper.site.formats.citations.citation import ARCHIVE, Citation
from scraper.site.formats.citations.names import Name

# citeproc writes names of these languages without a comma ("Kovács János"), unless the country is named.
WITH_COUNTRY = {"hu": "hu-HU", "vi": "vi-VN"}


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
        "collection-title": story.supplement,
        "section": story.section,
        "page": story.page,
        "publisher": story.publisher,
        "publisher-place": story.place,
        "ISSN": story.issn,
        "language": WITH_COUNTRY.get(story.language, story.language),
        "URL": story.url,
        "accessed": _date(story.accessed),
        "abstract": story.abstract,
        "keyword": ", ".join(story.topics),
        "note": " ".join(filter(None, (_archived(story), _agency(story), story.date_note))),
    }
    return {name: value for name, value in fields.items() if value}


def _archived(story: Citation) -> str:
    return f"Archived in {ARCHIVE}: {story.public_url or story.key}"


def _agency(story: Citation) -> str:
    return f"News agency: {story.agency}." if story.agency else ""


def _author(author: Name) -> dict[str, str]:
    if not author.given:
        return {"literal": author.family}
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    if author.is_cited_whole:  # the parts for those who sort, and what is to be printed
        parts["literal"] = author.whole
    return {name: part for name, part in parts.items() if part}


def _date(day: dt.date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
