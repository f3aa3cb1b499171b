"""A canonical address counts on the page's own site, or the paper's, and where it names the story."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.publication import Publication
from tests.extract.pages import page, story

PAPER = Publication(
    slug="lantern",
    title="The Lantern",
    timezone="Europe/London",
    language="en",
    homepage="https://www.lantern.example/",
)


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        ("https://m.lantern.example/a?p=1", "https://www.lantern.example/a", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "/b", "https://www.lantern.example/b"),
        ("https://www.lantern.example/a", "https://evil.example/b", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "https://www.lantern.example/", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "http://[broken", "https://www.lantern.example/a"),
        ("http://127.0.0.1:8000/a", "https://www.lantern.example/a", "http://127.0.0.1:8000/a"),
        ("https://www.lantern.example/a?utm_source=x", "", "https://www.lantern.example/a"),
    ],
)
def test_a_page_speaks_for_its_own_site(url: str, canonical: str, expected: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    assert extract.draft(page(story(head=head), url)).url == expected


def test_a_page_served_elsewhere_may_name_the_papers_site() -> None:
    html = story(head='<link rel="canonical" href="https://www.lantern.example/a">')
    found = extract.draft(page(html, "http://127.0.0.1:8000/lantern/a"), publication=PAPER)
    assert found.url == "https://www.lantern.example/a"


SITE = "https://www.lantern.example"
FERRY = f"{SITE}/city/night-ferry"


def own_address(url: str, *head: str, headline: str = "Night ferry waits for a key", language: str = "en") -> str:
    html = story(head="".join(head), headline=headline, language=language)
    return extract.draft(page(html, url)).url


def canonical_link(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def og_url(url: str) -> str:
    return f'<meta property="og:url" content="{url}">'


@pytest.mark.parametrize(
    ("url", "stated"),
    [
        (FERRY, f"{SITE}/city"),
        (FERRY, f"{SITE}/city/"),
        (FERRY, f"{SITE}/index.html"),
        (FERRY, f"{SITE}/404"),
        (FERRY, f"{FERRY}/undefined"),
        (FERRY, ""),
        (f"{SITE}/city/story-4711.html", f"{SITE}/city/index.html"),
        (f"{SITE}/show.php?id=4711", f"{SITE}/show.php"),
        (f"{SITE}/?p=4711", f"{SITE}/"),
        (f"{SITE}/2026/04/13/ferry", f"{SITE}/2026/04/13/"),
        (f"{SITE}/culture/arts-and-theatre/a-1234567", f"{SITE}/culture/arts-and-theatre"),
    ],
)
def test_the_address_of_a_section_is_no_storys(url: str, stated: str) -> None:
    assert own_address(url, canonical_link(stated)) == url
    assert own_address(url, og_url(stated)) == url


@pytest.mark.parametrize(
    ("url", "stated", "headline", "language"),
    [
        (f"{SITE}/gorod/nochnoy-parom-zhdet-klyucha", f"{SITE}/gorod", "Ночной паром ждёт ключа", "ru"),
        (f"{SITE}/%E6%B8%AF/%E5%A4%9C%E8%88%B9%E5%81%9C%E8%88%AA", f"{SITE}/%E6%B8%AF", "夜船停航", "zh"),
    ],
)
def test_the_address_of_a_section_is_no_storys_in_any_script(
    url: str, stated: str, headline: str, language: str
) -> None:
    assert own_address(url, canonical_link(stated), headline=headline, language=language) == url


@pytest.mark.parametrize(
    "host",
    [
        "cms-intern.lantern.example:8080",
        "staging.lantern.example",
        "test2.lantern.example",
        "dev-www.lantern.example",
        "www.lantern.example:8443",
        "localhost",
        "10.0.0.4",
    ],
)
def test_a_host_of_those_who_write_there_is_no_storys(host: str) -> None:
    assert own_address(FERRY, canonical_link(f"http://{host}/city/night-ferry")) == FERRY


def test_a_name_that_only_begins_like_a_test_is_a_host_like_others() -> None:
    stated = "https://contest.lantern.example/city/night-ferry"
    assert own_address(FERRY, canonical_link(stated)) == stated


@pytest.mark.parametrize("ending", ["?page=2", "/2", "/seite-3", "/page/2/", "-2", ",2"])
def test_a_later_page_is_not_the_first(ending: str) -> None:
    assert own_address(f"{FERRY}{ending}", canonical_link(FERRY)) == f"{FERRY}{ending}"
    before = f'<link rel="prev" href="{FERRY}/">'
    assert own_address(f"{FERRY}/the-end", canonical_link(f"{FERRY}/"), before) == f"{FERRY}/the-end"


@pytest.mark.parametrize(
    "ending",
    ["?page=1", "?utm_source=x&fbclid=2", "/print", "/amp", "?view=all", "/comment-page-2", "#top", "?s=aBc12345x"],
)
def test_another_view_of_the_story_has_its_address(ending: str) -> None:
    assert own_address(f"{FERRY}{ending}", canonical_link(FERRY)) == FERRY


@pytest.mark.parametrize(
    ("url", "stated"),
    [
        (f"{SITE}/node/4711", FERRY),
        (f"{SITE}/story/12345/night-ferry-waits", f"{SITE}/story/12345"),
        ("https://m.lantern.example/city/night-ferry", FERRY),
        ("http://www.lantern.example/city/night-ferry", FERRY),
        (f"{SITE}/topic.php?f=4&t=167&s=ab12cd34ef56", f"{SITE}/topic.php?t=167"),
    ],
)
def test_a_story_may_have_another_address(url: str, stated: str) -> None:
    assert own_address(url, canonical_link(stated)) == stated


def test_of_several_forms_the_plain_one_is_the_storys() -> None:
    assert own_address(f"{FERRY}/amp", canonical_link(f"{FERRY}/amp"), og_url(FERRY)) == FERRY
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "mainEntityOfPage": {{"@id": "{FERRY}"}}}}</script>'
    assert own_address(f"{FERRY}?outputType=amp", canonical_link(f"{FERRY}?outputType=amp"), data) == FERRY
    assert own_address(f"{FERRY}?utm_source=x", canonical_link("http://[broken"), data) == FERRY


def test_what_answered_over_https_is_not_stated_for_http() -> None:
    assert own_address(FERRY, canonical_link(FERRY.replace("https", "http"))) == FERRY


def test_a_link_in_the_text_does_not_speak_for_the_page() -> None:
    html = story(below=canonical_link(f"{SITE}/films/night-ferry-waits"), head=canonical_link(FERRY))
    assert extract.draft(page(html, f"{FERRY}?a=1")).url == FERRY
