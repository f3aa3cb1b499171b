"""Dates as papers print them, read strictly: a full day or nothing, and a month alone only as an issue's name.

A phrase is cut into tokens (numbers, words, the units 年月日), matched against the few shapes in which newspapers
print a day, and what was found is read by python-dateutil with the names of its language. Offsets are those of the
given text.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dateutil.parser import ParserError, isoparse, parser

from scraper.dating import months

EARLIEST = dt.date(1600, 1, 1)  # the first newspapers; row ids in the archive count from here

# The combining marks of Latin, Hebrew, Arabic, Devanagari, Bengali, Gurmukhi, Tamil and Thai belong to their word.
_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0970"
    r"\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82-\u0bcd\u0e31-\u0e4e"
)
_WORD = rf"(?:(?![年月日号號년월일])[^\W\d_])(?:(?![年月日号號])[^\s\d\W_]|[{_MARKS}]|[’'׳](?=[^\W\d_]))*"
_TOKEN = re.compile(rf"\d+|[〇零一二三四五六七八九十]+(?=\s?[年月日])|[年月日号號년월일]|{_WORD}|\S")
_KANJI = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0}

_ORDINALS = frozenset("st nd rd th er re e º ª ° o a го е η".split())
# Little words and marks between the parts of a date: "7 de diciembre de 2024", "7. Dezember 2024", "7 December, 2024".
_BETWEEN = frozenset("de del do da di of d la le el il den der dem the i på på. am vom 'de".split()) | frozenset("., ,")
_AND = frozenset("& and und et y e i och og en и та और و - – — /".split())
_SEPARATORS = frozenset("-/.–‐‑")
_UNITS = {"年": "y", "년": "y", "月": "m", "월": "m", "日": "d", "일": "d", "号": "d", "號": "d"}
_YEAR_WORDS = frozenset("года году год г року рік р roku rok r yılı yil nam m gada g".split())
_LONGEST = 64  # characters of a date phrase; longer ones are prose


@dataclass(frozen=True, slots=True)
class Reading:
    """A date found at ``text[start:end]``. ``date`` is None where only a month is named; ``issue`` has the words."""

    date: dt.date | None
    start: int
    end: int
    issue: str = ""
    inferred: bool = False  # the year is not printed but taken from the web date


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, word, unit, mark
    text: str
    start: int
    end: int
    value: int = -1


@dataclass(frozen=True, slots=True)
class _Parts:
    day: int
    month: int
    year: int | None
    end: int  # index of the token after the date
    word: str = ""  # the month's name in plain form, "" where it was a number


def leading(text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = "") -> Reading | None:
    """The date a text begins with, in any of the languages; ``near``, the web date, settles what is not printed."""
    tokens = _tokens(text[:_LONGEST])
    best: Reading | None = None
    for language in dict.fromkeys((*languages, "en")):
        found = _leading(text, tokens, language, near, territory)
        if found and (best is None or (found.date is not None, found.end) > (best.date is not None, best.end)):
            best = found
    return best


def whole(phrase: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = "") -> Reading | None:
    """The date a phrase consists of; a phrase with anything beside the date is none."""
    found = leading(phrase, languages=languages, near=near, territory=territory)
    if found is None:
        return None
    rest = phrase[found.end :].strip(" \t\n.,;:)]）】」")
    # A weekday after the date ("2026年3月4日(水)", "7 December 2024, Saturday") and the word for "dated" add nothing.
    rest = re.sub(r"^[(（\[]?\s*", "", rest)
    if rest and not any(months.plain(rest) in months.names(language).weekdays for language in (*languages, "en")):
        return None if not re.fullmatch(r"[月火水木金土日]曜?日?|付け?|자|dated|tarihli", rest) else found
    return found


def first(text: str, *, languages: Sequence[str], near: dt.date | None = None, territory: str = "") -> Reading | None:
    """The first full day printed anywhere in a short text."""
    for start in re.finditer(r"(?<!\w)(?=\w)|(?<=[^\W\d])(?=\d)", text[:400]):
        found = leading(text[start.start() :], languages=languages, near=near, territory=territory)
        if found and found.date:
            offset = start.start()
            return Reading(found.date, found.start + offset, found.end + offset, inferred=found.inferred)
    return None


def local_day(stamp: str, zone: dt.tzinfo | None = None) -> dt.date | None:
    """The day of an ISO 8601 time in the paper's zone; without a zone, in the offset the time states."""
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


