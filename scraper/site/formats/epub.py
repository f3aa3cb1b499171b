"""An edition -> a book (EPUB 3.3): its sections in order, one page for each story, pictures, a cover drawn for it.

On the shelf of a reader the newspaper is its author and its series, and the day its number in the series, written as a
number: 20260307, and 20260307.01 for the second edition of the day. The list of pages has those of the printed edition.

The same edition gives the same bytes, on one machine and in one language. Nothing is remote: no picture, no font.
Stories carry their language; what is an excerpt says so. ``tests/site/formats/test_epub.py`` has epubcheck read it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sqlite3
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from lxml import etree, html
from markupsafe import Markup, escape

from scraper.archive import export_rows
from scraper.archive.read import editions, publications
from scraper.characters import xml_text
from scraper.site.formats import cover
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation
from scraper.site.language import _, direction_of
from scraper.site.words import objects, wording
from scraper.texts.filing import without_article

CONTENT_TYPE = "application/epub+zip"
XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
COVER = "cover.jpg"
BREAK = Markup("\n    ")  # between the elements of the package
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
figure { margin: 1em 0; }
figure img { max-width: 100%; }
figcaption { font-size: .85em; }
.cover { text-align: center; margin: 0; }
.cover img { max-width: 100%; max-height: 98vh; }
"""
SUMMARY = "Stories in the order of the edition, with headings, and with the pages of the printed edition where known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a story, as a file of the book."""

    name: str
    body: bytes
    caption: str
    credit: str


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
    issn: str
    number: float  # in the series: 20260307; 20260307.01 is the second edition of that day
    source: str  # the newspaper's own address of the edition
    modified: str  # ISO 8601 in UTC, of the newest fetch in it
    stories: Sequence[Mapping[str, Any]]
    listed: int  # stories in its index
    pictures: Mapping[str, Sequence[Picture]] = field(default_factory=dict)  # by the key of their story
    front_picture: bytes | None = None  # of its first story, for the cover


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
    kept = export_rows.edition_pictures(connection, slug, date, row["label"])
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
        issn=(paper and paper["issn"]) or "",
        number=series_number(date, held.index(row)),
        source=whole["index_url"] if whole else "",
        modified=_utc(fetched),
        stories=stories,
        listed=row["listed"] or len(stories),
        pictures={key: [picture for row in found if (picture := _picture(row))] for key, found in kept.items()},
        front_picture=next((found["thumbnail"] for found in kept.get(stories[0]["key"], ())), None),
    )


def series_number(date: dt.date, place: int) -> float:
    """The number of an edition in the series of its newspaper, by which readers put it in order.

    :param place: among the editions of that day, from 0.
    """
    return int(f"{date:%Y%m%d}") + min(place, 99) / 100


def _picture(row: Mapping[str, Any]) -> Picture | None:
    """A thumbnail as a file of the book: JPEG, which every e-reader shows, or the drawing that it is."""
    body, ending = row["thumbnail"], "svg"
    if row["thumbnail_type"] != "image/svg+xml":
        opened = cover.opened_picture(body)
        if opened is None:
            return None
        body, ending = cover.as_jpeg(opened), "jpg"
    return Picture(
        name=f"{row['thumbnail_name']}.{ending}",
        body=body,
        caption=_plain(row["caption"]),
        credit=_plain(row["credit"]),
    )


def filename(book: EditionBook) -> str:
    """The name of the book's file: ellery-courier-2026-03-07-city.epub."""
    label = re.sub(r"[^\w.-]+", "-", book.label, flags=re.ASCII).strip("-.")
    return f"{'-'.join(filter(None, (book.slug, book.date.isoformat(), label)))}.epub"


