"""What a request may ask of the archive's tables: whose it is, its kind of SQL, its time, how long that SQL may be.

Pages of the site have statements of their own and nothing to do with this. The rest is Datasette's: a request with SQL
of the reader's own (``sql``, ``_where``) is of another kind than one for a table, so that the one does not wait for
the other.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qs

from scraper import limits
from scraper.site import routes
from scraper.site.http.asgi import App, Message, Receive, Scope, Send
from scraper.site.http.notices import RETRY_AFTER, notice
from scraper.site.language import N_, _, number

OWN = ("sql", "_where")  # parameters with SQL of the reader's own
BLANKS = re.compile(rf"\s{{{limits.SQL_BLANKS},}}")


@dataclass(slots=True)
class Asking:
    """A request's client, whether it brings SQL of its own, whether for a page, and its time for all statements."""

    client: str = ""
    own: bool = False
    cut: bool = False  # rows of a large result are left out; of a table none is
    page: bool = False
    seconds: float = limits.TABLE_SECONDS  # that are left


asking: ContextVar[Asking] = ContextVar("asking")


def current() -> Asking:
    """What this request may ask for; outside of one, as when the site starts, as much as for a table."""
    return asking.get(None) or Asking()


def admitted(app: App, *, base: str) -> App:
    """ASGI middleware that says of each request what it may ask for, and refuses SQL that is too long.

    :param base: the path under which the site lies.
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        texts = [text for name in OWN for text in query.get(name, ())]
        if sum(map(len, texts)) > limits.SQL_CHARACTERS or any(map(BLANKS.search, texts)):
            title = N_("This SQL is too long")
            return await notice(scope, 413, title, _too_long, base=base).asgi_send(send)  # type: ignore[no-any-return]
        own = bool(texts)
        seconds = limits.SQL_SECONDS if own else limits.EXPORT_SECONDS if "_stream" in query else limits.TABLE_SECONDS
        client = (scope.get("client") or ("",))[0]
        token = asking.set(
            Asking(client=client, own=own, cut="sql" in query, page=not routes.ending(scope["path"]), seconds=seconds)
        )
        try:
            await app(scope, receive, _with_retry_after(send))
        finally:
            asking.reset(token)

    return site


def _too_long() -> str:
    most = number(limits.SQL_CHARACTERS)
    return _("This SQL is too long: %(num)s characters at most, and no long runs of blanks.", num=most)


def _with_retry_after(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message.get("status") == 503 and not any(name.lower() == b"retry-after" for name, _ in message["headers"]):
            message = {**message, "headers": [*message["headers"], (b"retry-after", RETRY_AFTER.encode())]}
        await send(message)

    return sending
