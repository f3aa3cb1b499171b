"""The desk: where what a run fetched is captured and stored. One desk serves all newspapers of a run.

It is the acting edge behind the pipelines and the import: it owns the lock, the database, the capture files and the
run's row, counts what happens, and tells a ``Reporter``, which may show it to a person.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from scraper import archive, schedule, thumbnails
from scraper.archive.write import images, ledger, runs, stories
from scraper.captures.edition_records import IMAGE, INDEX
from scraper.captures.writer import CaptureWriter
from scraper.collect.pace import Clock, Pace
from scraper.items import (
    Capture,
    ClosedEdition,
    EditionKey,
    ListedEdition,
    Outcome,
    Page,
    Rejected,
    Story,
    StoryLink,
)
from scraper.publication import Publication
from scraper.reasons import Code, Reason, of_error

CRASHED = "crashed"  # in the counts of a run: bugs of this program, each in the log with its traceback
SPIDERS_FAILED = "spiders failed"  # newspapers whose collection could not go on at all

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class Reporter:
    """Is told what happens; this one keeps it to itself."""

    def listed(self, edition: ListedEdition, missing: int) -> None:
        """An edition's index was read."""

    def story(self, key: EditionKey | None, what: str) -> None:
        """A story was added, changed, found unchanged or failed."""

    def closed(self, edition: ClosedEdition, state: ledger.EditionState) -> None:
        """The collection of an edition has ended."""

    def skipped(self, key: EditionKey, state: ledger.EditionState) -> None:
        """An edition needed nothing: it is held."""

    def rejected(self, rejected: Rejected) -> None:
        """A page that was given did not become a story."""

    def image(self, failure: Reason | None) -> None:
        """An image was fetched; ``failure`` says why there is no thumbnail of it, and is None where there is."""

    def say(self, message: str) -> None:
        """Something a person should know."""


