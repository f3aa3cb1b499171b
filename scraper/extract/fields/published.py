"""When a story was published on the web: what the page's data states, corrected by the local day it shows.

A timestamp in UTC can be a day off for a newspaper in California or Tokyo, whose page shows the local day. So a
timestamp with an offset, the day in the address, and the day beside the headline outrank one in UTC.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from scraper.dates import date_or_none
from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_types
from scraper.texts.dates import dates
from scraper.texts.dates.months import region_of
from scraper.texts.dates.timestamps import iso_timestamp

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "parsely-pub-date",
    "datepublished", "rnews:datepublished", "og:pubdate", "published_time", "published_at", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "dc.created",
    "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate",
    "article.published", "article:post_date", "originalpublicationdate", "datecreated", "date_published", "pub_date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article_date_original", "displaydate", "ptime",
    "citation_online_date", "citation_publication_date", "created", "timestamp", "weibo: article:create_at",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated", "article:updated_time", "article:updated",
    "revised",
)  # fmt: skip
_EDITION = re.compile(
    r"edition|issue|paper|ausgabe|zeitung|édition|edición|edizione|edição|号|版|新聞|신문", re.IGNORECASE
)
_OTHER_TIMES = re.compile(r"updat|modif|comment|relat|event|expire", re.IGNORECASE)
_DAY_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d\d?)\2(\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)()(\d\d)(\d\d)(?!\d)"),
)
_MONTH_NAME_IN_URL = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})[a-z]*/(\d\d?)(?:/|$)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_SCRIPT = re.compile(
    r"[\"'](?:datePublished|publishedAt|published_at|publishDate|pubDate|publicationDate)[\"']\s*:\s*\\?[\"']([^\"'\\]{8,40})"
)
_OTHER_ROLES = (
    Role.NAV | Role.HEADER | Role.FOOTER | Role.RELATED | Role.COMMENTS | Role.ASIDE | Role.ADVERT | Role.CAPTION
)
_ABOVE, _BELOW = 5, 14  # blocks above and below the headline in which a day is the story's
_LONG_LINE = 110
_TIME_TAGS = ("time", "relative-time", "time-ago", "local-time")  # the last three are elements that GitHub published
_MOST_BLOCKS = 1_000
_MORNING, _MIDDAY = 10, 11  # hours of universal time at which it is still yesterday, or tomorrow already, somewhere
_DAY = dt.timedelta(days=1)
_DATE_NAMED = re.compile(r"date|datum|fecha|\bdata\b|time|publish|posted", re.IGNORECASE)
_GLUED = re.compile(r"((?:19|20)\d\d)(?=\d?\d[:.h]\d\d)")
_PARTS = re.compile(r"\s*[;|•·]\s*")  # "Updated Nov 19; Posted Nov 18"
_LETTERS = re.compile(r"[^\W\d_]{3}")
_COMMON_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr")  # of pages that name another language


def find(
    document: Document,
    structured: Structured,
    *,
    headline: int,
    language: str,
    near: dt.date | None,
    printed: frozenset[int] = frozenset(),
) -> tuple[str, str]:
    """When the story was published on the web, and the rule that found it.

    :param headline: the index of the headline's block, -1 for none.
    :param language: the story's language (BCP 47), for dates in words.
    :param near: the day of the fetch; it decides ambiguous dates.
    :param printed: indexes of blocks that are edition statements: they name the day of print.
    :returns: ISO 8601 with the offset the page states, or a day; ("", "") where the page names none.
    """
    beside = _PrintedDays(document, headline, language, near, printed)
    stamps = _stamps(document, structured, headline, _with_country(language, document))
    stamp, rule = next(stamps, ("", ""))
    if stamp:
        return (
            _in_local_time(stamp, rule, list(stamps), document, structured, beside)
            if len(stamp) > 10
            else (stamp, rule)
        )
    if day := next(beside.days(), None):
        return day.isoformat(), "beside the headline"
    if day := day_in_url(document.url):
        return day.isoformat(), "address"
    for script in document.raw.values():
        if (found := _IN_SCRIPT.search(script)) and (stamp := iso_timestamp(found[1])):
            return stamp, "script"
    if day := next(beside.elsewhere(), None):
        return day.isoformat(), "line of data"
    return "", ""


def _with_country(language: str, document: Document) -> str:
    """A language tag with the country that the page's own tag names, where it names none itself."""
    country = region_of(language) or region_of(document.language)
    return f"{language.partition('-')[0] or 'en'}-{country}" if country else language


