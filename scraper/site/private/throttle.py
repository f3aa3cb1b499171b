"""Who guesses passwords has to wait; pure but for the clock.

An address that has guessed wrong a few times waits, each time twice as long. Behind a proxy that names no addresses
everybody shares the proxy's, so an address that cannot be a single reader's for certain waits half a minute at most:
that slows guessing down, and locks nobody out. A browser that was let in before shows so by a cookie, and is counted by
itself: whatever others do, it waits for its own mistakes alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from scraper.limits import LOGIN_CLIENTS, LOGIN_SECONDS, LOGIN_SHARED_SECONDS, LOGIN_TRIES, LOGIN_WAITING

FORGOTTEN_SECONDS = 3600.0  # since its last wait: a client begins anew


class TooManyError(Exception):
    """The password is not looked at: the client has to wait.

    :param seconds: for so long.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def client_of(host: str) -> str:
    """The client as it is counted: its IPv4 address, or its IPv6 /64 network, which one customer has; "" for neither.

    >>> client_of("2001:db8::1"), client_of("::ffff:192.0.2.7"), client_of("unknown")
    ('2001:db8::/64', '192.0.2.7', '')
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def longest_wait(client: str) -> float:
    """Seconds that a client waits at most: few, where many readers may come from that address, or from none."""
    try:
        is_one = ipaddress.ip_network(client).network_address.is_global
    except ValueError:
        is_one = False
    return LOGIN_SECONDS if is_one else LOGIN_SHARED_SECONDS


@dataclass(slots=True)
class LoginThrottle:
    """The wrong passwords of clients, and the one place at which passwords are checked, one after the other."""

    clock: Callable[[], float] = time.monotonic
    free: int = LOGIN_TRIES  # the wrong password after which a client has to wait for the first time
    most: int = LOGIN_CLIENTS  # clients remembered
    failures: dict[str, tuple[int, float]] = field(default_factory=dict)  # wrong passwords, time of the next try
    waiting: int = 0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wait(self, client: str) -> float:
        """Seconds until this client may try again."""
        _, due = self.failures.get(client, (0, 0.0))
        return max(0.0, due - self.clock())

    def failed(self, client: str) -> None:
        """Count another wrong password of this client; those of an hour ago are forgotten."""
        now = self.clock()
        number, due = self.failures.pop(client, (0, now))
        number = 1 if now - due > FORGOTTEN_SECONDS else number + 1
        while len(self.failures) >= self.most:  # the client whose last failure is the oldest is forgotten
            del self.failures[next(iter(self.failures))]
        pause = min(longest_wait(client), 2.0 ** min(number - self.free, 30)) if number >= self.free else 0.0
        self.failures[client] = (number, now + pause)

    @contextlib.asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[Callable[[], None]]:
        """The turn of a client to have its password checked; it counts as wrong until the value given is called.

        :raises TooManyError: the client has to wait, or too many others wait for their turn.
        """
        if wait := self.wait(client):
            raise TooManyError(wait)
        if self.waiting >= LOGIN_WAITING:
            raise TooManyError(1.0)
        self.waiting += 1
        try:
            async with self._turn:
                if wait := self.wait(client):
                    raise TooManyError(wait)
                before = self.failures.get(client)
                self.failed(client)

                def right() -> None:
                    # Not all are forgotten: somebody else may be guessing from that address.
                    self.failures.pop(client, None)
                    if before:
                        self.failures[client] = before

                yield right
        finally:
            self.waiting -= 1
