"""Rows -> editions as pages and JSON show them: one in printed order, those of a day, those of many papers."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from typing import cast

from scraper.archive import edition_states, keys
from scraper.archive.read.publications import (
    FIRST_IMAGE,
    FIRST_THUMBNAIL,
    HELD,
    THUMBNAILS,
    front_page,
)
from scraper.archive.row_types import (
    ArrivedEditionRow,
    BookRow,
    DayCount,
    DayCountWithWeb,
    DaysAround,
    EditionRow,
    FrontPageRow,
    HeadlineRow,
    NeighbourRow,
    PaperOnTheWebRow,
    SectionRow,
    WholeEditionRow,
)
from scraper.archive.rows import Row, first_row, rows
from scraper.items import EvidenceKind
from scraper.texts.filing import filing_key

EDITION = """editions.date, editions.label, editions.name, editions.title, editions.issue, editions.outcome,
    editions.detail, editions.listed, parents.label AS supplement_of, publications.slug AS publication,
    publications.title AS publication_title, publications.language,
    (SELECT count(story_id) FROM placements WHERE placements.edition_id = editions.id) AS held,
    (SELECT count(*) FROM placements WHERE placements.edition_id = editions.id) AS placed"""

JOINED = """editions JOIN publications ON publications.id = editions.publication_id
    LEFT JOIN editions AS parents ON parents.id = editions.parent_id"""

# Of a row that stands for no edition: see the view ``edition_states_in_brief``.
UNMET: Row = {"expectation": None, "state": "unknown", "counted": False, "gap": False, "detail": "[]"}

# Its collection has ended, or none has begun: what is held of it is known from its stories.
FINISHED = "(editions.outcome IS NOT NULL OR editions.listed IS NULL)"

LAST_ID = keys.id_range(None, None)[1]

# A day's editions: the main ones before their supplements, each in the order in which they were first met.
IN_ORDER = "editions.date, publications.title COLLATE NOCASE, editions.parent_id IS NOT NULL, editions.id"


def edition(connection: sqlite3.Connection, slug: str, date: dt.date, labels: Sequence[str]) -> WholeEditionRow | None:
    """The edition of the first of ``labels`` there is, with its sections and its neighbours; None if there is none."""
    for label in labels:
        found = first_row(
            connection,
            f"""
            SELECT editions.id, editions.publication_id, {EDITION}, editions.index_name, editions.index_url,
                editions.cover_url, editions.first_collected, editions.last_collected, editions.unverified,
                {edition_states.READ_RIGHTLY}
            FROM {JOINED} WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?
            """,  # noqa: S608
            [slug, date.isoformat(), label],
        )
        if found:
            edition_id, publication_id = found.pop("id"), found.pop("publication_id")
            found["unverified"] = json.loads(found["unverified"])
            states = _states(connection, date, date, slug)
            around = {
                "sections": _sections(connection, edition_id),
                "others": [row for row in editions(connection, date, date, slug) if row["label"] != label],
                "previous": _neighbour(connection, publication_id, found, later=False),
                "next": _neighbour(connection, publication_id, found, later=True),
            }
            return cast(WholeEditionRow, found | states.get(edition_id, UNMET) | around)
    return None


def _sections(connection: sqlite3.Connection, edition_id: int) -> list[SectionRow]:
    """The edition's stories in printed order, grouped by section; what no index put in order comes last."""
    sections: dict[str, Row] = {}
    for row in rows(
        connection,
        f"""
        SELECT placements.position, placements.section, placements.page, placements.url AS listed_url,
            placements.headline AS listed_headline, placements.failure, stories.key, stories.url AS source_url,
            coalesce(stories.headline, placements.headline) AS headline,
            coalesce(nullif(placements.print_headline, ''), stories.print_headline, '') AS print_headline,
            coalesce(nullif(stories.kicker, ''), placements.kicker) AS kicker,
            coalesce(nullif(stories.standfirst, ''), placements.standfirst) AS standfirst,
            coalesce(nullif(stories.byline, ''), placements.byline) AS byline,
            stories.language, stories.access, stories.words, substr(stories.body, 1, 400) AS opening,
            stories.first_seen, (SELECT max(fetched) FROM versions WHERE versions.story_id = stories.id) AS changed,
            {FIRST_THUMBNAIL}
        FROM placements LEFT JOIN stories ON stories.id = placements.story_id {FIRST_IMAGE} {THUMBNAILS}
        WHERE placements.edition_id = ? ORDER BY placements.position = 0, placements.position, placements.id
        """,  # noqa: S608
        [edition_id],
    ):
        name = row.pop("section")
        section = sections.setdefault(name, {"name": name, "pages": [], "stories": []})
        section["stories"].append(row)
        if row["page"] and row["page"] not in section["pages"]:
            section["pages"].append(row["page"])
    return cast(list[SectionRow], list(sections.values()))


