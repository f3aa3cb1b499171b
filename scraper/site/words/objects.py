"""Rows -> the objects that pages and JSON share: the row, its address (``url``), its parents' addresses and words.

Every function takes a row of ``scraper.archive.read`` or a match of ``scraper.archive.search`` and gives a new
dictionary. Addresses are paths here; ``http.responses`` makes them absolute in JSON. ``source_url`` is always the
newspaper's own address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from scraper.extract.story.body_html import clean
from scraper.site import routes
from scraper.site.language import _
from scraper.site.words import wording

Row = Mapping[str, Any]
Object = dict[str, Any]


def body_markup(body_html: str, body: str) -> Markup:
    """A story's body as markup that is safe to show; plain text gets its paragraphs.

    The archive's HTML was cleaned when it was stored, and is cleaned again by the same rules when it is shown: a page
    trusts the rules of today and not the file, which may be years old, come from someone else, or have been written to
    by any SQLite tool.
    """
    if body_html:
        return Markup(clean(body_html))  # noqa: S704
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in body.split("\n\n") if text.strip())


def marked(pieces: tuple[tuple[str, bool], ...]) -> Markup:
    """Pieces of text, those that matched in ``<mark>``."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if mark else escape(text) for text, mark in pieces)


def paragraphs(*texts: str) -> Markup:
    """Each text as a paragraph; what is markup already stays."""
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in texts)


def publication(row: Row) -> Object:
    """A publication as the newsstand shows it."""
    latest = row.get("latest_edition")
    return {
        **row,
        "url": routes.paper(row["slug"]),
        "undated_url": routes.undated(row["slug"]),
        "latest_edition": latest and _edition_link({**latest, "publication": row["slug"]}),
    }


def _edition_link(row: Row) -> Object:
    linked = {**row, "url": routes.edition(row["publication"], row["date"], row["label"])}
    if "headlines" in row:  # of a front page
        linked["headlines"] = [story_link(with_thumbnail(story)) for story in row["headlines"]]
    return linked


def story_link(row: Row) -> Object:
    """As much of a story as a list needs; a listed story that is not held has no ``url``."""
    return {**row, "url": routes.story(row["key"]) if row.get("key") else None}


def edition_line(row: Row) -> Object:
    """An edition as a day or a date lists it."""
    slug, date = row["publication"], row["date"]
    return {
        **_edition_link(_explained(row)),
        "edition_name": wording.edition_name(row),
        "outcome_name": wording.outcome_name(row),
        "outcome_text": wording.outcome(row),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date),
    }


def _explained(row: Row) -> Object:
    """An edition with its ``reasons`` as values, and in words (``detail``)."""
    reasons = wording.reasons_of(row)
    return {**row, "detail": wording.spoken(reasons), "reasons": [reason.as_json() for reason in reasons]}


def absent(row: Row) -> Object:
    """An edition of the roll-call of a day of which nothing is held, and what the ledger knows of it."""
    return {**edition_line(row), "absence": wording.absent(row)}


def edition(row: Row) -> Object:
    """An edition with its sections, its companions of the day and its neighbours."""
    slug = row["publication"]
    return {
        **edition_line(row),
        "sections": [
            {**section, "stories": [_listed_story(story) for story in section["stories"]]}
            for section in row["sections"]
        ],
        "others": [edition_line(other) for other in row["others"]],
        **{name: row[name] and _edition_link({**row[name], "publication": slug}) for name in ("previous", "next")},
    }


def with_thumbnail(row: Row) -> Object:
    """The row with ``thumbnail``: ``url``, ``width`` and ``height`` in pixels; None where none is kept."""
    plain = {name: value for name, value in row.items() if not name.startswith("thumbnail_")}
    name = row.get("thumbnail_name")
    thumbnail = name and {
        "url": routes.thumbnail(name),
        "width": row["thumbnail_width"],
        "height": row["thumbnail_height"],
    }
    if thumbnail and "thumbnail_caption" in row:
        thumbnail |= {"caption": row["thumbnail_caption"] or "", "credit": row["thumbnail_credit"] or ""}
    return {**plain, "thumbnail": thumbnail or None}


