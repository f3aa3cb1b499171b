"""The facets of a search (papers, dates, sections, languages, access), and how many editions of its days are held."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.archive import edition_states
from scraper.archive.keys import SERIAL_BITS, date_of_id
from scraper.archive.search import kept
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import MOST_LOOKED_AT, Matching, known_labels, matching

MOST_FACETED = 5_000  # of the newest matches
MOST_VALUES = 12
MOST_PERIODS = 400
MOST_DAYS, MOST_MONTHS = 62, 72  # from the first match to the last; of a longer time months are counted, or years


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one filter, each with the number of matches that have it."""

    name: str  # of the filter: publication, from, section, language, access
    values: tuple[tuple[str, int], ...]
    more: int = 0  # values that are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The facets of the newest ``looked_at`` matches of a search; ``every`` says whether these are all matches."""

    facets: tuple[Facet, ...]
    looked_at: int
    every: bool
    newest: tuple[int, ...] = ()  # the row ids of these matches, where they were looked at


@dataclass(frozen=True, slots=True)
class EditionsHeld:
    """How many editions are held, in whole or in part, and how many are known: these and the missing ones."""

    held: int
    known: int


def facets(connection: sqlite3.Connection, filters: Filters, *, sql: Matching | None = None) -> Facets:
    """Matches per paper, section, language and access, the most frequent first, and over time, the newest first.

    Matches of two months are counted per day, those of six years per month, others per year. A filter with one value
    has no facet.

    :param sql: the SQL of these filters (``sql.matching``), where it was made already.
    """
    if filters.query.nothing:
        return Facets(facets=(), looked_at=0, every=True)
    if (counted := kept.facets(connection, filters)) is not None:
        return _of_counts(counted[1], counted[0], every=True)
    sql = sql or matching(connection, filters)
    part, is_all = sql.newest(connection, MOST_LOOKED_AT)
    found = connection.execute(
        f"SELECT {part.column} FROM {part.source} WHERE {part.where} ORDER BY {part.column} DESC LIMIT :most",  # noqa: S608
        {**part.parameters, "most": MOST_FACETED + 1},
    )
    ids = [row_id for (row_id,) in found]
    every = is_all and len(ids) <= MOST_FACETED
    ids = ids[:MOST_FACETED]
    counts: dict[str, Counter[str]] = {name: Counter() for name in kept.FACETS}
    counts["from"] = _periods(ids)
    # Counted by SQLite: of thousands of matches there are few that differ in these.
    for slug, section, language, access, number in connection.execute(
        """
        SELECT publications.slug, brief.section, brief.language, brief.access, count(*)
        FROM json_each(?) AS newest CROSS JOIN stories AS brief INDEXED BY stories_in_brief ON brief.id = newest.value
        CROSS JOIN publications ON publications.id = brief.publication_id
        GROUP BY brief.publication_id, brief.section, brief.language, brief.access
        """,
        [json.dumps(ids)],
    ):
        for name, value in (("publication", slug), ("section", section), ("language", language), ("access", access)):
            counts[name][value] += number
    return replace(_of_counts(counts, len(ids), every=every), newest=tuple(ids))


def _of_counts(counts: Mapping[str, Counter[str]], looked_at: int, *, every: bool) -> Facets:
    """The facets of numbers by value; values that are no more than a missing one are none."""
    languages: Counter[str] = Counter()
    for language, number in counts["language"].items():
        languages[language.lower().partition("-")[0]] += number
    shown = {name: Counter({value: n for value, n in of.items() if value}) for name, of in counts.items()}
    shown["language"] = Counter({value: n for value, n in languages.items() if value})
    facets = tuple(_facet(name, shown[name]) for name in counts if len(shown[name]) > 1)
    return Facets(facets=facets, looked_at=looked_at, every=every)


def _periods(ids: Sequence[int]) -> Counter[str]:
    """Matches per day, month or year, whichever fits the time from the first to the last."""
    days = Counter(row_id >> SERIAL_BITS << SERIAL_BITS for row_id in ids)
    dates = {date: number for day, number in days.items() if (date := date_of_id(day))}
    if not dates:
        return Counter()
    first, last = min(dates), max(dates)
    months = (last.year - first.year) * 12 + last.month - first.month
    length = 10 if (last - first).days < MOST_DAYS else 7 if months < MOST_MONTHS else 4
    counts: Counter[str] = Counter()
    for date, number in dates.items():
        counts[date.isoformat()[:length]] += number
    return counts


def _facet(name: str, counts: Counter[str]) -> Facet:
    if name == "from":
        values, most = sorted(counts.items(), reverse=True), MOST_PERIODS
    else:
        values, most = sorted(counts.items(), key=lambda count: (-count[1], count[0])), MOST_VALUES
    return Facet(name=name, values=tuple(values[:most]), more=len(values[most:]))


def editions_held(connection: sqlite3.Connection, filters: Filters) -> EditionsHeld:
    """How many editions of the papers and days of a search are held, and how many are known."""
    editions = edition_states.count(
        connection,
        publications=filters.publications,
        labels=known_labels(connection, filters.labels),
        first=filters.first,
        last=filters.last,
        month_day=filters.month_day,
    )
    return EditionsHeld(editions.held, editions.held + editions.missing)
