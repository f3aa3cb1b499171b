"""A story, its versions, what changed between two of them; stories chosen to be cited."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import Any

from datasette import hookimpl
from jinja2 import Environment

from scraper.archive import near_matches, publishing, reading_stories
from scraper.publish import addresses, changes, citing, objects, wording
from scraper.publish.answers import Answer, Asked, listing, missing, view
from scraper.publish.language import _


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/stories``, ``/stories/{key}`` and what lies below it."""
    return [
        (addresses.STORIES_PATTERN, view(chosen, directory=False)),
        (addresses.DIFF_PATTERN, view(diff, directory=False)),
        (addresses.VERSIONS_PATTERN, view(versions, directory=True)),
        (addresses.STORY_PATTERN, view(story, directory=False)),
    ]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """``{{ story | coins }}`` for a story of a list (``_cite.html``), ``citing`` for a story's own page."""
    env.filters["coins"] = lambda row: citing.coins(citing.listed(row))
    env.globals["citing"] = citing


def story(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/stories/{key}``: one story, permanently; ``.bib``, ``.ris`` and ``.csl.json`` cite it."""
    row = reading_stories.story(connection, asked.parts["key"])
    if row is None:
        return _gone(connection, asked.parts["key"])
    near = near_matches.near_matches(connection, row)
    shown = objects.story(row) | {"near_matches": [objects.near_match(match) for match in near]}
    if reason := publishing.cut(connection, row["key"]):
        shown["access_text"] = wording.cut(reason)
    return Answer(
        template="story.html",
        content=shown,
        page={"body_markup": objects.body_markup(row["body_html"], row["body"]), "cited_row": row},
        title=shown["headline"],
        canonical=shown["url"],
        forms=citing.forms([row], row["key"]),
    )


def chosen(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/stories?key=...&key=...``: the chosen stories and their citations, as a page, JSON and files."""
    keys = list(dict.fromkeys(key.strip() for key in asked.query.get("key", ()) if key.strip()))
    notes = []
    if len(keys) > citing.MOST:
        notes.append(_("Only the first %(number)s stories are cited.", number=citing.MOST))
        keys = keys[: citing.MOST]
    rows = reading_stories.cited(connection, keys)
    held = {row["key"] for row in rows}
    absent = [key for key in keys if key not in held]
    if absent:
        notes.append(_("Not in the archive: %(keys)s.", keys=", ".join(key[:40] for key in absent[:20])))
    lines = [objects.story_line(row) | {"edition_url": _edition_url(row)} for row in rows]
    path = addresses.stories([row["key"] for row in rows])
    return Answer(
        template="stories.html",
        content=listing(lines, absent=absent, notes=notes),
        page={
            "rows": rows,
            "files": {ending: addresses.as_form(path, ending) for ending in citing.FORMS} if rows else {},
        },
        title=_("Citations"),
        canonical=path,
        forms=citing.forms(rows),
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
        title=_("Versions of “%(headline)s”", headline=row["headline"]),
        canonical=addresses.versions(key),
    )


def diff(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/stories/{key}/diff/{old}..{new}``: what changed between two versions."""
    key = asked.parts["key"]
    row = reading_stories.headline_of(connection, key)
    if row is None:
        return _gone(connection, key)
    kept = {version["number"]: version for version in reading_stories.versions(connection, key)}
    old, new = (kept.get(int(asked.parts[name][:9])) for name in ("old", "new"))
    if old is None or new is None:
        numbers = ", ".join(map(str, sorted(kept)))
        return missing(_("The versions that are kept of this story are %(numbers)s.", numbers=numbers))
    changed = changes.changes(old, new)
    return Answer(
        template="diff.html",
        content={
            "url": addresses.diff(key, old["number"], new["number"]),
            "story": objects.story_line(row),
            "versions_url": addresses.versions(key),
            "old": objects.version(old, key),
            "new": objects.version(new, key),
            "changes_html": changed,
        },
        page={"numbers": sorted(kept)},
        title=_("What changed in “%(headline)s”", headline=row["headline"]),
        canonical=addresses.diff(key, old["number"], new["number"]),
    )


def _edition_url(row: dict[str, Any]) -> str | None:
    for place in row["placements"]:
        return addresses.edition(row["publication"], place["edition_date"], place["edition_label"])
    return None


def _gone(connection: sqlite3.Connection, key: str) -> Answer:
    """The tombstone of a story that was taken down; or the page that says there is none of that key."""
    tombstone = reading_stories.tombstone(connection, key)
    if tombstone is None:
        return missing(
            _(
                "There is no story “%(key)s” in this archive. A story’s address ends in twelve letters and digits.",
                key=key[:40],
            ),
            title=_("No such story"),
        )
    when = wording.moment(tombstone["removed"])
    return Answer(
        template="tombstone.html",
        content={
            "error": _("This story was taken down on %(when)s.", when=when),
            **tombstone,
            "url": addresses.story(key),
        },
        title=_("Taken down"),
        status=410,
    )
