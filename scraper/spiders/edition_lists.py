"""Read what one edition lists: each index of its newspaper in turn, until one is of that day.

an index      -> its steps and pages, fetched and captured -> IndexRead
its list      -> another day's, served again? then the next index
all of a list -> EditionListing: what the ledger enters
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from scrapy import Request
from scrapy.http import Response

from scraper import discover, schedule
from scraper.archive import ArchiveError
from scraper.collect import outcome, rules_followed
from scraper.collect.outcome import FailureKind, IndexFailure
from scraper.collect.run import CollectionRun
from scraper.drift import shapes
from scraper.drift.shapes import PageRead
from scraper.items import EditionKey, ListedEdition, Page
from scraper.limits import LISTED_STORIES
from scraper.publication import Index, Publication
from scraper.reasons import Code, Reason
from scraper.response_pages import HELD, page_of
from scraper.secret_downloads import SENDS
from scraper.spiders.failures import StatusError, index_failure, is_expected_failure

Answers = dict[discover.Question, Page | StatusError]  # to what was asked for one edition
HOUR = dt.timedelta(hours=1)
READER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IndexRead:
    """What one index lists, the pages it was read from, and the variables of its last step."""

    listing: discover.Listing
    pages: Sequence[PageRead]
    bound: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EditionListing:
    """An edition as listed, why the list is not whole, and how sure its day is before its stories are read."""

    edition: ListedEdition
    gaps: Sequence[Reason]
    certainty: discover.Certainty
    source: Reason | None = None  # a web archive, if its index is from one


class EditionLists:
    """Reads the lists of a newspaper's editions.

    :param run: captures their pages.
    :param download: fetches one page.
    :param again: the edition is held: its pages are asked for only if they were changed since.
    :param as_of: the moment at which an edition's indexes are to be asked; the present unless given.
    :param meta: what the requests for an index carry besides, of which the cover is none.
    """

    def __init__(
        self,
        publication: Publication,
        run: CollectionRun,
        download: Callable[[Request], Awaitable[Response]],
        *,
        again: bool = False,
        as_of: dt.datetime | None = None,
        meta: Callable[[Index | None], Mapping[str, Any]] = lambda index: {},
    ) -> None:
        self._publication = publication
        self._run = run
        self._download = download
        self._again = again
        self._as_of = as_of
        self._meta = meta
        self._answers: Answers = {}  # to what was asked for before, which is not asked again

    async def first(
        self, key: EditionKey, *, now: dt.datetime | None = None
    ) -> tuple[EditionListing | None, list[IndexFailure]]:
        """What the first index that can be read lists, and why each index tried before it gave nothing.

        :param now: the moment by which indexes are chosen; the present unless given.
        """
        index_failures: list[IndexFailure] = []
        usable = discover.indexes(self._publication, key, now=now or self._as_of or self._run.now, env=os.environ)
        for leader, *complements in discover.groups(usable):
            read = await self._read_index(leader, key, index_failures)
            if read and (another := self._another_list(key, leader, read.listing)):
                index_failures.append(another)
            elif read:
                more = [await self._read_index(index, key, index_failures) for index in complements]
                whole = discover.union([read.listing, *(other.listing for other in more if other)])
                pages = [page for each in (read, *more) if each for page in each.pages]
                return await self._edition_listing(key, replace(read, listing=whole, pages=pages)), index_failures
        return None, index_failures

    def _another_list(self, key: EditionKey, index: Index, listing: discover.Listing) -> IndexFailure | None:
        """Why a list is that of the edition before or after, served again; None where it is not."""
        share = self._run.repeated(key, listing.links)
        reason = outcome.repeated_list(self._publication, listing.links, share)
        is_open = self._publication.health.date_must_match and listing.certainty is discover.Certainty.OPEN
        if reason is None and is_open and self._run.is_the_same(key, listing.links):
            reason = Reason(code=Code.REPEATED, share=1.0, limit=round(self._publication.health.repeat_max, 2))
        if reason is None:
            return None
        return IndexFailure(FailureKind.ANOTHER_DAY, replace(reason, index=index.name), listing.links)

    async def shows_before(self, key: EditionKey) -> tuple[EditionKey, bool] | None:
        """The edition before one that is not there, and whether the index still shows it; None where that is not known.

        It is asked once for the edition before: where that is shown, this one has not appeared; where it is not, it is
        the index that has changed. It is asked again only when the edition is overdue.
        """
        state = self._run.state(key)
        is_overdue = self._run.now >= schedule.overdue_at(self._publication, key.date, key.label)
        before = self._run.edition_before(key) if is_overdue or state is None or not state.last_collected else None
        if before is None:
            return None
        # As on its own day, when it was the newest: an address without a date shows no other.
        now = min(self._run.now, schedule.ready_at(self._publication, before.date, before.label) + HOUR)
        listed, index_failures = await self.first(before, now=now)
        kinds = {failure.kind for failure in index_failures}
        if listed is None and not kinds:
            return None
        return before, listed is not None or not kinds <= {FailureKind.ABSENT, FailureKind.BROKEN}

    async def _read_index(self, index: Index, key: EditionKey, index_failures: list[IndexFailure]) -> IndexRead | None:
        """Fetch all steps and pages of one index; None, and its failure added to the list, if it cannot be read."""
        pages: list[PageRead] = []
        failures: list[Exception] = []
        try:
            walk = discover.IndexWalk(self._publication, index, key, env=os.environ)
            while walk.waiting:
                request = walk.waiting.pop(0)
                try:
                    page = await self._answer(request, self._meta(index))
                    result = await self._in_reader(walk.read, request, page)
                    pages.append(PageRead(result, page, lists=request.step == len(index.fetches) - 1))
                except ArchiveError:
                    raise
                except Exception as error:  # one page of several
                    self._note_bug(error, f"the index '{index.name}' of {key.date} of {self._publication.slug}")
                    failures.append(error)
                    walk.missing(request, index_failure(index, error).reason)
            return IndexRead(listing=await self._in_reader(walk.listing), pages=pages, bound=walk.bound)
        except ArchiveError:
            raise
        except Exception as error:
            if not failures:
                self._note_bug(error, f"the index '{index.name}' of {key.date} of {self._publication.slug}")
            outranks = not failures or isinstance(error, discover.AnotherDayError)
            index_failures.append(index_failure(index, error if outranks else failures[0]))
        return None

    async def _in_reader(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function that reads a page of an index beside the event loop: 50,000 entries take their time.

        One thread does so for all newspapers, since each page may take much memory while it is read.
        """
        return await asyncio.get_running_loop().run_in_executor(READER, functools.partial(function, *arguments))

    def _note_bug(self, error: Exception, doing: str) -> None:
        """Record an exception that neither the site nor the network explains."""
        if not is_expected_failure(error):
            self._run.record_crash(doing, error)

    async def _answer(self, wanted: discover.IndexRequest, meta: Mapping[str, Any]) -> Page:
        """One page of an index, from the answers so far or from the site.

        :raises StatusError: its address answers with an error.
        """
        question, answers = discover.question(wanted), self._answers
        if question not in answers:
            try:
                answers[question] = await self._index_page(wanted, meta)
            except StatusError as error:
                answers[question] = error
        known = answers[question]
        if isinstance(known, StatusError):
            raise known
        return known

    async def _index_page(self, wanted: discover.IndexRequest, meta: Mapping[str, Any]) -> Page:
        """One page of an index, fetched and captured.

        :raises StatusError: its address answers with an error.
        """
        held = self._run.held_index(wanted.url) if self._again and wanted.post is None else None
        meta = {SENDS: wanted.sends, HELD: held, **meta}
        request = Request(wanted.url, headers=dict(wanted.headers), meta=meta, dont_filter=True)
        if wanted.post:
            request = request.replace(method="POST", body=wanted.post.body)
            request.headers["Content-Type"] = wanted.post.content_type
        page = page_of(await self._download(request), wanted.url)
        page = replace(page, post=wanted.post)
        if page.status >= 400:
            raise StatusError(page.status, wanted.url)
        await self._run.capture_index(page)
        return page

    async def _edition_listing(self, key: EditionKey, read: IndexRead) -> EditionListing:
        """A listing with what the ledger needs besides: the edition's key, name and cover."""
        rules = schedule.supplement_rules(self._publication, key) or schedule.label_rules(self._publication, key)
        links, gaps = read.listing.links, read.listing.gaps
        if len(links) > LISTED_STORIES:
            gaps = (*gaps, Reason(code=Code.LIST_TOO_LONG, number=len(links), most=LISTED_STORIES))
        shape = await self._in_reader(shapes.of_index, self._publication, read.listing.index, read.pages, links)
        edition = ListedEdition(
            key=key,
            links=tuple(replace(link, doubtful=read.listing.doubt is not None) for link in links[:LISTED_STORIES]),
            index_name=read.listing.index,
            index_url=read.pages[0].page.url,
            name=(rules.name or rules.id) if rules else "",
            title=read.listing.title,
            issue=read.listing.number,
            cover_url=await self._cover(key, read),
            doubt=read.listing.doubt,
            rules=rules_followed.fingerprint(self._publication, read.listing.index),
            unverified=rules_followed.unverified(self._publication),
            publication_title=self._publication.title,
            shape=shape.as_json(),
        )
        memento = read.pages[0].page.memento
        source = Reason(code=Code.FROM_WEB_ARCHIVE, url=memento.url) if memento else None
        return EditionListing(edition, gaps, read.listing.certainty, source)

    async def _cover(self, key: EditionKey, read: IndexRead) -> str:
        """The address of the front page's image; empty where there is none, or its page cannot be fetched."""
        url = discover.cover_page(self._publication, key, read.bound)
        pages = (each.page for each in read.pages)
        page = next((page for page in pages if url in (page.url, page.requested_url)), None)
        if url and page is None:
            try:
                sends = discover.sent(self._publication.cover, self._publication.variables)
                page = await self._index_page(discover.IndexRequest(url=url, sends=sends), self._meta(None))
            except ArchiveError:
                raise
            except Exception as error:  # an edition without its cover is an edition all the same
                self._note_bug(error, f"the cover of {key.date} of {self._publication.slug}")
                return ""
        return discover.cover_address(self._publication, key, read.bound, page)
