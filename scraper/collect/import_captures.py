"""Captures -> the archive: WARC, WACZ and saved pages go through the same steps 5 to 8 as a live collection.

Pages are read on all cores and stored in the order of their records, so an import and a rebuild end in the same rows
however many cores there are.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from scraper import catalogue, reading
from scraper.archive import ArchiveError, explaining
from scraper.archive.write import ledger, stories
from scraper.captures import reader as captures
from scraper.captures.reader import FetchedImage, Read, Revisit
from scraper.collect.run import CRASHED, CollectionRun
from scraper.items import (
    Capture,
    ClosedEdition,
    EditionKey,
    ListedEdition,
    Page,
    Rejected,
    Story,
    StoryLink,
    WithheldStory,
)
from scraper.reasons import Code, Reason, of_error

Placement = tuple[EditionKey, StoryLink]
IN_FLIGHT = 8  # pages for each core that are being read while earlier ones are stored
WORTH_A_POOL = 2_000_000  # bytes of input from which several processes are worth their start


logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Crash:
    """A bug that a page has met, as another process can tell it: not every exception can be sent."""

    reason: Reason
    traceback: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record on its way: what it holds, and the reading of its page, under way elsewhere."""

    read: Read
    result: Future[Story | Rejected | Crash] | None = None
    placement: Placement | None = None


def import_captures(
    desk: CollectionRun,
    files: Sequence[Path],
    *,
    url: str = "",
    cores: int | None = None,
    in_place: bool = False,
    progress: Callable[[Path, int], None] = lambda file, done: None,
) -> None:
    """Store every story that these files hold.

    :param url: the address of a saved page that does not name its own.
    :param cores: processes to read pages with; all cores unless given.
    :param in_place: refer to the given files instead of copying their records into the captures (a rebuild).
    :param progress: is told for a file how many of its bytes are done.
    """
    cores = cores or os.cpu_count() or 1
    if sum(file.stat().st_size for file in files) < WORTH_A_POOL:
        cores = 1
    with _pool(cores) as pool:
        for file in files:
            try:
                for waiting in _ahead(desk, file, url, pool, limit=cores * IN_FLIGHT):
                    _contained(desk, waiting, in_place=in_place)
                    progress(file, waiting.read.progress)
            except captures.CapturesError as error:
                desk.reporter.say(f"Left out: {error}")
                desk.counts["files left out"] += 1
            except OSError as error:
                desk.reporter.say(f"Left out: {file}: {error.strerror or error}")
                desk.counts["files left out"] += 1
            except (ArchiveError, BrokenExecutor):
                raise
            except Exception as error:  # a bug costs what follows in this file, and not the other files
                desk.crash(f"the rest of {file}", error)
                desk.counts["files left out"] += 1
            progress(file, file.stat().st_size)
            desk.counts["files"] += 1
    for slug in sorted(ledger.collected(desk.db)):
        if publication := catalogue.known(slug):
            desk.expect(publication)


class _Here:
    """Reads pages in this very process, for small inputs."""

    def __enter__(self) -> _Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(
        self, function: Callable[..., Story | Rejected | Crash], *arguments: object
    ) -> Future[Story | Rejected | Crash]:
        future: Future[Story | Rejected | Crash] = Future()
        future.set_result(function(*arguments))
        return future


def _pool(cores: int) -> ProcessPoolExecutor | _Here:
    if cores == 1:
        return _Here()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scraper.reading", "numpy"])
    return ProcessPoolExecutor(cores, mp_context=context)


def _ahead(
    desk: CollectionRun, file: Path, url: str, pool: ProcessPoolExecutor | _Here, *, limit: int
) -> Iterator[Waiting]:
    """The file's records in their order, their pages read some way ahead."""
    line: deque[Waiting] = deque()
    for read in captures.read(file, url=url):
        content = read.content
        if isinstance(content, ListedEdition | ClosedEdition):  # what follows depends on it
            yield from _drained(line)
            yield Waiting(read)
            continue
        if isinstance(content, Page):
            if desk.holds(content, _digest(content)):
                line.append(Waiting(read))
            else:
                placement = desk.placement(content)
                slug = placement[0].publication if placement else None
                future = pool.submit(read_page, content, slug, placement, desk.withhold)
                line.append(Waiting(read, future, placement))
        else:
            line.append(Waiting(read))
        if len(line) >= limit:
            yield line.popleft()
    yield from _drained(line)


