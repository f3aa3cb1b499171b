"""What a newspaper's home page states of the newspaper, and where its links lead (pure)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from lxml import html

from scraper.catalogue.value_types import issn as checked_issn
from scraper.discover.index_document import collapsed
from scraper.discover.page_text import decoded
from scraper.items import Page
from scraper.proposal.edition_words import Target, names

_LONGEST_TITLE = 60  # characters of a newspaper's name
_BARS = re.compile(r"\s+[|•·–—»:-]+\s+|\s*[|｜]\s*|,\s+")
_ISSN = re.compile(r"\bISSN(?:-?L)?[:\s№]*(\d{4}-?\d{3}[\dXx])\b", re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_PAPER_TYPES = ("NewsMediaOrganization", "Newspaper", "Organization", "WebSite", "Corporation", "Periodical")
_COUNTRY_OF_SUFFIX = {"uk": "GB", "cat": "ES", "eus": "ES", "gal": "ES", "scot": "GB", "wales": "GB", "bzh": "FR"}
_NO_COUNTRY = ("eu", "tv", "io", "me", "ai", "co", "fm", "am", "la", "cc", "ws", "to", "gg", "ly", "sh")  # sold to all
# Of countries with several time zones: where most newspapers' days are counted.
_MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EC": "America/Guayaquil",
    "ES": "Europe/Madrid", "FR": "Europe/Paris", "GB": "Europe/London", "ID": "Asia/Jakarta", "IN": "Asia/Kolkata",
    "KZ": "Asia/Almaty", "MM": "Asia/Yangon", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NL": "Europe/Amsterdam", "NP": "Asia/Kathmandu", "NZ": "Pacific/Auckland",
    "PS": "Asia/Hebron", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv",
    "US": "America/New_York", "UZ": "Asia/Tashkent", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its address, absolute, and what a reader sees or hears of it."""

    url: str
    text: str

    @property
    def target(self) -> Target | None:
        """A printed edition or an archive, where the link names one."""
        return names(self.text, self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """A newspaper as its home page shows it; ``found_by`` says of each fact where it stands, or that it is a guess."""

    url: str
    title: str = ""
    language: str = ""  # BCP 47
    country: str = ""  # ISO 3166-1, two capitals
    timezone: str = ""
    issn: str = ""
    publisher: str = ""
    links: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    source: str = ""  # the page's HTML
    found_by: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Its host without "www."."""
        return bare_host(self.url)


def read(page: Page) -> HomePage:
    """What a page states of the newspaper whose home page it is."""
    text = decoded(page)
    tree = html.document_fromstring(text or "<html></html>", parser=html.HTMLParser(encoding=None))
    data = list(_organisations(tree))
    meta = _meta(tree)
    found: dict[str, tuple[str, str]] = {
        "title": _title(tree, meta, data, page.url),
        "language": _language(tree, meta, data),
        "issn": _issn(tree, data),
        "publisher": _first((_name_of(each.get("publisher")), "the page's data") for each in data),
    }
    found["country"] = _country(found["language"][0], meta, data, page.url)
    found["timezone"] = _timezone(found["country"][0])
    return HomePage(
        url=page.url,
        **{name: value for name, (value, _) in found.items()},
        links=tuple(_links(tree, page.url)),
        feeds=tuple(_feeds(tree, page.url)),
        source=text,
        found_by={name: why for name, (value, why) in found.items() if value},
    )


def links_of(page: Page) -> tuple[Link, ...]:
    """The links of any page, as ``HomePage.links``."""
    text = decoded(page)
    return tuple(_links(html.document_fromstring(text), page.url)) if text.strip() else ()


def bare_host(url: str) -> str:
    """The host of an address without "www."; empty where it is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site_of(host: str) -> str:
    """The name that a newspaper registered, with its suffix: ``epaper.example.co.uk`` -> ``example.co.uk``."""
    parts = host.split(".")
    size = 3 if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else 2
    return ".".join(parts[-size:])


def _first(found: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> tuple[str, str]:
    return next(((value, why) for value, why in found if value), ("", ""))


def _meta(tree: Any) -> dict[str, str]:
    return {
        key.casefold(): content
        for element in reversed(tree.xpath("//meta[@content]"))
        if (key := element.get("property") or element.get("name") or element.get("http-equiv") or "")
        and (content := collapsed(element.get("content")))
    }


def _organisations(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD that describe the newspaper, the most particular first."""
    things: list[Mapping[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text_content())
        except ValueError:
            continue
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                things.append(one)
                waiting += [one.get("@graph", []), one.get("publisher", [])]
    for wanted in _PAPER_TYPES:
        yield from (thing for thing in things if wanted in _types(thing))


def _types(thing: Mapping[str, Any]) -> list[str]:
    types = thing.get("@type", [])
    return [str(each) for each in (types if isinstance(types, list) else [types])]


def _name_of(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    name = value.get("name") or value.get("legalName") if isinstance(value, dict) else value
    return collapsed(name) if isinstance(name, str) and not name.startswith("http") else ""


def _title(tree: Any, meta: Mapping[str, str], data: list[Mapping[str, Any]], url: str) -> tuple[str, str]:
    """Its name: what data and meta call the site, else the part of <title> that is most like its host."""
    stated = [
        *((_name_of(each), "the page's data") for each in data),
        (meta.get("og:site_name", ""), "og:site_name"),
        (meta.get("application-name", ""), "application-name"),
        (meta.get("apple-mobile-web-app-title", ""), "apple-mobile-web-app-title"),
    ]
    host = re.sub(r"\W", "", bare_host(url).partition(".")[0]).removeprefix("the")
    parts = [part for part in _BARS.split(_text(tree, "//title") or meta.get("og:title", "")) if part]
    alike = sorted(parts, key=lambda part: -_likeness(part, host))
    stated.append((alike[0] if alike else "", "<title>"))
    kept = [(_BARS.split(name)[0] if "://" not in name else "", why) for name, why in stated]
    kept = [(name.removeprefix("www."), why) for name, why in kept if 0 < len(name) <= _LONGEST_TITLE]
    # A name like the host's before one that is not: og:site_name is often the publisher's, or a slogan.
    best = max((_likeness(name, host) for name, _ in kept), default=0.0)
    return _first([(name, why) for name, why in kept if _likeness(name, host) >= best * 0.8] or kept)


def _likeness(name: str, host: str) -> float:
    """How much of a host's name the letters of a name make up, 0 to 1; names in other scripts are alike by nothing."""
    for spelled in (name.casefold().translate(_UMLAUTS), name.casefold()):
        decomposed = unicodedata.normalize("NFKD", spelled)
        letters = re.sub(r"[^a-z0-9]", "", decomposed).removeprefix("the")
        if letters and host and (letters in host or host in letters):
            return min(len(letters), len(host)) / max(len(letters), len(host))
    initials = "".join(word[0] for word in re.findall(r"\w+", name.casefold()))
    return 0.5 if initials == host else 0.0


def _text(tree: Any, path: str) -> str:
    found = tree.xpath(path)
    return collapsed(found[0].text_content()) if found else ""


def _language(tree: Any, meta: Mapping[str, str], data: list[Mapping[str, Any]]) -> tuple[str, str]:
    stated = [
        (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "", "<html lang>"),
        (meta.get("og:locale", ""), "og:locale"),
        (meta.get("content-language", ""), "content-language"),
        *((str(each.get("inLanguage", "")), "the page's data") for each in data),
    ]
    read_tags = [(_tag(tag), why) for tag, why in stated]
    language, why = _first(read_tags)
    region = next((tag for tag, _ in read_tags if tag.startswith(f"{language}-")), "")
    return (region, why) if region else (language, why)


def _tag(tag: str) -> str:
    """A language tag as CLDR knows it: "de", "en-GB"; empty where it is none."""
    language, *more = re.split(r"[-_.@]", tag.strip())
    try:
        locale = Locale.parse(language.lower())
    except (ValueError, TypeError, UnknownLocaleError):
        return ""
    region = next((part.upper() for part in more if re.fullmatch(r"[A-Za-z]{2}", part)), "")
    return f"{locale.language}-{region}" if region in get_global("territory_zones") else str(locale.language)


def _country(language: str, meta: Mapping[str, str], data: list[Mapping[str, Any]], url: str) -> tuple[str, str]:
    territories = get_global("territory_zones")
    suffix = bare_host(url).rpartition(".")[2]
    likely = str(get_global("likely_subtags").get(language.partition("-")[0], "")).rpartition("_")[2]
    address: Mapping[str, Any] = next((each["address"] for each in data if isinstance(each.get("address"), dict)), {})
    stated = [
        (_code(address.get("addressCountry")), "the page's data"),
        ("" if suffix in _NO_COUNTRY else _COUNTRY_OF_SUFFIX.get(suffix, suffix.upper()), f".{suffix}"),
        (meta.get("geo.country", meta.get("geo.region", ""))[:2].upper(), "geo.country"),
        (language.partition("-")[2], "its language tag"),
        (likely, "guessed from its language"),
    ]
    return _first([(code, why) for code, why in stated if code in territories])


def _code(country: Any) -> str:
    name = country.get("name") if isinstance(country, dict) else country
    name = str(name or "").strip()
    if len(name) == 2:
        return name.upper()
    english = Locale("en").territories
    return next((code for code, full in english.items() if full.casefold() == name.casefold() and len(code) == 2), "")


def _timezone(country: str) -> tuple[str, str]:
    zones = [zone for zone in get_global("territory_zones").get(country, ()) if "/" in zone]
    if len(zones) == 1:
        return zones[0], "the country's only one"
    main = _MAIN_ZONES.get(country) or (zones[0] if zones else "")
    return main, "guessed: the country has several"


def _issn(tree: Any, data: list[Mapping[str, Any]]) -> tuple[str, str]:
    candidates = [(str(each.get("issn", "")), "the page's data") for each in data]
    candidates += [(match[1], "the page") for match in _ISSN.finditer(" ".join(tree.itertext()))]
    for text, why in candidates:
        digits = text.upper().replace("-", "")
        try:
            return checked_issn(f"{digits[:4]}-{digits[4:]}"), why
        except ValueError:
            continue
    return "", ""


def _links(tree: Any, base: str) -> Iterator[Link]:
    base = urljoin(base, (tree.xpath("string(//base/@href)") or ""))
    for anchor in tree.xpath("//a[@href]"):
        address = _absolute(anchor.get("href"), base)
        if address:
            text = collapsed(anchor.text_content()) or collapsed(anchor.get("title") or anchor.get("aria-label") or "")
            alternative = anchor.xpath("string(.//img/@alt)") if not text else ""
            yield Link(address, text or collapsed(alternative))


def _feeds(tree: Any, base: str) -> Iterator[Link]:
    for element in tree.xpath("//link[@rel='alternate'][@href]"):
        if (element.get("type") or "").lower() in _FEED_TYPES and "comment" not in (element.get("href") or ""):
            address = _absolute(element.get("href"), base)
            if address:
                yield Link(address, collapsed(element.get("title") or ""))


def _absolute(href: str, base: str) -> str:
    try:
        address = urljoin(base, href.strip())
        return address.partition("#")[0] if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
