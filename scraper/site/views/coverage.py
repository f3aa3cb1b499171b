"""What the archive holds, what is missing, and why."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from scraper.archive import public_copy
from scraper.archive.read import calendar, completeness, strips
from scraper.archive.read import runs as read_runs
from scraper.archive.row_types import DayRow
from scraper.site import routes
from scraper.site.formats import strips as drawings
from scraper.site.http.responses import ViewRequest, ViewResult, listing
from scraper.site.json_objects import Completeness, Day
from scraper.site.language import _
from scraper.site.views import errors
from scraper.site.words import calendar_grid, objects, periods, wording

Address = Callable[[str], str]  # of a path of the site, for a link on a page
MARKED_DAYS = 31  # a longer time is drawn as columns
MOST_DAYS, MOST_MONTHS = 92, 300  # drawn one by one
MOST_CELLS = 15_000  # of all strips together: more papers are drawn by year
MOST_LINKS = 600
MOST_IN_TABLE = 100  # papers; of more, the JSON has the numbers
GAPS, GAPS_OF_ONE = 60, 400  # days that the page lists
MOST_DAYS_TOLD = 3_700  # of one paper, which the page looks at to say how complete it is: ten years


def coverage(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/coverage``: every publication with its days by state, and every gap with its reason.

    The page draws each publication as a strip and lists the newest gaps; the JSON has every day of every gap.
    """
    wanted = tuple(request.query.get("publication", ()))
    if request.ending:
        return _in_full(connection, wanted, request)
    papers = [paper for paper in calendar.stories_held(connection) if not wanted or paper["slug"] in wanted]
    if wanted and not papers:
        return errors.no_publication(connection, wanted[0])
    reach = {slug: span for slug, span in strips.reach(connection).items() if not wanted or slug in wanted}
    gaps: dict[str, list[Any]] = defaultdict(list)
    rows: dict[str, list[DayRow]] = defaultdict(list)
    for slug, day in strips.newest_gaps(connection, wanted, GAPS_OF_ONE if wanted else GAPS):
        gaps[slug].insert(0, objects.day(day, slug))
        rows[slug].append(day)
    drawn = _drawn(connection, reach)
    return ViewResult(
        template="coverage.html",
        content=listing(papers),
        page={
            "columns": [state for state in calendar.STATES if any(counts[state] for counts in drawn["sums"].values())],
            "in_table": len(papers) <= MOST_IN_TABLE,
            "narrowed": bool(wanted),
            "runs": read_runs.number(connection),
            "legend_mark": drawings.legend_mark,
            "reach": reach,
            "gaps": {paper["slug"]: calendar_grid.lapsed(gaps[paper["slug"]]) for paper in papers},
            "causes": {
                slug: [objects.cause(cause, slug) for cause in completeness.causes(rows[slug])]
                for slug in (rows if wanted else ())
            },
            "completeness": _completeness(connection, papers, reach) if len(papers) == 1 else None,
            "gap_days": sum(counts["gap"] for counts in drawn["sums"].values()),
            "gaps_shown": sum(edition["gap"] for days in gaps.values() for day in days for edition in day["editions"]),
            **drawn,
        },
        title=_("Coverage"),
    )


def _completeness(
    connection: sqlite3.Connection, papers: Sequence[Mapping[str, Any]], reach: Mapping[str, tuple[dt.date, dt.date]]
) -> Completeness | None:
    """How complete the only paper of the page is, in all its days; None of one with more than can be looked at."""
    (paper,) = papers
    slug = paper["slug"]
    if slug not in reach or (reach[slug][1] - reach[slug][0]).days > MOST_DAYS_TOLD:
        return None
    found, collected = completeness.of_calendar(connection, slug, calendar.calendar(connection, slug, *reach[slug]))
    return objects.completeness(paper["title"], found, collected, public_copy.name_of(connection))


def _in_full(connection: sqlite3.Connection, wanted: Sequence[str], request: ViewRequest) -> ViewResult:
    """Every publication with every day of every gap, in parts."""
    found, total, following = calendar.coverage(connection, wanted, after=request.first("next"))
    if wanted and not total:
        return errors.no_publication(connection, wanted[0])
    url = routes.coverage({"publication": wanted, "next": [following or ""]})
    papers = [objects.coverage(row) for row in found]
    return ViewResult(
        template="coverage.html",
        content=listing(papers, total=total, cursor=following, url=url),
    )


def _drawn(connection: sqlite3.Connection, reach: Mapping[str, tuple[dt.date, dt.date]]) -> dict[str, Any]:
    """The strip of each paper over one axis, the axis, and the number of its editions of each state."""
    if not reach:
        return {"strips": {}, "sums": {}}
    first, last = min(first for first, _ in reach.values()), max(last for _, last in reach.values())
    by = _unit(first, last, len(reach))
    found = strips.strips(connection, by, tuple(reach))
    sums = strips.in_sum(found)
    shown = list(periods.periods(first, last, by))
    ticks = periods.ticks(shown, by, most=10)
    if by == "day" and len(shown) <= MARKED_DAYS and len(shown) * len(reach) <= MOST_LINKS:
        days = {
            slug: [objects.day(row, slug) for row in calendar.days(connection, slug, first, last)] for slug in reach
        }
        return {
            "strips": {slug: partial(_marked, of_paper) for slug, of_paper in days.items()},
            "sums": sums,
            "seen": {day["state"] for of_paper in days.values() for day in of_paper},
            "axis": drawings.axis(ticks, len(shown), marked=True),
            "marked": True,
        }
    columns: dict[str, list[Mapping[str, int]]] = {
        slug: [found[slug].get(period.text, {}) for period in shown] for slug in reach
    }
    linked = len(shown) * len(reach) <= MOST_LINKS
    drawn = {
        slug: partial(_columns, of_paper, _links(slug, shown, of_paper) if linked else ())
        for slug, of_paper in columns.items()
    }
    return {
        "strips": drawn,
        "sums": sums,
        "seen": {state for of_paper in sums.values() for state in of_paper},
        "axis": drawings.axis(ticks, len(shown)),
        "marked": False,
    }


def _unit(first: dt.date, last: dt.date, papers: int) -> str:
    """What a column is: a day, a month or a year, so that neither page nor columns are too many."""
    for unit, most in (("day", MOST_DAYS), ("month", MOST_MONTHS)):
        number = periods.number_of(first, last, unit)
        if number <= most and number * papers <= MOST_CELLS:
            return unit
    return "year"


def _columns(columns: Sequence[Mapping[str, int]], links: Sequence[drawings.Link], address: Address) -> str:
    """The periods of a paper as columns, which are links.

    :param address: makes the address of a path of the site.
    """
    return drawings.strip(columns, [replace(link, url=address(link.url)) for link in links])


def _marked(days: Sequence[Day], address: Address) -> str:
    """The days of a paper as marks, each a link.

    :param address: makes the address of a path of the site.
    """
    links = [
        drawings.Link(place, 1, address(day["url"]), f"{wording.day(day['date'])}: {day['state_name']}")
        for place, day in enumerate(days)
        if day["state"] not in ("off", "unknown")
    ]
    return drawings.marked_strip([day["state"] for day in days], links)


def _links(slug: str, shown: Sequence[periods.Period], columns: Sequence[Mapping[str, int]]) -> list[drawings.Link]:
    return [
        drawings.Link(
            place, 1, routes.span_of_paper(slug, period.text), f"{period.name}: {wording.counts_by_state(counts)}"
        )
        for place, (period, counts) in enumerate(zip(shown, columns, strict=True))
        if counts
    ]
