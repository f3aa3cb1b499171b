"""robots.txt, sitemaps, news sitemaps and feeds of the fictional newspapers, all with absolute addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from email.utils import format_datetime

from scraper.demo import addresses, wording
from scraper.demo.newspapers import Newspaper, PrintedStory, newspapers
from scraper.demo.traps import Trap, trap_of

NEWS_DAYS = 2  # a news sitemap holds the stories of the last two days
FEED_LENGTH = 30


def robots(site: str) -> str:
    """robots.txt: everything is allowed but the private folder."""
    lines = ["User-agent: *", "Disallow: /ellery-courier/private/", "Disallow: /_/", ""]
    lines += [f"Sitemap: {site}{addresses.home(paper)}sitemap.xml" for paper in newspapers().values()]
    return "\n".join(lines) + "\n"


def entries(paper: Newspaper, site: str) -> list[dict[str, str]]:
    """The paper's stories for sitemaps and feeds, newest first; without those that are missing or forbidden."""
    offered = [story for story in paper.stories if trap_of(story) not in (Trap.MISSING, Trap.FORBIDDEN)]
    newest_first = sorted(offered, key=lambda story: wording.published(paper, story), reverse=True)
    return [_entry(paper, story, site) for story in newest_first]


def news_entries(paper: Newspaper, site: str) -> list[dict[str, str]]:
    """The entries of the last days before the newest edition."""
    oldest = (paper.dates[-1] - dt.timedelta(days=NEWS_DAYS)).isoformat() if paper.dates else ""
    return [entry for entry in entries(paper, site) if entry["published"] > oldest]


FILES: Mapping[str, tuple[str, str, Callable[[Newspaper, str], list[dict[str, str]]]]] = {
    # file -> its template, its content type, its entries
    "sitemap.xml": ("sitemap.xml", "application/xml", entries),
    "news-sitemap.xml": ("news-sitemap.xml", "application/xml", news_entries),
    "feed.atom": ("feed.atom.xml", "application/atom+xml", lambda paper, site: entries(paper, site)[:FEED_LENGTH]),
    "feed.rss": ("feed.rss.xml", "application/rss+xml", lambda paper, site: entries(paper, site)[:FEED_LENGTH]),
}


def _entry(paper: Newspaper, story: PrintedStory, site: str) -> dict[str, str]:
    when = wording.published(paper, story)
    return {
        "loc": site + addresses.story(story),
        "id": addresses.canonical(paper, story),
        "headline": story.headline,
        "standfirst": story.standfirst,
        "byline": story.byline,
        "section": story.section,
        "published": when.isoformat(),
        "rfc_822": format_datetime(when),
    }
