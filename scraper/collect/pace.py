"""Decide when a host may be asked next: one queue for each host, shared by all newspapers of a run.

    Crawl-delay of robots.txt        the least time between two requests
    Retry-After of a response        no request before then
    a newspaper's [access] settings  delay and concurrency, where the host does not ask for more

No Scrapy and no network here: ``scraper.middlewares`` waits for a turn before each request, and ends it when the
response has come.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import math
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from scraper.limits import SILENCES, WAIT_SECONDS

LONGEST_WAIT = float(WAIT_SECONDS)  # a host that asks for more is asked another day
WORTH_ANNOUNCING = 5.0  # seconds; longer waits are reported to a person
GRACE = 2.0  # seconds that an answer may still take when the run is stopped
OUTWEIGHS = 0.5  # of a silence: what an answer takes back of the count
LEAST = 1e-6  # seconds; what remains of a wait when a clock rounds


class WaitTooLongError(Exception):
    """A host asks for a longer wait than a run can spend."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks us to wait {_seconds(seconds)}, and we wait {LONGEST_WAIT:.0f} s at most")
        self.host = host
        self.seconds = seconds


class SilentHostError(Exception):
    """A host did not answer SILENCES requests, and is not asked again in this run."""


class StoppedError(Exception):
    """The run was stopped while a request waited for its turn."""


class Clock:
    """The time and the sleeping of a run. Tests pass a clock that records each wait and does not sleep."""

    def monotonic(self) -> float:
        """Seconds since some moment; never set back."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since 1970, in UTC."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait without blocking the event loop."""
        await asyncio.sleep(seconds)

    def pause(self, seconds: float) -> None:
        """Wait, and block the thread."""
        time.sleep(seconds)


@dataclass(slots=True)
class _Host:
    """What is known of one host, in seconds of the monotonic clock."""

    queue: asyncio.Lock = field(default_factory=asyncio.Lock)  # requests that wait for their turn
    under_way: int = 0
    last_request: float = -math.inf  # when the last request was made, by the monotonic clock
    closed_until: float = -math.inf  # as Retry-After says
    crawl_delay: float = 0.0  # seconds, as Crawl-delay says
    announced: float = 0.0  # the pause between two requests that was reported to a person
    silences: float = 0.0  # requests without an answer, less what answers have taken back


class Pace:
    """Gives each request its turn, so that no host is asked too often.

    :param clock: what to wait by; real time unless given.
    :param say: called with a sentence for a person when a wait is longer than WORTH_ANNOUNCING.
    """

    def __init__(self, clock: Clock | None = None, say: Callable[[str], None] = lambda message: None) -> None:
        self.clock = clock or Clock()
        self.say = say
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._changed = asyncio.Event()
        self._stopped = asyncio.Event()

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Set the least time between two requests to a host, as its robots.txt asks.

        A host that has several, for http and https or by port, gets the longest.
        """
        self._hosts[host].crawl_delay = max(self._hosts[host].crawl_delay, seconds)

    def retry_after(self, host: str, seconds: float) -> None:
        """Make no request to the host for so long, as its Retry-After header says.

        :raises WaitTooLongError: that is longer than LONGEST_WAIT; no later request gets a turn in this run either.
        """
        state = self._hosts[host]
        state.closed_until = max(state.closed_until, self.clock.monotonic() + seconds)
        if seconds > LONGEST_WAIT:
            raise WaitTooLongError(host, seconds)

    def heard(self, host: str) -> None:
        """Count that a host answered: it takes back a part of a silence, so that silence in between is no trifle."""
        state = self._hosts[host]
        if state.silences < SILENCES:
            state.silences = max(0.0, state.silences - OUTWEIGHS)

    def unheard(self, host: str) -> None:
        """Count that a host did not answer; after SILENCES it gets no turn in this run any more."""
        state = self._hosts[host]
        if state.silences < SILENCES <= state.silences + 1:
            self.say(f"{host} does not answer; nothing more is asked of it in this run")
        state.silences += 1
        self._changed.set()

    async def turn(self, host: str, *, delay: float, at_once: int = 1) -> None:
        """Wait until a request to the host may be made; the caller ends the turn with ``answered``.

        :param delay: the least time between two requests to it, in seconds, where it does not ask for more.
        :param at_once: how many requests to it may be under way at a time.
        :raises WaitTooLongError: the host asks for more than LONGEST_WAIT.
        :raises SilentHostError: the host has not answered.
        :raises StoppedError: the run was stopped meanwhile.
        """
        state = self._hosts[host]
        async with state.queue:
            while True:
                self._raise_if_stopped()
                if state.silences >= SILENCES:
                    raise SilentHostError(host)
                if state.under_way >= at_once:
                    await self._change()
                    continue
                now = self.clock.monotonic()
                required = max(state.last_request + state.crawl_delay, state.closed_until) - now
                if required > LONGEST_WAIT:
                    raise WaitTooLongError(host, required)
                wait = max(required, state.last_request + delay - now)
                if wait < LEAST:
                    break
                self._announce(host, state, wait)
                await self._sleep(wait)
            state.last_request = self.clock.monotonic()
            state.under_way += 1

    def answered(self, host: str) -> None:
        """End a turn: its request has been answered, or has failed."""
        self._hosts[host].under_way -= 1
        self._changed.set()

    def stop(self) -> None:
        """End all waiting, because the run is stopped."""
        self._stopped.set()
        self._changed.set()

    async def stopped(self) -> None:
        """Return when the run is stopped, and what was under way then has had GRACE to end."""
        await self._stopped.wait()
        await self.clock.sleep(GRACE)

    def _raise_if_stopped(self) -> None:
        if self._stopped.is_set():
            raise StoppedError("stopped while it waited")

    def _announce(self, host: str, state: _Host, seconds: float) -> None:
        if seconds < WORTH_ANNOUNCING or seconds <= state.announced:
            return
        is_pause = state.closed_until <= self.clock.monotonic()  # between two requests, and so said once
        state.announced = max(state.announced, seconds) if is_pause else state.announced
        self.say(f"{host} asks us to wait {_seconds(seconds)}; waiting (Ctrl-C stops)")

    async def _change(self) -> None:
        """Wait until any request has been answered, or the run is stopped."""
        self._changed.clear()
        await self._changed.wait()

    async def _sleep(self, seconds: float) -> None:
        """Sleep, or raise StoppedError as soon as the run is stopped."""
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
        moment = email.utils.parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)  # GMT, whatever else it leaves out
        return max(0.0, moment.timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f} s" if math.isfinite(seconds) else "for ever"
