"""Entries -> a feed: Atom, JSON Feed. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from scraper.characters import xml_text

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
# The namespace of entries' ids; with another one, feed readers would show all entries again.
ENTRY_IDS = uuid.UUID("5d1c8c2e-6a3f-4d56-9b43-0f5a1b7b2c11")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

A = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. Times are ISO 8601 in UTC; ``summary`` is HTML that is safe to show."""

    key: str  # permanent: a story's key
    url: str
    title: str
    updated: str  # when it came or changed here; no two entries have the same
    published: str = ""  # the day that it is of
    authors: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, or one page of it (RFC 5005, section 3): a reader who follows ``next_url`` gets every entry."""

    title: str
    url: str  # of the page that shows the same
    self_url: str
    first_url: str  # of its first page, which is also its id
    updated: str  # when any entry last changed, ISO 8601 in UTC
    entries: Sequence[Entry]
    next_url: str = ""  # of the page of entries before these


def atom(feed: Feed) -> bytes:
    """The feed as XML (RFC 4287)."""
    made = A.feed(
        A.id(feed.first_url),
        A.title(xml_text(feed.title)),
        A.updated(feed.updated),
        A.link(rel="self", type="application/atom+xml", href=feed.self_url),
        A.link(rel="alternate", type="text/html", href=feed.url),
        A.link(rel="first", type="application/atom+xml", href=feed.first_url),
        *([A.link(rel="next", type="application/atom+xml", href=feed.next_url)] if feed.next_url else []),
        A.author(A.name("Back Issues")),
        A.generator("Back Issues"),
        *map(_entry, feed.entries),
    )
    return bytes(etree.tostring(made, xml_declaration=True, encoding="utf-8", pretty_print=True))


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON (JSON Feed 1.1, jsonfeed.org)."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.self_url,
        **({"next_url": feed.next_url} if feed.next_url else {}),
        "authors": [{"name": "Back Issues"}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def entry_id(key: str) -> str:
    """The permanent id of an entry, a URN: the same on every host and under every address of the site."""
    return uuid.uuid5(ENTRY_IDS, key).urn


def day(date: str | None) -> str:
    """The beginning of a day, as feeds write times; "" where there is none.

    >>> day("1990-03-15"), day("1990-03-15T08:30:00+09:00"), day("soon"), day(None)
    ('1990-03-15T00:00:00Z', '1990-03-15T00:00:00Z', '', '')
    """
    match = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date or "")
    try:
        return f"{dt.date.fromisoformat(match[0])}T00:00:00Z" if match else ""
    except ValueError:
        return ""


def _entry(entry: Entry) -> etree._Element:
    made = A.entry(
        A.id(entry_id(entry.key)),
        A.title(xml_text(entry.title)),
        A.updated(entry.updated),
        A.link(rel="alternate", type="text/html", href=entry.url),
        *([A.published(entry.published)] if entry.published else []),
        *(A.author(A.name(xml_text(name))) for name in entry.authors),
        *(A.category(term=xml_text(category)) for category in entry.categories),
        *([A.summary(xml_text(entry.summary), type="html")] if entry.summary else []),
    )
    if entry.language:
        made.set(LANGUAGE, entry.language)
    return made


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry_id(entry.key),
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
    }
    return {name: value for name, value in item.items() if value or name == "content_html"}
