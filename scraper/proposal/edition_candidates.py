"""Indexes of printed editions: what links name, and addresses that hold a day (pure: the caller fetches)."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from scraper.discover.templates import Variables, fill
from scraper.items import Page
from scraper.proposal import list_rules
from scraper.proposal.candidate import Candidate, Get, Kind
from scraper.proposal.dated_addresses import DatedAddress, dated
from scraper.proposal.edition_pages import MOST_NEXT, edition_pages, next_page, numbered, stated_day
from scraper.proposal.edition_words import is_offer, is_replica, names
from scraper.proposal.home_page import HomePage
from scraper.proposal.html_tree import tree_of
from scraper.proposal.page_links import Link, bare_host, day_forms_in, links_in, site_of
from scraper.proposal.platforms import platforms_of
from scraper.proposal.sign_in import asks_to_sign_in, leads_to_sign_in
from scraper.proposal.story_cards import story_addresses

_MOST_NAMED = 5  # links of the home page that are followed, because they name an edition or an archive
_MOST_LEADS = 3
_MOST_SECTIONS = 4  # of an edition, that are looked at before its lists are learned
_OF_FIRST = ("url", "latest")  # the keys of the address of a list's first page
_BEGINNING = 4_000  # bytes of a page in which it sends the browser on
_REFRESH = re.compile(
    r"""(?i)<meta[^<>]+refresh[^<>]+url=\s*['"]?(?P<meta>[^'">\s]+)|location(?:\.href)?\s*=\s*["'](?P<script>[^"']+)["']\s*;?\s*</script>"""
)
_OF_EDITIONS = re.compile(  # an archive of editions, and not of the web's stories by day
    r"(?i)[/-](?:e?-?paper|(?:todays?-?)?(?:news)?paper|issues?|editions?|edici[oó]n(?:es)?(?:-impresa)?|edizion[ei]|edi[cç](?:ao|oes)"
    r"|impress[oa]|impresa|numeros?|ausgaben?|hefte?|nummer|nomer|gazeta|gazete|vydani|wydani[ae]|tydenik|dagens-?\w*|e?-?tidning"
    r"|e?-?avis|krant|shimen|fyllo|journal|quotidien|giornale|jornal|magazine|print(?:-?edition)?|pdf)[/?-]"
)
_LONGEST_REST = 24  # characters behind the day in the address of an edition; a story's has its headline there
_ISSUE_NUMBER = re.compile(r"\d{3,}|/[\w-]*\d\d(?:/|\.\w{3,5}$|$)|[?&]\w+=\d{2,}$")


def edition_candidates(home: HomePage, get: Get, today: dt.date) -> Iterator[Candidate]:
    """What links name as today's paper or the archive leads to, and days that the home page itself links."""
    found = [*_named(home, get, today), *_on_the_home_page(home, today)]
    seen: set[str] = set()
    for candidate in _with_latest(found):
        address = candidate.url or candidate.address or candidate.extends
        if address not in seen:
            seen.add(address)
            yield candidate


def led_to(page: Page, get: Get) -> Page:
    """The page that a page sends the browser on to (<meta http-equiv="refresh">, or a script of one line)."""
    for _ in range(_MOST_LEADS):
        match = _REFRESH.search(page.body[:_BEGINNING].decode("latin-1"))
        following = get(urljoin(page.url, match["meta"] or match["script"])) if match else None
        if following is None:
            break
        page = following
    return page


def is_edition_address(address: DatedAddress) -> bool:
    """Whether little follows the day; behind a story's day stands its headline or its number."""
    rest = urlsplit(f"https://x/{address.rest.lstrip('/')}").path.strip("/")
    return len(rest) <= _LONGEST_REST and rest.count("-") < 3 and not re.search(r"\d{5,}", rest)


