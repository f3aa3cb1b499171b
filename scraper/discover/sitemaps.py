"""Sitemaps as plain lists, and which of the sitemaps that an index of them names may hold a day's stories (pure).

A file is a sitemap (sitemaps.org 0.9, with Google's news extension), an index of sitemaps, both in one, a text file of
one address a line, or a feed, all of which the protocol allows. An entry has only the keys that the file gives:
``loc``, ``lastmod``, ``title``, ``published``.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scraper.dates import MONTHS_IN_ADDRESSES, date_or_none
from scraper.discover import feeds, loose_xml
from scraper.discover.errors import WrongTypeError
from scraper.limits import ENTRIES

Entry = dict[str, str]

_LINE = re.compile(r"(?<!\S)https?://\S+")  # an address that stands for itself
_FIELDS = {"loc": "loc", "lastmod": "lastmod"}
_NEWS_FIELDS = {"title": "title", "publication_date": "published"}
_OF_FEED = {"url": "loc", "headline": "title", "published": "published"}

_SEPARATOR = r"(?:[-_/.]?|&\w+=)"
_PERIOD = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:{_SEPARATOR}(0[1-9]|1[0-2])"
    rf"(?:{_SEPARATOR}(0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d\d)[-_.](\d\d)[-_.](20\d\d)(?!\d)")
_NAMED_MONTH = re.compile(rf"(?<![a-z])({'|'.join(MONTHS_IN_ADDRESSES)})[a-z]{{0,6}}(?![a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists: ``pages``, and further ``sitemaps``. It is not ``whole`` where its text is cut off."""

    pages: list[Entry]
    sitemaps: list[Entry]
    whole: bool


def sitemap(text: str) -> Sitemap:
    """The entries of a sitemap, in order.

    :raises WrongTypeError: it is no sitemap.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if _LINE.match(text):
        addresses = [{"loc": found[0]} for found in itertools.islice(_LINE.finditer(text), ENTRIES + 1)]
        return Sitemap(pages=addresses[:ENTRIES], sitemaps=[], whole=len(addresses) <= ENTRIES)
    document = loose_xml.Document(text, ("url", "sitemap", *feeds.ITEMS))
    pages: list[Entry] = []
    sitemaps: list[Entry] = []
    for element in itertools.islice(document, ENTRIES + 1):
        entry = _entry_of_feed(element, document.base) if element.name in feeds.ITEMS else _entry(element)
        if "loc" in entry:
            (sitemaps if element.name == "sitemap" else pages).append(entry)
    if document.root not in ("urlset", "sitemapindex", *feeds.ROOTS):
        raise WrongTypeError(f"Not a sitemap: it begins {feeds.beginning(text)!r}.")
    if not document.whole and not pages and not sitemaps:
        raise WrongTypeError(f"The sitemap is cut off before its first entry: it ends {feeds.beginning(text[-60:])!r}.")
    return Sitemap(pages=pages[:ENTRIES], sitemaps=sitemaps, whole=document.whole)


def _entry(element: loose_xml.Element) -> Entry:
    """Children of the entry and of its <news> count; images and videos have a <loc> and <title> of their own."""
    found: Entry = {}
    for child in element.children:
        if name := _FIELDS.get(child.name):
            if text := child.text:
                found[name] = text
        elif child.name.rpartition(":")[2] == "news":
            for each in child.children:
                if (name := _NEWS_FIELDS.get(each.name.rpartition(":")[2])) and (text := each.text):
                    found[name] = text
    if "loc" in found:
        found["loc"] = found["loc"].replace("&amp;", "&")
    return found


def _entry_of_feed(element: loose_xml.Element, base: str) -> Entry:
    return {_OF_FEED[name]: text for name, text in feeds.entry(element, base).items() if name in _OF_FEED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sitemaps of an index to read, the likeliest first, and the address of the first that is left out, if any.

    ``passed_over`` counts those that cannot hold a story of the day.
    """

    chosen: Sequence[Entry]
    next: str = ""
    passed_over: int = 0


def choose(
    entries: Sequence[Entry], first: dt.date, last: dt.date, most: int, day: Callable[[str], dt.date | None]
) -> Choice:
    """Choose, of the sitemaps that an index names, those to read for stories of the days from ``first`` to ``last``.

    Where addresses name days, months or years, those of these days are read; otherwise those that were changed on the
    last day or later, the earliest change first, then those without a date, as listed.

    :param most: how many to read.
    :param day: the day of a ``lastmod``, in the newspaper's time zone.
    """
    fitting: list[tuple[bool, int, int, Entry]] = []
    for entry in entries:
        periods = [period for period in _periods(entry["loc"]) if period[0] <= last and first <= period[1]]
        if periods:
            begin, end = min(periods, key=lambda period: period[1] - period[0])
            fitting.append((not begin <= last <= end, (end - begin).days, abs((last - end).days), entry))
    if fitting:
        wanted = [entry for *_, entry in sorted(fitting, key=lambda each: each[:3])]
    else:
        changed = [(entry, day(entry.get("lastmod", ""))) for entry in entries]
        possible = [(entry, when) for entry, when in changed if when is None or when >= last]
        possible.sort(key=lambda each: (each[1] is None, each[1] or last))
        wanted = [entry for entry, _ in possible]
    left_out = wanted[most]["loc"] if len(wanted) > most else ""
    return Choice(chosen=wanted[:most], next=left_out, passed_over=len(entries) - len(wanted))


def _periods(address: str) -> list[tuple[dt.date, dt.date]]:
    """The first and last day of the day, month or year that an address names; of 07-03-2026, both readings."""
    path = address.lower().partition("://")[2].partition("/")[2]
    if match := _YEAR_LAST.search(path):
        first, second, year = map(int, match.groups())
        days = {date_or_none(year, second, first), date_or_none(year, first, second)}
        return [(day, day) for day in days if day]
    named = [tuple(int(part or 0) for part in match.groups()) for match in _PERIOD.finditer(path)]
    if not named:
        return []
    year, month, day = max(named, key=lambda parts: sum(map(bool, parts)))
    if not month and (name := _NAMED_MONTH.search(path)):
        month = MONTHS_IN_ADDRESSES.index(name[1]) + 1
    begin = date_or_none(year, month or 1, day or 1)
    if begin is None:
        return []
    if day:
        return [(begin, begin)]
    end = dt.date(year, 12, 31) if month in (0, 12) else dt.date(year, month + 1, 1) - dt.timedelta(days=1)
    return [(begin, end)]
