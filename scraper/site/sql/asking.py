"""What a request may ask of the archive's tables: whose it is, its kind of SQL, its time, how long that SQL may be.

Pages of the site have statements of their own and nothing to do with this. The rest is Datasette's: a request with SQL
of the reader's own (``sql``, ``_where``) is of another kind than one for a table, so that the one does not wait for
the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qs

from scraper import limits
from scraper.site import routes
from scraper.site.http.asgi import App, Message, Receive, Scope, Send, path_below
from scraper.site.http.notices import RETRY_AFTER, notice
from scraper.site.language import N_, _, number

OWN = ("sql", "_where")  # parameters with SQL of the reader's own
ENCODED = 3  # bytes of a character of ASCII in an address, at most
BLANKS = re.compile(rf"\s{{{limits.SQL_BLANKS},}}")


class OddParameterError(Exception):
    """Datasette could not read a parameter of one of its own pages."""


@dataclass(slots=True)
class Asking:
    """A request's client, whether it brings SQL of its own, whether for a page, and its time for all statements."""

    client: str = ""
    own: bool = False
    cut: bool = False  # rows of a large result are left out; of a table none is
    page: bool = False
    seconds: float = limits.TABLE_SECONDS  # that are left
    most: int = limits.SQL_RESULT_BYTES  # of a statement's result


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
        if routes.is_of_tables(path_below(scope, base)) and _asks_too_much(query, len(scope.get("query_string", b""))):
            title = N_("That is too long")
            return await notice(scope, 414, title, _too_much, base=base).asgi_send(send)  # type: ignore[no-any-return]
        own = bool(texts)
        seconds = limits.SQL_SECONDS if own else limits.EXPORT_SECONDS if "_stream" in query else limits.TABLE_SECONDS
        client = (scope.get("client") or ("",))[0]
        page, cut = not routes.ending(scope["path"]), "sql" in query
        most = limits.SQL_JSON_BYTES if "_json" in query else limits.SQL_RESULT_BYTES
        token = asking.set(Asking(client=client, own=own, cut=cut, page=page, seconds=seconds, most=most))
        try:
            await app(scope, receive, _with_retry_after(send))
        except OddParameterError:
            title = N_("This request is not answered")
            await notice(scope, 400, title, _odd, base=base).asgi_send(send)
        finally:
            asking.reset(token)

    return site


def _asks_too_much(query: Mapping[str, Sequence[str]], length: int) -> bool:
    """Whether a table's address asks for more than one page should have: each of its links repeats the address.

    :param length: bytes of the query string.
    """
    facets = sum(len(values) for name, values in query.items() if name.startswith("_facet"))
    is_long = length > (limits.FACETED_BYTES if facets else limits.SQL_CHARACTERS * ENCODED)
    return is_long or facets > limits.TABLE_FACETS or sum(map(len, query.values())) > limits.TABLE_PARAMETERS


def _too_much() -> str:
    return _(
        "An address of a table has at most %(parameters)s parameters and %(facets)s facets; one with facets has at "
        "most %(num)s bytes.",
        parameters=number(limits.TABLE_PARAMETERS),
        facets=number(limits.TABLE_FACETS),
        num=number(limits.FACETED_BYTES),
    )


def _odd() -> str:
    return _("The tables have no parameter that is written so.")


def _too_long() -> str:
    most = number(limits.SQL_CHARACTERS)
    return _("This SQL is too long: %(num)s characters at most, and no long runs of blanks.", num=most)


def _with_retry_after(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message.get("status") == 503 and not any(name.lower() == b"retry-after" for name, _ in message["headers"]):
            message = {**message, "headers": [*message["headers"], (b"retry-after", RETRY_AFTER.encode())]}
        await send(message)

    return sending
