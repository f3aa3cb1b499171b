"""What an error status, an exception or no response means for an edition and its stories."""

from __future__ import annotations

from dataclasses import replace

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from scraper import discover
from scraper.collect.outcome import FailureKind, IndexFailure
from scraper.publication import Index
from scraper.reasons import Reason
from scraper.request_errors import (
    ABSENT,
    REFUSED,
    HostSilentError,
    NotArchivedError,
    RobotsForbidError,
    RobotsUnreachableError,
    WaitRefusedError,
    code_of,
    is_no_answer,
    is_silence,
    reason_of,
)


class StatusError(Exception):
    """An index's address answered with an error status."""

    def __init__(self, status: int, url: str = "") -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.url = url


def is_expected_failure(error: BaseException) -> bool:
    """Whether an exception comes from the site or the network; any other is a bug of this program."""
    return isinstance(error, StatusError | discover.DiscoverError | IgnoreRequest) or is_no_answer(error)


def index_failure(index: Index, error: Exception) -> IndexFailure:
    """What an exception that came from reading an index means for its edition."""
    if isinstance(error, StatusError):
        status = error.status
        kind = (
            FailureKind.ABSENT
            if status in ABSENT
            else FailureKind.BLOCKED
            if status in REFUSED
            else FailureKind.FAILING
            if status >= 500
            else FailureKind.BROKEN
        )
        return IndexFailure(kind, Reason(code=code_of(status), index=index.name, status=status, url=error.url))
    if isinstance(error, discover.AnotherDayError):
        return IndexFailure(FailureKind.ANOTHER_DAY, error.reason(index.name), error.links)
    if isinstance(error, discover.NotListedError):
        return IndexFailure(FailureKind.ABSENT, error.reason(index.name))
    if isinstance(error, discover.ChallengeError):
        return IndexFailure(FailureKind.BLOCKED, error.reason(index.name))
    if isinstance(error, discover.DiscoverError):
        return IndexFailure(FailureKind.BROKEN, error.reason(index.name))
    reason = replace(reason_of(error), index=index.name)
    if isinstance(error, NotArchivedError):
        return IndexFailure(FailureKind.ABSENT, reason)
    if isinstance(error, RobotsForbidError | WaitRefusedError):
        return IndexFailure(FailureKind.BLOCKED, reason)
    if isinstance(error, RobotsUnreachableError | HostSilentError) or is_silence(error):
        return IndexFailure(FailureKind.SILENT, reason)
    return IndexFailure(FailureKind.BROKEN, reason)


def failure_of(error: BaseException) -> tuple[Reason, bool]:
    """Why a page or an image has not come, and whether the site refused it."""
    if isinstance(error, HttpError):
        status = error.response.status
        return Reason(code=code_of(status), status=status), status in REFUSED
    return reason_of(error), isinstance(error, WaitRefusedError)
