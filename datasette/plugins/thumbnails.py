"""Thumbnails of the stories' images, as ``backissues images`` kept them."""

from __future__ import annotations

from typing import Any

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette

from scraper.archive import images
from scraper.publish import addresses
from scraper.publish.answers import DATABASE

# A drawing that is opened by itself runs nothing and loads nothing, whatever is in it.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=31536000, immutable",  # its name is made of its content
}


@hookimpl
def register_routes() -> list[tuple[Any, Any]]:
    """``/thumbnails/{name}``."""
    return [(addresses.THUMBNAIL_PATTERN, thumbnail)]


async def thumbnail(datasette: Datasette, request: Request) -> Response:
    """``/thumbnails/{name}``: one thumbnail."""
    name = request.url_vars["name"]
    found = await datasette.get_database(DATABASE).execute_fn(lambda connection: images.thumbnail(connection, name))
    if found is None:
        raise NotFound("There is no such image")
    return Response(found["thumbnail"], headers=dict(HEADERS), content_type=found["thumbnail_type"])
