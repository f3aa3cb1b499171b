"""An edition -> a book (EPUB 3.3): its sections in order, one page for each story, a cover drawn for it.

The same edition gives the same bytes. Nothing is remote: no picture, no font. Stories carry their language; what is an
excerpt says so. ``tests/site/formats/test_epub.py`` has epubcheck read it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sqlite3
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree, html
from markupsafe import Markup, escape

from scraper.archive import export_rows
from scraper.archive.read import editions, publications
from scraper.site.formats.feeds import NOT_XML
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation
from scraper.site.language import _, direction_of
from scraper.site.words import objects, wording

CONTENT_TYPE = "application/epub+zip"
XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file inside, so that the bytes do not depend on the hour
NAMESPACE = uuid.UUID("b3f1c1c6-6f0f-5c63-9b7e-3d2d6d0b7a11")  # of the books' identifiers

STYLE = """body { margin: 1em; line-height: 1.5; }
h1, h2 { line-height: 1.2; text-align: start; }
.kicker, .place { font-size: .85em; margin: 0; }
.standfirst { font-size: 1.1em; }
.byline { font-style: italic; }
.notice { border-top: 1px solid; padding-top: .5em; font-size: .9em; }
blockquote { margin: 1em 1.5em; }
td, th { border: 1px solid; padding: .2em .4em; text-align: start; }
.cover { text-align: center; margin-top: 20%; }
.cover h1 { text-align: center; font-size: 2.2em; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionBook:
    """What a book is made of: an edition, and its held stories in printed order."""

    slug: str
    title: str  # of the newspaper
    date: dt.date
    label: str
    edition: str  # its name within the day; empty for the only one
    publisher: str
    language: str
    source: str  # the newspaper's own address of the edition
    modified: str  # ISO 8601 in UTC, of the newest fetch in it
    stories: Sequence[Mapping[str, Any]]
    listed: int  # stories in its index


def edition(connection: sqlite3.Connection, slug: str, date: dt.date, label: str) -> EditionBook | None:
    """The book of an edition.

    :param label: "" means the edition without a label, or the first of the day where all have labels.
    :returns: None if nothing of it is held.
    """
    held = [row for row in editions.editions(connection, date, date, slug) if row["held"]]
    row = next((other for other in held if other["label"] == label), None)
    if row is None and not label and held:
        row = held[0]
    if row is None:
        return None
    stories = export_rows.edition_stories(connection, slug, date, row["label"])
    whole = editions.edition(connection, slug, date, (row["label"],))
    paper = publications.publication(connection, slug)
    fetched = max(story["fetched"] for story in stories)
    name = wording.edition_name(row) if row["label"] or row["name"] else ""
    return EditionBook(
        slug=slug,
        title=row["publication_title"],
        date=date,
        label=row["label"],
        edition=name,
        publisher=(paper and paper["publisher"]) or row["publication_title"],
        language=row["language"] or next(filter(None, (story["language"] for story in stories)), "und"),
        source=whole["index_url"] if whole else "",
        modified=_utc(fetched),
        stories=stories,
        listed=row["listed"] or len(stories),
    )


def filename(book: EditionBook) -> str:
    """The name of the book's file: ellery-courier-2026-03-07-city.epub."""
    label = re.sub(r"[^\w.-]+", "-", book.label, flags=re.ASCII).strip("-.")
    return f"{'-'.join(filter(None, (book.slug, book.date.isoformat(), label)))}.epub"


def epub(book: EditionBook) -> bytes:
    """The book as an EPUB file (EPUB 3.3, w3.org/TR/epub-33)."""
    names = [f"story-{number:03}.xhtml" for number in range(1, len(book.stories) + 1)]
    files = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": _package(book, names),
        "EPUB/nav.xhtml": _nav(book, names),
        "EPUB/style.css": STYLE,
        "EPUB/cover.svg": _cover(book),
        "EPUB/cover.xhtml": _cover_page(book),
        **{f"EPUB/{name}": _story(book, story) for name, story in zip(names, book.stories, strict=True)},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        _add(archive, "mimetype", CONTENT_TYPE, zipfile.ZIP_STORED)  # the first file, and not compressed
        for name, text in files.items():
            _add(archive, name, NOT_XML.sub("", text), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def representation(book: EditionBook | None) -> MakeRepresentation:
    """The book for ``ViewResult.representations``.

    :param book: None where another representation is asked for: then the book is not read from the archive.
    """

    def make(absolute: AbsoluteUrl) -> Representation:
        assert book is not None, "the view reads the book when it is asked for"
        return Representation(body=epub(book), content_type=CONTENT_TYPE, filename=filename(book))

    return make


CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _add(archive: zipfile.ZipFile, name: str, text: str, method: int) -> None:
    info = zipfile.ZipInfo(name, date_time=STAMP)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, text.encode("utf-8", "replace"))


def _heading(book: EditionBook) -> str:
    return ", ".join(filter(None, (book.title, wording.long_day(book.date), book.edition)))


def _package(book: EditionBook, names: Sequence[str]) -> str:
    identifier = uuid.uuid5(NAMESPACE, f"{book.slug}/{book.date}/{book.label}")
    items = Markup("\n    ").join(
        Markup('<item id="s{:03}" href="{}" media-type="application/xhtml+xml"/>').format(number, name)
        for number, name in enumerate(names, 1)
    )
    spine = Markup("\n    ").join(Markup('<itemref idref="s{:03}"/>').format(at) for at in range(1, len(names) + 1))
    languages = dict.fromkeys([book.language, *(story["language"] for story in book.stories if story["language"])])
    tags = Markup("\n    ").join(Markup("<dc:language>{}</dc:language>").format(tag) for tag in languages)
    source = Markup("\n    <dc:source>{}</dc:source>").format(book.source) if book.source else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(book.language)}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
    <dc:title>{escape(_heading(book))}</dc:title>
    {tags}
    <dc:date>{book.date.isoformat()}</dc:date>
    <dc:publisher>{escape(book.publisher)}</dc:publisher>
    <dc:type>newspaper</dc:type>{source}
    <meta property="dcterms:modified">{book.modified}</meta>
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Text only, in the order of the edition, with headings.</meta>
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="picture" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>
    <item id="style" href="style.css" media-type="text/css"/>
    {items}
  </manifest>
  <spine page-progression-direction="{direction_of(book.language)}">
    <itemref idref="cover"/>
    <itemref idref="nav"/>
    {spine}
  </spine>
