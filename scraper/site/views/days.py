"""The pages ``/on/``: all papers of one day; the days of a month or year."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.archive.read import calendar, comparison, editions, publications
from scraper.site import routes
from scraper.site.http.responses import ViewRequest, ViewResult, listing, missing
from scraper.site.json_objects import Comparison, EditionLine
from scraper.site.language import _
from scraper.site.views import errors
from scraper.site.words import objects, search_form, wording

FEW = 4  # stories of each difference between editions; the page of the paper's day has all


def latest(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/on/``: the newest day of which anything is held; ``/on/?date=``: the day that a reader typed."""
    typed = request.first("date").strip()
    if typed:
        when = routes.typed_day(typed, search_form.languages_of_dates(publications.choices(connection)))
        if when is None:
            error = _("“%(text)s” is no date. A day is written 2024-12-07.", text=typed[:40])
            return missing(error, title=_("No such date"))
        return _day(connection, when, redirect=routes.on(when.isoformat()))
    newest = editions.newest_day(connection)
    if newest is None:
        error = _("No edition is held yet.")  # the menu leads here: it is a page without papers, and not missing
        title = _("All papers of a day")
        return ViewResult(template="missing.html", content=listing([]), page={"error": error}, title=title)
    return _day(connection, dt.date.fromisoformat(newest), redirect=routes.on(newest))


def on(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/on/{YYYY-MM-DD}/``: all papers of a day; ``/on/{YYYY-MM}/``, ``/on/{YYYY}/``: the days of a month or year."""
    when = routes.span(request.parts["when"])
    if when is None:
        return errors.no_date(request.parts["when"])
    if when.day:
        return _day(connection, when.day)
    days = editions.days_held(connection, when.first, when.last)
    name = when.text if when.is_year else wording.month(when.first)
    return ViewResult(
        template="days.html",
        content=listing([objects.day_of_all(day) for day in days], when=when.text),
        page={"name": name},
        title=_("All papers of %(period)s", period=name),
        canonical=routes.on(when.text),
    )


def _day(connection: sqlite3.Connection, date: dt.date, redirect: str = "") -> ViewResult:
    """The page of a day: the editions that are held, and the papers that are missing, each with the reason."""
    known = editions.front_pages(connection, date)
    absent = [objects.not_held(row) for row in known if calendar.is_absent(row)]
    absent += [objects.absent(row) for row in calendar.absent(connection, date)]
    around = editions.days_around(connection, date)
    on_the_web = [
        objects.paper_on_the_web(row, date.isoformat()) for row in editions.papers_on_the_web(connection, date)
    ]
    lines = [objects.edition_line(row) for row in known]
    held = [line for line in lines if line["held"]]
    compared = objects.comparisons(comparison.of_day(connection, date), lines)
    papers = _by_paper(held, compared)
    return ViewResult(
        template="on.html",
        content=listing(
            held,
            compared=compared,
            date=date.isoformat(),
            absent=sorted(absent, key=lambda row: (row["publication_title"].casefold(), row["label"])),
            web_dated=on_the_web,
            other_years=[objects.day_of_all(row) for row in editions.same_day(connection, date)],
        ),
        cited=[key for paper in papers for key in paper.keys_shown()],
        page={
            "papers": papers,
            "few": FEW,
            "around": {"previous": _day_link(around["previous"]), "next": _day_link(around["next"])},
        },
        title=_("All papers of %(period)s", period=wording.long_day(date)),
        canonical=routes.on(date.isoformat()),
        redirect=redirect,
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is held of one paper's day: its editions, how they differ if there are several, and their supplements."""

    comparison: Comparison | None
    editions: list[EditionLine] = field(default_factory=list)
    supplements: list[EditionLine] = field(default_factory=list)

    def keys_shown(self) -> list[str]:
        """The keys of the stories that the page shows of it."""
        if self.comparison is None:
            shown = objects.keys_of_front_pages(self.editions or self.supplements[:1])
            beside = self.supplements if self.editions else self.supplements[1:]
        else:
            shown = objects.keys_of_comparison(self.comparison, self.editions[0], FEW)
            beside = self.supplements
        return shown + [key for line in beside for key in objects.keys_of_front_pages([line])[:1]]


def _by_paper(held: Sequence[EditionLine], compared: Sequence[Comparison]) -> list[_Paper]:
    comparisons = {each["publication"]: each for each in compared}
    papers: dict[str, _Paper] = {}
    for line in held:
        paper = papers.setdefault(line["publication"], _Paper(comparisons.get(line["publication"])))
        (paper.editions if line["supplement_of"] is None else paper.supplements).append(line)
    return list(papers.values())


def _day_link(day: str | None) -> dict[str, str] | None:
    return {"date": day, "url": routes.on(day)} if day else None
