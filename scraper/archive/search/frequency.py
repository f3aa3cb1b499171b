"""Filters -> how many stories match in each span of days, and how many stories and editions are held of it.

A story's row id contains its day (``scraper.archive.keys``), so matches are counted by the row ids in the full-text
index, without reading the stories (docs/decisions/0002 has figures). Spans are pairs of days, both included, in order
and without overlap. Stories without a day are in no span: ``undated`` counts them.
"""

from __future__ import annotations

import bisect
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.archive.edition_states import Editions, count_by_date, publication_ids
from scraper.archive.keys import EPOCH, FIRST_DATED, SERIAL_BITS, date_of_id, id_range
from scraper.archive.search import kept
from scraper.archive.search.filters import Filters
from scraper.archive.search.query import parse
from scraper.archive.search.sql import Matching, known_labels, matching

Span = tuple[dt.date, dt.date]
MANY = 20_000  # matches; more are counted span by span
MANY_TEXTS = 50_000  # matches, of which it takes long to tell the copies
MANY_OF_SPAN = 200  # ... where these are more for each of the spans


def without_query(filters: Filters) -> Filters:
    """These filters without the query: they match all stories that were searched."""
    return replace(filters, query=parse(""), notes=())


def of_papers(filters: Filters) -> Filters:
    """The filters for all stories of the same papers and days; where these are none, a count of 0 says nothing."""
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
    sql = matching(connection, replace(filters, first=spans[0][0], last=spans[-1][1]))
    whole = [_year(span) for span in spans]
    years = kept.years(connection, replace(filters, first=None, last=None)) if any(whole) else None
    if years is None:
        return _counted(connection, sql, spans)
    counts = zip(whole, spans, strict=True)
    return [years[year] if year else _of_many(connection, sql, [span])[0] for year, span in counts]


def texts_per_span(
    connection: sqlite3.Connection, filters: Filters, spans: Sequence[Span], matches: Sequence[int]
) -> list[int] | None:
    """The number of different texts among the matches of each span: of stories that share most of theirs one counts.

    :param matches: of each span, as of ``per_span``.
    :returns: None where the matches are too many to tell.
    """
    if sum(matches) > MANY_TEXTS:
        return None
    if not sum(matches):
        return list(matches)
    sql = matching(connection, replace(filters, first=spans[0][0], last=spans[-1][1]))
    clustered = connection.execute(
        f"""
        SELECT story_id >> {SERIAL_BITS}, cluster FROM clusters
        WHERE story_id IN (SELECT {sql.column} FROM {sql.source} WHERE {sql.where})
        """,  # noqa: S608
        sql.parameters,
    ).fetchall()
    starts = [(first - EPOCH).days for first, _ in spans]
    copies = list(matches)
    seen: set[tuple[int, str]] = set()
    for day, cluster in clustered:
        place = bisect.bisect_right(starts, day) - 1
        if place < 0 or day > (spans[place][1] - EPOCH).days:
            continue
        copies[place] -= (place, cluster) in seen
        seen.add((place, cluster))
    return copies


def _year(span: Span) -> int | None:
    """The year of which this is every day."""
    first, last = span
    return first.year if (first, last) == (first.replace(month=1, day=1), first.replace(month=12, day=31)) else None


def _counted(connection: sqlite3.Connection, sql: Matching, spans: Sequence[Span]) -> list[int]:
    """The number of matches of each span, by their row ids."""
    most = max(MANY, MANY_OF_SPAN * len(spans))
    if not sql.days and sql.after(connection, most, oldest=False) is not None:
        return _of_many(connection, sql, spans)
    grouped = connection.execute(
        f"SELECT {sql.column} >> {SERIAL_BITS}, count(*) FROM {sql.source} WHERE {sql.where} GROUP BY 1",  # noqa: S608
        sql.parameters,
    )
    return _added_up(grouped, spans)


def _of_many(connection: sqlite3.Connection, sql: Matching, spans: Sequence[Span]) -> list[int]:
    """The number of matches of each span, counted inside SQLite: faster than to group very many of them.

    One statement for each: in a statement for all of them SQLite would not hand the row ids on to the index.
    """
    numbers = []
    for first, last in spans:
        part = sql.between(*id_range(first, last))
        matches = part.merged if part.filters else f"SELECT 1 FROM {part.source} WHERE {part.where}"  # noqa: S608
        numbers.append(int(connection.execute(f"SELECT count(*) FROM ({matches})", part.parameters).fetchone()[0]))  # noqa: S608
    return numbers


def _all_of_papers(connection: sqlite3.Connection, publications: Sequence[str], spans: Sequence[Span]) -> list[int]:
    """The number of stories of each span, which are kept for each day."""
    ids = publication_ids(connection, publications)
    chosen = f"AND publication_id IN ({', '.join(map(str, ids))})" if publications else ""
    counted = connection.execute(
        f"""
        SELECT (SELECT coalesce(sum(stories), 0) FROM stories_per_day
            WHERE day BETWEEN span.value ->> 0 AND span.value ->> 1 {chosen})
        FROM json_each(?) AS span ORDER BY span.key
        """,  # noqa: S608
        [json.dumps([[(day - EPOCH).days for day in span] for span in spans])],
    )
    return [number for (number,) in counted]


def _added_up(per_day: Iterable[tuple[int, int]], spans: Sequence[Span]) -> list[int]:
    """The sum of the numbers of each span's days.

    :param per_day: pairs of a day, as days since ``EPOCH``, and its number.
    """
    starts = [(first - EPOCH).days for first, _ in spans]
    ends = [(last - EPOCH).days for _, last in spans]
    added = [0] * len(spans)
    for day, number in per_day:
        place = bisect.bisect_right(starts, day) - 1
        if place >= 0 and day <= ends[place]:
            added[place] += number
    return added


def undated(connection: sqlite3.Connection, filters: Filters) -> int:
    """How many matching stories have no edition date; the filters' days do not count."""
    if filters.query.nothing or filters.month_day:
        return 0
    sql = matching(connection, replace(filters, first=None, last=None))
    sql = sql.between(0, FIRST_DATED - 1)
    number = connection.execute(
        f"SELECT count(*) FROM {sql.source} WHERE {sql.where}",  # noqa: S608
        sql.parameters,
    ).fetchone()[0]
    return int(number)


def reach(connection: sqlite3.Connection, publications: Sequence[str] = ()) -> tuple[dt.date, dt.date] | None:
    """The first and last edition date of the stories of these papers, or of all.

    :param publications: slugs; empty for all papers.
    :returns: None if no story has a date.
    """
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
    """The first and last day that the schedules of these papers cover; on other days between, no edition was due.

    :param publications: slugs; empty for all papers.
    :returns: None if no schedule is known.
    """
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
    """How many editions of each span are held, and how many are missing.

    :param publications: slugs; empty for all papers.
    :param labels: of editions; empty for all.
    :param month_day: count only this day of each year.
    """
    found = count_by_date(
        connection,
        spans[0][0],
        spans[-1][1],
        publications=publications,
        labels=known_labels(connection, labels),
        month_day=month_day,
    )
    counted = [((dt.date.fromisoformat(date) - EPOCH).days, editions) for date, editions in found]
    held = _added_up(((day, editions.held) for day, editions in counted), spans)
    missing = _added_up(((day, editions.missing) for day, editions in counted), spans)
    return [Editions(*both) for both in zip(held, missing, strict=True)]
