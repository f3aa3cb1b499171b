"""Thumbnails of the stories' images, as ``backissues images`` kept them."""

from __future__ import annotations

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from scraper.archive.write import images
from scraper.site.folder import DATABASE
from scraper.site.http.files import file_response

# Its name is made of its content.
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}


async def thumbnail(datasette: Datasette, request: Request) -> Response:
    """``/thumbnails/{name}``: one thumbnail."""
    name = request.url_vars["name"]
    image = await datasette.get_database(DATABASE).execute_fn(lambda connection: images.thumbnail(connection, name))
    if image is None:
        raise NotFound("There is no such image")
    return file_response(image["thumbnail"], image["thumbnail_type"], HEADERS, request.headers, etag=name)
