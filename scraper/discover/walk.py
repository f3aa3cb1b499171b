"""The walk over the pages of one index: what to fetch next, and what all of them list in the end (pure)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scraper.discover import filters
from scraper.discover.errors import DiscoverError
from scraper.discover.index_pages import IndexPage, read
from scraper.discover.listings import Listing, listing
from scraper.discover.requests import IndexRequest, at_page, first_requests
from scraper.items import EditionKey, Page, Post
from scraper.limits import INDEX_PAGES, LIST_BYTES
from scraper.publication import Fetch, Index, Publication
from scraper.reasons import Code, Reason

ENOUGH_UNANSWERED = 3  # in a row: the site does not want us, or is down
MOST_PAGES = 200  # of a list whose pages are numbered without end, unless its publication file says otherwise


Question = tuple[str, Post | None, tuple[tuple[str, str], ...]]  # what a site is told: address, body, headers


class IndexWalk:
    """One index of an edition, page by page. Whoever walks fetches each request in ``waiting`` and takes it out:

        walk = IndexWalk(publication, index, edition, env=os.environ)
        while walk.waiting:
            request = walk.waiting.pop(0)
            ...                            # walk.read(request, page), or walk.missing(request, reason)
        listing = walk.listing()

    The order in which pages come makes no difference to the listing.

    :param env: the environment; only variables that the publication file names are used.
    :param given: values for names that a ``let`` would bind; leading steps that bind only these are skipped.
    :raises DiscoverError: a template names a variable without a value, or an address is none.
    """

    def __init__(
        self,
        publication: Publication,
        index: Index,
        edition: EditionKey,
        *,
        env: Mapping[str, str],
        given: Mapping[str, str] | None = None,
    ) -> None:
        self.publication = publication
        self.index = index
        self.edition = edition
        self.waiting: list[IndexRequest] = list(first_requests(publication, index, edition, env=env, given=given))
        self.pages: list[IndexPage] = []  # those that were read, in the order they came
        self.bound: Mapping[str, str] = {}  # the variables of the page that was read last
        self.gaps: list[Reason] = []  # why the list is not whole, besides what its pages say
        self._answers: dict[Question, Page] = {}
        self._asked = 0  # pages that came or are missing
        self._bytes = 0  # of those that came, which are kept until all are read
        self._unanswered = 0  # of these in a row
        self._newest: dict[tuple[int, ...], dt.date] = {}  # day on numbered pages, by their list
        self._listed: defaultdict[tuple[int, ...], set[str]] = defaultdict(set)  # of numbered pages, by their list

    def read(self, request: IndexRequest, page: Page) -> IndexPage:
        """Read a page that came; what it leads to is waiting then.

        A page that leads to one that came before, as the first page of a paper to itself, has that one read for the
        next step, and nothing is asked for twice.

        :raises DiscoverError: the page cannot be read, and the index with it.
        """
        self._answers[question(request)] = page
        self._bytes += len(page.body)
        result = self._read(request, page)
        following = list(result.requests)
        while following:
            after = following.pop(0)
            if held := self._answers.get(question(after)):
                try:
                    following = [*self._read(after, held).requests, *following]
                except DiscoverError as error:
                    self.missing(after, error.reason(self.index.name))
            else:
                self.waiting.append(after)
        self._count_asked()
        return result

    def _count_asked(self) -> None:
        """End the walk behind INDEX_PAGES pages, or as many as the file asks for: a page may lead to any number.

        Pages of more than LIST_BYTES together end it as well.
        """
        self._asked += 1
        most = max(INDEX_PAGES, *map(_pages_asked_for, self.index.fetches))
        if (self._asked >= most or self._bytes > LIST_BYTES) and self.waiting:
            self.gaps.append(Reason(code=Code.LIST_GOES_ON, most=self._asked, url=self.waiting[0].url))
            self.waiting.clear()

    def _read(self, request: IndexRequest, page: Page) -> IndexPage:
        if request.counted and request.page_number > 1 and not page.body.strip():  # behind the last page
            result = IndexPage(step=request.step, order=request.order, url=page.url, empty=True)
        else:
            result = read(self.publication, self.index, self.edition, request, page)
        self._unanswered = 0
        most = self._most_pages(request)
        if request.counted and most is not None and request.page_number > most:
            if self._leads_on(request.counted, result):
                self.gaps.append(Reason(code=Code.LIST_GOES_ON, most=most, url=request.url))
            return replace(result, requests=())
        self.pages.append(result)
        self.bound = request.variables
        if request.counted:
            self._count_on(request, request.counted, result)
        return result

    def missing(self, request: IndexRequest, reason: Reason) -> None:
        """Note that a page could not be had or read: the list goes on without it, and has a gap.

        Several in a row that the site refused or did not answer end the walk; that a page is not there does not.

        :param reason: why, with the status of the answer.
        """
        self._count_asked()
        ends_list = request.page_number > 1 and request.counted is not None and reason.code is Code.NOT_FOUND
        if ends_list or self.index.fetches[request.step].optional:
            return
        self._note_missing(request, reason)
        self._unanswered = 0 if reason.code is Code.NOT_FOUND else self._unanswered + 1
        if self._unanswered >= ENOUGH_UNANSWERED and self.waiting:
            self._note_missing(self.waiting[0], Reason(code=Code.NOT_ASKED_FOR))
            self.waiting.clear()

    def listing(self) -> Listing:
        """The edition that the pages list.

        :raises DiscoverError: they list no story; the error names the step.
        """
        return listing(self.publication, self.index, self.edition, self.pages, self.gaps)

    def _note_missing(self, request: IndexRequest, reason: Reason) -> None:
        because = (replace(reason, index="", place="", url=""),)
        self.gaps.append(Reason(code=Code.LIST_PAGE_MISSING, url=request.url, because=because))

    def _count_on(self, request: IndexRequest, counted: IndexRequest, result: IndexPage) -> None:
        """Ask for the next of a list's numbered pages, unless this one is the last.

        The page behind as many as may be read is asked for too: it shows whether the list was whole.
        """
        fetch = self.index.fetches[request.step]
        assert fetch.pages is not None, "its pages are counted"
        number = fetch.pages.first + request.page_number * fetch.pages.step
        is_over = fetch.pages.last is not None and number > fetch.pages.last
        is_picked = fetch.pick == "first" and result.requests
        if self._leads_on(counted, result) and not is_over and not is_picked:
            self.waiting.append(at_page(counted, fetch.pages, request.page_number + 1))

    def _leads_on(self, counted: IndexRequest, result: IndexPage) -> bool:
        """Whether more of a numbered list may stand behind this page of it.

        Not where it listed nothing that those before it had not, nor where a list that begins with the newest has come
        to days that the filters do not keep.
        """
        before, newest_before = self._listed[counted.order], self._newest.get(counted.order, dt.date.min)
        is_new = not result.listed <= before
        before |= result.listed
        days = result.listed_days
        if not is_new or not days:
            return is_new
        newest = self._newest[counted.order] = max(days)
        first = filters.first_day_kept(self.publication, self.index, result.step, self.edition.date)
        is_sorted = list(days) == sorted(days, reverse=True) and (days[-1] < newest or newest < newest_before)
        return first is None or newest >= first or not is_sorted

    def _most_pages(self, request: IndexRequest) -> int | None:
        """How many of a list's numbered pages may be read; None for as many as its file numbers."""
        fetch = self.index.fetches[request.step]
        if fetch.max_pages > 1:
            return fetch.max_pages
        return None if fetch.pages is None or fetch.pages.last is not None else MOST_PAGES


def _pages_asked_for(fetch: Fetch) -> int:
    """How many pages of a list its file numbers or lets through."""
    pages = fetch.pages
    numbered = 0 if pages is None or pages.last is None else (pages.last - pages.first) // pages.step + 1
    return max(fetch.max_pages, numbered)


def question(request: IndexRequest) -> Question:
    """What a site is told of a request: two requests that ask the same have one answer."""
    return request.url, request.post, tuple(sorted(request.headers.items()))
