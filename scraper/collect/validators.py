"""Ask for a page only if it was changed since its last capture (pure; RFC 9110, section 13; RFC 9111, section 4.3).

the headers of its capture -> If-None-Match, If-Modified-Since
304, with headers          -> the page as it was, with these in place of the old ones
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping

from scraper.items import Page

CONDITIONS = ("If-None-Match", "If-Modified-Since")  # in a request
NOT_MODIFIED = 304
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')  # RFC 9110, section 8.8.3; a capture keeps ASCII alone
_NOT_KEPT = ("set-cookie", "content-encoding", "transfer-encoding", "content-length")  # of the old answer
_SAY_MORE = ("x-robots-tag", "tdm-reservation", "tdm-policy", "content-usage")  # may change though the page has not


def conditions(page: Page) -> dict[str, str]:
    """The headers with which a page that is held is asked for; none where its answer named nothing to ask by."""
    found = {}
    if _ETAG.fullmatch(etag := page.headers.get("etag", "").strip()):
        found["If-None-Match"] = etag
    modified = page.headers.get("last-modified", "").strip()
    if _is_moment(modified):
        found["If-Modified-Since"] = modified
    return found


def headers_now(page: Page, answer: Mapping[str, str]) -> dict[str, str]:
    """The headers of a page that is as it was: those of its capture, but for those that the answer has anew.

    :param answer: the headers of the 304, names in lower case.
    """
    kept = {name: value for name, value in page.headers.items() if name not in _NOT_KEPT}
    return kept | {name: value for name, value in answer.items() if name not in _NOT_KEPT[1:]}


def permits_otherwise(page: Page, answer: Mapping[str, str]) -> bool:
    """Whether the answer to a page that is as it was has other words on what may be done with it."""
    return any(name in answer and answer[name] != page.headers.get(name, "") for name in _SAY_MORE)


def _is_moment(text: str) -> bool:
    try:
        return text.isascii() and text.isprintable() and email.utils.parsedate_to_datetime(text) is not None
    except (ValueError, OverflowError):
        return False
