"""Counts the stories of one edition that are still on their way."""

from __future__ import annotations

import asyncio

from scraper.items import StoryLink
from scraper.reasons import Reason


class PendingStories:
    """Counts the stories of one edition that are still on their way."""

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.under_way = 0
        self.refused = 0
        self.refused_in_a_row = 0
        self.failures: list[tuple[str, Reason]] = []
        self.finished = asyncio.Event()
        self.changed = asyncio.Event()
        if not expected:
            self.finished.set()

    async def room(self, concurrency: int) -> None:
        """Wait until another story may be asked for; few wait in line, so that Ctrl-C loses nothing."""
        while self.under_way > concurrency:
            self.changed.clear()
            await self.changed.wait()
        self.under_way += 1

    def settle(self, link: StoryLink, failure: Reason | None = None, *, refused: bool = False) -> None:
        """A story is stored, or it is known why it is not."""
        self.expected -= 1
        self.under_way -= 1
        self.refused += refused
        self.refused_in_a_row = self.refused_in_a_row + 1 if refused else 0
        if failure:
            self.failures.append((link.url, failure))
        self.changed.set()
        if not self.expected:
            self.finished.set()
