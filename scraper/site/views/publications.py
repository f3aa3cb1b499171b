"""The newsstand, a publication with its calendar, a day of it, an edition."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from scraper.archive import edition_states, public_copy
from scraper.archive.read import calendar, comparison, completeness, incidents, permissions, publications, strips
from scraper.archive.read import editions as read_editions
from scraper.archive.read import stories as read_stories
from scraper.archive.row_types import DayRow
from scraper.site import routes
from scraper.site.formats import downloads, epub, linked_data, previews
from scraper.site.formats import strips as drawn_strips
from scraper.site.http.responses import MakeRepresentation, ViewRequest, ViewResult, listing, missing
from scraper.site.json_objects import Comparison, Day, DayEdition, EditionLine, Publication, Year
from scraper.site.language import _, ngettext
from scraper.site.representations import FEEDS, FORMATS
from scraper.site.views import catalogues, errors
from scraper.site.words import calendar_grid, objects, page_layout, permission_words, wording
from scraper.site.words import newsstand as stand
from scraper.site.words.weekly_pattern import weekly_pattern

DAYS_SHOWN = 366  # a publication's first page shows its last year; every year has a page of its own
PAGE_SIZE = 100
FEED_SIZE = 30


def newsstand(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/``: the publications with their latest editions; of many, the newest editions and an alphabetical list."""
    wanted = stand.values(request.first)
    every = publications.in_brief(connection)
    found = [row for row in every if stand.matches(row, wanted)]
    if request.ending:
        papers = [objects.publication(publications.with_latest(connection, row)) for row in found]
        return ViewResult(template="newsstand.html", content=listing(papers))
    held = [row for row in found if row["editions"]]
    newest = stand.newest_first(held)
    shown = held if len(held) <= stand.CARDS else newest[: stand.NEWEST]
    last = max((row["last_date"] for row in every if row["editions"]), default="")
    cards = [_card(connection, row, last) for row in shown]
    return ViewResult(
        template="newsstand.html",
        content=listing([objects.publication(publications.without_latest(row)) for row in found]),
        page={
            "preview": previews.of_newsstand([row["title"] for row in newest]),
            "totals": publications.totals(connection),
            "held": sum(bool(row["editions"]) for row in every),
            "editions": sum(row["editions"] for row in every),
            "values": wanted,
            "chips": stand.chips(every, wanted) if len(every) >= stand.LEAST_TO_FILTER else [],
            "cards": cards,
            "directory": stand.directory(
                objects.publication(publications.without_latest(row)) for row in held if len(shown) < len(held)
            ),
            "newest_day": _newest_day(connection, every, last) if last else None,
        },
        cited=objects.keys_of_front_pages(card["latest_edition"] for card in cards),
        canonical=routes.newsstand({name: [value] for name, value in wanted.items()}),
    )


def _card(connection: sqlite3.Connection, row: Mapping[str, Any], newest: str) -> dict[str, Any]:
    """A paper with its front page, and with its last days as dots."""
    day = dt.date.fromisoformat
    dots = strips.last_days(connection, row["slug"], day(row["last_date"]), day(newest))
    label = _(
        "The %(number)s days to %(day)s: %(states)s",
        number=len(dots),
        day=wording.day(dots[-1]["date"]),
        states=wording.counts_by_state(calendar.count_by_state(dots)),
    )
    paper = objects.publication(publications.with_latest(connection, dict(row)))
    return {**paper, "dots": drawn_strips.marks([each["state"] for each in dots], label)}


def _newest_day(connection: sqlite3.Connection, papers: Sequence[Mapping[str, Any]], date: str) -> dict[str, Any]:
    """The newest day that is held: whose papers are there, and how many editions are missing."""
    day = dt.date.fromisoformat(date)
    there = [paper for paper in papers if paper["editions"] and paper["last_date"] == date]
    return {
        "date": date,
        "url": routes.on(date),
        "papers": there,
        "missing": edition_states.count(connection, first=day, last=day).missing,
    }


