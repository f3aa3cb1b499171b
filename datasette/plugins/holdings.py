"""What the archive holds, what is missing, and why."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl

from scraper.archive import reading_days
from scraper.publish import addresses, months, objects
from scraper.publish.answers import Answer, Asked, listing, view


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/coverage``."""
    return [(addresses.COVERAGE_PATTERN, view(coverage, directory=False))]


def coverage(connection: sqlite3.Connection, asked: Asked) -> Answer:
    """``/coverage``: every publication with its days by state, and every gap with its reason."""
    wanted = asked.query.get("publication", ())
    papers = []
    for row in reading_days.coverage(connection):
        if not wanted or row["slug"] in wanted:
            days = [objects.day(day, row["slug"]) for day in row["missing"]]
            papers.append({**row, "url": addresses.paper(row["slug"]), "missing": days})
    return Answer(
        template="coverage.html",
        content=listing(papers),
        page={"gaps": {paper["slug"]: months.lapsed(paper["missing"]) for paper in papers}},
        title="Coverage",
    )