def _neighbour(connection: sqlite3.Connection, publication_id: int, of: Row, *, later: bool) -> NeighbourRow | None:
    """The edition before or after, of the same label if that day has one; a supplement's is the same supplement."""
    comparison, order = (">", "ASC") if later else ("<", "DESC")
    supplement = of["supplement_of"] is not None
    same = "editions.label = :label" if supplement else "editions.parent_id IS NULL"
    found = first_row(
        connection,
        f"""
        SELECT editions.date, editions.label, editions.name FROM editions
        WHERE editions.publication_id = :publication AND editions.date {comparison} :date AND {same} AND {HELD}
        ORDER BY editions.date {order}, editions.label IS NOT :label, editions.id LIMIT 1
        """,  # noqa: S608
        {"publication": publication_id, "date": of["date"], "label": of["label"]},
    )
    return cast(NeighbourRow | None, found)


def editions(
    connection: sqlite3.Connection, first: dt.date, last: dt.date, slug: str | None = None
) -> list[EditionRow]:
    """Every edition the ledger knows of those days, held or not; of one paper, or of all."""
    condition = "AND publications.slug = :slug" if slug is not None else ""
    states = _states(connection, first, last, slug)
    found = rows(
        connection,
        f"""
        SELECT editions.id, {EDITION} FROM {JOINED}
        WHERE editions.date BETWEEN :first AND :last {condition} ORDER BY {IN_ORDER}
        """,  # noqa: S608
        {"first": first.isoformat(), "last": last.isoformat(), "slug": slug},
    )
    met = [row | states[edition_id] for row in found if (edition_id := row.pop("id")) in states]
    met.sort(key=lambda row: (row["date"], filing_key(row["publication_title"], row["language"])))
    return cast(list[EditionRow], met)


def _states(connection: sqlite3.Connection, first: dt.date, last: dt.date, slug: str | None) -> dict[int, Row]:
    """What ``edition_states`` says beside that of each edition that was met."""
    return {
        row["edition_id"]: {name: row[name] for name in UNMET}
        for row in edition_states.of_days(connection, first, last, slug)
        if row["edition_id"] is not None
    }


def front_pages(connection: sqlite3.Connection, date: dt.date, slug: str | None = None) -> list[FrontPageRow]:
    """The editions of a day, of all papers or of one, each with its first headlines."""
    return [{**row, "headlines": _headlines(connection, row)} for row in editions(connection, date, date, slug)]


def newest(
    connection: sqlite3.Connection, slug: str, *, size: int, label: str | None = None, finished: bool = False
) -> list[BookRow]:
    """The newest editions of a paper of which something is held, each with its first headlines and when it came.

    :param label: only editions of this label.
    :param finished: none whose collection has begun and not ended.
    """
    condition = "publications.slug = :slug AND (:label IS NULL OR editions.label = :label)"
    condition += f" AND {FINISHED}" if finished else ""
    return _held(connection, condition, {"slug": slug, "label": label}, size)


def held(
    connection: sqlite3.Connection, date: dt.date, slug: str | None = None, label: str | None = None
) -> list[BookRow]:
    """The editions of a day of which something is held, as ``newest`` gives them.

    :param slug, label: only of this paper, only of this label.
    """
    condition = """editions.date = :date AND (:slug IS NULL OR publications.slug = :slug)
        AND (:label IS NULL OR editions.label = :label)"""
    return _held(connection, condition, {"date": date.isoformat(), "slug": slug, "label": label})


