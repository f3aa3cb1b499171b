"""Feeds as plain lists: RSS 0.9x to 2.0, RDF (RSS 1.0), Atom, and JSON Feed 1.x (pure).

An entry has only the keys that the feed gives: ``url``, ``headline``, ``standfirst``, ``byline``, ``published``.
Sources: rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from scraper.discover import loose_xml
from scraper.discover.errors import NotJsonError, WrongTypeError
from scraper.discover.loose_xml import Element
from scraper.discover.page_text import raise_if_too_many_values
from scraper.limits import ENTRIES

Entry = dict[str, str]

ROOTS = ("rss", "rdf", "feed")
ITEMS = ("item", "entry")

LONGEST_STANDFIRST = 1000  # characters; a longer "description" is the story itself

# The names in which each field is looked for, the best first; one of another vocabulary ("media:title") is another.
_HEADLINE = ("title", "dc:title")
_STANDFIRST = ("description", "summary", "dc:description", "content:encoded", "content")
_BYLINE = ("dc:creator", "author", "itunes:author")
_PUBLISHED = (
    *("pubdate", "published", "dc:date", "issued", "dc:issued", "dc:created", "created"),
    *("updated", "modified", "dc:modified"),
)
_MAIL = re.compile(r"\S+@\S+")
_MAIL_AND_NAME = re.compile(r"[^\s@]++@[^\s@(]++\s*+\((?P<name>.*)\)|(?P<before>[^<]*+)<[^\s@<>]++@[^\s@<>]++>")
_TAG = re.compile(r"<[^<>]*>")
_HOURS_FROM_GMT = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2}):?(\d\d)?$")
_COMMA = re.compile(r",(?=\d)")
_JSON_ITEMS = re.compile(r'"items"\s*:\s*\[')
_JSON_NEXT = re.compile(r"[\s,]*")
_JSON_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries of a feed, in order. It is not ``whole`` where its text is cut off."""

    entries: list[Entry]
    whole: bool


def feed(text: str) -> Feed:
    """The entries of a feed.

    :raises WrongTypeError: it is no feed.
    :raises NotJsonError: it begins as JSON and cannot be read.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _json_feed(text)
    document = loose_xml.Document(text, ITEMS)
    entries = [entry(item, document.base) for item in itertools.islice(document, ENTRIES + 1)]
    if document.root not in ROOTS:
        raise WrongTypeError(f"Not a feed: it begins {beginning(text)!r}.")
    if not document.whole and not any(entries):
        raise WrongTypeError(f"The feed is cut off before its first entry: it ends {beginning(text[-60:])!r}.")
    return Feed(entries=entries[:ENTRIES], whole=document.whole)


def beginning(text: str) -> str:
    """The first words of what came instead, for messages."""
    return " ".join(text[:200].split())[:60]


def entry(item: Element, base: str) -> Entry:
    """The fields of an item or entry.

    :param base: what its relative addresses start from, if that is not the feed's own address.
    """
    by_name: dict[str, list[Element]] = {}
    for child in item.children:
        by_name.setdefault(child.name, []).append(child)
    fields = {
        "url": _address(item, by_name, base),
        "headline": _first(by_name, _HEADLINE),
        "standfirst": _first(by_name, _STANDFIRST, longest=LONGEST_STANDFIRST),
        "byline": _byline(by_name),
        "published": _moment(_first(by_name, _PUBLISHED)),
    }
    return {name: text for name, text in fields.items() if text}


def _first(by_name: dict[str, list[Element]], names: Iterable[str], *, longest: int = 0) -> str:
    for name in names:
        for element in by_name.get(name, ()):
            text = element.text
            if text and not (longest and len(_TAG.sub("", text)) > longest):
                return text
    return ""


def _address(item: Element, by_name: dict[str, list[Element]], base: str) -> str:
    """The address of the story: where FeedBurner hides it, of <link>, or what identifies the entry, if an address.

    Atom writes it into an attribute, and its base into ``xml:base``; among several, the one to the HTML page counts.
    """
    base = urljoin(base, item.attributes.get("xml:base", ""))
    if original := _first(by_name, ("feedburner:origlink",)):
        return _resolved(original, base)
    links = [link for link in by_name.get("link", ()) if _is_alternate(link)]
    links.sort(key=lambda link: "html" not in link.attributes.get("type", "html"))
    for link in links:
        if address := link.attributes.get("href", "").strip() or link.text:
            return _resolved(address, urljoin(base, link.attributes.get("xml:base", "")))
    for name in ("guid", "id"):
        for identifier in by_name.get(name, ()):
            permanent = identifier.attributes.get("ispermalink", "true").strip().lower() != "false"
            if permanent and identifier.text.startswith(("http://", "https://")):
                return _resolved(identifier.text, base)
    return _resolved(item.attributes.get("rdf:about", ""), base)


def _is_alternate(link: Element) -> bool:
    relation = link.attributes.get("rel", "alternate").strip().lower()
    return relation.rpartition("/")[2] == "alternate"


def _resolved(address: str, base: str) -> str:
    address = address.replace("&amp;", "&")
    try:
        return urljoin(base, address) if base and address else address
    except ValueError:  # whoever asks for it finds out what is wrong
        return address


def _byline(by_name: dict[str, list[Element]]) -> str:
    for name in _BYLINE:
        people = [person for element in by_name.get(name, ()) for person in _people(element)]
        if people:
            return ", ".join(dict.fromkeys(people))
    return ""


def _people(element: Element) -> Iterator[str]:
    """The names in an element: Atom's <author> holds a <name>, that of RSS a mail address and the name in brackets."""
    names = [child.text for child in element.children if child.name == "name"]
    for text in names or [element.text]:
        match = _MAIL_AND_NAME.fullmatch(text)
        name = (match["name"] or match["before"] or "").strip() if match else text
        if name and not _MAIL.fullmatch(name):
            yield name


