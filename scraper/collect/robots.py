"""Who we say we are, and what a host's robots.txt allows us (RFC 9309).

One reading of it for collections and for single pages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

import scraper
from scraper.reasons import Code, Reason

AGENT = "backissues"  # the name that robots.txt may address us by
MOST_BYTES = 512_000  # of a robots.txt that are read; RFC 9309, section 2.5, asks for 500 KiB at least
NOT_WELCOME = (401, 403)  # RFC 9309 would let us in; we take them at their word
NOT_NOW = 429


def user_agent(contact: str) -> str:
    """The name of this program as requests give it, with whom to write to about it."""
    return f"{AGENT}/{scraper.__version__} (newspaper archive; {contact or 'no contact given'})"


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host's robots.txt allows us. ``refusal`` says why it allows nothing, where its rules are not known."""

    refusal: Reason | None = None
    _rules: Any = field(default=None, repr=False)

    def failure_of(self, url: str) -> Reason | None:
        """Why this page may not be asked for; None where it may."""
        if self.refusal or not self._rules or self._rules.can_fetch(url, AGENT):
            return self.refusal
        return Reason(code=Code.FORBIDDEN_BY_ROBOTS)

    @property
    def crawl_delay(self) -> float:
        """Seconds to leave between two requests; 0 where it does not say."""
        asked = self._rules.crawl_delay(AGENT) if self._rules else None
        return float(asked) if asked and not math.isnan(asked) and asked > 0 else 0.0


def robots(status: int, body: bytes) -> Robots:
    """What an answer means, redirects followed: its rules; or by status no (401, 403, 429, 5xx) or yes (other 4xx).

    Out of reach means no as well (RFC 9309, section 2.3.1.4); that is for the caller to say, who had no answer.
    """
    if status in (*NOT_WELCOME, NOT_NOW) or status >= 500:
        return Robots(refusal=Reason(code=Code.ROBOTS_REFUSED, status=status))
    if status >= 400:
        return Robots()
    if status >= 300:
        return Robots(refusal=Reason(code=Code.ROBOTS_UNREACHABLE, text=f"status {status}"))
    return Robots(_rules=Protego.parse(body[:MOST_BYTES].decode("utf-8-sig", "replace")))


def robots_url(url: str) -> str:
    """Where the robots.txt of a page's host is."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
