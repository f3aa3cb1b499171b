"""The walk over the pages of one index: what to fetch next, and what all of them list in the end (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.discover.index_pages import IndexPage, read
from scraper.discover.listings import Listing, listing
from scraper.discover.requests import IndexRequest, first_requests
from scraper.items import EditionKey, Page
from scraper.publication import Index, Publication
from scraper.reasons import Reason


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

    def read(self, request: IndexRequest, page: Page) -> IndexPage:
        """Read a page that came; what it leads to is waiting then.

        :raises DiscoverError: the page cannot be read, and the index with it.
        """
        result = read(self.publication, self.index, self.edition, request, page)
        self.pages.append(result)
        self.waiting += result.requests
        self.bound = request.variables
        return result

    def missing(self, request: IndexRequest, reason: Reason) -> bool:
        """Note that a page could not be had; whether the walk can go on without it.

        :param reason: why, with the status of the answer.
        """
        return self.index.fetches[request.step].optional

    def listing(self) -> Listing:
        """The edition that the pages list.

        :raises DiscoverError: they list no story; the error names the step.
        """
        return listing(self.publication, self.index, self.edition, self.pages)
