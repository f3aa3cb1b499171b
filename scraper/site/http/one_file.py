"""The ASGI middleware by which a request reads one file of the archive from its beginning to its end."""

from __future__ import annotations

from datasette.app import Datasette

from scraper.archive.connection import ArchiveError
from scraper.site.archive_file import ArchiveReplacedError
from scraper.site.current_database import CurrentDatabase
from scraper.site.folder import DATABASE
from scraper.site.http.asgi import App, Message, Receive, Scope, Send, path_below
from scraper.site.http.notices import away

TRIES = 3  # files that a request begins to read, where one after the other is replaced meanwhile


def at_one_file(app: App, datasette: Datasette) -> App:
    """The application with the file that is at the archive's path when a request comes; a notice where none is.

    A request that could not read its file to the end is answered again, from the file that took its place.
    """
    base = datasette.setting("base_url")

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        database: CurrentDatabase = datasette.get_database(DATABASE)
        if scope["type"] != "http" or path_below(scope, base).startswith(("/static/", "/-/static/")):
            return await app(scope, receive, send)
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        for left in reversed(range(TRIES if scope["method"] in ("GET", "HEAD") else 1)):
            try:
                async with database.held():
                    return await app(scope, receive, sending)
            except ArchiveError as error:
                if begun:
                    raise
                if not isinstance(error, ArchiveReplacedError) or not left:
                    database.complain(error)
                    return await away(scope, base=base).asgi_send(send)  # type: ignore[no-any-return]
        return None

    return site
