"""Count the stories of one edition that are requested and not stored yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from scraper.items import StoryLink
from scraper.reasons import Reason

LOOK = 1.0  # seconds between two looks whether anything is still under way


class PendingStories:
    """Counts an edition's stories until the last one is stored or has failed; then it is finished.

    A story that nothing works on any more, and that was not counted, was lost by a bug: it is counted as that, and
    not waited for.

    :param expected: how many stories are to be fetched.
    :param is_idle: whether nothing is requested, and no answer being read or stored.
    :param lost: called with the link of a story that was lost; it counts it by ``story_done``.
    """

    def __init__(self, expected: int, *, is_idle: Callable[[], bool], lost: Callable[[StoryLink], None]) -> None:
        self.expected = expected
        self.is_idle = is_idle
        self.lost = lost
        self.done = 0
        self.under_way: list[StoryLink] = []
        self.refused = 0
        self.refused_in_a_row = 0
        self.failures: list[tuple[str, Reason]] = []
        self.changed = asyncio.Event()

    def no_more(self, unrequested: int) -> None:
        """Wait for so many fewer: they are not requested any more."""
        self.expected -= unrequested

    async def wait_for_room(self, concurrency: int) -> None:
        """Wait until another story may be requested; only a few are queued, so that Ctrl-C loses nothing."""
        while len(self.under_way) > concurrency:
            await self._change()

    async def tried(self, number: int) -> None:
        """Wait until so many stories are stored or have failed."""
        while self.done < number and self.expected > 0:
            await self._change()

    async def finished(self) -> None:
        """Wait until the last story is stored or has failed."""
        while self.expected > 0:
            await self._change()

    def begin(self, link: StoryLink) -> None:
        """Count a story as requested."""
        self.under_way.append(link)

    def story_done(self, link: StoryLink, failure: Reason | None = None, *, refused: bool = False) -> None:
        """Count a story as done: stored, or failed for a reason; one that is not under way was counted before.

        :param refused: the site refused it; several in a row end the requests for this edition.
        """
        if link not in self.under_way:
            return
        self.under_way.remove(link)
        self.expected -= 1
        self.done += 1
        self.refused += refused
        self.refused_in_a_row = self.refused_in_a_row + 1 if refused else 0
        if failure:
            self.failures.append((link.url, failure))
        self.changed.set()

    async def _change(self) -> None:
        """Wait until a story is done; those that were lost are, once nothing was under way at two looks."""
        self.changed.clear()
        was_idle = False
        while not self.changed.is_set():
            try:
                await asyncio.wait_for(self.changed.wait(), LOOK)
            except TimeoutError:
                if was_idle and self.is_idle():
                    for link in list(self.under_way):
                        self.lost(link)
                was_idle = self.is_idle()
