"""The kinds of value a publication file may hold: each takes what TOML gave and returns what the types want.

A kind raises ValueError with a sentence that says what was expected; whoever reads the table adds file, table and key.
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from scraper import day_rules
from scraper.dates import parse_span
from scraper.publication import WEEKDAYS, Embedded, HookFile, PageNumbers

Kind = Callable[[Any], Any]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PYTHON_FILE = re.compile(r"[\w-]+\.py")
_NAME = re.compile(r"[A-Za-z]\w*")
_TAKEN = ("date", "edition", "supplement", "env", "uuid", "value", "page_number")
_PAGE_NUMBERS = re.compile(r"(\d+)\.\.(\d+)?(?: by ([1-9]\d*))?")
_CLOCK = re.compile(r"(next )?([01]\d|2[0-3]):[0-5]\d")
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(?:-([A-Z]{2}|\d{3}))?")
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A suggestion to end a sentence with: the nearest known word, else all of them."""
    known = list(known)
    meant = difflib.get_close_matches(wrong, known, n=1)
    return f"did you mean '{meant[0]}'?" if meant else f"there are {', '.join(known)}"


def near(wrong: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is that near."""
    return next(iter(difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.75)), "")


def text(raw: Any) -> str:
    """A text."""
    if not isinstance(raw, str):
        raise ValueError(f"expected a text, found {_shown(raw)}")
    return raw


def filled_text(raw: Any) -> str:
    """A text that says something."""
    if not text(raw).strip():
        raise ValueError("expected a text, found an empty one")
    return text(raw)


def texts(raw: Any) -> tuple[str, ...]:
    """One text or a list of texts."""
    if isinstance(raw, str):
        return (raw,)
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise ValueError(f"expected a list of texts, found {_shown(raw)}")
    return tuple(raw)


def identifier(raw: Any) -> str:
    """What may stand in an address of the archive: lower-case letters, digits and hyphens."""
    if not _ID.fullmatch(text(raw)):
        raise ValueError(f"'{raw}' is no id; use lower-case letters, digits and single hyphens")
    return text(raw)


def python_file(raw: Any) -> HookFile:
    """The name of a file of Python in the same folder."""
    if not _PYTHON_FILE.fullmatch(text(raw)):
        raise ValueError(f"expected the name of a file in the same folder such as 'gazette.py', found {raw!r}")
    return HookFile(text(raw))


def variable_named(name: str) -> Kind:
    """The text of a free variable of that name."""
    return lambda raw: variables({name: raw})[name]


def variables(raw: Any) -> dict[str, str]:
    """A table of texts whose names can stand in templates."""
    return {_variable_name(name): text(one) for name, one in _table(raw).items()}


def bindings(raw: Any) -> tuple[str, ...]:
    """The names that a ``let`` gives."""
    return tuple(_variable_name(name) for name in _table(raw))


def text_table(raw: Any) -> dict[str, str]:
    """A table of texts."""
    return {key: text(one) for key, one in _table(raw).items()}


def flag(raw: Any) -> bool:
    """true or false."""
    if not isinstance(raw, bool):
        raise ValueError(f"expected true or false, found {_shown(raw)}")
    return raw


def whole(raw: Any) -> int:
    """A whole number, zero or more."""
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise ValueError(f"expected a whole number, found {_shown(raw)}")
    return raw


def at_least_one(raw: Any) -> int:
    """A whole number, one or more."""
    if whole(raw) < 1:
        raise ValueError("expected a number from 1 upwards, found 0")
    return whole(raw)


def number(raw: Any) -> float:
    """A number, zero or more."""
    if not isinstance(raw, int | float) or isinstance(raw, bool) or raw < 0:
        raise ValueError(f"expected a number, found {_shown(raw)}")
    return float(raw)


def share(raw: Any) -> float:
    """A share between 0 and 1."""
    if number(raw) > 1:
        raise ValueError(f"expected a share between 0.0 and 1.0, found {_shown(raw)}")
    return number(raw)


def span(raw: Any) -> tuple[int, int]:
    """[least, most]."""
    if not isinstance(raw, list) or len(raw) != 2 or whole(raw[0]) > whole(raw[1]):
        raise ValueError(f"expected [least, most], found {_shown(raw)}")
    return raw[0], raw[1]


def date(raw: Any) -> dt.date:
    """A TOML date, written without quotes."""
    if not isinstance(raw, dt.date) or isinstance(raw, dt.datetime):
        raise ValueError(f"expected a date such as 2024-12-07, without quotes, found {_shown(raw)}")
    return raw


def special_days(raw: Any) -> tuple[str, ...]:
    """Days in words ("12-25", "good friday", ``scraper.day_rules``); a TOML date is one of them."""
    days = raw if isinstance(raw, list) else [raw]
    return tuple(_special_day(day) for day in days)


def publishing_days(raw: Any) -> tuple[str, ...]:
    """Days of the week, in the order of the week, and after them other days in words."""
    days = special_days([_weekday_meant(day) for day in (raw if isinstance(raw, list) else [raw])])
    return (*(day for day in WEEKDAYS if day in days), *(day for day in days if day not in WEEKDAYS))


def weekday(raw: Any) -> str:
    """A day of the week: mon to sun."""
    if text(raw) not in WEEKDAYS:
        raise ValueError(f"no weekday '{raw}'; {did_you_mean(raw.lower()[:3], WEEKDAYS)}")
    return text(raw)


def weekdays(raw: Any) -> tuple[str, ...]:
    """Days of the week, in the order of the week."""
    days = {weekday(day) for day in texts(raw)}
    return tuple(day for day in WEEKDAYS if day in days)


def clock(raw: Any) -> str:
    """A time of day in the newspaper's zone, of the same day or of the next."""
    if not _CLOCK.fullmatch(text(raw)):
        raise ValueError(f'\'{raw}\' is no time; write "06:00" or "next 06:00"')
    return text(raw)


def spans_of_time(raw: Any) -> tuple[dt.timedelta, ...]:
    """Spans of time ("30m", "6h", "7d"), the shortest first."""
    return tuple(sorted({parse_span(each) for each in texts(raw)}))


def time_zone(raw: Any) -> str:
    """A zone of the IANA database."""
    try:
        ZoneInfo(filled_text(raw))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = near(str(raw), sorted(available_timezones()))
        cure = f"did you mean '{meant}'?" if meant else "write Europe/London or the like"
        raise ValueError(f"no time zone '{raw}'; {cure}") from None
    return text(raw)


def language(raw: Any) -> str:
    """A BCP 47 tag: language, script, region."""
    match = _LANGUAGE.fullmatch(text(raw))
    if not match or match[1] not in _cldr("languages") or (match[3] and match[3] not in _cldr("territories")):
        raise ValueError(f"'{raw}' is no language tag (BCP 47); write en-GB, hi-IN, ja or the like")
    return text(raw)


def country(raw: Any) -> str:
    """Two capital letters of ISO 3166-1."""
    if not re.fullmatch("[A-Z]{2}", text(raw)) or raw not in _cldr("territories"):
        raise ValueError(f"'{raw}' is no country (ISO 3166-1); write GB, IN, JP or the like")
    return text(raw)


def issn(raw: Any) -> str:
    """An ISSN whose check digit is right."""
    digits = text(raw).replace("-", "")
    if not _ISSN.fullmatch(raw) or sum(int(d.replace("X", "10")) * (8 - at) for at, d in enumerate(digits)) % 11:
        raise ValueError(f"'{raw}' is no ISSN: its last digit checks the others")
    return text(raw)


def substitutions(raw: Any) -> tuple[tuple[str, str], ...]:
    """[[pattern, replacement], ...]."""
    if not isinstance(raw, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in raw):
        raise ValueError(f"expected [[pattern, replacement], ...], found {_shown(raw)}")
    return tuple((text(pattern), text(replacement)) for pattern, replacement in raw)


def section_pages(raw: Any) -> tuple[tuple[str, str], ...]:
    """[[section, address], ...]; an address alone is a page without a section."""
    if not isinstance(raw, list):
        raise ValueError(f"expected [[section, address], ...], found {_shown(raw)}")
    pairs = [["", one] if isinstance(one, str) else one for one in raw]
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise ValueError(f"expected [[section, address], ...], found {_shown(raw)}")
    return tuple((text(section), filled_text(address)) for section, address in pairs)


def embedded(raw: Any) -> Embedded:
    """JSON in a page: the text before it, or { css = ... }, or both."""
    if isinstance(raw, str):
        return Embedded(marker=filled_text(raw))
    table = text_table(raw)
    if strange := [key for key in table if key not in ("css", "marker")]:
        raise ValueError(f"no key '{strange[0]}'; {did_you_mean(strange[0], ('css', 'marker'))}")
    if not any(table.values()):
        raise ValueError("expected the text before the JSON, or { css = ... }")
    return Embedded(css=table.get("css", ""), marker=table.get("marker", ""))


def page_numbers(raw: Any) -> PageNumbers:
    """The numbers of a list's pages: "1..", "2..40", "0.. by 24"."""
    match = _PAGE_NUMBERS.fullmatch(text(raw))
    if not match or (match[2] and int(match[2]) < int(match[1])):
        raise ValueError(f'\'{raw}\' counts no pages; write "1..", "2..40" or, for offsets, "0.. by 24"')
    return PageNumbers(first=int(match[1]), last=int(match[2]) if match[2] else None, step=int(match[3] or 1))


def one_of(*choices: str) -> Kind:
    """One of a few words."""

    def choice(raw: Any) -> str:
        if text(raw) not in choices:
            raise ValueError(f"'{raw}' is none of its words; {did_you_mean(raw, choices)}")
        return text(raw)

    return choice


def table_of(keys: Kind, values: Kind) -> Kind:
    """A table whose keys and values are of these kinds."""
    return lambda raw: {keys(key): values(one) for key, one in _table(raw).items()}


def _variable_name(name: str) -> str:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise ValueError(
            f"'{name}' cannot name a variable; use letters, digits and underscores, but not {', '.join(_TAKEN)}"
        )
    return name


def _table(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise ValueError(f"expected a table, found {_shown(raw)}")
    return raw


def _special_day(raw: Any) -> str:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw.isoformat()
    day_rules.parse(text(raw))
    return text(raw)


def _weekday_meant(raw: Any) -> Any:
    """The same; a word alone that begins like a day of the week is an error that says which."""
    return weekday(raw) if isinstance(raw, str) and raw.isalpha() and raw[:3].lower() in WEEKDAYS else raw


def _shown(raw: Any) -> str:
    shown = "true" if raw is True else "false" if raw is False else repr(raw)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


@functools.cache
def _cldr(what: str) -> frozenset[str]:
    from babel import Locale  # takes a moment to load, and only reading a file needs it

    return frozenset(getattr(Locale("en"), what))
