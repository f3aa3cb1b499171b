"""The shapes in which papers print a day, each as a function from tokens to day, month and year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scraper.texts.dates import calendars, months, spellings
from scraper.texts.dates.tokens import ERA_LETTERS, Token

ORDINALS = frozenset(
    "st nd rd th er re e º ª ° o a го е η ης an ko k én án jén i ei ai ig oji ąją ий й ই লা রা ঠা শে טן ی ê mh".split()
)
# Words and signs between the parts of a date: "7 de diciembre de 2024", "7. Dezember 2024", "7 December, 2024".
CONNECTING = frozenset(
    "de del do da di of d la le el il lo den der dem the i am vom ngày año dia día ta päivänä dhen dal dl su"
    " ที่ วันที่ พ.ศ. ค.ศ. พุทธศักราช ວັນທີ ទី ថ្ងៃទី ឆ្នាំ ماه سال عام سنة المبارك المبارک المعظم المکرم الحرام ቀን गते सन् මස".split()
) | frozenset(".,،፣၊")
SEPARATORS = frozenset("-/.–‐‑_")
AND = frozenset("& + and und et y e i och og en и та и و و - – — / ・ ~ to bis au al tot til till do до по".split())
_YEAR_WORDS = frozenset(
    "года году год г року рік р roku rok r yılı yil nam m gada g ko eko жылғы жылы жыл жылдын ж թ թվականի ခုနှစ် ခု aasta"
    " წლის il ilin cı ci cu cü оны он сыл साल".split()
)
_TURKISH_ENDINGS = frozenset("si sı i ı u ü sü inde ında unda ünde".split())
_ROMAN = {name: number for number, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_BUDDHIST = range(2400, 2700)  # years of the Thai calendar, 543 ahead
_BUDDHIST_LANGUAGES = frozenset({"th"})
_YEAR_FIRST_LANGUAGES = frozenset({"zh", "ja", "ko"})  # also where the year has two digits
_HEBREW_DIGITS = dict(zip("אבגדהוזחט", range(1, 10), strict=True)) | dict(
    zip("יכלמנסעפצ", range(10, 100, 10), strict=True)
)
_HEBREW_DIGITS |= dict(zip("קרשת", range(100, 500, 100), strict=True)) | dict(
    zip("ךםןףץ", (20, 40, 50, 80, 90), strict=True)
)
_HEBREW_NUMBER = re.compile(r"(?:ה[׳'’])?[א-ת]{0,3}[\"״”]?[א-ת]")


@dataclass(frozen=True, slots=True)
class Context:
    """What decides how numbers are read: see ``dates.leading``."""

    language: str
    near: dt.date | None
    territory: str

    @property
    def names(self) -> months.Names:
        """The names of months and weekdays in the language."""
        return months.names(self.language)


@dataclass(frozen=True, slots=True)
class Parts:
    """Day, month and year as printed.

    ``order`` is False where day and month may as well be the other way round, None where the language does not say
    which is likelier.
    """

    day: int
    month: int
    year: int | None
    end: int  # index of the token after the date
    calendar: str = calendars.COMMON
    order: bool | None = True


def text_at(tokens: Sequence[Token], index: int) -> str:
    """The text of a token; "" where there is none."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def is_day(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token may be a day's number."""
    return index < len(tokens) and tokens[index].kind == "number" and len(tokens[index].text) <= 2


