"""What stands between a request and its answer, as Scrapy downloader middlewares: policy, politeness, unpacking.

settings.py has their order; docs/what-happens-to-a-page.md, "Politeness", the promises that they keep.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import math
import os
from collections.abc import Iterator, Mapping
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Headers, HtmlResponse, Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.responsetypes import responsetypes
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import get_meta_refresh

from scraper import catalogue, urls
from scraper.captures import payload
from scraper.collect import redirects, validators, web_policy
from scraper.collect.pace import Pace, SilentHostError, StoppedError, WaitTooLongError, seconds_of
from scraper.collect.robots import Robots, bytes_to_read, robots, robots_url
from scraper.collect.run import KEPT_FOR
from scraper.exchanges import EXCHANGE, exchange_of, unpacked
from scraper.extensions import policy_of, run_of
from scraper.items import Page
from scraper.limits import COOKIE_BYTES, PAGE_BYTES, ROBOTS_BYTES
from scraper.permissions.documents import Kind, url_of
from scraper.reasons import LONGEST_TEXT, Code, Reason
from scraper.reasons.words import phrase
from scraper.request_errors import (
    AddressRefusedError,
    BadRedirectError,
    HostSilentError,
    ReasonedError,
    RobotsForbidError,
    RobotsUnreachableError,
    RunStoppedError,
    TooLargeError,
    WaitRefusedError,
    is_no_answer,
    is_silence,
    reason_of,
)
from scraper.response_pages import AS_HELD, HELD, MEMENTO, page_of

IS_ROBOTS_REQUEST = "dont_obey_robotstxt"  # in the meta of the requests for robots.txt itself, as Scrapy's own has it
IN_WEB_ARCHIVE = "backissues_in_web_archive"  # in the meta of a request that a web archive answers: the copy's Window
ASKS_NO_MORE = "backissues_asks_no_more"  # in the meta of a request before which no tdmrep.json is asked for
DOCUMENT_SECONDS = 20  # for a tdmrep.json or a licence, on which no page depends
REDIRECTS_TO = (301, 302, 303, 307, 308)  # the statuses by which Location leads to another page
FOR_EVER = 10**9  # seconds
HEAD_BYTES = 100_000  # of a page; what redirects stands in its first 4,096 characters
CODINGS = "gzip, deflate"  # not br, which warcio cannot read beside brotli 1.2, nor zstd, which pywb cannot
HAS_TURN = "backissues_turn"  # in the meta of a request that waits for its answer
WAS_SENT = "backissues_was_sent"  # in the meta of a request that has left the downloader, until its end is looked at
NOT_ANSWERED = "backissues_not_answered"  # in the meta of a request that is made again: why it was not answered before
BYTES_LEFT = "backissues_bytes_left"  # in the meta of a request of whose answer no more than the beginning is read


class WebPolicyMiddleware:
    """Lets no request pass that the web policy refuses; the first that sees a request, and each redirect."""

    def __init__(self, crawler: Crawler) -> None:
        self.policy = policy_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Let a request pass, without the name and password that its address may have.

        :raises AddressRefusedError: its address is none that may be asked.
        """
        if refusal := self.policy.refusal(request.url):
            raise AddressRefusedError(refusal)
        if (url := urls.without_user(request.url)) != request.url:
            return request.replace(url=url)
        return None


