"""Manners towards newspapers' servers, in Scrapy's terms (DESIGN.md, section 8)."""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections import defaultdict
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

LONGEST_WAIT = 300.0  # seconds; a server that asks for more is asked again another day


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt; one that answers 401 or 403 forbids everything, any other 4xx allows it.

    The same reading as that of RFC 9309 but for 401 and 403, which say that we are not welcome.
    """

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = response.body
        if response.status in (401, 403) or response.status >= 500:
            body = b"User-agent: *\nDisallow: /\n"
        elif response.status >= 400:
            body = b""
        await super()._parse_robots(response.replace(body=body, status=200), netloc, request)


class PaceMiddleware:
    """Waits as long as a server asks: between requests (Crawl-delay) and after "too many" (Retry-After)."""

    def __init__(self, crawler: Crawler) -> None:
        self.agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.gap: dict[str, float] = {}  # seconds between two requests to a host, where it asks for more than we leave
        self.next: defaultdict[str, float] = defaultdict(float)  # earliest moment of the next request to a host

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember how long the host wants us to wait."""
        asked = robotparser.crawl_delay(self.agent)
        if asked and asked > self.delay:
            self.gap[urlparse_cached(request).netloc] = min(asked, LONGEST_WAIT)

    async def process_request(self, request: Request) -> None:
        """Let the host's gap pass."""
        host = urlparse_cached(request).netloc
        now = time.monotonic()
        start = max(now, self.next[host])
        self.next[host] = start + self.gap.get(host, 0.0)
        if start > now:
            await asyncio.sleep(start - now)

    async def process_response(self, request: Request, response: Response) -> Response:
        """After 429 or 503, ask nothing more of the host for as long as it says."""
        if response.status in (429, 503):
            wait = seconds(response.headers.get("Retry-After"))
            host = urlparse_cached(request).netloc
            self.next[host] = max(self.next[host], time.monotonic() + min(wait, LONGEST_WAIT))
        return response


def seconds(retry_after: bytes | None) -> float:
    """The wait a Retry-After header asks for, in seconds: a number, or a date (RFC 9110, section 10.2.3)."""
    text = (retry_after or b"").decode("ascii", "ignore").strip()
    if text.isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, moment.timestamp() - time.time())
