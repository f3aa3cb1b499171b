"""Where a page leads: links, feeds, forms in which a day is picked; and of which site an address is (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from scraper.discover.index_document import collapsed
from scraper.proposal.edition_words import Target, names
from scraper.urls import canonical

_NAV_KEYS = ("url", "href", "link", "path"), ("title", "name", "label", "text", "headline")
_MOST_LINKS = 3_000  # of a page
_MOST_NAVIGATED = 2_000  # links in the data of a page's scripts
_ON_CLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=|(?:location\.(?:assign|replace)|window\.open)\()\s*["']([^"']+)["']"""
)
_REFRESH = re.compile(r"""(?i)url\s*=\s*['"]?([^'">\s]+)""")
_FEED_ADDRESS = re.compile(r"(?i)/(?:rss|feed|atom)(?:\.xml|/index\.xml)?/?(?:$|\?)|\.rss$|rss\.xml$")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its address, absolute, and what a reader sees or hears of it."""

    url: str
    text: str

    @property
    def target(self) -> Target | None:
        """A printed edition or an archive, where the link names one."""
        return names(self.text, self.url)


def links_in(tree: Any) -> tuple[Link, ...]:
    """Where a page leads: links, maps, frames, choices of a list, and what its scripts name with a text."""
    return tuple(islice(_links(tree), _MOST_LINKS))


def feeds_in(tree: Any) -> Iterator[Link]:
    """The feeds that a page names, then those that its links lead to."""
    base = tree.base_url
    for element in tree.xpath("//link[contains(@rel, 'alternate')][@href]"):
        if (element.get("type") or "").lower() in _FEED_TYPES and "comment" not in (element.get("href") or ""):
            address = _absolute(element.get("href"), base)
            if address:
                yield Link(address, collapsed(element.get("title") or ""))
    for href, text in _marked_links(tree):
        address = _absolute(href, base)
        if _FEED_ADDRESS.search(address) and site_of(bare_host(address)) == site_of(bare_host(base)):
            yield Link(address, text)


def day_forms_in(tree: Any, url: str) -> Iterator[str]:
    """The addresses that forms with one field for a day lead to, with a variable for the day (HTML: type="date")."""
    for form in tree.xpath("//form[.//input[@type='date'][@name]]"):
        fields = form.xpath(".//input[@type='date']/@name")
        action = _absolute(form.get("action") or url, tree.base_url)
        if len(fields) != 1 or (form.get("method") or "get").casefold() != "get" or not action or "{" in action:
            continue
        hidden = [(each.get("name"), each.get("value") or "") for each in form.xpath(".//input[@type='hidden'][@name]")]
        query = "&".join(filter(None, (urlencode(hidden), f"{urlencode([(fields[0], '')])}{{date:%Y-%m-%d}}")))
        yield f"{action.partition('?')[0]}?{query}"


def bare_host(url: str) -> str:
    """The host of an address without "www.", in ASCII (RFC 5891); empty where it is none."""
    try:
        host = unquote(urlsplit(url).hostname or "").removeprefix("www.")
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # also where it is no name that can be registered (UnicodeError)
        return ""


def site_of(host: str) -> str:
    """The name that a newspaper registered, with its suffix: ``epaper.example.co.uk`` -> ``example.co.uk``."""
    parts = host.split(".")
    size = 3 if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else 2
    return ".".join(parts[-size:])


def _links(tree: Any) -> Iterator[Link]:
    base = tree.base_url
    for href, text in [*_marked_links(tree), *_scripted_links(tree)]:
        if address := _absolute(href, base):
            yield Link(address, text)


def _marked_links(tree: Any) -> Iterator[tuple[str, str]]:
    for anchor in tree.xpath("//*[self::a or self::area][@href]"):
        text = collapsed(anchor.text_content()) or collapsed(anchor.get("title") or anchor.get("aria-label") or "")
        alternative = anchor.xpath("string(.//img/@alt)") if not text else ""
        yield anchor.get("href"), text or collapsed(alternative or anchor.get("alt") or "")
    for option in tree.xpath("//option[contains(@value, '/')] | //option[contains(@value, '.htm')]"):
        yield option.get("value"), collapsed(option.text_content())
    for element in tree.xpath("//*[@data-href]"):
        yield element.get("data-href"), collapsed(element.text_content())
    for element in tree.xpath("//*[@onclick]"):
        if match := _ON_CLICK.search(element.get("onclick")):
            yield match[1], collapsed(element.text_content())
    for frame in tree.xpath("//frame[@src] | //iframe[@src]"):
        yield frame.get("src"), collapsed(frame.get("title") or "")
    for refresh in tree.xpath("//meta[contains(translate(@http-equiv, 'REFSH', 'refsh'), 'refresh')]/@content"):
        if match := _REFRESH.search(refresh):
            yield match[1], ""


def _scripted_links(tree: Any) -> Iterator[tuple[str, str]]:
    """The links in JSON that a script draws the page from: objects with an address and a text."""
    addresses, texts = _NAV_KEYS
    seen = 0
    for script in tree.xpath("//script[@type='application/json']"):
        try:
            waiting: list[Any] = [json.loads(script.text_content())]
        except (ValueError, RecursionError):
            continue
        while waiting and seen < _MOST_NAVIGATED:
            one = waiting.pop()
            waiting += _inside(one)
            if isinstance(one, dict):
                href, text = (_first_text(one, keys) for keys in (addresses, texts))
                if href and text and ("/" in href):
                    seen += 1
                    yield href, collapsed(text)


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _first_text(thing: Mapping[str, Any], keys: Iterable[str]) -> str:
    return next((value for key in keys if isinstance(value := thing.get(key), str) and value), "")


def _absolute(href: str, base: str) -> str:
    try:
        address = urljoin(base, href.strip())
        return canonical(address) if urlsplit(address).scheme in ("http", "https") and "{" not in address else ""
    except ValueError:
        return ""
