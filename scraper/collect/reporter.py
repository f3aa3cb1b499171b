"""The events of a collection run, for whoever shows them to a person: ``scraper.cli.progress`` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scraper.archive.write import ledger
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Page, Rejected
from scraper.reasons import Reason

# In the counts of a run:
IN_PART = "in part"  # stories whose page is cut off
MOMENT_BY = "moment by"  # with a MomentBy: stories whose capture does not say when it was made


class Reporter:
    """Receives the events of a run, to show them to a person; this base class ignores them."""

    def listed(self, edition: ListedEdition, missing: int) -> None:
        """An edition's index was read; ``missing`` of its stories are not held yet."""

    def story(self, key: EditionKey | None, what: str) -> None:
        """A story was added, changed, found unchanged or failed."""

    def taken_out(self, number: int) -> None:
        """So many stories that were added are none after all: one text came for all of them."""

    def closed(self, edition: ClosedEdition, state: ledger.EditionState) -> None:
        """The collection of an edition has ended."""

    def not_tried(self, key: EditionKey, reasons: Sequence[Reason]) -> None:
        """Nothing answered when an edition was looked for: nothing was learned of it."""

    def skipped(self, key: EditionKey, state: ledger.EditionState) -> None:
        """An edition was passed over, because it is held."""

    def rejected(self, rejected: Rejected, file: str, offset: int) -> None:
        """A page in a file that is imported did not become a story; its record begins at byte ``offset``."""

    def in_part(self, page: Page, file: str, offset: int) -> None:
        """A story in a file that is imported is stored as far as its page goes, which is cut off."""

    def image(self, failure: Reason | None) -> None:
        """An image was fetched; ``failure`` says why there is no thumbnail of it, and is None where there is."""

    def say(self, message: str) -> None:
        """Show a message that a person should know."""


class GuardedReporter:
    """Passes events on; a bug in showing them is counted and costs the run nothing."""

    def __init__(self, reporter: Reporter, record_crash: Callable[[str, BaseException], None]) -> None:
        self._reporter = reporter
        self._record_crash = record_crash

    def __getattr__(self, name: str) -> Callable[..., None]:
        def event(*arguments: Any, **named: Any) -> None:
            try:
                getattr(self._reporter, name)(*arguments, **named)
            except Exception as error:
                self._reporter = Reporter()
                self._record_crash("reporting the progress of the run", error)

        return event
