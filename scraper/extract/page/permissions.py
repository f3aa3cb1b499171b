"""What a page asks of those who fetch it, apart from robots.txt: the one place that reads robots directives and TDMRep.

    Document -> Permissions(noarchive, tdm_reserved)

The capture of a page, its reading, imports and rebuilds all follow this one value. It comes from the parsed page and
its headers: comments, scripts, templates, ``noscript`` and texts that look like a meta element do not count.

- ``noarchive`` (and ``nocache``, as Bing spells it) asks that no copy be shown. ``none`` means ``noindex, nofollow``
  and nothing else: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag and
  https://developer.mozilla.org/docs/Web/HTML/Reference/Elements/meta/name/robots
- Directives that name another robot are not ours; of those that apply, the strictest holds, in whatever order.
- ``tdm-reservation`` is 1 or 0 (https://www.w3.org/2022/tdmrep/). A meta element speaks of its very page, and so
  outranks a header, which is often a whole site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document, parse
from scraper.items import Page, Permissions

AGENT = "backissues"  # the name by which a page may address us alone, as in robots.txt
ROBOTS_HEADER = "x-robots-tag"
TDM = "tdm-reservation"

_ALL_ROBOTS = frozenset({"robots", "*"})
_NOARCHIVE = frozenset({"noarchive", "nocache"})
_SPLIT = re.compile(r"[,;]")
_WITH_VALUE = re.compile(r"max-|unavailable_after$|noarchive$|nocache$")  # before a colon: a directive, not a robot
_ROBOT = re.compile(r"\*|[a-z][\w.-]*(?:/[\w.]+)?", re.ASCII)  # a product token, with its version perhaps


def of_page(page: Page) -> Permissions:
    """The permissions of a page, the same as in its draft, without reading the rest of it."""
    return of_document(parse(page))


def of_document(document: Document) -> Permissions:
    """The permissions that a parsed page and its headers state."""
    metas = [
        (names, element.get("content"))
        for element in document.by_tag("meta")
        if (names := _names(element)) and element.closest("noscript", "template") is None
    ]
    directives = {
        directive
        for names, content in metas
        for directive in (
            *(_directives(content) if names & {*_ALL_ROBOTS, AGENT} else ()),
            *(_header_directives(content) if ROBOTS_HEADER in names else ()),
        )
    }
    directives.update(_header_directives(document.headers.get(ROBOTS_HEADER, "")))
    reserved = {content.strip() for names, content in metas if TDM in names} & {"0", "1"}
    if not reserved:
        reserved = {value.strip() for value in document.headers.get(TDM, "").split(",")}
    return Permissions(noarchive=bool(directives & _NOARCHIVE), tdm_reserved="1" in reserved)


def _names(element: Element) -> frozenset[str]:
    """The names in a meta element's ``name``, ``property`` and ``http-equiv``, in lower case."""
    names = " ".join(element.get(attribute) for attribute in ("name", "property", "http-equiv"))
    return frozenset(names.lower().replace(",", " ").split())


def _directives(text: str) -> Iterator[str]:
    """The names of the directives in a list, in lower case, each without the value behind its colon.

    >>> list(_directives("NoIndex, max-image-preview: none; noarchive"))
    ['noindex', 'max-image-preview', 'noarchive']
    """
    for part in _SPLIT.split(text.lower()):
        for word in ":".join(map(str.strip, part.split(":"))).split():
            yield word.partition(":")[0]


def _header_directives(lines: str) -> Iterator[str]:
    """The directives of X-Robots-Tag that are for us: a robot's name before a colon holds to the end of its line.

    >>> list(_header_directives("googlebot: noarchive, nofollow\\nunavailable_after: 25 Jun 2027 15:00 GMT, noindex"))
    ['unavailable_after', '25', 'jun', '2027', '15', 'gmt', 'noindex']
    """
    for line in lines.lower().split("\n"):
        ours = True
        for part in _SPLIT.split(line):
            name, colon, rest = (each.strip() for each in part.partition(":"))
            if colon and _ROBOT.fullmatch(name) and not _WITH_VALUE.match(name):
                ours, part = name.partition("/")[0] in {*_ALL_ROBOTS, AGENT}, rest
            if ours:
                yield from _directives(part)
