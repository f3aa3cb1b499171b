"""Filters -> how many stories match in each span of days, and what the archive holds to compare them with.

A story's row id tells its day (``scraper.archive.keys``), so matches are counted on the row ids the full-text index
gives, without a look at the stories (docs/decisions/0002 has figures). Spans are pairs of days, both included, in order
and apart. Stories without a day are in none of them: ``undated`` counts those.
"""

from __future__ import annotations

import bisect
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.archive.edition_states import Editions, count_by_date
from scraper.archive.keys import EPOCH, SERIAL_BITS, date_of_id, id_range
from scraper.archive.read.publications import FIRST_DATED
from scraper.archive.search.filters import Filters
from scraper.archive.search.query import parse
from scraper.archive.search.sql import matching

Span = tuple[dt.date, dt.date]
FIRST_DAY = EPOCH + dt.timedelta(days=1)


def without_query(filters: Filters) -> Filters:
    """The stories among which a query was looked for."""
    return replace(filters, query=parse(""), notes=())


def of_papers(filters: Filters) -> Filters:
    """Everything of the same papers and days: where there is none of that, no count says anything."""
    return Filters(
        query=parse(""),
        first=filters.first,
        last=filters.last,
        month_day=filters.month_day,
        publications=filters.publications,
    )


def per_span(connection: sqlite3.Connection, filters: Filters, spans: Sequence[Span]) -> list[int]:
    """The number of matching stories of each span."""
    if filters.query.nothing or not spans:
        return [0] * len(spans)
    if filters == of_papers(filters) and not filters.month_day:
        return _all_of_papers(connection, filters.publications, spans)
    asked = matching(connection, replace(filters, first=spans[0][0], last=spans[-1][1]))
    counted = connection.execute(
        f"SELECT {asked.column} >> {SERIAL_BITS}, count(*) FROM {asked.source} WHERE {asked.where} GROUP BY 1",  # noqa: S608
        asked.parameters,
    )
    return _added_up(counted, spans)


def _all_of_papers(connection: sqlite3.Connection, publications: Sequence[str], spans: Sequence[Span]) -> list[int]:
    """The stories of each span: of each a range of a small index, which is faster than sorting their days."""
    named = ", ".join(f":slug{number}" for number in range(len(publications)))
    counted = connection.execute(
        f"""
        SELECT (
            SELECT count(*) FROM publications CROSS JOIN stories INDEXED BY stories_by_paper
            ON stories.publication_id = publications.id AND stories.id BETWEEN span.value ->> 0 AND span.value ->> 1
            WHERE {f"slug IN ({named})" if publications else "true"}
        ) FROM json_each(:spans) AS span ORDER BY span.key
        """,  # noqa: S608
        {f"slug{number}": slug for number, slug in enumerate(publications)}
        | {"spans": json.dumps([id_range(first, last) for first, last in spans])},
    )
    return [number for (number,) in counted]


def _added_up(per_day: Iterable[tuple[int, int]], spans: Sequence[Span]) -> list[int]:
    """Numbers of days, which are counted from EPOCH, added up by span."""
    starts = [(first - EPOCH).days for first, _ in spans]
    ends = [(last - EPOCH).days for _, last in spans]
    added = [0] * len(spans)
    for day, number in per_day:
        place = bisect.bisect_right(starts, day) - 1
        if place >= 0 and day <= ends[place]:
            added[place] += number
    return added


def undated(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many matching stories have no day, whatever days were asked for."""
    if filters.query.nothing or filters.month_day:
        return 0
    asked = matching(connection, replace(filters, first=None, last=None))
    asked = asked.narrowed(f"{asked.column} < {FIRST_DATED}")
    number = connection.execute(
        f"SELECT count(*) FROM {asked.source} WHERE {asked.where}",  # noqa: S608
        asked.parameters,
    ).fetchone()[0]
    return int(number)


def reach(connection: sqlite3.Connection, publications: Sequence[str] = ()) -> tuple[dt.date, dt.date] | None:
    """The first and last day to which a story is dated, of these papers or of all; None if there is none."""
    chosen = f"slug IN ({', '.join('?' * len(publications))})" if publications else "true"
    low, high = connection.execute(
        f"""
        SELECT min(first), max(last) FROM (SELECT
            (SELECT min(id) FROM stories WHERE publication_id = publications.id AND id >= {FIRST_DATED}) AS first,
            (SELECT max(id) FROM stories WHERE publication_id = publications.id AND id >= {FIRST_DATED}) AS last
        FROM publications WHERE {chosen})
        """,  # noqa: S608
        list(publications),
    ).fetchone()
    first, last = date_of_id(low or 0), date_of_id(high or 0)
    return (first, last) if first and last else None


def scheduled(connection: sqlite3.Connection, publications: Sequence[str] = ()) -> Span | None:
    """The first and last day of which the schedule of these papers was asked: what it does not name was not due."""
    chosen = f"AND slug IN ({', '.join('?' * len(publications))})" if publications else ""
    first, last = connection.execute(
        f"""
        SELECT min(date), max(date) FROM expected_editions
        WHERE publication_id IN (SELECT id FROM publications WHERE declared {chosen})
        """,  # noqa: S608
        list(publications),
    ).fetchone()
    return (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first else None


def editions_per_span(
    connection: sqlite3.Connection,
    spans: Sequence[Span],
    publications: Sequence[str] = (),
    *,
    labels: Sequence[str] = (),
    month_day: tuple[int, int] | None = None,
) -> list[Editions]:
    """How many editions of each span are held, and how many are missing."""
    found = count_by_date(
        connection, spans[0][0], spans[-1][1], publications=publications, labels=labels, month_day=month_day
    )
    counted = [((dt.date.fromisoformat(date) - EPOCH).days, editions) for date, editions in found]
    held = _added_up(((day, editions.held) for day, editions in counted), spans)
    missing = _added_up(((day, editions.missing) for day, editions in counted), spans)
    return [Editions(*both) for both in zip(held, missing, strict=True)]
