"""The bytes of an index's page as text: packed in every way, in the charset that they really have."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from scraper.discover import page_text
from scraper.discover.errors import WrongTypeError
from scraper.discover.page_text import decoded, unpacked
from scraper.items import Page

TEXT = "<urlset>Café à la marée</urlset>"
BODY = TEXT.encode()


def page(body: bytes, content_type: str = "application/xml") -> Page:
    return Page(
        url="https://a.example/", body=body, content_type=content_type, fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC)
    )


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        gzip.compress(BODY),
        gzip.compress(gzip.compress(BODY)),
        gzip.compress(BODY[:12]) + gzip.compress(BODY[12:]),
        gzip.compress(BODY) + b"\0" * 512,
    ],
    ids=["plain", "packed", "packed twice", "two members", "padded"],
)
def test_a_packed_page(body: bytes) -> None:
    found, whole = unpacked(page(body))
    assert (found.body, whole) == (BODY, True)


def test_of_a_damaged_file_what_came_before_the_damage_is_kept() -> None:
    many = b"".join(b"<url>%d</url>" % number for number in range(50_000))
    packed = gzip.compress(many)
    cut, whole = unpacked(page(packed[: len(packed) // 2]))
    assert not whole
    assert many.startswith(cut.body)
    assert len(cut.body) > len(many) // 4
    damaged = bytearray(packed)
    damaged[-6] ^= 255  # of its checksum
    nearly_all, whole = unpacked(page(bytes(damaged)))
    assert not whole
    assert len(nearly_all.body) > len(many) * 0.9


def test_a_file_of_which_nothing_can_be_unpacked_is_named() -> None:
    with pytest.raises(WrongTypeError, match="The gzip file is damaged"):
        unpacked(page(gzip.compress(BODY)[:8]))


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_text, "MOST_BYTES", 1000)
    with pytest.raises(WrongTypeError, match="larger than 1,000 bytes"):
        unpacked(page(gzip.compress(b" " * 5000)))


@pytest.mark.parametrize(
    ("declared", "encoding", "content_type"),
    [
        ("utf-8", "utf-8", "application/xml"),
        ("iso-8859-1", "utf-8", "application/xml"),
        ("utf-8", "utf-8", "application/xml; charset=iso-8859-1"),
        ("iso-8859-1", "iso-8859-1", "application/xml"),
        ("iso-8859-1", "iso-8859-1", "application/xml; charset=utf-8"),
        ("windows-1252", "cp1252", ""),
        ("", "utf-8", "text/xml"),
        ("", "cp1252", "text/xml"),
        ("utf-16", "utf-16", "application/xml"),
        ("utf-16", "utf-16-le", "application/xml"),
        ("utf-16", "utf-16-be", "application/xml"),
        ("utf-8", "utf-8-sig", "application/xml"),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_has(declared: str, encoding: str, content_type: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{TEXT}' if declared else TEXT
    assert decoded(page(text.encode(encoding), content_type)).removeprefix("\ufeff") == text