def held_before(
    connection: sqlite3.Connection, slug: str, day: dt.date, *, first: dt.date, size: int
) -> tuple[list[BookRow], str | None]:
    """The newest editions of a paper before a day of which something is held, in whole days; none is unfinished.

    :param first: none is from before this day.
    :param size: about as many.
    :returns: the editions, and the day before which there are more; None where there are none.
    """
    values = {"slug": slug, "first": first.isoformat(), "day": day.isoformat()}
    of_paper = "editions.publication_id = (SELECT id FROM publications WHERE slug = :slug)"
    within = f"{of_paper} AND editions.date >= :first AND editions.date < :day AND {FINISHED}"
    cut = connection.execute(
        f"SELECT date FROM editions WHERE {within} AND {HELD} ORDER BY date DESC LIMIT 1 OFFSET :size",  # noqa: S608
        {**values, "size": size - 1},
    ).fetchone()
    values["cut"] = cut[0] if cut else values["first"]
    found = _held(connection, f"{within} AND editions.date >= :cut", values)
    more = (
        cut
        and connection.execute(
            f"SELECT 1 FROM editions WHERE {within} AND date < :cut AND {HELD} LIMIT 1",  # noqa: S608
            values,
        ).fetchone()
    )
    return found, values["cut"] if more else None


def _held(connection: sqlite3.Connection, condition: str, values: Row, size: int = -1) -> list[BookRow]:
    """The held editions of a condition, the newest first, each with its first headlines."""
    found = rows(
        connection,
        f"""
        SELECT {EDITION}, editions.first_collected, editions.last_collected, publications.publisher,
            (SELECT count(*) FROM editions AS other WHERE other.publication_id = editions.publication_id
                AND other.date = editions.date
                AND (other.parent_id IS NOT NULL, other.id) < (editions.parent_id IS NOT NULL, editions.id)
                AND EXISTS (SELECT 1 FROM placements WHERE edition_id = other.id AND story_id IS NOT NULL)) AS place
        FROM {JOINED} WHERE {condition} AND {HELD}
        ORDER BY editions.date DESC, publications.title COLLATE NOCASE, editions.parent_id IS NOT NULL, editions.id
        LIMIT :size
        """,  # noqa: S608
        {**values, "size": size},
    )
    return [{**row, "headlines": _headlines(connection, row)} for row in cast(list[BookRow], found)]


def arrived(connection: sqlite3.Connection, slug: str, *, size: int) -> list[ArrivedEditionRow]:
    """The editions of a paper whose stories came or changed last, each with its first headlines and when they came."""
    found = rows(
        connection,
        f"""
        SELECT {EDITION}, editions.arrived FROM {JOINED}
        WHERE publications.slug = ? AND editions.arrived IS NOT NULL AND {HELD}
        ORDER BY editions.arrived DESC, editions.id DESC LIMIT ?
        """,  # noqa: S608
        [slug, size],
    )
    return [{**row, "headlines": _headlines(connection, row)} for row in cast(list[ArrivedEditionRow], found)]


def _headlines(connection: sqlite3.Connection, row: EditionRow) -> list[HeadlineRow]:
    edition_id = connection.execute(
        """
        SELECT id FROM editions WHERE publication_id = (SELECT id FROM publications WHERE slug = ?)
        AND date = ? AND label = ?
        """,
        [row["publication"], row["date"], row["label"]],
    ).fetchone()[0]
    return front_page(connection, edition_id, size=5)


def same_day(connection: sqlite3.Connection, date: dt.date) -> list[DayCount]:
    """How many papers and editions are held of this month and day in each other year, newest first."""
    extremes = "SELECT (SELECT min(date) FROM editions), (SELECT max(date) FROM editions)"  # each looked up in an index
    first, last = connection.execute(extremes).fetchone()
    if first is None:
        return []
    years = (f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1) if year != date.year)
    dates = [f"{year}-{date:%m-%d}" for year in years]
    found = rows(
        connection,
        f"""
        SELECT date, publications, editions FROM held_per_day
        WHERE date IN ({", ".join("?" * len(dates))}) ORDER BY date DESC
        """,  # noqa: S608
        dates,
    )
    return cast(list[DayCount], found)


