"""The walk over the pages of one index: what to fetch next, and what all of them list in the end (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from scraper.discover.errors import DiscoverError
from scraper.discover.index_pages import IndexPage, read
from scraper.discover.listings import Listing, listing
from scraper.discover.requests import IndexRequest, at_page, first_requests
from scraper.items import EditionKey, Page, Post
from scraper.publication import Index, Publication
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
        self._unanswered = 0  # pages in a row
        self._listed: defaultdict[tuple[int, ...], set[str]] = defaultdict(set)  # of numbered pages, by their list

    def read(self, request: IndexRequest, page: Page) -> IndexPage:
        """Read a page that came; what it leads to is waiting then.

        A page that leads to one that came before, as the first page of a paper to itself, has that one read for the
        next step, and nothing is asked for twice.

        :raises DiscoverError: the page cannot be read, and the index with it.
        """
        self._answers[question(request)] = page
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
        return result

    def _read(self, request: IndexRequest, page: Page) -> IndexPage:
        if request.counted and request.page_number > 1 and not page.body.strip():  # behind the last page
            result = IndexPage(step=request.step, order=request.order, url=page.url, empty=True)
        else:
            result = read(self.publication, self.index, self.edition, request, page)
        self.pages.append(result)
        self._unanswered = 0
        self.bound = request.variables
        if request.counted:
            self._count_on(request, request.counted, result)
        return result

    def missing(self, request: IndexRequest, reason: Reason) -> None:
        """Note that a page could not be had or read: the list goes on without it, and has a gap.

        Several in a row that the site refused or did not answer end the walk; that a page is not there does not.

        :param reason: why, with the status of the answer.
        """
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
        """Ask for the next of a list's numbered pages, unless this one listed nothing that those before it had not."""
        fetch = self.index.fetches[request.step]
        assert fetch.pages is not None, "its pages are counted"
        before = self._listed[counted.order]
        is_new = not result.listed <= before
        before |= result.listed
        following = at_page(counted, fetch.pages, request.page_number + 1)
        number = fetch.pages.first + request.page_number * fetch.pages.step
        is_over = fetch.pages.last is not None and number > fetch.pages.last
        if not is_new or is_over or (fetch.pick == "first" and result.requests):
            return
        most = fetch.max_pages if fetch.max_pages > 1 else None if fetch.pages.last is not None else MOST_PAGES
        if most is not None and request.page_number >= most:
            self.gaps.append(Reason(code=Code.LIST_GOES_ON, most=most, url=following.url))
        else:
            self.waiting.append(following)


def question(request: IndexRequest) -> Question:
    """What a site is told of a request: two requests that ask the same have one answer."""
    return request.url, request.post, tuple(sorted(request.headers.items()))
