"""Decide whether a page that reloads after a while is a page, or leads to one (pure).

``<meta http-equiv="refresh" content="SECONDS;url=ADDRESS">`` (HTML, section 4.2.5.3) is how servers redirect that
cannot send headers, and how live pages, tickers and front pages keep themselves new.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from scraper.urls import canonical

LONGEST_REFRESH = 10.0  # seconds; nobody lets readers wait for longer in front of a page that is elsewhere


def is_redirect(url: str, target: str, seconds: float, *, passed: Collection[str], has_cookie: bool) -> bool:
    """Whether a refresh is to be followed.

    A page that leads to itself is a page, unless it has just set a cookie and may answer otherwise to whoever has it;
    and one that leads to itself with another query is followed once.

    :param url: of the page.
    :param target: where it leads.
    :param seconds: after how many.
    :param passed: the addresses that led to the page.
    :param has_cookie: whether the answer sets a cookie.
    """
    if seconds > LONGEST_REFRESH:
        return False
    if _place(url) != _place(target):
        return True
    is_itself = canonical(url) == canonical(target)
    was_followed = any(_place(each) == _place(url) for each in passed)
    return not was_followed and (has_cookie or not is_itself)


def _place(url: str) -> str:
    """An address without its query and fragment."""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
