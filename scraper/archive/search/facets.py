"""What the matches of a search are made of - papers, years, sections, languages - and how much of its days is held."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.archive.keys import SERIAL_BITS, date_of_id
from scraper.archive.read.publications import HELD, KNOWN
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import matching
from scraper.items import Outcome

MOST_VALUES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one field, each with the number of matches that have it."""

    name: str  # as the filter is called: publication, from, section, language, access
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The facets of a search; those of the newest ``looked_at`` matches where these are not all of them."""

    facets: tuple[Facet, ...]
    looked_at: int
    every: bool


@dataclass(frozen=True, slots=True)
class EditionsHeld:
    """How many of the editions that are known of, or were expected, have a story in the archive."""

    held: int
    known: int


def facets(connection: sqlite3.Connection, filters: Filters) -> Facets:
    """Counts per paper, per year (per month within a year), section, language and access, the largest first."""
    if filters.query.nothing:
        return Facets(facets=(), looked_at=0, every=True)
    asked = matching(connection, filters)
    found = connection.execute(
        f"""
        SELECT brief.id, publications.slug, brief.section, brief.language, brief.access FROM (
            SELECT {asked.column} AS id FROM {asked.source} WHERE {asked.where}
            ORDER BY {asked.column} DESC LIMIT :most) AS newest
        CROSS JOIN stories AS brief INDEXED BY stories_in_brief ON brief.id = newest.id
        CROSS JOIN publications ON publications.id = brief.publication_id
        """,  # noqa: S608
        {**asked.parameters, "most": asked.most_looked_at + 1},
    ).fetchall()
    every = len(found) <= asked.most_looked_at
    found = found[: asked.most_looked_at]
    ids, papers, sections, languages, access = zip(*found, strict=True) if found else ((), (), (), (), ())
    counted = (
        ("publication", Counter(papers)),
        ("from", _periods(ids)),
        ("section", Counter(section for section in sections if section)),
        ("language", Counter(language.lower().partition("-")[0] for language in languages if language)),
        ("access", Counter(access)),
    )
    return Facets(
        facets=tuple(Facet(name=name, values=_largest(name, counts)) for name, counts in counted if len(counts) > 1),
        looked_at=len(found),
        every=every,
    )


def _periods(ids: Sequence[int]) -> Counter[str]:
    """Matches per year; per month where all are of one year, per day where all are of one month."""
    days = Counter(row_id >> SERIAL_BITS << SERIAL_BITS for row_id in ids)
    dates = {date_of_id(day): number for day, number in days.items()}
    for length in (4, 7, 10):
        counts: Counter[str] = Counter()
        for date, number in dates.items():
            if date:
                counts[date.isoformat()[:length]] += number
        if len(counts) > 1:
            break
    return counts


def _largest(name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if name == "from":
        return tuple(sorted(counts.items(), reverse=True)[: 3 * MOST_VALUES])
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_VALUES])


def editions_held(connection: sqlite3.Connection, filters: Filters) -> EditionsHeld:
    """The editions of the papers and days of a search: how many are held, and of how many we know.

    An edition that did not appear is none, and a supplement is part of its edition.
    """
    conditions = ["true"]
    parameters: dict[str, str] = {}
    if filters.publications:
        slugs = {f"slug{number}": slug for number, slug in enumerate(filters.publications)}
        parameters |= slugs
        named = ", ".join(f":{name}" for name in slugs)
        conditions.append(f"publication_id IN (SELECT id FROM publications WHERE slug IN ({named}))")  # noqa: S608
    if filters.labels:
        labels = {f"label{number}": label for number, label in enumerate(filters.labels)}
        parameters |= labels
        conditions.append(f"label IN ({', '.join(f':{name}' for name in labels)})")
    for name, day, operator in (("first", filters.first, ">="), ("last", filters.last, "<=")):
        if day:
            parameters[name] = day.isoformat()
            conditions.append(f"date {operator} :{name}")
    if filters.month_day:
        parameters["month_day"] = "{:02}-{:02}".format(*filters.month_day)
        conditions.append("substr(date, 6) = :month_day")
    where = " AND ".join(conditions)
    held, known = connection.execute(
        f"""
        SELECT coalesce(sum(held), 0), count(*) FROM (
            SELECT {HELD} AS held FROM editions
            WHERE {where} AND parent_id IS NULL AND outcome IS NOT '{Outcome.NOT_PUBLISHED.value}' AND {KNOWN}
            UNION ALL
            SELECT 0 FROM expected_editions WHERE {where} AND expectation = 'expected' AND NOT EXISTS (
                SELECT 1 FROM editions WHERE editions.publication_id = expected_editions.publication_id
                AND editions.date = expected_editions.date AND editions.label = expected_editions.label AND {KNOWN}))
        """,  # noqa: S608
        parameters,
    ).fetchone()
    return EditionsHeld(held, known)
