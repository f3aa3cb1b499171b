"""Bugs for tests of what a bug costs: each function breaks the program in one place, while the process lives."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from scraper import pipelines, thumbnails
from scraper.archive.write import ledger, stories
from scraper.captures import payload
from scraper.collect import page_readers, run
from scraper.discover import IndexWalk
from scraper.extensions import CollectionRunExtension
from scraper.middlewares import PaceMiddleware, RobotsMiddleware
from scraper.spiders import edition, edition_lists
from scraper.spiders.edition import EditionSpider


def breaks(owner: Any, name: str, word: str) -> None:
    """Let a function raise where the word stands in what it is given."""
    sound = getattr(owner, name)

    def broken(*arguments: Any, **named: Any) -> Any:
        if any(word in str(one) for one in (*arguments, *named.values())):
            raise ZeroDivisionError(f"a bug in {name}")
        return sound(*arguments, **named)

    setattr(owner, name, broken)


def _sql(db: Any, story_id: int, draft: Any) -> None:
    if "bad-sql" in draft.url:
        db.execute("UPDATE stories SET disk_full = 1")
    _save_parts(db, story_id, draft)


_save_parts: Callable[..., None] = stories._save_parts


def here_and_there() -> None:
    """One story meets a bug in each part of its path; so do the indexes of two days and the ledger of a third."""
    breaks(RobotsMiddleware, "process_request", "bad-middleware")
    breaks(EditionSpider, "address", "bad-address")
    breaks(edition, "page_of", "bad-callback")
    breaks(edition, "failure_of", "non-200")
    breaks(run.CollectionRun, "capture", "bad-capture")
    breaks(pipelines.reading, "read", "bad-reader")
    stories._save_parts = _sql
    breaks(IndexWalk, "read", "2026-03-04")
    breaks(ledger, "enter", "2026, 3, 5")


def at_the_start() -> None:
    """The ledger cannot be told what is expected."""
    breaks(run.CollectionRun, "expect", "skerry-post")


def before_the_start() -> None:
    """The spider cannot even be made."""
    breaks(edition.days, "requested_days", "run-of-a-spider")
    sound = EditionSpider.__init__

    def broken(self: EditionSpider, *arguments: Any, **named: Any) -> None:
        if self.name == "skerry-post":
            raise ZeroDivisionError("a bug in __init__")
        sound(self, *arguments, **named)

    EditionSpider.__init__ = broken  # type: ignore[method-assign]


def at_the_end() -> None:
    """How an edition ended cannot be written down, unless it is broken."""
    breaks(ledger, "close", "Outcome.COMPLETE")


def between_the_parts() -> None:
    """Nobody is told that a story has come, or has failed; the turn of another is not ended; an extension fails."""
    breaks(EditionSpider, "story", "bad-callback")
    breaks(PaceMiddleware, "process_response", "bad-middleware")
    breaks(CollectionRunExtension, "spider_closed", "finished")


def images() -> None:
    """A drawing cannot be made small."""
    breaks(thumbnails, "thumbnail", "bad-image")


def imports() -> None:
    """One page cannot be read, and another not be stored."""
    breaks(page_readers.reading, "read", "bad-reader")
    stories._save_parts = _sql


def slow_work_in_the_crawler() -> None:
    """Reading a list, packing it for the captures and unpacking it are bugs in the thread that everything waits for."""

    def elsewhere(owner: Any, name: str) -> None:
        sound = getattr(owner, name)

        def guarded(*arguments: Any, **named: Any) -> Any:
            if threading.current_thread() is threading.main_thread():
                raise ZeroDivisionError(f"a bug: {name} in the crawler's thread")
            return sound(*arguments, **named)

        setattr(owner, name, guarded)

    elsewhere(IndexWalk, "read")
    elsewhere(IndexWalk, "listing")
    elsewhere(run, "page_record")
    elsewhere(payload, "decoded")


def lists_are_bounded_at_three() -> None:
    """An edition may list three stories, where it may list ten thousand."""
    from scraper.discover import index_pages

    edition_lists.LISTED_STORIES = index_pages.LISTED_STORIES = 3
