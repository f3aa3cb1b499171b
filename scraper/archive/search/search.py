"""Filters -> the matching stories, a page at a time, each with a snippet.

The matches of a page are found by their row ids alone, and only then are their texts read (``sql.matching``).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from scraper.archive.row_types import MatchRow
from scraper.archive.rows import rows
from scraper.archive.search import kept, snippets
from scraper.archive.search.filters import Filters
from scraper.archive.search.notes import Note, NoteCode
from scraper.archive.search.sql import LAST_ID, MOST_LOOKED_AT, Matching, matching

Sort = Literal["newest", "oldest", "relevance"]
SORTS: tuple[Sort, ...] = ("newest", "oldest", "relevance")
MAX_SIZE = 1_000
INDEXED = ("headline", "print_headline", "standfirst", "byline", "raw_body")  # in the order of the index
TERMS_MARKED = ", ".join(f"highlight(stories_fts, {number}, char(2), char(3))" for number in range(len(INDEXED)))
MOST_COUNTED = 10_000  # matches; of more it is said that they are more
MOST_RANKED = 10_000  # are put in the order of relevance at once: the newest of them, then the next
MOST_ASKED = 50  # matches of a word whose rows are asked for one by one, as they may be far apart
PARTS = (0.05, 1, 5)  # of ``MOST_LOOKED_AT``: how many stories are looked at for a page, first few, then more


@dataclass(frozen=True, slots=True)
class Count:
    """How many stories match; at least so many where it is not ``exact``."""

    number: int
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of matches. ``next`` is the cursor of the page after it, None at the end."""

    items: tuple[MatchRow, ...]
    total: int
    total_exact: bool
    next: str | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a page of matches begins.

    In the order of days it begins after a row id; by relevance, after a rank in the block of row ids that is ranked.
    """

    id: int
    rank: float | None = None
    low: int = 0
    high: int = 0

    @classmethod
    def of(cls, cursor: str, *, ranked: bool) -> Cursor | None:
        """The cursor of this text; None if it is no cursor of that order.

        :param ranked: the order is that of relevance.
        """
        if not ranked:
            return cls(id=int(cursor)) if re.fullmatch(r"[0-9]{1,18}", cursor) else None
        match = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]{1,3})?)((?:_[0-9]{1,18}){3})", cursor)
        if not match:
            return None
        row_id, low, high = map(int, match[2][1:].split("_"))
        return cls(id=row_id, rank=float(match[1]), low=low, high=high)

    @property
    def text(self) -> str:
        """The cursor as ``next`` gives it. Its rank has every digit, so that the very next match follows."""
        if self.rank is None:
            return str(self.id)
        rank = repr(max(self.rank, -1e300)).replace("e+", "e")
        return f"{rank}_{self.id}_{self.low}_{self.high}"


Found = tuple[list[int], Cursor | None]  # row ids, and where those after them begin


def search(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    sort: str = "newest",
    size: int = 20,
    cursor: str = "",
    sql: Matching | None = None,
    counted: Count | None = None,
    newest: Sequence[int] = (),
) -> Results:
    """A page of the stories that match, with their number.

    :param sort: one of ``SORTS``; by relevance only where the query has words, else newest first.
    :param size: matches of a page, 1 to ``MAX_SIZE``.
    :param cursor: ``Results.next`` of the page before; "" for the first page.
    :param sql: the SQL of these filters (``sql.matching``), where it was made already.
    :param counted: how many match, where that is known already.
    :param newest: the row ids of the newest matches, where they are known already.
    """
    notes = [*filters.query.notes, *filters.notes]
    if sort not in SORTS:
        notes.append(Note(code=NoteCode.NO_ORDER, text=sort[:20]))
        sort = "newest"
    sql = sql or matching(connection, filters)
    if cursor and not Cursor.of(cursor, ranked=sort == "relevance" and sql.indexed):
        notes.append(Note(code=NoteCode.NO_CURSOR, text=cursor[:40]))
    counted = counted or count(connection, filters, sql=sql)
    found: Found | None = None
    if counted == Count(0):
        found = [], None
    elif newest and not cursor and (sort == "newest" or not (sql.indexed or sort == "oldest")):
        found = _first_of(newest, size, is_all=counted == Count(len(newest)))
    elif sort == "relevance" and sql.indexed and not cursor and counted.exact and counted.number <= MOST_RANKED:
        found = _ranked(connection, sql, size, None, is_one_block=True)
    items, following = page(connection, filters, sort=sort, size=size, cursor=cursor, sql=sql, found=found)
    if not counted.exact:
        is_all = following is None and not cursor
        counted = Count(len(items) if is_all else max(counted.number, len(items)), exact=is_all)
    if sort == "relevance" and sql.indexed and following and (not counted.exact or counted.number > MOST_RANKED):
        notes.append(Note(code=NoteCode.RANKED_IN_BLOCKS, number=MOST_RANKED))
    elif sql.filters and following and len(items) < size:
        notes.append(Note(code=NoteCode.SEARCHED_IN_PARTS, number=len(items)))
    return Results(items=items, total=counted.number, total_exact=counted.exact, next=following, notes=tuple(notes))


def count(
    connection: sqlite3.Connection, filters: Filters, most: int | None = None, *, sql: Matching | None = None
) -> Count:
    """How many stories match: exactly, or up to a bound.

    :param most: matches that are counted at most; else ``MOST_COUNTED``. All stories of papers, years, sections,
        languages and access are counted already (``kept``).
    """
    if filters.query.nothing:
        return Count(0)
    if (total := kept.total(connection, filters)) is not None:
        return Count(total)
    sql = sql or matching(connection, filters)
    part, is_all = sql.newest(connection, MOST_LOOKED_AT)
    most = most or MOST_COUNTED
    counting = f"SELECT count(*) FROM (SELECT 1 FROM {part.source} WHERE {part.where} LIMIT :most)"  # noqa: S608
    number = connection.execute(counting, {**part.parameters, "most": most + 1}).fetchone()[0]
    return Count(min(number, most), exact=is_all and number <= most)


def page(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    sort: str = "newest",
    size: int = 20,
    cursor: str = "",
    sql: Matching | None = None,
    found: Found | None = None,
) -> tuple[tuple[MatchRow, ...], str | None]:
    """A page of matches, and the cursor of the next page; None after the last.

    A page begins after the last row id of the page before, and does not count matches, so that stories that are added
    meanwhile shift nothing: whoever follows the cursors gets every match that was there at the start exactly once. By
    relevance this holds for the ranks of the moment.

    :param found: the row ids of the page and where the next one begins, where these are known already.
    """
    if filters.query.nothing:
        return (), None
    sql = sql or matching(connection, filters)
    size = max(1, min(size, MAX_SIZE))
    if found:
        ids, following = found
    elif sort == "relevance" and sql.indexed:
        ids, following = _ranked(connection, sql, size, Cursor.of(cursor, ranked=True))
    else:
        ids, following = _in_order(connection, sql, size, Cursor.of(cursor, ranked=False), oldest=sort == "oldest")
    return items(connection, filters, ids, sql=sql), following.text if following else None


def items(
    connection: sqlite3.Connection, filters: Filters, ids: Sequence[int], *, sql: Matching
) -> tuple[MatchRow, ...]:
    """The matches with these row ids, in the order of these; without those that do not have its words."""
    rows_by_id = {row["id"]: row for row in _rows(connection, sql, filters, ids)} if ids else {}
    return tuple(_item(rows_by_id[row_id], filters) for row_id in ids if row_id in rows_by_id)


def every(connection: sqlite3.Connection, filters: Filters, *, sort: str = "newest") -> Iterator[MatchRow]:
    """All matches, read a page of ``MAX_SIZE`` at a time."""
    cursor: str | None = ""
    sql = matching(connection, filters)
    while cursor is not None:
        found, cursor = page(connection, filters, sort=sort, size=MAX_SIZE, cursor=cursor, sql=sql)
        yield from found


def _first_of(newest: Sequence[int], size: int, *, is_all: bool) -> Found | None:
    """The first page of the newest matches; None where it has more of them.

    :param is_all: there are no others.
    """
    if len(newest) > size:
        return list(newest[:size]), Cursor(id=newest[size - 1])
    return (list(newest), None) if is_all else None


def _in_order(connection: sqlite3.Connection, sql: Matching, size: int, start: Cursor | None, *, oldest: bool) -> Found:
    """The next row ids, and where the page after them begins.

    Where each story has to be looked at, some are, then more; if few of very many match, the page has few, or none, and
    the next one looks further.
    """
    if start:
        sql = sql.between(start.id + 1, LAST_ID) if oldest else sql.between(0, start.id - 1)
    ids: list[int] = []
    end: int | None = None
    for part in PARTS:
        if sql.filters:
            end = sql.after(connection, int(MOST_LOOKED_AT * part) or 1, oldest=oldest)
        block = sql if end is None else sql.between(0, end - 1) if oldest else sql.between(end + 1, LAST_ID)
        found = connection.execute(
            f"SELECT {block.column} FROM {block.source} WHERE {block.where} "  # noqa: S608
            f"ORDER BY {block.column} {'ASC' if oldest else 'DESC'} LIMIT :size",
            {**block.parameters, "size": size + 1},
        )
        ids = [row_id for (row_id,) in found]
        if len(ids) > size:
            return ids[:size], Cursor(id=ids[size - 1])
        if end is None:
            return ids, None
    assert end is not None
    return ids, Cursor(id=end - 1 if oldest else end + 1)


def _ranked(
    connection: sqlite3.Connection, sql: Matching, size: int, start: Cursor | None, *, is_one_block: bool = False
) -> Found:
    """The best matches of a block of row ids; when it is through, the block of older ones follows.

    :param is_one_block: the matches are known to be no more than those of a block, so where it begins is not asked.
    """
    high = start.high if start else 10**18 - 1
    low = start.low if start else 0 if is_one_block else _below(connection, sql, high)
    block = sql.between(low + 1, high)
    if start and start.rank is not None:
        after = "(rank > :rank OR (rank = :rank AND stories_fts.rowid < :start))"
        block = block.narrowed(after, rank=start.rank, start=start.id)
    found = connection.execute(
        f"SELECT stories_fts.rowid, rank FROM {block.source} WHERE {block.where} "  # noqa: S608
        "ORDER BY rank, stories_fts.rowid DESC LIMIT :size",
        {**block.parameters, "size": size + 1},
    ).fetchall()
    ids = [row_id for row_id, _ in found[:size]]
    if len(found) > size:
        last, rank = found[size - 1]
        return ids, Cursor(id=last, rank=rank, low=low, high=high)
    if low:
        return ids, Cursor(id=0, rank=-1e300, low=_below(connection, sql, low), high=low)
    return ids, None


def _below(connection: sqlite3.Connection, sql: Matching, high: int) -> int:
    """The row id of the newest match that is no longer in the block that ends at ``high``; 0 if there is none."""
    return sql.between(0, high).after(connection, MOST_RANKED, oldest=False) or 0


def _rows(connection: sqlite3.Connection, sql: Matching, filters: Filters, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The stories of these row ids, with what matched in them marked."""
    marked = "NULL AS headline_marked, NULL AS snippet_marked, NULL AS elsewhere_marked, NULL AS terms_marked"
    has_terms = "EXISTS (SELECT 1 FROM story_terms WHERE story_id = stories.id)"
    source, where, last = "stories", "", ""
    if sql.indexed:
        marked = f"""highlight(stories_fts, 0, char(2), char(3)) AS headline_marked,
            CASE WHEN NOT {has_terms} THEN snippet(stories_fts, 4, char(2), char(3), '…', {snippets.WORDS}) END
                AS snippet_marked,
            CASE WHEN NOT {has_terms} THEN snippet(stories_fts, -1, char(2), char(3), '…', {snippets.WORDS}) END
                AS elsewhere_marked,
            CASE WHEN {has_terms} THEN json_array({TERMS_MARKED}) END AS terms_marked"""
        source = "stories_fts CROSS JOIN stories ON stories.id = stories_fts.rowid"
        # The plus keeps SQLite from asking the index anew for each id, which takes long for all but plain words.
        one_by_one = sql.is_quick and len(ids) <= MOST_ASKED
        where = f"stories_fts MATCH :match AND stories_fts.rowid BETWEEN :low AND :high AND {'' if one_by_one else '+'}"
        # From the newest on, and no further than the last of them: a rare phrase is long looked for.
        last = "ORDER BY stories_fts.rowid DESC LIMIT :number"
    listed = ", ".join(map(str, ids))
    return rows(
        connection,
        f"""
        SELECT stories.id, stories.key, stories.url AS source_url, stories.headline, stories.kicker,
            stories.standfirst, stories.byline, stories.section, stories.page, stories.language, stories.access,
            stories.edition_date, stories.evidence_kind, stories.published, stories.first_seen, stories.fetched,
            stories.words, substr(stories.body, 1, 400) AS opening, publications.slug AS publication,
            publications.title AS publication_title,
            CASE WHEN {not sql.indexed and bool(filters.query.highlights)} OR {has_terms} THEN stories.body END
                AS raw_body, stories.print_headline,
            {marked}
        FROM {source} CROSS JOIN publications ON publications.id = stories.publication_id
        WHERE {where}{"stories_fts.rowid" if sql.indexed else "stories.id"} IN ({listed})
        {last}
        """,  # noqa: S608
        {"match": sql.match, "low": min(ids), "high": max(ids), "number": len(ids)} if sql.indexed else {},
    )


