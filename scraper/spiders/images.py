"""Fetch the images of stories that are held: the first image of each, under the newspaper's crawling policy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import discover
from scraper.archive import ArchiveError
from scraper.archive.write import images
from scraper.captures.contents import FetchedImage
from scraper.collect.run import SPIDERS_FAILED, CollectionRun
from scraper.dates import parse_date_range
from scraper.extensions import run_of
from scraper.middlewares import ASKS_NO_MORE
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from scraper.request_errors import HostSilentError, RunStoppedError
from scraper.response_pages import page_of
from scraper.settings import ContactMissingError
from scraper.spiders.failures import failure_of, is_expected_failure

ENOUGH_REFUSALS = 3  # in a row: the site does not want its images to be fetched


class ImageSpider(Spider):
    """Fetches the first image of each story of one newspaper, where it was not requested before.

    :param from, to: only of stories of these days (YYYY, YYYY-MM or YYYY-MM-DD).
    :param again: also those that could not be had before.
    :param run: the run to store through, where a command has opened one for several newspapers.
    """

    publication: Publication

    def __init__(self, *args: Any, run: CollectionRun | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given_run = run
        first, last = kwargs.get("from", ""), kwargs.get("to", "")
        self.first = parse_date_range(first)[0] if first else None
        self.last = parse_date_range(last)[1] if last else None
        self.again = str(kwargs.get("again", "")).lower() in ("1", "true", "yes")
        self.refused = 0
        self.under_way = 0
        self.changed = asyncio.Event()  # a request that was under way has ended

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ImageSpider:
        """Scrapy's constructor.

        :raises ContactMissingError: BACKISSUES_CONTACT is not set, and the newspaper is not fictional.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not cls.publication.demo and not crawler.settings.get("BACKISSUES_CONTACT"):
            raise ContactMissingError
        return spider

    @property
    def run(self) -> CollectionRun:
        """The collection run that stores what this spider fetches."""
        return run_of(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's entry: one request for each image, the newest story's first."""
        run, slug = self.run, self.publication.slug
        try:
            for url in images.wanted(run.db, slug, self.first, self.last, again=self.again):
                while self.under_way > self.publication.access.concurrency:  # few wait in line: they may be refused
                    self.changed.clear()
                    await self.changed.wait()
                if self.refused >= ENOUGH_REFUSALS or run.archive_error:
                    break
                if request := self.image_request(url):
                    self.under_way += 1
                    yield request
            while self.under_way:
                self.changed.clear()
                await self.changed.wait()
        except asyncio.CancelledError:  # Ctrl-C: nothing waits for its turn any longer
            run.pace.stop()
            raise
        except Exception as error:
            run.record_crash(f"the images of {slug}", error)
            run.counts[SPIDERS_FAILED] += 1

    def image_request(self, url: str) -> Request | None:
        """The request for an image; None, and the failure stored, where its address cannot be requested."""
        try:
            address = discover.web_address(url)
        except discover.DiscoverError:
            self.failed(url, Reason(code=Code.NO_WEB_ADDRESS))
            return None
        return Request(
            address,
            callback=self.image,
            errback=self.no_image,
            cb_kwargs={"url": url},
            meta={ASKS_NO_MORE: True},  # its story was fetched before
            dont_filter=True,
        )

    def image(self, response: Response, url: str) -> Iterator[FetchedImage]:
        """Callback: hand an image to the pipeline."""
        self.answered()
        self.refused = 0
        yield FetchedImage(page_of(response, url))

    def no_image(self, failure: Failure) -> None:
        """Errback: store why an image has not come."""
        assert failure.value is not None, "a failure has an error"
        self.answered()
        url = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]
        if isinstance(failure.value, RunStoppedError | HostSilentError):  # not asked for: the next run does
            return
        if not is_expected_failure(failure.value):
            self.run.record_crash(f"the image {url}", failure.value)
            return
        why, refused = failure_of(failure.value)
        self.refused = self.refused + 1 if refused else 0
        self.failed(url, why)

    def answered(self) -> None:
        """Count a request as ended, by a response or a failure."""
        self.under_way -= 1
        self.changed.set()

    def failed(self, url: str, why: Reason) -> None:
        """Store why an image could not be fetched."""
        try:
            self.run.no_image(url, why)
        except ArchiveError as error:
            self.run.archive_error = error
