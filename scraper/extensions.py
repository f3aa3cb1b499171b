"""Scrapy extensions: the collection run that a crawler stores through, and shorter log lines."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.logformatter import LogFormatter

from scraper import catalogue, file_modes
from scraper.archive import ArchiveError
from scraper.collect import web_policy
from scraper.collect.run import CRASHED, CollectionRun

logger = logging.getLogger(__name__)


class CollectionRunExtension:
    """Gives a crawler its collection run: the one its spider was given, or, under ``scrapy crawl``, a new one."""

    def __init__(self, crawler: Crawler) -> None:
        given = getattr(crawler.spider, "given_run", None)
        self.given: CollectionRun | None = given if isinstance(given, CollectionRun) else None
        self.run = self.given or _run_from_settings(crawler)
        publication = getattr(crawler.spider, "publication", None)
        archive = getattr(crawler.spider, "web_archive", None)
        named = archive.addresses if archive else ()
        self.policy = (
            web_policy.for_publication(publication, os.environ, also=named) if publication else web_policy.WebPolicy()
        )
        self.opened = contextlib.ExitStack()
        file_modes.keep_private()
        for handler in logging.getLogger().handlers:  # those of ``scrapy crawl``
            if handler.formatter and not isinstance(handler.formatter, WithoutSecrets):
                handler.setFormatter(WithoutSecrets(handler.formatter))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Open the run, unless it was given and is open already.

        :raises CloseSpider: the archive cannot be used; the log says why.
        """
        if self.given:
            return
        try:
            self.opened.enter_context(self.run)
            self.opened.enter_context(counting_crashes(self.run))
        except ArchiveError as error:
            logger.error("%s", error)
            raise CloseSpider("archive cannot be used") from error

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Close the run, if it was opened here, and note whether it was interrupted."""
        self.run.interrupted |= reason == "shutdown"
        self.opened.close()


class CountingHandler(logging.Handler):
    """Counts each exception that Scrapy logs, so that none goes without an exit status.

    These are what callbacks, pipelines, signals' receivers and the engine itself raised.
    """

    def __init__(self, run: CollectionRun) -> None:
        super().__init__(logging.ERROR)
        self.run = run

    def emit(self, record: logging.LogRecord) -> None:
        """Count an exception; Ctrl-C, which ends what is under way, is none."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, asyncio.CancelledError | CloseSpider):
            self.run.counts[CRASHED] += 1


@contextlib.contextmanager
def counting_crashes(run: CollectionRun) -> Iterator[None]:
    """Count the exceptions that Scrapy logs while it crawls; begun after Scrapy has set up its loggers."""
    handler = CountingHandler(run)
    loggers = [logging.getLogger(name) for name in ("scrapy", "twisted", "asyncio")]
    for each in loggers:
        each.addHandler(handler)
    try:
        yield
    finally:
        for each in loggers:
            each.removeHandler(handler)


class WithoutSecrets(logging.Formatter):
    """Formats log records as another formatter does, tracebacks too, without the secrets of the environment."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.formatter = formatter
        self.secrets = catalogue.secrets(os.environ)

    def format(self, record: logging.LogRecord) -> str:
        return self.secrets.hidden(self.formatter.format(record))


class ShortLogFormatter(LogFormatter):
    """Names an item by its address where Scrapy would print all of it: a page has up to 20 million bytes."""

    def scraped(self, item: Any, *arguments: Any) -> Any:
        return super().scraped(_address(item), *arguments)

    def dropped(self, item: Any, *arguments: Any) -> Any:
        return super().dropped(_address(item), *arguments)

    def item_error(self, item: Any, *arguments: Any) -> Any:
        return super().item_error(_address(item), *arguments)


def withholds(setting: str | None) -> bool:
    """Whether the setting BACKISSUES_NOARCHIVE withholds the texts of pages that ask not to be archived.

    :param setting: "withhold", "keep", empty or None; the last two mean "keep".
    :raises ValueError: it is something else.
    """
    if setting not in (None, "", "keep", "withhold"):
        raise ValueError(f"BACKISSUES_NOARCHIVE is {setting!r}; it takes keep or withhold")
    return setting == "withhold"


def run_of(crawler: Crawler) -> CollectionRun:
    """The collection run that a crawler's pages are stored through.

    :raises NotConfigured: EXTENSIONS lacks CollectionRunExtension.
    """
    return _extension(crawler).run


def policy_of(crawler: Crawler) -> web_policy.WebPolicy:
    """What the requests of a crawler may ask, by its newspaper's file.

    :raises NotConfigured: EXTENSIONS lacks CollectionRunExtension.
    """
    return _extension(crawler).policy


def _extension(crawler: Crawler) -> CollectionRunExtension:
    extension = crawler.get_extension(CollectionRunExtension)
    if extension is None:
        raise NotConfigured("EXTENSIONS lacks scraper.extensions.CollectionRunExtension")
    return extension


def _run_from_settings(crawler: Crawler) -> CollectionRun:
    """A run for ``scrapy crawl``, where no command has opened one."""
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
