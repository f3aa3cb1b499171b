"""Fictional newspapers' sites of several makes, as whoever fetches them sees them: address -> page.

Each has a home page, editions or lists of a day as such sites have them, and stories with a text. ``NOW`` is a Saturday.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from scraper.items import Page

NOW = dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
HOST = "https://www.skerrypost.example"
FIRST = ["Ferry strike enters another week", "Council votes on the tide mill", "Lighthouse keeper found at last"]
FIRST += ["School closes for the regatta", "Fish prices double at market", "Bridge opens without a ribbon"]
FIRST += ["Band plays on the pier tonight", "Customs house sold to a stranger", "Old clock strikes thirteen"]
TEXT = "The harbour master counted the boats twice before he signed the book and went home to his supper. "

Answer = tuple[str, str]  # content type, body
Site = Callable[[str], Answer | Page | None]  # by path, with its query; by the whole address on other hosts


def get(site: Site, asked: list[str] | None = None) -> Callable[[str], Page | None]:
    """How ``propose`` fetches from a site."""

    def fetch(address: str) -> Page | None:
        if asked is not None:
            asked.append(address)
        answer = site(address.removeprefix(HOST) or "/")
        if answer is None or isinstance(answer, Page):
            return answer
        return Page(url=address, body=answer[1].encode(), content_type=f"{answer[0]}; charset=utf-8", fetched=NOW)

    return fetch


def stories(day: dt.date) -> list[tuple[str, str]]:
    """A day's stories: path and headline."""
    return [(f"/news/{day:%Y%m%d}{n:02}-{slug(head)}", f"{head}, {day:%A}") for n, head in enumerate(FIRST)]


def slug(headline: str) -> str:
    return re.sub(r"\W+", "-", headline.lower())


def story(path: str) -> Answer | None:
    """The page of any of the stories."""
    found = re.match(r"/news/(\d{8})(\d\d)-", path)
    if not found:
        return None
    day = dt.datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007
    _, headline = stories(day)[int(found[2])]
    paragraphs = "".join(f"<p>{headline}, part {n}. {TEXT * 2}</p>" for n in range(5))
    meta = f'<meta property="article:published_time" content="{day}T05:00:00Z">'
    return (
        "text/html",
        f"<html lang='en-GB'><head><title>{headline}</title>{meta}</head><body><article><h1>{headline}</h1>{paragraphs}</article></body></html>",
    )


def home(links: str = "", head: str = "") -> Answer:
    cards = "".join(
        f"<article class='card'><h2><a href='{path}'>{name}</a></h2></article>" for path, name in stories(TODAY)
    )
    meta = "<meta property='og:site_name' content='The Skerry Post'>"
    return (
        "text/html",
        f"<html lang='en-GB'><head><title>The Skerry Post</title>{meta}{head}</head><body><nav>{links}</nav><main>{cards}</main></body></html>",
    )


def issue(day: dt.date, links: str = "", title: str = "{day:%A} {day.day} {day:%B %Y}") -> Answer:
    """An edition's page: sections, stories, and links to other days."""
    named = html.escape(title.format(day=day))
    parts = []
    for name, part in (("News", stories(day)[:4]), ("Islands", stories(day)[4:])):
        rows = "".join(f"<div class='item'><h3><a href='{path}'>{head}</a></h3></div>" for path, head in part)
        parts.append(f"<section><h2 class='part'>{name}</h2>{rows}</section>")
    return (
        "text/html",
        f"<html lang='en-GB'><head><title>{named}</title></head><body><h1>{named}</h1>{''.join(parts)}<footer>{links}</footer></body></html>",
    )


def dated_editions(path: str) -> Answer | None:
    """Today's paper under an address without a day, which links the days before."""
    if path == "/":
        return home("<a href='/paper/'>Today’s paper</a>")
    others = "".join(f"<a href='/paper/{TODAY - dt.timedelta(days=n)}/'>{n} days ago</a>" for n in range(1, 5))
    if path == "/paper/":
        return issue(TODAY, others)
    found = re.fullmatch(r"/paper/(\d{4}-\d\d-\d\d)/", path)
    return issue(dt.date.fromisoformat(found[1]), others) if found else story(path)


