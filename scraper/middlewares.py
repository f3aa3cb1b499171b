"""Politeness towards newspapers' servers as Scrapy downloader middlewares: robots.txt, pauses, Retry-After.

docs/what-happens-to-a-page.md, "Politeness", has the promises that these keep."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Iterator
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from scraper.collect.pace import Pace, StoppedError, WaitTooLongError, seconds_of
from scraper.collect.robots import Robots, robots, robots_url
from scraper.extensions import run_of
from scraper.reasons import LONGEST_TEXT, Code, Reason
from scraper.reasons.words import phrase
from scraper.settings import DOWNLOAD_MAXSIZE

IS_ROBOTS_REQUEST = "dont_obey_robotstxt"  # in the meta of the requests for robots.txt itself, as Scrapy's own has it
DOWNLOADERS = ("twisted.", "scrapy.", "OpenSSL.", "service_identity.", "idna.", "h2.")  # packages that fetch pages
FOR_EVER = 10**9  # seconds
HAS_TURN = "backissues_turn"  # in the meta of a request that waits for its answer


class ReasonedError(IgnoreRequest):
    """A page is not fetched, for a reason that the ledger keeps."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(phrase(reason))
        self.reason = reason


class RobotsForbidError(ReasonedError):
    """The host's robots.txt, or the status that it answered with, forbids the page."""


class RobotsUnreachableError(ReasonedError):
    """The host does not answer the request for robots.txt, which forbids everything (RFC 9309, section 2.3.1.4)."""


class WaitRefusedError(ReasonedError):
    """The host asks for a longer wait than a run can spend."""


class RunStoppedError(IgnoreRequest):
    """The run was stopped before the request was made."""


class TooLargeError(ReasonedError):
    """The page is larger than DOWNLOAD_MAXSIZE."""


class BadRedirectError(ReasonedError):
    """A redirect leads to something that is not a web address, or redirects go in circles."""


class RobotsMiddleware:
    """Obeys the robots.txt of every host that is requested, also where a redirect leads to it (RFC 9309)."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.pace = run_of(crawler).pace
        self.rules: dict[str, asyncio.Future[Robots]] = {}  # by the address of robots.txt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass if the host's rules allow it.

        :raises RobotsForbidError: they do not.
        :raises RobotsUnreachableError: the host does not answer.
        """
        if request.meta.get(IS_ROBOTS_REQUEST):
            return
        url = robots_url(request.url)
        if url not in self.rules:
            self.rules[url] = asyncio.ensure_future(self._robots(url, host_of(request)))
        rules = await asyncio.shield(self.rules[url])
        if refusal := rules.failure_of(request.url):
            raise RobotsForbidError(refusal)

    async def _robots(self, url: str, host: str) -> Robots:
        request = Request(url, priority=1000, meta={IS_ROBOTS_REQUEST: True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except (WaitRefusedError, RunStoppedError):
            raise
        except IgnoreRequest as error:  # it answers, but in circles, or without end
            return Robots(refusal=Reason(code=Code.ROBOTS_UNREACHABLE, text=str(error)))
        except Exception as error:
            if not is_no_answer(error):
                raise
            text = str(error) or type(error).__name__
            raise RobotsUnreachableError(Reason(code=Code.ROBOTS_UNREACHABLE, text=text[:LONGEST_TEXT])) from error
        rules = robots(response.status, response.body)
        self.pace.crawl_delay(host, rules.crawl_delay)
        return rules


class PaceMiddleware:
    """Makes each request wait for its host's turn, and obeys Retry-After (RFC 9110, section 10.2.3).

    It is the last to see a request and the first to see its response: before RetryMiddleware repeats it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.pace: Pace = run_of(crawler).pace
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.at_once = max(1, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn.

        :raises WaitRefusedError: the host asks for a longer wait than LONGEST_WAIT.
        :raises RunStoppedError: the run was stopped meanwhile.
        """
        host = host_of(request)
        try:
            await self.pace.turn(host, delay=self.delay, at_once=self.at_once)
        except WaitTooLongError as error:
            raise WaitRefusedError(wait_reason(error)) from error
        except StoppedError as error:
            raise RunStoppedError(str(error)) from error
        request.meta[HAS_TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        """After 429 or 503, make no request to the host for as long as Retry-After says.

        :raises WaitRefusedError: that is longer than LONGEST_WAIT.
        """
        self._end_turn(request)
        if response.status in (429, 503):
            header = response.headers.get("Retry-After") or b""
            wait = seconds_of(header.decode("latin-1"), self.pace.clock.now())
            try:
                self.pace.retry_after(host_of(request), wait)
            except WaitTooLongError as error:
                raise WaitRefusedError(wait_reason(error, response.status)) from error
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that failed."""
        self._end_turn(request)

    def _end_turn(self, request: Request) -> None:
        if host := request.meta.pop(HAS_TURN, ""):
            self.pace.answered(host)


class UnpackMiddleware(HttpCompressionMiddleware):
    """Unpacks compressed pages; one that becomes too large raises TooLargeError, which has a reason code."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack a page, in a thread, as a sitemap of 50,000 addresses would hold up everything else."""
        try:
            return await asyncio.to_thread(super().process_response, request, response)
        except IgnoreRequest as error:
            raise TooLargeError(Reason(code=Code.PAGE_TOO_LONG, most=DOWNLOAD_MAXSIZE)) from error


class HttpRedirectMiddleware(RedirectMiddleware):
    """Follows HTTP redirects; those that lead nowhere raise BadRedirectError, which has a reason code."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        with _redirecting():
            return super().process_response(request, response)


class HtmlRedirectMiddleware(MetaRefreshMiddleware):
    """Follows the redirects in meta elements, with the same error."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        with _redirecting():
            return super().process_response(request, response)


@contextlib.contextmanager
def _redirecting() -> Iterator[None]:
    """Let Scrapy's errors of a redirect be BadRedirectError."""
    try:
        yield
    except ValueError as error:
        raise BadRedirectError(Reason(code=Code.NO_PAGE, text=str(error)[:LONGEST_TEXT])) from error
    except IgnoreRequest as error:  # Scrapy counts to REDIRECT_MAX_TIMES
        raise BadRedirectError(Reason(code=Code.REDIRECT_LOOP)) from error


def wait_reason(error: WaitTooLongError, status: int | None = None) -> Reason:
    """The reason for a page whose host asks for a longer wait than LONGEST_WAIT."""
    seconds = round(error.seconds) if math.isfinite(error.seconds) else FOR_EVER
    return Reason(code=Code.WAIT_TOO_LONG, seconds=seconds, status=status)


def is_no_answer(error: BaseException) -> bool:
    """Whether an exception of a request means that the host gave no response: these have no common base class."""
    return isinstance(error, OSError | UnicodeError) or type(error).__module__.startswith(DOWNLOADERS)


def host_of(request: Request) -> str:
    """The host of a request without its port, as Scrapy's slots have it."""
    return urlparse_cached(request).hostname or ""
