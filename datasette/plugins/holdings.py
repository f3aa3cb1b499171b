"""What the archive holds, what is missing, and why."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl

from scraper.archive import reading, reading_days
from scraper.publish import addresses, months, objects
from scraper.publish.answers import Answer, Asked, listing, missing, view
from scraper.publish.language import _


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
    if wanted and not papers:
        there = [objects.publication(row) for row in reading.publications(connection)]
        return missing(_("There is no publication “%(slug)s” in this archive.", slug=wanted[0][:80]), papers=there)
    seen = {state for paper in papers for state, number in paper["days"].items() if number}
    return Answer(
        template="coverage.html",
        content=listing(papers),
        page={
            # A day without a paper is no matter of coverage; a state that no day has takes no column.
            "columns": [state for state in reading_days.STATES if state in seen and state != "off"],
            "gaps": {paper["slug"]: months.lapsed(paper["missing"]) for paper in papers},
        },
        title=_("Coverage"),
    )
