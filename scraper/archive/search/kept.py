"""Filters without a word -> how many stories there are, from the numbers that are kept of each year.

Every story of a paper, of some years, of a section, a language or an access is counted in ``stories_per_year``, a few
thousand rows of an archive of any size (``schema.kept_counts``).
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from typing import Any

from scraper.archive.search.filters import Filters
from scraper.archive.search.query import parse
from scraper.archive.search.sql import known_languages, known_sections

FACETS = ("publication", "from", "section", "language", "access")
VALUES = "publications.slug, CASE WHEN year THEN printf('%04d', year) ELSE '' END, section, kept.language, access"
MOST_YEARS_OF_MONTHS = 6  # of fewer years ``facets`` counts months, which are not kept


def total(connection: sqlite3.Connection, filters: Filters) -> int | None:
    """The number of matching stories; None where it is not kept."""
    if not _is_kept(filters):
        return None
    source, parameters = _source(connection, filters)
    return int(connection.execute(f"SELECT coalesce(sum(stories), 0) {source}", parameters).fetchone()[0])


def years(connection: sqlite3.Connection, filters: Filters) -> Counter[int] | None:
    """The number of matching stories of each year; None where that is not kept."""
    if not _is_kept(filters):
        return None
    source, parameters = _source(connection, filters)
    return Counter(dict(connection.execute(f"SELECT year, sum(stories) {source} GROUP BY 1", parameters).fetchall()))


def facets(connection: sqlite3.Connection, filters: Filters) -> tuple[int, dict[str, Counter[str]]] | None:
    """The number of matching stories, and for each facet how many have each value; None where that is not kept."""
    if not _is_kept(filters):
        return None
    source, parameters = _source(connection, filters)
    low, high = connection.execute(f"SELECT min(year), max(year) {source} AND year > 0", parameters).fetchone()
    if low is None or high - low <= MOST_YEARS_OF_MONTHS:
        return None
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for *values, stories in connection.execute(
        f"SELECT {VALUES}, sum(stories) {source} GROUP BY 1, 2, 3, 4, 5", parameters
    ):
        for name, value in zip(FACETS, values, strict=True):
            found[name][value] += stories
    return found["access"].total(), found


def _is_kept(filters: Filters) -> bool:
    """Whether nothing is asked for but papers, whole years, sections, languages and access."""
    others = (
        filters.labels,
        filters.bylines,
        filters.front_page,
        filters.changed,
        filters.month_day,
        filters.query.node,
    )
    begins = filters.first is None or (filters.first.month, filters.first.day) == (1, 1)
    ends = filters.last is None or (filters.last.month, filters.last.day) == (12, 31)
    return not any(others) and filters.query == parse("") and begins and ends


def _source(connection: sqlite3.Connection, filters: Filters) -> tuple[str, dict[str, Any]]:
    """The tables and conditions of the counts of these filters, with their parameters."""
    conditions = ["true"]
    parameters: dict[str, Any] = {}

    def listed(values: Any) -> str:
        names = []
        for value in values:
            names.append(f":k{len(parameters)}")
            parameters[f"k{len(parameters)}"] = value
        return ", ".join(names)

    if filters.publications:
        conditions.append(f"publications.slug IN ({listed(filters.publications)})")
    if filters.first or filters.last:
        first, last = filters.first or dt.date.min, filters.last or dt.date.max
        conditions.append(f"year BETWEEN {listed([max(first.year, 1)])} AND {listed([last.year])}")
    if filters.sections:
        conditions.append(f"section IN ({listed(known_sections(connection, filters.sections))})")
    if filters.languages:
        conditions.append(f"kept.language IN ({listed(known_languages(connection, filters.languages))})")
    if filters.access:
        conditions.append(f"access IN ({listed(filters.access)})")
    joined = "stories_per_year AS kept JOIN publications ON publications.id = kept.publication_id"
    return f"FROM {joined} WHERE {' AND '.join(conditions)}", parameters
