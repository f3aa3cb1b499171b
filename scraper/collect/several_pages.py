"""Stories in several pages among captures of others: their pages, one record each, become one page with the others.

They are held back until all files are read, since the pages of one story may be far apart, and saved pages are files of
their own. Our own captures need none of this: they say which pages are one story's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scraper import discover, extract, reading
from scraper.captures.reader import Read
from scraper.extract import Neighbours
from scraper.items import Page, Rejected
from scraper.reasons import Code, Reason
from scraper.urls import canonical

MOST_BYTES = 100_000_000  # of pages that are held back; then those that there are are joined


@dataclass(frozen=True, slots=True)
class _Held:
    """A page of a story in several."""

    read: Read
    page: Page
    neighbours: Neighbours


class SeveralPages:
    """Holds back what may be one of several pages of a story, and gives stories as one page each."""

    def __init__(self) -> None:
        self._held: list[_Held] = []
        self._bytes = 0

    def apart(self, reads: Iterable[Read]) -> Iterator[Read]:
        """The records but those that are held back, and of these what has become too much to hold."""
        for read in reads:
            if not self._holds(read):
                yield read
            elif self._bytes > MOST_BYTES:
                yield from self.joined()

    def _holds(self, read: Read) -> bool:
        page = read.content
        if not isinstance(page, Page) or page.further or page.teasers or not reading.may_hold_story(page.content_type):
            return False
        neighbours = extract.neighbours(page)
        if neighbours == Neighbours():
            return False
        self._held.append(_Held(read, page, neighbours))
        self._bytes += len(page.body)
        return True

    def joined(self) -> Iterator[Read]:
        """What is held back, each story with those of its pages that go on with it; what belongs to none, by itself.

        Of several captures of a story each has the pages that were fetched at nearly the same time.
        """
        held, self._held, self._bytes = self._held, [], 0
        by_address: dict[str, list[_Held]] = {}
        for each in held:
            by_address.setdefault(canonical(each.page.url), []).append(each)
        joined: set[int] = set()
        for each in held:
            if each.neighbours.before in by_address:
                continue
            firsts = by_address[canonical(each.page.url)]
            story, last = each.page, each
            while last.neighbours.after in by_address and len(story.further) + 1 < discover.MOST_PAGES:
                captures = by_address[last.neighbours.after]
                of_this = [one for one in captures if _nearest(firsts, one.page.fetched) is each]
                following = _nearest(of_this, each.page.fetched)
                if following is None or not reading.goes_on(story, following.page):
                    break
                story, last = discover.joined(story, following.page), following
                joined.add(id(following))
            joined.add(id(each))
            yield replace(each.read, content=story)
        parts = {canonical(each.page.url) for each in held if id(each) in joined}
        for each in held:
            if id(each) in joined:
                continue
            if canonical(each.page.url) in parts:  # another capture of a page that a story has
                reason = Reason(code=Code.NOT_A_PAGE, kind="further page of a story")
                yield replace(each.read, content=Rejected(url=each.page.url, reason=reason))
            else:
                yield each.read


def _nearest(captures: Iterable[_Held], moment: dt.datetime) -> _Held | None:
    """The capture that was fetched at nearly the same time; None of none."""
    return min(captures, key=lambda each: abs(each.page.fetched - moment), default=None)
