"""The representations of pages beside HTML: which pages have which, and what each is called. Pure.

A representation has its page's path with an ending of its own: ``/search.csv``. To add one, add a line to ``FORMATS``
if the format is new, its ending to the page in ``PAGES``, and the function that makes it to the view's
``ViewResult.representations``. The patterns of paths (``routes.py``), the links on pages, the OpenAPI document and the
page ``/api`` follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A file format."""

    name: str  # as a person calls it
    media_type: str  # without parameters


FORMATS: Mapping[str, Format] = {  # by ending
    "json": Format("JSON", "application/json"),
    "atom": Format("Atom", "application/atom+xml"),
    "feed.json": Format("JSON Feed", "application/feed+json"),
    "txt": Format("Text", "text/plain"),
    "csv": Format("CSV", "text/csv"),
    "jsonl": Format("JSON Lines", "application/jsonl"),
    "epub": Format("EPUB", "application/epub+zip"),
    "jpg": Format("JPEG", "image/jpeg"),
    "svg": Format("SVG", "image/svg+xml"),
    "bib": Format("BibTeX", "application/x-bibtex"),
    "ris": Format("RIS", "application/x-research-info-systems"),
    "csl.json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
FEEDS = ("atom", "feed.json")
CITATIONS = ("bib", "ris", "csl.json")
PAGES: Mapping[str, tuple[str, ...]] = {  # the endings of each page, beside "json", which all have
    "publication": FEEDS,
    "edition": (*FEEDS, "csv", "epub", "jpg"),
    "stories": CITATIONS,
    "story": CITATIONS,
    "search": ("csv", "jsonl", *FEEDS),
    "timeline": ("csv", "svg"),
    "statement": ("txt",),
}


def media_types(page: str) -> dict[str, str]:
    """The media type of each representation of a page but JSON, by ending."""
    return {ending: FORMATS[ending].media_type for ending in PAGES[page]}
