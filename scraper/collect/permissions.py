"""What newspapers are owed: who we are, and what a page allows to be done with it (pure; DESIGN.md, section 8)."""

from __future__ import annotations

import html
import re

from scraper.items import Page

META_ROBOTS = re.compile(rb"""<meta\b[^>]*\bname\s*=\s*["']?(?:robots|backissues)\b[^>]*>""", re.IGNORECASE)
HEADLINES = (re.compile(rb"(?is)<h1\b[^>]*>(.*?)</h1>"), re.compile(rb"(?is)<title\b[^>]*>(.*?)</title>"))
HEAD = 200_000  # bytes within which a page says so


class ContactMissingError(Exception):
    """Newspapers are told who collects: set BACKISSUES_CONTACT to your e-mail address or a page about you."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def forbids_archiving(page: Page) -> bool:
    """Whether the publisher asks, by header or in the page, that no copy be kept ("noarchive", or "none")."""
    said = [page.headers.get("x-robots-tag", "").encode("latin-1", "replace")]
    said += [match[0] for match in META_ROBOTS.finditer(page.body[:HEAD])]
    return any(re.search(rb"\b(?:noarchive|none)\b", words, re.IGNORECASE) for words in said)


def headline_of(page: Page) -> str:
    """A page's headline, for those of which nothing else may be kept."""
    for pattern in HEADLINES:
        match = pattern.search(page.body[:HEAD])
        if match:
            text = html.unescape(re.sub(r"<[^>]+>", " ", match[1].decode("utf-8", "replace")))
            return " ".join(text.split())
    return ""
