"""What was sent and what came, byte by byte, as Scrapy's requests and responses have it (``items.Exchange``).

The transfer coding is gone and the words of the status line are the usual ones: Twisted keeps neither. Header lines
are as Twisted and Scrapy hand them over, one below the other, with the names in their usual spelling.
"""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Response

from scraper.items import Exchange

EXCHANGE = "backissues_exchange"  # in the meta of a request that was answered: its Exchange


def exchange_of(request: Request, response: Response) -> Exchange:
    """A request and its answer, as they stand next to the network."""
    declared = (response.headers.get("Content-Length") or b"").strip()
    is_whole = not declared.isdigit() or int(declared) == len(response.body)
    is_coded = "Content-Encoding" in response.headers
    return Exchange(
        request=_request_head(request),
        head=_answer_head(response),
        body=response.body,
        sha256=_sha256(response.body) if is_whole and not is_coded else "",
    )


def unpacked(exchange: Exchange, body: bytes) -> Exchange:
    """The same, of which ``body`` is what the answer holds without its content coding."""
    return Exchange(request=exchange.request, head=exchange.head, body=exchange.body, sha256=_sha256(body))


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _request_head(request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    lines = [f"{request.method} {target} HTTP/1.1".encode()]
    if "Host" not in request.headers:
        lines.append(b"Host: " + parts.netloc.rpartition("@")[2].encode())
    if request.body and "Content-Length" not in request.headers:
        lines.append(f"Content-Length: {len(request.body)}".encode())
    return _head([*lines, *_lines(request.headers)])


def _answer_head(response: Response) -> bytes:
    phrase = http.client.responses.get(response.status, "")
    return _head([f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}".encode(), *_lines(response.headers)])


def _lines(headers: Mapping[bytes, list[bytes]]) -> list[bytes]:
    return [name + b": " + value for name, values in headers.items() for value in values]


def _head(lines: list[bytes]) -> bytes:
    return b"".join(line.replace(b"\r", b" ").replace(b"\n", b" ") + b"\r\n" for line in lines) + b"\r\n"