def paper(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/papers/{slug}/``: one publication and the calendar of its last year."""
    found = _paper(connection, request)
    if isinstance(found, ViewResult):
        return found
    reach = calendar.span(connection, found["slug"])
    rows: list[DayRow] = []
    if reach:
        first, last = reach
        if (last - first).days >= DAYS_SHOWN:
            first = dt.date(last.year, 1, 1)
        rows = calendar.calendar(connection, found["slug"], first, last)
    days = [objects.day(row, found["slug"]) for row in rows]
    # A feed takes the headlines of thirty editions: read only for whoever asks.
    arrived = read_editions.arrived(connection, found["slug"], size=FEED_SIZE) if request.ending in FEEDS else []
    representations = downloads.of_publication(found, [objects.edition_line(row) for row in arrived])
    content = {
        **found,
        "years": _years(connection, found["slug"], reach),
        "undated": read_stories.unplaced(connection, found["slug"], None, size=1)[1],
        "weekly_pattern": weekly_pattern(days),
        "days": days,
    }
    return ViewResult(
        template="publication.html",
        content=content,
        page={
            "months": calendar_grid.months(days),
            "incidents": [wording.incident(row) for row in incidents.incidents(connection, found["slug"])],
            "alternates": _alternates(found["url"], representations),
            "changed_stories": routes.search({"changed": ["1"], "publication": [found["slug"]]}),
            "preview": previews.of_publication(found),
            "linked_data": lambda absolute: linked_data.script(linked_data.publication(found, absolute)),
            **_coverage(days),
            **_complete(connection, found, rows),
        },
        cited=objects.keys_of_front_pages([found["latest_edition"]]),
        title=found["title"],
        representations=representations,
    )


def undated(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/papers/{slug}/undated/``: the stories without an edition date."""
    found = _paper(connection, request)
    if isinstance(found, ViewResult):
        return found
    stories = _unplaced(connection, found, None, request)
    return ViewResult(
        template="undated.html",
        content={**stories, "publication": found},
        cited=[story["key"] for story in stories["items"]],
        title=_("%(paper)s: stories without a day", paper=found["title"]),
    )


def span(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/papers/{slug}/{YYYY}/``, ``{YYYY-MM}`` or ``{YYYY-MM-DD}``: a year, a month or a day of a publication."""
    found = _paper(connection, request)
    if isinstance(found, ViewResult):
        return found
    when = routes.span(request.parts["when"])
    if when is None:
        return errors.no_date(request.parts["when"], publication=found)
    if when.day:
        return _day(connection, found, when.day, request)
    reach = calendar.span(connection, found["slug"])
    if reach is None or when.last < reach[0] or when.first > reach[1]:
        unknown = _("The archive knows nothing of %(paper)s in %(period)s.", paper=found["title"], period=when.text)
        return missing(unknown, publication=found, title=when.text)
    first, last = max(when.first, reach[0]), min(when.last, reach[1])
    rows = calendar.calendar(connection, found["slug"], first, last)
    days = [objects.day(row, found["slug"]) for row in rows]
    name = when.text if when.is_year else wording.month(when.first)
    return ViewResult(
        template="calendar.html",
        content=listing(days, publication=found, when=when.text, **_complete(connection, found, rows)),
        page={
            "months": calendar_grid.months(days),
            "years": _years(connection, found["slug"], reach),
            "name": name,
            **_coverage(days),
        },
        title=f"{found['title']}, {name}",
        canonical=routes.span_of_paper(found["slug"], when.text),
    )


def _day(connection: sqlite3.Connection, found: Publication, date: dt.date, request: ViewRequest) -> ViewResult:
    """The page of a day: its editions, and the stories that only their web publication dates to it."""
    slug = found["slug"]
    editions = [objects.edition_line(row) for row in read_editions.front_pages(connection, date, slug)]
    stories = _unplaced(connection, found, date, request)
    state = objects.day(calendar.days(connection, slug, date, date)[0], slug)
    about: dict[str, Any] = {
        "publication": found,
        "date": date.isoformat(),
        "state": state["state"],
        "reason": state["reason"],
    }
    title = f"{found['title']}, {wording.long_day(date)}"
    page = {"day": state, "around": _around(connection, date, slug), "web": stories}
    if not stories["total"] and not any(edition["placed"] for edition in editions):
        return ViewResult(
            template="no-edition.html",
            content={
                "error": _("No edition of %(day)s is held. %(reason)s", day=title, reason=state["reason"]),
                **about,
            },
            page=page,
            title=title,
            status=404,
        )
    compared = objects.comparisons(comparison.of_day(connection, date, slug), editions)
    only = editions[0] if len(editions) == 1 and not stories["total"] else None
    return ViewResult(
        template="day.html",
        content=listing(
            editions, **about, compared=compared, web_dated=stories["items"], web_dated_total=stories["total"]
        ),
        page=page,
        cited=[*_keys_of_day(editions, compared), *(story["key"] for story in stories["items"])],
        title=title,
        canonical=routes.span_of_paper(slug, date.isoformat()),
        redirect=only["url"] if only else "",
    )


def _keys_of_day(editions: Sequence[EditionLine], compared: Sequence[Comparison]) -> list[str]:
    """The keys of the stories that the page of a day shows, of its editions alone or compared."""
    if not compared:
        return objects.keys_of_front_pages(editions)
    first = next(line for line in editions if line["label"] == compared[0]["editions"][0]["label"])
    supplements = [line for line in editions if line["supplement_of"] is not None]
    return objects.keys_of_comparison(compared[0], first) + objects.keys_of_front_pages(supplements)


def edition(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/papers/{slug}/{YYYY-MM-DD}/{label}/``: one edition in printed order."""
    found = _paper(connection, request)
    if isinstance(found, ViewResult):
        return found
    when = routes.span(request.parts["when"])
    if when is None or when.day is None:
        return errors.no_date(request.parts["when"], publication=found)
    date, slug = when.day, found["slug"]
    if request.ending == "jpg":
        labels = routes.labels(request.parts["label"])
        return catalogues.cover_of(connection, slug, date, labels, small=request.first("small") == "1")
    state = objects.day(calendar.days(connection, slug, date, date)[0], slug)
    known = {edition["label"]: edition for edition in state["editions"]}
    wanted = routes.labels(request.parts["label"])
    label = next((label for label in wanted if label in known), None)
    if label is None and known:
        return _other_label(request.parts["label"], found, date, known)
    row = read_editions.edition(connection, slug, date, wanted)
    if row is None or not row["placed"]:
        met = known.get(label or "")
        name = met["edition_name"] if met else _("An edition")
        what = met["outcome_text"] if met else state["reason"]
        day = wording.long_day(date)
        if met:
            state |= {"state": met["state"], "sign": wording.STATES[met["state"]][0]}
        return ViewResult(
            template="no-edition.html",
            content={
                "error": _(
                    "%(edition)s of %(paper)s, %(day)s, is not held. %(reason)s",
                    edition=name,
                    paper=found["title"],
                    day=day,
                    reason=what,
                ),
                "publication": found,
                "date": date.isoformat(),
                "state": state["state"],
                "reason": what,
            },
            page={"day": state, "around": _around(connection, date, slug), "web": {"total": 0}},
            title=f"{found['title']}, {day}",
            status=404,
        )
    shown = objects.edition(row)
    recorded = permissions.of_edition(connection, row["index_url"], row["last_collected"])
    # Its feeds say who wrote each story, and when it came: read only for whoever asks.
    listed = [story["key"] for section in shown["sections"] for story in section["stories"]]
    keys = [key for key in listed if key and request.ending in FEEDS]
    numbers, authors = read_stories.numbers_of(connection, keys), read_stories.authors_of(connection, keys)
    representations = downloads.of_edition(shown, numbers, authors)
    name = downloads.name(shown)
    if shown["held"]:
        # A book takes every text of the edition: read only for whoever asks.
        book = epub.edition(connection, slug, date, shown["label"]) if request.ending == "epub" else None
        representations["epub"] = epub.representation(book)
    stories_of_sections = [section["stories"] for section in shown["sections"]]
    cited = [story["key"] for stories in stories_of_sections for story in stories if story["key"]]
    lead = stories_of_sections[0][0]["key"]
    lead_text = read_stories.beginning(connection, lead, page_layout.LEAD_LETTERS) if lead else ""
    return ViewResult(
        template="edition.html",
        content={
            **shown,
            "web_dated": read_stories.unplaced(connection, slug, date, size=1)[1],
            "permissions": recorded and permission_words.permissions(recorded),
        },
        page={
            "publication_of": found,
            "preview": previews.of_edition(shown, name),
            "linked_data": lambda absolute: linked_data.script(linked_data.edition(shown, found, name, absolute)),
            "day": state,
            "alternates": _alternates(shown["url"], representations),
            "front_page": page_layout.front_page(stories_of_sections[0], lead_text),
            "lead_text": objects.body_markup("", lead_text),
            "widths": page_layout.widths(stories_of_sections[1:]),
            "cite_url": routes.stories(cited),
            "kept_as": [
                (FORMATS[ending].name, routes.with_ending(shown["url"], ending))
                for ending in (*representations, "json")
            ],
        },
        representations=representations,
        cited=cited,
        title=name,
        canonical=shown["url"],
    )


def _other_label(segment: str, found: Publication, date: dt.date, known: dict[str, DayEdition]) -> ViewResult:
    """A redirect to the edition whose label differs in capitals only; else an error that lists the day's editions."""
    slug, day = found["slug"], wording.long_day(date)
    meant = next((label for label in known if label.casefold() == segment.casefold()), None)
    if meant is not None:
        url = routes.edition(slug, date.isoformat(), meant)
        return ViewResult(template="missing.html", content={"url": url}, redirect=url)
    there = [edition for edition in known.values() if not wording.need_not_be(edition)] or list(known.values())
    names = ", ".join(edition["name"] or edition["label"] or routes.MAIN for edition in there)
    return missing(
        ngettext(
            "%(paper)s, %(day)s: no edition of the label “%(label)s”; there is %(names)s.",
            "%(paper)s, %(day)s: no edition of the label “%(label)s”; there are %(names)s.",
            len(there),
            paper=found["title"],
            day=day,
            label=segment[:40],
            names=names,
        ),
        title=f"{found['title']}, {day}",
        publication=found,
        editions=there,
    )


def _paper(connection: sqlite3.Connection, request: ViewRequest) -> Publication | ViewResult:
    """The publication of the path; the error page if there is none."""
    row = publications.publication(connection, request.parts["slug"])
    if row:
        return objects.publication(row)
    return errors.no_publication(connection, request.parts["slug"])


def _alternates(url: str, representations: Mapping[str, MakeRepresentation]) -> list[tuple[str, str]]:
    """The media type and path of each representation of a page but its JSON, which every page has."""
    return [(FORMATS[ending].media_type, routes.with_ending(url, ending)) for ending in representations]


def _years(connection: sqlite3.Connection, slug: str, reach: tuple[dt.date, dt.date] | None) -> list[Year]:
    return [objects.year(row, slug) for row in calendar.years(connection, slug, reach)]


def _coverage(days: list[Day]) -> dict[str, Any]:
    """What a calendar shows beside its grids: how many days have each state, and the gaps with their reasons."""
    return {
        "days_by_state": calendar.count_by_state(days),
        "gaps": calendar_grid.lapsed(day for day in days if calendar.is_gap(day)),
    }


def _complete(connection: sqlite3.Connection, found: Publication, rows: Sequence[DayRow]) -> dict[str, Any]:
    """How complete a paper is on these days, and its gaps by cause."""
    slug = found["slug"]
    complete, collected = completeness.of_calendar(connection, slug, rows)
    return {
        "completeness": objects.completeness(found["title"], complete, collected, public_copy.name_of(connection)),
        "causes": [objects.cause(cause, slug) for cause in completeness.causes(rows)],
    }


def _around(connection: sqlite3.Connection, date: dt.date, slug: str) -> dict[str, Any]:
    around = read_editions.days_around(connection, date, slug)
    found = {"previous": around["previous"], "next": around["next"]}
    return {name: {"date": day, "url": routes.span_of_paper(slug, day)} if day else None for name, day in found.items()}


def _unplaced(
    connection: sqlite3.Connection, found: Publication, date: dt.date | None, request: ViewRequest
) -> dict[str, Any]:
    """A page of the stories of a day, or without one, that stand in no edition."""
    after = request.number("next", 0, 2**62)
    rows, total, following = read_stories.unplaced(connection, found["slug"], date, after=after, size=PAGE_SIZE)
    path = routes.span_of_paper(found["slug"], date.isoformat()) if date else found["undated_url"]
    slug, title = found["slug"], found["title"]
    return listing(
        [objects.story_line({**row, "publication": slug, "publication_title": title}) for row in rows],
        total=total,
        cursor=str(following) if following else None,
        url=routes.with_query(path, {"next": following}) if following else "",
    )
