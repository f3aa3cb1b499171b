"""The pages of editions' indexes that the captures have, for reading them again by the rules of today."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scraper.captures import manifest, reader
from scraper.captures.contents import IndexPage
from scraper.captures.saved_pages import CapturesError
from scraper.discover import IndexRequest
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Page, Post

MOST_PAGES = 100  # of indexes that wait for the record of their edition behind them
Asked = tuple[str, Post | None]


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """An edition with the pages that were captured of indexes before its record was, by what was asked for."""

    key: EditionKey
    fetched: dt.datetime
    pages: Mapping[Asked, Page]

    @property
    def answer(self) -> Callable[[IndexRequest], Page | None]:
        """Gives the page that was captured for a request."""
        return lambda request: self.pages.get((request.url, request.post)) or self.pages.get((request.url, None))


def kept(folder: Path, slug: str, since: dt.date) -> list[KeptIndex]:
    """The indexes of a newspaper's editions from this day on, the last look at each, the oldest edition first.

    :param folder: of the captures.
    :raises OSError: a file cannot be read.
    """
    found: dict[EditionKey, KeptIndex] = {}
    for file in manifest.files(folder):
        if dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC).date() < since - dt.timedelta(days=1):
            continue  # what was written before these days knows nothing of them
        with contextlib.suppress(CapturesError):
            for each in _of_file(file, slug):
                if each.key.date >= since:
                    before = found[each.key].pages if each.key in found else {}  # a page may be as it was
                    found[each.key] = replace(each, pages={**before, **each.pages})
    return [found[key] for key in sorted(found)]


def _of_file(file: Path, slug: str) -> Iterator[KeptIndex]:
    waiting: deque[Page] = deque(maxlen=MOST_PAGES)
    for read in reader.read(file):
        match read.content:
            case IndexPage(page=page):
                waiting.append(page)
            case ListedEdition(key=key) | ClosedEdition(key=key) if key.publication == slug and waiting:
                pages = {(url, page.post): page for page in waiting for url in (page.url, page.requested_url) if url}
                # How it ended is written down behind its stories: what its list was read from is what counts.
                yield KeptIndex(key, waiting[-1].fetched, pages)
            case _:
                pass
