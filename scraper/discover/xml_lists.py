"""Sitemaps and feeds as plain lists: each entry is a dict of texts, in whatever dialect the file is.

Sitemap (sitemaps.org 0.9, with Google's news extension; also an index of sitemaps): ``loc``, ``lastmod``, ``title``,
``published``. Feed (RSS 0.9x to 2.0, RDF, Atom): ``url``, ``headline``, ``standfirst``, ``byline``, ``published``.
An entry has only the keys that the file gives. Gzip is decompressed. Nothing outside the file is ever read.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from scraper.discover.errors import WrongTypeError

Entry = dict[str, str]

MOST_BYTES = 100_000_000  # twice what the sitemap protocol allows; more is a trap

_FEED_ITEMS = ("item", "entry")
_FEED_FIELDS = {
    "headline": ("title",),
    "standfirst": ("description", "summary", "encoded", "content"),
    "byline": ("creator", "author"),
    "published": ("pubDate", "published", "date", "issued", "updated", "modified"),
}


def sitemap_entries(body: bytes) -> tuple[list[Entry], bool]:
    """The entries of a sitemap in order, and whether they are further sitemaps rather than pages.

    :raises WrongTypeError: it is no sitemap.
    """
    root = _root(body, "a sitemap", ("urlset", "sitemapindex"))
    entries = [_sitemap_entry(element) for element in root if _local(element) in ("url", "sitemap")]
    return [entry for entry in entries if "loc" in entry], _local(root) == "sitemapindex"


def feed_entries(body: bytes) -> list[Entry]:
    """The entries of a feed, in order.

    :raises WrongTypeError: it is no feed.
    """
    root = _root(body, "a feed", ("rss", "RDF", "feed"))
    return [_feed_entry(item) for item in root.iter() if _local(item) in _FEED_ITEMS]


def _sitemap_entry(element: Any) -> Entry:
    """Children of the entry and of its <news> count; images and videos have a <loc> and <title> of their own."""
    found: Entry = {}
    for child in element:
        fields = [(child, {"loc": "loc", "lastmod": "lastmod"})]
        if _local(child) == "news":
            fields = [(each, {"title": "title", "publication_date": "published"}) for each in child]
        found |= {names[_local(each)]: _text(each) for each, names in fields if _local(each) in names and _text(each)}
    return found


def _feed_entry(item: Any) -> Entry:
    texts: dict[str, str] = {}
    for child in item:
        if (text := _text(child)) and (name := _local(child)):
            texts.setdefault(name, text)
    fields = {name: texts[tag] for name, tags in _FEED_FIELDS.items() for tag in reversed(tags) if tag in texts}
    url = _feed_address(item, texts)
    return {**({"url": url} if url else {}), **fields}


def _feed_address(item: Any, texts: Entry) -> str:
    """RSS writes the address into <link>, Atom into an attribute; a permanent <guid> serves where <link> lacks."""
    for child in item:
        if _local(child) == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
    return texts.get("link") or next((texts[name] for name in ("guid", "id") if "://" in texts.get(name, "")), "")


def _root(body: bytes, what: str, names: tuple[str, ...]) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_unzipped(body).lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise WrongTypeError(f"Not {what}: {error}.") from error
    if root is None or _local(root) not in names:
        raise WrongTypeError(f"Not {what}: it begins with <{_local(root) if root is not None else ''}>.")
    return root


def _unzipped(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as file:
            text = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise WrongTypeError(f"The gzip file is damaged: {error}.") from error
    if len(text) > MOST_BYTES:
        raise WrongTypeError(f"Unpacked, it is larger than {MOST_BYTES:,} bytes.")
    return text


def _local(element: Any) -> str:
    """The tag without its namespace, or without a prefix that the file forgets to declare; empty for comments."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def _text(element: Any) -> str:
    """The text of an element with all inside it; Atom's <author> holds a <name>, its <content> may hold markup."""
    return " ".join(" ".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    names = [child for child in element if _local(child) == "name"]
    for part in names or [element]:
        yield "".join(part.itertext())
