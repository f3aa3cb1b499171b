"""Rows -> the calendar of coverage: what is known of each day of a paper, what is missing, and why.

The states of editions come from ``edition_states``, which says what each word means. A day's ``state`` sums up those of
its main editions (the ones that are no supplements):

    held        every edition that was expected is held, and complete
    partial     something of it is held, not all
    statement   known from what stories say of themselves; no index of the day was collected
    missing     tried, and nothing is held
    closed      no edition appeared: declared, or the site says so
    web         never tried; stories are dated to it by their web publication, which says nothing of a paper
    unknown     never tried. Nothing is said of whether there was a paper
    off         not a publishing day: among the days of the declared schedule, and nothing was expected

Something is missing of a day, whatever its state, if one of its editions is a gap.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, cast

from scraper.archive import edition_states
from scraper.archive.counts import BITS, STATES_OF_DAY
from scraper.archive.keys import FIRST_DATED, date_of_id
from scraper.archive.read.publications import filed
from scraper.archive.read.stories import web_dated
from scraper.archive.row_fields import STATES as STATES
from scraper.archive.row_types import AbsentRow, CoverageRow, DayEditionFields, DayFields, DayRow, YearFields
from scraper.archive.rows import Row, rows
from scraper.items import Access, EvidenceKind

STRETCH = 7  # days between two that are read together
PAPERS_AT_ONCE, GAPS_AT_ONCE = 100, 500  # publications of ``coverage``, and days of gaps


def days(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> list[DayRow]:
    """Every day from ``first`` to ``last``, with its state, its counts, and what the ledger says of each edition."""
    editions = _editions(connection, slug, first, last)
    stories = _stories_held(connection, slug, first, last)
    on_the_web = web_dated(connection, slug, first, last)
    scheduled = _scheduled(connection, slug)
    dates = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [
        {
            "date": date,
            "state": _state(editions.get(date, ()), web=date in on_the_web, off=scheduled[0] <= date <= scheduled[1]),
            "stories": stories.get(date, 0),
            "web_dated": on_the_web.get(date, 0),
            "editions": editions.get(date, []),
        }
        for date in map(dt.date.isoformat, dates)
    ]


def calendar(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> list[DayRow]:
    """The days of which the archive can say something.

    Of a day before the first or after the last edition that was met or expected it cannot, unless a story is dated to
    it: no edition was looked for, and of a mere website there is none to look for.
    """
    reach = ledger_span(connection, slug)
    low, high = (day.isoformat() for day in reach) if reach else ("", "")
    return [
        day for day in days(connection, slug, first, last) if day["state"] != "unknown" or low <= day["date"] <= high
    ]


def _scheduled(connection: sqlite3.Connection, slug: str) -> tuple[str, str]:
    """The first and last day that a declared schedule was asked about: what it does not name in between is off."""
    first, last = connection.execute(
        """
        SELECT (SELECT min(date) FROM expected_editions WHERE publication_id = declared.id),
            (SELECT max(date) FROM expected_editions WHERE publication_id = declared.id)
        FROM (SELECT (SELECT id FROM publications WHERE slug = ? AND declared) AS id) AS declared
        """,
        [slug],
    ).fetchone()
    return (first, last) if first else ("~", "")


def absent(connection: sqlite3.Connection, date: dt.date) -> list[AbsentRow]:
    """Editions of a day, of every paper, that are known only from the schedule: as expected, or as not appearing."""
    never_met = [
        row for row in edition_states.of_days(connection, date, date) if row["edition_id"] is None and is_absent(row)
    ]
    papers = {
        row["id"]: {name: row[name] for name in row if name != "id"}
        for row in rows(
            connection,
            f"""
            SELECT id, slug AS publication, title AS publication_title, language FROM publications
            WHERE id IN ({", ".join("?" * len(never_met))})
            """,  # noqa: S608
            [row["publication_id"] for row in never_met],
        )
    }
    found = [{"date": row["date"]} | _edition(row) | papers[row["publication_id"]] for row in never_met]
    return cast(list[AbsentRow], found)


def is_absent(edition: Mapping[str, Any]) -> bool:
    """Whether a roll-call names an edition among those that are not there: it is missing, or did not appear."""
    return is_closed(edition) or bool(edition["gap"] and edition["state"] != "partial")


def is_closed(edition: Mapping[str, Any]) -> bool:
    """Whether the paper did not appear; that a supplement did not says nothing of its paper."""
    return edition["state"] == "closed" and not edition.get("supplement") and edition.get("supplement_of") is None


def _stories_held(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> dict[str, int]:
    """Stories held in the editions of each day; one that ran in several of them counts once."""
    found = connection.execute(
        """
        SELECT editions.date, count(DISTINCT placements.story_id)
        FROM editions JOIN placements ON placements.edition_id = editions.id
        WHERE editions.publication_id = (SELECT id FROM publications WHERE slug = ?)
        AND editions.date BETWEEN ? AND ? GROUP BY editions.date
        """,
        [slug, first.isoformat(), last.isoformat()],
    )
    return dict(found.fetchall())


def _editions(
    connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date
) -> dict[str, list[DayEditionFields]]:
    """Per day, each edition that was met or expected; supplements last."""
    by_day: dict[str, list[DayEditionFields]] = defaultdict(list)
    for row in edition_states.of_days(connection, first, last, slug):
        by_day[row["date"]].append(cast(DayEditionFields, _edition(row)))
    return by_day


def _edition(row: Row) -> Row:
    """An edition's row without the ids, which no page shows, and without its day."""
    return {name: value for name, value in row.items() if name not in ("publication_id", "edition_id", "date")}


