"""What home pages state of their newspaper: from data, meta elements, tags, hosts; and guesses that say so."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.items import Page
from scraper.proposal import home_page, page_links


def read(html: str, url: str = "https://www.skerrypost.example/", **more: str) -> home_page.HomePage:
    page = Page(url=url, body=html.encode(), content_type="text/html; charset=utf-8", fetched=dt.datetime.now(dt.UTC))
    return home_page.read(page)


ORGANISATION = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "Skerry Post", "inLanguage": "en-IE"},
 {"@type": "NewsMediaOrganization", "name": "The Skerry Post", "address": {"addressCountry": "Ireland"},
  "publisher": {"@type": "Organization", "name": "Skerry Press Ltd"}, "issn": "0307-1235"}]}</script>"""


def test_the_data_of_the_page_tells_most() -> None:
    home = read(f"<html lang='en'><title>News</title>{ORGANISATION}")
    facts = (home.title, home.publisher, home.language, home.country, home.timezone, home.issn)
    assert facts == ("The Skerry Post", "Skerry Press Ltd", "en-IE", "IE", "Europe/Dublin", "0307-1235")


@pytest.mark.parametrize(
    ("head", "url", "title"),
    [
        ("<title>The Skerry Post | News of the islands</title>", "https://www.skerrypost.example/", "The Skerry Post"),
        ("<title>Nachrichten von der Küste - Küstenbote</title>", "https://kuestenbote.example/", "Küstenbote"),
        ("<title>x</title><meta property='og:site_name' content='El Faro'>", "https://elfaro.example/", "El Faro"),
        (
            "<title>潮見新聞デジタル</title><meta property='og:site_name' content='潮見新聞'>",
            "https://shiomi.example/",
            "潮見新聞",
        ),
        (
            "<title>Skerry Post</title><meta property='og:site_name' content='Northern Media Group'>",
            "https://skerrypost.example/",
            "Skerry Post",
        ),
    ],
)
def test_the_name_is_what_the_site_calls_itself(head: str, url: str, title: str) -> None:
    assert read(f"<html>{head}<body></body></html>", url).title == title


@pytest.mark.parametrize(
    ("html", "url", "language", "country", "zone"),
    [
        ("<html lang='de'>", "https://bote.at/", "de", "AT", "Europe/Vienna"),
        ("<html lang='pt-br'>", "https://jornal.example/", "pt-BR", "BR", "America/Sao_Paulo"),
        (
            "<html><meta property='og:locale' content='es_MX'>",
            "https://diario.com/",
            "es-MX",
            "MX",
            "America/Mexico_City",
        ),
        ("<html lang='en'>", "https://gazette.co.nz/", "en", "NZ", "Pacific/Auckland"),
        ("<html lang='uk-UA'>", "https://visti.ua/", "uk-UA", "UA", "Europe/Kyiv"),
        ("<html lang='ja_JP'>", "https://shimbun.example/", "ja-JP", "JP", "Asia/Tokyo"),
        ("<html lang='sw'>", "https://gazeti.example/", "sw", "TZ", "Africa/Dar_es_Salaam"),
        ("<html lang='xx-nonsense'>", "https://nothing.example/", "", "", ""),
    ],
)
def test_language_country_and_zone(html: str, url: str, language: str, country: str, zone: str) -> None:
    home = read(f"{html}<body><p>Text</p></body></html>", url)
    assert (home.language, home.country, home.timezone) == (language, country, zone)


def test_a_guess_says_so() -> None:
    home = read("<html lang='es'><body></body></html>")
    assert home.found_by["country"] == "guessed from its language"
    assert home.found_by["timezone"].startswith("guessed")


def test_links_and_feeds_are_absolute() -> None:
    home = read(
        """<html><head><link rel="alternate" type="application/rss+xml" title="All" href="/rss.xml">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed/"></head>
        <body><a href="/paper/"> Today’s
        paper </a><a href="mailto:x@y.example">Mail</a><a href="paper/7"><img alt="Front page of today"></a></body></html>"""
    )
    assert [(link.url, link.text, link.target) for link in home.links] == [
        ("https://www.skerrypost.example/paper/", "Today’s paper", "edition"),
        ("https://www.skerrypost.example/paper/7", "Front page of today", None),
    ]
    assert [feed.url for feed in home.feeds] == ["https://www.skerrypost.example/rss.xml"]


