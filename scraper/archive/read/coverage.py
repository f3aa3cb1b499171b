"""What the archive holds and what it lacks, newspaper by newspaper."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from scraper.reasons import Code

WHOLE = "('complete', 'degraded', 'not-published')"


def holdings(connection: sqlite3.Connection) -> dict[str, Any]:
    """Newspapers with their editions by outcome, stories and words; and the totals."""
    papers = _rows(
        connection,
        """
        SELECT slug, title,
            (SELECT min(date) FROM editions WHERE publication_id = publications.id) AS first,
            (SELECT max(date) FROM editions WHERE publication_id = publications.id) AS last,
            (SELECT count(DISTINCT editions.id) FROM editions JOIN placements ON placements.edition_id = editions.id
                WHERE publication_id = publications.id AND story_id IS NOT NULL) AS editions,
            (SELECT count(*) FROM editions WHERE publication_id = publications.id
                AND outcome IN ('complete', 'degraded')) AS complete,
            (SELECT count(*) FROM editions WHERE publication_id = publications.id AND outcome = 'partial') AS partial,
            (SELECT count(*) FROM stories WHERE publication_id = publications.id) AS stories,
            (SELECT coalesce(sum(words), 0) FROM stories WHERE publication_id = publications.id) AS words
        FROM publications ORDER BY title
        """,
    )
    missing: dict[str, int] = {}
    for gap in gaps(connection):
        if gap["outcome"] != "partial":
            missing[gap["publication"]] = missing.get(gap["publication"], 0) + 1
    totals = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in ("publications", "editions", "stories", "versions", "captures", "leads", "images")
    }
    return {"publications": [paper | {"missing": missing.get(paper["slug"], 0)} for paper in papers], "totals": totals}


def gaps(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every edition that is expected and not held, or held in part, oldest first; never tried: ``unknown``.

    ``detail`` is its reasons, as JSON.
    """
    return _rows(
        connection,
        f"""
        SELECT slug AS publication, date, label, outcome, detail FROM (
            SELECT publications.slug, editions.date, editions.label, editions.outcome, editions.detail
            FROM editions JOIN publications ON publications.id = editions.publication_id
            WHERE editions.outcome IS NOT NULL AND editions.outcome NOT IN {WHOLE}
            UNION ALL
            SELECT publications.slug, expected_editions.date, expected_editions.label, 'unknown',
                json_array(json_object('code', CASE WHEN editions.id IS NULL THEN :never ELSE :unfinished END))
            FROM expected_editions JOIN publications ON publications.id = expected_editions.publication_id
            LEFT JOIN editions ON editions.publication_id = expected_editions.publication_id
                AND editions.date = expected_editions.date AND editions.label = expected_editions.label
            WHERE expected_editions.expectation = 'expected' AND editions.outcome IS NULL
        ) ORDER BY date, slug, label
        """,  # noqa: S608
        {"never": Code.NEVER_TRIED.value, "unfinished": Code.NOT_FINISHED.value},
    )


def _rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, values or {})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
