"""How many connections there are at once, and how long a client may keep the site waiting.

uvicorn waits without end for the rest of a request, and for a client to read its answer; a thousand such connections
take all the files that a process may open, and then nobody is answered. Here each has its time, and where there is no
more room, the client that has kept us waiting longest makes place: readers, who send their requests at once, get in.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
import struct
import time
from typing import Any

import h11
from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from scraper.limits import (
    CONNECTIONS,
    HEADER_SECONDS,
    REQUEST_HEAD_BYTES,
    REQUEST_SECONDS,
    STALLED_SECONDS,
    UNSENT_BYTES,
)
from scraper.site.http.asgi import App, Receive, Scope, Send
from scraper.site.http.headers import security_headers

OTHER_FILES = 256  # that a process has open beside its connections: the archive, its own modules
AT_ONCE = 32  # connections that are taken in before the first of them can make another's place free
QUEUE = 1_024  # connections that wait in the system to be taken in
SWEEP_TICKS = 5  # of uvicorn's main loop, each a tenth of a second


class PatientProtocol(H11Protocol):
    """A connection of uvicorn that knows since when its client has kept it waiting."""

    def connection_made(self, transport: Any) -> None:
        """Take the connection in; the one that waits longest makes place where there is no more room."""
        super().connection_made(transport)
        self.app = self._breaking_off(self.app)
        self.since = self.loop.time()  # when it began to wait for this request, or for the next
        self.unsent, self.unsent_since = 0, self.since
        if len(self.connections) > self.most():
            self.longest_waiting().transport.abort()

    def _breaking_off(self, app: App) -> App:
        """The application, after whose failure amid an answer the connection is reset.

        Its plain end would be the end of the answer for a client that speaks HTTP/1.0, as many proxies do.
        """

        async def site(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                await app(scope, receive, send)
            except Exception:
                if found := self.transport.get_extra_info("socket"):
                    found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.transport.abort()
                raise

        return site

    def longest_waiting(self) -> PatientProtocol:
        """The connection, of all, whose client has kept the site waiting longest; this one where all others work."""
        found, longest = self, self.since
        for other in self.connections:
            if isinstance(other, PatientProtocol) and (since := other.waits_since()) is not None and since < longest:
                found, longest = other, since
        return found

    @staticmethod
    def most() -> int:
        """Connections at once, as many as the process may have open files for."""
        return max(16, min(CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - OTHER_FILES))

    def waits_since(self) -> float | None:
        """When it began to wait for its client, on the loop's clock; None while the site has work to do for it."""
        if self.transport.is_closing() and not self.transport.get_write_buffer_size():
            return None
        if self.transport.get_write_buffer_size():
            return self.unsent_since
        return self.since if self.cycle is None or self.cycle.response_complete or self.cycle.more_body else None

    def is_overdue(self, now: float) -> bool:
        """Whether its client has had all the time it gets; to be asked now and then, for it notes what was sent."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self.unsent:
            self.unsent, self.unsent_since = unsent, now
        since = self.waits_since()
        if since is None:
            return False
        if unsent:
            return now - since > STALLED_SECONDS
        has_begun = self.cycle is not None and not self.cycle.response_complete
        return now - since > (REQUEST_SECONDS if has_begun else HEADER_SECONDS)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self.since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers that every answer has."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return self.transport.close()
        status, reason = 400, b"Bad Request"
        if len(self.conn.trailing_data[0]) > REQUEST_HEAD_BYTES:
            status, reason = 431, b"Request Header Fields Too Large"
            msg = f"An address and the headers of a request have at most {REQUEST_HEAD_BYTES:,} bytes here."
        headers = security_headers("/", status, "text/plain") | {"Content-Type": "text/plain", "Connection": "close"}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        start = h11.Response(status_code=status, headers=raw, reason=reason)
        for event in (start, h11.Data(data=msg.encode()), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
        return self.transport.close()


class PatientServer(Server):
    """uvicorn's server, which now and then closes the connections whose clients keep it waiting."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, with room for as many connections as are promised."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = CONNECTIONS + OTHER_FILES
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
        logging.getLogger("asyncio").addFilter(OnceAMinute())
        await super().startup(sockets=sockets)
        for listener in sockets or ():  # asyncio has one number for both
            listener.listen(QUEUE)

    async def on_tick(self, counter: int) -> bool:
        """Close connections that are overdue, and those that wait longest to be read where too much is unsent."""
        if counter % SWEEP_TICKS == 0:
            now = asyncio.get_running_loop().time()
            connections = [one for one in self.server_state.connections if isinstance(one, PatientProtocol)]
            overdue = [one for one in connections if one.is_overdue(now)]
            unsent = sum(one.unsent for one in connections)
            for one in sorted(connections, key=lambda one: one.unsent_since):
                if unsent <= UNSENT_BYTES:
                    break
                unsent -= one.unsent
                overdue += [one] * bool(one.unsent)
            for one in overdue:
                one.transport.abort()
        return await super().on_tick(counter)


class OnceAMinute(logging.Filter):
    """Lets a message of asyncio through once a minute, however often a connection could not be taken in."""

    def __init__(self) -> None:
        super().__init__()
        self._next: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the message is logged."""
        now, said = time.monotonic(), record.getMessage()[:80]
        if self._next.get(said, 0.0) > now or len(self._next) > 100:
            return False
        self._next[said] = now + 60
        return True
