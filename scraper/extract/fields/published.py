"""When a story was published on the web: what the page's data states, corrected by the days that it shows.

A timestamp in UTC can be a day off for a newspaper in California or Tokyo, whose page shows the local day. So a
timestamp with an offset, the day in the address, and the day beside the headline outrank one in UTC. What the data
calls the time of publication may be that of a change: a page that prints both days tells. Where nothing says the day
with certainty, there is none.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from scraper.dates import MONTHS_IN_ADDRESSES, date_or_none
from scraper.extract.fields import stated_times
from scraper.extract.fields.printed_days import PrintedDays, Says
from scraper.extract.fields.stated_times import StatedTime
from scraper.extract.page.blocks import Block
from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured
from scraper.texts.dates.months import day_first, region_of
from scraper.texts.dates.timestamps import iso_timestamp

_DAY_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d\d?)\2(\d\d?)(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)()(\d\d)(\d\d)(?!\d)"),
)
_YEAR_LAST_IN_URL = re.compile(r"(?<!\d)(\d\d)([_.-]?)(\d\d)\2((?:19|20)\d\d)(?!\d)")
_MONTH_NAME_IN_URL = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})[a-z]*/(\d\d?)(?:/|$)", re.IGNORECASE)
_IN_SCRIPT = re.compile(
    r"[\"'](?:(?:first_?|display_?)?(?:date_?publish|publi(?:shed|sh|cation)_?(?:date|at|time)|pub_?date)|display_date)"
    r"(?:ed)?\\?[\"']\s{0,9}:\s{0,9}\\?[\"']([^\"'\\]{8,40})",
    re.IGNORECASE,
)
_MOST_IN_SCRIPTS = 40
_COUNTRY_OF_HOST = {"uk": "GB"}
_NO_COUNTRIES = frozenset("ai cc co eu fm gg io la ly me nu sh st to tv vc ws".split())  # hosts anywhere end so
_MORNING, _MIDDAY = 10, 11  # hours of universal time at which it is still yesterday, or tomorrow already, somewhere
_DAY = dt.timedelta(days=1)


def find(
    document: Document,
    structured: Structured,
    *,
    headline: int,
    language: str,
    near: dt.date | None,
    body: Sequence[Block] = (),
    apart: frozenset[int] = frozenset(),
    printed: frozenset[int] = frozenset(),
) -> tuple[str, str]:
    """When the story was published on the web, and the rule that found it.

    :param headline: the index of the headline's block, -1 for none.
    :param language: the story's language (BCP 47), for dates in words.
    :param near: the day of the fetch; it decides ambiguous dates.
    :param body: the blocks of the story's text.
    :param apart: indexes of blocks of other stories.
    :param printed: indexes of blocks that are edition statements: they name the day of print.
    :returns: ISO 8601 with the offset the page states, or a day; ("", "") where the page names none.
    """
    country = _country(language, document, structured)
    tag = f"{language.partition('-')[0] or 'en'}-{country}" if country else language
    days = PrintedDays(
        document,
        headline=headline,
        body=body,
        apart=apart,
        printed=printed,
        language=language,
        territory=country,
        near=near,
    )
    stamp, rule = _found(document, structured, days, tag)
    return (len(stamp) == 10 and days.hour_of(_day_of(stamp))) or stamp, rule


def _found(document: Document, structured: Structured, days: PrintedDays, tag: str) -> tuple[str, str]:
    """When the story was published, and the rule that found it; the hour only where the data states it."""
    sure, unsure = list(stated_times.sure(structured, tag)), list(stated_times.unsure(structured, tag))
    if sure:
        everything = [*sure, *unsure, *stated_times.in_time_elements(document, days, tag)]
        return _settled(sure[0], everything, stated_times.modified(structured)[0], document, days)
    marked = list(stated_times.beside(document, days, tag))
    shown = _shown(days, marked)
    if unsure:
        shown = shown or _called_publication(days)
        stamp, rule = _settled(unsure[0], [*unsure, *marked], "", document, days)
        if shown is None or _day_of(shown.stamp) == _day_of(stamp):
            return stamp, rule
    if shown:
        return _settled(shown, marked, "", document, days)
    return next(_last_resorts(document, days, tag), ("", ""))


def _last_resorts(document: Document, days: PrintedDays, language: str) -> Iterator[tuple[str, str]]:
    """The days of pages that neither state nor show one beside the headline, the surest first."""
    if day := day_in_url(document.url):
        yield day.isoformat(), "address"
    if day := days.in_headline():
        yield day.isoformat(), "inside the headline"
    if day := days.place_line():
        yield day.isoformat(), "first paragraph"
    for shown in days.below_text():
        if shown.says is not Says.CHANGED:
            yield shown.day.isoformat(), "below the text"
    for time in stated_times.elsewhere(document, days, language):
        yield time.stamp, time.rule
    if day := _year_last_in_url(document.url, language):
        yield day.isoformat(), "address"
    if stamp := _in_scripts(document):
        yield stamp, "script"
    for shown in days.elsewhere():
        if shown.says is not Says.CHANGED:
            yield shown.day.isoformat(), "line of data"


def _in_scripts(document: Document) -> str:
    """The time of publication in the page's scripts; "" where they hold several days: those of other stories, too."""
    found = (each[1] for script in document.raw.values() for each in _IN_SCRIPT.finditer(script))
    stamps = [stamp for each in itertools.islice(found, _MOST_IN_SCRIPTS) if (stamp := iso_timestamp(each))]
    return stamps[0] if len(set(map(_day_of, stamps))) == 1 else ""


