"""What the archive holds, what is missing, and why."""

from __future__ import annotations

import sqlite3

from scraper.archive.read import calendar, publications
from scraper.site.http.responses import ViewRequest, ViewResult, listing, missing
from scraper.site.language import _
from scraper.site.words import calendar_grid, objects


def coverage(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/coverage``: every publication with its days by state, and every gap with its reason."""
    wanted = request.query.get("publication", ())
    papers = [objects.coverage(row) for row in calendar.coverage(connection) if not wanted or row["slug"] in wanted]
    if wanted and not papers:
        there = [objects.publication(row) for row in publications.publications(connection)]
        return missing(_("There is no publication “%(slug)s” in this archive.", slug=wanted[0][:80]), papers=there)
    seen = {state for paper in papers for state, number in paper["days"].items() if number}
    return ViewResult(
        template="coverage.html",
        content=listing(papers),
        page={
            # A day on which the paper does not appear ("off") is not counted; a state that no day has gets no column.
            "columns": [state for state in calendar.STATES if state in seen and state != "off"],
            "gaps": {paper["slug"]: calendar_grid.lapsed(paper["missing"]) for paper in papers},
        },
        title=_("Coverage"),
    )
