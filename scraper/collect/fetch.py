"""Fetch one page for a person who wants to look at it, under the same crawling policy as a collection."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections import defaultdict
from typing import Self
from urllib.parse import urlsplit

from scraper import discover
from scraper.captures.http_headers import ENCODINGS, headers_of
from scraper.collect.pace import LONGEST_WAIT, Clock, seconds_of
from scraper.collect.robots import MOST_BYTES, Robots, robots, robots_url, user_agent
from scraper.items import Page
from scraper.limits import PAGE_BYTES
from scraper.reasons.words import phrase

TIMEOUT = 30.0  # seconds without a byte
LONGEST = 120.0  # seconds for the whole of a page
DELAY = 1.0  # seconds between two requests to a host, where it does not ask for more
MOST_REDIRECTS = 5  # RFC 9309, section 2.3.1.2, asks for as many


class FetchError(Exception):
    """The page could not be fetched, or may not be; the message says why.

    :param answer: what came in its place, where that was an error status.
    """

    def __init__(self, message: str, answer: Page | None = None) -> None:
        super().__init__(message)
        self.answer = answer


def fetch(url: str, *, clock: Clock | None = None) -> Page:
    """Fetch the page at an http or https address, where robots.txt allows it: ``Fetcher.page`` of one alone."""
    with Fetcher(clock) as fetcher:
        return fetcher.page(url)


class Fetcher:
    """Fetches pages one after the other, with a pause between two requests to a host; a context manager.

    The robots.txt of every host that a redirect leads to is obeyed as well (RFC 9309); each is fetched once.

    :param clock: what to wait by between two requests; real time unless given.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.rules: dict[str, Robots] = {}  # by the address of robots.txt
        self.last_request: defaultdict[str, float] = defaultdict(lambda: -math.inf)  # when a host was asked last

    def __enter__(self) -> Self:
        import httpx

        headers = {"User-Agent": user_agent(os.environ.get("BACKISSUES_CONTACT", ""))}
        self.client = httpx.Client(headers=headers, timeout=TIMEOUT, follow_redirects=False)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def page(self, url: str) -> Page:
        """Fetch a page and follow its redirects.

        :returns: the page, with the address that the redirects ended at and the one that was asked for.
        :raises FetchError: robots.txt forbids it, no answer came, or it was an error status or longer than PAGE_BYTES.
        """
        address = _address(url)
        for _ in range(MOST_REDIRECTS + 1):
            rules = self.robots(address)
            if refusal := rules.failure_of(address):
                raise FetchError(f"{address}: {phrase(refusal)} ({robots_url(address)})")
            page = self.get(address, PAGE_BYTES, rules.crawl_delay)
            if not 300 <= page.status < 400 or "location" not in page.headers:
                break
            address = _address(page.headers["location"], address)
        else:
            raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")
        if page.status >= 400:
            wait = seconds_of(page.headers.get("retry-after", ""), self.clock.now())
            later = f" and asks us to wait {wait:,.0f} s" if wait else ""
            raise FetchError(f"{page.url} answers {page.status}{later}", page)
        if len(page.body) > PAGE_BYTES:
            raise FetchError(f"{page.url}: longer than {PAGE_BYTES:,} bytes")
        return Page(
            url=page.url,
            body=page.body,
            content_type=page.content_type,
            fetched=page.fetched,
            status=page.status,
            requested_url=url,
            headers=page.headers,
        )

    def robots(self, url: str) -> Robots:
        """What the host of a page allows; its robots.txt is fetched once.

        :raises FetchError: the host does not answer, which means no (RFC 9309, section 2.3.1.4).
        """
        where = robots_url(url)
        if where not in self.rules:
            address = where
            for _ in range(MOST_REDIRECTS + 1):
                response = self.get(address, MOST_BYTES)
                if not 300 <= response.status < 400 or "location" not in response.headers:
                    break
                address = _address(response.headers["location"], address)
            self.rules[where] = robots(response.status, response.body)
        return self.rules[where]

    def get(self, url: str, most: int, crawl_delay: float = 0.0) -> Page:
        """Wait for the pause that the host wants, then fetch one address; stop reading beyond ``most`` bytes."""
        import httpx

        host = urlsplit(url).hostname or ""
        wait = self.last_request[host] + max(DELAY, crawl_delay) - self.clock.monotonic()
        if wait > LONGEST_WAIT:
            raise FetchError(f"{host} asks for {crawl_delay:,.0f} s between two requests; we wait {LONGEST_WAIT:.0f} s")
        if wait > 0:
            self.clock.pause(wait)
        began = self.last_request[host] = self.clock.monotonic()
        body = bytearray()
        try:
            with self.client.stream("GET", url) as response:
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > most:
                        break
                    if self.clock.monotonic() - began > LONGEST:
                        raise FetchError(f"{url}: not there after {LONGEST:.0f} s")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise FetchError(f"{url}: no answer ({str(error) or type(error).__name__})") from None
        lines = response.headers.multi_items()
        headers = headers_of((name, value) for name, value in lines if name.lower() not in ENCODINGS)
        return Page(
            url=str(response.url),
            body=bytes(body),
            content_type=headers.get("content-type", ""),
            fetched=dt.datetime.now(dt.UTC),
            status=response.status_code,
            headers=headers,
        )


def _address(url: str, base: str = "") -> str:
    """An absolute web address, or a FetchError."""
    try:
        return discover.web_address(url, base)
    except discover.WrongTypeError as error:
        raise FetchError(f"{base}: it leads nowhere. {error.detail}" if base else error.detail) from None