class RobotsMiddleware:
    """Obeys the robots.txt of every host that is requested, also where a redirect leads to it (RFC 9309).

    What it and the host's other permission documents say is captured and stored, each asked for once a day: tdmrep.json
    and the licences that robots.txt names, before the first page is.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.run = run_of(crawler)
        self.pace = self.run.pace
        self.asked = self.run.asked_hosts
        crawler.signals.connect(self.headers_received, signal=signals.headers_received)
        crawler.signals.connect(self.bytes_received, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def headers_received(self, headers: Headers, body_length: int, request: Request) -> None:
        """Signal: of a robots.txt that says how long it is, ROBOTS_BYTES are read, unless these are packed."""
        most = bytes_to_read(headers.get("Content-Length"))
        if request.meta.get(IS_ROBOTS_REQUEST) and most < PAGE_BYTES and "Content-Encoding" not in headers:
            request.meta["download_maxsize"] = 0
            request.meta[BYTES_LEFT] = most

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Signal: end a download whose beginning is there.

        :raises StopDownload: it is; Scrapy then takes what has come for the answer.
        """
        if BYTES_LEFT in request.meta:
            request.meta[BYTES_LEFT] -= len(data)
            if request.meta[BYTES_LEFT] <= 0:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        """Let a request pass if the host's rules allow it.

        :raises RobotsForbidError: they do not.
        :raises RobotsUnreachableError: the host does not answer.
        """
        if request.meta.get(IS_ROBOTS_REQUEST):
            return
        url = robots_url(request.url)
        now = self.pace.clock.now()
        rules_of, others_of = self.asked.rules, self.asked.others
        if is_missing(rules_of, url) or now - self.asked.read_at.get(url, now) >= KEPT_FOR.total_seconds():
            rules_of[url] = asyncio.ensure_future(self._robots(url, host_of(request)))
            others_of.pop(url, None)
        answers = True
        try:
            rules = await asyncio.shield(rules_of[url])
        except (RobotsUnreachableError, HostSilentError):
            if IN_WEB_ARCHIVE not in request.meta:
                raise
            rules, answers = self._last_known(url), False
        if refusal := rules.failure_of(request.url):
            raise RobotsForbidError(refusal)
        if answers and not request.meta.get(ASKS_NO_MORE):
            if is_missing(others_of, url):
                others_of[url] = asyncio.ensure_future(self._ask_others(url, rules))
            await asyncio.shield(others_of[url])

    def _last_known(self, url: str) -> Robots:
        """The last robots.txt that a host answered with, of one that answers no more, and is asked for nothing."""
        known = self.run.last_document(url)
        return robots(known.status, known.text.encode()) if known and 0 < known.status < 500 else Robots()

    async def _ask_others(self, url: str, rules: Robots) -> None:
        """Ask for the other permission documents of a host, as far as its robots.txt allows; none is worth a failure.

        :param url: the address of its robots.txt.
        """
        wanted = [(Kind.TDMREP, url_of(Kind.TDMREP, url)), *((Kind.RSL, each) for each in rules.rules.licenses)]
        for kind, address in wanted:
            if self.run.known_document(address) is None:
                await self._ask_other(kind, address)

    async def _ask_other(self, kind: Kind, url: str) -> None:
        meta = {
            ASKS_NO_MORE: True,
            "dont_retry": True,
            "download_timeout": DOCUMENT_SECONDS,
            "download_maxsize": ROBOTS_BYTES,
        }
        request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except (WaitRefusedError, RunStoppedError, HostSilentError):
            return  # of which the page that waits for this has to say more
        except Exception as error:
            if not isinstance(error, IgnoreRequest) and not is_no_answer(error):
                raise
            reason = json.dumps(reason_of(error).as_json(), ensure_ascii=False)
            page = Page(url=url, body=reason.encode(), fetched=self.run.now, status=0)
        else:
            page = page_of(response, url, self.run.now)
        self.run.keep_document(kind, page)

    async def _robots(self, url: str, host: str) -> Robots:
        if known := self.run.known_document(url):
            self.asked.read_at[url] = dt.datetime.fromisoformat(known.last_seen).timestamp()
            return self._obeyed(host, robots(known.status, known.text.encode()))
        self.asked.read_at[url] = self.pace.clock.now()
        request = Request(url, priority=1000, meta={IS_ROBOTS_REQUEST: True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except (WaitRefusedError, RunStoppedError, HostSilentError):
            raise
        except Exception as error:
            if not isinstance(error, IgnoreRequest) and not is_no_answer(error):
                raise
            reason = reason_of(error)
            if isinstance(error, AddressRefusedError) and reason.text == web_policy.spelled(host):
                raise  # so the page is refused, and no redirect of robots.txt
            refusal = Reason(code=Code.ROBOTS_UNREACHABLE, text=phrase(reason)[:LONGEST_TEXT])
            if isinstance(error, ReasonedError):  # it answers, but in circles, or without end
                return Robots(refusal=refusal)
            raise RobotsUnreachableError(refusal) from error
        rules = robots(response.status, response.body)
        if rules.refusal is None or response.status >= 400:  # and not one without end, or behind too many redirects
            self.run.keep_document(Kind.ROBOTS, page_of(response, url, self.run.now))
        return self._obeyed(host, rules)

    def _obeyed(self, host: str, rules: Robots) -> Robots:
        self.pace.crawl_delay(host, rules.crawl_delay)
        return rules


def is_missing(asked: Mapping[str, asyncio.Future[Any]], url: str) -> bool:
    """Whether an address was not asked for, or whoever did was stopped."""
    return url not in asked or asked[url].cancelled()


class PaceMiddleware:
    """Makes each request wait for its host's turn, and obeys Retry-After (RFC 9110, section 10.2.3).

    It is the last to see a request and the first to see its response: before RetryMiddleware repeats it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.pace: Pace = run_of(crawler).pace
        # DOWNLOAD_DELAY is what somebody asks for in Scrapy's own words, and Scrapy waits for it as well, by real time.
        self.delay = max(map(crawler.settings.getfloat, ("DOWNLOAD_DELAY", "BACKISSUES_DELAY")))
        self.at_once = max(1, crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        crawler.signals.connect(self.left, signal=signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn.

        :raises WaitRefusedError: the host asks for a longer wait than LONGEST_WAIT.
        :raises HostSilentError: the host has not answered for SILENCES requests.
        :raises RunStoppedError: the run was stopped meanwhile.
        """
        host = host_of(request)
        try:
            await self.pace.turn(host, delay=self.delay, at_once=self.at_once)
        except WaitTooLongError as error:
            raise WaitRefusedError(wait_reason(error)) from error
        except SilentHostError as error:
            if before := request.meta.get(NOT_ANSWERED):
                raise HostSilentError(before) from error
            raise HostSilentError(Reason(code=Code.HOST_SILENT)) from error
        except StoppedError as error:
            raise RunStoppedError(str(error)) from error
        request.meta[HAS_TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        """After 429 or 503, make no request to the host for as long as Retry-After says.

        :raises WaitRefusedError: that is longer than LONGEST_WAIT.
        """
        self._end_turn(request)
        was_sent = request.meta.pop(WAS_SENT, False)
        if was_sent:  # and not answered in the host's place
            self.pace.heard(host_of(request))
        if response.status in (429, 503):
            header = response.headers.get("Retry-After") or b""
            wait = seconds_of(header.decode("latin-1"), self.pace.clock.now())
            try:
                self.pace.retry_after(host_of(request), wait)
            except WaitTooLongError as error:
                raise WaitRefusedError(wait_reason(error, response.status)) from error
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that failed, and count it where the host was silent."""
        if request.meta.pop(WAS_SENT, False) and is_silence(exception):
            request.meta[NOT_ANSWERED] = reason_of(exception)
            self.pace.unheard(host_of(request))
        self._end_turn(request)

    def left(self, request: Request) -> None:
        """Signal: a request has left the downloader, by whatever way; no bug leaves its host waiting for ever."""
        request.meta[WAS_SENT] = True
        self._end_turn(request)

    def _end_turn(self, request: Request) -> None:
        if host := request.meta.pop(HAS_TURN, ""):
            self.pace.answered(host)


class ExchangeMiddleware:
    """Keeps what is sent and what comes, byte by byte, for the captures; the nearest to the network.

    It stays in the meta of the request, as long as the page is on its way.
    """

    def process_request(self, request: Request) -> None:
        """Forget the answer to an earlier attempt, or to the address that led here."""
        request.meta.pop(EXCHANGE, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what came; of a copy in a web archive nothing, as another request brought it."""
        if MEMENTO not in request.meta:
            request.meta[EXCHANGE] = exchange_of(request, response)
        return response


class UnpackMiddleware(HttpCompressionMiddleware):
    """Unpacks pages, as they are unpacked when captures are read; what is too large or not whole has a reason."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Ask for the codings that every program which reads captures can take off; others are read all the same."""
        request.headers.setdefault("Accept-Encoding", CODINGS)

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Unpack a page, in a thread, as a sitemap of 50,000 addresses would hold up everything else.

        :raises TooLargeError: it becomes larger than PAGE_BYTES.
        :raises ReasonedError: a part of it is missing, or it is not in the coding that its headers name.
        """
        coding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        content_range = (response.headers.get("Content-Range") or b"").decode("latin-1")
        if payload.missing_part(response.status, {"content-range": content_range}):  # which nobody asked for
            raise ReasonedError(Reason(code=Code.CUT_OFF))
        if not coding or request.method == "HEAD":
            return response
        try:
            headers = {"content-encoding": coding}
            found = await asyncio.to_thread(payload.decoded, response.body, headers, most=PAGE_BYTES)
        except payload.UnknownCodingError:
            return response  # browsers, too, take it as it came
        except payload.WrongCodingError as error:
            reason = Reason(code=Code.WRONG_ENCODING, kind=error.coding, text=str(error)[:LONGEST_TEXT])
            raise ReasonedError(reason) from error
        if len(found.body) > PAGE_BYTES:
            raise TooLargeError(Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES))
        if found.cut:
            raise ReasonedError(Reason(code=Code.CUT_OFF))
        if EXCHANGE in request.meta:
            request.meta[EXCHANGE] = await asyncio.to_thread(unpacked, request.meta[EXCHANGE], found.body)
        del response.headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=found.body)
        # The charset of the page, and not of what was packed.
        charset = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, body=found.body, **charset)


class ConditionalMiddleware:
    """Asks for a page that is held only if it was changed (``scraper.collect.validators``).

    The conditions are those of its own address, and go to no other where a redirect leads.
    """

    def process_request(self, request: Request) -> None:
        """Add the conditions to a request for a page that is held, and take them from one for another page."""
        if held := request.meta.get(HELD):
            _without_conditions(request)
            if held.url == request.url:
                request.headers.update(validators.conditions(held))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The page that is held, where it is as it was; it is asked for as a whole where it permits something else."""
        held = request.meta.get(HELD)
        if held is None or response.status != validators.NOT_MODIFIED or held.url != request.url:
            return response
        answer = page_of(response, request.url).headers
        if validators.permits_otherwise(held, answer):
            return _without_conditions(request.replace(meta=request.meta | {HELD: None}, dont_filter=True))
        headers = Headers(validators.headers_now(held, answer))
        kind = responsetypes.from_args(headers=headers, url=response.url, body=held.body)
        return kind(response.url, status=held.status, headers=headers, body=held.body, request=request, flags=[AS_HELD])


def _without_conditions(request: Request) -> Request:
    for name in validators.CONDITIONS:
        request.headers.pop(name, None)
    return request


class SignatureMiddleware:
    """Signs each request for the host that it goes to, where its archive has a key (``scraper.collect.identity``).

    It is the nearest to the network, so that a signature is made when the request is: at each retry and redirect, too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.run = run_of(crawler)
        if self.run.identity is None:
            raise NotConfigured
        self.identity = self.run.identity

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Sign a request, in place of the signature that it had for another host or attempt."""
        request.headers.update(self.identity.request_headers(request.url, int(self.run.pace.clock.now())))


class BoundedCookiesMiddleware(CookiesMiddleware):
    """Keeps the cookies of a run, up to COOKIE_BYTES of them; a site that sends more has all forgotten."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Keep the cookies of a response."""
        answer = super().process_response(request, response)
        jar = self.jars[request.meta.get("cookiejar")]
        if sum(len(cookie.name) + len(cookie.value or "") for cookie in jar) > COOKIE_BYTES:
            jar.clear()
        return answer


class SecretsMiddleware:
    """Takes the secrets that a request was sent with out of its page, which may name the address of the next one."""

    def __init__(self) -> None:
        self.secrets = catalogue.secrets(os.environ)

    def process_response(self, request: Request, response: Response) -> Response:
        """The page, with placeholders where a value stood."""
        body = self.secrets.hidden_bytes(response.body)
        return response if body == response.body else response.replace(body=body)


class HttpRedirectMiddleware(RedirectMiddleware):
    """Follows HTTP redirects; those that lead nowhere raise BadRedirectError, which has a reason code."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if request.meta.get("dont_redirect"):
            return response
        with _redirecting():
            followed = super().process_response(request, response)
            location = response.headers.get("Location")
            if followed is response and response.status in REDIRECTS_TO and location is not None:
                raise ValueError(f"it redirects to {location.decode('latin-1')}")
            return followed


class HtmlRedirectMiddleware(MetaRefreshMiddleware):
    """Follows the redirects in meta elements, with the same error; a page that reloads itself is a page."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if not isinstance(response, HtmlResponse):
            return response
        head = _beginning(response)
        try:
            seconds, url = get_meta_refresh(head, self._ignore_tags)
        except (LookupError, UnicodeError):  # its charset is none of text ("hex"); whoever reads it finds another
            return response
        passed = request.meta.get("redirect_urls", [])
        has_cookie = "Set-Cookie" in response.headers
        if not url or not redirects.is_redirect(
            response.url, url, seconds or 0.0, passed=passed, has_cookie=has_cookie
        ):
            return response
        with _redirecting():
            followed = super().process_response(request, head)
            return response if followed is head else followed


def _beginning(response: HtmlResponse) -> HtmlResponse:
    """A page up to the last tag that ends in HEAD_BYTES, so that no copy of a large one is made to look at its head."""
    if len(response.body) <= HEAD_BYTES:
        return response
    end = response.body.rfind(b">", 0, HEAD_BYTES) + 1 or HEAD_BYTES
    return HtmlResponse(response.url, headers=response.headers, body=response.body[:end])


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


def host_of(request: Request) -> str:
    """The host of a request without its port, as Scrapy's slots have it."""
    return urlparse_cached(request).hostname or ""