def rows(listed: list[tuple[str, str]]) -> str:
    return "".join(f"<div class='item'><h3><a href='{path}'>{headline}</a></h3></div>" for path, headline in listed)


def sections_apart(path: str) -> Answer | None:
    """An edition in three sections, each on a page of its own, which all link one another; and other days."""
    if path == "/":
        return home(f"<a href='/paper/front/{TODAY}'>Print edition</a>")
    found = re.fullmatch(r"/paper/(front|islands|sport)/(\d{4}-\d\d-\d\d)", path)
    if not found:
        return story(path)
    day, number = dt.date.fromisoformat(found[2]), ("front", "islands", "sport").index(found[1])
    parts = "".join(
        f"<li><a href='/paper/{name}/{day}'>{name.title()}</a></li>" for name in ("front", "islands", "sport")
    )
    before = day - dt.timedelta(days=1)
    listed = rows(stories(day)[3 * number : 3 * number + 3])
    body = f"<ul class='parts'>{parts}</ul><a href='/paper/front/{before}'>The day before</a><main>{listed}</main>"
    return "text/html", f"<html lang='en-GB'><body><h1>{day:%A} {day.day} {day:%B %Y}</h1>{body}</body></html>"


def list_in_pages(links: Callable[[dt.date], str]) -> Site:
    """A list of a day's stories over two pages; ``links`` is what the first links to the second by."""

    def site(path: str) -> Answer | None:
        if path == "/":
            return home(f"<a href='/archive/{TODAY}/'>Archive</a>")
        found = re.fullmatch(r"/archive/(\d{4}-\d\d-\d\d)/(?:(\d)/)?", path)
        if not found:
            return story(path)
        day, second = dt.date.fromisoformat(found[1]), found[2] == "2"
        listed = rows(stories(day)[5:] if second else stories(day)[:5])
        if found[2] not in (None, "1", "2"):
            return None
        further = "" if second else links(day)
        return (
            "text/html",
            f"<html lang='en-GB'><body><h1>{day:%d %B %Y}</h1><main>{listed}</main>{further}</body></html>",
        )

    return site


next_by_word = list_in_pages(lambda day: f"<p><a href='/archive/{day}/2/'>Next</a></p>")
next_by_relation = list_in_pages(lambda day: f"<p><a rel='next' href='/archive/{day}/2/'>More</a></p>")
next_by_number = list_in_pages(lambda day: f"<p><a href='/archive/{day}/'>1</a> <a href='/archive/{day}/2/'>2</a></p>")


def newest_edition_only(path: str) -> Answer | None:
    """Today's paper and nothing that names another day."""
    return {"/": home("<a href='/print'>Print edition</a>"), "/print": issue(TODAY)}.get(path) or story(path)


def a_weekly(path: str) -> Answer | None:
    """Issues that appear on Thursdays, in an archive."""
    thursdays = [dt.date(2026, 3, 5) - dt.timedelta(weeks=n) for n in range(5)]
    links = "".join(f"<a href='/issues/{day:%d-%m-%Y}'>Issue of {day.day} {day:%B}</a>" for day in thursdays)
    if path == "/":
        return home("<a href='/issues'>All issues</a>")
    if path == "/issues":
        return "text/html", f"<html lang='en-GB'><body><h1>Issues</h1>{links}</body></html>"
    found = re.fullmatch(r"/issues/(\d\d)-(\d\d)-(\d{4})", path)
    day = dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    return issue(day) if day in thursdays else story(path)


def the_day_is_not_obeyed(path: str) -> Answer | None:
    """Whatever day is asked for, today's paper is sent; and there is a feed."""
    others = "".join(f"<a href='/paper/{TODAY - dt.timedelta(days=n)}/'>{n}</a>" for n in range(1, 5))
    if path == "/":
        return home("<a href='/paper/'>E-paper</a>", "<link rel='alternate' type='application/rss+xml' href='/feed'>")
    if path.startswith("/paper/"):
        return issue(TODAY, others, "Today")
    return feed() if path == "/feed" else story(path)


def feed() -> Answer:
    items = "".join(
        f"<item><title>{name}</title><link>{HOST}{path}</link><pubDate>Sat, 07 Mar 2026 05:00:00 GMT</pubDate></item>"
        for path, name in stories(TODAY)
    )
    return "application/rss+xml", f"<rss version='2.0'><channel><title>Skerry</title>{items}</channel></rss>"