def _leading(
    text: str, tokens: Sequence[_Token], language: str, near: dt.date | None, territory: str
) -> Reading | None:
    start = _after_weekday(tokens, language)
    if start >= len(tokens):
        return None
    for shape in (_year_first, _numeric, _day_month, _month_day, _year_month_day, _month_units, _compact):
        parts = shape(tokens, start, language, near, territory)
        if parts is None:
            continue
        date, inferred = _dated(parts, language, near)
        if date is not None:
            return Reading(date, tokens[0].start, tokens[parts.end - 1].end, inferred=inferred)
    end = _month_only(tokens, start, language)
    if end:
        return Reading(None, tokens[0].start, tokens[end - 1].end, issue=text[tokens[0].start : tokens[end - 1].end])
    return None


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.isdecimal():
            found.append(_Token("number", word, match.start(), match.end(), _number(word)))
        elif word in _UNITS:
            found.append(_Token("unit", _UNITS[word], match.start(), match.end()))
        elif word[0] in _KANJI or word[0] == "十":
            found.append(_Token("number", word, match.start(), match.end(), _kanji_number(word)))
        elif word[0].isalpha():
            found.append(_Token("word", word, match.start(), match.end()))
        else:
            found.append(_Token("mark", word, match.start(), match.end()))
    return found


def _number(digits: str) -> int:
    return int("".join(str(unicodedata.decimal(digit)) for digit in digits[:9]))