def _item(row: Mapping[str, Any], filters: Filters) -> MatchRow:
    """A match as pages and JSON show it: ``headline_marked`` and ``snippet`` are pieces of text, marked or not."""
    highlights = filters.query.highlights
    if row["terms_marked"] is not None:  # the index has other words than the story
        headline, snippet = _of_terms(row, highlights)
    elif row["raw_body"] is not None and highlights:  # the index was not asked
        headline, snippet = snippets.marked(row["headline"], highlights), snippets.cut(row["raw_body"], highlights)
    elif row["snippet_marked"] is not None:
        headline, snippet = snippets.pieces(row["headline_marked"]), snippets.pieces(row["snippet_marked"])
        if not any(highlighted for _, highlighted in (*headline, *snippet)):
            # It is the standfirst, the byline or the print headline.
            snippet = snippets.pieces(row["elsewhere_marked"])
    else:
        headline, snippet = ((row["headline"], False),), ((snippets.opening(row["opening"]), False),)
    hidden = (
        "id", "opening", "raw_body", "print_headline", "headline_marked", "snippet_marked", "elsewhere_marked",
        "terms_marked",
    )  # fmt: skip
    shown = {name: value for name, value in row.items() if name not in hidden}
    return cast(MatchRow, {**shown, "headline_marked": headline, "snippet": snippet})


def _of_terms(row: Mapping[str, Any], words: Sequence[str]) -> tuple[snippets.Pieces, snippets.Pieces]:
    """The headline and a snippet of a story whose terms are marked, in its own words."""
    marked = dict(zip(INDEXED, json.loads(row["terms_marked"]), strict=True))
    headline = snippets.own_words(row["headline"], marked["headline"], words)
    found = [name for name in INDEXED if snippets.OPEN in marked[name]]
    shown = "raw_body" if "raw_body" in found or "headline" in found or not found else found[0]
    return headline, snippets.own_snippet(row[shown], marked[shown], words)
