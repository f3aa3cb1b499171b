"""Datasette's database of the archive: its statements go to processes of their own, the site's views to its threads."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted, Results
from datasette.views.base import DatasetteError

from scraper import limits
from scraper.site.current_database import CurrentDatabase
from scraper.site.language import N_, _, number
from scraper.site.sql.asking import current
from scraper.site.sql.lanes import FullLaneError, Lane
from scraper.site.sql.workers import (
    MEMORY,
    RESULT,
    TEMPORARY,
    TEXT,
    VALUE,
    Answer,
    InterruptedSqlError,
    LargeSqlError,
    Statement,
    Worker,
)

NICE_OWN, NICE_TABLES = 19, 5  # of the processes: the pages come first, then the tables
# Seconds for which a place stays taken after the largest result, in proportion after others: Datasette makes its cells
# in the event loop, where pages would wait if one result came upon the other.
PAUSE = 1.0
# What Datasette asks when it looks at the schema, for which all requests wait.
SCHEMA = ("select * from sqlite_master WHERE type = 'table'", "select * from sqlite_master WHERE type = 'view'")

pause = time.sleep


class ArchiveDatabase(CurrentDatabase):
    """The archive, of which ``execute`` is Datasette's alone, and ``execute_fn`` the pages' own."""

    def __init__(self, datasette: Datasette, path: Path, *, public_only: bool = False) -> None:
        super().__init__(datasette, path, public_only=public_only)
        self._tables = _lane(path, NICE_TABLES, limits.TABLES_WAITING)
        self._own = _lane(path, NICE_OWN, limits.SQL_WAITING)

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | Sequence[Any] | None = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """Run a statement, as Datasette's own method does, within the time of the request.

        :raises QueryInterrupted: it takes too long.
        :raises sqlite3.OperationalError: it cannot be run, or takes or gives too much.
        :raises DatasetteError: 503, too many others are waiting.
        """
        if sql.startswith("PRAGMA ") or sql in SCHEMA:  # no reader may write a PRAGMA
            return await super().execute(sql, params, truncate, custom_time_limit, page_size)
        request, limit = current(), self.ds.sql_time_limit_ms
        most = min(custom_time_limit or limit, limit) / 1000
        rows = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))

        cells = limits.SQL_CELLS_OF_PAGE if request.page else limits.SQL_CELLS

        def run(worker: Worker) -> Answer:
            seconds, began = min(most, request.seconds), time.monotonic()
            if seconds <= 0:
                raise InterruptedSqlError
            cut = truncate and request.cut
            try:
                bounds = (seconds, rows if truncate else None, cells, cut, request.most)
                answer = worker.ask(Statement(sql, params or (), *bounds, file.as_read()))
            finally:
                request.seconds -= time.monotonic() - began
            pause(len(answer.rows) * len(answer.description or ()) * PAUSE / cells)
            return answer

        try:
            async with self.held() as file:
                answer = await (self._own if request.own else self._tables).ask(run, request.client)
                file.check()
        except InterruptedSqlError as error:
            if sql.startswith("explain "):  # as Datasette looks for parameters, where it expects no such error
                raise sqlite3.OperationalError(str(error)) from error
            raise QueryInterrupted(error, sql, params) from error
        except LargeSqlError as error:
            raise sqlite3.OperationalError(_in_words(error.args[0], cells, request.most)) from error
        except FullLaneError as error:
            busy = _("Too many others are asking the tables now: try again in a moment.")
            raise DatasetteError(busy, status=503) from error
        return Results(answer.rows, answer.truncated, answer.description)


def _lane(path: Path, nice: int, waiting: int) -> Lane[Worker]:
    return Lane(lambda: Worker(path, nice=nice), workers=limits.SQL_PROCESSES, waiting=waiting)


def _in_words(of: str, cells: int, result: int) -> str:
    """What is too large of a statement.

    :param cells: that its result may have.
    :param result: bytes that it may have.
    """
    if of == RESULT:
        most, values = number(result), number(cells)
        return _(
            "This gives more than %(num)s bytes or %(values)s values: ask for fewer rows or columns.",
            num=most,
            values=values,
        )
    words, most_of_it = {
        TEXT: (N_("This SQL is longer than %(num)s characters."), limits.SQL_CHARACTERS),
        VALUE: (N_("A value of this SQL is longer than %(num)s bytes."), limits.SQL_VALUE_BYTES),
        TEMPORARY: (N_("This SQL needs more than %(num)s bytes on disk for its sorting."), limits.SQL_TEMPORARY_BYTES),
        MEMORY: (N_("This SQL needs more than %(num)s bytes of memory."), limits.SQL_MEMORY_BYTES),
    }[of]
    return _(words, num=number(most_of_it))