def _kanji_number(word: str) -> int:
    if "十" in word:
        tens, _, ones = word.partition("十")
        return _KANJI.get(tens, 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    return int("".join(str(_KANJI.get(char, 0)) for char in word[:4]))


def _after_weekday(tokens: Sequence[_Token], language: str) -> int:
    index = 0
    while index < len(tokens) and tokens[index].kind == "word" and tokens[index].text.casefold() in _BETWEEN:
        index += 1
    for words in (2, 1):  # Hebrew and Thai weekdays are two words
        chosen = tokens[index : index + words]
        if any(token.kind != "word" for token in chosen):
            continue
        spoken = "".join(token.text for token in chosen)
        if spoken and months.plain(spoken) in months.names(language).weekdays:
            after = _skip(tokens, index + words)
            # "mar" is a Tuesday and a March: it is a weekday only where a date follows it.
            if after < len(tokens) and (tokens[after].kind == "number" or _month(tokens, after, language)):
                return after
    return index


def _skip(tokens: Sequence[_Token], index: int) -> int:
    """Past little words and marks between the parts of a date, three at most."""
    for _ in range(3):
        if index < len(tokens) and (tokens[index].text.casefold() in _BETWEEN or tokens[index].text in "’'"):
            index += 1
    return index


def _ordinal(tokens: Sequence[_Token], index: int) -> int:
    if index < len(tokens) and tokens[index].text == "-" and _text(tokens, index + 1) in _ORDINALS:
        return index + 2
    return index + 1 if _text(tokens, index) in _ORDINALS else index


def _text(tokens: Sequence[_Token], index: int) -> str:
    return tokens[index].text.casefold() if index < len(tokens) else ""


def _month(tokens: Sequence[_Token], index: int, language: str) -> tuple[int, int, str] | None:
    """The month named at a token: (number, index after it, its plain name). Two words first (كانون الأول)."""
    known = months.names(language).months
    for words in (2, 1):
        chosen = tokens[index : index + words]
        if len(chosen) == words and all(token.kind == "word" for token in chosen):
            spoken = months.plain("".join(token.text for token in chosen))
            if language in ("he", "iw") and spoken.startswith("ב") and spoken not in known:
                spoken = spoken[1:]  # "in December" is one word
            if spoken in known:
                after = index + words
                return known[spoken], after + (_text(tokens, after) in (".", "॰")), spoken
    return None


def _year(tokens: Sequence[_Token], index: int) -> tuple[int, int] | None:
    if index < len(tokens) and tokens[index].kind == "number" and len(tokens[index].text) == 4:
        return tokens[index].value, index + 1
    if _text(tokens, index) in ("'", "’") and index + 1 < len(tokens) and re.fullmatch(r"\d\d", tokens[index + 1].text):
        return tokens[index + 1].value, index + 2
    return None


def _optional_year(tokens: Sequence[_Token], index: int) -> tuple[int | None, int]:
    """The year after day and month, where there is one: (year, index after it)."""
    for after in (index, _skip(tokens, index)):
        found = _year(tokens, after)
        if found:
            return found
    # "25 de janeiro 24" is not read: two digits after a name may be an hour.
    return None, index


def _is_day(tokens: Sequence[_Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == "number" and len(tokens[index].text) <= 2


def _second_day(tokens: Sequence[_Token], index: int) -> int:
    """Past the second day of a double issue ("16 & 23", "7./8."): the edition is dated by its first."""
    for after in (index, index + 1 if _text(tokens, index) in (".", ",") else index):
        if _text(tokens, after) in _AND and _is_day(tokens, after + 1):
            return _ordinal(tokens, after + 2)
    return index


def _day_month(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """7 December 2024, 7. Dezember 2024, le 1er mai 2024, 7 de diciembre de 2024, 7 December."""
    if not _is_day(tokens, index):
        return None
    after = _skip(tokens, _second_day(tokens, _ordinal(tokens, index + 1)))
    named = _month(tokens, after, language)
    if named is None:
        return None
    month, after, word = named
    year, after = _optional_year(tokens, after)
    return _Parts(tokens[index].value, month, year, after, word)


def _month_day(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """December 7, 2024 and December 7th, 2024; "December 24" alone is the day, not a year."""
    named = _month(tokens, index, language)
    if named is None:
        return None
    month, after, word = named
    after = _skip(tokens, after)
    if not _is_day(tokens, after):
        return None
    day = tokens[after].value
    year, after = _optional_year(tokens, _second_day(tokens, _ordinal(tokens, after + 1)))
    return _Parts(day, month, year, after, word)


def _year_month_day(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """2024. december 7. (Hungarian), 2024 m. gruodžio 7 d. (Lithuanian), 2024 December 7."""
    found = _year(tokens, index)
    if found is None:
        return None
    year, after = found
    while _text(tokens, after) in _YEAR_WORDS or _text(tokens, after) in (".", ","):
        after += 1
    named = _month(tokens, after, language)
    if named is None or not _is_day(tokens, named[1]):
        return None
    return _Parts(tokens[named[1]].value, named[0], year, named[1] + 1, named[2])


def _year_first(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """2024-12-07, 2024/12/7, 2024. 12. 7., 2024年12月7日, 2024년 12월 7일."""
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers) or len(str(numbers[0].value)) != 4:
        return None
    first, second = tokens[index + 1], tokens[index + 3]
    units = (first.text, second.text)
    same_mark = first.text in _SEPARATORS and first.text == second.text
    if units != ("y", "m") and not same_mark:
        return None
    after = index + 5
    if _text(tokens, after) == "d" and tokens[after].kind == "unit":
        after += 1
    return _Parts(numbers[2].value, numbers[1].value, numbers[0].value, after)


def _numeric(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """07/12/2024, 7.12.24, 12-7-2024: day and month in the order of the language, or as only one order can be."""
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers):
        return None
    first, second = tokens[index + 1].text, tokens[index + 3].text
    if first not in _SEPARATORS or first != second:
        return None
    one, two, year = numbers
    if len(one.text) > 2 or len(two.text) > 2 or len(year.text) not in (2, 4):
        return None
    in_order = _order(one.value, two.value, _full_year(year.value, near), language, near, territory)
    if in_order is None:
        return None
    day, month = in_order
    return _Parts(day, month, year.value, index + 5)


def _order(
    one: int, two: int, year: int, language: str, near: dt.date | None, territory: str
) -> tuple[int, int] | None:
    if one > 12 or two > 12:
        return (one, two) if one > 12 else (two, one)
    day_first = months.day_first(language, territory)
    if day_first is not None or one == two:
        return (two, one) if day_first is False else (one, two)
    # English without a country: only the web date can tell 7/12 from 12/7.
    if near is None:
        return None
    close = [
        (day, month) for day, month in ((one, two), (two, one)) if abs((dt.date(year, month, day) - near).days) <= 14
    ]
    return close[0] if len(close) == 1 else None


def _month_units(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """3月4日, 12월 7일, and Vietnamese "7 tháng 12 năm 2024"."""
    if not _is_day(tokens, index):
        return None
    shape = [_text(tokens, position) for position in range(index + 1, index + 5)]
    kinds = [token.kind for token in tokens[index + 1 : index + 4]]
    if kinds[:3] == ["unit", "number", "unit"] and shape[0] == "m" and shape[2] == "d":
        return _Parts(tokens[index + 2].value, tokens[index].value, None, index + 4)
    if months.plain(shape[0]) == "thang" and _is_day(tokens, index + 2):
        after = index + 3
        if _text(tokens, after) in (",", "/") or months.plain(_text(tokens, after)) == "nam":
            found = _year(tokens, after + 1)
            if found:
                return _Parts(tokens[index].value, tokens[index + 2].value, found[0], found[1])
        return _Parts(tokens[index].value, tokens[index + 2].value, None, after)
    return None


def _compact(
    tokens: Sequence[_Token], index: int, language: str, near: dt.date | None, territory: str
) -> _Parts | None:
    """20241207."""
    digits = tokens[index].text
    if tokens[index].kind != "number" or not re.fullmatch(r"(1[6-9]|20)\d{6}", digits):
        return None
    return _Parts(int(digits[6:]), int(digits[4:6]), int(digits[:4]), index + 1)


def _month_only(tokens: Sequence[_Token], index: int, language: str) -> int:
    """December 2024, décembre 2024, 2024年12月, 2024년 12월: the index after it, 0 where there is none."""
    named = _month(tokens, index, language)
    if named:
        year, after = _optional_year(tokens, named[1])
        return after if year is not None else 0
    found = _year(tokens, index)
    if (
        found
        and _text(tokens, found[1]) == "y"
        and _is_day(tokens, found[1] + 1)
        and _text(tokens, found[1] + 2) == "m"
    ):
        return found[1] + 3
    return 0


def _dated(parts: _Parts, language: str, near: dt.date | None) -> tuple[dt.date | None, bool]:
    """The day the parts name, and whether its year had to be inferred. A day that cannot be is None."""
    if parts.year is None:
        return _nearest_year(parts, near), True
    year = parts.year if parts.year > 99 else _full_year(parts.year, near)
    try:
        if parts.word:
            date = _parser(language).parse(f"{parts.day} {parts.word} {year:04d}").date()
        else:
            date = isoparse(f"{year:04d}-{parts.month:02d}-{parts.day:02d}").date()
    except (ParserError, OverflowError, ValueError):
        return None, False
    agrees = (date.year, date.month, date.day) == (year, parts.month, parts.day)
    return (date if agrees and date >= EARLIEST else None), False


@functools.cache
def _parser(language: str) -> parser:
    return parser(months.LanguageInfo.of(language)(dayfirst=True))


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
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            candidates.append(dt.date(year, parts.month, parts.day))
        except ValueError:
            continue  # 29 February
    return min(candidates, key=lambda date: abs(date - near), default=None)
