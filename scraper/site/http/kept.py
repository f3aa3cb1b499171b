"""Responses that are kept for whoever asks the same next, and who is refused where too many ask.

A response is kept as long as the archive's file is the one it was made of. While a collection writes, that is a moment;
where several requests are being answered, one that is up to ``AGE`` seconds old is sent as well, and ``Age`` says so
(RFC 9111, section 5.1). Whoever asks for what is being made already waits for that. Only responses for everyone are
kept: to requests without cookie and login.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from scraper import limits
from scraper.site import language
from scraper.site.http.asgi import App, Message, Receive, Scope, Send
from scraper.site.http.notices import RETRY_AFTER, notice
from scraper.site.language import N_, _

AGE = 2.0  # seconds
BUSY = 4  # requests at once, from which on a response may be that old
BYTES, BYTES_OF_ONE = 24_000_000, 1_000_000
BYTES_OF_ADDRESS = 2_000  # nobody else asks for a longer one
BYTES_BESIDE = 4_000  # that a response takes beside its body: its address, headers and Python's objects
PERSONAL = (b"cookie", b"authorization", b"range", b"if-none-match", b"if-modified-since")
Key = tuple[Any, ...]


@dataclass(slots=True)
class Kept:
    """A response with the state of the archive that it was made of."""

    state: str
    made: float
    messages: list[Message] = field(default_factory=list)
    size: int = 0


class Keeping:
    """ASGI middleware that keeps responses.

    :param state: gives what tells one state of the archive from another, or "" where that cannot be told.
    :param base: the path under which the site lies.
    :param clock: seconds.
    """

    def __init__(
        self, state: Callable[[], Awaitable[str]], *, base: str = "/", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._state, self._base, self._clock = state, base, clock
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._making: dict[Key, asyncio.Event] = {}
        self._at_once = 0

    def around(self, app: App) -> App:
        """The application, asked only for what is not kept."""

        async def site(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return await app(scope, receive, send)
            if self._at_once >= limits.REQUESTS:
                title = N_("Too many ask at once")
                busy = notice(scope, 503, title, _too_many, base=self._base, Retry_After=RETRY_AFTER)
                return await busy.asgi_send(send)  # type: ignore[no-any-return]
            key = _key(scope)
            self._at_once += 1
            try:
                if key is None:
                    await app(scope, receive, send)
                else:
                    await self._answer(key, app, scope, receive, send)
            finally:
                self._at_once -= 1

        return site

    async def _answer(self, key: Key, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        while (kept := await self._found(key)) is None:
            if key not in self._making:
                await self._make(key, app, scope, receive, send)
                return
            await self._making[key].wait()
            if key not in self._kept:  # it was none to keep
                await app(scope, receive, send)
                return
        start, *body = kept.messages
        age = self._clock() - kept.made
        if age <= AGE:  # an older one was compared with the archive
            start = {**start, "headers": [*start["headers"], (b"age", str(int(age)).encode())]}
        for message in (start, *body):
            await send(message)

    async def _found(self, key: Key) -> Kept | None:
        """The response that is kept, if it may still be sent."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        is_young = self._at_once > BUSY and self._clock() - kept.made <= AGE
        if not is_young and (kept.state == "" or kept.state != await self._state()):
            return None
        if key in self._kept:
            self._kept.move_to_end(key)
        return kept

    async def _make(self, key: Key, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        made = self._making[key] = asyncio.Event()
        kept = Kept(state="", made=self._clock(), size=BYTES_BESIDE)

        async def sending(message: Message) -> None:
            kept.size += len(message.get("body", b""))
            if kept.size <= BYTES_OF_ONE:
                kept.messages.append(message)
            if kept.size > BYTES_OF_ONE or message.get("more_body"):
                made.set()  # it is made as its reader takes it, who may be slow: nobody waits for its end
            await send(message)

        try:
            kept.state = await self._state()
            await app(scope, receive, sending)
            if kept.size <= BYTES_OF_ONE and _is_for_everyone(kept.messages):
                self._keep(key, kept)
        finally:
            del self._making[key]
            made.set()

    def _keep(self, key: Key, kept: Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._size += kept.size
        while self._size > BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        if key in self._kept:
            self._size -= self._kept.pop(key).size


def _too_many() -> str:
    return _("Too many others are asking now: try again in a moment.")


def _key(scope: Scope) -> Key | None:
    """All that a response depends on but the archive; None where it is for one reader, or is no page."""
    if scope["method"] != "GET":
        return None
    headers = {name.lower(): value for name, value in scope["headers"]}
    if any(name in headers for name in PERSONAL) or scope.get("actor"):
        return None
    path, query = scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b"")
    if path.startswith((b"/static/", b"/-/")) or len(path) + len(query) > BYTES_OF_ADDRESS:
        return None
    return path, query, headers.get(b"host"), scope.get("scheme"), language.current()


def _is_for_everyone(messages: list[Message]) -> bool:
    if not messages or messages[0]["type"] != "http.response.start" or messages[0]["status"] != 200:
        return False
    is_whole = not messages[-1].get("more_body", False) and messages[-1]["type"] == "http.response.body"
    return is_whole and not any(name.lower() == b"set-cookie" for name, _ in messages[0]["headers"])
