"""Dates as newspapers print them, read strictly: a full day or nothing, and a month alone only as an issue's name.

A phrase is split into tokens (tokens.py) and matched against the shapes in which newspapers print a day (shapes.py),
with the names of its language (months.py) in the common calendar or another (calendars.py). A weekday beside the date
is a check: it decides the order of day and month, and where it contradicts, the phrase is no date. Offsets are those of
the given text.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.dates import EARLIEST, date_or_none
from scraper.texts.dates import calendars, months, shapes, spellings
from scraper.texts.dates.labels import tells_a_change, tells_publication
from scraper.texts.dates.shapes import Context, Parts, text_at
from scraper.texts.dates.tokens import ERA_LETTERS, Token, tokenize

_LONGEST = 64  # characters of a date phrase; longer ones are prose
_LONGEST_TEXT = 2_000  # characters in which dates are looked for
_LONGEST_LINE = 60  # characters of a line that may be a date and little else
_LONGEST_LINES = 120  # of one that may be two dates with their hours
_LONGEST_LABEL = 30  # characters of "Last updated on "
_HOUR_BEHIND = re.compile(
    r"\W{0,3}(?:\w{1,4}\W{1,2})?\d{1,2}(?:[:h.]\d\d|(?=\s?[ap]\.?m))(?:\s?(?:[ap]\.?m\b\.?|Uhr\b))?(?-i:\s[A-Z]{2,4}\b)?",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"[\s(（\[]*(?:(\d|[፩-፼]|[〇零一二三四五六七八九十]+\s?[年月日])|([^\W\d_][^\s\d,.;:()（）]*))")
_NUMBER = re.compile(r"\d|[፩-፼]|[〇零一二三四五六七八九十元]\s?[年月日]|[א-ת][\"״”][א-ת]")
# Where a date may begin: at a word, at digits behind letters; not within "1,80", "10.30" or "12:15".
_STARTS = re.compile(r"(?<![^\W_])(?<!\d[.,:'’])(?=[^\W_])|(?<=[^\W\d])(?=\d)|(?=[፩-፼])(?<![፩-፼])")
# What makes a number that of an issue, a volume, a page or a week, or a price. "No 7 de março" is Portuguese for "on".
_COUNTED = re.compile(
    r"(?:(?<!\w)(?:n[or]s?|num|núm|n[º°]|nro|n|vol|vols|bd|jg|jahrg|pp?|pág|pag|pg|kw|uke|vecka|sem|wk|č|br|бр|стр|"
    r"page|volume|seite|pagina|página|semaine|week|número|numéro|numero|nummer|numer|число|выпуск|номер|العدد|عدد|شماره|"
    r"sayı|szám|τεύχος|φύλλο|αρ|גיליון|गते|अंक|সংখ্যা|ฉบับที่)[.º°:]{0,2}|№|#|[£$€₹¥₩₽]|第|(?<!\w)(?:rs|kr|usd|eur|inr)\.?)\s?$",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(r"\d{1,2}\s?[:h]\s?\d|\d{1,4}\s?(?:%|°\s?[CF]\b)|\d{5,7}(?!\d)|\d{9}|\d{1,7}\W*\Z")
_WORD_PARTS = re.compile(r"[^\w\u0300-\u1dff]")
_ON_THE = re.compile(r"(?<!\w)no\s$", re.IGNORECASE)
_CJK_DAYS = {
    char: day for days in ("月火水木金土日", "월화수목금토일", "一二三四五六日") for day, char in enumerate(days)
}
_CJK_DAYS["天"] = 6
_CJK_WEEKDAY = re.compile(
    r"\s*(?:[(（]\s*([月火水木金土日월화수목금토일])(?:曜日?|요일)?(?:・祝)?\s*[)）]"
    r"|[,、]?\s*(?:([月火水木金土日])曜日?|([월화수목금토일])요일|[(（]?(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])[)）]?))[,、]?"
)
_CJK_BEGINNING = re.compile(rf"令和|平成|昭和|大正|明治|(?:中華|中华)?民[國国]|{_CJK_WEEKDAY.pattern}")
_DATED = re.compile(r"付け?|자|dated|tarihli|r|rok[uí]?|г|года?|р|року|год|d|m")  # the word for "dated" or "year"


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date at ``text[start:end]``; where only a month is named, ``date`` is None and ``issue`` has the words."""

    date: dt.date | None
    start: int
    end: int
    issue: str = ""
    inferred: bool = False  # the year is not printed but taken from the web date
    calendar: str = calendars.COMMON
    weekday: bool = False  # a weekday beside it agrees


