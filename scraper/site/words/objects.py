"""Rows -> the objects that pages and JSON share: the row, its address (``url``), its parents' addresses and words.

Every function takes a row (``scraper.archive.row_types``) and gives a new dictionary, an object of ``json_objects``.
Addresses are paths here; ``http.responses`` makes them absolute in JSON. ``source_url`` is always the newspaper's own
address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

from markupsafe import Markup, escape

from scraper.archive import row_types as rows
from scraper.archive.read.completeness import Cause, Completeness
from scraper.extract.story.body_html import clean
from scraper.reasons import Reason
from scraper.site import json_objects, routes
from scraper.site.language import _
from scraper.site.words import completeness as completeness_words
from scraper.site.words import wording
from scraper.site.words.diff import Change, ChangedText

F = TypeVar("F")


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
    # Markup's own join and format take five times as long, which a page of a thousand matches shows.
    parts = (f"<mark>{escape(text)}</mark>" if mark else escape(text) for text, mark in pieces)
    return Markup("".join(parts))  # noqa: S704


def paragraphs(*texts: str) -> Markup:
    """Each text as a paragraph; what is markup already stays."""
    return Markup("".join(f"<p>{escape(text)}</p>" for text in texts))  # noqa: S704


def publication(row: rows.PublicationRow) -> json_objects.Publication:
    """A publication as the newsstand shows it."""
    latest = row["latest_edition"]
    link: json_objects.EditionLink | None = None
    if latest:
        slug = row["slug"]
        link = {
            **latest,
            "publication": slug,
            "url": routes.edition(slug, latest["date"], latest["label"]),
            "headlines": [_headline(story) for story in latest["headlines"]],
        }
    return {
        **row,
        "url": routes.paper(row["slug"]),
        "undated_url": routes.undated(row["slug"]),
        "latest_edition": link,
    }


def year(row: rows.YearFields, slug: str) -> json_objects.Year:
    """A year of a publication."""
    return {**row, "url": routes.span_of_paper(slug, f"{row['year']:04}")}


def coverage(row: rows.CoverageRow) -> json_objects.Coverage:
    """What is held of a publication, with every gap and its reason."""
    slug = row["slug"]
    return {**row, "url": routes.paper(slug), "missing": [day(gap, slug) for gap in row["missing"]]}


def completeness(
    title: str, found: Completeness | None, collected: tuple[str, str] | None, archive: str
) -> json_objects.Completeness:
    """How complete a publication is in a span.

    :param found, collected: as ``archive.read.completeness.of_calendar`` gives them.
    :param archive: its name or address.
    """
    number = found.number if found else lambda state: 0
    first, last = collected or (None, None)
    return {
        "first": found.first.isoformat() if found else None,
        "last": found.last.isoformat() if found else None,
        "editions": found.editions if found else 0,
        "held": found.whole if found else 0,
        "partial": number("partial"),
        "statement": number("statement"),
        "missing": number("missing"),
        "unknown": number("unknown"),
        "labels": list(found.labels) if found else [],
        "closed": len(found.closed) if found else 0,
        "combined": len(found.combined) if found else 0,
        "off": found.off if found else 0,
        "unknown_days": found.unknown_days if found else 0,
        "supplements": found.supplements if found else 0,
        "supplements_in_part": found.supplements_in_part if found else 0,
        "collected_first": first,
        "collected_last": last,
        "text": completeness_words.sentences(title, found, collected, archive),
    }


def cause(found: Cause, slug: str) -> json_objects.Cause:
    """Gaps of one cause."""
    labelled = any(edition.label for edition in found.editions)
    return {
        "cause": found.name,
        "state": found.state,
        "outcome": found.outcome,
        "codes": [code.value for code in found.codes],
        "total": len(found.editions),
        "text": completeness_words.cause(found),
        "when": completeness_words.alone(found.editions, labelled=labelled),
        "editions": [
            {
                "date": edition.date.isoformat(),
                "label": edition.label,
                "url": routes.edition(slug, edition.date.isoformat(), edition.label),
            }
            for edition in found.editions
        ],
    }


def run(row: rows.RunRow) -> json_objects.Run:
    """A run, and how long it took."""
    took = _seconds(row["started"], row["finished"]) if row["finished"] else None
    return {**row, "seconds": took, "url": routes.run(row["id"])}


def look(row: rows.LookRow) -> json_objects.Look:
    """A look of a run at an edition."""
    slug = row["publication"]
    fields = cast(rows.LookFields, {name: value for name, value in row.items() if name != "id"})
    return {
        **fields,
        **_explained(wording.reasons_of(row)),
        "outcome_name": wording.look_name(row["outcome"]),
        "seconds": _seconds(row["began"], row["ended"]),
        "url": routes.edition(slug, row["date"], row["label"]),
        "publication_url": routes.paper(slug),
    }


def _seconds(began: str, ended: str) -> int:
    """How long something took; none where the clock was set back meanwhile."""
    took = dt.datetime.fromisoformat(ended) - dt.datetime.fromisoformat(began)
    return max(0, round(took.total_seconds()))


def day_of_all(row: rows.DayCount | rows.DayCountWithWeb) -> json_objects.DayOfAll:
    """A day of all papers."""
    return {**row, "url": routes.on(row["date"])}


def paper_on_the_web(row: rows.PaperOnTheWebRow, date: str) -> json_objects.PaperOnTheWeb:
    """A paper with stories of a day's web pages, at the address of that day."""
    return {**row, "url": routes.span_of_paper(row["publication"], date)}


