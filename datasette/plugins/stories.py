"""A story and its versions."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import Any

from datasette import hookimpl

from scraper.archive import reading_stories
from scraper.publish import addresses, changes, objects, wording
from scraper.publish.answers import Answer, Asked, listing, missing, view


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/stories/{key}`` and what lies below it."""
    return [
        (addresses.VERSIONS_PATTERN, view(versions, directory=True)),
        (addresses.STORY_PATTERN, view(story, directory=False)),
    ]


def story(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/stories/{key}``: one story, permanently."""
    row = reading_stories.story(connection, asked.parts["key"])
    if row is None:
        return _gone(connection, asked.parts["key"])
    shown = objects.story(row)
    return Answer(
        template="story.html",
        content=shown,
        page={"body_markup": objects.body_markup(row["body_html"], row["body"])},
        title=shown["headline"],
        canonical=shown["url"],
    )


def versions(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/stories/{key}/versions/``: every text the story had, newest first."""
    key = asked.parts["key"]
    row = reading_stories.headline_of(connection, key)
    if row is None:
        return _gone(connection, key)
    shown = [objects.version(version, key) for version in reading_stories.versions(connection, key)]
    changed = [changes.changes(old, new) for new, old in pairwise(shown)]
    return Answer(
        template="versions.html",
        content=listing(shown, story=objects.story_line(row)),
        page={
            "markup": [objects.body_markup(version["body_html"] or "", version["body"] or "") for version in shown],
            "changed": changed,
        },
        title=f"Versions of “{row['headline']}”",
        canonical=addresses.versions(key),
    )


def _gone(connection: sqlite3.Connection, key: str) -> Answer:
    """The tombstone of a story that was taken down; or the page that says there is none of that key."""
    tombstone = reading_stories.tombstone(connection, key)
    if tombstone is None:
        return missing(
            f"There is no story “{key[:40]}” in this archive. A story’s address ends in twelve letters and digits.",
            title="No such story",
        )
    when = wording.moment(tombstone["removed"])
    return Answer(
        template="tombstone.html",
        content={"error": f"This story was taken down on {when}.", **tombstone, "url": addresses.story(key)},
        title="Taken down",
        status=410,
    )
