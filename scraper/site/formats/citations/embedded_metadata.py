"""The metadata of a story in its page, for programs: ``<meta>``, JSON-LD. Pure.

Zotero takes stories through unAPI (``unapi.py``); without it, it and others read ``<meta>``. Zotero's translators were
read for this (Embedded Metadata and RDF in zotero/translators): a story page is taken for a newspaper article because
of ``DC.type``; ``citation_journal_title`` would make a journal article of it, so the newspaper's name stands in
``DC.source``. Names have the family name first, since one without a comma is cut at its last blank; so a name that is
to stay whole ends in a comma.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from markupsafe import Markup

from scraper.items import Access
from scraper.site.formats.citations.citation import Citation
from scraper.site.formats.citations.names import Name
from scraper.site.formats.linked_data import script, without_empty


def meta_tags(story: Citation) -> list[tuple[str, str]]:
    """The names and contents of the ``<meta>`` elements of a story's page: Google Scholar's names and Dublin Core."""
    date = story.date.isoformat() if story.date else ""
    pairs = [
        ("citation_title", story.headline),
        *(("citation_author", _author(author)) for author in story.authors),
        ("citation_publication_date", date.replace("-", "/")),
        ("citation_date", date),
        ("citation_issue", story.issue),
        ("citation_firstpage", story.page),
        ("citation_issn", story.issn),
        ("citation_publisher", story.publisher),
        ("citation_language", story.language),
        ("citation_abstract", story.abstract),
        ("citation_keywords", "; ".join(story.topics)),
        ("citation_public_url", story.url),
        ("DC.type", "newspaperArticle"),
        ("DC.title", story.headline),
        *(("DC.creator", _author(author)) for author in story.authors),
        ("DC.source", story.paper),
        ("DC.date", date),
        ("DC.language", story.language),
        ("DC.identifier", story.url),
        ("article.section", story.section),
        ("prism.edition", story.edition),
    ]
    return [(name, content) for name, content in pairs if content]


def _author(author: Name) -> str:
    if not author.given:
        return f"{author.family}," if " " in author.family else author.family
    return ", ".join(filter(None, (author.family, author.given, author.suffix)))


def json_ld(
    story: Citation,
    *,
    standfirst: str = "",
    modified: str = "",
    images: tuple[str, ...] = (),
    edition_url: str = "",
    paper_url: str = "",
) -> Markup:
    """The story as a NewsArticle of schema.org, for ``<script type="application/ld+json">``.

    :param edition_url, paper_url: of their pages in this archive, which identify them.

    A browser does not execute it, so ``script-src`` of the Content-Security-Policy does not matter. ``<`` is escaped,
    so that no text can end the element.
    """
    paper = without_empty({"@type": "Newspaper", "@id": paper_url, "name": story.paper, "issn": story.issn})
    if story.publisher:
        paper["publisher"] = {"@type": "Organization", "name": story.publisher}
    issue: dict[str, Any] = without_empty({"@type": "PublicationIssue", "@id": edition_url, "isPartOf": paper})
    if story.printed and story.date:
        issue |= without_empty({"datePublished": story.date.isoformat(), "issueNumber": story.issue})
    data = {
        "@type": "NewsArticle",
        "@id": story.archive_url,
        "headline": story.headline,
        "description": standfirst,
        "author": [
            {"@type": "Person" if author.given else "Organization", "name": author.whole} for author in story.authors
        ],
        "datePublished": story.date.isoformat() if story.date else "",
        "dateModified": not_before(modified, story.date),
        "printEdition": story.edition,
        "printSection": story.section if story.printed else "",
        "articleSection": story.section,
        "printPage": story.page,
        "inLanguage": story.language,
        "url": story.archive_url,
        "archivedAt": story.archive_url,
        "sameAs": story.url,
        "image": list(images),
        "isAccessibleForFree": story.access == Access.OPEN.value,
        "isPartOf": issue if story.printed else paper,
    }
    return script(data)


def not_before(modified: str, date: dt.date | None) -> str:
    """When a story was changed; "" where that was before the day of its edition: what was printed is that text."""
    try:
        moment = dt.datetime.fromisoformat(modified)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    is_later = date is None or moment.astimezone(dt.UTC) >= dt.datetime.combine(date, dt.time(), dt.UTC)
    return modified if is_later else ""
