"""What a page asks of those who fetch it: robots directives as Google's and Mozilla's pages define them, and TDMRep."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

import pytest

from scraper import catalogue, extract, reading
from scraper.extract.page import permissions
from scraper.items import Page, PagePermissions
from scraper.publication import AccessRules, Publication
from tests.extract.pages import page, story

PAPER = Publication(slug="paper", title="The Paper", timezone="Europe/London", language="en-GB")


def permissions_of(html: str, headers: Mapping[str, str] | None = None) -> PagePermissions:
    """What the page asks; its draft must say the same."""
    given = page(html, headers=dict(headers or {}))
    found = permissions.of_page(given)
    draft = extract.draft(given)
    assert (draft.noarchive, draft.tdm_reserved) == (found.noarchive, found.tdm_reserved)
    return found


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="robots" content="noarchive">',
        "<META CONTENT=NOARCHIVE NAME=ROBOTS>",
        "<meta content='index,follow,NoArchive' name='Robots'>",
        '<meta name="robots" content="index, follow, max-image-preview:none, noarchive">',
        '<meta name="robots" content="max-snippet: -1 noarchive">',
        '<meta name="robots" content="noindex;noarchive">',
        '<meta name="robots" content="unavailable_after: Friday, 25-Jun-27 15:00:00 UTC, noarchive">',
        '<meta name="robots" content="index"><meta name="robots" content="noarchive">',
        '<meta name="robots" content="noarchive"><meta name="robots" content="index, follow">',
        '<meta name="robots" content="all"><meta name="backissues" content="noarchive">',
        '<meta name="BackIssues" content="noarchive">',
        '<meta name="robots" content="no&#97;rchive">',
        '<meta name=robots content="index,&nbsp;noarchive">',
        '<meta name="robots" content="nocache">',
        '<meta name="googlebot, robots" content="noarchive">',
        '<meta http-equiv="X-Robots-Tag" content="noarchive">',
        '<meta property="og:type" name="robots" content="noarchive">',
        f"<style>{'.x { color: red }' * 20_000}</style><meta name='robots' content='noarchive'>",
        "<!-- <meta name='robots' content='index'> --><meta name='robots' content='noarchive'>",
    ],
)
def test_a_meta_element_asks_that_no_copy_be_shown(head: str) -> None:
    assert permissions_of(story(head=head)).noarchive


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta name="robots" content="none">',  # noindex, nofollow: nothing of copies
        '<meta name="robots" content="noindex, nofollow, nosnippet">',
        '<meta name="robots" content="max-image-preview:none">',
        '<meta name="robots" content="max-image-preview: none, max-snippet:-1">',
        '<meta name="robots" content="archive, x-noarchive, noarchived">',
        '<meta name="robots" content="x-copies: noarchive">',  # a value is no directive
        '<meta name="googlebot" content="noarchive">',
        '<meta http-equiv="X-Robots-Tag" content="googlebot: noarchive">',
        '<meta name="description" content="robots: noarchive">',
        '<meta name="keywords" content="noarchive, none">',
        '<!-- <meta name="robots" content="noarchive"> -->',
        """<script>document.write('<meta name="robots" content="noarchive">')</script>""",
        '<script type="text/template"><meta name="robots" content="noarchive"></script>',
        '<template><meta name="robots" content="noarchive"></template>',
        '<noscript><meta name="robots" content="noarchive"></noscript>',
        '<style>/* <meta name="robots" content="noarchive"> */</style>',
        '<title>How to write <meta name="robots" content="noarchive"></title>',
    ],
)
def test_what_is_no_such_meta_element_says_nothing(head: str) -> None:
    assert not permissions_of(story(head=head)).noarchive


def test_a_meta_element_counts_in_the_body_and_a_text_that_looks_like_one_does_not() -> None:
    assert permissions_of(story(after='<meta name="robots" content="noarchive">')).noarchive
    assert not permissions_of(story(after='<p>&lt;meta name="robots" content="noarchive"&gt;</p>')).noarchive
    assert not permissions_of(story(after='<textarea><meta name="robots" content="noarchive"></textarea>')).noarchive
    assert not permissions_of(
        story(after='<noscript><p><meta name="robots" content="noarchive"></p></noscript>')
    ).noarchive


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("noarchive", True),
        ("NOINDEX, NOARCHIVE", True),
        ("none", False),
        ("max-image-preview:none", False),
        ("googlebot: noarchive", False),
        ("googlebot: nofollow, noarchive", False),  # the robot's name holds for the rest of its line
        ("googlebot: nofollow\nnoarchive", True),  # and no longer
        ("noarchive\ngooglebot: nofollow", True),
        ("googlebot: noindex, backissues: noarchive", True),
        ("otherbot: noindex, googlebot: noarchive", False),
        ("BackIssues: noarchive", True),
        ("backissues/1.0: noarchive", True),
        ("*: noarchive", True),
        ("unavailable_after: 25 Jun 2027 15:00:00 PST, noarchive", True),
        ("unavailable_after: Friday, 25-Jun-27 15:00:00 UTC, noarchive", True),
        ("max-image-preview: none, noarchive", True),
        ("googlebot: max-image-preview:none\nbackissues: max-snippet: 20, noarchive", True),
        ("", False),
    ],
)
def test_a_header_asks_all_robots_or_names_one(header: str, expected: bool) -> None:
    assert permissions_of(story(), {"X-Robots-Tag": header}).noarchive is expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_it_is_read_in_the_charset_of_the_page(encoding: str) -> None:
    html = story(head='<meta name="robots" content="noarchive">')
    given = Page(
        url="https://paper.example/a",
        body=html.encode(encoding),
        content_type=f"text/html; charset={encoding}",
        fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC),
    )
    assert permissions.of_page(given).noarchive


@pytest.mark.parametrize(
    ("head", "header", "expected"),
    [
        ('<meta name="tdm-reservation" content="1">', "", True),
        ('<META CONTENT=" 1 " NAME="TDM-Reservation">', "", True),
        ("", "1", True),
        ("", "0", False),
        ('<meta name="tdm-reservation" content="0">', "1", False),
        ('<meta name="tdm-reservation" content="0"><meta name="tdm-reservation" content="1">', "", True),
        ('<meta name="tdm-reservation" content="">', "1", True),
        ('<!-- <meta name="tdm-reservation" content="1"> -->', "", False),
        ('<noscript><meta name="tdm-reservation" content="1"></noscript>', "", False),
        ('<meta name="tdm-policy" content="1">', "", False),
    ],
)
def test_a_reservation_of_mining(head: str, header: str, expected: bool) -> None:
    found = permissions_of(story(head=head), {"tdm-reservation": header} if header else {})
    assert (found.tdm_reserved, found.noarchive) == (expected, False)


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 <meta name=robots content=noarchive>", b"\x00\xff" * 50])
def test_no_page_at_all_is_no_trouble(body: bytes) -> None:
    given = Page(url="https://[paper", body=body, fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC))
    assert not reading.is_withheld(given, PAPER, newspapers=catalogue, withhold=True)
    header = dataclasses.replace(given, headers={"x-robots-tag": "noarchive"})
    assert reading.is_withheld(header, PAPER, newspapers=catalogue, withhold=True)


def test_the_stricter_of_the_two_settings_holds() -> None:
    given = page(story(head='<meta name="robots" content="noarchive">'))
    strict = dataclasses.replace(PAPER, access=AccessRules(noarchive="withhold"))
    for publication, withhold, expected in (
        (PAPER, False, False), (PAPER, True, True), (strict, False, True), (strict, True, True),
    ):  # fmt: skip
        found = reading.read(given, newspapers=catalogue, publication=publication, withhold=withhold)
        assert found.withheld is expected  # type: ignore[union-attr]
        assert bool(found.draft.body) is not expected  # type: ignore[union-attr]
        assert found.draft.noarchive  # type: ignore[union-attr]
        assert reading.is_withheld(given, publication, newspapers=catalogue, withhold=withhold) is expected
    assert not reading.is_withheld(page(story()), strict, newspapers=catalogue, withhold=True)


LICENSED = """<link rel="license" href="/licence"><meta name="robots" content="noai, noarchive, noindex">
    <meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferry",
        "license": "https://paper.example/other", "usageInfo": {"@id": "https://paper.example/use"}}</script>"""


def test_all_that_a_page_and_its_headers_say_is_kept_in_their_own_words() -> None:
    headers = {
        "X-Robots-Tag": "googlebot: noai\nbackissues: noimageai, nofollow",
        "tdm-reservation": "0",
        "content-usage": "train-ai=n",
    }
    given = page(
        story(head=LICENSED, after='<a rel="nofollow terms-of-service" href="/terms">Terms</a>'), headers=headers
    )
    assert extract.draft(given).permissions == {
        "meta robots": "noai, noarchive",
        "meta tdm-reservation": "1",
        "meta tdm-policy": "/tdm.json",
        "header robots": "noimageai",
        "header tdm-reservation": "0",
        "header content-usage": "train-ai=n",
        "license": "https://www.lantern.example/licence",
        "usageInfo": "https://paper.example/use",
        "terms-of-service": "https://www.lantern.example/terms",
    }
    assert extract.draft(page(story())).permissions == {}


def test_of_a_story_in_several_pages_the_stricter_words_hold() -> None:
    further = page(story(head='<meta name="robots" content="noarchive"><meta name="tdm-reservation" content="1">'))
    first = page(story(head='<meta name="robots" content="noai"><meta name="tdm-reservation" content="0">'))
    found = extract.draft(dataclasses.replace(first, further=(further,)))
    assert found.permissions == {"meta robots": "noai, noarchive", "meta tdm-reservation": "1"}
    assert (found.noarchive, found.tdm_reserved) == (True, True)