def _headline(row: rows.HeadlineRow) -> json_objects.Headline:
    fields = _without_thumbnail(row, rows.HeadlineFields)
    return {**fields, "thumbnail": _captioned(row), "url": routes.story(row["key"])}


def story_link(row: rows.StoryLinkFields) -> json_objects.StoryLink:
    """As much of a story as a list needs."""
    return {**row, "url": routes.story(row["key"])}


def edition_line(row: rows.EditionRow) -> json_objects.EditionLine:
    """An edition as a day or a date lists it; with its headlines, where the row has them."""
    line = cast(json_objects.EditionLine, {**row, **_edition_words(row)})
    if "headlines" in row:
        line["headlines"] = [_headline(story) for story in cast(rows.FrontPageRow, row)["headlines"]]
    return line


def keys_of_front_pages(
    editions: Iterable[json_objects.EditionLine | json_objects.EditionLink | None],
) -> list[str]:
    """The keys of the stories whose headlines stand for these editions."""
    return [story["key"] for edition in editions if edition for story in edition.get("headlines", ())]


def keys_of_comparison(
    compared: json_objects.Comparison, first: json_objects.EditionLine, most: int | None = None
) -> list[str]:
    """The keys of the stories that a comparison shows: the front page, then what differs, of each list so many.

    :param first: whose front page is shown where the editions share none.
    """
    front = [story["key"] for story in compared["headlines"] or first.get("headlines", [])]
    lists = [difference["stories"][:most] for difference in compared["differences"]]
    if most is None:
        lists += [compared["moved"], compared["changed"]]
    differing = [story["key"] for stories in lists for story in stories if story["key"]]
    return list(dict.fromkeys(front + differing))


def comparisons(
    compared: Sequence[rows.ComparisonRow], lines: Sequence[json_objects.EditionLine]
) -> list[json_objects.Comparison]:
    """Comparisons of a day's editions, in words.

    :param lines: the editions of the day, with their headlines.
    """
    of_paper: dict[str, dict[str, json_objects.EditionLine]] = {}
    for line in lines:
        of_paper.setdefault(line["publication"], {})[line["label"]] = line
    known = [(row, of_paper.get(row["publication"], {})) for row in compared]
    return [_comparison(row, found) for row, found in known if all(label in found for label in row["labels"])]


