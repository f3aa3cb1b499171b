"""What a newspaper's home page states of the newspaper, and where its links lead (pure)."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from scraper.catalogue.value_types import issn as checked_issn
from scraper.discover.challenges import challenge_kind
from scraper.discover.index_document import collapsed
from scraper.discover.page_text import decoded
from scraper.extract.fields import language as languages
from scraper.items import Page
from scraper.proposal.html_tree import tree_of
from scraper.proposal.page_links import Link, bare_host, day_forms_in, feeds_in, links_in, site_of
from scraper.urls import canonical

_OF_STORY = re.compile(r"""(?i)<meta[^>]{1,500}property=["']og:type["'][^>]{1,500}content=["'](?:news)?article["']""")
_FEW_LINKS = 5  # to its own site, of a page that may be a wall
_LONGEST_TITLE = 60  # characters of a newspaper's name
# Between the name and what follows it; in scripts without blanks a dash or a low line stands alone.
_BARS = re.compile(
    r"\s+[|•·–—»:-]+\s+|\s*[|｜]\s*|,\s+|:\s+|(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\s*[-_－—–:：,，]+\s*"
)
_PAPER = re.compile(r"[报報]$|新聞|신문$|일보$")  # the name of a newspaper, beside that of its site
_HOST_LIKE = re.compile(r"(?:www\.)?([\w-]+)(?:\.\w{2,4}){1,2}")
_ISSN = re.compile(r"\bISSN(?:-?L)?[:\s№]*(\d{4}-?\d{3}[\dXx])\b", re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_LETTERS_READ = 3_000  # of the longest texts of links, by which the language is told
_LEAST_NAMING = 5  # links that name the host of a page that does not name its own
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
    day_forms: tuple[str, ...] = ()  # addresses with a variable, of forms in which a day is picked
    source: str = ""  # the page's HTML
    found_by: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Its host without "www."."""
        return bare_host(self.url)


def read(page: Page) -> HomePage:
    """What a page states of the newspaper whose home page it is."""
    tree = tree_of(page)
    data = list(_organisations(tree))
    meta = _meta(tree)
    found: dict[str, tuple[str, str]] = {
        "title": _title(tree, meta, data, page.url),
        "language": _language(tree, meta, data),
        "issn": _issn(tree, meta, data),
        "publisher": _first((_name_of(each.get("publisher")), "the page's data") for each in data),
    }
    found["country"] = _country(found["language"][0], meta, data, page.url)
    found["timezone"] = _timezone(found["country"][0])
    return HomePage(
        url=page.url,
        **{name: value for name, (value, _) in found.items()},
        links=links_in(tree),
        feeds=tuple(feeds_in(tree)),
        day_forms=tuple(day_forms_in(tree, page.url)),
        source=decoded(page),
        found_by={name: why for name, (value, why) in found.items() if value},
    )


def not_home(page: Page, home: HomePage) -> str:
    """What a page is instead of a home page, with what to do about it; empty where it may be one."""
    if not home.source.strip():
        return "the page is empty"
    if page.content_type and not re.search(r"html|xml", page.content_type):
        return f"no web page but {page.content_type.partition(';')[0]}; give the address of the home page"
    sites = [link for link in home.links if site_of(bare_host(link.url)) == site_of(home.host)]
    if len(sites) < _FEW_LINKS and (kind := challenge_kind(page)):
        return f"the site answers with {kind}; save its home page in a browser, and give the file with --url"
    root = urljoin(page.url, "/")
    if canonical(page.url) != root and _OF_STORY.search(home.source):
        return f"this is the page of a story; give the home page instead, probably {root}"
    return ""


def address_by_links(body: bytes) -> str:
    """The home page's address, by the host that most of a page's links name; empty where none does."""
    hosts = Counter(re.findall(rb"""(?i)href=["']?(https?://[^"'\s/?#>]+)""", body))
    most = [(host.decode("utf-8", "replace"), number) for host, number in hosts.most_common(2)]
    if not most or most[0][1] < _LEAST_NAMING or (len(most) > 1 and most[0][1] < 2 * most[1][1]):
        return ""
    return f"{most[0][0]}/"


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
        except (ValueError, RecursionError):
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
    host = re.sub(r"\W", "", _registered_name(bare_host(url))).removeprefix("the")
    parts = [part for part in _BARS.split(_text(tree, "//title") or meta.get("og:title", "")) if part]
    alike = sorted(parts, key=lambda part: (-_likeness(part, host), not _PAPER.search(part)))
    stated.append((alike[0] if alike else "", "<title>"))
    stated += [(alt, "the picture of its name") for alt in _logos(tree)]
    kept = [(_BARS.split(name)[0] if "://" not in name else "", why) for name, why in stated]
    kept = [(name, why) for name, why in kept if 0 < len(name) <= _LONGEST_TITLE]
    if any(not _HOST_LIKE.fullmatch(name) for name, why in kept if why != "<title>"):
        kept = [(name, why) for name, why in kept if not _HOST_LIKE.fullmatch(name)]
    kept = [(shown[1] if (shown := _HOST_LIKE.fullmatch(name)) else name, why) for name, why in kept]
    # A name like the host's before one that is not: og:site_name is often the publisher's, or a slogan.
    best = max((_likeness(name, host) for name, _ in kept), default=0.0)
    return _first([(name, why) for name, why in kept if _likeness(name, host) >= best * 0.8] or kept)


def _registered_name(host: str) -> str:
    """The name in a host that its owner chose: ``paper.example.co.uk`` -> ``example``; digits as they are."""
    name = host if host.replace(".", "").isdigit() else site_of(host).partition(".")[0]
    try:
        return name.encode("ascii").decode("idna") if name.startswith("xn--") else name
    except UnicodeError:
        return name


def _logos(tree: Any) -> Iterator[str]:
    """What pictures that lead to the home page say: the newspaper's name, as on its masthead."""
    for image in tree.xpath("//a[@href='/' or contains(@class, 'logo')]//img[@alt] | //h1//img[@alt]")[:3]:
        if len(alt := collapsed(image.get("alt"))) >= 3 and alt.casefold() not in ("logo", "home"):
            yield re.sub(r"(?i)\s*\b(?:logo|home ?page|home)\b\s*", "", alt)


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
    text = _longest_texts(tree)
    fitting = [(tag, why) for tag, why in read_tags if tag and languages.fits(tag, text)]
    if not fitting:
        found, _ = languages.of_text(text if text.isascii() else text * 5)  # a few signs tell a script as well
        denied = next((f"; {why} says {tag}" for tag, why in read_tags if tag), "")
        return (_tag(found), f"guessed from its texts{denied}") if found else _first(read_tags)
    language, why = fitting[0]
    region = next((tag for tag, _ in fitting if tag.startswith(f"{language}-")), "")
    return (region, why) if region else (language, why)


def _longest_texts(tree: Any) -> str:
    """The longest texts of links and headings: headlines, for the most part, and not the words of menus."""
    texts = {collapsed(each.text_content()) for each in tree.iter("a", "h1", "h2", "h3", "p")}
    longest = sorted((text for text in texts if len(text) > 8), key=lambda text: (-min(len(text), 200), text))
    return " ".join([*longest, _text(tree, "//title")])[:_LETTERS_READ]


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
    several = len({_offsets(zone) for zone in zones}) > 1
    return main, "guessed: the country has several" if several else "the country's time"


def _offsets(zone: str) -> tuple[dt.timedelta | None, ...]:
    """How far a zone lies from UTC in winter and in summer."""
    return tuple(dt.datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


def _issn(tree: Any, meta: Mapping[str, str], data: list[Mapping[str, Any]]) -> tuple[str, str]:
    candidates = [(str(each.get("issn", "")), "the page's data") for each in data]
    candidates += [(meta.get(name, ""), name) for name in ("citation_issn", "issn", "dc.identifier.issn")]
    candidates += [(match[1], "the page") for match in _ISSN.finditer(" ".join(tree.itertext()))]
    for text, why in candidates:
        digits = text.upper().replace("-", "")
        try:
            return checked_issn(f"{digits[:4]}-{digits[4:]}"), why
        except ValueError:
            continue
    return "", ""
