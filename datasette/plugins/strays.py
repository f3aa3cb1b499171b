"""Addresses that are nobody's; and what robots are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette

from scraper.publish import addresses
from scraper.publish.answers import HEADERS

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
    """The JSON of an address that nobody has says so in words; all else is left to Datasette."""
    if not isinstance(exception, NotFound) or str(exception) not in UNKNOWN or not request.path.endswith(".json"):
        return None

    async def answer() -> Response:
        error = {"ok": False, "error": "There is no such page", "status": 404}
        return Response.json(error, status=404, headers=dict(HEADERS))

    return answer