def _state(editions: Iterable[DayEditionFields], *, web: bool, off: bool) -> str:
    """What a day's editions come to; see the module's head for the words.

    :param web: stories are dated to the day by their web publication.
    :param off: the schedule was asked about the day, so that it is no publishing day if there is no edition.
    """
    editions = list(editions)
    # An optional edition that is not there says nothing of its day, nor does a supplement.
    states = {row["state"] for row in editions if row["counted"] or is_closed(row)}
    return _summed_up(states if editions else None, web=web, off=off)


def _summed_up(states: Set[str] | None, *, web: bool, off: bool) -> str:
    """The state of a day.

    :param states: of its editions; None where neither schedule, index, run nor story has one.
    """
    state = None if states is None else _state_of_editions(states)
    if state not in (None, "unknown"):
        return str(state)
    return "web" if web else "off" if off and state is None else "unknown"


def _state_of_editions(states: Set[str]) -> str:
    """The state of a day by those of its editions alone."""
    if not states:
        return "unknown"
    if len(states) == 1:
        return next(iter(states))
    if states <= {"held", "closed"}:
        return "held"
    if states <= {"statement", "unknown", "closed"} and "statement" in states:
        return "statement"
    if states & {"held", "partial", "statement"}:
        return "partial"
    return "missing" if "missing" in states else "unknown"