def is_attached(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token stands directly behind the one before it."""
    return 0 < index < len(tokens) and tokens[index].start == tokens[index - 1].end


def skip(tokens: Sequence[Token], index: int) -> int:
    """The index after up to four articles, prepositions and signs between the parts of a date: "ธันวาคม พ.ศ. 2567"."""
    for _ in range(4):
        if index < len(tokens) and (tokens[index].text in CONNECTING or tokens[index].text in "’'"):
            index += 1
    return index


def month_at(tokens: Sequence[Token], index: int, names: months.Names) -> tuple[int, int, str] | None:
    """The month named at a token: (number, index after it, calendar). Longer names first (كانون الأول)."""
    if index >= len(tokens) or tokens[index].kind != "word":
        return None
    for words in range(names.longest, 0, -1):
        chosen = tokens[index : index + words]
        if len(chosen) < words or any(token.kind != "word" for token in chosen):
            continue
        word = "".join(token.text for token in chosen)
        name = months.plain_name(word)
        if names.language == "tr" and name not in names.months:
            name = months.plain_name(re.split("['’]", word)[0])  # "Mart'ta"
        after = index + words
        after += text_at(tokens, after) in (".", "॰", "׳")
        if name in names.months:
            number = names.months[name]
            return number, _month_again(tokens, after, number, names), calendars.COMMON
        if name in names.others:
            calendar, number = names.others[name]
            return number, after, calendar
    return None


def _month_again(tokens: Sequence[Token], index: int, month: int, names: months.Names) -> int:
    """The index after a second name of the same month, as Arab papers print both: "كانون الأول (ديسمبر)"."""
    if text_at(tokens, index) in ("/", "("):
        for words in (2, 1):
            name = "".join(text_at(tokens, index + 1 + word) for word in range(words))
            if names.months.get(months.plain_name(name)) == month:
                return index + 1 + words + (text_at(tokens, index + 1 + words) == ")")
    return index


def year_at(tokens: Sequence[Token], index: int, calendar: str = calendars.COMMON) -> tuple[int, int] | None:
    """The year at a token: (year, index after it). "2024", "2567", "'24", "2.024", for a Hebrew date "תשפ״ו"."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind == "number":
        year, after = token.value, index + 1
        if len(token.text) == 1 and calendar == calendars.COMMON:
            year, after = _with_thousands_sign(tokens, index)
        elif len(token.text) != 4:
            return None
        if calendar == calendars.COMMON and year in _BUDDHIST:
            year -= 543
        return (year, after) if year in calendars.YEARS[calendar] else None
    if calendar == calendars.HEBREW and (number := hebrew_number(token.text)) and number > 99:
        return 5000 + number % 1000, index + 1
    if token.text in ("'", "’") and index + 1 < len(tokens) and re.fullmatch(r"\d\d", tokens[index + 1].text):
        return tokens[index + 1].value, index + 2
    return None


def _with_thousands_sign(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """ "2.026", "2,026" or "2 026": (2026, index after it); (-1, index) for anything else."""
    sign = text_at(tokens, index + 1) in (".", ",", "'", "’")
    rest = index + 1 + sign
    if rest < len(tokens) and tokens[rest].kind == "number" and len(tokens[rest].text) == 3:
        together = not sign or (tokens[rest].start == tokens[index].end + 1)
        if together and (sign or tokens[rest].text.startswith("0")):
            return tokens[index].value * 1000 + tokens[rest].value, rest + 1
    return -1, index


def hebrew_number(word: str) -> int:
    """The number that Hebrew letters write, 0 for none: כ״ו is 26, תשפ״ו is 786 (of the sixth thousand)."""
    if not _HEBREW_NUMBER.fullmatch(word):
        return 0
    letters = re.sub("^ה[׳'’]", "", word)
    return sum(_HEBREW_DIGITS.get(letter, 0) for letter in letters)


def ordinal(tokens: Sequence[Token], index: int) -> int:
    """The index after the ending of a day's number: "7th", "7-én", "7'si", "1er"."""
    word = text_at(tokens, index)
    if word in ("-", "'", "’") and text_at(tokens, index + 1) in ORDINALS | _TURKISH_ENDINGS:
        return index + 2 if is_attached(tokens, index) else index
    return index + 1 if word in ORDINALS and (word not in AND or is_attached(tokens, index)) else index


def _optional_year(tokens: Sequence[Token], index: int, calendar: str, context: Context) -> tuple[int | None, int]:
    """The year after day and month, where there is one: (year, index after it)."""
    for after in (index, skip(tokens, index)):
        found = year_at(tokens, after, calendar)
        if found:
            return found
    after = skip(tokens, index)
    # "25 de janeiro 24" is not read: two digits after a name may be an hour. Thai papers print "13 เม.ย. 69".
    short = is_day(tokens, after) and len(tokens[after].text) == 2 and text_at(tokens, after + 1) not in (":", ".")
    if short and context.names.language in _BUDDHIST_LANGUAGES:
        return 2500 + tokens[after].value - 543, after + 1
    return None, index


def _second_day(tokens: Sequence[Token], index: int, names: months.Names) -> int:
    """The index after the second day of a double issue ("16 & 23", "7./8."): the edition is dated by its first."""
    for after in (index, index + 1 if text_at(tokens, index) in (".", ",") else index):
        if text_at(tokens, after) in AND:
            second = after + 1
            while text_at(tokens, second) in (",", "le", "al", "el"):
                second += 1
            second += weekday_words(tokens, second, names)
            second += text_at(tokens, second) == "."
            if is_day(tokens, second):
                return ordinal(tokens, second + 1)
    return index


def weekday_words(tokens: Sequence[Token], index: int, names: months.Names) -> int:
    """How many tokens from an index name a weekday: Hebrew and Vietnamese ones are two words."""
    return weekday_at(tokens, index, names)[0]


def weekday_at(tokens: Sequence[Token], index: int, names: months.Names) -> tuple[int, int, bool]:
    """The weekday at an index: (number of tokens, 0 for none; weekday, 0 for Monday; whether it is its full name)."""
    if index >= len(tokens) or tokens[index].kind != "word":
        return 0, -1, False
    known = names.weekdays
    for words in (3, 2, 1):
        chosen = tokens[index : index + words]
        if len(chosen) < words or any(token.kind != "word" and token.text != "'" for token in chosen):
            continue
        name = months.plain_name("".join(token.text for token in chosen))
        if name not in known:
            name = name.removesuffix(spellings.WEEKDAY_ENDINGS.get(names.language, ""))
        if name in known:
            return words, known[name], name in names.full
        if names.language == "th":
            # "on Saturday the" is one word
            day = next((day for day in known if len(day) > 4 and name.startswith(day)), "")
            if day:
                return words, known[day], True
    return 0, -1, False


def day_month(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """7 December 2024, 7. Dezember 2024, le 1er mai 2024, 7 de diciembre de 2024, 7 December, 07-Dec-2024."""
    if not is_day(tokens, index):
        return None
    names, day = context.names, tokens[index].value
    separator = text_at(tokens, index + 1)
    if separator in SEPARATORS and separator != "." and (named := month_at(tokens, index + 2, names)):
        month, after, calendar = named
        if text_at(tokens, after) == separator and after + 1 < len(tokens):
            year = tokens[after + 1]
            if year.kind == "number" and len(year.text) in (2, 4):
                return Parts(day, month, year.value, after + 2, calendar)
        printed, after = _optional_year(tokens, after, calendar, context)
        return Parts(day, month, printed, after, calendar) if printed else None
    after = ordinal(tokens, index + 1)
    after = _second_day(tokens, after, names)
    found = month_at(tokens, skip(tokens, after), names) or month_at(tokens, after, names)
    if found is None:
        return None
    month, after, calendar = found
    printed, end = _optional_year(tokens, after, calendar, context)
    if printed is None:
        printed, end = _year_of_second(tokens, after, month, context)
    return Parts(day, month, printed, end, calendar)


def _year_of_second(tokens: Sequence[Token], index: int, month: int, context: Context) -> tuple[int | None, int]:
    """The year of a first day whose second has it: "28 February - 1 March 2026", "31 Dec - 1 Jan 2026" (2025)."""
    if text_at(tokens, index) not in AND:
        return None, index
    second = index + 1 + weekday_words(tokens, index + 1, context.names)
    second += text_at(tokens, second) == ","
    if not is_day(tokens, second):
        return None, index
    named = month_at(tokens, skip(tokens, ordinal(tokens, second + 1)), context.names)
    if named is None or named[2] != calendars.COMMON:
        return None, index
    year, end = _optional_year(tokens, named[1], calendars.COMMON, context)
    if year is None:
        return None, index
    return (year - 1 if named[0] < month else year), end


def month_day(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """December 7, 2024 and Dec. 7th, 2024; "December 24" alone is the day, not a year."""
    named = month_at(tokens, index, context.names)
    if named is None:
        return None
    month, after, calendar = named
    after = skip(tokens, after)
    if not is_day(tokens, after):
        return None
    day = tokens[after].value
    after = _second_day(tokens, ordinal(tokens, after + 1), context.names)
    year, end = _optional_year(tokens, after, calendar, context)
    if year is None:
        year, end = _year_of_second_american(tokens, after, month, context)
    return Parts(day, month, year, end, calendar)


def _year_of_second_american(
    tokens: Sequence[Token], index: int, month: int, context: Context
) -> tuple[int | None, int]:
    """The year of a first day whose second has it: "February 28 - March 1, 2026"."""
    if text_at(tokens, index) not in AND:
        return None, index
    second = month_at(tokens, index + 1, context.names)
    if second is None or second[2] != calendars.COMMON or not is_day(tokens, second[1]):
        return None, index
    year, end = _optional_year(tokens, ordinal(tokens, second[1] + 1), calendars.COMMON, context)
    if year is None:
        return None, index
    return (year - 1 if second[0] < month else year), end


def year_month_day(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """2024. december 7. (Hungarian), 2024 m. gruodžio 7 d. (Lithuanian), 2024. gada 7. decembris (Latvian)."""
    if index >= len(tokens) or len(tokens[index].text) != 4 or tokens[index].kind != "number":
        return None
    after = index + 1
    if [text_at(tokens, each) for each in range(after, after + 4)] == ["(", "e", ")", "ko"]:  # Basque templates
        after += 4
    while text_at(tokens, after) in _YEAR_WORDS or text_at(tokens, after) in (".", ",", "-", "/", "၊", "،", "m", "د"):
        after += 1
    names = context.names
    if is_day(tokens, after):
        joined = after + 1 + (text_at(tokens, after + 1) in ("-", "."))
        named = month_at(tokens, joined, names) or month_at(tokens, skip(tokens, ordinal(tokens, joined)), names)
        day, end = tokens[after].value, named[1] if named else 0
    else:
        named = month_at(tokens, after, names)
        number = skip(tokens, named[1] + (text_at(tokens, named[1]) in ("-", "/"))) if named else 0
        if named is None or not is_day(tokens, number):
            return None
        day, end = tokens[number].value, ordinal(tokens, number + 1)
        end += text_at(tokens, end) == "."
    if named is None:
        return None
    calendar = named[2]
    year = year_at(tokens, index, calendar)
    if year is None or year_at(tokens, skip(tokens, end), calendar):
        return None  # "Issue 2010, March 6, 2026": what stands first is a number
    return Parts(day, named[0], year[0], end, calendar)


def year_first(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """2024-12-07, 2024/12/7, 24.12.07, 2024年12月7日, 2024년 12월 7일, 令和6年12月7日, 民國115年3月7日."""
    if text_at(tokens, index + 1) == "y" and text_at(tokens, index + 2) == "(" and text_at(tokens, index + 5) == ")":
        tokens = [*tokens[: index + 2], *tokens[index + 6 :]]  # "2026年(令和8年)3月7日"
        found = year_first(tokens, index, context)
        return replace(found, end=found.end + 4) if found else None
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers):
        return None
    year = numbers[0].value
    taiwan = context.names.language == "zh" and (months.region_of(context.language) or context.territory) == "TW"
    if taiwan and len(numbers[0].text) in (2, 3) and 80 <= year < 200:
        year += 1911
    elif context.names.language in _YEAR_FIRST_LANGUAGES and all(len(number.text) == 2 for number in numbers):
        year += 2000 if numbers[1].value in range(1, 13) and is_day(tokens, index + 4) else 0
    if len(str(year)) != 4 or len(numbers[1].text) > 2 or len(numbers[2].text) > 2:
        return None
    first, second = tokens[index + 1], tokens[index + 3]
    same_separator = first.text in SEPARATORS and first.text == second.text
    if (first.text, second.text) != ("y", "m") and not same_separator:
        return None
    year -= 543 if year in _BUDDHIST else 0
    calendar = calendars.of_number(year, context.names.language)
    if calendar is None:
        return None
    after = index + 5
    if text_at(tokens, after) == "d" and tokens[after].kind == "unit":
        after += 1
    return Parts(numbers[2].value, numbers[1].value, year, after, calendar)


def era_letter(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """R8.3.7, H31/4/30, R8年3月7日: the years of Japanese eras by their letters."""
    if context.names.language != "ja" or text_at(tokens, index) not in ERA_LETTERS:
        return None
    numbers = list(tokens[index + 1 : index + 6 : 2])
    if len(numbers) < 3 or any(token.kind != "number" or len(token.text) > 2 for token in numbers):
        return None
    if text_at(tokens, index + 2) != text_at(tokens, index + 4) and text_at(tokens, index + 2) != "y":
        return None
    after = index + 6 + (text_at(tokens, index + 6) == "d")
    return Parts(numbers[2].value, numbers[1].value, ERA_LETTERS[tokens[index].text] + numbers[0].value, after)


def numeric(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """07/12/2024, 7.12.24, 12-7-2024: day and month in the order of the language, or in the only possible order."""
    if is_day(tokens, index) and [text_at(tokens, index + 1), text_at(tokens, index + 2)] == [".", "/"]:
        tokens = [*tokens[: index + 1], *tokens[index + 4 :]]  # "7./8.12.2024": the first of two days
        found = numeric(tokens, index, context)
        return replace(found, end=found.end + 3) if found else None
    numbers = list(tokens[index : index + 5 : 2])
    if len(numbers) < 3 or any(token.kind != "number" for token in numbers):
        return None
    separator = tokens[index + 1].text
    if separator not in SEPARATORS or separator != tokens[index + 3].text:
        return None
    if text_at(tokens, index + 5) == separator and is_attached(tokens, index + 5) and is_attached(tokens, index + 6):
        return None  # a version: 7.3.2026.1
    one, two, year = numbers
    if len(one.text) > 2 or len(two.text) > 2 or len(year.text) not in (2, 4):
        return None
    full, calendar = year.value, calendars.COMMON
    if len(year.text) == 4:
        full -= 543 if full in _BUDDHIST else 0
        known = calendars.of_number(full, context.names.language)
        if known is None:
            return None
        calendar = known
    elif context.names.language in _BUDDHIST_LANGUAGES and full >= 43:
        full += 2500 - 543
    if one.value > 12 or two.value > 12:
        day, month = (one.value, two.value) if one.value > 12 else (two.value, one.value)
        return Parts(day, month, full, index + 5, calendar)
    day_first = months.day_first(context.language, context.territory)
    if day_first is None and separator == ".":
        day_first = True  # English that writes full stops is European
    day, month = (two.value, one.value) if day_first is False else (one.value, two.value)
    order = True if one.value == two.value else None if day_first is None else False
    return Parts(day, month, full, index + 5, calendar, order)


def roman_month(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """7.III.2026, 7 III 2026, 7-XII-2026 and 2026. III. 7.: the month as a Roman numeral."""
    numbers = [token for token in tokens[index : index + 6] if token.text not in SEPARATORS][:3]
    if len(numbers) < 3 or [token.kind for token in numbers] != ["number", "word", "number"]:
        return None
    month = _ROMAN.get(numbers[1].text)
    if month is None:
        return None
    signs = {token.text for token in tokens[index : index + 5] if token.text in SEPARATORS}
    if len(signs) > 1:
        return None
    end = tokens.index(numbers[2], index) + 1
    if len(numbers[0].text) == 4:
        year, day = numbers[0].value, numbers[2]
    else:
        year, day = numbers[2].value, numbers[0]
    if len(day.text) > 2 or year not in calendars.YEARS[calendars.COMMON]:
        return None
    return Parts(day.value, month, year, end)


def month_units(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """3月4日, 12월 7일, Vietnamese "7 tháng 12 năm 2024", Mongolian "2026 оны 3-р сарын 7"."""
    if (year := year_at(tokens, index)) and text_at(tokens, year[1]) in ("оны", "он"):
        month = year[1] + 1
        after = month + 1
        while text_at(tokens, after) in ("-", "р", "дугаар", "дүгээр"):
            after += 1
        if is_day(tokens, month) and text_at(tokens, after) in ("сарын", "сар") and is_day(tokens, after + 1):
            return Parts(tokens[after + 1].value, tokens[month].value, year[0], after + 2)
    if not is_day(tokens, index):
        return None
    shape = [text_at(tokens, position) for position in range(index + 1, index + 5)]
    kinds = [token.kind for token in tokens[index + 1 : index + 4]]
    if kinds[:3] == ["unit", "number", "unit"] and shape[0] == "m" and shape[2] == "d":
        return Parts(tokens[index + 2].value, tokens[index].value, None, index + 4)
    if months.plain_name(shape[0]) in ("thang", "thg") and is_day(tokens, index + 2):
        after = index + 3
        if text_at(tokens, after) in (",", "/", "-") or months.plain_name(text_at(tokens, after)) == "nam":
            found = year_at(tokens, after + 1)
            if found:
                return Parts(tokens[index].value, tokens[index + 2].value, found[0], found[1])
        return Parts(tokens[index].value, tokens[index + 2].value, None, after)
    return None


def hebrew(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """כ״ו בניסן תשפ״ו: day and year in letters."""
    if context.names.language != "he" or index >= len(tokens):
        return None
    day = hebrew_number(tokens[index].text)
    after = index + 1 + (text_at(tokens, index + 1) in ("'", "׳", "’", ","))
    named = month_at(tokens, after, context.names) if 1 <= day <= 30 else None
    if named is None or named[2] != calendars.HEBREW:
        return None
    after = named[1] + (text_at(tokens, named[1]) in ("'", "׳", "’", ","))
    year = year_at(tokens, after, calendars.HEBREW)
    return Parts(day, named[0], year[0], year[1], calendars.HEBREW) if year else None


def compact(tokens: Sequence[Token], index: int, context: Context) -> Parts | None:
    """20241207."""
    digits = tokens[index].text
    if tokens[index].kind != "number" or not re.fullmatch(r"(1[6-9]|20)\d{6}", digits):
        return None
    return Parts(int(digits[6:]), int(digits[4:6]), int(digits[:4]), index + 1)


Shape = Callable[[Sequence[Token], int, Context], Parts | None]
FROM_NUMBER: tuple[Shape, ...] = (
    year_first,
    numeric,
    day_month,
    roman_month,
    year_month_day,
    month_units,
    compact,
)
FROM_WORD: tuple[Shape, ...] = (month_day, hebrew, era_letter)


def month_only(tokens: Sequence[Token], index: int, context: Context) -> int:
    """December 2024, décembre 2024, 2024年12月, 2024년 12월: the index after it, 0 where there is none."""
    named = month_at(tokens, index, context.names)
    if named:
        for after in (named[1], skip(tokens, named[1])):
            if found := year_at(tokens, after, named[2]):
                return found[1]
        return 0
    found = year_at(tokens, index)
    if found and text_at(tokens, found[1]) == "y":
        month = found[1] + 1
        if is_day(tokens, month) and text_at(tokens, month + 1) == "m":
            return month + 2
    return 0
