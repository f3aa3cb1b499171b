"""Indexes of what a newspaper has on the web: lists of a day, and what is new (pure: the caller fetches)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from scraper.discover import sitemaps
from scraper.discover.errors import DiscoverError
from scraper.discover.page_text import decoded, unpacked
from scraper.items import Page
from scraper.proposal import json_rules, list_rules
from scraper.proposal.candidate import Candidate, Get
from scraper.proposal.dated_addresses import dated
from scraper.proposal.edition_candidates import is_edition_address
from scraper.proposal.home_page import HomePage
from scraper.proposal.platforms import web_lists

_MOST_SITEMAPS = 3


def web_candidates(home: HomePage, page: Page, get: Get, today: dt.date) -> Iterator[Candidate]:
    """Lists of a day first, then what is new: the news sitemap, a feed, the home page."""
    if root := _wordpress(home):
        yield _of_wordpress(root)
    yield from web_lists(home)
    yield from _sitemaps(home, get, today)
    for feed in home.feeds[:1]:
        yield Candidate(
            name="feed",
            kind="newest on the web",
            why="the feed that the home page names",
            tables={"latest": feed.url, "format": "feed", "window_days": 1},
            address=feed.url,
        )
    if (rules := list_rules.learned(page, is_home_page=True)) is not None:
        yield _of_home_page(home, {"stories": rules.as_toml()}, today)
    elif (embedded := json_rules.learned(page)) is not None:
        yield _of_home_page(home, embedded, today)


def _wordpress(home: HomePage) -> str:
    """The root of the site's WordPress interface, where it names one, or where its markup is WordPress's."""
    match = re.search(r"""<link[^>]{1,500}rel=["']https://api\.w\.org/["'][^>]{0,500}href=["']([^"']+)""", home.source)
    if match:
        return urljoin(home.url, str(match[1]))
    return urljoin(home.url, "/wp-json/") if re.search(r"/wp-content/(?:themes|plugins)/", home.source) else ""


def _of_wordpress(root: str) -> Candidate:
    day = "after={date-1:%Y-%m-%d}T23:59:59&before={date+1:%Y-%m-%d}T00:00:00"
    pages = "per_page=100&offset={page_number}"  # as in platforms/wordpress.toml, which says why not by page=
    return Candidate(
        name="day",
        kind="day on the web",
        why="the site's WordPress interface",
        tables={
            "url": f"{root.rstrip('/')}/wp/v2/posts?{day}&{pages}&order=asc&_fields=link,title,excerpt,date",
            "pages": "0.. by 100",
            "format": "json",
            "stories": {
                "url": "link",
                "headline": "title.rendered",
                "standfirst": "excerpt.rendered",
                "published": "date",
            },
        },
        address=root,
    )


def _sitemaps(home: HomePage, get: Get, today: dt.date) -> Iterator[Candidate]:
    """Sitemaps whose addresses hold a day, and the news sitemap, as robots.txt names them or at the usual addresses."""
    root = urljoin(home.url, "/")
    robots = get(urljoin(root, "robots.txt"))
    named = re.findall(r"(?im)^[ \t]*sitemap:[ \t]*(\S+)", robots.body.decode("utf-8", "replace")) if robots else []
    named.sort(key=lambda url: (not re.search(r"(?i)by[-_]?day|daily", url), "news" not in url.lower(), len(url)))
    for url in (named or [urljoin(root, "sitemap.xml"), urljoin(root, "news-sitemap.xml")])[:_MOST_SITEMAPS]:
        page = get(urljoin(root, url))
        if page is None:
            continue
        try:
            read = sitemaps.sitemap(decoded(unpacked(page)[0]))
        except DiscoverError:
            continue
        yield from _daily_sitemap(page.url, [entry["loc"] for entry in read.sitemaps], today)
        if any(entry.get("published") for entry in read.pages):
            yield Candidate(
                name="news sitemap",
                kind="newest on the web",
                why="the news sitemap, with the stories of two days",
                tables={"url": page.url, "format": "sitemap", "window_days": 1, "archive_days": 2},
                address=page.url,
            )


def _daily_sitemap(index: str, addresses: Sequence[str], today: dt.date) -> Iterator[Candidate]:
    by_template: dict[str, list[dt.date]] = defaultdict(list)
    for address in addresses:
        if (found := dated(address, near=today)) is not None:
            by_template[found.template].append(found.day)
    best = max(by_template, key=lambda template: len(by_template[template]), default="")
    if best and len(by_template[best]) >= 2:
        yield Candidate(
            name="day sitemap",
            kind="day on the web",
            why=f"the sitemap index {index}",
            tables={"url": best, "format": "sitemap"},
            newest=max((day for day in by_template[best] if day <= today), default=None),
            address=index,
        )


def _of_home_page(home: HomePage, rules: dict[str, Any], today: dt.date) -> Candidate:
    """The stories on the home page; of the day and the one before, where the addresses of stories hold it."""
    tables: dict[str, Any] = {"latest": home.url, **rules}
    found = (dated(link.url, near=today, language=home.language or "en") for link in home.links)
    forms = Counter(each.variable for each in found if each and each.is_certain and not is_edition_address(each))
    if forms and forms.most_common(1)[0][1] >= list_rules.LEAST:
        variable = forms.most_common(1)[0][0]
        tables["include"] = [variable, variable.replace("{date:", "{date-1:")]  # in the morning most are of yesterday
    return Candidate(
        name="home page",
        kind="newest on the web",
        why="the home page itself",
        tables=tables,
        address=home.url,
    )
