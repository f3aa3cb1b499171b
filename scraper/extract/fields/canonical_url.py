"""A story's canonical address: what the page says it is, as far as the page may speak for that site."""

from __future__ import annotations

from urllib.parse import urlsplit

from scraper import limits
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured
from scraper.publication import Publication
from scraper.urls import site_of


def find(document: Document, structured: Structured, publication: Publication | None = None) -> tuple[str, str]:
    """The story's canonical address and the rule that found it.

    A stated address (``rel=canonical``, RFC 6596, or ``og:url``) counts only on the page's own domain or the
    newspaper's; else it is the address that answered.
    """
    sites: set[str] = set()
    for stated, rule in _stated(document, structured):
        address = document.absolute(stated)
        if not 0 < len(address) < limits.ADDRESS or _is_front_page(address, document.url):
            continue
        # The same host and port, as nearly always, need no look at the list of domains.
        if _authority(address) == _authority(document.url):
            return address, rule
        if site_of(address) in (sites := sites or _sites(document, publication)):
            return address, rule
    return document.url, "address"


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
