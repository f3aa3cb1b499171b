"""Addresses that are nobody's; and what robots are told."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette

from scraper.publish import addresses
from scraper.publish.answers import HEADERS
from scraper.publish.language import _
from scraper.publish.wire import SHARED

# The stories are other people's: an archive is for the person who keeps it and is not offered to search engines.
# Whoever may publish what is in theirs puts a robots.txt of their own in front of it.
ROBOTS = "# The stories belong to their newspapers; this archive is not to be indexed.\nUser-agent: *\nDisallow: /\n"
UNKNOWN = ("", "404", "Database not found")  # what Datasette says of a first segment that is nobody's


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/robots.txt``."""
    return [(addresses.ROBOTS_PATTERN, robots)]


async def robots() -> Response:
    """``/robots.txt``: nothing may be indexed."""
    return Response.text(ROBOTS, headers=dict(HEADERS))


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """What went wrong, as JSON for programs, readers of Datasette's own tables too; pages are left to Datasette."""
    if not addresses.ending(request.path):
        return None

    async def answer() -> Response:
        status, error = _told(exception)
        if status == 500:
            traceback.print_exception(exception)
        headers = HEADERS | SHARED if datasette.cors else dict(HEADERS)
        return Response.json({"ok": False, "error": error, "status": status}, status=status, headers=headers)

    return answer


def _told(exception: Exception) -> tuple[int, str]:
    """Status and words. Of a fault of ours the asker learns no more than that there is one."""
    if isinstance(exception, NotFound):
        unknown = str(exception) in UNKNOWN
        return 404, _("There is no such page") if unknown else str(exception)
    if str(exception).startswith("Cannot sort table by"):  # Datasette 0.65 takes it for a fault of its own
        return 400, str(exception)
    status = getattr(exception, "status", 500)
    if status >= 500:
        return status, _("Something went wrong here; the log of the site says what.")
    return status, str(getattr(exception, "plain_message", None) or getattr(exception, "message", None) or exception)
