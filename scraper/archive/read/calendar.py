"""Rows -> the calendar of coverage: what the ledger knows of each day of a paper, and what is missing, and why.

A day's ``state`` sums up its main editions (the ones that are no supplements):

    held        every edition that was expected is held, and complete
    partial     something of it is held, not all
    statement   known from what stories say of themselves; no index of the day was collected
    missing     tried, and nothing is held: late, stale, blocked or broken
    closed      no edition appeared: declared, or the site says so
    web         never tried; stories are dated to it by their web publication, which says nothing of a paper
    unknown     never tried. Nothing is said of whether there was a paper
    off         not a publishing day: among the days of the declared schedule, and nothing was expected
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from scraper.archive.keys import date_of_id
from scraper.archive.read.publications import FIRST_DATED, KNOWN
from scraper.archive.read.stories import web_dated
from scraper.archive.rows import Row, rows
from scraper.items import Access, EvidenceKind, Outcome

STATES = ("held", "partial", "statement", "missing", "closed", "web", "unknown", "off")
NOT_MET: Row = dict.fromkeys(("outcome", "listed", "last_collected")) | {
    "name": "",
    "supplement": False,
    "detail": "",
    "held": 0,
}
NOT_THERE = frozenset((Outcome.LATE, Outcome.STALE, Outcome.BLOCKED, Outcome.BROKEN))


def days(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> list[Row]:
    """Every day from ``first`` to ``last``, with its state, its counts, and what the ledger says of each edition."""
    ledger = _ledger(connection, slug, first, last)
    stories = _stories_held(connection, slug, first, last)
    on_the_web = web_dated(connection, slug, first, last)
    scheduled = _scheduled(connection, slug)
    dates = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return [
        {
            "date": date,
            "state": _state(ledger.get(date, ()), web=date in on_the_web, off=scheduled[0] <= date <= scheduled[1]),
            "stories": stories.get(date, 0),
            "web_dated": on_the_web.get(date, 0),
            "editions": ledger.get(date, []),
        }
        for date in map(dt.date.isoformat, dates)
    ]


def calendar(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> list[Row]:
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
        SELECT min(date), max(date) FROM expected_editions
        WHERE publication_id = (SELECT id FROM publications WHERE slug = ? AND declared)
        """,
        [slug],
    ).fetchone()
    return (first, last) if first else ("~", "")


def absent(connection: sqlite3.Connection, date: dt.date) -> list[Row]:
    """The editions of every paper that were expected on a day, or declared not to appear, and were never met."""
    return [
        NOT_MET | row
        for row in rows(
            connection,
            f"""
            SELECT expected_editions.date, expected_editions.label, expected_editions.expectation,
                publications.slug AS publication, publications.title AS publication_title, publications.language
            FROM expected_editions JOIN publications ON publications.id = expected_editions.publication_id
            WHERE expected_editions.date = ? AND expected_editions.expectation <> 'optional' AND NOT EXISTS (
                SELECT 1 FROM editions WHERE editions.publication_id = expected_editions.publication_id
                AND editions.date = expected_editions.date AND editions.label = expected_editions.label AND {KNOWN})
            ORDER BY publications.title COLLATE NOCASE, expected_editions.label
            """,  # noqa: S608
            [date.isoformat()],
        )
    ]


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


