"""The desk of a run, opened with the first spider and closed with the last."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from scraper.collect.run import CollectionRun


class CollectionRunExtension:
    """Gives a crawler its desk: the one ``backissues collect`` opened, or, under ``scrapy crawl``, one of its own."""

    shared: CollectionRun | None = None  # set by the command that runs several newspapers at one desk

    def __init__(self, crawler: Crawler) -> None:
        path = crawler.settings.get("BACKISSUES_DB")
        if not path:
            raise NotConfigured("BACKISSUES_DB names no archive")
        self.own: CollectionRun | None = None
        if self.shared is None:
            captures = crawler.settings.get("BACKISSUES_CAPTURES")
            self.own = CollectionRun(
                Path(path),
                command="crawl",
                arguments={},
                captures=Path(captures) if captures else None,
                withhold=withholds(crawler.settings.get("BACKISSUES_NOARCHIVE")),
            )
            self.own.__enter__()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    @property
    def desk(self) -> CollectionRun:
        """The desk, ready while the crawler runs."""
        desk = self.shared or self.own
        assert desk is not None, "one of the two is always there"
        return desk

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Write down how the run ended, and give the archive back."""
        self.desk.interrupted |= reason == "shutdown"
        if self.own:
            self.own.__exit__(None, None, None)


def withholds(setting: str | None) -> bool:
    """Whether the setting for the whole archive withholds pages that ask not to be archived.

    :raises ValueError: it says neither that nor to keep them.
    """
    if setting not in (None, "", "keep", "withhold"):
        raise ValueError(f"BACKISSUES_NOARCHIVE is {setting!r}; it takes keep or withhold")
    return setting == "withhold"


def run_of(crawler: Crawler) -> CollectionRun:
    """The desk at which this crawler's pages are worked on."""
    extension = crawler.get_extension(CollectionRunExtension)
    if extension is None:
        raise NotConfigured("EXTENSIONS lacks scraper.extensions.CollectionRunExtension")
    return extension.desk
