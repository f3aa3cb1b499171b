"""Filters -> the SQL of the stories that match.

Row ids are in edition order, so a date range is a range of the full-text index and the newest matches come first
without sorting (rule 3 of ``schema``). What else a filter asks of a story is read from the index ``stories_in_brief``,
which is a hundredth of the size of the stories: the texts themselves are only read for the matches that are shown.

A word that is in every story of a large archive, with a filter that few of them have, would be looked for in all of
them. So what looks at stories or placements does it in parts of the row ids (``Matching.between``, ``newest``): what a
search takes depends on what it shows, and not on how large the archive is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.archive import keys
from scraper.archive.edition_states import publication_ids
from scraper.archive.search.filters import Filters
from scraper.archive.search.query import one
from scraper.archive.search.query_nodes import And, FieldQuery, Node, Not, Or, Phrase, Section
from scraper.archive.terms import folded
from scraper.dates import EARLIEST

MOST_LOOKED_AT = 20_000  # stories, for a page and for what is counted beside it
FEW = 500  # stories of a paper, of which a word is looked for on their days alone
DAY = (1 << keys.SERIAL_BITS) - 1  # of a row id: all but its day
LAST_ID = keys.id_range(None, None)[1]
BRIEF = "stories INDEXED BY stories_in_brief"
ID = "stories.id"
LISTS = {"publication_id": "paper", "section": "section"}  # columns of which an index has the row ids in order
LISTED = re.compile(rf"stories\.({'|'.join(LISTS)}) IN \([^ ,]+\)$")  # one value of such a column
QUICK = re.compile(r'(?:"[^\W_]+"|[()]| OR )*')  # one word, or any of some
ON_DAYS = f"({{column}} & ~{DAY}) IN (SELECT value FROM json_each(:days))"  # noqa: S608

FRONT_PAGE = "EXISTS (SELECT 1 FROM story_places INDEXED BY front_pages WHERE front AND story_id = {column})"
LABELLED = "EXISTS (SELECT 1 FROM story_places WHERE label IN ({names}) AND story_id = {column})"
CHANGED = "IN (SELECT story_id FROM versions INDEXED BY changed_stories WHERE number = 2)"
# The same stories as lists of row ids in their order (``archive.places``).
FRONT_PAGES = "SELECT story_id FROM story_places INDEXED BY front_pages WHERE front AND story_id BETWEEN :low AND :high"
OF_LABELS = "SELECT story_id FROM story_places WHERE label IN ({names}) AND story_id BETWEEN :low AND :high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The SQL of the stories that match: ``FROM {source} WHERE {where}``, with its parameters.

    :param match: the FTS5 expression that drives the search; "" where the index does not.
    :param paper: a single publication drives it: all of its stories, looked up in an index.
    :param days: the first row ids of some days are a parameter of that name: these days are looked up one by one.
    :param conditions: of row ids alone, and of that publication.
    :param filters: for which each story has to be looked at.
    :param lists: the same as lists of row ids in their order, each of what one filter lets through.
    :param without: of the matches that are left out.
    """

    match: str = ""
    paper: bool = False
    days: bool = False
    conditions: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def indexed(self) -> bool:
        """Whether the full-text index drives the search."""
        return bool(self.match)

    @property
    def column(self) -> str:
        """The row id in the table that drives the search."""
        return _column(self.match, paper=self.paper)

    @property
    def needs_stories(self) -> bool:
        """Whether a story has to be looked at to know whether it matches."""
        return any("stories." in condition for condition in self.filters)

    @property
    def where(self) -> str:
        """The conditions of the tables of ``source``."""
        low, high = ("max(:low, day.value)", f"min(:high, day.value | {DAY})") if self.days else (":low", ":high")
        return " AND ".join((f"{self.column} BETWEEN {low} AND {high}", *self.conditions, *self.filters))

    @property
    def source(self) -> str:
        """The tables, without those that no condition is about."""
        days = "json_each(:days) AS day CROSS JOIN " if self.days else ""
        if not (self.match or self.paper):
            return f"{days}{BRIEF}"
        driver = "stories_fts" if self.match else "stories AS of_paper INDEXED BY stories_by_paper"
        stories = f" CROSS JOIN {BRIEF} ON stories.id = {self.column}" if self.needs_stories else ""
        return f"{days}{driver}{stories}"

    @property
    def merged(self) -> str:
        """The row ids of all matches, from several lists in the same order that are gone through side by side.

        Where very many stories have a word, this takes a third of what it takes to look each of them up. The order is
        what makes SQLite go through lists, and the limit keeps it from leaving the order out.
        """
        driver = replace(self, filters=())
        lists = [f"SELECT {driver.column} FROM {driver.source} WHERE {driver.where}", *self.lists]  # noqa: S608
        if self.lists and not (self.match or self.paper or self.conditions):
            del lists[0]  # all stories
        return " EXCEPT ".join((" INTERSECT ".join(lists), *self.without)) + " ORDER BY 1 LIMIT -1"

    def narrowed(self, condition: str, **parameters: Any) -> Matching:
        """These matches narrowed by one more condition, with the parameters that it names."""
        return replace(self, conditions=(*self.conditions, condition), parameters={**self.parameters, **parameters})

    def on_days(self, days: Iterable[int]) -> Matching:
        """Those of these matches that are of some days, which are told by their first row ids.

        A word is asked for on each of them. Of a phrase, two words or the beginning of a word the index looks for the
        first match from its own beginning, each time it is asked: so it is asked once, for all days from the first.
        """
        chosen = sorted(
            set(days) & set(json.loads(self.parameters["days"])) if "days" in self.parameters else set(days)
        )
        part = self.between(min(chosen, default=0), max(chosen, default=0) | DAY)
        return replace(
            part,
            days=self.is_quick,
            conditions=self.conditions if self.is_quick else (*self.conditions, ON_DAYS.format(column=self.column)),
            parameters={**part.parameters, "days": json.dumps(chosen)},
        )

    @property
    def is_quick(self) -> bool:
        """Whether it takes no time to speak of to find the first match from a row id on."""
        return QUICK.fullmatch(self.match) is not None

    def between(self, low: int, high: int) -> Matching:
        """Those of these matches whose row ids are ``low`` to ``high``, both included."""
        span = {"low": max(low, self.parameters["low"]), "high": min(high, self.parameters["high"])}
        return replace(self, parameters={**self.parameters, **span})

    def newest(self, connection: sqlite3.Connection, number: int) -> tuple[Matching, bool]:
        """The part of the row ids with so many of the newest stories that may match, and whether these are all.

        Where nothing has to be looked at, that is all: what stops early takes no longer than its rows.
        """
        end = self.after(connection, number, oldest=False) if self.filters else None
        return (self if end is None else self.between(end + 1, LAST_ID)), end is None

    def after(self, connection: sqlite3.Connection, number: int, *, oldest: bool) -> int | None:
        """The row id of the next story that may match after so many of the newest, or oldest; None if there is none."""
        driver = replace(self, filters=())
        found = connection.execute(
            f"SELECT {driver.column} FROM {driver.source} WHERE {driver.where} "  # noqa: S608
            f"ORDER BY {driver.column} {'ASC' if oldest else 'DESC'} LIMIT 1 OFFSET :number",
            {**driver.parameters, "number": number},
        ).fetchone()
        return found[0] if found else None


