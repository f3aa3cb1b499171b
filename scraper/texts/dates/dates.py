"""Dates as newspapers print them, parsed strictly: a full day or nothing, and a month alone only as an issue's name.

A phrase is split into tokens (tokens.py) and matched against the formats in which newspapers print a day, with the
names of its language (months.py). Offsets are those of the given text.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.dates import EARLIEST, date_or_none
from scraper.texts.dates import months
from scraper.texts.dates.tokens import Token, tokenize

_ORDINALS = frozenset("st nd rd th er re e º ª ° o a го е η".split())
# Words and signs between the parts of a date: "7 de diciembre de 2024", "7. Dezember 2024", "7 December, 2024".
_CONNECTING_WORDS = frozenset(
    "de del do da di of d la le el il lo den der dem the i am vom ngày año dia día ที่ วันที่ พ.ศ. ค.ศ.".split()
) | frozenset("., ،")
_AND = frozenset("& and und et y e i och og en и та और و - – — /".split())
_SEPARATORS = frozenset("-/.–‐‑")
_YEAR_WORDS = frozenset("года году год г року рік р roku rok r yılı yil nam m gada g ko".split())
_LONGEST = 64  # characters of a date phrase; longer ones are prose
_LONGEST_TEXT = 2_000  # characters in which dates are looked for
_STARTS = re.compile(r"(?<!\w)(?=\w)|(?<=[^\W\d])(?=\d)")  # where a date may begin
_BEGINNING = re.compile(r"[\s(（\[]*(?:(\d|[〇零一二三四五六七八九十]+\s?[年月日])|([^\W\d_][^\s\d,.;:()（）]*))")
_DIGIT = re.compile(r"\d|[〇零一二三四五六七八九十元]\s?[年月日]")
_CJK_WEEKDAY = re.compile(
    r"\s*(?:[(（]\s*[月火水木金土日월화수목금토일](?:曜日?|요일)?(?:・祝)?\s*[)）]"
    r"|[,、]?\s*(?:[月火水木金土日]曜日?|[월화수목금토일]요일|[(（]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?))[,、]?"
)
_CJK_BEGINNING = re.compile(rf"令和|平成|昭和|大正|明治|民國|民国|{_CJK_WEEKDAY.pattern}")
_DATED = re.compile(r"付け?|자|dated|tarihli|r|rok[uí]?|г|года?|р|року|год|d|m")  # the word for "dated" or "year"
_DECLINED = {"fi": "na", "sv": "en", "no": "en", "nb": "en", "da": "en"}  # "lauantaina", "lördagen"
_YEARS = range(EARLIEST.year, 2200)  # of any date; what is a number of an issue otherwise
_BUDDHIST = range(2400, 2700)  # years of the Thai calendar, 543 ahead


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date at ``text[start:end]``; where only a month is named, ``date`` is None and ``issue`` has the words."""

    date: dt.date | None
    start: int
    end: int
    issue: str = ""
    inferred: bool = False  # the year is not printed but taken from the web date


@dataclass(frozen=True, slots=True)
class _Parts:
    day: int
    month: int
    year: int | None
    end: int  # index of the token after the date


@dataclass(frozen=True, slots=True)
class _Context:
    """What decides how numbers are read: see ``leading``."""

    language: str
    near: dt.date | None
    territory: str


