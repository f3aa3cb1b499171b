"""unAPI: what citation managers ask for each story that a page shows (unapi.info, version 1). Pure.

A page names the server (``<link rel="unapi-server">``) and the keys of its stories (``<abbr class="unapi-id">``); the
server says in which formats it has them, and hands them out. Zotero prefers this to anything else in a page, so a
story that is saved from its own page and from a list is the same item.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from scraper.site.representations import FORMATS

CONTENT_TYPE = "application/xml; charset=utf-8"
NAMES = {"ris": "ris", "bibtex": "bib", "csl-json": "csl.json"}  # by the names of unAPI, the one to prefer first


def formats(key: str = "") -> bytes:
    """The formats of a story, or of every story without a key, as XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<formats id={quoteattr(key)}>" if key else "<formats>"]
    for name, ending in NAMES.items():
        lines.append(f"<format name={quoteattr(name)} type={quoteattr(FORMATS[ending].media_type)}/>")
    return "\n".join([*lines, "</formats>", ""]).encode()
