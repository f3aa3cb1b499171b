"""The spider that asks a web archive for editions which their newspaper has no more (``backissues fill``).

It does as ``EditionSpider`` does, by the same rules and the same judgement of days. But each index is asked for as of
the edition's own hour, its requests say when the copy must be of, and ``scraper.web_archive`` answers them. Where the
archive has no such copy, nothing of the newspaper's record changes.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response

from scraper import discover, schedule
from scraper.collect import mementos, outcome
from scraper.collect.mementos import WebArchive
from scraper.collect.outcome import IndexFailure
from scraper.items import EditionKey
from scraper.middlewares import IN_WEB_ARCHIVE
from scraper.publication import Index
from scraper.reasons.words import phrases
from scraper.spiders.edition import EditionSpider
from scraper.spiders.edition_lists import EditionLists


class WebArchiveSpider(EditionSpider):
    """Collects editions of one newspaper from a web archive.

    :param web_archive: the archive to ask.
    """

    def __init__(self, *args: Any, web_archive: WebArchive, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.web_archive = web_archive

    @property
    def silence(self) -> str:
        """What to say where nothing answers any more."""
        return f"the web archive {self.web_archive.name} does not answer, or refuses; try again later"

    def lists(
        self, key: EditionKey, download: Callable[[Request], Awaitable[Response]], *, again: bool
    ) -> EditionLists:
        """What reads the lists of an edition, as they were at its hour."""

        def meta(index: Index | None) -> Mapping[str, Any]:
            names_day = index is None or self.names_day(index, key)
            return {IN_WEB_ARCHIVE: mementos.index_window(self.publication, key, names_day=names_day)}

        ready = schedule.ready_at(self.publication, key.date, key.label)
        return EditionLists(self.publication, self.run, download, as_of=ready, meta=meta)

    def names_day(self, index: Index, key: EditionKey) -> bool:
        """Whether an index has other addresses for the next day, or lists the days before as a sitemap does."""
        if index.fetches[-1].format == "sitemap":
            return True
        addresses = [
            {request.url for request in discover.first_requests(self.publication, index, day, env=os.environ)}
            for day in (key, replace(key, date=key.date + dt.timedelta(days=1)))
        ]
        return addresses[0] != addresses[1]

    def meta(self, key: EditionKey) -> dict[str, Any]:
        """What the requests for an edition's stories carry besides."""
        return {IN_WEB_ARCHIVE: mementos.story_window(self.publication, key)}

    async def without_list(
        self, key: EditionKey, lists: EditionLists, index_failures: Sequence[IndexFailure], *, again: bool
    ) -> AsyncIterator[Request]:
        """Store what came of a look in vain; the record of the edition stays as its newspaper has made it."""
        told = [failure.reason for failure in index_failures]
        if outcome.is_unreached(index_failures):
            self.silences += 1
            self.run.not_tried(self.publication, key, told)
            return
        self.silences = 0
        closed = outcome.without_index(self.publication, key, index_failures, now=self.run.now)
        self.run.end_look(self.publication, key, closed.outcome, closed.reasons)
        words = phrases(closed.reasons)
        self.run.reporter.say(f"{self.publication.title}: {key.date} is not filled: {words}")
        return
        yield  # nothing: what is held stays as it is
