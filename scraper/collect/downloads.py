"""Captures at a web address, read while they come: of a file of many gigabytes the first stories are there soon.

The host's robots.txt holds, as it does for a page. A connection that is lost is made again and goes on where it broke
off (RFC 9110, section 14), if the server can, and the file is still the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from scraper.captures.incoming import Incoming, Spooled
from scraper.captures.moments import moment_of_header
from scraper.captures.saved_pages import CapturesError
from scraper.collect import web_policy
from scraper.collect.fetch import BrokenOffError, Fetcher, FetchError
from scraper.collect.pace import Clock

if TYPE_CHECKING:
    import httpx

TIMES_AGAIN = 5  # that a connection is made again without a byte having come
PASSING = (429, 500, 502, 503, 504)  # statuses of a server that may answer later
PAUSE = 2.0  # seconds before that; twice as long each time
_CONTENT_RANGE = re.compile(r"\s*bytes\s+(\d+)-\d+/(\d+|\*)\s*", re.IGNORECASE)

_NO_RANGE = re.compile(r"\s*bytes\s+\*/(\d+)\s*", re.IGNORECASE)


def download(
    url: str,
    *,
    folder: Path | None = None,
    clock: Clock | None = None,
    say: Callable[[str], None] = lambda message: None,
) -> Incoming:
    """The captures at a web address; nothing is asked before they are read.

    :param folder: where what came is held while it is read.
    :param clock: what to wait by; real time unless given.
    :param say: called with a sentence for a person when the connection is made again.
    """

    def opened() -> Spooled:
        source = _Download(url, clock or Clock(), say)
        try:
            pieces = source.pieces()
            first = next(pieces, b"")
        except FetchError as error:
            raise CapturesError(str(error)) from None
        modified = moment_of_header(source.headers.get("last-modified", ""))
        return Spooled(_as_captures(first, pieces), folder=folder, modified=modified, size=source.size)

    return Incoming(name_of(url), opened)


def name_of(url: str) -> str:
    """By which name captures at an address are called: without a password or what signs the request.

    >>> name_of("https://me:secret@data.example/crawl/news.warc.gz?Signature=abc")
    'https://data.example/crawl/news.warc.gz'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], unquote(parts.path), "", ""))


def _as_captures(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        if first:
            yield first
        yield from pieces
    except FetchError as error:
        raise CapturesError(str(error)) from None


class _Download:
    """One file at an address, piece by piece."""

    def __init__(self, url: str, clock: Clock, say: Callable[[str], None]) -> None:
        self.url, self.clock, self.say = url, clock, say
        self.name = name_of(url)
        self.headers: Mapping[str, str] = {}
        self.size: int | None = None
        self._came = 0

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file. :raises FetchError: they do not come, or not to the end."""
        with Fetcher(web_policy.for_address(self.url, os.environ), self.clock, self.say) as fetcher:
            failed = 0
            while True:
                before = self._came
                try:
                    yield from self._once(fetcher)
                    return
                except FetchError as error:
                    if self._had_all(error):
                        return
                    failed = 1 if self._came > before else failed + 1
                    if not self._came or failed > TIMES_AGAIN or not _may_pass(error):
                        raise
                    wait = PAUSE * 2 ** (failed - 1)
                    self.say(f"{error}, behind byte {self._came:,}; asking for the rest in {wait:.0f} s")
                    self.clock.pause(wait)

    def _once(self, fetcher: Fetcher) -> Iterator[bytes]:
        with fetcher.stream(self.url, self._conditions()) as (answer, pieces):
            self._check(answer)
            for piece in pieces:
                self._came += len(piece)
                yield piece

    def _conditions(self) -> dict[str, str]:
        """The headers of a request: for the file as it is, and for its rest, if it is still the same."""
        asked = {"Accept-Encoding": "identity"}
        if self._came:
            asked["Range"] = f"bytes={self._came}-"
            if validator := self._validator():
                asked["If-Range"] = validator
        return asked

    def _validator(self) -> str:
        tag = self.headers.get("etag", "")
        return tag if tag and not tag.startswith("W/") else self.headers.get("last-modified", "")

    def _check(self, answer: httpx.Response) -> None:
        """Take the first answer; of a later one only what goes on with it."""
        if not self._came:
            self.headers = {name.lower(): value for name, value in answer.headers.items()}
            length = "" if "transfer-encoding" in self.headers else self.headers.get("content-length", "")
            self.size = int(length) if length.isascii() and length.isdigit() else None
            return
        match = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
        if answer.status_code != 206 or not match or int(match[1]) != self._came or self._is_another(answer, match[2]):
            raise FetchError(
                f"{self.name}: the connection broke off at byte {self._came:,}, and the server does not go on from "
                "there. What came before is stored; import it again, or fetch the file and import that"
            )

    def _is_another(self, answer: httpx.Response, size: str) -> bool:
        """Whether an answer is a part of another file, by what it says of it; not every server heeds If-Range."""
        if self.size is not None and size not in ("*", str(self.size)):
            return True
        tags = [headers.get("etag", "").removeprefix("W/") for headers in (self.headers, answer.headers)]
        changed = [headers.get("last-modified", "") for headers in (self.headers, answer.headers)]
        return any(before and after and before != after for before, after in (tags, changed))

    def _had_all(self, error: FetchError) -> bool:
        """Whether there is no rest: only the end of a file in chunks was lost (RFC 9110, section 15.5.17)."""
        if not self._came or error.answer is None or error.answer.status != 416:
            return False
        match = _NO_RANGE.fullmatch(error.answer.headers.get("content-range", ""))
        return match is not None and int(match[1]) == self._came and self.size in (None, self._came)


def _may_pass(error: FetchError) -> bool:
    """Whether what went wrong may be otherwise in a while."""
    return isinstance(error, BrokenOffError) or (error.answer is not None and error.answer.status in PASSING)
