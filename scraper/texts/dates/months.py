"""Month and weekday names of many languages, from CLDR.

Names are compared in a *plain* form, case-folded and without accents and vowel signs, because papers print "Decembre"
and "décembre" alike. A language is loaded when it is first needed, and then cached.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

# Countries whose newspapers use month names that their language's own table lacks.
_REGIONS: Mapping[str, tuple[str, ...]] = {
    "ar": ("ar-SY", "ar-DZ", "ar-MA", "ar-TN", "ar-MR"),
    "de": ("de-AT",),
    "es": ("es-PE", "es-MX"),
    "en": ("en-AU", "en-CA", "en-IN"),
    "hr": ("bs",),
    "sr": ("sr-Latn", "sr-Cyrl-BA"),
}

# What papers print and CLDR does not list: language -> month -> other spellings.
_OTHER_SPELLINGS: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    "en": {6: ("june",), 7: ("july",), 9: ("sept", "sep")},
    "de": {1: ("jänner", "jan"), 2: ("feber", "feb"), 3: ("mrz", "maerz"), 9: ("sept", "sep")},
    "es": {9: ("setiembre", "set", "sept", "sep")},
    "fr": {7: ("juil",), 9: ("sept",)},
    "pt": {3: ("marco",)},
    "hi": {
        1: ("जनवरी",),
        2: ("फ़रवरी", "फरवरी"),
        7: ("जुलाई",),
        9: ("सितम्बर", "सितंबर"),
        10: ("अक्टूबर", "अक्तूबर"),
        11: ("नवम्बर", "नवंबर"),
        12: ("दिसम्बर", "दिसंबर"),
    },
    "ar": {
        1: ("كانون الثاني",),
        2: ("شباط",),
        3: ("آذار",),
        4: ("نيسان",),
        5: ("أيار",),
        6: ("حزيران",),
        7: ("تموز",),
        8: ("آب",),
        9: ("أيلول",),
        10: ("تشرين الأول",),
        11: ("تشرين الثاني",),
        12: ("كانون الأول",),
    },
    "ru": {9: ("сент",), 11: ("нояб",)},
    "id": {8: ("agt",)},
    "pl": {
        2: ("ii",),
        3: ("iii",),
        4: ("iv",),
        6: ("vi",),
        7: ("vii",),
        8: ("viii",),
        9: ("ix",),
        11: ("xi",),
        12: ("xii",),
    },
    "sr": {
        1: ("januara", "јануара"),
        2: ("februara", "фебруара"),
        3: ("marta", "марта"),
        4: ("aprila", "априла"),
        5: ("maja", "маја"),
        6: ("juna", "јуна"),
        7: ("jula", "јула"),
        8: ("avgusta", "августа"),
        9: ("septembra", "септембра"),
        10: ("oktobra", "октобра"),
        11: ("novembra", "новембра"),
        12: ("decembra", "децембра"),
    },
}
_OTHER_WEEKDAYS: Mapping[str, Mapping[int, tuple[str, ...]]] = {"de": {5: ("sonnabend",)}}

_MONTH_FIRST = frozenset({"en-US", "en-PH", "es-PR", "es-PA"})  # by CLDR


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language in plain form: months 1 to 12, weekdays 0 (Monday) to 6."""

    language: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    beginnings: frozenset[str]  # of all these names, the first words


@functools.lru_cache(maxsize=8_192)
def plain_name(word: str) -> str:
    """A name as it is compared: case-folded, without accents, vowel signs, full stops and blanks."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if char.isalnum())


@functools.cache
def names(language: str) -> Names:
    """The month and weekday names that papers of a language print; none for a language that CLDR does not know."""
    base = language.replace("_", "-").split("-")[0].lower()
    base = {"no": "nb", "iw": "he", "in": "id"}.get(base, base)
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    beginnings: set[str] = set()
    for tag in (base, *_REGIONS.get(base, ())):
        locale = _locale(tag)
        if locale is None:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for names, table in ((locale.months, months), (locale.days, weekdays)):
                    for number, name in names[context][width].items():
                        _add(table, name, number)
                        beginnings.add(plain_name(re.split(r"[\s.\-]", name)[0]))
    for number, spellings in _OTHER_SPELLINGS.get(base, {}).items():
        for spelling in spellings:
            _add(months, spelling, number)
            beginnings.add(plain_name(spelling.split()[0]))
    for number, spellings in _OTHER_WEEKDAYS.get(base, {}).items():
        for spelling in spellings:
            _add(weekdays, spelling, number)
    return Names(base, months, weekdays, frozenset(beginnings) | months.keys() | weekdays.keys())


def day_first(language: str, territory: str = "") -> bool | None:
    """Whether 7/12 means the seventh of December; None where the language alone does not decide (English)."""
    tag = language.replace("_", "-")
    base, _, region = tag.partition("-")
    region = (region if len(region) == 2 else "") or territory
    if f"{base}-{region.upper()}" in _MONTH_FIRST:
        return False
    if base.lower() == "en" and not region:
        return None
    return True


def _add(table: dict[str, int], name: str, number: int) -> None:
    spelling = plain_name(name)
    # "12月" and the like carry no name; a single letter would read any initial as a month.
    if len(spelling) > 1 and not any(char.isdigit() for char in spelling):
        table.setdefault(spelling, number)


@functools.cache
def _locale(tag: str) -> Locale | None:
    if tag.split("-")[0] not in _known_languages():
        return None
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@functools.cache
def _known_languages() -> frozenset[str]:
    """Language codes Babel has data for, so that nonsense in a ``lang`` attribute costs no file lookup."""
    from babel.localedata import locale_identifiers

    return frozenset(identifier.split("_")[0] for identifier in locale_identifiers())
