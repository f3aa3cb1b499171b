"""Which pages a pattern means: ``*`` is any characters, ``$`` the end (RFC 9309, section 2.2.3).

TDMRep and RSL take the patterns of robots.txt, so one reader of them, Protego, serves all.
"""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from protego import Protego

LONGEST = 2_000  # characters of a pattern; servers take addresses of 8,000


def matches(pattern: str, url: str) -> bool:
    """Whether a pattern means the page at an address; an absolute pattern means pages of its own host only.

    >>> matches("/news/*.html$", "https://a.example/news/2026/ferry.html")
    True
    >>> matches("https://b.example/news/", "https://a.example/news/ferry")
    False
    """
    pattern = pattern.strip()
    if not pattern or len(pattern) > LONGEST:
        return False
    if not pattern.startswith(("/", "*")):
        named, asked = urlsplit(pattern), urlsplit(url)
        if not named.netloc or (named.scheme.lower(), named.netloc.lower()) != (asked.scheme, asked.netloc.lower()):
            return False
        pattern = pattern.partition("://")[2].partition("/")[2]
        pattern = f"/{pattern}"
    return not _only(pattern).can_fetch(url, "any")


@functools.lru_cache(maxsize=4096)
def _only(pattern: str) -> Protego:
    """A robots.txt that forbids what the pattern means and nothing else."""
    written = "%23".join("".join(pattern.split()).split("#"))  # a blank or a # would end it
    return Protego.parse(f"User-agent: *\nDisallow: {written}")
