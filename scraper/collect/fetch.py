"""Fetch one page for a person who wants to look at it, under the same crawling policy as a collection."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scraper import discover
from scraper.captures import payload
from scraper.captures.http_headers import ENCODINGS, headers_of
from scraper.collect import web_policy
from scraper.collect.pace import LONGEST_WAIT, WORTH_ANNOUNCING, Clock, seconds_of
from scraper.collect.robots import Robots, bytes_to_read, robots, robots_url, user_agent
from scraper.collect.web_policy import InsideError, WebPolicy
from scraper.items import Page
from scraper.limits import HEADER_BYTES, LOOKED_AT_SECONDS, PAGE_BYTES, REDIRECTS
from scraper.reasons import LONGEST_TEXT, Code, Reason, of_error
from scraper.reasons.words import phrase

if TYPE_CHECKING:
    import httpx

TIMEOUT = 30.0  # seconds without a byte
DELAY = 1.0  # seconds between two requests to a host, where it does not ask for more
_HEADERS_TOO_LONG = Reason(code=Code.HEADERS_TOO_LONG, most=HEADER_BYTES)


class FetchError(Exception):
    """The page could not be fetched, or may not be; the message says why.

    :param answer: what came in its place, where that was an error status.
    """

    def __init__(self, message: str, answer: Page | None = None) -> None:
        super().__init__(message)
        self.answer = answer


class BrokenOffError(FetchError):
    """The connection was lost, or nothing came any more."""


def fetch(url: str, *, clock: Clock | None = None, say: Callable[[str], None] = lambda message: None) -> Page:
    """Fetch the page at an http or https address, where robots.txt allows it: ``Fetcher.page`` of one alone."""
    with Fetcher(web_policy.for_address(url, os.environ), clock, say) as fetcher:
        return fetcher.page(url)


class Fetcher:
    """Fetches pages one after the other, with a pause between two requests to a host; a context manager.

    The robots.txt of every host that a redirect leads to is obeyed as well (RFC 9309); each is fetched once.

    :param policy: which addresses may be asked.
    :param clock: what to wait by between two requests; real time unless given.
    :param say: called with a sentence for a person before a wait of more than WORTH_ANNOUNCING.
    """

    def __init__(
        self, policy: WebPolicy, clock: Clock | None = None, say: Callable[[str], None] = lambda message: None
    ) -> None:
        self.policy = policy
        self.clock = clock or Clock()
        self.say = say
        self.rules: dict[str, Robots] = {}  # by the address of robots.txt
        self.last_request: defaultdict[str, float] = defaultdict(lambda: -math.inf)  # when a host was asked last
        self.closed_until: defaultdict[str, float] = defaultdict(lambda: -math.inf)  # as Retry-After says

    def __enter__(self) -> Self:
        import httpx

        from scraper.collect.checked_connections import Transport

        headers = {"User-Agent": user_agent(os.environ.get("BACKISSUES_CONTACT", ""))}
        self.transport = Transport(self.policy, self.clock.monotonic)
        self.client = httpx.Client(headers=headers, timeout=TIMEOUT, follow_redirects=False, transport=self.transport)
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def page(self, url: str) -> Page:
        """Fetch a page and follow its redirects.

        :returns: the page, with the address that the redirects ended at and the one that was asked for.
        :raises FetchError: robots.txt forbids it, no answer came, or it was an error status or longer than PAGE_BYTES.
        """
        address = _address(url)
        for _ in range(REDIRECTS + 1):
            page = self.get(address, crawl_delay=self._delay_of(address))
            if not 300 <= page.status < 400 or "location" not in page.headers:
                break
            address = _address(page.headers["location"], address)
        else:
            raise FetchError(f"{url}: more than {REDIRECTS} redirects")
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

    def _delay_of(self, address: str) -> float:
        """The delay that the host of an address asks for. :raises FetchError: its robots.txt forbids the address."""
        rules = self.robots(address)
        if refusal := rules.failure_of(address):
            raise FetchError(f"{address}: {phrase(refusal)} ({robots_url(address)})")
        return rules.crawl_delay

    def robots(self, url: str) -> Robots:
        """What the host of a page allows; its robots.txt is fetched once.

        :raises FetchError: the host does not answer, which means no (RFC 9309, section 2.3.1.4).
        """
        where = robots_url(url)
        if where not in self.rules:
            address = where
            for _ in range(REDIRECTS + 1):
                response = self.get(address, bytes_to_read)
                if not 300 <= response.status < 400 or "location" not in response.headers:
                    break
                address = _address(response.headers["location"], address)
            self.rules[where] = robots(response.status, response.body)
        return self.rules[where]

    def get(
        self, url: str, most: Callable[[str | None], int] = lambda length: PAGE_BYTES, crawl_delay: float = 0.0
    ) -> Page:
        """Wait for the pause that the host wants, then fetch one address.

        :param most: how many bytes to read, by the Content-Length that the answer states; one more tells that it is
            longer.
        :raises FetchError: it may not be asked, or did not answer.
        """
        raw = bytearray()
        self._may_ask(url, crawl_delay)
        with _failures_told(url):
            with self.client.stream("GET", url) as response:
                limit = most(response.headers.get("content-length"))
                for piece in response.iter_raw():
                    raw += piece
                    if len(raw) > limit:
                        break
            lines = response.headers.multi_items()
            body = _unpacked(bytes(raw), headers_of(lines), limit)
        headers = headers_of((name, value) for name, value in lines if name.lower() not in ENCODINGS)
        self._note_wait(url, response.status_code, headers)
        return Page(
            url=str(response.url),
            body=body,
            content_type=headers.get("content-type", ""),
            fetched=dt.datetime.now(dt.UTC),
            status=response.status_code,
            headers=headers,
        )

    @contextlib.contextmanager
    def stream(self, url: str, headers: Mapping[str, str]) -> Iterator[tuple[httpx.Response, Iterator[bytes]]]:
        """Ask for something that is longer than a page, following its redirects; it may take any time.

        :param headers: of the request, besides those of every request.
        :returns: the answer, and its bytes as they are sent, piece by piece.
        :raises FetchError: as ``page``; BrokenOffError while the bytes come.
        """
        address = _address(url)
        for _ in range(REDIRECTS + 1):
            self._may_ask(address, self._delay_of(address))
            with contextlib.ExitStack() as stack:
                with _failures_told(address):
                    response = stack.enter_context(self.client.stream("GET", address, headers=dict(headers)))
                if 300 <= response.status_code < 400 and "location" in response.headers:
                    address = _address(response.headers["location"], address)
                    continue
                lines = headers_of(response.headers.multi_items())
                self._note_wait(address, response.status_code, lines)
                if response.status_code >= 400:
                    now = dt.datetime.now(dt.UTC)
                    answer = Page(url=address, body=b"", fetched=now, status=response.status_code, headers=lines)
                    raise FetchError(f"{address} answers {response.status_code}", answer)
                self.transport.deadline = math.inf
                yield response, _pieces(response, address)
                return
        raise FetchError(f"{url}: more than {REDIRECTS} redirects")

    def _may_ask(self, url: str, crawl_delay: float) -> None:
        """Wait until an address may be asked. :raises FetchError: it never may."""
        if refusal := self.policy.refusal(url):
            raise FetchError(f"{url[:LONGEST_TEXT]}: {phrase(refusal)}")
        host = urlsplit(url).hostname or ""
        self._wait(host, max(DELAY, crawl_delay))
        began = self.last_request[host] = self.clock.monotonic()
        self.transport.deadline = began + LOOKED_AT_SECONDS

    def _note_wait(self, url: str, status: int, headers: Mapping[str, str]) -> None:
        """Remember that a host asks us to wait."""
        if status in (429, 503):
            host = urlsplit(url).hostname or ""
            wait = seconds_of(headers.get("retry-after", ""), self.clock.now())
            self.closed_until[host] = max(self.closed_until[host], self.clock.monotonic() + wait)

    def _wait(self, host: str, pause: float) -> None:
        """Wait until a host may be asked.

        :param pause: the least time between two requests to it.
        :raises FetchError: it asks for more than LONGEST_WAIT.
        """
        wait = max(self.last_request[host] + pause, self.closed_until[host]) - self.clock.monotonic()
        if wait > LONGEST_WAIT:
            raise FetchError(f"{host} asks us to wait {wait:,.0f} s; we wait {LONGEST_WAIT:.0f} s at most")
        if wait >= WORTH_ANNOUNCING:
            self.say(f"{host} asks us to wait {wait:,.0f} s; waiting (Ctrl-C stops)")
        if wait > 0:
            self.clock.pause(wait)


def _pieces(response: httpx.Response, url: str) -> Iterator[bytes]:
    with _failures_told(url):
        yield from response.iter_raw()


@contextlib.contextmanager
def _failures_told(url: str) -> Iterator[None]:
    """Raise what goes wrong with a request as a FetchError that says it in words."""
    import httpcore
    import httpx

    from scraper.collect.checked_connections import HeadersTooLongError, TooLateError

    try:
        yield
    except TooLateError:
        raise FetchError(f"{url}: not there after {LOOKED_AT_SECONDS} s") from None
    except InsideError as error:
        raise FetchError(f"{url}: {phrase(error.reason)}") from None
    except HeadersTooLongError:
        raise FetchError(f"{url}: {phrase(_HEADERS_TOO_LONG)}") from None
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
        reason = _reason_of(error)
        kind = BrokenOffError if reason.code in (Code.TIMED_OUT, Code.CONNECTION_LOST) else FetchError
        raise kind(f"{url}: {phrase(reason)}") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise FetchError(f"{url}: {phrase(of_error(error, Code.NO_ANSWER))}") from None


def _unpacked(raw: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """A body without its content coding, up to one byte more than may be.

    :raises FetchError: it is not in the coding that its headers name, or ends too early.
    """
    coding = {name: value for name, value in headers.items() if name == "content-encoding"}
    try:
        found = payload.decoded(raw, coding, most=most)
    except (payload.UnknownCodingError, payload.WrongCodingError) as error:
        raise FetchError(f"what came is not in the coding that its headers name ({error})") from None
    if found.cut and len(raw) <= most:
        raise FetchError(f"{phrase(Reason(code=Code.CUT_OFF))}: {found.cut}")
    return found.body


def _reason_of(error: Exception) -> Reason:
    """The reason that an exception of httpcore stands for, by the exception that it was made of."""
    import socket
    import ssl

    import httpcore

    match error, error.__cause__ or error.__context__:
        case httpcore.TimeoutException(), _:
            return Reason(code=Code.TIMED_OUT)
        case httpcore.ConnectError(), ConnectionRefusedError():
            return Reason(code=Code.CONNECTION_REFUSED)
        case httpcore.ConnectError(), socket.gaierror() | UnicodeError() | None:
            return Reason(code=Code.NAME_UNKNOWN)
        case httpcore.ConnectError() | httpcore.ReadError(), ssl.SSLError():
            return Reason(code=Code.TLS_FAILED, text=str(error)[:LONGEST_TEXT])
        case httpcore.RemoteProtocolError(), _ if "buffer" in str(error):  # h11 reads headers of 100 kB
            return _HEADERS_TOO_LONG
        case httpcore.RemoteProtocolError(), _ if "disconnected" in str(error) or "closed" in str(error):
            return Reason(code=Code.CONNECTION_LOST)
        case httpcore.RemoteProtocolError(), _:
            return Reason(code=Code.NOT_HTTP, text=str(error)[:LONGEST_TEXT])
        case ((httpcore.ReadError() | httpcore.WriteError()), _):
            return Reason(code=Code.CONNECTION_LOST)
    return of_error(error, Code.NO_ANSWER)


def _address(url: str, base: str = "") -> str:
    """An absolute web address, or a FetchError."""
    try:
        return discover.web_address(url, base)
    except discover.WrongTypeError as error:
        raise FetchError(f"{base}: it leads nowhere. {error.detail}" if base else error.detail) from None
