"""The images of stories that are held: one request for the first image of each, with the newspaper's manners."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.archive import ArchiveError
from scraper.archive.write import images
from scraper.captures.reader import FetchedImage
from scraper.dates import parse_date_range
from scraper.extensions import run_of
from scraper.publication import Publication
from scraper.settings import ContactMissingError
from scraper.spiders.failures import failure_of, page_of

ENOUGH_REFUSALS = 3  # in a row: the site does not want its images to be fetched


class ImageSpider(Spider):
    """Fetches the first image of each story of one newspaper that was not asked for yet.

    :param from, to: only of stories of these days (YYYY, YYYY-MM or YYYY-MM-DD).
    :param again: also those that could not be had before.
    """

    publication: Publication

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = kwargs.get("from", ""), kwargs.get("to", "")
        self.first = parse_date_range(first)[0] if first else None
        self.last = parse_date_range(last)[1] if last else None
        self.again = str(kwargs.get("again", "")).lower() in ("1", "true", "yes")
        self.refused = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ImageSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not cls.publication.demo and not crawler.settings.get("BACKISSUES_CONTACT"):
            raise ContactMissingError
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """One request an image, the newest story's first."""
        desk = run_of(self.crawler)
        slug = self.publication.slug
        for url in images.wanted(desk.db, slug, self.first, self.last, again=self.again):
            if self.refused >= ENOUGH_REFUSALS or desk.trouble:
                return
            yield Request(url, callback=self.image, errback=self.no_image, cb_kwargs={"url": url}, dont_filter=True)

    def image(self, response: Response, url: str) -> Iterator[FetchedImage]:
        """An image has come."""
        self.refused = 0
        yield FetchedImage(page_of(response, url))

    def no_image(self, failure: Failure) -> None:
        """An image has not come."""
        assert failure.value is not None, "a failure has an error"
        why, refused = failure_of(failure.value)
        self.refused = self.refused + 1 if refused else 0
        desk = run_of(self.crawler)
        try:
            desk.no_image(failure.request.cb_kwargs["url"], why)  # type: ignore[attr-defined]
        except ArchiveError as error:
            desk.trouble = error
