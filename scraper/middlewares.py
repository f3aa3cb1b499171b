"""Manners towards newspapers' servers, in Scrapy's terms (DESIGN.md, section 8)."""

from __future__ import annotations

import asyncio
import math
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

ASKS_FOR_ROBOTS = "dont_obey_robotstxt"  # in the meta of the requests for robots.txt itself, as Scrapy's own has it
DOWNLOADERS = ("twisted.", "scrapy.", "OpenSSL.", "service_identity.", "idna.", "h2.")  # packages that fetch pages
FOR_EVER = 10**9  # seconds
HAS_TURN = "backissues_turn"  # in the meta of a request that waits for its answer


class ReasonedError(IgnoreRequest):
    """A page does not come, for a reason that is written down where it was listed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(phrase(reason))
        self.reason = reason


class RobotsForbidError(ReasonedError):
    """The host's robots.txt, or the answer in its place, forbids us the page."""


class RobotsUnreachableError(ReasonedError):
    """The host does not answer when it is asked for its robots.txt, which means no (RFC 9309, section 2.3.1.4)."""


class WaitRefusedError(ReasonedError):
    """The host asks for a longer wait than a run can spend."""


class RunStoppedError(IgnoreRequest):
    """The run was stopped before the request was made."""


class TooLargeError(ReasonedError):
    """The page is larger than DOWNLOAD_MAXSIZE."""


class BadRedirectError(ReasonedError):
    """The page leads to an address that is none."""


class RobotsMiddleware:
    """Obeys the robots.txt of every host that is asked, also where a redirect leads to it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.pace = run_of(crawler).pace
        self.asked: dict[str, asyncio.Future[Robots]] = {}  # by the address of robots.txt

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass if the host's rules allow it.

        :raises RobotsForbidError: they do not.
        :raises RobotsUnreachableError: the host does not tell its rules.
        """
        if request.meta.get(ASKS_FOR_ROBOTS):
            return
        url = robots_url(request.url)
        if url not in self.asked:
            self.asked[url] = asyncio.ensure_future(self._robots(url, host_of(request)))
        rules = await asyncio.shield(self.asked[url])
        if refusal := rules.failure_of(request.url):
            raise RobotsForbidError(refusal)

    async def _robots(self, url: str, host: str) -> Robots:
        request = Request(url, priority=1000, meta={ASKS_FOR_ROBOTS: True}, callback=NO_CALLBACK)
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
    """Gives each request its turn, and hears from each answer how long to wait.

    It is the last to see a request and the first to see its answer: before RetryMiddleware asks again.
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

        :raises WaitRefusedError: the host asks for more patience than we have.
        """
        host = host_of(request)
        try:
            await self.pace.turn(host, delay=self.delay, at_once=self.at_once)
        except WaitTooLongError as error:
            raise WaitRefusedError(waiting(error)) from error
        except StoppedError as error:
            raise RunStoppedError(str(error)) from error
        request.meta[HAS_TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        """After 429 or 503, ask nothing more of the host for as long as it says.

        :raises WaitRefusedError: it says longer than we wait.
        """
        self._end_turn(request)
        if response.status in (429, 503):
            header = response.headers.get("Retry-After") or b""
            wait = seconds_of(header.decode("latin-1"), self.pace.clock.now())
            try:
                self.pace.retry_after(host_of(request), wait)
            except WaitTooLongError as error:
                raise WaitRefusedError(waiting(error, response.status)) from error
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No answer came: the next may be asked for."""
        self._end_turn(request)

    def _end_turn(self, request: Request) -> None:
        if host := request.meta.pop(HAS_TURN, ""):
            self.pace.answered(host)


class UnpackMiddleware(HttpCompressionMiddleware):
    """Unpacks pages; one that becomes too large is told in few words."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooLargeError(Reason(code=Code.PAGE_TOO_LONG, most=DOWNLOAD_MAXSIZE)) from error


class HttpRedirectMiddleware(RedirectMiddleware):
    """Follows redirects; one to an address that is none is told as that."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise BadRedirectError(Reason(code=Code.NO_PAGE, text=str(error)[:LONGEST_TEXT])) from error


class HtmlRedirectMiddleware(MetaRefreshMiddleware):
    """Follows the redirects that pages hold themselves, in the same way."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise BadRedirectError(Reason(code=Code.NO_PAGE, text=str(error)[:LONGEST_TEXT])) from error


def waiting(error: WaitTooLongError, status: int | None = None) -> Reason:
    """The reason for a page that a host does not give before a time that a run does not wait for."""
    seconds = round(error.seconds) if math.isfinite(error.seconds) else FOR_EVER
    return Reason(code=Code.WAIT_TOO_LONG, seconds=seconds, status=status)


def is_no_answer(error: BaseException) -> bool:
    """Whether an error of a request says that the host gave no answer. What a download can raise is not one family."""
    return isinstance(error, OSError | UnicodeError) or type(error).__module__.startswith(DOWNLOADERS)


def host_of(request: Request) -> str:
    """The host that a request asks, as Scrapy tells hosts apart: without its port."""
    return urlparse_cached(request).hostname or ""