def modified(structured: Structured) -> tuple[str, str]:
    """When the page says it was last changed (ISO 8601), and the rule that found it."""
    if found := iso_timestamp(jsonld_text(structured.story.get("dateModified"))):
        return found, "json-ld"
    for name in _MODIFIED:
        if name in structured.meta and (found := _first(structured.meta[name])):
            return found, name
    found = iso_timestamp(structured.first_itemprop("datemodified"))
    return (found, "microdata") if found else ("", "")


def day_in_url(url: str, *, folders: bool = False) -> dt.date | None:
    """The day in an address: /2024/12/07/, /2024-12-07-, /20241207, /2024/dec/07.

    With ``folders`` only a day in three folders: one in the name of a page may be that of an event.
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for pattern in _DAY_IN_URL:
        for found in pattern.finditer(path):
            if folders and found[2] != "/":
                continue
            if day := date_or_none(int(found[1]), int(found[3]), int(found[4])):
                return day
    named = _MONTH_NAME_IN_URL.search(path)
    if named and named[2].lower() in _MONTHS:
        return date_or_none(int(named[1]), _MONTHS.index(named[2].lower()) + 1, int(named[3]))
    return None


def _stamps(document: Document, structured: Structured, headline: int, language: str) -> Iterator[tuple[str, str]]:
    """The times of publication in a page's data, best first, each with the rule that found it."""
    story = structured.story
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if (stated := story.get(key)) and (found := iso_timestamp(jsonld_text(stated), language=language)):
            yield found, "json-ld"
    for name in _PUBLISHED:
        if name in structured.meta and (found := _first(structured.meta[name], language)):
            yield found, name
    for value in structured.microdata.get("datepublished", ())[:3]:
        if found := iso_timestamp(value, language=language):
            yield found, "microdata"
            break
    for element in _time_elements(document, headline):
        if found := iso_timestamp(element.get("datetime"), language=language):
            yield found, "time element"
            break
    for thing in structured.objects:
        is_story = thing is story or "datePublished" not in thing or "webpage" not in jsonld_types(thing)
        if not is_story and (found := iso_timestamp(jsonld_text(thing["datePublished"]), language=language)):
            yield found, "json-ld page"


def _time_elements(document: Document, headline: int) -> list[Element]:
    """The ``time`` elements and the like about the story, those near its headline first."""
    kept: list[tuple[int, int, Element]] = []
    for element in document.by_tag(*_TIME_TAGS):
        if not element.get("datetime") or element.roles & _OTHER_ROLES or _OTHER_TIMES.search(element.class_and_id):
            continue
        if "modif" in element.get("itemprop"):
            continue
        distance = element.first - headline if headline >= 0 else element.first
        near = -_ABOVE <= distance <= _BELOW
        if not near and any(each.tag in ("aside", "nav", "footer", "li") for each in element.ancestors()):
            continue
        kept.append((0 if near else 1, element.index, element))
    return [element for _, _, element in sorted(kept, key=lambda each: each[:2])]


def _in_local_time(
    stamp: str,
    rule: str,
    others: Sequence[tuple[str, str]],
    document: Document,
    structured: Structured,
    beside: _PrintedDays,
) -> tuple[str, str]:
    """A timestamp, or what names the local day instead: UTC, also with a wrong offset, may be a day off."""
    instant = dt.datetime.fromisoformat(stamp)
    day = instant.date()
    may_be_utc = len(stamp) == 19 or stamp[19:] == "+00:00"
    if may_be_utc:
        for other, its_rule in others:
            if len(other) > 10 and _same_instant(instant, other):
                return other, its_rule
        changed = modified(structured)[0]
        if instant.tzinfo is not None and len(changed) > 19 and changed[19:] != "+00:00":
            here = instant.astimezone(dt.datetime.fromisoformat(changed).tzinfo)
            return (here.isoformat() if here.date() != day else stamp), rule
    neighbours = (
        {day - _DAY} if instant.hour < _MORNING else {day + _DAY} if instant.hour >= _MIDDAY and may_be_utc else set()
    )
    stated = {dt.date.fromisoformat(other[:10]): (other, its_rule) for other, its_rule in reversed(others)}
    if not neighbours and stated.keys() <= {day}:
        return stamp, rule
    for shown, is_change in beside.lines({day, *neighbours, *stated}):
        if shown in neighbours and (not is_change or shown < day):  # nothing is changed before it is published
            return shown.isoformat(), "beside the headline"
        if shown == day and not is_change:
            return stamp, rule
        if shown in stated and shown < day and not is_change:
            return stated[shown]
    url_day = day_in_url(document.url, folders=True)
    return (url_day.isoformat(), "address") if url_day in neighbours and may_be_utc else (stamp, rule)


