"""robots.txt, sitemaps and feeds."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from scraper.demo import addresses
from scraper.demo.newspapers import newspapers
from scraper.demo.printing import printed

SITE = "http://127.0.0.1:8651"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def tree(target: str) -> ET.Element:
    answer = printed(target, site=SITE)
    assert answer.status == 200, target
    return ET.fromstring(answer.body)


def test_robots_txt_names_the_sitemaps() -> None:
    lines = printed("/robots.txt", site=SITE).body.decode().splitlines()
    assert lines[:3] == ["User-agent: *", "Disallow: /ellery-courier/private/", "Disallow: /_/"]
    assert f"Sitemap: {SITE}/ellery-courier/sitemap.xml" in lines
    assert f"Sitemap: {SITE}/rack/the-meridian/sitemap.xml" in lines


@pytest.mark.parametrize("slug", newspapers())
def test_everything_a_sitemap_lists_answers(slug: str) -> None:
    home = addresses.home(newspapers()[slug])
    listed = [where.text or "" for where in tree(f"{home}sitemap.xml").iter(f"{MAP}loc")]
    assert len(listed) >= len(newspapers()[slug].stories) - 2
    assert [address for address in listed if printed(address.removeprefix(SITE)).status != 200] == []
    assert not [address for address in listed if "/private/" in address]


@pytest.mark.parametrize("slug", newspapers())
def test_a_news_sitemap_has_the_last_days_with_name_and_headline(slug: str) -> None:
    paper = newspapers()[slug]
    entries = list(tree(f"{addresses.home(paper)}news-sitemap.xml").iter(f"{NEWS}news"))
    headlines = {entry.findtext(f"{NEWS}title") for entry in entries}
    assert {entry.findtext(f"{NEWS}publication/{NEWS}name") for entry in entries} == {paper.title}
    newest = {story.headline for story in paper.stories if story.date == paper.dates[-1]}
    assert newest - headlines <= {"From the puzzles desk"}  # the forbidden one


def test_atom_feed() -> None:
    feed = tree("/ellery-courier/feed.atom")
    entries = feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "The Ellery Courier"
    assert len(entries) == 30
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert (link.get("href") or "").startswith(f"{SITE}/ellery-courier/2026-03-15/")
    assert (entries[0].findtext(f"{ATOM}id") or "").startswith("https://www.ellery-courier.example/2026-03-15/")


def test_rss_feed() -> None:
    items = list(tree("/shiomi-shimbun/feed.rss").iter("item"))
    assert len(items) == 30
    assert (items[0].findtext("link") or "").startswith(f"{SITE}/shiomi-shimbun/articles/")
    assert (items[0].findtext("pubDate") or "").endswith("Mar 2026 19:08:00 +0900")