def _column(match: str, *, paper: bool) -> str:
    return "stories_fts.rowid" if match else "of_paper.id" if paper else "stories.id"


def _list(conditions: Sequence[str]) -> str:
    """The row ids of the stories of which these hold, from the smallest index that has them in their order."""
    only = LISTED.match(conditions[0]) if len(conditions) == 1 else None
    index = f"stories INDEXED BY stories_by_{LISTS[only[1]]}" if only else BRIEF
    return f"SELECT {ID} FROM {index} WHERE {' AND '.join((f'{ID} BETWEEN :low AND :high', *conditions))}"  # noqa: S608


def matching(connection: sqlite3.Connection, filters: Filters) -> Matching:
    """The SQL of the stories that match a query and its filters.

    :param connection: is asked for the sections and years of the archive, which some filters need.
    """
    return _Conditions(connection).matching(filters)


def sections(connection: sqlite3.Connection) -> list[str]:
    """The names of all sections, read with one look into the index for each name, not for each story."""
    found = connection.execute(
        """
        WITH RECURSIVE names(name) AS (
            SELECT min(section) FROM stories
            UNION ALL
            SELECT (SELECT min(section) FROM stories WHERE section > name) FROM names WHERE name IS NOT NULL
        )
        SELECT name FROM names WHERE name <> ''
        """
    )
    return [name for (name,) in found]


