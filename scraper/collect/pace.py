"""When a host may be asked next: one clock and one queue for each host, for all newspapers of a run.

    Crawl-delay of robots.txt   so long between two requests
    Retry-After of an answer    nothing before then
    a newspaper's [access]      delay and concurrency, where the host asks for less patience

No Scrapy, no network: ``middlewares`` asks for a turn before each request, and says when its answer has come.
"""

from __future__ import annotations

import asyncio
import email.utils
import math
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_WAIT = 300.0  # seconds; a host that asks for more is asked another day
WORTH_TELLING = 10.0  # seconds from which a person is told that the run waits
LEAST = 1e-6  # seconds; what remains of a wait when a clock rounds


class WaitTooLongError(Exception):
    """A host asks for a longer wait than a run can spend."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks us to wait {_seconds(seconds)}, and we wait {LONGEST_WAIT:.0f} s at most")
        self.host = host
        self.seconds = seconds


class StoppedError(Exception):
    """The run was stopped while a request waited for its turn."""


class Clock:
    """The time and the waiting of a run. Tests hand in a clock that notes each wait and does not wait."""

    def monotonic(self) -> float:
        """Seconds since some moment; never set back."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since 1970, in UTC."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait while other work goes on."""
        await asyncio.sleep(seconds)

    def pause(self, seconds: float) -> None:
        """Wait where there is no other work."""
        time.sleep(seconds)


@dataclass(slots=True)
class _Host:
    line: asyncio.Lock = field(default_factory=asyncio.Lock)  # whoever waits for the next turn
    under_way: int = 0
    asked: float = -math.inf  # when the last request was made, by the monotonic clock
    closed_until: float = -math.inf  # as Retry-After says
    gap: float = 0.0  # seconds, as Crawl-delay says
    told: float = 0.0  # the Crawl-delay that a person was told of


class Pace:
    """Gives each request its turn.

    :param say: tells a person of a wait that is worth telling.
    """

    def __init__(self, clock: Clock | None = None, say: Callable[[str], None] = lambda message: None) -> None:
        self.clock = clock or Clock()
        self.say = say
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._changed = asyncio.Event()
        self._stopped = False

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Leave so much between two requests, as the host's robots.txt asks."""
        self._hosts[host].gap = seconds

    def retry_after(self, host: str, seconds: float) -> None:
        """Ask nothing of the host for so long, as an answer of it says.

        :raises WaitTooLongError: it is longer than a run waits; nothing more is asked of the host.
        """
        state = self._hosts[host]
        state.closed_until = max(state.closed_until, self.clock.monotonic() + seconds)
        if seconds > LONGEST_WAIT:
            raise WaitTooLongError(host, seconds)

    async def turn(self, host: str, *, delay: float, at_once: int = 1) -> None:
        """Wait until the host may be asked; every turn ends with ``answered``.

        :param delay: seconds that we leave between two requests to it, where it does not ask for more.
        :param at_once: how many requests to it may be under way.
        :raises WaitTooLongError: the host asks for more than LONGEST_WAIT.
        :raises StoppedError: the run was stopped meanwhile.
        """
        state = self._hosts[host]
        async with state.line:
            while True:
                self._raise_if_stopped()
                if state.under_way >= at_once:
                    await self._change()
                    continue
                now = self.clock.monotonic()
                required = max(state.asked + state.gap, state.closed_until) - now
                if required > LONGEST_WAIT:
                    raise WaitTooLongError(host, required)
                wait = max(required, state.asked + delay - now)
                if wait < LEAST:
                    break
                self._tell(host, state, required)
                await self._sleep(wait)
            state.asked = self.clock.monotonic()
            state.under_way += 1

    def answered(self, host: str) -> None:
        """The request of a turn has its answer, or will have none."""
        self._hosts[host].under_way -= 1
        self._changed.set()

    def stop(self) -> None:
        """End all waiting: the run is stopped."""
        self._stopped = True
        self._changed.set()

    def _raise_if_stopped(self) -> None:
        if self._stopped:
            raise StoppedError("stopped while it waited")

    def _tell(self, host: str, state: _Host, seconds: float) -> None:
        if seconds < WORTH_TELLING or (state.told == state.gap and seconds <= state.gap):
            return
        state.told = state.gap
        self.say(f"{host} asks us to wait {_seconds(seconds)}; waiting (Ctrl-C stops)")

    async def _change(self) -> None:
        """Until a request anywhere has its answer, or the run is stopped."""
        self._changed.clear()
        await self._changed.wait()

    async def _sleep(self, seconds: float) -> None:
        """So long, or until the run is stopped."""
        sleeping = asyncio.ensure_future(self.clock.sleep(seconds))
        try:
            while not sleeping.done():
                self._raise_if_stopped()
                change = asyncio.ensure_future(self._change())
                await asyncio.wait((sleeping, change), return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
        finally:
            sleeping.cancel()
        self._raise_if_stopped()


def seconds_of(retry_after: str, now: float) -> float:
    """The wait that a Retry-After header asks for, in seconds: a number, or a date (RFC 9110, section 10.2.3).

    :param now: seconds since 1970.
    :returns: 0 where it asks for none, or cannot be read.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if math.isfinite(seconds) else "for ever"
