"""One row for each collection, import or rebuild: when, with which arguments, how it ended."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

import scraper


def now() -> str:
    """This moment as every table writes times: ISO 8601 in UTC, to the second."""
    return stamp(dt.datetime.now(dt.UTC))


def stamp(moment: dt.datetime) -> str:
    """A time as every table writes it: ISO 8601 in UTC, so that the order of texts is the order of times."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def begin(db: Database, command: str, arguments: Mapping[str, Any]) -> int:
    """Enter a new run, and return its id.

    :param arguments: those of the command; what JSON does not know is written as text.
    """
    with db.atomic():
        row = {
            "command": command,
            "arguments": json.dumps(arguments, ensure_ascii=False, default=str),
            "version": scraper.__version__,
            "started": now(),
        }
        db.table("runs").insert(row)
        return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def finish(db: Database, run_id: int, result: str, counts: Mapping[str, int]) -> None:
    """Store how a run ended; a run that was killed has no result.

    :param result: "finished", "interrupted" or "failed".
    """
    with db.atomic():
        db.table("runs").update(run_id, {"finished": now(), "result": result, "counts": json.dumps(counts)})
