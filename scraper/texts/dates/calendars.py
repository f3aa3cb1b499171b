"""Calendars other than the common one: what their months are called, and which common day a date in them is.

The conversions are those of convertdate (Hebrew, Coptic and tabular Islamic calendar) and nepali-datetime (published
months of Bikram Sambat), imported when such a date is first read; Persian and Bengali dates follow a short rule. The
years of Buddhist, Chinese Republican and Japanese eras are the common ones under another number: ``tokens`` and
``shapes`` read them.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping

from scraper.dates import date_or_none

SOLAR_HIJRI, HIJRI, BIKRAM, BENGALI, HEBREW, ETHIOPIC = (
    "solar hijri",
    "hijri",
    "bikram",
    "bengali",
    "hebrew",
    "ethiopic",
)
COMMON = ""

# The years that a paper can state, about from 1600 to 2160 of the common calendar.
YEARS: Mapping[str, range] = {
    COMMON: range(1600, 2200),
    SOLAR_HIJRI: range(1304, 1467),  # the years of its law, and of the rule of ``nowruz``
    HIJRI: range(1010, 1560),
    BIKRAM: range(1975, 2101),  # what nepali-datetime has tables for
    BENGALI: range(1402, 1567),
    HEBREW: range(5360, 5921),
    ETHIOPIC: range(1592, 2153),
}

_SOLAR_FA = "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند"
_SOLAR_DARI = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"
_SOLAR_PS = "وری غويی|غوایی غبرګولی چنګاښ زمری وږی تله لړم ليندۍ|لیندۍ مرغومی سلواغه کب"
_HIJRI_AR = (
    "محرم صفر ربيع_الأول|ربيع_أول ربيع_الآخر|ربيع_الثاني|ربيع_ثاني جمادى_الأولى|جمادى_الأول"
    " جمادى_الآخرة|جمادى_الثانية|جمادى_الآخر رجب شعبان رمضان شوال ذو_القعدة|ذي_القعدة|ذوالقعده"
    " ذو_الحجة|ذي_الحجة|ذوالحجه"
)
_HIJRI_LATIN = (
    "muharram|muharrem safar|safer rabiul_awal|rabi'ul_awal|rabiulawal|rabi_alawwal|rebiülevvel"
    " rabiul_akhir|rabi'ul_akhir|rabiulakhir|rabi_althani|rebiülahir jumadil_awal|jumadilawal|cemaziyelevvel"
    " jumadil_akhir|jumadilakhir|cemaziyelahir rajab|rejab|recep sha'ban|syaban|syakban|şaban"
    " ramadan|ramadhan|ramazan shawwal|syawal|şevval zulkaidah|zulkaedah|dhu_alqadah|zilkade"
    " zulhijah|zulhijjah|dhu_alhijjah|zilhicce"
)
# Language -> calendar -> its months from the first on, parted by blanks; spellings by "|", "_" is a blank.
_MONTHS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fa": {SOLAR_HIJRI: (_SOLAR_FA, _SOLAR_DARI), HIJRI: (_HIJRI_AR,)},
    "ps": {SOLAR_HIJRI: (_SOLAR_PS, _SOLAR_DARI), HIJRI: (_HIJRI_AR,)},
    "ar": {HIJRI: (_HIJRI_AR,)},
    "ur": {HIJRI: (_HIJRI_AR,)},
    "en": {HIJRI: (_HIJRI_LATIN,)},
    "id": {HIJRI: (_HIJRI_LATIN,)},
    "ms": {HIJRI: (_HIJRI_LATIN,)},
    "tr": {HIJRI: (_HIJRI_LATIN,)},
    "ne": {
        BIKRAM: (
            "बैशाख|वैशाख|बैसाख जेठ|जेष्ठ|ज्येष्ठ असार|आषाढ|अषाढ साउन|श्रावण|सावन भदौ|भाद्र असोज|आश्विन|अशोज कार्तिक|कात्तिक"
            " मंसिर|मङ्सिर|मार्ग पुस|पुष|पौष माघ फागुन|फाल्गुन|फाल्गुण चैत|चैत्र",
        )
    },
    "bn": {
        BENGALI: ("বৈশাখ জ্যৈষ্ঠ আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ পৌষ মাঘ ফাল্গুন|ফাগুন চৈত্র",),
        HIJRI: ("মহররম|মুহররম সফর রবিউল_আউয়াল রবিউস_সানি জমাদিউল_আউয়াল জমাদিউস_সানি রজব শাবান রমজান|রমাদান শাওয়াল জিলকদ জিলহজ",),
    },
    "he": {
        HEBREW: (
            "ניסן אייר|איר סיוון|סיון תמוז אב|מנחם_אב אלול תשרי חשוון|חשון|מרחשוון|מרחשון כסלו טבת שבט אדר אדר_ב אדר_א",
        )
    },
    "am": {
        ETHIOPIC: (
            "መስከረም ጥቅምት ኅዳር|ህዳር|ሕዳር ታኅሣሥ|ታህሳስ|ታኅሳስ ጥር የካቲት መጋቢት ሚያዝያ|ሚያዚያ ግንቦት ሰኔ ሐምሌ|ሀምሌ ነሐሴ|ነሀሴ ጳጉሜን|ጳጉሜ|ጷግሜን",
        )
    },
    "ti": {ETHIOPIC: ("መስከረም ጥቅምቲ ሕዳር ታሕሳስ ጥሪ ለካቲት መጋቢት ሚያዝያ ግንቦት|ጉንበት ሰነ ሓምለ ነሓሰ ጳጉሜን",)},
}
_FIRST_ONLY_BIKRAM = 2060  # a common year until then is likelier, after it this one
_FIRST_ADAR = 14  # of a leap year, where Adar is twice
_NEAR_ENOUGH = 3  # days by which a month that begins when its moon is seen can differ from the calculated one


def month_names(language: str) -> list[tuple[str, str, int]]:
    """The months of other calendars that papers of a language print: (name, calendar, number)."""
    return [
        (name.replace("_", " "), calendar, number)
        for calendar, tables in _MONTHS.get(language, {}).items()
        for table in tables
        for number, names in enumerate(table.split(), start=1)
        for name in names.split("|")
    ]


def first_names(language: str, calendar: str) -> tuple[str, ...]:
    """The months of a calendar in a language, each in its commonest spelling."""
    found: dict[int, str] = {}
    for name, of, number in month_names(language):
        if of == calendar:
            found.setdefault(number, name)
    return tuple(found.values())


def of_number(year: int, language: str) -> str | None:
    """The calendar of a date in numbers, by its year ("1404/12/16", "2082-11-23"); None where no paper states it."""
    if year in YEARS[COMMON] and not (language == "ne" and year in YEARS[BIKRAM] and year >= _FIRST_ONLY_BIKRAM):
        return COMMON
    by_language = {"fa": SOLAR_HIJRI, "ps": SOLAR_HIJRI, "ne": BIKRAM, "bn": BENGALI, "ar": HIJRI, "ur": HIJRI}
    calendar = by_language.get(language)
    return calendar if calendar and year in YEARS[calendar] else None


@functools.lru_cache(maxsize=1_024)
def common_day(
    calendar: str, year: int, month: int, day: int, weekdays: Collection[int] = (), territory: str = ""
) -> dt.date | None:
    """The day of the common calendar that a date in another one is.

    A month of the lunar Hijri calendar begins when its moon is seen, and West Bengal's months are not those of
    Bangladesh: there a day is certain only by the weekday beside it.

    :param weekdays: those stated beside the date (0 is Monday).
    :param territory: the newspaper's country.
    :returns: None where there is no such day, or none is certain.
    """
    if year not in YEARS[calendar] or not 1 <= month <= 14 or not 1 <= day <= 32:
        return None
    if calendar == HIJRI:
        from convertdate import islamic

        found = dt.date(*islamic.to_gregorian(year, month, day)) if day <= 30 and month <= 12 else None
        return _by_weekday(found, weekdays)
    if calendar == BENGALI:
        found = _bengali(year, month, day)
        return _by_weekday(found, weekdays) if territory == "IN" else found
    return {SOLAR_HIJRI: _solar_hijri, HEBREW: _hebrew, ETHIOPIC: _ethiopic, BIKRAM: _bikram}[calendar](
        year, month, day
    )


def _by_weekday(calculated: dt.date | None, weekdays: Collection[int]) -> dt.date | None:
    if calculated is None or len(weekdays) != 1:
        return None
    around = [calculated + dt.timedelta(days=offset) for offset in range(-_NEAR_ENOUGH, _NEAR_ENOUGH + 1)]
    return next(day for day in around if day.weekday() in weekdays)


def _solar_hijri(year: int, month: int, day: int) -> dt.date | None:
    first, next_first = nowruz(year), nowruz(year + 1)
    if month > 12 or day > (31 if month <= 6 else 30):
        return None
    found = first + dt.timedelta(days=30 * (month - 1) + min(month - 1, 6) + day - 1)
    return found if found < next_first else None


def nowruz(year: int) -> dt.date:
    """The first day of a Solar Hijri year: 1 Farvardin 1348 was 21 March 1969.

    By the 33-year rule, which gives the official years from 1925 to 2087 (Heydari-Malayeri, 2004).
    """
    leap_days = sum(1 if other % 33 in (1, 5, 9, 13, 17, 22, 26, 30) else 0 for other in _between(1348, year))
    days = 365 * (year - 1348) + (leap_days if year >= 1348 else -leap_days)
    return dt.date(1969, 3, 21) + dt.timedelta(days=days)


def _between(one: int, other: int) -> range:
    return range(min(one, other), max(one, other))


def _hebrew(year: int, month: int, day: int) -> dt.date | None:
    from convertdate import hebrew

    if month == 12 and hebrew.leap(year):
        return None  # Adar of a leap year without its number: the first or the second
    month = 12 if month == _FIRST_ADAR else month
    found: tuple[int, int, int] = hebrew.to_gregorian(year, month, day)
    return dt.date(*found) if hebrew.from_gregorian(*found) == (year, month, day) else None


def _ethiopic(year: int, month: int, day: int) -> dt.date | None:
    from convertdate import coptic

    coptic_year = year - 276  # the same months, counted from the Era of Martyrs (284) instead of the year 8
    found: tuple[int, int, int] = coptic.to_gregorian(coptic_year, month, day)
    return dt.date(*found) if coptic.from_gregorian(*found) == (coptic_year, month, day) else None


def _bikram(year: int, month: int, day: int) -> dt.date | None:
    import nepali_datetime

    try:
        found: dt.date = nepali_datetime.date(year, month, day).to_datetime_date()
    except (ValueError, IndexError, KeyError):
        return None
    return found


def _bengali(year: int, month: int, day: int) -> dt.date | None:
    """The calendar of Bangladesh: the year begins on 14 April.

    Since 1426 (2019) six months have 31 days and Falgun 29, in a leap year 30; before, as Bangla Academy revised it in
    1995, five months had 31 days and Falgun 30, in a leap year 31.
    """
    first = date_or_none(year + 593, 4, 14)
    if first is None or month > 12:
        return None
    leap = (year + 594) % 4 == 0 and ((year + 594) % 100 != 0 or (year + 594) % 400 == 0)
    long = 6 if year >= 1426 else 5
    lengths = [31] * long + [30] * (12 - long)
    lengths[10] = (29 if year >= 1426 else 30) + leap
    return first + dt.timedelta(days=sum(lengths[: month - 1]) + day - 1) if day <= lengths[month - 1] else None
