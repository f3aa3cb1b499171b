"""Every table and key that a publication file may hold, with the kind of its value; docs/publications.md explains them.

A new word needs a row here, a field in ``scraper.publication`` and a row in the documentation; tests compare the three.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from scraper.catalogue.value_types import (
    Kind,
    at_least_one,
    clock,
    country,
    date,
    embedded,
    filled_text,
    flag,
    identifier,
    issn,
    language,
    number,
    one_of,
    section_pages,
    share,
    some_of,
    span,
    special_days,
    substitutions,
    table_of,
    text,
    text_table,
    texts,
    time_zone,
    variables,
    weekday,
    weekdays,
    whole,
)

LINK_FIELDS = ("url", "headline", "kicker", "standfirst", "byline", "section", "page", "published", "image")
PAGE_FIELDS = (
    "headline", "print_headline", "kicker", "standfirst", "byline", "dateline", "published", "modified",
    "edition_date", "section", "page", "body",
)  # fmt: skip
ISSUE_FIELDS = ("date", "title", "volume", "number")


class Nested(enum.Enum):
    """What is read by more than a kind."""

    VALUE = "a value"
    VALUES = "a list of values"
    BINDINGS = "a table of values"
    TABLE = "a table"
    TABLES = "a list of tables"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the kind of its value, and whether it must be there."""

    kind: Kind | Nested
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how its head is written, its keys, and whether it may hold free variables besides."""

    head: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    free: bool = False


def _values(*names: str) -> dict[str, Key]:
    return {name: Key(Nested.VALUE) for name in names}


_TIMES = {"days": Key(weekdays), "ready": Key(clock), "retry_until": Key(clock)}
_FETCHED = {
    "url": Key(filled_text),
    "latest": Key(filled_text),
    "urls": Key(section_pages),
    "format": Key(one_of("html", "json", "feed", "sitemap")),
    "embedded": Key(embedded),
    "next": Key(Nested.VALUE),
    "max_pages": Key(at_least_one),
    "headers": Key(text_table),
    "optional": Key(flag),
}

TABLES: Mapping[str, Table] = {
    "": Table(
        "at the top of the file",
        {
            "extends": Key(filled_text),
            "vars": Key(variables),
            "publication": Key(Nested.TABLE, required=True),
            "schedule": Key(Nested.TABLE),
            "editions": Key(Nested.TABLES),
            "supplements": Key(Nested.TABLES),
            "index": Key(Nested.TABLES),
            "cover": Key(Nested.TABLE),
            "story": Key(Nested.TABLE),
            "access": Key(Nested.TABLE),
            "health": Key(Nested.TABLE),
            "python": Key(Nested.TABLE),
        },
    ),
    "publication": Table(
        "[publication]",
        {
            "title": Key(filled_text, required=True),
            "timezone": Key(time_zone, required=True),
            "language": Key(language, required=True),
            "publisher": Key(text),
            "kind": Key(one_of("newspaper", "magazine", "journal")),
            "frequency": Key(
                one_of(
                    "daily", "twice-weekly", "weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "irregular"
                )
            ),
            "country": Key(country),
            "place": Key(text),
            "homepage": Key(filled_text),
            "hosts": Key(texts),
            "also": Key(texts),
            "issn": Key(issn),
            "lccn": Key(text),
            "wikidata": Key(text),
            "terms": Key(text),
            "demo": Key(flag),
            "unverified": Key(texts),
        },
    ),
    "schedule": Table(
        "[schedule]",
        {
            **_TIMES,
            "closed": Key(special_days),
            "extra": Key(special_days),
            "lead_days": Key(whole),
            "archive_from": Key(date),
            "archive_days": Key(whole),
        },
    ),
    "editions": Table(
        "[[editions]]",
        {"id": Key(identifier, required=True), "name": Key(text), "default": Key(flag), "optional": Key(flag)},
        free=True,
    ),
    "supplements": Table(
        "[[supplements]]",
        {"id": Key(identifier, required=True), "name": Key(text), "days": Key(weekdays), "editions": Key(texts)},
        free=True,
    ),
    "index": Table(
        "[[index]]",
        {
            "name": Key(filled_text, required=True),
            **_FETCHED,
            "fetch": Key(Nested.TABLES),
            "sections": Key(Nested.TABLE),
            "stories": Key(Nested.TABLES),
            "issue": Key(Nested.TABLE),
            "requires": Key(texts),
            "serves": Key(one_of("all", "main", "supplements")),
            "days": Key(weekdays),
            "valid_from": Key(date),
            "valid_until": Key(date),
            "archive_days": Key(whole),
            "add": Key(flag),
            "base": Key(text),
            "dedupe": Key(one_of("url", "headline")),
            "order": Key(texts),
            "include": Key(texts),
            "exclude": Key(texts),
            "window_days": Key(whole),
        },
    ),
    "index.fetch": Table(
        "[[index.fetch]]",
        {
            **_FETCHED,
            "each": Key(filled_text),
            "where": Key(Nested.VALUES),
            "pick": Key(one_of("all", "first", "last")),
            "let": Key(Nested.BINDINGS),
        },
    ),
    "index.sections": Table(
        "[index.sections]",
        {
            "each": Key(filled_text, required=True),
            "title": Key(Nested.VALUE),
            "where": Key(Nested.VALUES),
            "limit": Key(at_least_one),
        },
    ),
    "index.stories": Table(
        "[index.stories]",
        {
            "each": Key(filled_text),
            **_values(*LINK_FIELDS),
            "where": Key(Nested.VALUES),
            "include": Key(texts),
            "exclude": Key(texts),
            "limit": Key(at_least_one),
        },
    ),
    "index.issue": Table("[index.issue]", _values(*ISSUE_FIELDS)),
    "cover": Table(
        "[cover]",
        {
            "url": Key(filled_text),
            "fetch": Key(filled_text),
            "get": Key(Nested.VALUE),
            "format": Key(one_of("html", "json")),
            "embedded": Key(embedded),
            "days": Key(weekdays),
        },
    ),
    "story": Table(
        "[story]",
        {
            **_values(*PAGE_FIELDS),
            "url_sub": Key(substitutions),
            "follow": Key(Nested.VALUE),
            "json_ld": Key(flag),
            "generic": Key(flag),
            "format": Key(one_of("html", "json")),
            "embedded": Key(embedded),
            "strip": Key(texts),
            "next_page": Key(Nested.VALUE),
            "image_attrs": Key(texts),
            "paywall": Key(texts),
        },
    ),
    "access": Table(
        "[access]",
        {
            "login": Key(one_of("none", "optional", "required")),
            "login_url": Key(text),
            "login_fields": Key(text_table),
            "browser": Key(flag),
            "robots": Key(one_of("obey")),
            "noarchive": Key(one_of("keep", "withhold")),
            "delay": Key(number),
            "concurrency": Key(at_least_one),
            "user_agent": Key(text),
            "headers": Key(text_table),
        },
    ),
    "health": Table(
        "[health]",
        {
            "stories": Key(span),
            "min_stories_by_day": Key(table_of(weekday, whole)),
            "sections": Key(span),
            "must_have_sections": Key(texts),
            "fields": Key(table_of(one_of(*LINK_FIELDS), share)),
            "body_chars": Key(whole),
            "repeat_max": Key(share),
            "date_must_match": Key(flag),
            "stale_after_days": Key(whole),
            "canary": Key(Nested.TABLES),
        },
    ),
    "health.canary": Table(
        "[health] canary", {"date": Key(date, required=True), "stories": Key(span), "host": Key(text)}
    ),
    "python": Table(
        "[python]", {"hook": Key(filled_text, required=True), "stages": Key(some_of("fetches", "stories", "story"))}
    ),
    "value": Table(
        "a value",
        {
            "get": Key(texts),
            "re": Key(filled_text),
            "sub": Key(substitutions),
            "map": Key(text_table),
            "join": Key(text),
            "template": Key(filled_text),
            "default": Key(text),
            "const": Key(filled_text),
            "not": Key(flag),
        },
    ),
}