def span(connection: sqlite3.Connection, slug: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day the archive knows anything of: an edition, an expectation or a dated story."""
    low, high = _extremes(connection, slug, [("id", "stories", f"AND id >= {FIRST_DATED}")])
    known = list(ledger_span(connection, slug) or ())
    known += [day for row_id in (low, high) if row_id and (day := date_of_id(row_id))]
    return (min(known), max(known)) if known else None


def ledger_span(connection: sqlite3.Connection, slug: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day on which an edition was expected or met."""
    found = _extremes(connection, slug, [("date", table, "") for table in ("editions", "expected_editions")])
    days = [dt.date.fromisoformat(day) for day in found if day]
    return (min(days), max(days)) if days else None


def _extremes(connection: sqlite3.Connection, slug: str, of: Sequence[tuple[str, str, str]]) -> tuple[Any, ...]:
    """The lowest and highest value of a paper's rows, each looked up in an index: both at once would read it all.

    :param of: columns, each with its table and a condition.
    """
    paper = "publication_id = (SELECT id FROM publications WHERE slug = :slug)"
    each = (
        f"(SELECT {extreme}({column}) FROM {table} WHERE {paper} {condition})"  # noqa: S608
        for column, table, condition in of
        for extreme in ("min", "max")
    )
    found: tuple[Any, ...] = connection.execute(f"SELECT {', '.join(each)}", {"slug": slug}).fetchone()
    return found


def years(connection: sqlite3.Connection, slug: str, reach: tuple[dt.date, dt.date] | None) -> list[YearFields]:
    """The years of a paper with the number of editions held in each, oldest first, none left out in between.

    :param reach: its ``span``.
    """
    if reach is None:
        return []
    found = connection.execute(
        """
        SELECT CAST(year AS INTEGER), sum(editions) FROM editions_per_year
        WHERE publication_id = (SELECT id FROM publications WHERE slug = ?) AND counted
        AND state IN ('held', 'partial', 'statement') GROUP BY 1
        """,
        [slug],
    )
    counts = dict(found.fetchall())
    first, last = reach
    return [{"year": year, "editions": counts.get(year, 0)} for year in range(first.year, last.year + 1)]


def count_by_state(days: Iterable[DayFields]) -> dict[str, int]:
    """How many days there are of each state."""
    counts = dict.fromkeys(STATES, 0)
    for day in days:
        counts[day["state"]] += 1
    return counts


def stories_held(connection: sqlite3.Connection) -> list[Row]:
    """Each publication, in alphabetical order, with how many stories it has, and of these excerpts, undated ones ..."""
    found = rows(
        connection,
        """
        SELECT publications.slug, publications.title, publications.language, publications.declared, publications.demo,
            coalesce(sum(counts.stories), 0) AS stories,
            coalesce(sum(counts.stories) FILTER (WHERE counts.access = :excerpt), 0) AS excerpts,
            coalesce(sum(counts.stories) FILTER (WHERE counts.access = :headline), 0) AS headlines_only,
            coalesce(sum(counts.stories) FILTER (WHERE counts.evidence_kind = :published), 0) AS web_dated,
            coalesce(sum(counts.stories) FILTER (WHERE counts.undated), 0) AS undated
        FROM publications LEFT JOIN stories_per_paper AS counts ON counts.publication_id = publications.id
        GROUP BY publications.id
        """,
        {
            "excerpt": Access.EXCERPT.value,
            "headline": Access.HEADLINE.value,
            "published": EvidenceKind.PUBLISHED.value,
        },
    )
    return [row | {name: bool(row[name]) for name in ("declared", "demo")} for row in filed(found)]


def coverage(
    connection: sqlite3.Connection,
    slugs: Sequence[str] = (),
    *,
    after: str = "",
    papers: int = PAPERS_AT_ONCE,
    gaps: int = GAPS_AT_ONCE,
) -> tuple[list[CoverageRow], int, str | None]:
    """Publications with their days by state, what they hold of their stories, and their gaps.

    :param slugs: of publications; empty for all.
    :param after: the place that the call before gave.
    :param papers, gaps: publications and days of gaps that are read at most. A publication with more gaps comes again
        with the next ones.
    :returns: rows, how many publications there are in all, and the place where the next call goes on, None at the end.
    """
    wanted = [row for row in stories_held(connection) if not slugs or row["slug"] in slugs]
    slug, _, date = after.partition(" ")
    start = next((number for number, row in enumerate(wanted) if row["slug"] == slug), 0)
    not_held = _listed_not_held(connection)
    found: list[CoverageRow] = []
    for row in wanted[start:]:
        if len(found) == papers or gaps == 0:
            return found, len(wanted), row["slug"]
        dates = _gap_dates(connection, row["slug"], date if row["slug"] == slug else "", gaps + 1)
        row["listed_not_held"] = not_held.get(row["slug"], 0)
        found.append(_covered(connection, row, dates[:gaps]))
        if len(dates) > gaps:
            return found, len(wanted), f"{row['slug']} {dates[gaps]}"
        gaps -= len(dates)
    return found, len(wanted), None


def _covered(connection: sqlite3.Connection, row: Row, gaps: Sequence[str]) -> CoverageRow:
    """What is held of a publication.

    :param row: one of ``stories_held``.
    :param gaps: days.
    """
    slug = row["slug"]
    reach = ledger_span(connection, slug)
    states = _editions_by_state(connection, slug)
    known = {
        "first_date": reach[0].isoformat() if reach else None,
        "last_date": reach[1].isoformat() if reach else None,
        "days": _days_by_state(connection, slug, *reach) if reach else count_by_state(()),
        "editions": {state: states[state] for state in edition_states.STATES if state != "closed"},
        "editions_held": states["held"] + states["partial"] + states["statement"],
        "editions_missing": states["missing"] + states["unknown"],
        "missing": days_of(connection, slug, gaps),
    }
    return cast(CoverageRow, row | known)


def _days_by_state(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> dict[str, int]:
    """How many days from ``first`` to ``last``, a paper's whole ledger, there are of each state, as in ``days``.

    It takes the sums that are kept of the states of editions, and looks at the days of web publication one by one.
    """
    counts, paper = dict.fromkeys(STATES, 0), "publication_id = (SELECT id FROM publications WHERE slug = :slug)"
    met = 0
    for bits, number in connection.execute(
        f"SELECT states, days FROM days_per_states WHERE {paper}",  # noqa: S608
        {"slug": slug},
    ):
        counts[_summed_up(_states(bits), web=False, off=False)] += number
        met += number
    begin, end = _scheduled(connection, slug)
    scheduled = (dt.date.fromisoformat(end) - dt.date.fromisoformat(begin)).days + 1 if end else 0
    outside = connection.execute(
        f"""
        SELECT (SELECT count(DISTINCT date) FROM edition_states_in_brief WHERE {paper} AND date < :begin)
            + (SELECT count(DISTINCT date) FROM edition_states_in_brief WHERE {paper} AND date > :end)
        """,  # noqa: S608
        {"slug": slug, "begin": begin, "end": end},
    ).fetchone()[0] if end else met  # fmt: skip
    off = scheduled - (met - outside)
    counts["off"] += off
    counts["unknown"] += (last - first).days + 1 - met - off
    on_the_web = web_dated(connection, slug, first, last)
    of_editions = dict(
        connection.execute(
            f"""
            SELECT date, {STATES_OF_DAY} FROM edition_states_in_brief
            WHERE {paper} AND date IN (SELECT value FROM json_each(:dates)) GROUP BY date
            """,  # noqa: S608
            {"slug": slug, "dates": json.dumps(sorted(on_the_web))},
        ).fetchall()
    )
    for date in on_the_web:
        states = _states(of_editions[date]) if date in of_editions else None
        counts[_summed_up(states, web=False, off=begin <= date <= end)] -= 1
        counts[_summed_up(states, web=True, off=False)] += 1
    return counts


def _states(bits: int) -> set[str]:
    """The states of a day's editions, as ``scraper.archive.counts`` keeps them."""
    return {state for state, bit in BITS.items() if bits & bit}


def _editions_by_state(connection: sqlite3.Connection, slug: str) -> Counter[str]:
    found = connection.execute(
        """
        SELECT state, sum(editions) FROM editions_per_year
        WHERE publication_id = (SELECT id FROM publications WHERE slug = ?) AND counted GROUP BY state
        """,
        [slug],
    )
    return Counter(dict(found.fetchall()))


def _gap_dates(connection: sqlite3.Connection, slug: str, first: str, size: int) -> list[str]:
    """The first days, from ``first``, of which something is missing."""
    found = connection.execute(
        """
        SELECT DISTINCT date FROM edition_states_in_brief
        WHERE publication_id = (SELECT id FROM publications WHERE slug = ?) AND gap AND date >= ? ORDER BY date LIMIT ?
        """,
        [slug, first, size],
    )
    return [date for (date,) in found]


def days_of(connection: sqlite3.Connection, slug: str, dates: Sequence[str]) -> list[DayRow]:
    """These days of a paper, given in order, read in the stretches in which they lie."""
    stretches: list[list[dt.date]] = []
    for date in map(dt.date.fromisoformat, dates):
        if stretches and (date - stretches[-1][1]).days <= STRETCH:
            stretches[-1][1] = date
        else:
            stretches.append([date, date])
    wanted = set(dates)
    return [day for first, last in stretches for day in days(connection, slug, first, last) if day["date"] in wanted]


def is_gap(day: Mapping[str, Any]) -> bool:
    """Whether something of the day is known to be missing; of a day nobody expected an edition on it is not."""
    return any(edition["gap"] for edition in day["editions"])


def _listed_not_held(connection: sqlite3.Connection) -> dict[str, int]:
    """How many listed stories of each paper are not held, by slug: all at once, from an index of just those."""
    found = connection.execute(
        """
        SELECT publications.slug, count(DISTINCT placements.url)
        FROM placements INDEXED BY placements_not_held CROSS JOIN editions ON editions.id = placements.edition_id
        CROSS JOIN publications ON publications.id = editions.publication_id
        WHERE placements.story_id IS NULL GROUP BY publications.id
        """
    )
    return dict(found.fetchall())


def holdings(connection: sqlite3.Connection) -> Row:
    """Each publication with its editions by state, its stories and words; and the totals.

    ``editions`` are those of which something is held: the complete ones, the partial ones, and those that are known by
    their stories' statements.
    """
    papers = rows(
        connection,
        """
        SELECT slug, title, states.first, states.last, coalesce(states.editions, 0) AS editions,
            coalesce(states.complete, 0) AS complete, coalesce(states.partial, 0) AS partial,
            coalesce(states.statement, 0) AS statement, coalesce(states.missing, 0) AS missing,
            coalesce(states.supplements, 0) AS supplements,
            (SELECT count(*) FROM stories WHERE publication_id = publications.id) AS stories,
            (SELECT coalesce(sum(words), 0) FROM stories WHERE publication_id = publications.id) AS words
        FROM publications LEFT JOIN (
            SELECT publication_id, min(date) FILTER (WHERE edition_id IS NOT NULL) AS first,
                max(date) FILTER (WHERE edition_id IS NOT NULL) AS last, sum(counted AND any_held) AS editions,
                sum(counted AND state = 'held') AS complete, sum(counted AND state = 'partial') AS partial,
                sum(counted AND state = 'statement') AS statement, sum(counted AND NOT any_held) AS missing,
                sum(supplement AND any_held) AS supplements
            FROM edition_states_in_brief GROUP BY publication_id
        ) AS states ON states.publication_id = publications.id
        ORDER BY title
        """,
    )
    totals = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("publications", "stories", "versions", "captures", "related_links", "images")
    }
    return {"publications": papers, "totals": totals | {"editions": sum(paper["editions"] for paper in papers)}}


def gaps(
    connection: sqlite3.Connection, slugs: Sequence[str] = (), first: dt.date | None = None, last: dt.date | None = None
) -> list[Row]:
    """Every edition that is expected and not held, or held in part, oldest first, with its state and its outcome.

    :param slugs: of these publications; of all unless given.
    :param first, last: of these days, both included.

    The outcome is None where its collection did not end, and where it was never tried: then ``state`` is ``unknown``.
    """
    where, parameters = edition_states.condition(connection, publications=slugs, first=first, last=last)
    return rows(
        connection,
        f"""
        SELECT publications.slug AS publication, states.date, states.label, states.state, states.expectation,
            states.outcome, states.detail, states.listed, states.held
        FROM edition_states AS states JOIN publications ON publications.id = states.publication_id
        WHERE states.gap AND {where} ORDER BY states.date, publications.slug, states.label
        """,  # noqa: S608
        parameters,
    )
