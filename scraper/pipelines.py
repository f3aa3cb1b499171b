"""Steps 4 to 8 of the path, in Scrapy's terms: each pipeline is one call."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from scraper import catalogue, reading
from scraper.archive import ArchiveError
from scraper.captures.reader import FetchedImage
from scraper.extensions import run_of
from scraper.items import Capture, EditionKey, Page, Rejected, Story, StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedStory:
    """A listed story whose page has come."""

    page: Page
    key: EditionKey
    link: StoryLink
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedStory:
    """The same, its raw bytes safe; no capture yet where no more than headline and address may be kept of them."""

    fetched: FetchedStory
    capture: Capture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStory:
    """The same, read: a story, or the reason why it is none."""

    fetched: FetchedStory
    capture: Capture | None
    result: Story | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """The end of the path; there is no ``failure`` where the story is in the archive."""

    key: EditionKey
    link: StoryLink
    failure: Reason | None = None


class CollectionPipeline:
    """A pipeline that works at the run's desk."""

    def __init__(self, crawler: Crawler) -> None:
        self.desk = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @contextlib.contextmanager
    def stopping(self) -> Iterator[None]:
        """Drops the item where the archive or the captures cannot be written; the spider then stops."""
        try:
            yield
        except ArchiveError as error:
            self.desk.trouble = error
            raise DropItem(str(error)) from error


class CapturePipeline(CollectionPipeline):
    """Step 4: the raw bytes are written before anything is made of them.

    Those of a page that must not be kept are not: of its story, once it is read, headline, address and dates are.
    """

    def process_item(self, item: FetchedStory) -> CapturedStory:
        if reading.is_withheld(item.page, item.publication, withhold=self.desk.withhold):
            return CapturedStory(fetched=item, capture=None)
        with self.stopping():
            return CapturedStory(fetched=item, capture=self.desk.capture(item.page))


class ReadPipeline(CollectionPipeline):
    """Steps 5 to 7: what the page says, the edition it belongs to, and whether that is a story."""

    def process_item(self, item: CapturedStory) -> ReadStory:
        fetched = item.fetched
        result = reading.read(
            fetched.page,
            newspapers=catalogue,
            environment=os.environ,
            link=(fetched.key, fetched.link),
            publication=fetched.publication,
            withhold=self.desk.withhold,
        )
        return ReadStory(fetched=fetched, capture=item.capture, result=result)


class StorePipeline(CollectionPipeline):
    """Step 8: into the archive."""

    def process_item(self, item: ReadStory) -> StoredStory:
        fetched, result = item.fetched, item.result
        if isinstance(result, Rejected):
            self.desk.reject(result, fetched.key)
            return StoredStory(key=fetched.key, link=fetched.link, failure=result.reason)
        with self.stopping():
            capture = item.capture or self.desk.capture_withheld(fetched.page, result)
            saved = self.desk.store(result, capture, fetched.publication, fetched.key)
        failure = Reason(code=Code.TAKEN_DOWN) if saved.what == "removed" else None
        return StoredStory(key=fetched.key, link=fetched.link, failure=failure)


class ImagePipeline(CollectionPipeline):
    """Of an image: its raw bytes are written, and its thumbnail goes into the archive."""

    def process_item(self, item: FetchedImage) -> FetchedImage:
        with self.stopping():
            self.desk.store_image(item.page, self.desk.capture_image(item.page))
        return item