def leading(
    text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> ParsedDate | None:
    """The date that a text begins with.

    :param languages: BCP 47 tags to try, besides English.
    :param near: the day of web publication; it decides the year that is not printed, and whether 7/12 is in July.
    :param territory: the newspaper's country (ISO 3166), for the order of day and month.
    :returns: None where the text begins with no date.
    """
    beginning = _BEGINNING.match(text)
    if beginning is None:
        return None
    tried = tuple(dict.fromkeys((*languages, "en")))
    word = beginning[2]
    if word and not (_CJK_BEGINNING.match(word) if word[0] >= "\u2e80" else _may_begin(word, tried)):
        return None
    return _leading(text[:_LONGEST], tried, near, territory)


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


def every(
    text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = ""
) -> Iterator[ParsedDate]:
    """Every full date in a text, in order, none overlapping; 2,000 characters are read. Parameters as for ``leading``.

    Of two readings that overlap the one whose year is printed counts: "3 March 7, 2026" is the seventh.
    """
    text = text[:_LONGEST_TEXT]
    if not _DIGIT.search(text):
        return
    inferred: ParsedDate | None = None
    reached = 0
    for start in _STARTS.finditer(text):
        offset = start.start()
        if inferred and offset >= inferred.end:
            yield inferred
            reached, inferred = inferred.end, None
        if offset < reached:
            continue
        found = leading(text[offset : offset + _LONGEST], languages=languages, near=near, territory=territory)
        if found is None or found.date is None:
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


@functools.lru_cache(maxsize=4_096)
def _may_begin(word: str, languages: tuple[str, ...]) -> bool:
    """Whether a date can begin with a word: a month, a weekday, an article or preposition."""
    if word.casefold() in _CONNECTING_WORDS or word.casefold() in ("thứ", "chủ"):
        return True
    parts = {months.plain_name(part) for part in (word, *re.split(r"[^\w\-]", word))}
    parts |= {part.removesuffix("na").removesuffix("en").removeprefix("ב") for part in parts}
    return any(
        part and (part in names.beginnings or (names.language == "th" and part.startswith("วน")))
        for names in map(months.names, languages)
        for part in parts
    )


@functools.lru_cache(maxsize=4_096)
def _leading(text: str, languages: tuple[str, ...], near: dt.date | None, territory: str) -> ParsedDate | None:
    weekday = _CJK_WEEKDAY.match(text)
    offset = weekday.end() if weekday else 0
    if not _DIGIT.search(text, offset):
        return None
    tokens = tokenize(text[offset:])
    best: ParsedDate | None = None
    for language in languages:
        found = _in_language(text[offset:], tokens, _Context(language, near, territory))
        if found and (best is None or (found.date is not None, found.end) > (best.date is not None, best.end)):
            best = found
    if best and offset:
        best = ParsedDate(best.date, weekday.start() if weekday else 0, best.end + offset, best.issue, best.inferred)
    return best


def _in_language(text: str, tokens: Sequence[Token], context: _Context) -> ParsedDate | None:
    start = _after_weekday(tokens, context.language)
    if start >= len(tokens):
        return None
    for shape in _SHAPES:
        parts = shape(tokens, start, context)
        date = _dated(parts, context) if parts else None
        if parts and date:
            end = _with_weekday(text, tokens, parts.end, context.language)
            return ParsedDate(date, tokens[0].start, end, inferred=parts.year is None)
    end = _month_only(tokens, start, context.language)
    if end:
        begin, stop = tokens[0].start, tokens[end - 1].end
        return ParsedDate(None, begin, stop, issue=text[begin:stop])
    return None


def _after_weekday(tokens: Sequence[Token], language: str) -> int:
    index = 0
    while index < len(tokens) and (tokens[index].text in _CONNECTING_WORDS or tokens[index].text in "(（["):
        index += 1
    if _text(tokens, index) == "thứ" and _is_day(tokens, index + 1) and _text(tokens, index + 2) == ",":
        return _skip(tokens, index + 2)  # Vietnamese weekdays have numbers
    words = _weekday(tokens, index, language)
    if words and _text(tokens, index + words) in _AND and (second := _weekday(tokens, index + words + 1, language)):
        words += 1 + second  # "Sa/So"
    if words:
        after = _skip(tokens, index + words)
        # "mar" is a Tuesday and a March: it is a weekday only where a date follows it.
        if after < len(tokens) and (tokens[after].kind == "number" or _month(tokens, after, language)):
            return after
    return index


def _weekday(tokens: Sequence[Token], index: int, language: str) -> int:
    """How many tokens from an index name a weekday: Hebrew and Vietnamese ones are two words."""
    known = months.names(language).weekdays
    for words in (2, 1):
        chosen = tokens[index : index + words]
        if len(chosen) < words or any(token.kind != "word" for token in chosen):
            continue
        name = months.plain_name("".join(token.text for token in chosen))
        if name in known or name.removesuffix(_DECLINED.get(language, "")) in known:
            return words
        if language == "th" and any(name.startswith(day) for day in known):
            return words  # "on Saturday the" is one word
    return 0


def _with_weekday(text: str, tokens: Sequence[Token], index: int, language: str) -> int:
    """Where a date ends that may be followed by its weekday: "7 Aralık 2024, Cumartesi", "12月7日(土)"."""
    end = tokens[index - 1].end
    if weekday := _CJK_WEEKDAY.match(text, end):
        return weekday.end()
    after = index
    while _text(tokens, after) in (",", "(", ".", "،"):
        after += 1
    words = _weekday(tokens, after, language)
    if not words or _is_day(tokens, after + words):
        return end
    closed = _text(tokens, after - 1) == "(" and _text(tokens, after + words) == ")"
    return tokens[after + words - (0 if closed else 1)].end


def _skip(tokens: Sequence[Token], index: int) -> int:
    """The index after up to four articles, prepositions and signs between the parts of a date: "ธันวาคม พ.ศ. 2567"."""
    for _ in range(4):
        if index < len(tokens) and (tokens[index].text in _CONNECTING_WORDS or tokens[index].text in "’'"):
            index += 1
    return index


def _ordinal(tokens: Sequence[Token], index: int) -> int:
    if _text(tokens, index) == "-" and _text(tokens, index + 1) in _ORDINALS:
        return index + 2
    return index + 1 if _text(tokens, index) in _ORDINALS else index


def _text(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _month(tokens: Sequence[Token], index: int, language: str) -> tuple[int, int] | None:
    """The month named at a token: (number, index after it). Two words first (كانون الأول)."""
    known = months.names(language).months
    for words in (2, 1):
        chosen = tokens[index : index + words]
        if len(chosen) == words and all(token.kind == "word" for token in chosen):
            name = months.plain_name("".join(token.text for token in chosen))
            if language in ("he", "iw") and name.startswith("ב") and name not in known:
                name = name[1:]  # "in December" is one word
            if name in known:
                after = index + words
                after += _text(tokens, after) in (".", "॰")
                return known[name], _month_again(tokens, after, known[name], known)
    return None


def _month_again(tokens: Sequence[Token], index: int, month: int, known: Mapping[str, int]) -> int:
    """The index after a second name of the same month, as Arab papers print both: "كانون الأول (ديسمبر)"."""
    if _text(tokens, index) in ("/", "(") and known.get(months.plain_name(_text(tokens, index + 1))) == month:
        return index + 2 + (_text(tokens, index + 2) == ")")
    return index


def _year(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    if index < len(tokens) and tokens[index].kind == "number" and len(tokens[index].text) == 4:
        year = tokens[index].value
        year -= 543 if year in _BUDDHIST else 0
        return (year, index + 1) if year in _YEARS else None
    if _text(tokens, index) in ("'", "’") and index + 1 < len(tokens) and re.fullmatch(r"\d\d", tokens[index + 1].text):
        return tokens[index + 1].value, index + 2
    return None


def _optional_year(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    """The year after day and month, where there is one: (year, index after it)."""
    for after in (index, _skip(tokens, index)):
        found = _year(tokens, after)
        if found:
            return found
    # "25 de janeiro 24" is not read: two digits after a name may be an hour.
    return None, index


def _is_day(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == "number" and len(tokens[index].text) <= 2


def _second_day(tokens: Sequence[Token], index: int) -> int:
    """The index after the second day of a double issue ("16 & 23", "7./8."): the edition is dated by its first."""
    for after in (index, index + 1 if _text(tokens, index) in (".", ",") else index):
        if _text(tokens, after) in _AND and _is_day(tokens, after + 1):
            return _ordinal(tokens, after + 2)
    return index


def _day_month(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """7 December 2024, 7. Dezember 2024, le 1er mai 2024, 7 de diciembre de 2024, 7 December, 07-Dec-2024."""
    if not _is_day(tokens, index):
        return None
    separator = _text(tokens, index + 1)
    if separator in _SEPARATORS and (named := _month(tokens, index + 2, context.language)) and separator != ".":
        year = tokens[named[1] + 1] if _text(tokens, named[1]) == separator and named[1] + 1 < len(tokens) else None
        if year and year.kind == "number" and len(year.text) in (2, 4):
            return _Parts(tokens[index].value, named[0], year.value, named[1] + 2)
        return None
    after = _skip(tokens, _second_day(tokens, _ordinal(tokens, index + 1)))
    named = _month(tokens, after, context.language)
    if named is None:
        return None
    month, after = named
    printed, after = _optional_year(tokens, after)
    return _Parts(tokens[index].value, month, printed, after)


def _month_day(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """December 7, 2024 and Dec. 7th, 2024; "December 24" alone is the day, not a year."""
    named = _month(tokens, index, context.language)
    if named is None:
        return None
    month, after = named
    after = _skip(tokens, after)
    if not _is_day(tokens, after):
        return None
    day = tokens[after].value
    year, after = _optional_year(tokens, _second_day(tokens, _ordinal(tokens, after + 1)))
    return _Parts(day, month, year, after)


def _year_month_day(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """2024. december 7. (Hungarian), 2024 m. gruodžio 7 d. (Lithuanian), 2024. gada 7. decembris (Latvian)."""
    found = _year(tokens, index)
    if found is None:
        return None
    year, after = found
    while _text(tokens, after) in _YEAR_WORDS or _text(tokens, after) in (".", ","):
        after += 1
    if _is_day(tokens, after) and (named := _month(tokens, _skip(tokens, after + 1), context.language)):
        return _Parts(tokens[after].value, named[0], year, named[1])
    named = _month(tokens, after, context.language)
    if named is None or not _is_day(tokens, named[1]):
        return None
    end = named[1] + 1 + (_text(tokens, named[1] + 1) == ".")
    if _year(tokens, _skip(tokens, end)):
        return None  # "Issue 2010, March 6, 2026": what stands first is a number
    return _Parts(tokens[named[1]].value, named[0], year, end)


def _year_first(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """2024-12-07, 2024/12/7, 2024. 12. 7., 2024年12月7日, 2024년 12월 7일, 令和6年12月7日."""
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers) or len(str(numbers[0].value)) != 4:
        return None
    first, second = tokens[index + 1], tokens[index + 3]
    same_separator = first.text in _SEPARATORS and first.text == second.text
    if (first.text, second.text) != ("y", "m") and not same_separator:
        return None
    after = index + 5
    if _text(tokens, after) == "d" and tokens[after].kind == "unit":
        after += 1
    return _Parts(numbers[2].value, numbers[1].value, numbers[0].value, after)


def _numeric(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """07/12/2024, 7.12.24, 12-7-2024: day and month in the order of the language, or in the only possible order."""
    if _is_day(tokens, index) and [_text(tokens, index + 1), _text(tokens, index + 2)] == [".", "/"]:
        tokens = [*tokens[: index + 1], *tokens[index + 4 :]]  # "7./8.12.2024": the first of two days
        found = _numeric(tokens, index, context)
        return replace(found, end=found.end + 3) if found else None
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers):
        return None
    separator = tokens[index + 1].text
    if separator not in _SEPARATORS or separator != tokens[index + 3].text:
        return None
    one, two, year = numbers
    if len(one.text) > 2 or len(two.text) > 2 or len(year.text) not in (2, 4):
        return None
    in_order = _day_and_month(one.value, two.value, _full_year(year.value, context.near), context)
    if in_order is None:
        return None
    day, month = in_order
    return _Parts(day, month, year.value, index + 5)


def _day_and_month(one: int, two: int, year: int, context: _Context) -> tuple[int, int] | None:
    if one > 12 or two > 12:
        return (one, two) if one > 12 else (two, one)
    day_first = months.day_first(context.language, context.territory)
    if day_first is not None or one == two:
        return (two, one) if day_first is False else (one, two)
    # English without a country: only the web date can tell 7/12 from 12/7.
    if context.near is None:
        return None
    possible = [(day, month) for day, month in ((one, two), (two, one)) if _is_near(year, month, day, context.near)]
    return possible[0] if len(possible) == 1 else None


def _is_near(year: int, month: int, day: int, near: dt.date) -> bool:
    found = date_or_none(year, month, day)
    return found is not None and abs((found - near).days) <= 14


def _month_units(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """3月4日, 12월 7일, and Vietnamese "7 tháng 12 năm 2024"."""
    if not _is_day(tokens, index):
        return None
    shape = [_text(tokens, position) for position in range(index + 1, index + 5)]
    kinds = [token.kind for token in tokens[index + 1 : index + 4]]
    if kinds[:3] == ["unit", "number", "unit"] and shape[0] == "m" and shape[2] == "d":
        return _Parts(tokens[index + 2].value, tokens[index].value, None, index + 4)
    if months.plain_name(shape[0]) == "thang" and _is_day(tokens, index + 2):
        after = index + 3
        if _text(tokens, after) in (",", "/") or months.plain_name(_text(tokens, after)) == "nam":
            found = _year(tokens, after + 1)
            if found:
                return _Parts(tokens[index].value, tokens[index + 2].value, found[0], found[1])
        return _Parts(tokens[index].value, tokens[index + 2].value, None, after)
    return None


def _compact(tokens: Sequence[Token], index: int, context: _Context) -> _Parts | None:
    """20241207."""
    digits = tokens[index].text
    if tokens[index].kind != "number" or not re.fullmatch(r"(1[6-9]|20)\d{6}", digits):
        return None
    return _Parts(int(digits[6:]), int(digits[4:6]), int(digits[:4]), index + 1)


_SHAPES: tuple[Callable[[Sequence[Token], int, _Context], _Parts | None], ...] = (
    _year_first,
    _numeric,
    _day_month,
    _month_day,
    _year_month_day,
    _month_units,
    _compact,
)


def _month_only(tokens: Sequence[Token], index: int, language: str) -> int:
    """December 2024, décembre 2024, 2024年12月, 2024년 12월: the index after it, 0 where there is none."""
    named = _month(tokens, index, language)
    if named:
        year, after = _optional_year(tokens, named[1])
        return after if year is not None else 0
    found = _year(tokens, index)
    if found and _text(tokens, found[1]) == "y":
        month = found[1] + 1
        if _is_day(tokens, month) and _text(tokens, month + 1) == "m":
            return month + 2
    return 0


def _dated(parts: _Parts, context: _Context) -> dt.date | None:
    """The day that the parts name; None where there is no such day."""
    if parts.year is None:
        return _nearest_year(parts, context.near)
    date = date_or_none(_full_year(parts.year, context.near), parts.month, parts.day)
    return date if date and date >= EARLIEST and date.year in _YEARS else None


def _full_year(year: int, near: dt.date | None) -> int:
    """A two-digit year in the century nearest to the web date; without one, not after the year 2068."""
    if year > 99:
        return year
    if near is None:
        return 2000 + year if year < 69 else 1900 + year
    return min((century + year for century in range(1600, 2200, 100)), key=lambda full: abs(full - near.year))


def _nearest_year(parts: _Parts, near: dt.date | None) -> dt.date | None:
    if near is None:
        return None
    years = (near.year - 1, near.year, near.year + 1)
    possible = [date for year in years if (date := date_or_none(year, parts.month, parts.day))]  # 29 February has few
    return min(possible, key=lambda date: abs(date - near), default=None)