def _listed_story(row: Row) -> Object:
    listed = story_link(with_thumbnail(row))
    listed["headline"] = row["headline"] or row["listed_headline"] or row["listed_url"]
    listed["opening"] = wording.shortened(row["opening"] or "")
    reasons = wording.reasons_of(row)
    listed["failure"] = wording.spoken(reasons)
    listed["reasons"] = [reason.as_json() for reason in reasons]
    if row["key"] is None:
        listed["missing_because"] = wording.spoken(reasons, brief=True) or _("not collected yet")
    return listed


def story(row: Row) -> Object:
    """A story with its evidence in words, its placements and its neighbours."""
    placements = [_placement(placement) for placement in row["placements"]]
    home = placements[0] if placements else None
    return {
        **story_line(row),
        "evidence_also": [
            {**more, "words": wording.further(more, row["edition_date"])} for more in row["evidence_also"]
        ],
        "edition_url": home["url"] if home else None,
        "versions_url": routes.versions(row["key"]),
        "placements": placements,
        "images": [with_thumbnail(image) for image in row["images"]],
        "others": [story_link(other) for other in row["others"]],
        "leads": [story_link(lead) for lead in row["leads"]],
        **{name: row[name] and story_link(row[name]) for name in ("previous", "next")},
    }


def _placement(row: Row) -> Object:
    slug, date = row["publication"], row["edition_date"]
    return {
        **row,
        "edition_title": wording.edition_name({"name": row["edition_name"], "label": row["edition_label"]}),
        "url": routes.edition(slug, date, row["edition_label"]),
        "day_url": routes.span_of_paper(slug, date),
        "publication_url": routes.paper(slug),
    }


def story_line(row: Row) -> Object:
    """A story as a list shows it, with its paper's and its day's address."""
    slug, date = row["publication"], row["edition_date"]
    shown = {
        **row,
        "url": routes.story(row["key"]),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date) if date else None,
        "access_text": wording.access(row),
    }
    if "evidence_text" in row:
        shown["evidence"] = wording.evidence(row)
    return shown


def near_match(row: Row) -> Object:
    """A story with nearly the same text, or the same headline, and its address."""
    slug, date = row["publication"], row["edition_date"]
    return {
        **row,
        "url": routes.story(row["key"]),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date) if date else None,
    }


def match(row: Row, placed: Row | None = None) -> Object:
    """A match of a search: its snippet as text, and headline and snippet as HTML with the matches in ``<mark>``.

    :param placed: the edition it stands in.
    """
    shown = {name: value for name, value in row.items() if name not in ("headline_marked", "snippet")}
    return {
        **story_line(shown),
        "edition_url": placed and routes.edition(row["publication"], placed["edition_date"], placed["edition_label"]),
        "edition_label": placed and placed["edition_label"],
        "edition_name": placed and placed["edition_name"],
        "edition_title": placed
        and wording.edition_name(
            {"name": placed["edition_name"], "label": placed["edition_label"], "supplement_of": placed["supplement_of"]}
        ),
        "snippet": "".join(text for text, _ in row["snippet"]),
        "headline_html": marked(row["headline_marked"]),
        "snippet_html": marked(row["snippet"]),
    }


def version(row: Row, key: str) -> Object:
    """One text of a story."""
    return {**row, "url": f"{routes.versions(key)}#version-{row['number']}", "story_url": routes.story(key)}


def day(row: Row, slug: str) -> Object:
    """A day of the calendar, with its state's sign, its reason in words, and its editions."""
    return {
        **row,
        "sign": wording.STATES[row["state"]][0],
        "state_name": wording.state_name(row["state"]),
        "reason": wording.reason(row),
        "url": routes.span_of_paper(slug, row["date"]),
        "publication_url": routes.paper(slug),
        "editions": [
            {
                **_explained(edition),
                "edition_name": wording.edition_name(edition),
                "outcome_text": wording.outcome(edition),
                "url": routes.edition(slug, row["date"], edition["label"]),
            }
            for edition in row["editions"]
        ],
    }
