"""What was collected when: the runs of this archive, and what each of them did, look by look."""

from __future__ import annotations

import sqlite3

from scraper.archive.read import runs as read_runs
from scraper.site import routes
from scraper.site.http.responses import ViewRequest, ViewResult, listing, missing
from scraper.site.language import _
from scraper.site.words import objects

RUNS, LOOKS = 100, 500  # of a page
LONGEST_NUMBER = 12  # digits


def runs(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/runs/``: every run, the newest first."""
    rows = read_runs.runs(connection, before=request.number("next", 0, 2**62) or None, size=RUNS + 1)
    following = rows[RUNS - 1]["id"] if len(rows) > RUNS else None
    return ViewResult(
        template="runs.html",
        content=listing(
            [objects.run(row) for row in rows[:RUNS]],
            total=read_runs.number(connection),
            cursor=str(following) if following else None,
            url=routes.runs({"next": following}) if following else "",
        ),
        title=_("Runs"),
    )


def run(connection: sqlite3.Connection, request: ViewRequest) -> ViewResult:
    """``/runs/{run}``: one run with its looks at editions."""
    text = request.parts["run"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
    found = read_runs.run(connection, number)
    if found is None:
        return missing(_("There is no run %(number)s.", number=text[:LONGEST_NUMBER]))
    rows = read_runs.looks(connection, number, after=request.number("next", 0, 2**62), size=LOOKS + 1)
    following = rows[LOOKS - 1]["id"] if len(rows) > LOOKS else None
    return ViewResult(
        template="run.html",
        content=listing(
            [objects.look(row) for row in rows[:LOOKS]],
            total=found["looks"],
            cursor=str(following) if following else None,
            url=routes.run(number, {"next": following}) if following else "",
            run=objects.run(found),
        ),
        title=_("Run %(number)s", number=number),
        canonical=routes.run(number),
    )
