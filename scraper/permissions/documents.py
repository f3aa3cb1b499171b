"""A permission document of a host as it was at a moment: robots.txt, tdmrep.json, an RSL document.

status + body -> Document -> what it says, as JSON
"""

from __future__ import annotations

import enum
import functools
import json
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from scraper.limits import ROBOTS_BYTES
from scraper.permissions import robots_txt, rsl, tdmrep
from scraper.permissions.values import Fetching

NOT_WELCOME = (401, 403)  # of robots.txt: RFC 9309 would let us in; we take them at their word
NOT_NOW = 429


class Kind(enum.StrEnum):
    """Which document it is; a host has one each of the first two, at addresses of their own."""

    ROBOTS = "robots"
    TDMREP = "tdmrep"
    RSL = "rsl"


ROLES = frozenset(kind.value for kind in Kind)
PATHS = {Kind.ROBOTS: "/robots.txt", Kind.TDMREP: tdmrep.PATH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of a permission document, and from when to when it was that; moments in ISO 8601, UTC.

    ``status`` is 0 where no answer came: then ``text`` is why, a reason as JSON. Of an error it is empty.
    ``said_by`` is the imported file that says so, where this archive has not seen it. ``file`` and ``offset`` are its
    first capture.
    """

    kind: Kind
    url: str
    status: int
    text: str = ""
    sha256: str = ""
    valid_from: str = ""
    last_seen: str = ""
    said_by: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0

    @property
    def is_there(self) -> bool:
        """Whether the host answered with a document."""
        return 200 <= self.status < 300

    @property
    def is_absent(self) -> bool:
        """Whether the host answered that there is none; or with any page in place of a tdmrep.json (TDMRep, 5.1)."""
        if self.is_there:
            return self.kind is Kind.TDMREP and not self.text.lstrip("\ufeff \t\r\n").startswith(("[", "{"))
        return 400 <= self.status < 500 and self.status not in (*NOT_WELCOME, NOT_NOW)

    @property
    def may_be_kept(self) -> bool:
        """Whether it may stand for a day, between runs too (RFC 9309, section 2.4); a refusal of robots.txt may not."""
        return self.kind is not Kind.ROBOTS or self.is_there or self.is_absent


def url_of(kind: Kind, url: str) -> str:
    """The address of the robots.txt or tdmrep.json that holds for a page."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{PATHS[kind]}"


def kept(status: int, body: bytes) -> bytes:
    """What is kept of an answer: the beginning of a document, nothing of an error's page, the reason of no answer."""
    return body[:ROBOTS_BYTES] if 200 <= status < 300 or not status else b""


def kind_at(url: str, media_type: str = "") -> Kind | None:
    """Which permission document is at an address; None where it is another page.

    :param media_type: of its answer, by which an RSL document is known.
    """
    path = urlsplit(url).path
    known = next((kind for kind, its in PATHS.items() if path == its), None)
    return known or (Kind.RSL if media_type == rsl.MEDIA_TYPE else None)


@functools.lru_cache(maxsize=512)
def robots(text: str) -> robots_txt.RobotsTxt:
    """A robots.txt as read; the same text is read once."""
    return robots_txt.read(text)


@functools.lru_cache(maxsize=512)
def tdm(text: str) -> tdmrep.TdmRep | None:
    """A tdmrep.json as read; None where it is none."""
    try:
        return tdmrep.read(text.encode())
    except ValueError:
        return None


@functools.lru_cache(maxsize=512)
def licences(text: str) -> rsl.Rsl | None:
    """An RSL document as read; None where it is none."""
    try:
        return rsl.read(text.encode())
    except ValueError:
        return None


def fetching(document: Document | None, url: str) -> Fetching:
    """Whether a robots.txt let us ask for the page at an address."""
    if document is None:
        return Fetching.NOT_READ
    if document.is_there:
        return Fetching.ALLOWED if robots(document.text).allows(url) else Fetching.FORBIDDEN
    return Fetching.ABSENT if document.is_absent else Fetching.REFUSED


def says(document: Document) -> dict[str, Any]:
    """What a document says to us, for JSON: its rules, licences or preferences, or that it cannot be read."""
    if not document.status:
        return {"failure": json.loads(document.text)}
    if not document.is_there:
        return {}
    match document.kind:
        case Kind.ROBOTS:
            read = robots(document.text)
            return {
                "group": read.group,
                "rules": read.rules,
                "crawl_delay": read.crawl_delay,
                "preferences": [asdict(each) for each in read.preferences],
                "licenses": read.licenses,
            }
        case Kind.TDMREP:
            rules = tdm(document.text)
            return asdict(rules) if rules else {"unreadable": True}
        case Kind.RSL:
            contents = licences(document.text)
            return asdict(contents) if contents else {"unreadable": True}


def says_json(document: Document) -> str:
    """What a document says to us, as JSON."""
    return json.dumps(says(document), ensure_ascii=False)
