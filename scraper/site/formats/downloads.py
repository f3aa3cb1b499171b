"""The representations of a newspaper and of an edition: feeds and a table. Pure.

They have what the pages show, headlines and openings of stories; whole stories are on their own pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from scraper.archive import arrivals
from scraper.site import routes
from scraper.site.formats import feeds, tables
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation
from scraper.site.language import _
from scraper.site.representations import FEEDS
from scraper.site.words import wording

Object = Mapping[str, Any]
FeedParts = tuple[str, list[feeds.Entry]]
STORY_COLUMNS = (
    "section", "page", "position", "headline", "print_headline", "kicker", "standfirst", "byline", "language", "access",
    "words", "key", "url", "source_url", "listed_url", "missing_because",
)  # fmt: skip


def of_publication(publication: Object, editions: Sequence[Object]) -> dict[str, MakeRepresentation]:
    """The representations of a publication, by ending: feeds of the editions that came last.

    :param editions: as ``words.objects.edition_line`` gives them, in that order, each with its number ``arrived``.
    """

    def feed(absolute: AbsoluteUrl) -> FeedParts:
        title = _("%(paper)s: new editions", paper=publication["title"])
        return title, [_edition_entry(edition, absolute) for edition in editions]

    return _feeds(publication["url"], feed)


def of_edition(
    edition: Object, numbers: Mapping[str, int], authors: Mapping[str, Sequence[str]]
) -> dict[str, MakeRepresentation]:
    """The representations of an edition, by ending: its stories as a table and as feeds.

    :param edition: as ``words.objects.edition`` gives it.
    :param numbers: of its stories, by key: when each came or changed (``scraper.archive.arrivals``).
    :param authors: of its stories, by key.
    """

    def csv(absolute: AbsoluteUrl) -> Representation:
        rows = ({**story, "url": absolute(story["url"]) if story["url"] else ""} for story in _stories(edition))
        return Representation(
            body=tables.as_csv(STORY_COLUMNS, rows), content_type=tables.CSV, filename=f"{filename(edition)}.csv"
        )

    def feed(absolute: AbsoluteUrl) -> FeedParts:
        held = [story for story in _stories(edition) if story["url"]]
        return name(edition), [_story_entry(story, edition, numbers, authors, absolute) for story in held]

    return {"csv": csv, **_feeds(edition["url"], feed)}


def name(edition: Object) -> str:
    """The full name of an edition: The Lantern, Saturday 7 March 2026, City edition."""
    parts = [edition["publication_title"], wording.long_day(edition["date"])]
    return ", ".join([*parts, edition["edition_name"]] if edition["name"] or edition["label"] else parts)


def filename(edition: Object) -> str:
    """The name of an edition's files, without an ending."""
    parts = f"{edition['publication']}-{edition['date']}-{edition['label'] or routes.MAIN}"
    return re.sub(r"[^A-Za-z0-9.-]+", "-", parts)


def feed_of(feed: feeds.Feed, ending: str) -> Representation:
    """A feed as it is sent under an ending of ``FEEDS``."""
    if ending == "atom":
        return Representation(body=feeds.atom(feed), content_type=feeds.ATOM)
    return Representation(body=feeds.json_feed(feed), content_type=feeds.JSON_FEED)


def _feeds(url: str, parts: Callable[[AbsoluteUrl], FeedParts]) -> dict[str, MakeRepresentation]:
    """A page's feeds, by ending.

    :param parts: gives title and entries.
    """

    def made(ending: str) -> MakeRepresentation:
        def representation(absolute: AbsoluteUrl) -> Representation:
            title, entries = parts(absolute)
            self_url = absolute(routes.with_ending(url, ending))
            updated = max((entry.updated for entry in entries), default=arrivals.stamp_of_now())
            feed = feeds.Feed(
                title=title,
                url=absolute(url),
                self_url=self_url,
                first_url=self_url,
                updated=updated,
                entries=entries,
            )
            return feed_of(feed, ending)

        return representation

    return {ending: made(ending) for ending in FEEDS}


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
        updated=arrivals.stamp(edition["arrived"]),
        published=feeds.day(edition["date"]),
        authors=(edition["publication_title"],),
        summary=summary + Markup("<ol>{}</ol>").format(headlines),
    )


def _story_entry(
    story: Object,
    edition: Object,
    numbers: Mapping[str, int],
    authors: Mapping[str, Sequence[str]],
    absolute: AbsoluteUrl,
) -> feeds.Entry:
    texts = [text for text in (story["standfirst"], story["opening"]) if text]
    byline = story["byline"] or edition["publication_title"]
    return feeds.Entry(
        key=story["key"],
        url=absolute(story["url"]),
        title=story["headline"],
        updated=arrivals.stamp(numbers.get(story["key"], 0)),
        published=feeds.day(edition["date"]),
        authors=tuple(authors.get(story["key"], [byline])),
        summary=Markup("").join(Markup("<p>{}</p>").format(text) for text in texts),
        language=story["language"] or edition["language"],
        categories=(story["section"],) if story["section"] else (),
    )


def _stories(edition: Object) -> Iterator[dict[str, Any]]:
    """The stories in printed order, each with its section."""
    for section in edition["sections"]:
        for story in section["stories"]:
            yield {**story, "section": section["name"]}