def known_labels(connection: sqlite3.Connection, labels: Sequence[str]) -> list[str]:
    """The labels of editions that are meant by these, whatever their case; these themselves where there are none.

    Of all labels that there are, it is one look for each.
    """
    if not labels:
        return []
    found = connection.execute(
        """
        WITH RECURSIVE known(known_label) AS (
            SELECT min(label) FROM editions
            UNION ALL
            SELECT (SELECT min(label) FROM editions WHERE label > known_label) FROM known WHERE known_label IS NOT NULL
        )
        SELECT known_label FROM known WHERE known_label IS NOT NULL
        """
    )
    wanted = {folded(label) for label in labels}
    return [label for (label,) in found if folded(label) in wanted] or list(labels)


def known_sections(connection: sqlite3.Connection, names: Sequence[str]) -> list[str]:
    """The sections that are meant by these names, whatever their case."""
    wanted = {folded(name) for name in names}
    return [name for name in sections(connection) if folded(name) in wanted]


def known_languages(connection: sqlite3.Connection, languages: Sequence[str]) -> list[str]:
    """The tags of the archive's stories that are of these languages: en, en-GB and EN-us for "en"."""
    tags = connection.execute("SELECT DISTINCT language FROM stories_per_year").fetchall()
    return [tag for (tag,) in tags if tag.lower().partition("-")[0] in languages]


