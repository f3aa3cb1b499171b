"""Matches over time: how often words were printed, in numbers and as shares of the stories held."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from scraper.archive import edition_states
from scraper.archive.read import publications
from scraper.archive.search import filters, frequency
from scraper.archive.search.filters import Filters
from scraper.dates import EARLIEST
from scraper.site import routes
from scraper.site.formats import chart, tables
from scraper.site.formats import timeline_chart as timelines
from scraper.site.http.responses import Representation, ViewRequest, ViewResult, listing
from scraper.site.json_objects import Line, Period, PeriodCount
from scraper.site.language import _
from scraper.site.words import periods, query_words, search_form

FIELDS = ("q", *filters.NAMES, "by", "share", "fold")


def timeline(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/timeline``: matches of one to five queries per day, month or year; without a query, the stories held."""
    values = {name: request.query.get(name, ()) for name in FIELDS}
    queries = list(dict.fromkeys(q.strip() for q in values["q"] if q.strip()))
    asks = [Filters.of({**values, "q": [q]}) for q in queries[: chart.MOST_LINES] or [""]]
    of_searches = dict.fromkeys(note for ask in asks for note in (*ask.notes, *ask.query.notes))
    notes = [query_words.note_in_words(note) for note in of_searches]
    if len(queries) > chart.MOST_LINES:
        notes.append(_("At most five can be compared; the others were left out."))
    (first, last), by = _range(connection, asks[0], request.first("by"), notes)
    asks = [replace(ask, first=first, last=last) for ask in asks]
    rows, folded = _rows(connection, asks, values, list(periods.periods(first, last, by)))
    if search_form.folds(values) and not folded:
        notes.append(_("There are too many matches to tell the copies from each other: all are counted."))
    lines = [_line(connection, ask, [row["counts"][place] for row in rows], rows) for place, ask in enumerate(asks)]
    share = request.first("share") in ("1", "on", "true", "yes") and bool(queries) and not folded
    drawn = timelines.without_emptiness(rows)
    drawing = timelines.timeline_chart(lines, drawn, by, share=share)
    draw = partial(timelines.svg, drawing, drawn, by)
    return ViewResult(
        template="timeline.html",
        content=listing(
            rows, by=by, first=first.isoformat(), last=last.isoformat(), folded=folded, queries=lines, notes=notes
        ),
        page={
            "values": values,
            "share": share,
            "percent": timelines.percent,
            "charts": [partial(draw, *timelines.WIDE), partial(draw, *timelines.NARROW)],
            "drawn": drawn,
            "breaks": bool(drawing.broken),
            "gaps": {"whole" if gap.missing >= 1 else "some" for gap in drawing.gaps},
            "fields": queries[: chart.MOST_LINES] or [""],
            "more_fields": 0 < len(queries) < chart.MOST_LINES,
            "choices": publications.choices(connection),
            "csv_url": routes.with_ending(routes.timeline(values), "csv"),
            "svg_url": routes.with_ending(routes.timeline(values), "svg"),
        },
        title=_("Over time: %(words)s", words=", ".join(queries)[:60]) if queries else _("Over time"),
        representations={"csv": partial(_csv, rows), "svg": partial(_svg, draw(*timelines.WIDE))},
    )


def _range(
    connection: sqlite3.Connection, ask: Filters, by: str, notes: list[str]
) -> tuple[tuple[dt.date, dt.date], str]:
    """The first and last day of the timeline, by default those of all stories held, and what a period is."""
    held = frequency.reach(connection, ask.publications) or (dt.date.today(),) * 2  # noqa: DTZ011
    first, last = ask.first or held[0], ask.last or held[1]
    first, last = (first, max(first, last)) if ask.first else (min(first, last), last)
    first = max(first, EARLIEST)
    if periods.number_of(first, last, "year") > periods.MOST:
        first, last = max(first, held[0]), min(last, held[1])
    if by and by not in periods.UNITS:
        notes.append(_("“%(by)s” is none of day, month and year; it was left out.", by=by[:20]))
    if by not in periods.UNITS:
        return (first, last), "year" if ask.month_day else periods.best_unit(first, last)
    for unit in periods.UNITS[periods.UNITS.index(by) :]:
        if periods.number_of(first, last, unit) <= periods.MOST:
            if unit != by:
                notes.append(_("The range is too long to be shown so finely; ask for a part of it."))
            return (first, last), unit
    return (first, last), "year"