XHTML = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ja">'


def test_xhtml_with_its_declaration_is_read_like_other_pages() -> None:
    home = read(f'{XHTML}<head><title>潮見新聞</title></head><body><a href="/shimen/">朝刊</a></body></html>')
    assert (home.title, [(link.url, link.target) for link in home.links]) == (
        "潮見新聞",
        [("https://www.skerrypost.example/shimen/", "edition")],
    )


@pytest.mark.parametrize(
    "html", ["<!-- moved -->", "<!doctype html>", f"<script type='application/ld+json'>{'[' * 9_000}</script>"]
)
def test_a_page_that_tells_nothing_has_no_links(html: str) -> None:
    assert read(html).links == ()


@pytest.mark.parametrize(
    ("host", "site"),
    [("epaper.skerry.co.uk", "skerry.co.uk"), ("www2.skerry.com", "skerry.com"), ("skerry.example", "skerry.example")],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert page_links.site_of(host) == site


def test_a_language_tag_that_the_texts_contradict_is_corrected_and_says_so() -> None:
    texts = "".join(f"<a href='/{n}'>बंदरगाह शुल्क वसंत में फिर से बढ़ेगा {n}</a>" for n in range(9))
    home = read(f"<html lang='en-US'><title>सागर समाचार</title>{texts}")
    assert (home.language, home.found_by["language"]) == ("hi", "guessed from its texts; <html lang> says en-US")


def test_without_a_tag_the_texts_tell_the_language() -> None:
    assert read("<title>海湾日报</title>").language == "zh"
    assert (
        read(
            "<title>The News</title><p>It is said that the boats of the harbour were at sea for the whole of the night, "
            "and that not one of them had been seen by those who had been on the pier and at the light</p>"
        ).language
        == "en"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("海湾新闻网-海湾日报", "海湾日报"),
        ("Газета «Маяк» — новости побережья", "Газета «Маяк»"),
        ("Daily Beacon: news of the coast", "Daily Beacon"),
        ("millvalley.com | Covering the valley", "millvalley"),
    ],
)
def test_the_name_in_a_title(title: str, name: str) -> None:
    assert read(f"<title>{title}</title>", "https://www.other.example/").title == name


def test_links_of_every_kind_are_followed() -> None:
    home = read(
        "<base href='/x/'><a href='a?utm_source=b'>A</a><map><area href='/b' alt='B'></map><iframe src='/c' title='C'></iframe>"
        "<select><option value='/d'>D</option><option value='4'>no address</option></select><li data-href='/e'>E</li>"
        "<button onclick=\"location.href='/f'\">F</button><meta http-equiv='Refresh' content='0; URL=/g'>"
        '<script type=\'application/json\'>{"menu": [{"title": "H", "url": "/h"}]}</script><a href=\'mailto:i@example.org\'>I</a>'
    )
    base = "https://www.skerrypost.example"
    assert {(link.url.removeprefix(base), link.text) for link in home.links} == {
        ("/x/a", "A"), ("/b", "B"), ("/c", "C"), ("/d", "D"), ("/e", "E"), ("/f", "F"), ("/g", ""), ("/h", "H"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("html", "url", "fault"),
    [
        ("", "https://a.example/", "the page is empty"),
        ("<title>Just a moment...</title>", "https://a.example/", "a check for robots"),
        ("<title>Before you continue</title>", "https://a.example/", "a consent wall"),
        ("<meta property='og:type' content='article'>", "https://a.example/2026/a", "give the home page instead, probably https://a.example/"),
        ("<meta property='og:type' content='article'>", "https://a.example/", ""),
        ("<title>Just a moment...</title>" + "".join(f"<a href='/{n}'>{n}</a>" for n in range(9)), "https://a.example/", ""),
    ],
)  # fmt: skip
def test_what_is_no_home_page_is_told(html: str, url: str, fault: str) -> None:
    page = Page(url=url, body=html.encode(), content_type="text/html", fetched=dt.datetime.now(dt.UTC))
    told = home_page.not_home(page, home_page.read(page))
    assert fault in told
    assert bool(told) == bool(fault)
