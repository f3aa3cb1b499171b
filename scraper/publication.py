"""A newspaper's facts as frozen types: what one ``publications/<slug>.toml`` says, after the strict reader checked it.

The tables and keys are those of the TOML schema (docs/publications.md); ``scraper.catalogue`` reads the files. Values
that select something from a page are ``Value``; templates stay text until ``scraper.discover.templates`` fills them in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How one value is read: the first selector in ``get`` that gives text, then ``re``, ``sub``, ``map``, template.

    Selectors are CSS by default, XPath after the prefix ``xpath:``, JMESPath on JSON. ``join`` puts all matches of a
    selector together instead of taking the first; ``negate`` (TOML ``not``) turns a ``where`` round.
    """

    get: tuple[str, ...] = ()
    re: str = ""
    sub: tuple[tuple[str, str], ...] = ()
    map: Mapping[str, str] = field(default_factory=dict)
    join: str | None = None
    template: str = ""
    default: str = ""
    const: str = ""
    negate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """JSON inside a page: the content of the element ``css`` selects, or the value that follows the text ``marker``."""

    css: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One step of an index: pages to fetch and what to read off them (``let``) for the next step."""

    url: str = ""
    latest: str = ""  # an address without a date that serves the newest edition
    urls: tuple[tuple[str, str], ...] = ()  # (section, address) pairs
    format: str = "html"  # html, json, feed, sitemap
    embedded: Embedded | None = None
    each: str = ""
    where: tuple[Value, ...] = ()
    pick: str = "all"  # all, first, last
    let: Mapping[str, Value] = field(default_factory=dict)
    next: Value | None = None
    max_pages: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRules:
    """Containers with a heading, each holding stories."""

    each: str
    title: Value | None = None
    where: tuple[Value, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRules:
    """One ``[index.stories]`` block: how a listed story is found and read."""

    each: str = ""
    fields: Mapping[str, Value] = field(
        default_factory=dict
    )  # headline, url, standfirst, byline, kicker, section, page...
    where: tuple[Value, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One way to learn an edition's stories. Alternates are tried in order; ``add`` makes a union instead."""

    name: str
    fetches: tuple[Fetch, ...]
    sections: SectionRules | None = None
    stories: tuple[StoryRules, ...] = ()
    issue: Mapping[str, Value] = field(default_factory=dict)  # date, title, volume, number
    requires: tuple[str, ...] = ()
    serves: str = "all"  # all, main, supplements
    days: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    add: bool = False
    base: str = ""
    dedupe: str = "url"  # url, headline
    order: tuple[str, ...] = ()  # section titles, or ("page",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    window_days: int = 0  # keep stories published on the edition date or up to so many days before
    archive_days: int = 0  # how far back this index can be asked for, where that is less than the schedule says


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRules:
    """One of a day's editions: a city, "late". ``optional`` ones are tried, their absence is no gap."""

    id: str
    name: str = ""
    default: bool = False
    optional: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRules:
    """An edition with a parent edition, on some weekdays; its absence is no error."""

    id: str
    name: str = ""
    days: tuple[str, ...] = WEEKDAYS
    editions: tuple[str, ...] = ()  # ids of the editions that carry it; all that are not optional where empty
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When editions appear. Times are local; ``next_day`` of a time is written ``"next 08:00"`` in the file."""

    days: tuple[str, ...] = WEEKDAYS
    ready: str = ""
    retry_until: str = ""
    closed: tuple[str, ...] = ()  # "12-25" every year, or "2025-12-27"
    extra: tuple[str, ...] = ()
    lead_days: int = 0
    archive_from: dt.date | None = None
    archive_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """``[story]``: how one story page of this newspaper is read; an empty field leaves it to the general reader."""

    fields: Mapping[str, Value] = field(
        default_factory=dict
    )  # headline, standfirst, byline, published, edition_date, ...
    url_sub: tuple[tuple[str, str], ...] = ()
    follow: Value | None = None
    json_ld: bool = True
    generic: bool = True
    format: str = "html"
    embedded: Embedded | None = None
    strip: tuple[str, ...] = ()
    next_page: Value | None = None
    image_attrs: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """Manners towards this site (DESIGN.md, section 8). ``delay`` in seconds between two requests to its host.

    ``noarchive`` says what is kept of a page that asks not to be archived: ``keep`` all of it, marked, or ``withhold``
    all but headline and address.
    """

    login: str = "none"
    login_url: str = ""
    login_fields: Mapping[str, str] = field(default_factory=dict)
    browser: bool = False
    robots: str = "obey"
    noarchive: str = "keep"
    delay: float = 1.0
    concurrency: int = 1
    user_agent: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A past edition whose story count is known, to notice that archive pages were rewritten."""

    date: dt.date
    stories: tuple[int, int] = (1, 10_000)
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a good collection of this paper looks like; outside these ranges the outcome is ``partial``."""

    stories: tuple[int, int] = (1, 100_000)
    min_stories_by_day: Mapping[str, int] = field(default_factory=dict)
    sections: tuple[int, int] = (0, 10_000)
    must_have_sections: tuple[str, ...] = ()
    fields: Mapping[str, float] = field(default_factory=dict)
    body_chars: int = 0
    repeat_max: float = 1.0
    date_must_match: bool = False
    stale_after_days: int = 0
    canary: tuple[Canary, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The front page image: an address, or a page to fetch and a value to read off it."""

    url: str = ""
    fetch: str = ""
    get: Value | None = None
    format: str = "html"
    embedded: Embedded | None = None
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonHook:
    """The escape hatch: a module that replaces the named stages."""

    hook: str
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A newspaper over time. ``slug`` is the name of its file and of its address."""

    slug: str
    title: str
    timezone: str
    language: str  # BCP 47
    publisher: str = ""
    kind: str = "newspaper"
    frequency: str = "daily"
    country: str = ""  # ISO 3166-1 alpha-2
    place: str = ""
    homepage: str = ""
    issn: str = ""
    lccn: str = ""
    wikidata: str = ""
    terms: str = ""
    also: tuple[str, ...] = ()  # other names a page may state for it
    hosts: tuple[str, ...] = ()  # where its stories are served besides the homepage's host
    demo: bool = False
    unverified: tuple[str, ...] = ()  # tables of the file that rest on no page seen
    schedule: Schedule = field(default_factory=Schedule)
    labels: tuple[LabelRules, ...] = ()
    supplements: tuple[SupplementRules, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    indexes: tuple[Index, ...] = ()
    story: PageRules = field(default_factory=PageRules)
    cover: Cover | None = None
    access: AccessRules = field(default_factory=AccessRules)
    health: Health = field(default_factory=Health)
    python: PythonHook | None = None
    source: str = ""  # the file it was read from

    @property
    def zone(self) -> ZoneInfo:
        """The newspaper's own time zone: "today" is a question of where the paper lives."""
        return ZoneInfo(self.timezone)


Table = dict[str, Any]