def _comparison(row: rows.ComparisonRow, lines: dict[str, json_objects.EditionLine]) -> json_objects.Comparison:
    first = lines[row["labels"][0]]
    names = {label: wording.short_edition_name(lines[label]) for label in row["labels"]}
    shared = set(row["shared"])
    return {
        "publication": first["publication"],
        "publication_title": first["publication_title"],
        "language": first["language"],
        "day_url": first["day_url"],
        "editions": [
            {
                "label": label,
                "name": lines[label]["name"],
                "edition_name": lines[label]["edition_name"],
                "short_name": names[label],
                "placed": lines[label]["placed"],
                "in_part": lines[label]["listed"] is None,
                "url": lines[label]["url"],
            }
            for label in row["labels"]
        ],
        "editions_total": row["editions_total"],
        "shared": row["shared"],
        "shared_total": row["shared_total"],
        "headlines": [headline for headline in first.get("headlines", []) if headline["key"] in shared],
        "differences": [
            {
                "labels": difference["labels"],
                "title": wording.difference(difference["labels"], names),
                "stories": [_compared(story) for story in difference["stories"]],
            }
            for difference in row["differences"]
        ],
        "moved": [_compared(story) for story in row["moved"]],
        "changed": [_compared(story) for story in row["changed"]],
    }


def _compared(row: rows.ComparedStoryRow) -> json_objects.ComparedStory:
    places: list[json_objects.ComparedPlace] = [
        {**place, "url": routes.story(place["key"]) if place["key"] else None} for place in row["places"]
    ]
    return {**row, "places": places, "url": routes.story(row["key"]) if row["key"] else None}


def _edition_words(row: rows.EditionRow | rows.AbsentRow) -> json_objects.EditionWords:
    slug, date = row["publication"], row["date"]
    return {
        "url": routes.edition(slug, date, row["label"]),
        **_explained(wording.reasons_of(row)),
        "edition_name": wording.edition_name(row),
        "outcome_name": wording.outcome_name(row),
        "outcome_text": wording.outcome(row),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date),
    }


def _explained(reasons: Sequence[Reason]) -> json_objects.Explained:
    """Reasons as values, and in words (``detail``)."""
    return {"detail": wording.reasons_in_words(reasons), "reasons": json_objects.reasons(reasons)}


def not_held(row: rows.EditionRow) -> json_objects.Absent:
    """An edition of a day that the ledger has, of which nothing is held, and what the ledger knows of it."""
    return cast(json_objects.Absent, {**edition_line(row), "absence": wording.absent(row)})


def absent(row: rows.AbsentRow) -> json_objects.Absent:
    """An edition of a day that is known only from the schedule: as expected, or as not appearing."""
    shown = {**row, "supplement_of": None, **_edition_words(row), "absence": wording.absent(row)}
    return cast(json_objects.Absent, shown)


def edition(row: rows.WholeEditionRow) -> json_objects.EditionAlone:
    """An edition with its sections, its companions of the day and its neighbours."""
    return {
        **row,
        **_edition_words(row),
        "rules_text": wording.unconfirmed(row),
        "sections": [
            {**section, "stories": [_listed_story(story) for story in section["stories"]]}
            for section in row["sections"]
        ],
        "others": [edition_line(other) for other in row["others"]],
        "previous": _neighbour(row["previous"], row["publication"]),
        "next": _neighbour(row["next"], row["publication"]),
    }


def _neighbour(row: rows.NeighbourRow | None, slug: str) -> json_objects.EditionLink | None:
    if row is None:
        return None
    url = routes.edition(slug, row["date"], row["label"])
    return {"date": row["date"], "label": row["label"], "name": row["name"], "publication": slug, "url": url}


def _thumbnail(row: rows.ThumbnailColumns) -> json_objects.Thumbnail | None:
    """The address of a thumbnail, and its size in pixels; None where none is kept."""
    if not row["thumbnail_name"]:
        return None
    return {
        "url": routes.thumbnail(row["thumbnail_name"]),
        "width": row["thumbnail_width"] or 0,
        "height": row["thumbnail_height"] or 0,
    }


