"""Connections for httpx: to no other address than the web policy allows, and for no longer than a page may take."""

from __future__ import annotations

import ipaddress
import math
import ssl
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
import httpx

from scraper.collect.web_policy import WebPolicy
from scraper.limits import HEADER_BYTES


class TooLateError(Exception):
    """An answer has not come to its end in time."""


class HeadersTooLongError(Exception):
    """The headers of an answer, with those of status 1xx before it, are longer than HEADER_BYTES."""


class Transport(httpx.BaseTransport):
    """Makes requests as httpx does, by ``Connections``; or through the proxy that the environment names.

    The proxy is the operator's, as in a collection: it may be inside, and looks names up itself.

    :param policy: which addresses may be connected to.
    :param now: the clock of ``deadline``, in seconds.
    """

    def __init__(self, policy: WebPolicy, now: Callable[[], float]) -> None:
        self.deadline = 0.0  # by that clock: when the answer that is waited for is given up
        self.header_bytes: float = 0  # of the answer that is waited for; behind its headers no more are counted
        self._now = now
        self._tls = httpx.create_ssl_context()
        self._direct = httpcore.ConnectionPool(ssl_context=self._tls, network_backend=Connections(self, policy))
        self._proxies: dict[str, httpcore.HTTPProxy] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make one request.

        :raises InsideError: its host leads inside.
        :raises TooLateError: the deadline has passed.
        :raises HeadersTooLongError: its headers have no end.
        """
        url = request.url
        self.header_bytes = 0
        response = self._pool_for(url).handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        self.header_bytes = -math.inf
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        for pool in (self._direct, *self._proxies.values()):
            pool.close()

    def raise_if_late(self) -> None:
        """Raise TooLateError behind the deadline."""
        if self._now() > self.deadline:
            raise TooLateError

    def _pool_for(self, url: httpx.URL) -> httpcore.ConnectionPool:
        proxy = urllib.request.getproxies().get(url.scheme, "")
        if not proxy or urllib.request.proxy_bypass(url.host):
            return self._direct
        if proxy not in self._proxies:
            address = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
            auth = (address.username, address.password) if address.username else None
            self._proxies[proxy] = httpcore.HTTPProxy(
                str(address.copy_with(userinfo=b"")),
                proxy_auth=auth,
                ssl_context=self._tls,
                network_backend=Connections(self, policy=None),
            )
        return self._proxies[proxy]


class Connections(httpcore.NetworkBackend):
    """Looks a host up and connects to one of the very addresses that the policy allows.

    :param transport: has the deadline.
    :param policy: None lets everything pass: to the operator's proxy.
    """

    def __init__(self, transport: Transport, policy: WebPolicy | None) -> None:
        self._backend = httpcore.SyncBackend()
        self._transport = transport
        self._policy = policy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host.

        :raises InsideError: nothing that it resolves to may be connected to.
        """
        addresses = self._addresses(host, port) if self._policy else [host]
        for number, address in enumerate(addresses, start=1):
            self._transport.raise_if_late()
            try:
                stream = self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
                return _TimedStream(stream, self._transport)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        import socket

        assert self._policy is not None, "a proxy is not looked up here"
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        numbers = [ipaddress.ip_address(str(address[0]).partition("%")[0]) for *_, address in found]
        return [str(number) for number in self._policy.allowed(host, port, dict.fromkeys(numbers))]


class _TimedStream(httpcore.NetworkStream):
    """A connection that is given up behind the deadline, however little comes at a time, and in endless headers."""

    def __init__(self, stream: httpcore.NetworkStream, transport: Transport) -> None:
        self._stream = stream
        self._transport = transport

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._transport.raise_if_late()
        if self._transport.header_bytes > HEADER_BYTES:
            raise HeadersTooLongError
        data = self._stream.read(max_bytes, timeout)
        self._transport.header_bytes += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._transport.raise_if_late()
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._transport)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    """The body of an answer, as httpx reads it."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Any:
        assert isinstance(self._response.stream, Iterable), "the pool answers with one"
        yield from self._response.stream

    def close(self) -> None:
        self._response.close()
