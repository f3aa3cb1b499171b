"""Our User-Agent, and what a host's robots.txt allows us (RFC 9309); the same for collections and single pages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import scraper
from scraper.limits import PAGE_BYTES, ROBOTS_BYTES
from scraper.permissions import documents
from scraper.permissions.documents import NOT_NOW, NOT_WELCOME, Kind
from scraper.permissions.robots_txt import RobotsTxt
from scraper.permissions.values import AGENT
from scraper.reasons import Code, Reason
from scraper.reasons.words import phrase

__all__ = ["AGENT", "AskedHosts", "Robots", "bytes_to_read", "robots", "robots_url", "user_agent"]


def user_agent(contact: str) -> str:
    """The User-Agent header: this program, its version and a contact address (RFC 9110, section 10.1.5)."""
    return f"{AGENT}/{scraper.__version__} (newspaper archive; {contact or 'no contact given'})"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host's robots.txt; where the host does not give them, ``refusal`` says why all is forbidden."""

    refusal: Reason | None = None
    rules: RobotsTxt = field(default_factory=RobotsTxt, repr=False)

    def failure_of(self, url: str) -> Reason | None:
        """Why this page may not be requested; None where it may."""
        if self.refusal or self.rules.allows(url):
            return self.refusal
        return Reason(code=Code.FORBIDDEN_BY_ROBOTS)

    @property
    def crawl_delay(self) -> float:
        """The least time between two requests in seconds; 0 where robots.txt does not say."""
        return self.rules.crawl_delay


@dataclass(frozen=True, slots=True)
class AskedHosts:
    """What was asked of hosts in a run, by the address of robots.txt; its newspapers share it."""

    rules: dict[str, asyncio.Future[Robots]] = field(default_factory=dict)
    read_at: dict[str, float] = field(default_factory=dict)  # when robots.txt was asked for, in seconds since 1970
    others: dict[str, asyncio.Future[None]] = field(default_factory=dict)  # tdmrep.json and licences


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
    return Robots(rules=documents.robots(text_of(body)))


def text_of(body: bytes) -> str:
    """The text of a robots.txt, of which ROBOTS_BYTES count."""
    return body[:ROBOTS_BYTES].decode("utf-8-sig", "replace")


def bytes_to_read(content_length: str | bytes | None) -> int:
    """How many bytes of a robots.txt to read: its beginning, where it says how long it is; else all, to see it end."""
    return ROBOTS_BYTES if content_length is not None else PAGE_BYTES


def robots_url(url: str) -> str:
    """The address of the robots.txt that holds for a page."""
    return documents.url_of(Kind.ROBOTS, url)