def _captioned(row: rows.FirstThumbnailColumns) -> json_objects.Thumbnail | None:
    """A thumbnail with its address and size, and the caption and credit that are printed under the picture."""
    found = _thumbnail(row)
    return found and {
        **found,
        "caption": row["thumbnail_caption"] or "",
        "credit": row["thumbnail_credit"] or "",
    }


def _without_thumbnail(row: rows.ThumbnailColumns, fields: type[F]) -> F:
    """The row without the columns of its thumbnail: what is left has these fields."""
    return cast(F, {name: value for name, value in row.items() if not name.startswith("thumbnail_")})


def _listed_story(row: rows.ListedStoryRow) -> json_objects.ListedStory:
    fields = _without_thumbnail(row, rows.ListedStoryFields)
    reasons = wording.reasons_of(row)
    why = (wording.reasons_in_words(reasons, brief=True) or _("not collected yet")) if row["key"] is None else None
    listed: json_objects.HeldStory = {
        **fields,
        "thumbnail": _captioned(row),
        "url": routes.story(row["key"]) if row["key"] else None,
        "headline": row["headline"] or row["listed_headline"] or row["listed_url"],
        "opening": wording.shortened(row["opening"] or ""),
        "failure": wording.reasons_in_words(reasons),
        "reasons": json_objects.reasons(reasons),
    }
    return cast(json_objects.ListedStory, listed) if why is None else {**listed, "missing_because": why}


def story(row: rows.WholeStoryRow) -> json_objects.StoryAlone:
    """A story with its evidence in words, its placements and its neighbours."""
    placements = [_placement(placement) for placement in row["placements"]]
    home = placements[0] if placements else None
    return {
        **row,
        **_story_links(row),
        "evidence": wording.evidence(row),
        "evidence_also": [
            {**more, "words": wording.further(more, row["edition_date"])} for more in row["evidence_also"]
        ],
        "edition_url": home["url"] if home else None,
        "versions_url": routes.versions(row["key"]),
        "placements": placements,
        "images": [
            {**_without_thumbnail(image, rows.ImageFields), "thumbnail": _thumbnail(image)} for image in row["images"]
        ],
        "others": [story_link(other) for other in row["others"]],
        "related_links": [
            {**link, "url": routes.story(link["key"]) if link["key"] else None} for link in row["related_links"]
        ],
        "previous": row["previous"] and story_link(row["previous"]),
        "next": row["next"] and story_link(row["next"]),
    }


def _placement(row: rows.PlacementFields) -> json_objects.Placement:
    slug, date = row["publication"], row["edition_date"]
    return {
        **row,
        "edition_title": wording.edition_name(
            {"name": row["edition_name"], "label": row["edition_label"], "supplement_of": row["supplement_of"]}
        ),
        "url": routes.edition(slug, date, row["edition_label"]),
        "day_url": routes.span_of_paper(slug, date),
        "publication_url": routes.paper(slug),
    }


def story_line(row: rows.StoryOfPaperFields) -> json_objects.StoryLine:
    """A story as a list shows it, with its paper's and its day's address."""
    return {**row, **_story_links(row)}


def _story_links(row: rows.StoryOfPaperFields) -> json_objects.StoryLinks:
    slug, date = row["publication"], row["edition_date"]
    return {
        "url": routes.story(row["key"]),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date) if date else None,
        "access_text": wording.access(row),
    }


def cited_story(row: rows.CitedStoryFields) -> json_objects.CitedStory:
    """A story that is cited, with the address of the edition it stood in first."""
    stood = [routes.edition(row["publication"], place["edition_date"], place["edition_label"])
             for place in row["placements"][:1]]  # fmt: skip
    return {**row, **_story_links(row), "edition_url": next(iter(stood), None)}


