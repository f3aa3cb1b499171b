"""An index read again from pages that were fetched before, by the rules of today (pure: the caller has the pages).

publication, edition, what answers a request  ->  Reading: what its first index that can be read lists, its shape
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scraper import discover
from scraper.discover import DiscoverError, IndexRequest, IndexWalk
from scraper.drift import shapes
from scraper.drift.shapes import PageRead, Shape
from scraper.items import EditionKey, Page, StoryLink
from scraper.publication import Index, Publication

Answer = Callable[[IndexRequest], Page | None]  # None: it was not kept, or did not come
NO_PAGE = "no page of it is there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one index lists, or why nothing.

    :param page: the page that lists its stories, or would; None where none came.
    :param came: whether any page of it did.
    """

    key: EditionKey
    index: Index
    links: Sequence[StoryLink] = ()
    shape: Shape | None = None
    failure: str = ""
    page: Page | None = None
    came: bool = False


def read_again(
    publication: Publication, key: EditionKey, answer: Answer, *, now: dt.datetime, env: Mapping[str, str]
) -> Reading | None:
    """What the first index of an edition that can be read lists; else the first of which a page came, or the first.

    :param now: the moment at which it is read: an index may be usable for a few days.
    :param env: the environment; only variables that the publication file names are used.
    :returns: None where no index can be asked for this edition.
    """
    failed: list[Reading] = []
    for leader, *complements in discover.groups(discover.indexes(publication, key, now=now, env=env)):
        first, read = _read(publication, leader, key, answer, env)
        if first.failure:
            failed.append(first)
            continue
        links, pages = list(first.links), list(read)
        for other in complements:
            more, of_other = _read(publication, other, key, answer, env)
            known = {link.url for link in links}
            links += [link for link in more.links if link.url not in known]
            pages += of_other
        shape = shapes.of_index(publication, leader.name, pages, links)
        return Reading(key=key, index=leader, links=tuple(links), shape=shape, page=first.page, came=True)
    return next((each for each in failed if each.came), next(iter(failed), None))


def _read(
    publication: Publication, index: Index, key: EditionKey, answer: Answer, env: Mapping[str, str]
) -> tuple[Reading, Sequence[PageRead]]:
    """One index alone, and its pages."""
    read: list[PageRead] = []
    page: Page | None = None
    try:
        walk = IndexWalk(publication, index, key, env=env)
        while walk.waiting:
            request = walk.waiting.pop(0)
            came = answer(request)
            if came is None:
                if page is None:
                    return Reading(key=key, index=index, failure=NO_PAGE), ()
                continue
            lists = request.step == len(index.fetches) - 1
            page = came if lists or page is None else page
            read.append(PageRead(walk.read(request, came), came, lists))
        links = walk.listing().links
    except DiscoverError as error:
        failure = " ".join(f"{error.sentence} {error.detail}".split())
        return Reading(key=key, index=index, failure=failure, page=page, came=page is not None), ()
    return Reading(key=key, index=index, links=links, page=page, came=True), read
