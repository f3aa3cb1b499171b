"""Matches with copies folded: of the stories that share most of their text one, with how many it stands for.

Of a cluster the match that comes first in the order of the search is shown, wherever the pages of the search end, so
that whoever follows the cursors gets each text once. What that takes depends on the clusters of a page alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scraper.archive.row_types import FoldedFields, MatchRow
from scraper.archive.search import search
from scraper.archive.search.filters import Filters
from scraper.archive.search.search import MOST_COUNTED, Count
from scraper.archive.search.sql import Matching

ROUNDS = 5  # pages of matches that a page is made of; what is short of it, the next one goes on with


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A page of matches without further copies, and by key how many stories each stands for besides."""

    items: tuple[MatchRow, ...]
    next: str | None
    folded: dict[str, FoldedFields]


def page(
    connection: sqlite3.Connection, filters: Filters, *, sort: str, size: int, cursor: str, sql: Matching
) -> Folded:
    """A page of matches, each text once. It may be shorter than ``size`` where very many are copies.

    :param sort, size, cursor: as of ``search.search``.
    """
    items: list[MatchRow] = []
    folded: dict[str, FoldedFields] = {}
    following: str | None = cursor
    for _round in range(ROUNDS):
        wanted = size - len(items)
        found, following = search.page(connection, filters, sort=sort, size=wanted, cursor=following or "", sql=sql)
        hidden = _hidden(connection, found, sort, sql, folded)
        items += [item for item in found if item["key"] not in hidden]
        if following is None or len(items) >= size:
            break
    shown = {item["key"] for item in items}
    return Folded(
        items=tuple(items), next=following, folded={key: each for key, each in folded.items() if key in shown}
    )


def different(connection: sqlite3.Connection, sql: Matching, counted: Count) -> int | None:
    """How many different texts the matches are; None where they are too many to be counted."""
    if not counted.exact or counted.number > MOST_COUNTED:
        return None
    members, clusters = connection.execute(
        f"""
        SELECT count(*), count(DISTINCT cluster) FROM clusters
        WHERE story_id IN (SELECT {sql.column} FROM {sql.source} WHERE {sql.where})
        """,  # noqa: S608
        sql.parameters,
    ).fetchone()
    return counted.number - int(members) + int(clusters)


def _hidden(
    connection: sqlite3.Connection,
    found: Sequence[MatchRow],
    sort: str,
    sql: Matching,
    folded: dict[str, FoldedFields],
) -> set[str]:
    """The keys of these matches before which another of their cluster comes; what the others stand for, is added."""
    keys = [item["key"] for item in found]
    marks = ", ".join("?" * len(keys))
    members: dict[int, str] = dict(
        connection.execute(
            f"""
            SELECT story_id, cluster FROM clusters WHERE cluster IN (
                SELECT cluster FROM clusters JOIN stories ON stories.id = story_id WHERE key IN ({marks}))
            """,  # noqa: S608
            keys,
        ).fetchall()
    )
    if not members:
        return set()
    in_order: dict[str, list[int]] = {}
    for story_id in _matching(connection, [*members], sort, sql):
        in_order.setdefault(members[story_id], []).append(story_id)
    several = {ids[0]: ids for ids in in_order.values() if len(ids) > 1}
    listed = json.dumps([story_id for ids in several.values() for story_id in ids])
    about: dict[int, tuple[str, int]] = {
        story_id: (key, paper)
        for story_id, key, paper in connection.execute(
            "SELECT id, key, publication_id FROM stories WHERE id IN (SELECT value FROM json_each(?))", [listed]
        )
    }
    hidden: set[str] = set()
    for first, ids in several.items():
        key, paper = about[first]
        papers = {about[story_id][1] for story_id in ids} - {paper}
        folded[key] = {"stories": len(ids) - 1, "papers": len(papers)}
        hidden.update(about[story_id][0] for story_id in ids[1:])
    return hidden


def _matching(connection: sqlite3.Connection, ids: list[int], sort: str, sql: Matching) -> list[int]:
    """Those of these stories that match, in the order of the search."""
    # The plus keeps SQLite from asking the full-text index anew for each of them.
    chosen = sql.between(min(ids), max(ids)).narrowed(
        f"+{sql.column} IN (SELECT value FROM json_each(:chosen))",  # noqa: S608
        chosen=json.dumps(ids),
    )
    ranked = sort == "relevance" and sql.indexed
    order = f"rank, {sql.column} DESC" if ranked else f"{sql.column} {'ASC' if sort == 'oldest' else 'DESC'}"
    cursor: Any = connection.execute(
        f"SELECT {chosen.column} FROM {chosen.source} WHERE {chosen.where} ORDER BY {order}",  # noqa: S608
        chosen.parameters,
    )
    return [story_id for (story_id,) in cursor]
