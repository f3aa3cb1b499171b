"""Our User-Agent, and what a host's robots.txt allows us (RFC 9309); the same for collections and single pages."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

import scraper
from scraper.limits import PAGE_BYTES, ROBOTS_BYTES
from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase

AGENT = "backissues"  # the name that robots.txt may address us by
NOT_WELCOME = (401, 403)  # RFC 9309 would let us in; we take them at their word
NOT_NOW = 429


def user_agent(contact: str) -> str:
    """The User-Agent header: this program, its version and a contact address (RFC 9110, section 10.1.5)."""
    return f"{AGENT}/{scraper.__version__} (newspaper archive; {contact or 'no contact given'})"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host's robots.txt; where the host does not give them, ``refusal`` says why all is forbidden."""

    refusal: Reason | None = None
    _rules: Any = field(default=None, repr=False)

    def failure_of(self, url: str) -> Reason | None:
        """Why this page may not be requested; None where it may."""
        if self.refusal or not self._rules or self._rules.can_fetch(url, AGENT):
            return self.refusal
        return Reason(code=Code.FORBIDDEN_BY_ROBOTS)

    @property
    def crawl_delay(self) -> float:
        """The least time between two requests in seconds; 0 where robots.txt does not say."""
        delay = self._rules.crawl_delay(AGENT) if self._rules else None
        return float(delay) if delay and not math.isnan(delay) and delay > 0 else 0.0


def robots(status: int, body: bytes) -> Robots:
    """Read the response to a request for robots.txt, its redirects followed (RFC 9309, section 2.3.1).

    2xx gives rules; 401, 403, 429 and 5xx forbid everything; any other 4xx allows everything. Where no response came
    at all, everything is forbidden as well: that is the caller's to say. So is it where a response does not end.

    :param status: the HTTP status of the last response.
    :param body: its bytes, as many as ``bytes_to_read`` asks for and one more; ROBOTS_BYTES of them count.
    """
    if status in (*NOT_WELCOME, NOT_NOW) or status >= 500:
        return Robots(refusal=Reason(code=Code.ROBOTS_REFUSED, status=status))
    if status >= 400:
        return Robots()
    if status >= 300:
        return Robots(refusal=Reason(code=Code.ROBOTS_UNREACHABLE, text=f"status {status}"))
    if len(body) > PAGE_BYTES:
        endless = phrase(Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES))
        return Robots(refusal=Reason(code=Code.ROBOTS_UNREACHABLE, text=endless))
    return Robots(_rules=Protego.parse(body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")))


def bytes_to_read(content_length: str | bytes | None) -> int:
    """How many bytes of a robots.txt to read: its beginning, where it says how long it is; else all, to see it end."""
    return ROBOTS_BYTES if content_length is not None else PAGE_BYTES


def robots_url(url: str) -> str:
    """The address of the robots.txt that holds for a page."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