def _shown(days: PrintedDays, marked: Sequence[StatedTime]) -> StatedTime | None:
    """The day that the page shows beside its headline: one called that of publication, else the nearest."""
    lines = [each for each in days.beside if each.says is not Says.CHANGED]
    line = next((each for each in lines if each.says is Says.PUBLISHED), lines[0] if lines else None)
    called = next((each for each in marked if each.sure), None)
    if line is None or (called and line.says is Says.NOTHING):
        return called or next(iter(marked), None)
    for time in marked:
        if _day_of(time.stamp) == line.day or time.block == line.block:
            return time
    if marked and line.says is Says.NOTHING and days.distance(marked[0].block) < days.distance(line.block):
        return marked[0]
    return StatedTime(line.day.isoformat(), "beside the headline", line.block)


def _called_publication(days: PrintedDays) -> StatedTime | None:
    """The day that a line below the text calls that of publication."""
    for line in days.below_text():
        if line.says is Says.PUBLISHED:
            return StatedTime(line.day.isoformat(), "below the text", line.block)
    return None


def _day_of(stamp: str) -> dt.date:
    return dt.date.fromisoformat(stamp[:10])


def _country(language: str, document: Document, structured: Structured) -> str:
    """The country that the page names, by its language tags or by the end of its host; "" where it names none."""
    locale = structured.first_meta("og:locale")[0]
    named = next(filter(None, map(region_of, (language, document.language, locale))), "")
    if named:
        return named
    try:
        end = (urlsplit(document.url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""
    return _COUNTRY_OF_HOST.get(end, end.upper()) if len(end) == 2 and end not in _NO_COUNTRIES else ""


def day_in_url(url: str, *, folders: bool = False) -> dt.date | None:
    """The day in an address: /2024/12/07/, /2024-12-07-, /20241207, /2024/dec/07.

    With ``folders`` only a day in three folders: one in the name of a page may be that of an event.
    """
    path = _path(url)
    for pattern in _DAY_IN_URL:
        for found in pattern.finditer(path):
            if folders and found[2] != "/":
                continue
            if day := date_or_none(int(found[1]), int(found[3]), int(found[4])):
                return day
    named = _MONTH_NAME_IN_URL.search(path)
    if named and named[2].lower() in MONTHS_IN_ADDRESSES:
        return date_or_none(int(named[1]), MONTHS_IN_ADDRESSES.index(named[2].lower()) + 1, int(named[3]))
    return None


def _year_last_in_url(url: str, language: str) -> dt.date | None:
    """A day such as /29-10-2021, where the language or the numbers tell the order of day and month."""
    for found in _YEAR_LAST_IN_URL.finditer(_path(url)):
        one, two, year = int(found[1]), int(found[3]), int(found[4])
        if one > 12 or (two <= 12 and day_first(language)):
            return date_or_none(year, two, one)
    return None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _settled(
    first: StatedTime, stated: Sequence[StatedTime], changed: str, document: Document, days: PrintedDays
) -> tuple[str, str]:
    """A time of publication, or what the page shows instead: the local day of one in UTC, a day before a change.

    :param stated: all times that the page's data states.
    :param changed: when the data says that the page was changed.
    """
    stamp, rule = _in_local_time(_with_hour(first, stated), stated, changed, document, days)
    day = _day_of(stamp)
    by_day: dict[dt.date, StatedTime] = {}
    for each in sorted(stated, key=lambda each: not each.sure):
        by_day.setdefault(_day_of(each.stamp), each)
    if by_day.keys() - {day}:
        for shown in days.near_any({day, *by_day}):
            if shown.says is Says.CHANGED:
                continue
            if shown.day == day:
                return stamp, rule
            other = by_day.get(shown.day)
            if other and (other.sure or shown.day < day or shown.day.isoformat() != changed[:10]):
                return other.stamp, other.rule
    return _before_change(day, document, days) or (stamp, rule)


def _with_hour(time: StatedTime, stated: Sequence[StatedTime]) -> StatedTime:
    """A time, or one that names the hour of the same day as well."""
    if len(time.stamp) > 10:
        return time
    exact = (each for each in stated if each.sure and len(each.stamp) > 10 and each.stamp.startswith(time.stamp))
    return next(exact, time)


def _before_change(day: dt.date, document: Document, days: PrintedDays) -> tuple[str, str] | None:
    """The day of publication of a page that prints it, or shows that the day which its data states is of a change."""
    if not days.tells or any(each.day == day and each.says is not Says.CHANGED for each in days.beside):
        return None
    earlier = [each for each in days.beside if each.day < day and each.says is not Says.CHANGED]
    called = next((each for each in earlier if each.says is Says.PUBLISHED), None)
    if called is None and any(each.day == day for each in days.beside):
        url_day = day_in_url(document.url, folders=True)
        if not earlier and url_day and url_day < day:
            return url_day.isoformat(), "address"
        called = next(iter(earlier), None)
    return (called.day.isoformat(), "beside the headline") if called else None


def _in_local_time(
    first: StatedTime, stated: Sequence[StatedTime], changed: str, document: Document, days: PrintedDays
) -> tuple[str, str]:
    """A timestamp, or what names the local day instead: UTC, also with a wrong offset, may be a day off."""
    stamp, rule = first.stamp, first.rule
    if len(stamp) == 10:
        return stamp, rule
    instant = dt.datetime.fromisoformat(stamp)
    day = instant.date()
    may_be_utc = len(stamp) == 19 or stamp[19:] == "+00:00"
    if may_be_utc:
        for other in stated:
            if len(other.stamp) > 10 and _same_instant(instant, other.stamp):
                return other.stamp, other.rule
        if instant.tzinfo is not None and len(changed) > 19 and changed[19:] != "+00:00":
            here = instant.astimezone(dt.datetime.fromisoformat(changed).tzinfo)
            return (here.isoformat() if here.date() != day else stamp), rule
    neighbours = (
        {day - _DAY} if instant.hour < _MORNING else {day + _DAY} if instant.hour >= _MIDDAY and may_be_utc else set()
    )
    if not neighbours:
        return stamp, rule
    for shown in days.near_any({day, *neighbours}):
        is_change = shown.says is Says.CHANGED
        if shown.day in neighbours and (not is_change or shown.day < day):  # nothing is changed before it is published
            return shown.day.isoformat(), "beside the headline"
        if shown.day == day and not is_change:
            return stamp, rule
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
