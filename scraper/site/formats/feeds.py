"""Entries -> an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
# The namespace of entries' ids; with another one, feed readers would show all entries again.
ENTRY_IDS = uuid.UUID("5d1c8c2e-6a3f-4d56-9b43-0f5a1b7b2c11")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

A = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. Times are ISO 8601 in UTC; ``content`` is HTML that is safe to show."""

    key: str  # permanent: a story's key
    url: str
    title: str
    updated: str
    published: str = ""
    authors: tuple[str, ...] = ()
    content: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


def atom(title: str, url: str, self_url: str, updated: str, entries: Iterable[Entry]) -> bytes:
    """The feed as XML.

    :param url: of the page that shows the same.
    :param self_url: of the feed itself, which is also its id.
    :param updated: when any entry last changed, ISO 8601 in UTC.
    """
    feed = A.feed(
        A.id(self_url),
        A.title(_text(title)),
        A.updated(updated),
        A.link(rel="self", type="application/atom+xml", href=self_url),
        A.link(rel="alternate", type="text/html", href=url),
        A.author(A.name("Back Issues")),
        A.generator("Back Issues"),
        *map(_entry, entries),
    )
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def entry_id(key: str) -> str:
    """The permanent id of an entry, a URN: the same on every host and under every address of the site."""
    return uuid.uuid5(ENTRY_IDS, key).urn


def _entry(entry: Entry) -> etree._Element:
    made = A.entry(
        A.id(entry_id(entry.key)),
        A.title(_text(entry.title)),
        A.updated(entry.updated),
        A.link(rel="alternate", type="text/html", href=entry.url),
        *([A.published(entry.published)] if entry.published else []),
        *(A.author(A.name(_text(name))) for name in entry.authors),
        *(A.category(term=_text(category)) for category in entry.categories),
        *([A.content(_text(entry.content), type="html")] if entry.content else []),
    )
    if entry.language:
        made.set(LANGUAGE, entry.language)
    return made


def _text(text: str) -> str:
    """The text without the control characters that XML has no way to write."""
    return NOT_XML.sub(" ", text)
