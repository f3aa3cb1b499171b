"""The one spider, for every newspaper: from a date to the stories of that day's editions (steps 2 and 3).

for each edition asked for, newest last:
    held and complete?                   nothing to do
    closed that day?                     not-published
    each index of the newspaper in turn  fetch its pages, read them -> what the edition lists
    each listed story not held yet       fetch it; the pipelines capture, read and store it
    when the last one is settled         the outcome
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import discover, schedule
from scraper.archive import ArchiveError
from scraper.collect import days, outcome
from scraper.collect.outcome import Collected, IndexTrouble, Trouble
from scraper.collect.run import CRASHED, SPIDERS_FAILED, CollectionRun
from scraper.extensions import run_of
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, Page, StoryLink
from scraper.middlewares import RunStoppedError
from scraper.pipelines import FetchedStory, StoredStory
from scraper.publication import Index, Publication
from scraper.reasons import Code, Reason, of_error
from scraper.settings import ContactMissingError
from scraper.spiders.failures import StatusError, failure_of, is_trouble, page_of, trouble_of
from scraper.spiders.pending import PendingStories

ENOUGH_REFUSALS = 3  # in a row: the site does not want us; asking for the rest would be bad manners
UNREMARKABLE = {Trouble.ABSENT, Trouble.SILENT}  # for an edition that need not be there
ENOUGH_SILENCE = 3  # editions in a row without an answer: the site is down, and so are the days after
DONE = (Outcome.COMPLETE, Outcome.DEGRADED, Outcome.NOT_PUBLISHED)


class EditionSpider(Spider):
    """Collects the editions of one newspaper. ``scraper.spiderloader`` gives each newspaper a child of this class.

    Arguments, as ``scrapy crawl the-hindu -a date=2024-12-07`` gives them:

    :param date: one day (YYYY-MM-DD), or several with commas; the newest edition due where none is given.
    :param from, to: a range of days, both included (also YYYY or YYYY-MM).
    :param label: only this one of a day's editions; all of them unless given.
    :param again: fetch what is held as well, to see whether it was changed.
    :param run: the desk to work at, where a command has opened one for several newspapers.
    """

    publication: Publication

    def __init__(self, *args: Any, run: CollectionRun | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.days = days.requested_days(
            self.publication,
            date=kwargs.get("date", ""),
            first=kwargs.get("from", ""),
            last=kwargs.get("to", ""),
            now=dt.datetime.now(dt.UTC),
        )
        self.label: str | None = kwargs.get("label")
        self.again = str(kwargs.get("again", "")).lower() in ("1", "true", "yes")
        if self.label is not None:
            schedule.edition_key(self.publication, dt.date.min, self.label)  # refuses a label it does not have
        self.tallies: dict[EditionKey, PendingStories] = {}
        self.ended: set[EditionKey] = set()  # editions that are held, or whose collection has ended
        self.stopping: asyncio.Future[None] | None = None
        self.silences = 0  # editions in a row whose site did not answer

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> EditionSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not cls.publication.demo and not crawler.settings.get("BACKISSUES_CONTACT"):
            raise ContactMissingError
        crawler.signals.connect(spider.item_settled, signal=signals.item_scraped)
        crawler.signals.connect(spider.item_lost, signal=signals.item_error)
        crawler.signals.connect(spider.item_dropped, signal=signals.item_dropped)
        return spider

    @property
    def desk(self) -> CollectionRun:
        """Where the pages are worked on."""
        return run_of(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """The requests for all stories of all editions asked for, one edition after the other."""
        try:
            async for request in self.requests():
                yield request
        except ArchiveError as error:
            self.desk.trouble = error
        except asyncio.CancelledError:  # Ctrl-C: nothing waits for its turn any longer
            self.desk.pace.stop()
            raise
        except Exception as error:
            self.desk.crash(f"the collection of {self.publication.slug}", error)
            self.desk.counts[SPIDERS_FAILED] += 1
            for key in days.editions(self.publication, self.days.days, self.label):
                if key not in self.ended:
                    self.desk.lost(self.publication, key, error)

    async def requests(self) -> AsyncIterator[Request]:
        """The same; raises ArchiveError where the archive cannot be written."""
        desk = self.desk
        desk.expect(self.publication, *self.days.days)
        for note in self.days.notes:
            desk.reporter.say(f"{self.publication.title}: {note}")
        if len(self.days.days) == 1 and not days.editions(self.publication, self.days.days):
            (day,) = self.days.days
            desk.reporter.say(f"{self.publication.title}: does not appear on {day:%A}s ({day})")
        for key in days.editions(self.publication, self.days.days, self.label):
            try:
                async for request in self.edition_if_wanted(key):
                    yield request
            except ArchiveError:
                raise
            except Exception as error:  # a bug costs this edition, and not those of the other days
                desk.crash(f"the edition of {key.date} of {self.publication.slug}", error)
                desk.lost(self.publication, key, error)
                self.tallies.pop(key, None)
            self.ended.add(key)
            if self.silences >= ENOUGH_SILENCE:
                cure = "'backissues demo --site-only' prints it" if self.publication.demo else "try again later"
                desk.reporter.say(f"{self.publication.title}: the site does not answer; {cure}")
                return

    async def edition_if_wanted(self, key: EditionKey) -> AsyncIterator[Request]:
        """The requests of one edition, unless it is held."""
        state = self.desk.state(key)
        if state and state.outcome in DONE and not self.again and not self.is_fresh(key):
            self.desk.skip(key, state)
            return
        async for request in self.edition(key):
            yield request

    def is_fresh(self, key: EditionKey) -> bool:
        """Whether the edition is so new that its newspaper may still add to it."""
        return dt.datetime.now(dt.UTC) < schedule.overdue_at(self.publication, key.date)

    async def edition(self, key: EditionKey) -> AsyncIterator[Request]:
        """The requests of one edition, and its outcome when all are answered."""
        if schedule.is_closed(self.publication, key.date):
            closed = ClosedEdition(key=key, outcome=Outcome.NOT_PUBLISHED, reasons=(Reason(code=Code.DECLARED_CLOSED),))
            self.desk.close(self.publication, closed)
            return
        listed, troubles = await self.listed(key)
        if listed is None:
            if schedule.is_optional(self.publication, key) and {t.trouble for t in troubles} <= UNREMARKABLE:
                return
            overdue = dt.datetime.now(dt.UTC) >= schedule.overdue_at(self.publication, key.date)
            closed = outcome.without_index(self.publication, key, troubles, overdue=overdue)
            self.desk.close(self.publication, closed)
            self.silences = self.silences + 1 if any(t.trouble is Trouble.SILENT for t in troubles) else 0
            return
        self.silences = 0
        missing = self.desk.enter(self.publication, listed.edition)
        tally = PendingStories(len(missing) if not self.again else len(listed.edition.links))
        self.tallies[key] = tally
        for link in listed.edition.links if self.again else missing:
            await tally.room(self.publication.access.concurrency)
            if tally.refused_in_a_row >= ENOUGH_REFUSALS:
                tally.settle(link, Reason(code=Code.NOT_ASKED_FOR), refused=True)
                continue
            if request := self.story_request(key, link):
                yield request
        await tally.finished.wait()
        del self.tallies[key]
        self.desk.close(self.publication, self.judged(key, listed, troubles, tally))

    def story_request(self, key: EditionKey, link: StoryLink) -> Request | None:
        """The request of a listed story; None, and that settled, where its address cannot be asked for."""
        try:
            address = discover.web_address(self.address(link))
            return Request(
                address,
                callback=self.story,
                errback=self.no_story,
                cb_kwargs={"key": key, "link": link},
                dont_filter=True,
            )
        except discover.DiscoverError:
            self.failed(key, link, Reason(code=Code.NO_WEB_ADDRESS))
        except Exception as error:
            self.crashed(key, link, error)
        return None

    def failed(self, key: EditionKey, link: StoryLink, reason: Reason, *, refused: bool = False) -> None:
        """A listed story is not held, for this reason."""
        self.desk.reporter.story(key, "failed")
        self.desk.counts[f"failed: {reason.code}"] += 1
        if tally := self.tallies.get(key):
            tally.settle(link, reason, refused=refused)

    def crashed(self, key: EditionKey, link: StoryLink, error: BaseException) -> None:
        """A bug has cost a story, and no more than that."""
        self.desk.crash(f"the story {link.url}", error)
        self.desk.reporter.story(key, "failed")
        if tally := self.tallies.get(key):
            tally.settle(link, of_error(error))

    def judged(
        self, key: EditionKey, listed: Listed, troubles: list[IndexTrouble], tally: PendingStories
    ) -> ClosedEdition:
        """The outcome of an edition whose stories were all tried."""
        links = listed.edition.links
        supplements = [
            other.label
            for other in schedule.editions_on(self.publication, key.date)
            if other.supplement_of == key.label
            and key.supplement_of is None
            and (state := self.desk.state(other))
            and state.outcome in (Outcome.BROKEN, Outcome.BLOCKED)
        ]
        state = self.desk.state(key)
        assert state is not None, "it was entered"
        found = Collected(
            links=links,
            held=state.held,
            failures=tally.failures,
            refused=tally.refused,
            troubles=troubles,
            index_date=listed.date,
            repeated=self.desk.repeated(key, links),
            missing_supplements=supplements,
            usual=self.desk.usual_size(key),
            short=self.desk.short_stories(key, self.publication.health.body_chars),
        )
        return outcome.with_index(self.publication, key, found)

    async def listed(self, key: EditionKey) -> tuple[Listed | None, list[IndexTrouble]]:
        """What the first index that can be read lists, and what became of the others that were tried."""
        troubles: list[IndexTrouble] = []
        today = dt.datetime.now(self.publication.zone).date()
        usable = discover.indexes(self.publication, key, today=today, env=os.environ)
        for leader, *complements in discover.groups(usable):
            found = await self.listing(leader, key, troubles)
            if found:
                more = [await self.listing(index, key, troubles) for index in complements]
                whole = discover.union([found.listing, *(each.listing for each in more if each)])
                return await self.entered(key, replace(found, listing=whole)), troubles
        return None, troubles

    async def listing(self, index: Index, key: EditionKey, troubles: list[IndexTrouble]) -> Found | None:
        """What one index lists, all its steps and pages fetched; None, and its trouble noted, if it cannot be read."""
        pages, read = [], []
        try:
            waiting = list(discover.first_requests(self.publication, index, key, env=os.environ))
            while waiting:
                wanted = waiting.pop(0)
                try:
                    pages.append(await self.index_page(wanted.url, wanted.headers))
                except StatusError:
                    if not index.fetches[wanted.step].optional:
                        raise
                    continue
                read.append(discover.read(self.publication, index, key, wanted, pages[-1]))
                waiting += read[-1].requests
            listing = discover.listing(self.publication, index, key, read)
            return Found(listing=listing, pages=pages, bound=wanted.variables)
        except ArchiveError:
            raise
        except Exception as error:
            if not is_trouble(error):
                self.desk.crash(f"the index '{index.name}' of {key.date} of {self.publication.slug}", error)
            troubles.append(trouble_of(index, error))
        return None

    async def index_page(self, url: str, headers: Mapping[str, str] = MappingProxyType({})) -> Page:
        """One page of an index, fetched and captured.

        :raises StatusError: its address answers with an error.
        """
        request = Request(url, headers=dict(headers), dont_filter=True)
        assert self.crawler.engine is not None, "a spider runs in an engine"
        page = page_of(await self.crawler.engine.download_async(request), url)
        if page.status >= 400:
            raise StatusError(page.status)
        self.desk.capture_index(page)
        return page

    async def entered(self, key: EditionKey, found: Found) -> Listed:
        """A listing as the ledger takes it."""
        rules = schedule.supplement_rules(self.publication, key) or schedule.label_rules(self.publication, key)
        edition = ListedEdition(
            key=key,
            links=found.listing.links,
            index_name=found.listing.index,
            index_url=found.pages[0].url,
            name=(rules.name or rules.id) if rules else "",
            title=found.listing.title,
            issue=found.listing.number,
            cover_url=await self.cover(key, found),
        )
        return Listed(edition, found.listing.date)

    async def cover(self, key: EditionKey, found: Found) -> str:
        """The address of the front page's image; empty where there is none, or its page cannot be fetched."""
        url = discover.cover_page(self.publication, key, found.bound)
        page = next((page for page in found.pages if url in (page.url, page.requested_url)), None)
        if url and page is None:
            try:
                page = await self.index_page(url)
            except ArchiveError:
                raise
            except Exception as error:  # an edition without its cover is an edition all the same
                if not is_trouble(error):
                    self.desk.crash(f"the cover of {key.date} of {self.publication.slug}", error)
                return ""
        return discover.cover_address(self.publication, key, found.bound, page)

    def address(self, link: StoryLink) -> str:
        """The address to fetch for a listed story: the listed one, or what ``url_sub`` makes of it."""
        url = link.url
        for pattern, replacement in self.publication.story.url_sub:
            url = re.sub(pattern, replacement, url)
        return url

    def story(self, response: Response, key: EditionKey, link: StoryLink) -> Iterator[FetchedStory]:
        """A listed story's page has come."""
        try:
            page = page_of(response, link.url)
        except Exception as error:
            self.crashed(key, link, error)
            return
        yield FetchedStory(page=page, key=key, link=link, publication=self.publication)

    def no_story(self, failure: Failure) -> None:
        """A listed story's page has not come, or not as a page."""
        request = failure.request  # type: ignore[attr-defined]
        key, link = request.cb_kwargs["key"], request.cb_kwargs["link"]
        assert failure.value is not None, "a failure has an error"
        if isinstance(failure.value, RunStoppedError):  # it was not asked for, and nobody waits for it
            return
        try:
            if not is_trouble(failure.value):
                raise failure.value
            reason, refused = failure_of(failure.value)
        except Exception as error:
            self.crashed(key, link, error)
        else:
            self.failed(key, link, reason, refused=refused)

    def item_settled(self, item: Any) -> None:
        """A story has come to the end of the path."""
        if isinstance(item, StoredStory) and item.key in self.tallies:
            self.tallies[item.key].settle(item.link, item.failure)

    def item_dropped(self, item: Any, response: Any, exception: BaseException) -> None:
        """The archive cannot be written: whatever else is fetched would be lost, so nothing else is."""
        if self.stopping is None:  # not awaited: the crawler stops only when this item is done with
            self.desk.pace.stop()
            self.stopping = asyncio.ensure_future(self.crawler.stop_async())

    def item_lost(self, item: Any, response: Any, failure: Failure) -> None:
        """Reading or storing a story raised: a bug. The edition says so; Scrapy has logged its traceback."""
        fetched = getattr(item, "fetched", item)
        assert failure.value is not None, "a failure has an error"
        self.desk.counts[CRASHED] += 1
        self.desk.reporter.story(fetched.key, "failed")
        if tally := self.tallies.get(fetched.key):
            tally.settle(fetched.link, of_error(failure.value))


@dataclass(frozen=True, slots=True)
class Found:
    """What an index lists, the pages it was read from, and the variables of its last step."""

    listing: discover.Listing
    pages: Sequence[Page]
    bound: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition as listed, and the date its index states, where it states one."""

    edition: ListedEdition
    date: dt.date | None
