"""The addresses on a page by their kind, whatever the file's selectors find on it (pure).

The kind of an address is its path with digits and words taken out: ``/2026/03/07/ferry-stays-123.html`` and
``/2026/12/24/a-long-night-7.html`` are both ``/0/0/0/a-0.html``. Stories of one site have few kinds, so where a list
moves into another container its stories still stand on the page, of their kind, and nobody lists them.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from scraper.discover.page_text import decoded
from scraper.items import Page
from scraper.urls import canonical

MOST_TEXT = 3_000_000  # characters of a page that are looked through
MOST_ADDRESSES = 3_000  # of a page; what has more is no list of an edition
MOST_KINDS = 40  # the commonest ones are kept
_WRITTEN = re.compile(
    r"""href\s*=\s*(?:"(?P<double>[^"<>]{1,600})"|'(?P<single>[^'<>]{1,600})'|(?P<bare>[^\s"'<>]{1,600}))"""
    r"""|["'](?P<quoted>(?:https?:)?\\?/[^"'\s<>{}]{2,600})["']"""
    r"""|>\s*(?P<text>https?://[^<>\s]{4,600})\s*<""",
    re.IGNORECASE,
)
_RUN = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-_+.~]*[^\W\d_]+)*")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


def kind_of(url: str) -> str:
    """The kind of an address; empty for one that is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    ending = found[0].lower() if (found := _ENDING.search(parts.path)) else ""
    segments = [_kind_of_segment(each) for each in parts.path.removesuffix(found[0] if found else "").split("/")]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join(segments) + ending + (f"?{'&'.join(names)}" if names else "")


def _kind_of_segment(segment: str) -> str:
    """A segment of a path: "a" for a word, "a-a" for several, "0" for digits."""
    words = _WORDS.sub(lambda match: "a-a" if re.search(r"[-_+.~]", match[0]) else "a", segment)
    kind = _RUN.sub("0", words)
    return "a-a" if "-" in kind and "a" in kind else kind


def addresses_of(page: Page) -> frozenset[str]:
    """The addresses of its own site that a page holds, in markup, scripts and data; empty where they are too many."""
    site = _host(page.url)
    found: set[str] = set()
    for written in _written(decoded(page)[:MOST_TEXT]):
        try:
            url = urljoin(page.url, html.unescape(written).replace("\\/", "/").strip())
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and _host(url) == site:
            found.add(canonical(url))
            if len(found) > MOST_ADDRESSES:
                return frozenset()
    return frozenset(found)


def kinds(urls: Iterable[str]) -> dict[str, int]:
    """How many addresses there are of each kind, of the commonest kinds."""
    return dict(Counter(filter(None, map(kind_of, urls))).most_common(MOST_KINDS))


def _written(text: str) -> Iterator[str]:
    for match in _WRITTEN.finditer(text):
        yield match["double"] or match["single"] or match["bare"] or match["quoted"] or match["text"]


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.removeprefix("www.").split(".")[-3:])
