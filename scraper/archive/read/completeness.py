"""Days of the calendar -> how complete a paper is in a span, and its gaps by cause. Pure but for its last functions.

The states of editions, and which of them count, are those of ``edition_states``. An edition is held whole where its
state is ``held``. All others that count are lacking: those that are gaps, and those that only their stories' statements
speak of (``statement``), of which nobody can say that they are whole.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from scraper.archive.read import calendar
from scraper.archive.row_types import DayEditionFields, DayRow
from scraper.reasons import Code, Reason, shown

LACKING = ("missing", "unknown", "partial", "statement")  # states of editions that count and are not held whole


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """An edition of a paper by its day and its label."""

    date: dt.date
    label: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Editions of one label that follow one another: between the first and the last no other was due."""

    dates: tuple[dt.date, ...]
    label: str = ""

    @property
    def first(self) -> dt.date:
        """The day of the first."""
        return self.dates[0]

    @property
    def last(self) -> dt.date:
        """The day of the last."""
        return self.dates[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What is held of a paper from one day to another, both included; every edition that counts is in it once."""

    first: dt.date
    last: dt.date
    whole: int
    lacking: Mapping[str, tuple[Run, ...]]  # by state, of ``LACKING``; the oldest first
    labels: tuple[str, ...]  # of the editions that count
    closed: tuple[Edition, ...] = ()  # did not appear: declared, or the site says so
    combined: tuple[Edition, ...] = ()  # share the edition of a day before
    off: int = 0  # days that are no publishing days
    unknown_days: int = 0  # of which nobody knows whether there was an edition
    supplements: int = 0  # held, in whole or in part
    supplements_in_part: int = 0

    @property
    def editions(self) -> int:
        """How many editions count: those held in whole or in part, and those that are missing or were never tried."""
        return self.whole + sum(map(self.number, LACKING))

    def number(self, state: str) -> int:
        """How many editions lack, of a state of ``LACKING``."""
        return sum(len(run.dates) for run in self.lacking[state])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Gaps that have the same state, outcome and kind of reason."""

    state: str
    outcome: str | None
    codes: tuple[Code, ...]  # of the first reason, and of what that came from
    editions: tuple[Edition, ...]  # the oldest first
    newest: DayEditionFields  # the row of the newest of them
    alike: bool  # all have the same reasons, with the same numbers

    @property
    def name(self) -> str:
        """Its state, its outcome where that says more, and its codes: "missing, late: not_there, not_found"."""
        words = self.state if self.outcome in (None, self.state) else f"{self.state}, {self.outcome}"
        return f"{words}: {', '.join(self.codes)}" if self.codes else words


def of_days(days: Sequence[DayRow]) -> Completeness:
    """How complete a paper is on these days.

    :param days: of the calendar, none left out, at least one.
    """
    editions = [(_edition(day, row), row) for day in days for row in day["editions"]]
    closed = [edition for edition, row in editions if calendar.is_closed(row) and not _is_combined(row)]
    supplements = [row["state"] for _, row in editions if row["supplement"] and row["held"]]
    due = sorted((edition, row["state"]) for edition, row in editions if row["counted"])
    told = {edition.date.isoformat() for edition, row in editions if row["counted"] or calendar.is_closed(row)}
    return Completeness(
        first=dt.date.fromisoformat(days[0]["date"]),
        last=dt.date.fromisoformat(days[-1]["date"]),
        whole=sum(state == "held" for _, state in due),
        lacking=_runs(due),
        labels=tuple(sorted({edition.label for edition, _ in due})),
        closed=tuple(closed),
        combined=tuple(edition for edition, row in editions if calendar.is_closed(row) and _is_combined(row)),
        off=sum(day["state"] == "off" for day in days),
        unknown_days=sum(day["state"] in ("unknown", "web") and day["date"] not in told for day in days),
        supplements=len(supplements),
        supplements_in_part=sum(state != "held" for state in supplements),
    )


def causes(days: Iterable[DayRow]) -> list[Cause]:
    """The gaps of these days by cause, the commonest first. Of several reasons an edition has the first one counts."""
    found: dict[tuple[Any, ...], list[tuple[Edition, DayEditionFields]]] = defaultdict(list)
    for day in days:
        for row in day["editions"]:
            if row["gap"]:
                found[row["state"], row["outcome"], codes(shown(row["detail"]))].append((_edition(day, row), row))
    made = [
        Cause(
            state=state,
            outcome=outcome,
            codes=chain,
            editions=tuple(sorted(edition for edition, _ in gaps)),
            newest=max(gaps, key=lambda gap: gap[0])[1],
            alike=len({row["detail"] for _, row in gaps}) == 1,
        )
        for (state, outcome, chain), gaps in found.items()
    ]
    return sorted(made, key=lambda cause: (-len(cause.editions), cause.name))


def codes(reasons: Sequence[Reason]) -> tuple[Code, ...]:
    """The code of the first reason, and that of the first which it came from."""
    first = reasons[:1]
    return tuple(reason.code for reason in (*first, *(cause for reason in first for cause in reason.because[:1])))


def of_calendar(
    connection: sqlite3.Connection, slug: str, days: Sequence[DayRow]
) -> tuple[Completeness | None, tuple[str, str] | None]:
    """How complete a paper is on these days as far as its ledger reaches, and when they were collected.

    Its ledger reaches from the first to the last edition that was met or expected; of other days it says nothing.

    :param days: as ``calendar.calendar`` gives them.
    :returns: None where the ledger says nothing of these days, and None where nothing of them was collected.
    """
    reach = calendar.ledger_span(connection, slug)
    known = [day for day in days if reach and reach[0].isoformat() <= day["date"] <= reach[1].isoformat()]
    if not known:
        return None, None
    found = of_days(known)
    return found, collected(connection, slug, found.first, found.last)


def collected(connection: sqlite3.Connection, slug: str, first: dt.date, last: dt.date) -> tuple[str, str] | None:
    """The first and last day on which stories of a paper's editions of these days were collected; None if never.

    It is the moment of their captures that counts: a rebuilt archive says the same.
    """
    low, high = connection.execute(
        """
        SELECT min(stories.first_seen), max(stories.fetched)
        FROM editions JOIN placements ON placements.edition_id = editions.id
        JOIN stories ON stories.id = placements.story_id
        WHERE editions.publication_id = (SELECT id FROM publications WHERE slug = ?) AND editions.date BETWEEN ? AND ?
        """,
        [slug, first.isoformat(), last.isoformat()],
    ).fetchone()
    return (low[:10], high[:10]) if low else None


def _edition(day: DayRow, row: DayEditionFields) -> Edition:
    return Edition(dt.date.fromisoformat(day["date"]), row["label"])


def _is_combined(row: DayEditionFields) -> bool:
    return any(reason.code is Code.COMBINED for reason in shown(row["detail"]))


def _runs(due: Sequence[tuple[Edition, str]]) -> dict[str, tuple[Run, ...]]:
    """The editions that lack, by state.

    :param due: all that count with their states, the oldest first.
    """
    of_label: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    for edition, state in due:
        of_label[edition.label].append((edition.date, state))
    runs: dict[str, list[Run]] = {state: [] for state in LACKING}
    for label, editions in of_label.items():
        for state, run in groupby(editions, key=lambda edition: edition[1]):
            if state in runs:
                runs[state].append(Run(tuple(date for date, _ in run), label))
    return {state: tuple(sorted(of, key=lambda run: (run.first, run.label))) for state, of in runs.items()}
