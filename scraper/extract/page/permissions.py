"""What a page asks of those who fetch it, apart from robots.txt: the one place that reads robots directives and TDMRep.

    Document -> PagePermissions(noarchive, tdm_reserved, said)

The capture of a page, its reading, imports and rebuilds all follow this one value. It comes from the parsed page and
its headers: comments, scripts, templates, ``noscript`` and texts that look like a meta element do not count.

- ``noarchive`` (and ``nocache``, as Bing spells it) asks that no copy be shown. ``none`` means ``noindex, nofollow``
  and nothing else: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag and
  https://developer.mozilla.org/docs/Web/HTML/Reference/Elements/meta/name/robots
- Directives that name another robot are not ours; of those that apply, the strictest holds, in whatever order.
- ``noai`` and ``noimageai`` ask that the page, or its pictures, train no models (DeviantArt, 2022).
- ``tdm-reservation`` is 1 or 0 (https://www.w3.org/2022/tdmrep/). A meta element speaks of its very page, and so
  outranks a header, which is often a whole site's.
- The ``Content-Usage`` header is draft-ietf-aipref-attach-05, section 2. Licence and terms are the links of these
  relations (IANA's "license" and "terms-of-service"), and ``license`` and ``usageInfo`` of the story's JSON-LD.

``said`` has all of it in the page's own words; what follows of them for a use is decided in ``scraper.permissions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from scraper.extract.page.blocks import Element
from scraper.extract.page.document import Document, parse
from scraper.items import Page, PagePermissions
from scraper.permissions.page_says import (
    HEADER,
    LICENSE,
    META,
    NOAI,
    NOARCHIVE,
    POLICY,
    RESERVATION,
    ROBOTS,
    TERMS,
    USAGE,
    USAGE_INFO,
    key,
)
from scraper.permissions.values import AGENT, LONGEST_WORDS

ROBOTS_HEADER = "x-robots-tag"

_ALL_ROBOTS = frozenset({"robots", "*"})
_SPLIT = re.compile(r"[,;]")
_WITH_VALUE = re.compile(r"max-|unavailable_after$|noarchive$|nocache$")  # before a colon: a directive, not a robot
_ROBOT = re.compile(r"\*|[a-z][\w.-]*(?:/[\w.]+)?", re.ASCII)  # a product token, with its version perhaps


def of_page(page: Page) -> PagePermissions:
    """The permissions of a page without its JSON-LD, and without reading the rest of it."""
    return of_document(parse(page), {})


def of_document(document: Document, story: Mapping[str, Any]) -> PagePermissions:
    """The permissions that a parsed page and its headers state.

    :param story: the JSON-LD object of the page's story.
    """
    metas = [
        (names, element.get("content"))
        for element in document.by_tag("meta")
        if (names := _names(element)) and element.closest("noscript", "template") is None
    ]
    of_metas = {
        directive
        for names, content in metas
        for directive in (
            *(_directives(content) if names & {*_ALL_ROBOTS, AGENT} else ()),
            *(_header_directives(content) if ROBOTS_HEADER in names else ()),
        )
    }
    of_headers = set(_header_directives(document.headers.get(ROBOTS_HEADER, "")))
    found = {
        key(META, ROBOTS): _asked(of_metas),
        key(META, RESERVATION): _reservation(content for names, content in metas if RESERVATION in names),
        key(META, POLICY): next((content.strip() for names, content in metas if POLICY in names and content), ""),
        key(HEADER, ROBOTS): _asked(of_headers),
        key(HEADER, RESERVATION): _reservation(document.headers.get(RESERVATION, "").split(",")),
        key(HEADER, POLICY): document.headers.get(POLICY, "").strip(),
        key(HEADER, USAGE): document.headers.get(USAGE, "").strip(),
        LICENSE: _linked(document, "license") or document.absolute(_stated(story.get("license"))),
        USAGE_INFO: document.absolute(_stated(story.get("usageInfo"))),
        TERMS: _linked(document, "terms-of-service"),
    }
    said = {name: text[:LONGEST_WORDS] for name, text in found.items() if text}
    reserved = said.get(key(META, RESERVATION)) or said.get(key(HEADER, RESERVATION))
    return PagePermissions(noarchive=bool((of_metas | of_headers) & NOARCHIVE), tdm_reserved=reserved == "1", said=said)


def _asked(directives: Set[str]) -> str:
    """Those among a page's directives that say what may be done with it."""
    return ", ".join(sorted(directives & (NOARCHIVE | NOAI)))


def _reservation(values: Iterable[str]) -> str:
    """The strictest of some values of tdm-reservation; "" where there is none that means anything."""
    return max({value.strip() for value in values} & {"0", "1"}, default="")


def _linked(document: Document, relation: str) -> str:
    """The address of the first link with a relation, in the head or on the page; "" where there is none."""
    elements = (*document.by_tag("link"), *(link.element for link in document.links))
    named = (each.get("href") for each in elements if relation in each.get("rel").lower().split())
    return next(filter(None, map(document.absolute, named)), "")


def _stated(value: Any) -> str:
    """An address in JSON-LD, as a text or as an object; "" where it states none."""
    value = value[0] if isinstance(value, list) and value else value
    value = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.startswith(("http:", "https:", "/")) else ""


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
