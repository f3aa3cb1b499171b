"""Filters -> what the answer of a search, or an export, rests on: which editions are held, and how stories are dated.

The numbers are those of all matches and of all editions of the newspapers and days that are searched; a filter for
sections, names, languages or access narrows the stories alone.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scraper.archive import edition_states
from scraper.archive.read import calendar, completeness
from scraper.archive.read.completeness import Completeness
from scraper.archive.read.publications import titles
from scraper.archive.search.filters import Filters
from scraper.archive.search.sql import known_labels, matching

MOST_DETAILED = 20_000  # gaps, of which the reasons are looked at
MOST_SENTENCES, MOST_DAYS = 5, 3_700  # papers, and days of each, of which it is said how complete they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A newspaper that is searched."""

    slug: str
    title: str
    editions: Mapping[str, int]  # that count, by state
    closed: int  # editions that did not appear
    stories: int  # that match


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Gaps of one state, outcome and first reason."""

    state: str
    outcome: str | None
    code: str  # of the reason; empty where there is none, or where there are too many gaps to look at each
    editions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the answer of a search rests on."""

    papers: tuple[Paper, ...]  # of which an edition counts, or a story matches
    first: str | None  # day of the first edition that counts
    last: str | None
    why: tuple[Why, ...]  # the commonest first
    access: Mapping[str, int]  # stories that match
    evidence: Mapping[str, int]  # stories that match, by what their day rests on; "" where nothing does
    undated: int  # stories that match
    collected: tuple[str, str] | None  # the first and last day on which the stories that match were fetched
    completeness: tuple[tuple[str, Completeness | None, tuple[str, str] | None], ...]  # of few papers
    last_run: str | None  # when a run last ended

    @property
    def editions(self) -> Counter[str]:
        """Editions that count, by state."""
        counts: Counter[str] = Counter()
        for paper in self.papers:
            counts.update(paper.editions)
        return counts

    @property
    def stories(self) -> int:
        """How many match."""
        return sum(self.access.values())


def statement(connection: sqlite3.Connection, filters: Filters) -> Statement:
    """What the answer to these filters rests on, as the archive is at this moment."""
    labels = known_labels(connection, filters.labels)
    where, parameters = edition_states.condition(
        connection,
        publications=filters.publications,
        labels=labels,
        first=filters.first,
        last=filters.last,
        month_day=filters.month_day,
    )
    if filters.labels and not labels:
        where = "false"
        parameters = []
    slugs = dict(connection.execute("SELECT id, slug FROM publications").fetchall())
    editions: dict[str, Counter[str]] = defaultdict(Counter)
    days: list[str] = []
    for publication_id, state, number, first, last in connection.execute(
        f"""
        SELECT publication_id, state, count(*), min(date), max(date) FROM edition_states_in_brief
        WHERE {where} AND (counted OR (state = 'closed' AND NOT supplement)) GROUP BY 1, 2
        """,  # noqa: S608
        parameters,
    ):
        editions[slugs[publication_id]][state] += number
        days += [first, last] if state != "closed" else []
    stories, access, evidence, undated, fetched = _stories(connection, filters)
    of_papers = {slugs[paper]: number for paper, number in stories.items()}
    named = titles(connection, sorted({*editions, *of_papers}))
    return Statement(
        papers=tuple(
            Paper(
                slug=slug,
                title=title,
                editions={state: editions[slug][state] for state in edition_states.STATES if state != "closed"},
                closed=editions[slug]["closed"],
                stories=of_papers.get(slug, 0),
            )
            for slug, title in sorted(named.items(), key=lambda paper: paper[1])
        ),
        first=min(days, default=None),
        last=max(days, default=None),
        why=_why(connection, where, parameters),
        access=access,
        evidence=evidence,
        undated=undated,
        collected=(min(fetched)[:10], max(fetched)[:10]) if fetched else None,
        completeness=_complete(connection, named, filters),
        last_run=connection.execute("SELECT max(finished) FROM runs").fetchone()[0],
    )


def _stories(
    connection: sqlite3.Connection, filters: Filters
) -> tuple[Counter[int], Counter[str], Counter[str], int, list[str]]:
    """The stories that match: by publication, by access, by evidence, how many have no day, and when they came."""
    papers: Counter[int] = Counter()
    access: Counter[str] = Counter()
    evidence: Counter[str] = Counter()
    undated, fetched = 0, []
    asked = matching(connection, filters)
    found = () if filters.query.nothing else connection.execute(
        f"""
        SELECT whole.publication_id, whole.access, coalesce(whole.evidence_kind, ''), whole.edition_date IS NULL,
            count(*), min(whole.first_seen), max(whole.fetched)
        FROM {asked.source} CROSS JOIN stories AS whole ON whole.id = {asked.column}
        WHERE {asked.where} GROUP BY 1, 2, 3, 4
        """,  # noqa: S608
        asked.parameters,
    )  # fmt: skip
    for paper, kind, rests_on, is_undated, number, first, last in found:
        papers[paper] += number
        access[kind] += number
        evidence[rests_on] += number
        undated += number if is_undated else 0
        fetched += [first, last]
    return papers, access, evidence, undated, fetched


def _why(connection: sqlite3.Connection, where: str, parameters: list[object]) -> tuple[Why, ...]:
    (gaps,) = connection.execute(
        f"SELECT count(*) FROM edition_states_in_brief WHERE gap AND {where}",  # noqa: S608
        parameters,
    ).fetchone()
    table, code = (
        ("edition_states", "coalesce(json_extract(detail, '$[0].code'), '')")
        if gaps <= MOST_DETAILED
        else ("edition_states_in_brief", "''")
    )
    found = connection.execute(
        f"""
        SELECT state, outcome, {code}, count(*) FROM {table} WHERE gap AND {where}
        GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3
        """,  # noqa: S608
        parameters,
    )
    return tuple(Why(state=state, outcome=outcome, code=code, editions=of) for state, outcome, code, of in found)


def _complete(
    connection: sqlite3.Connection, named: Mapping[str, str], filters: Filters
) -> tuple[tuple[str, Completeness | None, tuple[str, str] | None], ...]:
    """How complete each paper is on the days that are searched, where they are few and all their editions are meant."""
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for slug in named:
        if reach := calendar.ledger_span(connection, slug):
            spans[slug] = (max(filters.first or reach[0], reach[0]), min(filters.last or reach[1], reach[1]))
    long = any((last - first).days > MOST_DAYS for first, last in spans.values())
    if filters.labels or filters.month_day or long or len(spans) > MOST_SENTENCES:
        return ()
    return tuple(
        (named[slug], *completeness.of_calendar(connection, slug, calendar.calendar(connection, slug, first, last)))
        for slug, (first, last) in spans.items()
        if first <= last
    )