class _Conditions:
    """Builds the conditions of one search, and names their parameters. ``low`` and ``high`` are those of row ids."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.conditions: list[str] = []
        self.lists: list[str] = []
        self.without: list[str] = []
        self.parameters: dict[str, Any] = {"low": 0, "high": LAST_ID}

    def matching(self, filters: Filters) -> Matching:
        bylines = one(Or, [FieldQuery("byline", Phrase(name)) for name in filters.bylines])
        indexed = one(And, [part for part in (filters.query.indexed_part, bylines) if part])
        match, negated = (indexed and indexed.fts()) or ("", False)
        drives = "" if negated else match
        paper = not drives and len(filters.publications) == 1
        column = _column(drives, paper=paper)
        matched: list[str] = []
        if drives:
            matched.append(f"stories_fts MATCH {self._named(match)}")
        elif paper:
            slug = self._named(filters.publications[0])
            matched.append(f"of_paper.publication_id = (SELECT id FROM publications WHERE slug = {slug})")  # noqa: S608
        if filters.first or filters.last:
            low, high = keys.id_range(filters.first or EARLIEST, filters.last)
            self.parameters |= {"low": low, "high": high}
        if match and negated:
            self.conditions.append(f"{column} NOT IN ({self._found(match)})")
            self.without.append(self._found(match))
        few = self._few(filters) if drives else None
        if few is not None:
            matched.append(f"+{column} IN (SELECT value FROM json_each({self._named(json.dumps(few))}))")  # noqa: S608
            filters = replace(filters, publications=())
        if filters.changed:  # few are: so they are looked up, and not each match
            matched.append(f"{'+' if drives else ''}{column} {CHANGED}")
        of_stories = list(self._of_stories(replace(filters, publications=()) if paper else filters))
        if filters.query.unindexed_part:
            of_stories.append(self._condition(filters.query.unindexed_part))
        if of_stories:
            self.conditions += [condition.replace(ID, column) for condition in of_stories]
            self.lists.append(_list(of_stories))
        self._filter_places(filters, column)
        found = Matching(
            match=drives,
            paper=paper,
            conditions=tuple(matched),
            filters=tuple(self.conditions),
            lists=tuple(self.lists),
            without=tuple(self.without),
            parameters=self.parameters,
        )
        if filters.month_day:
            found = found.on_days(map(keys.first_id, self._every_year(*filters.month_day)))
        return found.on_days(row_id & ~DAY for row_id in few) if few is not None else found

    def _few(self, filters: Filters) -> list[int] | None:
        """The row ids of the stories of the papers, where these have few; None where they have more, or all count."""
        if not filters.publications:
            return None
        papers = f"SELECT id FROM publications WHERE slug IN ({', '.join('?' * len(filters.publications))})"  # noqa: S608
        ids = self.connection.execute(
            f"SELECT id FROM stories INDEXED BY stories_by_paper WHERE publication_id IN ({papers}) LIMIT {FEW + 1}",  # noqa: S608
            list(filters.publications),
        ).fetchall()
        return [row_id for (row_id,) in ids] if len(ids) <= FEW else None

    def _of_stories(self, filters: Filters) -> Iterator[str]:
        """The conditions that the index ``stories_in_brief`` answers."""
        if filters.publications:
            papers = publication_ids(self.connection, filters.publications)
            yield f"stories.publication_id IN ({', '.join(map(str, papers))})"
        if filters.sections:
            names = known_sections(self.connection, filters.sections)
            yield f"stories.section IN ({self._listed(names)})"
        if filters.languages:
            yield f"stories.language IN ({self._listed(known_languages(self.connection, filters.languages))})"
        if filters.access:
            yield f"stories.access IN ({self._listed(filters.access)})"

    def _filter_places(self, filters: Filters, column: str) -> None:
        if filters.labels:
            names = self._listed(known_labels(self.connection, filters.labels))
            self.conditions.append(LABELLED.format(column=column, names=names))
            self.lists.append(OF_LABELS.format(names=names))
        if filters.front_page:
            self.conditions.append(FRONT_PAGE.format(column=column))
            self.lists.append(FRONT_PAGES)

    def _condition(self, node: Node) -> str:
        """A part of a query as a condition on a story; for the parts that the index cannot answer alone."""
        match node:
            case Section():
                names = [name for name in sections(self.connection) if node.names(name)]
                return f"stories.section IN ({self._listed(names)})"
            case And() | Or() if not node.indexed:
                operator = " AND " if isinstance(node, And) else " OR "
                return f"({operator.join(self._condition(part) for part in node.nodes)})"
            case Not() if not node.indexed:
                return f"NOT {self._condition(node.node)}"
            case _:
                expression, negated = node.fts() or ('""', False)
                return f"{ID} {'NOT ' if negated else ''}IN ({self._found(expression)})"

    def _found(self, match: str) -> str:
        matches = f"stories_fts MATCH {self._named(match)} AND rowid BETWEEN :low AND :high"
        return f"SELECT rowid FROM stories_fts WHERE {matches}"  # noqa: S608

    def _every_year(self, month: int, day: int) -> Iterator[dt.date]:
        """That day in each of the years of which stories are held."""
        low, high = self.connection.execute(
            f"SELECT (SELECT min(id) FROM stories WHERE id >= {keys.FIRST_DATED}), (SELECT max(id) FROM stories)"  # noqa: S608
        ).fetchone()
        first, last = keys.date_of_id(low or 0), keys.date_of_id(high or 0)
        if first and last:
            for year in range(first.year, last.year + 1):
                if (month, day) != (2, 29) or calendar.isleap(year):
                    yield dt.date(year, month, day)

    def _named(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"

    def _listed(self, values: Sequence[str]) -> str:
        return ", ".join(map(self._named, values))