def _explained(method: Callable[Concatenate[CollectionRun, P], R]) -> Callable[Concatenate[CollectionRun, P], R]:
    """A method of the desk that raises ArchiveError for whatever goes wrong with its files."""

    @functools.wraps(method)
    def explained(desk: CollectionRun, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with archive.explaining(desk.path):
            return method(desk, *args, **kwargs)

    return explained


class CollectionRun:
    """Stores what one run brings, from ``with`` to its end.

    :param path: the archive.
    :param captures: the folder of WARC files; beside the archive unless given.
    :param withhold: keep no more than headline and address of pages that ask not to be archived, in captures neither.
    :param clock: the time that requests wait by.
    :raises scraper.archive.ArchiveError: the archive cannot be opened, or is busy and we were not to wait.
    """

    def __init__(
        self,
        path: Path,
        *,
        command: str,
        arguments: Mapping[str, Any],
        captures: Path | None = None,
        reporter: Reporter | None = None,
        wait: bool = True,
        withhold: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.path = path
        self.command = command
        self.arguments = {**arguments, "noarchive": "withhold"} if withhold else arguments
        self.withhold = withhold
        self.captures = CaptureWriter(captures or path.absolute().parent / "captures", command)
        self.reporter = reporter or Reporter()
        self.wait = wait
        self.pace = Pace(clock, lambda message: self.reporter.say(message))
        self.counts: Counter[str] = Counter()
        self.interrupted = False
        self.trouble: archive.ArchiveError | None = None  # why the run cannot go on
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.db = self._closing.enter_context(
            archive.writing(self.path, wait=self.wait, say=self.reporter.say, doing=f"backissues {self.command}")
        )
        self._closing.enter_context(self.captures)
        self.run_id = runs.begin(self.db, self.command, self.arguments)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            result = "failed" if kind and not issubclass(kind, KeyboardInterrupt) else "finished"
            if self.interrupted or (kind and issubclass(kind, KeyboardInterrupt)):
                result = "interrupted"
            if self.trouble or self.crashed:
                result = "failed"
            with (
                contextlib.suppress(archive.ArchiveError),
                archive.explaining(self.path),
            ):  # on a full disk: as after a kill
                runs.finish(self.db, self.run_id, result, self.counts)
        finally:
            self._closing.close()

    @property
    def crashed(self) -> bool:
        """Whether a bug was met, however little it cost."""
        return bool(self.counts[CRASHED] or self.counts[SPIDERS_FAILED])

    def crash(self, doing: str, error: BaseException) -> None:
        """Count a bug, and put its traceback into the log: it costs what was being done, and not the run."""
        self.counts[CRASHED] += 1
        logger.error("A bug: %s failed", doing, exc_info=error)

    def lost(self, publication: Publication, key: EditionKey, error: BaseException) -> None:
        """Close an edition whose collection a bug has ended."""
        try:
            self.close(publication, ClosedEdition(key=key, outcome=Outcome.BROKEN, reasons=(of_error(error),)))
        except archive.ArchiveError as trouble:
            self.trouble = trouble
        except Exception as another:  # the bug may be in writing down how editions ended
            self.crash(f"closing the edition of {key.date} of {key.publication}", another)

    @_explained
    def expect(self, publication: Publication, *asked: dt.date) -> None:
        """Enter into the ledger what the newspaper's schedule says of these days, of those held, and of all between."""
        days = [*asked, *ledger.days_between(self.db, publication.slug)]
        if days:
            ledger.expect(self.db, publication, schedule.expectations(publication, min(days), max(days)))

    @_explained
    def state(self, key: EditionKey) -> ledger.EditionState | None:
        """What is held of an edition."""
        return ledger.state(self.db, key)

    @_explained
    def enter(self, publication: Publication, listed: ListedEdition) -> list[StoryLink]:
        """Enter an edition as its index lists it; the links whose story is not held yet."""
        self.captures.edition(listed)
        missing = ledger.enter(self.db, publication, listed, run_id=self.run_id)
        self.reporter.listed(listed, len(missing))
        return missing

    @_explained
    def capture_index(self, page: Page) -> None:
        """Write down a page of an edition's index, before anything is made of it: many can never be asked for again."""
        self.counts["captured"] += 1
        self.captures.page(page, role=INDEX)

    @_explained
    def capture(self, page: Page) -> Capture:
        """Write down what was fetched."""
        self.counts["captured"] += 1
        return self.captures.page(page)

    @_explained
    def capture_withheld(self, page: Page, story: Story, sha256: str = "") -> Capture:
        """Write down what may be kept of a page that asks not to be archived: its headline, address and dates.

        :param sha256: the hash of the page, where its body is not at hand.
        """
        self.counts["captured"] += 1
        return self.captures.withheld(page, story, sha256)

    @_explained
    def store(
        self, story: Story, capture: Capture, publication: Publication | None, key: EditionKey | None = None
    ) -> stories.Saved:
        """Store a story that was read."""
        saved = stories.save(self.db, story, capture, publication=publication)
        self.counts[f"stories {saved.what}"] += 1
        self.reporter.story(key, saved.what)
        return saved

    @_explained
    def capture_image(self, page: Page) -> Capture:
        """Write down an image as fetched."""
        self.counts["captured"] += 1
        return self.captures.page(page, role=IMAGE)

    @_explained
    def store_image(self, page: Page, capture: Capture) -> None:
        """Store an image's thumbnail, or why none can be made of it."""
        try:
            made: thumbnails.Thumbnail | Reason = thumbnails.thumbnail(page.body, page.content_type)
        except thumbnails.ThumbnailError as error:
            made = error.reason
        images.save(self.db, page.requested_url or page.url, capture, made)
        failure = made if isinstance(made, Reason) else None
        self.counts["images left out" if failure else "images"] += 1
        self.reporter.image(failure)

    @_explained
    def no_image(self, url: str, why: Reason) -> None:
        """Write down that an image could not be had."""
        images.failed(self.db, url, why, dt.datetime.now(dt.UTC))
        self.counts[f"images failed: {why.code}"] += 1
        self.reporter.image(why)

    def reject(self, rejected: Rejected, key: EditionKey | None = None) -> None:
        """Count a page that is no story."""
        self.counts[f"skipped: {rejected.reason.code}"] += 1
        self.reporter.story(key, "failed")

    @_explained
    def repeated(self, key: EditionKey, links: Sequence[StoryLink]) -> float:
        """The share of these links that the edition before listed as well."""
        before = ledger.previous_addresses(self.db, key)
        return len(before & ledger.addresses_of(links)) / len(links) if links else 0.0

    @_explained
    def usual_size(self, key: EditionKey) -> float:
        """How many stories such an edition usually lists; 0 where too few are known."""
        return ledger.usual_size(self.db, key)

    @_explained
    def short_stories(self, key: EditionKey, characters: int) -> int:
        """How many of an edition's stories are open to all and shorter than this."""
        return ledger.short_stories(self.db, key, characters)

    @_explained
    def close(self, publication: Publication, closed: ClosedEdition) -> None:
        """Write down how an edition's collection ended."""
        self.captures.edition(closed)
        ledger.close(self.db, publication, closed, run_id=self.run_id)
        self.counts[f"editions {closed.outcome}"] += 1
        state = ledger.state(self.db, closed.key)
        assert state is not None, "it was just written"
        self.reporter.closed(closed, state)

    def skip(self, key: EditionKey, state: ledger.EditionState) -> None:
        """An edition that is held needs nothing."""
        self.counts["editions already held"] += 1
        self.reporter.skipped(key, state)

    @_explained
    def placement(self, page: Page) -> tuple[EditionKey, StoryLink] | None:
        """Where an index lists a page: the edition and the link."""
        return ledger.placement_of(self.db, page.requested_url or page.url)

    @_explained
    def holds(self, page: Page, sha256: str, *, withheld: bool = False) -> bool:
        """Whether this very capture was stored before; one of headline and address only counts where it would be again.

        :param withheld: no more than these would be kept of the page today.
        """
        held = stories.holds(self.db, page, sha256, withheld=withheld)
        if held:
            self.counts[f"skipped: {Code.ALREADY_HELD}"] += 1
        return held
