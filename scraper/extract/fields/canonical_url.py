"""A story's canonical address: what the page says it is, as far as the page may speak for that site."""

from __future__ import annotations

import functools
from collections.abc import Callable
from urllib.parse import urlsplit

import tldextract

from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured
from scraper.publication import Publication


def find(document: Document, structured: Structured, publication: Publication | None = None) -> tuple[str, str]:
    """The story's canonical address and the rule that found it.

    A stated address (``rel=canonical``, RFC 6596, or ``og:url``) counts only on the page's own domain or the
    newspaper's; else it is the address that answered.
    """
    sites: set[str] = set()
    for stated, rule in _stated(document, structured):
        address = document.absolute(stated)
        if not address or _is_front_page(address, document.url):
            continue
        # The same host, as nearly always, needs no look at the list of domains.
        if _host(address) == _host(document.url):
            return address, rule
        if registrable_domain(address) in (sites := sites or _sites(document, publication)):
            return address, rule
    return document.url, "address"


def registrable_domain(url: str) -> str:
    """The registrable domain an address belongs to; the host itself where it has none (an IP address, localhost)."""
    return _registrable(_host(url))


def _sites(document: Document, publication: Publication | None) -> set[str]:
    """The domains on which a page's canonical address may be: its own, and those of its newspaper."""
    urls = [document.url]
    if publication:
        urls += [publication.homepage, *(f"https://{host}/" for host in publication.hosts)]
    return {found for found in map(registrable_domain, urls) if found}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@functools.lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    # The list that comes with the library, never a download; private suffixes (github.io) tell papers apart.
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return str(found.top_domain_under_public_suffix) or host
    # Of a domain that is not on the list (.example, .internal), the last two labels.
    return ".".join(host.split(".")[-2:])


@functools.cache
def _suffixes() -> Callable[[str], tldextract.ExtractResult]:
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _stated(document: Document, structured: Structured) -> list[tuple[str, str]]:
    links = [
        (link.get("href"), "rel=canonical")
        for link in document.by_tag("link")
        if "canonical" in link.get("rel").lower().split()
    ]
    return [*links[:3], *((url, "og:url") for url in structured.meta.get("og:url", ())[:1])]


def _is_front_page(address: str, url: str) -> bool:
    """Whether a story page names the site's front page as its canonical address, as faulty templates do."""
    return urlsplit(address).path in ("", "/") and not urlsplit(address).query and urlsplit(url).path not in ("", "/")
