"""A response that is sent piece by piece, as it is made: it begins at once, and no more than a piece is in memory.

Whoever goes away ends it, also in the middle of a piece. An error in the middle breaks the connection off, so that no
client takes what it has for the whole: curl ends with 18, a browser says that the download failed.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Mapping

from datasette.utils.asgi import Response

from scraper.site.http.asgi import Receive, Send

# A function that reads the next piece, and gives it with the one that reads the piece after it; None at the end.
Piece = tuple[bytes, "ReadPiece | None"]
ReadPiece = Callable[[sqlite3.Connection], "Piece"]
# Runs it; what it reads is ended as soon as the event is set.
Run = Callable[[ReadPiece, threading.Event], Awaitable[Piece]]


class StreamedResponse(Response):  # type: ignore[misc]
    """A response whose body goes on after its first piece.

    :param body: the first piece.
    :param more: reads the next.
    :param run: runs such a function.
    :param receive: of the request, by which it is known that the client went away.
    """

    def __init__(
        self, body: bytes, more: ReadPiece, run: Run, receive: Receive, *, headers: Mapping[str, str], content_type: str
    ) -> None:
        super().__init__(body, headers=dict(headers), content_type=content_type)
        self._more, self._run, self._receive = more, run, receive

    async def asgi_send(self, send: Send) -> None:
        """Send it, as far as the client reads it."""
        gone = threading.Event()
        leaving = asyncio.ensure_future(_left(self._receive, gone))
        try:
            headers = {**self.headers, "content-type": self.content_type}
            raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": self.status, "headers": raw})
            body: bytes = self.body
            more: ReadPiece | None = self._more
            while more is not None:
                await send({"type": "http.response.body", "body": body, "more_body": True})
                if gone.is_set():
                    return
                try:
                    body, more = await self._run(more, gone)
                except sqlite3.OperationalError:
                    if gone.is_set():
                        return
                    raise
            await send({"type": "http.response.body", "body": body})
        finally:
            leaving.cancel()


async def _left(receive: Receive, gone: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()
