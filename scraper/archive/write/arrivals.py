"""Number the stories in the order in which they come and change (``scraper.archive.arrivals``)."""

from __future__ import annotations

from sqlite_utils import Database

from scraper.archive.arrivals import moment_of
from scraper.archive.write.runs import stamp
from scraper.items import Capture


def enter(db: Database, story_id: int, capture: Capture) -> None:
    """Give a story the next number: it came with this capture, or has its text from it now."""
    moment = moment_of(capture.file, stamp(capture.fetched))
    db.execute(
        """
        INSERT INTO arrivals (story_id, number, came)
        SELECT ?1, number, number FROM (SELECT max(?2, coalesce(
            (SELECT number FROM arrivals WHERE story_id <> ?1 ORDER BY number DESC LIMIT 1), 0) + 1) AS number)
        WHERE true ON CONFLICT (story_id) DO UPDATE SET number = excluded.number
        """,
        [story_id, moment],
    )


def came(db: Database, story_id: int, capture: Capture) -> None:
    """Number a story that is new."""
    db.execute("DELETE FROM arrivals WHERE story_id = ?", [story_id])  # what the trigger for other programs entered
    enter(db, story_id, capture)
