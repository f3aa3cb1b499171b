"""The one spider, for every newspaper: from a date to the stories of that day's editions (steps 2 and 3).

for each requested edition, oldest first:
    held and complete?                   nothing to do
    closed that day?                     not-published
    each index of the newspaper in turn  fetch its pages, read them -> what the edition lists, if it is of that day
    each listed story not held yet       fetch it; the pipelines capture, read and store it
    when the last one is done            the outcome
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper import discover, reading, schedule
from scraper.archive import ArchiveError
from scraper.collect import days, due, outcome, validators
from scraper.collect.outcome import Collected, FailureKind, IndexFailure
from scraper.collect.run import SPIDERS_FAILED, CollectionRun
from scraper.dates import parse_spans
from scraper.extensions import run_of
from scraper.items import ClosedEdition, EditionKey, Outcome, Page, StoryLink
from scraper.limits import PAGE_BYTES
from scraper.pipelines import FetchedStory, StoredStory
from scraper.publication import Publication
from scraper.reasons import Code, Reason, of_error
from scraper.reasons.words import phrases
from scraper.request_errors import RunStoppedError
from scraper.response_pages import HELD, page_of
from scraper.secret_downloads import SENDS
from scraper.settings import ContactMissingError
from scraper.spiders.edition_lists import EditionListing, EditionLists
from scraper.spiders.failures import failure_of, is_expected_failure
from scraper.spiders.pending import PendingStories
from scraper.texts import walls

ENOUGH_REFUSALS = 3  # in a row: the site does not want us; so we do not ask for the rest
# Of an edition that need not be there:
UNREMARKABLE = {FailureKind.ABSENT, FailureKind.SILENT, FailureKind.FAILING, FailureKind.ANOTHER_DAY}
NO_NEWS = {FailureKind.SILENT, FailureKind.FAILING}
ENOUGH_SILENCE = 3  # editions in a row without an answer: the site is down, and so are the days after
CANARIES = 3  # stories that are read before the rest: where all are misread, that is told at once
WHOLE = (Outcome.COMPLETE, Outcome.DEGRADED)
HELD_OUTCOMES = (*WHOLE, Outcome.PARTIAL)
DONE = (*WHOLE, Outcome.NOT_PUBLISHED)


class LostError(Exception):
    """A story was requested, and a bug has lost it."""


class EditionSpider(Spider):
    """Collects the editions of one newspaper. ``scraper.spiderloader`` gives each newspaper a child of this class.

    Arguments, as ``scrapy crawl the-hindu -a date=2024-12-07`` gives them:

    :param date: one day (YYYY-MM-DD), or several with commas; the newest edition due where none is given.
    :param from, to: a range of days, both included (also YYYY or YYYY-MM).
    :param label: only this one of a day's editions; all of them unless given.
    :param again: fetch what is held as well, to see whether it was changed.
    :param again_after: do so once these spans of time have passed since the first look: ``6h,24h,7d``.
    :param editions: look at just these, held or not (a sequence of EditionKey), in place of those of the days.
    :param seen_again: of these, the editions of which what is held is fetched as well.
    :param run: the run to store through, where a command has opened one for several newspapers.
    """

    publication: Publication

    def __init__(
        self,
        *args: Any,
        run: CollectionRun | None = None,
        editions: Sequence[EditionKey] | None = None,
        seen_again: Collection[EditionKey] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.given_run = run
        now = run.now if run else dt.datetime.now(dt.UTC)
        self.label: str | None = kwargs.get("label")
        self.chosen = editions is not None
        if editions is not None:
            self.days = days.Days(days=tuple(sorted({key.date for key in editions})))
            self.editions = list(editions)
        else:
            self.days = days.requested_days(
                self.publication,
                date=kwargs.get("date", ""),
                first=kwargs.get("from", ""),
                last=kwargs.get("to", ""),
                now=now,
            )
            self.editions = days.editions(self.publication, self.days.days, self.label)
        self.again = str(kwargs.get("again", "")).lower() in ("1", "true", "yes")
        self.again_after = parse_spans(str(kwargs.get("again_after", "")))
        self.seen_again = seen_again
        if self.label is not None:
            schedule.edition_key(self.publication, dt.date.min, self.label)  # refuses a label it does not have
        self.sends = discover.sent_with_stories(self.publication)  # secrets in the addresses of stories
        self.pending: dict[EditionKey, PendingStories] = {}
        self.ended: set[EditionKey] = set()  # editions that are held, or whose collection has ended
        self.stopping: asyncio.Future[None] | None = None
        self.silences = 0  # editions in a row whose site did not answer
        self.checks = 0  # for robots, in a row, and indexes that were refused

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> EditionSpider:
        """Scrapy's constructor.

        :raises ContactMissingError: BACKISSUES_CONTACT is not set, and the newspaper is not fictional.
        """
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not cls.publication.demo and not crawler.settings.get("BACKISSUES_CONTACT"):
            raise ContactMissingError
        crawler.signals.connect(spider.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(spider.item_error, signal=signals.item_error)
        crawler.signals.connect(spider.item_dropped, signal=signals.item_dropped)
        return spider

    @property
    def run(self) -> CollectionRun:
        """The collection run that stores what this spider fetches."""
        return run_of(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's entry: the requests for all stories of all requested editions, one edition after the other."""
        try:
            async for request in self.requests():
                yield request
        except ArchiveError as error:
            self.run.archive_error = error
        except asyncio.CancelledError:  # Ctrl-C: nothing waits for its turn any longer
            self.run.pace.stop()
            raise
        except Exception as error:
            self.run.record_crash(f"the collection of {self.publication.slug}", error)
            self.run.counts[SPIDERS_FAILED] += 1
            for key in self.editions:
                if key not in self.ended:
                    self.run.close_crashed_edition(self.publication, key, error)

    async def requests(self) -> AsyncIterator[Request]:
        """The requests of ``start``, without its handling of errors.

        :raises ArchiveError: the archive or the captures cannot be written.
        """
        run = self.run
        run.expect(self.publication, *self.days.days)
        for note in self.days.notes:
            run.reporter.say(f"{self.publication.title}: {note}")
        if len(self.days.days) == 1 and not days.editions(self.publication, self.days.days):
            (day,) = self.days.days
            run.reporter.say(f"{self.publication.title}: does not appear on {day:%A}s ({day})")
        for key in self.editions:
            try:
                async for request in self.edition_if_wanted(key):
                    yield request
            except ArchiveError:
                raise
            except Exception as error:  # a bug costs this edition, and not those of the other days
                run.record_crash(f"the edition of {key.date} of {self.publication.slug}", error)
                run.close_crashed_edition(self.publication, key, error)
                self.pending.pop(key, None)
            self.ended.add(key)
            if self.checks >= ENOUGH_REFUSALS:
                words = "its site does not want to be asked; nothing more is asked of it in this run"
                run.reporter.say(f"{self.publication.title}: {words}")
                return
            if self.silences >= ENOUGH_SILENCE:
                run.reporter.say(f"{self.publication.title}: {self.silence}")
                return

    @property
    def silence(self) -> str:
        """What to say where nothing answers any more."""
        cure = "'backissues demo --site-only' prints it" if self.publication.demo else "try again later"
        return f"the site does not answer; {cure}"

    async def edition_if_wanted(self, key: EditionKey) -> AsyncIterator[Request]:
        """The requests of one edition, unless it is held."""
        state = self.run.state(key)
        is_done = state is not None and state.outcome in DONE and not state.is_claim
        again = self.again or key in self.seen_again or self.is_due_again(key)
        if state and is_done and not (again or self.chosen or self.is_fresh(key)):
            self.run.skip(key, state)
            return
        self.run.begin_look(key, again=again)
        async for request in self.edition(key, again=again):
            yield request

    def is_due_again(self, key: EditionKey) -> bool:
        """Whether ``again_after`` has what is held of an edition fetched now."""
        looks = self.run.looks_since(key.publication, key.date).get(key, ()) if self.again_after else ()
        found = due.next_look_again(self.again_after, key, looks)
        return found is not None and found.at <= self.run.now

    def outcome_of(self, key: EditionKey) -> Outcome | None:
        """How the collection of an edition ended."""
        state = self.run.state(key)
        return Outcome(state.outcome) if state and state.outcome else None

    def is_held(self, key: EditionKey, *, again: bool) -> bool:
        """Whether an edition stays as it is held, whatever its newspaper has of it now: all of it.

        One that a web archive had stays as well.

        :param again: a part is enough, as the look is at what is held.
        """
        state = self.run.state(key)
        if state is None or state.is_claim:
            return False
        return state.outcome in (HELD_OUTCOMES if again else WHOLE) or (state.is_from_web_archive and state.held > 0)

    def is_fresh(self, key: EditionKey) -> bool:
        """Whether the edition is so new that its newspaper may still add to it."""
        return self.run.now < schedule.overdue_at(self.publication, key.date, key.label)

    async def edition(self, key: EditionKey, *, again: bool) -> AsyncIterator[Request]:
        """The requests for one edition's stories; when the last story is done, the outcome is stored.

        :param again: what is held is fetched as well, if it was changed.
        """
        if schedule.is_closed(self.publication, key.date):
            why = schedule.why_closed(self.publication, key.date)
            closed = ClosedEdition(key=key, outcome=Outcome.NOT_PUBLISHED, reasons=(why,))
            self.run.close(self.publication, closed)
            return
        assert self.crawler.engine is not None, "a spider runs in an engine"
        lists = self.lists(key, self.crawler.engine.download_async, again=again)
        listed, index_failures = await lists.first(key)
        if listed is None:
            async for story_request in self.without_list(key, lists, index_failures, again=again):
                yield story_request
            return
        self.silences = 0
        was_misread, rules = self.was_misread(key, listed), self.rules_of(key)
        only_if_changed = not was_misread and rules in (
            "",
            listed.edition.rules,
        )  # else it is read anew, changed or not
        missing = self.run.enter(self.publication, listed.edition)
        unheld = {link.url for link in missing}
        wanted = self.run.without_removed(listed.edition.links) if again or was_misread else missing
        pending = PendingStories(len(wanted), is_idle=self.is_idle, lost=lambda link: self.lost(key, link))
        self.pending[key] = pending
        another: Reason | None = None
        judged_at = discover.ENOUGH
        for number, link in enumerate(wanted):
            await pending.wait_for_room(self.publication.access.concurrency)
            if number == CANARIES:
                await pending.tried(CANARIES)
                if misread := outcome.misread_canaries(self.publication, pending.failures, *self.run.readings(key)):
                    self.run.watch(self.publication, key, None, misread)
            if pending.done >= judged_at:
                judged_at = len(wanted)  # once on the way, and once more in the end
                if another := self.another_day(key, listed):
                    pending.no_more(len(wanted) - number)
                    break
            held = only_if_changed and link.url not in unheld
            if request := self.story_request(key, link, pending, held=held):
                yield request
        await pending.finished()
        del self.pending[key]
        if another := another or self.another_day(key, listed):
            source = (listed.source,) if listed.source else ()
            reasons = (*source, *(failure.reason for failure in index_failures), another)
            self.run.close(self.publication, ClosedEdition(key=key, outcome=Outcome.STALE, reasons=reasons))
            return
        state = self.run.state(key)
        if wanted and state and not state.held and outcome.is_silence(pending.failures):
            self.silences += 1
            self.run.not_tried(self.publication, key, [pending.failures[0][1]])
            return
        closed = self.closed_edition(key, listed, index_failures, pending)
        self.run.close(self.publication, closed, listed.edition)

    def lists(
        self, key: EditionKey, download: Callable[[Request], Awaitable[Response]], *, again: bool
    ) -> EditionLists:
        """What reads the lists of an edition."""
        return EditionLists(self.publication, self.run, download, again=again)

    def meta(self, key: EditionKey) -> dict[str, Any]:
        """What the requests for an edition's stories carry besides."""
        return {}

    async def without_list(
        self, key: EditionKey, lists: EditionLists, index_failures: Sequence[IndexFailure], *, again: bool
    ) -> AsyncIterator[Request]:
        """Store what came of an edition none of whose indexes could be read; the requests for stories held of it."""
        kinds = {failure.kind for failure in index_failures}
        told = [failure.reason for failure in index_failures]
        self.silences = self.silences + 1 if kinds & NO_NEWS else 0
        self.checks += any(reason.code in (Code.CHALLENGE, Code.REFUSED) for reason in told)
        if outcome.is_unreached(index_failures):
            self.run.not_tried(self.publication, key, told)
            return
        if schedule.is_optional(self.publication, key) and kinds <= UNREMARKABLE:
            self.run.end_look(self.publication, key, Outcome.LATE, told)
            return
        closed = outcome.without_index(self.publication, key, index_failures, now=self.run.now)
        is_another = FailureKind.ANOTHER_DAY in kinds
        stays = self.run.holds_another_list(key, index_failures) if is_another else self.is_held(key, again=again)
        if stays:
            if again and kinds <= {FailureKind.ABSENT, FailureKind.ANOTHER_DAY}:
                async for story_request in self.held_stories(key):
                    yield story_request
            if again and not kinds:  # its indexes can be asked for newer days alone, and so say nothing of it
                self.run.end_look(self.publication, key, self.outcome_of(key))
                return
            self.run.end_look(self.publication, key, closed.outcome, closed.reasons)
            self.run.watch(self.publication, key, closed.outcome, closed.reasons)
            words = phrases(closed.reasons)
            self.run.reporter.say(f"{self.publication.title}: {key.date} stays as it is held, though now {words}")
            return
        before = await lists.shows_before(key) if outcome.is_absent(closed) else None
        self.run.close(self.publication, closed, shows_before=before)

    async def held_stories(self, key: EditionKey) -> AsyncIterator[Request]:
        """The requests for the stories that are held of an edition whose index does not show it any more."""
        links = self.run.held_links(key)
        pending = PendingStories(len(links), is_idle=self.is_idle, lost=lambda link: self.lost(key, link))
        self.pending[key] = pending
        for link in links:
            await pending.wait_for_room(self.publication.access.concurrency)
            if request := self.story_request(key, link, pending, held=True):
                yield request
        await pending.finished()
        del self.pending[key]

    def stories_say(self, key: EditionKey) -> discover.Judgement:
        """What the stories that were read say of the day of the list that they are from."""
        is_supplement = schedule.supplement_rules(self.publication, key) is not None  # made of older stories
        if is_supplement or not self.publication.health.date_must_match:
            return discover.Judgement()
        return self.run.judged_by_stories(self.publication, key)

    def another_day(self, key: EditionKey, listed: EditionListing) -> Reason | None:
        """Why a list is another day's, by the stories that were read; None where it states its day, or is not."""
        said = self.stories_say(key)
        if said.say is not discover.Say.ANOTHER_DAY or listed.certainty is discover.Certainty.STATED:
            return None
        index = listed.edition.index_name
        return Reason(code=Code.ANOTHER_DAY, index=index, wanted=key.date, date=said.day, text=said.text)

    def doubt(self, key: EditionKey, listed: EditionListing) -> Reason | None:
        """Why it is not certain that a list is that of its day, now that its stories were read."""
        said, doubt = self.stories_say(key), listed.edition.doubt
        if listed.certainty is discover.Certainty.OPEN and said.say is discover.Say.UNCERTAIN:
            return doubt or Reason(code=Code.DAY_IN_DOUBT, wanted=key.date, text=said.text)
        is_settled = listed.certainty is not discover.Certainty.CONTESTED and said.say is discover.Say.THIS_DAY
        return None if is_settled else doubt

    def rules_of(self, key: EditionKey) -> str:
        """By which rules an edition was read before; empty where it was not."""
        state = self.run.state(key)
        return state.rules if state else ""

    def was_misread(self, key: EditionKey, listed: EditionListing) -> bool:
        """Whether an edition's stories were read badly, and by other rules than those of today."""
        state = self.run.state(key)
        if state is None or not state.rules or state.rules == listed.edition.rules:
            return False
        return outcome.is_misread(self.publication, *self.run.readings(key))

    def story_request(self, key: EditionKey, link: StoryLink, pending: PendingStories, *, held: bool) -> Request | None:
        """The request for a listed story; None, and its failure counted, where it is not requested.

        :param pending: counts it.
        :param held: it is held, and asked for only if it was changed.
        """
        pending.begin(link)
        if pending.refused_in_a_row >= ENOUGH_REFUSALS:
            pending.story_done(link, Reason(code=Code.NOT_ASKED_FOR), refused=True)
            return None
        try:
            address = discover.web_address(self.address(link))
            return Request(
                address,
                callback=self.story,
                errback=self.no_story,
                cb_kwargs={"key": key, "link": link},
                meta={SENDS: self.sends, HELD: self.held_page(address) if held else None, **self.meta(key)},
                dont_filter=True,
            )
        except discover.DiscoverError:
            self.failed(key, link, Reason(code=Code.NO_WEB_ADDRESS))
        except Exception as error:
            self.crashed(key, link, error)
        return None

    def held_page(self, address: str) -> Page | None:
        """The page of a story that is held, if it is all of the story: of several, each may have changed."""
        page = self.run.held_story(address)
        if page is None or not validators.conditions(page):
            return None
        goes_on = discover.onward(self.publication, page, os.environ) or reading.next_page(self.publication, page)
        return None if goes_on else page

    def failed(self, key: EditionKey, link: StoryLink, reason: Reason, *, refused: bool = False) -> None:
        """Count a listed story that could not be fetched, with the reason."""
        self.run.reporter.story(key, "failed")
        self.run.counts[f"failed: {reason.code}"] += 1
        if pending := self.pending.get(key):
            pending.story_done(link, reason, refused=refused)

    def crashed(self, key: EditionKey, link: StoryLink, error: BaseException) -> None:
        """Count a listed story that an unexpected exception has cost."""
        self.run.record_crash(f"the story {link.url}", error)
        self.run.reporter.story(key, "failed")
        if pending := self.pending.get(key):
            pending.story_done(link, of_error(error))

    def is_idle(self) -> bool:
        """Whether no request is under way, and no answer being read or stored."""
        engine = self.crawler.engine
        assert engine is not None, "a spider runs in an engine"
        slot = engine._slot
        waiting = slot is not None and slot.scheduler is not None and slot.scheduler.has_pending_requests()
        at_work = engine.scraper.slot is not None and not engine.scraper.slot.is_idle()
        return not (waiting or engine.downloader.active or at_work)

    def lost(self, key: EditionKey, link: StoryLink) -> None:
        """Count a listed story of which nothing came: neither a page, nor a failure."""
        self.crashed(key, link, LostError("nothing came of it: neither a page nor a failure"))

    def closed_edition(
        self, key: EditionKey, listed: EditionListing, index_failures: list[IndexFailure], pending: PendingStories
    ) -> ClosedEdition:
        """The outcome of an edition whose stories were all tried."""
        links = listed.edition.links
        supplements = [
            other.label
            for other in schedule.editions_on(self.publication, key.date)
            if other.supplement_of == key.label
            and key.supplement_of is None
            and (state := self.run.state(other))
            and state.outcome in (Outcome.BROKEN, Outcome.BLOCKED)
            and not state.listed  # one whose list was read answers for itself
        ]
        state = self.run.state(key)
        assert state is not None, "it was entered"
        same = self.run.same_texts(key)
        readings, usual_readings = self.run.readings(key)
        self.run.reporter.taken_out(len(same))
        collected = Collected(
            links=links,
            held=state.held - len(same),
            failures=[*pending.failures, *same],
            refused=pending.refused,
            index_failures=index_failures,
            gaps=listed.gaps,
            doubt=self.doubt(key, listed),
            missing_supplements=supplements,
            usual=self.run.usual_size(key),
            short=self.run.short_stories(key, self.publication.health.body_chars),
            readings=readings,
            usual_readings=usual_readings,
            changes=self.run.changes(self.publication, listed.edition),
            source=listed.source,
        )
        return outcome.with_index(self.publication, key, collected)

    def address(self, link: StoryLink) -> str:
        """The address to fetch for a listed story: the listed one, or what ``url_sub`` makes of it."""
        return discover.address_to_fetch(self.publication, link.url)

    def story(
        self,
        response: Response,
        key: EditionKey,
        link: StoryLink,
        so_far: Page | None = None,
        onward: discover.Onward | None = None,
    ) -> Iterator[FetchedStory | Request]:
        """Callback: hand a listed story's page to the pipelines, once all of its pages have come.

        :param so_far: the pages of the story that came before this one, as one.
        :param onward: what led from them to this one.
        """
        try:
            page = page_of(response, onward.url if onward else link.url)
            if so_far and onward and onward.stated and not reading.goes_on(so_far, page, self.publication):
                yield FetchedStory(page=so_far, key=key, link=link, publication=self.publication)
                return
            story = discover.joined(so_far, page, instead=onward is not None and onward.instead)
            following = discover.onward(self.publication, story, os.environ) or reading.next_page(
                self.publication, story
            )
            pages = (*story.teasers, story, *story.further)
            if following and sum(len(each.body) for each in pages) > PAGE_BYTES:
                too_long = Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES)
                yield self.cut_short(story, key, link, following.url, too_long)
                return
            if following:
                yield Request(
                    following.url,
                    callback=self.story,
                    errback=self.no_story,
                    cb_kwargs={"key": key, "link": link, "so_far": story, "onward": following},
                    meta={SENDS: following.sends, **self.meta(key)},
                    dont_filter=True,
                )
                return
        except Exception as error:
            self.crashed(key, link, error)
            return
        yield FetchedStory(page=story, key=key, link=link, publication=self.publication)

    def no_story(self, failure: Failure) -> Iterator[FetchedStory]:
        """Errback: count why a listed story's page has not come; where others of it have, these are the story."""
        request = failure.request  # type: ignore[attr-defined]
        key, link, so_far = request.cb_kwargs["key"], request.cb_kwargs["link"], request.cb_kwargs.get("so_far")
        assert failure.value is not None, "a failure has an error"
        if isinstance(failure.value, RunStoppedError):  # it was never requested, and is not waited for
            return
        try:
            if not is_expected_failure(failure.value):
                raise failure.value
            reason, refused = failure_of(failure.value)
        except Exception as error:
            self.crashed(key, link, error)
            return
        if so_far is None:
            self.failed(key, link, reason, refused=refused)
            return
        url = request.cb_kwargs["onward"].url
        self.run.counts[f"pages of stories failed: {reason.code}"] += 1
        yield self.cut_short(so_far, key, link, url, reason)

    def cut_short(self, so_far: Page, key: EditionKey, link: StoryLink, url: str, reason: Reason) -> FetchedStory:
        """A story without the page at an address and those behind it, with the reason."""
        return FetchedStory(
            page=replace(so_far, missing=url),
            key=key,
            link=link,
            publication=self.publication,
            cut_short=Reason(code=Code.STORY_CUT_SHORT, url=url, because=(reason,)),
        )

    def item_scraped(self, item: Any) -> None:
        """Signal: a story has passed the last pipeline."""
        if isinstance(item, StoredStory) and item.key in self.pending:
            failure = item.failure
            refused = failure is not None and failure.code is Code.WALL and failure.kind in walls.OF_THE_SITE
            self.checks = self.checks + 1 if refused else 0 if failure is None else self.checks
            self.pending[item.key].story_done(item.link, failure, refused=refused)

    def item_dropped(self, item: Any, response: Any, exception: BaseException) -> None:
        """Signal: the archive cannot be written, so stop fetching what would be lost."""
        if self.stopping is None:  # not awaited: the crawler stops only when this item is done with
            self.run.pace.stop()
            self.stopping = asyncio.ensure_future(self.crawler.stop_async())

    def item_error(self, item: Any, response: Any, failure: Failure) -> None:
        """Signal: a pipeline raised an unexpected exception; Scrapy has logged it, and it was counted by that."""
        fetched = getattr(item, "fetched", item)
        assert failure.value is not None, "a failure has an error"
        if pending := self.pending.get(fetched.key):
            pending.story_done(fetched.link, of_error(failure.value))
        self.run.reporter.story(fetched.key, "failed")
