"""What a story takes in the captures: its page as its site sent it with the request, beside the unpacked page alone.

Measured on the HTML pages of a folder (``--pages``), as servers pack them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import hashlib
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import brotli

from scraper.captures import cdxj
from scraper.captures.writer import CaptureWriter, page_record
from scraper.collect.robots import user_agent
from scraper.items import Exchange, Page

MOMENT = dt.datetime(2026, 3, 7, 5, tzinfo=dt.UTC)
LINES = (
    "Date: Sat, 07 Mar 2026 05:00:00 GMT",
    "Content-Type: text/html; charset=utf-8",
    "Cache-Control: max-age=60",
    'ETag: "9f2c1b7e04d8"',
    "Server: nginx",
    "Strict-Transport-Security: max-age=31536000",
    "Vary: Accept-Encoding",
    "X-Cache: HIT",
)
ASKED = (
    "Host: www.tidewater.example",
    "Accept: text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5",
    f"User-Agent: {user_agent('editor@tidewater.example')}",
    "Accept-Encoding: gzip, deflate, br, zstd",
)
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "br": lambda body: brotli.compress(body, quality=5),
}


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    if options.pages is None:
        print("Give a folder of HTML pages: --pages FOLDER")
        return
    bodies = list(_pages(options.pages))
    total = sum(map(len, bodies))
    print(f"{len(bodies)} pages of {total // len(bodies):,} bytes on average\n")
    plain = _sizes([_page(number, body) for number, body in enumerate(bodies)])
    _row("unpacked, without the request", plain, plain)
    for coding in PACKED:
        pages = [_page(number, body, coding, exact=True) for number, body in enumerate(bodies)]
        _row(f"as it was sent, {coding or 'not packed'}", _sizes(pages), plain)


def _row(name: str, sizes: tuple[float, float], before: tuple[float, float]) -> None:
    record, index = sizes
    print(f"{name:36}{record:>10,.0f} bytes a story {record / before[0] - 1:>+7.1%}   index {index:,.0f} bytes")


def _sizes(pages: Sequence[Page]) -> tuple[float, float]:
    """The bytes of a story in the captures, and in their index."""
    with tempfile.TemporaryDirectory() as folder:
        with CaptureWriter(Path(folder), "collect") as writer:
            for page in pages:
                writer.append(page_record(page))
        cdxj.update(Path(folder))
        (file,) = Path(folder).glob("*.warc.gz")
        return file.stat().st_size / len(pages), cdxj.path_of(file).stat().st_size / len(pages)


def _pages(folder: Path) -> Iterable[bytes]:
    for file in sorted(folder.rglob("*.htm*")):
        content = file.read_bytes()
        yield zlib.decompress(content, 31) if file.suffix == ".gz" else content


def _page(number: int, body: bytes, coding: str = "", *, exact: bool = False) -> Page:
    path = f"/2026/03/07/news/a-story-of-the-harbour-{number}"
    coded = [f"Content-Encoding: {coding}"] if coding else []
    raw = PACKED[coding](body)
    exchange = Exchange(
        request=_head(f"GET {path} HTTP/1.1", *ASKED),
        head=_head("HTTP/1.1 200 OK", *LINES, *coded, f"Content-Length: {len(raw)}"),
        body=raw,
        sha256=hashlib.sha256(body).hexdigest(),
    )
    return Page(
        url=f"https://www.tidewater.example{path}",
        body=body,
        content_type="text/html; charset=utf-8",
        fetched=MOMENT + dt.timedelta(seconds=number),
        headers={name.lower(): value for name, _, value in (line.partition(": ") for line in LINES)},
        exchange=exchange if exact else None,
    )


def _head(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()