def copies(row: rows.CopiesFields) -> json_objects.Copies:
    """The other stories of a cluster, and their addresses."""
    items: list[json_objects.Copy] = []
    for item in row["items"]:
        slug, date = item["publication"], item["edition_date"]
        items.append(
            {
                **item,
                "url": routes.story(item["key"]),
                "publication_url": routes.paper(slug),
                "day_url": routes.span_of_paper(slug, date) if date else None,
            }
        )
    return {
        "cluster": row["cluster"],
        "agency": row["agency"],
        "total": row["total"],
        "papers": row["papers"],
        "items": items,
    }


def near_match(row: rows.NearMatchFields) -> json_objects.NearMatch:
    """A story with nearly the same text, or the same headline, and its address."""
    slug, date = row["publication"], row["edition_date"]
    return {
        **row,
        "url": routes.story(row["key"]),
        "publication_url": routes.paper(slug),
        "day_url": routes.span_of_paper(slug, date) if date else None,
    }


def match(
    row: rows.MatchRow,
    placed: rows.CitedPlacement | None = None,
    pictured: rows.FirstThumbnailColumns | None = None,
    *,
    cluster: str | None = None,
) -> json_objects.Match:
    """A match of a search: its snippet as text, and headline and snippet as HTML with the matches in ``<mark>``.

    :param placed: the edition it stands in.
    :param pictured: its first image.
    """
    plain = {name: value for name, value in row.items() if name not in ("headline_marked", "snippet")}
    fields = cast(rows.MatchFields, plain)
    return {
        **fields,
        **_story_links(fields),
        "edition_url": placed and routes.edition(row["publication"], placed["edition_date"], placed["edition_label"]),
        "edition_label": placed and placed["edition_label"],
        "edition_name": placed and placed["edition_name"],
        "edition_title": placed
        and wording.edition_name(
            {"name": placed["edition_name"], "label": placed["edition_label"], "supplement_of": placed["supplement_of"]}
        ),
        "thumbnail": _captioned(pictured) if pictured else None,
        "snippet": "".join(text for text, _ in row["snippet"]),
        "headline_html": marked(row["headline_marked"]),
        "snippet_html": marked(row["snippet"]),
        "cluster": cluster,
        "folded": None,
    }


def version(
    row: rows.VersionFields, key: str, before: rows.VersionFields | None = None, found: Change | None = None
) -> json_objects.Version:
    """One text of a story.

    :param before: the version before it.
    :param found: what changed since that.
    """
    return {
        **row,
        "url": f"{routes.versions(key)}#version-{row['number']}",
        "story_url": routes.story(key),
        "change": change(key, before["number"], row["number"], found) if before and found else None,
    }


def change(key: str, old: int, new: int, found: Change) -> json_objects.Change:
    """What changed between two versions of a story."""
    return {
        "url": routes.diff(key, old, new),
        "fields": list(found.fields),
        "words_out": found.words_out,
        "words_in": found.words_in,
        "text": wording.change(found.fields, found.words_out, found.words_in),
    }


def changed_text(text: ChangedText) -> json_objects.ChangedText:
    """A text that changed."""
    return {"field": text.field, "html": text.html, "trivial": text.is_trivial}


def headlines(found: Sequence[rows.VersionHeadline]) -> list[json_objects.VersionHeadline]:
    """Of the headlines of all versions, newest first, those that were not the one before."""
    before = [*(row["headline"] for row in found[1:]), None]
    return [{**row} for row, headline in zip(found, before, strict=True) if row["headline"] != headline]


def day(row: rows.DayRow, slug: str) -> json_objects.Day:
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
                **edition,
                **_explained(wording.reasons_of(edition)),
                "edition_name": wording.edition_name(edition),
                "outcome_text": wording.outcome(edition),
                "url": routes.edition(slug, row["date"], edition["label"]),
            }
            for edition in row["editions"]
        ],
    }
