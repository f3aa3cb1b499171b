"""Start Scrapy: one crawler process, one spider for each newspaper, all in one collection run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.console import Console  # noqa: TID251 - its type alone
from rich.logging import RichHandler
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from scraper.collect import days
from scraper.collect.run import SPIDERS_FAILED, CollectionRun
from scraper.extensions import WithoutSecrets, counting_crashes
from scraper.publication import Publication
from scraper.spiderloader import spider_for

AT_ONCE = 16  # newspapers; each has a crawler of its own, with its memory


def crawl(
    run: CollectionRun,
    jobs: Iterable[tuple[Publication, Mapping[str, Any]]],
    *,
    console: Console,
    verbose: bool,
    spider: Callable[[Publication], type[Spider]] | None = None,
) -> None:
    """Run one Scrapy spider for each newspaper, AT_ONCE at a time, all storing through the same run, until all ended.

    Scrapy's reactor can be started once in a process, so this can be called once.

    :param run: the open run to store through; it has the counts and errors afterwards.
    :param jobs: the newspapers to collect, each with its spider's arguments: date, from, to, label, again, editions.
    :param console: where the log goes.
    :param verbose: show Scrapy's log.
    :param spider: which spider a newspaper gets; the one that collects editions unless given.
    """
    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    settings.set("BACKISSUES_DB", str(run.path), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    settings.set("LOG_LEVEL", "INFO" if verbose else "ERROR", priority="cmdline")
    handler = RichHandler(level=settings["LOG_LEVEL"], console=console, show_path=False)
    handler.setFormatter(WithoutSecrets(logging.Formatter("%(message)s")))
    logging.basicConfig(level=settings["LOG_LEVEL"], handlers=[handler], force=True)
    process = AsyncCrawlerProcess(settings)  # which sets up Scrapy's loggers anew
    if not verbose:  # no response is an outcome, which the reporter shows
        logging.getLogger("scrapy.downloadermiddlewares").setLevel(logging.CRITICAL)
    waiting = iter(jobs)
    under_way: list[tuple[Publication, Mapping[str, Any], asyncio.Task[None]]] = []

    def begin_next() -> None:
        if not (run.interrupted or run.archive_error) and (job := next(waiting, None)):
            paper, given = job
            task = process.crawl((spider or spider_for)(paper), run=run, **given)
            under_way.append((paper, given, task))
            task.add_done_callback(lambda _: begin_next())

    with counting_crashes(run):
        for _ in range(AT_ONCE):
            begin_next()
        process.start()
    for paper, given, task in under_way:
        if not task.done():  # Ctrl-C twice: nobody waited for it
            run.interrupted = True
        elif not task.cancelled() and (error := task.exception()):
            _failed(run, paper, given, error)


def _failed(run: CollectionRun, paper: Publication, given: Mapping[str, Any], error: BaseException) -> None:
    """Count a newspaper whose spider could not run at all, and mark its requested editions as broken."""
    run.record_crash(f"the spider of {paper.slug}", error)
    run.counts[SPIDERS_FAILED] += 1
    if "editions" in given:
        keys = given["editions"]
    elif "date" in given:
        wanted = days.requested_days(paper, date=given["date"], first=given["from"], last=given["to"], now=run.now)
        keys = days.editions(paper, wanted.days, given.get("label"))
    else:  # images, on which no edition depends
        return
    for key in keys:
        run.close_crashed_edition(paper, key, error)