def only_a_feed(path: str) -> Answer | None:
    """A home page drawn by a script; nothing but the feed can be read."""
    if path == "/":
        head = "<link rel='alternate' type='application/rss+xml' href='/feed'>"
        return (
            "text/html",
            f"<html lang='en-GB'><head><title>The Skerry Post</title>{head}</head><body><div id='app'></div></body></html>",
        )
    return feed() if path == "/feed" else story(path)


def sitemaps_by_day(path: str) -> Answer | None:
    """robots.txt names an index of sitemaps, one for each day."""
    days = [TODAY - dt.timedelta(days=n) for n in range(6)]
    if path == "/":
        return home()
    if path == "/robots.txt":
        return "text/plain", f"User-agent: *\nAllow: /\nSitemap: {HOST}/sitemap.xml\n"
    if path == "/sitemap.xml":
        named = "".join(f"<sitemap><loc>{HOST}/sitemaps/{day:%Y/%m/%d}.xml</loc></sitemap>" for day in days)
        return "text/xml", f"<sitemapindex>{named}</sitemapindex>"
    if found := re.fullmatch(r"/sitemaps/(\d{4})/(\d\d)/(\d\d)\.xml", path):
        day = dt.date(*map(int, found.groups()))
        named = "".join(
            f"<url><loc>{HOST}{each}</loc><lastmod>{day}T06:00:00Z</lastmod></url>" for each, _ in stories(day)
        )
        return "text/xml", f"<urlset>{named}</urlset>"
    return story(path)


def wordpress(path: str, many: int = 1) -> Answer | None:
    """A site with WordPress's interface, which lists the posts between two moments, a hundred at a time.

    :param many: how often each of the day's stories is told, under addresses of its own.
    """
    if path == "/":
        return home(head="<link rel='https://api.w.org/' href='/wp-json/'>")
    if path.startswith("/wp-json/wp/v2/posts?"):
        asked = dict(parse_qsl(path.partition("?")[2]))
        if "page" in asked and int(asked["page"]) > 1 + (len(FIRST) * many - 1) // 100:
            return None  # status 400, rest_post_invalid_page_number
        day = dt.datetime.fromisoformat(asked["before"]).date() - dt.timedelta(days=1)
        posts = [
            {
                "link": f"{HOST}{each}{f'-{n}' if n else ''}",
                "title": {"rendered": name},
                "excerpt": {"rendered": "<p>Why.</p>"},
                "date": f"{day}T05:00:00",
            }
            for n in range(many)
            for each, name in stories(day)
        ]
        first = int(asked.get("offset", 0))
        return "application/json", json.dumps(posts[first : first + int(asked.get("per_page", 10))])
    return story(path)


def behind_a_login(epaper: str, ends_at: str = "", *, status: int = 200, stories_too: bool = False) -> Site:
    """A home page with stories, and an e-paper that asks for a password.

    :param epaper: where the home page links it.
    :param ends_at: where a redirect leads from there.
    :param status: of the page that asks.
    :param stories_too: whether the stories are behind the same form.
    """
    fields = "<input name='user'><input type='password' name='word'><button>Go</button>"
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("news", "islands", "sport"))
    form = f"<html lang='en-GB'><head><title>The Skerry Post</title></head><body><ul>{menu}</ul><form method='post'>{fields}</form></body></html>"

    def site(path: str) -> Answer | Page | None:
        address = f"{HOST}{path}" if path.startswith("/") else path
        if path == epaper or (stories_too and path.startswith("/news/")):
            end = ends_at if path == epaper and ends_at else address
            body = b"" if status == 401 else form.encode()
            kind = "text/html; charset=utf-8"
            return Page(url=end, requested_url=address, body=body, content_type=kind, fetched=NOW, status=status)
        return home(f"<a href='{epaper}'>E-paper</a>") if path == "/" else story(path)

    return site


def nothing(path: str) -> Answer | None:
    """A page of images for subscribers, on a platform for that."""
    if path == "/":
        page = "<html lang='en-GB'><head><title>The Skerry Post</title></head><body><a href='https://skerry.newsmemory.com/'>E-paper</a></body></html>"
        return "text/html", page
    return None