def _ledger(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> dict[str, list[Row]]:
    """Per day, each label that was met or expected: what came of it, and what was expected; supplements last."""
    values = [slug, first.isoformat(), last.isoformat()]
    met = rows(
        connection,
        f"""
        SELECT date, label, name, parent_id IS NOT NULL AS supplement, outcome, detail, listed, last_collected,
            (SELECT count(story_id) FROM placements WHERE edition_id = editions.id) AS held
        FROM editions WHERE publication_id = (SELECT id FROM publications WHERE slug = ?)
        AND date BETWEEN ? AND ? AND {KNOWN} ORDER BY id
        """,  # noqa: S608
        values,
    )
    awaited = rows(
        connection,
        """
        SELECT date, label, expectation FROM expected_editions
        WHERE publication_id = (SELECT id FROM publications WHERE slug = ?) AND date BETWEEN ? AND ?
        """,
        values,
    )
    expectations = {(row["date"], row["label"]): row["expectation"] for row in awaited}
    ledger: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(met, key=lambda row: bool(row["supplement"])):
        date = row.pop("date")
        row["supplement"] = bool(row["supplement"])
        ledger[date].append(row | {"expectation": expectations.pop((date, row["label"]), None)})
    for (date, label), expectation in expectations.items():
        ledger[date].append(NOT_MET | {"label": label, "expectation": expectation})
    return ledger


def _state(editions: Iterable[Row], *, web: bool, off: bool) -> str:
    """What a day's editions come to; see the module's head for the words.

    :param web: stories are dated to the day by their web publication.
    :param off: the schedule was asked about the day, so that it is no publishing day if there is no edition.
    """
    state = _state_of_editions(editions)
    if state not in (None, "unknown"):
        return str(state)
    return "web" if web else "off" if off and state is None else "unknown"


def _state_of_editions(editions: Iterable[Row]) -> str | None:
    """The same without what else is known of the day; None where no edition was expected or met."""
    editions = list(editions)
    if not editions:
        return None
    states = {state for row in editions if not row["supplement"] and (state := edition_state(row))}
    if not states:
        return "unknown"
    if len(states) == 1:
        return states.pop()
    if states <= {"held", "closed"}:
        return "held"
    if states <= {"statement", "unknown", "closed"} and "statement" in states:
        return "statement"
    if states & {"held", "partial", "statement"}:
        return "partial"
    return "missing" if "missing" in states else "unknown"


def edition_state(row: Row) -> str | None:
    """What one edition adds to its day; None for one that need not have appeared and was not met."""
    match row["outcome"]:
        case None:
            if row["listed"]:  # its collection began and did not end
                return "partial" if row["held"] else "missing"
            if row["held"]:
                return "statement"
            return {"optional": None, "closed": "closed"}.get(row["expectation"] or "", "unknown")
        case Outcome.NOT_PUBLISHED:
            return "closed"
        case Outcome.COMPLETE:
            return "held"
        case outcome if outcome in NOT_THERE and not row["held"]:
            return None if row["expectation"] == "optional" else "missing"
        case _:
            return "partial"


def span(connection: sqlite3.Connection, slug: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day the archive knows anything of: an edition, an expectation or a dated story."""
    low, high = connection.execute(
        """
        SELECT min(id), max(id) FROM stories WHERE id >= ?
        AND publication_id = (SELECT id FROM publications WHERE slug = ?)
        """,
        [FIRST_DATED, slug],
    ).fetchone()
    known = list(ledger_span(connection, slug) or ())
    known += [day for row_id in (low, high) if row_id and (day := date_of_id(row_id))]
    return (min(known), max(known)) if known else None


def ledger_span(connection: sqlite3.Connection, slug: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day on which an edition was expected or met."""
    first, last = connection.execute(
        """
        SELECT min(date), max(date) FROM (
            SELECT publication_id, date FROM editions UNION ALL SELECT publication_id, date FROM expected_editions
        ) WHERE publication_id = (SELECT id FROM publications WHERE slug = ?)
        """,
        [slug],
    ).fetchone()
    return (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first else None


def years(connection: sqlite3.Connection, slug: str) -> list[Row]:
    """The years of a paper with the number of editions held in each, oldest first, none left out in between."""
    reach = span(connection, slug)
    if reach is None:
        return []
    counts = dict(
        connection.execute(
            """
            SELECT CAST(substr(date, 1, 4) AS INTEGER), count(*) FROM editions
            WHERE publication_id = (SELECT id FROM publications WHERE slug = ?)
            AND EXISTS (SELECT 1 FROM placements WHERE edition_id = editions.id AND story_id IS NOT NULL) GROUP BY 1
            """,
            [slug],
        ).fetchall()
    )
    first, last = reach
    return [{"year": year, "editions": counts.get(year, 0)} for year in range(first.year, last.year + 1)]


def tally(of: Iterable[Row]) -> dict[str, int]:
    """How many days there are of each state."""
    counts = dict.fromkeys(STATES, 0)
    for day in of:
        counts[day["state"]] += 1
    return counts


def coverage(connection: sqlite3.Connection) -> list[Row]:
    """Each publication with its days by state, what it holds of its stories, and every gap."""
    found = rows(
        connection,
        """
        SELECT publications.slug, publications.title, publications.language, publications.declared, publications.demo,
            coalesce(sum(counts.stories), 0) AS stories,
            coalesce(sum(counts.stories) FILTER (WHERE counts.access = :excerpt), 0) AS excerpts,
            coalesce(sum(counts.stories) FILTER (WHERE counts.access = :headline), 0) AS headlines_only,
            coalesce(sum(counts.stories) FILTER (WHERE counts.evidence_kind = :published), 0) AS web_dated,
            coalesce(sum(counts.undated), 0) AS undated
        FROM publications LEFT JOIN (
            SELECT publication_id, evidence_kind, access, count(*) AS stories, sum(id < :dated) AS undated
            FROM stories GROUP BY publication_id, evidence_kind, access
        ) AS counts ON counts.publication_id = publications.id
        GROUP BY publications.id ORDER BY publications.title COLLATE NOCASE
        """,
        {
            "excerpt": Access.EXCERPT.value,
            "headline": Access.HEADLINE.value,
            "published": EvidenceKind.PUBLISHED.value,
            "dated": FIRST_DATED,
        },
    )
    for row in found:
        row["declared"], row["demo"] = bool(row["declared"]), bool(row["demo"])
        reach = ledger_span(connection, row["slug"])
        known = days(connection, row["slug"], *reach) if reach else []
        row["first_date"], row["last_date"] = (day.isoformat() for day in reach) if reach else (None, None)
        row["days"] = tally(known)
        row["missing"] = [day for day in known if _is_gap(day)]
        row["listed_not_held"] = _listed_not_held(connection, row["slug"]) if reach else 0
    return found


def _is_gap(day: Row) -> bool:
    """Whether something of the day is known to be missing; a day nobody expected an edition on is none."""
    if day["state"] in ("unknown", "web"):
        return any(row["expectation"] == "expected" for row in day["editions"])
    return day["state"] in ("partial", "missing")


def _listed_not_held(connection: sqlite3.Connection, slug: str) -> int:
    row = connection.execute(
        """
        SELECT count(*) FROM editions JOIN placements ON placements.edition_id = editions.id
        WHERE editions.publication_id = (SELECT id FROM publications WHERE slug = ?) AND placements.story_id IS NULL
        """,
        [slug],
    ).fetchone()
    return int(row[0])
