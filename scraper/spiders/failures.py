"""What a server's answer, or its silence, means to an edition and its stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from scraper import discover
from scraper.collect.outcome import IndexTrouble, Trouble
from scraper.items import Page
from scraper.publication import Index

REFUSED = (401, 402, 403, 407, 429, 451)
ABSENT = (404, 410)


class StatusError(Exception):
    """An index's address answered with an error."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


def page_of(response: Response, requested: str) -> Page:
    """Scrapy's response as the value that the rest of the path knows."""
    headers: Mapping[bytes, list[bytes]] = response.headers
    plain = {name.decode("latin-1").lower(): b", ".join(values).decode("latin-1") for name, values in headers.items()}
    return Page(
        url=response.url,
        body=response.body,
        content_type=plain.get("content-type", ""),
        fetched=dt.datetime.now(dt.UTC),
        status=response.status,
        requested_url=requested,
        headers=plain,
    )


def trouble_of(index: Index, error: Exception) -> IndexTrouble:
    """What an index that could not be read means for its edition."""
    if isinstance(error, StatusError):
        status = error.status
        kind = (
            Trouble.ABSENT
            if status in ABSENT
            else Trouble.BLOCKED
            if status in REFUSED
            else Trouble.SILENT
            if status >= 500
            else Trouble.BROKEN
        )
        return IndexTrouble(index.name, kind, f"status {status}")
    if isinstance(error, discover.NotListedError):
        return IndexTrouble(index.name, Trouble.ABSENT, error.detail)
    if isinstance(error, discover.ChallengeError):
        return IndexTrouble(index.name, Trouble.BLOCKED, str(error))
    if isinstance(error, discover.DiscoverError):
        return IndexTrouble(index.name, Trouble.BROKEN, str(error))
    if isinstance(error, IgnoreRequest):
        return IndexTrouble(index.name, Trouble.BLOCKED, "forbidden by robots.txt")
    return IndexTrouble(index.name, Trouble.SILENT, f"no answer ({error})")


def failure_of(error: BaseException) -> tuple[str, bool]:
    """Why a story's page has not come, in words, and whether that was a refusal."""
    if isinstance(error, HttpError):
        status = error.response.status
        words = "not found" if status in ABSENT else "refused" if status in REFUSED else "error"
        return f"{words} (status {status})", status in REFUSED
    if isinstance(error, IgnoreRequest):
        return "forbidden by robots.txt", False
    return f"no answer ({type(error).__name__})", False
