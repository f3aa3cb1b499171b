"""Month and weekday names of many languages, from CLDR and ``spellings``, with those of their other calendars.

Names are compared in a *plain* form, case-folded and without accents, because papers print "Decembre" and "décembre"
alike. A language is loaded when it is first needed, and then cached.
"""

from __future__ import annotations

import functools
import pickle
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.texts.dates import calendars, spellings

# Countries whose newspapers use month names that their language's own table lacks.
_REGIONS: Mapping[str, tuple[str, ...]] = {
    "ar": ("ar_SY", "ar_DZ", "ar_MA", "ar_TN", "ar_MR"),
    "de": ("de_AT",),
    "es": ("es_PE", "es_MX"),
    "en": ("en_AU", "en_CA", "en_IN"),
    "fa": ("fa_AF",),
    "bs": ("hr",),
    "hr": ("bs",),
    "sr": ("sr_Latn", "sr_Cyrl_BA"),
    "uz": ("uz_Cyrl",),
    "az": ("az_Cyrl",),
}
_SAME: Mapping[str, str] = {"no": "nb", "iw": "he", "in": "id", "prs": "fa", "sh": "sr", "tl": "fil", "mo": "ro"}

# By CLDR, and Puerto Rico and Panama write as the United States do.
_MONTH_FIRST = frozenset(
    "en-US en-PH en-PR en-AS en-GU en-MH en-MP en-UM en-VI fil-PH es-PR es-PA chr-US haw-US".split()
)
_BOTH_ORDERS = frozenset({"en", "en-CA", "es-US"})  # where no country is named, and where papers write both
# Letters that are written in several ways: Arabic and Persian yeh, kaf and heh, the dotless i of Turkish capitals.
_ONE_LETTER = str.maketrans("يىكةہھھۀۂı", "یییکههههههi"[1:]) | {0x640: None}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language in plain form: months 1 to 12, weekdays 0 (Monday) to 6.

    ``others`` are the months of other calendars, each with its calendar and number; ``full`` the weekdays that are not
    abbreviated: "Sun" may be a paper's name.
    """

    language: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    full: frozenset[str]
    others: Mapping[str, tuple[str, int]]
    beginnings: frozenset[str]  # of all these names, the first words
    longest: int  # words of the longest month's name


@functools.lru_cache(maxsize=8_192)
def plain_name(word: str) -> str:
    """A name as it is compared: case-folded, without accents, full stops and blanks.

    The vowel signs of Indian scripts and of Thai stay: without them "ม.ค." (January) would be "มี.ค." (March).
    """
    if word.isascii():
        return "".join(filter(str.isalnum, word.casefold()))
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if char.isalnum() or _is_vowel_sign(char)).translate(_ONE_LETTER)


_NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc")


def _is_vowel_sign(char: str) -> bool:
    return char >= "\u0900" and char not in _NUKTAS and unicodedata.category(char) in ("Mn", "Mc")


@functools.cache
def names(language: str) -> Names:
    """The month and weekday names that papers of a language print; none for a language that CLDR does not know."""
    base = language.replace("_", "-").split("-")[0].lower()
    base = _SAME.get(base, base)
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    full: set[str] = set()
    beginnings: set[str] = set()
    longest = 1

    def add(table: dict[str, int], name: str, number: int) -> None:
        nonlocal longest
        spelling = plain_name(name)
        # "12月" and the like carry no name; a single letter would read any initial as a month.
        if len(spelling) > 1 and not any(char.isdigit() for char in spelling):
            table.setdefault(spelling, number)
            words = re.split(r"[\s.\-\u200c]+", name.strip(" ."))
            beginnings.update((plain_name(words[0]), spelling))
            longest = max(longest, min(len(words), 3))

    for own in _own_data(base):
        for kind, table in (("months", months), ("days", weekdays)):
            for width, number, name in _listed(own.get(kind, {})):
                add(table, name, number)
                if kind == "days":
                    full.update([plain_name(name)] if width == "wide" else ())
                    continue
                for beginning in spellings.BEGINNINGS.get(base, ()):
                    add(months, beginning + name, number)
                for ending in spellings.ENDINGS.get(base, ()) if width == "wide" else ():
                    add(months, name + ending, number)
    for number, others in spellings.MONTHS.get(base, {}).items():
        for name in others:
            add(months, name, number)
    for number, others in spellings.WEEKDAYS.get(base, {}).items():
        for name in others:
            add(weekdays, name, number)
            full.add(plain_name(name))
    in_calendar: dict[str, tuple[str, int]] = {}
    for name, calendar, number in calendars.month_names(base):
        spelled: dict[str, int] = {}
        add(spelled, name, number)
        for beginning in spellings.BEGINNINGS.get(base, ()):
            add(spelled, beginning + name, number)
        for ending in spellings.ENDINGS.get(base, ()):
            add(spelled, name + ending, number)
        for spelling in spelled:
            if spelling not in months:
                in_calendar.setdefault(spelling, (calendar, number))
    return Names(base, months, weekdays, frozenset(full), in_calendar, frozenset(beginnings - {""}), longest)


def region_of(language: str) -> str:
    """The country of a language tag ("zh-Hant-TW": TW); "" where it names none."""
    return next((part.upper() for part in language.replace("_", "-").split("-")[1:] if len(part) == 2), "")


def day_first(language: str, territory: str = "") -> bool | None:
    """Whether 7/12 means the seventh of December; None where the language alone does not decide (English)."""
    base = language.replace("_", "-").partition("-")[0].lower()
    region = region_of(language) or territory.upper()
    tag = f"{base}-{region}" if region else base
    if tag in _MONTH_FIRST:
        return False
    return None if tag in _BOTH_ORDERS else True


def _listed(kind: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """The names in a locale's data as (width, number, name), full ones first; aliases to other tables are left out."""
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            table = kind.get(context)
            table = table.get(width) if isinstance(table, Mapping) else None
            if isinstance(table, Mapping):
                yield from ((width, int(number), name) for number, name in table.items())


def _own_data(base: str) -> Iterator[Mapping[str, Any]]:
    """What CLDR lists for a language, its parents and the regions that add names, each as its own file has it.

    ``babel.Locale`` resolves aliases in data that locales share: once Urdu was read, Turkish has its names.
    """
    from babel.core import get_global
    from babel.localedata import resolve_locale_filename

    if base not in _known_languages():
        return
    parents = [base]
    while len(parents) < 4 and (
        parent := get_global("parent_exceptions").get(parents[-1]) or parents[-1].rpartition("_")[0]
    ):
        parents.append(parent)
    for tag in (*parents, *_REGIONS.get(base, ())):
        path = Path(resolve_locale_filename(tag))
        if tag != "root" and path.exists():
            yield pickle.loads(path.read_bytes())  # noqa: S301  # a file of Babel


@functools.cache
def _known_languages() -> frozenset[str]:
    """Language codes Babel has data for, so that nonsense in a ``lang`` attribute costs no file lookup."""
    from babel.localedata import locale_identifiers

    return frozenset(identifier.split("_")[0] for identifier in locale_identifiers())
