"""Scrapy's response -> Page, the value of all later steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from scrapy.http import Response

from scraper.captures.http_headers import headers_of, text_of
from scraper.exchanges import EXCHANGE
from scraper.items import Page
from scraper.secrets import shown

HELD = "backissues_held"  # in the meta of a request for a page that is held: its last capture, a Page
AS_HELD = "as held"  # flag of a response: the site answered 304, and the body is that of the last capture
MEMENTO = "backissues_memento"  # in the meta of a request that a web archive has answered: (Memento, its moment)


def page_of(response: Response, requested: str, fetched: dt.datetime | None = None) -> Page:
    """Turn Scrapy's response into a Page.

    :param requested: the address that was asked for, before redirects.
    :param fetched: when it came; now unless given.
    """
    sent: Mapping[bytes, list[bytes]] = response.headers
    lines = ((name, value) for name, values in sent.items() for value in values)
    headers = headers_of((text_of(name), text_of(value)) for name, value in lines)
    memento, moment = response.meta.get(MEMENTO, (None, None)) if response.request else (None, None)
    return Page(
        url=shown(response.url),
        body=response.body,
        content_type=headers.get("content-type", ""),
        fetched=moment or fetched or dt.datetime.now(dt.UTC),
        status=response.status,
        requested_url=requested,
        headers=headers,
        is_held=AS_HELD in response.flags,
        memento=memento,
        exchange=response.meta.get(EXCHANGE) if response.request and memento is None else None,
    )
