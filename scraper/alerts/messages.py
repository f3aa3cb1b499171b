"""Matching stories -> a message, as a mail and as JSON. Pure."""

from __future__ import annotations

import datetime as dt
import email.policy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from scraper.alerts.searches import Search
from scraper.archive.arrivals import stamp
from scraper.archive.row_types import MatchRow
from scraper.archive.search import snippets
from scraper.characters import one_line, printable
from scraper.site import routes
from scraper.site.formats import feeds
from scraper.site.words import wording

SERVICE = "back-issues.invalid"  # of message ids: they are no addresses (RFC 2606)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as a message tells it."""

    match: MatchRow
    authors: Sequence[str]
    event: str  # "new" or "changed"
    number: int  # when it came or changed here


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is new of a search, for one address."""

    id: str
    search: Search
    stories: Sequence[Told]
    url: str = ""  # of the site, with a slash at its end; "" where nobody said it


def as_json(message: Message) -> bytes:
    """The body of a webhook's request."""
    made = {
        "id": message.id,
        "search": {
            "name": message.search.name,
            "query": message.search.query,
            "url": _absolute(message.url, routes.search(message.search.values)),
        },
        "total": len(message.stories),
        "items": [_item(told, message.url) for told in message.stories],
    }
    return json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")


def _item(told: Told, url: str) -> dict[str, Any]:
    match: Mapping[str, Any] = told.match
    same = (
        "key", "source_url", "publication", "publication_title", "edition_date", "section", "page", "headline",
        "standfirst", "byline", "language", "access", "words",
    )  # fmt: skip
    return {
        "id": feeds.entry_id(match["key"]),
        "event": told.event,
        "url": _absolute(url, routes.story(match["key"])),
        **{name: match[name] for name in same},
        "authors": list(told.authors),
        "snippet": snippets.plain(told.match["snippet"]),
        "published": feeds.day(match["edition_date"] or match["published"]) or None,
        "arrived": stamp(told.number),
    }


def as_mail(message: Message, *, sender: str, to: str, now: dt.datetime) -> EmailMessage:
    """The message as a mail of plain text."""
    mail = EmailMessage(policy=email.policy.SMTP)
    number = len(message.stories)
    mail["Subject"] = f"{one_line(message.search.name)}: {number:,} {'story' if number == 1 else 'stories'}"
    mail["From"] = as_address(sender, "Back Issues")
    mail["To"] = as_address(to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.id.removeprefix('urn:uuid:')}@{SERVICE}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
    mail.set_content("\n".join(_lines(message)), cte="quoted-printable")
    return mail


def as_address(text: str, name: str = "") -> Address:
    """A mail address as a header has it."""
    user, _, domain = text.rpartition("@")
    return Address(name, user, domain)


def _lines(message: Message) -> list[str]:
    lines = []
    for told in message.stories:
        match = told.match
        day = wording.long_day(match["edition_date"]) if match["edition_date"] else "day not known"
        page = f"page {match['page']}" if match["page"] else ""
        changed = "changed" if told.event == "changed" else ""
        names = ", ".join(told.authors) or match["byline"]
        where = (match["publication_title"], day, match["section"], page, names, changed)
        lines += [
            one_line(match["headline"]),
            ", ".join(one_line(part) for part in where if part),
            printable(snippets.plain(told.match["snippet"])),
            _absolute(message.url, routes.story(match["key"])) or match["source_url"],
            "",
        ]
    address = _absolute(message.url, routes.search(message.search.values))
    lines += ["-- ", f"Back Issues, {one_line(message.search.name)}: {address or message.search.query}"]
    return lines


def _absolute(url: str, path: str) -> str | None:
    return f"{url.removesuffix('/')}{path}" if url else None