def _rows(
    connection: sqlite3.Connection,
    asks: Sequence[Filters],
    values: Mapping[str, Sequence[str]],
    shown: Sequence[periods.Period],
) -> tuple[list[Period], bool]:
    """Each period with what is held of it, what is missing, and how often each query matches.

    :returns: with it, whether each text counts once, as far as that is asked for.
    """
    among, papers = frequency.without_query(asks[0]), frequency.of_papers(asks[0])
    spans = [(period.first, period.last) for period in shown]
    held = frequency.per_span(connection, papers, spans)
    stories = held if among == papers else frequency.per_span(connection, among, spans)
    matches = [frequency.per_span(connection, ask, spans) if ask.query.text else stories for ask in asks]
    folded = False
    if search_form.folds(values):
        texts = [
            frequency.texts_per_span(connection, ask, spans, counts) for ask, counts in zip(asks, matches, strict=True)
        ]
        if folded := None not in texts:
            matches = [counts for counts in texts if counts is not None]
    editions = frequency.editions_per_span(
        connection, spans, asks[0].publications, labels=asks[0].labels, month_day=asks[0].month_day
    )
    known = frequency.scheduled(connection, asks[0].publications) or (dt.date.max, dt.date.min)
    narrowed = {name: values[name] for name in (*filters.NAMES, "fold") if name not in ("from", "to")}
    rows: list[Period] = [
        {
            "period": period.text,
            "name": period.name,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "held": held[place],
            "stories": stories[place],
            "editions_held": editions[place].held,
            "editions_missing": editions[place].missing,
            # False where the schedules cover the whole period and list no edition: a Sunday, a strike.
            "due": bool(held[place])
            or editions[place] != edition_states.Editions()
            or not known[0] <= period.first <= period.last <= known[1],
            "counts": [
                {
                    "q": ask.query.text,
                    # Where nothing of a period is held, it is not known how often a word was printed.
                    "matches": of_query[place] if held[place] else None,
                    "share": of_query[place] / stories[place] if stories[place] and not folded else None,
                    "url": routes.search({**narrowed, "q": [ask.query.text], **_between(period)}),
                }
                for ask, of_query in zip(asks, matches, strict=True)
            ],
        }
        for place, period in enumerate(shown)
    ]
    return rows, folded


def _between(period: periods.Period) -> dict[str, list[str]]:
    return {"from": [period.first.isoformat()], "to": [period.last.isoformat()]}


def _line(connection: sqlite3.Connection, ask: Filters, counts: Sequence[PeriodCount], rows: Sequence[Period]) -> Line:
    """One query with its sum over the whole range."""
    total, stories = sum(count["matches"] or 0 for count in counts), sum(row["stories"] for row in rows)
    most = max(range(len(counts)), key=lambda place: counts[place]["matches"] or 0)
    return {
        "q": ask.query.text,
        "understood": query_words.query_in_words(ask.query),
        "matches": total,
        "share": None if all(count["share"] is None for count in counts) else total / max(stories, 1),
        "undated": frequency.undated(connection, ask),
        "most": {"period": rows[most]["period"], "name": rows[most]["name"], "matches": counts[most]["matches"] or 0}
        if total
        else None,
    }


def _csv(rows: Sequence[Period], absolute: Callable[[str], str]) -> Representation:
    body = timelines.as_csv(rows, absolute)
    return Representation(body=body, content_type=tables.CSV, filename="timeline.csv")


def _svg(drawn: str, absolute: Callable[[str], str]) -> Representation:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}'
    return Representation(body=body.encode(), content_type="image/svg+xml; charset=utf-8")
