from __future__ import annotations

import base64
import datetime as dt
import gzip
import quopri
import random
import string
from pathlib import Path

import pytest

from scraper.captures.reader import read
from scraper.captures.saved_pages import CapturesError, NoAddressError, page_in
from scraper.items import MomentBy, Page, Rejected
from scraper.limits import PAGE_BYTES
from scraper.reasons import Code
from scraper.reasons.words import phrase

ADDRESS = "https://lantern.example/2026/03/07/ferry?a=1&b=2"
ESCAPED = ADDRESS.replace("&", "&amp;")
SAVED = dt.datetime(2026, 3, 7, 9, 12, 44, tzinfo=dt.UTC)
HTML = b"<html><head><title>Ferry</title></head><body><h1>N\xc3\xa4htf\xc3\xa4hre</h1></body></html>"


def mhtml(
    *, top: str = "", part: str = f"Content-Location: {ADDRESS}", end: bytes = b"\r\n----X--\r\n", html: bytes = HTML
) -> bytes:
    kind = 'text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable'
    head = (
        f"From: <Saved by Blink>\r\n{top}Date: Sat, 7 Mar 2026 09:12:44 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--X"\r\n\r\n'
        "----X\r\nContent-Type: text/css\r\n\r\np { margin: 0 }\r\n"
        f"----X\r\nContent-Type: {kind}\r\n{part}\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(html) + end


@pytest.mark.parametrize(
    ("top", "saved"),
    [
        (
            f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Sat Mar 07 2026 10:12:44 GMT+0100"
            " (Mitteleuropäische Normalzeit)\n-->",
            SAVED,
        ),
        (f"<!--\r\n Page saved with SingleFile\r\n url: {ADDRESS}\r\n-->", None),
        (
            f"<!-- Mirrored from {ADDRESS[8:]} by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Sat, 07 Mar 2026 09:12:44 GMT -->",
            SAVED,
        ),
        (f"<!-- Saved from {ADDRESS} at 2026-03-07T09:12:44Z using monolith v2.8.1 -->", SAVED),
        (
            f'<html data-scrapbook-source="{ESCAPED}" data-scrapbook-create="20260307091244123">',
            SAVED,
        ),
        (
            f'<meta name="savepage-url" content="{ADDRESS}"><meta name="savepage-title" content="Ferry">'
            '<meta name="savepage-date" content="Sat Mar 07 2026 09:12:44 GMT+0000 (GMT)">',
            SAVED,
        ),
        (f"<!-- saved from url=(0052){ADDRESS} -->", None),
    ],
    ids=["SingleFile", "SingleFile without date", "HTTrack", "monolith", "WebScrapBook", "Save Page WE", "browser"],
)
def test_a_saved_page_has_the_address_and_moment_that_its_program_wrote(top: str, saved: dt.datetime | None) -> None:
    modified = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    page = page_in(f"<!doctype html>{top}".encode() + HTML, "a.html", otherwise=(modified, MomentBy.FILE))
    assert (page.url, page.fetched) == (ADDRESS, saved or modified)
    assert page.moment_by is (None if saved else MomentBy.FILE)


ARCHIVED = f"https://web.archive.example/web/20260309101112/{ADDRESS}"


@pytest.mark.parametrize(
    "head",
    [
        f'<!-- saved from url=(0095){ARCHIVED} --><link rel="canonical" href="{ADDRESS}">',
        f'<link rel="canonical" href="{ARCHIVED.replace("&", "&amp;")}">',
        f'<link rel="canonical" href="{ARCHIVED.replace("20260309101112/https://", "20260309101112mp_/https:/")}">',
        '<link rel="canonical" href="https://archive.ph/5Zuxp"/>'
        f'<link rel="bookmark" href="http://archive.today/20260309101112/{ESCAPED}"/>',
    ],
    ids=["saved by a browser", "as it is given", "one slash", "by letters"],
)
def test_a_page_from_a_web_archive_has_its_own_address_and_the_moment_it_was_archived(head: str) -> None:
    saved = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    page = page_in(f"<!doctype html>{head}".encode() + HTML, "a.html", otherwise=(saved, MomentBy.FILE))
    assert (page.url, page.fetched) == (ADDRESS, dt.datetime(2026, 3, 9, 10, 11, 12, tzinfo=dt.UTC))
    assert page.moment_by is None
    assert page.memento is not None
    assert page.memento.url.startswith("http")
    assert "20260309101112" in page.memento.url
    assert page.memento.asked == saved


def test_an_address_with_digits_is_no_web_archive() -> None:
    url = "https://lantern.example/20260309101112/https-for-all"
    page = page_in(f'<!doctype html><link rel="canonical" href="{url}">'.encode() + HTML, "a.html")
    assert (page.url, page.memento) == (url, None)


def test_a_mirror_has_the_scheme_by_which_it_links_to_itself() -> None:
    top = b"<!-- Mirrored from old.example/a by HTTrack Website Copier/3.x, Sat, 07 Mar 2026 09:12:44 GMT -->"
    assert page_in(top + HTML, "a").url == "https://old.example/a"
    assert page_in(top + b'<a href="http://old.example/b">' + HTML, "a").url == "http://old.example/a"


@pytest.mark.parametrize(
    "content",
    [
        mhtml(),
        mhtml(part="Content-ID: <1>", top=f"Snapshot-Content-Location: {ADDRESS}\r\n"),
        mhtml().replace(b"\r\n", b"\n"),
        f"Content-Location: {ADDRESS}\r\nDate: Sat, 7 Mar 2026 09:12:44 GMT\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
        + HTML,
    ],
    ids=["root part", "snapshot", "line feeds", "one part"],
)
def test_the_page_of_an_mhtml_file_is_read(tmp_path: Path, content: bytes) -> None:
    for name in ("a.mhtml", "a.mht", "a"):
        path = tmp_path / name
        path.write_bytes(content)
        (record,) = read(path)
        page = record.content
        assert isinstance(page, Page)
        assert (page.url, page.fetched, page.body.strip()) == (ADDRESS, SAVED, HTML)
        assert page.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize("missing", range(5))
def test_a_page_in_base_64_may_break_off_at_any_byte(missing: int) -> None:
    head, _, _ = mhtml(html=b"").replace(b"quoted-printable", b"base64").partition(b"\r\n----X--")
    digits = base64.encodebytes(HTML[:-30])
    page = page_in(head + digits[: len(digits) - 20 - missing], "a.mhtml")
    assert page.cut == "its last part does not end"
    assert HTML.startswith(page.body)
    assert len(page.body) > 20
    with pytest.raises(CapturesError, match="damaged"):
        page_in(head + digits[:5] + digits[6:] + b"\r\n----X--\r\n", "a.mhtml")


def test_half_a_saved_page_says_so() -> None:
    assert page_in(mhtml(html=HTML[:-30], end=b""), "a.mhtml").cut == "its last part does not end"
    assert page_in(mhtml(end=b""), "a.mhtml").cut == "", "nothing of it can be missing"
    with pytest.raises(CapturesError, match="without an HTML page"):
        page_in(mhtml().replace(b"text/html;", b"text/plain;"), "a.mhtml")
    with pytest.raises(NoAddressError):
        page_in(mhtml(part="Content-ID: <1>"), "a.mhtml")


@pytest.mark.parametrize("stated", ["javascript://x/%0aalert(1)", "https://[::1/a", "https://www.example.com:99999/a"])
def test_an_address_that_is_none_of_the_web_is_none(stated: str) -> None:
    mirrored = f"<!-- Mirrored from {stated} by HTTrack Website Copier -->".encode()
    own = b'<link rel="canonical" href="https://reader:secret@www.example.com/a">'
    with pytest.raises(NoAddressError, match="does not name"):
        page_in(b"<html>" + mirrored, "a.html")
    assert page_in(b"<html>" + mirrored + own, "a.html").url == "https://www.example.com/a", "with no name and password"
    with pytest.raises(NoAddressError, match="no web address"):
        page_in(b"<html>" + own, "a.html", url=stated)


def test_a_pdf_is_no_page_that_lacks_its_address() -> None:
    with pytest.raises(CapturesError, match="this is no HTML page"):
        page_in(b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n", "a.pdf")


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b" \n")
    (record,) = read(path)
    assert isinstance(record.content, Rejected)
    assert record.content.reason.code is Code.EMPTY_PAGE
    assert "empty" in phrase(record.content.reason)


def test_a_gzipped_page_that_would_fill_the_memory_is_left_out() -> None:
    bomb = gzip.compress(b"<html>" + b" " * PAGE_BYTES)
    with pytest.raises(CapturesError, match="longer than 20,000,000 bytes"):
        page_in(bomb, "a.html.gz", url="https://lantern.example/a")
    noise = random.Random(7).choices(string.ascii_letters, k=900)
    half = gzip.compress(b"<html>" + "".join(noise).encode())[:-200]
    assert page_in(half, "a.html.gz", url=ADDRESS).cut == "its gzip data does not end"
    with pytest.raises(CapturesError, match="damaged"):
        page_in(bomb[:10] + b"\xff" * 90, "a.html.gz")
