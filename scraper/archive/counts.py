"""Sums of stories, editions and days in small tables: 500 papers over twenty years have a million editions.

Triggers keep them whenever a story, or a row of ``edition_states_in_brief``, comes, goes or changes:

    stories_per_paper                        stories of a paper, by access and evidence; the undated ones apart
    editions_per_month, editions_per_year    editions of a paper, by their state and by what counts as an edition
    days_per_states                          days of a paper, by all the states of their editions together
    held_per_day                             papers and editions of which something is held, by day
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from scraper.archive.row_fields import EDITION_STATES

BITS = {state: 1 << number for number, state in enumerate(EDITION_STATES)}  # of ``days_per_states.states``

TABLES = (
    """
    CREATE TABLE stories_per_paper (
        publication_id INTEGER NOT NULL,
        undated INTEGER NOT NULL,
        access TEXT NOT NULL,
        evidence_kind TEXT NOT NULL, -- empty: none
        stories INTEGER NOT NULL,
        PRIMARY KEY (publication_id, undated, access, evidence_kind)
    ) STRICT, WITHOUT ROWID
    """,
    *(
        f"""
        CREATE TABLE editions_per_{period} (
            publication_id INTEGER NOT NULL,
            {period} TEXT NOT NULL,
            state TEXT NOT NULL,
            counted INTEGER NOT NULL,
            supplement INTEGER NOT NULL,
            editions INTEGER NOT NULL,
            PRIMARY KEY (publication_id, {period}, state, counted, supplement)
        ) STRICT, WITHOUT ROWID
        """
        for period in ("month", "year")
    ),
    """
    CREATE TABLE days_per_states (
        publication_id INTEGER NOT NULL,
        states INTEGER NOT NULL, -- 1 held, 2 partial, 4 statement, 8 missing, 16 closed, 32 unknown; 0: none counts
        days INTEGER NOT NULL,
        PRIMARY KEY (publication_id, states)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE held_per_day (
        date TEXT PRIMARY KEY,
        publications INTEGER NOT NULL,
        editions INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)
INDEXES = (
    "CREATE INDEX gaps_by_paper ON edition_states_in_brief(publication_id, date) WHERE gap",
    "CREATE INDEX placements_not_held ON placements(edition_id, url) WHERE story_id IS NULL",
    # The days of web publication: of a paper, and of all.
    "CREATE INDEX web_by_paper ON stories_per_day(publication_id, day) WHERE evidence_kind = 'published'",
    "CREATE INDEX web_by_day ON stories_per_day(day, stories) WHERE evidence_kind = 'published'",
)
NAMES = ("stories_per_paper", "editions_per_month", "editions_per_year", "days_per_states", "held_per_day")
STORIES = {  # table -> its key, and the same of a story's row
    "stories_per_paper": (
        "publication_id, undated, access, evidence_kind",
        "{row}publication_id, {row}id >> 20 = 0, {row}access, coalesce({row}evidence_kind, '')",
    )
}

# What a day is summed up from: the editions that count, and those that did not appear.
SUMMED_UP = "(counted OR state = 'closed' AND NOT supplement)"
BIT = f"""CASE WHEN {{0}}counted OR {{0}}state = 'closed' AND NOT {{0}}supplement THEN CASE {{0}}state
    {" ".join(f"WHEN '{state}' THEN {bit}" for state, bit in BITS.items())} END ELSE 0 END"""
STATES_OF_DAY = f"sum(DISTINCT {BIT.format('')})"  # of bits each of which stands alone: all of them together
_LENGTHS = {"month": 7, "year": 4}  # of a date's text
_KEY = "publication_id, {period}, state, counted, supplement"
_OF_ROW = "{row}publication_id, substr({row}date, 1, {length}), {row}state, {row}counted, {row}supplement"


def triggers() -> Iterator[str]:
    """The triggers that keep the tables; ``edition_states_in_brief`` has no updates, only rows that come and go."""
    yield from triggers_of_stories("kept_story_of_paper", STORIES)
    for name, event, row in (("added", "INSERT", "new"), ("gone", "DELETE", "old")):
        comes = row == "new"
        steps = [_period(period, row, comes=comes) for period in _LENGTHS]
        yield f"CREATE TRIGGER kept_state_{name} AFTER {event} ON edition_states_in_brief BEGIN {' '.join(steps)} END"
        step = _of_day(row, comes=comes)
        yield f"CREATE TRIGGER kept_day_{name} AFTER {event} ON edition_states_in_brief BEGIN {step} END"
        held = _held(row, comes=comes)
        yield (
            f"CREATE TRIGGER kept_held_{name} AFTER {event} ON edition_states_in_brief WHEN {row}.any_held "
            f"BEGIN {held} END"
        )


def _period(period: str, row: str, *, comes: bool) -> str:
    values = _OF_ROW.format(row=f"{row}.", length=_LENGTHS[period])
    return one_more(f"editions_per_{period}", "editions", _KEY.format(period=period), values, comes=comes)


def one_more(table: str, column: str, key: str, values: str, *, comes: bool) -> str:
    """The statements of a trigger that count one more, or one fewer; a number that becomes 0 has no row.

    They make no conflict: whatever ON CONFLICT the statement of a writer has would count in them.

    :param key: columns, and ``values`` what a row has for them.
    """
    same = f"({key}) = ({values})"
    if comes:
        new = f"NOT EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
        first = f"INSERT INTO {table} ({key}, {column}) SELECT {values}, 0 WHERE {new};"
        return f"{first} UPDATE {table} SET {column} = {column} + 1 WHERE {same};"  # noqa: S608
    fewer = f"UPDATE {table} SET {column} = {column} - 1 WHERE {same};"  # noqa: S608
    return f"{fewer} DELETE FROM {table} WHERE {same} AND {column} = 0;"  # noqa: S608


def triggers_of_stories(prefix: str, tables: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """The triggers that count stories in these tables.

    :param prefix: of their names.
    :param tables: as ``STORIES``.
    """
    changed = " OR ".join(
        f"old.{name} IS NOT new.{name}"
        for name in ("id", "publication_id", "section", "language", "access", "evidence_kind")
    )
    for name, event, steps in (
        ("added", "AFTER INSERT ON stories", (("new", True),)),
        (
            "changed",
            f"AFTER UPDATE OF id, publication_id, section, language, access, evidence_kind ON stories WHEN {changed}",
            (("old", False), ("new", True)),
        ),
        ("gone", "AFTER DELETE ON stories", (("old", False),)),
    ):
        body = "".join(
            one_more(table, "stories", key, values.format(row=f"{row}."), comes=comes)
            for table, (key, values) in tables.items()
            for row, comes in steps
        )
        yield f"CREATE TRIGGER {prefix}_{name} {event} BEGIN {body} END"


def fill_stories(connection: sqlite3.Connection, tables: Mapping[str, tuple[str, str]]) -> None:
    """Count the stories anew in these tables."""
    for table, (key, values) in tables.items():
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
        grouped = ", ".join(str(number + 1) for number in range(key.count(",") + 1))
        connection.execute(
            f"INSERT INTO {table} ({key}, stories) SELECT {values.format(row='')}, count(*) FROM stories "  # noqa: S608
            f"GROUP BY {grouped}"
        )


def _of_day(row: str, *, comes: bool) -> str:
    """Take the day from the states that it had, and count it among those that it has now."""
    there = f"FROM edition_states_in_brief WHERE publication_id = {row}.publication_id AND date = {row}.date"
    others = f"{there} AND label <> {row}.label"
    without = f"(SELECT {STATES_OF_DAY} {others} GROUP BY date)"  # no row, where it is the only edition
    bit = BIT.format(f"{row}.")
    together = f"(coalesce({without}, 0) | {bit})"
    before, after = (without, together) if comes else (together, without)
    paper = f"publication_id = {row}.publication_id"
    table = "days_per_states"
    return f"""
        UPDATE {table} SET days = days - 1 WHERE {paper} AND states = {before};
        DELETE FROM {table} WHERE {paper} AND days = 0;
        INSERT INTO {table} (publication_id, states, days) SELECT {row}.publication_id, states, 0
        FROM (SELECT {after} AS states) AS day
        WHERE states IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {table} AS known WHERE known.{paper} AND known.states = day.states);
        UPDATE {table} SET days = days + 1 WHERE {paper} AND states = {after};
        """  # noqa: S608


def _held(row: str, *, comes: bool) -> str:
    sign = "+" if comes else "-"
    new = """INSERT INTO held_per_day SELECT new.date, 0, 0
        WHERE NOT EXISTS (SELECT 1 FROM held_per_day WHERE date = new.date);"""
    none = "DELETE FROM held_per_day WHERE date = old.date AND publications = 0;"
    return f"""
        {new if comes else ""}
        UPDATE held_per_day
        SET editions = editions {sign} {row}.counted, publications = publications {sign} NOT EXISTS (
            SELECT 1 FROM edition_states_in_brief AS other WHERE other.publication_id = {row}.publication_id
            AND other.date = {row}.date AND other.label <> {row}.label AND other.any_held)
        WHERE date = {row}.date;
        {"" if comes else none}
        """  # noqa: S608


def fill(connection: sqlite3.Connection) -> None:
    """Count all anew."""
    fill_stories(connection, STORIES)
    for name in NAMES[len(STORIES) :]:
        connection.execute(f"DELETE FROM {name}")  # noqa: S608
    for period, length in _LENGTHS.items():
        connection.execute(
            f"""
            INSERT INTO editions_per_{period} SELECT {_OF_ROW.format(row="", length=length)}, count(*)
            FROM edition_states_in_brief GROUP BY 1, 2, 3, 4, 5
            """  # noqa: S608
        )
    connection.execute(
        f"""
        INSERT INTO days_per_states SELECT publication_id, states, count(*) FROM (
            SELECT publication_id, {STATES_OF_DAY} AS states FROM edition_states_in_brief GROUP BY publication_id, date)
        GROUP BY 1, 2
        """  # noqa: S608
    )
    connection.execute(
        """
        INSERT INTO held_per_day SELECT date, count(DISTINCT publication_id), sum(counted)
        FROM edition_states_in_brief WHERE any_held GROUP BY date
        """
    )