</package>
"""


def _nav(book: EditionBook, names: Sequence[str]) -> str:
    """The table of contents: sections, and below each its stories."""
    parts = []
    numbered = list(zip(names, book.stories, strict=True))
    for section, several in groupby(numbered, key=lambda pair: pair[1]["section"]):
        lines = Markup("").join(
            Markup('<li><a href="{}"{}>{}</a></li>').format(name, _lang(story["language"]), _plain(story["headline"]))
            for name, story in several
        )
        parts.append(Markup("<li><span>{}</span><ol>{}</ol></li>").format(_plain(section) or _("Stories"), lines))
    body = Markup('<nav epub:type="toc" id="toc"><h1>{}</h1><ol>{}</ol></nav>').format(
        _heading(book), Markup("").join(parts)
    )
    return _page(book.language, _heading(book), body)


def _cover(book: EditionBook) -> str:
    """The cover as SVG."""
    lines = _broken(book.title, 16)[:3]
    titles = Markup("").join(
        Markup('<text x="300" y="{}" font-size="64" font-weight="bold">{}</text>').format(210 + 74 * at, line)
        for at, line in enumerate(lines)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800" width="600" height="800" role="img">
<title>{escape(_heading(book))}</title>
<rect width="600" height="800" fill="#fdfdfb"/>
<g fill="#1b1b1e" font-family="Georgia, serif" text-anchor="middle">{titles}
<rect x="60" y="460" width="480" height="3"/><rect x="60" y="467" width="480" height="1"/>
<text x="300" y="520" font-size="30">{escape(wording.long_day(book.date))}</text>
<text x="300" y="566" font-size="28" font-style="italic">{escape(book.edition)}</text></g>
</svg>
"""