def _drained(line: deque[Waiting]) -> Iterator[Waiting]:
    while line:
        yield line.popleft()


def read_page(
    page: Page, slug: str | None, placement: Placement | None, withhold: bool = False
) -> Story | Rejected | Crash:
    """Steps 5 to 7, in whatever process; what one page breaks does not end the import of a million others."""
    try:
        return reading.read(
            page,
            newspapers=catalogue,
            environment=os.environ,
            link=placement,
            publication=catalogue.known(slug) if slug else None,
            withhold=withhold,
        )
    except catalogue.PublicationError as error:
        return Rejected(url=page.url, reason=of_error(error, Code.UNREADABLE))
    except Exception as error:
        return Crash(of_error(error), traceback.format_exc())


def _digest(page: Page) -> str:
    return hashlib.sha256(page.body).hexdigest()


def _contained(desk: CollectionRun, waiting: Waiting, *, in_place: bool) -> None:
    """Store one record; a bug costs this record only, is counted, and is in the log with its traceback."""
    url = getattr(waiting.read.content, "url", "") or waiting.read.file
    try:
        with explaining(desk.path):
            _settle(desk, waiting, in_place=in_place)
    except (ArchiveError, BrokenExecutor):
        raise
    except catalogue.PublicationError as error:
        _reject(desk, Rejected(url=url, reason=of_error(error, Code.UNREADABLE)))
    except Exception as error:
        desk.crash(f"the record of {url}", error)
        _reject(desk, Rejected(url=url, reason=of_error(error)))


def _settle(desk: CollectionRun, waiting: Waiting, *, in_place: bool) -> None:
    """Store one record, or count why not."""
    content = waiting.read.content
    match content:
        case ListedEdition():
            if publication := catalogue.known(content.key.publication):
                ledger.enter(desk.db, publication, content, run_id=desk.run_id)
        case ClosedEdition():
            if publication := catalogue.known(content.key.publication):
                ledger.close(desk.db, publication, content, run_id=desk.run_id)
                desk.counts[f"editions {content.outcome}"] += 1
        case Rejected():
            _reject(desk, content)
        case FetchedImage():
            capture = _capture(content.page, waiting.read) if in_place else desk.capture_image(content.page)
            desk.store_image(content.page, capture)
        case Revisit():
            if stories.revisited(desk.db, content.url, content.original, content.fetched):
                desk.counts["stories unchanged"] += 1
            else:
                _reject(desk, Rejected(url=content.url, reason=Reason(code=Code.NO_ORIGINAL, url=content.original)))
        case WithheldStory(story=story, page=page, sha256=sha256):
            if desk.holds(page, sha256, withheld=True):
                return
            story = replace(story, placement=ledger.placement_of(desk.db, page.requested_url or page.url))
            capture = _capture(page, waiting.read, sha256) if in_place else desk.capture_withheld(page, story, sha256)
            desk.store(story, capture, catalogue.known(story.publication))
        case Page() if waiting.result is not None:
            result = waiting.result.result()
            if isinstance(result, Crash):
                logger.error("A bug: reading %s failed\n%s", content.url, result.traceback)
                desk.counts[CRASHED] += 1
                result = Rejected(url=content.url, reason=result.reason)
            if isinstance(result, Rejected):
                _reject(desk, result)
                return
            if result.withheld and desk.holds(content, _digest(content), withheld=True):
                return
            if in_place:
                capture = _capture(content, waiting.read)
            elif result.withheld:
                capture = desk.capture_withheld(content, result)
            else:
                capture = desk.capture(content)
            desk.store(result, capture, catalogue.known(result.publication))


def _reject(desk: CollectionRun, rejected: Rejected) -> None:
    desk.reject(rejected)
    if rejected.reason.code is not Code.NOT_A_PAGE:
        desk.reporter.rejected(rejected)


def _capture(page: Page, read: Read, sha256: str = "") -> Capture:
    """The capture that the record itself is; the hash of its page is given where the page is not kept."""
    return Capture(
        url=page.url,
        fetched=page.fetched,
        sha256=sha256 or _digest(page),
        file=read.file,
        offset=read.offset,
        length=read.length,
        status=page.status,
        content_type=page.content_type,
    )
