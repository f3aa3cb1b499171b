"""Pages from a web archive in place of a newspaper that has them no more, where somebody asked for that (RFC 7089).

    the request of a spider for a newspaper's page      it stands in its meta when the copy must be of
    TimeMap, TimeGate or CDX server of the archive      which copies it has, see ``scraper.collect.mementos``
    one copy after the other, as it was captured        the first that is the page is the answer

Each of these is a request of its own, under the web policy, robots.txt and pace of the archive's host. The newspaper's
own robots.txt was asked before: what it forbids today is not taken from elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from scraper.captures.http_headers import headers_of
from scraper.collect import mementos
from scraper.collect.mementos import Copy, WebArchive, Window
from scraper.discover import DiscoverError, web_address
from scraper.extensions import run_of
from scraper.items import Memento
from scraper.limits import PAGE_BYTES, REDIRECTS, TIME_MAP_BYTES
from scraper.middlewares import ASKS_NO_MORE, IN_WEB_ARCHIVE
from scraper.reasons import Code, Reason
from scraper.request_errors import (
    REFUSED,
    NotArchivedError,
    RunStoppedError,
    WebArchiveFailedError,
    code_of,
    is_no_answer,
    reason_of,
)
from scraper.response_pages import MEMENTO
from scraper.secrets import names_in

MOST_REDIRECTS = 3  # from one copy to another of the same archive
BUSY = (429, 503)
ITS_OWN = "x-archive-orig-"  # before each header of the newspaper, as OpenWayback and web.archive.org send them
OF_THE_ARCHIVE = ("memento-datetime", "link", "content-location", "content-encoding", "transfer-encoding")
LINK_FORMAT = "application/link-format"  # RFC 6690
Way = Callable[[str, Window], Awaitable[tuple[Copy, ...] | None]]


class WebArchiveMiddleware:
    """Answers a request with the copy of its page that a web archive has, if its meta says when that must be of."""

    def __init__(self, crawler: Crawler) -> None:
        archive = getattr(crawler.spider, "web_archive", None)
        if archive is None:
            raise NotConfigured
        self.archive: WebArchive = archive
        self.crawler = crawler
        self.run = run_of(crawler)
        self.ways: tuple[Way, ...] = (self._in_time_map, self._at_time_gate, self._in_cdx)
        self.known: Way | None = None  # of these, one that the archive has

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | Response | None:
        """The copy, as the newspaper answered then; where that was a redirect, the request for the page behind it.

        :raises NotArchivedError: there is none that could be taken.
        :raises WebArchiveFailedError: the archive does not answer, or refuses.
        """
        window: Window | None = request.meta.get(IN_WEB_ARCHIVE)
        if window is None:
            return None
        if request.method != "GET" or names_in(request.url):  # an address with a secret is for nobody else
            raise self._none()
        because: list[Reason] = []
        redirects: list[Request] = []
        for copy in mementos.wanted(await self._copies(request.url, window), window):
            found = await self._copy(copy, window, request)
            if isinstance(found, Response):
                return found
            if isinstance(found, Request):
                redirects.append(found)
            else:
                because.append(found)
        if redirects:
            return redirects[0]
        raise self._none(*dict.fromkeys(because))

    def _none(self, *because: Reason) -> NotArchivedError:
        if because:
            return NotArchivedError(Reason(code=Code.COPIES_UNUSABLE, text=self.archive.name, because=because))
        return NotArchivedError(Reason(code=Code.NOT_IN_WEB_ARCHIVE, text=self.archive.name))

    def _failed(self, because: Reason) -> WebArchiveFailedError:
        return WebArchiveFailedError(Reason(code=Code.WEB_ARCHIVE_FAILED, text=self.archive.name, because=(because,)))

    async def _copies(self, url: str, window: Window) -> tuple[Copy, ...]:
        """The copies that the archive names, by the first way that it has; none where it has none."""
        for way in self.ways:
            copies = await way(url, window)
            if copies is not None:
                self.known = self.known or way
                return copies
            if self.known == way and way != self._in_time_map:  # a TimeMap may be too long
                return ()
        return ()

    async def _in_time_map(self, url: str, window: Window) -> tuple[Copy, ...] | None:
        """What its TimeMap names, and those that this leads to; None where none comes, or one that is too long."""
        copies: list[Copy] = []
        waiting = [self.archive.time_map(url)]
        for number in range(1 + mementos.MOST_TIME_MAPS):
            if not waiting:
                break
            address = waiting.pop(0)
            response = await self._ask(address, most=TIME_MAP_BYTES)
            if response is None or response.status != 200 or not _is_link_format(response):
                if number == 0:
                    return () if self._says_none(response) else None
                continue
            found = mementos.in_time_map(response.body.decode("utf-8", "replace"), address, window)
            copies += found.copies
            waiting += [each for each in found.further if self.archive.has(each)]
        return tuple(copies) or None

    def _says_none(self, response: Response | None) -> bool:
        """Whether the answer to a request for a TimeMap says that there is no copy; else there are no TimeMaps."""
        if response is None or response.status != 404:
            return False
        return self.known == self._in_time_map or _is_link_format(response)

    async def _at_time_gate(self, url: str, window: Window) -> tuple[Copy, ...] | None:
        """What its TimeGate names of the middle of the window; None where it is none."""
        accept = {"Accept-Datetime": mementos.http_date(window.middle)}
        response = await self._ask(self.archive.time_gate(url), headers=accept)
        if response is None:
            return None
        return mementos.in_headers(_headers(response), response.url) or None

    async def _in_cdx(self, url: str, window: Window) -> tuple[Copy, ...] | None:
        """What its CDX server names of the window; None where there is none."""
        response = await self._ask(self.archive.query(url, window), most=TIME_MAP_BYTES)
        if response is None or response.status != 200:
            return None
        return mementos.in_cdx(response.body.decode("utf-8", "replace"), self.archive)

    async def _copy(self, copy: Copy, window: Window, request: Request) -> Request | Response | Reason:
        """A copy as it was captured, as the answer to a request; or the redirect that it is, or why it is no page."""
        address = mementos.raw_address(copy.url)
        for _ in range(1 + MOST_REDIRECTS):
            if not address or not self.archive.has(address):
                return Reason(code=Code.NO_WEB_ADDRESS)
            response = await self._ask(address)
            if response is None:
                return Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES)
            headers = _headers(response)
            moment = mementos.moment_of(headers.get("memento-datetime", ""))
            if moment is not None or not 300 <= response.status < 400:
                break
            address = mementos.raw_address(response.urljoin(headers.get("location", "")))  # to the nearest copy
        else:
            return Reason(code=Code.REDIRECT_LOOP)
        if moment and 300 <= response.status < 400 and (where := headers.get("location")):
            return _redirected(request, mementos.original_address(where, request.url))
        if response.status != 200:
            return Reason(code=code_of(response.status), status=response.status)
        if moment is None or not window.has(moment):
            return Reason(code=Code.NOT_A_PAGE, kind="memento")
        memento = Memento(url=mementos.shown_address(address), asked=self.run.now)
        request.meta[MEMENTO] = (memento, moment)
        return response.replace(url=request.url, headers=_as_then(headers), request=request)

    async def _ask(
        self, url: str, *, headers: Mapping[str, str] | None = None, most: int = PAGE_BYTES
    ) -> Response | None:
        """What the archive answers, whatever its status; None where that is too long.

        :raises WebArchiveFailedError: it does not answer, or refuses to.
        """
        meta: dict[str, Any] = {"dont_redirect": True, "download_maxsize": most, ASKS_NO_MORE: True}
        request = Request(url, headers=dict(headers or {}), priority=500, meta=meta, callback=NO_CALLBACK)
        engine = self.crawler.engine
        assert engine is not None, "a middleware works in an engine"
        try:
            response = await engine.download_async(request)
        except RunStoppedError:
            raise
        except Exception as error:
            if not isinstance(error, IgnoreRequest) and not is_no_answer(error):
                raise
            reason = reason_of(error)
            if reason.code is Code.PAGE_TOO_LONG:
                return None
            raise self._failed(reason) from error
        is_copy = "Memento-Datetime" in response.headers
        if not is_copy and (response.status in BUSY or response.status >= 500 or response.status in REFUSED):
            raise self._failed(Reason(code=code_of(response.status), status=response.status))
        return response


def _redirected(request: Request, url: str) -> Request | Reason:
    """The request for the page to which a newspaper's redirect led."""
    passed = [*request.meta.get("redirect_urls", ()), request.url]
    if url in passed or len(passed) > REDIRECTS:
        return Reason(code=Code.REDIRECT_LOOP)
    try:
        meta = {**request.meta, "redirect_urls": passed, "redirect_times": len(passed)}
        return request.replace(url=web_address(url), meta=meta, dont_filter=True)
    except DiscoverError:
        return Reason(code=Code.NO_WEB_ADDRESS)


def _is_link_format(response: Response) -> bool:
    """Whether an answer is a TimeMap: by its type, or by its beginning where a server has another type for it."""
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    return LINK_FORMAT in kind or response.body[:200].lstrip().startswith(b"<http")


def _headers(response: Response) -> dict[str, str]:
    sent: Mapping[bytes, list[bytes]] = response.headers
    lines = ((name, value) for name, values in sent.items() for value in values)
    return headers_of((name.decode("latin-1"), value.decode("latin-1")) for name, value in lines)


def _as_then(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that the newspaper sent, without those of the archive."""
    original = {name.removeprefix(ITS_OWN): value for name, value in headers.items() if name.startswith(ITS_OWN)}
    return {"content-type": headers.get("content-type", "")} | {
        name: value for name, value in (original or headers).items() if name not in OF_THE_ARCHIVE
    }