def _same_instant(instant: dt.datetime, other: str) -> bool:
    """Whether another timestamp is the same time in a local zone: whole quarters of an hour away."""
    found = dt.datetime.fromisoformat(other)
    if instant.tzinfo is not None and found.tzinfo is not None:
        return abs((instant - found).total_seconds()) < 120 and found.utcoffset() != instant.utcoffset()
    minutes = round((found.replace(tzinfo=None) - instant.replace(tzinfo=None)).total_seconds() / 60)
    return (
        minutes != 0
        and abs(minutes) <= 14 * 60
        and minutes % 15 == 0
        and (instant.minute % 15 != 0 or instant.second != 0)
    )


@functools.cache
def _numbered(days: tuple[int, ...]) -> re.Pattern[str]:
    """Any of some days of a month in numbers."""
    return re.compile(rf"(?<!\d)0?(?:{'|'.join(map(str, days))})(?!\d)")


class _PrintedDays:
    """The days that a page shows its readers, beside the headline or in other lines with metadata."""

    def __init__(
        self, document: Document, headline: int, language: str, near: dt.date | None, printed: frozenset[int]
    ) -> None:
        self.blocks = document.blocks
        self.headline = headline
        self.printed = printed
        self.near = near
        html_language = document.language.replace("_", "-").partition("-")[0]
        self.languages = (language.partition("-")[0] or html_language.lower() or "en",)
        self.territory = region_of(document.language) or region_of(language)
        # A role that the headline itself has does not exclude a day.
        self.wrong = _OTHER_ROLES & ~(self.blocks[headline].roles if 0 <= headline < len(self.blocks) else 0)

    def days(self) -> Iterator[dt.date]:
        """The days beside the headline, in any language; not those of a change or of an edition."""
        return (day for day, is_change in self.lines() if not is_change)

    def lines(self, among: Collection[dt.date] = ()) -> Iterator[tuple[dt.date, bool]]:
        """The days in the lines beside the headline, and whether each is the day of a change.

        Where ``among`` is given, lines that cannot name one of these days are skipped, and the year may be missing.
        """
        if self.headline < 0:
            return
        numbered = _numbered(tuple(sorted({day.day for day in among}))) if among else None
        # Some pages show today's date above the headline, so the lines below it come first.
        below = self.blocks[self.headline + 1 : self.headline + _BELOW]
        lines = [*below, *reversed(self.blocks[max(self.headline - _ABOVE, 0) : self.headline])]
        for unseen in (0, Role.HIDDEN):
            for block in lines:
                if block.roles & Role.HIDDEN != unseen:
                    continue
                if len(block.text) > _LONG_LINE or (numbered is not None and not numbered.search(block.text)):
                    continue
                yield from self._days_in(block, year_of=max(among, default=None))

    def elsewhere(self) -> Iterator[dt.date]:
        """The days in lines with metadata elsewhere on the page."""
        for block in self.blocks[:_MOST_BLOCKS]:
            named = block.has(Role.META) or _DATE_NAMED.search(block.element.class_and_id)
            if named and not block.has(Role.LIST):
                yield from (day for day, is_change in self._days_in(block) if not is_change)

    def _days_in(self, block: Block, *, year_of: dt.date | None = None) -> Iterator[tuple[dt.date, bool]]:
        """The days in a block, one from each part of its line, and whether that part is about a change."""
        text = block.text
        if len(text) > _LONG_LINE or block.roles & self.wrong or not dates.has_number(text):
            return
        if block.index in self.printed or _EDITION.search(text):
            return
        for part in _PARTS.split(_GLUED.sub(r"\1 ", text)):
            if dates.has_number(part):
                yield from self._day(part, year_of)

    def _day(self, text: str, year_of: dt.date | None) -> Iterator[tuple[dt.date, bool]]:
        for languages in (self.languages, _COMMON_LANGUAGES):
            found = dates.first(text, languages=languages, near=year_of or self.near, territory=self.territory)
            if found and found.date:
                if year_of or not found.inferred:
                    yield found.date, dates.tells_a_change(text[: found.start])
                return
            if not _LETTERS.search(text):
                return


def _first(values: tuple[str, ...], language: str = "en") -> str:
    return next(filter(None, (iso_timestamp(value, language=language) for value in values[:5])), "")
