"""The readers that are compared: ours, its peers, and the floors that only parse.

Add a row to READERS for each new one. A reader is loaded in a process of its own; its imports stand in its function,
so that only what is asked for needs to be installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import metadata


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found on a page; a field it does not give stays None, and is no error."""

    body: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None  # YYYY-MM-DD, or empty
    edition: str | None = None  # YYYY-MM-DD, or empty
    standfirst: str = ""  # of a reader that keeps it apart from the body


Read = Callable[[str, str], Reading | None]  # (html, address); a floor gives None


@dataclass(frozen=True, slots=True)
class Reader:
    """A row of the table: its name for people, the distribution it needs, and how it is loaded."""

    label: str
    distribution: str
    load: Callable[[], Read]
    floor: bool = False

    @property
    def version(self) -> str:
        """The version that is installed, or nothing where it is not."""
        try:
            return metadata.version(self.distribution)
        except metadata.PackageNotFoundError:
            return ""


def _ours() -> Read:
    import scraper
    from scraper.items import EvidenceKind

    read_story = scraper.read_story

    def read(html: str, url: str) -> Reading:
        found = read_story(html, url)
        edition = found["edition"]
        # What rests on the web day alone is marked as such: no claim that the page names a printed edition.
        printed = edition is not None and edition["evidence"]["kind"] != EvidenceKind.PUBLISHED
        return Reading(
            body=found["body"],
            headline=found["headline"],
            authors=tuple(found["authors"]),
            published=found["published"][:10],
            edition=(edition["date"] or "") if printed else "",
            standfirst=found["standfirst"],
        )

    return read


def _trafilatura(*, fast: bool, metadata: bool) -> Read:
    from trafilatura import bare_extraction

    def read(html: str, url: str) -> Reading:
        # Readers' letters are no part of a story: without this, trafilatura spends time on them.
        found = bare_extraction(html, url=url, fast=fast, with_metadata=metadata, include_comments=False)
        if found is None:
            return Reading("", "", (), "") if metadata else Reading("")
        if not metadata:
            return Reading(found.text or "")
        names = tuple(name.strip() for name in (found.author or "").split(";"))
        return Reading(found.text or "", found.title or "", names, (found.date or "")[:10])

    return read


def _htmldate(*, extensive: bool) -> Read:
    from htmldate import find_date

    def read(html: str, url: str) -> Reading:
        return Reading(published=find_date(html, url=url or None, original_date=True, extensive_search=extensive) or "")

    return read


def _newspaper4k() -> Read:
    import newspaper

    def read(html: str, url: str) -> Reading:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return Reading(article.text, article.title, tuple(article.authors), _day(article.publish_date))

    return read


def _news_please() -> Read:
    from newsplease import NewsPlease

    def read(html: str, url: str) -> Reading:
        article = NewsPlease.from_html(html, url=url, fetch_images=False)
        return Reading(
            article.maintext or "", article.title or "", tuple(article.authors or ()), _day(article.date_publish)
        )

    return read


def _readability() -> Read:
    from lxml.html import fromstring
    from readability import Document

    def read(html: str, url: str) -> Reading:
        document = Document(html, url=url)
        # Its answer is a piece of HTML; a block's end is a word's end too.
        text = "\n".join(fromstring(document.summary(html_partial=True)).itertext())
        return Reading(text, document.short_title())

    return read


def _lexbor() -> Read:
    from selectolax.lexbor import LexborHTMLParser

    def read(html: str, url: str) -> None:
        LexborHTMLParser(html)

    return read


def _lxml() -> Read:
    from lxml.html import HTMLParser, fromstring

    def read(html: str, url: str) -> None:
        fromstring(html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))

    return read


def _day(moment: datetime | str | None) -> str:
    """The day of a moment as it was stated: no offset is applied."""
    return str(moment or "")[:10]


OURS = "ours"
PEER = "trafilatura"  # what differences and ratios refer to: full, with metadata

READERS = {
    OURS: Reader("scraper.read_story, all fields", "backissues", _ours),
    PEER: Reader("trafilatura, with metadata", "trafilatura", partial(_trafilatura, fast=False, metadata=True)),
    "trafilatura-fast": Reader(
        "trafilatura fast, with metadata", "trafilatura", partial(_trafilatura, fast=True, metadata=True)
    ),
    "trafilatura-body": Reader(
        "trafilatura, body only", "trafilatura", partial(_trafilatura, fast=False, metadata=False)
    ),
    "trafilatura-fast-body": Reader(
        "trafilatura fast, body only", "trafilatura", partial(_trafilatura, fast=True, metadata=False)
    ),
    "newspaper4k": Reader("newspaper4k, all fields", "newspaper4k", _newspaper4k),
    "news-please": Reader("news-please, all fields", "news-please", _news_please),
    "htmldate": Reader("htmldate, extensive", "htmldate", partial(_htmldate, extensive=True)),
    "htmldate-fast": Reader("htmldate, fast", "htmldate", partial(_htmldate, extensive=False)),
    "readability": Reader("readability-lxml", "readability-lxml", _readability),
    "lexbor": Reader("floor: selectolax (lexbor) parsing", "selectolax", _lexbor, floor=True),
    "lxml": Reader("floor: lxml parsing", "lxml", _lxml, floor=True),
}