def epub(book: EditionBook) -> bytes:
    """The book as an EPUB file (EPUB 3.3, w3.org/TR/epub-33)."""
    names = [f"story-{number:03}.xhtml" for number in range(1, len(book.stories) + 1)]
    begun = _pages(book)
    texts = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": _package(book, names, begun),
        "EPUB/nav.xhtml": _nav(book, names, begun),
        "EPUB/style.css": STYLE,
        "EPUB/cover.xhtml": _cover_page(book),
        **{
            f"EPUB/{name}": _story(book, story, begun.get(place))
            for place, (name, story) in enumerate(zip(names, book.stories, strict=True))
        },
    }
    pictures = {f"EPUB/{COVER}": cover.jpeg(_front_page(book))}
    pictures |= {f"EPUB/{picture.name}": picture.body for picture in _pictures(book)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        _add(archive, "mimetype", CONTENT_TYPE.encode(), zipfile.ZIP_STORED)  # the first file, and not compressed
        for name, text in texts.items():
            _add(archive, name, xml_text(text, "").encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
        for name, body in pictures.items():
            _add(archive, name, body, zipfile.ZIP_DEFLATED if name.endswith(".svg") else zipfile.ZIP_STORED)
    return written.getvalue()


def front_page(
    slug: str, title: str, date: dt.date, edition: str, headlines: Sequence[str], picture: bytes | None
) -> cover.FrontPage:
    """What stands on the cover of a book."""
    return cover.FrontPage(
        title=title,
        title_in_latin=" ".join(part.capitalize() for part in slug.split("-")),
        day=wording.long_day(date),
        day_in_digits=date.isoformat(),
        edition=edition,
        headlines=[_plain(headline) for headline in headlines[:5]],
        picture=picture,
    )


def _front_page(book: EditionBook) -> cover.FrontPage:
    headlines = [story["headline"] for story in book.stories]
    return front_page(book.slug, book.title, book.date, book.edition, headlines, book.front_picture)


def _pictures(book: EditionBook) -> list[Picture]:
    """The pictures of all stories, each once."""
    return list({picture.name: picture for found in book.pictures.values() for picture in found}.values())


def _pages(book: EditionBook) -> dict[int, str]:
    """The pages of the printed edition, by the place of the story with which each begins."""
    begun: dict[str, int] = {}
    for place, story in enumerate(book.stories):
        if page := _plain(story["page"]):
            begun.setdefault(page, place)
    return {place: page for page, place in begun.items()}


def representation(book: EditionBook | None) -> MakeRepresentation:
    """The book for ``ViewResult.representations``.

    :param book: None where another representation is asked for: then the book is not read from the archive.
    """

    def make(absolute: AbsoluteUrl) -> Representation:
        assert book is not None, "the view reads the book when it is asked for"
        return Representation(body=epub(book), content_type=CONTENT_TYPE, filename=filename(book), is_file=True)

    return make


CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _add(archive: zipfile.ZipFile, name: str, body: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, date_time=STAMP)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, body)


def _heading(book: EditionBook) -> str:
    return ", ".join(filter(None, (book.title, wording.long_day(book.date), book.edition)))


def _package(book: EditionBook, names: Sequence[str], begun: Mapping[int, str]) -> str:
    identifier = uuid.uuid5(NAMESPACE, f"{book.slug}/{book.date}/{book.label}")
    items = [
        Markup('<item id="s{:03}" href="{}" media-type="application/xhtml+xml"/>').format(number, name)
        for number, name in enumerate(names, 1)
    ]
    items += [
        Markup('<item id="p{:03}" href="{}" media-type="{}"/>').format(
            number, picture.name, "image/svg+xml" if picture.name.endswith(".svg") else cover.CONTENT_TYPE
        )
        for number, picture in enumerate(_pictures(book), 1)
    ]
    spine = BREAK.join(Markup('<itemref idref="s{:03}"/>').format(at) for at in range(1, len(names) + 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(book.language)}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
    {BREAK.join(_about(book, begun))}
  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
    <item id="cover-image" href="{COVER}" media-type="{cover.CONTENT_TYPE}" properties="cover-image"/>
    <item id="style" href="style.css" media-type="text/css"/>
    {BREAK.join(items)}
  </manifest>
  <spine page-progression-direction="{direction_of(book.language)}">
    <itemref idref="cover"/>
    <itemref idref="nav"/>
    {spine}
  </spine>
</package>
"""


def _about(book: EditionBook, begun: Mapping[int, str]) -> Iterator[Markup]:
    """The metadata of the package: what a shelf, a catalogue and a reader who does not see ask of a book."""

    def element(name: str, text: object, **attributes: str) -> Markup:
        written = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items())
        return Markup("<{0}{1}>{2}</{0}>").format(name, written, text)

    def meta(about: str, text: object, refines: str = "") -> Markup:
        return element("meta", text, **({"refines": f"#{refines}"} if refines else {}), property=about)

    number = f"{book.number:.2f}".removesuffix(".00")
    yield element("dc:title", _heading(book), id="title")
    filed = without_article(book.title, book.language)
    yield meta("file-as", " ".join(filter(None, (filed, book.date.isoformat(), book.edition))), "title")
    yield element("dc:creator", book.title, id="creator")
    yield meta("file-as", filed, "creator")
    for tag in dict.fromkeys([book.language, *(story["language"] for story in book.stories if story["language"])]):
        yield element("dc:language", tag)
    yield element("dc:date", book.date.isoformat())
    yield element("dc:publisher", book.publisher)
    yield element("dc:type", "newspaper")
    if headlines := description(book):
        yield element("dc:description", headlines)
    if book.source:
        yield element("dc:source", book.source, id="source")
        if begun:
            yield meta("source-of", "pagination", "source")
    yield meta("dcterms:modified", book.modified)
    yield element("meta", book.title, property="belongs-to-collection", id="series")
    yield meta("collection-type", "series", "series")
    yield meta("group-position", number, "series")
    if book.issn:
        yield meta("dcterms:identifier", f"urn:issn:{book.issn}", "series")
    for name, content in (("cover", "cover-image"), ("calibre:series", book.title), ("calibre:series_index", number)):
        yield Markup('<meta name="{}" content="{}"/>').format(name, content)
    yield meta("schema:accessMode", "textual")
    if book.pictures:
        yield meta("schema:accessMode", "visual")
    yield meta("schema:accessModeSufficient", "textual")
    for feature in ("tableOfContents", "readingOrder", "structuralNavigation"):
        yield meta("schema:accessibilityFeature", feature)
    if begun:
        yield meta("schema:accessibilityFeature", "pageNavigation")
        yield meta("schema:accessibilityFeature", "pageBreakMarkers")
        yield meta("pageBreakSource", book.source or _heading(book))
    yield meta("schema:accessibilityHazard", "none")
    yield meta("schema:accessibilitySummary", SUMMARY)


def description(book: EditionBook) -> str:
    """What is in a book: its first headlines."""
    return " · ".join(_plain(story["headline"]) for story in book.stories[:5])


def _nav(book: EditionBook, names: Sequence[str], begun: Mapping[int, str]) -> str:
    """The table of contents: sections, and below each its stories; and the pages of the printed edition."""
    parts = []
    numbered = list(zip(names, book.stories, strict=True))
    for section, several in groupby(numbered, key=lambda pair: pair[1]["section"]):
        lines = Markup("").join(
            Markup('<li><a href="{}"{}>{}</a></li>').format(name, _lang(story["language"]), _plain(story["headline"]))
            for name, story in several
        )
        parts.append(Markup("<li><span>{}</span><ol>{}</ol></li>").format(_plain(section) or _("Stories"), lines))
    held, listed = len(book.stories), book.listed
    much = _("%(held)s of %(listed)s stories of this edition.", held=held, listed=listed) if held < listed else ""
    body = Markup('<nav epub:type="toc" role="doc-toc" id="toc"><h1>{}</h1><ol>{}</ol></nav>{}{}').format(
        _heading(book),
        Markup("").join(parts),
        Markup("<p>{}</p>").format(much) if much else "",
        Markup("<p>{}</p>").format(book.source) if book.source else "",
    )
    if begun:
        pages = Markup("").join(
            Markup('<li><a href="{}#page">{}</a></li>').format(names[place], page) for place, page in begun.items()
        )
        body += Markup('<nav epub:type="page-list" role="doc-pagelist" hidden="hidden"><ol>{}</ol></nav>').format(pages)
    body += Markup(
        '<nav epub:type="landmarks" hidden="hidden"><ol><li><a epub:type="cover" href="cover.xhtml">{}</a></li>'
        '<li><a epub:type="toc" href="nav.xhtml">{}</a></li>'
        '<li><a epub:type="bodymatter" href="{}">{}</a></li></ol></nav>'
    ).format(_("Cover"), _("Contents"), names[0], _("Stories"))
    return _page(book.language, _heading(book), body)


def _cover_page(book: EditionBook) -> str:
    body = Markup('<section class="cover" epub:type="cover"><img src="{}" alt="{}"/></section>').format(
        COVER, _heading(book)
    )
    return _page(book.language, _heading(book), body)


def _story(book: EditionBook, story: Mapping[str, Any], begins: str | None) -> str:
    """The page of a story.

    :param begins: the page of the printed edition that begins with it, if one does.
    """
    page = _("page %(page)s", page=story["page"]) if story["page"] else ""
    place = ", ".join(filter(None, (_plain(story["section"]), page)))
    mark = Markup('<span epub:type="pagebreak" role="doc-pagebreak" id="page" aria-label="{}"></span>').format(begins)
    parts = [Markup('<p class="place">{}{}</p>').format(mark if begins else "", place)] if place else []
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
    parts += [_figure(picture) for picture in book.pictures.get(story["key"], ())]
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


def _figure(picture: Picture) -> Markup:
    told = Markup(" ").join(
        filter(None, (picture.caption, picture.credit and Markup("<cite>{}</cite>").format(picture.credit)))
    )
    caption = Markup("<figcaption>{}</figcaption>").format(told) if told else ""
    return Markup('<figure><img src="{}" alt="{}"/>{}</figure>').format(
        picture.name, "" if told else _("Picture"), caption
    )


def _body(story: Mapping[str, Any]) -> Markup:
    """The story's cleaned markup as XHTML."""
    shown = objects.body_markup(story["body_html"], story["body"])
    if not shown.strip():
        return Markup("")
    root = html.fragment_fromstring(xml_text(shown, ""), create_parent="div")
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


def _utc(stamp: str) -> str:
    return f"{dt.datetime.fromisoformat(stamp).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
