"""All papers of one day; the days of a month or year."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from datasette import hookimpl

from scraper.archive import reading_days, reading_editions
from scraper.publish import addresses, objects, wording
from scraper.publish.answers import Answer, Asked, listing, missing, view
from scraper.publish.language import _


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/on/`` and below."""
    return [
        (addresses.LATEST_PATTERN, view(latest, directory=True)),
        (addresses.ON_PATTERN, view(on, directory=True)),
    ]


def latest(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/on/``: the newest day of which anything is held; ``/on/?date=``: the day that was typed."""
    typed = asked.first("date").strip()
    if typed:
        when = addresses.typed_day(typed)
        if when is None:
            error = _("“%(text)s” is no date. A day is written 2024-12-07.", text=typed[:40])
            return missing(error, title=_("No such date"))
        return _day(connection, when, redirect=addresses.on(when.isoformat()))
    newest = reading_editions.newest_day(connection)
    if newest is None:
        return missing(_("No edition is held yet."), title=_("All papers of a day"))
    return _day(connection, dt.date.fromisoformat(newest), redirect=addresses.on(newest))


def on(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/on/{YYYY-MM-DD}/``: the roll-call of a day; of a month or year, its days."""
    when = addresses.span(asked.parts["when"])
    if when is None:
        typed = asked.parts["when"][:40]
        error = _("“%(text)s” is no date. A year is written 2024, a month 2024-12, a day 2024-12-07.", text=typed)
        return missing(error, title=_("No such date"))
    if when.day:
        return _day(connection, when.day)
    days = reading_editions.days_held(connection, when.first, when.last)
    name = when.text if when.is_year else wording.month(when.first)
    return Answer(
        template="days.html",
        content=listing([{**day, "url": addresses.on(day["date"])} for day in days], when=when.text),
        page={"name": name},
        title=_("All papers of %(period)s", period=name),
        canonical=addresses.on(when.text),
    )


def _day(connection: sqlite3.Connection, date: dt.date, redirect: str = "") -> Answer:
    """The front pages that are held, and the papers that are not there, each with the reason."""
    known = reading_editions.front_pages(connection, date)
    absent = [row for row in known if not row["held"]] + [
        row | {"supplement_of": None} for row in reading_days.absent(connection, date)
    ]
    around = reading_editions.days_around(connection, date)
    papers = [
        {**row, "url": addresses.span_of_paper(row["publication"], date.isoformat())}
        for row in reading_editions.papers_on_the_web(connection, date)
    ]
    return Answer(
        template="on.html",
        content=listing(
            [objects.edition_line(row) for row in known if row["held"]],
            date=date.isoformat(),
            absent=sorted(
                map(objects.absent, absent), key=lambda row: (row["publication_title"].casefold(), row["label"])
            ),
            web_dated=papers,
            other_years=[
                {**row, "url": addresses.on(row["date"])} for row in reading_editions.same_day(connection, date)
            ],
        ),
        page={"around": {name: day and {"date": day, "url": addresses.on(day)} for name, day in around.items()}},
        title=_("All papers of %(period)s", period=wording.long_day(date)),
        canonical=addresses.on(date.isoformat()),
        redirect=redirect,
    )
