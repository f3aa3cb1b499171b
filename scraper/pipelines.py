"""Steps 4 to 8 as Scrapy item pipelines: capture, read, store; each pipeline is one call."""

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
from scraper.captures.contents import FetchedImage
from scraper.extensions import run_of
from scraper.items import Capture, EditionKey, Page, Rejected, Story, StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedStory:
    """A listed story and its page, as the spider hands it to the pipelines."""

    page: Page
    key: EditionKey
    link: StoryLink
    publication: Publication
    cut_short: Reason | None = None  # why a page of it is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedStory:
    """A fetched story whose raw bytes are captured.

    ``capture`` is None where no more than headline and address may be kept, which are captured after reading, and of a
    page that is held as it is.
    """

    fetched: FetchedStory
    capture: Capture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStory:
    """A captured story after reading: the story, or the reason why its page is none; None of one held as it is."""

    fetched: FetchedStory
    capture: Capture | None
    result: Story | Rejected | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStory:
    """The result of the last pipeline; ``failure`` is None where the whole story is in the archive."""

    key: EditionKey
    link: StoryLink
    failure: Reason | None = None


class CollectionPipeline:
    """Base class: a pipeline that stores through its crawler's collection run."""

    def __init__(self, crawler: Crawler) -> None:
        self.run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @contextlib.contextmanager
    def stopping(self) -> Iterator[None]:
        """Drop the item where the archive or the captures cannot be written; the spider then stops.

        :raises DropItem: in place of ArchiveError.
        """
        try:
            yield
        except ArchiveError as error:
            self.run.archive_error = error
            raise DropItem(str(error)) from error


class CapturePipeline(CollectionPipeline):
    """Step 4, capture: write the raw bytes to a WARC file before they are read.

    Of a page that must not be kept nothing is written here; ``StorePipeline`` captures headline, address and dates.
    """

    def process_item(self, item: FetchedStory) -> CapturedStory:
        """Capture one story's page; of one that is as it was captured before, note that."""
        if item.page.is_held:
            with self.stopping():
                self.run.revisit(item.page, item.key)
            return CapturedStory(fetched=item, capture=None)
        if reading.is_withheld(item.page, item.publication, newspapers=catalogue, withhold=self.run.withhold):
            return CapturedStory(fetched=item, capture=None)
        with self.stopping():
            return CapturedStory(fetched=item, capture=self.run.capture(item.page, item.key))


class ReadPipeline(CollectionPipeline):
    """Steps 5 to 7, extract, date and check: make a story of the page, or find out why it is none."""

    def process_item(self, item: CapturedStory) -> ReadStory:
        """Read one story's page."""
        fetched = item.fetched
        if fetched.page.is_held:
            return ReadStory(fetched=fetched, capture=None, result=None)
        result = reading.read(
            fetched.page,
            newspapers=catalogue,
            environment=os.environ,
            link=(fetched.key, fetched.link),
            publication=fetched.publication,
            withhold=self.run.withhold,
        )
        return ReadStory(fetched=fetched, capture=item.capture, result=result)


class StorePipeline(CollectionPipeline):
    """Step 8, store: write the story to the archive."""

    def process_item(self, item: ReadStory) -> StoredStory:
        """Store one story, or count why its page is none."""
        fetched, result = item.fetched, item.result
        if result is None:
            return StoredStory(key=fetched.key, link=fetched.link)
        if isinstance(result, Rejected):
            self.run.reject(result, fetched.key)
            return StoredStory(key=fetched.key, link=fetched.link, failure=result.reason)
        with self.stopping():
            capture = item.capture or self.run.capture_withheld(fetched.page, result, key=fetched.key)
            is_its_own = result.publication == fetched.publication.slug
            publication = fetched.publication if is_its_own else catalogue.known(result.publication)
            saved = self.run.store(result, capture, publication, fetched.key)
        failure = Reason(code=Code.TAKEN_DOWN) if saved.what == "removed" else fetched.cut_short
        return StoredStory(key=fetched.key, link=fetched.link, failure=failure)


class ImagePipeline(CollectionPipeline):
    """Capture an image's raw bytes, and store its thumbnail in the archive."""

    def process_item(self, item: FetchedImage) -> FetchedImage:
        """Capture one image and store its thumbnail."""
        with self.stopping():
            self.run.store_image(item.page, self.run.capture_image(item.page))
        return item
