"""The indexes worth a try for a newspaper, the likeliest to be its printed editions first (pure: the caller fetches).

platforms    a known e-paper platform, read by a file of the catalogue
edition      today's paper or the archive, by the links that name them; dated where their addresses hold a day
by day       a list of the web's stories of a day: WordPress, a sitemap for each day
newest       feeds, the news sitemap, the home page: what is new, and no edition
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import statistics
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from scraper.discover import sitemaps
from scraper.discover.errors import DiscoverError
from scraper.discover.page_text import decoded, unpacked
from scraper.items import Page
from scraper.proposal import list_rules
from scraper.proposal.dated_addresses import DatedAddress, dated
from scraper.proposal.home_page import HomePage, Link, bare_host, links_of, site_of

Get = Callable[[str], Page | None]  # None: it could not be had
Kind = Literal["edition", "newest edition", "day on the web", "newest on the web"]

_MOST_NAMED = 5  # links of the home page that are followed, because they name an edition or an archive
_LEAST_NAMING = 2  # links that name a day, before it is believed to be that of the page
_MOST_SITEMAPS = 3
_MOST_LEADS = 3
_BEGINNING = 4_000  # bytes of a page in which it sends the browser on
_REFRESH = re.compile(
    r"""(?i)<meta[^>]+refresh[^>]+url=\s*['"]?(?P<meta>[^'">\s]+)|location(?:\.href)?\s*=\s*["'](?P<script>[^"']+)["']\s*;?\s*</script>"""
)
_OF_EDITIONS = re.compile(  # an archive of editions, and not of the web's stories by day
    r"(?i)[/-](?:e?-?paper|issues?|editions?|edicion(?:es)?|numeros?|ausgaben?|hefte?|nummer|vydani|tydenik|magazine|print)[/-]"
)
_LONGEST_REST = 24  # characters behind the day in the address of an edition; a story's has its headline there


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An index to try: ``tables`` are the keys of its ``[[index]]``, ``why`` says how it was found.

    ``newest`` is the newest day that the site's own links name for it, if any; ``days_apart`` how far its days lie from
    one another there; ``extends`` the platform's file that has the index, which sets ``variables``.
    """

    name: str
    kind: Kind
    why: str
    tables: Mapping[str, Any] = field(default_factory=dict)
    newest: dt.date | None = None
    days_apart: int = 0
    weekday: int | None = None  # of a weekly: Monday is 0
    extends: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_past_days(self) -> bool:
        """Whether a day can be asked for."""
        return bool(self.extends) or "{date" in str(self.tables.get("url", ""))


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform that the home page leads to; without ``extends`` its editions cannot be read, and ``why`` says so."""

    name: str
    address: str
    extends: str
    why: str
    variables: Mapping[str, str]


def platforms(home: HomePage, today: dt.date) -> list[Platform]:
    """The platforms that a newspaper's home page leads to, by its links, scripts and frames."""
    sources = re.findall(r"""(?:src|href)=["']([^"']+)""", home.source)
    return platforms_of([link.url for link in home.links] + sources, today)


def platforms_of(addresses: Sequence[str], today: dt.date) -> list[Platform]:
    """The platforms that these addresses belong to."""
    found: dict[str, Platform] = {}
    for rule in _platforms():
        pattern = re.compile(rule["address"])
        match = next((match for address in addresses if (match := pattern.search(address))), None)
        if match:
            found[rule["name"]] = Platform(
                name=rule["name"],
                address=match.string,
                extends=rule.get("extends", ""),
                why=rule.get("why", ""),
                variables=match.groupdict() | _dated_variable(rule, match[0], today),
            )
    return list(found.values())


def _dated_variable(rule: Mapping[str, str], address: str, today: dt.date) -> dict[str, str]:
    """The variable that takes the whole address, with the day in it as a variable of its own."""
    found = dated(address, near=today) if "dated" in rule else None
    return {rule["dated"]: found.template} if found else {}


