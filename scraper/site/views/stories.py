"""A story, its versions, the changes between two versions; stories chosen to be cited."""

from __future__ import annotations

import sqlite3
from itertools import zip_longest

from scraper.archive import public_copy
from scraper.archive.read import clusters, permissions, stories
from scraper.archive.search import near_matches
from scraper.site import json_objects, routes
from scraper.site.formats import citations, previews
from scraper.site.http.responses import Representation, ViewRequest, ViewResult, listing, missing, without_page
from scraper.site.language import _
from scraper.site.words import diff as diff_words
from scraper.site.words import objects, permission_words, wording

VERSIONS = 50  # of a page


def story(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/stories/{key}``: one story, permanently; ``.bib``, ``.ris`` and ``.csl.json`` cite it."""
    row = stories.story(connection, request.parts["key"])
    if row is None:
        return _gone(connection, request.parts["key"])
    near = near_matches.near_matches(connection, row)
    copied = clusters.copies(connection, row["key"])
    listed = {copy["key"] for copy in copied["items"]} if copied else set()
    recorded = permissions.of_story(connection, row["key"])
    shown: json_objects.Story = {
        **objects.story(row),
        "copies": objects.copies(copied) if copied else None,
        "near_matches": [objects.near_match(match) for match in near if match["key"] not in listed],
        "permissions": permission_words.permissions(recorded) if recorded else None,
    }
    if reason := public_copy.cut(connection, row["key"]):
        shown["access_text"] = wording.cut(reason)
    return ViewResult(
        template="story.html",
        content=shown,
        page={
            "body_markup": objects.body_markup(row["body_html"], row["body"]),
            "cited_row": row,
            "preview": previews.of_story(shown, row["images"]),
        },
        title=shown["headline"],
        canonical=shown["url"],
        representations=citations.representations([row], row["key"]),
        cited=[row["key"]],
    )


def chosen(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/stories?key=...&key=...``: the chosen stories and their citations, as a page, JSON and files."""
    keys = list(dict.fromkeys(key.strip() for key in request.query.get("key", ()) if key.strip()))
    notes = []
    if len(keys) > citations.MOST:
        notes.append(_("Only the first %(number)s stories are cited.", number=citations.MOST))
        keys = keys[: citations.MOST]
    rows = stories.cited(connection, keys)
    held = {row["key"] for row in rows}
    absent = [key for key in keys if key not in held]
    if absent:
        notes.append(_("Not in the archive: %(keys)s.", keys=", ".join(key[:40] for key in absent[:20])))
    lines = [objects.cited_story(row) for row in rows]
    path = routes.stories([row["key"] for row in rows])
    return ViewResult(
        template="stories.html",
        content=listing(lines, absent=absent, notes=notes),
        page={
            "rows": rows,
            "files": {ending: routes.with_ending(path, ending) for ending in citations.CITATIONS} if rows else {},
        },
        title=_("Citations"),
        canonical=path,
        representations=citations.representations(rows),
        cited=[row["key"] for row in rows],
    )


def unapi(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/unapi?id=...&format=...``: a story for a citation manager; without a format, which ones there are."""
    key, wanted = request.first("id").strip(), request.first("format")
    rows = stories.cited(connection, [key]) if key else []
    if key and not rows:
        return _gone(connection, key)
    if not key or not wanted:
        formats = Representation(body=citations.unapi.formats(key), content_type=citations.unapi.CONTENT_TYPE)
        status = 300 if key else 200
        return without_page({"xml": lambda absolute: formats}, only="xml", status=status)
    if wanted not in citations.unapi.NAMES:
        names = ", ".join(citations.unapi.NAMES)
        return missing(_("There is no such format; there are %(formats)s.", formats=names), status=406)
    ending = citations.unapi.NAMES[wanted]
    return without_page(citations.representations(rows), only=ending)


def versions(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/stories/{key}/versions/``: every text the story had, newest first; ``?old=1&new=3`` leads to their diff."""
    key = request.parts["key"]
    row = stories.headline_of(connection, key)
    if row is None:
        return _gone(connection, key)
    old, new = (request.number(name, 0, 10**9) for name in ("old", "new"))
    upto = request.number("next", 0, 2**62) or 2**62
    found = stories.versions(connection, key, upto=upto, size=VERSIONS + 1)
    shown, changed = found[:VERSIONS], diff_words.changes_between(found)
    headlines = stories.headlines(connection, key)
    following = found[VERSIONS]["number"] if len(found) > VERSIONS else None
    items = [
        objects.version(version, key, before, change)
        for version, before, change in zip_longest(shown, found[1:], changed)
        if version
    ]
    return ViewResult(
        template="versions.html",
        content=listing(
            items,
            total=len(headlines),
            cursor=str(following) if following else None,
            url=routes.versions(key, {"next": following}) if following else "",
            story=objects.story_line(row),
            headlines=objects.headlines(headlines),
        ),
        page={
            "markup": [objects.body_markup(version["body_html"] or "", version["body"] or "") for version in shown],
            "changes": [list(map(objects.changed_text, change.texts)) for change in changed],
            "numbers": [headline["number"] for headline in headlines],
        },
        title=_("Versions of “%(headline)s”", headline=row["headline"]),
        canonical=routes.versions(key),
        redirect=routes.diff(key, old, new) if old and new else "",
    )


def diff(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/stories/{key}/diff/{old}..{new}``: the changes between two versions."""
    key = request.parts["key"]
    row = stories.headline_of(connection, key)
    if row is None:
        return _gone(connection, key)
    wanted = [int(request.parts[name][:9]) for name in ("old", "new")]
    kept = {version["number"]: version for version in stories.versions(connection, key, numbers=wanted)}
    numbers = sorted(headline["number"] for headline in stories.headlines(connection, key))
    if not kept.keys() >= set(wanted):
        told = ", ".join(map(str, numbers))
        return missing(_("The versions that are kept of this story are %(numbers)s.", numbers=told))
    old, new = (kept[number] for number in wanted)
    found = diff_words.change(old, new)
    return ViewResult(
        template="diff.html",
        content={
            "url": routes.diff(key, old["number"], new["number"]),
            "story": objects.story_line(row),
            "versions_url": routes.versions(key),
            "old": objects.version(old, key),
            "new": objects.version(new, key),
            "change": objects.change(key, old["number"], new["number"], found),
            "texts": list(map(objects.changed_text, found.texts)),
            "changes_html": [text.html for text in found.texts],
        },
        page={"numbers": numbers},
        title=_("What changed in “%(headline)s”", headline=row["headline"]),
        canonical=routes.diff(key, old["number"], new["number"]),
    )


def _gone(connection: sqlite3.Connection, key: str) -> ViewResult:
    """The tombstone of a story that was taken down (410); else the error that there is no story of that key."""
    tombstone = stories.tombstone(connection, key)
    if tombstone is None:
        return missing(
            _(
                "There is no story “%(key)s” in this archive. A story’s address ends in twelve letters and digits.",
                key=key[:40],
            ),
            title=_("No such story"),
        )
    when = wording.moment(tombstone["removed"])
    return ViewResult(
        template="tombstone.html",
        content={
            "error": _("This story was taken down on %(when)s.", when=when),
            **tombstone,
            "url": routes.story(key),
        },
        title=_("Taken down"),
        status=410,
    )
