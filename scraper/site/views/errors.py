"""No such newspaper, no such date; errors as JSON for programs; robots.txt."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Request, Response

from scraper.archive.connection import ArchiveError
from scraper.archive.read import publications
from scraper.site import routes
from scraper.site.http.asgi import path_below
from scraper.site.http.middleware import CORS_HEADERS
from scraper.site.http.responses import ViewResult, missing
from scraper.site.language import _
from scraper.site.sql.asking import OddParameterError
from scraper.site.words import objects

# The stories belong to their newspapers: an archive is for the person who keeps it, and not for search engines.
# Whoever may publish theirs puts a robots.txt of their own in front of it.
ROBOTS = "# The stories belong to their newspapers; this archive is not to be indexed.\nUser-agent: *\nDisallow: /\n"
UNKNOWN = ("", "404", "Database not found")  # Datasette's messages where no route has the path


def no_publication(connection: sqlite3.Connection, slug: str) -> ViewResult:
    """The error that there is no publication of that name, with those that there are."""
    papers = [objects.publication(publications.without_latest(row)) for row in publications.in_brief(connection)]
    return missing(_("There is no publication “%(slug)s” in this archive.", slug=slug[:80]), papers=papers)


def no_date(text: str, **page: Any) -> ViewResult:
    """The error that what stands in a path is no date.

    :param page: where to look instead.
    """
    error = _("“%(text)s” is no date. A year is written 2024, a month 2024-12, a day 2024-12-07.", text=text[:40])
    return missing(error, title=_("No such date"), **page)


async def robots() -> Response:
    """``/robots.txt``: nothing may be indexed."""
    return Response.text(ROBOTS)


def error_as_json(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """An error as JSON where the path has the ending of a representation, also below Datasette's own tables.

    :returns: None for a page, whose error Datasette shows itself. Where the archive's file could not be read, neither
        does: ``at_one_file`` answers. Nor of an odd parameter: ``admitted`` does.
    """

    async def passed_on() -> Response:
        raise exception

    async def unreadable() -> Response:
        raise OddParameterError from exception

    if isinstance(exception, ArchiveError):
        return passed_on
    if _is_of_a_parameter(datasette, request, exception):
        return unreadable
    if not routes.ending(request.path):
        return None

    async def answer() -> Response:
        status, error = _status_and_message(exception)
        if status == 500:
            traceback.print_exception(exception)
        headers = dict(CORS_HEADERS) if datasette.cors else {}
        return Response.json({"ok": False, "error": error, "status": status}, status=status, headers=headers)

    return answer


def _is_of_a_parameter(datasette: Datasette, request: Request, exception: Exception) -> bool:
    """Whether Datasette stumbled over a parameter of one of its own pages, and no code of ours did."""
    stumbled = (ValueError, TypeError, LookupError, AssertionError, AttributeError)
    if not isinstance(exception, stumbled) or not request.query_string:
        return False
    frames = traceback.walk_tb(exception.__traceback__)
    is_ours = any(frame.f_globals.get("__name__", "").startswith("scraper.") for frame, _line in frames)
    return not is_ours and routes.is_of_tables(path_below(request.scope, datasette.setting("base_url")))


def _status_and_message(exception: Exception) -> tuple[int, str]:
    """The status and the message of an error; of a fault of the site the message has no details."""
    if isinstance(exception, NotFound):
        unknown = str(exception) in UNKNOWN
        return 404, _("There is no such page") if unknown else str(exception)
    if str(exception).startswith("Cannot sort table by"):  # Datasette 0.65 takes it for a fault of its own
        return 400, str(exception)
    if isinstance(exception, QueryInterrupted):  # of CSV, where Datasette takes it for one as well
        return 400, _("This SQL takes too long: ask for less, or narrow it down by a date or a newspaper.")
    status = getattr(exception, "status", 500)
    if status >= 500 and status != 503:  # of one that is busy the message says so
        return status, _("Something went wrong here; the log of the site says what.")
    return status, str(getattr(exception, "plain_message", None) or getattr(exception, "message", None) or exception)