def _cover_page(book: EditionBook) -> str:
    held, listed = len(book.stories), book.listed
    much = _("%(held)s of %(listed)s stories of this edition.", held=held, listed=listed) if held < listed else ""
    source = Markup("<p>{}</p>").format(book.source) if book.source else ""
    body = Markup('<section class="cover" epub:type="cover"><h1>{}</h1><p>{}</p><p>{}</p><p>{}</p>{}</section>').format(
        book.title, wording.long_day(book.date), book.edition, much, source
    )
    return _page(book.language, _heading(book), Markup(body.replace("<p></p>", "")))  # noqa: S704


def _story(book: EditionBook, story: Mapping[str, Any]) -> str:
    page = _("page %(page)s", page=story["page"]) if story["page"] else ""
    place = ", ".join(filter(None, (_plain(story["section"]), page)))
    parts = [Markup('<p class="place">{}</p>').format(place)] if place else []
    for name in ("kicker", "headline", "standfirst"):
        text = _plain(story[name])
        if text:
            tag = Markup("h1") if name == "headline" else Markup("p")
            parts.append(Markup('<{} class="{}">{}</{}>').format(tag, name, text, tag))
    printed = _plain(story["print_headline"])
    if printed and printed != _plain(story["headline"]):
        parts.append(Markup('<p class="place">{} {}</p>').format(_("In print:"), printed))
    byline = ", ".join(filter(None, (_plain(story["byline"]), _plain(story["agency"]))))
    if byline:
        parts.append(Markup('<p class="byline">{}</p>').format(byline))
    parts.append(_body(story))
    notice = wording.access(story)
    parts.append(
        Markup('<p class="notice">{}{}<a href="{}">{}</a></p>').format(
            notice, " " if notice else "", _link(story["source_url"]), _plain(story["source_url"])
        )
    )
    language = story["language"] or book.language
    body = Markup('<article epub:type="article"{}>{}</article>').format(_lang(language), Markup("").join(parts))
    return _page(language, _plain(story["headline"]), body)


def _body(story: Mapping[str, Any]) -> Markup:
    """The story's cleaned markup as XHTML."""
    shown = objects.body_markup(story["body_html"], story["body"])
    if not shown.strip():
        return Markup("")
    root = html.fragment_fromstring(NOT_XML.sub("", shown), create_parent="div")
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        kept = {
            name: value
            for name, value in element.attrib.items()
            if name in ("href", "lang", "dir", "colspan", "rowspan")
        }
        element.attrib.clear()
        element.attrib.update(kept)
        if element.get("lang"):
            element.set("{http://www.w3.org/XML/1998/namespace}lang", element.get("lang"))
        if element.tag == "a":
            href = _link(element.get("href") or "")
            if href:
                element.set("href", href)
            else:
                element.attrib.pop("href", None)
    return Markup(etree.tostring(root, encoding="unicode", method="xml", with_tail=False))  # noqa: S704


def _link(address: str) -> str:
    """An address on the web that a book may carry; empty where it is none, or no valid one."""
    plain = re.sub(r"[\s<>\"{}|\\^`\[\]]", lambda found: f"%{ord(found[0]):02X}", address.strip())
    return plain if re.match(r"https?://[^/:%]+(?::[0-9]+)?(?:[/?#]|$)", plain) else ""


def _page(language: str, title: str, body: Markup) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="{XHTML}" xmlns:epub="{OPS}"{_lang(language)}>
<head><title>{escape(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>{body}</body>
</html>
"""


def _lang(language: str) -> Markup:
    return (
        Markup(' lang="{0}" xml:lang="{0}" dir="{1}"').format(language, direction_of(language))
        if language
        else Markup("")
    )


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def _broken(text: str, width: int) -> list[str]:
    """A title in lines of about that many characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _utc(stamp: str) -> str:
    return f"{dt.datetime.fromisoformat(stamp).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