@functools.cache
def _platforms() -> list[dict[str, str]]:
    text = (resources.files(__package__) / "platforms.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["platform"])


def candidates(home: HomePage, page: Page, get: Get, *, today: dt.date) -> Iterator[Candidate]:
    """Every index worth a try, the likeliest first; pages are fetched only as they are come to."""
    yield from map(_of_platform, filter(_can_be_read, platforms(home, today)))
    yield from _named(home, get, today)
    if root := _wordpress(home):
        yield _of_wordpress(root)
    yield from _sitemaps(home, get, today)
    for feed in home.feeds[:1]:
        yield Candidate(
            name="feed",
            kind="newest on the web",
            why="the feed that the home page names",
            tables={"latest": feed.url, "format": "feed", "window_days": 1},
        )
    if (rules := list_rules.learned(page)) is not None:
        yield _of_home_page(home, rules, today)


def _can_be_read(platform: Platform) -> bool:
    return bool(platform.extends)


def _of_platform(platform: Platform) -> Candidate:
    return Candidate(
        name="paper",
        kind="edition",
        why=f"{platform.name}, known by {platform.address}",
        extends=platform.extends,
        variables=platform.variables,
    )


def _named(home: HomePage, get: Get, today: dt.date) -> Iterator[Candidate]:
    """What the links that name a printed edition or an archive lead to."""
    named = {link.url: link for link in home.links if link.target and _is_near(link.url, home)}
    wanted = sorted(named.values(), key=lambda link: link.target != "edition")
    seen: set[str] = set()
    for link in wanted[:_MOST_NAMED]:
        page = get(link.url)
        if page is None:
            if (address := dated(link.url, near=today)) is not None and address.template not in seen:
                seen.add(address.template)
                yield _edition(link, address.template, "", None, [address.day], today, None)
            continue
        page = _led_to(page, get)
        if known := list(filter(_can_be_read, platforms_of([page.url, *(each.url for each in links_of(page))], today))):
            yield from map(_of_platform, known)
            continue
        rules = list_rules.learned(page)
        template, days = _template(link.url, page, home, today)
        if template and template not in seen:
            seen.add(template)
            stated = list_rules.stated_day(page, home.language, ZoneInfo(home.timezone or "UTC"))
            latest = "" if dated(link.url, near=today) else link.url
            yield _edition(link, template, latest, rules, days, today, stated)
        elif rules is not None and link.target == "edition" and link.url not in seen:
            seen.add(link.url)
            yield Candidate(
                name="today",
                kind="newest edition",
                why=f"the link “{link.text}”; no address with a day was found",
                tables={"latest": link.url, "stories": rules.as_toml()},
            )


def _led_to(page: Page, get: Get) -> Page:
    """The page that a page sends the browser on to (<meta http-equiv="refresh">, or a script of one line)."""
    for _ in range(_MOST_LEADS):
        match = _REFRESH.search(page.body[:_BEGINNING].decode("latin-1"))
        if match is None:
            break
        following = get(urljoin(page.url, match["meta"] or match["script"]))
        if following is None:
            break
        page = following
    return page


def _is_near(url: str, home: HomePage) -> bool:
    """Whether an address belongs to the newspaper: its own site."""
    return site_of(bare_host(url)) == site_of(home.host)


def _template(url: str, page: Page, home: HomePage, today: dt.date) -> tuple[str, list[dt.date]]:
    """The address of an edition with a variable for its day, by the address that answered or by links to other days."""
    here = [Link(page.url, ""), Link(url, ""), *links_of(page)]
    by_template: dict[str, set[dt.date]] = defaultdict(set)
    own: set[str] = set()
    for link in here:
        address = dated(link.url, near=today)
        if address is None or not _is_near(link.url, home) or not _is_edition_address(address):
            continue
        by_template[address.template].add(address.day)
        if link.url in (page.url, url):
            own.add(address.template)
    ranked = sorted(by_template, key=lambda each: (each not in own, -len(by_template[each]), len(each)))
    for template in ranked:
        if template in own or len(by_template[template]) >= 2:
            return template, sorted(by_template[template])
    return "", []


def _is_edition_address(address: DatedAddress) -> bool:
    """Whether little follows the day; behind a story's day stands its headline or its number."""
    rest = urlsplit(f"https://x/{address.rest.lstrip('/')}").path.strip("/")
    return len(rest) <= _LONGEST_REST and rest.count("-") < 3 and not re.search(r"\d{5,}", rest)


def _edition(
    link: Link,
    template: str,
    latest: str,
    rules: list_rules.ListRules | None,
    days: Sequence[dt.date],
    today: dt.date,
    stated: tuple[str, dt.date] | None,
) -> Candidate:
    past = sorted({day for day in (*days, *([stated[1]] if stated else [])) if day <= today})
    gaps = [(later - earlier).days for earlier, later in pairwise(past)]
    apart = round(statistics.median(gaps)) if len(gaps) >= 2 else 0
    weekly = 5 <= apart <= 8
    tables: dict[str, Any] = {"url": template}
    if latest:
        tables["latest"] = latest
    if rules is not None:
        tables["stories"] = rules.as_toml()
    if stated is not None:
        tables["issue"] = {"date": stated[0]}
    words = f"the link “{link.text}”" if link.text else f"a link to {link.url}"
    return Candidate(
        name="paper" if link.target == "edition" else "archive",
        kind="edition" if link.target == "edition" or _OF_EDITIONS.search(template) else "day on the web",
        why=f"{words}, and {len(days)} addresses with a day",
        tables=tables,
        newest=max(past, default=None),
        days_apart=apart,
        weekday=past[-1].weekday() if weekly and past else None,
    )


def _wordpress(home: HomePage) -> str:
    """The root of the site's WordPress interface, where it names one."""
    match = re.search(r"""<link[^>]+rel=["']https://api\.w\.org/["'][^>]*href=["']([^"']+)""", home.source)
    return urljoin(home.url, match[1]) if match else ""


def _of_wordpress(root: str) -> Candidate:
    day = "after={date-1:%Y-%m-%d}T23:59:59&before={date+1:%Y-%m-%d}T00:00:00"
    return Candidate(
        name="day",
        kind="day on the web",
        why="the site's WordPress interface",
        tables={
            "url": f"{root.rstrip('/')}/wp/v2/posts?{day}&per_page=100&order=asc&_fields=link,title,excerpt,date",
            "format": "json",
            "stories": {
                "url": "link",
                "headline": "title.rendered",
                "standfirst": "excerpt.rendered",
                "published": "date",
            },
        },
    )


def _sitemaps(home: HomePage, get: Get, today: dt.date) -> Iterator[Candidate]:
    """Sitemaps whose addresses hold a day, and the news sitemap, as robots.txt names them or at the usual addresses."""
    root = urljoin(home.url, "/")
    robots = get(urljoin(root, "robots.txt"))
    named = re.findall(r"(?im)^\s*sitemap:\s*(\S+)", robots.body.decode("utf-8", "replace")) if robots else []
    named.sort(key=lambda url: ("news" not in url.lower(), len(url)))
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
        )


def shown_on(home: HomePage, latest: dt.date) -> dt.date:
    """The day on which a saved home page was shown: the newest that several of its links name, if any does.

    :param latest: the day on which it was saved; a copy of a file may be much younger than the page.
    """
    found = (dated(link.url, near=latest) for link in home.links)
    named = Counter(address.day for address in found if address is not None and address.day <= latest)
    return max((day for day, links in named.items() if links >= _LEAST_NAMING), default=latest)


def _of_home_page(home: HomePage, rules: list_rules.ListRules, today: dt.date) -> Candidate:
    """The stories on the home page; of the day and the one before, where the addresses of stories hold it."""
    tables: dict[str, Any] = {"latest": home.url, "stories": rules.as_toml()}
    found = (dated(link.url, near=today) for link in home.links)
    forms = Counter(address.variable for address in found if address and not _is_edition_address(address))
    if forms and forms.most_common(1)[0][1] >= list_rules.LEAST:
        variable = forms.most_common(1)[0][0]
        tables["include"] = [variable, variable.replace("{date:", "{date-1:")]  # in the morning most are of yesterday
    return Candidate(
        name="home page",
        kind="newest on the web",
        why="the home page itself",
        tables=tables,
    )
