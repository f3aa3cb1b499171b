"""The metadata of a story in its page, for programs: ``<meta>``, JSON-LD. Pure.

Zotero takes stories through unAPI (``unapi.py``); without it, it and others read ``<meta>``. Zotero's translators were
read for this (Embedded Metadata and RDF in zotero/translators): a story page is taken for a newspaper article because
of ``DC.type``; ``citation_journal_title`` would make a journal article of it, so the newspaper's name stands in
``DC.source``. Names have the family name first, since one without a comma is cut at its last blank; so a name that is
to stay whole ends in a comma.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from scraper.items import Access
from scraper.site.formats.citations.citation import Citation
from scraper.site.formats.citations.names import Name


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


def json_ld(story: Citation, *, standfirst: str = "", modified: str = "", images: tuple[str, ...] = ()) -> Markup:
    """The story as a NewsArticle of schema.org, for ``<script type="application/ld+json">``.

    A browser does not execute it, so ``script-src`` of the Content-Security-Policy does not matter. ``<`` is escaped,
    so that no text can end the element.
    """
    paper = _without_empty({"@type": "Newspaper", "name": story.paper, "issn": story.issn})
    if story.publisher:
        paper["publisher"] = {"@type": "Organization", "name": story.publisher}
    issue: dict[str, Any] = {"@type": "PublicationIssue", "isPartOf": paper}
    if story.printed and story.date:
        issue |= _without_empty({"datePublished": story.date.isoformat(), "issueNumber": story.issue})
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": story.archive_url,
        "headline": story.headline,
        "description": standfirst,
        "author": [
            {"@type": "Person" if author.given else "Organization", "name": author.whole} for author in story.authors
        ],
        "datePublished": story.date.isoformat() if story.date else "",
        "dateModified": modified,
        "printEdition": story.edition,
        "printSection": story.section if story.printed else "",
        "articleSection": story.section,
        "printPage": story.page,
        "inLanguage": story.language,
        "url": story.archive_url,
        "sameAs": story.url,
        "image": list(images),
        "isAccessibleForFree": story.access == Access.OPEN.value,
        "isPartOf": issue if story.printed else paper,
    }
    text = json.dumps(_without_empty(data), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", [], None)}