def _with_latest(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, an address without a day joined to that of its days: /paper/ to /paper/2026-03-07/."""
    newest = {str(each.tables["latest"]) for each in found if each.kind == "newest edition" and "latest" in each.tables}
    of_days = {
        latest: each
        for each in found
        for latest in newest
        if each.url.startswith(latest) and "fetch" not in each.tables and "latest" not in each.tables
    }
    latest_of = {id(each): latest for latest, each in of_days.items()}
    for each in found:
        if latest := latest_of.get(id(each)):
            yield replace(each, tables={"url": each.tables["url"], "latest": latest, **each.tables})
        elif each.tables.get("latest") not in of_days:
            yield each


def _named(home: HomePage, get: Get, today: dt.date) -> Iterator[Candidate]:
    for link in _best_named(home, today)[:_MOST_NAMED]:
        address = _dated(link.url, home, today)
        page = led_to(page, get) if (page := get(link.url)) is not None else None
        known = platforms_of([page.url, *(each.url for each in links_in(tree_of(page)))], today) if page else []
        for platform in known:
            if platform.extends:
                yield replace(platform.candidate(get), address=link.url)
        if page is None or asks_to_sign_in(page):
            if address is not None and is_edition_address(address):
                yield _edition(link, address.template, "", None, [address.day], today, None)
            elif link.target == "edition":
                yield _newest(link, home, None)
            continue
        rules = list_rules.learned(page)
        template, days = _template(link.url, page, home, today)
        if template:
            zone = ZoneInfo(home.timezone or "UTC")
            stated = stated_day(page, home.language, zone, address.day if address else None)
            candidate = _edition(link, template, "" if address else link.url, rules, days, today, stated)
            yield _whole(candidate, page, get, (stated or ("", candidate.newest))[1], home.language)
            continue
        yield from (_by_form(form, f"the form behind {_told(link)}") for form in day_forms_in(tree_of(page), page.url))
        if link.target == "edition":
            yield _newest(link, home, rules)


def _whole(candidate: Candidate, page: Page, get: Get, day: dt.date | None, language: str) -> Candidate:
    """The candidate with all pages of the edition: its sections, where the first only links them, or the next pages."""
    pages = edition_pages(page, day) if day else None
    tables = dict(candidate.tables)
    if pages is not None:
        here = story_addresses(page)
        others = [found for url in pages.urls[:_MOST_SECTIONS] if url != page.url and (found := get(url)) is not None]
        richest = max(others, key=lambda other: len(story_addresses(other) - here), default=None)
        rules = list_rules.learned(richest, least=1) if richest else None
        if rules is not None and richest and story_addresses(richest) - here:
            first = {name: tables.pop(name) for name in _OF_FIRST if name in tables}
            steps = pages.steps(first, next(filter(None, map(next_page, others)), ""))
            return replace(candidate, tables={**tables, "fetch": steps, "stories": rules.as_toml()})
    if goes_on := next_page(page):
        tables |= {"next": goes_on, "max_pages": MOST_NEXT}
    elif day and (template := numbered(page, day, language)):
        by_number = get(fill(template, Variables(date=day, texts={"page_number": "1"})))
        if by_number and story_addresses(by_number) == story_addresses(page):
            rest = {name: value for name, value in tables.items() if name not in _OF_FIRST}
            tables = {"url": template, "pages": "1..", **rest}
    return replace(candidate, tables=tables)


def _best_named(home: HomePage, today: dt.date) -> list[Link]:
    """The links that name an edition or an archive, the most telling first."""

    def rank(link: Link) -> tuple[bool, ...]:
        told = names(link.text) is not None
        return (
            link.target != "edition",
            _dated(link.url, home, today) is None,
            is_offer(link.text, link.url),
            is_replica(link.text, link.url),
            not told,
        )

    named: dict[str, Link] = {}
    for link in home.links:
        told = names(link.text) is not None
        followed = link.target and (_is_near(link.url, home) or (told and not platforms_of([link.url], today)))
        if (
            followed
            and link.url != home.url
            and (link.url not in named or told > (names(named[link.url].text) is not None))
        ):
            named[link.url] = link
    shown = [link for link in named.values() if not _is_offered(link) or _dated(link.url, home, today)]
    return sorted(shown, key=rank)


def _is_offered(link: Link) -> bool:
    """Whether a link only sells the paper; one that names an edition and leads to a page to sign in tells of one."""
    return is_offer(link.text, "" if names(link.text) and leads_to_sign_in(link.url) else link.url)


def _on_the_home_page(home: HomePage, today: dt.date) -> Iterator[Candidate]:
    """Days that the home page links or lets a reader pick, whatever the links say."""
    days: dict[str, dict[dt.date, Link]] = defaultdict(dict)
    for link in home.links:
        address = _dated(link.url, home, today)
        if address is not None and address.is_certain and is_edition_address(address) and _is_near(link.url, home):
            days[address.template].setdefault(address.day, link)
    for template in sorted(days, key=lambda each: (not _OF_EDITIONS.search(each), -len(days[each]))):
        if len(days[template]) >= 2 or _OF_EDITIONS.search(template):
            link = days[template][max(days[template])]
            yield _edition(link, template, "", None, sorted(days[template]), today, None)
    yield from (_by_form(form, "a form of the home page") for form in home.day_forms)


def _dated(url: str, home: HomePage, today: dt.date) -> DatedAddress | None:
    return dated(url, near=today, language=home.language or "en")


def _is_near(url: str, home: HomePage) -> bool:
    """Whether an address belongs to the newspaper: its own site."""
    return site_of(bare_host(url)) == site_of(home.host)


def _template(url: str, page: Page, home: HomePage, today: dt.date) -> tuple[str, list[dt.date]]:
    """The address of an edition with a variable for its day, by the address that answered or by links to other days."""
    here = [Link(page.url, ""), Link(url, ""), *links_in(tree_of(page))]
    sites = {site_of(home.host), site_of(bare_host(page.url))}
    by_template: dict[str, set[dt.date]] = defaultdict(set)
    own: set[str] = set()
    for link in here:
        address = _dated(link.url, home, today)
        if address is None or site_of(bare_host(link.url)) not in sites or not is_edition_address(address):
            continue
        by_template[address.template].add(address.day)
        if link.url in (page.url, url):
            own.add(address.template)
    ranked = sorted(by_template, key=lambda each: (each not in own, -len(by_template[each]), len(each)))
    for template in ranked:
        if template in own or len(by_template[template]) >= 2:
            return template, sorted(by_template[template])
    return "", []


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
    kind: Kind = "edition" if link.target == "edition" or _OF_EDITIONS.search(template) else "day on the web"
    tables: dict[str, Any] = {"url": template}
    if latest:
        tables["latest"] = latest
    if rules is not None:
        tables["stories"] = rules.as_toml()
    if stated is not None:
        tables["issue"] = {"date": stated[0]}
    return Candidate(
        name="paper" if kind == "edition" and link.target != "archive" else "archive",
        kind=kind,
        why=_told(link),
        tables=tables,
        newest=max(past, default=None),
        days_apart=apart,
        weekday=past[-1].weekday() if weekly and past else None,
        address=link.url,
    )


def _newest(link: Link, home: HomePage, rules: list_rules.ListRules | None) -> Candidate:
    """The edition behind a link without a day; an address of one issue alone is looked up each time."""
    tables: dict[str, Any] = {"latest": link.url}
    if _ISSUE_NUMBER.search(urlsplit(link.url)._replace(scheme="", netloc="").geturl()) and link.text:
        step = {
            "latest": home.url,
            "each": f"xpath://a[normalize-space(.) = {_quoted(link.text)}]",
            "pick": "first",
            "let": {"issue_url": "::attr(href)"},
        }
        tables = {"fetch": [step, {"url": "{issue_url}"}]}
    if rules is not None:
        tables["stories"] = rules.as_toml()
    return Candidate(
        name="today",
        kind="newest edition",
        why=f"{_told(link)}; no address with a day was found",
        tables=tables,
        doubt=_doubt(link),
        address=link.url,
    )


def _doubt(link: Link) -> str:
    if is_replica(link.text, link.url):
        return "such links often lead to images of pages, for subscribers"
    return "" if names(link.text) else "its address alone speaks of an edition"


def _by_form(template: str, where: str) -> Candidate:
    return Candidate(
        name="archive",
        kind="edition" if _OF_EDITIONS.search(template) else "day on the web",
        why=f"{where}, in which a day is picked",
        tables={"url": template},
        address=template.partition("?")[0],
    )


def _told(link: Link) -> str:
    return f"the link “{link.text}”" if link.text else "a link"


def _quoted(text: str) -> str:
    """A text as a string of XPath, which knows no escapes."""
    return f"'{text}'" if "'" not in text else f'"{text.replace(chr(34), "")}"'
