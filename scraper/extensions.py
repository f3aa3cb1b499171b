"""The desk of a run, opened before the first page is asked for and closed when the spider is."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.logformatter import LogFormatter

from scraper.archive import ArchiveError
from scraper.collect.run import CollectionRun

logger = logging.getLogger(__name__)


class CollectionRunExtension:
    """Gives a crawler its desk: the one that its spider was given, or, under ``scrapy crawl``, one of its own."""

    def __init__(self, crawler: Crawler) -> None:
        given = getattr(crawler.spider, "run", None)
        self.given: CollectionRun | None = given if isinstance(given, CollectionRun) else None
        self.desk = self.given or _own(crawler)
        self.opened = contextlib.ExitStack()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Open a desk of our own; one that was given is open.

        :raises CloseSpider: the archive cannot be used; the log says why.
        """
        if self.given:
            return
        try:
            self.opened.enter_context(self.desk)
        except ArchiveError as error:
            logger.error("%s", error)
            raise CloseSpider("archive cannot be used") from error

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Write down how the run ended, and give the archive back."""
        self.desk.interrupted |= reason == "shutdown"
        self.opened.close()


class ShortLogFormatter(LogFormatter):
    """Names an item by its address where Scrapy would print all of it: a page has up to 20 million bytes."""

    def scraped(self, item: Any, *arguments: Any) -> Any:
        return super().scraped(_address(item), *arguments)

    def dropped(self, item: Any, *arguments: Any) -> Any:
        return super().dropped(_address(item), *arguments)

    def item_error(self, item: Any, *arguments: Any) -> Any:
        return super().item_error(_address(item), *arguments)


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


def _own(crawler: Crawler) -> CollectionRun:
    path = crawler.settings.get("BACKISSUES_DB")
    if not path:
        raise NotConfigured("BACKISSUES_DB names no archive")
    captures = crawler.settings.get("BACKISSUES_CAPTURES")
    return CollectionRun(
        Path(path),
        command="crawl",
        arguments={},
        captures=Path(captures) if captures else None,
        withhold=withholds(crawler.settings.get("BACKISSUES_NOARCHIVE")),
    )


def _address(item: Any) -> str:
    """The address of an item of any pipeline."""
    fetched = getattr(item, "fetched", item)
    of = getattr(fetched, "link", None) or getattr(fetched, "page", None)
    return str(getattr(of, "url", type(item).__name__))
