"""Scrapy's download handler for http and https: it connects where the web policy allows, and reads headers to a bound.

A host is looked up here, and the connection is made to one of the very addresses that ``WebPolicy.allowed`` gave back,
so nothing can change between the look-up and the connection. Through a proxy of the operator's (HTTP_PROXY,
HTTPS_PROXY) it is the proxy that looks names up; what is written as an address was judged before.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver, IReactorPluggableNameResolver, IResolutionReceiver
from twisted.python.failure import Failure
from twisted.web.client import URI, Agent, _HTTP11ClientFactory
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer  # type: ignore[import-untyped]

from scraper.collect.web_policy import InsideError, WebPolicy
from scraper.extensions import policy_of, run_of
from scraper.limits import HEADER_BYTES, HEADER_LINES
from scraper.reasons import Code
from scraper.request_errors import (
    AddressRefusedError,
    HeadersTooLongError,
    RunStoppedError,
    TooLargeError,
    reason_of,
)


class PolicyDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, with connections under a ``WebPolicy``, bounded headers, and an end when the run stops."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.policy = policy_of(crawler)
        self.pace = run_of(crawler).pace
        self._pool._factory = _BoundedFactory
        self._stopped: asyncio.Future[None] | None = None

    async def download_request(self, request: Request) -> Response:
        """Fetch a page.

        :raises AddressRefusedError: its host leads inside.
        :raises TooLargeError: its headers have no end.
        :raises RunStoppedError: the run was stopped, and the answer is not there yet.
        """
        if self._stopped is None:
            self._stopped = asyncio.ensure_future(self.pace.stopped())
        download = asyncio.ensure_future(self._downloaded(request))
        await asyncio.wait((download, self._stopped), return_when=asyncio.FIRST_COMPLETED)
        if download.done():
            return download.result()
        download.cancel()
        await asyncio.wait((download,))
        raise RunStoppedError("stopped before the answer came")

    async def _downloaded(self, request: Request) -> Response:
        """As ``HTTP11DownloadHandler.download_request``, by an agent that asks the policy."""
        agent = _PolicyAgent(
            policy=self.policy,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except InsideError as error:
            raise AddressRefusedError(error.reason) from error
        except DownloadFailedError as error:  # which Scrapy takes for a failure that another try may mend
            if (reason := reason_of(error)).code is Code.HEADERS_TOO_LONG:
                raise TooLargeError(reason) from error
            raise

    async def close(self) -> None:
        if self._stopped is not None:
            self._stopped.cancel()
        await super().close()


class _PolicyAgent(_ScrapyAgent):
    """Scrapy's agent, whose connections without a proxy are made by ``_CheckedEndpoint``."""

    def __init__(self, *, policy: WebPolicy, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._policy = policy

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor

        if request.meta.get("proxy"):
            return super()._get_agent(request, timeout)
        endpoints = _CheckedEndpoints(reactor, self._contextFactory, timeout, self._policy)
        agent: Agent = Agent.usingEndpointFactory(reactor, endpoints, pool=self._pool)  # type: ignore[no-untyped-call]
        return agent


@implementer(IAgentEndpointFactory)
class _CheckedEndpoints:
    """Makes the endpoint of each new connection."""

    def __init__(self, reactor: Any, tls: Any, timeout: float, policy: WebPolicy) -> None:
        self._reactor = reactor
        self._tls = tls
        self._timeout = timeout
        self._policy = policy

    def endpointForURI(self, uri: URI) -> Any:  # noqa: N802
        """An endpoint for the host of a web address; with TLS for https."""
        endpoint: Any = _CheckedEndpoint(self._reactor, uri.host, uri.port, self._timeout, self._policy)
        if uri.scheme != b"https":
            return endpoint
        return wrapClientTLS(self._tls.creatorForNetloc(uri.host, uri.port), endpoint)


class _CheckedEndpoint(HostnameEndpoint):
    """Looks a host up, and connects to none but the addresses that the policy allows."""

    def __init__(self, reactor: Any, host: bytes, port: int, timeout: float, policy: WebPolicy) -> None:
        self._resolver = _CheckedResolver(reactor.nameResolver, policy)
        super().__init__(_ReactorWith(reactor, self._resolver), host, port, timeout)

    def connect(self, protocolFactory: Any) -> Deferred[Any]:  # noqa: N803
        """Connect, or fail with InsideError where nothing that the host has may be connected to."""
        return super().connect(protocolFactory).addErrback(self._refusal)

    def _refusal(self, failure: Failure) -> Failure:
        error: BaseException | None = self._resolver.refusal
        if failure.check(ValueError):  # type: ignore[no-untyped-call]
            error = DNSLookupError(str(failure.value))  # no host has such a name: xn-- and no punycode behind it
        return Failure(error) if error else failure  # type: ignore[no-untyped-call]


@implementer(IReactorPluggableNameResolver)
class _ReactorWith:
    """The reactor with another name resolver, as an endpoint takes its own from the reactor."""

    def __init__(self, reactor: Any, resolver: Any) -> None:
        self._reactor = reactor
        self.nameResolver = resolver

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


@implementer(IHostnameResolver)
class _CheckedResolver:
    """Passes on, of the addresses that a host has, those that the policy allows; ``refusal`` is set if none is."""

    def __init__(self, resolver: Any, policy: WebPolicy) -> None:
        self._resolver = resolver
        self._policy = policy
        self.refusal: InsideError | None = None

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a name; the addresses are judged together, once all are there."""
        receiver = _Collected(resolutionReceiver, lambda found: self.allowed(hostName, portNumber, found))
        return self._resolver.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)

    def allowed(self, host: str, port: int, found: list[Any]) -> list[Any]:
        """Of the addresses, as Twisted has them, those that may be connected to."""
        by_number = {ipaddress.ip_address(address.host.partition("%")[0]): address for address in found}
        try:
            return [by_number[number] for number in self._policy.allowed(host, port, by_number)]
        except InsideError as error:
            self.refusal = error
            return []


@implementer(IResolutionReceiver)
class _Collected:
    """Receives the addresses of a host, and passes on what ``allowed`` makes of all of them."""

    def __init__(self, receiver: Any, allowed: Callable[[list[Any]], list[Any]]) -> None:
        self._receiver = receiver
        self._allowed = allowed
        self._found: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._found.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        for address in self._allowed(self._found):
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


class _BoundedParser(_LenientHTTPClientParser):
    """Reads the status line and the headers of an answer, and of those of status 1xx before it, up to the bounds."""

    MAX_LENGTH = HEADER_BYTES  # of a line
    header_bytes = 0
    header_lines = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.header_bytes += len(line) + 1
        self.header_lines += 1
        if self.header_bytes > HEADER_BYTES or self.header_lines > HEADER_LINES:
            raise HeadersTooLongError
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise HeadersTooLongError


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Reads answers with ``_BoundedParser``."""

    def request(self, request: Any) -> Deferred[Any]:
        answer = super().request(request)
        assert self._parser is not None, "a request was just made"
        self._parser.__class__ = _BoundedParser  # as Scrapy does: Twisted gives no other way
        return answer


class _BoundedFactory(_HTTP11ClientFactory):
    """Makes a ``_BoundedProtocol`` for each connection."""

    noisy = False

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
