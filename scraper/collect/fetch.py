"""Fetch one page for a person who wants to look at it, with the same manners as a collection."""

from __future__ import annotations

import datetime as dt
import os
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from protego import Protego

import scraper
from scraper.captures.reader import MAX_PAGE
from scraper.captures.writer import LINE_BY_LINE
from scraper.items import Page

TIMEOUT = 30.0  # seconds
AGENT = "backissues"


class FetchError(Exception):
    """The page could not be fetched, or may not be; the message says why."""


def fetch(url: str) -> Page:
    """The page at an http or https address, if its robots.txt allows.

    :raises FetchError: it does not, or there was no answer, or an error.
    """
    parts = urlsplit(url)
    robots = f"{parts.scheme}://{parts.netloc}/robots.txt"
    try:
        rules = Protego.parse(_answer(robots).body.decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        if error.code in (401, 403) or error.code >= 500:
            raise FetchError(f"{robots} answers {error.code}: the site does not want to be asked by programs") from None
        rules = Protego.parse("")
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(f"{url}: no answer ({error})") from None
    if not rules.can_fetch(url, AGENT):
        raise FetchError(f"{robots} forbids programs to fetch {url}; save the page in a browser and inspect the file")
    try:
        return _answer(url)
    except urllib.error.HTTPError as error:
        raise FetchError(f"{url} answers {error.code} {error.reason}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(f"{url}: no answer ({error})") from None


def _answer(url: str) -> Page:
    contact = os.environ.get("BACKISSUES_CONTACT", "no contact given")
    agent = f"{AGENT}/{scraper.__version__} (newspaper archive; {contact})"
    request = urllib.request.Request(url, headers={"User-Agent": agent, "Accept-Encoding": "identity"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - the scheme was checked by the caller
        headers = {name.lower(): value for name, value in response.headers.items()}
        if lines := response.headers.get_all(LINE_BY_LINE):
            headers[LINE_BY_LINE] = "\n".join(lines)
        return Page(
            url=response.url,
            body=response.read(MAX_PAGE),
            content_type=headers.get("content-type", ""),
            fetched=dt.datetime.now(dt.UTC),
            status=response.status,
            requested_url=url,
            headers=headers,
        )
