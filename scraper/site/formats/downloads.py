"""The representations of a newspaper and of an edition: feeds and a table. Pure.

They have what the pages show, headlines and openings of stories; whole stories are on their own pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from scraper.site import routes
from scraper.site.formats import feeds, tables
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation
from scraper.site.language import _
from scraper.site.words import wording

Object = Mapping[str, Any]
STORY_COLUMNS = (
    "section", "page", "position", "headline", "print_headline", "kicker", "standfirst", "byline", "language", "access",
    "words", "key", "url", "source_url", "listed_url", "missing_because",
)  # fmt: skip


def of_publication(publication: Object, editions: Sequence[Object]) -> dict[str, MakeRepresentation]:
    """The representations of a publication, by ending: its newest editions as ``atom``.

    :param editions: as ``words.objects.edition_line`` gives them, newest first.
    """

    def atom(absolute: AbsoluteUrl) -> Representation:
        entries = [_edition_entry(edition, absolute) for edition in editions]
        title = _("%(paper)s: new editions", paper=publication["title"])
        return _feed(title, publication["url"], entries, absolute)

    return {"atom": atom}


def of_edition(edition: Object) -> dict[str, MakeRepresentation]:
    """The representations of an edition, by ending: its stories as ``csv`` and ``atom``.

    :param edition: as ``words.objects.edition`` gives it.
    """

    def csv(absolute: AbsoluteUrl) -> Representation:
        rows = ({**story, "url": absolute(story["url"]) if story["url"] else ""} for story in _stories(edition))
        return Representation(
            body=tables.as_csv(STORY_COLUMNS, rows), content_type=tables.CSV, filename=f"{filename(edition)}.csv"
        )

    def atom(absolute: AbsoluteUrl) -> Representation:
        entries = [_story_entry(story, edition, absolute) for story in _stories(edition) if story["url"]]
        return _feed(name(edition), edition["url"], entries, absolute)

    return {"csv": csv, "atom": atom}


def name(edition: Object) -> str:
    """The full name of an edition: The Lantern, Saturday 7 March 2026, City edition."""
    parts = [edition["publication_title"], wording.long_day(edition["date"])]
    return ", ".join([*parts, edition["edition_name"]] if edition["name"] or edition["label"] else parts)


def filename(edition: Object) -> str:
    """The name of an edition's files, without an ending."""
    parts = f"{edition['publication']}-{edition['date']}-{edition['label'] or routes.MAIN}"
    return re.sub(r"[^A-Za-z0-9.-]+", "-", parts)


def _feed(title: str, url: str, entries: Sequence[feeds.Entry], absolute: AbsoluteUrl) -> Representation:
    updated = max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z")
    self_url = absolute(routes.with_ending(url, "atom"))
    body = feeds.atom(title, absolute(url), self_url, updated, entries)
    return Representation(body=body, content_type=feeds.CONTENT_TYPE)


def _edition_entry(edition: Object, absolute: AbsoluteUrl) -> feeds.Entry:
    headlines = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(absolute(story["url"]), story["headline"])
        for story in edition["headlines"]
    )
    summary = Markup("<p>{}</p>").format(f"{wording.share(edition)}. {edition['outcome_text']}")
    return feeds.Entry(
        key=edition["url"],  # of an edition the address is permanent, and its path is the same on every host
        url=absolute(edition["url"]),
        title=name(edition),
        updated=edition["last_collected"] or _midnight(edition),
        published=edition["first_collected"] or "",
        content=summary + Markup("<ol>{}</ol>").format(headlines),
    )


def _story_entry(story: Object, edition: Object, absolute: AbsoluteUrl) -> feeds.Entry:
    texts = [text for text in (story["standfirst"], story["opening"]) if text]
    return feeds.Entry(
        key=story["key"],
        url=absolute(story["url"]),
        title=story["headline"],
        updated=story["changed"] or _midnight(edition),
        published=story["first_seen"] or "",
        authors=(story["byline"],) if story["byline"] else (),
        content=Markup("").join(Markup("<p>{}</p>").format(text) for text in texts),
        language=story["language"] or edition["language"],
        categories=(story["section"],) if story["section"] else (),
    )


def _stories(edition: Object) -> Iterator[dict[str, Any]]:
    """The stories in printed order, each with its section."""
    for section in edition["sections"]:
        for story in section["stories"]:
            yield {**story, "section": section["name"]}


def _midnight(edition: Object) -> str:
    return f"{edition['date']}T00:00:00Z"
