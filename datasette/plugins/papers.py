"""The newsstand, a publication with its calendar, a day, an edition."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from datasette import hookimpl

from scraper.archive import reading, reading_days, reading_editions, reading_stories
from scraper.publish import addresses, months, objects, wording
from scraper.publish.answers import Answer, Asked, listing, missing, view

DAYS_SHOWN = 366  # a publication's first page shows its last year; every year has a page of its own
PAGE_SIZE = 100


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """The first pattern that matches is taken, so "undated" comes before a date."""
    return [
        (addresses.NEWSSTAND_PATTERN, view(newsstand, directory=True)),
        (addresses.PAPERS_PATTERN, view(newsstand, directory=True)),
        (addresses.PAPER_PATTERN, view(paper, directory=True)),
        (addresses.UNDATED_PATTERN, view(undated, directory=True)),
        (addresses.SPAN_PATTERN, view(span, directory=True)),
        (addresses.EDITION_PATTERN, view(edition, directory=True)),
    ]


def newsstand(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/``: every publication with its latest edition."""
    papers = [objects.publication(row) for row in reading.publications(connection)]
    return Answer(
        template="newsstand.html",
        content=listing(papers),
        page={"totals": reading.totals(connection)},
        canonical=addresses.NEWSSTAND,
    )


