"""Count the stories of one edition that are requested and not stored yet."""

from __future__ import annotations

import asyncio

from scraper.items import StoryLink
from scraper.reasons import Reason


class PendingStories:
    """Counts an edition's stories until the last one is stored or has failed; then ``finished`` is set.

    :param expected: how many stories are to be fetched.
    """

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.done = 0
        self.under_way = 0
        self.refused = 0
        self.refused_in_a_row = 0
        self.failures: list[tuple[str, Reason]] = []
        self.finished = asyncio.Event()
        self.changed = asyncio.Event()
        if not expected:
            self.finished.set()

    def no_more(self, unrequested: int) -> None:
        """Wait for so many fewer: they are not requested any more."""
        self.expected -= unrequested
        if not self.expected:
            self.finished.set()

    async def wait_for_room(self, concurrency: int) -> None:
        """Wait until another story may be requested; only a few are queued, so that Ctrl-C loses nothing."""
        while self.under_way > concurrency:
            self.changed.clear()
            await self.changed.wait()
        self.under_way += 1

    def story_done(self, link: StoryLink, failure: Reason | None = None, *, refused: bool = False) -> None:
        """Count a story as done: stored, or failed for a reason.

        :param refused: the site refused it; several in a row end the requests for this edition.
        """
        self.expected -= 1
        self.done += 1
        self.under_way -= 1
        self.refused += refused
        self.refused_in_a_row = self.refused_in_a_row + 1 if refused else 0
        if failure:
            self.failures.append((link.url, failure))
        self.changed.set()
        if not self.expected:
            self.finished.set()
