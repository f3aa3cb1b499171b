"""A story's canonical address: what the page says it is, as far as that can be this story's.

A page states it in ``rel=canonical`` (RFC 6596), ``og:url`` and JSON-LD. Faulty templates state the front page, the
section, the first page of a story in several or the host of those who write there; each would make one story of many.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from scraper import limits
from scraper.extract.page.blocks import WITHOUT_BLANKS
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured, jsonld_address
from scraper.publication import Publication
from scraper.urls import canonical, is_variant, page_numbers, site_of, without_variants

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{4,}|(?<==)\d{3,}")
_DAY = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
_ENDING = re.compile(r"(?<=.)\.[a-z]{3,5}$")
_SLUG_WORDS = 3  # of a part of an address that names a story rather than a section
_LEAST_SHARED = 2  # words of such a part that the headline has as well; one where it is none of the shortest
_SHORTEST = 4  # letters of such a word
_NOWHERE = frozenset({"undefined", "null"})  # what scripts write for an address that they do not know
_LEAST_KEY = 4  # letters of such a part in a script without blanks
# Labels of hosts on which a story is written and tried out, where the page itself was served from another.
_NEWSROOM_HOST = re.compile(
    r"(?:^|[.-])(?:cms|dev\w{0,2}|devel\w*|int|internal?|intern|intra\w*|local|localhost|origin|preprod\w*|preview|qa|sandbox"
    r"|stag(?:e|ing)|test\w{0,3}|uat|backend|admin|author|editor|redaktion|wp-?admin)\d{0,2}(?=[.-]|$)"
)


def find(
    document: Document, structured: Structured, publication: Publication | None = None, headline: str = ""
) -> tuple[str, str]:
    """The story's canonical address and the rule that found it.

    A stated address counts only on the page's own domain or the newspaper's, and where it names the story as well as
    the address that answered does; else that is taken. Of the AMP, mobile and plain forms that are stated the plain one
    is.

    :param headline: the story's, whose words its address may have.
    """
    words = frozenset(_WORD.findall(headline.casefold()))
    found: tuple[str, str] | None = None
    for stated, rule in _stated(document, structured):
        address = document.absolute(stated)
        if not 0 < len(address) < limits.ADDRESS:
            continue
        if found and (is_variant(address) or without_variants(address) != without_variants(found[0])):
            continue
        if address == document.url or _may_be(address, document, publication, words):
            found = address, rule
            if not is_variant(address):
                break
    if found is None:
        return document.url, "address"
    address, rule = found
    # The same address, but for the scheme: what answered over https is not stated for http.
    return (document.url if address.replace("http:", "https:", 1) == document.url else address), rule


def _may_be(address: str, document: Document, publication: Publication | None, words: frozenset[str]) -> bool:
    """Whether a stated address that is not the one that answered can be this story's."""
    # The same host and port, as nearly always, need no look at the list of domains.
    if _authority(address) != _authority(document.url) and (
        site_of(address) not in _sites(document, publication) or _is_newsrooms(address, document.url)
    ):
        return False
    return _names_as_well(address, document.url, words) and not _is_later_page(document, address)


def names_story(url: str, headline: str) -> bool:
    """Whether an address names one story: by a number, by the headline's words or by many words of its own."""
    words = frozenset(_WORD.findall(headline.casefold()))
    return any(_naming(part, words) and part not in words for part in _parts(url))


def _sites(document: Document, publication: Publication | None) -> set[str]:
    """The sites on which a page's canonical address may be: its own, and those of its newspaper."""
    addresses = [document.url]
    if publication:
        addresses += [publication.homepage, *(f"https://{host}/" for host in publication.hosts)]
    return {found for found in map(site_of, addresses) if found}


def _authority(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _stated(document: Document, structured: Structured) -> Iterator[tuple[str, str]]:
    """The addresses that a page states for its story, with their rules, the most trusted first.

    Only its head speaks for the page: further canonical links stand in what it embeds.
    """
    links = [link for link in document.by_tag("link") if "canonical" in link.get("rel").lower().split()]
    own = [link for link in links if link.closest("head")]
    yield from ((link.get("href"), "rel=canonical") for link in (own or links)[:3])
    yield from ((url, "og:url") for url in structured.meta.get("og:url", ())[:1])
    if address := jsonld_address(structured.story):
        yield address, "json-ld"


def _is_newsrooms(address: str, url: str) -> bool:
    """Whether an address is on a host of those who write and try the site out, and the page was not served by one."""
    try:
        host, port, own = urlsplit(address).hostname or "", urlsplit(address).port, urlsplit(url).hostname or ""
    except ValueError:
        return True
    if _NEWSROOM_HOST.search(own) or _is_machine(own):
        return False
    return port not in (None, 80, 443) or _is_machine(host) or _NEWSROOM_HOST.search(host) is not None


def _is_machine(host: str) -> bool:
    """Whether a host is an IP address or a name without a domain."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True


def _names_as_well(stated: str, own: str, words: frozenset[str]) -> bool:
    """Whether a stated address says no less of which story it is than the address that answered.

    That of a section, of the front page or of the program that serves all stories lacks the name or the number that the
    page's own address has, and adds none.

    :param words: of the headline.
    """
    stated_parts, own_parts = _parts(stated), _parts(own)
    if not stated_parts or stated_parts[-1] in _NOWHERE:
        return not own_parts
    lacking = [part for part in own_parts if part not in stated_parts]
    # What a query selects may be a view of the same story.
    lost = max(
        (_naming(part, words) if "=" not in part else min(_naming(part, words), 1) for part in lacking), default=0
    )
    if not lost:
        return True
    added = [part for part in stated_parts if part not in own_parts]
    return any(_naming(part, words) for part in added) or _naming(stated_parts[-1], words) >= lost


def _parts(url: str) -> list[str]:
    """The parts of an address that can name a story: those of its path, and of its query without campaigns."""
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return []
    path = [unquote(part).casefold() for part in parts.path.split("/") if part]
    return [
        *(_ENDING.sub("", part) for part in path),
        *(part for part in unquote(parts.query).casefold().split("&") if part),
    ]


def _naming(part: str, words: frozenset[str]) -> int:
    """How surely a part of an address names one story: 2 by a number or the headline's words, 1 by one or by many."""
    if any(not _DAY.fullmatch(number) for number in _NUMBER.findall(part)):
        return 2
    own = _WORD.findall(part)
    shared = words.intersection(own)
    if len(shared) >= _LEAST_SHARED or (own and WITHOUT_BLANKS.search(part) and len(part) >= _LEAST_KEY):
        return 2
    return int(len(own) >= _SLUG_WORDS or any(len(word) >= _SHORTEST for word in shared))


def _is_later_page(document: Document, stated: str) -> bool:
    """Whether the page is not the first of a story in several, and the stated address is that of an earlier one."""
    numbers = page_numbers(stated, document.url)
    if numbers is not None and numbers[1] > numbers[0]:
        return True
    if canonical(stated) == canonical(document.url):
        return False
    elements = (*document.by_tag("link"), *(link.element for link in document.links))
    before = (each.get("href") for each in elements if "prev" in each.get("rel").lower().split())
    return any(canonical(document.absolute(href)) == canonical(stated) for href in before)