def _moment(text: str) -> str:
    """A date of RSS with its faults mended: ``Thu,28 Jul 2022 4:35:5 GMT+9``."""
    text = _COMMA.sub(", ", text)
    if match := _HOURS_FROM_GMT.search(text):
        text = f"{text[: match.start()]}{match[1]}{int(match[2]):02}{match[3] or '00'}"
    return text


def _json_feed(text: str) -> Feed:
    """A JSON Feed, item by item, so that those before a cut are read."""
    match = _JSON_ITEMS.search(text)
    if not match or "jsonfeed.org/version" not in text:
        raise WrongTypeError(f"Not a feed: it is JSON, and no JSON Feed; it begins {beginning(text)!r}.")
    raise_if_too_many_values(text)
    entries: list[Entry] = []
    end = match.end()
    while True:
        position = _JSON_NEXT.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing as well
        try:
            item, end = _JSON_DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            whole = text[position : position + 1] == "]" and text.rstrip().endswith("}")
            if not whole and not entries:
                raise NotJsonError(f"{error}; it begins {beginning(text)!r}.") from error
            return Feed(entries=entries, whole=whole)
        if isinstance(item, dict):
            entries.append(_json_entry(item))


def _json_entry(item: dict[str, Any]) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    people = [person.get("name") for person in authors if isinstance(person, dict)] if isinstance(authors, list) else []
    texts = [text for name in ("summary", "content_text") if isinstance(text := item.get(name), str)]
    identifier = item.get("id")
    is_address = isinstance(identifier, str) and identifier.startswith(("http://", "https://"))
    fields = {
        "url": item.get("url") or item.get("external_url") or (identifier if is_address else ""),
        "headline": item.get("title"),
        "standfirst": next((text for text in texts if 0 < len(text) <= LONGEST_STANDFIRST), ""),
        "byline": ", ".join(name for name in people if isinstance(name, str) and name),
        "published": item.get("date_published") or item.get("date_modified"),
    }
    return {name: text for name, text in fields.items() if isinstance(text, str) and text}