@dataclass(frozen=True, slots=True)
class _Weekdays:
    """The weekdays printed before or behind a date; ``full`` where none is abbreviated."""

    days: frozenset[int] = frozenset()
    full: bool = False
    after: int = 0  # index of the token after them


def leading(
    text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> ParsedDate | None:
    """The date that a text begins with.

    :param languages: BCP 47 tags to try, besides English.
    :param near: the day of web publication; it decides the year that is not printed, and whether 7/12 is in July.
    :param territory: the newspaper's country (ISO 3166), for the order of day and month.
    :returns: None where the text begins with no date.
    """
    found = _leading(text, languages, near, territory)
    return found if found and (found.date or found.issue) else None


def whole(
    phrase: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> ParsedDate | None:
    """The date that a phrase consists of; None where it holds anything else. Parameters as for ``leading``."""
    found = leading(phrase, languages=languages, near=near, territory=territory)
    if found is None:
        return None
    rest = phrase[found.end :].strip(" \t\n.,;:()（）[]】」")
    return found if not rest or _DATED.fullmatch(rest) else None


def first(
    text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> ParsedDate | None:
    """The first full date anywhere in a text, of which 400 characters are read. Parameters as for ``leading``."""
    return next(every(text[:400], languages=languages, near=near, territory=territory), None)


def is_line(text: str, *, languages: Sequence[str]) -> bool:
    """Whether a short line is a date and little else: "14 April 2026 | Wick". ``languages`` as for ``leading``.

    It may say two of them, with their hours, or what each is: "Published 3 May 2026Last updated 4 May 2026".
    """
    if len(text) > _LONGEST_LINES or not has_number(text):
        return False
    if len(text) <= _LONGEST_LINE:
        found = first(text, languages=languages)
        if found is not None and 2 * (found.end - found.start) >= len(text):
            return True
    every_one = list(every(text, languages=languages))
    covered = begin = 0
    labelled = 0
    for each in every_one:
        before = text[begin : each.start]
        labelled += len(before) <= _LONGEST_LABEL and (tells_a_change(before) or tells_publication(before))
        hour = _HOUR_BEHIND.match(text, each.end)
        begin = hour.end() if hour else each.end
        covered += begin - each.start
    return 1 < labelled == len(every_one) or (covered > 0 and 2 * covered >= len(text))


def every(
    text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> Iterator[ParsedDate]:
    """Every full date in a text, in order, none overlapping; 2,000 characters are read. Parameters as for ``leading``.

    Of two readings that overlap the one whose year is printed counts: "3 March 7, 2026" is the seventh. Numbers of
    issues, pages and weeks and prices begin no date.
    """
    text = text[:_LONGEST_TEXT]
    if not _NUMBER.search(text):
        return
    inferred: ParsedDate | None = None
    reached = 0
    for start in _STARTS.finditer(text):
        offset = start.start()
        if inferred and offset >= inferred.end:
            yield inferred
            reached, inferred = inferred.end, None
        if offset < reached or (text[offset].isdecimal() and _is_other_number(text, offset, languages)):
            continue
        found = _leading(text[offset : offset + _LONGEST], languages, near, territory, after_articles=True)
        if found is None or found.issue:
            continue
        if found.date is None:  # a weekday contradicts
            reached = offset + found.end
            continue
        found = replace(found, start=found.start + offset, end=found.end + offset)
        if found.inferred:
            inferred = inferred or found
            continue
        inferred = None
        yield found
        reached = found.end
    if inferred:
        yield inferred


def has_number(text: str) -> bool:
    """Whether a text has a number that a date needs: digits of any script, Chinese or Hebrew numerals."""
    return _NUMBER.search(text) is not None


def local_day(stamp: str, zone: dt.tzinfo | None = None) -> dt.date | None:
    """The day of an ISO 8601 timestamp in a time zone; without a zone, in the offset that it states.

    :returns: None where it is no timestamp.
    """
    try:
        moment = dt.datetime.fromisoformat(stamp)
    except ValueError:
        return None
    if zone is not None and moment.tzinfo is not None:
        try:
            moment = moment.astimezone(zone)
        except (OverflowError, ValueError):
            return None
    return moment.date()


def _is_other_number(text: str, offset: int, languages: Sequence[str]) -> bool:
    """Whether a number begins no date: an hour, a long number, or one that counts issues, pages, weeks or money."""
    if _OTHER_NUMBER.match(text, offset):
        return True
    before = text[max(offset - 12, 0) : offset]
    if not before or not _COUNTED.search(before):
        return False
    return not (_ON_THE.search(before) and any(tag.partition("-")[0] in ("pt", "gl") for tag in languages))


def _leading(
    text: str, languages: Sequence[str], near: dt.date | None, territory: str, *, after_articles: bool = False
) -> ParsedDate | None:
    """As ``leading``; where a weekday contradicts, a date without a day or an issue.

    :param after_articles: articles and prepositions begin no date.
    """
    beginning = _BEGINNING.match(text)
    if beginning is None:
        return None
    own = tuple(languages)
    word = beginning[2]
    if word and after_articles and word.casefold() in shapes.CONNECTING:
        return None
    if word and not (_CJK_BEGINNING.match(word) if word[0] >= "\u2e80" else _may_begin(word, _with_english(own))):
        return None
    return _read(text[:_LONGEST], own, near, territory)


@functools.lru_cache(maxsize=256)
def _with_english(languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*languages, "en")))


@functools.lru_cache(maxsize=4_096)
def _may_begin(word: str, languages: tuple[str, ...]) -> bool:
    """Whether a date can begin with a word: a month, a weekday, an article or preposition."""
    if word.casefold() in shapes.CONNECTING or word.casefold() in ("thứ", "chủ"):
        return True
    parts = [months.plain_name(part) for part in (word, *_WORD_PARTS.split(word))]
    for names in map(months.names, languages):
        ending = spellings.WEEKDAY_ENDINGS.get(names.language, "")
        for part in parts:
            if part in names.beginnings or part.removesuffix(ending) in names.beginnings:
                return True
            if names.language == "th" and part.startswith("วัน"):  # "on Saturday the" is one word
                return True
        if names.language == "ja" and word.casefold() in ERA_LETTERS:
            return True
        if names.language == "he" and shapes.hebrew_number(word.rstrip("׳'’")):
            return True
    return False


@functools.lru_cache(maxsize=4_096)
def _read(text: str, languages: tuple[str, ...], near: dt.date | None, territory: str) -> ParsedDate | None:
    weekday = _CJK_WEEKDAY.match(text)
    offset = weekday.end() if weekday else 0
    if not _NUMBER.search(text, offset):
        return None
    phrase = text[offset:]
    tokens = tokenize(phrase)
    before = _Weekdays(_cjk_days(weekday), full=True) if weekday else _Weekdays()
    best: ParsedDate | None = None
    for language in _with_english(languages):
        # English words are read in any paper, but their country's order of day and month is not its own.
        context = Context(language, near, territory if language in languages else "")
        found = _in_language(phrase, tokens, context, before)
        if found and (best is None or _rank(found) > _rank(best)):
            best = found
    if best and offset:
        best = replace(best, start=weekday.start() if weekday else 0, end=best.end + offset)
    return best


def _rank(found: ParsedDate) -> tuple[bool, bool, int]:
    return found.date is not None, not found.inferred, found.end


def _cjk_days(weekday: re.Match[str]) -> frozenset[int]:
    return frozenset(_CJK_DAYS[char] for char in weekday.groups() if char)


def _in_language(
    text: str, tokens: Sequence[Token], context: Context, outside: _Weekdays = _Weekdays()
) -> ParsedDate | None:
    before = _weekdays_before(tokens, context)
    found = _at(text, tokens, before.after, context, before if before.days else outside)
    if found is None and before.days:  # "mar 7 2026": a Tuesday without its date is a March
        found = _at(text, tokens, 0, context, outside)
    return found


def _at(text: str, tokens: Sequence[Token], start: int, context: Context, before: _Weekdays) -> ParsedDate | None:
    """The date whose day, month or year stands at an index."""
    if start >= len(tokens):
        return None
    contradicted: ParsedDate | None = None
    for shape in shapes.FROM_NUMBER if tokens[start].kind == "number" else shapes.FROM_WORD:
        parts = shape(tokens, start, context)
        if parts is None:
            continue
        behind, end = _weekdays_behind(text, tokens, parts.end, context)
        stated = before if before.days else behind
        date = _dated(parts, context, stated)
        if date:
            agrees = date.weekday() in stated.days
            return ParsedDate(date, tokens[0].start, end, "", parts.year is None, parts.calendar, agrees)
        if stated.full and _dated(parts, context, _Weekdays()):
            contradicted = ParsedDate(None, tokens[0].start, end)
    if contradicted:
        return contradicted
    end = shapes.month_only(tokens, start, context)
    if end:
        begin, stop = tokens[0].start, tokens[end - 1].end
        return ParsedDate(None, begin, stop, issue=text[begin:stop])
    return None


def _weekdays_before(tokens: Sequence[Token], context: Context) -> _Weekdays:
    """The weekdays that a phrase begins with, of a double issue two ("Sa/So")."""
    names = context.names
    index = 0
    while index < len(tokens) and (tokens[index].text in shapes.CONNECTING or tokens[index].text in "(（["):
        index += 1
    if text_at(tokens, index) == "thứ" and shapes.is_day(tokens, index + 1) and text_at(tokens, index + 2) == ",":
        number = tokens[index + 1].value  # Vietnamese weekdays have numbers: the second is Monday
        return _Weekdays(frozenset({number - 2}), True, shapes.skip(tokens, index + 2))
    words, day, full = shapes.weekday_at(tokens, index, names)
    if not words:
        return _Weekdays(after=index)
    days = {day}
    if text_at(tokens, index + words) in shapes.AND:
        more, second, _ = shapes.weekday_at(tokens, index + words + 1, names)
        if more:
            words += 1 + more
            days.add(second)
    after = index + words
    while text_at(tokens, after) == "|":
        after += 1
    after = shapes.skip(tokens, after)
    # "mar" is a Tuesday and a March: it is a weekday only where a date follows it.
    follows = after < len(tokens) and (
        tokens[after].kind == "number" or shapes.month_at(tokens, after, names) or shapes.hebrew(tokens, after, context)
    )
    return _Weekdays(frozenset(days), full, after) if follows else _Weekdays(after=index)


def _weekdays_behind(text: str, tokens: Sequence[Token], index: int, context: Context) -> tuple[_Weekdays, int]:
    """The weekday behind a date, and where the date ends with it: "7 Aralık 2024, Cumartesi", "12月7日(土)"."""
    end = tokens[index - 1].end
    if weekday := _CJK_WEEKDAY.match(text, end):
        return _Weekdays(_cjk_days(weekday), full=True), weekday.end()
    after = index
    while text_at(tokens, after) in (",", "(", ".", "،", "गते"):
        after += 1
    words, day, full = shapes.weekday_at(tokens, after, context.names)
    if not words or shapes.is_day(tokens, after + words):
        return _Weekdays(), end
    closed = text_at(tokens, after - 1) == "(" and text_at(tokens, after + words) == ")"
    return _Weekdays(frozenset({day}), full), tokens[after + words - (0 if closed else 1)].end


def _dated(parts: Parts, context: Context, stated: _Weekdays) -> dt.date | None:
    """The day that the parts name; None where there is no such day, none is certain, or a weekday contradicts."""
    as_printed = _common_day(parts, context, stated)
    if parts.order is True:
        possible = [as_printed] if as_printed else []
    else:
        swapped = _common_day(replace(parts, day=parts.month, month=parts.day), context, stated)
        possible = [day for day in (as_printed, swapped) if day]
    agreeing = [day for day in possible if day.weekday() in stated.days]
    if stated.days and (agreeing or stated.full):
        return agreeing[0] if len(agreeing) == 1 or (agreeing and parts.order is not None) else None
    if parts.order is None:
        # English without a country: only the web date can tell 7/12 from 12/7.
        near = [day for day in possible if context.near and abs((day - context.near).days) <= 14]
        return near[0] if len(near) == 1 else None
    return as_printed


def _common_day(parts: Parts, context: Context, stated: _Weekdays) -> dt.date | None:
    if parts.calendar != calendars.COMMON:
        if parts.year is None:
            return None
        territory = months.region_of(context.language) or context.territory
        return calendars.common_day(parts.calendar, parts.year, parts.month, parts.day, stated.days, territory)
    if parts.year is None:
        return _nearest_year(parts, context.near)
    date = date_or_none(_full_year(parts.year, context.near), parts.month, parts.day)
    return date if date and date >= EARLIEST and date.year in calendars.YEARS[calendars.COMMON] else None


def _full_year(year: int, near: dt.date | None) -> int:
    """A two-digit year in the century nearest to the web date; without one, not after the year 2068."""
    if year > 99:
        return year
    if near is None:
        return 2000 + year if year < 69 else 1900 + year
    return min((century + year for century in range(1600, 2200, 100)), key=lambda full: abs(full - near.year))


def _nearest_year(parts: Parts, near: dt.date | None) -> dt.date | None:
    if near is None:
        return None
    years = (near.year - 1, near.year, near.year + 1)
    possible = [date for year in years if (date := date_or_none(year, parts.month, parts.day))]  # 29 February has few
    return min(possible, key=lambda date: abs(date - near), default=None)