def days_held(connection: sqlite3.Connection, first: dt.date, last: dt.date) -> list[DayCountWithWeb]:
    """The days of which anything is held, newest first: how many papers, editions, and stories dated by the web."""
    printed = rows(
        connection,
        "SELECT date, publications, editions FROM held_per_day WHERE date BETWEEN ? AND ?",
        [first.isoformat(), last.isoformat()],
    )
    web_dated = connection.execute(
        """
        SELECT day, sum(stories) FROM stories_per_day
        WHERE day BETWEEN ? AND ? AND evidence_kind = 'published' GROUP BY day
        """,
        [(first - keys.EPOCH).days, (last - keys.EPOCH).days],
    )
    on_the_web = {(keys.EPOCH + dt.timedelta(days=day)).isoformat(): stories for day, stories in web_dated}
    days = {date: {"date": date, "publications": 0, "editions": 0} for date in on_the_web}
    days |= {row["date"]: row for row in printed}
    counted = [days[date] | {"web_dated": on_the_web.get(date, 0)} for date in sorted(days, reverse=True)]
    return cast(list[DayCountWithWeb], counted)


def papers_on_the_web(connection: sqlite3.Connection, date: dt.date) -> list[PaperOnTheWebRow]:
    """The papers of which stories are dated to this day by their web publication alone, with how many."""
    found = rows(
        connection,
        """
        SELECT publications.slug AS publication, publications.title AS publication_title, publications.language,
            counts.stories
        FROM stories_per_day AS counts JOIN publications ON publications.id = counts.publication_id
        WHERE counts.day = ? AND counts.evidence_kind = ?
        """,
        [(date - keys.EPOCH).days, EvidenceKind.PUBLISHED.value],
    )
    found.sort(key=lambda row: filing_key(row["publication_title"], row["language"]))
    return cast(list[PaperOnTheWebRow], found)


def example(connection: sqlite3.Connection) -> Row:
    """A story of the newest day that an edition is held of, with its edition; empty where there is none."""
    found = first_row(
        connection,
        """
        SELECT publications.slug, editions.date, editions.label, stories.key, stories.headline
        FROM editions CROSS JOIN publications ON publications.id = editions.publication_id
        CROSS JOIN placements ON placements.edition_id = editions.id
        CROSS JOIN stories ON stories.id = placements.story_id
        WHERE editions.date = (SELECT max(date) FROM edition_states_in_brief WHERE any_held = 1 AND NOT supplement)
        ORDER BY editions.parent_id IS NOT NULL, editions.id, placements.position LIMIT 1
        """,
        [],
    )
    return found or {}


def newest_day(connection: sqlite3.Connection) -> str | None:
    """The newest day of which an edition is held, or a story that is dated to it."""
    edition = connection.execute("SELECT max(date) FROM held_per_day").fetchone()[0]
    return max(filter(None, (edition, _story_day(connection, "max", keys.FIRST_DATED, LAST_ID))), default=None)


def days_around(connection: sqlite3.Connection, date: dt.date, slug: str | None = None) -> DaysAround:
    """The nearest days before and after of which anything is known: of one paper, or of any.

    That is an edition, held or not, one that was expected or declared not to appear, or a story dated to the day.
    """
    low, high = keys.id_range(date, date)
    return {
        "previous": _nearest(connection, "max", "<", date, (keys.FIRST_DATED, low - 1), slug),
        "next": _nearest(connection, "min", ">", date, (high + 1, LAST_ID), slug),
    }


def _nearest(
    connection: sqlite3.Connection, extreme: str, comparison: str, date: dt.date, ids: tuple[int, int], slug: str | None
) -> str | None:
    paper = "AND publication_id = (SELECT id FROM publications WHERE slug = :slug)" if slug is not None else ""
    found = [
        connection.execute(
            f"SELECT {extreme}(date) FROM {table} WHERE date {comparison} :date {paper} {condition}",  # noqa: S608
            {"date": date.isoformat(), "slug": slug},
        ).fetchone()[0]
        for table, condition in (("editions", ""), ("expected_editions", "AND expectation <> 'optional'"))
    ]
    known = [day for day in (*found, _story_day(connection, extreme, *ids, slug)) if day]
    return (max if extreme == "max" else min)(known, default=None)


def _story_day(
    connection: sqlite3.Connection, extreme: str, low: int, high: int, slug: str | None = None
) -> str | None:
    """The day of the first ("min") or last ("max") story of these row ids, which are in the order of days."""
    paper = "AND publication_id = (SELECT id FROM publications WHERE slug = :slug)" if slug is not None else ""
    row_id = connection.execute(
        f"SELECT {extreme}(id) FROM stories WHERE id BETWEEN :low AND :high {paper}",  # noqa: S608
        {"low": low, "high": high, "slug": slug},
    ).fetchone()[0]
    day = keys.date_of_id(row_id) if row_id else None
    return day.isoformat() if day else None