def paper(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/papers/{slug}/``: one publication and the calendar of its last year."""
    found = _paper(connection, asked)
    if isinstance(found, Answer):
        return found
    reach = reading_days.span(connection, found["slug"])
    days = []
    if reach:
        first, last = reach
        if (last - first).days >= DAYS_SHOWN:
            first = dt.date(last.year, 1, 1)
        days = _days(connection, found["slug"], first, last)
    _, undated_stories, _ = reading_stories.unplaced(connection, found["slug"], None, size=1)
    return Answer(
        template="publication.html",
        content={**found, "years": _years(connection, found["slug"]), "undated": undated_stories, "days": days},
        page={"months": months.months(days), **_coverage(days)},
        title=found["title"],
    )


def undated(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/papers/{slug}/undated/``: the stories that name no day."""
    found = _paper(connection, asked)
    if isinstance(found, Answer):
        return found
    stories = _unplaced(connection, found, None, asked)
    return Answer(
        template="undated.html",
        content={**stories, "publication": found},
        title=f"{found['title']}: stories without a day",
    )


def span(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/papers/{slug}/{YYYY}/``, ``{YYYY-MM}`` or ``{YYYY-MM-DD}``: a year, a month or a day of a publication."""
    found = _paper(connection, asked)
    if isinstance(found, Answer):
        return found
    when = addresses.span(asked.parts["when"])
    if when is None:
        return _no_date(asked.parts["when"], found)
    if when.day:
        return _day(connection, found, when.day, asked)
    reach = reading_days.span(connection, found["slug"])
    if reach is None or when.last < reach[0] or when.first > reach[1]:
        return missing(
            f"The archive knows nothing of {found['title']} in {when.text}.", publication=found, title=when.text
        )
    first, last = max(when.first, reach[0]), min(when.last, reach[1])
    days = _days(connection, found["slug"], first, last)
    name = when.text if when.is_year else wording.month(when.first)
    return Answer(
        template="calendar.html",
        content=listing(days, publication=found, when=when.text),
        page={
            "months": months.months(days),
            "years": _years(connection, found["slug"]),
            "name": name,
            **_coverage(days),
        },
        title=f"{found['title']}, {name}",
        canonical=addresses.span_of_paper(found["slug"], when.text),
    )


def _day(connection: sqlite3.Connection, found: dict[str, Any], date: dt.date, asked: Asked) -> Answer:
    """A day's editions, and the stories that are dated to it by nothing but their web publication."""
    slug = found["slug"]
    editions = [objects.edition_line(row) for row in reading_editions.front_pages(connection, date, slug)]
    stories = _unplaced(connection, found, date, asked)
    state = objects.day(reading_days.days(connection, slug, date, date)[0], slug)
    about = {"publication": found, "date": date.isoformat(), "state": state["state"], "reason": state["reason"]}
    title = f"{found['title']}, {wording.long_day(date)}"
    page = {"day": state, "around": _around(connection, date, slug), "web": stories}
    if not stories["total"] and not any(edition["placed"] for edition in editions):
        return Answer(
            template="no-edition.html",
            content={"error": f"No edition of {title} is held. {state['reason']}", **about},
            page=page,
            title=title,
            status=404,
        )
    only = editions[0] if len(editions) == 1 and not stories["total"] else None
    return Answer(
        template="day.html",
        content=listing(editions, **about, web_dated=stories["items"], web_dated_total=stories["total"]),
        page=page,
        title=title,
        canonical=addresses.span_of_paper(slug, date.isoformat()),
        redirect=only["url"] if only else "",
    )


def edition(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/papers/{slug}/{YYYY-MM-DD}/{label}/``: one edition in printed order."""
    found = _paper(connection, asked)
    if isinstance(found, Answer):
        return found
    when = addresses.span(asked.parts["when"])
    if when is None or when.day is None:
        return _no_date(asked.parts["when"], found)
    date, slug = when.day, found["slug"]
    state = objects.day(reading_days.days(connection, slug, date, date)[0], slug)
    known = {edition["label"]: edition for edition in state["editions"]}
    wanted = addresses.labels(asked.parts["label"])
    label = next((label for label in wanted if label in known), None)
    if label is None and known:
        return _other_label(asked.parts["label"], found, date, known)
    row = reading_editions.edition(connection, slug, date, wanted)
    if row is None or not row["placed"]:
        met = known.get(label or "")
        name = met["edition_name"] if met else "An edition"
        what = met["outcome_text"] if met else state["reason"]
        if met:
            of_edition = reading_days.edition_state(met) or "unknown"
            state |= {"state": of_edition, "sign": wording.STATES[of_edition][0]}
        return Answer(
            template="no-edition.html",
            content={
                "error": f"{name} of {found['title']}, {wording.long_day(date)}, is not held. {what}",
                "publication": found,
                "date": date.isoformat(),
                "state": state["state"],
                "reason": what,
            },
            page={"day": state, "around": _around(connection, date, slug), "web": {"total": 0}},
            title=f"{found['title']}, {wording.long_day(date)}",
            status=404,
        )
    shown = objects.edition(row)
    _, on_the_web, _ = reading_stories.unplaced(connection, slug, date, size=1)
    return Answer(
        template="edition.html",
        content={**shown, "web_dated": on_the_web},
        page={"publication_of": found, "day": state},
        title=f"{found['title']}, {wording.long_day(date)}"
        + (f", {shown['edition_name']}" if shown["name"] or shown["label"] else ""),
        canonical=shown["url"],
    )


def _other_label(segment: str, found: dict[str, Any], date: dt.date, known: dict[str, dict[str, Any]]) -> Answer:
    """The edition that was meant, if only capitals differ; else the page that names those of the day."""
    slug, day = found["slug"], wording.long_day(date)
    meant = next((label for label in known if label.casefold() == segment.casefold()), None)
    if meant is not None:
        url = addresses.edition(slug, date.isoformat(), meant)
        return Answer(template="missing.html", content={"url": url}, redirect=url)
    there = [edition for edition in known.values() if not wording.need_not_be(edition)] or list(known.values())
    names = ", ".join(edition["name"] or edition["label"] or addresses.MAIN for edition in there)
    return missing(
        f"{found['title']}, {day}: no edition of the label “{segment[:40]}”; there "
        f"{'is' if len(there) == 1 else 'are'} {names}.",
        title=f"{found['title']}, {day}",
        publication=found,
        editions=there,
    )


def _paper(connection: sqlite3.Connection, asked: Asked) -> dict[str, Any] | Answer:
    """The publication that was asked for; or the page that says there is none."""
    row = reading.publication(connection, asked.parts["slug"])
    if row:
        return objects.publication(row)
    papers = [objects.publication(row) for row in reading.publications(connection)]
    return missing(f"There is no publication “{asked.parts['slug'][:80]}” in this archive.", papers=papers)


def _no_date(text: str, found: dict[str, Any]) -> Answer:
    return missing(
        f"“{text[:40]}” is no date. A year is written 2024, a month 2024-12, a day 2024-12-07.",
        publication=found,
        title="No such date",
    )


def _days(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    return [objects.day(row, slug) for row in reading_days.calendar(connection, slug, first, last)]


def _years(connection: sqlite3.Connection, slug: str) -> list[dict[str, Any]]:
    years = reading_days.years(connection, slug)
    return [{**year, "url": addresses.span_of_paper(slug, f"{year['year']:04}")} for year in years]


def _coverage(days: list[dict[str, Any]]) -> dict[str, Any]:
    """What a calendar says beside its grids: how many days of each state, and the gaps with their reasons."""
    gaps = [day for day in days if day["state"] not in ("held", "web", "unknown", "off")]
    return {"tally": reading_days.tally(days), "gaps": months.lapsed(gaps)}


def _around(connection: sqlite3.Connection, date: dt.date, slug: str) -> dict[str, Any]:
    around = reading_editions.days_around(connection, date, slug)
    return {
        name: {"date": day, "url": addresses.span_of_paper(slug, day)} if day else None for name, day in around.items()
    }


def _unplaced(
    connection: sqlite3.Connection, found: dict[str, Any], date: dt.date | None, asked: Asked
) -> dict[str, Any]:
    """A page of the stories of a day, or without one, that stand in no edition."""
    after = asked.number("next", 0, 2**62)
    rows, total, following = reading_stories.unplaced(connection, found["slug"], date, after=after, size=PAGE_SIZE)
    path = addresses.span_of_paper(found["slug"], date.isoformat()) if date else found["undated_url"]
    paper_of = {"publication": found["slug"], "publication_title": found["title"]}
    return listing(
        [objects.story_line({**row, **paper_of}) for row in rows],
        total=total,
        cursor=str(following) if following else None,
        url=addresses.with_query(path, {"next": following}) if following else "",
    )
