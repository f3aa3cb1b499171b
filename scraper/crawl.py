"""Start Scrapy: one crawler process, one spider for each newspaper, all in one collection run."""

from __future__ import annotations

import logging
from collections.abc import Callable

from rich.console import Console
from rich.logging import RichHandler
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from scraper.collect.run import CollectionRun
from scraper.extensions import CollectionRunExtension
from scraper.publication import Publication
from scraper.spiderloader import spider_for


def crawl(
    desk: CollectionRun,
    papers: list[Publication],
    given: dict[str, str],
    *,
    console: Console,
    verbose: bool,
    spider: Callable[[Publication], type[Spider]] | None = None,
) -> None:
    """Run one Scrapy spider for each newspaper, all storing through the same run, until all have ended.

    :param given: the spiders' arguments: date, from, to, label, again.
    :param verbose: show Scrapy's log.
    :param spider: which spider a newspaper gets; the one that collects editions unless given.
    """
    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    settings.set("BACKISSUES_DB", str(desk.path), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    settings.set("LOG_LEVEL", "INFO" if verbose else "ERROR", priority="cmdline")
    handler = RichHandler(level=settings["LOG_LEVEL"], console=console, show_path=False)
    logging.basicConfig(level=settings["LOG_LEVEL"], handlers=[handler], format="%(message)s", force=True)
    process = AsyncCrawlerProcess(settings)  # which sets up Scrapy's loggers anew
    if not verbose:  # what does not answer is an outcome, and told as one
        logging.getLogger("scrapy.downloadermiddlewares").setLevel(logging.CRITICAL)
    CollectionRunExtension.shared = desk
    for paper in papers:
        process.crawl((spider or spider_for)(paper), **given)
    process.start()
